//! The files of the index under construction, each named by what it holds.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::SearchFile;
use crate::hash::ContentHash;

/// The folder of all of them.
pub(super) const FOLDER: &str = "search";

/// How many characters of a hash name a file: 40 bits. A manifest lists hundreds of names, and they don't compress.
pub(super) const NAME: usize = 8;

#[derive(Debug, Default)]
pub(super) struct Files(BTreeMap<String, Arc<[u8]>>);

impl Files {
    /// Adds a file under `search/FOLDER/` and returns the name it got, of [`NAME`] characters.
    pub(super) fn add(
        &mut self,
        folder: &str,
        extension: &str,
        bytes: impl Into<Arc<[u8]>>,
    ) -> String {
        let bytes = bytes.into();
        let mut hash = ContentHash::of(&bytes);
        loop {
            let name = hash.short()[..NAME].to_owned();
            let path = format!("{FOLDER}/{folder}/{name}.{extension}");
            let taken = self.0.entry(path).or_insert_with(|| Arc::clone(&bytes));
            if *taken == bytes {
                return name;
            }
            // Two different files met under one name: the later one is named by the hash of its hash.
            hash = ContentHash::of(hash.to_string().as_bytes());
        }
    }

    /// Adds a file under `search/` with a name of its own.
    pub(super) fn add_named(&mut self, name: &str, bytes: impl Into<Arc<[u8]>>) {
        self.0.insert(format!("{FOLDER}/{name}"), bytes.into());
    }

    pub(super) fn into_sorted(self) -> Vec<SearchFile> {
        self.0
            .into_iter()
            .map(|(path, bytes)| SearchFile { path, bytes })
            .collect()
    }
}

/// The bytes of a JSON file.
pub(super) fn to_json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("text, numbers and lists are always JSON")
}
