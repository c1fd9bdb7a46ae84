//! Laying the new site in a sibling folder of the output, ready to be exchanged with it.
//!
//! Everything in it is a copy, or a second name of a file of the old site: a build that finds it after a kill may remove it whole.
//! The journal says that it is that folder.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::files::{Artifact, FileBytes};
use crate::hash::{ContentHash, Hasher};

use super::disk::{self, Folder, Kind, Owner, Stamp};
use super::journal::Identity;
use super::lock::Lock;
use super::manifest::{self, Manifest};
use super::names::Names;
use super::plan::{Old, Plan, Source};
use super::{Error, RECORD, removal};

/// How often a file that changes while it is copied is copied again.
const ATTEMPTS: usize = 4;

/// The folder in which the new site is laid. Dropped, it is removed.
#[derive(Debug)]
pub(super) struct Staging {
    names: Arc<Names>,
    folder: Folder,
    /// Whose the new files are, where that is not the user of this process.
    owner: Option<Owner>,
    /// The folders in it that are there.
    made: Mutex<HashSet<Box<str>>>,
    is_given_away: bool,
}

impl Staging {
    /// Makes an empty one beside the output, and notes it in the journal.
    pub(super) fn make(names: &Arc<Names>, lock: &mut Lock, old: &Old) -> Result<Self, Error> {
        let (parent, name) = (names.parent(), names.new_site());
        let path = parent.path_of(&name);
        lock.begin()?;
        parent
            .make_folder(&name)
            .map_err(Error::io("make the folder", &path))?;
        let folder = parent.folder(&name).map_err(Error::io("read", &path))?;
        let mut staging = Self {
            names: Arc::clone(names),
            folder,
            owner: None,
            made: Mutex::default(),
            is_given_away: false,
        };
        let identity =
            |folder: &Folder| Identity::of(folder).map_err(Error::io("read", folder.path()));
        let old_identity = old.folder.as_ref().map(identity).transpose()?;
        lock.note(identity(&staging.folder)?, old_identity.flatten())?;
        staging.owner = staging.owner_of_new(old)?;
        Ok(staging)
    }

    /// Whose the new files are when root builds: those of whoever has the old site or, when there is none, the folder around it,
    /// so that the next build need not be root's. Where the system does not let root do that, they are root's.
    fn owner_of_new(&self, old: &Old) -> Result<Option<Owner>, Error> {
        if !disk::is_root() {
            return Ok(None);
        }
        let (parent, name) = (self.names.parent(), self.names.new_site());
        let model = old.folder.as_ref().unwrap_or(parent);
        let owner = model
            .look(Path::new(""))
            .map_err(Error::io("read", model.path()))?
            .owner;
        Ok(owner.filter(|owner| Some(*owner) != disk::me() && parent.give(&name, *owner).is_ok()))
    }

    /// Lays one file; gives the hash of its bytes.
    pub(super) fn put(&self, artifact: &Artifact) -> Result<ContentHash, Error> {
        let path = Path::new(artifact.path.as_str());
        self.make_folder_of(artifact.path.as_str())?;
        let target = self.folder.path_of(path);
        match &artifact.bytes {
            FileBytes::Memory(bytes) => {
                let file = self
                    .folder
                    .write(path, bytes)
                    .map_err(|cause| match cause.kind() {
                        // On a disk where case means nothing, two names may be one file.
                        io::ErrorKind::AlreadyExists => Error::Twice {
                            path: artifact.path.clone(),
                        },
                        _ => Error::io("write", &target)(cause),
                    })?;
                self.give(&file, &target)?;
                Ok(artifact.hash.unwrap_or_else(|| ContentHash::of(bytes)))
            }
            FileBytes::Disk(source) => self.copy_source(source, path, &target),
        }
    }

    /// Gives a new file to whose the site is.
    fn give(&self, file: &disk::Open, path: &Path) -> Result<(), Error> {
        self.owner.map_or(Ok(()), |owner| {
            file.give(owner).map_err(Error::io("write", path))
        })
    }

    /// Makes the folders above the file `path`.
    fn make_folder_of(&self, path: &str) -> Result<(), Error> {
        path.rsplit_once('/')
            .map_or(Ok(()), |(folder, _)| self.make_folder(folder))
    }

    fn make_folder(&self, folder: &str) -> Result<(), Error> {
        let made = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made().contains(folder) {
            return Ok(());
        }
        if let Some((parent, _)) = folder.rsplit_once('/') {
            self.make_folder(parent)?;
        }
        self.make_one(Path::new(folder))?;
        made().insert(folder.into());
        Ok(())
    }

    /// Makes a folder whose parent is there; another thread, or an artifact before, may have made it.
    fn make_one(&self, path: &Path) -> Result<(), Error> {
        let failed = Error::io("make the folder", &self.folder.path_of(path));
        match self.folder.make_folder(path) {
            Ok(()) => match self.owner {
                Some(owner) => self.folder.give(path, owner).map_err(failed),
                None => Ok(()),
            },
            Err(cause)
                if cause.kind() == io::ErrorKind::AlreadyExists
                    && self.folder.look(path).is_ok_and(|found| found.is_folder()) =>
            {
                Ok(())
            }
            Err(cause) => Err(failed(cause)),
        }
    }

    /// Replaces the record of the build alone, in one step.
    pub(super) fn replace_record(&self, output: &Folder) -> Result<(), Error> {
        let record = Path::new(RECORD);
        self.folder
            .rename(record, output, record)
            .map_err(Error::io("replace", &output.path_of(record)))
    }

    /// Copies a file of the author's, which must not change meanwhile; gives the hash of its bytes. It never gets a second name:
    /// who writes into the one would write into the other.
    fn copy_source(&self, source: &Path, path: &Path, target: &Path) -> Result<ContentHash, Error> {
        for _ in 0..ATTEMPTS {
            let mut from = disk::open_source(source).map_err(Error::io("read", source))?;
            let before = from.stamp().map_err(Error::io("read", source))?;
            let mut to = self
                .folder
                .create(path)
                .map_err(Error::io("write", target))?;
            let (hash, length) = pour(source, &mut from, target, &mut to)?;
            let after = from.stamp().map_err(Error::io("read", source))?;
            if before == after && length == after.size {
                self.give(&to, target)?;
                return Ok(hash);
            }
            self.folder
                .remove_file(path)
                .map_err(Error::io("remove", target))?;
        }
        Err(Error::Changing {
            path: source.to_path_buf(),
        })
    }

    /// Adds what the new site takes over from the old one, and the manifest.
    pub(super) fn complete(&self, old: &Old, plan: &Plan) -> Result<(), Error> {
        let folder = &self.folder;
        if let Some(old) = &old.folder {
            for inner in &plan.folders {
                self.make_one(inner)?;
            }
            plan.foreign
                .par_iter()
                .try_for_each(|path| carry_foreign(old, folder, path))?;
            plan.placed
                .par_iter()
                .try_for_each(|placed| match placed.source {
                    Source::Old(compared) => self.take_over(old, placed.path.as_str(), compared),
                    Source::Artifact | Source::TakenOver => Ok(()),
                })?;
            // Last, and what lies inside first: a folder that may not be written to could not have been filled, and what is put
            // into a folder sets its time.
            for inner in plan.folders.iter().rev() {
                liken(folder, old, inner, true)?;
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
        let manifest = Path::new(manifest::NAME);
        let path = folder.path_of(manifest);
        let file = folder
            .write(manifest, &Manifest::new(listed).to_bytes())
            .map_err(Error::io("write", &path))?;
        self.give(&file, &path)?;
        match &old.folder {
            Some(old) => liken(folder, old, Path::new(""), false),
            None => Ok(()),
        }
    }

    /// Gives a file that is the same in both sites a second name; `compared` is what it was when its bytes were looked at.
    pub(super) fn take_over(&self, old: &Folder, path: &str, compared: Stamp) -> Result<(), Error> {
        self.make_folder_of(path)?;
        let path = Path::new(path);
        let taken = take(old, &self.folder, path);
        if taken.map_err(Error::io("carry over", &old.path_of(path)))? == compared {
            Ok(())
        } else {
            // What was compared is not what is there now.
            Err(Error::Changing {
                path: old.path_of(path),
            })
        }
    }

    /// The folder, for who puts it in its place.
    pub(super) fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Whoever calls this sees to what becomes of the folder: it is no longer removed when this is dropped.
    pub(super) fn give_away(&mut self) {
        self.is_given_away = true;
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.is_given_away {
            // What cannot be removed now is removed by the next build.
            let _ = removal::whole(&self.folder, &self.names, &self.names.new_site());
        }
    }
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
fn take(old: &Folder, new: &Folder, path: &Path) -> io::Result<Stamp> {
    if let Ok(linked) = old.link(path, new, path) {
        return Ok(linked.into());
    }
    let (_, stamp) = copy(old, new, path)?;
    Ok(stamp)
}

/// Copies a file with all that the disk knows of it; gives the copy, and the state of the file that was copied.
fn copy(old: &Folder, new: &Folder, path: &Path) -> io::Result<(disk::Open, Stamp)> {
    let (mut source, _) = old.open(path)?;
    let mut target = new.create(path)?;
    io::copy(&mut source, &mut target)?;
    target.liken(&source)?;
    let stamp = old.look(path)?.into();
    Ok((target, stamp))
}

/// Carries over a file or link that Alongside did not write.
fn carry_foreign(old: &Folder, new: &Folder, path: &Path) -> Result<(), Error> {
    let failed = |cause| Error::io("carry over", &old.path_of(path))(cause);
    let Err(cause) = old.link(path, new, path) else {
        return Ok(());
    };
    let found = old.look(path).map_err(failed)?;
    match found.kind {
        // Its original goes with the old site: the copy must be on the disk itself before.
        Kind::File => copy(old, new, path).and_then(|(copy, _)| copy.sync()),
        Kind::Link => old.target(path).and_then(|target| {
            new.point(&target, path)?;
            match found.owner {
                Some(owner) if Some(owner) != disk::me() && disk::is_root() => {
                    new.give(path, owner)
                }
                _ => Ok(()),
            }
        }),
        Kind::Folder | Kind::Other => Err(cause),
    }
    .map_err(failed)
}

/// Gives a folder of the new site what the old one has of that name.
fn liken(new: &Folder, old: &Folder, path: &Path, with_times: bool) -> Result<(), Error> {
    new.liken(path, old, path, with_times)
        .map_err(Error::io("set the permissions of", &new.path_of(path)))
}
