//! A site as it was last assembled, and from what: an edit that changes only words needs no more than the new words.
//!
//! Most edits are of that kind. Whether this one is, is seen by comparing pages, never by what somebody says has changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::admit::{self, Gate, Held, HeldCounts};
use crate::config::Cards;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::files::{AssetFile, Files};
use crate::images::Store;
use crate::page::{Edit, Page};
use crate::path::SitePath;
use crate::site::{self, Site};

use super::foundation::Foundation;
use super::options::Stopwatch;
use super::outputs::{Outputs, copies};
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
            for_author: options.for_author,
            environment: options.environment,
        };
        let config = &foundation.config;
        let admission = admit::admit(pages.clone(), files, config, &gate).into_value(&mut found);
        let until = admission.until;
        summary.held = HeldCounts::of(admission.held.values());
        let held = admission.held.clone();
        let site = site::assemble(admission, config, &foundation.glossary).into_value(&mut found);
        let site = Arc::new(site);
        summary.pages = site.routes.len();
        summary.unpublished = site.unpublished.len();
        summary.terms = site
            .terms
            .iter()
            .filter(|term| !term.urls.is_empty())
            .count();
        watch.stage_ends("assemble", &mut summary);
        let outputs = foundation.is_usable.then(|| {
            let sources = copies::sources(files, &site);
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

    /// The same site with these pages, when they and all else differ in nothing that it was assembled from; otherwise none.
    pub(super) fn with_pages(
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
        let mut edit = Edit::Text;
        let mut changed: Vec<Change<'_>> = Vec::new();
        let mut retitled = 0;
        for (before, after) in self.pages.iter().zip(pages) {
            if !Arc::ptr_eq(before, after) {
                edit = edit.max(after.edit_since(before));
                // A card for each page to be shared by has its words drawn on it.
                let draws_words = edit == Edit::Card && foundation.config.cards == Cards::Pages;
                if edit == Edit::Whole || draws_words {
                    return None;
                }
                let change = Change { before, after };
                // Titles decide about each other, so more than one is a matter for assembly, and no work is lost before that.
                let is_retitled = edit == Edit::Card && change.old_title().is_some();
                retitled += usize::from(is_retitled);
                // By its title others may mean a page that is held back, and are then shown without its name.
                if is_retitled && self.held.contains_key(&after.path) {
                    return None;
                }
                if retitled > 1 {
                    return None;
                }
                changed.push(change);
            }
        }
        if self.would_mislead(&changed, edit) {
            return None;
        }
        let edited: Vec<Arc<Page>> = changed.iter().map(|change| change.after.clone()).collect();
        let (site, reworded) = match edit {
            Edit::Text => (self.site.with_texts(&edited)?, Vec::new()),
            _ => self.site.with_cards(&edited)?,
        };
        let site = Arc::new(site);
        let outputs = self.outputs.as_ref().map(|outputs| {
            let sources = copies::sources(files, &site);
            outputs.with_pages(site.clone(), &reworded, sources, options.clone())
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

    /// Whether something that was found would be said of another place, or in other words, after these changes.
    fn would_mislead(&self, changed: &[Change<'_>], edit: Edit) -> bool {
        // Front matter stands where it stood while only texts change; otherwise only the line of dashes above it does, where a
        // page is told what it lacks.
        let stays_to: BTreeMap<&SitePath, u32> = changed
            .iter()
            .map(|Change { before, after }| {
                let head = after.spans.head;
                let opened = match head.start == before.spans.head.start {
                    true => head.end.min(head.start + 3),
                    false => 0,
                };
                let stays = match edit {
                    Edit::Text => head.end,
                    _ => opened,
                };
                (&after.path, stays)
            })
            .collect();
        let moves = |place: &Place| {
            stays_to
                .get(&place.file)
                .zip(place.span)
                .is_some_and(|(end, span)| span.end > *end)
        };
        let old_titles: Vec<&str> = match edit {
            Edit::Text => Vec::new(),
            _ => changed.iter().filter_map(Change::old_title).collect(),
        };
        let names = |words: &str| old_titles.iter().any(|title| words.contains(title));
        let misleads = |found: &Diagnostic| {
            moves(&found.place)
                || found
                    .related
                    .iter()
                    .any(|label| moves(&label.place) || names(&label.message))
                || names(&found.message)
                // What leads nowhere may be told which title it is like.
                || !old_titles.is_empty() && found.severity == Severity::Error
        };
        self.found.iter().any(misleads)
    }
}

/// Two states of a page.
struct Change<'a> {
    before: &'a Arc<Page>,
    after: &'a Arc<Page>,
}

impl Change<'_> {
    /// The title that the page had, if it has another now.
    fn old_title(&self) -> Option<&str> {
        let (before, after) = (&self.before.fields, &self.after.fields);
        let (before, after) = (before.get("title"), after.get("title"));
        (before != after).then(|| before?.as_text()).flatten()
    }
}
