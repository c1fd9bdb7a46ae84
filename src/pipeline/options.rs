//! What a build depends on besides the files, and what is counted of it.

use std::time::{Duration, Instant};

use crate::admit::Held;
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
    /// Pages held back as drafts.
    pub drafts: usize,
    /// Pages held back because their date has not come.
    pub future: usize,
    /// Pages held back because they have expired.
    pub expired: usize,
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
        self.drafts = of.drafts;
        self.future = of.future;
        self.expired = of.expired;
        self.notes.extend(of.notes.iter().cloned());
        self.stages.extend(of.stages.iter().copied());
    }

    /// Counts the pages that were held back.
    pub(super) fn count_held<'h>(&mut self, held: impl Iterator<Item = &'h Held>) {
        let mut unreviewed = 0;
        for reason in held {
            match reason {
                Held::Draft => self.drafts += 1,
                Held::Future => self.future += 1,
                Held::Expired => self.expired += 1,
                Held::Unreviewed => unreviewed += 1,
            }
        }
        if unreviewed > 0 {
            self.notes.push(format!(
                "{unreviewed} translations are held back until a speaker has checked them (`translation: unreviewed`)"
            ));
        }
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
