//! Words in front matter that are nearly right: quotation marks of a word processor round a value, a `#` that YAML cuts a title at,
//! characters as HTML writes them, signs that nobody sees.
//!
//! What is meant is certain for words that readers see, and for nothing that decides whether they see a page: those are left alone.

use super::markdown::decode;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::path::SitePath;
use crate::source::Span;
use crate::yaml::{Node, NodeKind};

/// The fields that hold words of a page's own.
const WORDS: [&str; 3] = ["title", "description", "summary"];

/// Mends the words of a page's front matter, which stands in `text`, the whole file.
pub(super) fn mend(path: &SitePath, text: &str, tree: &mut Node, sink: &mut Vec<Diagnostic>) {
    let NodeKind::Map(entries) = &mut tree.kind else {
        return;
    };
    for (key, node) in entries {
        if !WORDS.contains(&&*key.text) {
            continue;
        }
        let span = node.span;
        let NodeKind::Scalar(scalar) = &mut node.kind else {
            continue;
        };
        let field = &*key.text;
        if scalar.plain {
            cut(path, text, field, span, &scalar.text, sink);
        }
        let place = Place::at(path, span);
        let inner = quoted(&scalar.text);
        if let Some(inner) = inner {
            sink.push(
                Diagnostic::new(
                    &codes::FRONT_MATTER_NEARLY_RIGHT,
                    place.clone(),
                    format!("`{field}` stands between quotation marks of a word processor, which readers see"),
                )
                .help(format!(
                    "write `{field}: {}`, or leave it if it is a quotation",
                    double(inner)
                )),
            );
        }
        let decoded = match scalar.text.contains(';') {
            true => decode(&scalar.text).into_owned(),
            false => scalar.text.to_string(),
        };
        if *decoded != *scalar.text {
            sink.push(
                Diagnostic::new(
                    &codes::FRONT_MATTER_NEARLY_RIGHT,
                    place.clone(),
                    format!("`{field}` holds characters as HTML writes them"),
                )
                .help(format!("write `{field}: {}`", double(&decoded))),
            );
        }
        let seen: String = decoded
            .chars()
            .filter(|letter| !matches!(letter, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}'))
            .collect();
        if seen != decoded {
            sink.push(
                Diagnostic::new(
                    &codes::FRONT_MATTER_NEARLY_RIGHT,
                    place,
                    format!("`{field}` holds signs that nobody sees, which are left out"),
                )
                .help(format!("write `{field}: {}` anew", double(&seen))),
            );
        }
        if *seen != *scalar.text {
            scalar.text = seen.into();
        }
    }
}

/// Reports words that YAML takes for a comment: `title: The bench #1 & more`.
fn cut(
    path: &SitePath,
    text: &str,
    field: &str,
    span: Span,
    value: &str,
    sink: &mut Vec<Diagnostic>,
) {
    let end = span.range().end;
    let rest = text.get(end..).unwrap_or_default();
    let line = rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())].trim_end();
    let comment = line.trim_start();
    // A comment has a space behind its `#`; a number or a hashtag has none.
    let is_word = comment
        .strip_prefix('#')
        .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if !is_word {
        return;
    }
    let whole = format!("{value}{line}");
    sink.push(
        Diagnostic::new(
            &codes::FRONT_MATTER_CUT,
            Place::at(path, Span::new(end + line.len() - comment.len(), end + line.len())),
            format!("YAML leaves out what stands behind a space and `#`, so that `{field}` ends before it"),
        )
        .help(format!("write `{field}: {}`", double(&whole))),
    );
}

/// A value between double quotation marks, as YAML reads it.
fn double(value: &str) -> String {
    let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

/// What stands between quotation marks of a word processor that hold a whole value.
fn quoted(value: &str) -> Option<&str> {
    let value = value.trim();
    [("“", "”"), ("„", "“"), ("‘", "’"), ("«", "»")]
        .into_iter()
        .find_map(|(open, close)| {
            let inner = value.strip_prefix(open)?.strip_suffix(close)?;
            (!inner.is_empty() && !inner.contains(open) && !inner.contains(close)).then_some(inner)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{self, Budget};

    #[test]
    fn words_are_mended_and_told_of_and_comments_stay() {
        for (text, title, said) in [
            (
                "title: “The bench”",
                "“The bench”",
                Some("write `title: \"The bench\"`, or leave it if it is a quotation"),
            ),
            ("title: “A” and “B”", "“A” and “B”", None),
            (
                "title: The bench #1 & more",
                "The bench",
                Some("write `title: \"The bench #1 & more\"`"),
            ),
            ("title: The bench # ours", "The bench", None),
            ("title: \"The bench #1\"", "The bench #1", None),
            (
                "title: Cup &amp; &#39;coat&#39;",
                "Cup & 'coat'",
                Some("write `title: \"Cup & 'coat'\"`"),
            ),
            ("title: R&D; now", "R&D; now", None),
            (
                "title: So\u{ad}cial",
                "Social",
                Some("write `title: \"Social\"` anew"),
            ),
            ("draft: “no”", "", None),
        ] {
            let path = SitePath::new("content/a.md");
            let mut sink = Vec::new();
            let parsed = yaml::parse(text, 0, Budget::FRONT_MATTER);
            let mut tree = parsed.report(&path, &mut sink).expect("it is YAML");
            mend(&path, text, &mut tree, &mut sink);
            let found = tree.get("title").and_then(|node| match &node.kind {
                NodeKind::Scalar(scalar) => Some(scalar.text.to_string()),
                _ => None,
            });
            assert_eq!(found.unwrap_or_default(), title, "{text}");
            let told: Vec<_> = sink.iter().map(|finding| finding.help.as_deref()).collect();
            let expected: Vec<_> = said.into_iter().map(Some).collect();
            assert_eq!(told, expected, "{text}");
        }
    }
}
