//! Every address of the output and who claims it. Two claims on one address are an error that names both.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::admit::Admitted;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::path::{OutputPath, SitePath, UrlPath};

use super::files::PublishedFile;
use super::listing::Listing;
use super::redirects::{self, Redirect};
use super::{Route, RouteId, RouteKind};

/// What may claim an address.
pub(super) struct Claims<'a> {
    pub pages: &'a [Admitted],
    pub routes: &'a [Route],
    pub listings: &'a [Listing],
    pub redirects: &'a [Redirect],
    pub files: &'a [PublishedFile],
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
    holders: HashMap<Arc<str>, Holder>,
}

/// One claim while they are compared.
struct Claim {
    url: Arc<str>,
    holder: Holder,
    place: Place,
    what: String,
}

impl Registry {
    /// Takes every claim, and reports those that clash: the same address, one that differs in case or accents' form only,
    /// or a file where a folder must be.
    pub(super) fn new(
        claims: Claims<'_>,
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let all = collect(&claims, config);
        let mut holders = HashMap::with_capacity(all.len());
        let mut first: HashMap<String, usize> = HashMap::with_capacity(all.len());
        for (index, claim) in all.iter().enumerate() {
            let output = UrlPath::new(&claim.url).output();
            let key = UrlPath::new(output.as_str()).collision_key();
            match first.get(&key) {
                // A redirect that meets a page is reported with the other faults of redirects.
                Some(_) if claim.holder == Holder::Redirect => {}
                Some(before) => diagnostics.push(clash(claim, &all[*before])),
                None => {
                    first.insert(key, index);
                    holders.insert(claim.url.clone(), claim.holder);
                }
            }
        }
        report_files_as_folders(&all, &first, diagnostics);
        Self { holders }
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
fn collect(claims: &Claims<'_>, config: &Config) -> Vec<Claim> {
    let site_file = SitePath::new("site.yaml");
    let mut all = Vec::with_capacity(claims.routes.len() + claims.files.len());
    let mut routes: Vec<(usize, &Route)> = claims.routes.iter().enumerate().collect();
    routes.sort_by_key(|(_, route)| (route.number > 1, route.page));
    for (index, route) in routes {
        let page = route.page.map(|id| &claims.pages[id.index()]);
        let listing = route.listing.map(|id| &claims.listings[id.index()]);
        let place = match (page, listing) {
            (Some(page), _) => Place::file(&page.page.path),
            (None, Some(listing)) => listing.items.first().map_or_else(
                || Place::file(&site_file),
                |id| Place::file(&claims.pages[id.index()].page.path),
            ),
            (None, None) => match taxonomy_of_map(route, config) {
                Some(name) => config.places.name(&["taxonomies", name, "map"]),
                None => Place::file(&site_file),
            },
        };
        let what = match (page, listing) {
            (Some(_), _) if route.number > 1 => format!("page {} of its list", route.number),
            (Some(page), _) => format!("the page “{}”", page.title),
            (None, Some(listing)) => format!("the list “{}”", listing.title),
            (None, None) => match taxonomy_of_map(route, config) {
                Some(name) => format!("the map of the taxonomy `{name}`"),
                None => "a page that Alongside makes".into(),
            },
        };
        all.push(Claim {
            url: route.url.as_str().into(),
            holder: Holder::Route(RouteId(index as u32)),
            place,
            what,
        });
    }
    for url in generated(claims.listings, config) {
        all.push(Claim {
            url,
            holder: Holder::Generated,
            place: Place::file(&site_file),
            what: "a file that Alongside makes".into(),
        });
    }
    for (index, file) in claims.files.iter().enumerate() {
        all.push(Claim {
            url: file.url.as_str().into(),
            holder: Holder::File(index as u32),
            place: Place::file(&file.source.path),
            what: "this file".into(),
        });
    }
    for redirect in claims.redirects {
        if redirects::is_pattern(&redirect.from) {
            continue;
        }
        all.push(Claim {
            url: redirect.from.clone(),
            holder: Holder::Redirect,
            place: redirect.place.clone(),
            what: format!("a redirect to `{}`", redirect.to),
        });
    }
    all
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
fn generated(listings: &[Listing], config: &Config) -> Vec<Arc<str>> {
    let mut made: Vec<Arc<str>> = [
        "/sitemap.xml",
        "/robots.txt",
        "/_headers",
        "/_redirects",
        "/build.json",
        "/.alongside-manifest.json",
    ]
    .map(Arc::from)
    .to_vec();
    if config.extras.get("index_json").copied().unwrap_or(true) {
        made.push("/index.json".into());
    }
    for listing in listings.iter().filter(|listing| listing.feed) {
        made.push(format!("{}feed.xml", listing.url).into());
        made.push(format!("{}feed.json", listing.url).into());
    }
    made
}

/// The finding for a second claim on an address.
fn clash(second: &Claim, first: &Claim) -> Diagnostic {
    let (ours, theirs) = (output_of(second), output_of(first));
    let folded = |path: &OutputPath| UrlPath::new(path.as_str()).collision_key();
    let differs = if ours == theirs {
        format!(
            "{} has the address `{}`, which is already taken",
            second.what, second.url
        )
    } else if folded(&ours) == folded(&theirs) {
        format!(
            "{} has the address `{}`, which differs from `{}` in case or accents only",
            second.what, second.url, first.url
        )
    } else {
        format!(
            "{} has the address `{}`, where `{}` needs a folder",
            second.what, second.url, first.url
        )
    };
    let help = match second.holder {
        Holder::Redirect => {
            "take the alias or redirect away, or give the page there another address"
        }
        Holder::File(_) => "give the file another name",
        Holder::Route(_) | Holder::Generated => "give one of the two another `slug`",
    };
    Diagnostic::new(&codes::ADDRESS_COLLISION, second.place.clone(), differs)
        .help(help)
        .related(first.place.clone(), format!("taken by {}", first.what))
}

/// Finds files that stand where another address needs a folder: `/a` beside `/a/b/`.
fn report_files_as_folders(
    all: &[Claim],
    first: &HashMap<String, usize>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let files: BTreeMap<String, usize> = first
        .iter()
        .filter(|(_, index)| matches!(all[**index].holder, Holder::File(_) | Holder::Redirect))
        .map(|(key, index)| (key.clone(), *index))
        .collect();
    let mut reported = HashSet::new();
    for (index, claim) in all.iter().enumerate() {
        let key = UrlPath::new(output_of(claim).as_str()).collision_key();
        let mut rest = key.as_str();
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
                diagnostics.push(clash(&all[*file], claim));
            }
            rest = above;
        }
    }
}

fn output_of(claim: &Claim) -> OutputPath {
    UrlPath::new(&claim.url).output()
}
