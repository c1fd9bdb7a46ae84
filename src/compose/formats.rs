//! A page in other forms: its Easy Read and plain words, and the files and films that its author names.
//!
//! A version in another language is none of these: readers are never sent to text that they did not ask for.

use std::sync::Arc;

use crate::formats::json_ld::Encoding;
use crate::schema::Value;
use crate::site::PageId;
use crate::site::references::Reference;
use crate::view::{Format, Link};

use super::{Composer, fields};

impl Composer {
    /// The other forms of a page: versions that are pages first, then files in the order in which they are written.
    pub(super) fn formats(&self, id: PageId) -> Vec<Format> {
        let site = &*self.site;
        let lang = &site.page(id).page.lang;
        let mut formats: Vec<Format> = Vec::new();
        for version in &site.relations[id.index()].versions {
            let card = self.card(*version);
            formats.push(Format {
                kind: card.kind.clone(),
                label: card.kind_label.clone(),
                url: card.url.clone(),
                is_page: true,
                ..Format::default()
            });
        }
        for (field, kind) in [("easy_read", "easy-read"), ("plain_summary", "plain")] {
            let Some(Reference::Page(to)) = site.references[id.index()].refs.get(field) else {
                continue;
            };
            let card = self.card(*to);
            if card.lang != *lang || formats.iter().any(|known| known.url == card.url) {
                continue;
            }
            formats.push(Format {
                kind: kind.into(),
                url: card.url.clone(),
                is_page: true,
                ..Format::default()
            });
        }
        // Two of one kind are told apart by their titles.
        for at in 0..formats.len() {
            let twins = formats
                .iter()
                .filter(|other| other.kind == formats[at].kind);
            if twins.count() > 1 {
                let of = |url: &Arc<str>| self.cards().iter().find(|card| card.url == *url);
                formats[at].title = of(&formats[at].url).map(|card| card.title.clone());
            }
        }
        let written = site.page(id).field("alternate_formats");
        let shown = written.and_then(|value| fields::field(self, id, "alternate_formats", value));
        let files = shown.as_ref().map(Value::items).unwrap_or_default();
        formats.extend(files.iter().filter_map(format_of));
        formats
    }

    /// What a page is a version of.
    pub(super) fn version_of(&self, id: PageId) -> Option<Link> {
        let parent = self.site.relations[id.index()].version_of?;
        Some(self.page_link(parent, &self.site.page(id).page.lang))
    }

    /// The files among a page's forms, as JSON-LD tells of them.
    pub(super) fn encodings(&self, formats: &[Format]) -> Vec<Encoding> {
        let files = formats.iter().filter(|format| !format.is_page);
        files
            .map(|format| Encoding {
                kind: match &*format.kind {
                    "audio" => "AudioObject",
                    "bsl" => "VideoObject",
                    _ => "MediaObject",
                },
                url: match format.url.contains("://") {
                    true => format.url.to_string(),
                    false => self.addresses.canonical_of(&format.url).to_string(),
                },
                feature: match &*format.kind {
                    "bsl" => "signLanguage",
                    "large-print" => "largePrint",
                    "braille-ready" => "braille",
                    _ => "",
                },
                lang: format.lang.as_deref().unwrap_or_default().to_owned(),
                minutes: format.minutes,
                bytes: format.bytes,
            })
            .collect()
    }
}

/// One entry of `alternate_formats`, its file resolved; none when it leads nowhere.
fn format_of(entry: &Value) -> Option<Format> {
    let text = |name: &str| {
        let text = entry.get(name).and_then(Value::as_text);
        text.filter(|text| !text.trim().is_empty()).map(Arc::from)
    };
    let number = |name: &str| match entry.get(name) {
        Some(Value::Int(number)) => u64::try_from(*number).ok(),
        _ => None,
    };
    let file = entry.get("path").filter(|file| !file.is_empty());
    let fact = |name: &str| file.and_then(|file| file.get(name));
    let url = fact("src").and_then(Value::as_text).map(Arc::from);
    let url: Arc<str> = url.or_else(|| text("path")).or_else(|| text("url"))?;
    let counted = match fact("bytes") {
        Some(Value::Int(bytes)) => u64::try_from(*bytes).ok(),
        _ => None,
    };
    let name = fact("name").and_then(Value::as_text).unwrap_or_default();
    Some(Format {
        kind: text("format")?,
        label: "".into(),
        title: text("label"),
        url,
        lang: text("lang"),
        bytes: counted.or_else(|| number("bytes")),
        pages: number("pages"),
        minutes: number("minutes"),
        file: name
            .rsplit_once('.')
            .map(|(_, extension)| extension.to_uppercase().into()),
        is_page: false,
    })
}
