//! The map of a taxonomy: how its terms meet, and their shares over time.

use std::sync::Arc;

use serde::Serialize;

use super::link::Link;
use super::shared::Shared;
use super::term::{Period, PeriodShare};

/// How the terms of a taxonomy meet, and their shares over time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MapData {
    /// The taxonomy's name.
    pub taxonomy: Arc<str>,
    /// The terms that have pages, in the taxonomy's order; thirty at most.
    pub terms: Vec<MapTerm>,
    /// The pairs of terms that share pages, in the same order.
    pub pairs: Vec<MapPair>,
    /// The most pages that any pair shares.
    pub most: u32,
    /// How many pages have any of the terms.
    pub pages: u32,
    /// How many terms are left out, because others have more pages.
    pub left_out: u32,
    /// Whether the shares are of stories; otherwise of all pages with a date.
    pub of_stories: bool,
    /// The times of the shares, the oldest first; empty where none has five stories.
    pub periods: Vec<Period>,
}

/// A row of a map.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MapTerm {
    /// The term.
    pub link: Shared<Link>,
    /// The number of pages that have it.
    pub count: u32,
    /// How it meets each term, in the order of the map's terms.
    pub cells: Vec<MapCell>,
    /// Its share in each of the map's times.
    pub shares: Vec<PeriodShare>,
}

/// How two terms meet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MapCell {
    /// The `id` of the pair; none when they share no page.
    pub pair: Option<Arc<str>>,
    /// The other term's name.
    pub other: Arc<str>,
    /// Whether it is the row's own term.
    pub is_same: bool,
    /// How many pages they share.
    pub count: u32,
    /// How dark the cell is in a picture: 0 for nothing, 5 for the most.
    pub shade: u32,
}

/// Two terms that share pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MapPair {
    /// An anchor for the page.
    pub id: Arc<str>,
    /// The first term.
    pub one: Shared<Link>,
    /// The second.
    pub other: Shared<Link>,
    /// The number of pages that have the first.
    pub one_count: u32,
    /// The number of pages that have the second.
    pub other_count: u32,
    /// How many have both.
    pub count: u32,
    /// These pages, newest first; eight at most.
    pub pages: Vec<Link>,
    /// How many more there are.
    pub more: u32,
}
