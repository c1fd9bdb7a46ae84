//! `site`: what is the same on every page of one language.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::schema::Value;

use super::link::{Link, Translation};

/// `site`: what is the same on every page of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SiteData {
    /// The language of these values.
    pub lang: Arc<str>,
    /// The direction of its script: `ltr` or `rtl`.
    pub dir: Arc<str>,
    /// The site's name.
    pub title: Arc<str>,
    /// The site's description.
    pub description: Arc<str>,
    /// The address of home in this language.
    pub home: Arc<str>,
    /// The address of the search page; empty when there is no search.
    pub search: Arc<str>,
    /// The address of the module that runs the search page; empty when there is no search.
    pub search_script: Arc<str>,
    /// The address of the module that the one of the search page imports, so that a browser can fetch both at once; empty when there is no search.
    pub search_engine: Arc<str>,
    /// The address of the small module that opens quick search from any page; empty when there is no search.
    pub search_start: Arc<str>,
    /// The address of the search index's entry; empty when there is no search.
    pub search_index: Arc<str>,
    /// The site's languages.
    pub languages: Vec<Translation>,
    /// The menus by name.
    pub menus: BTreeMap<Arc<str>, Vec<Link>>,
    /// The taxonomies' pages by name.
    pub taxonomies: BTreeMap<Arc<str>, Link>,
    /// The top sections' pages by folder name.
    pub sections: BTreeMap<Arc<str>, Link>,
    /// `production`, `preview` or `development`.
    pub environment: Arc<str>,
    /// The theme's settings: its defaults, overridden by the site's `theme_settings`.
    pub settings: Value,
    /// The site's own values (`extra:`).
    pub extra: Value,
    /// What the files of `data/` hold, by folder and name.
    pub data: Value,
}
