//! One publication: artifacts in, one by one and from many threads, and at the end the whole new site or the old one.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::files::Artifact;

use super::disk::Folder;
use super::lock::{self, Lock};
use super::names::Names;
use super::plan::{Old, Placed, Plan, Source};
use super::stage::Staging;
use super::{Error, RECORD, Written, disk, folder, swap};

/// The right to write to an output folder, which one build has at a time.
///
/// A build takes its turn before it reads the site: of two builds that meet, the one that publishes last has then read last, and
/// what was saved in between is never replaced by what was there before.
#[derive(Debug)]
pub struct Turn {
    names: Arc<Names>,
    adopt: bool,
    // Last, so that all else is done before another build may begin.
    lock: Lock,
}

impl Turn {
    /// Takes the turn to publish the site in the folder `site` as the folder `output`, and mends what a killed build left there.
    ///
    /// `adopt` says that the output may be a folder with files of somebody else, which are kept. `waiting` is called when another
    /// build has the turn and this one waits for it.
    ///
    /// # Errors
    ///
    /// When the output folder is one that no site may be written to, or the disk fails.
    pub fn take(
        site: &Path,
        output: &Path,
        adopt: bool,
        waiting: impl FnOnce(),
    ) -> Result<Self, Error> {
        let output = folder::check(site, output, adopt)?;
        let parent = output.parent().unwrap_or(&output);
        disk::make_folders(parent).map_err(Error::io("make the folder", parent))?;
        let folder = Folder::at(parent).map_err(Error::io("read", parent))?;
        let names = Arc::new(Names::new(folder, output));
        let lock = lock::take(Arc::clone(&names), waiting)?;
        swap::tidy(&names, lock.journal())?;
        Ok(Self { names, adopt, lock })
    }

    /// The true path of the output folder.
    pub fn output(&self) -> &Path {
        self.names.output()
    }
}

/// A publication under way. Dropped before its end, it leaves the output as it was.
#[derive(Debug)]
pub struct Publication {
    names: Arc<Names>,
    old: Old,
    staging: Staging,
    placed: Mutex<Vec<Placed>>,
    failure: Mutex<Option<Error>>,
    /// Whether a file differs from the old site's, so that the folders will change places. Until then nothing is taken over: when
    /// nothing differs, nothing is to be done.
    differs: AtomicBool,
    // Last, so that the staging folder is gone before another build may begin.
    _lock: Lock,
}

impl Publication {
    /// Begins to publish.
    ///
    /// # Errors
    ///
    /// When the disk fails, or the output folder is not what it was when the turn was taken.
    pub fn begin(turn: Turn) -> Result<Self, Error> {
        let Turn {
            names,
            adopt,
            mut lock,
        } = turn;
        let old = Old::look(&names)?;
        // Again, on what is acted on: something may have come since the turn was taken.
        if !adopt && old.is_strange() {
            return Err(Error::Unadopted {
                path: names.output().to_path_buf(),
            });
        }
        let staging = Staging::make(&names, &mut lock, &old)?;
        Ok(Self {
            old,
            staging,
            names,
            placed: Mutex::default(),
            failure: Mutex::default(),
            differs: AtomicBool::default(),
            _lock: lock,
        })
    }

    /// Takes one file of the new site. What the old site has already is not written; a failure is told by [`Self::finish`].
    pub fn put(&self, artifact: &Artifact) {
        if locked(&self.failure).is_some() {
            // Nothing will be published.
            return locked(&self.placed).push(Placed::failed(artifact));
        }
        match self.place(artifact) {
            Ok(placed) => locked(&self.placed).push(placed),
            Err(error) => {
                locked(&self.failure).get_or_insert(error);
                // It is listed all the same: that two artifacts want one file may be why it failed, and says more.
                locked(&self.placed).push(Placed::failed(artifact));
            }
        }
    }

    fn place(&self, artifact: &Artifact) -> Result<Placed, Error> {
        let Some(same) = self.old.same(artifact)? else {
            if artifact.path.as_str() != RECORD {
                self.differs.store(true, Ordering::Relaxed);
            }
            let hash = self.staging.put(artifact)?;
            return Ok(Placed::written(artifact, hash));
        };
        let source = match &self.old.folder {
            // The disk works while pages are rendered, and not after.
            Some(old) if self.differs.load(Ordering::Relaxed) => {
                let path = artifact.path.as_str();
                self.staging.take_over(old, path, same.stamp)?;
                Source::TakenOver
            }
            _ => Source::Old(same.stamp),
        };
        Ok(Placed {
            path: artifact.path.clone(),
            hash: same.hash,
            source,
        })
    }

    /// Puts the new site in the place of the old one.
    ///
    /// # Errors
    ///
    /// When the disk failed or the output folder holds what may not be replaced; then it is as it was before.
    pub fn finish(self) -> Result<Written, Error> {
        let mut placed = std::mem::take(&mut *locked(&self.placed));
        placed.sort_by(|a, b| a.path.cmp(&b.path));
        let plan = Plan::make(&self.old, placed)?;
        if let Some(failure) = locked(&self.failure).take() {
            return Err(failure);
        }
        let written = plan.written();
        if plan.is_unchanged() {
            return Ok(written);
        }
        if let Some(output) = self.old.folder.as_ref().filter(|_| plan.only_record()) {
            self.staging.replace_record(output)?;
            return Ok(written);
        }
        Plan::refuse_closed(&self.old, &self.names)?;
        self.staging.complete(&self.old, &plan)?;
        swap::exchange(&self.names, &self.old, self.staging)?;
        Ok(written)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
