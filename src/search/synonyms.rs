//! Synonyms of a site: words that lead to pages which say it otherwise.
//!
//! They are filed with the pages when these are read, so that a reader's browser asks for no list of them, and a page that is found
//! by another word is weighed as by its own. They are read from `data/` elsewhere.

use std::collections::HashMap;
use std::sync::Arc;

use super::analysis::{Language, Piece};
use super::lexicon::Lexicon;

/// A word that readers type and what it means in the words of the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Synonym {
    /// The language of both.
    pub lang: String,
    /// What readers type: `loneliness`.
    pub word: String,
    /// What pages say: `belonging`. Several words are meant one after the other.
    pub means: String,
}

/// The synonyms of one language, by the key of the first word of what they mean.
#[derive(Debug, Default)]
pub(super) struct Rules(HashMap<u32, Vec<Rule>>);

#[derive(Debug)]
struct Rule {
    /// The keys that the next words may have: several where a word has mutated forms.
    rest: Vec<Vec<u32>>,
    /// The words that are typed, folded.
    words: Arc<[String]>,
}

impl Rules {
    pub(super) fn new(lexicon: &Lexicon, synonyms: &[Synonym]) -> Self {
        let language = lexicon.language;
        let mut rules: HashMap<u32, Vec<Rule>> = HashMap::new();
        for synonym in synonyms {
            if Language::of(&synonym.lang).code != language.code {
                continue;
            }
            let mut words: Vec<String> = Vec::new();
            language.pieces(&synonym.word, |piece| {
                let (Piece::Word(word) | Piece::Joined(word, _)) = piece;
                words.push(word.to_owned());
            });
            let words: Arc<[String]> = words.into();
            let mut meant: Vec<Vec<u32>> = Vec::new();
            language.words(&synonym.means, |word| {
                let forms = language.variants(word);
                let forms = forms.iter().map(String::as_str).chain([word]);
                let mut keys: Vec<u32> = forms.map(|form| lexicon.know(form).key).collect();
                keys.sort_unstable();
                keys.dedup();
                meant.push(keys);
            });
            let Some((first, rest)) = meant.split_first() else {
                continue;
            };
            for key in first {
                rules.entry(*key).or_default().push(Rule {
                    rest: rest.to_vec(),
                    words: words.clone(),
                });
            }
        }
        Self(rules)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Calls `each` with the words by which a text with these keys, in order, is found besides its own.
    pub(super) fn implied(&self, keys: &[u32], mut each: impl FnMut(Arc<[String]>)) {
        if self.is_empty() {
            return;
        }
        for (at, key) in keys.iter().enumerate() {
            for rule in self.0.get(key).into_iter().flatten() {
                let next = keys.get(at + 1..at + 1 + rule.rest.len());
                let follows = next.is_some_and(|next| {
                    let mut pairs = next.iter().zip(&rule.rest);
                    pairs.all(|(key, forms)| forms.contains(key))
                });
                if follows {
                    each(rule.words.clone());
                }
            }
        }
    }
}
