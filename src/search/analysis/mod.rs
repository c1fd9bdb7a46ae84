//! From text to the words that the index is keyed by, language by language.
//!
//! The same rules stand in `client/text.js` and `client/lang-*.js`; `tests/search_agreement.rs` holds the two together.
//! A language is one module here and one there, listed in [`LANGUAGES`]; it refuses to know anything of pages or files.

mod cy;
mod en;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest word kept, in characters: longer runs are cut, so that a wall of letters can't swell the index.
const LONGEST_WORD: usize = 48;

/// What searching needs to know of one language.
#[derive(Debug)]
pub struct Language {
    /// The primary subtag: `en`.
    pub code: &'static str,
    /// The ES module that holds the same rules in the browser.
    pub script: Option<&'static str>,
    /// Words so common that a query with other words leaves them out.
    pub stop: &'static [&'static str],
    apostrophe: Apostrophe,
    key: fn(&str) -> Cow<'_, str>,
    base: fn(&str) -> Cow<'_, str>,
    variants: fn(&str) -> Vec<String>,
}

/// What an apostrophe between two letters does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Apostrophe {
    /// It belongs to the word: `'s` at the end is dropped, and `don't` is `dont`.
    Inside,
    /// It ends one word and begins another: `i'r`.
    Splits,
}

/// The languages with rules of their own, in the order of their codes.
pub const LANGUAGES: &[&Language] = &[&cy::WELSH, &en::ENGLISH];

/// What serves every other language: words are folded and otherwise left alone.
static PLAIN: Language = Language {
    code: "",
    script: None,
    stop: &[],
    apostrophe: Apostrophe::Splits,
    key: as_it_is,
    base: as_it_is,
    variants: no_variants,
};

fn as_it_is(word: &str) -> Cow<'_, str> {
    Cow::Borrowed(word)
}

fn no_variants(_: &str) -> Vec<String> {
    Vec::new()
}

impl Language {
    /// The language of a tag such as `en-GB`: the one with the same primary subtag, else the plain one.
    pub fn of(tag: &str) -> &'static Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        LANGUAGES
            .iter()
            .copied()
            .find(|language| language.code.eq_ignore_ascii_case(primary))
            .unwrap_or(&PLAIN)
    }

    /// The key that a folded word is filed under: its stem, or its letters after the initial that may mutate.
    pub fn key<'word>(&self, word: &'word str) -> Cow<'word, str> {
        (self.key)(word)
    }

    /// The word that a key stands for by itself, which the index needn't spell out.
    pub fn base<'key>(&self, key: &'key str) -> Cow<'key, str> {
        (self.base)(key)
    }

    /// Other spellings under which readers meet a folded word of this language (its mutated forms).
    pub fn variants(&self, word: &str) -> Vec<String> {
        (self.variants)(word)
    }

    /// Calls `each` with every word of `text`, folded, in order.
    pub fn words(&self, text: &str, mut each: impl FnMut(&str)) {
        let bytes = text.as_bytes();
        let mut folded = String::with_capacity(LONGEST_WORD);
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if byte.is_ascii_alphanumeric() {
                // Most words are this plain, and there are millions of them.
                let plain = bytes[at..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_alphanumeric())
                    .count();
                let ends = bytes
                    .get(at + plain)
                    .is_none_or(|&after| after.is_ascii() && !self.may_join(after));
                if ends && plain <= LONGEST_WORD {
                    folded.clear();
                    folded.push_str(&text[at..at + plain]);
                    folded.make_ascii_lowercase();
                    each(&folded);
                    at += plain;
                    continue;
                }
            } else if byte.is_ascii() {
                at += 1;
                continue;
            }
            let rest = &text[at..];
            let first = rest.chars().next().unwrap_or_default();
            if !in_word(first) {
                at += first.len_utf8();
                continue;
            }
            let length = self.word_length(rest);
            fold_into(&rest[..length], &mut folded);
            if !folded.is_empty() {
                each(&folded);
            }
            at += length;
        }
    }

    /// Whether a word of letters and digits may go on beyond this byte.
    fn may_join(&self, byte: u8) -> bool {
        byte == b'\'' && self.apostrophe == Apostrophe::Inside
    }

    /// The length in bytes of the word that `text` begins with.
    fn word_length(&self, text: &str) -> usize {
        let mut letters = text.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            if in_word(letter) {
                continue;
            }
            let joins = self.apostrophe == Apostrophe::Inside
                && is_apostrophe(letter)
                && letters.peek().is_some_and(|&(_, next)| in_word(next));
            if !joins {
                return at;
            }
        }
        text.len()
    }
}

fn in_word(letter: char) -> bool {
    letter.is_alphanumeric() || (!letter.is_ascii() && is_combining_mark(letter))
}

fn is_apostrophe(letter: char) -> bool {
    letter == '\'' || letter == '\u{2019}'
}

/// Folds one word as written: lower case, no accents, no apostrophe.
pub fn fold(word: &str) -> String {
    let mut folded = String::new();
    fold_into(word, &mut folded);
    folded
}

fn fold_into(word: &str, folded: &mut String) {
    folded.clear();
    if word.len() <= LONGEST_WORD && word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        folded.push_str(word);
        folded.make_ascii_lowercase();
        return;
    }
    let word = ["'s", "'S", "\u{2019}s", "\u{2019}S"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    let letters = word.chars().filter(|&letter| !is_apostrophe(letter));
    if word.is_ascii() {
        folded.extend(
            letters
                .take(LONGEST_WORD)
                .map(|letter| letter.to_ascii_lowercase()),
        );
        return;
    }
    let lower = letters
        .nfkd()
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|&letter| in_word(letter) && !('\u{300}'..='\u{36f}').contains(&letter))
        .map(|letter| if letter == 'ς' { 'σ' } else { letter });
    folded.extend(lower.take(LONGEST_WORD));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_falls_into_folded_words() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("en", "", &[]),
            (
                "en",
                "Don't panic: the listener's café!",
                &["dont", "panic", "the", "listener", "cafe"],
            ),
            (
                "en",
                "‘quoted’ words’ 2026 co-op",
                &["quoted", "words", "2026", "co", "op"],
            ),
            (
                "cy",
                "Tŷ’r Ysgol, i'r dŵr",
                &["ty", "r", "ysgol", "i", "r", "dwr"],
            ),
            (
                "en",
                "cafe\u{301} ﬁne STRASSE",
                &["cafe", "fine", "strasse"],
            ),
            ("ja", "時間 と 信頼", &["時間", "と", "信頼"]),
            ("en", "\u{301} alone", &["alone"]),
        ];
        for (lang, text, expected) in cases {
            let mut words = Vec::new();
            Language::of(lang).words(text, |word| words.push(word.to_owned()));
            assert_eq!(words, *expected, "{text:?}");
        }
    }

    #[test]
    fn a_tag_finds_its_language() {
        for (tag, code) in [("en-GB", "en"), ("CY", "cy"), ("fr", ""), ("", "")] {
            assert_eq!(Language::of(tag).code, code, "{tag:?}");
        }
    }

    #[test]
    fn an_endless_word_is_cut() {
        assert_eq!(fold(&"a".repeat(100_000)).len(), LONGEST_WORD);
    }
}
