//! What is to be done to an output folder: which files are new, which are carried over, which go, which are not ours.
//!
//! Making a plan changes nothing.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::files::{Artifact, FileBytes};
use crate::hash::{ContentHash, Hasher};
use crate::path::OutputPath;

use super::disk::{self, Entry, Folder, STICKY, Stamp};
use super::folder::MOUNTED;
use super::manifest::{self, Manifest};
use super::names::Names;
use super::present::Present;
use super::{Error, RECORD, Written};

/// One file of the new site.
#[derive(Debug)]
pub(super) struct Placed {
    /// Where it lies.
    pub(super) path: OutputPath,
    /// The hash of its bytes.
    pub(super) hash: ContentHash,
    /// Where its bytes come from.
    pub(super) source: Source,
}

/// Where the bytes of a file of the new site come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// From the artifact: they were written to the new site.
    Artifact,
    /// From the old output's file at its place, which was this when they were compared; the new site has it not yet.
    Old(Stamp),
    /// From the old output's file at its place, and the new site has it already.
    TakenOver,
}

impl Placed {
    /// A file that was laid.
    pub(super) fn written(artifact: &Artifact, hash: ContentHash) -> Self {
        Self {
            path: artifact.path.clone(),
            hash,
            source: Source::Artifact,
        }
    }

    /// A file that could not be laid.
    pub(super) fn failed(artifact: &Artifact) -> Self {
        Self::written(artifact, ContentHash::of(b""))
    }
}

/// A file of the old output that has the bytes of an artifact.
#[derive(Clone, Copy, Debug)]
pub(super) struct Same {
    /// The hash of the bytes.
    pub(super) hash: ContentHash,
    /// What the file was when they were compared.
    pub(super) stamp: Stamp,
}

/// The output folder as it is.
#[derive(Debug)]
pub(super) struct Old {
    /// The folder; none when there is none.
    pub(super) folder: Option<Folder>,
    manifest: Option<Manifest>,
    present: Present,
}

impl Old {
    /// Looks at the output folder.
    pub(super) fn look(names: &Names) -> Result<Self, Error> {
        let (parent, name) = (names.parent(), names.output_name());
        let found = parent
            .find(name)
            .map_err(Error::io("read", names.output()))?;
        if !found.is_some_and(|found| found.is_folder()) {
            return Ok(Self {
                folder: None,
                manifest: None,
                present: Present::default(),
            });
        }
        let folder = parent
            .folder(name)
            .map_err(Error::io("read", names.output()))?;
        Ok(Self {
            manifest: Manifest::read(&folder)?,
            present: Present::list(&folder)?,
            folder: Some(folder),
        })
    }

    /// Whether there is anything in it, and nothing says that Alongside wrote it.
    pub(super) fn is_strange(&self) -> bool {
        self.manifest.is_none() && !self.present.is_empty()
    }

    /// The file of the folder that has the artifact's bytes at its place. What cannot be read there is not the same.
    pub(super) fn same(&self, artifact: &Artifact) -> Result<Option<Same>, Error> {
        let path = artifact.path.as_str();
        let Some(folder) = self.folder.as_ref().filter(|_| self.present.has(path)) else {
            return Ok(None);
        };
        let place = Path::new(path);
        match &artifact.bytes {
            FileBytes::Memory(bytes) => {
                let stamp = same_bytes(folder, place, bytes).unwrap_or(None);
                Ok(stamp.map(|stamp| Same {
                    hash: artifact.hash.unwrap_or_else(|| ContentHash::of(bytes)),
                    stamp,
                }))
            }
            FileBytes::Disk(source) => {
                let file = disk::open_source(source).map_err(Error::io("read", source))?;
                Ok(same_file(folder, place, file).unwrap_or(None))
            }
        }
    }

    /// Whether Alongside wrote the plain file at `path`.
    fn owns(&self, path: &str) -> bool {
        self.manifest
            .as_ref()
            .is_some_and(|manifest| path == manifest::NAME || manifest.owns(path))
    }
}

/// The state of the file at `place` when it has these bytes.
fn same_bytes(folder: &Folder, place: &Path, bytes: &[u8]) -> io::Result<Option<Stamp>> {
    let (file, stamp) = folder.open(place)?;
    if stamp.size != bytes.len() as u64 {
        return Ok(None);
    }
    let mut old = Vec::with_capacity(bytes.len());
    file.take(stamp.size).read_to_end(&mut old)?;
    Ok((old == bytes).then_some(stamp))
}

/// The state of the file at `place` when it has the bytes of the file `source`.
fn same_file(folder: &Folder, place: &Path, mut source: disk::Open) -> io::Result<Option<Same>> {
    const PIECE: usize = 128 * 1024;
    let (mut old, stamp) = folder.open(place)?;
    if stamp.size != source.stamp()?.size {
        return Ok(None);
    }
    let mut a = Vec::with_capacity(PIECE);
    let mut b = Vec::with_capacity(PIECE);
    let mut hasher = Hasher::default();
    loop {
        a.clear();
        b.clear();
        old.by_ref().take(PIECE as u64).read_to_end(&mut a)?;
        source.by_ref().take(PIECE as u64).read_to_end(&mut b)?;
        if a != b {
            return Ok(None);
        }
        if a.is_empty() {
            return Ok(Some(Same {
                hash: hasher.finish(),
                stamp,
            }));
        }
        hasher.update(&a);
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
        let mut foreign: Vec<PathBuf> = present
            .files()
            .filter(|path| !old.owns(path))
            .map(PathBuf::from)
            .collect();
        foreign.extend(present.others.iter().cloned());
        refuse_foreign(output.path(), &wanted, &foreign, &present.empty)?;
        let folders = folders_of(&foreign, &present.empty);
        refuse_mounted(output, &folders)?;

        let owned = old.manifest.as_ref();
        let gone: Vec<(&str, Option<&str>)> = owned
            .into_iter()
            .flat_map(Manifest::files)
            .filter(|(path, _)| !wanted.contains(path) && present.has(path))
            .collect();
        refuse_changed(output, &gone)?;

        let same_manifest = owned.is_some_and(|owned| lists(owned, &placed));
        Ok(Self {
            folders,
            foreign,
            removed: gone.len(),
            same_manifest,
            placed,
        })
    }

    /// Whether the output is already what is wanted.
    pub(super) fn is_unchanged(&self) -> bool {
        self.same_manifest && self.removed == 0 && self.written_files().next().is_none()
    }

    /// Refuses when the old site could not be taken apart after the new one took its place.
    pub(super) fn refuse_closed(old: &Old, names: &Names) -> Result<(), Error> {
        let Some(folder) = &old.folder else {
            return Ok(());
        };
        let closed = old
            .present
            .closed
            .first()
            .map(|inner| folder.path_of(inner));
        let path = match closed {
            Some(path) => path,
            None if is_kept_in_its_place(folder, names)? => names.output().to_path_buf(),
            None => return Ok(()),
        };
        Err(Error::Others {
            path,
            output: names.output().to_path_buf(),
            me: disk::me(),
        })
    }

    /// Whether nothing differs but the record of the build.
    pub(super) fn only_record(&self) -> bool {
        let mut differing = self.written_files();
        let first_is_record = differing
            .next()
            .is_some_and(|placed| placed.path.as_str() == RECORD);
        first_is_record && differing.next().is_none() && self.same_manifest && self.removed == 0
    }

    fn written_files(&self) -> impl Iterator<Item = &Placed> {
        self.placed
            .iter()
            .filter(|placed| placed.source == Source::Artifact)
    }

    /// The figures of what the plan does.
    pub(super) fn written(&self) -> Written {
        Written {
            artifacts: self.placed.len(),
            written: self.written_files().count(),
            removed: self.removed,
            kept: self.foreign.len(),
        }
    }
}

/// Whether the output lies in a folder, such as `/tmp`, where only its owner may rename it, and that is somebody else.
fn is_kept_in_its_place(folder: &Folder, names: &Names) -> Result<bool, Error> {
    let look = |folder: &Folder| {
        folder
            .look(Path::new(""))
            .map_err(Error::io("read", folder.path()))
    };
    let parent = look(names.parent())?;
    let me = disk::me().map(|me| me.user);
    if disk::is_root() || me.is_none() || parent.mode & STICKY == 0 {
        return Ok(false);
    }
    let is_mine = |entry: Entry| entry.owner.map(|owner| owner.user) == me;
    Ok(!is_mine(parent) && !is_mine(look(folder)?))
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
        if path == manifest::NAME || !wanted.insert(path) {
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
    empty: &[PathBuf],
) -> Result<(), Error> {
    let needed: BTreeSet<&str> = wanted.iter().flat_map(|path| ancestors(path)).collect();
    let is_wanted = |path: &str| wanted.contains(path) || path == manifest::NAME;
    let below_wanted = |path: &str| ancestors(path).any(is_wanted);
    let files = foreign.iter().map(|path| shown(path));
    // An empty folder where a file is wanted is somebody's too; where a folder is needed it is in nobody's way.
    let folders = empty.iter().map(|path| shown(path));
    let in_the_way: BTreeSet<String> = files
        .filter(|path| needed.contains(path.as_str()) || is_wanted(path) || below_wanted(path))
        .chain(folders.filter(|path| is_wanted(path) || below_wanted(path)))
        .collect();
    if in_the_way.is_empty() {
        return Ok(());
    }
    Err(Error::Foreign {
        path: output.to_path_buf(),
        files: in_the_way.into_iter().collect(),
    })
}

/// Refuses when a disk is mounted below the output.
fn refuse_mounted(output: &Folder, folders: &[PathBuf]) -> Result<(), Error> {
    let look = |path: &Path| {
        output
            .look(path)
            .map_err(Error::io("read", &output.path_of(path)))
    };
    let itself = look(Path::new(""))?;
    for folder in folders {
        if !look(folder)?.is_on_disk_of(&itself) {
            return Err(Error::Dangerous {
                path: output.path_of(folder),
                why: MOUNTED,
            });
        }
    }
    Ok(())
}

/// Refuses when a file that would go is no longer what Alongside wrote.
fn refuse_changed(output: &Folder, gone: &[(&str, Option<&str>)]) -> Result<(), Error> {
    let changed = gone
        .par_iter()
        .filter_map(|(path, hash)| {
            let hash = (*hash)?;
            match output.read(Path::new(path)) {
                Ok(bytes) if ContentHash::of(&bytes).to_string() == hash => None,
                Ok(_) => Some(Ok((*path).to_owned())),
                Err(cause) => {
                    let place = output.path_of(Path::new(path));
                    Some(Err(Error::io("read", &place)(cause)))
                }
            }
        })
        .collect::<Result<Vec<String>, Error>>()?;
    if changed.is_empty() {
        return Ok(());
    }
    Err(Error::Changed {
        path: output.path().to_path_buf(),
        files: changed,
    })
}

/// Whether the old manifest lists the files of the new site, with their hashes.
fn lists(owned: &Manifest, placed: &[Placed]) -> bool {
    owned.len() == placed.len()
        && placed.iter().all(|placed| {
            let path = placed.path.as_str();
            match owned.listed(path) {
                Some(None) => path == RECORD,
                Some(Some(listed)) => listed == placed.hash.to_string(),
                None => false,
            }
        })
}

/// Folders that must be made again although no artifact needs them; a parent before what it holds.
fn folders_of(foreign: &[PathBuf], empty: &[PathBuf]) -> Vec<PathBuf> {
    let holding = foreign.iter().flat_map(|path| path.ancestors().skip(1));
    let folders: BTreeSet<&Path> = holding
        .chain(empty.iter().flat_map(|path| path.ancestors()))
        .filter(|folder| !folder.as_os_str().is_empty())
        .collect();
    folders.into_iter().map(Path::to_path_buf).collect()
}

/// A relative path for people, with `/` between its parts.
fn shown(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
