//! The files of the index, each named by what it holds and handed on as soon as it is named.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::{SearchFile, Sink};
use crate::hash::ContentHash;

/// The folder of all of them.
pub(super) const FOLDER: &str = "search";

/// How many characters of a hash name a file: 40 bits. A manifest lists hundreds of names, and they don't compress.
pub(super) const NAME: usize = 8;

pub(super) struct Files<'a> {
    sink: Sink<'a>,
    /// What the files hold that there are, by path.
    taken: HashMap<String, ContentHash>,
}

impl<'a> Files<'a> {
    pub(super) fn new(sink: Sink<'a>) -> Self {
        Self {
            sink,
            taken: HashMap::new(),
        }
    }

    /// Adds a file under `search/FOLDER/` and returns the name it got, of [`NAME`] characters.
    pub(super) fn add(&mut self, folder: &str, extension: &str, bytes: Vec<u8>) -> String {
        self.add_all(folder, extension, vec![bytes]).concat()
    }

    /// Adds files under `search/FOLDER/` and returns the names they got.
    pub(super) fn add_all(
        &mut self,
        folder: &str,
        extension: &str,
        all: Vec<Vec<u8>>,
    ) -> Vec<String> {
        let hashes: Vec<ContentHash> = all.par_iter().map(|one| ContentHash::of(one)).collect();
        let mut names = Vec::with_capacity(all.len());
        let mut new = Vec::with_capacity(all.len());
        // One after the other, so that names don't depend on threads.
        for (bytes, hash) in all.into_iter().zip(hashes) {
            let (name, path) = self.name(folder, extension, hash);
            names.push(name);
            new.extend(path.map(|path| (path, bytes)));
        }
        new.into_par_iter().for_each(|(path, bytes)| {
            let bytes = Arc::from(bytes);
            (self.sink)(SearchFile { path, bytes });
        });
        names
    }

    /// The name of the file that holds what `hash` is of, and its path unless it is there already.
    fn name(
        &mut self,
        folder: &str,
        extension: &str,
        hash: ContentHash,
    ) -> (String, Option<String>) {
        let mut named_by = hash;
        loop {
            let name = named_by.short()[..NAME].to_owned();
            let path = format!("{FOLDER}/{folder}/{name}.{extension}");
            match self.taken.get(&path) {
                None => {
                    self.taken.insert(path.clone(), hash);
                    return (name, Some(path));
                }
                Some(taken) if *taken == hash => return (name, None),
                // Two different files met under one name: the later one is named by the hash of its hash.
                Some(_) => named_by = ContentHash::of(named_by.to_string().as_bytes()),
            }
        }
    }

    /// Adds a file under `search/` with a name of its own.
    pub(super) fn add_named(&self, name: &str, bytes: Vec<u8>) {
        (self.sink)(SearchFile {
            path: format!("{FOLDER}/{name}"),
            bytes: Arc::from(bytes),
        });
    }
}

/// The bytes of a JSON file.
pub(super) fn to_json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("text, numbers and lists are always JSON")
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn equal_files_are_one() {
        let made = Mutex::new(Vec::new());
        let sink = |file: SearchFile| made.lock().expect("nothing failed").push(file.path);
        let mut files = Files::new(&sink);
        let names = files.add_all("terms", "txt", vec![b"one".to_vec(), b"two".to_vec()]);
        assert_eq!(files.add("terms", "txt", b"one".to_vec()), names[0]);
        assert_ne!(names[0], names[1]);
        assert_eq!(made.lock().expect("nothing failed").len(), 2);
    }
}
