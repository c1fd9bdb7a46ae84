//! Anchors from words: stable, unique on the page, readable in any script.
//!
//! Their letters are those of addresses. Unlike an address an anchor names no file, so that no name is reserved and none holds a
//! hash: words without a letter are a `section`.

use std::collections::{HashMap, HashSet};

use crate::language::plain_letters;

/// The longest anchor made from words, in bytes.
const LONGEST: usize = 96;

/// The anchors of the frame that every page stands in, and of the lists that a look puts below a text.
const OF_THE_FRAME: [&str; 12] = [
    "main",
    "search",
    "toc-title",
    "footnotes-title",
    "related-title",
    "backlinks-title",
    "series-title",
    "downloads-title",
    "questions-title",
    "formats-title",
    "terms-title",
    "time-title",
];

/// Directives whose titles have anchors with a number.
const OF_DIRECTIVES: [&str; 3] = ["note", "alert", "reflect"];

/// How many of each are set aside: more of one kind than any page has.
const MOST_NUMBERED: u32 = 50;

/// An anchor for these words: their letters as addresses have them, cut after a whole word where there are several.
pub fn slug(words: &str) -> String {
    let mut anchor = plain_letters(words, LONGEST - 1);
    if anchor.len() >= LONGEST
        && let Some(end) = anchor.rfind('-')
    {
        anchor.truncate(end);
    }
    anchor.truncate(anchor.trim_end_matches('-').len());
    if anchor.is_empty() {
        anchor.push_str("section");
    }
    anchor
}

/// The anchors of one page.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    taken: HashSet<String>,
    last: HashMap<String, u32>,
}

impl Anchors {
    /// Sets aside the anchors of every page's frame, those that directives get, and every one that an author chose in braces or in
    /// HTML, so that no heading's own words take one of them.
    pub(super) fn reserve(&mut self, source: &str) {
        self.taken
            .extend(OF_THE_FRAME.iter().map(|id| String::from(*id)));
        let bytes = source.as_bytes();
        if source.contains(":::") || source.contains("[!") {
            for name in OF_DIRECTIVES {
                self.taken
                    .extend((0..MOST_NUMBERED).map(|number| format!("{name}-{number}")));
            }
        }
        let mut in_braces = false;
        for (at, byte) in bytes.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| bytes[before]);
            let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'{' | b'}' | b'#');
            match byte {
                b'{' => in_braces = true,
                b'}' | b'\n' | b'\r' => in_braces = false,
                b'#' if in_braces && matches!(before, Some(b'{' | b' ' | b'\t')) => {
                    self.take(source, at + 1, ends);
                }
                b'i' | b'I'
                    if bytes.get(at + 2) == Some(&b'=')
                        && bytes[at + 1].eq_ignore_ascii_case(&b'd')
                        && before
                            .is_some_and(|byte| byte.is_ascii_whitespace() || byte == b'{') =>
                {
                    match bytes.get(at + 3) {
                        Some(quote @ (b'"' | b'\'')) => {
                            self.take(source, at + 4, |byte| byte == quote || *byte == b'\n');
                        }
                        _ => self.take(source, at + 3, |byte| ends(byte) || *byte == b'>'),
                    }
                }
                _ => {}
            }
        }
    }

    /// Sets the anchor aside that begins at a place.
    fn take(&mut self, source: &str, start: usize, ends: impl Fn(&u8) -> bool) {
        let rest = &source.as_bytes()[start..];
        let end = rest
            .iter()
            .position(ends)
            .map_or(source.len(), |length| start + length);
        if end > start {
            self.taken.insert(source[start..end].to_owned());
        }
    }

    /// An anchor for these words that no other heading has.
    pub(super) fn of(&mut self, words: &str) -> String {
        let base = slug(words);
        if self.taken.insert(base.clone()) {
            return base;
        }
        let last = self.last.entry(base.clone()).or_insert(1);
        loop {
            *last += 1;
            let anchor = format!("{base}-{last}");
            if self.taken.insert(anchor.clone()) {
                return anchor;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_readable_in_any_script() {
        for (words, anchor) in [
            ("What we learned", "what-we-learned"),
            ("Tŷ bach, dŵr & w\u{302}y", "ty-bach-dwr-wy"),
            ("It’s Mair's — really!", "its-mairs-really"),
            ("Straße 12", "strasse-12"),
            ("Йод и вода", "йод-и-вода"),
            ("हिन्दी", "हिन्दी"),
            ("学び", "学び"),
            ("!!!", "section"),
            ("", "section"),
        ] {
            assert_eq!(slug(words), anchor, "{words}");
        }
        assert!(slug(&"word ".repeat(5_000)).ends_with("-word"));
    }

    #[test]
    fn anchors_are_unique_and_leave_chosen_ones_alone() {
        let mut anchors = Anchors::default();
        anchors.reserve("We shared #shared.\n## A {#trust-2 .x}\n# not this\n## B { #time}\n<p id=\"raw\">\n::: note {id=own}");
        assert_eq!(anchors.of("Shared"), "shared");
        assert_eq!(anchors.of("Raw"), "raw-2");
        assert_eq!(anchors.of("Own"), "own-2");
        assert_eq!(anchors.of("Main"), "main-2");
        assert_eq!(anchors.of("Note 1"), "note-1-2");
        assert_eq!(anchors.of("Trust"), "trust");
        assert_eq!(anchors.of("Trust"), "trust-3");
        assert_eq!(anchors.of("Trust!"), "trust-4");
        assert_eq!(anchors.of("Time"), "time-2");
        assert_eq!(anchors.of("not"), "not");
    }
}
