//! The nearest thing to a folder held open where the standard library has none: a path, each part of which is looked at before
//! every operation. Somebody who puts a link in its place between the two is not seen.

use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::entry::{Entry, Kind, Listing, Moment, Owner};

/// A folder by its path.
#[derive(Debug)]
pub(super) struct Handle(PathBuf);

impl Handle {
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        if kind(&fs::symlink_metadata(path)?) != Kind::Folder {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Self(path.to_path_buf()))
    }

    pub(super) fn folder(&self, path: &Path) -> io::Result<Self> {
        Self::at(&self.place(path)?)
    }

    pub(super) fn open_file(&self, path: &Path) -> io::Result<File> {
        File::open(self.unlinked(path)?)
    }

    pub(super) fn create_file(&self, path: &Path) -> io::Result<File> {
        File::create_new(self.place(path)?)
    }

    pub(super) fn open_or_create(&self, name: &Path) -> io::Result<File> {
        File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(self.unlinked(name)?)
    }

    pub(super) fn look(&self, path: &Path) -> io::Result<Entry> {
        fs::symlink_metadata(self.place(path)?).map(|found| entry(&found))
    }

    pub(super) fn born(&self, path: &Path) -> io::Result<Option<Moment>> {
        let found = fs::symlink_metadata(self.place(path)?)?;
        Ok(found.created().ok().map(moment))
    }

    pub(super) fn list(&self, path: &Path) -> io::Result<Listing> {
        let entries: io::Result<Vec<(OsString, Kind)>> = fs::read_dir(self.unlinked(path)?)?
            .map(|entry| {
                let entry = entry?;
                Ok((entry.file_name(), kind(&entry.metadata()?)))
            })
            .collect();
        Ok(Listing {
            entries: entries?,
            may_change: true,
        })
    }

    pub(super) fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(self.place(path)?)
    }

    pub(super) fn link(&self, path: &Path, to: &Self, name: &Path) -> io::Result<Entry> {
        fs::hard_link(self.unlinked(path)?, to.place(name)?)?;
        to.look(name)
    }

    pub(super) fn point(&self, _target: &Path, _path: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) fn target(&self, path: &Path) -> io::Result<PathBuf> {
        fs::read_link(self.place(path)?)
    }

    pub(super) fn rename(&self, path: &Path, to: &Self, name: &Path) -> io::Result<()> {
        fs::rename(self.place(path)?, to.place(name)?)
    }

    pub(super) fn exchange(&self, _one: &Path, _other: &Path) -> io::Result<bool> {
        Ok(false)
    }

    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(self.place(path)?)
    }

    pub(super) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(self.unlinked(path)?)
    }

    pub(super) fn give(&self, _path: &Path, _owner: Owner) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn allow(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn liken_folder(
        &self,
        path: &Path,
        model: &Self,
        model_path: &Path,
        _with_times: bool,
    ) -> io::Result<()> {
        let permissions = fs::symlink_metadata(model.place(model_path)?)?.permissions();
        fs::set_permissions(self.unlinked(path)?, permissions)
    }

    /// The path of something below this folder, no part of it but the last being a link.
    fn place(&self, path: &Path) -> io::Result<PathBuf> {
        let mut place = self.0.clone();
        let mut parts = path.components().peekable();
        while let Some(part) = parts.next() {
            let Component::Normal(name) = part else {
                return Err(io::ErrorKind::InvalidInput.into());
            };
            place.push(name);
            if parts.peek().is_some() && kind(&fs::symlink_metadata(&place)?) != Kind::Folder {
                return Err(io::ErrorKind::NotADirectory.into());
            }
        }
        Ok(place)
    }

    /// The same, where the last part is no link either.
    fn unlinked(&self, path: &Path) -> io::Result<PathBuf> {
        let place = self.place(path)?;
        match fs::symlink_metadata(&place) {
            Ok(found) if kind(&found) == Kind::Link => Err(io::ErrorKind::InvalidInput.into()),
            _ => Ok(place),
        }
    }
}

pub(super) fn liken_file(from: &File, to: &File) -> io::Result<()> {
    to.set_permissions(from.metadata()?.permissions())
}

pub(super) fn give_file(_file: &File, _owner: Owner) -> io::Result<()> {
    Ok(())
}

pub(super) fn look_at(file: &File) -> io::Result<Entry> {
    file.metadata().map(|found| entry(&found))
}

pub(super) fn born_of(file: &File) -> io::Result<Option<Moment>> {
    Ok(file.metadata()?.created().ok().map(moment))
}

pub(super) fn wait_for(_file: &File) -> io::Result<()> {
    Ok(())
}

pub(super) fn is_root() -> bool {
    false
}

pub(super) fn me() -> Option<Owner> {
    None
}

fn entry(found: &Metadata) -> Entry {
    Entry {
        kind: kind(found),
        size: found.len(),
        names: 1,
        mode: 0,
        owner: None,
        read: found.accessed().map_or((0, 0), moment),
        modified: found.modified().map_or((0, 0), moment),
        place: None,
    }
}

fn kind(found: &Metadata) -> Kind {
    let file_type = found.file_type();
    if file_type.is_symlink() {
        Kind::Link
    } else if file_type.is_dir() {
        Kind::Folder
    } else if file_type.is_file() {
        Kind::File
    } else {
        Kind::Other
    }
}

fn moment(time: SystemTime) -> Moment {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    (seconds, since.subsec_nanos())
}
