//! Related pages: those that share rare terms, link to each other, or share rare words of title, description and headings.
//!
//! The body never counts, so that an edited paragraph changes no other page. The cost grows with the number of pages alone:
//! a term or word that very many pages share says little, and is looked at only among near neighbours in time.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::admit::Admitted;
use crate::schema::Value;

use super::PageId;
use super::links::LinkTarget;
use super::order;
use super::references::{Reference, ResolvedRefs};
use super::taxonomy::TermId;

/// How many related pages a page shows.
const SHOWN: usize = 4;
/// How many pages before and after it, in the order of their dates, a page is compared with for each term or word.
const WINDOW: usize = 24;
/// A word that more pages than this share says nothing about any two of them.
const COMMON_WORD: usize = 48;
/// What a link weighs, in the measure of a shared term that one page in a hundred has.
const LINK_WEIGHT: f32 = 3.0;
/// What a shared word weighs against a shared term of the same rarity.
const WORD_WEIGHT: f32 = 0.25;

/// A sign that two pages may share: a term of a taxonomy, or a word.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Sign {
    Term(TermId),
    Word(Arc<str>),
}

/// The related pages of each page, nearest first: those that the author names, then those that are found.
pub(super) fn related(
    pages: &[Admitted],
    terms_of: &[Vec<Vec<TermId>>],
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

/// Whether a page has and gives related pages: not sections, terms, people or places, which list pages themselves.
fn takes_part(page: &Admitted) -> bool {
    let lists_others = matches!(
        &*page.kind.name,
        "section" | "term" | "person" | "organisation" | "area"
    );
    !lists_others && page.is_listed() && !page.page.place.folder.is_empty()
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
    terms_of: &[Vec<Vec<TermId>>],
    targets: &[Vec<LinkTarget>],
) -> Vec<(PageId, Vec<PageId>)> {
    let signs: Vec<Vec<Sign>> = members
        .par_iter()
        .map(|id| signs(&pages[id.index()], &terms_of[id.index()]))
        .collect();
    let mut postings: HashMap<&Sign, Vec<u32>> = HashMap::new();
    for (position, page_signs) in signs.iter().enumerate() {
        for sign in page_signs {
            postings.entry(sign).or_default().push(position as u32);
        }
    }
    let position_of: HashMap<PageId, u32> = members
        .iter()
        .enumerate()
        .map(|(position, id)| (*id, position as u32))
        .collect();
    let mut linked: Vec<Vec<u32>> = vec![Vec::new(); members.len()];
    for (position, id) in members.iter().enumerate() {
        for target in &targets[id.index()] {
            if let LinkTarget::Page(to, _) = target
                && let Some(other) = position_of.get(to)
            {
                linked[position].push(*other);
                linked[*other as usize].push(position as u32);
            }
        }
    }
    let total = members.len() as f32;
    members
        .par_iter()
        .enumerate()
        .map(|(position, id)| {
            let mut scores: HashMap<u32, f32> = HashMap::new();
            for sign in &signs[position] {
                let sharers = &postings[sign];
                let kind_weight = match sign {
                    Sign::Term(_) => 1.0,
                    Sign::Word(_) if sharers.len() > COMMON_WORD => continue,
                    Sign::Word(_) => WORD_WEIGHT,
                };
                let rarity = (1.0 + total / sharers.len() as f32).ln();
                let here = sharers.partition_point(|other| (*other as usize) < position);
                let near =
                    &sharers[here.saturating_sub(WINDOW)..(here + WINDOW + 1).min(sharers.len())];
                for other in near.iter().filter(|other| **other as usize != position) {
                    *scores.entry(*other).or_default() += rarity * kind_weight;
                }
            }
            for other in linked[position]
                .iter()
                .filter(|other| **other as usize != position)
            {
                *scores.entry(*other).or_default() += LINK_WEIGHT;
            }
            (*id, best(scores, members))
        })
        .collect()
}

/// The best-scored pages, ties broken by date and place so that the order is always the same.
fn best(scores: HashMap<u32, f32>, members: &[PageId]) -> Vec<PageId> {
    let mut ranked: Vec<(u32, f32)> = scores
        .into_iter()
        .filter(|(_, score)| *score > 0.5)
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked
        .into_iter()
        .take(SHOWN)
        .map(|(position, _)| members[position as usize])
        .collect()
}

/// A page's signs, each once, in a fixed order (the order in which scores are added must not vary).
fn signs(page: &Admitted, terms: &[Vec<TermId>]) -> Vec<Sign> {
    let mut signs: Vec<Sign> = terms.iter().flatten().map(|id| Sign::Term(*id)).collect();
    let headings = page
        .page
        .outline
        .headings
        .iter()
        .map(|heading| &*heading.text);
    let texts = [&*page.title]
        .into_iter()
        .chain(page.text("description"))
        .chain(headings);
    let mut words: Vec<Sign> = texts
        .flat_map(|text| text.split(|character: char| !character.is_alphanumeric()))
        .filter(|word| word.chars().count() > 3)
        .map(|word| Sign::Word(word.to_lowercase().into()))
        .collect();
    words.sort_unstable();
    words.dedup();
    signs.sort_unstable();
    signs.dedup();
    signs.extend(words);
    signs
}
