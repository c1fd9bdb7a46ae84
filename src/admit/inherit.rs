//! What a page takes from others: the default language's file, the `cascade` of sections above, its type's defaults.
//!
//! Text is never inherited across languages. Nothing here decides whether a page is published.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::admitted::{Candidate, Facts};
use super::parts;
use crate::config::Config;
use crate::diagnostic::wording::spelt;
use crate::diagnostic::{Checked, Diagnostic, Place, codes};
use crate::hash::Table;
use crate::language::slugify;
use crate::page::Page;
use crate::parse::front_matter;
use crate::schema::{Field, Kind, TypeDecl, Value, Values, validate};
use crate::yaml::{Node, NodeKind};

/// Fields that belong to one file alone, whatever their kind.
const OWN: [&str; 8] = [
    "title",
    "description",
    "slug",
    "aliases",
    "draft",
    "translation",
    "type",
    "cascade",
];

/// Fields by which a section may hide the pages below it, in every language.
const HIDING: [&str; 6] = ["draft", "date", "expires", "visibility", "robots", "search"];

/// Whether `cascade` hands a field down. A section says `draft: true` for the pages below as for itself.
fn is_handed_down(name: &str) -> bool {
    name == "draft" || !OWN.contains(&name)
}

/// Gives every page its whole set of fields.
pub(super) fn inherit(pages: Vec<Arc<Page>>, config: &Config) -> Checked<Vec<Candidate>> {
    let mut diagnostics = Vec::new();
    let default_language = config.default_language().clone();
    let originals: Table<Arc<str>, Arc<Page>> = pages
        .iter()
        .filter(|page| page.lang == default_language)
        .map(|page| (page.place.pair().clone(), page.clone()))
        .collect();
    let cascades = Cascades::collect(&pages, config, &mut diagnostics);
    let inherited: Vec<(Candidate, Vec<Diagnostic>)> = pages
        .into_par_iter()
        .map(|page| {
            let mut found = Vec::new();
            let original = originals
                .get(page.place.pair())
                .filter(|original| original.lang != page.lang);
            let admitted = inherit_page(page, original, &cascades, config, &mut found);
            (admitted, found)
        })
        .collect();
    let mut admitted = Vec::with_capacity(inherited.len());
    for (page, found) in inherited {
        admitted.push(page);
        diagnostics.extend(found);
    }
    Checked::new(admitted, diagnostics)
}

/// One page with its inherited fields.
fn inherit_page(
    page: Arc<Page>,
    original: Option<&Arc<Page>>,
    cascades: &Cascades,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Candidate {
    let kind = type_of(&page, original, config);
    let mut fields = parts::published(&page);
    if let Some(original) = original {
        for (name, value) in &parts::published(original) {
            let field = kind.fields.get(name);
            let given = fields.get(name).is_some_and(|value| !value.is_empty());
            if !given
                && !OWN.contains(&&**name)
                && let Some(value) = without_text(value, field)
            {
                fields.insert(name.clone(), value);
            }
        }
    }
    cascades.apply(&page, &kind, config.default_language(), &mut fields);
    for (name, field) in &kind.fields {
        if let Some(default) = &field.default
            && fields.get(name).is_none_or(Value::is_empty)
        {
            fields.insert(name.clone(), default.clone());
        }
    }
    // Home is called what the site is called, unless it says otherwise.
    let is_home = page.place.is_section() && page.place.folder.is_empty();
    if is_home
        && fields.get("title").is_none_or(Value::is_empty)
        && let Some(title) = config.title.get(&page.lang)
    {
        fields.insert("title".into(), Value::Text(title.into()));
    }
    if page.spans.whole {
        front_matter::report_missing(
            &page.path,
            (page.spans.head, &page.spans.front_matter),
            &fields,
            &kind,
            diagnostics,
        );
    }

    let slug = own_text(&fields, "slug").unwrap_or_else(|| default_slug(&page));
    let id = match original {
        Some(original) => original_id(&page, original, diagnostics),
        None => own_text(&fields, "id").unwrap_or_else(|| slug.clone()),
    };
    fields.insert("id".into(), Value::Text(id.clone()));
    fields.shrink_to_fit();
    let title = own_text(&fields, "title").unwrap_or_else(|| fallback_title(&page));
    let date = fields.get("date").and_then(Value::as_moment);
    Candidate(Facts {
        page,
        kind,
        fields: Arc::new(fields),
        id,
        slug,
        title,
        date,
        draft: false,
        hidden: false,
        archived: false,
        is_over: false,
        unreviewed: false,
    })
}

/// The id of a translation: its original's, whatever it says itself.
fn original_id(page: &Page, original: &Page, diagnostics: &mut Vec<Diagnostic>) -> Arc<str> {
    let id = own_text(&original.fields, "id")
        .or_else(|| own_text(&original.fields, "slug"))
        .unwrap_or_else(|| default_slug(original));
    if let Some(own) = own_text(&page.fields, "id").filter(|own| *own != id) {
        diagnostics.push(
            Diagnostic::new(
                &codes::ADDRESS_ID,
                Place::at(&page.path, page.spans.field("id")),
                format!(
                    "the page has the id {}, and the page that it translates has the id {}",
                    spelt(&own),
                    spelt(&id)
                ),
            )
            .help("take `id` out: a translation has the id of its original")
            .related(Place::file(&original.path), "the original"),
        );
    }
    id
}

/// The page's type. A translation is of its original's type when it does not say.
fn type_of(page: &Page, original: Option<&Arc<Page>>, config: &Config) -> Arc<TypeDecl> {
    let states_type = page.fields.contains_key("type");
    let name = match original {
        Some(original) if !states_type => &original.kind,
        _ => &page.kind,
    };
    config
        .types
        .get(name)
        .or_else(|| config.types.get("page"))
        .cloned()
        .expect("the built-in type `page` always exists")
}

fn own_text(fields: &Values, name: &str) -> Option<Arc<str>> {
    match fields.get(name) {
        Some(Value::Text(text)) if !text.trim().is_empty() => Some(text.clone()),
        _ => None,
    }
}

/// The slug that a file's name gives: the folder's for a section, the bundle's or file's name else.
fn default_slug(page: &Page) -> Arc<str> {
    let place = &page.place;
    let name = if place.is_section() {
        place.folder.rsplit('/').next().unwrap_or_default()
    } else {
        &place.name
    };
    if name.is_empty() {
        "".into()
    } else {
        slugify(name).into()
    }
}

/// The title of a page that gives none, where the site's rules allow that: its first heading, else its name.
fn fallback_title(page: &Page) -> Arc<str> {
    match page.outline.headings.first() {
        Some(heading) => (*heading.text).into(),
        None if page.place.is_section() => page.place.folder.clone(),
        None => page.place.name.clone(),
    }
}

/// A value that a translation may take: none that is text in a language. Of a picture it takes the picture, without its
/// words, as a decoration.
fn without_text(value: &Value, field: Option<&Field>) -> Option<Value> {
    let field = field?;
    match (&field.kind, value) {
        (Kind::Image, value) => {
            let src = match value {
                Value::Map(entries) => entries.get("src")?.clone(),
                other => other.clone(),
            };
            let picture = [
                ("src".into(), src),
                ("decorative".into(), Value::Bool(true)),
            ];
            Some(Value::from(Values::from_iter(picture)))
        }
        _ if field.text => None,
        _ => Some(value.clone()),
    }
}

/// The `cascade` maps of sections, validated for each type that may inherit them.
struct Cascades {
    /// By language and folder.
    by_section: BTreeMap<(Arc<str>, Arc<str>), Cascade>,
}

/// What one section hands down, by type.
type Cascade = BTreeMap<Arc<str>, Values>;

impl Cascades {
    fn collect(pages: &[Arc<Page>], config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut by_section = BTreeMap::new();
        for page in pages.iter().filter(|page| page.place.is_section()) {
            let Some(node) = page.spans.front_matter.get("cascade") else {
                continue;
            };
            let kinds: BTreeSet<&Arc<str>> = pages
                .iter()
                .filter(|other| is_below(&other.place.folder, &page.place.folder))
                .map(|other| &other.kind)
                .collect();
            let mut by_kind = BTreeMap::new();
            for name in kinds {
                let Some(kind) = config.types.get(name) else {
                    continue;
                };
                by_kind.insert(
                    name.clone(),
                    cascaded(node, kind, page, config, diagnostics),
                );
            }
            by_section.insert((page.lang.clone(), page.place.folder.clone()), by_kind);
        }
        diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        diagnostics.dedup();
        Self { by_section }
    }

    /// Fills in what the sections above the page give, the nearest first. A section's own page does not inherit from itself.
    ///
    /// What hides pages is no text of a language: the default language's sections hand it down to every language.
    fn apply(&self, page: &Page, kind: &TypeDecl, default: &Arc<str>, fields: &mut Values) {
        if self.by_section.is_empty() {
            return;
        }
        self.apply_in(&page.lang, page, kind, fields, |_| true);
        if page.lang != *default {
            self.apply_in(default, page, kind, fields, |name| HIDING.contains(&name));
        }
    }

    fn apply_in(
        &self,
        lang: &Arc<str>,
        page: &Page,
        kind: &TypeDecl,
        fields: &mut Values,
        is_wanted: impl Fn(&str) -> bool,
    ) {
        let mut folder: &str = &page.place.folder;
        let mut skip = page.place.is_section();
        loop {
            if !skip {
                let key = (lang.clone(), Arc::from(folder));
                let given = self
                    .by_section
                    .get(&key)
                    .and_then(|kinds| kinds.get(&kind.name));
                for (name, value) in given.into_iter().flatten() {
                    let set = fields.get(name).is_some_and(|value| !value.is_empty());
                    if !set && is_wanted(name) && is_handed_down(name) {
                        fields.insert(name.clone(), value.clone());
                    }
                }
            }
            skip = false;
            if folder.is_empty() {
                return;
            }
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
}

/// The values of a `cascade` map that a type declares.
fn cascaded(
    node: &Node,
    kind: &TypeDecl,
    page: &Page,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Values {
    let context = validate::Context {
        file: &page.path,
        timezone: &config.timezone,
        owner: "a cascade",
        codes: &validate::FieldCodes::FRONT_MATTER,
    };
    let NodeKind::Map(entries) = &node.kind else {
        return Values::default();
    };
    entries
        .iter()
        .filter_map(|(key, value)| {
            let (name, field) = kind.fields.get_key_value(&*key.text)?;
            let value = validate::validate_value(name, field, value, context, diagnostics)?;
            Some((name.clone(), value))
        })
        .collect()
}

/// Whether `folder` is `above` or lies below it.
fn is_below(folder: &str, above: &str) -> bool {
    above.is_empty()
        || folder
            .strip_prefix(above)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
