//! The exchange of the old site for the new one, and the removal of what is left over.
//!
//! On Linux the two folders change places in one step (`renameat2`). Elsewhere, and on file systems that cannot do that, the old
//! folder is moved aside and the new one put in its place; a build that is killed between the two is mended by the next.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::hash::ContentHash;

use super::Error;
use super::manifest::{self, Manifest, UNFINISHED};

/// The names of the output folder and of its temporary siblings.
#[derive(Debug)]
pub(super) struct Names {
    output: PathBuf,
    /// How the name of each temporary sibling begins: it tells the site, so that no other site's build touches it.
    prefix: String,
}

impl Names {
    /// The names for a site and its output folder, whose path is canonical.
    pub(super) fn new(site: &Path, output: &Path) -> Self {
        let site = fs::canonicalize(site).unwrap_or_else(|_| site.to_path_buf());
        let tag = ContentHash::of(site.as_os_str().as_encoded_bytes()).short();
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        Self {
            output: output.to_path_buf(),
            prefix: format!(".{name}.alongside-{tag}-"),
        }
    }

    /// The output folder.
    pub(super) fn output(&self) -> &Path {
        &self.output
    }

    /// A name that no file has yet.
    pub(super) fn fresh(&self) -> PathBuf {
        let random = RandomState::new().hash_one(std::process::id());
        self.output
            .with_file_name(format!("{}{random:016x}", self.prefix))
    }

    /// Where the old site waits while the new one is put in its place, where that takes two steps.
    fn aside(&self) -> PathBuf {
        self.output.with_file_name(format!("{}old", self.prefix))
    }
}

/// Mends and removes what a killed build left behind.
pub(super) fn tidy(names: &Names) -> Result<(), Error> {
    let aside = names.aside();
    if !names.output.exists() && aside.is_dir() {
        fs::rename(&aside, &names.output).map_err(Error::io("put back", &names.output))?;
    }
    let Some(parent) = names.output.parent() else {
        return Ok(());
    };
    let entries = match fs::read_dir(parent) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(cause) => return Err(Error::io("read", parent)(cause)),
    };
    for entry in entries {
        let entry = entry.map_err(Error::io("read", parent))?;
        if !entry
            .file_name()
            .to_string_lossy()
            .starts_with(&names.prefix)
        {
            continue;
        }
        let path = entry.path();
        let is_folder = entry.file_type().is_ok_and(|file_type| file_type.is_dir());
        if is_folder {
            remove(names, &path)?;
        } else {
            fs::remove_file(&path).map_err(Error::io("remove", &path))?;
        }
    }
    Ok(())
}

/// Puts the folder `staged` in the place of the output and removes the old one.
pub(super) fn exchange(names: &Names, staged: PathBuf) -> Result<(), Error> {
    let output = &names.output;
    if !output.exists() {
        return fs::rename(&staged, output).map_err(|cause| {
            let _ = fs::remove_dir_all(&staged);
            Error::io("publish", output)(cause)
        });
    }
    let old = match in_one_step(&staged, output) {
        Ok(true) => staged,
        Ok(false) => in_two_steps(names, staged)?,
        Err(cause) => {
            let _ = fs::remove_dir_all(&staged);
            return Err(Error::io("publish", output)(cause));
        }
    };
    remove(names, &old)
}

/// Exchanges two folders in one step; `false` when this system cannot.
#[cfg(target_os = "linux")]
fn in_one_step(staged: &Path, output: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, staged, CWD, output, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn in_one_step(_staged: &Path, _output: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Moves the old site aside and the new one into its place; gives where the old one is.
fn in_two_steps(names: &Names, staged: PathBuf) -> Result<PathBuf, Error> {
    let aside = names.aside();
    fs::rename(&names.output, &aside).map_err(|cause| {
        let _ = fs::remove_dir_all(&staged);
        Error::io("move aside", &names.output)(cause)
    })?;
    if let Err(cause) = fs::rename(&staged, &names.output) {
        let _ = fs::rename(&aside, &names.output);
        let _ = fs::remove_dir_all(&staged);
        return Err(Error::io("publish", &names.output)(cause));
    }
    Ok(aside)
}

/// Removes a folder that was the old site or a site half laid.
///
/// A site half laid is marked, and goes whole. Of an old site only what Alongside wrote goes, and what has a second name in the output. Whatever else is there (a file that somebody put into
/// the old site at the last moment) moves into the output; what cannot move stays where it is.
fn remove(names: &Names, folder: &Path) -> Result<(), Error> {
    if folder.join(UNFINISHED).exists() {
        return fs::remove_dir_all(folder).map_err(Error::io("remove", folder));
    }
    let listed = Manifest::read(folder).ok().flatten().unwrap_or_default();
    let mut folders = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).contents_first(true) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_path_buf();
            Error::io("read", &path)(error.into())
        })?;
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        if entry.file_type().is_dir() {
            folders.push(entry.path().to_path_buf());
            continue;
        }
        let path: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        let path = path.join("/");
        if path == manifest::NAME {
            continue;
        }
        let published = names.output.join(relative);
        if listed.files.contains_key(&path) || is_carried(entry.path(), &published) {
            fs::remove_file(entry.path()).map_err(Error::io("remove", entry.path()))?;
        } else if fs::symlink_metadata(&published).is_err() {
            if let Some(parent) = published.parent() {
                fs::create_dir_all(parent).map_err(Error::io("make the folder", parent))?;
            }
            fs::rename(entry.path(), &published).map_err(Error::io("keep", entry.path()))?;
        }
    }
    for inner in folders {
        // A folder that still holds something is kept with it.
        let _ = fs::remove_dir(inner);
    }
    let manifest = folder.join(manifest::NAME);
    let alone = fs::read_dir(folder).is_ok_and(|entries| {
        entries
            .filter_map(Result::ok)
            .all(|entry| entry.file_name() == manifest::NAME)
    });
    if alone {
        let _ = fs::remove_file(manifest);
        fs::remove_dir(folder).map_err(Error::io("remove", folder))?;
    }
    Ok(())
}

/// Whether two paths are one file, or two equal links.
#[cfg(unix)]
fn is_carried(old: &Path, new: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(a), Ok(b)) = (fs::symlink_metadata(old), fs::symlink_metadata(new)) else {
        return false;
    };
    let one_file = a.dev() == b.dev() && a.ino() == b.ino();
    one_file
        || (a.is_symlink() && b.is_symlink() && fs::read_link(old).ok() == fs::read_link(new).ok())
}

#[cfg(not(unix))]
fn is_carried(old: &Path, new: &Path) -> bool {
    let (Ok(a), Ok(b)) = (super::disk::read(old), super::disk::read(new)) else {
        return false;
    };
    a == b
}
