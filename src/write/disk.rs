//! Every operation on a disk that a publication makes, and nothing above one operation.
//!
//! A [`Folder`] is held open, and what is done below it is done from there: a link is never followed, neither on the way nor at the
//! end, so that nothing that a site brings leads a build elsewhere. What was looked at is what is acted on.
//! All of `write` goes through here, so that the tests can let each operation fail in turn: `step` comes before each of them and,
//! outside tests, does nothing.

mod entry;
#[cfg(unix)]
#[path = "disk/unix.rs"]
mod system;
#[cfg(not(unix))]
#[path = "disk/elsewhere.rs"]
mod system;

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

pub use entry::Owner;
pub(super) use entry::{Entry, Kind, Listing, Moment, STICKY, Stamp};

#[cfg(test)]
use super::fault::{can_exchange, can_link, step};

/// What comes before an operation; gives how many of `length` bytes it may move.
#[cfg(not(test))]
#[inline]
#[expect(
    clippy::unnecessary_wraps,
    reason = "in tests it fails when it is told to"
)]
fn step(length: usize) -> io::Result<usize> {
    Ok(length)
}

/// An open file, whose every reading and writing is an operation of its own.
#[derive(Debug)]
pub(super) struct Open(File);

impl Read for Open {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = step(bytes.len())?;
        self.0.read(&mut bytes[..length])
    }
}

impl Write for Open {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = step(bytes.len())?;
        self.0.write(&bytes[..length])
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Open {
    /// What the file is now.
    pub(super) fn look(&self) -> io::Result<Entry> {
        step(0)?;
        system::look_at(&self.0)
    }

    /// The state of the file now.
    pub(super) fn stamp(&self) -> io::Result<Stamp> {
        self.look().map(Stamp::from)
    }

    /// When the file was made, where the disk keeps that.
    pub(super) fn born(&self) -> io::Result<Option<Moment>> {
        step(0)?;
        system::born_of(&self.0)
    }

    /// Waits until the bytes are on the disk itself.
    pub(super) fn sync(&self) -> io::Result<()> {
        step(0)?;
        // Thousands of disks fail in the tests, and none of them loses its power.
        if cfg!(test) {
            return Ok(());
        }
        self.0.sync_all()
    }

    /// Takes all bytes out of it, and goes on at its beginning.
    pub(super) fn empty(&mut self) -> io::Result<()> {
        step(0)?;
        self.0.set_len(0)?;
        self.0.rewind()
    }

    /// Gives the file owner, rights, extended attributes and times of another.
    pub(super) fn liken(&self, model: &Self) -> io::Result<()> {
        step(0)?;
        system::liken_file(&model.0, &self.0)
    }

    /// Gives the file to a user and a group.
    pub(super) fn give(&self, owner: Owner) -> io::Result<()> {
        step(0)?;
        system::give_file(&self.0, owner)
    }

    /// Takes the lock on the file, when nobody has it.
    pub(super) fn try_lock(&self) -> Result<(), TryLockError> {
        step(0).map_err(TryLockError::Error)?;
        self.0.try_lock()
    }

    /// Takes the lock on the file, when whoever has it lets go.
    pub(super) fn lock(&self) -> io::Result<()> {
        step(0)?;
        self.0.lock()
    }

    /// Lets go of the lock.
    pub(super) fn unlock(&self) {
        let _ = self.0.unlock();
    }

    /// The file itself, for what is no part of a publication.
    pub(super) fn into_file(self) -> File {
        self.0
    }
}

/// Opens a file of the author's to read it: where that lies, and over which links, is the author's own choice.
pub(super) fn open_source(path: &Path) -> io::Result<Open> {
    step(0)?;
    File::open(path).map(Open)
}

/// Makes a folder and those above it that are not there: the folder that is to hold the output.
pub(super) fn make_folders(path: &Path) -> io::Result<()> {
    step(0)?;
    std::fs::create_dir_all(path)
}

/// Whether this process may give what it makes to others.
pub(super) fn is_root() -> bool {
    system::is_root()
}

/// The user and the group of this process, where the system has such.
pub(super) fn me() -> Option<Owner> {
    system::me()
}

/// A folder held open. Every path is relative to it, and no part of one may be a link or `..`.
#[derive(Debug)]
pub(super) struct Folder {
    handle: system::Handle,
    path: PathBuf,
}

impl Folder {
    /// Opens the folder at a true path: absolute, with no link in it.
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        step(0)?;
        Ok(Self {
            handle: system::Handle::at(path)?,
            path: path.to_path_buf(),
        })
    }

    /// Opens a folder inside this one.
    pub(super) fn folder(&self, path: &Path) -> io::Result<Self> {
        step(0)?;
        Ok(Self {
            handle: self.handle.folder(path)?,
            path: self.path.join(path),
        })
    }

    /// Where the folder was when it was opened, for messages.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The whole path of what lies at `path` in it, for messages.
    pub(super) fn path_of(&self, path: &Path) -> PathBuf {
        self.path.join(path)
    }

    /// Opens a plain file to read it, and gives its state; what is none is refused.
    pub(super) fn open(&self, path: &Path) -> io::Result<(Open, Stamp)> {
        step(0)?;
        let file = self.handle.open_file(path)?;
        let entry = system::look_at(&file)?;
        if entry.kind != Kind::File {
            return Err(io::Error::other("it is no plain file"));
        }
        Ok((Open(file), entry.into()))
    }

    /// Makes a file that is not there yet. One that is there is no more than found: what differs by case alone may be one file
    /// here.
    pub(super) fn create(&self, path: &Path) -> io::Result<Open> {
        step(0)?;
        self.handle.create_file(path).map(Open)
    }

    /// Opens a file to read and write it, and makes it when it is not there.
    pub(super) fn open_or_create(&self, name: &Path) -> io::Result<Open> {
        step(0)?;
        let file = self.handle.open_or_create(name)?;
        system::wait_for(&file)?;
        Ok(Open(file))
    }

    /// Makes a file of these bytes.
    pub(super) fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<Open> {
        let mut file = self.create(path)?;
        file.write_all(bytes)?;
        Ok(file)
    }

    /// The bytes of a file.
    pub(super) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let (mut file, stamp) = self.open(path)?;
        let mut bytes = Vec::with_capacity(usize::try_from(stamp.size).unwrap_or(0));
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// What lies at a path; this folder itself where the path is empty. A link is not followed.
    pub(super) fn look(&self, path: &Path) -> io::Result<Entry> {
        step(0)?;
        self.handle.look(path)
    }

    /// The same, and nothing where nothing lies there.
    pub(super) fn find(&self, path: &Path) -> io::Result<Option<Entry>> {
        match self.look(path) {
            Ok(entry) => Ok(Some(entry)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(cause),
        }
    }

    /// When the file or folder was made, where the disk keeps that.
    pub(super) fn born(&self, path: &Path) -> io::Result<Option<Moment>> {
        step(0)?;
        self.handle.born(path)
    }

    /// What lies in a folder, and whether this process may change that.
    pub(super) fn list(&self, path: &Path) -> io::Result<Listing> {
        step(0)?;
        self.handle.list(path)
    }

    /// Makes a folder.
    pub(super) fn make_folder(&self, path: &Path) -> io::Result<()> {
        step(0)?;
        self.handle.make_folder(path)
    }

    /// Makes a folder and those above it that are not there.
    pub(super) fn make_folders(&self, path: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = path
            .ancestors()
            .take_while(|part| !part.as_os_str().is_empty())
            .collect();
        for part in missing.into_iter().rev() {
            match self.make_folder(part) {
                Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
                made => made?,
            }
        }
        if self.look(path)?.is_folder() {
            Ok(())
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }

    /// Gives a file or link a second name; gives what it is.
    pub(super) fn link(&self, path: &Path, to: &Self, name: &Path) -> io::Result<Entry> {
        step(0)?;
        #[cfg(test)]
        can_link()?;
        self.handle.link(path, &to.handle, name)
    }

    /// Makes a symbolic link.
    pub(super) fn point(&self, target: &Path, path: &Path) -> io::Result<()> {
        step(0)?;
        self.handle.point(target, path)
    }

    /// Where a symbolic link leads.
    pub(super) fn target(&self, path: &Path) -> io::Result<PathBuf> {
        step(0)?;
        self.handle.target(path)
    }

    /// Gives a file or folder another name.
    pub(super) fn rename(&self, path: &Path, to: &Self, name: &Path) -> io::Result<()> {
        step(0)?;
        self.handle.rename(path, &to.handle, name)
    }

    /// Lets two names of this folder change places in one step; `false` when this system cannot.
    pub(super) fn exchange(&self, one: &Path, other: &Path) -> io::Result<bool> {
        step(0)?;
        #[cfg(test)]
        if !can_exchange() {
            return Ok(false);
        }
        self.handle.exchange(one, other)
    }

    /// Removes a file or a link.
    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        step(0)?;
        self.handle.remove_file(path)
    }

    /// Removes an empty folder.
    pub(super) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        step(0)?;
        self.handle.remove_folder(path)
    }

    /// Gives a file, folder or link to a user and a group.
    pub(super) fn give(&self, path: &Path, owner: Owner) -> io::Result<()> {
        step(0)?;
        self.handle.give(path, owner)
    }

    /// Lets the owner of a folder list it and write to it.
    pub(super) fn allow(&self, path: &Path) -> io::Result<()> {
        step(0)?;
        self.handle.allow(path)
    }

    /// Gives a folder what another has: owner, group, rights, extended attributes and, where asked for, times.
    pub(super) fn liken(
        &self,
        path: &Path,
        model: &Self,
        model_path: &Path,
        with_times: bool,
    ) -> io::Result<()> {
        step(0)?;
        self.handle
            .liken_folder(path, &model.handle, model_path, with_times)
    }
}
