//! How the terms of a taxonomy meet, and each term's share of stories over time.
//!
//! It counts pages that are published and current in one language, and leaves the drawing to the templates. A share of few
//! stories says nothing, so a time with fewer than five of them has none.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::site::{PageId, Route, RouteKey, RouteKind, Site, Term, TermId, order};
use crate::view::{MapCell, MapData, MapPair, MapTerm, OverTime, Period, PeriodShare, TermMap};

use super::Composer;

/// How many terms a map shows; a table of more than this is read by nobody.
const MOST_TERMS: usize = 30;
/// How many pages are named below a pair, the newest; whoever wants all of them filters the search by both terms.
const MOST_PAGES: usize = 8;
/// How many steps of shade a heat map has: more than five shades of one colour are not told apart side by side.
const SHADES: u32 = 5;
/// The stories below which a time has no share: of fewer than five, one more or less turns a share over, and people in a small area
/// could be known by a figure about them.
const FEWEST: u32 = 5;
/// How many times are shown, the newest: eight columns fit beside each other on a phone, and are four years of half years.
const MOST_PERIODS: usize = 8;

/// A year, or with 1 or 2 one of its halves.
type Span = (i16, u8);

/// The times of a language into which shares are counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Times {
    /// Whether stories are counted; otherwise every page with a date.
    of_stories: bool,
    /// Whether the times are half years.
    are_halves: bool,
    /// The times in order, with all that is counted in each.
    totals: Vec<(Span, u32)>,
}

/// The times of each language, where a taxonomy has a map.
pub(super) fn times(site: &Site) -> BTreeMap<Arc<str>, Times> {
    if !site.config.taxonomies.values().any(|taxonomy| taxonomy.map) {
        return BTreeMap::new();
    }
    let of_stories = site
        .pages
        .iter()
        .any(|page| page.kind.meaning.is_counted_over_time);
    let langs = site.config.languages.keys();
    langs
        .map(|lang| (lang.clone(), Times::of(site, lang, of_stories)))
        .collect()
}

impl Times {
    /// Half years, and years where hardly any half year has enough stories.
    fn of(site: &Site, lang: &str, of_stories: bool) -> Self {
        let pages = || {
            (0..site.pages.len() as u32)
                .map(PageId)
                .filter(|id| &*site.page(*id).page.lang == lang)
        };
        let counted = |are_halves: bool| {
            let mut times = Self {
                of_stories,
                are_halves,
                totals: Vec::new(),
            };
            let spans = times.count(site, pages());
            times.totals = filled(spans, are_halves);
            times
        };
        let halves = counted(true);
        let known = halves.totals.iter().filter(|(_, total)| *total >= FEWEST);
        match known.count() {
            0 | 1 => counted(false),
            _ => halves,
        }
    }

    /// How many of these pages fall into each time.
    fn count(&self, site: &Site, pages: impl Iterator<Item = PageId>) -> BTreeMap<Span, u32> {
        let mut counts = BTreeMap::new();
        for id in pages {
            let page = site.page(id);
            let is_counted = match self.of_stories {
                true => page.kind.meaning.is_counted_over_time,
                false => page.kind.is_content(),
            };
            let moment = order::moment(page).filter(|_| is_counted && !page.archived);
            if let Some(day) = moment.map(|moment| moment.day) {
                let half = if day.month() <= 6 { 1 } else { 2 };
                let span = (day.year(), if self.are_halves { half } else { 0 });
                *counts.entry(span).or_default() += 1;
            }
        }
        counts
    }

    fn periods(&self) -> Vec<Period> {
        self.totals
            .iter()
            .map(|((year, half), total)| Period {
                year: year.to_string().into(),
                half: *half,
                total: *total,
                is_known: *total >= FEWEST,
            })
            .collect()
    }

    /// A term's share in each time.
    fn shares(&self, site: &Site, term: &Term, lang: &str) -> Vec<PeriodShare> {
        let members = term.members.get(lang).into_iter().flatten().copied();
        let counts = self.count(site, members);
        self.periods()
            .into_iter()
            .zip(&self.totals)
            .map(|(period, (span, total))| {
                // What is too little to tell is not handed on: a template cannot show it by mistake.
                let count = match period.is_known {
                    true => counts.get(span).copied().unwrap_or_default(),
                    false => 0,
                };
                PeriodShare {
                    percent: (count * 100 + total / 2).checked_div(*total).unwrap_or(0),
                    count,
                    period,
                }
            })
            .collect()
    }

    /// Whether any time has enough stories for a share.
    fn say_anything(&self) -> bool {
        self.totals.iter().any(|(_, total)| *total >= FEWEST)
    }
}

/// The newest times, those in between that have nothing among them.
fn filled(counts: BTreeMap<Span, u32>, are_halves: bool) -> Vec<(Span, u32)> {
    let Some((newest, _)) = counts.last_key_value() else {
        return Vec::new();
    };
    let before = |(year, half): Span| match (are_halves, half) {
        (true, 2) => (year, 1),
        (true, _) => (year - 1, 2),
        (false, _) => (year - 1, 0),
    };
    let oldest = counts.first_key_value().map_or(*newest, |(span, _)| *span);
    let mut times: Vec<(Span, u32)> =
        std::iter::successors(Some(*newest), |span| Some(before(*span)))
            .take_while(|span| *span >= oldest)
            .take(MOST_PERIODS)
            .map(|span| (span, counts.get(&span).copied().unwrap_or_default()))
            .collect();
    times.reverse();
    times
}

/// The pages that two terms of a map share, by the terms' places in it, newest first.
type Shared = BTreeMap<(usize, usize), Vec<PageId>>;

impl Composer {
    /// The map that a route shows.
    pub(super) fn map(&self, route: &Route) -> Option<MapData> {
        let RouteKind::Map(taxonomy) = route.kind else {
            return None;
        };
        let site = &*self.site;
        let lang = &route.lang;
        let name = &site.config.taxonomy(taxonomy).name;
        let (shown, left_out) = self.terms_of_map(name, lang);
        let (shared, pages) = self.shared_pages(&shown, lang);
        let most = shared.values().map(Vec::len).max().unwrap_or(0) as u32;
        let times = self.times.get(lang).filter(|times| times.say_anything());
        let links: Vec<_> = shown.iter().map(|id| self.term_link(*id, lang)).collect();
        let count = |row: usize| site.term(shown[row]).count(lang) as u32;
        let cell = |row: usize, column: usize| {
            let pair = (row.min(column), row.max(column));
            let count = shared.get(&pair).map_or(0, Vec::len) as u32;
            MapCell {
                pair: (count > 0).then(|| anchor(pair)),
                other: links[column].title.clone(),
                is_same: row == column,
                shade: (count * SHADES)
                    .checked_div(most)
                    .unwrap_or(0)
                    .max(u32::from(count > 0)),
                count,
            }
        };
        Some(MapData {
            taxonomy: name.clone(),
            terms: (0..shown.len())
                .map(|row| MapTerm {
                    link: links[row].clone(),
                    count: count(row),
                    cells: (0..shown.len()).map(|column| cell(row, column)).collect(),
                    shares: times.map_or_else(Vec::new, |times| {
                        times.shares(site, site.term(shown[row]), lang)
                    }),
                })
                .collect(),
            pairs: shared
                .iter()
                .map(|(pair, pages)| MapPair {
                    id: anchor(*pair),
                    one: links[pair.0].clone(),
                    other: links[pair.1].clone(),
                    one_count: count(pair.0),
                    other_count: count(pair.1),
                    count: pages.len() as u32,
                    pages: pages
                        .iter()
                        .take(MOST_PAGES)
                        .map(|page| self.page_link(*page, lang))
                        .collect(),
                    more: pages.len().saturating_sub(MOST_PAGES) as u32,
                })
                .collect(),
            most,
            pages,
            left_out,
            of_stories: times.is_some_and(|times| times.of_stories),
            periods: times.map_or_else(Vec::new, Times::periods),
        })
    }

    /// The terms that a map shows in their taxonomy's order, and how many it leaves out: those with the fewest pages.
    fn terms_of_map(&self, taxonomy: &str, lang: &str) -> (Vec<TermId>, u32) {
        let site = &*self.site;
        let Some(listing) = self.taxonomy_listing(taxonomy, lang) else {
            return (Vec::new(), 0);
        };
        let mut used: Vec<TermId> = site.listing(listing).terms.clone();
        used.retain(|id| site.term(*id).count(lang) > 0);
        let mut by_count = used.clone();
        by_count.sort_by_key(|id| std::cmp::Reverse(site.term(*id).count(lang)));
        by_count.truncate(MOST_TERMS);
        let left_out = used.len().saturating_sub(MOST_TERMS) as u32;
        used.retain(|id| by_count.contains(id));
        (used, left_out)
    }

    /// The pages that each two terms share, and how many pages have any of the terms.
    fn shared_pages(&self, terms: &[TermId], lang: &str) -> (Shared, u32) {
        let site = &*self.site;
        let mut rows_of: BTreeMap<PageId, Vec<usize>> = BTreeMap::new();
        for (row, id) in terms.iter().enumerate() {
            for page in site.term(*id).members.get(lang).into_iter().flatten() {
                rows_of.entry(*page).or_default().push(row);
            }
        }
        let mut pages: Vec<PageId> = rows_of.keys().copied().collect();
        order::newest_first(&mut pages, &site.pages);
        let mut shared = Shared::new();
        for page in &pages {
            let rows = &rows_of[page];
            for (at, one) in rows.iter().enumerate() {
                for other in &rows[at + 1..] {
                    shared.entry((*one, *other)).or_default().push(*page);
                }
            }
        }
        (shared, pages.len() as u32)
    }

    /// The address of a taxonomy's map in a language, and a term's share over time, where the taxonomy has a map.
    pub(super) fn term_map(&self, term: &Term, lang: &str) -> Option<TermMap> {
        let site = &*self.site;
        let taxonomy = site.config.taxonomy(term.taxonomy);
        let url = self.map_url(&taxonomy.name, lang)?;
        let times = self.times.get(lang).filter(|_| taxonomy.map)?;
        Some(TermMap {
            url,
            over_time: times.say_anything().then(|| OverTime {
                of_stories: times.of_stories,
                shares: times.shares(site, term, lang),
            }),
        })
    }

    /// The address of a taxonomy's map.
    pub(super) fn map_url(&self, taxonomy: &str, lang: &str) -> Option<Arc<str>> {
        let route = self.site.route(&RouteKey::Map(taxonomy.into()), lang)?;
        Some(self.addresses.inside(&route.url))
    }
}

fn anchor((one, other): (usize, usize)) -> Arc<str> {
    format!("pair-{}-{}", one + 1, other + 1).into()
}
