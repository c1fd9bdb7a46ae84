//! What a whole line says by how it begins: headings, lists, paragraphs that were indented, notes in quotations.

use super::change::{Callout, Change, Where, is_odd_space};
use super::line::{Line, split};
use super::words::Words;
use super::{foreign, tables};
use crate::diagnostic::codes::MARKDOWN_NEARLY_RIGHT as NEARLY;

/// The longest line that may be meant as a heading, in bytes.
const LONGEST_HEADING_BYTES: usize = 120;

/// Reads a text line by line.
pub(super) fn read(source: &str, changes: &mut Vec<Change>) {
    let lines = split(source);
    let mut words = Words::new(source);
    // In a list that Markdown does not know: what depth its first sign has by itself, and how deep the last line was.
    let mut list: Option<(usize, usize)> = None;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let is_free = |other: Option<&Line<'_>>| other.is_none_or(Line::is_blank);
        let is_first = at == 0 || is_free(lines.get(at - 1));
        if line.is_blank() {
            at += 1;
            continue;
        }
        let taken = tables::read(&lines[at..], is_first, changes);
        if taken > 0 {
            for line in &lines[at..at + taken] {
                words.read(line, changes);
            }
            list = None;
            at += taken;
            continue;
        }
        let alone = is_first && is_free(lines.get(at + 1));
        if let Some((change, depths)) = bullet(line, list) {
            list = Some(depths);
            changes.push(change);
        } else {
            list = None;
            if line.indent >= 4 && is_first {
                indented(&lines[at..], changes);
            }
            heading(line, alone, changes);
            callout(line, changes);
            colon(line, is_first, changes);
            foreign::line(line, changes);
        }
        words.read(line, changes);
        at += 1;
    }
}

/// A heading without the space behind its `#`, or with one that Markdown does not know; and one that ends in braces with words.
fn heading(line: &Line<'_>, alone: bool, changes: &mut Vec<Change>) {
    let hashes = line.text.bytes().take_while(|byte| *byte == b'#').count();
    if !(1..=6).contains(&hashes) || line.indent > 3 {
        return;
    }
    let marks = &line.text[..hashes];
    let rest = &line.text[hashes..];
    let said = rest.trim_matches(|letter: char| letter.is_whitespace() || is_odd_space(letter));
    let behind = line.start + hashes;
    let whole = line.start..line.end();
    let Some(first) = rest.chars().next() else {
        return;
    };
    if matches!(first, ' ' | '\t') {
        braces(line, changes);
        return;
    }
    if said.is_empty() {
        return;
    }
    if is_odd_space(first) {
        let space: usize = rest
            .chars()
            .take_while(|letter| is_odd_space(*letter) || *letter == ' ')
            .map(char::len_utf8)
            .sum();
        changes.push(Change::new(behind..behind + space, " ").remark(
            &NEARLY,
            whole,
            "an unusual space stands behind the `#` of this heading",
            format!("write `{marks} {said}` with an ordinary space"),
        ));
        return;
    }
    let is_word = first.is_alphabetic() || first.is_ascii_digit() && hashes > 1;
    let is_heading = match hashes {
        // A word behind one `#` is a hashtag to many.
        1 => {
            alone
                && said.contains(' ')
                && !said.contains('#')
                && !said.ends_with(['.', ',', ';'])
                && said.len() <= LONGEST_HEADING_BYTES
        }
        _ => true,
    };
    if is_word && is_heading {
        let level = if hashes == 1 { "##" } else { marks };
        changes.push(Change::new(line.start..behind, format!("{level} ")).remark(
            &NEARLY,
            whole,
            "this heading has no space behind its `#`",
            format!("write `{level} {said}`"),
        ));
    }
}

/// A heading that ends in braces that hold words, and no attributes.
fn braces(line: &Line<'_>, changes: &mut Vec<Change>) {
    let Some(open) = line.text.rfind('{') else {
        return;
    };
    let Some(inner) = line.text[open + 1..].strip_suffix('}') else {
        return;
    };
    if inner.contains(['"', '\'', '\\', '<', '>', '}']) || inner.starts_with(['%', '{', ':']) {
        return;
    }
    let holds_words = inner
        .split_whitespace()
        .any(|word| !word.starts_with(['#', '.']) && !word.contains('='));
    if holds_words {
        let end = line.end() - 1;
        let help = format!("write `{}\\{}`", &line.text[..open], &line.text[open..]);
        changes.push(Change::new(end..end, "\\").remark(
            &NEARLY,
            line.start + open..line.end(),
            "the braces at the end of this heading hold words, and no attributes",
            help,
        ));
    }
}

/// An item of a list with a sign or a space that Markdown does not know, and how deep it and the list's first stand.
fn bullet(line: &Line<'_>, list: Option<(usize, usize)>) -> Option<(Change, (usize, usize))> {
    let lead: usize = line
        .text
        .chars()
        .take_while(|letter| is_odd_space(*letter))
        .map(char::len_utf8)
        .sum();
    let text = &line.text[lead..];
    let mut letters = text.chars();
    let sign = letters.next()?;
    let behind = letters.as_str();
    let next = behind.chars().next()?;
    let said =
        behind.trim_start_matches(|letter: char| letter.is_whitespace() || is_odd_space(letter));
    if said.is_empty() {
        return None;
    }
    let depth = match sign {
        '•' | '●' | '■' | '\u{f0b7}' | '∙' => 0,
        '◦' | '○' => 1,
        '‣' | '▪' | '\u{f0a7}' => 2,
        'o' if next == '\t' => 1,
        '§' if next == '\t' => 2,
        '·' | '–' | '—' if next == '\t' || is_odd_space(next) => 0,
        '-' | '*' | '+' if is_odd_space(next) => return odd_space(line, lead, 1, said),
        '0'..='9' => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let mark = text[digits..].chars().next()?;
            if !matches!(mark, '.' | ')') || digits > 9 {
                return None;
            }
            let is_odd = text[digits + 1..].starts_with(is_odd_space);
            let said = text[digits + 1..]
                .trim_start_matches(|letter: char| letter.is_whitespace() || is_odd_space(letter));
            return match is_odd && !said.is_empty() {
                true => odd_space(line, lead, digits + 1, said),
                false => None,
            };
        }
        _ => return None,
    };
    let (first, last) = list.unwrap_or((depth, 0));
    let depth = depth.saturating_sub(first).min(last + 1);
    let end = line.end() - said.len();
    let space = line.start - line.indent_bytes();
    let with = format!("{}- ", "  ".repeat(depth));
    let mut change = Change::new(space..end, with).at(Where::Bullet);
    if list.is_none() {
        change = change.remark(
            &NEARLY,
            line.start..line.end(),
            format!("`{sign}` begins an item of a list, which Markdown does not know"),
            format!("write `- {said}`, and the other items as well"),
        );
    }
    Some((change, (first, depth)))
}

/// An item with an odd space behind its sign, which is `length` bytes long.
fn odd_space(
    line: &Line<'_>,
    lead: usize,
    length: usize,
    said: &str,
) -> Option<(Change, (usize, usize))> {
    let sign = &line.text[lead..lead + length];
    let change = Change::new(line.start..line.end() - said.len(), format!("{sign} "))
        .at(Where::Bullet)
        .remark(
            &NEARLY,
            line.start..line.end(),
            format!("an unusual space stands behind the `{sign}` of this list"),
            format!("write `{sign} {said}` with an ordinary space"),
        );
    Some((change, (0, 0)))
}

/// Sentences that only their indentation makes code.
fn indented(lines: &[Line<'_>], changes: &mut Vec<Change>) {
    let count = lines
        .iter()
        .take_while(|line| !line.is_blank() && line.indent >= 4)
        .count();
    let block = &lines[..count];
    let (Some(first), Some(last)) = (block.first(), block.last()) else {
        return;
    };
    let words: usize = block
        .iter()
        .map(|line| line.text.split_whitespace().count())
        .sum();
    let is_code = |line: &Line<'_>| {
        line.text
            .contains(['{', '}', '<', '>', '=', ';', '$', '\\', '|', '`', '#'])
    };
    let begins = first
        .text
        .trim_start_matches(['"', '“', '‘', '\'', '('])
        .starts_with(char::is_uppercase);
    let ends = last
        .text
        .trim_end_matches(['"', '”', '’', '\'', ')'])
        .ends_with(['.', '!', '?', '…', ':']);
    if words < 5 || !begins || !ends || block.iter().any(is_code) {
        return;
    }
    for (number, line) in block.iter().enumerate() {
        let change =
            Change::new(line.start - line.indent_bytes()..line.start, "").at(Where::Indented);
        changes.push(match number {
            0 => change.remark(
                &NEARLY,
                line.start..line.end(),
                "four spaces before a line make it code, and these are sentences",
                "write the paragraph without spaces before it",
            ),
            _ => change,
        });
    }
}

/// A note in a quotation with a title, a kind or a fold that GitHub's do not have.
fn callout(line: &Line<'_>, changes: &mut Vec<Change>) {
    if !line.before.contains('>') || line.indent > 3 {
        return;
    }
    let Some((kind, rest)) = line
        .text
        .strip_prefix("[!")
        .and_then(|text| text.split_once(']'))
    else {
        return;
    };
    if kind.is_empty()
        || kind.len() > 20
        || !kind
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
    {
        return;
    }
    let kind = kind.to_ascii_lowercase();
    let github = match &*kind {
        "tip" | "hint" | "success" | "check" | "done" => "TIP",
        "important" => "IMPORTANT",
        "warning" | "attention" | "failure" | "fail" | "missing" => "WARNING",
        "caution" | "danger" | "error" | "bug" => "CAUTION",
        _ => "NOTE",
    };
    let folds = rest.chars().next().and_then(|sign| match sign {
        '+' => Some(true),
        '-' => Some(false),
        _ => None,
    });
    let title = rest.trim_start_matches(['+', '-']).trim();
    if rest.is_empty() && github.eq_ignore_ascii_case(&kind) {
        return;
    }
    let mut change = Change::new(line.start..line.end(), format!("[!{github}]"));
    change.callout = Some(Callout {
        at: 0,
        title: plain(title),
        folds,
    });
    changes.push(change);
}

/// A line that begins with a colon and a word, as `:envelope: x` does, defines nothing.
fn colon(line: &Line<'_>, is_first: bool, changes: &mut Vec<Change>) {
    let is_word = line
        .text
        .strip_prefix(':')
        .is_some_and(|rest| !rest.starts_with([' ', '\t', ':']) && !rest.is_empty());
    if is_word && !is_first {
        changes.push(Change::new(line.start..line.start, "\\"));
    }
}

/// Words without the marks of emphasis.
fn plain(words: &str) -> String {
    words.replace("**", "").replace(['`', '*'], "")
}
