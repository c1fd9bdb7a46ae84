//! Link targets: where exactly they stand in the text, and which are never allowed.
//!
//! What a target leads to is found out when the site is assembled.

use std::ops::Range;

/// The schemes that run or smuggle something and so are no links.
const UNSAFE: [&str; 3] = ["javascript", "data", "vbscript"];

/// The scheme of a target that must not be linked to. Spaces and control characters are left out of account, as browsers do.
pub(super) fn unsafe_scheme(target: &str) -> Option<&'static str> {
    let mut seen = String::with_capacity(12);
    for character in target.chars() {
        match character {
            ':' => return UNSAFE.into_iter().find(|scheme| *scheme == seen),
            _ if character.is_whitespace() || character.is_control() => {}
            _ if !character.is_ascii_alphabetic() || seen.len() > 10 => return None,
            _ => seen.push(character.to_ascii_lowercase()),
        }
    }
    None
}

/// The destination of an inline link whose words end at `after` and which ends at `end`.
pub(super) fn inline(text: &str, after: usize, end: usize) -> Option<Range<usize>> {
    let open = after + text.get(after..end)?.find("](")? + 2;
    destination(text, open, end)
}

/// Where the name of a wikilink stands that should begin at `start`; the whole link where the parser found its name elsewhere.
pub(super) fn wikilink(
    text: &str,
    target: &str,
    start: usize,
    whole: &Range<usize>,
) -> Range<usize> {
    let place = start..start + target.len();
    match text.get(place.clone()) == Some(target) {
        true => place,
        false => whole.clone(),
    }
}

/// The destination of a reference definition, `[label]: target "title"`.
pub(super) fn definition(text: &str, definition: Range<usize>) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = definition.start;
    while at < definition.end && !(bytes[at] == b']' && bytes.get(at + 1) == Some(&b':')) {
        at += 1 + usize::from(bytes[at] == b'\\');
    }
    destination(text, at + 2, definition.end)
}

/// The destination that begins at `at` or after the white space there.
fn destination(text: &str, mut at: usize, end: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes().get(..end)?;
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\r' | b'\n' | b'>')) {
        at += 1;
    }
    let angle = bytes.get(at) == Some(&b'<');
    at += usize::from(angle);
    let start = at;
    let mut depth = 0_u32;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            b'>' if angle => break,
            b' ' | b'\t' | b'\r' | b'\n' if !angle => break,
            b'(' if !angle => depth += 1,
            b')' if !angle && depth == 0 => break,
            b')' if !angle => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    let at = at.min(end);
    (start <= at && text.is_char_boundary(start) && text.is_char_boundary(at)).then_some(start..at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_target_is_exact() {
        for (text, after, target) in [
            ("[a](b)", 2, "b"),
            ("[a]( <b c> \"t\")", 2, "b c"),
            ("[a](b(c)d)", 2, "b(c)d"),
            (r"[a](b\)c 't')", 2, r"b\)c"),
            ("[**a**](b)", 6, "b"),
            ("[]()", 1, ""),
        ] {
            let range = inline(text, after, text.len());
            assert_eq!(range.map(|range| &text[range]), Some(target), "{text}");
        }
        let text = "[a\\]: b]:\n  <c d> 'e'";
        assert_eq!(
            definition(text, 0..text.len()).map(|range| &text[range]),
            Some("c d")
        );
    }

    #[test]
    fn schemes_that_run_are_found_however_they_are_written() {
        for target in [
            "javascript:x",
            " JavaScript:x",
            "java\nscript:x",
            "data:text/html,x",
            "vbscript:",
        ] {
            assert!(unsafe_scheme(target).is_some(), "{target:?}");
        }
        for target in [
            "https://javascript:x",
            "/data:",
            "database:",
            "a/javascript:",
            "données:",
            "#data",
        ] {
            assert_eq!(unsafe_scheme(target), None, "{target:?}");
        }
    }
}
