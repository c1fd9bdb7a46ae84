//! A site held in memory: files in, an edition out, as often as they change.
//!
//! What was parsed is known by its content, what configuration and theme came to by theirs, and what was assembled by all that it
//! was assembled from. A first build is a later one with nothing known. Nothing here is told what changed, and nothing needs to
//! be.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::files::Files;
use crate::hash::ContentHash;
use crate::images::{NoStore, Store};
use crate::page::Page;
use crate::parse::{self, ParseOptions};
use crate::path::SitePath;
use crate::source::SourceFile;

use super::assembled::Assembled;
use super::edition::Edition;
use super::foundation::{self, Foundation, Laid};
use super::options::Stopwatch;
use super::{Options, Summary};

/// For how many updates something is known that no file calls for any more: whoever goes back finds it still there. An edit
/// and its undoing are seldom more than a few saves apart.
const KEPT_FOR: u64 = 10;

/// A site held in memory.
#[derive(Debug)]
pub struct Session {
    laid: Option<(ContentHash, Laid)>,
    pages: ParsedPages,
    assembled: Option<Assembled>,
    store: Arc<dyn Store>,
}

/// A session that keeps no pictures.
impl Default for Session {
    fn default() -> Self {
        Self::new(Arc::new(NoStore))
    }
}

impl Session {
    /// A session of which nothing is known yet. Its pictures are kept in `store`.
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self {
            laid: None,
            pages: ParsedPages::default(),
            assembled: None,
            store,
        }
    }

    /// The edition that these files make.
    pub fn update(&mut self, files: &Files, options: &Options) -> Edition {
        let mut watch = Stopwatch::start();
        let mut summary = Summary::default();
        let key = foundation::key(files, options);
        let laid = match self.laid.take() {
            Some((known, laid)) if known == key => laid,
            _ => foundation::lay(files, options),
        };
        let (_, laid) = self.laid.insert((key, laid));
        let mut found = laid.diagnostics.clone();
        let rules = laid
            .config
            .as_ref()
            .map(|config| config.rules.clone())
            .unwrap_or_default();
        let Some(foundation) = laid.foundation.clone() else {
            return Edition::failed(found, rules, summary);
        };
        watch.stage_ends("configure", &mut summary);

        let config_hash = files.config.as_ref().map(|source| source.hash);
        let parse_key = ContentHash::of_value(&(
            config_hash,
            &foundation.directives,
            foundation.glossary.is_empty(),
        ));
        let pages = self.pages.parse(files, &foundation, parse_key, &mut found);
        summary.parsed = self.pages.parsed;
        watch.stage_ends("parse", &mut summary);

        let last = self.assembled.take();
        let same = last
            .as_ref()
            .and_then(|last| last.with_pages(&foundation, options, files, &pages));
        let assembled = match same {
            Some(same) => {
                watch.stage_ends("compare", &mut summary);
                same
            }
            None => {
                let store = self.store.clone();
                Assembled::new(foundation.clone(), options, files, pages, store, &mut watch)
            }
        };
        found.extend(assembled.found.iter().cloned());
        summary.take_counts(&assembled.summary);
        let edition = Edition {
            summary,
            site: Some(assembled.site.clone()),
            held: assembled.held.clone(),
            built_in_sources: foundation.sources(),
            found,
            rules,
            outputs: assembled.outputs.clone(),
        };
        self.assembled = Some(assembled);
        // Whoever waits for the new edition does not wait for the old one to be taken apart.
        rayon::spawn(move || drop(last));
        edition
    }
}

/// The pages that are known, by file and content.
#[derive(Debug, Default)]
struct ParsedPages {
    /// What they were parsed with.
    key: Option<ContentHash>,
    known: HashMap<(SitePath, ContentHash), Parsed>,
    turn: u64,
    /// How many were parsed in the last turn.
    parsed: usize,
}

/// One page that is known.
#[derive(Debug)]
struct Parsed {
    page: Arc<Page>,
    diagnostics: Box<[Diagnostic]>,
    /// The last turn that wanted it.
    wanted: u64,
}

impl ParsedPages {
    /// The pages of a site in the order of their files; those that are not known are parsed.
    fn parse(
        &mut self,
        files: &Files,
        foundation: &Foundation,
        key: ContentHash,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<Arc<Page>> {
        if self.key != Some(key) {
            self.known.clear();
            self.key = Some(key);
        }
        self.turn += 1;
        // The order of a disk's list is no part of the site.
        let mut sources: Vec<&SourceFile> = files.content.iter().collect();
        sources.sort_by(|a, b| a.path.cmp(&b.path));
        let options = ParseOptions {
            config: &foundation.config,
            directives: &foundation.directives,
            explains: !foundation.glossary.is_empty(),
        };
        let keyed: Vec<_> = sources
            .iter()
            .map(|source| (source.path.clone(), source.hash))
            .collect();
        let unknown: Vec<usize> = (0..sources.len())
            .filter(|at| !self.known.contains_key(&keyed[*at]))
            .collect();
        self.parsed = unknown.len();
        let parsed: Vec<(usize, Parsed)> = unknown
            .into_par_iter()
            .map(|at| {
                let mut parsed = parse::parse(sources[at], options);
                // What is made of a text waits where the text does.
                if let Some(shelf) = sources[at].text.shelf() {
                    parsed.value.put_aside(shelf);
                }
                let parsed = Parsed {
                    page: Arc::new(parsed.value),
                    diagnostics: parsed.diagnostics.into(),
                    wanted: 0,
                };
                (at, parsed)
            })
            .collect();
        for (at, parsed) in parsed {
            self.known.insert(keyed[at].clone(), parsed);
        }
        let turn = self.turn;
        let mut pages = Vec::with_capacity(keyed.len());
        for key in &keyed {
            if let Some(parsed) = self.known.get_mut(key) {
                parsed.wanted = turn;
                found.extend(parsed.diagnostics.iter().cloned());
                pages.push(parsed.page.clone());
            }
        }
        if self.known.len() > pages.len() {
            self.known
                .retain(|_, parsed| turn - parsed.wanted < KEPT_FOR);
        }
        pages
    }
}
