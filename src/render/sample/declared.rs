//! Sample values made from a declaration, for the fields that only a site knows.

use crate::schema::{Field, Kind, Value, Values};
use crate::view::{FieldRow, Link};

/// A value that a page could have in a field; nothing for a field whose values are not words, numbers or truths.
pub fn value(name: &str, field: &Field) -> Value {
    match &field.kind {
        Kind::Text | Kind::Markdown => {
            Value::Text(format!("Some words about {}", name.replace('_', " ")).into())
        }
        Kind::Enum(words) => words
            .first()
            .map_or(Value::Null, |word| Value::Text(word.clone())),
        Kind::Url => Value::Text("https://network.example/words".into()),
        Kind::Email => Value::Text("hello@network.example".into()),
        Kind::Bool => Value::Bool(true),
        Kind::Number => Value::Int(3),
        Kind::Date | Kind::DateTime => Value::Text("2026-02-03".into()),
        Kind::Ref(_) => map([("title", "A page"), ("url", "/a-page/"), ("id", "a-page")]),
        Kind::Path | Kind::Image => map([("src", "/a-page/file.pdf"), ("name", "file.pdf")]),
        Kind::List(of) => match value(name, of) {
            Value::Null => Value::Null,
            value => Value::List(vec![value]),
        },
        Kind::Object(fields) => {
            let entries = fields
                .iter()
                .map(|(name, field)| (name.clone(), value(name, field)));
            Value::from(entries.collect::<Values>())
        }
        Kind::Map(_) | Kind::OneOf(_) | Kind::Any => Value::Null,
    }
}

fn map<const N: usize>(entries: [(&str, &str); N]) -> Value {
    let entries = entries.map(|(name, text)| (name.into(), Value::Text(text.into())));
    Value::from(Values::from_iter(entries))
}

/// The rows of a page's own fields.
pub(super) fn rows() -> Vec<FieldRow> {
    vec![FieldRow {
        name: "severity".into(),
        label: "Severity".into(),
        is_markdown: true,
        values: vec![Link {
            title: "High, for a day".into(),
            url: "".into(),
            lang: None,
        }],
    }]
}
