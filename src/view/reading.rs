//! What helps people read a page: its content in other forms, and its hard words explained.

use std::sync::Arc;

use serde::Serialize;

/// A page's content in another form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Format {
    /// What kind: `easy-read`, `plain`, `audio`, `bsl`, `large-print`, `pdf`, `braille-ready`, or the name of a type.
    pub kind: Arc<str>,
    /// What people call the type, of a version that is a page; empty else.
    pub label: Arc<str>,
    /// The words of the link that its author gives, or the title where two are of one kind.
    pub title: Option<Arc<str>>,
    /// The address.
    pub url: Arc<str>,
    /// Its language, when its author states it.
    pub lang: Option<Arc<str>>,
    /// The size of a file in bytes.
    pub bytes: Option<u64>,
    /// How many pages a document has.
    pub pages: Option<u64>,
    /// How many minutes a recording takes.
    pub minutes: Option<u64>,
    /// The kind of file, from its name: `MP3`.
    pub file: Option<Arc<str>>,
    /// Whether it is a page of the site, rather than a file or another site.
    pub is_page: bool,
}

/// A word of the glossary that a page uses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Explained {
    /// What it is called in addresses.
    pub id: Arc<str>,
    /// The word as the glossary has it.
    pub word: Arc<str>,
    /// What it means.
    pub definition: Arc<str>,
    /// The address of the glossary's page, where it stands at `#word:` and its id; empty where there is none.
    pub url: Arc<str>,
    /// Where the body first has it.
    pub spot: Spot,
}

/// A place in a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Spot {
    /// The number of the text among the body's texts, in the order in which they are read, from 0.
    pub text: u32,
    /// Where the words begin in that text, in bytes.
    pub start: u32,
    /// Where they end.
    pub end: u32,
}

/// A word on the glossary's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct GlossaryEntry {
    /// What it is called in addresses.
    pub id: Arc<str>,
    /// The word.
    pub word: Arc<str>,
    /// What it means.
    pub definition: Arc<str>,
    /// The word in other languages, each with its language's code first.
    pub elsewhere: Vec<(Arc<str>, Arc<str>)>,
}
