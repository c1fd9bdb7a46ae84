//! Makes every file of an edition, and remembers which pages it has rendered: a page whose view and templates are as they
//! were need not be rendered again to know that it can be, and a picture that was decoded need not be again.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::diagnostic::{Checked, Diagnostic, Severity};
use crate::files::Sink;
use crate::hash::ContentHash;
use crate::search::Indexer;
use crate::site::outputs::Kind;

use super::Summary;
use super::edition::Edition;
use super::options::Stopwatch;
use super::outputs::{Output, Outputs};

/// Makes the files of editions.
#[derive(Debug, Default)]
pub struct Press {
    /// The pages that were rendered without a finding, by view and templates.
    rendered: HashSet<ContentHash>,
    /// The pictures that were decoded without a finding, by their content.
    decoded: HashSet<ContentHash>,
    /// What search knows of each page.
    indexer: Indexer,
}

/// What an edition's files are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be published: once a mistake is found they will not be, and what takes long is not made.
    Publish,
    /// To be seen in spite of mistakes.
    Show,
    /// Only to find mistakes: nothing that takes long is made.
    Rehearse,
}

/// What came of making an edition's files.
#[derive(Debug, Default)]
pub struct Printed {
    /// What rendering found: each mistake of a template once.
    pub diagnostics: Vec<Diagnostic>,
    /// The edition's figures, with those of making its files.
    pub summary: Summary,
}

impl Press {
    /// Makes the files of an edition and hands each to `sink`: all of them, unless `purpose` has no use for those that take long,
    /// which are pictures, share cards and the search index. Pictures are looked at all the same.
    pub fn print(&mut self, edition: &Edition, purpose: Purpose, sink: Sink<'_>) -> Printed {
        let mut printed = Printed {
            diagnostics: Vec::new(),
            summary: edition.summary.clone(),
        };
        let Some(outputs) = edition.outputs() else {
            return printed;
        };
        let summary = &mut printed.summary;
        let mut watch = Stopwatch::start();
        let routes = outputs.pages();
        summary.rendered = routes.len();
        let mut failed: Vec<Diagnostic> = routes
            .into_par_iter()
            .filter_map(|route| {
                make(
                    outputs,
                    Output {
                        kind: Kind::Page,
                        number: route.0,
                    },
                    sink,
                )
            })
            .collect();
        watch.stage_ends("render", summary);
        let is_wanted = |failed: &[Diagnostic]| match purpose {
            Purpose::Show => true,
            Purpose::Rehearse => false,
            Purpose::Publish => !failed.iter().any(|one| one.severity == Severity::Error),
        };
        let with_cards = is_wanted(&failed);
        let others: Vec<Diagnostic> = outputs
            .others()
            .into_par_iter()
            .filter(|output| with_cards || output.kind != Kind::ShareCard)
            .filter_map(|output| make(outputs, output, sink))
            .collect();
        failed.extend(others);
        watch.stage_ends("index", summary);
        if outputs.site().config.search && is_wanted(&failed) {
            // No template is filled after this.
            outputs.forget_values();
            self.search(outputs, sink);
            watch.stage_ends("search", summary);
        }
        let pictures = outputs.pictures();
        if !is_wanted(&failed) {
            failed.extend(self.proof_pictures(outputs, &|| false));
            watch.stage_ends("pictures", summary);
        } else if !pictures.is_empty() {
            let found = pictures.into_par_iter().flat_map_iter(|output| {
                let Checked { value, diagnostics } = outputs.make_checked(output);
                value.into_iter().for_each(sink);
                diagnostics
            });
            failed.extend(found.collect::<Vec<_>>());
            watch.stage_ends("pictures", summary);
        }
        printed.diagnostics = each_once(failed);
        printed
    }

    /// Renders the pages of an edition that were never rendered as they are now, to find the mistakes of templates, and decodes
    /// the pictures that never were, to find those that are damaged; `is_stale` says when nobody wants to know any more.
    pub fn proof(&mut self, edition: &Edition, is_stale: &(dyn Fn() -> bool + Sync)) -> Printed {
        let mut printed = Printed {
            diagnostics: Vec::new(),
            summary: edition.summary.clone(),
        };
        let Some(outputs) = edition.outputs() else {
            return printed;
        };
        let known = &self.rendered;
        let results: Vec<(ContentHash, Option<Result<(), Diagnostic>>)> = outputs
            .pages()
            .into_par_iter()
            .filter_map(|route| {
                if is_stale() {
                    return None;
                }
                let (key, view) = outputs.keyed_view(route);
                let result = (!known.contains(&key)).then(|| outputs.try_view(&view));
                Some((key, result))
            })
            .collect();
        let mut rendered = HashSet::with_capacity(results.len());
        let mut failed = Vec::new();
        for (key, result) in results {
            printed.summary.rendered += usize::from(result.is_some());
            match result {
                None | Some(Ok(())) => {
                    rendered.insert(key);
                }
                // What found something is rendered again: the place that it names may move.
                Some(Err(diagnostic)) => failed.push(diagnostic),
            }
        }
        if is_stale() {
            self.rendered.extend(rendered);
        } else {
            self.rendered = rendered;
        }
        failed.extend(self.proof_pictures(outputs, is_stale));
        printed.diagnostics = each_once(failed);
        printed
    }

    /// Decodes the pictures that were never decoded, to find those that are damaged.
    fn proof_pictures(
        &mut self,
        outputs: &Outputs,
        is_stale: &(dyn Fn() -> bool + Sync),
    ) -> Vec<Diagnostic> {
        let known = &self.decoded;
        let results: Vec<(ContentHash, Vec<Diagnostic>)> = outputs
            .picture_hashes()
            .into_par_iter()
            .enumerate()
            .filter(|(_, hash)| !known.contains(hash) && !is_stale())
            .map(|(number, hash)| (hash, outputs.proof_picture(number)))
            .collect();
        let mut failed = Vec::new();
        for (hash, found) in results {
            if found.is_empty() {
                self.decoded.insert(hash);
            }
            failed.extend(found);
        }
        failed
    }

    /// Makes the search index and the scripts that read it, and hands each file to `sink`.
    pub fn search(&mut self, outputs: &Outputs, sink: Sink<'_>) {
        outputs.search(&mut self.indexer, sink);
    }
}

/// Makes one output; gives what went wrong.
fn make(outputs: &Outputs, output: Output, sink: Sink<'_>) -> Option<Diagnostic> {
    match outputs.make(output) {
        Ok(artifacts) => {
            for artifact in artifacts {
                sink(artifact);
            }
            None
        }
        Err(diagnostic) => Some(diagnostic),
    }
}

/// A template's mistake is the same on every page that it shows.
fn each_once(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut known = HashSet::new();
    found
        .into_iter()
        .filter(|diagnostic| known.insert((diagnostic.place.clone(), diagnostic.message.clone())))
        .collect()
}
