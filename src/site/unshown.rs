//! What pages mean when they name a page that was held back: the name is then shown nowhere, and its author is told.
//!
//! It knows names to compare and reasons to tell of, and nothing of a held page that could be shown.

use std::collections::BTreeMap;

use crate::admit::{Held, HeldName};
use crate::config::{Config, TaxonomyDecl};
use crate::diagnostic::wording::code;
use crate::diagnostic::{Diagnostic, codes};
use crate::path::SitePath;
use crate::schema::RefTo;

use super::term::Use;

/// The pages that were held back, by what may mean them.
pub(super) struct Unshown<'a> {
    pages: Vec<(&'a SitePath, &'a HeldName, &'a Held)>,
    config: &'a Config,
}

impl<'a> Unshown<'a> {
    /// Takes the names of the pages that were held back in every language.
    pub(super) fn new(
        names: &'a BTreeMap<SitePath, HeldName>,
        held: &'a BTreeMap<SitePath, Held>,
        config: &'a Config,
    ) -> Self {
        let pages = names.iter();
        Self {
            pages: pages
                .filter_map(|(path, name)| Some((path, name, held.get(path)?)))
                .collect(),
            config,
        }
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
        let mut pages = self.pages.iter();
        let (path, _, held) =
            pages.find(|(_, held, _)| is_wanted(held) && held.is_meant_by(name))?;
        Some((path, held))
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
    let message = format!(
        "the term {} of the taxonomy {} is held back, and this page is shown without it",
        code(using.name),
        code(&taxonomy.name)
    );
    Some(
        Diagnostic::new(&codes::TAXONOMY_HELD_TERM, place, message).help(format!(
            "{} is {}; publish it, or take its name out here",
            code(path.as_str()),
            held.reason.reason()
        )),
    )
}
