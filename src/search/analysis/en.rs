//! English: Snowball stems ("Porter2"), and the words too common to say what is meant.

use std::borrow::Cow;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use super::{Apostrophe, Language, as_it_is, no_variants};

pub(super) static ENGLISH: Language = Language {
    code: "en",
    script: Some(include_str!("../client/lang-en.js")),
    stop: &[
        "a", "about", "am", "an", "and", "any", "are", "arent", "as", "at", "be", "been", "but",
        "by", "can", "cant", "could", "couldnt", "did", "didnt", "do", "does", "doesnt", "doing",
        "dont", "for", "from", "had", "has", "have", "he", "her", "him", "his", "how", "hows", "i",
        "if", "im", "in", "into", "is", "isnt", "it", "its", "ive", "me", "my", "not", "of", "on",
        "or", "our", "ours", "she", "should", "shouldnt", "so", "some", "than", "that", "thats",
        "the", "their", "them", "then", "there", "these", "they", "theyre", "this", "those", "to",
        "too", "us", "was", "we", "were", "what", "whats", "when", "where", "wheres", "which",
        "who", "whom", "whos", "whose", "why", "will", "with", "wont", "would", "wouldnt", "you",
        "your", "youre", "yours",
    ],
    asking: &[
        "anybody",
        "anyone",
        "anything",
        "else",
        "explain",
        "find",
        "finding",
        "get",
        "getting",
        "give",
        "go",
        "happen",
        "happens",
        "just",
        "know",
        "like",
        "look",
        "looking",
        "make",
        "makes",
        "many",
        "mean",
        "meaning",
        "means",
        "more",
        "much",
        "need",
        "needs",
        "please",
        "really",
        "show",
        "somebody",
        "someone",
        "something",
        "tell",
        "want",
        "wanted",
        "wants",
        "wondering",
    ],
    own: &["my", "our"],
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
