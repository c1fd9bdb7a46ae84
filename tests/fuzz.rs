//! The properties of `fuzz/`, without a fuzzer: over every seed, and over a fixed number of changes to each.
//!
//! The changes come from a fixed number, so that a failure is one tomorrow too. `cargo fuzz` looks much further.

#![expect(
    clippy::disallowed_methods,
    reason = "the seeds are read where they lie"
)]

use std::fs;
use std::path::Path;

#[path = "../fuzz/src/lib.rs"]
#[allow(
    unreachable_pub,
    reason = "the same files are a library of the fuzz targets"
)]
mod properties;

/// How often each seed of a target is changed: what reads a page is quick, and what builds a site is not.
const CHANGES: [(&str, usize); 11] = [
    ("front_matter", 40),
    ("markdown", 30),
    ("config", 20),
    ("addresses", 20),
    ("host", 30),
    ("manifest", 30),
    ("search", 20),
    ("site", 2),
    ("themes", 4),
    ("redirects", 30),
    ("bundles", 3),
];

/// The seeds of a target, in the order of their names.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/seeds")
        .join(target);
    let listed =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut seeds: Vec<(String, Vec<u8>)> = listed
        .map(|entry| {
            let path = entry.expect("a folder is listed").path();
            (
                path.display().to_string(),
                fs::read(&path).expect("a seed is read"),
            )
        })
        .collect();
    seeds.sort();
    assert!(seeds.len() >= 3, "{target} has seeds");
    seeds
}

/// Numbers that look like chance and are always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn stretch(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..start + self.below((length - start).min(40) + 1)
    }

    /// Changes a seed in a few places: takes out, doubles, moves, puts in from another, repeats, replaces a byte.
    fn change(&mut self, seed: &[u8], other: &[u8]) -> Vec<u8> {
        const SIGNS: &[u8] = b"\n\n\t :-[]{}()<>\"'`*_#&|=!~^\\/%?.,\0\r\xc3\xe2\x80\xffa0";
        let mut changed = seed.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(changed.len() + 1);
            let range = self.stretch(changed.len());
            match self.below(6) {
                0 => drop(changed.drain(range)),
                1 => {
                    let piece = changed[range].to_vec();
                    changed.splice(at..at, piece);
                }
                2 => {
                    let piece = other[self.stretch(other.len())].to_vec();
                    changed.splice(at..at, piece);
                }
                3 => {
                    let piece = changed[range].repeat(1 + self.below(60));
                    changed.splice(at..at, piece);
                }
                4 => changed.truncate(at),
                _ => changed.insert(at, SIGNS[self.below(SIGNS.len())]),
            }
        }
        changed
    }
}

fn holds(target: &str) {
    let (_, changes) = CHANGES
        .iter()
        .find(|(known, _)| *known == target)
        .expect("a target has its number");
    let seeds = seeds(target);
    let mut dice = Dice(2026);
    for (name, seed) in &seeds {
        let tried = |data: &[u8]| {
            let shown = String::from_utf8_lossy(data).into_owned();
            let result = std::panic::catch_unwind(|| properties::check(target, data));
            assert!(result.is_ok(), "{name}, changed to {shown:?}");
        };
        tried(seed);
        for _ in 0..*changes {
            let other = &seeds[dice.below(seeds.len())].1;
            tried(&dice.change(seed, other));
        }
    }
}

#[test]
fn every_target_is_tried_here() {
    let named = CHANGES.map(|(name, _)| name);
    assert_eq!(properties::TARGETS.map(|(name, _)| name), named);
}

#[test]
fn front_matter() {
    holds("front_matter");
}

#[test]
fn markdown() {
    holds("markdown");
}

#[test]
fn config() {
    holds("config");
}

#[test]
fn addresses() {
    holds("addresses");
}

#[test]
fn host() {
    holds("host");
}

#[test]
fn manifest() {
    holds("manifest");
}

#[test]
fn search() {
    holds("search");
}

#[test]
fn site() {
    holds("site");
}

#[test]
fn themes() {
    holds("themes");
}

#[test]
fn redirects() {
    holds("redirects");
}

#[test]
fn bundles() {
    holds("bundles");
}
