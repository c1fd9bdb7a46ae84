//! Laying the new site in a sibling folder of the output, ready to be exchanged with it.
//!
//! While it is laid the folder holds a mark: everything in it is then a copy, or a second name of a file of the old site, and
//! a build that finds it after a kill may remove it whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::files::{Artifact, FileBytes};
use crate::hash::ContentHash;

use super::disk::{read, write};
use super::manifest::{self, Manifest, UNFINISHED};
use super::plan::{Old, Plan};
use super::swap::Names;
use super::{Error, RECORD};

/// The folder in which the new site is laid. Dropped, it is removed.
#[derive(Debug)]
pub(super) struct Staging {
    folder: Option<PathBuf>,
}

impl Staging {
    /// Makes an empty one beside the output.
    pub(super) fn make(names: &Names) -> Result<Self, Error> {
        let folder = names.fresh();
        if let Some(parent) = folder.parent() {
            fs::create_dir_all(parent).map_err(Error::io("make the folder", parent))?;
        }
        fs::create_dir(&folder).map_err(Error::io("make the folder", &folder))?;
        let staging = Self {
            folder: Some(folder),
        };
        let mark = staging.folder().join(UNFINISHED);
        write(&mark, b"").map_err(Error::io("write", &mark))?;
        Ok(staging)
    }

    fn folder(&self) -> &Path {
        self.folder.as_deref().unwrap_or(Path::new(""))
    }

    /// Lays one file; gives the hash of its bytes.
    pub(super) fn put(&self, artifact: &Artifact) -> Result<ContentHash, Error> {
        let target = self.folder().join(artifact.path.as_str());
        match &artifact.bytes {
            FileBytes::Memory(bytes) => {
                lay(&target, bytes)?;
                Ok(artifact.hash.unwrap_or_else(|| ContentHash::of(bytes)))
            }
            FileBytes::Disk(source) => {
                let bytes = read(source).map_err(Error::io("read", source))?;
                lay(&target, &bytes)?;
                Ok(ContentHash::of(&bytes))
            }
        }
    }

    /// Replaces the record of the build alone, in one step.
    pub(super) fn replace_record(&self, output: &Path) -> Result<(), Error> {
        let place = output.join(RECORD);
        fs::rename(self.folder().join(RECORD), &place).map_err(Error::io("replace", &place))
    }

    /// Adds what the new site takes over from the old one, and the manifest.
    pub(super) fn complete(&self, old: &Old, plan: &Plan) -> Result<(), Error> {
        let folder = self.folder();
        if let Some(old) = &old.folder {
            for inner in &plan.folders {
                let path = folder.join(inner);
                fs::create_dir_all(&path).map_err(Error::io("make the folder", &path))?;
            }
            plan.foreign
                .par_iter()
                .try_for_each(|path| carry_foreign(&old.join(path), &folder.join(path)))?;
            self.take_over(old, plan)?;
            // Permissions last: a folder that may not be written to could not have been filled.
            for inner in plan.folders.iter().rev() {
                copy_permissions(&old.join(inner), &folder.join(inner))?;
            }
        }
        let listed: BTreeMap<String, Option<String>> = plan
            .placed
            .iter()
            .map(|placed| {
                let path = placed.path.as_str();
                let hash = (path != RECORD).then(|| placed.hash.to_string());
                (path.to_owned(), hash)
            })
            .collect();
        let manifest = folder.join(manifest::NAME);
        write(&manifest, &Manifest::new(listed).to_bytes())
            .map_err(Error::io("write", &manifest))?;
        let mark = folder.join(UNFINISHED);
        fs::remove_file(&mark).map_err(Error::io("remove", &mark))?;
        match &old.folder {
            Some(old) => copy_permissions(old, folder),
            None => Ok(()),
        }
    }

    /// Gives the files that are the same in both sites a second name.
    fn take_over(&self, old: &Path, plan: &Plan) -> Result<(), Error> {
        let kept = || plan.placed.iter().filter(|placed| placed.kept);
        let folders: BTreeSet<&Path> = kept()
            .filter_map(|placed| Path::new(placed.path.as_str()).parent())
            .collect();
        for folder in folders {
            let path = self.folder().join(folder);
            fs::create_dir_all(&path).map_err(Error::io("make the folder", &path))?;
        }
        let kept: Vec<&str> = kept().map(|placed| placed.path.as_str()).collect();
        kept.into_par_iter().try_for_each(|path| {
            let (from, to) = (old.join(path), self.folder().join(path));
            // A disk without second names gets a copy.
            fs::hard_link(&from, &to)
                .or_else(|_| fs::copy(&from, &to).map(drop))
                .map_err(Error::io("carry over", &from))
        })
    }

    /// The finished folder, no longer removed when this is dropped.
    pub(super) fn into_folder(mut self) -> PathBuf {
        self.folder.take().unwrap_or_default()
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if let Some(folder) = self.folder.take() {
            // What cannot be removed now is removed by the next build.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// Writes a file, and the folders above it when they are not there yet.
fn lay(target: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut laid = write(target, bytes);
    if let (Err(cause), Some(folder)) = (&laid, target.parent())
        && cause.kind() == io::ErrorKind::NotFound
    {
        fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
        laid = write(target, bytes);
    }
    laid.map_err(Error::io("write", target))
}

/// Carries over a file that Alongside did not write.
fn carry_foreign(old: &Path, new: &Path) -> Result<(), Error> {
    let metadata = fs::symlink_metadata(old).map_err(Error::io("read", old))?;
    if metadata.is_symlink() {
        let target = fs::read_link(old).map_err(Error::io("read", old))?;
        return link(&target, new).map_err(Error::io("carry over", old));
    }
    if fs::hard_link(old, new).is_ok() {
        return Ok(());
    }
    if metadata.is_file() {
        fs::copy(old, new).map_err(Error::io("carry over", old))?;
        return Ok(());
    }
    Err(Error::io("carry over", old)(
        io::ErrorKind::Unsupported.into(),
    ))
}

#[cfg(unix)]
fn link(target: &Path, new: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, new)
}

#[cfg(not(unix))]
fn link(_target: &Path, _new: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn copy_permissions(from: &Path, to: &Path) -> Result<(), Error> {
    let permissions = fs::metadata(from)
        .map_err(Error::io("read", from))?
        .permissions();
    fs::set_permissions(to, permissions).map_err(Error::io("set the permissions of", to))
}
