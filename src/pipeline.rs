//! The one place that knows all stages and their order: read → parse → admit → assemble → compose → render → index → write.
//!
//! A [`Session`] takes files and options and gives an [`Edition`], from which any file of the output can be asked; a [`Press`]
//! makes them all. `build`, `check` and `serve` use the same. It reads no clock but to time itself, no disk but for the pictures
//! whose files it is asked for, which it has from `read`, and prints nothing.

mod assembled;
mod edition;
mod foundation;
mod options;
mod outputs;
mod press;
mod rules;
mod session;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::{Diagnostic, Severity};
use crate::files::{Artifact, Files};
use crate::path::SitePath;
use crate::site::Site;

pub use edition::Edition;
pub use options::{Options, Summary};
pub use outputs::Outputs;
pub use press::{Press, Printed, Purpose};
pub use session::Session;

/// A whole build in memory.
#[derive(Debug)]
pub struct Build {
    /// The files of the output, in the order of their paths. Empty when there are errors.
    pub artifacts: Vec<Artifact>,
    /// What was found, sorted, the site's `rules` applied.
    pub diagnostics: Vec<Diagnostic>,
    /// What was counted.
    pub summary: Summary,
    /// The site as assembled; none when its configuration or theme could not be read.
    pub site: Option<Arc<Site>>,
    /// The edition that it was made from.
    pub edition: Edition,
}

/// Builds a site once and keeps all of it.
pub fn build(files: &Files, options: &Options) -> Build {
    build_in(Session::default(), files, options)
}

/// Builds a site once in a session of its own.
pub fn build_in(mut session: Session, files: &Files, options: &Options) -> Build {
    let edition = session.update(files, options);
    let made = Mutex::new(Vec::new());
    let printed = Press::default().print(&edition, Purpose::Publish, &|artifact| {
        made.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(artifact);
    });
    let diagnostics = edition.diagnostics(&printed.diagnostics);
    let failed = diagnostics
        .iter()
        .any(|found| found.severity == Severity::Error);
    let mut artifacts = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    if failed {
        artifacts.clear();
    }
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    Build {
        artifacts,
        diagnostics,
        summary: printed.summary,
        site: edition.site.clone(),
        edition,
    }
}

impl Build {
    /// The texts that its findings point into, for reports, when it was made of these files.
    pub fn sources(&self, files: &Files) -> BTreeMap<SitePath, Arc<str>> {
        self.edition.sources(files, &self.diagnostics)
    }
}
