//! The order of pages in lists and series.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::admit::Admitted;
use crate::language::{self, Order};
use crate::schema::{Value, value::Moment};

use super::ids::PageId;

/// How a section orders its pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// Newest first; pages without a date last, by title.
    #[default]
    Date,
    /// Smallest weight first; pages without a weight last, newest first.
    Weight,
    /// By title, as the language orders its letters.
    Title,
}

impl SortBy {
    /// The order that a section's page asks for.
    pub fn of(section: Option<&Admitted>) -> Self {
        match section.and_then(|section| section.text("sort_by")) {
            Some("weight") => Self::Weight,
            Some("title") => Self::Title,
            _ => Self::Date,
        }
    }
}

/// The moment by which a page stands in a list: its date, else when it begins.
pub fn moment(page: &Admitted) -> Option<Moment> {
    page.date.or_else(|| start(page))
}

/// When the event begins that a page is.
fn start(page: &Admitted) -> Option<Moment> {
    let field = page.kind.event_field("starts")?;
    page.field(field).and_then(Value::as_moment)
}

/// The order of a language's pages by title, pages of one title in the order of their files.
pub(super) fn by_title(lang: &str) -> impl Fn(&Admitted, &Admitted) -> Ordering + use<> {
    let letters = Order::of(lang);
    move |a, b| {
        letters
            .compare(&a.title, &b.title)
            .then_with(|| a.page.path.cmp(&b.page.path))
    }
}

/// Sorts pages of one language as a section asks.
pub fn sort(list: &mut [PageId], by: SortBy, pages: &[Admitted]) {
    let lang = list.first().map(|first| &pages[first.index()].page.lang);
    let title = by_title(lang.map_or("", |lang| lang));
    let newest = |a: &Admitted, b: &Admitted| match (moment(a), moment(b)) {
        (Some(a_moment), Some(b_moment)) => b_moment
            .instant
            .cmp(&a_moment.instant)
            .then_with(|| a.page.path.cmp(&b.page.path)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => title(a, b),
    };
    list.sort_by(|a, b| {
        let (a, b) = (&pages[a.index()], &pages[b.index()]);
        match by {
            SortBy::Date => newest(a, b),
            SortBy::Title => title(a, b),
            SortBy::Weight => match (weight(a), weight(b)) {
                (Some(a_weight), Some(b_weight)) => {
                    a_weight.total_cmp(&b_weight).then_with(|| title(a, b))
                }
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => newest(a, b),
            },
        }
    });
}

/// Sorts events: what is to come first, the soonest first; then what is over, the latest first.
pub fn to_come_first(list: &mut [PageId], pages: &[Admitted]) {
    newest_first(list, pages);
    list.sort_by(|a, b| {
        let (a, b) = (&pages[a.index()], &pages[b.index()]);
        let soonest = begins_first(a, b);
        a.is_over.cmp(&b.is_over).then(match a.is_over {
            true => soonest.reverse(),
            false => soonest,
        })
    });
}

/// Sorts events as they follow one another.
pub(super) fn begins_first(a: &Admitted, b: &Admitted) -> Ordering {
    let begins = |page: &Admitted| start(page).map(|start| start.instant);
    match (begins(a), begins(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// Sorts pages by date, the newest first.
pub fn newest_first(list: &mut [PageId], pages: &[Admitted]) {
    sort(list, SortBy::Date, pages);
}

/// The rank of each page among those of its language, the newest first: many lists are sorted by it for the cost of one.
pub(super) fn ranks(pages: &[Admitted]) -> Vec<u32> {
    let mut by_lang: BTreeMap<&str, Vec<PageId>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        let of_lang = by_lang.entry(&page.page.lang).or_default();
        of_lang.push(PageId(index as u32));
    }
    let mut ranks = vec![0; pages.len()];
    for mut of_lang in by_lang.into_values() {
        newest_first(&mut of_lang, pages);
        for (rank, id) in of_lang.into_iter().enumerate() {
            ranks[id.index()] = rank as u32;
        }
    }
    ranks
}

/// A page's weight.
pub fn weight(page: &Admitted) -> Option<f64> {
    match page.field("weight")? {
        Value::Int(weight) => Some(*weight as f64),
        Value::Float(weight) => Some(*weight),
        _ => None,
    }
}

/// Where a page stands in its series. All parts of a series share one list of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeriesPlace {
    /// Every part in order; empty for a page that is in no series.
    pub parts: Arc<[PageId]>,
    /// Which of them the page is.
    pub position: usize,
}

/// The place of each page in its series, whose parts are in order: by weight, then oldest first, then by file.
pub fn series(pages: &[Admitted]) -> Vec<SeriesPlace> {
    let mut groups: BTreeMap<(Arc<str>, String), Vec<PageId>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        if let Some(name) = page.text("series") {
            let key = (page.page.lang.clone(), language::slugify(name));
            groups.entry(key).or_default().push(PageId(index as u32));
        }
    }
    let mut series = vec![SeriesPlace::default(); pages.len()];
    for mut parts in groups.into_values() {
        parts.sort_by(|a, b| {
            let (a, b) = (&pages[a.index()], &pages[b.index()]);
            let weights = match (weight(a), weight(b)) {
                (Some(a_weight), Some(b_weight)) => a_weight.total_cmp(&b_weight),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            };
            weights
                .then_with(|| a.date.cmp(&b.date))
                .then_with(|| a.page.path.cmp(&b.page.path))
        });
        let parts: Arc<[PageId]> = parts.into();
        for (position, part) in parts.iter().enumerate() {
            series[part.index()] = SeriesPlace {
                parts: parts.clone(),
                position,
            };
        }
    }
    series
}
