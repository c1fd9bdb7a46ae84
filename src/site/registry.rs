//! Every address of the output and who has it, as the table of outputs gives them out. Two claims on one address are an error
//! that names both, and so is a file where another address needs a folder.

use std::collections::HashSet;
use std::sync::Arc;

use crate::admit::Admitted;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::hash::Table;
use crate::path::{OutputPath, SitePath, UrlPath};
use crate::redirect::Redirect;

use super::files::PublishedFile;
use super::outputs::{self, Claims, Kind, OwnFile, Row, TABLE};
use super::route::{Route, RouteKind};
use super::{address, portable};

/// What stands at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A file of a kind, by the number of its owner ([`Kind`] says of what).
    File(Kind, u32),
    /// An old address that leads elsewhere.
    Redirect,
}

/// Who holds each address.
#[derive(Debug, Default)]
pub struct Registry {
    holders: Table<Arc<str>, Holder>,
    /// What holds an address only as long as the site brings no file for it.
    stands_back: Vec<(UrlPath, Holder)>,
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
#[derive(Clone, Copy)]
enum Claimant<'a> {
    Route(&'a Route),
    Made(&'static Row),
    File(&'a PublishedFile),
    Redirect(&'a Redirect),
}

impl Registry {
    /// Takes every claim, and gives those that clash: the same address, one that differs in case or accents' form only,
    /// or a file where a folder must be. Those that no disk can hold are reported at once.
    pub(super) fn new(
        claims: &Claims<'_>,
        redirects: &[Redirect],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Self, Vec<Clash>) {
        let mut clashes = Vec::new();
        let all = collect(claims, redirects);
        let mut registry = Self {
            holders: Table::with_capacity_and_hasher(all.len(), Default::default()),
            stands_back: Vec::new(),
        };
        let mut first: Table<&str, usize> =
            Table::with_capacity_and_hasher(all.len(), Default::default());
        for (index, claim) in all.iter().enumerate() {
            let Some(before) = first.get(&*claim.key).copied() else {
                first.insert(&claim.key, index);
                registry
                    .holders
                    .insert(Arc::from(claim.url.as_str()), claim.holder);
                continue;
            };
            let other = &all[before];
            match (claim.by, other.by) {
                // A redirect that meets something is reported with the other faults of redirects.
                (Claimant::Redirect(_), _) => {}
                // What is never published from where it lies takes no address from what is.
                (Claimant::File(file), _) if file.is_refused() => {}
                (Claimant::File(_), Claimant::Made(row)) if claim.url == other.url => {
                    match row.own_file {
                        OwnFile::Clashes => clashes.extend(clash(claim, other, claims)),
                        OwnFile::IsMadeFrom => {}
                        OwnFile::Stands => {
                            registry.stands_back.push((claim.url.clone(), other.holder));
                            registry
                                .holders
                                .insert(Arc::from(claim.url.as_str()), claim.holder);
                        }
                    }
                }
                _ => {
                    clashes.extend(clash(claim, other, claims));
                    // Of two files whose names differ in case, perhaps only this one is named, or neither is published.
                    if matches!(claim.by, Claimant::File(_)) {
                        registry
                            .holders
                            .entry(Arc::from(claim.url.as_str()))
                            .or_insert(claim.holder);
                    }
                }
            }
        }
        report_files_as_folders(&all, &first, claims, &mut clashes);
        portable::check_routes(claims, diagnostics);
        (registry, clashes)
    }

    /// Leaves out the files that are not published; `published` are those that the claims were of, and `kept` those that are.
    pub(super) fn settle(&mut self, published: &[PublishedFile], kept: &[PublishedFile]) {
        self.holders.retain(|_, holder| match holder {
            Holder::File(Kind::Copy, number) => {
                let url = &published[*number as usize].url;
                match kept.binary_search_by(|file| file.url.cmp(url)) {
                    Ok(place) => {
                        *number = place as u32;
                        true
                    }
                    Err(_) => false,
                }
            }
            _ => true,
        });
        for (url, holder) in std::mem::take(&mut self.stands_back) {
            self.holders
                .entry(Arc::from(url.as_str()))
                .or_insert(holder);
        }
    }

    /// What is at the address of a file of the output.
    pub fn at(&self, path: &OutputPath) -> Option<Holder> {
        let beside = || self.holders.get(&*format!("/{path}"));
        let holder = self.holders.get(path.url().as_str()).or_else(beside);
        holder.copied()
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

    /// Every file of the output that can be foreseen, in the order of kinds and numbers, with its address.
    pub fn files(&self) -> Vec<(Kind, u32, &str)> {
        let mut all: Vec<(Kind, u32, &str)> = self
            .holders
            .iter()
            .filter_map(|(url, holder)| match holder {
                Holder::File(kind, number) => Some((*kind, *number, &**url)),
                Holder::Redirect => None,
            })
            .collect();
        all.sort_unstable();
        all
    }

    /// Every address, in the order of their letters.
    pub fn addresses(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.holders.keys().map(|url| &**url).collect();
        all.sort_unstable();
        all
    }
}

/// Every claim in the order of the table, redirects last. The first claim on an address holds it.
fn collect<'a>(claims: &Claims<'a>, redirects: &'a [Redirect]) -> Vec<Claim<'a>> {
    let mut all = Vec::with_capacity(claims.routes.len() + claims.files.len());
    let mut add = |url: UrlPath, holder, by| {
        all.push(Claim {
            key: url.output_key(),
            url,
            holder,
            by,
        });
    };
    for row in &TABLE {
        for (owner, number) in (row.owners)(claims) {
            let by = match row.kind {
                Kind::Page => Claimant::Route(&claims.routes[number as usize]),
                Kind::Copy => Claimant::File(&claims.files[number as usize]),
                _ => Claimant::Made(row),
            };
            for url in row.addresses(&owner) {
                add(url, Holder::File(row.kind, number), by);
            }
        }
    }
    for redirect in redirects {
        if !redirect.is_pattern() {
            let from = UrlPath::new(&redirect.from);
            add(from, Holder::Redirect, Claimant::Redirect(redirect));
        }
    }
    all
}

/// Where a claim is made, and what makes it.
fn described(claimant: Claimant<'_>, claims: &Claims<'_>) -> (Place, String) {
    let site_file = || Place::file(&SitePath::new("site.yaml"));
    match claimant {
        Claimant::Made(row) => (site_file(), format!("{} that Alongside makes", row.what)),
        Claimant::File(file) => (Place::file(&file.source.path), "this file".into()),
        Claimant::Redirect(redirect) => (
            redirect.place.clone(),
            format!("a redirect to `{}`", redirect.to),
        ),
        Claimant::Route(route) => {
            let page = route.page.map(|id| &claims.pages[id.index()]);
            let listing = route.listing.map(|id| &claims.listings[id.index()]);
            let place = match (page, listing) {
                (Some(page), _) if is_by_id(page) => address::stated(page, "id"),
                (Some(page), _) => address::stated(page, "slug"),
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
                    None => Kind::Page.row().what.into(),
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
    Some(&config.taxonomy(number).name)
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
    let (place, what) = described(second.by, claims);
    let (taken_at, taken_by) = described(first.by, claims);
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
    } else if is_file(second) {
        format!(
            "{what} has the address `{}`, where `{}` needs a folder",
            second.url, first.url
        )
    } else {
        format!(
            "{what} has the address `{}`, which needs a folder where `{}` is a file",
            second.url, first.url
        )
    };
    let is_bundle = |claim: &Claim<'_>| {
        own_page(claim, claims).is_some_and(|page| page.page.path.file_name().starts_with("index."))
    };
    let is_section = |claim: &Claim<'_>| {
        matches!(claim.by, Claimant::Route(_))
            && own_page(claim, claims).is_none_or(|page| page.page.place.is_section())
    };
    let help = match second.by {
        _ if is_bundle(second) && is_section(first) || is_bundle(first) && is_section(second) => {
            "a folder's own page is `_index.md`: rename `index.md` to that"
        }
        Claimant::Redirect(_) => {
            "take the alias or redirect away, or give the page there another address"
        }
        Claimant::File(_) => "give the file another name",
        Claimant::Route(_) | Claimant::Made(_) if by_id.is_some() => {
            "give one of the two another `id`"
        }
        Claimant::Route(_) if matches!(first.by, Claimant::Made(_)) => {
            "give the page another `slug`"
        }
        Claimant::Route(_) | Claimant::Made(_) => "give one of the two another `slug`",
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

/// Whether a claim's file has the name that ends its address, and not `index.html`. Of a redirect that is so where its page ends
/// in `.html`: any other has a folder of its own, or no page at all.
fn is_file(claim: &Claim<'_>) -> bool {
    match claim.by {
        Claimant::Redirect(_) => claim.key.ends_with(".html") || claim.key.ends_with(".htm"),
        _ => !claim.url.as_str().ends_with('/'),
    }
}

/// Finds files that stand where another address needs a folder: `/a` beside `/a/b/`.
fn report_files_as_folders(
    all: &[Claim<'_>],
    first: &Table<&str, usize>,
    claims: &Claims<'_>,
    clashes: &mut Vec<Clash>,
) {
    let files: Table<&str, usize> = all
        .iter()
        .filter(|claim| is_file(claim))
        .filter_map(|claim| Some((&*claim.key, *first.get(&*claim.key)?)))
        .filter(|(_, index)| is_file(&all[*index]))
        .collect();
    let is_redirect = |claim: &Claim<'_>| claim.holder == Holder::Redirect;
    let mut reported = HashSet::new();
    for (index, claim) in all.iter().enumerate() {
        let mut rest = claim.key.as_str();
        while let Some((above, _)) = rest.rsplit_once('/') {
            if above.is_empty() {
                break;
            }
            rest = above;
            let Some(file) = files.get(above).copied().filter(|file| *file != index) else {
                continue;
            };
            let in_the_way = &all[file];
            // Where a redirect's page has no room, it has none, and the table of redirects goes on without.
            if is_redirect(claim) || is_redirect(in_the_way) && claim.by.is_made() {
                continue;
            }
            // What Alongside makes cannot go elsewhere, so it is told of what can: of each such thing once.
            let can_move = !in_the_way.by.is_made();
            if can_move && reported.insert(file) {
                clashes.extend(clash(in_the_way, claim, claims));
            } else if !can_move && !claim.by.is_made() && reported.insert(index) {
                clashes.extend(clash(claim, in_the_way, claims));
            }
        }
    }
}

impl Claimant<'_> {
    /// Whether no author chose the address.
    fn is_made(self) -> bool {
        match self {
            Claimant::Made(_) => true,
            Claimant::Route(route) => {
                matches!(route.kind, RouteKind::NotFound | RouteKind::Gone)
            }
            Claimant::File(_) | Claimant::Redirect(_) => false,
        }
    }
}

/// Reports the names of copied files that no disk or host can hold, or that are kept for what nobody can foresee.
pub(super) fn check_files(
    files: &[PublishedFile],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for file in files {
        let place = Place::file(&file.source.path);
        diagnostics.extend(portable::finding(file.output().as_str(), place.clone()));
        if let Some(row) = outputs::kept_by(config, &file.url) {
            let message = format!(
                "the address `{}` is kept for {} that Alongside makes",
                file.url, row.what
            );
            diagnostics.push(
                Diagnostic::new(&codes::ADDRESS_RESERVED, place, message)
                    .help("give the file another name"),
            );
        }
    }
}
