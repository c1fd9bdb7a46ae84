//! The assemble stage: all admitted pages to one site. Always runs whole, in time that grows with the number of pages.
//!
//! It gives every page its address, its place among the others and the target of each of its links, and finds what only the
//! whole can show: collisions, missing targets, unknown terms. It renders nothing and reads nothing.

pub mod address;
mod attachments;
pub mod catalogue;
mod edited;
mod embeds;
pub mod files;
pub mod links;
pub mod listing;
mod mentions;
pub mod menus;
mod naming;
pub mod order;
pub mod outputs;
pub mod pictures;
mod portable;
mod redirects;
pub mod references;
pub mod registry;
pub mod related;
mod route_key;
mod routes;
pub mod taxonomy;
mod term;
mod unshown;
pub mod versions;
mod withheld;
mod written;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::admit::{Admission, Admitted};
use crate::config::{Config, TaxonomyId};
use crate::diagnostic::{Checked, Diagnostic};
use crate::glossary::Glossary;
use crate::path::{SitePath, UrlPath};
use crate::redirect::Redirect;

use catalogue::AskedNames;
pub use files::PublishedFile;
pub use links::LinkTarget;
pub use listing::{Listing, ListingId};
pub use pictures::Picture;
pub use references::ResolvedRefs;
pub use registry::Registry;
pub use route_key::RouteKey;
pub use routes::RoutesByKey;
pub use term::{PageTerms, Term, TermId};

/// A page of the site, by number: its place in [`Site::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub u32);

/// A route of the site, by number: its place in [`Structure::routes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RouteId(pub u32);

impl PageId {
    /// Its place in a list that holds one thing for each page.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl RouteId {
    /// Its place in a list that holds one thing for each route.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

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
    structure: Arc<Structure>,
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
    /// Who has each address of the output.
    pub registry: Registry,
    /// The words that pages explain.
    pub glossary: Arc<Glossary>,
    /// The pictures that pages name, by file.
    pub pictures: BTreeMap<SitePath, Picture>,
    /// The menus by language and name.
    pub menus: BTreeMap<Arc<str>, IndexMap<Arc<str>, Vec<menus::MenuItem>>>,
    /// The names by which links and references ask for pages.
    names: AskedNames,
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

/// Assembles the site from what the gate let through.
pub fn assemble(
    admission: Admission,
    config: &Arc<Config>,
    glossary: &Arc<Glossary>,
) -> Checked<Site> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let Admission {
        pages,
        held,
        held_names,
        files,
        ..
    } = admission;
    let unshown = unshown::Unshown::new(&held_names, &held, config);
    let ((catalogue, clashes), (segments, urls, taxonomies, strays)) = rayon::join(
        || {
            let mut found = Vec::new();
            address::check_ids(&pages, &mut found);
            (catalogue::Catalogue::new(&pages), found)
        },
        || {
            let mut found = Vec::new();
            let segments = address::Segments::of(&pages);
            let urls: Vec<UrlPath> = pages
                .iter()
                .map(|page| address::address(page, config, &segments, &mut found))
                .collect();
            let taxonomies =
                taxonomy::assemble(&pages, &urls, &segments, &unshown, config, &mut found);
            (segments, urls, taxonomies, found)
        },
    );
    diagnostics.extend(clashes.into_iter().chain(strays));
    let taxonomy::Taxonomies {
        terms,
        by_name,
        terms_of,
    } = taxonomies;
    let listing::Listings {
        listings,
        section_of,
    } = listing::assemble(&listing::Sources {
        pages: &pages,
        urls: &urls,
        terms: &terms,
        segments: &segments,
        config,
    });
    let routes = routes::routes(&routes::Shown {
        pages: &pages,
        urls: &urls,
        terms: &terms,
        listings: &listings,
        glossary,
        config,
    });
    let by_key = RoutesByKey::new(&routes);

    let files::Offered {
        files: offered,
        withheld,
    } = files::offered(&pages, &urls, &segments, &files, config);
    let redirects = redirects::collect(&pages, &urls, &terms, config, &mut diagnostics);
    let claims = outputs::Claims {
        pages: &pages,
        routes: &routes,
        listings: &listings,
        files: &offered,
        config,
    };
    let (mut registry, clashes) = Registry::new(&claims, &redirects, &mut diagnostics);

    let resolver = links::Resolver::new(links::Known {
        pages: &pages,
        urls: &urls,
        catalogue: &catalogue,
        registry: &registry,
        routes: &routes,
        files: &offered,
        withheld: &withheld,
        held: &held,
        config,
    });
    let ((resolved, in_bodies), (references, in_fields, names_in_fields)) = rayon::join(
        || {
            let mut found = Vec::new();
            (resolver.resolve_bodies(&mut found), found)
        },
        || {
            let mut found = Vec::new();
            let mut names = AskedNames::default();
            let context = references::Context {
                pages: &pages,
                catalogue: &catalogue,
                terms: &by_name,
                resolver: &resolver,
                unshown: &unshown,
                config,
                suggestions: Cell::new(links::MOST_SUGGESTIONS),
            };
            let references = references::resolve(&context, &mut names, &mut found);
            (references, found, names)
        },
    );
    diagnostics.extend(in_bodies.into_iter().chain(in_fields));
    let links::Resolved {
        targets,
        backlinks,
        mut used_files,
        mut names,
    } = resolved;
    names.extend(names_in_fields);
    let (related, (neighbours, series)) = rayon::join(
        || related::related(&pages, &terms_of, &references, &targets),
        || {
            (
                listing::neighbours(&pages, &listings),
                order::series(&pages),
            )
        },
    );
    let versions = versions::versions(&pages, &urls, &references, config, &mut diagnostics);
    let relations = (0..pages.len())
        .map(|index| Relations {
            section: section_of[index],
            previous: neighbours[index].0,
            next: neighbours[index].1,
            related: related[index].clone(),
            backlinks: backlinks[index].clone(),
            versions: versions[index].own.clone(),
            version_of: versions[index].parent,
            series: series[index].clone(),
        })
        .collect();
    let menus = menus::assemble(
        &pages,
        &listings,
        &routes,
        &by_key,
        config,
        &mut diagnostics,
    );
    for page in &references {
        used_files.extend(page.files.values().map(|file| file.url.clone()));
        used_files.extend(page.linked.iter().cloned());
    }
    if offered.iter().any(|file| file.is_of_content()) {
        used_files.extend(mentions::addresses(&files, &resolver));
    }
    let pictures = pictures::used(&pages, &targets, &references, &offered, &mut diagnostics);
    let files = files::keep_used(&offered, &used_files);
    // What nothing names is not published, and so is in nobody's way.
    let clashes = clashes.into_iter().filter(|clash| {
        let mut claims = clash.files.iter();
        claims.all(|url| files.iter().any(|file| file.url == *url))
    });
    diagnostics.extend(clashes.map(|clash| clash.finding));
    attachments::judge(&pages, &targets, &references, &files, &mut diagnostics);
    registry::check_files(&files, config, &mut diagnostics);
    registry.settle(&offered, &files);

    let structure = Structure {
        config: config.clone(),
        urls,
        terms_of,
        relations,
        targets,
        references,
        terms,
        listings,
        routes,
        by_key,
        redirects,
        files,
        registry,
        glossary: glossary.clone(),
        pictures,
        menus,
        names: names.finish(),
    };
    let site = Site {
        pages,
        structure: Arc::new(structure),
    };
    Checked::new(site, diagnostics)
}
