//! Related pages: those that share rare terms, link to each other, or share rare words of file name, description and headings.
//!
//! Neither the body nor the title counts, so that an edited paragraph changes no other page, and a better title only those that show it:
//! what the title was about when the page was begun, the name of its file says. The cost grows with the number of pages alone:
//! a term or word that very many pages share says little, and is looked at only among near neighbours in time.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::admit::Admitted;
use crate::schema::Value;

use super::ids::PageId;
use super::links::LinkTarget;
use super::order;
use super::references::{Reference, ResolvedRefs};
use super::term::{PageTerms, TermId};

/// How many related pages a page shows: one row of cards. More would be a list to be searched, which the subjects' pages are.
const SHOWN: usize = 4;
/// How many pages before and after it, in the order of their dates, a page is compared with for each term or word. A term that a
/// thousand pages share would otherwise cost the square of them; the nearest in time are those that a reader has a use for.
const WINDOW: usize = 24;
/// A word that more pages than this share says nothing about any two of them, and each pair of its pages would be scored: twice the
/// window, so that a word within it is counted for every pair.
const COMMON_WORD: usize = 48;
/// What a link weighs, in the measure of a shared term that one page in a hundred has: an author who links says more than any
/// word that happens to be shared, and one link outweighs two shared terms.
const LINK_WEIGHT: f32 = 3.0;
/// What a shared word weighs against a shared term of the same rarity: terms are chosen by people to say what a page is about, words
/// only occur. Four rare words in common count as one term.
const WORD_WEIGHT: f32 = 0.25;

/// What a whole point of likeness is in the whole numbers that scores are kept in: their sum is the same in any order.
const POINT: f32 = 65_536.0;
/// The least score at which two pages are related: below it two pages share one common word or a term that most pages have, and
/// a suggestion would be chance.
const LEAST: u32 = (0.5 * POINT) as u32;

/// A sign that two pages may share: a term of a taxonomy, or a word by its hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Term(TermId),
    Word(u64),
}

/// The related pages of each page, nearest first: those that the author names, then those that are found.
pub(super) fn related(
    pages: &[Admitted],
    terms_of: &[PageTerms],
    references: &[ResolvedRefs],
    targets: &[Vec<LinkTarget>],
) -> Vec<Vec<PageId>> {
    let mut by_lang: BTreeMap<Arc<str>, Vec<PageId>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        if takes_part(page) {
            by_lang
                .entry(page.page.lang.clone())
                .or_default()
                .push(PageId(index as u32));
        }
    }
    let mut related = vec![Vec::new(); pages.len()];
    for mut members in by_lang.into_values() {
        order::newest_first(&mut members, pages);
        for (id, found) in relate(&members, pages, terms_of, targets) {
            related[id.index()] = found;
        }
    }
    for (index, list) in related.iter_mut().enumerate() {
        let chosen = chosen(&pages[index], &references[index]);
        list.retain(|id| !chosen.contains(id));
        list.splice(0..0, chosen);
        list.truncate(SHOWN.max(5));
    }
    related
}

/// Whether a page has and gives related pages: not those of types that list pages themselves.
fn takes_part(page: &Admitted) -> bool {
    page.kind.meaning.has_related && page.is_listed() && !page.page.place.folder.is_empty()
}

/// The pages that the author names in `related`.
fn chosen(page: &Admitted, references: &ResolvedRefs) -> Vec<PageId> {
    let count = page
        .field("related")
        .map(Value::items)
        .unwrap_or_default()
        .len();
    (0..count)
        .filter_map(
            |index| match references.refs.get(&*format!("related[{index}]")) {
                Some(Reference::Page(id)) => Some(*id),
                _ => None,
            },
        )
        .collect()
}

/// Finds the nearest pages of each member; members are of one language, newest first.
fn relate(
    members: &[PageId],
    pages: &[Admitted],
    terms_of: &[PageTerms],
    targets: &[Vec<LinkTarget>],
) -> Vec<(PageId, Vec<PageId>)> {
    let signs: Vec<Vec<Sign>> = members
        .par_iter()
        .map(|id| signs(&pages[id.index()], &terms_of[id.index()]))
        .collect();
    let shared = Shared::new(&signs);
    let linked = linked(members, pages.len(), targets);
    members
        .par_iter()
        .enumerate()
        .map_init(
            || Scores::new(members.len()),
            |scores, (position, id)| {
                shared.near(position, |other, weight| scores.add(other, weight));
                for other in &linked[position] {
                    scores.add(*other, (LINK_WEIGHT * POINT) as u32);
                }
                let best = scores.take_best(position as u32);
                let best = best.into_iter().map(|other| members[other as usize]);
                (*id, best.collect())
            },
        )
        .collect()
}

/// Which members link to each member or are linked from it, by position.
fn linked(members: &[PageId], pages: usize, targets: &[Vec<LinkTarget>]) -> Vec<Vec<u32>> {
    let mut position_of: Vec<Option<u32>> = vec![None; pages];
    for (position, id) in members.iter().enumerate() {
        position_of[id.index()] = Some(position as u32);
    }
    let mut linked: Vec<Vec<u32>> = vec![Vec::new(); members.len()];
    for (position, id) in members.iter().enumerate() {
        for target in &targets[id.index()] {
            if let LinkTarget::Page(to, _) = target
                && let Some(other) = position_of[to.index()]
            {
                linked[position].push(other);
                linked[other as usize].push(position as u32);
            }
        }
    }
    linked
}

/// Who shares each sign, laid out flat: the sharers of one sign stand together, in the order of members.
struct Shared {
    sharers: Vec<(Sign, u32)>,
    groups: Vec<Group>,
    /// For each member the place in `sharers` and the group of each of its signs.
    places: Vec<Vec<(u32, u32)>>,
}

/// The sharers of one sign, and what sharing it weighs; nothing when too many share it.
struct Group {
    start: usize,
    end: usize,
    weight: u32,
}

impl Shared {
    fn new(signs: &[Vec<Sign>]) -> Self {
        let mut sharers: Vec<(Sign, u32)> = signs
            .iter()
            .enumerate()
            .flat_map(|(position, signs)| signs.iter().map(move |sign| (*sign, position as u32)))
            .collect();
        sharers.par_sort_unstable();
        let mut groups = Vec::new();
        let mut places: Vec<Vec<(u32, u32)>> = signs
            .iter()
            .map(|signs| Vec::with_capacity(signs.len()))
            .collect();
        let mut start = 0;
        for group in sharers.chunk_by(|a, b| a.0 == b.0) {
            let end = start + group.len();
            let kind_weight = match group[0].0 {
                Sign::Term(_) => 1.0,
                Sign::Word(_) if group.len() > COMMON_WORD => 0.0,
                Sign::Word(_) => WORD_WEIGHT,
            };
            let rarity = (1.0 + signs.len() as f32 / group.len() as f32).ln();
            let weight = (rarity * kind_weight * POINT) as u32;
            if weight > 0 && group.len() > 1 {
                for (place, (_, position)) in group.iter().enumerate() {
                    places[*position as usize].push(((start + place) as u32, groups.len() as u32));
                }
                groups.push(Group { start, end, weight });
            }
            start = end;
        }
        Self {
            sharers,
            groups,
            places,
        }
    }

    /// Calls with each near neighbour of a member and what the sign that they share weighs, the member itself among them.
    fn near(&self, position: usize, mut each: impl FnMut(u32, u32)) {
        for (place, group) in &self.places[position] {
            let (place, group) = (*place as usize, &self.groups[*group as usize]);
            let from = place.saturating_sub(WINDOW).max(group.start);
            let to = (place + WINDOW + 1).min(group.end);
            for (_, other) in &self.sharers[from..to] {
                each(*other, group.weight);
            }
        }
    }
}

/// The scores of one member's neighbours, by position; the room is used again for the next member.
struct Scores {
    of: Vec<u32>,
    touched: Vec<u32>,
}

impl Scores {
    fn new(members: usize) -> Self {
        Self {
            of: vec![0; members],
            touched: Vec::new(),
        }
    }

    fn add(&mut self, other: u32, weight: u32) {
        let score = &mut self.of[other as usize];
        if *score == 0 {
            self.touched.push(other);
        }
        *score = score.saturating_add(weight);
    }

    /// The best-scored members but the one itself, ties broken by date and place so that the order is always the same.
    fn take_best(&mut self, itself: u32) -> Vec<u32> {
        let mut best: Vec<(u32, u32)> = Vec::with_capacity(SHOWN + 1);
        for other in self.touched.drain(..) {
            let score = std::mem::take(&mut self.of[other as usize]);
            if score <= LEAST || other == itself {
                continue;
            }
            let rank = best.partition_point(|(known, before)| {
                (std::cmp::Reverse(*known), *before) < (std::cmp::Reverse(score), other)
            });
            if rank < SHOWN {
                best.insert(rank, (score, other));
                best.truncate(SHOWN);
            }
        }
        best.into_iter().map(|(_, other)| other).collect()
    }
}

/// A page's signs, each once.
fn signs(page: &Admitted, terms: &PageTerms) -> Vec<Sign> {
    let mut signs: Vec<Sign> = terms.all().map(Sign::Term).collect();
    signs.extend(page.page.keywords.iter().map(|word| Sign::Word(*word)));
    signs.sort_unstable();
    signs.dedup();
    signs
}
