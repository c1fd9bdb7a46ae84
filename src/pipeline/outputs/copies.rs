//! The Markdown copies of pages, where the site asks for them.
//!
//! A page that is held back has none, and neither has a draft that is shown to its author.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::compose::Composer;
use crate::files::{Artifact, Files};
use crate::formats::markdown_copy::{Copied, markdown_copy};
use crate::page::LinkKind;
use crate::parse::ideas;
use crate::parse::markdown::copy::{self, Surroundings};
use crate::path::{SitePath, UrlPath};
use crate::shelf::Text;
use crate::site::{Route, RouteId, Site};
use crate::view::PageView;

/// What authors wrote, by file; empty where no copies are made.
pub(in crate::pipeline) type Sources = BTreeMap<SitePath, Text>;

/// The texts that copies are made from, where the site asks for copies: those of admitted pages alone.
pub(in crate::pipeline) fn sources(files: &Files, site: &Site) -> Sources {
    if !site.config.extras.markdown_copies {
        return Sources::default();
    }
    let admitted: HashSet<&SitePath> = site.pages.iter().map(|page| &page.page.path).collect();
    let texts = files.content.iter();
    texts
        .filter(|source| admitted.contains(&source.path))
        .map(|source| (source.path.clone(), source.text.clone()))
        .collect()
}

/// The copy of a route's page; nothing when it has none.
pub(super) fn of(composer: &Composer, sources: &Sources, route: RouteId) -> Vec<Artifact> {
    let url = copy_url(&composer.site().routes[route.index()]);
    let copy = copied(composer, sources, route);
    copy.map(|copy| Artifact::new(url.output(), copy.into_bytes()))
        .into_iter()
        .collect()
}

/// Where the Markdown copy of a route's page lies.
fn copy_url(route: &Route) -> UrlPath {
    route.url.beside("index.md")
}

/// What the copy of a route's page says; none when it has none.
fn copied(composer: &Composer, sources: &Sources, route: RouteId) -> Option<String> {
    let site = composer.site();
    let shown = &site.routes[route.index()];
    let id = shown.page.filter(|_| composer.has_copy(shown))?;
    let page = &site.page(id).page;
    let text = &*sources.get(&page.path)?.get();
    let view = composer.view(route);
    let around = Around {
        composer,
        view: &view,
        targets: page
            .body
            .links
            .iter()
            .zip(&view.targets)
            .map(|(link, target)| ((link.kind, &*link.target), target))
            .collect(),
    };
    let ideas = match site.page(id).kind.meaning.has_ideas {
        true => ideas::read(&page.fields, &page.spans.front_matter),
        false => Vec::new(),
    };
    let start = (page.spans.head.end as usize).min(text.len());
    let body = copy::copy(
        &ideas,
        text,
        start..text.len(),
        site.config.markdown,
        &around,
    );
    let data = &view.page;
    let facts = Copied {
        title: data.title.to_string(),
        description: data.description.to_string(),
        date: data.date.as_deref().unwrap_or_default().to_owned(),
        lang: data.lang.to_string(),
        url: composer.addresses().canonical(&shown.url).to_string(),
        terms: data
            .terms
            .iter()
            .map(|group| {
                let names = group.terms.iter().map(|term| term.title.to_string());
                (group.taxonomy.to_string(), names.collect())
            })
            .collect(),
    };
    Some(markdown_copy(&facts, &body))
}

/// A page as its copy sees it.
struct Around<'a> {
    composer: &'a Composer,
    view: &'a PageView,
    /// What each link of the page leads to, by its kind and as it is written.
    targets: HashMap<(LinkKind, &'a str), &'a crate::view::Target>,
}

impl Around<'_> {
    fn whole(&self, url: &str) -> String {
        let addresses = self.composer.addresses();
        if url.starts_with('#') {
            format!("{}{url}", addresses.canonical_of(&self.view.page.url))
        } else if url.starts_with('/') && !url.starts_with("//") {
            addresses.canonical_of(url).to_string()
        } else {
            url.to_owned()
        }
    }
}

impl Surroundings for Around<'_> {
    fn target(&self, kind: LinkKind, written: &str) -> Option<(String, Option<String>)> {
        let target = self.targets.get(&(kind, written))?;
        let title = target.title.as_ref().map(ToString::to_string);
        Some((self.whole(&target.href), title))
    }

    fn pages(&self, number: usize) -> Vec<(String, String)> {
        let cards = self.view.queries.values().nth(number);
        let cards = cards.into_iter().flatten();
        cards
            .map(|card| (card.title.to_string(), self.whole(&card.url)))
            .collect()
    }
}
