//! What lists pages or terms: homes, sections, taxonomies and terms.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::admit::Admitted;
use crate::config::{Config, TaxonomyId};
use crate::hash::Table;
use crate::language::Order;
use crate::path::UrlPath;
use crate::schema::Value;

use super::address::Segments;
use super::ids::{ListingId, PageId};
use super::order::{self, SortBy};
use super::route::RouteKind;
use super::route_key::RouteKey;
use super::term::{Term, TermId};

/// A list of pages or terms, over as many pages as it needs.
#[derive(Clone, Debug)]
pub struct Listing {
    /// What it is a list of.
    pub kind: RouteKind,
    /// What pairs it with the same list in other languages.
    pub key: RouteKey,
    /// Its language.
    pub lang: Arc<str>,
    /// The address of its first page.
    pub url: UrlPath,
    /// The page that describes it.
    pub page: Option<PageId>,
    /// Its title: its page's, else the type's or taxonomy's name, else the folder's.
    pub title: Arc<str>,
    /// The folder of a section.
    pub folder: Arc<str>,
    /// The pages in order.
    pub items: Vec<PageId>,
    /// The terms in the language's order.
    pub terms: Vec<TermId>,
    /// The sections directly below.
    pub sections: Vec<ListingId>,
    /// Pages on one page of the list.
    pub size: usize,
    /// Whether it has feeds.
    pub feed: bool,
}

impl Listing {
    /// How many pages the list fills: at least one.
    pub fn page_count(&self) -> usize {
        if self.kind == RouteKind::Home {
            1
        } else {
            self.items.len().div_ceil(self.size).max(1)
        }
    }

    /// The address of a page of the list, counted from 1.
    pub fn page_url(&self, number: usize) -> UrlPath {
        match number {
            0 | 1 => self.url.clone(),
            _ => self.url.beside(&format!("page/{number}/")),
        }
    }

    /// Whether it is a section of events alone whose order nobody chose.
    fn is_of_events(&self, pages: &[Admitted]) -> bool {
        self.kind == RouteKind::Section
            && self
                .page
                .is_none_or(|id| pages[id.index()].text("sort_by").is_none())
            && self
                .items
                .iter()
                .all(|id| pages[id.index()].kind.meaning.event.is_some())
    }

    /// The pages on a page of the list.
    pub fn items_on(&self, number: usize) -> &[PageId] {
        let start = (number.saturating_sub(1) * self.size).min(self.items.len());
        let end = (start + self.size).min(self.items.len());
        &self.items[start..end]
    }
}

/// What listings are made from.
pub(super) struct Sources<'a> {
    pub pages: &'a [Admitted],
    pub urls: &'a [UrlPath],
    pub terms: &'a [Term],
    pub segments: &'a Segments,
    pub config: &'a Config,
}

/// What assembling the listings gives.
pub(super) struct Listings {
    pub listings: Vec<Listing>,
    /// The section of each page.
    pub section_of: Vec<Option<ListingId>>,
}

/// Makes every listing of the site.
pub(super) fn assemble(from: &Sources<'_>) -> Listings {
    let Sources { pages, config, .. } = *from;
    let mut listings = Vec::new();
    let mut section_of = vec![None; pages.len()];
    let langs: BTreeSet<&Arc<str>> = pages.iter().map(|page| &page.page.lang).collect();
    for lang in config.languages.keys().filter(|lang| langs.contains(lang)) {
        let first = listings.len();
        sections(from, lang, &mut listings);
        fill_sections(from, lang, first, &mut listings, &mut section_of);
        taxonomies(from, lang, first, &mut listings, &mut section_of);
    }
    Listings {
        listings,
        section_of,
    }
}

/// The sections of a language: home, every folder with an `_index.md`, and every top folder that has pages.
fn sections(from: &Sources<'_>, lang: &Arc<str>, listings: &mut Vec<Listing>) {
    let Sources {
        pages,
        urls,
        segments,
        config,
        ..
    } = *from;
    let mut folders: BTreeMap<Arc<str>, Option<PageId>> = BTreeMap::from([("".into(), None)]);
    for (index, page) in pages.iter().enumerate() {
        let place = &page.page.place;
        if page.page.lang != *lang || page.kind.is_term() {
            continue;
        }
        if place.is_section() {
            folders.insert(place.folder.clone(), Some(PageId(index as u32)));
        } else if !place.folder.is_empty() {
            folders.entry(place.top().into()).or_insert(None);
        }
    }
    for (folder, page) in folders {
        let taxonomy = config
            .taxonomies
            .get(&folder)
            .filter(|taxonomy| taxonomy.from_type.is_none());
        if taxonomy.is_some() {
            continue;
        }
        let described = page.map(|id| &pages[id.index()]);
        let kind = if folder.is_empty() {
            RouteKind::Home
        } else {
            RouteKind::Section
        };
        listings.push(Listing {
            key: RouteKey::section(&folder),
            lang: lang.clone(),
            url: match page {
                Some(id) => urls[id.index()].clone(),
                None => segments.address(lang, &folder, config),
            },
            page,
            title: described.map_or_else(
                || section_title(&folder, lang, config),
                |page| page.title.clone(),
            ),
            size: page_size(described, None, config),
            feed: true,
            kind,
            folder,
            items: Vec::new(),
            terms: Vec::new(),
            sections: Vec::new(),
        });
    }
}

/// The title of a section without a page: what its type's pages are called, else the folder's name.
fn section_title(folder: &str, lang: &str, config: &Config) -> Arc<str> {
    if folder.is_empty() {
        return config.title.get(lang).unwrap_or_default().into();
    }
    config
        .types
        .values()
        .find(|kind| kind.sections.iter().any(|section| &**section == folder))
        .and_then(|kind| kind.plural.get(lang))
        .unwrap_or(folder)
        .into()
}

/// How many pages one page of a list shows: what its page says, else its taxonomy, else the site.
fn page_size(page: Option<&Admitted>, taxonomy: Option<usize>, config: &Config) -> usize {
    let own = page.and_then(|page| match page.field("paginate") {
        Some(Value::Int(size)) => usize::try_from(*size).ok(),
        _ => None,
    });
    own.or(taxonomy).unwrap_or(config.paginate).max(1)
}

/// Puts each page into the section nearest above it, and each section below the one above it.
fn fill_sections(
    from: &Sources<'_>,
    lang: &Arc<str>,
    first: usize,
    listings: &mut [Listing],
    section_of: &mut [Option<ListingId>],
) {
    let Sources {
        pages,
        terms,
        config,
        ..
    } = *from;
    let by_folder: Table<Arc<str>, usize> = listings
        .iter()
        .enumerate()
        .skip(first)
        .map(|(index, listing)| (listing.folder.clone(), index))
        .collect();
    let nearest = |folder: &str| -> usize {
        let mut folder = folder;
        loop {
            if let Some(found) = by_folder.get(folder) {
                return *found;
            }
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    };
    for (index, page) in pages.iter().enumerate() {
        let place = &page.page.place;
        if page.page.lang != *lang
            || page.kind.is_term()
            || (*place.folder).is_empty() && place.is_section()
        {
            continue;
        }
        let folder = match place.is_section() {
            true => place.folder.rsplit_once('/').map_or("", |(above, _)| above),
            false => &place.folder,
        };
        let section = nearest(folder);
        section_of[index] = Some(ListingId(section as u32));
        if place.is_section() || page.archived {
            continue;
        }
        let id = PageId(index as u32);
        if section != first {
            listings[section].items.push(id);
        }
        if order::moment(page).is_some() && page.is_listed() {
            listings[first].items.push(id);
        }
    }
    for index in first + 1..listings.len() {
        let folder = listings[index].folder.clone();
        let above = nearest(folder.rsplit_once('/').map_or("", |(above, _)| above));
        listings[above].sections.push(ListingId(index as u32));
    }
    for index in first..listings.len() {
        let page = listings[index].page.map(|id| &pages[id.index()]);
        order::sort(&mut listings[index].items, SortBy::of(page), pages);
        if listings[index].is_of_events(pages) {
            order::to_come_first(&mut listings[index].items, pages);
        }
        let mut below = std::mem::take(&mut listings[index].sections);
        sort_sections(&mut below, lang, listings, pages);
        listings[index].sections = below;
        if let Some(taxonomy) = config.taxonomy_id(&listings[index].folder) {
            listings[index].terms = sorted_terms(taxonomy, lang, terms, pages, config);
        }
    }
}

/// Sections by weight, then by title.
fn sort_sections(list: &mut [ListingId], lang: &str, listings: &[Listing], pages: &[Admitted]) {
    let weight = |id: &ListingId| {
        listings[id.index()]
            .page
            .and_then(|page| order::weight(&pages[page.index()]))
            .unwrap_or(f64::MAX)
    };
    let letters = Order::of(lang);
    list.sort_by(|a, b| {
        weight(a)
            .total_cmp(&weight(b))
            .then_with(|| letters.compare(&listings[a.index()].title, &listings[b.index()].title))
    });
}

/// The terms of a taxonomy that have an address in a language, in the language's order.
fn sorted_terms(
    taxonomy: TaxonomyId,
    lang: &str,
    terms: &[Term],
    pages: &[Admitted],
    config: &Config,
) -> Vec<TermId> {
    let title = |term: &Term| term_title(term, lang, pages, config);
    let mut found: Vec<TermId> = terms
        .iter()
        .enumerate()
        .filter(|(_, term)| term.taxonomy == taxonomy && term.replaced_by.is_none())
        .filter(|(_, term)| term.urls.contains_key(lang))
        .map(|(index, _)| TermId(index as u32))
        .collect();
    let letters = Order::of(lang);
    found.sort_by(|a, b| {
        let (a, b) = (&terms[a.index()], &terms[b.index()]);
        letters
            .compare(&title(a), &title(b))
            .then_with(|| a.id.cmp(&b.id))
    });
    found
}

/// A term's name for a reader of a language: its page's title there, else in the default language, else the plain name.
pub(super) fn term_title(term: &Term, lang: &str, pages: &[Admitted], config: &Config) -> Arc<str> {
    term.page(lang, config.default_language()).map_or_else(
        || term.name.clone(),
        |page| pages[page.index()].title.clone(),
    )
}

/// The taxonomies of a language and their terms.
fn taxonomies(
    from: &Sources<'_>,
    lang: &Arc<str>,
    first: usize,
    listings: &mut Vec<Listing>,
    section_of: &mut [Option<ListingId>],
) {
    let Sources {
        pages,
        urls,
        terms,
        segments,
        config,
    } = *from;
    for (number, taxonomy) in config.numbered_taxonomies() {
        let name = &taxonomy.name;
        let list = sorted_terms(number, lang, terms, pages, config);
        let page = pages.iter().position(|page| {
            page.page.lang == *lang
                && page.page.place.is_section()
                && page.page.place.folder == *name
        });
        let page = page.map(|index| PageId(index as u32));
        let described = page.map(|id| &pages[id.index()]);
        let shared = listings[first..]
            .iter()
            .position(|listing| listing.folder == *name && listing.kind == RouteKind::Section);
        let owner = match shared {
            Some(at) => Some(ListingId((first + at) as u32)),
            None if list.is_empty() && page.is_none() => None,
            None => {
                listings.push(Listing {
                    kind: RouteKind::Taxonomy,
                    key: RouteKey::Taxonomy(name.clone()),
                    lang: lang.clone(),
                    url: page.map_or_else(
                        || segments.address(lang, name, config),
                        |id| urls[id.index()].clone(),
                    ),
                    page,
                    title: match described {
                        Some(page) => page.title.clone(),
                        None => taxonomy.label.get(lang).unwrap_or(name).into(),
                    },
                    folder: name.clone(),
                    items: Vec::new(),
                    terms: list.clone(),
                    sections: Vec::new(),
                    size: page_size(described, None, config),
                    feed: false,
                });
                if let Some(page) = page {
                    section_of[page.index()] = Some(ListingId(first as u32));
                }
                Some(ListingId((listings.len() - 1) as u32))
            }
        };
        for id in &list {
            let term = &terms[id.index()];
            let page = term.pages.get(lang).copied();
            if let (Some(page), None) = (page, &taxonomy.from_type) {
                section_of[page.index()] = owner;
            }
            let described = page.map(|id| &pages[id.index()]);
            listings.push(Listing {
                kind: RouteKind::Term(*id),
                key: RouteKey::Term {
                    taxonomy: name.clone(),
                    term: term.id.clone(),
                },
                lang: lang.clone(),
                url: term.urls[lang].clone(),
                page,
                title: term_title(term, lang, pages, config),
                folder: name.clone(),
                items: term.members.get(lang).cloned().unwrap_or_default(),
                terms: Vec::new(),
                sections: Vec::new(),
                size: page_size(described, taxonomy.paginate, config),
                feed: taxonomy.feed,
            });
        }
    }
}

/// The pages before and after each page in its section; of events those that take place before and after.
pub(super) fn neighbours(
    pages: &[Admitted],
    listings: &[Listing],
) -> Vec<(Option<PageId>, Option<PageId>)> {
    let mut neighbours = vec![(None, None); pages.len()];
    for listing in listings
        .iter()
        .filter(|listing| listing.kind == RouteKind::Section)
    {
        let mut items = Cow::Borrowed(&listing.items);
        if listing.is_of_events(pages) {
            items
                .to_mut()
                .sort_by(|a, b| order::begins_first(&pages[a.index()], &pages[b.index()]));
        }
        for pair in items.windows(2) {
            neighbours[pair[0].index()].1 = Some(pair[1]);
            neighbours[pair[1].index()].0 = Some(pair[0]);
        }
    }
    neighbours
}
