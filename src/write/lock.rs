//! One build of a site writes at a time. The lock dies with its process and never lies in the output.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::hash::ContentHash;

use super::Error;

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Takes the site's lock, waiting for another build when there is one.
///
/// The lock is a file below `.alongside/`; of a site that may not be written to, in the system's folder for temporary files.
pub(super) fn take(site: &Path, waiting: impl FnOnce()) -> Result<Lock, Error> {
    let path = site.join(".alongside").join("build.lock");
    let (file, path) = match open(&path) {
        Ok(file) => (file, path),
        Err(_) => {
            let path = elsewhere(site);
            (
                open(&path).map_err(Error::io("open the lock", &path))?,
                path,
            )
        }
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            waiting();
            file.lock().map_err(Error::io("lock", &path))?;
        }
        // A file system without locks cannot keep two builds apart; the exchange still keeps each of them whole.
        Err(TryLockError::Error(cause)) if cause.kind() == io::ErrorKind::Unsupported => {}
        Err(TryLockError::Error(cause)) => return Err(Error::io("lock", &path)(cause)),
    }
    Ok(Lock { _file: file })
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
}

fn elsewhere(site: &Path) -> PathBuf {
    let name = ContentHash::of(site.as_os_str().as_encoded_bytes()).short();
    std::env::temp_dir().join(format!("alongside-{name}.lock"))
}
