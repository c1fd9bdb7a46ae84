//! What is the same on every page of one language.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Environment;
use crate::language;
use crate::schema::Value;
use crate::search;
use crate::site::{RouteKey, RouteKind, Site};
use crate::view::{Link, Shared, SiteData, Translation};

use super::addresses::Addresses;

/// The site-wide values of each language.
pub(super) fn all(
    site: &Site,
    addresses: &Addresses,
    environment: Environment,
    settings: &Value,
    data: &Value,
) -> BTreeMap<Arc<str>, Shared<SiteData>> {
    let languages = site.config.languages.keys();
    languages
        .map(|lang| {
            (
                lang.clone(),
                Shared::new(shared(site, addresses, environment, settings, data, lang)),
            )
        })
        .collect()
}

fn shared(
    site: &Site,
    addresses: &Addresses,
    environment: Environment,
    settings: &Value,
    data: &Value,
    lang: &Arc<str>,
) -> SiteData {
    let config = &site.config;
    let link = |key: &RouteKey| {
        let route = site.route(key, lang)?;
        let listing = site.listing(route.listing?);
        Some(Link {
            title: listing.title.clone(),
            url: addresses.inside(&route.url),
            lang: None,
        })
    };
    let of_search = |path: &str| match config.search {
        true => addresses.text(&format!("/{path}")),
        false => "".into(),
    };
    let listings = || site.listings.iter().filter(|listing| listing.lang == *lang);
    SiteData {
        lang: lang.clone(),
        dir: language::direction(lang).into(),
        title: config.title.get(lang).unwrap_or_default().into(),
        description: config.description.get(lang).unwrap_or_default().into(),
        home: addresses.inside(&config.home(lang)),
        search: site
            .route(&RouteKey::Search, lang)
            .map_or_else(|| "".into(), |route| addresses.inside(&route.url)),
        search_script: of_search(&search::page_script()),
        search_engine: of_search(&search::engine_script()),
        search_start: of_search(&search::start_script()),
        search_index: of_search("search/index.json"),
        languages: config
            .languages
            .values()
            .filter(|language| site.route(&RouteKey::Home, &language.code).is_some())
            .map(|language| Translation {
                lang: language.code.clone(),
                label: language.label.clone(),
                title: None,
                url: addresses.inside(&config.home(&language.code)),
                exact: true,
            })
            .collect(),
        menus: site
            .menus
            .get(lang)
            .into_iter()
            .flatten()
            .map(|(name, items)| {
                let links = items.iter().map(|item| Link {
                    title: item.title.clone(),
                    url: match item.external {
                        true => item.url.clone(),
                        false => addresses.text(&item.url),
                    },
                    lang: None,
                });
                (name.clone(), links.collect())
            })
            .collect(),
        taxonomies: config
            .taxonomies
            .keys()
            .filter_map(|name| {
                let link = link(&RouteKey::Taxonomy(name.clone()))
                    .or_else(|| link(&RouteKey::section(name)))?;
                Some((name.clone(), link))
            })
            .collect(),
        sections: listings()
            .filter(|listing| listing.kind == RouteKind::Section && !listing.folder.contains('/'))
            .filter_map(|listing| Some((listing.folder.clone(), link(&listing.key)?)))
            .collect(),
        environment: match environment {
            Environment::Production => "production".into(),
            Environment::Preview => "preview".into(),
            Environment::Development => "development".into(),
        },
        settings: settings.clone(),
        extra: config.extra.clone(),
        data: data.clone(),
    }
}
