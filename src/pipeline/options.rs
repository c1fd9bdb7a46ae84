//! What a build depends on besides the files, and what is counted of it.

use std::time::{Duration, Instant};

use crate::admit::HeldCounts;
use crate::config::Environment;

/// What a build depends on besides the files.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Whether the author alone sees what is made, so that pages that are never published are shown, marked: the preview on this
    /// machine, and never a build.
    pub for_author: bool,
    /// Whether every template is also rendered on a sample of its data, to find what no page of the site shows.
    pub check_templates: bool,
}

/// The figures of a build.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Pages: one address in one language each, generated ones included.
    pub pages: usize,
    /// Terms with an address.
    pub terms: usize,
    /// Pages held back, by reason.
    pub held: HeldCounts,
    /// The files of `content/` that nothing names, and that are not published.
    pub unpublished: usize,
    /// How many Markdown files were parsed; the others were known.
    pub parsed: usize,
    /// How many pages were rendered; the others were known.
    pub rendered: usize,
    /// How long each stage took, in order.
    pub stages: Vec<(&'static str, Duration)>,
    /// One line for each thing that the author should know and that is no finding: that consent is not yet enforced, say.
    pub notes: Vec<String>,
}

impl Summary {
    /// Takes over what was counted of a site as it was assembled, and the stages of that.
    pub(super) fn take_counts(&mut self, of: &Self) {
        self.pages = of.pages;
        self.terms = of.terms;
        self.held = of.held.clone();
        self.unpublished = of.unpublished;
        self.notes.extend(of.notes.iter().cloned());
        self.stages.extend(of.stages.iter().copied());
    }
}

/// Measures stage after stage.
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    /// Notes how long the stage took that ends here.
    pub(super) fn stage_ends(&mut self, name: &'static str, summary: &mut Summary) {
        let now = Instant::now();
        summary.stages.push((name, now - self.0));
        self.0 = now;
    }
}
