//! A declared field is read, or says that it is for people: each built-in field is tried in a build with it and one without.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use alongside::diagnostic::Severity;
use alongside::pipeline::{Press, Purpose, Session};
use alongside::schema::declared::builtin;
use alongside::schema::{Field, Fields, Kind, RefTo, TypeDecl};
use rayon::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::driver::{SiteTest, bytes, page};

/// A type, the path of a field of it, and the field.
type Tried<'a> = (&'a TypeDecl, Vec<&'a str>, &'a Field);

/// What a field's effect hangs on besides the field itself: other fields of the page, by the field's path.
fn around(field: &str) -> Json {
    match field {
        // What happens at an end needs an end that has passed.
        "on_expiry" => json!({"expires": "2026-01-01"}),
        // What a file elsewhere holds is known from its author alone.
        "alternate_formats.url" | "alternate_formats.bytes" => {
            json!({"alternate_formats": [{"format": "audio", "url": "https://one.example/a.mp3"}]})
        }
        "ideas.alt" => json!({"ideas": [{"text": "One.", "image": "beside.svg"}]}),
        // Words for the price stand in its place.
        "offers.price" | "offers.currency" => json!({"offers": {"price": 5, "currency": "GBP"}}),
        _ => json!({}),
    }
}

/// Every value that is tried for a field: each word of an enum, both truths, one of anything else.
fn values(name: &str, field: &Field) -> Vec<Json> {
    match &field.kind {
        Kind::Text | Kind::Markdown => vec![match (name, &field.example) {
            ("type", _) => json!("page"),
            ("template", _) => json!("news"),
            ("version_of", _) => json!("ref-story"),
            ("license", _) => json!("CC-BY-4.0"),
            ("consent", _) => json!("c-4h9x"),
            (_, Some(example)) if field.pattern.is_some() => {
                json!(example.trim_matches('"'))
            }
            _ => return vec![json!(format!("Zq {name} words")), json!("Other words")],
        }],
        Kind::Bool => vec![json!(true), json!(false)],
        Kind::Number => vec![json!(1), json!(7), json!(7_000_000)],
        Kind::Date | Kind::DateTime => vec![json!("2026-02-03"), json!("2027-02-03")],
        Kind::Enum(words) => words.iter().map(|word| json!(&**word)).collect(),
        Kind::Url => vec![json!("https://one.example/"), json!("https://two.example/")],
        Kind::Email => vec![json!("words@zq.example")],
        Kind::Path => vec![json!("beside.pdf"), json!("other.pdf")],
        Kind::Image => vec![json!({"src": "beside.svg", "alt": format!("Zq {name}")})],
        Kind::Ref(to) => vec![json!(match to.first() {
            Some(RefTo::Type(kind)) => format!("ref-{kind}"),
            Some(RefTo::Taxonomy(_) | RefTo::OwnTaxonomy) => "trust".to_owned(),
            Some(RefTo::AnyPage) | None => "ref-story".to_owned(),
        })],
        Kind::List(_) if name == "people" => {
            vec![json!([{"label": "Sam", "name_as": "pseudonym"}])]
        }
        Kind::List(of) => {
            let values = values(name, of);
            values.into_iter().map(|value| json!([value])).collect()
        }
        Kind::Object(fields) => {
            let mut other = object(fields);
            for (name, field) in fields {
                let last = values(name, field).pop();
                other.extend(last.map(|value| (name.to_string(), value)));
            }
            vec![object(fields).into(), other.into()]
        }
        Kind::Any => vec![json!({"license": "CC-BY-4.0"})],
        Kind::Map(_) | Kind::OneOf(_) => panic!("no built-in type has such a field: {name}"),
    }
}

/// A value for each field.
fn object(fields: &Fields) -> Map<String, Json> {
    fields
        .iter()
        .map(|(name, field)| (name.to_string(), values(name, field).remove(0)))
        .collect()
}

/// Where a page of the type is tried.
fn path(decl: &TypeDecl) -> String {
    match (&*decl.name, decl.sections.first()) {
        ("section", _) => "content/tried/_index.md".to_owned(),
        ("term", _) => "content/themes/tried/index.md".to_owned(),
        (_, Some(section)) => format!("content/{section}/tried/index.md"),
        (name, None) => format!("content/{name}/tried/index.md"),
    }
}

/// The types whose pages the fields of a type name.
fn named(fields: &Fields, types: &mut BTreeSet<Arc<str>>) {
    for field in fields.values() {
        let kind = match &field.kind {
            Kind::List(of) => &of.kind,
            kind => kind,
        };
        match kind {
            Kind::Object(fields) => named(fields, types),
            Kind::Ref(to) => types.extend(to.iter().map(|to| match to {
                RefTo::Type(kind) => kind.clone(),
                _ => "story".into(),
            })),
            _ => {}
        }
    }
}

/// A small site around a page of a type, which a session holds while fields of the page come and go.
struct Trial<'a> {
    decl: &'a TypeDecl,
    site: SiteTest,
    session: Session,
    is_translation: bool,
}

impl<'a> Trial<'a> {
    /// A trial of the page itself, or of its Welsh version.
    fn new(decl: &'a TypeDecl, is_translation: bool) -> Self {
        let place = path(decl);
        let place = place.trim_end_matches("index.md").trim_end_matches('_');
        let settings = "taxonomies: {themes: {}, areas: {type: area}, authors: {type: person}}\n";
        let mut site = match is_translation {
            true => SiteTest::bilingual(settings, &[]),
            false => SiteTest::new(&[]).settings(settings),
        };
        let section = decl.sections.first().map_or(&*decl.name, |section| section);
        if !decl.is_section() {
            let all = "---\ntitle: All\nsort_by: weight\n---\n";
            site = site.edit(&format!("content/{section}/_index.md"), all);
        }
        let words = "- word: {en: Coordinator}\n  definition: {en: Somebody who knows an area.}\n";
        let beside = "---\ntitle: Beside\nweight: 9\nid: beside\nseries: Zq series words\ntype: page\n---\nWords.\n";
        let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h9v9z\"/></svg>";
        site = site
            .edit("data/glossary.yaml", words)
            .edit(
                "content/themes/trust.md",
                "---\ntitle: Trust\n---\nBelieving.\n",
            )
            .edit(&format!("content/{section}/beside.md"), beside)
            .edit(&format!("{place}beside.pdf"), "%PDF-1.4\n%%EOF\n")
            .edit(&format!("{place}other.pdf"), "%PDF-1.4\nOther\n%%EOF\n")
            .edit(&format!("{place}beside.svg"), picture);
        if decl.is_section() {
            for (name, date, weight) in [("one", "2026-02-01", 2), ("two", "2026-01-01", 1)] {
                let fields = format!("date: {date}\nweight: {weight}\n");
                let page = page(&format!("Page {name}"), &fields, "Words.\n");
                site = site.edit(&format!("{place}{name}.md"), &page);
            }
        }
        let mut types = BTreeSet::from(["story".into()]);
        named(&decl.fields, &mut types);
        for kind in types {
            let folder = builtin().types[&kind].sections.first();
            let folder = folder.map_or(&*kind, |section| section);
            site = site.edit(
                &format!("content/{folder}/ref-{kind}.md"),
                &format!("---\ntitle: Named {kind}\n---\nWords.\n"),
            );
        }
        Self {
            decl,
            site,
            session: Session::default(),
            is_translation,
        }
    }

    /// All files of the output when the page has these fields; none when they are a mistake.
    fn outputs(&mut self, fields: &Map<String, Json>) -> Option<BTreeMap<String, Vec<u8>>> {
        let lines = fields.iter();
        let lines: String = lines
            .map(|(name, value)| format!("{name}: {value}\n"))
            .collect();
        let text = format!(
            "---\n{lines}---\nA coordinator said this.\n\n## One\n\nWords.\n\n## Two\n\nWords.\n\n## Three\n\nWords.\n"
        );
        let path = path(self.decl);
        let site = self.site.clone();
        let site = match self.is_translation {
            true => site
                .edit(&path, "---\ntitle: Original\n---\nWords.\n")
                .edit(&path.replace(".md", ".cy.md"), &text),
            false => site.edit(&path, &text),
        };
        let edition = self.session.update(&site.files(), site.options());
        let made = Mutex::new(BTreeMap::new());
        let printed = Press::default().print(&edition, Purpose::Publish, &|artifact| {
            let path = artifact.path.to_string();
            made.lock().unwrap().insert(path, bytes(&artifact));
        });
        let diagnostics = edition.diagnostics(&printed.diagnostics);
        let is_mistaken = diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error);
        let mut made = made.into_inner().unwrap();
        made.remove("build.json");
        (!is_mistaken).then_some(made)
    }

    /// Whether a value of a field makes any file of the output another, alone or beside all the type's other fields: another
    /// than without it, or, where the page cannot be without it, than with another value.
    fn shows(&mut self, at: &[&str], field: &Field) -> bool {
        let top = at[0];
        let alone = around(&at.join(".")).as_object().unwrap().clone();
        for mut without in [alone, everything(self.decl)] {
            without.insert("title".into(), json!("Tried"));
            if self.decl.meaning.has_ideas && !without.contains_key("ideas") {
                without.insert("ideas".into(), json!([{"text": "One idea."}]));
            }
            if at.len() > 1 && !without.contains_key(top) {
                let whole = values(top, &self.decl.fields[top]).remove(0);
                without.insert(top.into(), whole);
            }
            remove(&mut without, at);
            let mut before = self.outputs(&without);
            for value in values(at[at.len() - 1], field) {
                let mut with = without.clone();
                insert(&mut with, at, value);
                let after = self.outputs(&with);
                if before.is_some() && after.is_some() && after != before {
                    return true;
                }
                before = before.or(after);
            }
        }
        false
    }
}

/// Every field of a type but those that would hold the page back, move it or make another thing of it: they would hide what the
/// others do.
fn everything(decl: &TypeDecl) -> Map<String, Json> {
    let mut all = object(&decl.fields);
    for name in [
        "draft",
        "expires",
        "translation",
        "translation_status",
        "type",
        "template",
        "visibility",
        "robots",
        "search",
        "version_of",
    ] {
        all.remove(name);
    }
    all.insert("date".into(), json!("2026-02-03"));
    all
}

/// The map that holds the last name of `at`: the first entry of a list stands for it.
fn holder<'a>(fields: &'a mut Map<String, Json>, at: &[&str]) -> Option<&'a mut Map<String, Json>> {
    let mut map = fields;
    for name in &at[..at.len() - 1] {
        let mut value = map.get_mut(*name)?;
        if value.is_array() {
            value = value.get_mut(0)?;
        }
        map = value.as_object_mut()?;
    }
    Some(map)
}

fn remove(fields: &mut Map<String, Json>, at: &[&str]) {
    if let Some(map) = holder(fields, at) {
        map.remove(at[at.len() - 1]);
    }
}

fn insert(fields: &mut Map<String, Json>, at: &[&str], value: Json) {
    holder(fields, at)
        .unwrap()
        .insert(at[at.len() - 1].to_owned(), value);
}

/// Every field of a type that is not for people, with those inside it.
fn paths<'a>(fields: &'a Fields, above: &[&'a str], all: &mut Vec<(Vec<&'a str>, &'a Field)>) {
    for (name, field) in fields.iter().filter(|(_, field)| !field.for_people) {
        let mut at = above.to_vec();
        at.push(name);
        all.push((at.clone(), field));
        let inner = match &field.kind {
            Kind::List(of) => &of.kind,
            kind => kind,
        };
        if let Kind::Object(fields) = inner {
            paths(fields, &at, all);
        }
    }
}

#[test]
fn every_field_that_is_not_for_people_changes_an_output() {
    let common = &builtin().common;
    let mut tried: Vec<Tried<'_>> = Vec::new();
    for decl in builtin().types.values() {
        let mut all = Vec::new();
        paths(&decl.fields, &[], &mut all);
        // What every type has is tried once, on a page of a type that nothing is special about.
        all.retain(|(at, field)| {
            let is_common = common
                .get(at[0])
                .is_some_and(|common| at.len() > 1 || common.kind == field.kind);
            !is_common || &*decl.name == "article"
        });
        tried.extend(all.into_iter().map(|(at, field)| (decl, at, field)));
    }
    assert!(tried.len() > 200, "{}", tried.len());
    let mut by_type: BTreeMap<&str, Vec<Tried<'_>>> = BTreeMap::new();
    for (decl, at, field) in tried {
        by_type
            .entry(&decl.name)
            .or_default()
            .push((decl, at, field));
    }
    let idle: Vec<String> = by_type
        .into_par_iter()
        .flat_map_iter(|(name, tried)| {
            let decl = tried[0].0;
            let (mut page, mut version) = (Trial::new(decl, false), Trial::new(decl, true));
            let idle = tried.into_iter().filter(|(_, at, field)| {
                // What `consent` does is to hold a page or a part of it back (tests/suite/gate.rs).
                !matches!(at.as_slice(), ["title"] | [.., "consent"])
                    && !page.shows(at, field)
                    && !version.shows(at, field)
            });
            let idle = idle.map(|(_, at, _)| format!("{name}: {}", at.join(".")));
            idle.collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(
        idle, [""; 0],
        "these fields change nothing and are not declared `for: people`"
    );
}
