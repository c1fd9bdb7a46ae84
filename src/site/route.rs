//! One HTML page of the output, and what it shows.

use std::sync::Arc;

use crate::config::TaxonomyId;
use crate::path::UrlPath;

use super::ids::{ListingId, PageId};
use super::route_key::RouteKey;
use super::term::TermId;

/// What an address shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteKind {
    /// One page.
    Page,
    /// The first page of a language.
    Home,
    /// The pages of a folder.
    Section,
    /// The terms of a taxonomy.
    Taxonomy,
    /// One term and its pages.
    Term(TermId),
    /// How the terms of a taxonomy meet.
    Map(TaxonomyId),
    /// The search page.
    Search,
    /// Every word of the glossary.
    Glossary,
    /// What is shown for an address that does not exist.
    NotFound,
    /// What is shown for an address that was withdrawn.
    Gone,
}

/// One HTML page of the output.
#[derive(Clone, Debug)]
pub struct Route {
    /// Its address.
    pub url: UrlPath,
    /// Its language.
    pub lang: Arc<str>,
    /// What it shows.
    pub kind: RouteKind,
    /// What pairs it with the same page in other languages.
    pub key: RouteKey,
    /// The page whose title and body it shows; none for a generated page without a file.
    pub page: Option<PageId>,
    /// What it lists.
    pub listing: Option<ListingId>,
    /// Which page of the list it is, from 1.
    pub number: usize,
}
