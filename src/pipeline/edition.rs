//! One state of a site, assembled: what was found, what was counted, and every file of the output to be had for the asking.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::admit::Held;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::Files;
use crate::path::SitePath;
use crate::site::Site;

use super::Summary;
use super::foundation::tell_once;
use super::outputs::Outputs;
use super::rules;

/// One state of a site.
#[derive(Debug)]
pub struct Edition {
    /// What was counted so far.
    pub summary: Summary,
    /// The site as assembled; none when its configuration or theme could not be read.
    pub site: Option<Arc<Site>>,
    /// The files that were held back, with the reason.
    pub held: BTreeMap<SitePath, Held>,
    /// Texts that findings may point into and that are no file of the site: the templates of a built-in theme.
    pub built_in_sources: BTreeMap<SitePath, Arc<str>>,
    /// All that was found before rendering, as it was told.
    pub(super) found: Vec<Diagnostic>,
    pub(super) rules: BTreeMap<Arc<str>, Option<Severity>>,
    pub(super) outputs: Option<Arc<Outputs>>,
}

impl Edition {
    /// An edition of which nothing can be shown.
    pub(super) fn failed(
        found: Vec<Diagnostic>,
        rules: BTreeMap<Arc<str>, Option<Severity>>,
        summary: Summary,
    ) -> Self {
        Self {
            summary,
            site: None,
            held: BTreeMap::new(),
            built_in_sources: BTreeMap::new(),
            found,
            rules,
            outputs: None,
        }
    }

    /// The files of the output; none when no page can be rendered.
    pub fn outputs(&self) -> Option<&Arc<Outputs>> {
        self.outputs.as_ref()
    }

    /// What was found in assembling, and `beside` it in reading and rendering, sorted, the site's `rules` applied.
    ///
    /// Every report is made here, so that no stage's findings pass the rules by.
    pub fn diagnostics(&self, beside: &[Diagnostic]) -> Vec<Diagnostic> {
        let mut diagnostics = self.found.clone();
        for diagnostic in beside {
            tell_once(&mut diagnostics, diagnostic.clone());
        }
        rules::apply(diagnostics, &self.rules)
    }

    /// The texts that these findings point into, for reports, when the edition was made of these files.
    pub fn sources(&self, files: &Files, found: &[Diagnostic]) -> BTreeMap<SitePath, Arc<str>> {
        let mut sources = self.built_in_sources.clone();
        sources.extend(files.texts(found));
        sources
    }
}
