//! The manifest: what Alongside wrote in an output folder, so that the next build knows what it may replace.
//!
//! `/.alongside-manifest.json` lies in the output and travels with a copy of it. So it may come from anywhere and say anything: it
//! is asked for files alone whose bytes it can name, and never for one outside the folder or in a repository's own.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::disk::Folder;
use super::{Error, RECORD};

/// The manifest's name in the output folder.
pub(super) const NAME: &str = ".alongside-manifest.json";

/// The form of the manifest that this version writes.
const FORM: u32 = 1;

/// The files that Alongside wrote, each with the hash of its bytes; none for a file that may change by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The form of this file.
    alongside: u32,
    /// Path to hash (XXH3, 128 bits, hexadecimal).
    files: BTreeMap<String, Option<String>>,
}

impl Manifest {
    /// A manifest of `files`.
    pub(super) fn new(files: BTreeMap<String, Option<String>>) -> Self {
        Self {
            alongside: FORM,
            files,
        }
    }

    /// The manifest in `folder`; none when there is none.
    pub(super) fn read(folder: &Folder) -> Result<Option<Self>, Error> {
        let name = Path::new(NAME);
        let path = folder.path_of(name);
        let bytes = match folder.read(name) {
            Ok(bytes) => bytes,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(Error::io("read", &path)(cause)),
        };
        let manifest = serde_json::from_slice::<Self>(&bytes)
            .ok()
            .filter(|manifest| {
                manifest.alongside == FORM && manifest.files.keys().all(|path| is_inside(path))
            });
        manifest.map(Some).ok_or(Error::Manifest { path })
    }

    /// The files that Alongside wrote. An entry without a hash says nothing of a file's bytes, so that it counts for the record of
    /// the build alone.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.files
            .iter()
            .map(|(path, hash)| (path.as_str(), hash.as_deref()))
            .filter(|(path, hash)| hash.is_some() || *path == RECORD)
    }

    /// Whether Alongside wrote the file at `path`.
    pub(super) fn owns(&self, path: &str) -> bool {
        self.files
            .get(path)
            .is_some_and(|hash| hash.is_some() || path == RECORD)
    }

    /// The hash of the file at `path`, as it is listed.
    pub(super) fn listed(&self, path: &str) -> Option<Option<&str>> {
        self.files.get(path).map(Option::as_deref)
    }

    /// How many files it lists.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// The bytes of the manifest's file.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self)
            .expect("a map from text to text can be written as JSON");
        bytes.push(b'\n');
        bytes
    }
}

/// Whether a path stays inside the folder that it is relative to, and out of a repository's own.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', '\0'])
        && path
            .split('/')
            .all(|part| !["", ".", ".."].contains(&part) && !part.eq_ignore_ascii_case(".git"))
}
