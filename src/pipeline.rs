//! The one file that knows all stages and their order: read → parse → assemble → render → index → write.
//!
//! A build takes files and options and gives artifacts and findings. It reads no disk and no clock, and prints nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::config::Environment;
use crate::diagnostic::Diagnostic;
use crate::files::{Artifact, Files};
use crate::path::SitePath;

/// What a build depends on besides the files.
#[derive(Clone, Debug)]
pub struct Options {
    /// The time that the build takes for now.
    pub now: jiff::Timestamp,
    /// What the build is for.
    pub environment: Environment,
    /// The address at which this build will be seen; `None` takes `site.yaml`'s.
    pub base_url: Option<String>,
    /// Production's address, for canonical and `hreflang` addresses; `None` takes `site.yaml`'s.
    pub canonical_url: Option<String>,
    /// Whether drafts and pages dated in the future are shown.
    pub drafts: bool,
}

/// What a build made and found.
#[derive(Debug, Default)]
pub struct Build {
    /// The files of the output, in the order of their paths. Empty when there are errors.
    pub artifacts: Vec<Artifact>,
    /// What was found, sorted, the site's `rules` applied.
    pub diagnostics: Vec<Diagnostic>,
    /// What was counted.
    pub summary: Summary,
}

/// The figures of a build.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Pages: one address in one language each, generated ones included.
    pub pages: usize,
    /// Terms with an address.
    pub terms: usize,
    /// Pages held back as drafts.
    pub drafts: usize,
    /// Pages held back because their date has not come.
    pub future: usize,
    /// Pages held back because they have expired.
    pub expired: usize,
    /// How long each stage took, in order.
    pub stages: Vec<(&'static str, Duration)>,
    /// One line for each thing that the author should know and that is no finding: that consent is not yet enforced, say.
    pub notes: Vec<String>,
}

impl Build {
    /// The text of every file that a finding may point into, for reports.
    pub fn sources(&self, files: &Files) -> BTreeMap<SitePath, std::sync::Arc<str>> {
        files
            .config
            .iter()
            .chain(&files.content)
            .chain(&files.data)
            .map(|source| (source.path.clone(), source.text.clone()))
            .chain(files.themes.iter().filter_map(|file| {
                let text = std::str::from_utf8(&file.bytes).ok()?;
                Some((file.path.clone(), text.into()))
            }))
            .collect()
    }
}

/// Builds a site.
pub fn build(_files: &Files, _options: &Options) -> Build {
    Build::default()
}
