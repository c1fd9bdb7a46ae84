//! What a plain YAML text is when nothing declares it: true or false, a number, or itself.

use crate::schema::{Value, Values};
use crate::yaml::{Node, NodeKind};

/// A node as it is, typed by its look; nothing for an empty one.
pub(super) fn any(node: &Node) -> Option<Value> {
    match &node.kind {
        NodeKind::Scalar(scalar) if scalar.is_empty() => None,
        NodeKind::Scalar(scalar) if !scalar.plain => {
            Some(Value::Text(scalar.text.trim_end().into()))
        }
        NodeKind::Scalar(scalar) => Some(
            truth(&scalar.text)
                .map(Value::Bool)
                .or_else(|| number(&scalar.text))
                .unwrap_or_else(|| Value::Text((&*scalar.text).into())),
        ),
        NodeKind::List(items) => Some(Value::List(items.iter().filter_map(any).collect())),
        NodeKind::Map(entries) => Some(Value::from(
            entries
                .iter()
                .filter_map(|(key, node)| Some(((&*key.text).into(), any(node)?)))
                .collect::<Values>(),
        )),
    }
}

/// `true` or `false`, as YAML writes them; `yes` and `on` are texts.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// A number in digits: whole, else with a fraction.
pub(super) fn number(text: &str) -> Option<Value> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|first: char| first.is_ascii_digit())
        || !digits.ends_with(|last: char| last.is_ascii_digit())
    {
        return None;
    }
    text.parse().map(Value::Int).ok().or_else(|| {
        text.parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .map(Value::Float)
    })
}
