//! Links: to pages, listings and terms; the way from home; the same page in other languages; the targets of a body.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::page::LinkKind;
use crate::site::{
    LinkTarget, Listing, ListingId, PageId, Route, RouteKey, RouteKind, Site, Term, TermId,
};
use crate::view::{Link, Shared, Target, TermsOf, Translation};

use super::Composer;
use super::addresses::Addresses;

/// The links to every term, for readers of each language.
pub(super) fn to_terms(
    site: &Site,
    addresses: &Addresses,
) -> BTreeMap<Arc<str>, Vec<Shared<Link>>> {
    let languages = site.config.languages.keys();
    languages
        .map(|reader| {
            let links = site.terms.iter();
            let links = links.map(|term| Shared::new(to_term(site, addresses, term, reader)));
            (reader.clone(), links.collect())
        })
        .collect()
}

fn to_term(site: &Site, addresses: &Addresses, term: &Term, reader: &str) -> Link {
    let described = term.page(reader, site.config.default_language());
    let lang = described.map(|page| site.page(page).page.lang.clone());
    Link {
        title: described.map_or_else(|| term.name.clone(), |page| site.page(page).title.clone()),
        url: term
            .urls
            .get(reader)
            .or_else(|| term.urls.get(lang.as_ref()?))
            .map_or_else(|| "".into(), |url| addresses.inside(url)),
        lang: lang.filter(|lang| &**lang != reader),
    }
}

impl Composer {
    /// Home, then the sections from the top down to the one that the page stands in; on later pages of a list the first.
    pub(super) fn breadcrumbs(&self, route: &Route, page: Option<PageId>) -> Vec<Link> {
        let site = &*self.site;
        let mut way = Vec::new();
        if route.number > 1 {
            way.extend(
                route
                    .listing
                    .map(|listing| self.listing_link(site.listing(listing))),
            );
        }
        let mut at = match (page, route.listing) {
            (Some(page), _) => site.relations[page.index()].section,
            (None, Some(listing)) => self.above(site.listing(listing)),
            (None, None) => self.taxonomy_of_map(route),
        };
        let mut steps = 0;
        while let Some(listing) = at.map(|id| site.listing(id)) {
            if listing.kind == RouteKind::Home || steps > 64 {
                break;
            }
            way.push(self.listing_link(listing));
            at = self.above(listing);
            steps += 1;
        }
        let is_home = route.kind == RouteKind::Home && route.number == 1;
        if let (Some(home), false) = (site.route(&RouteKey::Home, &route.lang), is_home) {
            way.push(Link {
                title: self.shared(&route.lang).title.clone(),
                url: self.addresses.inside(&home.url),
                lang: None,
            });
        }
        way.reverse();
        way
    }

    /// The listing that a listing stands below.
    pub(super) fn above(&self, listing: &Listing) -> Option<ListingId> {
        if let Some(page) = listing.page {
            return self.site.relations[page.index()].section;
        }
        match &listing.kind {
            RouteKind::Term(_) => self.taxonomy_listing(&listing.folder, &listing.lang),
            RouteKind::Home => None,
            _ => self.site.route(&RouteKey::Home, &listing.lang)?.listing,
        }
    }

    /// The listing of the taxonomy whose map a route shows.
    pub(super) fn taxonomy_of_map(&self, route: &Route) -> Option<ListingId> {
        let RouteKind::Map(taxonomy) = route.kind else {
            return None;
        };
        let name = &self.site.config.taxonomy(taxonomy).name;
        self.taxonomy_listing(name, &route.lang)
    }

    /// The listing of a taxonomy in a language; a section may share its address.
    pub(super) fn taxonomy_listing(&self, taxonomy: &str, lang: &str) -> Option<ListingId> {
        let route = |key| self.site.route(&key, lang);
        let route = route(RouteKey::Taxonomy(taxonomy.into()))
            .or_else(|| route(RouteKey::section(taxonomy)))?;
        route.listing
    }

    /// A link to a page; its language is told when it is another than the reader's.
    pub(super) fn page_link(&self, id: PageId, reader: &str) -> Link {
        let page = self.site.page(id);
        Link {
            title: page.title.clone(),
            url: self.addresses.inside(self.site.url(id)),
            lang: (&*page.page.lang != reader).then(|| page.page.lang.clone()),
        }
    }

    pub(super) fn listing_link(&self, listing: &Listing) -> Link {
        Link {
            title: listing.title.clone(),
            url: self.addresses.inside(&listing.url),
            lang: None,
        }
    }

    /// A link to a term for a reader of a language; without an address where no page of that language shows it.
    pub(super) fn term_link(&self, id: TermId, reader: &str) -> Shared<Link> {
        self.term_links[reader][id.index()].clone()
    }

    pub(super) fn terms(&self, id: PageId) -> Shared<Vec<TermsOf>> {
        let site = &*self.site;
        let lang = &site.page(id).page.lang;
        let terms = site.terms_of[id.index()]
            .by_taxonomy()
            .zip(&site.config.taxonomies)
            .filter(|(terms, _)| !terms.is_empty())
            .map(|(terms, (name, taxonomy))| TermsOf {
                taxonomy: name.clone(),
                label: taxonomy.label.get(lang).unwrap_or(name).into(),
                terms: terms
                    .iter()
                    .map(|term| self.term_link(*term, lang))
                    .collect(),
            })
            .collect();
        Shared::new(terms)
    }

    /// The same page in the site's other languages; where one has no such page, the nearest above it that exists there.
    pub(super) fn translations(&self, route: &Route) -> Vec<Translation> {
        let site = &*self.site;
        let others = site
            .config
            .languages
            .values()
            .filter(|language| language.code != route.lang);
        others
            .filter_map(|language| {
                let exact = site.route(&route.key, &language.code);
                let found = exact.or_else(|| self.nearest_above(route, &language.code))?;
                Some(Translation {
                    lang: language.code.clone(),
                    label: language.label.clone(),
                    title: exact.and_then(|route| self.title_of(route)),
                    url: self.addresses.inside(&found.url),
                    exact: exact.is_some(),
                })
            })
            .collect()
    }

    /// The title of what a route shows.
    pub(super) fn title_of(&self, route: &Route) -> Option<Arc<str>> {
        match (route.page, route.listing) {
            (Some(page), _) => Some(self.site.page(page).title.clone()),
            (None, Some(listing)) => Some(self.site.listing(listing).title.clone()),
            (None, None) => None,
        }
    }

    pub(super) fn nearest_above(&self, route: &Route, lang: &str) -> Option<&Route> {
        let section = match (route.page, route.listing) {
            (Some(page), _) => self.site.relations[page.index()].section,
            (None, Some(listing)) => self.above(self.site.listing(listing)),
            (None, None) => self.taxonomy_of_map(route),
        };
        section
            .and_then(|section| self.site.route(&self.site.listing(section).key, lang))
            .or_else(|| self.site.route(&RouteKey::Home, lang))
    }

    /// What each link of a page's body leads to.
    pub fn targets(&self, id: PageId) -> Vec<Target> {
        let page = &self.site.page(id).page;
        let reader = &page.lang;
        self.site.targets[id.index()]
            .iter()
            .zip(&page.body.links)
            .map(|(target, link)| match target {
                LinkTarget::External(url) | LinkTarget::Here(url) => Target {
                    href: url.clone(),
                    ..Target::default()
                },
                // Nothing is published while a missing target stands as an error; where a site has lowered that rule, the
                // link leads where its author wrote.
                LinkTarget::Missing(url) => Target {
                    href: url.clone(),
                    title: Some(url.clone()),
                    ..Target::default()
                },
                LinkTarget::Page(to, suffix) => {
                    let link = self.page_link(*to, reader);
                    Target {
                        href: format!("{}{suffix}", link.url).into(),
                        title: Some(link.title),
                        lang: link.lang,
                        ..Target::default()
                    }
                }
                LinkTarget::Inside(url, suffix) => Target {
                    href: format!("{}{suffix}", self.addresses.text(url)).into(),
                    ..Target::default()
                },
                LinkTarget::File(url, suffix, size) => Target {
                    href: format!("{}{suffix}", self.addresses.text(url)).into(),
                    size: *size,
                    ..Target::default()
                },
                LinkTarget::Picture(path) => match self.pictures.shown(path) {
                    // Whoever follows a link to a picture wants to see all of it.
                    Some(shown) => Target {
                        href: match link.kind {
                            LinkKind::Image => shown.src.clone(),
                            LinkKind::Link | LinkKind::Wikilink | LinkKind::File => {
                                shown.files.large.clone()
                            }
                        },
                        size: shown.size,
                        files: Some(shown.files.clone()),
                        ..Target::default()
                    },
                    // Nothing is published while a picture cannot be used.
                    None => Target::default(),
                },
            })
            .collect()
    }
}
