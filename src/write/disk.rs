//! Every operation on a disk that a publication makes, and nothing above one operation.
//!
//! All of `write` goes through here, so that the tests can let each operation fail in turn: `step` comes before each of them and,
//! outside tests, does nothing.

use std::ffi::OsString;
use std::fs::{self, File, FileType, Metadata, Permissions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

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
    pub(super) fn stamp(&self) -> io::Result<Stamp> {
        step(0)?;
        self.0.metadata().map(|metadata| Stamp::of(&metadata))
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
}

/// What tells one state of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Its size in bytes.
    pub(super) size: u64,
    modified: Option<SystemTime>,
    identity: (u64, u64),
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            size: metadata.len(),
            modified: metadata.modified().ok(),
            identity: identity(metadata),
        }
    }
}

/// The disk that a file is on, and its number there.
#[cfg(unix)]
pub(super) fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
pub(super) fn identity(_metadata: &Metadata) -> (u64, u64) {
    (0, 0)
}

/// Opens a file to read it.
pub(super) fn open(path: &Path) -> io::Result<Open> {
    step(0)?;
    File::open(path).map(Open)
}

/// Makes a file that is not there yet. One that is there is no more than found: what differs by case alone may be one file here.
pub(super) fn create(path: &Path) -> io::Result<Open> {
    step(0)?;
    File::create_new(path).map(Open)
}

/// Opens the file of a lock, and makes it when it is not there.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    step(0)?;
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
}

/// Makes a file of these bytes.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create(path)?.write_all(bytes)
}

/// The bytes of a file.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = open(path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(file.stamp()?.size).unwrap_or(0));
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What a file or a link is; a link is not followed.
pub(super) fn look(path: &Path) -> io::Result<Metadata> {
    step(0)?;
    fs::symlink_metadata(path)
}

/// What a file or a link is now; a link is not followed.
pub(super) fn stamp(path: &Path) -> io::Result<Stamp> {
    look(path).map(|metadata| Stamp::of(&metadata))
}

/// Whether there is a folder at `path`; a link to one is none.
pub(super) fn is_folder(path: &Path) -> io::Result<bool> {
    match look(path) {
        Ok(metadata) => Ok(metadata.is_dir()),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(cause),
    }
}

/// What lies in a folder.
pub(super) fn list(folder: &Path) -> io::Result<Vec<(OsString, FileType)>> {
    step(0)?;
    fs::read_dir(folder)?
        .map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))))
        .collect()
}

/// Makes a folder.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    step(0)?;
    fs::create_dir(path)
}

/// Makes a folder and those above it that are not there.
pub(super) fn make_folders(path: &Path) -> io::Result<()> {
    step(0)?;
    fs::create_dir_all(path)
}

/// Gives a file a second name.
pub(super) fn link(file: &Path, name: &Path) -> io::Result<()> {
    step(0)?;
    #[cfg(test)]
    can_link()?;
    fs::hard_link(file, name)
}

/// Makes a symbolic link.
#[cfg(unix)]
pub(super) fn point(target: &Path, link: &Path) -> io::Result<()> {
    step(0)?;
    std::os::unix::fs::symlink(target, link)
}

#[cfg(not(unix))]
pub(super) fn point(_target: &Path, _link: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Where a symbolic link leads.
pub(super) fn target(link: &Path) -> io::Result<PathBuf> {
    step(0)?;
    fs::read_link(link)
}

/// Gives a file or folder another name.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step(0)?;
    fs::rename(from, to)
}

/// Lets two folders change places in one step; `false` when this system cannot.
#[cfg(target_os = "linux")]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    step(0)?;
    #[cfg(test)]
    if !can_exchange() {
        return Ok(false);
    }
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn exchange(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Removes a file or a link.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    step(0)?;
    fs::remove_file(path)
}

/// Removes an empty folder.
pub(super) fn remove_folder(path: &Path) -> io::Result<()> {
    step(0)?;
    fs::remove_dir(path)
}

/// Sets who may do what with a file or folder.
pub(super) fn permit(path: &Path, permissions: Permissions) -> io::Result<()> {
    step(0)?;
    fs::set_permissions(path, permissions)
}
