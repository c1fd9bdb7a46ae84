//! What a template sees of a term: facts of its file, what is said about it, its share over time.

use std::sync::Arc;

use serde::Serialize;

use super::link::Link;
use super::shared::Shared;

/// A term's facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TermData {
    /// The taxonomy it belongs to.
    pub taxonomy: Arc<str>,
    /// Other words for it.
    pub synonyms: Vec<Arc<str>>,
    /// The wider terms.
    pub broader: Vec<Shared<Link>>,
    /// The narrower terms.
    pub narrower: Vec<Shared<Link>>,
    /// The terms that its file calls related.
    pub related: Vec<Shared<Link>>,
    /// Terms that often appear on the same pages, most often first, with the number of pages.
    pub together: Vec<(Shared<Link>, u32)>,
    /// The number of pages that have it.
    pub count: u32,
    /// The newest words about it that somebody agreed to see quoted. On the first page of its list only, like all that follows.
    pub quote: Option<Quote>,
    /// What evaluations found about it, newest first.
    pub findings: Vec<Finding>,
    /// Questions to talk about, from its pages; eight at most.
    pub questions: Vec<Arc<str>>,
    /// Where its taxonomy has a map, on the first page of the term's list: the map's address, and the term's share over time.
    pub map: Option<TermMap>,
}

/// What a map says of one term.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TermMap {
    /// The address of the map.
    pub url: Arc<str>,
    /// The term's share over time; none where no time has five stories.
    pub over_time: Option<OverTime>,
}

/// A term's share over time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct OverTime {
    /// Whether it is the share of stories; otherwise of all pages with a date.
    pub of_stories: bool,
    /// The share in each time, the oldest first.
    pub shares: Vec<PeriodShare>,
}

/// A year or half a year, and all that was published in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Period {
    /// The year.
    pub year: Arc<str>,
    /// 1 or 2 for a half of the year, 0 for all of it.
    pub half: u8,
    /// How many stories, or pages, it has: what a share is of.
    pub total: u32,
    /// Whether these are enough for a share to say anything: five or more.
    pub is_known: bool,
}

/// A term's share in one time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PeriodShare {
    /// The time.
    pub period: Period,
    /// How many of its stories, or pages, have the term; 0 where `period.is_known` is false.
    pub count: u32,
    /// The same in a hundred.
    pub percent: u32,
}

/// Words of a page's `quotes`, seen from a term that they are about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Quote {
    /// The words, as Markdown.
    pub text: Arc<str>,
    /// Who said them, as they agreed to be called; empty when not said.
    pub speaker: Arc<str>,
    /// The page that they are from.
    pub source: Link,
}

/// A finding of an evaluation, seen from a term that it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Finding {
    /// What was found, as Markdown.
    pub text: Arc<str>,
    /// How firm it is: `early`, `developing`, `strong`; empty when not said.
    pub strength: Arc<str>,
    /// The evaluation.
    pub source: Link,
    /// When it was published.
    pub date: Option<Arc<str>>,
}
