//! The way from the site to what a template sees: one view for each route.
//!
//! Views are inert: every address in them is final, every reference a link. Nothing here renders.

pub mod addresses;
mod card;
mod details;
mod documents;
pub mod feeds;
mod fields;
mod head;
mod shared;
mod titles;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Environment;
use crate::language::Messages;
use crate::language::messages::Arguments;
use crate::parse::page::{Body, ContentPlace, Part};
use crate::render::view::{
    Card, Head, Link, ListData, PageData, PageView, Pager, Series, SiteData, Target, TermCard,
    TermData, TermsOf, TocEntry, Translation,
};
use crate::schema::Value;
use crate::site::{
    LinkTarget, Listing, PageId, Route, RouteId, RouteKind, Site, Term, TermId, order,
};

use crate::theme::Theme;
use addresses::Addresses;

/// Makes views.
pub struct Composer<'a> {
    site: &'a Site,
    addresses: &'a Addresses,
    environment: Environment,
    messages: &'a BTreeMap<Arc<str>, Messages>,
    cards: Vec<Arc<Card>>,
    shared: BTreeMap<Arc<str>, Arc<SiteData>>,
    titles: Vec<Arc<str>>,
}

impl<'a> Composer<'a> {
    /// Prepares what all views share: the cards, the site-wide values, the unique titles.
    pub fn new(
        site: &'a Site,
        addresses: &'a Addresses,
        environment: Environment,
        theme: &'a Theme,
    ) -> Self {
        let bare = Self {
            site,
            addresses,
            environment,
            messages: &theme.messages,
            cards: Vec::new(),
            shared: shared::all(site, addresses, environment, &theme.settings),
            titles: Vec::new(),
        };
        Self {
            cards: card::all(&bare),
            titles: titles::unique(&bare),
            ..bare
        }
    }

    /// A message of the theme in a language; empty where the theme has none (a diagnostic says so).
    pub fn say(&self, lang: &str, key: &str) -> String {
        let messages = self.messages.get(lang);
        messages
            .and_then(|messages| messages.say(key, &Arguments::default()).ok())
            .unwrap_or_default()
    }

    /// The view of a page that sends its reader on to `to`; `canonical` is that address, whole.
    pub fn redirect(&self, lang: &str, to: &str, canonical: &str) -> PageView {
        let fields = indexmap::IndexMap::from([("to".into(), Value::Text(to.into()))]);
        PageView {
            template: "redirect".into(),
            page: PageData {
                kind: "redirect".into(),
                lang: lang.into(),
                url: to.into(),
                fields: Value::Map(fields),
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
            site: self.shared(lang),
        }
    }

    /// The card of a page.
    pub fn card(&self, id: PageId) -> &Arc<Card> {
        &self.cards[id.index()]
    }

    /// The cards of every page, in the order of the site's pages.
    pub fn cards(&self) -> &[Arc<Card>] {
        &self.cards
    }

    /// The site-wide values of a language.
    pub fn shared(&self, lang: &str) -> Arc<SiteData> {
        self.shared
            .get(lang)
            .or_else(|| self.shared.values().next())
            .cloned()
            .unwrap_or_default()
    }

    /// The view of a page at its own address.
    pub fn page_view(&self, id: PageId) -> Option<PageView> {
        let page = self.site.page(id);
        let section = |place: &ContentPlace| match place.folder.is_empty() {
            true => "home".to_owned(),
            false => format!("section:{}", place.folder),
        };
        let place = &page.page.place;
        let key = match place.is_section() {
            true => section(place),
            false => format!("page:{}", place.key()),
        };
        let route = self
            .site
            .by_key
            .get(&(key.into(), page.page.lang.clone()))?;
        Some(self.view(*route))
    }

    /// The view of a route.
    pub fn view(&self, id: RouteId) -> PageView {
        let route = &self.site.routes[id.index()];
        let list = route
            .listing
            .map(|listing| self.list(route, self.site.listing(listing)));
        let page = match route.page {
            Some(page) => self.page(route, page),
            None => self.generated(route, id),
        };
        let body = match (route.page, route.number) {
            (Some(page), 1) => Arc::new(self.site.page(page).page.body.clone()),
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
            (RouteKind::Section, _) => "section".into(),
            (RouteKind::Taxonomy, _) => "taxonomy".into(),
            (RouteKind::Search, _) => "search".into(),
            (RouteKind::NotFound, _) => "not_found".into(),
            (RouteKind::Gone, _) => "gone".into(),
            (RouteKind::Term(_) | RouteKind::Page, Some(page)) => page.kind.template.clone(),
            (RouteKind::Term(_) | RouteKind::Page, None) => "term".into(),
        }
    }

    /// What the templates see of a page made from a file.
    fn page(&self, route: &Route, id: PageId) -> PageData {
        let site = self.site;
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
            translations: self.translations(route),
            unreviewed: page.unreviewed,
            draft: page.draft,
            archived: page.archived,
            searchable: page.truth("search", true),
            term: self.term(route),
        }
    }

    /// What the templates see of a page that no file makes.
    fn generated(&self, route: &Route, id: RouteId) -> PageData {
        let listing = route.listing.map(|listing| self.site.listing(listing));
        PageData {
            kind: self.kind(route, None),
            id: route.key.clone(),
            url: self.addresses.inside(&route.url),
            lang: route.lang.clone(),
            title: listing.map_or_else(
                || self.titles[id.index()].clone(),
                |listing| listing.title.clone(),
            ),
            description: match &route.kind {
                RouteKind::Home => self
                    .site
                    .config
                    .description
                    .get(&route.lang)
                    .unwrap_or_default()
                    .into(),
                _ => "".into(),
            },
            fields: Value::Map(Default::default()),
            breadcrumbs: self.breadcrumbs(route, None),
            section: None,
            translations: self.translations(route),
            searchable: false,
            term: self.term(route),
            ..PageData::default()
        }
    }

    fn kind(&self, route: &Route, of_file: Option<&Arc<str>>) -> Arc<str> {
        match (&route.kind, of_file) {
            (RouteKind::Home, _) => "home".into(),
            (RouteKind::Taxonomy, _) => "taxonomy".into(),
            (_, Some(kind)) => kind.clone(),
            (RouteKind::Section, None) => "section".into(),
            (RouteKind::Term(_) | RouteKind::Page, None) => "term".into(),
            (RouteKind::Search, None) => "search".into(),
            (RouteKind::NotFound, None) => "not_found".into(),
            (RouteKind::Gone, None) => "gone".into(),
        }
    }

    /// Home, then the sections from the top down to the one that the page stands in; on later pages of a list the first.
    fn breadcrumbs(&self, route: &Route, page: Option<PageId>) -> Vec<Link> {
        let site = self.site;
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
            (None, None) => None,
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
        if let (Some(home), false) = (site.route("home", &route.lang), is_home) {
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
    fn above(&self, listing: &Listing) -> Option<crate::site::ListingId> {
        if let Some(page) = listing.page {
            return self.site.relations[page.index()].section;
        }
        let wanted = match &listing.kind {
            RouteKind::Term(_) => format!("taxonomy:{}", listing.folder),
            RouteKind::Home => return None,
            _ => "home".into(),
        };
        let section = format!("section:{}", listing.folder);
        let term = matches!(listing.kind, RouteKind::Term(_));
        self.site
            .route(&wanted, &listing.lang)
            .or_else(|| self.site.route(&section, &listing.lang).filter(|_| term))
            .and_then(|route| route.listing)
    }

    /// A link to a page; its language is told when it is another than the reader's.
    fn page_link(&self, id: PageId, reader: &str) -> Link {
        let page = self.site.page(id);
        Link {
            title: page.title.clone(),
            url: self.addresses.inside(self.site.url(id)),
            lang: (&*page.page.lang != reader).then(|| page.page.lang.clone()),
        }
    }

    fn listing_link(&self, listing: &Listing) -> Link {
        Link {
            title: listing.title.clone(),
            url: self.addresses.inside(&listing.url),
            lang: None,
        }
    }

    /// A link to a term for a reader of a language; without an address where no page of that language shows it.
    fn term_link(&self, id: TermId, reader: &str) -> Link {
        let site = self.site;
        let term = site.term(id);
        let described = term.page(reader, site.config.default_language());
        let lang = described.map(|page| site.page(page).page.lang.clone());
        Link {
            title: described
                .map_or_else(|| term.name.clone(), |page| site.page(page).title.clone()),
            url: term
                .urls
                .get(reader)
                .or_else(|| term.urls.get(lang.as_ref()?))
                .map_or_else(|| "".into(), |url| self.addresses.inside(url)),
            lang: lang.filter(|lang| &**lang != reader),
        }
    }

    fn terms(&self, id: PageId) -> Vec<TermsOf> {
        let site = self.site;
        let lang = &site.page(id).page.lang;
        site.terms_of[id.index()]
            .iter()
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
            .collect()
    }

    fn term(&self, route: &Route) -> Option<TermData> {
        let RouteKind::Term(id) = route.kind else {
            return None;
        };
        let site = self.site;
        let term: &Term = site.term(id);
        let lang = &route.lang;
        let links = |terms: &[TermId]| {
            terms
                .iter()
                .map(|term| self.term_link(*term, lang))
                .collect()
        };
        let synonyms = term
            .pages
            .get(lang)
            .and_then(|page| site.page(*page).field("synonyms"));
        Some(TermData {
            taxonomy: site
                .config
                .taxonomies
                .get_index(term.taxonomy)
                .map_or_else(|| "".into(), |(name, _)| name.clone()),
            synonyms: synonyms
                .map(Value::items)
                .unwrap_or_default()
                .iter()
                .filter_map(Value::as_text)
                .map(Arc::from)
                .collect(),
            broader: links(&term.broader),
            narrower: links(&term.narrower),
            related: links(&term.related),
            together: term
                .together
                .get(lang)
                .into_iter()
                .flatten()
                .map(|(other, count)| (self.term_link(*other, lang), *count))
                .collect(),
            count: term.count(lang) as u32,
        })
    }

    fn series(&self, id: PageId) -> Option<Series> {
        let parts = &self.site.relations[id.index()].series;
        let page = self.site.page(id);
        let position = parts.iter().position(|part| *part == id)?;
        Some(Series {
            title: page.text("series")?.into(),
            parts: parts
                .iter()
                .map(|part| self.page_link(*part, &page.page.lang))
                .collect(),
            position: position as u32 + 1,
        })
    }

    /// The same page in the site's other languages; where one has no such page, the nearest above it that exists there.
    fn translations(&self, route: &Route) -> Vec<Translation> {
        let site = self.site;
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
    fn title_of(&self, route: &Route) -> Option<Arc<str>> {
        match (route.page, route.listing) {
            (Some(page), _) => Some(self.site.page(page).title.clone()),
            (None, Some(listing)) => Some(self.site.listing(listing).title.clone()),
            (None, None) => None,
        }
    }

    fn nearest_above(&self, route: &Route, lang: &str) -> Option<&Route> {
        let section = match (route.page, route.listing) {
            (Some(page), _) => self.site.relations[page.index()].section,
            (None, Some(listing)) => self.above(self.site.listing(listing)),
            (None, None) => None,
        };
        section
            .and_then(|section| self.site.route(&self.site.listing(section).key, lang))
            .or_else(|| self.site.route("home", lang))
    }

    fn list(&self, route: &Route, listing: &Listing) -> ListData {
        let count = listing.page_count();
        let url = |number: usize| self.addresses.inside(&listing.page_url(number));
        ListData {
            items: listing
                .items_on(route.number)
                .iter()
                .map(|id| self.card(*id).clone())
                .collect(),
            terms: match route.number {
                1 => listing
                    .terms
                    .iter()
                    .map(|id| self.term_card(*id, &listing.lang))
                    .collect(),
                _ => Vec::new(),
            },
            sections: listing
                .sections
                .iter()
                .map(|id| self.listing_link(self.site.listing(*id)))
                .collect(),
            total: listing.items.len() as u32,
            pager: (count > 1).then(|| Pager {
                current: route.number as u32,
                urls: (1..=count).map(url).collect(),
                previous: (route.number > 1).then(|| url(route.number - 1)),
                next: (route.number < count).then(|| url(route.number + 1)),
            }),
            feed: listing
                .feed
                .then(|| self.addresses.text(&format!("{}feed.xml", listing.url))),
        }
    }

    fn term_card(&self, id: TermId, lang: &str) -> TermCard {
        let term = self.site.term(id);
        TermCard {
            link: self.term_link(id, lang),
            description: term
                .pages
                .get(lang)
                .map_or_else(|| "".into(), |page| self.card(*page).description.clone()),
            count: term.count(lang) as u32,
        }
    }

    /// What each link of a page's body leads to.
    pub fn targets(&self, id: PageId) -> Vec<Target> {
        let reader = &self.site.page(id).page.lang;
        self.site.targets[id.index()]
            .iter()
            .map(|target| match target {
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
                        size: None,
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
            })
            .collect()
    }

    /// What the `pages` directives of a body list.
    fn queries(&self, body: &Body, lang: &str) -> BTreeMap<u32, Vec<Arc<Card>>> {
        let mut found = BTreeMap::new();
        let mut open: Vec<&Part> = body.parts.iter().collect();
        while let Some(part) = open.pop() {
            if let Part::Directive(directive) = part {
                open.extend(&directive.body);
                if &*directive.name == "pages" {
                    found.insert(directive.number, self.query(&directive.attributes.0, lang));
                }
            }
        }
        found
    }

    /// The pages of a language that fit every condition of a query.
    fn query(
        &self,
        conditions: &indexmap::IndexMap<Box<str>, Box<str>>,
        lang: &str,
    ) -> Vec<Arc<Card>> {
        let site = self.site;
        let limit = conditions
            .get("limit")
            .and_then(|limit| limit.parse().ok())
            .unwrap_or(10);
        let sort = match conditions.get("sort").map(|sort| &**sort) {
            Some("title") => order::SortBy::Title,
            Some("weight") => order::SortBy::Weight,
            _ => order::SortBy::Date,
        };
        let mut fitting: Vec<PageId> = (0..site.pages.len())
            .map(|index| PageId(index as u32))
            .filter(|id| {
                let page = site.page(*id);
                &*page.page.lang == lang
                    && !page.archived
                    && &*page.kind.name != "section"
                    && &*page.kind.name != "term"
                    && conditions
                        .iter()
                        .all(|(name, wanted)| self.fits(*id, name, wanted))
            })
            .collect();
        order::sort(&mut fitting, sort, &site.pages);
        fitting
            .into_iter()
            .take(limit)
            .map(|id| self.card(id).clone())
            .collect()
    }

    /// Whether a page fits one condition: any of the words that it lists, parted by commas.
    fn fits(&self, id: PageId, name: &str, wanted: &str) -> bool {
        let page = self.site.page(id);
        let mut words = wanted.split(',').map(str::trim);
        match name {
            "type" => words.any(|word| word == &*page.kind.name),
            "section" => words.any(|word| word == page.page.place.top()),
            _ => match self.site.config.taxonomies.get_index_of(name) {
                Some(taxonomy) => {
                    let terms = &self.site.terms_of[id.index()][taxonomy];
                    words.any(|word| terms.iter().any(|term| &*self.site.term(*term).id == word))
                }
                None => true,
            },
        }
    }
}

/// The headings of levels 2 and 3 as a tree.
fn contents(page: &crate::admit::Admitted) -> Vec<TocEntry> {
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
