//! One build at a time writes to an output folder. The lock lies beside the folder, never in it, and dies with its process.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::{Error, disk};

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

/// Takes the lock at `path`, waiting for whoever holds it; `waiting` is called when somebody does.
pub(super) fn take(path: PathBuf, waiting: impl FnOnce()) -> Result<Lock, Error> {
    let mut waiting = Some(waiting);
    loop {
        let file = disk::open_lock(&path).map_err(Error::io("open the lock", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                if let Some(waiting) = waiting.take() {
                    waiting();
                }
                file.lock().map_err(Error::io("lock", &path))?;
            }
            // A file system without locks cannot keep two builds apart; the exchange still keeps each of them whole.
            Err(TryLockError::Error(cause)) if cause.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(cause)) => return Err(Error::io("lock", &path)(cause)),
        }
        // Whoever held it has removed its file: a lock on what no longer has a name keeps nobody out.
        if is_at(&file, &path) {
            return Ok(Lock { path, file });
        }
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    let (Ok(held), Ok(named)) = (file.metadata(), path.metadata()) else {
        return false;
    };
    disk::identity(&held) == disk::identity(&named)
}

#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is held, so that nobody takes it between the two. Where it cannot be removed, the next build uses it again.
        #[cfg(unix)]
        let _ = disk::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}
