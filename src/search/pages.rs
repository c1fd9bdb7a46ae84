//! Each page as a file of its own, and the lists that say which file is which page's.

use super::entry::Entry;
use super::files::Files;

/// How many pages' names stand in one list.
pub(super) const TOGETHER: usize = 64;

/// Adds a file for each of `entries` and the lists of their names; returns the names of the lists, one after the other.
pub(super) fn write(entries: &[Entry<'_>], files: &mut Files) -> String {
    entries
        .chunks(TOGETHER)
        .map(|together| {
            let names: String = together
                .iter()
                .map(|entry| files.add("pages", "txt", entry.analysed.page.clone()))
                .collect();
            files.add("names", "txt", names.into_bytes())
        })
        .collect()
}
