//! The way from the site to what a template sees: one view for each route.
//!
//! Views are inert: every address in them is final, every reference a link. Nothing here renders.

pub mod addresses;
mod calendar;
mod card;
mod details;
mod documents;
pub mod feeds;
mod fields;
mod formats;
mod glossary;
mod head;
mod links;
mod lists;
mod map;
mod overview;
mod own_fields;
mod page;
pub mod pictures;
mod share;
mod shared;
mod templates;
mod term;
mod titles;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Environment;
use crate::diagnostic::Checked;
use crate::language::messages::Arguments;
use crate::page::Body;
use crate::schema::{self, Value, Values};
use crate::site::{PageId, Route, RouteId, RouteKey, RouteKind, Site, outputs};
use crate::view::{Card, Head, Link, PageData, PageView, Shared, SiteData};

use crate::theme::Theme;
use addresses::Addresses;
use pictures::Pictures;

/// Makes views. It owns what it makes them from, so that a view can be had at any time.
#[derive(Clone)]
pub struct Composer {
    site: Arc<Site>,
    addresses: Addresses,
    environment: Environment,
    theme: Arc<Theme>,
    cards: Vec<Shared<Card>>,
    shared: BTreeMap<Arc<str>, Shared<SiteData>>,
    term_links: BTreeMap<Arc<str>, Vec<Shared<Link>>>,
    titles: Vec<Arc<str>>,
    findings_of: term::Entries,
    quotes_of: term::Entries,
    finders: Arc<glossary::Finders>,
    pictures: Arc<Pictures>,
    times: Arc<BTreeMap<Arc<str>, map::Times>>,
    share_cards: Arc<share::ShareCards>,
}

impl Composer {
    /// Prepares what all views share: the cards, the site-wide values, the unique titles.
    pub fn new(
        site: Arc<Site>,
        addresses: Addresses,
        environment: Environment,
        theme: Arc<Theme>,
        data: &Value,
    ) -> Checked<Self> {
        let bare = Self {
            cards: Vec::new(),
            shared: shared::all(&site, &addresses, environment, &theme.settings, data),
            term_links: links::to_terms(&site, &addresses),
            titles: Vec::new(),
            findings_of: term::entries(&site, "findings"),
            quotes_of: term::entries(&site, "quotes"),
            finders: Arc::new(glossary::Finders::new(&site.glossary)),
            pictures: Arc::new(Pictures::new(&site, &addresses, &theme)),
            times: Arc::new(map::times(&site)),
            share_cards: Arc::default(),
            site,
            addresses,
            environment,
            theme,
        };
        let mut composer = Self {
            cards: card::all(&bare),
            titles: titles::unique(&bare),
            ..bare
        };
        let mut found = Vec::new();
        composer.share_cards = Arc::new(share::all(&composer, &mut found));
        found.extend(templates::missing(&composer));
        Checked::new(composer, found)
    }

    /// The same for a site that differs in the texts of pages, and in what these pages say of themselves
    /// ([`Site::with_texts`], [`Site::with_cards`]).
    #[must_use]
    pub fn with_pages(&self, site: Arc<Site>, reworded: &[PageId]) -> Self {
        let mut composer = Self {
            site,
            ..self.clone()
        };
        for id in reworded {
            composer.cards[id.index()] = card::of(&composer, *id);
        }
        if let Some(titles) = titles::after(&self.titles, &self.site, &composer, reworded) {
            composer.titles = titles;
        } else {
            composer.titles = titles::unique(&composer);
        }
        composer
    }

    /// The site.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// The addresses of this build.
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// The pictures that pages show.
    pub fn pictures(&self) -> &Pictures {
        &self.pictures
    }

    /// A message of the theme in a language; empty where the theme has none (a diagnostic says so).
    pub fn say(&self, lang: &str, key: &str) -> String {
        self.say_with(lang, key, &Arguments::default())
    }

    /// A message that names something.
    fn say_with(&self, lang: &str, key: &str, arguments: &Arguments) -> String {
        let messages = self.theme.messages.get(lang);
        messages
            .and_then(|messages| messages.say(key, arguments).ok())
            .unwrap_or_default()
    }

    /// The view of a page that sends its reader on to `to`; `canonical` is that address, whole.
    pub fn redirect(&self, lang: &str, to: &str, canonical: &str) -> PageView {
        let fields = Values::from_iter([("to".into(), Value::Text(to.into()))]);
        PageView {
            template: "redirect".into(),
            page: PageData {
                kind: "redirect".into(),
                lang: lang.into(),
                url: to.into(),
                fields: Value::from(fields),
                ..PageData::default()
            },
            list: None,
            head: Head {
                canonical: Some(canonical.into()),
                noindex: true,
                ..Head::default()
            },
            body: Arc::new(Body::default()),
            targets: Vec::new(),
            queries: BTreeMap::new(),
            explained: Vec::new(),
            site: self.shared(lang),
        }
    }

    /// Whether a route's page has a Markdown copy: where the site makes them, every page with a file but drafts.
    pub fn has_copy(&self, route: &Route) -> bool {
        let page = route.page.filter(|_| route.number == 1);
        page.is_some_and(|page| outputs::has_copy(self.site.page(page), &self.site.config))
    }

    /// The card of a page.
    pub fn card(&self, id: PageId) -> &Shared<Card> {
        &self.cards[id.index()]
    }

    /// The cards of every page, in the order of the site's pages.
    pub fn cards(&self) -> &[Shared<Card>] {
        &self.cards
    }

    /// The site-wide values of a language.
    pub fn shared(&self, lang: &str) -> Shared<SiteData> {
        self.shared
            .get(lang)
            .or_else(|| self.shared.values().next())
            .cloned()
            .unwrap_or_default()
    }

    /// The view of a page at its own address.
    pub fn page_view(&self, id: PageId) -> Option<PageView> {
        let page = self.site.page(id);
        let place = &page.page.place;
        let key = match place.is_section() {
            true => RouteKey::section(&place.folder),
            false => RouteKey::Page(place.key().into()),
        };
        let route = self.site.by_key.find(&key, &page.page.lang)?;
        Some(self.view(route))
    }

    /// The view of a route.
    pub fn view(&self, id: RouteId) -> PageView {
        let route = &self.site.routes[id.index()];
        let list = match route.listing {
            Some(listing) => Some(self.list(route, self.site.listing(listing))),
            None if route.kind == RouteKind::Search => Some(self.subjects(&route.lang)),
            None => None,
        };
        let page = match route.page {
            Some(page) => self.page(route, page),
            None => self.generated(route, id),
        };
        let body = match (route.page, route.number) {
            (Some(page), 1) => self.site.page(page).page.body.clone(),
            _ => Arc::new(Body::default()),
        };
        let targets = match route.page {
            Some(page) if route.number == 1 => self.targets(page),
            _ => Vec::new(),
        };
        let head = head::head(self, route, &page, list.as_ref(), &self.titles[id.index()]);
        PageView {
            template: self.template(route),
            queries: self.queries(&body, &route.lang),
            explained: match (route.page, route.number, &route.kind) {
                (_, _, RouteKind::Glossary) | (None, _, _) => Vec::new(),
                (Some(page), 1, _) => self.explained(page),
                (Some(_), _, _) => Vec::new(),
            },
            page,
            list,
            head,
            body,
            targets,
            site: self.shared(&route.lang),
        }
    }

    fn template(&self, route: &Route) -> Arc<str> {
        let page = route.page.map(|id| self.site.page(id));
        if let Some(own) = page.and_then(|page| page.text("template")) {
            return own.trim_end_matches(".html").into();
        }
        match (&route.kind, page) {
            (RouteKind::Home, _) => "home".into(),
            (RouteKind::Section, _) => schema::SECTION.into(),
            (RouteKind::Taxonomy, _) => "taxonomy".into(),
            (RouteKind::Map(_), _) => "map".into(),
            (RouteKind::Search, _) => "search".into(),
            (RouteKind::Glossary, _) => "glossary".into(),
            (RouteKind::NotFound, _) => "not_found".into(),
            (RouteKind::Gone, _) => "gone".into(),
            (RouteKind::Term(_) | RouteKind::Page, Some(page)) => page.kind.template.clone(),
            (RouteKind::Term(_) | RouteKind::Page, None) => schema::TERM.into(),
        }
    }
}
