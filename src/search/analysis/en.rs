//! English: Snowball stems ("Porter2"), and the words too common to say what is meant.

use std::borrow::Cow;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use super::{Apostrophe, Language, as_it_is, no_variants};

pub(super) static ENGLISH: Language = Language {
    code: "en",
    script: Some(include_str!("../client/lang-en.js")),
    stop: &[
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "for", "from", "had",
        "has", "have", "how", "i", "if", "in", "is", "it", "its", "not", "of", "on", "or", "that",
        "the", "their", "this", "to", "was", "we", "were", "what", "when", "which", "will", "with",
        "you", "your",
    ],
    apostrophe: Apostrophe::Inside,
    key: stem,
    base: as_it_is,
    variants: no_variants,
};

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

fn stem(word: &str) -> Cow<'_, str> {
    STEMMER.stem(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_meet() {
        for word in ["listen", "listens", "listened", "listening", "listener"] {
            assert_eq!(ENGLISH.key(word), "listen", "{word}");
        }
    }
}
