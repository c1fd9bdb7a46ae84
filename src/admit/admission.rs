//! What comes through the gate, and what it held back. No text of a page that was held back is among it.

use std::collections::BTreeMap;

use crate::files::{AssetFile, ThemeFile};
use crate::path::SitePath;
use crate::source::SourceFile;

use super::admitted::Admitted;
use super::held::{Held, HeldName};

/// What the gate let through, and what it held back.
#[derive(Clone, Debug, Default)]
pub struct Admission {
    /// The admitted pages, in the order of their files.
    pub pages: Vec<Admitted>,
    /// The files that were held back, with the reason.
    pub held: BTreeMap<SitePath, Held>,
    /// What others may call the pages that were held back in every language.
    pub held_names: BTreeMap<SitePath, HeldName>,
    /// The other files that may be published.
    pub files: AdmittedFiles,
    /// The next instant at which the gate would judge otherwise of the same pages; none when there is none.
    pub until: Option<jiff::Timestamp>,
}

/// The files of a site as the stages behind the gate know them: no text of a page that was held back is among them.
#[derive(Clone, Debug, Default)]
pub struct AdmittedFiles {
    /// The paths of all Markdown files, which say what a bundle is; those of pages that were held back too.
    pub content: Vec<SitePath>,
    /// The other files of `content/`, but for those below sections that were held back.
    pub attachments: Vec<AssetFile>,
    /// The files of `static/`.
    pub statics: Vec<AssetFile>,
    /// `site.yaml`.
    pub config: Option<SourceFile>,
    /// The files of `data/`.
    pub data: Vec<SourceFile>,
    /// The files of the site's own themes.
    pub themes: Vec<ThemeFile>,
}
