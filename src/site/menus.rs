//! The menus of each language: what `site.yaml` names, else the top sections and taxonomies.
//!
//! An entry is shown in a language only where its page exists there: no menu leads silently into another language.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::admit::Admitted;
use crate::config::{Config, MenuEntry};
use crate::diagnostic::{Diagnostic, Place, codes, suggest};
use crate::path::SitePath;

use super::RoutesByKey;
use super::links::MOST_SUGGESTIONS;
use super::listing::Listing;
use super::route::{Route, RouteKind};

/// One entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    /// The words.
    pub title: Arc<str>,
    /// The address inside the site, without the base address's path; or a whole address elsewhere.
    pub url: Arc<str>,
    /// Whether the address lies outside the site.
    pub external: bool,
}

/// The menus of every language.
pub(super) fn assemble(
    pages: &[Admitted],
    listings: &[Listing],
    routes: &[Route],
    by_key: &RoutesByKey,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<Arc<str>, IndexMap<Arc<str>, Vec<MenuItem>>> {
    let mut menus = BTreeMap::new();
    for lang in config.languages.keys() {
        let here: IndexMap<Arc<str>, Vec<MenuItem>> = match &config.menus {
            Some(named) => named
                .iter()
                .map(|(name, entries)| {
                    let items = entries.iter().filter_map(|entry| {
                        item(entry, lang, pages, listings, routes, by_key, config)
                    });
                    (name.clone(), items.collect())
                })
                .collect(),
            None => IndexMap::from([("main".into(), default_menu(lang, listings))]),
        };
        menus.insert(lang.clone(), here);
    }
    let mut unknown = 0;
    for entry in config.menus.iter().flat_map(IndexMap::values).flatten() {
        let known = is_external(&entry.target) || find(&entry.target, routes).is_some();
        if !known {
            let addresses = routes.iter().map(|route| route.url.as_str());
            let help = (unknown < MOST_SUGGESTIONS)
                .then(|| suggest::did_you_mean(&entry.target, addresses))
                .flatten();
            unknown += 1;
            diagnostics.push(
                Diagnostic::new(
                    &codes::CONFIG_MENU_TARGET,
                    Place::at(&SitePath::new("site.yaml"), entry.span),
                    format!(
                        "the menu names `{}`, and the site has no such address",
                        entry.target
                    ),
                )
                .help(
                    help.unwrap_or_else(|| "name a section's address, such as `/stories/`".into()),
                ),
            );
        }
    }
    menus
}

fn is_external(target: &str) -> bool {
    target.contains("://") || target.starts_with("mailto:")
}

fn find<'a>(target: &str, routes: &'a [Route]) -> Option<&'a Route> {
    let with_slash = format!("/{}/", target.trim_matches('/'));
    let wanted = if target.trim_matches('/').is_empty() {
        "/"
    } else {
        &with_slash
    };
    let found = |wanted: &str| {
        routes
            .binary_search_by(|route| route.url.as_str().cmp(wanted))
            .ok()
            .map(|at| &routes[at])
    };
    found(wanted).or_else(|| found(target))
}

/// A menu's entry in a language, where its page exists there.
fn item(
    entry: &MenuEntry,
    lang: &Arc<str>,
    pages: &[Admitted],
    listings: &[Listing],
    routes: &[Route],
    by_key: &RoutesByKey,
    config: &Config,
) -> Option<MenuItem> {
    let label = entry.label.get(lang).map(Arc::<str>::from);
    if is_external(&entry.target) {
        return Some(MenuItem {
            title: label.unwrap_or_else(|| entry.target.clone()),
            url: entry.target.clone(),
            external: true,
        });
    }
    let named = find(&entry.target, routes)?;
    // An address names one page in all languages, the way a reader of the default language knows it.
    let names_this_language_alone = named.lang != *lang && named.lang != *config.default_language();
    if names_this_language_alone {
        return None;
    }
    let route = &routes[by_key.find(&named.key, lang)?.index()];
    let title = match (route.page, route.listing) {
        (Some(page), _) => pages[page.index()].title.clone(),
        (None, Some(listing)) => listings[listing.index()].title.clone(),
        (None, None) => return None,
    };
    Some(MenuItem {
        title: label.unwrap_or(title),
        url: route.url.as_str().into(),
        external: false,
    })
}

/// How many entries a menu has that nobody wrote: it stands on every page, so one of every section would be the square of them, and
/// a site with more of them than this needs a menu that somebody chose.
const MOST_ENTRIES: usize = 50;

/// The top sections by weight and title, then the taxonomies that are no section.
fn default_menu(lang: &str, listings: &[Listing]) -> Vec<MenuItem> {
    let item = |listing: &Listing| MenuItem {
        title: listing.title.clone(),
        url: listing.url.as_str().into(),
        external: false,
    };
    let home = listings
        .iter()
        .find(|listing| listing.kind == RouteKind::Home && &*listing.lang == lang);
    let sections = home
        .into_iter()
        .flat_map(|home| &home.sections)
        .map(|id| item(&listings[id.index()]));
    let taxonomies = listings
        .iter()
        .filter(|listing| listing.kind == RouteKind::Taxonomy && &*listing.lang == lang)
        .map(item);
    sections.chain(taxonomies).take(MOST_ENTRIES).collect()
}
