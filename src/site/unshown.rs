//! What pages mean when they name a page that was held back: the name is then shown nowhere, and its author is told.
//!
//! It knows names to compare and reasons to tell of, and nothing of a held page that could be shown.

use std::collections::BTreeMap;

use crate::admit::{Held, HeldName, Reason};
use crate::config::{Config, TaxonomyDecl};
use crate::diagnostic::wording::code;
use crate::diagnostic::{Diagnostic, codes};
use crate::hash::Table;
use crate::language::slugify;
use crate::path::SitePath;
use crate::schema::RefTo;

use super::term::Use;

/// The pages that were held back, by what may mean them.
pub(super) struct Unshown<'a> {
    /// By slug, so that a site with many drafts and many plain names is not looked through for each of them.
    pages: Table<&'a str, Vec<HeldPage<'a>>>,
    config: &'a Config,
}

/// A page that was held back.
#[derive(Clone, Copy)]
struct HeldPage<'a> {
    path: &'a SitePath,
    name: &'a HeldName,
    held: &'a Held,
}

impl<'a> Unshown<'a> {
    /// Takes the names of the pages that were held back in every language.
    pub(super) fn new(
        names: &'a BTreeMap<SitePath, HeldName>,
        held: &'a BTreeMap<SitePath, Held>,
        config: &'a Config,
    ) -> Self {
        let mut pages: Table<&str, Vec<HeldPage<'a>>> = Table::default();
        for (path, name) in names {
            let Some(held) = held.get(path) else {
                continue;
            };
            for slug in &name.slugs {
                let page = HeldPage { path, name, held };
                pages.entry(slug).or_default().push(page);
            }
        }
        Self { pages, config }
    }

    /// The held term of a taxonomy that a name means.
    pub(super) fn term(
        &self,
        taxonomy: &TaxonomyDecl,
        name: &str,
    ) -> Option<(&'a SitePath, &'a Held)> {
        self.find(name, |held| is_term_of(held, taxonomy))
    }

    /// Whether a reference to one of these means a page or term that was held back.
    pub(super) fn is_meant(&self, to: &[RefTo], own_taxonomy: &str, name: &str) -> bool {
        let is_wanted = |held: &HeldName| {
            to.iter().any(|target| {
                let taxonomy = match target {
                    RefTo::AnyPage => return true,
                    RefTo::Type(kind) => return held.kind == *kind,
                    RefTo::Taxonomy(taxonomy) => taxonomy,
                    RefTo::OwnTaxonomy => own_taxonomy,
                };
                let decl = self.config.taxonomies.get(taxonomy);
                decl.is_some_and(|decl| is_term_of(held, decl))
            })
        };
        self.find(name, is_wanted).is_some()
    }

    fn find(
        &self,
        name: &str,
        is_wanted: impl Fn(&HeldName) -> bool,
    ) -> Option<(&'a SitePath, &'a Held)> {
        if self.pages.is_empty() {
            return None;
        }
        let mut called = self.pages.get(&*slugify(name))?.iter();
        let page = called.find(|page| is_wanted(page.name))?;
        Some((page.path, page.held))
    }
}

fn is_term_of(held: &HeldName, taxonomy: &TaxonomyDecl) -> bool {
    match &taxonomy.from_type {
        Some(kind) => held.kind == *kind,
        None => held.taxonomy.as_ref() == Some(&taxonomy.name),
    }
}

/// The warning that a page names a term whose own page is held back. An inherited name is reported where it was written.
pub(super) fn held_term(
    using: &Use<'_>,
    taxonomy: &TaxonomyDecl,
    (path, held): (&SitePath, &Held),
) -> Option<Diagnostic> {
    let place = using.place.clone()?;
    let label = taxonomy.label.get("en").unwrap_or(&taxonomy.name);
    let (is, help) = match held.reason {
        Reason::Draft if held.place.file == *path => (
            "a draft",
            format!(
                "open {} and delete the line `draft: true`",
                code(path.as_str())
            ),
        ),
        reason => (
            reason.reason(),
            format!("publish {}, or take its name out here", code(path.as_str())),
        ),
    };
    let message = format!(
        "{} is one of this site's {}, but it is {is}, so this page is shown without it",
        code(using.name),
        label.to_lowercase()
    );
    Some(Diagnostic::new(&codes::TAXONOMY_HELD_TERM, place, message).help(help))
}
