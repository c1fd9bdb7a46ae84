//! Which page is a version of which, such as the Easy Read of an evaluation: the two are linked both ways, language by language.
//!
//! A version stands in the list of its own section and in search. It is no news of its own: home, feeds of subjects, related
//! pages and counts know its parent alone. What a version says is its author's affair.

use crate::admit::Admitted;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::path::UrlPath;
use crate::schema::Value;

use super::ids::PageId;
use super::references::{Reference, ResolvedRefs};

/// The field by which a version names its parent.
pub const FIELD: &str = "version_of";

/// A page's place among versions.
#[derive(Clone, Debug, Default)]
pub(super) struct Versions {
    /// What it is a version of.
    pub parent: Option<PageId>,
    /// Its versions in its own language, in the order of their addresses.
    pub own: Vec<PageId>,
}

/// Finds the versions of every page.
pub(super) fn versions(
    pages: &[Admitted],
    urls: &[UrlPath],
    references: &[ResolvedRefs],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Versions> {
    let mut found = vec![Versions::default(); pages.len()];
    for (index, page) in pages.iter().enumerate() {
        check_formats(page, diagnostics);
        if !page.kind.is_version {
            continue;
        }
        let Some(Reference::Page(parent)) = references[index].refs.get(FIELD) else {
            continue;
        };
        let of = &pages[parent.index()];
        if of.kind.is_version {
            diagnostics.push(
                Diagnostic::new(
                    &codes::VERSION_OF_VERSION,
                    stated(page),
                    format!("`{}` is itself a version of another page", of.id),
                )
                .help("name the page that both are versions of"),
            );
            continue;
        }
        found[index].parent = Some(*parent);
        if of.page.lang == page.page.lang {
            found[parent.index()].own.push(PageId(index as u32));
            continue;
        }
        let label = config
            .languages
            .get(&page.page.lang)
            .map_or(&page.page.lang, |language| &language.label);
        diagnostics.push(
            Diagnostic::new(
                &codes::VERSION_OTHER_LANGUAGE,
                stated(page),
                format!(
                    "the page `{}` is not there in this version’s language ({label})",
                    of.id
                ),
            )
            .help("translate that page too, or take this version out: no page links to it")
            .related(Place::file(&of.page.path), "the page that there is"),
        );
    }
    for page in &mut found {
        page.own
            .sort_by(|a, b| urls[a.index()].cmp(&urls[b.index()]));
    }
    found
}

/// Where a page names what it is a version of.
fn stated(page: &Admitted) -> Place {
    match page.page.fields.contains_key(FIELD) {
        true => Place::at(&page.page.path, page.page.spans.field(FIELD)),
        false => Place::file(&page.page.path),
    }
}

/// Says which of a page's other formats lead nowhere.
fn check_formats(page: &Admitted, diagnostics: &mut Vec<Diagnostic>) {
    let formats = page.field("alternate_formats").map(Value::items);
    for format in formats.unwrap_or_default() {
        let has = |name: &str| format.get(name).is_some_and(|value| !value.is_empty());
        if has("url") || has("path") {
            continue;
        }
        let kind = format.get("format").and_then(Value::as_text);
        diagnostics.push(
            Diagnostic::new(
                &codes::VERSION_NO_ADDRESS,
                Place::at(&page.page.path, page.page.spans.field("alternate_formats")),
                format!(
                    "the format `{}` has neither a file nor an address",
                    kind.unwrap_or_default()
                ),
            )
            .help("add `path` for a file of the site, or `url` for an address elsewhere"),
        );
    }
}
