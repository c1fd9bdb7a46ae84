//! Tables without their line of dashes, or with one that does not fit; rows with more cells than the head; columns parted by tabs.

use super::change::Change;
use super::line::Line;
use crate::diagnostic::codes::MARKDOWN_NEARLY_RIGHT as NEARLY;

/// The most cells that a row is given: what is wider is no table that anybody wrote.
const MOST_CELLS: usize = 200;

/// Reads the table that begins with the first of these lines; gives how many lines it has, and 0 when there is none.
pub(super) fn read(lines: &[Line<'_>], is_first: bool, changes: &mut Vec<Change>) -> usize {
    let Some(head) = lines.first() else {
        return 0;
    };
    if head.text.starts_with(":::") {
        return 0;
    }
    if head.text.contains('|') {
        let next = lines.get(1).map_or("", |line| line.text);
        if !head.text.starts_with('|') && !is_rule(next) {
            return 0;
        }
        let count = rows(lines, |line| line.text.contains('|'));
        piped(&lines[..count], changes);
        return if count > 1 { count } else { 0 };
    }
    let tabs = tabs(head);
    if tabs == 0 || tabs > MOST_CELLS || head.indent > 3 {
        return 0;
    }
    let count = rows(lines, |line| self::tabs(line) == tabs);
    if count < 2 || tabs < 2 && count < 3 {
        return 0;
    }
    tabbed(&lines[..count], tabs, is_first, changes);
    count
}

fn rows(lines: &[Line<'_>], is_row: impl Fn(&Line<'_>) -> bool) -> usize {
    let before = lines[0].before;
    lines
        .iter()
        .take_while(|line| !line.is_blank() && line.before == before && is_row(line))
        .count()
}

/// The tabs between words; none in a line that is something else than a row.
fn tabs(line: &Line<'_>) -> usize {
    let is_other = line.text.starts_with([
        '-', '*', '+', '#', '>', '•', '·', '–', '—', ':', '◦', '▪', '§', '<',
    ]) || line.text.starts_with("o\t")
        || line.text.split('\t').next().is_some_and(|first| {
            let number = first.trim_end_matches(['.', ')']);
            number.len() < first.len() && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    match is_other {
        true => 0,
        false => line.text.bytes().filter(|byte| *byte == b'\t').count(),
    }
}

/// Whether a line holds only what the line below a table's head may hold.
fn is_rule(text: &str) -> bool {
    text.contains(['-', '–', '—'])
        && text
            .chars()
            .all(|letter| matches!(letter, '-' | '–' | '—' | ':' | '|' | ' ' | '\t'))
}

/// Whether it is one that the parser takes.
fn is_right(text: &str) -> bool {
    cells(text).iter().all(|cell| {
        let cell = cell.trim();
        let dashes = cell.trim_start_matches(':').trim_end_matches(':');
        !dashes.is_empty()
            && dashes.bytes().all(|byte| byte == b'-')
            && cell.len() - dashes.len() <= 2
    })
}

/// The cells of a row. A bar behind `\` parts none, nor does one in a link to a page by its name.
fn cells(text: &str) -> Vec<&str> {
    let inner = text.strip_prefix('|').unwrap_or(text);
    let mut cells = Vec::new();
    let mut start = 0;
    for at in bars(inner) {
        cells.push(&inner[start..at]);
        start = at + 1;
    }
    if !inner[start..].trim().is_empty() || cells.is_empty() {
        cells.push(&inner[start..]);
    }
    cells
}

/// Where the bars stand that part cells.
fn bars(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut bars = Vec::new();
    let mut in_name = false;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' if bytes.get(at + 1) == Some(&b'[') => {
                in_name = text[at..].contains("]]") && !in_name
            }
            b']' if bytes.get(at + 1) == Some(&b']') => in_name = false,
            b'|' if !in_name => bars.push(at),
            _ => {}
        }
        at += 1;
    }
    bars
}

fn rule(cells: usize) -> String {
    format!("|{}", "---|".repeat(cells))
}

/// A table whose cells are parted by bars.
fn piped(lines: &[Line<'_>], changes: &mut Vec<Change>) {
    let Some((head, rest)) = lines.split_first() else {
        return;
    };
    let Some(second) = rest.first() else {
        return;
    };
    let count = cells(head.text).len();
    if count > MOST_CELLS {
        return;
    }
    if !is_rule(second.text) {
        let is_table = count > 1
            && lines.iter().all(|line| {
                line.text.starts_with('|')
                    && line.text.ends_with('|')
                    && cells(line.text).len() == count
            });
        if is_table {
            let end = head.end();
            let line = rule(count);
            changes.push(
                Change::new(end..end, format!("\n{}{line}", head.before)).remark(
                    &NEARLY,
                    head.start..end,
                    "this table has no line below its head",
                    format!("write `{line}` below this line"),
                ),
            );
        }
        return;
    }
    let rows = &rest[1..];
    let most = rows.iter().map(|row| cells(row.text).len()).max();
    let wanted = most.unwrap_or(0).max(count).min(MOST_CELLS);
    for row in lines {
        names(row, changes);
    }
    let fits = is_right(second.text) && cells(second.text).len() == count;
    if !fits && head.text.starts_with('|') {
        let line = rule(count);
        changes.push(
            Change::new(second.start..second.end(), rule(wanted)).remark(
                &NEARLY,
                second.start..second.end(),
                format!("the line below the head of this table does not fit its {count} cells"),
                format!("write `{line}`"),
            ),
        );
    } else if !fits {
        return;
    }
    if wanted == count {
        return;
    }
    let missing = wanted - count;
    let add = |line: &Line<'_>, cell: &str| {
        let first = if line.text.ends_with('|') { "" } else { " |" };
        let end = line.end();
        Change::new(end..end, format!("{first}{}", cell.repeat(missing)))
    };
    changes.push(add(head, "  |"));
    if fits {
        changes.push(add(second, "---|"));
    }
    for row in rows {
        let here = cells(row.text).len();
        if here > count {
            changes.push(Change::new(row.start..row.start, "").remark(
                &NEARLY,
                row.start..row.end(),
                format!("this row has {here} cells, and the head of its table {count}"),
                "give the head a word for each cell, or write `\\|` for a bar inside a cell",
            ));
        }
    }
}

/// Links to pages by their names in a cell, whose bar would part it.
fn names(row: &Line<'_>, changes: &mut Vec<Change>) {
    let mut from = 0;
    while let Some(found) = row.text[from..].find("[[") {
        let start = from + found + 2;
        let Some(length) = row.text[start..].find("]]") else {
            return;
        };
        let name = &row.text[start..start + length];
        if let Some(bar) = name.find('|')
            && !name[..bar].ends_with('\\')
        {
            let at = row.start + start + bar;
            changes.push(Change::new(at..at, "\\"));
        }
        from = start + length + 2;
    }
}

/// A table whose cells are parted by tabs, as a spreadsheet copies it.
fn tabbed(lines: &[Line<'_>], tabs: usize, is_first: bool, changes: &mut Vec<Change>) {
    for (number, line) in lines.iter().enumerate() {
        let text: Vec<&str> = line.text.split('\t').collect();
        let row = format!("| {} |", text.join(" | "));
        let start = line.start;
        let opens = if number == 0 && !is_first {
            format!("\n{}", line.before)
        } else {
            String::new()
        };
        let mut change = Change::new(start..start, format!("{opens}| "));
        if number == 0 {
            change = change.remark(
                &NEARLY,
                start..line.end(),
                "these columns are parted by tabs, as a spreadsheet copies them",
                format!("write `{row}`, and `{}` below it", rule(tabs + 1)),
            );
        }
        changes.push(change);
        for (at, _) in line.text.match_indices('\t') {
            changes.push(Change::new(start + at..start + at + 1, " | "));
        }
        let end = line.end();
        changes.push(match number {
            0 => Change::new(end..end, format!(" |\n{}{}", line.before, rule(tabs + 1))),
            _ => Change::new(end..end, " |"),
        });
    }
}
