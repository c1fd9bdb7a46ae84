//! What the templates see of a page, made from a file or not.

use std::sync::Arc;

use crate::admit::Admitted;
use crate::formats::licence;
use crate::schema::{self, Value};
use crate::site::{PageId, Route, RouteId, RouteKind};
use crate::view::{Link, PageData, Series, TocEntry};

use super::{Composer, fields};

/// How many parts of a series each of them lists: of a longer series, those around it. Each part listing all of them would be the
/// square of the series, and nobody reads a list of so many to find the next.
const MOST_PARTS: usize = 50;

impl Composer {
    /// What the templates see of a page made from a file.
    pub(super) fn page(&self, route: &Route, id: PageId) -> PageData {
        let site = &*self.site;
        let page = site.page(id);
        let relations = &site.relations[id.index()];
        let card = self.card(id);
        let outline = &page.page.outline;
        PageData {
            kind: self.kind(route, Some(&page.kind.name)),
            kind_label: card.kind_label.clone(),
            id: page.id.clone(),
            url: self.addresses.inside(&route.url),
            lang: page.page.lang.clone(),
            title: page.title.clone(),
            description: card.description.clone(),
            lede: match page.text("description") {
                Some(_) => card.description.clone(),
                None => Arc::default(),
            },
            date: card.date.clone(),
            updated: card.updated.clone(),
            minutes: card.minutes,
            words: outline.words,
            toc: match page.truth("toc", true) && outline.headings.len() >= 3 && route.number == 1 {
                true => contents(page),
                false => Vec::new(),
            },
            fields: fields::fields(self, id),
            image: card.image.clone(),
            terms: card.terms.clone(),
            breadcrumbs: self.breadcrumbs(route, Some(id)),
            section: relations
                .section
                .map(|section| self.listing_link(site.listing(section))),
            previous: relations.previous.map(|id| self.page_link(id, &route.lang)),
            next: relations.next.map(|id| self.page_link(id, &route.lang)),
            related: relations
                .related
                .iter()
                .map(|id| self.card(*id).clone())
                .collect(),
            backlinks: relations
                .backlinks
                .iter()
                .map(|id| self.page_link(*id, &route.lang))
                .collect(),
            series: self.series(id),
            formats: match route.number {
                1 => self.formats(id),
                _ => Vec::new(),
            },
            version_of: self.version_of(id),
            translations: self.translations(route),
            unreviewed: page.unreviewed,
            draft: page.draft,
            hidden: page.hidden,
            archived: page.archived,
            is_over: page.is_over,
            told_by_permission: self.is_told_by_permission(id),
            license: page.text("license").map(license),
            own_fields: self.own_fields(id),
            searchable: page.truth("search", true),
            glossary: match route.kind {
                RouteKind::Glossary => self.glossary(route),
                _ => Vec::new(),
            },
            term: self.term(route),
            map: None,
            calendar: self.calendar(route),
        }
    }

    /// What the templates see of a page that no file makes.
    pub(super) fn generated(&self, route: &Route, id: RouteId) -> PageData {
        let listing = route.listing.map(|listing| self.site.listing(listing));
        let description: Arc<str> = match &route.kind {
            RouteKind::Home => self
                .site
                .config
                .description
                .get(&route.lang)
                .unwrap_or_default()
                .into(),
            RouteKind::Map(_) => self.say(&route.lang, "map.description").into(),
            _ => "".into(),
        };
        PageData {
            kind: self.kind(route, None),
            id: route.key.to_string().into(),
            url: self.addresses.inside(&route.url),
            lang: route.lang.clone(),
            title: listing.map_or_else(
                || self.titles[id.index()].clone(),
                |listing| listing.title.clone(),
            ),
            lede: description.clone(),
            description,
            fields: Value::Map(Default::default()),
            breadcrumbs: self.breadcrumbs(route, None),
            section: self
                .taxonomy_of_map(route)
                .map(|listing| self.listing_link(self.site.listing(listing))),
            translations: self.translations(route),
            searchable: false,
            glossary: match route.kind {
                RouteKind::Glossary => self.glossary(route),
                _ => Vec::new(),
            },
            term: self.term(route),
            map: self.map(route),
            ..PageData::default()
        }
    }

    pub(super) fn kind(&self, route: &Route, of_file: Option<&Arc<str>>) -> Arc<str> {
        match (&route.kind, of_file) {
            (RouteKind::Home, _) => "home".into(),
            (RouteKind::Taxonomy, _) => "taxonomy".into(),
            (RouteKind::Glossary, _) => "glossary".into(),
            (_, Some(kind)) => kind.clone(),
            (RouteKind::Section, None) => schema::SECTION.into(),
            (RouteKind::Term(_) | RouteKind::Page, None) => schema::TERM.into(),
            (RouteKind::Map(_), None) => "map".into(),
            (RouteKind::Search, None) => "search".into(),
            (RouteKind::NotFound, None) => "not_found".into(),
            (RouteKind::Gone, None) => "gone".into(),
        }
    }

    /// Whether a page tells of people who agreed to it, or is a version of one that does.
    fn is_told_by_permission(&self, id: PageId) -> bool {
        let told = |id: PageId| self.site.page(id).kind.meaning.told_by_permission;
        let original = self.site.relations[id.index()].version_of;
        told(id) || original.is_some_and(told)
    }

    pub(super) fn series(&self, id: PageId) -> Option<Series> {
        let place = &self.site.relations[id.index()].series;
        let page = self.site.page(id);
        let title = page.text("series")?.into();
        let before = place.position.saturating_sub(MOST_PARTS / 2);
        let first = before.min(place.parts.len().saturating_sub(MOST_PARTS));
        let shown = place.parts.iter().skip(first).take(MOST_PARTS);
        Some(Series {
            title,
            parts: shown
                .map(|part| self.page_link(*part, &page.page.lang))
                .collect(),
            first: first as u32 + 1,
            position: place.position as u32 + 1,
        })
    }
}

/// The licence of a page as a link; without an address where none is known.
fn license(written: &str) -> Link {
    let licence = licence::licence(written);
    Link {
        title: licence.name.into(),
        url: licence.url.unwrap_or_default().into(),
        lang: None,
    }
}

/// The headings of levels 2 and 3 as a tree.
fn contents(page: &Admitted) -> Vec<TocEntry> {
    let mut tree: Vec<TocEntry> = Vec::new();
    for heading in &page.page.outline.headings {
        let entry = TocEntry {
            id: (*heading.id).into(),
            text: (*heading.text).into(),
            children: Vec::new(),
        };
        match (heading.level, tree.last_mut()) {
            (2, _) | (3, None) => tree.push(entry),
            (3, Some(parent)) => parent.children.push(entry),
            _ => {}
        }
    }
    tree
}
