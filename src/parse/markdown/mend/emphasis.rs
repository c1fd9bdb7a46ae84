//! Stars and other marks that emphasise nothing where they stand: `** bold **`, `**Note:**text`, `==marked==`.

use super::change::{Change, is_odd_space, is_unspaced};
use super::line::Line;
use crate::diagnostic::codes::{MARKDOWN_NEARLY_RIGHT as NEARLY, MARKDOWN_OTHER_TOOL};

/// Emphasis whose stars stand where they emphasise nothing: `** bold **`, `**Note:**text`.
pub(super) fn emphasis(source: &str, line: &Line<'_>, runs: &[usize], changes: &mut Vec<Change>) {
    for sign in [b'*', b'_'] {
        let runs: Vec<usize> = runs
            .iter()
            .copied()
            .filter(|at| source.as_bytes()[*at] == sign)
            .collect();
        if runs.len() % 2 == 1 {
            continue;
        }
        for pair in runs.chunks_exact(2) {
            strong(source, line, pair[0], pair[1], changes);
        }
    }
}

fn strong(source: &str, line: &Line<'_>, open: usize, close: usize, changes: &mut Vec<Change>) {
    let mark = &source[open..open + 2];
    let inner = &source[open + 2..close];
    let said = inner.trim_matches(|letter: char| letter.is_whitespace() || is_odd_space(letter));
    if said
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .count()
        < 2
    {
        return;
    }
    let before = source[line.start..open].chars().next_back();
    let after = source[close + 2..line.end()].chars().next();
    let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let (first, last) = (said.chars().next(), said.chars().next_back());
    let lead = inner.len()
        - inner
            .trim_start_matches(|letter: char| letter.is_whitespace() || is_odd_space(letter))
            .len();
    let trail = inner.len() - lead - said.len();
    let is_mark = |letter: Option<char>| {
        letter.is_some_and(|letter| !letter.is_alphanumeric() && !letter.is_whitespace())
    };
    let apart_before = is_word(before) && (lead > 0 || mark == "**" && is_mark(first));
    let apart_after = is_word(after) && (trail > 0 || mark == "**" && is_mark(last));
    if lead == 0 && trail == 0 && !apart_before && !apart_after {
        return;
    }
    let space = |other: Option<char>| match other.is_some_and(is_unspaced) {
        // Words that are written without spaces are parted by nothing that shows.
        true => "<!---->",
        false => " ",
    };
    let start = if apart_before { space(before) } else { "" };
    let end = if apart_after { space(after) } else { "" };
    let shown = |space: &str| if space == " " { " " } else { "" };
    let help = match (start, end) {
        ("<!---->", _) | (_, "<!---->") => {
            format!("write `{mark}{said}{mark}`, with a space where a letter touches it")
        }
        _ => {
            let word = |letter: Option<char>| letter.filter(|letter| letter.is_alphanumeric());
            let before = if apart_before { word(before) } else { None };
            let after: String = match apart_after {
                true => source[close + 2..line.end()]
                    .chars()
                    .take_while(|letter| letter.is_alphanumeric())
                    .collect(),
                false => String::new(),
            };
            let before = before.map_or(String::new(), String::from);
            format!(
                "write `{before}{}{mark}{said}{mark}{}{after}`",
                shown(start),
                shown(end)
            )
        }
    };
    changes.push(
        Change::new(open..open + 2 + lead, format!("{start}{mark}")).remark(
            &NEARLY,
            open..close + 2,
            format!("these `{mark}` emphasise nothing where they stand"),
            help,
        ),
    );
    changes.push(Change::new(
        close - trail..close + 2,
        format!("{mark}{end}"),
    ));
}

/// `==marked==`.
pub(super) fn marked(source: &str, runs: &[usize], changes: &mut Vec<Change>) {
    if runs.len() % 2 == 1 {
        return;
    }
    for pair in runs.chunks_exact(2) {
        let (open, close) = (pair[0], pair[1]);
        let inner = &source[open + 2..close];
        if inner.is_empty()
            || inner.starts_with(char::is_whitespace)
            || inner.ends_with(char::is_whitespace)
            || inner.contains(['[', ']'])
        {
            continue;
        }
        changes.push(Change::new(open..open + 2, "[").remark(
            &MARKDOWN_OTHER_TOOL,
            open..close + 2,
            "`==` marks words in other programs",
            format!("write `[{inner}]{{mark}}`"),
        ));
        changes.push(Change::new(close..close + 2, "]{mark}"));
    }
}
