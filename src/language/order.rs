//! The order in which people of a language look for words: Welsh has `ch`, `dd`, `ff`, `ng`, `ll`, `ph`, `rh` and `th` as letters.
//!
//! Numbers inside a text count as numbers, so that part 2 comes before part 10.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;

/// The order of one language.
#[derive(Debug)]
pub struct Order(Option<CollatorBorrowed<'static>>);

impl Order {
    /// The order of `lang`; that of Unicode's root for a language without one of its own.
    pub fn of(lang: &str) -> Self {
        let locale = Locale::try_from_str(lang).unwrap_or(Locale::UNKNOWN);
        let mut preferences = CollatorPreferences::from(&locale);
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        Self(CollatorBorrowed::try_new(preferences, CollatorOptions::default()).ok())
    }

    /// Compares two texts. Texts that people would call the same are ordered by their bytes, so that a sort is one order only.
    pub fn compare(&self, left: &str, right: &str) -> Ordering {
        self.0
            .as_ref()
            .map_or(Ordering::Equal, |collator| collator.compare(left, right))
            .then_with(|| left.cmp(right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<'a>(lang: &str, words: &[&'a str]) -> Vec<&'a str> {
        let order = Order::of(lang);
        let mut words = words.to_vec();
        words.sort_by(|left, right| order.compare(left, right));
        words
    }

    #[test]
    fn welsh_letters_of_two_signs_have_their_own_place() {
        let words = [
            "llais", "lôn", "chwarae", "cymorth", "ddoe", "dydd", "ffrind", "fory", "nghymru",
            "gwrando", "rhodd", "rŵan", "thema", "tŷ", "phen", "plant",
        ];
        assert_eq!(
            sorted("cy", &words),
            [
                "cymorth", "chwarae", "dydd", "ddoe", "fory", "ffrind", "gwrando", "nghymru",
                "lôn", "llais", "plant", "phen", "rŵan", "rhodd", "tŷ", "thema"
            ]
        );
    }

    #[test]
    fn english_ignores_case_and_accents_first_and_counts_numbers() {
        assert_eq!(
            sorted(
                "en",
                &["Part 10", "part 2", "Élan", "elbow", "Zebra", "apple"]
            ),
            ["apple", "Élan", "elbow", "part 2", "Part 10", "Zebra"]
        );
    }

    #[test]
    fn a_code_that_is_none_still_gives_an_order() {
        assert_eq!(sorted("not a language", &["b", "a"]), ["a", "b"]);
    }
}
