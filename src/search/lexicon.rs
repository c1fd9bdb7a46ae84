//! The words of all pages, each with a number: spelt, folded and stemmed once, however often they are met.
//!
//! A lexicon only grows, so what [`super::analysed`] wrote down in numbers stays true while a site is edited.
//! Numbers are given in the order in which threads meet the words; nothing that is written out may depend on them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use super::analysis::Language;
use super::code::number;
use super::postings::bucket;

/// A map from words. Short ones are held as one number each, which finds them without a look elsewhere in memory.
#[derive(Debug)]
pub(super) struct WordMap<V> {
    short: HashMap<u128, V, BuildHasherDefault<WordHasher>>,
    long: HashMap<Box<str>, V, BuildHasherDefault<WordHasher>>,
}

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        Self {
            short: HashMap::default(),
            long: HashMap::default(),
        }
    }
}

impl<V: Copy> WordMap<V> {
    pub(super) fn get(&self, word: &str) -> Option<V> {
        match packed(word) {
            Some(packed) => self.short.get(&packed).copied(),
            None => self.long.get(word).copied(),
        }
    }

    pub(super) fn insert(&mut self, word: &str, value: V) {
        match packed(word) {
            Some(packed) => self.short.insert(packed, value),
            None => self.long.insert(word.into(), value),
        };
    }
}

/// The bytes of a word as a number, if they have room in one. A word that was folded has no byte 0, so none is like another.
fn packed(word: &str) -> Option<u128> {
    let bytes = word.as_bytes();
    let length = bytes.len();
    // The first bytes and the last ones, which may be partly the same.
    let ends = if length > 16 {
        return None;
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        (u64::from_le_bytes(*first), u64::from_le_bytes(*last), 8)
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let number = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
        (number(first), number(last), 4)
    } else {
        let number = bytes.iter().rev();
        return Some(number.fold(0, |number, byte| number << 8 | u128::from(*byte)));
    };
    Some(u128::from(ends.0) | u128::from(ends.1) << (8 * (length - ends.2)))
}

/// Hashes words, of which there are millions, and nothing else.
#[derive(Debug, Default)]
pub(super) struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= xxh3_64(bytes);
    }

    /// The byte that ends a string, which a lone word needn't have.
    fn write_u8(&mut self, _: u8) {}

    fn write_u128(&mut self, packed: u128) {
        let (low, high) = (packed as u64, (packed >> 64) as u64);
        let product =
            u128::from(low ^ 0x9e37_79b9_7f4a_7c15) * u128::from(high ^ 0xd6e8_feb8_6659_fd93);
        self.0 = product as u64 ^ (product >> 64) as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What is known of a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// Its own number.
    pub(super) word: u32,
    /// The number of the key that it is filed under.
    pub(super) key: u32,
    /// Whether it is one of its language's words that say nothing.
    pub(super) stop: bool,
    /// Where its key is put, see [`super::postings`].
    pub(super) bucket: u8,
}

/// The words that one language's rules have read.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub(super) language: &'static Language,
    words: Mutex<Words>,
}

/// All words and keys by their numbers.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Each word as spelt and folded, with the number of its key.
    pub(super) words: Vec<(Box<str>, u32)>,
    pub(super) keys: Vec<Box<str>>,
    word_numbers: WordMap<Known>,
    key_numbers: WordMap<u32>,
}

impl Lexicon {
    pub(super) fn new(language: &'static Language) -> Self {
        Self {
            language,
            words: Mutex::default(),
        }
    }

    /// All words, which no thread may add to meanwhile.
    pub(super) fn words(&self) -> MutexGuard<'_, Words> {
        self.words.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds or adds a folded word.
    pub(super) fn know(&self, word: &str) -> Known {
        let words = &mut *self.words();
        if let Some(known) = words.word_numbers.get(word) {
            return known;
        }
        let key = self.language.key(word);
        let key = words.key_numbers.get(&key).unwrap_or_else(|| {
            let number = number(words.keys.len());
            words.keys.push(Box::from(&*key));
            words.key_numbers.insert(&key, number);
            number
        });
        let known = Known {
            word: number(words.words.len()),
            key,
            stop: self.language.stop.contains(&word),
            bucket: bucket(&words.keys[key as usize]),
        };
        words.words.push((Box::from(word), key));
        words.word_numbers.insert(word, known);
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_length_are_packed_whole() {
        let letters = "abcdefghijklmnop";
        for length in 0..=16 {
            let mut bytes = [0; 16];
            bytes[..length].copy_from_slice(&letters.as_bytes()[..length]);
            assert_eq!(packed(&letters[..length]), Some(u128::from_le_bytes(bytes)));
        }
        assert_eq!(packed("abcdefghijklmnopq"), None);
    }

    #[test]
    fn a_word_keeps_its_number_and_forms_share_a_key() {
        let lexicon = Lexicon::new(Language::of("en"));
        let listen = lexicon.know("listen");
        let listening = lexicon.know("listening");
        assert_eq!(lexicon.know("listen").word, listen.word);
        assert_ne!(listening.word, listen.word);
        assert_eq!(listening.key, listen.key);
        assert!(lexicon.know("the").stop);
        let long = "a".repeat(17);
        assert_eq!(lexicon.know(&long).word, lexicon.know(&long).word);
        assert_ne!(lexicon.know(&long).word, lexicon.know(&long[1..]).word);
    }
}
