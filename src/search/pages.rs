//! Addresses, titles and texts of one language's pages, as files.

use super::files::Files;
use super::manifest::Entry;

/// How many pages' addresses and titles stand in one file.
pub(super) const TOGETHER: usize = 16;

/// Adds the files of `entries` and returns the names of those with addresses and titles, one after the other.
pub(super) fn write(entries: &[Entry<'_>], files: &mut Files) -> String {
    entries
        .chunks(TOGETHER)
        .map(|together| {
            let lines: Vec<String> = together
                .iter()
                .map(|entry| {
                    let document = entry.document;
                    let text = files.add("text", "txt", entry.analysed.text.clone());
                    let title: Vec<&str> = document.title.split_whitespace().collect();
                    let date = document.date.as_deref().unwrap_or_default();
                    format!("{}\t{}\t{text}\t{date}", document.url, title.join(" "))
                })
                .collect();
            files.add("pages", "txt", lines.join("\n").into_bytes())
        })
        .collect()
}
