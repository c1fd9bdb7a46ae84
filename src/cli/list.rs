//! `alongside list`: what the site has, for people as a table and for programs as lines of JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::admit::{Held, Reason};
use crate::config::Environment;
use crate::path::{SitePath, markdown_stem};
use crate::pipeline::{Options, Session};
use crate::report::{Counts, Sources};
use crate::site::Site;

use super::args::{self, Global, Listed, Plain};
use super::build;
use super::outcome::{Failure, Outcome};
use super::situation::{self, Wanted};
use super::terminal::Terminal;

/// Lists pages, terms or types. What production holds back is in the list, with the reason.
pub(super) fn run(
    global: &Global,
    arguments: &args::List,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let site = situation::site(global)?;
    let output = site.join("public");
    let wanted = Wanted {
        environment: Some(Environment::Development),
        base_url: None,
        drafts: true,
        for_author: true,
        check_templates: false,
    };
    let read = build::read(global, &site, &output, wanted, terminal)?;
    let mut session = Session::default();
    let edition = session.update(&read.files, &read.options);
    read.nothing_lost()?;
    let diagnostics = read.diagnostics(&edition, &[]);
    let Some(site) = &edition.site else {
        let texts = edition.sources(&read.files, &diagnostics);
        let sources = Sources::new(&texts);
        let stream = console::Term::stderr();
        terminal.tell(&terminal.report(&diagnostics, &sources, &stream));
        return Ok(Outcome::Mistakes);
    };
    let rows = match arguments.what {
        Listed::Pages => {
            let published = Options {
                environment: Environment::Production,
                drafts: false,
                for_author: false,
                ..read.options.clone()
            };
            pages(site, &session.update(&read.files, &published).held)
        }
        Listed::Terms => terms(site),
        Listed::Types => types(site),
        Listed::Files => files(site),
    };
    let text = match arguments.format {
        Plain::Json => rows.iter().map(|row| format!("{row}\n")).collect(),
        Plain::Human => table(&rows, &["fields"]),
    };
    terminal.print(&text);
    let counts = Counts::of(&diagnostics);
    if counts.errors > 0 {
        terminal.note(
            "the site has errors, so this list may be incomplete; `alongside check` shows them",
        );
    }
    Ok(Outcome::Done)
}

/// The pages in the order of their files, each with the languages in which it can be read. Of a page that no build shows,
/// the file and the reason are all that is known.
fn pages(site: &Site, held: &BTreeMap<SitePath, Held>) -> Vec<Value> {
    let mut languages: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for admitted in &site.pages {
        let key = admitted.page.place.key();
        languages
            .entry(key)
            .or_default()
            .insert(&admitted.page.lang);
    }
    let shown = site.pages.iter().zip(&site.urls).map(|(admitted, url)| {
        let page = &admitted.page;
        let held = held.get(&page.path);
        let row = json!({
            "file": page.path.as_str(),
            "address": url.as_str(),
            "language": &*page.lang,
            "languages": languages.get(page.place.key()),
            "type": &*admitted.kind.name,
            "id": &*admitted.id,
            "title": &*admitted.title,
            "draft": admitted.draft,
            "archived": admitted.archived,
            "unreviewed": admitted.unreviewed,
            "held": held.map(|held| held.reason.name()),
        });
        (&page.path, row)
    });
    let known: BTreeSet<&SitePath> = site.pages.iter().map(|page| &page.page.path).collect();
    let hidden = held.iter().filter(|(path, _)| !known.contains(path));
    let hidden = hidden.map(|(path, held)| {
        let row = json!({
            "file": path.as_str(),
            "address": null,
            "language": language(path, site),
            "languages": [],
            "type": null,
            "id": null,
            "title": null,
            "draft": held.reason == Reason::Draft,
            "archived": false,
            "unreviewed": held.reason == Reason::Unreviewed,
            "held": held.reason.name(),
        });
        (path, row)
    });
    let mut rows: Vec<(&SitePath, Value)> = shown.chain(hidden).collect();
    rows.sort_by_key(|(path, _)| *path);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The language that a file's name says: its last part before `.md`, when the site has such a language.
fn language<'a>(path: &SitePath, site: &'a Site) -> &'a str {
    let stem = markdown_stem(path.file_name()).unwrap_or_default();
    let said = stem
        .rsplit_once('.')
        .and_then(|(_, last)| site.config.languages.get_key_value(last));
    said.map_or(site.config.default_language(), |(code, _)| code)
}

/// The files that are copied or made into pictures, and those that are not published, in the order of their paths.
fn files(site: &Site) -> Vec<Value> {
    let copied = site.files.iter().map(|file| {
        let path = &file.source.path;
        (
            path,
            json!({"file": path.as_str(), "address": file.url.as_str(), "published": "copied"}),
        )
    });
    let pictures = site.pictures.keys();
    let pictures = pictures.map(|path| {
        (
            path,
            json!({"file": path.as_str(), "address": null, "published": "as pictures"}),
        )
    });
    let left = site.unpublished.iter().map(|path| {
        (
            path,
            json!({"file": path.as_str(), "address": null, "published": "no: nothing names it"}),
        )
    });
    let mut rows: Vec<(&SitePath, Value)> = copied.chain(pictures).chain(left).collect();
    rows.sort_by_key(|(path, _)| *path);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The terms in the order of their taxonomies, each with its addresses and how many pages have it.
fn terms(site: &Site) -> Vec<Value> {
    let default = site.config.default_language();
    site.terms
        .iter()
        .map(|term| {
            let addresses: BTreeMap<&str, &str> = term
                .urls
                .iter()
                .map(|(language, url)| (&**language, url.as_str()))
                .collect();
            let counts: BTreeMap<&str, usize> = term
                .members
                .iter()
                .map(|(language, pages)| (&**language, pages.len()))
                .collect();
            let name = term
                .page(default, default)
                .map_or(&term.name, |page| &site.pages[page.index()].title);
            json!({
                "taxonomy": &*site.config.taxonomy(term.taxonomy).name,
                "id": &*term.id,
                "name": &**name,
                "addresses": addresses,
                "pages": counts,
            })
        })
        .collect()
}

/// The types in the order of their declaration.
fn types(site: &Site) -> Vec<Value> {
    let default = site.config.default_language();
    site.config
        .types
        .values()
        .map(|kind| {
            let folders: Vec<&str> = kind.sections.iter().map(|folder| &**folder).collect();
            let fields: Vec<&str> = kind.fields.keys().map(|name| &**name).collect();
            json!({
                "type": &*kind.name,
                "label": kind.label.get(default).or(kind.label.get("en")),
                "folders": folders,
                "address": kind.permalink.get(default),
                "open": kind.open,
                "fields": fields,
            })
        })
        .collect()
}

/// Rows of one shape as columns, headed by their keys; what is false or empty is left blank, and keys in `without` are left out.
fn table(rows: &[Value], without: &[&str]) -> String {
    let Some(first) = rows.first().and_then(Value::as_object) else {
        return String::new();
    };
    let keys: Vec<&String> = first
        .keys()
        .filter(|key| !without.contains(&key.as_str()))
        .collect();
    let mut lines: Vec<Vec<String>> = vec![keys.iter().map(|key| key.to_uppercase()).collect()];
    lines.extend(
        rows.iter()
            .map(|row| keys.iter().map(|key| cell(&row[key.as_str()])).collect()),
    );
    let mut widths = vec![0; keys.len()];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut text = String::new();
    for line in &lines {
        let padded: Vec<String> = line
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// One value as people read it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(" "),
        Value::Object(entries) => entries
            .iter()
            .map(|(key, value)| format!("{key}: {}", cell(value)))
            .collect::<Vec<_>>()
            .join(", "),
        number @ Value::Number(_) => number.to_string(),
    }
}
