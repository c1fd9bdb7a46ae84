//! The exchange of the old site for the new one, and the mending of what a killed build left.
//!
//! On Linux the two folders change places in one step (`renameat2`). Elsewhere, and on file systems that cannot do that, the old
//! folder is moved aside and the new one put in its place; a build that is killed between the two is mended by the next.

use std::io;
use std::path::{Path, PathBuf};

use super::folder::MOUNTED;
use super::names::Names;
use super::{Error, disk, removal};

/// Mends and removes what a killed build left behind.
pub(super) fn tidy(names: &Names) -> Result<(), Error> {
    let (output, old) = (names.output(), names.old_site());
    if is_there(&old)? && !is_there(output)? {
        disk::rename(&old, output).map_err(Error::io("put back", output))?;
    }
    for left in [names.new_site(), old] {
        if is_there(&left)? {
            removal::remove(&left, output)?;
        }
    }
    Ok(())
}

/// Puts the folder `staged` in the place of the output and removes the old one.
pub(super) fn exchange(names: &Names, staged: PathBuf) -> Result<(), Error> {
    let output = names.output();
    let old = match put(names, &staged) {
        Ok(Some(old)) => old,
        Ok(None) => return Ok(()),
        Err(error) => {
            // What cannot be removed now is removed by the next build.
            let _ = removal::remove(&staged, output);
            return Err(error);
        }
    };
    removal::remove(&old, output).map_err(|cause| Error::Leftover {
        output: output.to_path_buf(),
        folder: old,
        cause: Box::new(cause),
    })
}

/// Puts the folder `staged` in the place of the output; gives where the old one is then, when there was one.
fn put(names: &Names, staged: &Path) -> Result<Option<PathBuf>, Error> {
    let output = names.output();
    if !is_there(output)? {
        disk::rename(staged, output).map_err(Error::io("publish", output))?;
        return Ok(None);
    }
    match disk::exchange(staged, output) {
        Ok(true) => Ok(Some(staged.to_path_buf())),
        Ok(false) => in_two_steps(names, staged).map(Some),
        Err(cause)
            if matches!(
                cause.kind(),
                io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy
            ) =>
        {
            Err(Error::Dangerous {
                path: output.to_path_buf(),
                why: MOUNTED,
            })
        }
        Err(cause) => Err(Error::io("publish", output)(cause)),
    }
}

/// Moves the old site aside and the new one into its place; gives where the old one is.
fn in_two_steps(names: &Names, staged: &Path) -> Result<PathBuf, Error> {
    let (output, old) = (names.output(), names.old_site());
    disk::rename(output, &old).map_err(Error::io("move aside", output))?;
    if let Err(cause) = disk::rename(staged, output) {
        // When it cannot be put back either, the next build does.
        let _ = disk::rename(&old, output);
        return Err(Error::io("publish", output)(cause));
    }
    Ok(old)
}

fn is_there(folder: &Path) -> Result<bool, Error> {
    disk::is_folder(folder).map_err(Error::io("read", folder))
}
