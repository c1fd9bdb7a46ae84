//! Names that no disk or no host can hold, told at the line that an author can mend: the slug, the id, the type's `permalink`, or
//! the file or folder that gave the name.

use std::collections::HashSet;

use crate::admit::Admitted;
use crate::diagnostic::wording::count;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::path::portable::{
    Fault, LONGEST_NAME_BYTES, LONGEST_PATH_BYTES, MOST_FOLDERS, fault, name_fault,
};
use crate::path::{SitePath, UrlPath};

use super::address::stated;
use super::ids::{ListingId, PageId};
use super::outputs::{Claims, Kind, TABLE};

/// The finding for a path of the output that is at fault.
pub(super) fn finding(path: &str, place: Place) -> Option<Diagnostic> {
    fault(path).map(|fault| worded(fault, path, place))
}

fn worded(fault: Fault<'_>, path: &str, place: Place) -> Diagnostic {
    let (code, message, help) = match fault {
        Fault::Name(name, why) => (
            &codes::ADDRESS_NAME,
            format!("the name `{}` {why}", shown(name)),
            name_fault(name).map_or("choose another name", |(_, help)| help),
        ),
        Fault::Kept(name, why) => (
            &codes::ADDRESS_RESERVED,
            format!("the name `{}` {why}", shown(name)),
            "choose another name",
        ),
        Fault::LongName(name) => (
            &codes::ADDRESS_TOO_LONG,
            format!(
                "the name `{}` has {}, and no disk holds more than {LONGEST_NAME_BYTES}",
                shown(name),
                count(name.len() as u64, "byte", "bytes")
            ),
            "shorten it; a letter with an accent counts two bytes, one of another script two to four",
        ),
        Fault::LongPath(bytes) => (
            &codes::ADDRESS_TOO_LONG,
            format!(
                "the path `{}` has {}, and not every disk holds more than {LONGEST_PATH_BYTES} below the output folder",
                shown(path),
                count(bytes as u64, "byte", "bytes")
            ),
            "shorten the names of its folders, or have fewer of them",
        ),
        Fault::Deep(folders) => (
            &codes::ADDRESS_TOO_LONG,
            format!(
                "the path `{}` lies in {}, and {MOST_FOLDERS} are the most",
                shown(path),
                count(folders as u64, "folder", "folders")
            ),
            "have fewer folders above it",
        ),
    };
    Diagnostic::new(code, place, message).help(help)
}

/// A name or path for a message: control characters made visible, and not longer than a line.
fn shown(text: &str) -> String {
    /// The most letters of a name that a message shows.
    const SHOWN_LETTERS: usize = 60;
    let mut visible: String = text
        .chars()
        .take(SHOWN_LETTERS)
        .flat_map(|letter| match letter.is_control() {
            true => letter.escape_default().collect::<Vec<char>>(),
            false => vec![letter],
        })
        .collect();
    if text.chars().nth(SHOWN_LETTERS).is_some() {
        visible.push('…');
    }
    visible
}

/// Reports the addresses of pages, and of what lies beside them, that no disk or host can hold: each page once.
pub(super) fn check_routes(claims: &Claims<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut told: HashSet<(Option<PageId>, Option<ListingId>)> = HashSet::new();
    for row in &TABLE {
        let number_is_route = matches!(row.kind, Kind::Page | Kind::Calendar | Kind::MarkdownCopy);
        if !number_is_route && row.kind != Kind::Feed {
            continue;
        }
        for (owner, number) in (row.owners)(claims) {
            let (page, listing) = match number_is_route {
                true => {
                    let route = &claims.routes[number as usize];
                    (route.page, route.listing)
                }
                false => {
                    let listing = &claims.listings[number as usize];
                    (listing.page, Some(ListingId(number)))
                }
            };
            for url in row.addresses(&owner) {
                let path = url.output();
                let Some(fault) = fault(path.as_str()) else {
                    continue;
                };
                if told.insert((page, listing)) {
                    diagnostics.push(of_page(fault, &url, page, listing, claims));
                }
            }
        }
    }
}

/// The finding for a page or list whose address is at fault.
fn of_page(
    fault: Fault<'_>,
    url: &UrlPath,
    page: Option<PageId>,
    listing: Option<ListingId>,
    claims: &Claims<'_>,
) -> Diagnostic {
    let first = listing.and_then(|id| claims.listings[id.index()].items.first().copied());
    let path = url.output();
    match (page, page.or(first)) {
        (Some(page), _) => {
            let page = &claims.pages[page.index()];
            let (place, by_pattern) = blamed(fault, page);
            let found = worded(fault, path.as_str(), place);
            match by_pattern {
                true => found.related(Place::file(&page.page.path), "this page has the address"),
                false => found,
            }
        }
        (None, Some(first)) => {
            let place = Place::file(&claims.pages[first.index()].page.path);
            worded(fault, path.as_str(), place)
        }
        (None, None) => worded(
            fault,
            path.as_str(),
            Place::file(&SitePath::new("site.yaml")),
        ),
    }
}

/// Where the part of a page's address that is at fault was written, and whether that is the pattern of its type.
pub(super) fn blamed(fault: Fault<'_>, page: &Admitted) -> (Place, bool) {
    let file = Place::file(&page.page.path);
    let pattern = page.kind.permalink.get(&page.page.lang).unwrap_or_default();
    let pattern_place = page.kind.permalink_place.clone();
    let name = match fault {
        Fault::Name(name, _) | Fault::Kept(name, _) | Fault::LongName(name) => Some(name),
        Fault::LongPath(_) | Fault::Deep(_) => None,
    };
    let Some(name) = name else {
        // The part of the address that the pattern writes itself is the larger one, or it is not to blame.
        let own = fault_of_literal(pattern);
        return match pattern_place.filter(|_| own) {
            Some(place) => (place, true),
            None => (file, false),
        };
    };
    if pattern.split('/').any(|part| part == name)
        && let Some(place) = pattern_place.clone()
    {
        return (place, true);
    }
    for (field, value) in [("slug", &page.slug), ("id", &page.id)] {
        if page.page.fields.contains_key(field) && name.contains(&**value) {
            return (stated(page, field), false);
        }
    }
    match pattern_place.filter(|_| pattern.split('/').any(is_mixed)) {
        Some(place) => (place, true),
        None => (file, false),
    }
}

/// Whether what a pattern writes itself is already half of what a path may be.
fn fault_of_literal(pattern: &str) -> bool {
    let literal = pattern.split('/').filter(|part| !part.starts_with('{'));
    let (count, bytes) = literal.fold((0, 0), |(count, bytes), part| {
        (count + 1, bytes + part.len() + 1)
    });
    count > MOST_FOLDERS / 2 || bytes > LONGEST_PATH_BYTES / 2
}

/// Whether a part of a pattern has text of its own beside a value: `{slug}-{year}`.
fn is_mixed(part: &str) -> bool {
    let is_one_value = part.starts_with('{') && part.find('}') == Some(part.len() - 1);
    !is_one_value && part.contains('{')
}
