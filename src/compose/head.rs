//! What goes into a page's `<head>`: title, canonical address, languages, feeds, Open Graph, JSON-LD.

use std::sync::Arc;

use crate::config::{Cards, Environment};
use crate::formats::json_ld::{self, Agent, Details, Named, Thing};
use crate::formats::open_graph::{self, Shared, SharedArticle, SharedImage};
use crate::schema;
use crate::site::{Route, RouteKey, RouteKind};
use crate::view::{Alternate, FeedLink, Head, ImageData, ListData, PageData};

use super::{Composer, details, share};

/// The head of a route's page.
pub(super) fn head(
    composer: &Composer,
    route: &Route,
    page: &PageData,
    list: Option<&ListData>,
    unique_title: &Arc<str>,
) -> Head {
    let shared = composer.shared(&route.lang);
    let is_missing = matches!(route.kind, RouteKind::NotFound | RouteKind::Gone);
    let canonical = (!is_missing).then(|| composer.addresses.canonical(&route.url));
    let title: Arc<str> = match (&route.kind, route.number) {
        (RouteKind::Home, 1) => shared.title.clone(),
        _ if unique_title.is_empty() => "".into(),
        _ => format!("{unique_title} – {}", shared.title).into(),
    };
    let mut head = Head {
        title,
        description: match page.description.is_empty() {
            true => shared.description.clone(),
            false => page.description.clone(),
        },
        noindex: is_missing
            || composer.environment != Environment::Production
            || page.draft
            || composer.site.is_noindex(route),
        alternates: alternates(composer, route),
        markdown: composer
            .has_copy(route)
            .then(|| composer.addresses.inside(&route.url.beside("index.md"))),
        feeds: feeds(composer, route),
        open_graph: Vec::new(),
        twitter_card: None,
        citation: Vec::new(),
        json_ld: "".into(),
        canonical,
    };
    if let Some(canonical) = &head.canonical {
        head.open_graph = open_graph(composer, route, page, canonical, &head);
        let has_picture = head
            .open_graph
            .iter()
            .any(|(name, _)| &**name == "og:image");
        head.twitter_card = has_picture.then(|| "summary_large_image".into());
        head.citation = route
            .page
            .map_or_else(Vec::new, |id| details::citation(composer, id, page));
        head.json_ld = json_ld::json_ld(&thing(composer, route, page, list, canonical)).into();
    }
    head
}

/// The page in each language that has it, itself among them, and the default language's for everyone else.
fn alternates(composer: &Composer, route: &Route) -> Vec<Alternate> {
    let site = &*composer.site;
    if route.number > 1 || matches!(route.kind, RouteKind::NotFound | RouteKind::Gone) {
        return Vec::new();
    }
    let mut alternates: Vec<Alternate> = site
        .config
        .languages
        .keys()
        .filter_map(|lang| {
            let version = site.route(&route.key, lang)?;
            Some(Alternate {
                hreflang: lang.clone(),
                href: composer.addresses.canonical(&version.url),
            })
        })
        .collect();
    if alternates.len() < 2 {
        return Vec::new();
    }
    if let Some(version) = site.route(&route.key, site.config.default_language()) {
        alternates.push(Alternate {
            hreflang: "x-default".into(),
            href: composer.addresses.canonical(&version.url),
        });
    }
    alternates
}

/// The site's feeds, and the feeds of what the page lists.
fn feeds(composer: &Composer, route: &Route) -> Vec<FeedLink> {
    let site = &*composer.site;
    let home = site
        .route(&RouteKey::Home, &route.lang)
        .and_then(|route| route.listing);
    let own = route.listing.filter(|listing| Some(*listing) != home);
    let site_title = &composer.shared(&route.lang).title;
    home.into_iter()
        .chain(own)
        .map(|listing| site.listing(listing))
        .filter(|listing| listing.feed)
        .flat_map(|listing| {
            let title: Arc<str> = match listing.kind {
                RouteKind::Home => site_title.clone(),
                _ => format!("{} – {site_title}", listing.title).into(),
            };
            [
                ("feed.xml", "application/atom+xml"),
                ("feed.json", "application/feed+json"),
            ]
            .map(|(name, media_type)| FeedLink {
                href: composer.addresses.inside(&listing.url.beside(name)),
                media_type: media_type.into(),
                title: title.clone(),
            })
        })
        .collect()
}

fn open_graph(
    composer: &Composer,
    route: &Route,
    page: &PageData,
    canonical: &Arc<str>,
    head: &Head,
) -> Vec<(Arc<str>, Arc<str>)> {
    let site = &*composer.site;
    let is_article = route
        .page
        .is_some_and(|id| site.page(id).kind.meaning.is_article);
    let title = match page.title.is_empty() {
        true => &head.title,
        false => &page.title,
    };
    open_graph::open_graph(&Shared {
        title: title.clone(),
        description: head.description.clone(),
        url: Some(canonical.clone()),
        site_name: composer.shared(&route.lang).title.clone(),
        lang: route.lang.clone(),
        other_langs: head
            .alternates
            .iter()
            .map(|alternate| alternate.hreflang.clone())
            .filter(|lang| *lang != route.lang && &**lang != "x-default")
            .collect(),
        image: own_picture(composer, page).or_else(|| composer.share_card(route)),
        article: is_article.then(|| SharedArticle {
            published: page.date.clone(),
            modified: page.updated.clone(),
            section: page.section.as_ref().map(|section| section.title.clone()),
            tags: page
                .terms
                .iter()
                .filter(|terms| {
                    site.config
                        .taxonomies
                        .get(&terms.taxonomy)
                        .is_some_and(|taxonomy| taxonomy.from_type.is_none())
                })
                .flat_map(|terms| terms.terms.iter().map(|term| term.title.clone()))
                .collect(),
        }),
    })
}

/// The page's own picture for sharing.
fn own_picture(composer: &Composer, page: &PageData) -> Option<SharedImage> {
    let image = page.image.as_ref()?;
    let has_card = composer.site.config.cards != Cards::Off;
    if has_card && !share::can_be_shared(&image.src) {
        return None;
    }
    Some(SharedImage {
        url: match largest(image) {
            src if src.contains("://") => src.clone(),
            src => composer.addresses.canonical_of(src),
        },
        alt: image.alt.clone(),
        size: image.width.zip(image.height),
    })
}

/// The address of the largest file of a picture, which is the one that its size is of.
fn largest(image: &ImageData) -> &Arc<str> {
    match image.large.is_empty() {
        true => &image.src,
        false => &image.large,
    }
}

/// What the page is, in schema.org's words.
fn thing(
    composer: &Composer,
    route: &Route,
    page: &PageData,
    list: Option<&ListData>,
    canonical: &Arc<str>,
) -> Thing {
    let site = &*composer.site;
    let shared = composer.shared(&route.lang);
    let declared = route
        .page
        .map(|id| site.page(id).kind.meaning.schema_org.kind.to_string());
    let whole = |url: &str| match url {
        "" => None,
        url if url.contains("://") => Some(url.to_owned()),
        url => Some(composer.addresses.canonical_of(url).to_string()),
    };
    let named = |link: &crate::view::Link| Named {
        name: link.title.to_string(),
        url: whole(&link.url),
    };
    let terms_of = |taxonomy: &str| -> Vec<Named> {
        page.terms
            .iter()
            .filter(|terms| &*terms.taxonomy == taxonomy)
            .flat_map(|terms| terms.terms.iter().map(|term| named(term)))
            .collect()
    };
    let subjects = page
        .terms
        .iter()
        .filter(|terms| !matches!(&*terms.taxonomy, "areas" | "authors"))
        .flat_map(|terms| terms.terms.iter().map(|term| named(term)))
        .collect();
    let mut breadcrumbs: Vec<Named> = page.breadcrumbs.iter().map(named).collect();
    if !page.title.is_empty() {
        breadcrumbs.push(Named {
            name: page.title.to_string(),
            url: Some(canonical.to_string()),
        });
    }
    let items = |list: &ListData| -> Vec<Named> {
        let pages = list.items.iter().map(|card| Named {
            name: card.title.to_string(),
            url: whole(&card.url),
        });
        pages
            .chain(list.terms.iter().map(|term| named(&term.link)))
            .collect()
    };
    let schema_type = match route.kind {
        RouteKind::Home => "WebSite".to_owned(),
        RouteKind::Search => "CollectionPage".to_owned(),
        RouteKind::Taxonomy | RouteKind::Glossary => "DefinedTermSet".to_owned(),
        _ => declared
            .or_else(|| {
                let made = site.config.types.get(&page.kind)?;
                Some(made.meaning.schema_org.kind.to_string())
            })
            .filter(|declared| !declared.is_empty())
            .unwrap_or_else(|| "WebPage".to_owned()),
    };
    let own = route.page;
    let told = match (&route.kind, &page.term, list) {
        (RouteKind::Home, _, _) => Details::Site(
            whole(&shared.search).map(|search| format!("{search}?q={{search_term_string}}")),
        ),
        (_, Some(term), _) if &*page.kind == schema::TERM => Details::Term {
            synonyms: term.synonyms.iter().map(ToString::to_string).collect(),
            set: page.breadcrumbs.last().map(named).unwrap_or_default(),
        },
        (_, _, Some(list))
            if route.page.is_none()
                || matches!(route.kind, RouteKind::Section | RouteKind::Taxonomy) =>
        {
            Details::List(items(list))
        }
        _ => own.map_or(Details::None, |id| details::details(composer, id, page)),
    };
    Thing {
        schema_type,
        url: canonical.to_string(),
        name: match page.title.is_empty() {
            true => shared.title.to_string(),
            false => page.title.to_string(),
        },
        description: page.description.to_string(),
        lang: route.lang.to_string(),
        published: page.date.as_ref().map(ToString::to_string),
        modified: page.updated.as_ref().map(ToString::to_string),
        holds_back_people: page.told_by_permission,
        authors: terms_of("authors")
            .into_iter()
            .map(|named| Agent {
                is_person: true,
                named,
            })
            .collect(),
        publisher: Some(Agent {
            is_person: false,
            named: Named {
                name: shared.title.to_string(),
                url: whole(&shared.home),
            },
        }),
        image: page.image.as_ref().and_then(|image| whole(largest(image))),
        about: subjects,
        places: terms_of("areas"),
        words: page.words,
        encodings: composer.encodings(&page.formats),
        based_on: page.version_of.as_ref().map(named),
        details: told,
        properties: own.map_or_else(Vec::new, |id| details::properties(composer, id, page)),
        license: page.license.as_ref().map_or_else(String::new, |license| {
            match license.url.is_empty() {
                true => license.title.to_string(),
                false => license.url.to_string(),
            }
        }),
        breadcrumbs,
    }
}
