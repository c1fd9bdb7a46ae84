//! The search index: pages in, small static files out, and the script that reads them.
//!
//! An [`Indexer`] turns each page into counted words, which depends on nothing else, and files what all pages hold.
//! A visitor's browser fetches `search/index.json`, the language's manifest, and then the few files that a query needs.
//! Pure: no file is read or written here, and the same pages give the same bytes in whatever order they come.
//!
//! ```text
//! search/index.json           the only file whose name does not change: languages, and the names of the others
//! search/manifest/NAME.json   one language: where words, pages and facets are filed
//! search/terms/NAME.txt       words with the pages that hold them and how much they weigh there
//! search/near/NAME.txt        the places of the same words, for phrases
//! search/words/NAME.txt       spellings, forwards and backwards, for mistyped words
//! search/pages/NAME.txt       one page: address, title, date, and the text for its snippet
//! search/names/NAME.txt       the names of 64 pages' files
//! search/facets/NAME.txt      one facet's values of up to 4,096 pages (NAME.json: what many values are called)
//! search/NAME.js              the scripts: the engine, the search page, quick search, each language's rules, what few queries need
//! ```

mod analysed;
pub mod analysis;
mod client;
mod code;
mod dictionary;
mod entry;
mod facets;
mod files;
mod indexer;
mod lexicon;
mod manifest;
mod pages;
mod postings;
mod shards;
mod shorten;
mod spelling;
mod synonyms;
mod weight;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

pub use client::{Script, engine_script, page_script, scripts, start_script};
pub use indexer::Indexer;
pub use synonyms::Synonym;

/// Patterns of the files whose names hold the hash of what they hold: all but the entry.
pub const HASHED: [&str; 8] = [
    "/search/manifest/*",
    "/search/terms/*",
    "/search/near/*",
    "/search/words/*",
    "/search/pages/*",
    "/search/names/*",
    "/search/facets/*",
    "/search/*.js",
];

/// Whether an address is one that only a file of the index or one of its scripts may have.
pub fn is_own(url: &str) -> bool {
    let fits = |pattern: &&str| {
        let (folder, ending) = pattern.split_once('*').unwrap_or((pattern, ""));
        let name = url
            .strip_prefix(folder)
            .and_then(|rest| rest.strip_suffix(ending));
        name.is_some_and(|name| !name.is_empty() && !name.contains('/'))
    };
    url == "/search/index.json" || HASHED.iter().any(fits)
}

/// One page as search sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Document {
    /// Its address, encoded, with the base address's path in front.
    pub url: String,
    /// Its language, as the site writes it.
    pub lang: String,
    /// Its title, as text.
    pub title: String,
    /// Its description or summary, as text; empty when it has none.
    pub summary: String,
    /// Its text by heading.
    pub sections: Vec<Section>,
    /// Names and synonyms of the page's terms, in every language; of the term itself on a term's own page.
    pub term_names: Vec<TermName>,
    /// What its author says that readers may type who mean this page; they lead to it as its own name does.
    pub search_words: Vec<String>,
    /// The names of its authors.
    pub authors: Vec<String>,
    /// Facets and the keys of the page's values: `("themes", "trust")`, `("year", "2026")`.
    pub facets: Vec<(String, String)>,
    /// Whether this is the page of a term: its own names lead to it first.
    pub is_term: bool,
    /// Its date as `2026-02-03`; pages are numbered by it, so that a new page moves no other.
    pub date: Option<String>,
    /// The same as readers of the page's language write it: browsers know no Welsh months.
    pub date_text: String,
}

/// The text below one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Section {
    /// The heading's anchor and text; none before the first heading.
    pub heading: Option<(String, String)>,
    /// The text, without markup.
    pub text: String,
}

/// A name or synonym of a term.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermName {
    /// The language of the name.
    pub lang: String,
    /// The name.
    pub text: String,
}

/// What is said of a site's search beside its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The site's languages in its order.
    pub languages: Vec<LanguageLabel>,
    /// The facets offered, in the order in which they are shown; languages are offered without being named here.
    pub facets: Vec<Facet>,
    /// Words that lead to pages which say it otherwise.
    pub synonyms: Vec<Synonym>,
}

/// A language of the site and its name in itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageLabel {
    /// As the site writes it: `cy`.
    pub code: String,
    /// `Cymraeg`.
    pub label: String,
}

/// One facet: what it and its values are called in each language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facet {
    /// Its key, which stands in addresses: `themes`.
    pub key: String,
    /// Its name by language.
    pub labels: BTreeMap<String, String>,
    /// The names of its values: by key, then by language. A value without one is shown by its key.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
}

/// One file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchFile {
    /// Relative to the output folder: `search/index.json`.
    pub path: String,
    /// What it holds.
    pub bytes: Arc<[u8]>,
}

/// Takes the files of the index as they are made, from many threads.
pub type Sink<'a> = &'a (dyn Fn(SearchFile) + Sync);

/// Makes the whole index of `documents` once, in the order of its paths.
pub fn index(documents: &[Document], settings: &Settings) -> Vec<SearchFile> {
    let made = Mutex::new(Vec::new());
    let sink = |file| {
        made.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(file);
    };
    Indexer::default().index(documents, &Document::clone, settings, &sink);
    let mut files: Vec<SearchFile> = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}
