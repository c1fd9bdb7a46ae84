//! A 128-bit content hash, the same on every run and every platform.
//!
//! It names assets and says whether bytes changed.
//! It is not for trust: nothing that guards consent may rest on it (an attacker can make two texts meet).

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;

use foldhash::fast::FixedState;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// A table that is only asked and never gone through. Its hasher is quick rather than proof against keys that are chosen to meet:
/// every key is of the site's own authors.
pub type Table<K, V> = HashMap<K, V, FixedState>;

/// The hash of some bytes (XXH3, 128 bits, seed 0).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(u128);

impl ContentHash {
    /// Hashes `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// Hashes a value by its parts: a key for a store in memory, of no meaning outside this process.
    pub fn of_value(value: &impl Hash) -> Self {
        let mut hasher = Hasher::default();
        value.hash(&mut hasher.0);
        hasher.finish()
    }

    /// The first ten characters of the hash in base 32, for file names: 50 bits, lower case, no `-`.
    pub fn short(self) -> String {
        const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        (0..10)
            .map(|digit| ALPHABET[(self.0 >> (digit * 5)) as usize & 31] as char)
            .collect()
    }
}

/// A hash that is made piece by piece; of the same bytes it is the same as [`ContentHash::of`].
#[derive(Clone, Default)]
pub struct Hasher(Xxh3);

impl Hasher {
    /// Takes more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all bytes so far.
    pub fn finish(&self) -> ContentHash {
        ContentHash(self.0.digest128())
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_xxh3() {
        assert_eq!(
            ContentHash::of(b"").to_string(),
            "99aa06d3014798d86001c324468d497f"
        );
        assert_eq!(ContentHash::of(b"trust").short().len(), 10);
        let mut pieces = Hasher::default();
        pieces.update(b"tr");
        pieces.update(b"ust");
        assert_eq!(pieces.finish(), ContentHash::of(b"trust"));
    }
}
