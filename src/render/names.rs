//! Finds what a template names and what does not exist, without rendering it: fields of `page`, `list`, `head` and `site`,
//! messages, assets. A misspelt field inside an `if` is never an error to Tera, and would hide for ever.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value as Json;

use super::sample;
use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::source::Span;
use crate::theme::{TemplateFile, Theme};

/// Fields that hold names of a site's own choosing.
const OPEN: [&str; 10] = [
    "page.fields",
    "site.extra",
    "site.menus",
    "site.taxonomies",
    "site.sections",
    "site.settings",
    "list.items.facts",
    "list.newest",
    "page.related.facts",
    "page.term.together",
];

/// Checks every template.
pub(super) fn check(theme: &Theme) -> Vec<Diagnostic> {
    let known = shapes();
    let mut found = Vec::new();
    for file in theme.templates.values() {
        for code in code_parts(&file.text) {
            let tokens = tokens(&file.text, code);
            paths(file, &tokens, &known, &mut found);
            keys(theme, file, &tokens, &mut found);
        }
    }
    found
}

/// The four values as they are on a full page.
fn shapes() -> BTreeMap<&'static str, Json> {
    let view = sample::full("page", "en");
    let json = |value: Result<Json, serde_json::Error>| {
        value.expect("a view is text, numbers, lists and maps")
    };
    BTreeMap::from([
        ("page", json(serde_json::to_value(&view.page))),
        ("list", json(serde_json::to_value(&view.list))),
        ("head", json(serde_json::to_value(&view.head))),
        ("site", json(serde_json::to_value(&*view.site))),
    ])
}

/// What stands between `{{ }}` or `{% %}`; comments and plain text are left out.
fn code_parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|open| at + open) {
        let close = match text.as_bytes().get(open + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                at = open + 1;
                continue;
            }
        };
        let start = open + 2;
        let Some(end) = text[start..].find(close).map(|end| start + end) else {
            break;
        };
        if close != "#}" {
            parts.push(start..end);
        }
        at = end + 2;
    }
    parts
}

/// One word or sign of an expression.
#[derive(Debug, PartialEq)]
enum Token<'a> {
    Name(&'a str, Range<usize>),
    Text(&'a str, Range<usize>),
    Dot,
    Sign(u8),
}

fn tokens(text: &str, range: Range<usize>) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let byte = bytes[at];
        let start = at;
        at += 1;
        if byte.is_ascii_alphabetic() || byte == b'_' {
            while at < range.end && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_') {
                at += 1;
            }
            tokens.push(Token::Name(&text[start..at], start..at));
        } else if matches!(byte, b'"' | b'\'' | b'`') {
            while at < range.end && bytes[at] != byte {
                at += 1;
            }
            tokens.push(Token::Text(&text[start + 1..at], start + 1..at));
            at += 1;
        } else if byte == b'.' {
            tokens.push(Token::Dot);
        } else if !byte.is_ascii_whitespace() && byte != b'?' {
            tokens.push(Token::Sign(byte));
        }
    }
    tokens
}

/// Finds fields that the four values do not have.
fn paths(
    file: &TemplateFile,
    tokens: &[Token<'_>],
    known: &BTreeMap<&'static str, Json>,
    found: &mut Vec<Diagnostic>,
) {
    let mut at = 0;
    while at < tokens.len() {
        let before_is_dot = at > 0 && matches!(tokens[at - 1], Token::Dot);
        let is_argument = matches!(tokens.get(at + 1), Some(Token::Sign(b'=')))
            && !matches!(tokens.get(at + 2), Some(Token::Sign(b'=')));
        let Token::Name(root, _) = tokens[at] else {
            at += 1;
            continue;
        };
        at += 1;
        let Some(mut shape) = known.get(root).filter(|_| !before_is_dot && !is_argument) else {
            continue;
        };
        let mut path = root.to_owned();
        while let (Some(Token::Dot), Some(Token::Name(field, place))) =
            (tokens.get(at), tokens.get(at + 1))
        {
            at += 2;
            if OPEN.contains(&path.as_str()) {
                break;
            }
            let Json::Object(fields) = shape else { break };
            match fields.get(*field) {
                Some(next) => shape = next,
                None => {
                    found.push(
                        Diagnostic::new(
                            &codes::TEMPLATE_UNKNOWN_VARIABLE,
                            Place::at(&file.path, Span::from(place.clone())),
                            format!("`{path}` has no field `{field}`"),
                        )
                        .maybe_help(did_you_mean(field, fields.keys().map(String::as_str))),
                    );
                    break;
                }
            }
            path.push('.');
            path.push_str(field);
        }
    }
}

/// Finds messages and assets that do not exist.
fn keys(theme: &Theme, file: &TemplateFile, tokens: &[Token<'_>], found: &mut Vec<Diagnostic>) {
    for (at, token) in tokens.iter().enumerate() {
        let Token::Text(text, place) = token else {
            continue;
        };
        let after = (tokens.get(at + 1), tokens.get(at + 2));
        let is_message = matches!(after, (Some(Token::Sign(b'|')), Some(Token::Name("t", _))));
        let is_whole = at == 0 || !matches!(tokens[at - 1], Token::Sign(b'~'));
        let place = || Place::at(&file.path, Span::from(place.clone()));
        if is_message && is_whole {
            let keys: Vec<&str> = theme
                .messages
                .values()
                .next()
                .map(|messages| messages.keys().map(|key| &**key).collect())
                .unwrap_or_default();
            let somewhere = theme
                .messages
                .values()
                .any(|messages| messages.keys().any(|key| **key == **text));
            if !somewhere && !keys.is_empty() {
                found.push(
                    Diagnostic::new(
                        &codes::TEMPLATE_UNKNOWN_NAME,
                        place(),
                        format!("there is no message `{text}`"),
                    )
                    .help("add it to the theme's `messages/` in every language")
                    .maybe_help(did_you_mean(text, keys)),
                );
            }
        }
        let is_asset = at >= 4
            && matches!(
                tokens[at - 4..at],
                [
                    Token::Name("asset", _),
                    Token::Sign(b'('),
                    Token::Name("path", _),
                    Token::Sign(b'=')
                ]
            );
        if is_asset && theme.assets.get(text).is_none() {
            found.push(
                Diagnostic::new(
                    &codes::THEME_MISSING_ASSET,
                    place(),
                    format!("there is no asset `{text}`"),
                )
                .maybe_help(theme.assets.did_you_mean(text)),
            );
        }
    }
}
