//! Laying the new site in a sibling folder of the output, ready to be exchanged with it.
//!
//! While it is laid the folder holds a mark: everything in it is then a copy, or a second name of a file of the old site, and
//! a build that finds it after a kill may remove it whole.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::files::{Artifact, FileBytes};
use crate::hash::{ContentHash, Hasher};

use super::disk::{self, Stamp};
use super::manifest::{self, Manifest, UNFINISHED};
use super::names::Names;
use super::plan::{Old, Plan, Source};
use super::{Error, RECORD, removal};

/// How often a file that changes while it is copied is copied again.
const ATTEMPTS: usize = 4;

/// The folder in which the new site is laid. Dropped, it is removed.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    /// The folders in it that are there.
    made: Mutex<HashSet<Box<str>>>,
    is_given_away: bool,
}

impl Staging {
    /// Makes an empty one beside the output.
    pub(super) fn make(names: &Names) -> Result<Self, Error> {
        let folder = names.new_site();
        disk::make_folder(&folder).map_err(Error::io("make the folder", &folder))?;
        let staging = Self {
            folder,
            made: Mutex::default(),
            is_given_away: false,
        };
        let mark = staging.folder.join(UNFINISHED);
        disk::write(&mark, b"").map_err(Error::io("write", &mark))?;
        Ok(staging)
    }

    /// Lays one file; gives the hash of its bytes.
    pub(super) fn put(&self, artifact: &Artifact) -> Result<ContentHash, Error> {
        let target = self.place(artifact.path.as_str())?;
        match &artifact.bytes {
            FileBytes::Memory(bytes) => {
                disk::write(&target, bytes).map_err(|cause| match cause.kind() {
                    // On a disk where case means nothing, two names may be one file.
                    io::ErrorKind::AlreadyExists => Error::Twice {
                        path: artifact.path.clone(),
                    },
                    _ => Error::io("write", &target)(cause),
                })?;
                Ok(artifact.hash.unwrap_or_else(|| ContentHash::of(bytes)))
            }
            FileBytes::Disk(source) => copy_source(source, &target),
        }
    }

    /// Where the file `path` is to be; the folders above it are made.
    fn place(&self, path: &str) -> Result<PathBuf, Error> {
        if let Some((folder, _)) = path.rsplit_once('/') {
            self.make_folder(folder)?;
        }
        Ok(self.folder.join(path))
    }

    fn make_folder(&self, folder: &str) -> Result<(), Error> {
        let made = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made().contains(folder) {
            return Ok(());
        }
        if let Some((parent, _)) = folder.rsplit_once('/') {
            self.make_folder(parent)?;
        }
        let path = self.folder.join(folder);
        match disk::make_folder(&path) {
            // Another thread was quicker.
            Err(cause)
                if cause.kind() == io::ErrorKind::AlreadyExists
                    && disk::is_folder(&path).unwrap_or(false) => {}
            result => result.map_err(Error::io("make the folder", &path))?,
        }
        made().insert(folder.into());
        Ok(())
    }

    /// Replaces the record of the build alone, in one step.
    pub(super) fn replace_record(&self, output: &Path) -> Result<(), Error> {
        let place = output.join(RECORD);
        disk::rename(&self.folder.join(RECORD), &place).map_err(Error::io("replace", &place))
    }

    /// Adds what the new site takes over from the old one, and the manifest.
    pub(super) fn complete(&self, old: &Old, plan: &Plan) -> Result<(), Error> {
        let folder = &self.folder;
        if let Some(old) = &old.folder {
            for inner in &plan.folders {
                let path = folder.join(inner);
                disk::make_folders(&path).map_err(Error::io("make the folder", &path))?;
            }
            plan.foreign
                .par_iter()
                .try_for_each(|path| carry_foreign(&old.join(path), &folder.join(path)))?;
            plan.placed
                .par_iter()
                .try_for_each(|placed| match placed.source {
                    Source::Old(compared) => self.take_over(old, placed.path.as_str(), compared),
                    Source::Artifact | Source::TakenOver => Ok(()),
                })?;
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
        disk::write(&manifest, &Manifest::new(listed).to_bytes())
            .map_err(Error::io("write", &manifest))?;
        let mark = folder.join(UNFINISHED);
        disk::remove_file(&mark).map_err(Error::io("remove", &mark))?;
        match &old.folder {
            Some(old) => copy_permissions(old, folder),
            None => Ok(()),
        }
    }

    /// Gives a file that is the same in both sites a second name; `compared` is what it was when its bytes were looked at.
    pub(super) fn take_over(&self, old: &Path, path: &str, compared: Stamp) -> Result<(), Error> {
        let (from, to) = (old.join(path), self.place(path)?);
        if take(&from, &to).map_err(Error::io("carry over", &from))? == compared {
            Ok(())
        } else {
            // What was compared is not what is there now.
            Err(Error::Changing { path: from })
        }
    }

    /// The finished folder, no longer removed when this is dropped.
    pub(super) fn into_folder(mut self) -> PathBuf {
        self.is_given_away = true;
        self.folder.clone()
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.is_given_away {
            // What cannot be removed now is removed by the next build.
            let _ = removal::whole(&self.folder);
        }
    }
}

/// Copies a file of the author's, which must not change meanwhile; gives the hash of its bytes. It never gets a second name: who
/// writes into the one would write into the other.
fn copy_source(source: &Path, target: &Path) -> Result<ContentHash, Error> {
    for _ in 0..ATTEMPTS {
        let mut from = disk::open(source).map_err(Error::io("read", source))?;
        let before = from.stamp().map_err(Error::io("read", source))?;
        let mut to = disk::create(target).map_err(Error::io("write", target))?;
        let (hash, length) = pour(source, &mut from, target, &mut to)?;
        let after = from.stamp().map_err(Error::io("read", source))?;
        if before == after && length == after.size {
            return Ok(hash);
        }
        disk::remove_file(target).map_err(Error::io("remove", target))?;
    }
    Err(Error::Changing {
        path: source.to_path_buf(),
    })
}

/// Copies all bytes of an open file; gives their hash and number.
fn pour(
    source: &Path,
    from: &mut impl Read,
    target: &Path,
    to: &mut impl Write,
) -> Result<(ContentHash, u64), Error> {
    const PIECE: u64 = 256 * 1024;
    let mut bytes = Vec::new();
    let mut hasher = Hasher::default();
    let mut length = 0;
    loop {
        bytes.clear();
        from.by_ref()
            .take(PIECE)
            .read_to_end(&mut bytes)
            .map_err(Error::io("read", source))?;
        if bytes.is_empty() {
            return Ok((hasher.finish(), length));
        }
        hasher.update(&bytes);
        length += bytes.len() as u64;
        to.write_all(&bytes).map_err(Error::io("write", target))?;
    }
}

/// Gives a file a second name, or a copy where that cannot be; gives the state of the file that was taken.
fn take(from: &Path, to: &Path) -> io::Result<Stamp> {
    if disk::link(from, to).is_ok() {
        return disk::stamp(to);
    }
    copy(from, to)?;
    disk::stamp(from)
}

/// Copies a file with its permissions.
fn copy(from: &Path, to: &Path) -> io::Result<disk::Open> {
    let mut source = disk::open(from)?;
    let mut target = disk::create(to)?;
    io::copy(&mut source, &mut target)?;
    disk::permit(to, disk::look(from)?.permissions())?;
    Ok(target)
}

/// Carries over a file or link that Alongside did not write.
fn carry_foreign(old: &Path, new: &Path) -> Result<(), Error> {
    let metadata = disk::look(old).map_err(Error::io("read", old))?;
    let carried = if metadata.is_symlink() {
        disk::target(old).and_then(|target| disk::point(&target, new))
    } else {
        match disk::link(old, new) {
            // Its original goes with the old site: the copy must be on the disk itself before.
            Err(_) if metadata.is_file() => copy(old, new).and_then(|copy| copy.sync()),
            linked => linked,
        }
    };
    carried.map_err(Error::io("carry over", old))
}

fn copy_permissions(from: &Path, to: &Path) -> Result<(), Error> {
    let metadata = disk::look(from).map_err(Error::io("read", from))?;
    disk::permit(to, metadata.permissions()).map_err(Error::io("set the permissions of", to))
}
