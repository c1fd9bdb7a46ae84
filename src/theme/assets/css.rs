//! Style sheets: partials put in the place of their imports, and minified.

use std::collections::BTreeMap;
use std::sync::Arc;

use cssparser::{ParseError, ParseErrorKind, Parser, ParserInput, Token};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};

use super::references::{self, Syntax};
use super::{Source, is_partial, joined};
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::source::Span;

/// How deep partials may import partials; deeper is a circle.
const DEEPEST: usize = 8;

/// How long a style sheet may become by its imports: a partial that is imported ten times by each of ten others, eight times over,
/// would fill the memory. No reader waits for a tenth of this.
const LONGEST_SHEET_BYTES: usize = 16 << 20;

/// How deep brackets of any kind may stand in one another. The parser calls itself for each, several functions deep, and has the 2 MB of
/// stack of the preview's threads: a test tries every construct at this depth on such a stack in a build without optimisation. The
/// style sheets of people nest five or six deep.
pub(super) const DEEPEST_NESTING: usize = 48;

/// The text of a style sheet with every `@import "_partial.css";` replaced by that file's text; nothing when that is too long.
pub(super) fn with_partials(
    name: &str,
    source: &Source,
    sources: &BTreeMap<Arc<str>, Source>,
    found: &mut Vec<Diagnostic>,
) -> Option<String> {
    let mut left = LONGEST_SHEET_BYTES;
    let whole = unfold(name, source, sources, 0, &mut left, found);
    (left > 0).then_some(whole)
}

fn unfold(
    name: &str,
    source: &Source,
    sources: &BTreeMap<Arc<str>, Source>,
    depth: usize,
    left: &mut usize,
    found: &mut Vec<Diagnostic>,
) -> String {
    let text = String::from_utf8_lossy(&source.bytes);
    *left = left.saturating_sub(text.len());
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
            // Said once: nothing is put in after that.
            Some(_) if *left == 0 => {}
            Some(partial) if partial.bytes.len() >= *left => {
                *left = 0;
                found.push(
                    Diagnostic::new(
                        &codes::THEME_STYLESHEET,
                        place,
                        format!(
                            "with `{target}` this style sheet is longer than {} MB",
                            LONGEST_SHEET_BYTES >> 20
                        ),
                    )
                    .help("import each partial once"),
                );
            }
            Some(partial) => {
                whole.push_str(&unfold(&target, partial, sources, depth + 1, left, found));
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
    if let Some(at) = too_deep(text) {
        // The place counts in the text with partials, as below.
        let own = text.as_bytes() == &*source.bytes;
        found.push(
            Diagnostic::new(
                &codes::THEME_STYLESHEET,
                Place {
                    file: source.path.clone(),
                    span: own.then(|| Span::new(at, at + 1)),
                },
                format!(
                    "in this style sheet more than {DEEPEST_NESTING} brackets stand in one another"
                ),
            )
            .help("close brackets before opening so many more"),
        );
        return text.to_owned();
    }
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

/// The place of the first bracket that stands in too many others.
///
/// It asks the tokeniser that the parser itself uses, so that the two agree on what is a string, a comment or an unquoted address; and
/// it goes no deeper than it allows.
fn too_deep(text: &str) -> Option<usize> {
    fn walk<'i>(input: &mut Parser<'i, '_>, left: usize) -> Result<(), ParseError<'i, usize>> {
        loop {
            let at = input.position().byte_index();
            let opens = match input.next_including_whitespace_and_comments() {
                Ok(token) => matches!(
                    token,
                    Token::Function(_)
                        | Token::ParenthesisBlock
                        | Token::SquareBracketBlock
                        | Token::CurlyBracketBlock
                ),
                Err(_) => return Ok(()),
            };
            if opens && left == 0 {
                return Err(input.new_custom_error(at));
            }
            if opens {
                input.parse_nested_block(|inner| walk(inner, left - 1))?;
            }
        }
    }
    let mut input = ParserInput::new(text);
    let walked = walk(&mut Parser::new(&mut input), DEEPEST_NESTING);
    match walked.err()?.kind {
        ParseErrorKind::Custom(at) => Some(at),
        ParseErrorKind::Basic(_) => None,
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
