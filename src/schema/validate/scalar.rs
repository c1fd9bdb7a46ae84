//! One text as the value that its field declares: words of a list, numbers, days, addresses, paths.

use std::sync::Arc;

use super::checker::Checker;
use super::plain::{number, truth};
use crate::diagnostic::suggest::nearest;
use crate::diagnostic::wording::{any_of, code};
use crate::schema::{Field, Kind, Value, Values, moment};
use crate::source::Span;
use crate::yaml::{Node, NodeKind, Scalar};

impl Checker<'_, '_> {
    /// Reads a text by its field's kind.
    pub(super) fn scalar(
        &mut self,
        name: &str,
        field: &Field,
        scalar: &Scalar,
        span: Span,
    ) -> Option<Value> {
        let text = scalar.text.trim();
        match &field.kind {
            Kind::Text | Kind::Ref(_) => Some(Value::Text(text.into())),
            Kind::Markdown => Some(Value::Text(scalar.text.trim_end().into())),
            Kind::Bool => {
                // Older YAML has more words for it, and so have people. What no type declares may be a text, and stays one.
                let lower = text.to_ascii_lowercase();
                let value = match lower.as_str() {
                    "yes" | "on" => Some(Value::Bool(true)),
                    "no" | "off" => Some(Value::Bool(false)),
                    _ => truth(text).map(Value::Bool),
                };
                if value.is_none() {
                    let help = match lower.as_str() {
                        "y" | "1" => format!("write `{name}: true`"),
                        "n" | "0" => format!("write `{name}: false`"),
                        _ => format!("write `{name}: true` or `{name}: false`"),
                    };
                    self.wants(name, "`true` or `false`", text, span, help);
                }
                value
            }
            Kind::Number => {
                let value = number(text);
                if value.is_none() {
                    let bare: String = text
                        .chars()
                        .filter(|c| !matches!(c, ',' | ' ' | '_'))
                        .collect();
                    let help = match number(&bare) {
                        Some(_) => format!("write the digits alone: `{name}: {bare}`"),
                        None => format!("write digits: `{name}: 12`"),
                    };
                    self.wants(name, "a number", text, span, help);
                }
                value
            }
            Kind::Date | Kind::DateTime => match moment::parse(text, self.context.timezone) {
                Ok(mut moment) => {
                    if field.kind == Kind::Date && moment.time.is_some() {
                        // The field holds a day: the time of day says nothing here.
                        let day = moment.day.to_string();
                        moment = moment::parse(&day, self.context.timezone).unwrap_or(moment);
                    }
                    Some(Value::from(moment))
                }
                Err(problem) => {
                    let message = format!("in {}, {}", code(name), problem.message);
                    self.report(self.context.codes.date, span, message, Some(problem.help));
                    None
                }
            },
            Kind::Enum(words) => self.word(name, words, text, span),
            Kind::Url => self.tested(
                name,
                text,
                span,
                is_url(text),
                "an address of the web",
                || format!("write it whole: `{name}: https://network.example/`"),
            ),
            Kind::Email => self.tested(
                name,
                text,
                span,
                is_email(text),
                "an e-mail address",
                || format!("for example `{name}: hello@network.example`"),
            ),
            Kind::Path => self.tested(
                name,
                text,
                span,
                is_path(text),
                "a file of this site",
                || format!("name a file beside the page, or in `static/`: `{name}: report.pdf`"),
            ),
            Kind::Image => self
                .tested(
                    name,
                    text,
                    span,
                    is_path(text),
                    "a picture of this site",
                    || format!("name a file beside the page, or in `static/`: `{name}: gate.jpg`"),
                )
                .map(|src| Value::from(Values::from_iter([("src".into(), src)]))),
            Kind::Object(_) | Kind::Map(_) | Kind::List(_) | Kind::OneOf(_) | Kind::Any => {
                let node = Node {
                    span,
                    kind: NodeKind::Scalar(scalar.clone()),
                };
                self.wrong_kind(name, field, &node);
                None
            }
        }
    }

    fn word(&mut self, name: &str, words: &[Arc<str>], text: &str, span: Span) -> Option<Value> {
        if let Some(word) = words.iter().find(|word| &***word == text) {
            return Some(Value::Text(word.clone()));
        }
        let known = words.iter().map(|word| &**word);
        let same = known.clone().find(|word| spoken(word) == spoken(text));
        let help = match same.or_else(|| nearest(text, known.clone())) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("it may be {}", any_of(known)),
        };
        let message = format!("{} cannot be {}", code(name), code(text));
        self.report(self.context.codes.unknown_word, span, message, Some(help));
        None
    }

    fn tested(
        &mut self,
        name: &str,
        text: &str,
        span: Span,
        good: bool,
        what: &str,
        help: impl FnOnce() -> String,
    ) -> Option<Value> {
        if good {
            return Some(Value::Text(text.into()));
        }
        let message = format!("{} wants {what}, not {}", code(name), code(text));
        self.report(self.context.codes.value, span, message, Some(help()));
        None
    }

    fn wants(&mut self, name: &str, what: &str, text: &str, span: Span, help: String) {
        let message = format!("{} wants {what}, not {}", code(name), code(text));
        self.report(self.context.codes.wrong_kind, span, message, Some(help));
    }
}

/// A word without its case and joints: `Human reviewed` is `human-reviewed`.
fn spoken(word: &str) -> String {
    word.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(64)
        .collect()
}

fn is_url(text: &str) -> bool {
    let Some(rest) = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))
    else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty()
        && !host.starts_with(['.', ':', '@'])
        && !text.chars().any(|character| {
            character.is_whitespace()
                || character.is_control()
                || matches!(character, '<' | '>' | '"' | '\\' | '`')
        })
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    !name.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !host.contains("..")
        && !text.chars().any(|character| {
            character.is_whitespace()
                || character.is_control()
                || matches!(character, ',' | ';' | '<' | '>' | '"' | '(' | ')')
        })
        && !host.contains('@')
}

fn is_path(text: &str) -> bool {
    !text.contains("://")
        && !text.starts_with("//")
        && !text.starts_with("data:")
        && !text.contains(['\\', '?', '#'])
        && !text.chars().any(char::is_control)
}
