//! From text to the words that the index is keyed by, language by language.
//!
//! The same rules stand in `client/text.js` and `client/lang-*.js`; `tests/search_agreement.rs` holds the two together.
//! A language is one module here and one there, listed in [`LANGUAGES`]; it refuses to know anything of pages or files.

mod cy;
mod en;
mod extent;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::letters::plain_latin;
use extent::{in_word, is_apostrophe, is_hyphen};

/// The longest word kept, in characters: longer runs are cut, so that a wall of letters can't swell the index.
const LONGEST_WORD: usize = 48;

/// What searching needs to know of one language.
#[derive(Debug)]
pub struct Language {
    /// The primary subtag: `en`.
    pub code: &'static str,
    /// The ES module that holds the same rules in the browser.
    pub script: Option<&'static str>,
    /// Words so common that a query with other words leaves them out, folded.
    pub stop: &'static [&'static str],
    /// Words that ask and tell nothing of what is asked, in a question: “where can I *find* …”. They are left out beside a word
    /// of [`Self::stop`] and one that tells; alone, as in “find work”, they count.
    pub asking: &'static [&'static str],
    /// Words that say whose it is: what follows “for *my* …” tells of the reader, and is left out.
    pub own: &'static [&'static str],
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
    asking: &[],
    own: &[],
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

/// Whether a language puts spaces or signs between words, so that they can be told apart without a dictionary. `icu_segmenter` has
/// one for those that do not; it is 2 MB of data, and the browser would need the very same.
pub fn has_spaces(tag: &str) -> bool {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    let without = ["bo", "ja", "km", "lo", "my", "th", "yue", "zh"];
    !without
        .iter()
        .any(|code| code.eq_ignore_ascii_case(primary))
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
        self.pieces(text, |piece| {
            if let Piece::Word(word) = piece {
                each(word);
            }
        });
    }

    /// Calls `each` with every word of `text`, folded, in order, and after the last word of a compound with the compound as one word.
    pub fn pieces(&self, text: &str, mut each: impl FnMut(Piece<'_>)) {
        let bytes = text.as_bytes();
        let mut folded = String::with_capacity(LONGEST_WORD);
        let mut compound = Compound::default();
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
                    .is_none_or(|&after| after.is_ascii() && !self.may_join(after, plain));
                if ends && plain <= LONGEST_WORD {
                    folded.clear();
                    folded.push_str(&text[at..at + plain]);
                    folded.make_ascii_lowercase();
                    compound.meet(text, at, at + plain, &folded, &mut each);
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
            let length = extent::of(rest, self.apostrophe == Apostrophe::Inside);
            fold_into(&rest[..length], &mut folded);
            if !folded.is_empty() {
                compound.meet(text, at, at + length, &folded, &mut each);
            }
            at += length;
        }
        compound.end(&mut each);
    }

    /// Whether a word of `plain` letters and digits may go on beyond this byte: an apostrophe, an abbreviation's full stop, the comma of
    /// a number.
    fn may_join(&self, byte: u8, plain: usize) -> bool {
        match byte {
            b'\'' => self.apostrophe == Apostrophe::Inside,
            b'.' => plain == 1,
            b',' => plain <= 3,
            _ => false,
        }
    }
}

/// What a text falls into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A word.
    Word(&'a str),
    /// So many words before, which hyphens join, as one: `wellbeing` for `well-being`. Readers write such a word in three ways.
    Joined(&'a str, usize),
}

/// The most words of a compound, and the most letters: `state-of-the-art` is one, and an address or a whole title with hyphens in the
/// place of spaces is none.
const LONGEST_COMPOUND: (usize, usize) = (4, 30);

/// The words that hyphens have joined so far.
#[derive(Default)]
struct Compound {
    words: String,
    count: usize,
    /// Where the last of them ends.
    end: usize,
}

impl Compound {
    fn meet(
        &mut self,
        text: &str,
        start: usize,
        end: usize,
        word: &str,
        each: &mut impl FnMut(Piece<'_>),
    ) {
        if self.count > 0 && !is_hyphen(&text[self.end..start]) {
            self.end(each);
        }
        each(Piece::Word(word));
        // A hyphen is `-`, or begins with the byte 0xe2.
        let goes_on = matches!(text.as_bytes().get(end), Some(b'-' | 0xe2));
        if goes_on || self.count > 0 {
            self.words.push_str(word);
            self.count += 1;
            self.end = end;
        }
    }

    fn end(&mut self, each: &mut impl FnMut(Piece<'_>)) {
        let whole = (2..=LONGEST_COMPOUND.0).contains(&self.count)
            && self.words.chars().count() <= LONGEST_COMPOUND.1
            // A date and a range of numbers are no words.
            && self.words.chars().any(char::is_alphabetic);
        if whole {
            each(Piece::Joined(&self.words, self.count));
        }
        self.words.clear();
        self.count = 0;
    }
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
    let letters = word
        .chars()
        .filter(|&letter| !is_apostrophe(letter) && !matches!(letter, '.' | ','));
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
        .filter(|&letter| {
            in_word(letter) && !matches!(letter, '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}')
        })
        .map(|letter| if letter == 'ς' { 'σ' } else { letter });
    for letter in lower.take(LONGEST_WORD) {
        match plain_latin(letter) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(letter),
        }
    }
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
            // Spellings of one word meet.
            (
                "en",
                "N.H.S. and nhs, e.g. J.R.Smith; a.b",
                &["nhs", "and", "nhs", "eg", "jr", "smith", "ab"],
            ),
            (
                "en",
                "1250 1,250 £1,250,000.50 3,5 12,3456 x1,250 2,\u{a0}5 1\u{202f}250",
                &[
                    "1250", "1250", "1250000", "50", "3", "5", "12", "3456", "x1", "250", "2", "5",
                    "1250",
                ],
            ),
            (
                "en",
                "nei\u{ad}gh\u{200b}bours\u{feff} Stra\u{ad}ße Ærø Łódź Œuvre Þing",
                &["neighbours", "strasse", "aero", "lodz", "oeuvre", "thing"],
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
    fn what_hyphens_join_is_a_word_too() {
        for (text, joined) in [
            ("well-being for all", &["wellbeing"][..]),
            ("covid-19, co\u{2011}op", &["covid19", "coop"]),
            ("up-to-date e-bost", &["uptodate", "ebost"]),
            ("neigh\u{ad}bour-led", &["neighbourled"]),
            ("N.H.S.-led", &[]),
            // Neither a dash nor a date, nor words that were only laid end to end.
            ("well - being, well–being -19", &[]),
            ("2026-02-03, 10-12", &[]),
            ("one-two-three-four-five", &[]),
            ("a-very-long-compound-ofthirtyletters", &[]),
        ] {
            let mut found = Vec::new();
            Language::of("en").pieces(text, |piece| {
                if let Piece::Joined(word, _) = piece {
                    found.push(word.to_owned());
                }
            });
            assert_eq!(found, joined, "{text}");
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
