//! The fields that a site has declared itself, as rows that any template can show: a look cannot know them by name.
//!
//! The fields of the built-in types have their places in the look's templates and are no rows.

use crate::language::{self, DateStyle};
use crate::schema::declared::builtin;
use crate::schema::{Field, Kind, Value};
use crate::site::PageId;
use crate::view::{FieldRow, Link};

use super::{Composer, fields};

impl Composer {
    /// The rows of a page, in the order of their declaration; what is declared `for: people` is none.
    pub(super) fn own_fields(&self, id: PageId) -> Vec<FieldRow> {
        let page = self.site.page(id);
        let built_in = builtin();
        let known = built_in
            .types
            .get(&page.kind.name)
            .map_or(&built_in.common, |built_in| &built_in.fields);
        let taxonomies = &self.site.config.taxonomies;
        page.kind
            .fields
            .iter()
            .filter(|(name, field)| {
                !known.contains_key(*name) && !taxonomies.contains_key(*name) && !field.for_people
            })
            .filter_map(|(name, field)| {
                let value = fields::field(self, id, name, page.field(name)?)?;
                let row = FieldRow {
                    name: name.clone(),
                    label: field.label.get(&page.page.lang).unwrap_or(name).into(),
                    is_markdown: matches!(inner(field).kind, Kind::Markdown),
                    values: self.field_values(&value, inner(field), &page.page.lang),
                };
                (!row.values.is_empty()).then_some(row)
            })
            .collect()
    }

    /// What a value says, one entry for each of several.
    fn field_values(&self, value: &Value, field: &Field, lang: &str) -> Vec<Link> {
        match value {
            Value::List(items) => items
                .iter()
                .flat_map(|item| self.field_values(item, field, lang))
                .collect(),
            value => self.field_value(value, field, lang).into_iter().collect(),
        }
    }

    fn field_value(&self, value: &Value, field: &Field, lang: &str) -> Option<Link> {
        let plain = |title: String, url: &str| {
            (!title.trim().is_empty()).then(|| Link {
                title: title.into(),
                url: url.into(),
                lang: None,
            })
        };
        let part = |name: &str| value.get(name).and_then(Value::as_text);
        match (value, &field.kind) {
            (Value::Text(text), Kind::Url) => plain(text.to_string(), text),
            (Value::Text(text), Kind::Email) => plain(text.to_string(), &format!("mailto:{text}")),
            (Value::Text(text), _) => plain(text.to_string(), ""),
            (Value::Bool(truth), _) => {
                let key = if *truth { "fact.yes" } else { "fact.no" };
                plain(self.say(lang, key), "")
            }
            (Value::Date(moment), _) => {
                let day = moment.to_string();
                let shown = language::format_date(lang, &day, DateStyle::Day);
                plain(shown.unwrap_or(day), "")
            }
            (Value::Int(number), _) => plain(number.to_string(), ""),
            (Value::Float(number), _) => plain(number.to_string(), ""),
            (Value::Map(_), Kind::Ref(_)) => Some(Link {
                title: part("title")?.into(),
                url: part("url").unwrap_or_default().into(),
                lang: part("lang").map(Into::into),
            }),
            (Value::Map(_), Kind::Path | Kind::Image) => {
                plain(part("name").or(part("src"))?.to_owned(), part("src")?)
            }
            (Value::Map(entries), Kind::Object(fields)) => {
                let words = entries.iter().flat_map(|(name, entry)| {
                    let of = fields.get(name).map(inner);
                    of.map_or_else(Vec::new, |of| self.field_values(entry, of, lang))
                });
                let words: Vec<String> = words.map(|word| word.title.to_string()).collect();
                plain(words.join(" · "), "")
            }
            _ => None,
        }
    }
}

/// What one entry of a field holds.
fn inner(field: &Field) -> &Field {
    match &field.kind {
        Kind::List(of) | Kind::Map(of) => of,
        _ => field,
    }
}
