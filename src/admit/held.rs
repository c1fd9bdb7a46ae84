//! Why a page is held back: the reason, from when or until when, and the place that says so.
//!
//! It is data. How it is told is the affair of whoever tells it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::admitted::Facts;
use crate::diagnostic::Place;
use crate::language::slugify;

/// Why a page is held back. The order is the one in which reasons weigh: of several, the first is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It is for its author, or for the network, and never for the public.
    Private,
    /// Its `consent` names no record, so that nobody's permission can be looked up.
    Permission,
    /// It says that it is not to be shown in words that cannot be read for certain.
    Unclear,
    /// It says `draft: true`, or lies in a folder of drafts.
    Draft,
    /// Its date has not come.
    Future,
    /// Its `expires` has passed, and it is not of the kind that is archived.
    Expired,
    /// It is a translation that no speaker has checked, and its language does not show those.
    Unreviewed,
}

impl Reason {
    /// Every reason, in the order in which they are counted.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Future,
        Self::Expired,
        Self::Unreviewed,
        Self::Private,
        Self::Permission,
        Self::Unclear,
    ];

    /// The reason, to follow "the page is".
    pub fn reason(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Permission => "without a permission that can be looked up",
            Self::Unclear => "hidden by words that cannot be read for certain",
            Self::Draft => "a draft",
            Self::Future => "dated in the future",
            Self::Expired => "expired",
            Self::Unreviewed => "a translation that no speaker has checked",
        }
    }

    /// The reason in one word, for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Permission => "permission",
            Self::Unclear => "unclear",
            Self::Draft => "draft",
            Self::Future => "future",
            Self::Expired => "expired",
            Self::Unreviewed => "unreviewed",
        }
    }

    /// The key under which pages of this reason are counted, for programs.
    pub fn counted_as(self) -> &'static str {
        match self {
            Self::Draft => "drafts",
            other => other.name(),
        }
    }

    /// Whether a page held for this holds what hangs on it: its translations, and of a section all pages below. A text that no
    /// speaker has checked says nothing of others.
    pub(super) fn is_handed_down(self) -> bool {
        self != Self::Unreviewed
    }
}

/// Why a page is held back, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Why.
    pub reason: Reason,
    /// Until when it is held, of a page dated ahead; since when, of one that has expired.
    pub moment: Option<jiff::Timestamp>,
    /// What says so: a field of the page itself, of its original, or of a section above it.
    pub place: Place,
}

/// What other pages may call a page that was held back: enough to know that they mean it. It is compared and never shown.
#[derive(Clone, Debug)]
pub struct HeldName {
    /// The name of its type.
    pub kind: Arc<str>,
    /// The taxonomy whose term it is, of a term that has a file in a taxonomy's folder.
    pub taxonomy: Option<Arc<str>>,
    /// Its id, its path below the top folder, the name of its file and its title, each as a slug.
    pub slugs: BTreeSet<String>,
}

impl HeldName {
    /// The names of a page.
    pub(super) fn of(page: &Facts) -> Self {
        let place = &page.page.place;
        let key = place.key();
        let below = key.split_once('/').map_or(key, |(_, below)| below);
        let name = key.rsplit('/').next().unwrap_or(key);
        let names = [&*page.id, below, name, &page.title];
        let slugs = names.into_iter().map(slugify);
        Self {
            kind: page.kind.name.clone(),
            taxonomy: page.kind.is_term().then(|| place.top().into()),
            slugs: slugs.filter(|slug| !slug.is_empty()).collect(),
        }
    }
}

/// How many pages were held back, by reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldCounts(BTreeMap<Reason, usize>);

impl HeldCounts {
    /// Counts what was held back.
    pub fn of<'h>(held: impl IntoIterator<Item = &'h Held>) -> Self {
        let mut counts = BTreeMap::new();
        for held in held {
            *counts.entry(held.reason).or_default() += 1;
        }
        Self(counts)
    }

    /// The number held back for a reason.
    pub fn get(&self, reason: Reason) -> usize {
        self.0.get(&reason).copied().unwrap_or_default()
    }
}
