//! Every address of the output and who claims it. Two claims on one address are an error that names both.

use std::collections::HashSet;
use std::sync::Arc;

use crate::admit::Admitted;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::hash::Table;
use crate::path::{SitePath, UrlPath};

use super::files::PublishedFile;
use super::listing::Listing;
use super::redirects::{self, Redirect};
use super::{Route, RouteId, RouteKind, address};

/// What may claim an address.
pub(super) struct Claims<'a> {
    pub pages: &'a [Admitted],
    pub routes: &'a [Route],
    pub listings: &'a [Listing],
    pub redirects: &'a [Redirect],
    pub files: &'a [PublishedFile],
    pub config: &'a Config,
}

/// What stands at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// An HTML page.
    Route(RouteId),
    /// A copied file, by its place in the list of published files.
    File(u32),
    /// Something that Alongside makes: a feed, the sitemap.
    Generated,
    /// An old address that leads elsewhere.
    Redirect,
}

/// Who holds each address.
#[derive(Debug, Default)]
pub struct Registry {
    holders: Table<Arc<str>, Holder>,
}

/// One claim while they are compared.
struct Claim<'a> {
    url: UrlPath,
    /// The key of its file: two claims with one key clash.
    key: String,
    holder: Holder,
    by: Claimant<'a>,
}

/// Who claims an address. It is put into words when two clash, and hardly ever is.
enum Claimant<'a> {
    Route(&'a Route),
    Made,
    File(&'a PublishedFile),
    Redirect(&'a Redirect),
}

impl Registry {
    /// Takes every claim, and gives those that clash: the same address, one that differs in case or accents' form only,
    /// or a file where a folder must be.
    pub(super) fn new(claims: Claims<'_>) -> (Self, Vec<Clash>) {
        let mut clashes = Vec::new();
        let all = collect(&claims);
        let mut holders = Table::with_capacity_and_hasher(all.len(), Default::default());
        let mut first: Table<&str, usize> =
            Table::with_capacity_and_hasher(all.len(), Default::default());
        for (index, claim) in all.iter().enumerate() {
            match first.get(&*claim.key) {
                // A redirect that meets a page is reported with the other faults of redirects.
                Some(_) if claim.holder == Holder::Redirect => {}
                Some(before) => {
                    clashes.extend(clash(claim, &all[*before], &claims));
                    // Of two files whose names differ in case, perhaps only this one is named, or neither is published.
                    let is_file = matches!(claim.holder, Holder::File(_));
                    if is_file && !holders.contains_key(claim.url.as_str()) {
                        holders.insert(Arc::from(claim.url.as_str()), claim.holder);
                    }
                }
                None => {
                    first.insert(&claim.key, index);
                    holders.insert(Arc::from(claim.url.as_str()), claim.holder);
                }
            }
        }
        report_files_as_folders(&all, &first, &claims, &mut clashes);
        (Self { holders }, clashes)
    }

    /// Who holds an address, as written or with a closing `/`.
    pub fn find(&self, url: &str) -> Option<(Arc<str>, Holder)> {
        let found = |url: &str| {
            self.holders
                .get_key_value(url)
                .map(|(url, holder)| (url.clone(), *holder))
        };
        found(url).or_else(|| match url.ends_with('/') {
            true => found(&format!("{url}index.html")),
            false => found(&format!("{url}/")).or_else(|| found(url.strip_suffix("index.html")?)),
        })
    }

    /// Every address, in no order.
    pub fn addresses(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.holders.keys().map(|url| &**url).collect();
        all.sort_unstable();
        all
    }
}

/// Every claim in a fixed order: pages, files, what is generated, redirects. The first claim on an address holds it.
fn collect<'a>(claims: &Claims<'a>) -> Vec<Claim<'a>> {
    let mut all = Vec::with_capacity(claims.routes.len() + claims.files.len());
    let mut add = |url: UrlPath, holder, by| {
        all.push(Claim {
            key: url.output_key(),
            url,
            holder,
            by,
        });
    };
    let mut routes: Vec<(usize, &Route)> = claims.routes.iter().enumerate().collect();
    routes.sort_by_key(|(_, route)| (route.number > 1, route.page));
    for (index, route) in routes {
        let holder = Holder::Route(RouteId(index as u32));
        add(route.url.clone(), holder, Claimant::Route(route));
    }
    for url in generated(claims.listings, claims.config) {
        add(url, Holder::Generated, Claimant::Made);
    }
    for (index, file) in claims.files.iter().enumerate() {
        let holder = Holder::File(index as u32);
        add(file.url.clone(), holder, Claimant::File(file));
    }
    for redirect in claims.redirects {
        if !redirects::is_pattern(&redirect.from) {
            let from = UrlPath::new(&redirect.from);
            add(from, Holder::Redirect, Claimant::Redirect(redirect));
        }
    }
    all
}

/// Where a claim is made, and what makes it.
fn described(claimant: &Claimant<'_>, claims: &Claims<'_>) -> (Place, String) {
    let site_file = || Place::file(&SitePath::new("site.yaml"));
    match claimant {
        Claimant::Made => (site_file(), "a file that Alongside makes".into()),
        Claimant::File(file) => (Place::file(&file.source.path), "this file".into()),
        Claimant::Redirect(redirect) => (
            redirect.place.clone(),
            format!("a redirect to `{}`", redirect.to),
        ),
        Claimant::Route(route) => {
            let page = route.page.map(|id| &claims.pages[id.index()]);
            let listing = route.listing.map(|id| &claims.listings[id.index()]);
            let place = match (page, listing) {
                (Some(page), _) => Place::file(&page.page.path),
                (None, Some(listing)) => listing.items.first().map_or_else(site_file, |id| {
                    Place::file(&claims.pages[id.index()].page.path)
                }),
                (None, None) => match taxonomy_of_map(route, claims.config) {
                    Some(name) => claims.config.places.name(&["taxonomies", name, "map"]),
                    None => site_file(),
                },
            };
            let what = match (page, listing) {
                (Some(_), _) if route.number > 1 => format!("page {} of its list", route.number),
                (Some(page), _) => format!("the page “{}”", page.title),
                (None, Some(listing)) => format!("the list “{}”", listing.title),
                (None, None) => match taxonomy_of_map(route, claims.config) {
                    Some(name) => format!("the map of the taxonomy `{name}`"),
                    None => "a page that Alongside makes".into(),
                },
            };
            (place, what)
        }
    }
}

/// The taxonomy whose map a route shows.
fn taxonomy_of_map<'a>(route: &Route, config: &'a Config) -> Option<&'a str> {
    let RouteKind::Map(number) = route.kind else {
        return None;
    };
    let (name, _) = config.taxonomies.get_index(number)?;
    Some(name)
}

/// The addresses of what Alongside makes besides pages.
fn generated(listings: &[Listing], config: &Config) -> Vec<UrlPath> {
    let mut made: Vec<UrlPath> = [
        "/sitemap.xml",
        "/robots.txt",
        "/_headers",
        "/_redirects",
        "/build.json",
        "/.alongside-manifest.json",
    ]
    .map(UrlPath::new)
    .to_vec();
    if config.extras.get("index_json").copied().unwrap_or(true) {
        made.push(UrlPath::new("/index.json"));
    }
    for listing in listings.iter().filter(|listing| listing.feed) {
        made.push(UrlPath::new(&format!("{}feed.xml", listing.url)));
        made.push(UrlPath::new(&format!("{}feed.json", listing.url)));
    }
    made
}

/// Two claims on one address.
#[derive(Debug)]
pub(super) struct Clash {
    /// What is said of it.
    pub(super) finding: Diagnostic,
    /// The addresses of the files of `content/` among the two: where one of them is not published, nothing clashes.
    pub(super) files: Vec<UrlPath>,
}

/// The clash of a second claim on an address; none for two pages of one id, which is told of as such.
fn clash(second: &Claim<'_>, first: &Claim<'_>, claims: &Claims<'_>) -> Option<Clash> {
    let by_id = own_page(second, claims).filter(|page| is_by_id(page));
    if let (Some(second), Some(first)) = (by_id, own_page(first, claims))
        && address::share_a_stated_id(second, first)
    {
        return None;
    }
    let (place, what) = described(&second.by, claims);
    let (taken_at, taken_by) = described(&first.by, claims);
    let differs = if second.url.output() == first.url.output() {
        format!(
            "{what} has the address `{}`, which is already taken",
            second.url
        )
    } else if second.key == first.key {
        format!(
            "{what} has the address `{}`, which differs from `{}` in case or accents only",
            second.url, first.url
        )
    } else {
        format!(
            "{what} has the address `{}`, where `{}` needs a folder",
            second.url, first.url
        )
    };
    let help = match second.holder {
        Holder::Redirect => {
            "take the alias or redirect away, or give the page there another address"
        }
        Holder::File(_) => "give the file another name",
        Holder::Route(_) | Holder::Generated if by_id.is_some() => {
            "give one of the two another `id`"
        }
        Holder::Route(_) | Holder::Generated => "give one of the two another `slug`",
    };
    let finding = Diagnostic::new(&codes::ADDRESS_COLLISION, place, differs)
        .help(help)
        .related(taken_at, format!("taken by {taken_by}"));
    let files = [second, first]
        .into_iter()
        .filter(|claim| matches!(claim.by, Claimant::File(file) if file.is_of_content()))
        .map(|claim| claim.url.clone())
        .collect();
    Some(Clash { finding, files })
}

/// The page that a claim is the address of.
fn own_page<'a>(claim: &Claim<'_>, claims: &Claims<'a>) -> Option<&'a Admitted> {
    match claim.by {
        Claimant::Route(route) if route.number == 1 => {
            route.page.map(|id| &claims.pages[id.index()])
        }
        _ => None,
    }
}

/// Whether a page's address is made of its id, so that another slug would change nothing.
fn is_by_id(page: &Admitted) -> bool {
    let pattern = page.kind.permalink.get(&page.page.lang).unwrap_or_default();
    pattern.contains("{id}") && !pattern.contains("{slug}") && !pattern.contains("{path}")
}

/// Finds files that stand where another address needs a folder: `/a` beside `/a/b/`.
fn report_files_as_folders(
    all: &[Claim<'_>],
    first: &Table<&str, usize>,
    claims: &Claims<'_>,
    clashes: &mut Vec<Clash>,
) {
    let is_file = |claim: &Claim<'_>| matches!(claim.holder, Holder::File(_) | Holder::Redirect);
    let files: Table<&str, usize> = all
        .iter()
        .filter(|claim| is_file(claim))
        .filter_map(|claim| Some((&*claim.key, *first.get(&*claim.key)?)))
        .filter(|(_, index)| is_file(&all[*index]))
        .collect();
    if files.is_empty() {
        return;
    }
    let mut reported = HashSet::new();
    for (index, claim) in all.iter().enumerate() {
        let mut rest = claim.key.as_str();
        while let Some((above, _)) = rest.rsplit_once('/') {
            if above.is_empty() {
                break;
            }
            if let Some(file) = files.get(above)
                && *file != index
                // Of two redirects the table of redirects tells.
                && !(all[*file].holder == Holder::Redirect && claim.holder == Holder::Redirect)
                && reported.insert(*file)
            {
                clashes.extend(clash(&all[*file], claim, claims));
            }
            rest = above;
        }
    }
}
