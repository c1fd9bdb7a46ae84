//! The facets of one language's pages: each one's values with their counts, and which page has which.
//!
//! A file holds up to 4,096 pages of one facet, so none grows with the site; a facet that says the same of every page needs none.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::Facet;
use super::code::push_number;
use super::files::{Files, to_json};
use super::indexer::Entry;

/// How many pages stand in one file.
pub(super) const TOGETHER: usize = 4096;

/// How many values a facet may have to be counted with every query; one with more is folded until a visitor opens it.
const MOST_VALUES: usize = 24;

/// One facet as the manifest tells it.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    key: String,
    label: String,
    /// Key, label and number of pages of each value, the commonest first.
    values: Option<Vec<Value>>,
    /// The name of the file that has the values when they are many.
    list: Option<String>,
    /// The names of its files, one after the other.
    files: String,
}

type Value = (String, String, u32);

/// The values of all facets that pages have, each with a number.
#[derive(Debug, Default)]
pub(super) struct Values(HashMap<(String, String), u32>);

impl Values {
    /// The numbers of a page's facets, each given as the facet's key and the value's.
    pub(super) fn numbers(&mut self, facets: Vec<(String, String)>) -> Vec<u32> {
        facets
            .into_iter()
            .map(|facet| {
                let next = self.0.len() as u32;
                *self.0.entry(facet).or_insert(next)
            })
            .collect()
    }

    /// By number, the value if it is one of this facet's.
    fn of(&self, facet: &str) -> Vec<Option<&str>> {
        let mut values = vec![None; self.0.len()];
        #[expect(clippy::iter_over_hash_type, reason = "each has its own place")]
        for ((key, value), number) in &self.0 {
            if key == facet {
                values[*number as usize] = Some(value.as_str());
            }
        }
        values
    }
}

/// Adds the files of `facet` and tells it; nothing when no page has a value.
pub(super) fn write(
    lang: &str,
    facet: &Facet,
    entries: &[Entry],
    values: &Values,
    files: &mut Files<'_>,
) -> Option<Told> {
    let own = values.of(&facet.key);
    let pages: Vec<Vec<&str>> = entries
        .iter()
        .map(|entry| {
            let of_facet = entry.facets.iter().map(|&number| own[number as usize]);
            let mut values: Vec<&str> = of_facet.flatten().collect();
            values.sort_unstable();
            values.dedup();
            values
        })
        .collect();
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for value in pages.iter().flatten() {
        *counts.entry(value).or_default() += 1;
    }
    if counts.is_empty() {
        return None;
    }
    let mut values: Vec<(&str, u32)> = counts.into_iter().collect();
    values.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let numbers: BTreeMap<&str, u32> = values
        .iter()
        .zip(0..)
        .map(|(&(value, _), number)| (value, number))
        .collect();

    let says_nothing = values.len() == 1 && values[0].1 as usize == entries.len();
    let names = if says_nothing {
        String::new()
    } else {
        pages
            .chunks(TOGETHER)
            .map(|together| files.add("facets", "txt", column(together, &numbers)))
            .collect()
    };
    let labelled: Vec<Value> = values
        .into_iter()
        .map(|(value, count)| {
            let label = facet.values.get(value).and_then(|labels| labels.get(lang));
            (
                value.to_owned(),
                label.map_or(value, String::as_str).to_owned(),
                count,
            )
        })
        .collect();
    let many = labelled.len() > MOST_VALUES;
    Some(Told {
        key: facet.key.clone(),
        label: facet.labels.get(lang).unwrap_or(&facet.key).clone(),
        list: many.then(|| files.add("facets", "json", to_json(&labelled))),
        values: (!many).then_some(labelled),
        files: names,
    })
}

/// For each page its values, lowest number first, each as its distance from the one before: 0 for none,
/// else one more than the distance, doubled, and one more while others follow.
fn column(pages: &[Vec<&str>], numbers: &BTreeMap<&str, u32>) -> Vec<u8> {
    let mut column = Vec::new();
    for values in pages {
        let mut values: Vec<u32> = values.iter().map(|value| numbers[value]).collect();
        values.sort_unstable();
        if values.is_empty() {
            push_number(0, &mut column);
        }
        let mut next = 0;
        for (index, value) in values.iter().enumerate() {
            let more = u32::from(index + 1 < values.len());
            push_number((value - next + 1) * 2 + more, &mut column);
            next = value + 1;
        }
    }
    column
}
