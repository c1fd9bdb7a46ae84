//! One entry of a taxonomy, and how a page calls it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{Config, TaxonomyId};
use crate::diagnostic::Place;
use crate::path::UrlPath;

use super::ids::PageId;

/// A term, by number: its place in [`super::Structure::terms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub u32);

impl TermId {
    /// Its place in a list that holds one thing for each term.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The terms of one page, by taxonomy.
#[derive(Clone, Debug)]
pub struct PageTerms(Vec<Vec<TermId>>);

impl PageTerms {
    /// Those of a page of which nothing else is known yet.
    pub(super) fn none(config: &Config) -> Self {
        Self(vec![Vec::new(); config.taxonomies.len()])
    }

    pub(super) fn add(&mut self, taxonomy: TaxonomyId, term: TermId) {
        self.0[taxonomy.index()].push(term);
    }

    pub(super) fn by_taxonomy_mut(&mut self) -> impl Iterator<Item = &mut Vec<TermId>> {
        self.0.iter_mut()
    }

    /// Those of one taxonomy, in the order in which the page names them.
    pub fn of(&self, taxonomy: TaxonomyId) -> &[TermId] {
        &self.0[taxonomy.index()]
    }

    /// Those of each taxonomy, in the order of the configuration.
    pub fn by_taxonomy(&self) -> impl Iterator<Item = &[TermId]> {
        self.0.iter().map(Vec::as_slice)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = TermId> + '_ {
        self.0.iter().flatten().copied()
    }
}

/// One entry of a taxonomy.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its taxonomy.
    pub taxonomy: TaxonomyId,
    /// Its name in front matter and addresses.
    pub id: Arc<str>,
    /// Its page in each language that has one.
    pub pages: BTreeMap<Arc<str>, PageId>,
    /// Its name as the pages give it, when no file describes it.
    pub name: Arc<str>,
    /// Its address in each language that shows it.
    pub urls: BTreeMap<Arc<str>, UrlPath>,
    /// The term that replaces it.
    pub replaced_by: Option<TermId>,
    /// The wider terms.
    pub broader: Vec<TermId>,
    /// The narrower terms: those that call it wider.
    pub narrower: Vec<TermId>,
    /// The terms that its file calls related.
    pub related: Vec<TermId>,
    /// The pages that have it, by language, newest first; archived pages left out.
    pub members: BTreeMap<Arc<str>, Vec<PageId>>,
    /// The terms of the same taxonomy on the same pages, by language, with the number of pages; most first.
    pub together: BTreeMap<Arc<str>, Vec<(TermId, u32)>>,
}

impl Term {
    /// A term of which nothing else is known yet.
    pub(super) fn named(taxonomy: TaxonomyId, id: Arc<str>, name: Arc<str>) -> Self {
        Self {
            taxonomy,
            id,
            pages: BTreeMap::new(),
            name,
            urls: BTreeMap::new(),
            replaced_by: None,
            broader: Vec::new(),
            narrower: Vec::new(),
            related: Vec::new(),
            members: BTreeMap::new(),
            together: BTreeMap::new(),
        }
    }

    /// The page that describes it best for a reader of `lang`: that language's, else the first there is.
    pub fn page(&self, lang: &str, default: &str) -> Option<PageId> {
        self.pages
            .get(lang)
            .or_else(|| self.pages.get(default))
            .or_else(|| self.pages.values().next())
            .copied()
    }

    /// How many pages have it in a language.
    pub fn count(&self, lang: &str) -> usize {
        self.members.get(lang).map_or(0, Vec::len)
    }
}

/// A page's use of a term, as written.
pub(super) struct Use<'a> {
    pub(super) page: PageId,
    pub(super) name: &'a str,
    pub(super) place: Option<Place>,
    /// Whether it is one text with commas in it, where a list may be meant.
    pub(super) commas: bool,
}
