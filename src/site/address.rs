//! The address of every page: its type's pattern, filled in.
//!
//! A page keeps the address that its file gives it in every build; nothing here depends on another page but the translated
//! segments of the folders above.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::admit::Admitted;
use crate::config::Config;
use crate::diagnostic::wording::{code, spelt};
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::language::slugify;
use crate::path::UrlPath;

/// The segments of addresses that stand for folders, translated.
#[derive(Debug, Default)]
pub struct Segments {
    /// By language and folder: the segment of the folder's last part.
    translated: BTreeMap<(Arc<str>, Arc<str>), Arc<str>>,
}

impl Segments {
    /// Takes the segments that sections give by their `slug`.
    pub fn of(pages: &[Admitted]) -> Self {
        let translated = pages
            .iter()
            .filter(|page| page.page.place.is_section() && !page.page.place.folder.is_empty())
            .filter(|page| check_slug(&page.slug).is_ok())
            .map(|page| {
                let key = (page.page.lang.clone(), page.page.place.folder.clone());
                (key, page.slug.clone())
            })
            .collect();
        Self { translated }
    }

    /// The segment for the last part of `folder` in a language.
    pub fn segment(&self, lang: &str, folder: &str) -> Arc<str> {
        let key = (Arc::from(lang), Arc::from(folder));
        match self.translated.get(&key) {
            Some(segment) => segment.clone(),
            None => slugify(folder.rsplit('/').next().unwrap_or_default()).into(),
        }
    }

    /// The segments for every part of `folder` in a language, joined with `/`; empty for the top.
    pub fn folder(&self, lang: &str, folder: &str) -> String {
        let ends = folder.match_indices('/').map(|(at, _)| at);
        let ends = ends.chain((!folder.is_empty()).then_some(folder.len()));
        let segments: Vec<Arc<str>> = ends.map(|end| self.segment(lang, &folder[..end])).collect();
        segments.join("/")
    }

    /// The address of a folder in a language: `/cy/straeon/`.
    pub fn address(&self, lang: &str, folder: &str, config: &Config) -> UrlPath {
        let prefix = config
            .languages
            .get(lang)
            .map_or("", |language| &language.prefix);
        let path = self.folder(lang, folder);
        match path.is_empty() {
            true => UrlPath::new(&format!("{prefix}/")),
            false => UrlPath::new(&format!("{prefix}/{path}/")),
        }
    }
}

/// The address of a page.
///
/// A pattern that asks for a date that the page does not have is an error at the pattern's page; the page then takes the
/// address of its path, so that the rest of the site can still be checked.
pub fn address(
    page: &Admitted,
    config: &Config,
    segments: &Segments,
    diagnostics: &mut Vec<Diagnostic>,
) -> UrlPath {
    let place = &page.page.place;
    let lang = &page.page.lang;
    let is_term = page.kind.is_term();
    if place.is_section() && !is_term {
        reserved(page, &segments.folder(lang, &place.folder), diagnostics);
        return segments.address(lang, &place.folder, config);
    }
    let slug = match check_slug(&page.slug) {
        Ok(()) => page.slug.clone(),
        Err(problem) => {
            diagnostics.push(
                Diagnostic::new(
                    &codes::ADDRESS_SLUG,
                    stated(page, "slug"),
                    format!("the slug {} {problem}", spelt(&page.slug)),
                )
                .help("use lower-case letters, digits and hyphens: `the-allotment-key`"),
            );
            slugify(&place.name).into()
        }
    };
    let id: Arc<str> = match check_slug(&page.id) {
        Ok(()) => page.id.clone(),
        // An id that follows from the slug is reported there.
        Err(_) if page.id == page.slug => slug.clone(),
        Err(problem) => {
            diagnostics.push(
                Diagnostic::new(
                    &codes::ADDRESS_ID,
                    stated(page, "id"),
                    format!("the id {} {problem}", spelt(&page.id)),
                )
                .help("an id is one word of letters, digits and hyphens: `s-7f3k2`"),
            );
            slugify(&page.id).into()
        }
    };
    let parent = if is_term && place.is_section() {
        place.folder.rsplit_once('/').map_or("", |(above, _)| above)
    } else {
        &place.folder
    };
    let pattern = page.kind.permalink.get(lang).unwrap_or("/{path}/");
    let date = page.date.map(|moment| moment.day);
    let filled = fill(pattern, |name| match name {
        "slug" => Some(slug.to_string()),
        "id" => Some(id.to_string()),
        "section" | "taxonomy" => Some(segments.segment(lang, place.top()).to_string()),
        "path" => Some(format!("{}/{slug}", segments.folder(lang, parent))),
        "year" => date.map(|day| format!("{:04}", day.year())),
        "month" => date.map(|day| format!("{:02}", day.month())),
        "day" => date.map(|day| format!("{:02}", day.day())),
        _ => None,
    });
    let path = filled.unwrap_or_else(|missing| {
        let fallback = format!("{}/{slug}", segments.folder(lang, parent));
        // A part that no page has was reported where the pattern is written.
        if !["year", "month", "day"].contains(&&*missing) {
            return fallback;
        }
        let message = format!(
            "the address pattern {} needs `{{{missing}}}`, and the page `{}` has no date",
            code(pattern),
            page.page.path
        );
        let file = Place::file(&page.page.path);
        let place = page.kind.permalink_place.clone();
        let named = place.is_some();
        let mut found = Diagnostic::new(
            &codes::ADDRESS_NO_DATE,
            place.unwrap_or(file.clone()),
            message,
        )
        .help("give the page a `date`, or take the date out of the type's `permalink`");
        if named {
            found = found.related(file, "the page without a date");
        }
        diagnostics.push(found);
        fallback
    });
    let prefix = config
        .languages
        .get(lang)
        .map_or("", |language| &language.prefix);
    // What climbs was reported where the pattern is written.
    let stays = |part: &&str| !["", ".", ".."].contains(part);
    let tidy: Vec<&str> = path.split('/').filter(stays).collect();
    let path = tidy.join("/");
    reserved(page, &path, diagnostics);
    let is_file = pattern.ends_with(FILE) && path.ends_with(FILE);
    match path.is_empty() {
        // A pattern such as `/`: the page asks for the address of its language's home.
        true => UrlPath::new(&format!("{prefix}/")),
        false if is_file => UrlPath::new(&format!("{prefix}/{path}")),
        false => UrlPath::new(&format!("{prefix}/{path}/")),
    }
}

/// How an address pattern ends that gives a file of that name, and not a folder: sites that move in have such addresses.
const FILE: &str = ".html";

/// The place of a field that decides an address; the whole file when the file's name decided.
pub(super) fn stated(page: &Admitted, field: &str) -> Place {
    match page.page.fields.contains_key(field) {
        true => Place::at(&page.page.path, page.page.spans.field(field)),
        false => Place::file(&page.page.path),
    }
}

/// What lies at the top and is no page's: the index and page of the search, files that browsers keep for a year, and what the
/// preview asks for itself.
const KEPT_AT_THE_TOP: [&str; 3] = ["search", "assets", "__alongside"];

/// Reports an address with a part that Alongside needs: `page` anywhere, for lists, and what is kept at the top.
fn reserved(page: &Admitted, path: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let first = parts.next();
    let taken = match first {
        Some(first) if KEPT_AT_THE_TOP.contains(&first) => Some(first),
        _ => first.into_iter().chain(parts).find(|part| *part == "page"),
    };
    if let Some(part) = taken {
        diagnostics.push(
            Diagnostic::new(
                &codes::ADDRESS_RESERVED,
                stated(page, "slug"),
                format!(
                    "the address `/{path}/` has the part `{part}`, which Alongside keeps for itself"
                ),
            )
            .help("give the page another `slug`, or its folder another name"),
        );
    }
}

/// Fills the `{names}` of a pattern; the first name that has no value is the error.
fn fill(pattern: &str, value: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else {
            break;
        };
        let name = &rest[open + 1..open + close];
        filled.push_str(&rest[..open]);
        filled.push_str(&value(name).ok_or_else(|| name.to_owned())?);
        rest = &rest[open + close + 1..];
    }
    filled.push_str(rest);
    Ok(filled)
}

/// Whether a text can be one segment of an address; what is wrong with it, to follow "the slug `…`".
pub fn check_slug(slug: &str) -> Result<(), &'static str> {
    if slug.is_empty() {
        return Err("is empty");
    }
    if slug == "." || slug == ".." {
        return Err("would climb out of its folder");
    }
    if slug.contains(['/', '\\']) {
        return Err("has a slash: it is one part of the address");
    }
    if slug.chars().any(|character| character.is_control()) {
        return Err("has a line break or another character that cannot be seen");
    }
    if slug.contains(['?', '#', '%', '<', '>', '"', '*', ':', '|'])
        || slug.contains(char::is_whitespace)
    {
        return Err("has a character that an address may not hold");
    }
    if slug.starts_with('.') || slug.ends_with('.') {
        return Err("begins or ends with a dot");
    }
    if slug.len() > 200 {
        return Err("is longer than 200 bytes");
    }
    Ok(())
}

/// Finds two pages of one type and language with one id.
///
/// Two files of one name in two folders share the id that follows from it, which harms nobody until a reference means one
/// of them; so one of the two must state its id.
pub fn check_ids(pages: &[Admitted], diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<(&str, &str, &str), &Admitted> = BTreeMap::new();
    for page in pages {
        if page.page.place.is_section() && page.kind.is_section() {
            continue;
        }
        match seen.get(&identity(page)) {
            Some(first) if states_id(page) || states_id(first) => {
                let (at, other) = if states_id(page) {
                    (page, *first)
                } else {
                    (*first, page)
                };
                diagnostics.push(
                    Diagnostic::new(
                        &codes::ADDRESS_SAME_ID,
                        Place::at(&at.page.path, at.page.spans.field("id")),
                        format!("the id `{}` is already another page's", page.id),
                    )
                    .help("give one of the two another `id`")
                    .related(Place::file(&other.page.path), "the other page"),
                );
            }
            Some(_) => {}
            None => {
                seen.insert(identity(page), page);
            }
        }
    }
}

/// What no two pages may share: type (of a term its taxonomy), language and id.
fn identity(page: &Admitted) -> (&str, &str, &str) {
    let scope = match page.kind.is_term() {
        true => page.page.place.top(),
        false => &*page.kind.name,
    };
    (scope, &page.page.lang, &page.id)
}

fn states_id(page: &Admitted) -> bool {
    page.page.fields.contains_key("id")
}

/// Whether two pages are told of by [`check_ids`].
pub(super) fn share_a_stated_id(one: &Admitted, other: &Admitted) -> bool {
    identity(one) == identity(other) && (states_id(one) || states_id(other))
}
