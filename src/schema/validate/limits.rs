//! The limits that a field sets to its value: `max`, `min` and `pattern`.

use super::checker::Checker;
use crate::diagnostic::wording::{code, count};
use crate::schema::{Field, Value};
use crate::source::Span;

impl Checker<'_, '_> {
    /// Whether a value keeps to the field's `max`, `min` and `pattern`.
    pub(super) fn within(&mut self, name: &str, field: &Field, value: &Value, span: Span) -> bool {
        let size = |wanted: u64, more: bool| {
            match value {
                Value::Text(text) => Some((
                    count(wanted, "character", "characters"),
                    (text.chars().count() as u64).cmp(&wanted),
                )),
                Value::List(items) => Some((
                    count(wanted, "entry", "entries"),
                    (items.len() as u64).cmp(&wanted),
                )),
                Value::Int(number) => Some((
                    wanted.to_string(),
                    i128::from(*number).cmp(&i128::from(wanted)),
                )),
                Value::Float(number) => number
                    .partial_cmp(&(wanted as f64))
                    .map(|order| (wanted.to_string(), order)),
                _ => None,
            }
            .filter(|(_, order)| order.is_gt() == more && !order.is_eq())
            .map(|(said, _)| said)
        };
        let too_much = field.max.and_then(|max| size(max, true));
        let too_little = field.min.and_then(|min| size(min, false));
        if let Some((limit, word)) = too_much
            .map(|said| (said, "at most"))
            .or(too_little.map(|said| (said, "at least")))
        {
            let verb = match value {
                Value::Int(_) | Value::Float(_) => "be",
                _ => "have",
            };
            let message = format!("{} may {verb} {word} {limit}", code(name));
            self.report(
                self.context.codes.value,
                span,
                message,
                field.help.get("en").map(str::to_owned),
            );
            return false;
        }
        if let (Some(pattern), Value::Text(text)) = (&field.pattern, value)
            && !pattern.matches(text)
        {
            let message = format!(
                "{} does not have the form that {} wants",
                code(text),
                code(name)
            );
            let help = match &field.example {
                Some(example) => format!("for example {}", code(&format!("{name}: {example}"))),
                None => format!("it must match {}", code(pattern.as_str())),
            };
            self.report(self.context.codes.value, span, message, Some(help));
            return false;
        }
        true
    }
}
