//! What stands inside a line: addresses with spaces, links that are nearly links, emphasis that is none, signs that nobody sees.
//!
//! One pass over a line; what looks ahead looks a fixed way at most.

use std::collections::{HashMap, HashSet};

use super::change::{Change, Where, is_odd_space};
use super::emphasis::{emphasis, marked};
use super::line::Line;
use super::unseen::{breaks, unseen};
use super::{foreign, tags};
use crate::diagnostic::codes::{
    HTML_NOT_AN_ELEMENT, MARKDOWN_NEARLY_RIGHT as NEARLY, MARKDOWN_OTHER_TOOL,
};
use crate::parse::markdown::slug::slug;
use crate::parse::markdown::tags::{closing_tag, opening_tag};

/// How far ahead of a bracket its end is looked for. Longer names and addresses are right as they are, or no one's.
const LONGEST_TARGET_BYTES: usize = 1_000;

/// How many `<` of one text are read as tags of elements that may be nobody's.
const MOST_TAGS: usize = 2_000;

/// How many names with hyphens are looked for once more: each costs a look through the text.
const MOST_NAMES: usize = 30;

/// Reads the words of a text's lines.
pub(super) struct Words<'a> {
    source: &'a str,
    /// The labels of the text's reference definitions, once one was asked for.
    labels: Option<HashSet<String>>,
    /// For names with a hyphen, whether a closing tag of the name is there.
    closed: HashMap<String, bool>,
    /// Where no tag ends that began before.
    dead: HashSet<usize>,
    tags: usize,
}

impl<'a> Words<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            labels: None,
            closed: HashMap::new(),
            dead: HashSet::new(),
            tags: 0,
        }
    }

    /// Reads one line.
    pub(super) fn read(&mut self, line: &Line<'_>, changes: &mut Vec<Change>) {
        if line.text.starts_with(":::") {
            return;
        }
        let source = self.source;
        let end = line.end();
        let bytes = &source.as_bytes()[..end];
        let mut at = line.start;
        let mut open: Option<usize> = None;
        let mut bold: Vec<usize> = Vec::new();
        let mut marks: Vec<usize> = Vec::new();
        while at < end {
            match bytes[at] {
                b'\\' => at += 1,
                b'`' => {
                    let run = run(bytes, at);
                    at += code(&source[at..end], run).unwrap_or(run) - 1;
                }
                b'*' | b'_' => {
                    let run = run(bytes, at);
                    if run == 2 {
                        bold.push(at);
                    }
                    at += run - 1;
                }
                b'=' => {
                    let run = run(bytes, at);
                    if run == 2 && line.text.len() > 4 {
                        marks.push(at);
                    }
                    at += run - 1;
                }
                b'[' if bytes.get(at + 1) == Some(&b'[') => match self.double(at, end, changes) {
                    Some(next) => at = next - 1,
                    None => at += 1,
                },
                b'[' => open = Some(at),
                b']' => {
                    let opened = open.take();
                    match bytes.get(at + 1) {
                        Some(b'(') => spaced(source, opened, at, end, changes),
                        Some(b' ' | b'\t') => {
                            if let Some(opened) = opened {
                                self.apart(opened, at, end, changes);
                            }
                        }
                        _ => {}
                    }
                }
                b'<' => self.tag(at, changes),
                b'{' => {
                    if let Some((next, change)) = foreign::call(&source[..end], at)
                        && !changes
                            .last()
                            .is_some_and(|last| last.range == (line.start..end))
                    {
                        changes.push(change);
                        at = next - 1;
                    }
                }
                b'm' | b'M' if at > line.start && bytes[at - 1] == b' ' => {
                    changes.extend(foreign::markdown_attribute(&source[..end], at));
                }
                0x0b | 0x0c => breaks(line, at, 1, changes),
                0xc2 | 0xe2 | 0xef => unseen(source, line, at, changes),
                _ => {}
            }
            at += 1;
        }
        emphasis(source, line, &bold, changes);
        marked(source, &marks, changes);
    }

    /// `[[` at a place: what is CommonMark's, and names in another program's way. Gives where to go on.
    fn double(&mut self, at: usize, end: usize, changes: &mut Vec<Change>) -> Option<usize> {
        let source = self.source;
        let limit = floor(source, end.min(at + LONGEST_TARGET_BYTES));
        let inner_start = at + 2;
        let length = source.get(inner_start..limit)?.find("]]")?;
        let inner = &source[inner_start..inner_start + length];
        if inner.contains("[[") {
            return None;
        }
        let behind = inner_start + length + 2;
        let is_picture = at > 0 && source.as_bytes()[at - 1] == b'!';
        if inner.starts_with('^') {
            changes.push(Change::new(at..at, "\\"));
            return Some(behind);
        }
        let rest = &source[behind..floor(source, end.min(behind + LONGEST_TARGET_BYTES))];
        let has_address = rest
            .strip_prefix('(')
            .and_then(|rest| rest.split_once(')'))
            .is_some_and(|(address, _)| {
                let address = address.trim();
                !address.is_empty() && !address.contains(' ')
            });
        let has_label = !is_picture
            && rest
                .strip_prefix('[')
                .and_then(|rest| rest.split_once(']'))
                .is_some_and(|(label, _)| self.is_label(label));
        if (has_address || has_label) && !is_picture {
            changes.push(Change::new(at + 1..at + 1, "\\"));
            changes.push(Change::new(behind - 2..behind - 2, "\\"));
            return Some(behind);
        }
        if is_picture {
            embedded(at - 1..behind, inner, inner_start, changes);
        }
        let name = inner
            .split('|')
            .next()
            .unwrap_or_default()
            .trim_end_matches('\\');
        if let Some((page, place)) = name.split_once('#') {
            let words = place.rsplit('#').next().unwrap_or_default();
            if words.trim().contains(char::is_whitespace) && !words.starts_with('^') {
                let start = inner_start + page.len() + 1;
                changes.push(Change::new(start..inner_start + name.len(), slug(words)));
            }
        }
        Some(behind)
    }

    /// Whether a reference definition has this label.
    fn is_label(&mut self, label: &str) -> bool {
        let source = self.source;
        let labels = self.labels.get_or_insert_with(|| {
            source
                .lines()
                .filter_map(|line| {
                    let line = line.trim_start_matches([' ', '>']);
                    line.strip_prefix('[')?.split_once("]:")
                })
                .map(|(label, _)| label.trim().to_lowercase())
                .collect()
        });
        labels.contains(&label.trim().to_lowercase())
    }

    /// `[words] (address)`.
    fn apart(&mut self, open: usize, close: usize, end: usize, changes: &mut Vec<Change>) {
        let source = self.source;
        let words = &source[open + 1..close];
        let rest = &source[close + 1..floor(source, end.min(close + LONGEST_TARGET_BYTES))];
        let behind = rest.trim_start_matches([' ', '\t']);
        let space = rest.len() - behind.len();
        let Some((address, _)) = behind
            .strip_prefix('(')
            .and_then(|rest| rest.split_once(')'))
        else {
            return;
        };
        let leads = [
            "http://", "https://", "mailto:", "tel:", "/", "./", "../", "#",
        ]
        .iter()
        .any(|start| address.starts_with(start))
            || has_ending(address);
        let is_words = !words.trim().is_empty()
            && !matches!(words.trim(), "x" | "X")
            && !words.starts_with('^');
        if space > 3
            || !leads
            || !is_words
            || address.contains(char::is_whitespace)
            || self.is_label(words)
        {
            return;
        }
        let whole = open..close + 1 + space + address.len() + 2;
        changes.push(Change::new(close + 1..close + 1 + space, "").remark(
            &NEARLY,
            whole,
            "a space stands between the words of this link and its address",
            format!("write `[{words}]({address})`"),
        ));
    }

    /// A tag of an element that HTML does not have.
    fn tag(&mut self, at: usize, changes: &mut Vec<Change>) {
        let source = self.source;
        let rest = &source[at..];
        let name_at = if rest.starts_with("</") { 2 } else { 1 };
        let length = rest[name_at..]
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
            .count();
        let name = rest[name_at..name_at + length].to_ascii_lowercase();
        let behind = rest.as_bytes().get(name_at + length);
        let is_tag =
            behind.is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
        // `[words](<my plan.md>)` and `[label]: <my plan.md>` hold addresses.
        let before = source[..at].trim_end_matches(' ');
        let is_address = before.ends_with("](") || before.ends_with("]:");
        if !is_tag
            || is_address
            || !name.starts_with(|letter: char| letter.is_ascii_alphabetic())
            || tags::is_known(&name)
            || name.starts_with("x-")
            || self.tags >= MOST_TAGS
        {
            return;
        }
        self.tags += 1;
        if name.contains('-') && self.closed.len() >= MOST_NAMES {
            return;
        }
        if name.contains('-') {
            // An element of somebody's own is one that is closed; `Dear <your-name>` is not.
            let is_closed = *self.closed.entry(name).or_insert_with_key(|name| {
                let closing = format!("</{name}");
                crate::parse::markdown::tags::find_ignoring_case(source, &closing).is_some()
            });
            if is_closed {
                return;
            }
        }
        let end = match name_at {
            1 => opening_tag(source, at, &mut self.dead).map(|(_, end)| end),
            _ => match closing_tag(rest) {
                (Some(_), end) => Some(at + end),
                _ => None,
            },
        };
        let Some(end) = end else {
            return;
        };
        let tag = &source[at..end];
        changes.push(Change::new(at..at, "\\").at(Where::Tag).remark(
            &HTML_NOT_AN_ELEMENT,
            at..end,
            format!(
                "`{}` is no element of HTML, and is shown as words",
                one_line(tag)
            ),
            format!("write `\\{}` if you mean the words", one_line(tag)),
        ));
    }
}

/// Text as one line of at most 60 characters.
fn one_line(text: &str) -> String {
    let mut line: String = text
        .chars()
        .take(60)
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
        .collect();
    if line.len() < text.len() {
        line.push('…');
    }
    line
}

/// The last boundary of a character at or before a place.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How often the sign at a place is repeated.
fn run(bytes: &[u8], at: usize) -> usize {
    bytes[at..]
        .iter()
        .take_while(|byte| **byte == bytes[at])
        .count()
}

/// The length of the code in backticks at the beginning of a text.
fn code(text: &str, ticks: usize) -> Option<usize> {
    let limit = floor(text, text.len().min(LONGEST_TARGET_BYTES));
    let bytes = &text.as_bytes()[..limit];
    let mut at = ticks;
    while let Some(found) = memchr::memchr(b'`', &bytes[at..]) {
        at += found;
        let here = run(bytes, at);
        at += here;
        if here == ticks {
            return Some(at);
        }
    }
    None
}

/// Whether an address names a file by its ending, before an anchor.
fn has_ending(address: &str) -> bool {
    let path = address.split(['#', '?']).next().unwrap_or_default();
    path.rsplit_once('.').is_some_and(|(name, ending)| {
        !name.is_empty()
            && (1..=5).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// `](my photo.png)`: an address with spaces.
fn spaced(source: &str, open: Option<usize>, close: usize, end: usize, changes: &mut Vec<Change>) {
    let start = close + 2;
    let limit = floor(source, end.min(start + LONGEST_TARGET_BYTES));
    let mut depth = 0_usize;
    let mut length = None;
    for (at, byte) in source[start..limit].bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => {
                length = Some(at);
                break;
            }
            b')' => depth -= 1,
            _ => {}
        }
    }
    let Some(length) = length else {
        return;
    };
    let inner = &source[start..start + length];
    let said = inner.trim_matches(|letter: char| letter.is_whitespace() || is_odd_space(letter));
    let (address, title) = titled(said);
    let is_spaced = address.contains(|letter: char| letter.is_whitespace() || letter == '\u{a0}');
    let leads = ["http://", "https://", "/", "./", "../"]
        .iter()
        .any(|start| address.starts_with(start))
        || has_ending(address);
    if !is_spaced || !leads || address.contains(['<', '>', '"', '[', ']']) {
        return;
    }
    let words = open.map_or("", |open| &source[open + 1..close]);
    let sign = match open {
        Some(open) if open > 0 && source.as_bytes()[open - 1] == b'!' => "!",
        _ => "",
    };
    let title = match title.is_empty() {
        true => String::new(),
        false => format!(" {title}"),
    };
    let with = format!("<{address}>{title}");
    changes.push(Change::new(start..start + length, with.clone()).remark(
        &NEARLY,
        start..start + length,
        "an address with spaces stands between `<` and `>`",
        format!("write `{sign}[{words}]({with})`, or call the file by a name without spaces"),
    ));
}

/// An address and the title behind it, with its quotation marks.
fn titled(said: &str) -> (&str, &str) {
    let quote = said
        .chars()
        .last()
        .filter(|sign| matches!(sign, '"' | '\''));
    if let Some(quote) = quote
        && let Some(at) = said[..said.len() - 1].rfind(quote)
        && said[..at].ends_with(' ')
    {
        return (said[..at].trim_end(), &said[at..]);
    }
    (said, "")
}

/// `![[note]]` and `![[p.png|300]]`.
fn embedded(
    whole: std::ops::Range<usize>,
    inner: &str,
    inner_start: usize,
    changes: &mut Vec<Change>,
) {
    let (name, words) = match inner.split_once('|') {
        Some((name, words)) => (name.trim_end_matches('\\'), Some(words.trim())),
        None => (inner, None),
    };
    let is_picture = name.rsplit_once('.').is_some_and(|(_, ending)| {
        [
            "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "bmp", "tif", "tiff", "heic",
            "heif",
        ]
        .contains(&&*ending.to_ascii_lowercase())
    });
    if !is_picture {
        let start = whole.start;
        changes.push(Change::new(start..start + 1, "").remark(
            &MARKDOWN_OTHER_TOOL,
            whole,
            format!("`![[{inner}]]` puts one page into another in Obsidian; here it is a link"),
            format!("write `[[{inner}]]`"),
        ));
        return;
    }
    let is_width = |words: &str| {
        !words.is_empty()
            && words
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'x' | b'%'))
            && words.as_bytes()[0].is_ascii_digit()
    };
    if let Some(words) = words
        && is_width(words)
    {
        let start = inner_start + name.len();
        changes.push(Change::new(start..inner_start + inner.len(), "").remark(
            &MARKDOWN_OTHER_TOOL,
            whole,
            format!("`{words}` is the width of a picture in Obsidian; here the look decides it"),
            format!("write `![What it shows]({name})`"),
        ));
    }
}
