//! The words of all pages, each with a number: spelt, folded and stemmed once, however often they are met.
//!
//! A lexicon only grows, so what [`super::analysed`] wrote down in numbers stays true while a site is edited.
//! Numbers are given in the order in which threads meet the words; nothing that is written out may depend on them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use super::analysis::Language;

/// A map from words.
pub(super) type WordMap<V> = HashMap<Arc<str>, V, BuildHasherDefault<WordHasher>>;

/// Hashes words, of which there are millions, and nothing else.
#[derive(Debug, Default)]
pub(super) struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= xxh3_64(bytes);
    }

    /// The byte that ends a string, which a lone word needn't have.
    fn write_u8(&mut self, _: u8) {}

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
    pub(super) words: Vec<(Arc<str>, u32)>,
    pub(super) keys: Vec<Arc<str>>,
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
    pub(super) fn know(&self, word: &str) -> (Arc<str>, Known) {
        let words = &mut *self.words();
        if let Some((word, known)) = words.word_numbers.get_key_value(word) {
            return (word.clone(), *known);
        }
        let key = self.language.key(word);
        let key = words.key_numbers.get(&*key).copied().unwrap_or_else(|| {
            let key: Arc<str> = Arc::from(&*key);
            let number = number(words.keys.len());
            words.keys.push(key.clone());
            words.key_numbers.insert(key, number);
            number
        });
        let known = Known {
            word: number(words.words.len()),
            key,
            stop: self.language.stop.contains(&word),
        };
        let word: Arc<str> = Arc::from(word);
        words.words.push((word.clone(), key));
        words.word_numbers.insert(word.clone(), known);
        (word, known)
    }
}

/// The number of what comes after `length` others.
pub(super) fn number(length: usize) -> u32 {
    u32::try_from(length).expect("4 billion words would not fit into memory")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_number_and_forms_share_a_key() {
        let lexicon = Lexicon::new(Language::of("en"));
        let (_, listen) = lexicon.know("listen");
        let (_, listening) = lexicon.know("listening");
        assert_eq!(lexicon.know("listen").1.word, listen.word);
        assert_ne!(listening.word, listen.word);
        assert_eq!(listening.key, listen.key);
        assert!(lexicon.know("the").1.stop);
    }
}
