//! The manifest: what Alongside wrote in an output folder, so that the next build knows what it may replace.
//!
//! `/.alongside-manifest.json` lies in the output and travels with a copy of it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Error;

/// The manifest's name in the output folder.
pub(super) const NAME: &str = ".alongside-manifest.json";

/// The mark of a folder that is not laid to its end.
pub(super) const UNFINISHED: &str = ".alongside-unfinished";

/// The form of the manifest that this version writes.
const FORM: u32 = 1;

/// The files that Alongside wrote, each with the hash of its bytes; none for a file that may change by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The form of this file.
    alongside: u32,
    /// Path to hash (XXH3, 128 bits, hexadecimal).
    pub(super) files: BTreeMap<String, Option<String>>,
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
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, Error> {
        let path = folder.join(NAME);
        let bytes = match super::disk::read(&path) {
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

    /// The bytes of the manifest's file.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self)
            .expect("a map from text to text can be written as JSON");
        bytes.push(b'\n');
        bytes
    }
}

/// Whether a path stays inside the folder that it is relative to: a manifest may come from anywhere.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', '\0'])
        && path.split('/').all(|part| !["", ".", ".."].contains(&part))
}
