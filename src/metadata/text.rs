//! Words and elements looked for in bytes. It reads no XML as such: a few names are wanted, whatever stands around them.

use memchr::memmem;

/// Where `wanted` stands first.
pub(super) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memmem::find(bytes, wanted)
}

/// Whether `wanted` stands somewhere.
pub(super) fn holds(bytes: &[u8], wanted: &str) -> bool {
    find(bytes, wanted.as_bytes()).is_some()
}

/// Whether one of these stands somewhere.
pub(super) fn holds_any(bytes: &[u8], wanted: &[&str]) -> bool {
    wanted.iter().any(|wanted| holds(bytes, wanted))
}

/// The bytes of a text without the zeros and the mark of UTF-16, in which every other byte of a Latin letter is zero.
pub(super) fn narrow(bytes: Vec<u8>) -> Vec<u8> {
    let is_wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    match is_wide {
        true => bytes.into_iter().filter(|byte| *byte != 0).collect(),
        false => bytes,
    }
}

/// The places right behind the names of opening elements with this name, whatever their prefix.
fn elements<'a>(xml: &'a [u8], name: &'a str) -> impl Iterator<Item = usize> + 'a {
    memmem::find_iter(xml, name.as_bytes()).filter_map(move |at| {
        let end = at + name.len();
        let ends = xml
            .get(end)
            .is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'/' | b'>'));
        // A prefix is a few letters: `<w:ins`, `<ns0:ins`.
        let before = &xml[at.saturating_sub(32)..at];
        let prefix = before.iter().rposition(|byte| *byte == b'<')?;
        let prefix = &before[prefix + 1..];
        let is_name = prefix.is_empty()
            || prefix.ends_with(b":")
                && prefix
                    .iter()
                    .all(|byte| byte.is_ascii_alphanumeric() || b":-_.".contains(byte));
        (ends && is_name).then_some(end)
    })
}

/// Whether there is an element with this name.
pub(super) fn has_element(xml: &[u8], name: &str) -> bool {
    elements(xml, name).next().is_some()
}

/// How far the words of an element are looked for: elements and spaces may stand before them.
const WORDS_BYTES: usize = 1024;

/// Whether there is an element with this name that says something.
pub(super) fn says(xml: &[u8], name: &str) -> bool {
    let end = format!("{name}>");
    elements(xml, name).any(|at| {
        let rest = &xml[at..xml.len().min(at + WORDS_BYTES)];
        let closes = find(rest, end.as_bytes()).unwrap_or(rest.len());
        let Some(start) = rest.iter().position(|byte| *byte == b'>') else {
            return false;
        };
        if rest[..start].ends_with(b"/") {
            return false;
        }
        let mut in_tag = false;
        let inner = rest.get(start + 1..closes).unwrap_or_default();
        inner.iter().any(|byte| {
            match byte {
                b'<' => in_tag = true,
                b'>' => in_tag = false,
                _ => return !in_tag && !byte.is_ascii_whitespace(),
            }
            false
        })
    })
}
