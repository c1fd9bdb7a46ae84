//! From a YAML tree to typed values, by the declarations of the fields.
//!
//! Every mistake is said at its key or value, and all are said; a field whose value is wrong counts as not given.
//! What a missing field means is asked later, by [`mod@missing`], when translations and `cascade` have given what they give.

mod checker;
mod kinds;
mod limits;
mod missing;
mod plain;
mod scalar;
mod unknown;

use std::sync::Arc;

use self::checker::Checker;
use self::plain::{any, number, truth};
use super::{Field, Fields, Kind, Value, Values};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::wording::code;
use crate::yaml::{Key, Node, NodeKind};

pub use self::checker::{Context, FieldCodes};
pub use self::missing::{missing, with_article};

/// Reads the values of a map by its declared fields. In an `open` map undeclared fields are taken as they are.
///
/// The values stand in the order in which they were written; a field that is empty is left out, but for an empty list,
/// which says that there is none.
pub fn validate(
    node: &Node,
    fields: &Fields,
    open: bool,
    context: Context<'_>,
    sink: &mut Vec<Diagnostic>,
) -> Values {
    let mut checker = Checker { context, sink };
    checker.map(node, fields, open, context.owner)
}

/// Reads one value by its field's declaration; nothing when it is empty or wrong.
pub fn validate_value(
    name: &str,
    field: &Field,
    node: &Node,
    context: Context<'_>,
    sink: &mut Vec<Diagnostic>,
) -> Option<Value> {
    Checker { context, sink }.value(name, field, node)
}

impl Checker<'_, '_> {
    fn map(&mut self, node: &Node, fields: &Fields, open: bool, owner: &str) -> Values {
        let NodeKind::Map(entries) = &node.kind else {
            return Values::default();
        };
        let mut values = Values::with_capacity_and_hasher(entries.len(), Default::default());
        for (key, node) in entries {
            match fields.get_key_value(&*key.text) {
                Some((name, field)) => {
                    if let Some(value) = self.value_of_key(key, field, node) {
                        values.insert(name.clone(), value);
                    }
                }
                None if open => {
                    if let Some(value) = any(node) {
                        values.insert((&*key.text).into(), value);
                    }
                }
                None => self.unknown_field(key, fields, owner),
            }
        }
        values
    }

    fn value_of_key(&mut self, key: &Key, field: &Field, node: &Node) -> Option<Value> {
        if node.is_empty() && node.span.start == node.span.end {
            return None;
        }
        self.value(&key.text, field, node)
    }

    fn value(&mut self, name: &str, field: &Field, node: &Node) -> Option<Value> {
        if node.is_empty() {
            return None;
        }
        let value = match (&field.kind, &node.kind) {
            (Kind::Any, _) => any(node),
            (Kind::OneOf(shapes), _) => return self.one_of(name, field, shapes, node),
            (Kind::List(of), NodeKind::List(items)) => {
                let items: Vec<Value> = items
                    .iter()
                    .filter_map(|item| self.value(name, of, item))
                    .collect();
                Some(Value::List(items))
            }
            (Kind::List(of), _) => self
                .value(name, of, node)
                .map(|value| Value::List(vec![value])),
            (Kind::Object(fields), NodeKind::Map(_)) => {
                let values = self.map(node, fields, false, &code(name));
                self.missing_inside(name, fields, &values, node);
                Some(Value::from(values))
            }
            (Kind::Map(of), NodeKind::Map(entries)) => {
                let mut values = Values::default();
                for (key, node) in entries {
                    if let Some(value) = self.value(&key.text, of, node) {
                        values.insert(Arc::from(&*key.text), value);
                    }
                }
                Some(Value::from(values))
            }
            (Kind::Image, NodeKind::Map(_)) => self.image(name, node),
            (_, NodeKind::Scalar(scalar)) => self.scalar(name, field, scalar, node.span),
            _ => {
                self.wrong_kind(name, field, node);
                None
            }
        }?;
        self.within(name, field, &value, node.span).then_some(value)
    }

    fn one_of(
        &mut self,
        name: &str,
        field: &Field,
        shapes: &[Field],
        node: &Node,
    ) -> Option<Value> {
        let fits = |shape: &&Field| match (&shape.kind, &node.kind) {
            (Kind::List(_), NodeKind::List(_))
            | (Kind::Object(_) | Kind::Map(_), NodeKind::Map(_))
            | (Kind::Any, _) => true,
            (Kind::Bool, NodeKind::Scalar(scalar)) => truth(&scalar.text).is_some(),
            (Kind::Number, NodeKind::Scalar(scalar)) => number(&scalar.text).is_some(),
            (Kind::List(_) | Kind::Object(_) | Kind::Map(_), _) => false,
            (_, NodeKind::Scalar(_)) => true,
            _ => false,
        };
        match shapes.iter().find(fits) {
            Some(shape) => self.value(name, shape, node),
            None => {
                self.wrong_kind(name, field, node);
                None
            }
        }
    }

    fn image(&mut self, name: &str, node: &Node) -> Option<Value> {
        let fields = image_fields();
        let values = self.map(node, fields, false, &code(name));
        if values.contains_key("src") {
            return Some(Value::from(values));
        }
        self.report(
            self.context.codes.missing,
            node.span,
            format!("the picture in {} has no {}", code(name), code("src")),
            Some("name its file: `{src: gate.jpg, alt: A garden gate}`".into()),
        );
        None
    }
}

/// The fields of a picture that is more than a path.
pub fn image_fields() -> &'static Fields {
    static FIELDS: std::sync::LazyLock<Fields> = std::sync::LazyLock::new(|| {
        let field = |kind| Field::of(kind);
        Fields::from_iter([
            ("src".into(), field(Kind::Path)),
            ("alt".into(), field(Kind::Text)),
            ("decorative".into(), field(Kind::Bool)),
            ("credit".into(), field(Kind::Text)),
            (
                "consent".into(),
                field(Kind::List(Box::new(field(Kind::Text)))),
            ),
        ])
    });
    &FIELDS
}
