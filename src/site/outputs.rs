//! The table of outputs: every kind of file that a site's output may have, with the names that it takes.
//!
//! The registry of addresses, the preview, the headers of the host and the build all read this one table. A new kind is one row
//! here and one file of `pipeline/outputs/` that says how it is made; that no row is without its maker is held by the compiler,
//! and that names and files agree by `tests/suite/names.rs`. Nothing is made here.

use crate::admit::Admitted;
use crate::config::Config;
use crate::path::UrlPath;
use crate::schema::Value;
use crate::write;

use super::files::PublishedFile;
use super::listing::Listing;
use super::route::Route;

/// A kind of file of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An HTML page; its number is the route's.
    Page,
    /// The map of a site for search engines.
    Sitemap,
    /// What search engines may read.
    Robots,
    /// What the host sends with each file.
    Headers,
    /// Where the host sends readers of old addresses.
    Redirects,
    /// The record of the build.
    BuildInfo,
    /// A card of each page, for programs.
    IndexJson,
    /// The overview for language models.
    Llms,
    /// The records that `write` keeps of an output folder.
    Records,
    /// Both forms of a feed; its number is the listing's.
    Feed,
    /// An event for calendars; its number is the route's.
    Calendar,
    /// The Markdown copy of a page; its number is the route's.
    MarkdownCopy,
    /// A file that is copied as it is, by its place in the list of published files.
    Copy,
    /// The page of an old address, for hosts that do not read `_redirects`; its number is its place among them.
    Fallback,
    /// The styles, scripts and pictures of the theme (look).
    Asset,
    /// A picture for sharing.
    ShareCard,
    /// A picture of pages in its sizes and formats.
    Picture,
    /// The index of the search, and the scripts that read it. Only its entry has a name that can be foreseen.
    Search,
}

/// The name of a file, and what the host must be told that it is, where the name alone does not say it.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// The name.
    pub name: &'static str,
    /// Its media type.
    pub media_type: Option<&'static str>,
}

/// What happens where the site brings a file of the name that one of ours would have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnFile {
    /// It is a mistake.
    Clashes,
    /// The site's file stands, and ours is not made.
    Stands,
    /// Ours is made from it.
    IsMadeFrom,
}

/// Something that has files: where they lie, and its number.
pub(super) type Owner = (UrlPath, u32);

/// One row of the table.
pub struct Row {
    /// The kind.
    pub kind: Kind,
    /// What it is called where its name is taken.
    pub what: &'static str,
    /// The files that each owner has beside it; none where the owner's address is itself that of the file.
    pub files: &'static [Named],
    /// Every owner in the site; none where names are made of contents, and known to the maker alone.
    pub(super) owners: fn(&Claims<'_>) -> Vec<Owner>,
    /// What happens where the site brings a file of its own.
    pub own_file: OwnFile,
    /// Whether anything else may lie at an address that begins like this, when there are such files at all. Only names that nobody
    /// can foresee need it; where the maker can say its names, these are compared instead.
    pub keeps: fn(&Config, &UrlPath) -> bool,
}

/// What may claim an address.
pub(super) struct Claims<'a> {
    pub pages: &'a [Admitted],
    pub routes: &'a [Route],
    pub listings: &'a [Listing],
    pub files: &'a [PublishedFile],
    pub config: &'a Config,
}

const fn plain(name: &'static str) -> Named {
    Named {
        name,
        media_type: None,
    }
}

const fn typed(name: &'static str, media_type: &'static str) -> Named {
    Named {
        name,
        media_type: Some(media_type),
    }
}

/// A kind of which a site has one at the top, always.
const fn one(kind: Kind, what: &'static str, files: &'static [Named]) -> Row {
    Row {
        kind,
        what,
        files,
        owners: at_the_top,
        own_file: OwnFile::Clashes,
        keeps: nothing,
    }
}

/// A kind whose names its maker alone knows.
const fn made(kind: Kind, what: &'static str) -> Row {
    Row {
        kind,
        what,
        files: &[],
        owners: nobody,
        own_file: OwnFile::Clashes,
        keeps: nothing,
    }
}

/// Every kind, in the order in which they take their names: where two want one, the first has it.
pub static TABLE: [Row; 18] = [
    Row {
        owners: pages,
        ..made(Kind::Page, "a page that Alongside makes")
    },
    Row {
        keeps: is_part_of_the_sitemap,
        ..one(Kind::Sitemap, "the sitemap", &[plain("sitemap.xml")])
    },
    Row {
        own_file: OwnFile::IsMadeFrom,
        ..one(Kind::Robots, "the rules for robots", &[plain("robots.txt")])
    },
    one(
        Kind::Headers,
        "the headers of the host",
        &[plain("_headers")],
    ),
    one(
        Kind::Redirects,
        "the redirects of the host",
        &[plain("_redirects")],
    ),
    one(
        Kind::BuildInfo,
        "the record of the build",
        &[plain("build.json")],
    ),
    Row {
        owners: |claims| switched(claims, claims.config.extras.index_json),
        ..one(
            Kind::IndexJson,
            "the cards of all pages",
            &[plain("index.json")],
        )
    },
    Row {
        owners: |claims| switched(claims, claims.config.extras.llms_txt),
        ..one(
            Kind::Llms,
            "the overview for language models",
            &[plain("llms.txt")],
        )
    },
    one(
        Kind::Records,
        "the list of what Alongside wrote",
        &[plain(write::RECORDS[0])],
    ),
    Row {
        owners: feeds,
        ..one(
            Kind::Feed,
            "a feed",
            &[
                typed("feed.xml", "application/atom+xml; charset=utf-8"),
                typed("feed.json", "application/feed+json; charset=utf-8"),
            ],
        )
    },
    Row {
        owners: events,
        own_file: OwnFile::Stands,
        ..one(
            Kind::Calendar,
            "an event for calendars",
            &[plain("event.ics")],
        )
    },
    Row {
        owners: copied_pages,
        own_file: OwnFile::Stands,
        ..one(
            Kind::MarkdownCopy,
            "the Markdown copy of a page",
            &[plain("index.md")],
        )
    },
    Row {
        owners: files,
        ..made(Kind::Copy, "a file")
    },
    made(Kind::Fallback, "the page of an old address"),
    made(Kind::Asset, "a file of the theme (look)"),
    made(Kind::ShareCard, "a picture for sharing"),
    made(Kind::Picture, "a picture"),
    Row {
        owners: searched,
        keeps: is_of_search,
        ..one(
            Kind::Search,
            "the index of the search",
            &[plain("search/index.json")],
        )
    },
];

impl Kind {
    /// Its row of the table.
    pub fn row(self) -> &'static Row {
        TABLE
            .iter()
            .find(|row| row.kind == self)
            .expect("every kind has a row, which a test of this file holds")
    }
}

impl Row {
    /// The addresses of the files of an owner at an address.
    pub fn addresses(&self, owner: &UrlPath) -> Vec<UrlPath> {
        match self.files {
            [] => vec![owner.clone()],
            files => files.iter().map(|file| owner.beside(file.name)).collect(),
        }
    }
}

/// The kind that keeps every address like this one for itself, if one does.
pub fn kept_by(config: &Config, url: &UrlPath) -> Option<&'static Row> {
    TABLE.iter().find(|row| (row.keeps)(config, url))
}

fn nothing(_: &Config, _: &UrlPath) -> bool {
    false
}

fn nobody(_: &Claims<'_>) -> Vec<Owner> {
    Vec::new()
}

fn at_the_top(_: &Claims<'_>) -> Vec<Owner> {
    vec![(UrlPath::new("/"), 0)]
}

fn searched(claims: &Claims<'_>) -> Vec<Owner> {
    switched(claims, claims.config.search)
}

fn switched(claims: &Claims<'_>, is_on: bool) -> Vec<Owner> {
    match is_on {
        true => at_the_top(claims),
        false => Vec::new(),
    }
}

/// Pages first, then what has no page, then the further pages of lists.
fn pages(claims: &Claims<'_>) -> Vec<Owner> {
    let mut routes: Vec<(u32, &Route)> = (0..).zip(claims.routes).collect();
    routes.sort_by_key(|(_, route)| (route.number > 1, route.page));
    routes
        .into_iter()
        .map(|(index, route)| (route.url.clone(), index))
        .collect()
}

fn feeds(claims: &Claims<'_>) -> Vec<Owner> {
    let listings = (0..).zip(claims.listings);
    listings
        .filter(|(_, listing)| listing.feed)
        .map(|(index, listing)| (listing.url.clone(), index))
        .collect()
}

fn events(claims: &Claims<'_>) -> Vec<Owner> {
    pages_that(claims, is_event)
}

/// Whether a page is an event with a beginning.
pub fn is_event(page: &Admitted, _: &Config) -> bool {
    let field = page.kind.event_field("starts");
    let start = field.and_then(|name| page.field(name));
    start.and_then(Value::as_moment).is_some()
}

fn copied_pages(claims: &Claims<'_>) -> Vec<Owner> {
    pages_that(claims, has_copy)
}

/// Whether a page has a Markdown copy: where the site asks for copies, all but drafts.
pub fn has_copy(page: &Admitted, config: &Config) -> bool {
    config.extras.markdown_copies && !page.draft
}

/// The routes of the pages that are something.
fn pages_that(claims: &Claims<'_>, are: fn(&Admitted, &Config) -> bool) -> Vec<Owner> {
    let routes = (0..).zip(claims.routes);
    routes
        .filter(|(_, route)| {
            let page = route.page.filter(|_| route.number == 1);
            page.is_some_and(|page| are(&claims.pages[page.index()], claims.config))
        })
        .map(|(index, route)| (route.url.clone(), index))
        .collect()
}

fn files(claims: &Claims<'_>) -> Vec<Owner> {
    let files = (0..).zip(claims.files);
    files
        .map(|(index, file)| (file.url.clone(), index))
        .collect()
}

/// `/sitemap-2.xml`: how many there are is known when the addresses are counted and measured.
fn is_part_of_the_sitemap(_: &Config, url: &UrlPath) -> bool {
    let number = url
        .as_str()
        .strip_prefix("/sitemap-")
        .and_then(|rest| rest.strip_suffix(".xml"));
    number.is_some_and(|number| number.parse::<u32>().is_ok())
}

/// The files of the search are named by hashes of words that nobody has read yet.
fn is_of_search(config: &Config, url: &UrlPath) -> bool {
    config.search && crate::search::is_own(url.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_row() {
        let kinds: Vec<Kind> = TABLE.iter().map(|row| row.kind).collect();
        let mut sorted = kinds.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), TABLE.len());
        // The last kind of the enumeration; a kind without a row would make it one more.
        assert_eq!(Kind::Search as usize + 1, TABLE.len());
        for kind in kinds {
            assert_eq!(kind.row().kind, kind);
        }
    }
}
