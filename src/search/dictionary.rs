//! The words of one language with the pages that hold them, cut into files.
//!
//! A file of `terms/` is four lines, all of its terms in order in each: keys with the forms they were met in,
//! the pages of each, how much it weighs there, and the titles it stands in.
//! A file of `near/` holds the places of the same terms, in one line.

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;

use super::analysed::Analysed;
use super::analysis::Language;
use super::code::{push_digit, push_number};
use super::shards::{self, shared};

/// The least size that files of words are meant to have, in bytes as written.
const LEAST_FILE: usize = 4 * 1024;

/// The longest beginning that a key shares with the one before it: what one character can say.
const MOST_SHARED: usize = 75;

/// All the words of one language.
#[derive(Debug)]
pub(super) struct Dictionary<'pages> {
    terms: Vec<Term<'pages>>,
    /// Every word as spelt, with the number of pages that hold it.
    pub(super) words: Vec<(&'pages str, u32)>,
}

#[derive(Debug)]
struct Term<'pages> {
    key: &'pages str,
    forms: Vec<&'pages str>,
    postings: Vec<Posting<'pages>>,
}

#[derive(Debug)]
struct Posting<'pages> {
    page: u32,
    level: u8,
    title: u8,
    places: &'pages [u32],
}

impl shards::Entry for Term<'_> {
    fn name(&self) -> &str {
        self.key
    }

    fn size(&self) -> usize {
        self.key.len() + 4 * self.forms.len() + 2 * self.postings.len() + 4
    }
}

/// One file of terms and the places that belong to it.
#[derive(Debug)]
pub(super) struct Shard {
    /// The key that it begins with.
    pub(super) first: String,
    pub(super) terms: Vec<u8>,
    pub(super) near: Vec<u8>,
}

impl<'pages> Dictionary<'pages> {
    /// Gathers the words of `pages`, which are numbered as they come.
    pub(super) fn gather(pages: &[&'pages Analysed]) -> Self {
        let mut ids: HashMap<&str, usize> = HashMap::new();
        let mut terms: Vec<Term<'pages>> = Vec::new();
        let mut words: HashMap<&str, usize> = HashMap::new();
        let mut spelt: Vec<(&str, u32)> = Vec::new();
        for (page, analysed) in pages.iter().enumerate() {
            let mut places = analysed.places.as_slice();
            let mut forms = analysed.words.iter();
            for (key, term) in analysed.keys.iter().zip(&analysed.terms) {
                let id = *ids.entry(key).or_insert_with(|| {
                    terms.push(Term {
                        key,
                        forms: Vec::new(),
                        postings: Vec::new(),
                    });
                    terms.len() - 1
                });
                let (own, after) = places.split_at(term.places as usize);
                places = after;
                terms[id].postings.push(Posting {
                    page: page as u32,
                    level: term.level,
                    title: term.title,
                    places: own,
                });
                for form in forms.by_ref().take(term.words as usize) {
                    let word = *words.entry(form).or_insert_with(|| {
                        spelt.push((form, 0));
                        terms[id].forms.push(form);
                        spelt.len() - 1
                    });
                    spelt[word].1 += 1;
                }
            }
        }
        terms.par_sort_unstable_by(|one, other| in_client_order(one.key, other.key));
        spelt.par_sort_unstable_by(|one, other| in_client_order(one.0, other.0));
        terms
            .par_iter_mut()
            .for_each(|term| term.forms.sort_unstable());
        Self {
            terms,
            words: spelt,
        }
    }

    /// The files of the dictionary, in the order of their keys.
    pub(super) fn files(&self, language: &Language) -> Vec<Shard> {
        let ranges = shards::cut(&self.terms, self.file_size());
        ranges
            .into_par_iter()
            .map(|range| self.file(range, language))
            .collect()
    }

    /// The size to aim at: a query reads a file for each word and the list of all files once, so both grow as the root of the whole.
    fn file_size(&self) -> usize {
        let total: usize = self.terms.iter().map(shards::Entry::size).sum();
        let root = (total * 8).isqrt();
        // To the nearest power of two below, so that the sizes stay while a site grows.
        let size = if root == 0 { 0 } else { 1 << root.ilog2() };
        size.max(LEAST_FILE)
    }

    fn file(&self, range: Range<usize>, language: &Language) -> Shard {
        let terms = &self.terms[range];
        let (mut keys, mut pages, mut levels) = (Vec::new(), Vec::new(), Vec::new());
        let (mut titles, mut near) = (Vec::new(), Vec::new());
        let mut previous = "";
        for term in terms {
            if !keys.is_empty() {
                keys.push(b' ');
            }
            let (units, rest) = shared(previous, term.key, MOST_SHARED);
            push_digit(units as u32, &mut keys);
            keys.extend_from_slice(rest.as_bytes());
            push_forms(term, language, &mut keys);
            previous = term.key;

            push_number(term.postings.len() as u32, &mut pages);
            let in_titles = term
                .postings
                .iter()
                .filter(|posting| posting.title > 0)
                .count();
            push_number(in_titles as u32, &mut titles);
            let (mut next_page, mut next_title) = (0, 0);
            for (index, posting) in term.postings.iter().enumerate() {
                push_number(posting.page - next_page, &mut pages);
                next_page = posting.page + 1;
                push_digit(u32::from(posting.level), &mut levels);
                if posting.title > 0 {
                    push_number(index as u32 - next_title, &mut titles);
                    next_title = index as u32 + 1;
                    push_digit(u32::from(posting.title), &mut titles);
                }
                push_number(posting.places.len() as u32, &mut near);
                let mut next_place = 0;
                for place in posting.places {
                    push_number(place - next_place, &mut near);
                    next_place = place + 1;
                }
            }
        }
        for line in [pages, levels, titles] {
            keys.push(b'\n');
            keys.extend(line);
        }
        Shard {
            first: terms
                .first()
                .map_or_else(String::new, |term| term.key.to_owned()),
            terms: keys,
            near,
        }
    }
}

/// Writes the forms of a term, unless its key alone says them: for each a `!`, how much of the key's own word is cut off, and what follows.
fn push_forms(term: &Term<'_>, language: &Language, keys: &mut Vec<u8>) {
    let base = language.base(term.key);
    if term.forms.as_slice() == [base.as_ref()] {
        return;
    }
    let units = base.encode_utf16().count();
    for form in &term.forms {
        let (same, rest) = shared(&base, form, usize::MAX);
        keys.push(b'!');
        push_digit((units - same) as u32, keys);
        keys.extend_from_slice(rest.as_bytes());
    }
}

/// The order in which JavaScript compares strings: by UTF-16 units.
pub(super) fn in_client_order(one: &str, other: &str) -> std::cmp::Ordering {
    if one.is_ascii() && other.is_ascii() {
        one.cmp(other)
    } else {
        one.encode_utf16().cmp(other.encode_utf16())
    }
}
