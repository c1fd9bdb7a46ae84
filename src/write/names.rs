//! The names of an output folder and of what lies beside it during a publication.

use std::path::{Path, PathBuf};

/// An output folder's true path, and the names of its temporary siblings.
///
/// They are siblings because only what is on one disk can change places in one step.
#[derive(Debug)]
pub(super) struct Names {
    output: PathBuf,
}

impl Names {
    /// The names for the output folder at this path, which has no links in it.
    pub(super) fn new(output: PathBuf) -> Self {
        Self { output }
    }

    /// The output folder.
    pub(super) fn output(&self) -> &Path {
        &self.output
    }

    /// Where the new site is laid; after the exchange, the old one is there.
    pub(super) fn new_site(&self) -> PathBuf {
        self.sibling("new")
    }

    /// Where the old site waits while the new one is put in its place, where that takes two steps.
    pub(super) fn old_site(&self) -> PathBuf {
        self.sibling("old")
    }

    /// The lock that keeps two builds apart.
    pub(super) fn lock(&self) -> PathBuf {
        self.sibling("lock")
    }

    fn sibling(&self, what: &str) -> PathBuf {
        let mut name = std::ffi::OsString::from(".");
        name.push(self.output.file_name().unwrap_or_default());
        name.push(".alongside-");
        name.push(what);
        self.output.with_file_name(name)
    }
}
