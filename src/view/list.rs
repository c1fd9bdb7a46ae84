//! `list`: the pages or terms that a page lists, and where it stands among the pages of a long list.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::card::Card;
use super::link::Link;
use super::shared::Shared;

/// `list`: the pages or terms that a page lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ListData {
    /// The pages on this page of the list. A section of events alone has those to come first, the soonest first, then those that
    /// are over, the latest first, unless it chooses an order with `sort_by`.
    pub items: Vec<Shared<Card>>,
    /// The terms, of a taxonomy's page; of home, those of the first taxonomy that has terms of its own; of the search page, those of
    /// its language that have most pages, at most 60.
    pub terms: Vec<TermCard>,
    /// The address of the map of the taxonomy whose terms are listed.
    pub map: Option<Arc<str>>,
    /// On home, the newest pages of each type, six at most; of events those that are not over, the soonest first.
    pub newest: BTreeMap<Arc<str>, Vec<Shared<Card>>>,
    /// What the pages of a section are about, by taxonomy; on the first page of its list.
    pub about: Vec<About>,
    /// The sections directly below, of a section's page and of home.
    pub sections: Vec<Link>,
    /// How many pages the whole list has.
    pub total: u32,
    /// Where this page stands among the list's pages; none when there is but one.
    pub pager: Option<Pager>,
    /// The list's Atom feed.
    pub feed: Option<Arc<str>>,
}

/// The terms of one taxonomy that the pages of a list have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct About {
    /// The taxonomy's name: `themes`.
    pub taxonomy: Arc<str>,
    /// What people call it.
    pub label: Arc<str>,
    /// The terms in the language's order, with the number of the list's pages that have it.
    pub terms: Vec<(Shared<Link>, u32)>,
}

/// One term on its taxonomy's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TermCard {
    /// The term.
    pub link: Shared<Link>,
    /// Its definition.
    pub description: Arc<str>,
    /// The number of pages that have it.
    pub count: u32,
}

/// Where a page stands among the pages of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Pager {
    /// Which page this is, from 1.
    pub current: u32,
    /// How many pages there are.
    pub count: u32,
    /// The pages worth a link from this one, in order: the first, the last, and those near it. So a long list costs each of
    /// its pages as much as a short one.
    pub parts: Vec<PagerPart>,
    /// The page before.
    pub previous: Option<Arc<str>>,
    /// The page after.
    pub next: Option<Arc<str>>,
}

/// One page of a list, seen from another of its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PagerPart {
    /// Which page it is, from 1.
    pub number: u32,
    /// Its address.
    pub url: Arc<str>,
    /// Whether pages between the part before and this one are left out.
    pub after_gap: bool,
}
