//! What lies in an output folder.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Error, disk};

/// The names in an output folder, with `/` between their parts, each list sorted.
#[derive(Debug, Default)]
pub(super) struct Present {
    /// Its plain files.
    files: Vec<String>,
    /// What is neither a plain file nor a folder, and every file whose name is no text: nothing that Alongside writes.
    pub(super) others: Vec<PathBuf>,
    /// Its empty folders.
    pub(super) empty: Vec<PathBuf>,
}

impl Present {
    /// Lists a folder with all below it. Links are not followed.
    pub(super) fn list(folder: &Path) -> Result<Self, Error> {
        let mut present = Self::below(folder, Path::new(""))?;
        present.files.sort_unstable();
        present.others.sort_unstable();
        present.empty.sort_unstable();
        Ok(present)
    }

    fn below(root: &Path, folder: &Path) -> Result<Self, Error> {
        let path = root.join(folder);
        let entries = disk::list(&path).map_err(Error::io("read", &path))?;
        let mut present = Self::default();
        if entries.is_empty() && !folder.as_os_str().is_empty() {
            present.empty.push(folder.to_path_buf());
        }
        let mut inner = Vec::new();
        for (name, file_type) in entries {
            let path = folder.join(name);
            if file_type.is_dir() {
                inner.push(path);
            } else {
                match path.to_str() {
                    Some(name) if file_type.is_file() => present.files.push(slashed(name)),
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
        }
        Ok(present)
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
