//! Finds the files that a style sheet or a script names.
//!
//! It looks for the few forms in which a file can be named and reads no more of either language: what looks like a reference
//! inside a comment is taken for one, which costs nothing but a name that must exist.

use std::ops::Range;

use crate::hash::Table;

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// `url(…)` and `@import "…"`.
    Css,
    /// `from "…"`, `import "…"` and `import("…")`, relative ones only.
    Script,
}

/// A named file: what was written, and where in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) target: String,
    pub(super) range: Range<usize>,
}

/// The references of a text, in its order.
pub(super) fn find(syntax: Syntax, text: &str) -> Vec<Reference> {
    let mut found = match syntax {
        Syntax::Css => {
            let mut found = after(text, "url(", false);
            found.extend(after(text, "@import", true));
            found.retain(|reference| !reference.target.starts_with("url("));
            found
        }
        Syntax::Script => {
            let mut found = after(text, "from", true);
            found.extend(after(text, "import", true));
            found.retain(|reference| {
                let relative =
                    reference.target.starts_with("./") || reference.target.starts_with("../");
                relative && !in_line_comment(text, reference.range.start)
            });
            found
        }
    };
    found.sort_by_key(|reference| reference.range.start);
    found.dedup();
    found
}

/// Where each file is named first.
pub(super) fn places(syntax: Syntax, text: &str) -> Table<String, Range<usize>> {
    let mut places = Table::default();
    for reference in find(syntax, text) {
        places.entry(reference.target).or_insert(reference.range);
    }
    places
}

/// The texts that follow a word: in quotes, or, where quotes may be left out, up to `)`.
fn after(text: &str, word: &str, quoted: bool) -> Vec<Reference> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(word) {
        let rest_at = at + word.len();
        let rest = &text[rest_at..];
        let skipped = rest.len() - rest.trim_start().len();
        let rest = &rest[skipped..];
        let (rest, start) = match rest.strip_prefix('(') {
            Some(inner) if quoted => {
                let inner_skipped = inner.len() - inner.trim_start().len();
                (inner.trim_start(), rest_at + skipped + 1 + inner_skipped)
            }
            _ => (rest, rest_at + skipped),
        };
        let quote = rest
            .chars()
            .next()
            .filter(|first| matches!(first, '"' | '\''));
        let (inner, start) = match quote {
            Some(_) => (&rest[1..], start + 1),
            None if quoted => continue,
            None => (rest, start),
        };
        let end = match quote {
            Some(quote) => inner.find([quote, '\n']),
            None => inner.find([')', '(', '\n', ' ']),
        };
        let is_closed = |end: &usize| quote.is_some() || inner.as_bytes()[*end] != b'(';
        if let Some(end) = end.filter(|end| *end > 0).filter(is_closed) {
            found.push(Reference {
                target: inner[..end].to_owned(),
                range: start..start + end,
            });
        }
    }
    found
}

/// Whether a byte stands behind `//` on its line, of which only the nearest bytes are looked at.
fn in_line_comment(text: &str, at: usize) -> bool {
    const NEAR: usize = 200;
    let before = &text.as_bytes()[at.saturating_sub(NEAR)..at];
    let line = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |end| end + 1);
    let before = before[line..].trim_ascii_start();
    before.starts_with(b"//") || before.windows(3).any(|bytes| bytes == b" //")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(syntax: Syntax, text: &str) -> Vec<String> {
        find(syntax, text)
            .into_iter()
            .map(|reference| {
                assert_eq!(text[reference.range.clone()], reference.target);
                reference.target
            })
            .collect()
    }

    #[test]
    fn the_forms_of_css() {
        assert_eq!(
            targets(
                Syntax::Css,
                "@import 'a.css';@import url(\"b.css\") print;a{b:url( c.svg );d:url('e f.svg')}"
            ),
            ["a.css", "b.css", "c.svg", "e f.svg"]
        );
        assert_eq!(
            targets(Syntax::Css, "url( url() @import"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn the_forms_of_scripts() {
        assert_eq!(
            targets(
                Syntax::Script,
                "import a from \"./a.js\";\nimport'./b.js';export{c}from'../c.js';\nawait import( './d.js' );\nimport e from 'e';\n// import './f.js'\nconst from = './g.js';"
            ),
            ["./a.js", "./b.js", "../c.js", "./d.js"]
        );
    }
}
