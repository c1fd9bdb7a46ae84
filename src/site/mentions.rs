//! The files of `content/` that are named outside pages: in templates, styles and scripts of a theme, in data, in `site.yaml`.
//!
//! What a template will write is known only when it does, so every address of a file that stands in these texts as a whole word
//! counts as named. A relative path in them names nothing: nobody could say from which page.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::admit::AdmittedFiles;

use super::links::Resolver;

/// Files of a theme in which addresses may stand.
const TEXTS: [&str; 6] = ["html", "css", "js", "yaml", "json", "svg"];

/// The addresses of copied files of `content/` that these texts name.
pub(super) fn addresses(files: &AdmittedFiles, resolver: &Resolver<'_>) -> BTreeSet<Arc<str>> {
    let mut named = BTreeSet::new();
    for source in files.config.iter().chain(&files.data) {
        named.extend(in_text(&source.text.get(), resolver));
    }
    for file in &files.themes {
        let extension = file.path.file_name().rsplit_once('.');
        let is_text = extension.is_some_and(|(_, extension)| TEXTS.contains(&extension));
        if let (true, Ok(text)) = (is_text, std::str::from_utf8(&file.bytes)) {
            named.extend(in_text(text, resolver));
        }
    }
    named
}

/// The addresses of copied files that a text names.
fn in_text<'a>(text: &'a str, resolver: &'a Resolver<'_>) -> impl Iterator<Item = Arc<str>> + 'a {
    let ends = |letter: char| letter.is_whitespace() || "\"'`()<>[]{},;|".contains(letter);
    text.split(ends)
        // Only a word with a folder in it can be an address of a file.
        .filter(|word| word.len() > 1 && word.contains('/'))
        .filter_map(|word| resolver.copied(word))
}
