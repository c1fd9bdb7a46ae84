//! Where a page stands in `content/`, the same for all its languages.

use std::sync::Arc;

/// A page's place in `content/`, the same for all its languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentPlace {
    /// The folders below `content/`, the bundle's own folder not counted: `stories`, or `about/people`; empty at the top.
    pub folder: Arc<str>,
    /// The file's or bundle's name without language and `.md`; `_index` for a section.
    pub name: Arc<str>,
    /// Whether the page is a folder with an `index.md`, and so may have files beside it.
    pub bundle: bool,
    pair: Arc<str>,
}

impl ContentPlace {
    /// The place of a page in a folder.
    pub fn new(folder: &str, name: &str, bundle: bool) -> Self {
        let pair = match folder {
            "" => name.into(),
            folder => format!("{folder}/{name}").into(),
        };
        Self {
            folder: folder.into(),
            name: name.into(),
            bundle,
            pair,
        }
    }

    /// Whether the page is a section's own page.
    pub fn is_section(&self) -> bool {
        &*self.name == "_index"
    }

    /// The top folder; empty for a page at the top.
    pub fn top(&self) -> &str {
        self.folder.split('/').next().unwrap_or_default()
    }

    /// The folder and name: `stories/the-allotment-key`, `stories` for its section.
    pub fn key(&self) -> &str {
        match self.is_section() {
            true => &self.folder,
            false => &self.pair,
        }
    }

    /// What pairs a page with its translations: its folder and name, a section's page apart from a page of its folder's name.
    pub fn pair(&self) -> &Arc<str> {
        &self.pair
    }
}
