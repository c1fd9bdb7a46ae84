//! One publication: artifacts in, one by one and from many threads, and at the end the whole new site or the old one.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::files::Artifact;

use super::lock::{self, Lock};
use super::plan::{Old, Placed, Plan};
use super::stage::Staging;
use super::swap::{self, Names};
use super::{Error, Written, folder};

/// A publication under way. Dropped before its end, it leaves the output as it was.
#[derive(Debug)]
pub struct Publication {
    names: Names,
    old: Old,
    staging: Staging,
    placed: Mutex<Vec<Placed>>,
    failure: Mutex<Option<Error>>,
    // Last, so that the staging folder is gone before another build may begin.
    _lock: Lock,
}

impl Publication {
    /// Begins to publish the site in the folder `site` as the folder `output`.
    ///
    /// `waiting` is called when another build of the site is under way and this one waits for it.
    ///
    /// # Errors
    ///
    /// When the output folder is one that no site may be written to, or the disk fails.
    pub fn begin(site: &Path, output: &Path, waiting: impl FnOnce()) -> Result<Self, Error> {
        let output = folder::check(site, output)?;
        let lock = lock::take(site, waiting)?;
        let names = Names::new(site, &output);
        swap::tidy(&names)?;
        Ok(Self {
            old: Old::look(&output)?,
            staging: Staging::make(&names)?,
            names,
            placed: Mutex::default(),
            failure: Mutex::default(),
            _lock: lock,
        })
    }

    /// Takes one file of the new site. What the old site has already is not written; a failure is told by [`Self::finish`].
    pub fn put(&self, artifact: &Artifact) {
        let placed = match self.old.has_same(artifact) {
            Ok(Some(hash)) => Ok(Placed::kept(artifact, hash)),
            Ok(None) => self
                .staging
                .put(artifact)
                .map(|hash| Placed::written(artifact, hash)),
            Err(error) => Err(error),
        };
        match placed {
            Ok(placed) => locked(&self.placed).push(placed),
            Err(error) => {
                locked(&self.failure).get_or_insert(error);
                // It is listed all the same: that two artifacts want one file may be why it failed, and says more.
                locked(&self.placed).push(Placed::failed(artifact));
            }
        }
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
        if plan.only_record() {
            self.staging.replace_record(self.names.output())?;
            return Ok(written);
        }
        self.staging.complete(&self.old, &plan)?;
        swap::exchange(&self.names, self.staging.into_folder())?;
        Ok(written)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
