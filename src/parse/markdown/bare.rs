//! Addresses that stand in a text by themselves: `https://…`, `www.…` and addresses of e-mail become links, as GitHub has it.

use std::ops::Range;

use super::state::Writer;
use super::tags::decode;
use crate::page::{LinkKind, Part};

/// The longest address that becomes a link, in bytes.
const LONGEST_ADDRESS_BYTES: usize = 2_000;

impl Writer<'_> {
    /// Writes the text that stands at `start`, with its addresses as links.
    pub(super) fn linked(&mut self, text: &str, start: usize) {
        let in_link = !self.open_links.is_empty()
            || self.elements.has("a")
            || self.raw_open.iter().any(|open| open.name == "a");
        if in_link || !(text.contains("://") || text.contains("www.") || text.contains('@')) {
            self.words(text);
            return;
        }
        let source: &str = &self.prepared.source;
        let mut written = 0;
        let mut from = 0;
        while let Some(found) = memchr::memchr3(b':', b'w', b'@', &text.as_bytes()[from..]) {
            let at = from + found;
            from = at + 1;
            let address = match text.as_bytes()[at] {
                b':' => scheme(source, start + at),
                b'w' => www(source, start + at),
                _ => email(source, start + at),
            };
            let Some((range, target)) = address else {
                continue;
            };
            if range.start < start + written {
                continue;
            }
            self.words(&text[written..range.start - start]);
            self.bare_link(&range, target);
            self.skip = range.clone();
            written = (range.end - start).min(text.len());
            from = written;
            if from == text.len() {
                break;
            }
        }
        self.words(&text[written..]);
    }

    fn bare_link(&mut self, range: &Range<usize>, target: String) {
        let source: &str = &self.prepared.source;
        let shown = decode(&source[range.clone()]).into_owned();
        let span = self.span(range.clone());
        let number = self.link(LinkKind::Link, target.into(), span);
        if let Some(number) = number {
            let out = self.out();
            out.push("<a href=\"");
            out.hole(Part::Href(number));
            out.push("\">");
            out.text(&shown);
            out.push("</a>");
            if let Some(heading) = &mut self.heading {
                heading.html.text(&shown);
            }
        } else {
            self.both(|buffer| buffer.text(&shown));
        }
        self.plain.push(&shown);
        self.last_end = range.end;
    }
}

/// An address whose scheme ends with the colon at a place.
fn scheme(source: &str, colon: usize) -> Option<(Range<usize>, String)> {
    if !source[colon..].starts_with("://") {
        return None;
    }
    let before = &source.as_bytes()[..colon];
    let start = ["https", "http"].iter().find_map(|scheme| {
        let start = colon.checked_sub(scheme.len())?;
        before[start..]
            .eq_ignore_ascii_case(scheme.as_bytes())
            .then_some(start)
    })?;
    if !begins(source, start) {
        return None;
    }
    let end = end(source, colon + 3)?;
    is_host(&source[colon + 3..end]).then(|| (start..end, decode(&source[start..end]).into_owned()))
}

/// An address that begins with `www.` at a place.
fn www(source: &str, start: usize) -> Option<(Range<usize>, String)> {
    if !source[start..].starts_with("www.") || !begins(source, start) {
        return None;
    }
    let end = end(source, start + 4)?;
    let is_address = is_host(&source[start + 4..end]);
    is_address.then(|| {
        (
            start..end,
            format!("http://{}", decode(&source[start..end])),
        )
    })
}

/// An address of e-mail around the `@` at a place.
fn email(source: &str, at: usize) -> Option<(Range<usize>, String)> {
    /// The longest part before the `@` that mail knows, in bytes.
    const LONGEST_NAME_BYTES: usize = 64;
    let bytes = source.as_bytes();
    let is_part =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+');
    let name = bytes[..at]
        .iter()
        .rev()
        .take(LONGEST_NAME_BYTES + 1)
        .take_while(|byte| is_part(byte))
        .count();
    let host = bytes[at + 1..]
        .iter()
        .take(255)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
        .count();
    let host_text = source[at + 1..at + 1 + host].trim_end_matches(['.', '-']);
    let start = at - name;
    let is_address = (1..=LONGEST_NAME_BYTES).contains(&name)
        && is_host(host_text)
        && begins(source, start)
        && bytes[start].is_ascii_alphanumeric();
    let end = at + 1 + host_text.len();
    is_address.then(|| (start..end, format!("mailto:{}", &source[start..end])))
}

/// Whether an address may begin at a place.
fn begins(source: &str, start: usize) -> bool {
    let before = source[..start].chars().next_back();
    before.is_none_or(|letter| {
        letter.is_whitespace()
            || matches!(
                letter,
                '(' | '['
                    | ']'
                    | '*'
                    | '_'
                    | '~'
                    | '"'
                    | '\''
                    | '“'
                    | '‘'
                    | '«'
                    | ':'
                    | ','
                    | ';'
                    | '>'
                    | '|'
                    | '—'
                    | '–'
            )
    })
}

/// Whether an address begins with the name of a host that has a dot in it.
fn is_host(address: &str) -> bool {
    let host = address
        .split(['/', '?', '#', ':'])
        .next()
        .unwrap_or_default();
    host.split('.').count() > 1
        && host.split('.').all(|part| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
        })
}

/// The end of the address whose host begins at a place: behind its last sign that is not the sentence's.
fn end(source: &str, host: usize) -> Option<usize> {
    let rest = &source[host..];
    let length = rest
        .char_indices()
        .take_while(|(at, _)| *at < LONGEST_ADDRESS_BYTES)
        .find(|(_, letter)| {
            letter.is_whitespace()
                || letter.is_control()
                || matches!(
                    letter,
                    '<' | '>' | '[' | ']' | '*' | '`' | '|' | '\\' | '"' | '“' | '”' | '{' | '}'
                )
        })
        .map_or(rest.len().min(LONGEST_ADDRESS_BYTES), |(at, _)| at);
    let mut address = rest.get(..length)?;
    let mut closing = address.bytes().filter(|byte| *byte == b')').count();
    let opening = address.bytes().filter(|byte| *byte == b'(').count();
    while let Some(last) = address.chars().next_back() {
        let is_sentence = matches!(
            last,
            '?' | '!' | '.' | ',' | ':' | ';' | '\'' | '’' | '_' | '~' | '»' | '…'
        ) || last == ')' && closing > opening;
        if !is_sentence {
            break;
        }
        closing -= usize::from(last == ')');
        address = &address[..address.len() - last.len_utf8()];
    }
    (!address.is_empty()).then(|| host + address.len())
}
