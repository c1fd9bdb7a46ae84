//! The feeds of a site: of each language, section and term, with its newest pages.

use std::sync::Arc;

use jiff::Timestamp;

use crate::formats::feed::{self, Feed, FeedAuthor, FeedCategory, FeedEntry};
use crate::path::UrlPath;
use crate::schema::Value;
use crate::site::{Listing, PageId, RouteKind, order};

use super::Composer;

/// How many entries a feed holds: a reader that asks once a week misses nothing of a network that publishes daily, and a feed with
/// whole texts stays small enough to be fetched each hour.
const ENTRIES: usize = 20;

/// One feed and where it lies.
#[derive(Debug)]
pub struct FeedFiles {
    /// The feed.
    pub feed: Feed,
    /// The address of its Atom form.
    pub atom: UrlPath,
    /// The address of its JSON form.
    pub json: UrlPath,
}

impl Composer {
    /// The newest pages of a listing.
    fn entries_of(&self, listing: &Listing) -> impl Iterator<Item = PageId> {
        let pages = &self.site.pages;
        let dated = |id: &PageId| order::moment(self.site.page(*id)).is_some();
        let mut entries: Vec<PageId> = listing.items.iter().copied().filter(dated).collect();
        order::newest_first(&mut entries, pages);
        entries.into_iter().take(ENTRIES)
    }

    /// The feed of a listing; none when it has none. `body` gives the HTML of a page, its addresses whole.
    pub fn feed(
        &self,
        listing: &Listing,
        body: impl Fn(PageId) -> Option<Arc<str>>,
    ) -> Option<FeedFiles> {
        if !listing.feed {
            return None;
        }
        let shared = self.shared(&listing.lang);
        let atom = listing.url.beside("feed.xml");
        let json = listing.url.beside("feed.json");
        let entries: Vec<FeedEntry> = self
            .entries_of(listing)
            .map(|id| self.entry(id, body(id)))
            .collect();
        let updated = entries
            .iter()
            .map(|entry| entry.updated)
            .max()
            .unwrap_or(Timestamp::UNIX_EPOCH);
        let is_home = listing.kind == RouteKind::Home;
        let feed = Feed {
            lang: listing.lang.to_string(),
            title: match is_home {
                true => shared.title.to_string(),
                false => format!("{} – {}", listing.title, shared.title),
            },
            subtitle: match (is_home, listing.page) {
                (false, Some(page)) => self.card(page).description.to_string(),
                _ => shared.description.to_string(),
            },
            publisher: shared.title.to_string(),
            id: feed::tag_uri(
                self.addresses.host(),
                self.addresses.folder(),
                "feed",
                &listing.key.to_string(),
                &listing.lang,
            ),
            atom_url: self.addresses.canonical(&atom).to_string(),
            json_url: self.addresses.canonical(&json).to_string(),
            page_url: self.addresses.canonical(&listing.url).to_string(),
            updated,
            entries,
        };
        Some(FeedFiles { feed, atom, json })
    }

    fn entry(&self, id: PageId, content_html: Option<Arc<str>>) -> FeedEntry {
        let page = self.site.page(id);
        let card = self.card(id);
        let published = order::moment(page).map(|moment| moment.instant);
        let changed = page
            .field("updated")
            .and_then(Value::as_moment)
            .map(|moment| moment.instant);
        let terms = |authors: bool| {
            card.terms
                .iter()
                .filter(move |terms| (&*terms.taxonomy == "authors") == authors)
                .flat_map(|terms| terms.terms.iter().map(|term| (&terms.taxonomy, term)))
        };
        let whole = |url: &Arc<str>| {
            (!url.is_empty()).then(|| self.addresses.canonical_of(url).to_string())
        };
        FeedEntry {
            url: self.addresses.canonical(self.site.url(id)).to_string(),
            id: feed::tag_uri(
                self.addresses.host(),
                self.addresses.folder(),
                &page.kind.name,
                &page.id,
                &page.page.lang,
            ),
            title: page.title.to_string(),
            summary: card.description.to_string(),
            content_html,
            published,
            updated: changed.max(published).unwrap_or(Timestamp::UNIX_EPOCH),
            authors: terms(true)
                .map(|(_, author)| FeedAuthor {
                    name: author.title.to_string(),
                    url: whole(&author.url),
                })
                .collect(),
            categories: terms(false)
                .map(|(taxonomy, term)| FeedCategory {
                    term: term
                        .url
                        .trim_end_matches('/')
                        .rsplit('/')
                        .next()
                        .unwrap_or_default()
                        .to_owned(),
                    label: term.title.to_string(),
                    scheme: self
                        .shared(&page.page.lang)
                        .taxonomies
                        .get(taxonomy)
                        .and_then(|link| whole(&link.url)),
                })
                .filter(|category| !category.term.is_empty())
                .collect(),
            lang: page.page.lang.to_string(),
        }
    }
}
