//! A file that was found on the disk and not read yet, and how its path is printed.

use std::path::PathBuf;

use crate::path::SitePath;

/// A file that was found.
#[derive(Debug)]
pub(super) struct Found {
    /// Where it lies in the site, its letters in one normal form (NFC).
    pub(super) path: SitePath,
    /// Where it lies on the disk.
    pub(super) disk: PathBuf,
    /// Its size when it was listed.
    pub(super) size: u64,
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
