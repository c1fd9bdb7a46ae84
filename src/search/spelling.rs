//! The spellings of one language, for mistyped words: once forwards and once backwards.
//!
//! One edit leaves the first half or the second half of a word as it is, so a list sorted by either end finds all its neighbours in one place.
//! A file is one line of words: what it shares with the word before as a digit, the rest, and a capital for how common it is.

use std::ops::Range;

use rayon::prelude::*;

use super::code::push_digit;
use super::dictionary::in_client_order;
use super::shards::{self, shared};

/// The size that files of spellings are meant to have, in bytes as written.
const FILE: usize = 4 * 1024;

/// The longest beginning that a word shares with the one before it: what one character can say.
const MOST_SHARED: usize = 75;

/// The shortest word that is anybody's mistyped one.
const SHORTEST: usize = 3;

struct Spelling {
    word: String,
    pages: u32,
}

impl shards::Entry for Spelling {
    fn name(&self) -> &str {
        &self.word
    }

    fn size(&self) -> usize {
        self.word.len() / 2 + 2
    }
}

/// Words in one direction, cut into files: the word each begins with, and its bytes.
pub(super) type Direction = Vec<(String, Vec<u8>)>;

/// The words of a language forwards and backwards. Words with digits are left out.
pub(super) fn files(words: &[(&str, u32)]) -> [Direction; 2] {
    let spellings = |reverse: bool| {
        let mut spellings: Vec<Spelling> = words
            .iter()
            .filter(|(word, _)| {
                word.chars().all(char::is_alphabetic) && word.chars().count() >= SHORTEST
            })
            .map(|&(word, pages)| Spelling {
                word: if reverse {
                    word.chars().rev().collect()
                } else {
                    word.to_owned()
                },
                pages,
            })
            .collect();
        spellings.par_sort_unstable_by(|one, other| in_client_order(&one.word, &other.word));
        let ranges = shards::cut(&spellings, FILE);
        ranges
            .into_par_iter()
            .map(|range| file(&spellings, range))
            .collect()
    };
    [spellings(false), spellings(true)]
}

fn file(spellings: &[Spelling], range: Range<usize>) -> (String, Vec<u8>) {
    let spellings = &spellings[range];
    let mut bytes = Vec::new();
    let mut previous = "";
    for Spelling { word, pages } in spellings {
        let (units, rest) = shared(previous, word, MOST_SHARED);
        push_digit(units as u32, &mut bytes);
        bytes.extend_from_slice(rest.as_bytes());
        bytes.push(b'A' + pages.max(&1).ilog2().min(25) as u8);
        previous = word;
    }
    let first = spellings
        .first()
        .map_or_else(String::new, |spelling| spelling.word.clone());
    (first, bytes)
}
