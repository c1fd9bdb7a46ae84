//! Anchors from words: stable, unique on the page, readable in any script.
//!
//! Their letters are those of addresses. Unlike an address an anchor names no file, so that no name is reserved and none holds a
//! hash: words without a letter are a `section`.

use std::collections::{HashMap, HashSet};

use crate::language::plain_letters;

/// The longest anchor made from words, in bytes.
const LONGEST: usize = 96;

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
    /// Sets aside every `{#anchor}` of a text, so that no heading's own words take an anchor that an author has chosen.
    pub(super) fn reserve(&mut self, source: &str) {
        let bytes = source.as_bytes();
        for (at, _) in source.match_indices('#') {
            if at == 0 || !matches!(bytes[at - 1], b'{' | b' ' | b'\t') {
                continue;
            }
            let end = bytes[at + 1..]
                .iter()
                .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'{' | b'}' | b'#'))
                .map_or(bytes.len(), |length| at + 1 + length);
            if end > at + 1 {
                self.taken.insert(source[at + 1..end].to_owned());
            }
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
        anchors.reserve("## A {#trust-2 .x}\n# not this\n## B { #time}");
        assert_eq!(anchors.of("Trust"), "trust");
        assert_eq!(anchors.of("Trust"), "trust-3");
        assert_eq!(anchors.of("Trust!"), "trust-4");
        assert_eq!(anchors.of("Time"), "time-2");
        assert_eq!(anchors.of("not"), "not");
    }
}
