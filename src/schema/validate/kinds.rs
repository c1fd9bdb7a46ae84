//! Values of the wrong shape: a list where one text is wanted, named values where a list is.

use super::checker::Checker;
use crate::diagnostic::wording::{any_of, code};
use crate::schema::{Field, Kind};
use crate::yaml::{Node, NodeKind};

impl Checker<'_, '_> {
    /// Reports a value whose shape is not that of the field.
    pub(super) fn wrong_kind(&mut self, name: &str, field: &Field, node: &Node) {
        let found = match &node.kind {
            NodeKind::Scalar(scalar) => code(&scalar.text),
            NodeKind::List(_) => "a list".into(),
            NodeKind::Map(_) => "named values".into(),
        };
        let message = format!("{} wants {}, not {found}", code(name), expects(&field.kind));
        let help = match (&field.example, &node.kind) {
            (Some(example), _) => Some(format!(
                "for example {}",
                code(&format!("{name}: {example}"))
            )),
            (None, NodeKind::Map(_)) if matches!(field.kind, Kind::Text | Kind::Markdown) => {
                Some("put quotes round a text that begins with `{`".into())
            }
            (None, NodeKind::List(_)) if matches!(field.kind, Kind::Text | Kind::Markdown) => {
                Some("put quotes round a text that begins with `[`".into())
            }
            (None, NodeKind::Scalar(_)) => match &field.kind {
                Kind::Object(fields) => fields
                    .keys()
                    .next()
                    .map(|first| format!("write {}", code(&format!("{first}: …")))),
                _ => None,
            },
            _ => None,
        };
        self.report(self.context.codes.wrong_kind, node.span, message, help);
    }
}

/// What a kind holds, in words.
fn expects(kind: &Kind) -> String {
    match kind {
        Kind::Text | Kind::Markdown => "one text".into(),
        Kind::Bool => "`true` or `false`".into(),
        Kind::Number => "a number".into(),
        Kind::Date => "a day".into(),
        Kind::DateTime => "a day or a time".into(),
        Kind::Enum(words) => any_of(words.iter().map(|word| &**word)),
        Kind::Url => "an address of the web".into(),
        Kind::Email => "an e-mail address".into(),
        Kind::Path => "a file of this site".into(),
        Kind::Image => "a picture".into(),
        Kind::Ref(_) => "the id of one page".into(),
        Kind::List(_) => "a list".into(),
        Kind::Object(fields) => format!(
            "named values ({})",
            any_of(fields.keys().map(|name| &**name))
        ),
        Kind::Map(_) => "names with values".into(),
        Kind::OneOf(shapes) => {
            let shapes: Vec<String> = shapes.iter().map(|field| expects(&field.kind)).collect();
            shapes.join(" or ")
        }
        Kind::Any => "a value".into(),
    }
}
