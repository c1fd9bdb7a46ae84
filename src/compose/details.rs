//! What a page's type adds to its JSON-LD: the facts of evaluations, events, resources, people and organisations.

use std::sync::Arc;

use crate::index::citation;
use crate::index::json_ld::{Agent, Attendance, Details, Event, Named, Profile, Report, Resource};
use crate::render::view::PageData;
use crate::schema::Value;

use super::Composer;

/// The details of a page's type.
pub(super) fn details(composer: &Composer, page: &PageData) -> Details {
    let facts = Facts { composer, page };
    match &*page.kind {
        "evaluation" => Details::Report(Report {
            summary: facts.text("abstract"),
            number: facts.text("report_number"),
            doi: facts.text("doi"),
            version: facts.text("version"),
            license: facts.web_address("license"),
            funders: facts.agents("funder"),
            period: String::new(),
            file: facts.file("encoding", "src"),
            file_type: facts.file("encoding", "type"),
        }),
        "event" => Details::Event(Event {
            start: facts.text("start_date"),
            end: facts.text("end_date"),
            location: facts.location(),
            attendance: match facts.text("event_attendance_mode").to_lowercase() {
                mode if mode.starts_with("online") => Attendance::Online,
                mode if mode.starts_with("mixed") => Attendance::Mixed,
                _ => Attendance::InPerson,
            },
            booking_url: facts.web_address("registration"),
            organisers: facts.agents("organizer"),
            cancelled: facts.text("event_status").contains("cancel"),
        }),
        "resource" => Details::Resource(Resource {
            kind: facts.text("learning_resource_type"),
            audience: facts.text("audience"),
            license: facts.web_address("license"),
            time_required: facts.text("time_required"),
        }),
        "person" => Details::Profile(Profile {
            role: facts.text("job_title"),
            organisation: facts.links("affiliation").into_iter().next(),
            ..Profile::default()
        }),
        "organisation" => Details::Profile(Profile {
            same_as: facts.list("same_as"),
            homepage: facts.web_address("url"),
            ..Profile::default()
        }),
        _ => Details::None,
    }
}

/// The `citation_*` tags of an evaluation; none for any other page.
pub(super) fn citation(composer: &Composer, page: &PageData) -> Vec<(Arc<str>, Arc<str>)> {
    if &*page.kind != "evaluation" {
        return Vec::new();
    }
    let facts = Facts { composer, page };
    let said = |text: String| (!text.is_empty()).then_some(text);
    let terms = |authors: bool| -> Vec<String> {
        page.terms
            .iter()
            .filter(|terms| (&*terms.taxonomy == "authors") == authors)
            .flat_map(|terms| terms.terms.iter().map(|term| term.title.to_string()))
            .collect()
    };
    let is_pdf = |file: &String| file.ends_with(".pdf");
    let report = citation::Report {
        title: page.title.to_string(),
        authors: terms(true),
        date: page.date.as_deref().unwrap_or_default().to_owned(),
        pdf_url: said(facts.file("encoding", "src")).filter(is_pdf),
        institution: facts
            .links("publisher")
            .into_iter()
            .next()
            .map(|publisher| publisher.name),
        number: said(facts.text("report_number")),
        doi: said(facts.text("doi")),
        lang: page.lang.to_string(),
        keywords: terms(false),
    };
    let tags = citation::citation_tags(&report).into_iter();
    tags.map(|(name, content)| (name.into(), content.into()))
        .collect()
}

/// A page's fields, read as JSON-LD wants them.
struct Facts<'a> {
    composer: &'a Composer,
    page: &'a PageData,
}

impl Facts<'_> {
    fn text(&self, name: &str) -> String {
        match self.page.fields.get(name) {
            Some(Value::Text(text)) => text.to_string(),
            Some(Value::Date(moment)) => moment.to_string(),
            Some(Value::Int(number)) => number.to_string(),
            Some(Value::Float(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    fn web_address(&self, name: &str) -> String {
        let text = self.text(name);
        if text.contains("://") {
            text
        } else {
            String::new()
        }
    }

    fn list(&self, name: &str) -> Vec<String> {
        let items = self
            .page
            .fields
            .get(name)
            .map(Value::items)
            .unwrap_or_default();
        items
            .iter()
            .filter_map(Value::as_text)
            .map(str::to_owned)
            .collect()
    }

    /// References, one or several.
    fn links(&self, name: &str) -> Vec<Named> {
        let value = self.page.fields.get(name);
        let several = value.map(Value::items).unwrap_or_default().iter();
        several
            .chain(value)
            .filter_map(|value| {
                let title = value.get("title")?.as_text()?;
                let url = value
                    .get("url")
                    .and_then(Value::as_text)
                    .filter(|url| !url.is_empty());
                Some(Named {
                    name: title.to_owned(),
                    url: url.map(|url| self.whole(url)),
                })
            })
            .collect()
    }

    fn agents(&self, name: &str) -> Vec<Agent> {
        let links = self.links(name).into_iter();
        links
            .map(|named| Agent {
                is_person: false,
                named,
            })
            .collect()
    }

    /// A fact of the first file of a list of files.
    fn file(&self, name: &str, fact: &str) -> String {
        let first = self
            .page
            .fields
            .get(name)
            .map(Value::items)
            .unwrap_or_default()
            .first();
        let text = |value: &Value| value.as_text().map(str::to_owned);
        let found = first.and_then(|file| match fact {
            "src" => file
                .get("path")
                .and_then(|path| path.get("src"))
                .and_then(text)
                .map(|src| self.whole(&src)),
            fact => file.get(fact).and_then(text),
        });
        found.unwrap_or_default()
    }

    fn location(&self) -> Option<(String, String)> {
        let location = self.page.fields.get("location")?;
        let text = |name: &str| {
            location
                .get(name)
                .and_then(Value::as_text)
                .unwrap_or_default()
                .to_owned()
        };
        let name = text("name");
        (!name.is_empty()).then(|| (name, text("address")))
    }

    fn whole(&self, url: &str) -> String {
        match url.contains("://") {
            true => url.to_owned(),
            false => self.composer.addresses.canonical_of(url).to_string(),
        }
    }
}
