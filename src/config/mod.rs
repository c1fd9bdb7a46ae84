//! The site's configuration, resolved: every default filled in, every name checked.
//!
//! `site.yaml` is read through the same schema as front matter (`config/declared.rs` from the tree, `site-schema.yaml`),
//! so that its mistakes are found and shown in the same way. Nothing here reads a file.

pub mod declared;
mod delivery;
mod fields_from;
pub mod languages;
mod rules;
mod site;
pub mod sources;
mod types;

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::Severity;
use crate::path::UrlPath;
use crate::redirect::Redirect;
use crate::schema::Pattern;
use crate::schema::{Localised, TypeDecl, Value};
use crate::source::Span;
use crate::yaml::SettingPlaces;

/// What a build is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Environment {
    /// What the public sees.
    #[default]
    Production,
    /// A look before publication; never indexed.
    Preview,
    /// A look on the author's machine.
    Development,
}

/// The configuration of a site.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's name.
    pub title: Localised,
    /// What the site is, in a sentence.
    pub description: Localised,
    /// The site's address in production as `site.yaml` gives it, without a closing `/`.
    pub base_url: Option<Arc<str>>,
    /// The languages, the default first.
    pub languages: IndexMap<Arc<str>, Language>,
    /// Whether the default language's addresses begin with its code too.
    pub default_language_in_path: bool,
    /// The zone of dates that have no offset.
    pub timezone: jiff::tz::TimeZone,
    /// The name of the theme (look).
    pub theme: Arc<str>,
    /// The theme's settings as the site gives them.
    pub theme_settings: Value,
    /// The taxonomies by name, in order.
    pub taxonomies: IndexMap<Arc<str>, TaxonomyDecl>,
    /// Every type, built in and of the site, by name.
    pub types: IndexMap<Arc<str>, Arc<TypeDecl>>,
    /// The menus by name: addresses, or entries with a label.
    pub menus: Option<IndexMap<Arc<str>, Vec<MenuEntry>>>,
    /// Whether a search index is made.
    pub search: bool,
    /// Redirects as written, from address to target, in order.
    pub redirects: Vec<Redirect>,
    /// Extra response headers: path pattern to header to value, in order.
    pub headers: IndexMap<Arc<str>, IndexMap<Arc<str>, Arc<str>>>,
    /// Sources added to the Content-Security-Policy by directive.
    pub csp: IndexMap<Arc<str>, Vec<Arc<str>>>,
    /// Severities by code or area (`front-matter/*`); `None` is off.
    pub rules: BTreeMap<Arc<str>, Option<Severity>>,
    /// The fields that are meant by names of another generator.
    pub fields_from: BTreeMap<Arc<str>, Arc<str>>,
    /// The form of an identifier of a record of consent.
    pub consent_pattern: Pattern,
    /// How Markdown is read.
    pub markdown: MarkdownOptions,
    /// The size of lists that say nothing else.
    pub paginate: usize,
    /// What has a card for sharing.
    pub cards: Cards,
    /// What the templates of one page may spend.
    pub limits: Limits,
    /// Which optional outputs it has.
    pub extras: Extras,
    /// The site's own data for templates (`extra:`).
    pub extra: Value,
    /// Where the settings stand that later stages judge.
    pub places: SettingPlaces,
}

/// What the templates of one page may spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Turns of loops, components, included files, and parts of texts that are put together.
    pub render_steps: u64,
    /// Bytes that are written or kept in a variable.
    pub render_bytes: u64,
}

/// Far more than a page has whose list is as long as a reader's browser can show, and so little that what reaches either limit takes
/// seconds, and memory that a build has anyway.
impl Default for Limits {
    fn default() -> Self {
        Self {
            render_steps: 5_000_000,
            render_bytes: 256_000_000,
        }
    }
}

/// One language of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its BCP 47 code.
    pub code: Arc<str>,
    /// Its name for itself.
    pub label: Arc<str>,
    /// Whether pages marked `translation: unreviewed` are shown in production, with a note.
    pub show_unreviewed: bool,
    /// Where its addresses begin: empty for a default language at the root, else `/cy`.
    pub prefix: Arc<str>,
}

/// One taxonomy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxonomyDecl {
    /// Its name, which is also its front-matter key and its folder.
    pub name: Arc<str>,
    /// What people call it.
    pub label: Localised,
    /// The type whose pages are its terms.
    pub from_type: Option<Arc<str>>,
    /// Whether a term without a file is an error.
    pub closed: bool,
    /// Whether each term has feeds.
    pub feed: bool,
    /// Whether there is a map of how its terms meet, and of their share over time.
    pub map: bool,
    /// Pages on one page of a term.
    pub paginate: Option<usize>,
    /// The address pattern of its terms, when the site gives one.
    pub permalink: Localised,
}

/// One entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuEntry {
    /// The address or content path, as written.
    pub target: Arc<str>,
    /// The words; without them the page's title.
    pub label: Localised,
    /// Where it was written in `site.yaml`.
    pub span: Span,
}

/// Which pages have a card of their own for sharing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cards {
    /// There are no cards.
    Off,
    /// Each type and each section has one.
    Types,
    /// Each page has one.
    Pages,
}

/// How Markdown is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MarkdownOptions {
    /// Curly quotes, dashes and ellipses.
    pub smart_punctuation: bool,
    /// Extensions beyond CommonMark: on, but for the CommonMark test suite.
    pub extensions: bool,
    /// Heading identifiers: on, but for the CommonMark test suite.
    pub heading_ids: bool,
}

/// A taxonomy of a site, by number: its place in [`Config::taxonomies`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxonomyId(usize);

impl TaxonomyId {
    /// Its place in a list that holds one thing for each taxonomy.
    pub fn index(self) -> usize {
        self.0
    }
}

/// Outputs that a site may have or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extras {
    /// The list of all pages for programs, `index.json`.
    pub index_json: bool,
    /// A Markdown copy of each page.
    pub markdown_copies: bool,
    /// The overview for language models, `llms.txt`.
    pub llms_txt: bool,
    /// Pictures in AVIF beside JPEG and PNG.
    pub avif: bool,
}

impl Config {
    /// A taxonomy by number.
    pub fn taxonomy(&self, id: TaxonomyId) -> &TaxonomyDecl {
        &self.taxonomies[id.index()]
    }

    /// The number of the taxonomy with this name.
    pub fn taxonomy_id(&self, name: &str) -> Option<TaxonomyId> {
        self.taxonomies.get_index_of(name).map(TaxonomyId)
    }

    /// Every taxonomy with its number, in order.
    pub fn numbered_taxonomies(&self) -> impl Iterator<Item = (TaxonomyId, &TaxonomyDecl)> {
        let numbered = self.taxonomies.values().enumerate();
        numbered.map(|(index, decl)| (TaxonomyId(index), decl))
    }

    /// The default language's code.
    pub fn default_language(&self) -> &Arc<str> {
        self.languages
            .keys()
            .next()
            .expect("a resolved configuration has a language")
    }

    /// The first address of a language: `/` or `/cy/`.
    pub fn home(&self, lang: &str) -> UrlPath {
        let prefix = self
            .languages
            .get(lang)
            .map_or("", |language| &language.prefix);
        UrlPath::new(&format!("{prefix}/"))
    }
}
