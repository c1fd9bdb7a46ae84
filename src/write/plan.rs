//! What is to be done to an output folder: which files are new, which are carried over, which go, which are not ours.
//!
//! Making a plan changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::files::{Artifact, FileBytes};
use crate::hash::ContentHash;

use super::manifest::{self, Manifest};
use super::{Error, RECORD, Written};

/// What is to be done.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// The output folder as it is; none when there is none.
    pub(super) old: Option<PathBuf>,
    /// Each artifact, and whether the old output has a file of the same bytes at its place.
    pub(super) artifacts: Vec<(&'a Artifact, bool)>,
    /// Files and links that Alongside did not write, relative to the output.
    pub(super) foreign: Vec<PathBuf>,
    /// Folders of the old output that hold something that Alongside did not write, or nothing; a parent before what it holds.
    pub(super) folders: Vec<PathBuf>,
    /// The files of the old site that the new one does not have.
    removed: usize,
    /// Whether the old output's manifest is there and lists the same files with the same hashes.
    same_manifest: bool,
}

impl<'a> Plan<'a> {
    /// Whether the output is already what is wanted.
    pub(super) fn is_unchanged(&self) -> bool {
        self.same_manifest && self.removed == 0 && self.artifacts.iter().all(|(_, same)| *same)
    }

    /// The record of the build, when nothing else differs.
    pub(super) fn only_record(&self) -> Option<&'a Artifact> {
        let mut differing = self.artifacts.iter().filter(|(_, same)| !same);
        let (first, _) = differing.next()?;
        let alone = differing.next().is_none() && first.path.as_str() == RECORD;
        (alone && self.same_manifest && self.removed == 0).then_some(*first)
    }

    /// The figures of what the plan does.
    pub(super) fn written(&self) -> Written {
        Written {
            artifacts: self.artifacts.len(),
            written: self.artifacts.iter().filter(|(_, same)| !same).count(),
            removed: self.removed,
            kept: self.foreign.len(),
        }
    }
}

/// Compares `artifacts` with the folder `output`.
pub(super) fn make<'a>(output: &Path, artifacts: &'a [Artifact]) -> Result<Plan<'a>, Error> {
    let wanted = wanted(artifacts)?;
    if !output.is_dir() {
        return Ok(Plan {
            old: None,
            artifacts: artifacts.iter().map(|artifact| (artifact, false)).collect(),
            foreign: Vec::new(),
            folders: Vec::new(),
            removed: 0,
            same_manifest: false,
        });
    }
    let old = Manifest::read(output)?;
    let owned = old.as_ref().map(|old| &old.files);
    let is_owned = |path: &str| {
        path == manifest::NAME && old.is_some()
            || owned.is_some_and(|files| files.contains_key(path))
    };
    let present = Present::list(output)?;

    let foreign: Vec<PathBuf> = present
        .files
        .iter()
        .filter(|path| !slashed(path).is_some_and(|path| is_owned(&path)))
        .cloned()
        .collect();
    refuse_foreign(output, &wanted, &foreign, &present.folders)?;

    let gone: Vec<(String, Option<&String>)> = owned
        .into_iter()
        .flatten()
        .filter(|(path, _)| !wanted.contains(path.as_str()))
        .filter(|(path, _)| present.files.contains(Path::new(path)))
        .map(|(path, hash)| (path.clone(), hash.as_ref()))
        .collect();
    refuse_changed(output, &gone)?;

    let compared = artifacts
        .par_iter()
        .map(|artifact| Ok((artifact, same_bytes(output, artifact)?)))
        .collect::<Result<Vec<_>, Error>>()?;
    let listed: BTreeSet<&str> = owned
        .into_iter()
        .flatten()
        .map(|(path, _)| path.as_str())
        .collect();
    let same_manifest = old.is_some() && listed == wanted && hashes_hold(owned, artifacts);
    Ok(Plan {
        folders: foreign_folders(&present, &foreign),
        old: Some(output.to_path_buf()),
        artifacts: compared,
        foreign,
        removed: gone.len(),
        same_manifest,
    })
}

/// The paths of the new site. Two artifacts at one path, or one below another, cannot both be written.
fn wanted(artifacts: &[Artifact]) -> Result<BTreeSet<&str>, Error> {
    let mut wanted = BTreeSet::new();
    for artifact in artifacts {
        let path = artifact.path.as_str();
        if path == manifest::NAME || !wanted.insert(path) {
            return Err(Error::Twice {
                path: artifact.path.clone(),
            });
        }
    }
    for artifact in artifacts {
        if ancestors(artifact.path.as_str()).any(|folder| wanted.contains(folder)) {
            return Err(Error::Twice {
                path: artifact.path.clone(),
            });
        }
    }
    Ok(wanted)
}

/// The folders that hold `path`, the nearest first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/'))
        .map(|(folder, _)| folder)
}

/// Refuses when a file or folder that is not ours stands where the new site needs a file or a folder.
fn refuse_foreign(
    output: &Path,
    wanted: &BTreeSet<&str>,
    foreign: &[PathBuf],
    folders: &[PathBuf],
) -> Result<(), Error> {
    let needed: BTreeSet<&str> = wanted.iter().flat_map(|path| ancestors(path)).collect();
    let mut in_the_way: BTreeSet<String> = foreign
        .iter()
        .filter_map(|path| slashed(path))
        .filter(|path| {
            wanted.contains(path.as_str())
                || path == manifest::NAME
                || needed.contains(path.as_str())
                || ancestors(path).any(|folder| wanted.contains(folder))
        })
        .collect();
    // An empty folder where a file is wanted is somebody's too.
    in_the_way.extend(
        folders
            .iter()
            .filter_map(|path| slashed(path))
            .filter(|path| wanted.contains(path.as_str()))
            .filter(|path| {
                let below = format!("{path}/");
                !foreign
                    .iter()
                    .any(|file| slashed(file).is_some_and(|file| file.starts_with(&below)))
                    && is_empty(&output.join(path))
            }),
    );
    if in_the_way.is_empty() {
        return Ok(());
    }
    Err(Error::Foreign {
        path: output.to_path_buf(),
        files: in_the_way.into_iter().collect(),
    })
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// Refuses when a file that would go is no longer what Alongside wrote.
fn refuse_changed(output: &Path, gone: &[(String, Option<&String>)]) -> Result<(), Error> {
    let changed = gone
        .par_iter()
        .filter_map(|(path, hash)| {
            let hash = (*hash)?;
            let disk = output.join(path);
            match super::disk::read(&disk) {
                Ok(bytes) if ContentHash::of(&bytes).to_string() == **hash => None,
                Ok(_) => Some(Ok(path.clone())),
                Err(cause) => Some(Err(Error::io("read", &disk)(cause))),
            }
        })
        .collect::<Result<Vec<String>, Error>>()?;
    if changed.is_empty() {
        return Ok(());
    }
    Err(Error::Changed {
        path: output.to_path_buf(),
        files: changed,
    })
}

/// Whether the old manifest's hashes are those of the new site, as far as they are known without reading.
fn hashes_hold(owned: Option<&BTreeMap<String, Option<String>>>, artifacts: &[Artifact]) -> bool {
    owned.is_some_and(|files| {
        artifacts.iter().all(|artifact| {
            let listed = files.get(artifact.path.as_str()).and_then(Option::as_ref);
            match artifact.hash {
                _ if artifact.path.as_str() == RECORD => listed.is_none(),
                Some(hash) => listed.is_some_and(|listed| *listed == hash.to_string()),
                None => listed.is_some(),
            }
        })
    })
}

/// Folders that must be made again although no artifact needs them.
fn foreign_folders(present: &Present, foreign: &[PathBuf]) -> Vec<PathBuf> {
    let mut holding: BTreeSet<&Path> = BTreeSet::new();
    for path in &present.files {
        holding.extend(path.ancestors().skip(1));
    }
    let kept: BTreeSet<&Path> = foreign
        .iter()
        .flat_map(|path| path.ancestors().skip(1))
        .collect();
    present
        .folders
        .iter()
        .filter(|folder| kept.contains(folder.as_path()) || !holding.contains(folder.as_path()))
        .cloned()
        .collect()
}

/// What lies in an output folder, relative to it.
struct Present {
    files: BTreeSet<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Present {
    fn list(output: &Path) -> Result<Self, Error> {
        let mut present = Self {
            files: BTreeSet::new(),
            folders: Vec::new(),
        };
        for entry in WalkDir::new(output).min_depth(1) {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(output).to_path_buf();
                Error::io("read", &path)(error.into())
            })?;
            let relative = entry.path().strip_prefix(output).unwrap_or(entry.path());
            if entry.file_type().is_dir() {
                present.folders.push(relative.to_path_buf());
            } else {
                present.files.insert(relative.to_path_buf());
            }
        }
        Ok(present)
    }
}

/// A relative path with `/` between its parts; none when it is not UTF-8.
fn slashed(path: &Path) -> Option<String> {
    let parts: Vec<&str> = path
        .iter()
        .map(|part| part.to_str())
        .collect::<Option<_>>()?;
    Some(parts.join("/"))
}

/// Whether the file at the artifact's place has the artifact's bytes. A link there is never taken for the file.
fn same_bytes(output: &Path, artifact: &Artifact) -> Result<bool, Error> {
    let place = output.join(artifact.path.as_str());
    let Ok(metadata) = std::fs::symlink_metadata(&place) else {
        return Ok(false);
    };
    if !metadata.is_file() {
        return Ok(false);
    }
    match &artifact.bytes {
        FileBytes::Memory(bytes) => Ok(metadata.len() == bytes.len() as u64
            && File::open(&place)
                .and_then(|file| equal(file, &bytes[..]))
                .unwrap_or(false)),
        FileBytes::Disk(source) => {
            let file = File::open(source).map_err(Error::io("read", source))?;
            let length = file.metadata().map_err(Error::io("read", source))?.len();
            Ok(metadata.len() == length
                && File::open(&place)
                    .and_then(|old| equal(old, file))
                    .unwrap_or(false))
        }
    }
}

/// Whether two readers give the same bytes.
fn equal(mut left: impl Read, mut right: impl Read) -> io::Result<bool> {
    const PIECE: usize = 64 * 1024;
    let mut a = Vec::with_capacity(PIECE);
    let mut b = Vec::with_capacity(PIECE);
    loop {
        a.clear();
        b.clear();
        left.by_ref().take(PIECE as u64).read_to_end(&mut a)?;
        right.by_ref().take(PIECE as u64).read_to_end(&mut b)?;
        if a != b {
            return Ok(false);
        }
        if a.is_empty() {
            return Ok(true);
        }
    }
}
