//! Style sheets: partials put in the place of their imports, and minified.

use std::collections::BTreeMap;
use std::sync::Arc;

use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};

use super::references::{self, Syntax};
use super::{Source, is_partial, joined};
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::source::Span;

/// How deep partials may import partials; deeper is a circle.
const DEEPEST: usize = 8;

/// The text of a style sheet with every `@import "_partial.css";` replaced by that file's text.
pub(super) fn with_partials(
    name: &str,
    source: &Source,
    sources: &BTreeMap<Arc<str>, Source>,
    found: &mut Vec<Diagnostic>,
) -> String {
    unfold(name, source, sources, 0, found)
}

fn unfold(
    name: &str,
    source: &Source,
    sources: &BTreeMap<Arc<str>, Source>,
    depth: usize,
    found: &mut Vec<Diagnostic>,
) -> String {
    let text = String::from_utf8_lossy(&source.bytes);
    let mut whole = String::with_capacity(text.len());
    let mut last = 0;
    for reference in references::find(Syntax::Css, &text) {
        let Some(statement) = import_statement(&text, &reference.range) else {
            continue;
        };
        let Some(target) = joined(name, &reference.target).filter(|target| is_partial(target))
        else {
            continue;
        };
        let place = Place::at(&source.path, Span::from(reference.range.clone()));
        whole.push_str(&text[last..statement.start]);
        last = statement.end;
        match sources.get(&*target) {
            None => found.push(Diagnostic::new(
                &codes::THEME_MISSING_ASSET,
                place,
                format!("there is no asset `{target}`"),
            )),
            Some(_) if depth == DEEPEST => found.push(
                Diagnostic::new(
                    &codes::THEME_STYLESHEET,
                    place,
                    format!("the style sheet `{target}` imports itself"),
                )
                .help("take one `@import` out of the circle"),
            ),
            Some(partial) => {
                whole.push_str(&unfold(&target, partial, sources, depth + 1, found));
                whole.push('\n');
            }
        }
    }
    whole.push_str(&text[last..]);
    whole
}

/// The whole `@import "…";` round a reference; nothing when it has conditions or is no import.
fn import_statement(
    text: &str,
    reference: &std::ops::Range<usize>,
) -> Option<std::ops::Range<usize>> {
    let before = text[..reference.start].trim_end_matches(['"', '\'']);
    let start = before.trim_end().strip_suffix("@import")?.len();
    let after = text[reference.end..].trim_start_matches(['"', '\'']);
    let rest = after.trim_start().strip_prefix(';')?;
    Some(start..text.len() - rest.len())
}

/// The style sheet minified; as it was, with a finding, when it is not CSS.
pub(super) fn minified(text: &str, source: &Source, found: &mut Vec<Diagnostic>) -> String {
    let made = StyleSheet::parse(text, ParserOptions::default())
        .map_err(|error| (error.kind.to_string(), error.loc))
        .and_then(|mut sheet| {
            sheet
                .minify(MinifyOptions::default())
                .map_err(|error| (error.kind.to_string(), error.loc))?;
            let options = PrinterOptions {
                minify: true,
                ..PrinterOptions::default()
            };
            sheet
                .to_css(options)
                .map_err(|error| (error.kind.to_string(), error.loc))
        });
    match made {
        Ok(made) => made.code,
        Err((message, place)) => {
            // The place counts in the text with partials; it is said only where that is the file's own text.
            let own = text.as_bytes() == &*source.bytes;
            let span = place
                .filter(|_| own)
                .map(|place| span(text, place.line as usize, place.column as usize));
            found.push(
                Diagnostic::new(
                    &codes::THEME_STYLESHEET,
                    Place {
                        file: source.path.clone(),
                        span,
                    },
                    format!("this style sheet is not CSS: {message}"),
                )
                .help("look for a bracket or a semicolon that is missing or too many"),
            );
            text.to_owned()
        }
    }
}

/// The character at a line (from 0) and column (from 1, in UTF-16 units, which count as characters here).
fn span(text: &str, line: usize, column: usize) -> Span {
    let mut start = 0;
    for _ in 0..line {
        start += text[start..].find('\n').map_or(0, |at| at + 1);
    }
    let mut characters = text[start..].char_indices().skip(column.saturating_sub(1));
    match characters.next() {
        Some((at, character)) => Span::new(start + at, start + at + character.len_utf8()),
        None => Span::new(text.len(), text.len()),
    }
}
