//! Laying the new site in a sibling folder of the output, ready to be exchanged with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::files::{Artifact, FileBytes};
use crate::hash::ContentHash;

use super::disk::{read, write};
use super::manifest::{self, Manifest};
use super::plan::Plan;
use super::swap::Names;
use super::{Error, RECORD};

/// Lays the new site; gives its folder. On failure what was laid is removed.
pub(super) fn lay(names: &Names, plan: &Plan<'_>) -> Result<PathBuf, Error> {
    let staging = names.fresh();
    if let Some(parent) = staging.parent() {
        fs::create_dir_all(parent).map_err(Error::io("make the folder", parent))?;
    }
    fs::create_dir(&staging).map_err(Error::io("make the folder", &staging))?;
    let laid = fill(&staging, plan);
    if let Err(error) = laid {
        // Everything in the staging folder is a copy or a second name of a file that is elsewhere too.
        let _ = fs::remove_dir_all(&staging);
        return Err(error);
    }
    Ok(staging)
}

fn fill(staging: &Path, plan: &Plan<'_>) -> Result<(), Error> {
    // The list of what will be written comes first, so that a build that finds this folder after a kill knows what is in it.
    let draft = plan
        .artifacts
        .iter()
        .map(|(artifact, _)| (artifact.path.as_str().to_owned(), None))
        .collect();
    write(
        &staging.join(manifest::NAME),
        &Manifest::new(draft).to_bytes(),
    )?;

    if let Some(old) = &plan.old {
        for folder in &plan.folders {
            let path = staging.join(folder);
            fs::create_dir_all(&path).map_err(Error::io("make the folder", &path))?;
        }
        plan.foreign
            .par_iter()
            .try_for_each(|path| carry_foreign(&old.join(path), &staging.join(path)))?;
    }
    let folders: BTreeSet<PathBuf> = plan
        .artifacts
        .iter()
        .filter_map(|(artifact, _)| Path::new(artifact.path.as_str()).parent())
        .map(|folder| staging.join(folder))
        .collect();
    for folder in &folders {
        fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
    }
    let files = plan
        .artifacts
        .par_iter()
        .map(|(artifact, same)| {
            let path = artifact.path.as_str();
            let target = staging.join(path);
            let old = plan
                .old
                .as_ref()
                .filter(|_| *same)
                .map(|old| old.join(path));
            let hash = place(artifact, old.as_deref(), &target)?;
            let listed = (path != RECORD).then(|| hash.to_string());
            Ok((path.to_owned(), listed))
        })
        .collect::<Result<BTreeMap<_, _>, Error>>()?;
    // Permissions last: a folder that may not be written to could not have been filled.
    if let Some(old) = &plan.old {
        for folder in plan.folders.iter().rev() {
            copy_permissions(&old.join(folder), &staging.join(folder))?;
        }
        copy_permissions(old, staging)?;
    }
    write(
        &staging.join(manifest::NAME),
        &Manifest::new(files).to_bytes(),
    )
}

/// Puts one artifact in its place: a second name for an old file of the same bytes, else a new file.
fn place(artifact: &Artifact, old: Option<&Path>, target: &Path) -> Result<ContentHash, Error> {
    let linked = old.is_some_and(|old| fs::hard_link(old, target).is_ok());
    match &artifact.bytes {
        FileBytes::Memory(bytes) => {
            if !linked {
                write(target, bytes)?;
            }
            Ok(artifact.hash.unwrap_or_else(|| ContentHash::of(bytes)))
        }
        FileBytes::Disk(source) => {
            // What was compared is what is listed, even when the source changes meanwhile.
            let from = if linked { target } else { source };
            let bytes = read(from).map_err(Error::io("read", from))?;
            if !linked {
                write(target, &bytes)?;
            }
            Ok(ContentHash::of(&bytes))
        }
    }
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

/// Replaces the record of the build alone, in one step.
pub(super) fn replace_record(names: &Names, record: &Artifact) -> Result<(), Error> {
    let fresh = names.fresh();
    let place = names.output().join(RECORD);
    let bytes = crate::read::bytes(&record.bytes).map_err(Error::io("read", &place))?;
    let replaced = write(&fresh, &bytes)
        .and_then(|()| fs::rename(&fresh, &place).map_err(Error::io("replace", &place)));
    if replaced.is_err() {
        let _ = fs::remove_file(&fresh);
    }
    replaced
}
