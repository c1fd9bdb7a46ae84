//! A site that is held in memory and follows its folder: each look at the folder gives the next edition, or says why not.
//!
//! It prints nothing, listens to nothing and asks no clock: whoever holds it does.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::files::Files;
use crate::path::SitePath;
use crate::pipeline::{Edition, Options, Session};
use crate::read::{self, Changed, Reader};
use crate::report::Counts;
use crate::serve::shown::Site;
use crate::write::Cache;

use super::background::Background;
use super::edition_files::EditionFiles;
use super::search_files::SearchFiles;

/// Whether an edition with errors may wait for a better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// It may: perhaps a file is just being saved.
    Yes,
    /// It has waited.
    No,
}

/// What came of looking at the folder again.
#[derive(Debug)]
pub enum Refreshed {
    /// Nothing is new.
    Same,
    /// There are errors, which may wait for a better state.
    Waits,
    /// The program met a bug of its own, which the hook for panics has told; what was known is forgotten.
    Panicked,
    /// An edition was made.
    Edition {
        /// Everything that was found, in order, the site's `rules` applied.
        diagnostics: Vec<Diagnostic>,
        /// What is to be shown; none where errors keep the site as it was.
        site: Option<Site>,
        /// How many pages it has.
        pages: usize,
    },
}

/// A site that follows its folder.
pub struct LiveSite {
    folder: PathBuf,
    /// Where a build would write; what lies there is no part of the site.
    output: PathBuf,
    session: Session,
    cache: Arc<Cache>,
    reader: Reader,
    is_unsure: bool,
    search: Arc<SearchFiles>,
    background: Background,
    current: Option<Current>,
}

/// The edition that is shown, or that could not be.
struct Current {
    number: u64,
    files: Arc<Files>,
    edition: Arc<Edition>,
}

impl LiveSite {
    /// A site of which nothing is known yet. `rendered` is called, from another thread, with the number of an edition and what was
    /// found when all its pages were rendered: it belongs to [`rendered`](Self::rendered).
    ///
    /// # Errors
    ///
    /// When no thread can be had.
    pub fn new(
        folder: &Path,
        output: &Path,
        cache: Arc<Cache>,
        rendered: impl Fn(u64, Vec<Diagnostic>) + Send + 'static,
    ) -> std::io::Result<Self> {
        let search = Arc::new(SearchFiles::default());
        Ok(Self {
            folder: folder.to_path_buf(),
            output: output.to_path_buf(),
            session: Session::new(cache.clone()),
            cache,
            reader: Reader::default(),
            is_unsure: false,
            background: Background::start(search.clone(), rendered)?,
            search,
            current: None,
        })
    }

    /// Whether something may have changed of which nobody told: the last look was not through the whole folder, or failed.
    pub fn is_unsure(&self) -> bool {
        self.is_unsure
    }

    /// Looks at what changed, and makes the next edition when something did. `options` says, once the files are read, what it is
    /// made with.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read, or `options` fails.
    pub fn refresh<E: From<read::Error>>(
        &mut self,
        changed: &Changed,
        patience: Patience,
        options: impl FnOnce(&Files) -> Result<Options, E>,
    ) -> Result<Refreshed, E> {
        let made = catch_unwind(AssertUnwindSafe(|| {
            let look = self
                .reader
                .look(&self.folder, Some(&self.output), changed)?;
            self.is_unsure = !look.is_whole;
            if !look.is_news && patience == Patience::Yes && self.current.is_some() {
                return Ok(None);
            }
            let edition = self.session.update(&look.files, &options(&look.files)?);
            Ok(Some((look.files, look.diagnostics, edition)))
        }));
        let (files, of_reading, edition) = match made {
            Ok(Ok(Some(made))) => made,
            Ok(Ok(None)) => return Ok(Refreshed::Same),
            Ok(Err(error)) => {
                // No event may tell when it is mended, so it is looked after.
                self.is_unsure = true;
                return Err(error);
            }
            Err(_) => {
                // What was known may be what broke it.
                self.session = Session::new(self.cache.clone());
                return Ok(Refreshed::Panicked);
            }
        };
        let diagnostics = edition.diagnostics(&of_reading);
        let has_errors = Counts::of(&diagnostics).errors > 0;
        if has_errors && patience == Patience::Yes {
            return Ok(Refreshed::Waits);
        }
        let current = Current {
            number: self.current.as_ref().map_or(0, |last| last.number) + 1,
            files: Arc::new(files),
            edition: Arc::new(edition),
        };
        let site = match has_errors {
            true => None,
            false => self.site_of(&current),
        };
        if !has_errors {
            self.background
                .work(current.number, current.edition.clone());
        }
        let pages = current.edition.summary.pages;
        self.current = Some(current);
        Ok(Refreshed::Edition {
            diagnostics,
            site,
            pages,
        })
    }

    fn site_of(&self, current: &Current) -> Option<Site> {
        let root = self.reader.root().unwrap_or(&self.folder);
        let files = EditionFiles::new(
            root,
            current.edition.clone(),
            current.files.clone(),
            self.search.clone(),
        )?;
        Some(Site::new(Arc::new(files)))
    }

    /// What rendering every page found that was not known before; nothing where the edition of that number is no longer the newest.
    pub fn rendered(&self, number: u64, of_rendering: &[Diagnostic]) -> Vec<Diagnostic> {
        let newest = self.current.as_ref();
        let Some(current) = newest.filter(|current| current.number == number) else {
            return Vec::new();
        };
        if of_rendering.is_empty() {
            return Vec::new();
        }
        let known = current.edition.diagnostics(&[]);
        let mut all = current.edition.diagnostics(of_rendering);
        all.retain(|diagnostic| !known.contains(diagnostic));
        all
    }

    /// The texts that a report of findings of the newest edition shows lines of.
    pub fn texts(&self, diagnostics: &[Diagnostic]) -> BTreeMap<SitePath, Arc<str>> {
        self.current.as_ref().map_or_else(BTreeMap::new, |current| {
            current.edition.sources(&current.files, diagnostics)
        })
    }
}
