//! Quotation marks that the parser turns the wrong way: one that only closes, and the letters of `'n'`.

use std::ops::Range;

use super::state::Writer;

impl Writer<'_> {
    /// The sign that stands for the quotation mark at a place, where the parser has made `made` of it.
    pub(super) fn turned(&self, made: &str, range: &Range<usize>) -> Option<&'static str> {
        let source: &str = &self.prepared.source;
        let mark = source.get(range.clone())?;
        let before = source[..range.start].chars().next_back();
        let after = source[range.end..].chars().next();
        match (made, mark) {
            ("“", "\"") => {
                let is_behind = before.is_some_and(|letter| {
                    !letter.is_whitespace()
                        && !matches!(
                            letter,
                            '(' | '['
                                | '{'
                                | '-'
                                | '–'
                                | '—'
                                | '/'
                                | '*'
                                | '_'
                                | '"'
                                | '\''
                                | '|'
                                | '>'
                        )
                });
                let is_end = after.is_none_or(|letter| !letter.is_alphanumeric());
                (is_behind && is_end).then_some("”")
            }
            ("‘", "'") => {
                let mut letters = source[range.end..].chars();
                let is_n =
                    matches!(letters.next(), Some('n' | 'N')) && letters.next() == Some('\'');
                let is_alone = letters
                    .next()
                    .is_none_or(|letter| !letter.is_alphanumeric());
                (is_n && is_alone).then_some("’")
            }
            _ => None,
        }
    }
}
