//! What lies in an output folder.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Error;
use super::disk::{Folder, Kind};

/// The names in an output folder, with `/` between their parts, each list sorted.
#[derive(Debug, Default)]
pub(super) struct Present {
    /// Its plain files.
    files: Vec<String>,
    /// What is neither a plain file nor a folder, and every file whose name is no text: nothing that Alongside writes.
    pub(super) others: Vec<PathBuf>,
    /// Its empty folders.
    pub(super) empty: Vec<PathBuf>,
    /// Its folders, itself among them, that this process may not add to or take away from.
    pub(super) closed: Vec<PathBuf>,
}

impl Present {
    /// Lists a folder with all below it. Links are not followed.
    pub(super) fn list(folder: &Folder) -> Result<Self, Error> {
        let mut present = Self::below(folder, Path::new(""))?;
        present.files.sort_unstable();
        present.others.sort_unstable();
        present.empty.sort_unstable();
        present.closed.sort_unstable();
        Ok(present)
    }

    fn below(root: &Folder, folder: &Path) -> Result<Self, Error> {
        let listing = root
            .list(folder)
            .map_err(Error::io("read", &root.path_of(folder)))?;
        let entries = listing.entries;
        let mut present = Self::default();
        if !listing.may_change {
            present.closed.push(folder.to_path_buf());
        }
        if entries.is_empty() && !folder.as_os_str().is_empty() {
            present.empty.push(folder.to_path_buf());
        }
        let mut inner = Vec::new();
        for (name, kind) in entries {
            let path = folder.join(name);
            if kind == Kind::Folder {
                inner.push(path);
            } else {
                match path.to_str() {
                    Some(name) if kind == Kind::File => present.files.push(slashed(name)),
                    _ => present.others.push(path),
                }
            }
        }
        let inner: Vec<Self> = inner
            .par_iter()
            .map(|folder| Self::below(root, folder))
            .collect::<Result<_, Error>>()?;
        for inner in inner {
            present.files.extend(inner.files);
            present.others.extend(inner.others);
            present.empty.extend(inner.empty);
            present.closed.extend(inner.closed);
        }
        Ok(present)
    }

    /// Whether there is nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.others.is_empty() && self.empty.is_empty()
    }

    /// Whether there is a plain file at `path`.
    pub(super) fn has(&self, path: &str) -> bool {
        let place = self.files.binary_search_by(|file| file.as_str().cmp(path));
        place.is_ok()
    }

    /// The plain files.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }
}

/// A relative path with `/` between its parts.
fn slashed(path: &str) -> String {
    if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    }
}
