//! The assembled site: every address given, every link resolved.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::admit::Admitted;
use crate::config::Config;
use crate::glossary::Glossary;
use crate::path::{SitePath, UrlPath};
use crate::redirect::Redirect;

use super::catalogue::AskedNames;
use super::files::PublishedFile;
use super::ids::{ListingId, PageId};
use super::links::LinkTarget;
use super::listing::Listing;
use super::pictures::Picture;
use super::references::ResolvedRefs;
use super::registry::Registry;
use super::route::Route;
use super::route_key::RouteKey;
use super::routes::RoutesByKey;
use super::term::{PageTerms, Term, TermId};
use super::{menus, order};

/// A page's neighbours and relations.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    /// The listing of the section it stands in.
    pub section: Option<ListingId>,
    /// The page before it in its section's order.
    pub previous: Option<PageId>,
    /// The page after it.
    pub next: Option<PageId>,
    /// Pages on like subjects, nearest first.
    pub related: Vec<PageId>,
    /// Pages whose bodies link to it, in the order of their addresses.
    pub backlinks: Vec<PageId>,
    /// Its versions in its own language: its Easy Read.
    pub versions: Vec<PageId>,
    /// The page that it is a version of.
    pub version_of: Option<PageId>,
    /// Its place in its series.
    pub series: order::SeriesPlace,
}

/// The whole site, every address given and every link resolved.
///
/// What was assembled reads like its own fields. It stands apart from the pages because a page's text has no part in it: while
/// nothing but text changes, it is shared by one state of a site and the next.
#[derive(Clone, Debug)]
pub struct Site {
    /// The admitted pages, in the order of their files.
    pub pages: Vec<Admitted>,
    pub(super) structure: Arc<Structure>,
}

impl std::ops::Deref for Site {
    type Target = Structure;

    fn deref(&self) -> &Structure {
        &self.structure
    }
}

/// What is assembled from the pages of a site. Each list of something by page is in the order of the pages.
#[derive(Debug)]
pub struct Structure {
    /// The configuration.
    pub config: Arc<Config>,
    /// The address of each page.
    pub urls: Vec<UrlPath>,
    /// The terms of each page.
    pub terms_of: Vec<PageTerms>,
    /// The relations of each page.
    pub relations: Vec<Relations>,
    /// The target of each link of each page's body.
    pub targets: Vec<Vec<LinkTarget>>,
    /// What the references in each page's fields name.
    pub references: Vec<ResolvedRefs>,
    /// The terms of every taxonomy.
    pub terms: Vec<Term>,
    /// What lists pages or terms: homes, sections, taxonomies, terms.
    pub listings: Vec<Listing>,
    /// Every HTML page of the output, in the order of its address.
    pub routes: Vec<Route>,
    /// Routes by key and language; of a list its first page.
    pub by_key: RoutesByKey,
    /// Every redirect, from old to final address.
    pub redirects: Vec<Redirect>,
    /// The files that are copied, in the order of their addresses.
    pub files: Vec<PublishedFile>,
    /// The files of `content/` that are not published, since nothing names them or they could run.
    pub unpublished: Vec<SitePath>,
    /// Who has each address of the output.
    pub registry: Registry,
    /// The words that pages explain.
    pub glossary: Arc<Glossary>,
    /// The pictures that pages name, by file.
    pub pictures: BTreeMap<SitePath, Picture>,
    /// The menus by language and name.
    pub menus: BTreeMap<Arc<str>, IndexMap<Arc<str>, Vec<menus::MenuItem>>>,
    /// The names by which links and references ask for pages.
    pub(super) names: AskedNames,
}

impl Site {
    /// A page by number.
    pub fn page(&self, id: PageId) -> &Admitted {
        &self.pages[id.index()]
    }

    /// The address of a page.
    pub fn url(&self, id: PageId) -> &UrlPath {
        &self.urls[id.index()]
    }

    /// A listing by number.
    pub fn listing(&self, id: ListingId) -> &Listing {
        &self.listings[id.index()]
    }

    /// A term by number.
    pub fn term(&self, id: TermId) -> &Term {
        &self.terms[id.index()]
    }

    /// Whether search engines are asked to leave a route out: its page says so, or the page of the list that it shows.
    pub fn is_noindex(&self, route: &Route) -> bool {
        let listed = route.listing.and_then(|id| self.listing(id).page);
        let mut pages = route.page.into_iter().chain(listed);
        pages.any(|page| self.page(page).is_noindex())
    }

    /// The route with this key in this language.
    pub fn route(&self, key: &RouteKey, lang: &str) -> Option<&Route> {
        let id = self.by_key.find(key, lang)?;
        Some(&self.routes[id.index()])
    }
}
