//! From pages, terms and listings to every HTML page of the output, and how these are found. What a list holds is not
//! decided here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::admit::Admitted;
use crate::config::Config;
use crate::glossary::Glossary;
use crate::hash::Table;
use crate::path::UrlPath;

use super::ids::{ListingId, PageId, RouteId};
use super::listing::Listing;
use super::route::{Route, RouteKind};
use super::route_key::RouteKey;
use super::term::{Term, TermId};

/// What routes are made from.
pub(super) struct Shown<'a> {
    pub pages: &'a [Admitted],
    pub urls: &'a [UrlPath],
    pub terms: &'a [Term],
    pub listings: &'a [Listing],
    pub glossary: &'a Glossary,
    pub config: &'a Config,
}

/// Every HTML page of the output, in the order of its address.
pub(super) fn routes(from: &Shown<'_>) -> Vec<Route> {
    let Shown {
        pages,
        urls,
        terms,
        listings,
        glossary,
        config,
    } = *from;
    let mut routes = Vec::with_capacity(pages.len() + listings.len());
    let mut shown: BTreeSet<PageId> = terms
        .iter()
        .filter(|term| term.replaced_by.is_some())
        .flat_map(|term| term.pages.values().copied())
        .collect();
    for (index, listing) in listings.iter().enumerate() {
        shown.extend(listing.page);
        for number in 1..=listing.page_count() {
            routes.push(Route {
                url: listing.page_url(number),
                lang: listing.lang.clone(),
                kind: listing.kind.clone(),
                key: listing.key.clone(),
                page: listing.page,
                listing: Some(ListingId(index as u32)),
                number,
            });
        }
    }
    for home in listings
        .iter()
        .filter(|listing| listing.kind == RouteKind::Home && !glossary.of(&listing.lang).is_empty())
    {
        // The page `content/glossary.md` gives it a title, an address and some words before the list.
        let described = pages.iter().position(|page| {
            let place = &page.page.place;
            page.page.lang == home.lang && place.folder.is_empty() && &*place.name == "glossary"
        });
        let page = described.map(|index| PageId(index as u32));
        shown.extend(page);
        routes.push(Route {
            url: match page {
                Some(page) => urls[page.index()].clone(),
                None => UrlPath::new(&format!("{}glossary/", home.url)),
            },
            lang: home.lang.clone(),
            kind: RouteKind::Glossary,
            key: RouteKey::Glossary,
            page,
            listing: None,
            number: 1,
        });
    }
    for (index, page) in pages.iter().enumerate() {
        let id = PageId(index as u32);
        if shown.contains(&id) {
            continue;
        }
        routes.push(Route {
            url: urls[index].clone(),
            lang: page.page.lang.clone(),
            kind: RouteKind::Page,
            key: RouteKey::Page(page.page.place.key().into()),
            page: Some(id),
            listing: None,
            number: 1,
        });
    }
    routes.extend(
        listings
            .iter()
            .filter_map(|listing| map(listing, terms, config)),
    );
    let homes = listings
        .iter()
        .filter(|listing| listing.kind == RouteKind::Home);
    for home in homes {
        let mut generated = |kind: RouteKind, key: RouteKey, path: &str| {
            routes.push(Route {
                url: UrlPath::new(&format!("{}{path}", home.url)),
                lang: home.lang.clone(),
                kind,
                key,
                page: None,
                listing: None,
                number: 1,
            });
        };
        generated(RouteKind::NotFound, RouteKey::NotFound, "404.html");
        if config.search {
            generated(RouteKind::Search, RouteKey::Search, "search/");
        }
    }
    routes.push(Route {
        url: UrlPath::new("/410.html"),
        lang: config.default_language().clone(),
        kind: RouteKind::Gone,
        key: RouteKey::Gone,
        page: None,
        listing: None,
        number: 1,
    });
    // A default language in a folder of its own still has its 404 page at the root, where hosts look for it.
    if !routes.iter().any(|route| route.url.as_str() == "/404.html") {
        routes.push(Route {
            url: UrlPath::new("/404.html"),
            lang: config.default_language().clone(),
            kind: RouteKind::NotFound,
            key: RouteKey::NotFoundAtRoot,
            page: None,
            listing: None,
            number: 1,
        });
    }
    routes.sort_by(|a, b| {
        a.url
            .cmp(&b.url)
            .then_with(|| a.lang.cmp(&b.lang))
            .then_with(|| a.key.cmp(&b.key))
    });
    routes
}

/// The map of a taxonomy that has one, where at least two of its terms have pages and so could meet.
fn map(listing: &Listing, terms: &[Term], config: &Config) -> Option<Route> {
    if !matches!(listing.kind, RouteKind::Taxonomy | RouteKind::Section) {
        return None;
    }
    let id = config.taxonomy_id(&listing.folder)?;
    let taxonomy = config.taxonomy(id);
    let used = |id: &&TermId| terms[id.index()].count(&listing.lang) > 0;
    if !taxonomy.map || listing.terms.iter().filter(used).count() < 2 {
        return None;
    }
    Some(Route {
        url: listing.url.beside("map/"),
        lang: listing.lang.clone(),
        kind: RouteKind::Map(id),
        key: RouteKey::Map(taxonomy.name.clone()),
        page: None,
        listing: None,
        number: 1,
    })
}

/// Finds routes by key and language; of a list its first page.
#[derive(Debug)]
pub struct RoutesByKey {
    languages: BTreeMap<Arc<str>, Table<RouteKey, RouteId>>,
}

impl RoutesByKey {
    pub(super) fn new(routes: &[Route]) -> Self {
        let mut languages: BTreeMap<Arc<str>, Table<RouteKey, RouteId>> = BTreeMap::new();
        for (index, route) in routes.iter().enumerate() {
            if route.number == 1 {
                let keys = languages.entry(route.lang.clone()).or_default();
                keys.insert(route.key.clone(), RouteId(index as u32));
            }
        }
        Self { languages }
    }

    /// The route with this key in this language.
    pub fn find(&self, key: &RouteKey, lang: &str) -> Option<RouteId> {
        self.languages.get(lang)?.get(key).copied()
    }
}
