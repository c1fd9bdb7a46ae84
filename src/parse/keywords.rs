//! The words by which a page may be like another: those of its file's name, description and headings.
//!
//! They are kept as hashes, since nobody reads them; how alike two pages are is worked out when the site is assembled.

use xxhash_rust::xxh3::xxh3_64;

/// The fewest letters of a word that says something: shorter ones are mostly `the`, `and`, `yn` and the like, in any language.
const SHORTEST: usize = 4;

/// The hashes of the words of some texts, in lower case, sorted and each once.
pub(super) fn keywords<'a>(texts: impl Iterator<Item = &'a str>) -> Box<[u64]> {
    let mut lower = String::new();
    let mut hashes: Vec<u64> = texts
        .flat_map(|text| text.split(|character: char| !character.is_alphanumeric()))
        .filter(|word| word.chars().nth(SHORTEST - 1).is_some())
        .map(|word| {
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase));
            xxh3_64(lower.as_bytes())
        })
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_once_whatever_their_case_and_short_ones_not_at_all() {
        let of = |text: &str| keywords([text].into_iter());
        assert_eq!(of("Trust, and trust"), of("TRUST"));
        assert_eq!(of("Ŵyau’r tŷ"), of("ŵyau"));
        assert_ne!(of("trust"), of("trusts"));
        assert!(of("a key to it").is_empty());
    }
}
