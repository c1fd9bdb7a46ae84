//! Signs that nobody sees: those that break a line in a word processor, and those that part or join letters.

use super::change::{Change, Remark};
use super::line::Line;
use crate::diagnostic::codes::{MARKDOWN_INVISIBLE, MARKDOWN_NEARLY_RIGHT as NEARLY};

/// A line that breaks inside a paragraph, as word processors write it.
pub(super) fn breaks(line: &Line<'_>, at: usize, length: usize, changes: &mut Vec<Change>) {
    let in_line = line.text.starts_with(['#', '|']);
    let with = match in_line {
        true => " ".to_owned(),
        false => format!("\\\n{}", line.before),
    };
    changes.push(Change::new(at..at + length, with).remark(
        &NEARLY,
        at..at + length,
        "a line break of a word processor stands here, which nobody sees",
        "write `\\` and begin a new line",
    ));
}

/// A sign that nobody sees, if one begins at a place.
pub(super) fn unseen(source: &str, line: &Line<'_>, at: usize, changes: &mut Vec<Change>) {
    let Some(sign) = source.get(at..).and_then(|rest| rest.chars().next()) else {
        return;
    };
    let length = sign.len_utf8();
    let name = match sign {
        '\u{2028}' | '\u{2029}' => {
            breaks(line, at, length, changes);
            return;
        }
        '\u{ad}' => "soft hyphen",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{2060}' => "word joiner",
        '\u{feff}' => "byte order mark",
        _ => return,
    };
    // Scripts from Arabic on, and signs that are put together, need them.
    let is_plain = |letter: Option<char>| {
        letter.is_none_or(|letter| {
            letter < '\u{600}'
                || matches!(letter, '\u{1e00}'..='\u{206f}' | '\u{20a0}'..='\u{20cf}')
        })
    };
    let before = source[..at].chars().next_back();
    let after = source[at + length..].chars().next();
    let joins = matches!(sign, '\u{200b}'..='\u{200d}');
    if joins && !(is_plain(before) && is_plain(after)) {
        return;
    }
    changes.push(Change::new(at..at + length, "").remark(
        &MARKDOWN_INVISIBLE,
        at..at + length,
        format!(
            "a {name} (U+{:04X}) stands here, which nobody sees",
            u32::from(sign)
        ),
        "take it out: it is left out of the page, and parts the word for searches elsewhere",
    ));
}

/// Whether a remark is about such a sign.
pub(super) fn is_invisible(remark: &Remark) -> bool {
    remark.code.name == MARKDOWN_INVISIBLE.name
}

/// What is said of several at once.
pub(super) fn several_invisible(count: usize) -> String {
    format!("{count} signs that nobody sees stand in this text, the first of them here")
}
