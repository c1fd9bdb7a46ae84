//! The names of an output folder and of what lies beside it during a publication.

use std::path::{Path, PathBuf};

use super::disk::Folder;

/// An output folder, and the names of its temporary siblings in the folder that holds them all, which is held open.
///
/// They are siblings because only what is on one disk can change places in one step.
#[derive(Debug)]
pub(super) struct Names {
    parent: Folder,
    output: PathBuf,
    name: PathBuf,
}

impl Names {
    /// The names for the output folder at this true path, which lies in `parent`.
    pub(super) fn new(parent: Folder, output: PathBuf) -> Self {
        Self {
            name: output.file_name().unwrap_or_default().into(),
            parent,
            output,
        }
    }

    /// The folder that holds the output and its siblings.
    pub(super) fn parent(&self) -> &Folder {
        &self.parent
    }

    /// The true path of the output folder.
    pub(super) fn output(&self) -> &Path {
        &self.output
    }

    /// The output's name in its parent.
    pub(super) fn output_name(&self) -> &Path {
        &self.name
    }

    /// Where the new site is laid; after the exchange, the old one is there.
    pub(super) fn new_site(&self) -> PathBuf {
        self.sibling("new")
    }

    /// Where the old site waits while the new one is put in its place, where that takes two steps.
    pub(super) fn old_site(&self) -> PathBuf {
        self.sibling("old")
    }

    /// The lock that keeps two builds apart, in which the journal stands.
    pub(super) fn lock(&self) -> PathBuf {
        self.sibling("lock")
    }

    fn sibling(&self, what: &str) -> PathBuf {
        let mut name = std::ffi::OsString::from(".");
        name.push(&self.name);
        name.push(".alongside-");
        name.push(what);
        name.into()
    }
}
