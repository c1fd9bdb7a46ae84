//! A file that was found on the disk and not read yet, and how its path is printed.

use std::fs::Metadata;
use std::path::PathBuf;
use std::time::SystemTime;

use crate::path::{SitePath, markdown_stem};

/// A file that was found.
#[derive(Debug)]
pub(super) struct Found {
    /// Where it lies in the site, its letters in one normal form (NFC).
    pub(super) path: SitePath,
    /// Where it lies on the disk.
    pub(super) disk: PathBuf,
    /// Its state when it was listed.
    pub(super) stamp: Stamp,
}

impl Found {
    /// Whether it is a page's Markdown.
    pub(super) fn is_page(&self) -> bool {
        let path = self.path.as_str();
        path.starts_with("content/") && markdown_stem(path).is_some()
    }
}

/// What tells one state of a file from another without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Its size in bytes.
    pub(super) size: u64,
    /// When its bytes were changed last.
    pub(super) modified: Option<SystemTime>,
    /// Which file it is, and when anything about it was changed last: a copy may carry an old time of change.
    identity: (u64, i64, i64),
}

impl Stamp {
    /// The state that a file's metadata tell.
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self {
            size: metadata.len(),
            modified: metadata.modified().ok(),
            identity: identity(metadata),
        }
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_metadata: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

/// A path as it can be printed on one line.
pub(super) fn shown(path: &str) -> String {
    let mut shown = String::with_capacity(path.len());
    for character in path.chars() {
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}
