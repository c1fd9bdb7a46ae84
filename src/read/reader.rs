//! A folder that is read again and again: what is as it was is not read anew.
//!
//! A file's state on the disk says whether it is as it was. Where somebody names the files that changed, only those are asked
//! for theirs; a name that is not simply a known file's makes it a look through the whole folder.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::files::Files;
use crate::path::SitePath;
use crate::shelf::Shelf;

use super::Error;
use super::found::{Found, Stamp};
use super::open::{Read, open};
use super::{names, walk};

/// How long after its last change a file's time of change can be trusted: file systems count in steps of up to two seconds.
const STEP: Duration = Duration::from_secs(2);

/// What may have changed in a site's folder since it was read last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Whatever there is.
    Anything,
    /// What lies, or lay, at these paths of the disk. They are absolute, with no link in them.
    Named(BTreeSet<PathBuf>),
}

impl Changed {
    /// What either of two says.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Named(mut paths), Self::Named(more)) => {
                paths.extend(more);
                Self::Named(paths)
            }
            _ => Self::Anything,
        }
    }
}

/// A site's folder as it was read.
#[derive(Debug)]
pub struct Look {
    /// Its files.
    pub files: Files,
    /// What is wrong with them.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether anything is not as it was in the look before.
    pub is_news: bool,
    /// Whether the whole folder was looked through, and not only what was named.
    pub is_whole: bool,
    /// Where the texts of its pages are, when they are not in memory.
    pub shelf: Option<Arc<Shelf>>,
}

/// Reads a site's folder, as often as it changes.
#[derive(Debug, Default)]
pub struct Reader {
    /// The folder, and the part of it that is not read; both canonical.
    place: Option<(PathBuf, Option<PathBuf>)>,
    /// The files, in the order of their paths.
    known: Vec<Known>,
    /// What was found in listing them.
    found: Vec<Diagnostic>,
    /// Whether a link was followed: a file may then change under another name than its own.
    follows_links: bool,
    /// How many bytes of pages are put on a shelf; none when they never are.
    aside_from: Option<u64>,
    shelf: Option<Arc<Shelf>>,
}

/// A file that was read.
#[derive(Debug)]
struct Known {
    file: Found,
    /// When it was read.
    at: SystemTime,
    read: Option<Read>,
    found: Vec<Diagnostic>,
}

impl Known {
    #[expect(
        clippy::disallowed_methods,
        reason = "whether a file's time of change can be trusted depends on when it was read"
    )]
    fn fresh(file: Found, shelf: Option<&Arc<Shelf>>) -> Self {
        let at = SystemTime::now();
        let mut found = Vec::new();
        let mut read = open(&file, &mut found);
        if let (Some(Read::Content(source)), Some(shelf)) = (&mut read, shelf) {
            shelf.put([&mut source.text]);
        }
        Self {
            read,
            at,
            file,
            found,
        }
    }

    /// Whether a file in this state is as it was when it was read.
    fn holds(&self, stamp: Stamp) -> bool {
        let settled = |modified| self.at.duration_since(modified).is_ok_and(|age| age > STEP);
        self.file.stamp == stamp && stamp.modified.is_some_and(settled)
    }

    /// Whether the site would be another without it.
    fn says_anything(&self) -> bool {
        self.read.is_some() || !self.found.is_empty()
    }

    /// Whether what was read is what was read before.
    fn says_as_much_as(&self, last: &Self) -> bool {
        self.file.path == last.file.path && self.read == last.read && self.found == last.found
    }
}

impl Reader {
    /// A reader for whoever needs each page once: the texts of a site's pages are put on a shelf when they come to so many
    /// bytes.
    pub fn sparing(bytes: u64) -> Self {
        Self {
            aside_from: Some(bytes),
            ..Self::default()
        }
    }

    /// The site's folder at the last look, canonical; none before the first.
    pub fn root(&self) -> Option<&Path> {
        self.place.as_ref().map(|(root, _)| &**root)
    }

    /// Reads the site in the folder `site`, of which `changed` may have changed since the last time. The folder `output`, when
    /// it lies inside the site, is not read.
    ///
    /// # Errors
    ///
    /// When the folder itself cannot be opened; everything else is a finding.
    pub fn look(
        &mut self,
        site: &Path,
        output: Option<&Path>,
        changed: &Changed,
    ) -> Result<Look, Error> {
        let root = std::fs::canonicalize(site).map_err(|cause| Error {
            path: site.to_path_buf(),
            cause,
        })?;
        let output = output.and_then(|folder| std::fs::canonicalize(folder).ok());
        let place = Some((root, output));
        let named = match changed {
            Changed::Named(paths) if self.place == place => self.named(paths),
            _ => None,
        };
        self.place = place;
        let is_whole = named.is_none();
        let is_news = match named {
            Some(files) => self.read_named(files),
            None => self.read_all(),
        };
        let (files, diagnostics) = self.files();
        Ok(Look {
            files,
            diagnostics,
            is_news,
            is_whole,
            shelf: self.shelf.clone(),
        })
    }

    /// The places among the known files of those that were named, with their state now; none when a name is not one of a
    /// known file that is still a file.
    fn named(&self, paths: &BTreeSet<PathBuf>) -> Option<Vec<(usize, Stamp)>> {
        let (root, _) = self.place.as_ref()?;
        if self.follows_links {
            return None;
        }
        let mut named = Vec::new();
        for disk in paths {
            let inside = disk.strip_prefix(root).ok()?.to_str()?;
            let path = SitePath::new(inside.replace(std::path::MAIN_SEPARATOR, "/"));
            let at = self
                .known
                .partition_point(|known| known.file.path.as_str() < path.as_str());
            let known = self.known.get(at).filter(|known| known.file.path == path);
            match (disk.symlink_metadata(), known) {
                (Ok(now), Some(known)) if now.is_file() && known.file.disk == *disk => {
                    named.push((at, Stamp::of(&now)));
                }
                // It came and went, as an editor's own files do.
                (Err(error), None)
                    if error.kind() == io::ErrorKind::NotFound
                        && !self.knows_below(at, path.as_str()) => {}
                _ => return None,
            }
        }
        Some(named)
    }

    /// Whether the known file at this place, or one after it, lies in this folder.
    fn knows_below(&self, at: usize, folder: &str) -> bool {
        self.known[at..]
            .iter()
            .map(|known| known.file.path.as_str())
            .take_while(|path| path.starts_with(folder))
            .any(|path| path[folder.len()..].starts_with('/'))
    }

    /// Reads some of the known files anew where they are not in the state they were in; says whether any is another now.
    fn read_named(&mut self, files: Vec<(usize, Stamp)>) -> bool {
        let mut is_news = false;
        for (at, stamp) in files {
            let known = &mut self.known[at];
            if known.holds(stamp) {
                continue;
            }
            let file = Found {
                path: known.file.path.clone(),
                disk: known.file.disk.clone(),
                stamp,
            };
            let now = Known::fresh(file, self.shelf.as_ref());
            is_news |= !now.says_as_much_as(known);
            *known = now;
        }
        is_news
    }

    /// Looks through the whole folder; says whether anything in it is another now.
    fn read_all(&mut self) -> bool {
        let mut diagnostics = Vec::new();
        let Some((root, output)) = &self.place else {
            return false;
        };
        let listing = walk::list(root, output.as_deref(), &mut diagnostics);
        let found = names::distinct(listing.found, &mut diagnostics);
        let large = self.aside_from.is_some_and(|bytes| {
            let pages = found.iter().filter(|found| found.is_page());
            pages.map(|found| found.stamp.size).sum::<u64>() >= bytes
        });
        if large && self.shelf.is_none() {
            // Without one, memory has to do.
            self.shelf = Shelf::new().ok();
        }
        let shelf = self.shelf.as_ref();
        let mut last = std::mem::take(&mut self.known).into_iter().peekable();
        let mut is_news = self.found != diagnostics;
        let paired: Vec<(Found, Option<Known>)> = found
            .into_iter()
            .map(|found| {
                while let Some(gone) = last.next_if(|known| known.file.path < found.path) {
                    is_news |= gone.says_anything();
                }
                let known = last.next_if(|known| known.file.path == found.path);
                (found, known)
            })
            .collect();
        is_news |= last.any(|gone| gone.says_anything());
        let read: Vec<(Known, bool)> = paired
            .into_par_iter()
            .map(|(found, known)| match known {
                Some(known) if known.holds(found.stamp) && known.file.disk == found.disk => {
                    (known, false)
                }
                known => {
                    let now = Known::fresh(found, shelf);
                    let is_news = match known {
                        Some(known) => !now.says_as_much_as(&known),
                        None => now.says_anything(),
                    };
                    (now, is_news)
                }
            })
            .collect();
        is_news |= read.iter().any(|(_, is_news)| *is_news);
        self.known = read.into_iter().map(|(known, _)| known).collect();
        self.found = diagnostics;
        self.follows_links = listing.follows_links;
        is_news
    }

    /// The site that the known files make, and what is wrong with them.
    fn files(&self) -> (Files, Vec<Diagnostic>) {
        let mut files = Files::default();
        let mut diagnostics = self.found.clone();
        for known in &self.known {
            diagnostics.extend(known.found.iter().cloned());
            match known.read.clone() {
                Some(Read::Config(source)) => files.config = Some(source),
                Some(Read::Content(source)) => files.content.push(source),
                Some(Read::Attachment(asset)) => files.attachments.push(asset),
                Some(Read::Static(asset)) => files.statics.push(asset),
                Some(Read::Theme(theme)) => files.themes.push(theme),
                Some(Read::Data(source)) => files.data.push(source),
                None => {}
            }
        }
        diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        (files, diagnostics)
    }
}
