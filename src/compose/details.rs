//! What a page's type adds to its metadata, as the type's declaration maps its fields: schema.org's properties, the facts of an
//! event, the tags that reference managers read.
//!
//! Nothing here knows a type by its name.

use std::sync::Arc;

use crate::formats::citation;
use crate::formats::json_ld::{Agent, Attendance, Details, Event, Fact, Named, Property};
use crate::schema::meaning::FieldRoles;
use crate::schema::{Kind, TypeDecl, Value};
use crate::site::PageId;
use crate::site::references::Reference;
use crate::view::PageData;

use super::Composer;

/// The facts of an event; nothing for any other page.
pub(super) fn details(composer: &Composer, id: PageId, page: &PageData) -> Details {
    let decl = &composer.site.page(id).kind;
    let Some(roles) = &decl.meaning.event else {
        return Details::None;
    };
    let facts = Facts {
        composer,
        id,
        decl,
        page,
    };
    let text = |role: &str| {
        roles
            .field(role)
            .map_or_else(String::new, |name| facts.text(name))
    };
    let status = text("status");
    Details::Event(Event {
        start: text("starts"),
        end: text("ends"),
        location: roles.field("place").and_then(|name| facts.place(name)),
        attendance: match text("attendance").to_lowercase() {
            mode if mode.starts_with("online") => Attendance::Online,
            mode if mode.starts_with("mixed") => Attendance::Mixed,
            _ => Attendance::InPerson,
        },
        booking_url: Some(text("booking"))
            .filter(|url| url.contains("://"))
            .unwrap_or_default(),
        organisers: roles
            .field("organisers")
            .map_or_else(Vec::new, |name| facts.agents(name)),
        cancelled: status.to_lowercase().contains("cancel"),
    })
}

/// What the type's declaration maps to schema.org.
pub(super) fn properties(composer: &Composer, id: PageId, page: &PageData) -> Vec<Property> {
    let decl = &composer.site.page(id).kind;
    let facts = Facts {
        composer,
        id,
        decl,
        page,
    };
    let mapped = decl.meaning.schema_org.properties.iter();
    mapped
        .map(|property| {
            let values = property.fields.iter().flat_map(|name| facts.values(name));
            let values = values.map(|value| match value {
                Fact::Text(text) => {
                    let text = format!("{}{text}", property.prefix);
                    match &property.inside {
                        Some((kind, inner)) => {
                            Fact::Inside(kind.to_string(), inner.to_string(), text)
                        }
                        None => Fact::Text(text),
                    }
                }
                value => value,
            });
            Property {
                name: property.name.to_string(),
                values: values.collect(),
            }
        })
        .collect()
}

/// The `citation_*` tags of a page that is cited as a report; none for any other.
pub(super) fn citation(
    composer: &Composer,
    id: PageId,
    page: &PageData,
) -> Vec<(Arc<str>, Arc<str>)> {
    let decl = &composer.site.page(id).kind;
    let Some(roles) = &decl.meaning.citation else {
        return Vec::new();
    };
    let facts = Facts {
        composer,
        id,
        decl,
        page,
    };
    let report = report(&facts, roles);
    let tags = citation::citation_tags(&report).into_iter();
    tags.map(|(name, content)| (name.into(), content.into()))
        .collect()
}

fn report(facts: &Facts<'_>, roles: &FieldRoles) -> citation::Report {
    let page = facts.page;
    let said = |role: &str| {
        let text = facts.text(roles.field(role)?);
        (!text.is_empty()).then_some(text)
    };
    let terms = |authors: bool| -> Vec<String> {
        page.terms
            .iter()
            .filter(|terms| (&*terms.taxonomy == "authors") == authors)
            .flat_map(|terms| terms.terms.iter().map(|term| term.title.to_string()))
            .collect()
    };
    let files = roles
        .field("file")
        .map_or_else(Vec::new, |name| facts.values(name));
    let pdf = files.into_iter().find_map(|fact| match fact {
        Fact::File(url, _) if url.ends_with(".pdf") => Some(url),
        _ => None,
    });
    let publishers = roles
        .field("publisher")
        .map_or_else(Vec::new, |name| facts.agents(name));
    citation::Report {
        title: page.title.to_string(),
        // Who tells of people may be one of them.
        authors: match page.told_by_permission {
            true => Vec::new(),
            false => terms(true),
        },
        date: page.date.as_deref().unwrap_or_default().to_owned(),
        pdf_url: pdf,
        institution: publishers.into_iter().next().map(|agent| agent.named.name),
        number: said("number"),
        doi: said("doi"),
        lang: page.lang.to_string(),
        keywords: terms(false),
    }
}

/// A page's fields, read as metadata wants them.
struct Facts<'a> {
    composer: &'a Composer,
    id: PageId,
    decl: &'a TypeDecl,
    page: &'a PageData,
}

impl Facts<'_> {
    fn text(&self, name: &str) -> String {
        self.page.fields.get(name).map_or_else(String::new, written)
    }

    /// The values of a field, in order: what a reference leads to, a file by its address, all else as it is written.
    fn values(&self, name: &str) -> Vec<Fact> {
        let Some(value) = self.page.fields.get(name) else {
            return Vec::new();
        };
        let kind = self
            .decl
            .fields
            .get(name)
            .map_or(&Kind::Any, |field| &field.kind);
        match (value, kind) {
            (Value::List(items), Kind::List(of)) => items
                .iter()
                .enumerate()
                .filter_map(|(index, item)| self.fact(item, &format!("{name}[{index}]"), &of.kind))
                .collect(),
            (value, kind) => self.fact(value, name, kind).into_iter().collect(),
        }
    }

    /// One value, which stands at `place` among the page's fields.
    fn fact(&self, value: &Value, place: &str, kind: &Kind) -> Option<Fact> {
        let is_reference = matches!(kind, Kind::Ref(_));
        let is_picture = matches!(kind, Kind::Image);
        let inner = |name: &str| value.get(name).and_then(Value::as_text);
        match value {
            Value::Map(_) if is_reference => {
                let url = inner("url").filter(|url| !url.is_empty());
                Some(Fact::Named(
                    self.schema_type(place),
                    Named {
                        name: inner("title")?.to_owned(),
                        url: url.map(|url| self.whole(url)),
                    },
                ))
            }
            Value::Map(_) if is_picture => inner("src").map(|src| Fact::Text(self.whole(src))),
            Value::Map(_) => {
                let file = value.get("path").unwrap_or(value);
                let src = file.get("src").and_then(Value::as_text)?;
                let media_type = inner("type").unwrap_or_default().to_owned();
                Some(Fact::File(self.whole(src), media_type))
            }
            Value::Bool(truth) => Some(Fact::Truth(*truth)),
            // What a reference that leads nowhere says, such as `none`, is no name.
            _ if is_reference => None,
            value => Some(written(value))
                .filter(|text| !text.is_empty())
                .map(Fact::Text),
        }
    }

    /// What the page that a reference leads to is, in schema.org's words.
    fn schema_type(&self, place: &str) -> String {
        let site = &self.composer.site;
        match site.references[self.id.index()].refs.get(place) {
            Some(Reference::Page(to)) => site.page(*to).kind.meaning.schema_org.kind.to_string(),
            Some(Reference::Term(_)) => "DefinedTerm".to_owned(),
            Some(Reference::External(_) | Reference::Held) | None => "Thing".to_owned(),
        }
    }

    fn agents(&self, name: &str) -> Vec<Agent> {
        let values = self.values(name).into_iter();
        values
            .filter_map(|value| match value {
                Fact::Named(kind, named) => Some(Agent {
                    is_person: kind == "Person",
                    named,
                }),
                _ => None,
            })
            .collect()
    }

    /// A place: its name and, when it is known, its postal address. A place that is one text is its name.
    fn place(&self, field: &str) -> Option<(String, String)> {
        let place = self.page.fields.get(field)?;
        let text = |name: &str| {
            let text = place.get(name).and_then(Value::as_text);
            text.unwrap_or_default().to_owned()
        };
        let name = place.as_text().map_or_else(|| text("name"), str::to_owned);
        (!name.is_empty()).then(|| (name, text("address")))
    }

    fn whole(&self, url: &str) -> String {
        match url.contains("://") {
            true => url.to_owned(),
            false => self.composer.addresses.canonical_of(url).to_string(),
        }
    }
}

/// A value as its author wrote it; nothing of a list or of named values.
fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Date(moment) => moment.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        _ => String::new(),
    }
}
