//! Titles that are unique in their language: a reader with many tabs, and a list of bookmarks, can tell pages apart.

use std::sync::Arc;

use crate::config::TaxonomyId;
use crate::hash::Table;
use crate::language::messages::Arguments;
use crate::site::{PageId, Route, RouteKind, Site};

use super::Composer;

/// The unique title of each route, without the site's name.
pub(super) fn unique(composer: &Composer) -> Vec<Arc<str>> {
    let site = &*composer.site;
    let plain: Vec<String> = site
        .routes
        .iter()
        .map(|route| title(composer, route))
        .collect();
    let mut count: Table<(&str, &str), u32> = Table::default();
    for (route, title) in site.routes.iter().zip(&plain) {
        *count.entry((&route.lang, title)).or_default() += 1;
    }
    let mut taken: Table<(&str, Arc<str>), ()> = Table::default();
    let mut titles = Vec::with_capacity(plain.len());
    for (route, title) in site.routes.iter().zip(&plain) {
        let shared = !title.is_empty() && count[&(&*route.lang, title.as_str())] > 1;
        let candidates: Vec<String> = match shared {
            false => vec![title.clone()],
            true => vec![
                format!("{title} ({})", surroundings(site, route)),
                format!(
                    "{title} ({}, {})",
                    surroundings(site, route),
                    date(site, route)
                ),
                format!("{title} ({})", route.url),
            ],
        };
        let last = candidates.len() - 1;
        let chosen: Arc<str> = candidates
            .into_iter()
            .map(Arc::from)
            .enumerate()
            .find(|(at, candidate): &(usize, Arc<str>)| {
                title.is_empty()
                    || *at == last
                    || !taken.contains_key(&(&*route.lang, candidate.clone()))
            })
            .map(|(_, candidate)| candidate)
            .unwrap_or_default();
        taken.insert((&route.lang, chosen.clone()), ());
        titles.push(chosen);
    }
    titles
}

/// The unique titles after some pages of a site have changed theirs; none when the title of another page may change with them.
pub(super) fn after(
    known: &[Arc<str>],
    before: &Site,
    composer: &Composer,
    changed: &[PageId],
) -> Option<Vec<Arc<str>>> {
    let site = &*composer.site;
    let mut titles = known.to_vec();
    for id in changed {
        let (old, new) = (&before.page(*id).title, &site.page(*id).title);
        if old == new {
            continue;
        }
        let key = site.url(*id);
        let at = site
            .routes
            .binary_search_by(|route| route.url.cmp(key))
            .ok()?;
        let route = &site.routes[at];
        let is_alone = route.page == Some(*id) && route.number == 1 && known[at] == *old;
        // Titles are made unique by what is put after them.
        let is_like = |title: &Arc<str>| title.starts_with(&**old) || title.starts_with(&**new);
        let others = site.routes.iter().zip(known).enumerate();
        let mut others = others.filter(|(other, _)| *other != at);
        let meets = others.any(|(_, (other, title))| other.lang == route.lang && is_like(title));
        if !is_alone || meets || new.is_empty() {
            return None;
        }
        titles[at] = new.clone();
    }
    Some(titles)
}

/// The title as the file or the listing gives it; later pages of a list are numbered.
fn title(composer: &Composer, route: &Route) -> String {
    let said = match route.kind {
        RouteKind::Search => "search.title",
        RouteKind::Glossary => "glossary.title",
        RouteKind::NotFound => "not_found.title",
        RouteKind::Gone => "gone.title",
        _ => "",
    };
    let own = match (composer.title_of(route), &route.kind) {
        (Some(title), _) => title.to_string(),
        (None, RouteKind::Map(taxonomy)) => map_title(composer, *taxonomy, &route.lang),
        (None, _) => composer.say(&route.lang, said),
    };
    match route.number {
        1 => own,
        number => format!("{own} ({number})"),
    }
}

/// The title of a taxonomy's map names the taxonomy.
fn map_title(composer: &Composer, taxonomy: TaxonomyId, lang: &str) -> String {
    let decl = composer.site.config.taxonomy(taxonomy);
    let name = decl.label.get(lang).unwrap_or(&decl.name).to_owned();
    let arguments = Arguments {
        values: [("name".to_owned(), name)].into(),
        ..Arguments::default()
    };
    composer.say_with(lang, "map.title", &arguments)
}

/// What a title is told apart by: the section that the page stands in, or what kind of page it is.
fn surroundings(site: &Site, route: &Route) -> String {
    let section = route
        .page
        .and_then(|page| site.relations[page.index()].section);
    let of_taxonomy = match &route.kind {
        RouteKind::Term(term) => Some(site.config.taxonomy(site.term(*term).taxonomy)),
        _ => None,
    };
    match (of_taxonomy, section) {
        (Some(taxonomy), _) => taxonomy
            .label
            .get(&route.lang)
            .unwrap_or(&taxonomy.name)
            .to_owned(),
        (None, Some(section)) => site.listing(section).title.to_string(),
        (None, None) => route.url.to_string(),
    }
}

fn date(site: &Site, route: &Route) -> String {
    route
        .page
        .and_then(|page| site.page(page).date)
        .map_or_else(|| route.url.to_string(), |date| date.day.to_string())
}
