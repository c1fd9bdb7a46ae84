//! Cuts a sorted list into files of about one size, at places that one entry's change hardly moves.
//!
//! A cut falls before an entry whose own hash says so, once a file has its least size, so the next cut after a change is the old one.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

/// One entry of the list: what decides its cuts, and how many bytes it takes.
pub(super) trait Entry {
    fn name(&self) -> &str;
    fn size(&self) -> usize;
}

/// The ranges of `entries` that go into one file each, of about `target` bytes and seldom above twice that.
pub(super) fn cut<E: Entry>(entries: &[E], target: usize) -> Vec<Range<usize>> {
    let total: usize = entries.iter().map(Entry::size).sum();
    let usual = (total / entries.len().max(1)).max(1);
    // One entry in this many begins a file where it may; a power of two, so that it stays while a site grows.
    let one_in = ((target / 2) / usual).max(1).next_power_of_two() as u64;
    let mut ranges = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (index, entry) in entries.iter().enumerate() {
        let chosen = size >= target / 2 && xxh3_64(entry.name().as_bytes()).is_multiple_of(one_in);
        if index > start && (chosen || size + entry.size() > target * 2) {
            ranges.push(start..index);
            (start, size) = (index, 0);
        }
        size += entry.size();
    }
    if start < entries.len() {
        ranges.push(start..entries.len());
    }
    ranges
}

/// How many UTF-16 units `word` shares with the beginning of `previous`, never half of a pair, and the rest of it.
pub(super) fn shared<'word>(previous: &str, word: &'word str, most: usize) -> (usize, &'word str) {
    let (mut units, mut bytes) = (0, 0);
    for (old, new) in previous.chars().zip(word.chars()) {
        if old != new || units + new.len_utf16() > most {
            break;
        }
        units += new.len_utf16();
        bytes += new.len_utf8();
    }
    (units, &word[bytes..])
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Word(String);

    impl Entry for Word {
        fn name(&self) -> &str {
            &self.0
        }
        fn size(&self) -> usize {
            20
        }
    }

    #[test]
    fn one_entry_more_moves_few_cuts() {
        let mut words: Vec<Word> = (0..10_000).map(|n| Word(format!("word{n:05}"))).collect();
        let names = |words: &[Word]| -> Vec<String> {
            cut(words, 2_000)
                .into_iter()
                .map(|range| words[range.start].0.clone())
                .collect()
        };
        let before = names(&words);
        words.insert(5_000, Word("word04999x".into()));
        let after = names(&words);
        assert!((60..160).contains(&before.len()), "{}", before.len());
        let moved = after.iter().filter(|name| !before.contains(name)).count();
        assert!(moved <= 3, "{moved}");
        assert_eq!(cut::<Word>(&[], 2_000), []);
    }

    #[test]
    fn a_pair_is_not_halved() {
        assert_eq!(shared("a𝒳b", "a𝒳c", 75), (3, "c"));
        assert_eq!(shared("a𝒳b", "a𝒳c", 2), (1, "𝒳c"));
    }
}
