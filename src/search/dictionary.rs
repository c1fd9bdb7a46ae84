//! The words of one language with the pages that hold them, cut into files.
//!
//! A file of `terms/` is four lines, all of its terms in order in each: keys with the forms they were met in,
//! the pages of each, how much it weighs there, and the titles it stands in.
//! A file of `near/` holds the places of the same terms, in one line.
//!
//! Pages come with their terms, and files want terms with their pages.
//! So the pages are read twice: once to count, which says where each term's pages will stand, and once to put them there.

use std::ops::Range;

use rayon::prelude::*;

use super::analysis::Language;
use super::code::{push_digit, push_number};
use super::lexicon::Words;
use super::postings::{Postings, bucket};
use super::shards::{self, shared};

/// The least size that files of words are meant to have, in bytes as written.
const LEAST_FILE: usize = 4 * 1024;

/// The longest beginning that a key shares with the one before it: what one character can say.
const MOST_SHARED: usize = 75;

/// How many parts the terms are put in order in. Of each a thread has all postings in memory at once.
const PARTS: usize = 16;

/// What stands for "none" where the rank of a key is expected.
const NONE: u32 = u32::MAX;

/// All the words of one language.
#[derive(Debug)]
pub(super) struct Dictionary<'pages> {
    pages: &'pages [&'pages Postings],
    /// In the client's order.
    terms: Vec<Term<'pages>>,
    /// By the number of a word, where its key stands in `terms`.
    ranks: Vec<u32>,
    /// Every word as spelt, with the number of pages that hold it, in the client's order.
    pub(super) words: Vec<(&'pages str, u32)>,
}

/// A key, the forms it was met in, and how much will be written of it.
#[derive(Clone, Debug)]
struct Term<'pages> {
    key: &'pages str,
    forms: Vec<&'pages str>,
    postings: usize,
    near: usize,
}

impl shards::Entry for Term<'_> {
    fn name(&self) -> &str {
        self.key
    }

    fn size(&self) -> usize {
        self.key.len() + 4 * self.forms.len() + 2 * self.postings + 4
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
    pub(super) fn gather(pages: &'pages [&'pages Postings], known: &'pages Words) -> Self {
        let mut held = vec![0_u32; known.words.len()];
        let mut terms: Vec<Term<'pages>> = known
            .keys
            .iter()
            .map(|key| Term {
                key,
                forms: Vec::new(),
                postings: 0,
                near: 0,
            })
            .collect();
        for page in pages {
            for term in page.all() {
                held[term.word as usize] += 1;
                let key = known.words[term.word as usize].1;
                let own = &mut terms[key as usize];
                own.postings += 1;
                own.near += term.near.len();
            }
            for word in page.others() {
                held[word as usize] += 1;
            }
        }

        let mut words = Vec::new();
        for ((word, key), &pages) in known.words.iter().zip(&held) {
            if pages > 0 {
                words.push((&**word, pages));
                terms[*key as usize].forms.push(word);
            }
        }
        words.par_sort_unstable_by(|one, other| in_client_order(one.0, other.0));

        let mut order: Vec<u32> = (0..)
            .zip(&terms)
            .filter(|(_, term)| term.postings > 0)
            .map(|(number, _)| number)
            .collect();
        order.par_sort_unstable_by(|one, other| {
            in_client_order(terms[*one as usize].key, terms[*other as usize].key)
        });
        let mut rank_of = vec![NONE; terms.len()];
        for (rank, &key) in (0..).zip(&order) {
            rank_of[key as usize] = rank;
        }
        let mut terms: Vec<Term<'pages>> = order
            .iter()
            .map(|&key| terms[key as usize].clone())
            .collect();
        for term in &mut terms {
            term.forms.sort_unstable();
        }
        let ranks = known.words.iter().map(|(_, key)| rank_of[*key as usize]);
        Self {
            pages,
            terms,
            ranks: ranks.collect(),
            words,
        }
    }

    /// Gives `each` the files of the dictionary in the order of their keys, some at a time.
    pub(super) fn files(&self, language: &Language, mut each: impl FnMut(Vec<Shard>)) {
        let files = shards::cut(&self.terms, self.file_size());
        let total: usize = self.terms.iter().map(|term| term.postings).sum();
        // Whole files together, each part with about as many postings as any other.
        let mut parts: Vec<Vec<Range<usize>>> = Vec::with_capacity(PARTS + 1);
        let mut room = 0;
        for file in files {
            let postings = postings(&self.terms[file.clone()]);
            if parts.is_empty() || room < postings {
                parts.push(Vec::new());
                room = (total / PARTS).max(postings);
            }
            room -= postings;
            if let Some(part) = parts.last_mut() {
                part.push(file);
            }
        }
        for at_once in parts.chunks(rayon::current_num_threads()) {
            let written = at_once.par_iter().flat_map_iter(|files| {
                let part = Part::gather(self, files);
                let written = files.iter().map(|file| part.file(file.clone(), language));
                written.collect::<Vec<_>>()
            });
            each(written.collect());
        }
    }

    /// The size to aim at: a query reads a file for each word and the list of all files once, so both grow as the root of the whole.
    fn file_size(&self) -> usize {
        let total: usize = self.terms.iter().map(shards::Entry::size).sum();
        let root = (total * 8).isqrt();
        // To the nearest power of two below, so that the sizes stay while a site grows.
        let size = if root == 0 { 0 } else { 1 << root.ilog2() };
        size.max(LEAST_FILE)
    }
}

fn postings(terms: &[Term<'_>]) -> usize {
    terms.iter().map(|term| term.postings).sum()
}

/// Some of the terms, with all of their pages.
struct Part<'all, 'pages> {
    terms: &'all [Term<'pages>],
    /// The rank of the first of them.
    first: usize,
    /// Where each term's postings end, and the bytes of its places.
    ends: Vec<(usize, usize)>,
    postings: Vec<Held>,
    near: Vec<u8>,
}

/// A page that holds a term.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    page: u32,
    level: u8,
    title: u8,
}

impl<'all, 'pages> Part<'all, 'pages> {
    fn gather(all: &'all Dictionary<'pages>, files: &[Range<usize>]) -> Self {
        let first = files.first().map_or(0, |file| file.start);
        let last = files.last().map_or(0, |file| file.end);
        let terms = &all.terms[first..last];
        let mut ends = Vec::with_capacity(terms.len());
        let mut sum = (0, 0);
        for term in terms {
            ends.push(sum);
            sum = (sum.0 + term.postings, sum.1 + term.near);
        }
        let mut postings = vec![Held::default(); sum.0];
        let mut near = vec![0; sum.1];
        let bucket_of = |term: Option<&Term<'_>>| term.map_or(0, |term| bucket(term.key));
        let buckets = (bucket_of(terms.first()), bucket_of(terms.last()));
        for (number, page) in (0..).zip(all.pages) {
            for term in page.terms(buckets.0, buckets.1) {
                // A rank before the first one wraps round to a very high one.
                let rank = (all.ranks[term.word as usize] as usize).wrapping_sub(first);
                let Some(end) = ends.get_mut(rank) else {
                    continue;
                };
                postings[end.0] = Held {
                    page: number,
                    level: term.level,
                    title: term.title,
                };
                let next = end.1 + term.near.len();
                near[end.1..next].copy_from_slice(term.near);
                *end = (end.0 + 1, next);
            }
        }
        Self {
            terms,
            first,
            ends,
            postings,
            near,
        }
    }

    /// Where the postings and places of the terms before a rank end.
    fn end(&self, rank: usize) -> (usize, usize) {
        match rank.checked_sub(1) {
            Some(before) => self.ends[before],
            None => (0, 0),
        }
    }

    fn file(&self, file: Range<usize>, language: &Language) -> Shard {
        let ranks = file.start - self.first..file.end - self.first;
        let room = 2 * postings(&self.terms[ranks.clone()]);
        let mut keys = Vec::with_capacity(room + 8 * ranks.len());
        let (mut pages, mut levels) = (Vec::with_capacity(room), Vec::with_capacity(room / 2));
        let mut titles = Vec::new();
        let mut previous = "";
        for rank in ranks.clone() {
            let term = &self.terms[rank];
            if !keys.is_empty() {
                keys.push(b' ');
            }
            let (units, rest) = shared(previous, term.key, MOST_SHARED);
            push_digit(units as u32, &mut keys);
            keys.extend_from_slice(rest.as_bytes());
            push_forms(term, language, &mut keys);
            previous = term.key;

            let postings = &self.postings[self.end(rank).0..self.ends[rank].0];
            push_number(postings.len() as u32, &mut pages);
            let in_titles = postings.iter().filter(|posting| posting.title > 0).count();
            push_number(in_titles as u32, &mut titles);
            let (mut next_page, mut next_title) = (0, 0);
            for (index, posting) in (0..).zip(postings) {
                push_number(posting.page - next_page, &mut pages);
                next_page = posting.page + 1;
                push_digit(u32::from(posting.level), &mut levels);
                if posting.title > 0 {
                    push_number(index - next_title, &mut titles);
                    next_title = index + 1;
                    push_digit(u32::from(posting.title), &mut titles);
                }
            }
        }
        for line in [pages, levels, titles] {
            keys.push(b'\n');
            keys.extend(line);
        }
        let first = self.terms.get(ranks.start);
        Shard {
            first: first.map_or_else(String::new, |term| term.key.to_owned()),
            terms: keys,
            near: self.near[self.end(ranks.start).1..self.end(ranks.end).1].to_vec(),
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
    let mut bytes = one.bytes().zip(other.bytes());
    match bytes.find(|(one, other)| one != other) {
        None => one.len().cmp(&other.len()),
        // Of two letters from U+E000 on, those above U+FFFF come first.
        Some((0xee.., 0xee..)) => one.encode_utf16().cmp(other.encode_utf16()),
        Some((one, other)) => one.cmp(&other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_javascript() {
        let words = [
            "",
            "a",
            "ab",
            "abc",
            "b",
            "z",
            "\u{e9}",
            "\u{e9}a",
            "\u{2019}",
            "\u{d7ff}",
            "\u{1d4b3}",
            "\u{1d4b4}",
            "\u{10ffff}",
            "\u{e000}",
            "\u{fb01}",
            "\u{ffff}",
        ];
        assert!(words.is_sorted_by(|one, other| in_client_order(one, other).is_lt()));
        for word in words {
            assert!(in_client_order(word, word).is_eq());
        }
    }
}
