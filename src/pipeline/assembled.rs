//! A site as it was last assembled, and from what: an edit that changes nothing but text needs no more than the new text.
//!
//! Most edits are of that kind. Whether this one is, is seen by comparing pages, never by what somebody says has changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::admit::{self, Gate, Held};
use crate::diagnostic::{Diagnostic, Place};
use crate::files::{AssetFile, Files};
use crate::images::Store;
use crate::parse::Page;
use crate::path::SitePath;
use crate::site::{self, Site};

use super::copies;
use super::foundation::Foundation;
use super::options::Stopwatch;
use super::outputs::Outputs;
use super::{Options, Summary};

/// A site as it was assembled, and all that it was assembled from.
#[derive(Debug)]
pub(super) struct Assembled {
    foundation: Arc<Foundation>,
    options: Options,
    /// The instant from which the gate would judge otherwise.
    until: Option<jiff::Timestamp>,
    attachments: Vec<AssetFile>,
    statics: Vec<AssetFile>,
    /// Every page that came to the gate.
    pages: Vec<Arc<Page>>,
    /// What the gate, assembly and the tables of the host found.
    pub(super) found: Vec<Diagnostic>,
    /// What was counted.
    pub(super) summary: Summary,
    /// The files that the gate held back, with the reason.
    pub(super) held: BTreeMap<SitePath, Held>,
    pub(super) site: Arc<Site>,
    /// None while no page can be rendered.
    pub(super) outputs: Option<Arc<Outputs>>,
}

impl Assembled {
    /// Assembles a site from pages.
    pub(super) fn new(
        foundation: Arc<Foundation>,
        options: &Options,
        files: &Files,
        pages: Vec<Arc<Page>>,
        store: Arc<dyn Store>,
        watch: &mut Stopwatch,
    ) -> Self {
        let mut found = Vec::new();
        let mut summary = Summary::default();
        let gate = Gate {
            now: options.now,
            drafts: options.drafts,
            environment: options.environment,
        };
        let config = &foundation.config;
        let admission = admit::admit(pages.clone(), config, &gate).into_value(&mut found);
        let until = admission.until;
        summary.count_held(admission.held.values());
        let held = admission.held.clone();
        let site =
            site::assemble(admission, config, &foundation.glossary, files).into_value(&mut found);
        let site = Arc::new(site);
        summary.pages = site.routes.len();
        summary.terms = site
            .terms
            .iter()
            .filter(|term| !term.urls.is_empty())
            .count();
        watch.stage_ends("assemble", &mut summary);
        let outputs = foundation.is_usable.then(|| {
            let sources = copies::sources(files, config);
            Outputs::new(site.clone(), &foundation, sources, options.clone(), store)
                .into_value(&mut found)
        });
        watch.stage_ends("compose", &mut summary);
        Self {
            foundation,
            options: options.clone(),
            until,
            attachments: files.attachments.clone(),
            statics: files.statics.clone(),
            pages,
            found,
            summary,
            held,
            site,
            outputs: outputs.map(Arc::new),
        }
    }

    /// The same site with the texts of these pages, when they and all else differ in text only; otherwise none.
    pub(super) fn with_texts(
        &self,
        foundation: &Arc<Foundation>,
        options: &Options,
        files: &Files,
        pages: &[Arc<Page>],
    ) -> Option<Self> {
        let then = Options {
            now: self.options.now,
            ..options.clone()
        };
        let is_same = Arc::ptr_eq(&self.foundation, foundation)
            && self.options == then
            && options.now >= self.options.now
            && self.until.is_none_or(|until| options.now < until)
            && self.attachments == files.attachments
            && self.statics == files.statics
            && self.pages.len() == pages.len();
        if !is_same {
            return None;
        }
        let mut changed: Vec<Arc<Page>> = Vec::new();
        for (before, after) in self.pages.iter().zip(pages) {
            if !Arc::ptr_eq(before, after) {
                if !after.differs_in_text_only(before) {
                    return None;
                }
                changed.push(after.clone());
            }
        }
        // A finding in an edited text would point to where something stood before; front matter stands where it stood.
        let heads: BTreeMap<&SitePath, u32> = changed
            .iter()
            .map(|page| (&page.path, page.spans.head.end))
            .collect();
        let moves = |place: &Place| {
            heads
                .get(&place.file)
                .zip(place.span)
                .is_some_and(|(end, span)| span.end > *end)
        };
        let may_move = |found: &Diagnostic| {
            moves(&found.place) || found.related.iter().any(|label| moves(&label.place))
        };
        // So would one of a picture, which is found when its files are made.
        let may_move_later = self
            .site
            .pictures
            .values()
            .any(|picture| moves(&picture.place));
        if may_move_later || self.found.iter().any(may_move) {
            return None;
        }
        let site = Arc::new(self.site.with_texts(&changed));
        let outputs = self.outputs.as_ref().map(|outputs| {
            let sources = copies::sources(files, &foundation.config);
            outputs.with_texts(site.clone(), sources, options.clone())
        });
        Some(Self {
            foundation: self.foundation.clone(),
            options: options.clone(),
            until: self.until,
            attachments: self.attachments.clone(),
            statics: self.statics.clone(),
            pages: pages.to_vec(),
            found: self.found.clone(),
            summary: Summary {
                stages: Vec::new(),
                ..self.summary.clone()
            },
            held: self.held.clone(),
            site,
            outputs: outputs.map(Arc::new),
        })
    }
}
