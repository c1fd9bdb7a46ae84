//! The facets of one language's pages: each one's values with their counts, and which page has which.
//!
//! A file holds up to 4,096 pages of one facet, so none grows with the site; a facet that says the same of every page needs none.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::Facet;
use super::code::push_number;
use super::entry::Entry;
use super::files::{Files, to_json};

/// How many pages stand in one file.
pub(super) const TOGETHER: usize = 4096;

/// How many values a facet may have to be counted with every query; one with more is folded until a visitor opens it.
const MOST_VALUES: usize = 24;

/// How often, all facets together, a page may have other values than the page before it and still be counted with every query:
/// that is what a column weighs once it is compressed. Where a large site's next facet is beyond it, it is folded too.
const MOST_CHANGES: usize = 32 * 1024;

/// One facet as the manifest tells it.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    key: String,
    label: String,
    /// Key, label and number of pages of each value, the commonest first.
    values: Option<Vec<Value>>,
    /// The name of the file that has the values when they are many, or the column is long.
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

/// Adds the files of all facets and tells those of which some page has a value.
pub(super) fn write(
    lang: &str,
    facets: &[Facet],
    entries: &[Entry],
    values: &Values,
    files: &mut Files<'_>,
) -> Vec<Told> {
    let mut room = MOST_CHANGES;
    facets
        .iter()
        .filter(|facet| facet.key != "language")
        .filter_map(|facet| {
            let own = values.of(&facet.key);
            write_one(lang, facet, entries, &own, &mut room, files)
        })
        .collect()
}

/// `own` has the facet's values by their numbers; `room` is how much of [`MOST_CHANGES`] is left.
fn write_one(
    lang: &str,
    facet: &Facet,
    entries: &[Entry],
    own: &[Option<&str>],
    room: &mut usize,
    files: &mut Files<'_>,
) -> Option<Told> {
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
    let changes = pages.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let many = labelled.len() > MOST_VALUES || changes > *room;
    if !many {
        *room -= changes;
    }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::postings::PostingsWriter;
    use super::*;

    #[test]
    fn what_a_first_query_must_fetch_stays_small_on_a_large_site() {
        let analysed = Arc::new(PostingsWriter::default().finish());
        let mut values = Values::default();
        let entries: Vec<Entry> = (0..20_000)
            .map(|page| {
                let facet = |key: &str, value: usize| (key.to_owned(), value.to_string());
                let facets = vec![
                    facet("themes", page % 2),
                    facet("areas", page % 3),
                    facet("year", page / 2_000),
                ];
                Entry {
                    url: String::new(),
                    date: None,
                    facets: values.numbers(facets),
                    name: String::new(),
                    analysed: analysed.clone(),
                }
            })
            .collect();
        let facets = ["themes", "areas", "year"].map(|key| Facet {
            key: key.to_owned(),
            ..Facet::default()
        });
        let mut files = Files::new(&|_| {});
        let told = write("en", &facets, &entries, &values, &mut files);
        let folded: Vec<bool> = told.iter().map(|told| told.list.is_some()).collect();
        assert_eq!(folded, [false, true, false]);
        assert!(
            told.iter()
                .all(|told| told.values.is_none() == told.list.is_some())
        );
    }
}
