//! The kind of a field, from its name and what it wants besides: words, entries, fields, targets.
//!
//! Whether a target exists is checked once the configuration is whole.

use super::{KINDS, Reader};
use crate::diagnostic::codes;
use crate::diagnostic::suggest::nearest;
use crate::diagnostic::wording::{any_of, code};
use crate::schema::{Field, Fields, Kind, RefTo};
use crate::source::Span;
use crate::yaml::{Key, Node, NodeKind};

impl Reader<'_> {
    /// The kind that a declaration names, with what it wants besides; none when that is not there.
    pub(super) fn kind(
        &mut self,
        name: &str,
        span: Span,
        key: &Key,
        entries: &[(Key, Node)],
    ) -> Option<Kind> {
        let property = |name: &str| {
            entries
                .iter()
                .find(|(key, _)| &*key.text == name)
                .map(|(key, node)| (key, node))
        };
        let lacks = |what: &str, example: &str| {
            (
                format!(
                    "the kind `{name}` of field {} wants {what}",
                    code(&key.text)
                ),
                format!("for example `{example}`"),
            )
        };
        let problem = match name {
            "text" => return Some(Kind::Text),
            "markdown" => return Some(Kind::Markdown),
            "bool" => return Some(Kind::Bool),
            "number" => return Some(Kind::Number),
            "date" => return Some(Kind::Date),
            "datetime" => return Some(Kind::DateTime),
            "url" => return Some(Kind::Url),
            "email" => return Some(Kind::Email),
            "path" => return Some(Kind::Path),
            "image" => return Some(Kind::Image),
            "any" => return Some(Kind::Any),
            "localised" => {
                return Some(Kind::OneOf(vec![
                    Field::of(Kind::Text),
                    Field::of(Kind::Map(Box::new(Field::of(Kind::Text)))),
                ]));
            }
            "ref" => {
                return Some(Kind::Ref(
                    self.targets(property("to"), property("taxonomy")),
                ));
            }
            "enum" => match property("values") {
                Some((key, node)) => {
                    let words = self.words(key, node);
                    if !words.is_empty() {
                        return Some(Kind::Enum(
                            words.into_iter().map(|(word, _)| word).collect(),
                        ));
                    }
                    lacks("its words in `values`", "values: [prose, poem]")
                }
                None => lacks("its words in `values`", "values: [prose, poem]"),
            },
            "list" | "map" => match property("of") {
                Some((of, node)) => {
                    let inner = self.field(
                        &Key {
                            span: of.span,
                            text: key.text.clone(),
                        },
                        node,
                        None,
                    )?;
                    return Some(if name == "list" {
                        Kind::List(Box::new(inner))
                    } else {
                        Kind::Map(Box::new(inner))
                    });
                }
                None => lacks("the kind of its entries in `of`", "of: text"),
            },
            "object" => match property("fields") {
                Some((_, node)) => {
                    let mut fields = Fields::default();
                    self.fields(node, &mut fields);
                    return Some(Kind::Object(fields));
                }
                None => lacks("its `fields`", "fields: {text: text}"),
            },
            "one_of" => match property("shapes") {
                Some((
                    shapes,
                    Node {
                        kind: NodeKind::List(items),
                        ..
                    },
                )) => {
                    let name = Key {
                        span: shapes.span,
                        text: key.text.clone(),
                    };
                    return Some(Kind::OneOf(
                        items
                            .iter()
                            .filter_map(|item| self.field(&name, item, None))
                            .collect(),
                    ));
                }
                _ => lacks("its `shapes`", "shapes: [bool, text]"),
            },
            _ => {
                let help = nearest(name, KINDS.iter().copied()).map_or_else(
                    || format!("it may be {}", any_of(KINDS.iter().copied())),
                    |kind| format!("did you mean `{kind}`?"),
                );
                let message = format!("{} is not a kind of field", code(name));
                self.report(&codes::SCHEMA_UNKNOWN_KIND, span, message, Some(help));
                return None;
            }
        };
        let (message, help) = problem;
        self.report(&codes::SCHEMA_DECLARATION, span, message, Some(help));
        None
    }

    fn targets(
        &mut self,
        to: Option<(&Key, &Node)>,
        taxonomy: Option<(&Key, &Node)>,
    ) -> Vec<RefTo> {
        let mut targets = Vec::new();
        if let Some((key, node)) = to {
            targets.extend(
                self.words(key, node)
                    .into_iter()
                    .map(|(name, _)| match &*name {
                        "any" => RefTo::AnyPage,
                        _ => RefTo::Type(name),
                    }),
            );
        }
        if let Some((key, node)) = taxonomy {
            targets.extend(
                self.words(key, node)
                    .into_iter()
                    .map(|(name, _)| match &*name {
                        "own" => RefTo::OwnTaxonomy,
                        _ => RefTo::Taxonomy(name),
                    }),
            );
        }
        if targets.is_empty() {
            targets.push(RefTo::AnyPage);
        }
        targets
    }
}
