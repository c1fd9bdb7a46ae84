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
use crate::hash::{ContentHash, Hasher};
use crate::path::OutputPath;

use super::disk::read;
use super::manifest::{self, Manifest, UNFINISHED};
use super::{Error, RECORD, Written};

/// One file of the new site.
#[derive(Debug)]
pub(super) struct Placed {
    /// Where it lies.
    pub(super) path: OutputPath,
    /// The hash of its bytes.
    pub(super) hash: ContentHash,
    /// Whether the old output has a file of the same bytes at its place, so that nothing was written.
    pub(super) kept: bool,
}

impl Placed {
    /// A file that the old site has already.
    pub(super) fn kept(artifact: &Artifact, hash: ContentHash) -> Self {
        Self {
            path: artifact.path.clone(),
            hash,
            kept: true,
        }
    }

    /// A file that was laid.
    pub(super) fn written(artifact: &Artifact, hash: ContentHash) -> Self {
        Self {
            kept: false,
            ..Self::kept(artifact, hash)
        }
    }

    /// A file that could not be laid.
    pub(super) fn failed(artifact: &Artifact) -> Self {
        Self::written(artifact, ContentHash::of(b""))
    }
}

/// The output folder as it is.
#[derive(Debug)]
pub(super) struct Old {
    /// The folder; none when there is none.
    pub(super) folder: Option<PathBuf>,
    manifest: Option<Manifest>,
    present: Present,
}

impl Old {
    /// Looks at the output folder.
    pub(super) fn look(output: &Path) -> Result<Self, Error> {
        if !output.is_dir() {
            return Ok(Self {
                folder: None,
                manifest: None,
                present: Present::default(),
            });
        }
        Ok(Self {
            manifest: Manifest::read(output)?,
            present: Present::list(output)?,
            folder: Some(output.to_path_buf()),
        })
    }

    /// The hash of the artifact when the folder has a file of the same bytes at its place. A link there is never taken for
    /// the file.
    pub(super) fn has_same(&self, artifact: &Artifact) -> Result<Option<ContentHash>, Error> {
        let Some(folder) = &self.folder else {
            return Ok(None);
        };
        let path = artifact.path.as_str();
        if !self.present.files.contains(Path::new(path)) {
            return Ok(None);
        }
        let place = folder.join(path);
        let Ok(metadata) = std::fs::symlink_metadata(&place) else {
            return Ok(None);
        };
        if !metadata.is_file() {
            return Ok(None);
        }
        match &artifact.bytes {
            FileBytes::Memory(bytes) => {
                let same = metadata.len() == bytes.len() as u64
                    && read(&place).is_ok_and(|old| old[..] == bytes[..]);
                Ok(same.then(|| artifact.hash.unwrap_or_else(|| ContentHash::of(bytes))))
            }
            FileBytes::Disk(source) => {
                let file = File::open(source).map_err(Error::io("read", source))?;
                let length = file.metadata().map_err(Error::io("read", source))?.len();
                if metadata.len() != length {
                    return Ok(None);
                }
                Ok(File::open(&place)
                    .and_then(|old| common_hash(old, file))
                    .unwrap_or(None))
            }
        }
    }

    fn owns(&self, path: &str) -> bool {
        self.manifest
            .as_ref()
            .is_some_and(|manifest| path == manifest::NAME || manifest.files.contains_key(path))
    }
}

/// What is to be done.
#[derive(Debug)]
pub(super) struct Plan {
    /// The files of the new site, in the order of their paths.
    pub(super) placed: Vec<Placed>,
    /// Files and links that Alongside did not write, relative to the output.
    pub(super) foreign: Vec<PathBuf>,
    /// Folders of the old output that hold something that Alongside did not write, or nothing; a parent before what it holds.
    pub(super) folders: Vec<PathBuf>,
    /// The files of the old site that the new one does not have.
    removed: usize,
    /// Whether the old output's manifest is there and lists the same files with the same hashes.
    same_manifest: bool,
}

impl Plan {
    /// Compares the new site's files, in the order of their paths, with the old output.
    pub(super) fn make(old: &Old, placed: Vec<Placed>) -> Result<Self, Error> {
        let wanted = wanted(&placed)?;
        let Some(output) = &old.folder else {
            return Ok(Self {
                placed,
                foreign: Vec::new(),
                folders: Vec::new(),
                removed: 0,
                same_manifest: false,
            });
        };
        let present = &old.present;
        let foreign: Vec<PathBuf> = present
            .files
            .iter()
            .filter(|path| !slashed(path).is_some_and(|path| old.owns(&path)))
            .cloned()
            .collect();
        refuse_foreign(output, &wanted, &foreign, &present.folders)?;

        let owned = old.manifest.as_ref().map(|manifest| &manifest.files);
        let gone: Vec<(String, Option<&String>)> = owned
            .into_iter()
            .flatten()
            .filter(|(path, _)| !wanted.contains(path.as_str()))
            .filter(|(path, _)| present.files.contains(Path::new(path)))
            .map(|(path, hash)| (path.clone(), hash.as_ref()))
            .collect();
        refuse_changed(output, &gone)?;

        let same_manifest = owned.is_some_and(|owned| lists(owned, &placed));
        Ok(Self {
            folders: foreign_folders(present, &foreign),
            foreign,
            removed: gone.len(),
            same_manifest,
            placed,
        })
    }

    /// Whether the output is already what is wanted.
    pub(super) fn is_unchanged(&self) -> bool {
        self.same_manifest && self.removed == 0 && self.placed.iter().all(|placed| placed.kept)
    }

    /// Whether nothing differs but the record of the build.
    pub(super) fn only_record(&self) -> bool {
        let mut differing = self.placed.iter().filter(|placed| !placed.kept);
        let first_is_record = differing
            .next()
            .is_some_and(|placed| placed.path.as_str() == RECORD);
        first_is_record && differing.next().is_none() && self.same_manifest && self.removed == 0
    }

    /// The figures of what the plan does.
    pub(super) fn written(&self) -> Written {
        Written {
            artifacts: self.placed.len(),
            written: self.placed.iter().filter(|placed| !placed.kept).count(),
            removed: self.removed,
            kept: self.foreign.len(),
        }
    }
}

/// The paths of the new site. Two artifacts at one path, or one below another, cannot both be written.
fn wanted(placed: &[Placed]) -> Result<BTreeSet<&str>, Error> {
    let mut wanted = BTreeSet::new();
    let twice = |placed: &Placed| {
        Err(Error::Twice {
            path: placed.path.clone(),
        })
    };
    for placed in placed {
        let path = placed.path.as_str();
        if [manifest::NAME, UNFINISHED].contains(&path) || !wanted.insert(path) {
            return twice(placed);
        }
    }
    for placed in placed {
        if ancestors(placed.path.as_str()).any(|folder| wanted.contains(folder)) {
            return twice(placed);
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
            match read(&disk) {
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

/// Whether the old manifest lists the files of the new site, with their hashes.
fn lists(owned: &BTreeMap<String, Option<String>>, placed: &[Placed]) -> bool {
    owned.len() == placed.len()
        && placed.iter().all(|placed| {
            let path = placed.path.as_str();
            match owned.get(path) {
                Some(None) => path == RECORD,
                Some(Some(listed)) => *listed == placed.hash.to_string(),
                None => false,
            }
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
#[derive(Debug, Default)]
struct Present {
    files: BTreeSet<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Present {
    fn list(output: &Path) -> Result<Self, Error> {
        let mut present = Self::default();
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

/// The hash of what two readers give, when they give the same bytes.
fn common_hash(mut left: impl Read, mut right: impl Read) -> io::Result<Option<ContentHash>> {
    const PIECE: usize = 64 * 1024;
    let mut a = Vec::with_capacity(PIECE);
    let mut b = Vec::with_capacity(PIECE);
    let mut hasher = Hasher::default();
    loop {
        a.clear();
        b.clear();
        left.by_ref().take(PIECE as u64).read_to_end(&mut a)?;
        right.by_ref().take(PIECE as u64).read_to_end(&mut b)?;
        if a != b {
            return Ok(None);
        }
        if a.is_empty() {
            return Ok(Some(hasher.finish()));
        }
        hasher.update(&a);
    }
}
