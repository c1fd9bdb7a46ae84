//! What pairs a route with the same page in other languages. It names no address: those differ from language to language.

use std::fmt;
use std::sync::Arc;

/// The same page in whatever language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteKey {
    /// The first page.
    Home,
    /// One page, by its place in `content/`: `stories/the-allotment-key`.
    Page(Arc<str>),
    /// The pages of a folder of `content/`.
    Section(Arc<str>),
    /// The terms of a taxonomy, by its name.
    Taxonomy(Arc<str>),
    /// One term.
    Term {
        /// The taxonomy's name.
        taxonomy: Arc<str>,
        /// The term's id.
        term: Arc<str>,
    },
    /// How the terms of a taxonomy meet, by its name.
    Map(Arc<str>),
    /// The search page.
    Search,
    /// Every word of the glossary.
    Glossary,
    /// What is shown for an address that does not exist.
    NotFound,
    /// The same, where hosts look for it, on a site whose every language has a folder of its own.
    NotFoundAtRoot,
    /// What is shown for an address that was withdrawn.
    Gone,
}

impl RouteKey {
    /// The key of a section; home is that of the top folder, whose name is empty.
    pub fn section(folder: &str) -> Self {
        match folder {
            "" => Self::Home,
            folder => Self::Section(folder.into()),
        }
    }
}

/// As it stands in the `id` of a generated page and of a feed.
impl fmt::Display for RouteKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => formatter.write_str("home"),
            Self::Page(place) => write!(formatter, "page:{place}"),
            Self::Section(folder) => write!(formatter, "section:{folder}"),
            Self::Taxonomy(name) => write!(formatter, "taxonomy:{name}"),
            Self::Term { taxonomy, term } => write!(formatter, "term:{taxonomy}/{term}"),
            Self::Map(name) => write!(formatter, "map:{name}"),
            Self::Search => formatter.write_str("search"),
            Self::Glossary => formatter.write_str("glossary"),
            Self::NotFound => formatter.write_str("404"),
            Self::NotFoundAtRoot => formatter.write_str("404-root"),
            Self::Gone => formatter.write_str("410"),
        }
    }
}
