//! Removing what a publication leaves over: a site half laid, or the old site.

use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::manifest::{self, Manifest, UNFINISHED};
use super::{Error, disk};

/// Removes a folder with all that is in it; its mark goes last, so that a removal that is killed goes on with the next build.
pub(super) fn whole(folder: &Path) -> Result<(), Error> {
    clear(folder, Path::new(""), &|path, _| remove_file(path))?;
    remove_last(folder, manifest::NAME)?;
    remove_last(folder, UNFINISHED)?;
    disk::remove_folder(folder).map_err(Error::io("remove", folder))
}

/// Removes a file that may not be there.
fn remove_last(folder: &Path, name: &str) -> Result<(), Error> {
    let path = folder.join(name);
    match disk::remove_file(&path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("remove", &path)(cause))
        }
        _ => Ok(()),
    }
}

/// Removes a folder that is the old site, or a site half laid, or a new one that never came to be the output.
///
/// A site half laid is marked, and goes whole. Of another only what Alongside wrote goes, and what the output has too. What
/// somebody put into the old site at the last moment moves into the output; where the output has another file of that name it
/// stays, and that is an error.
pub(super) fn remove(folder: &Path, output: &Path) -> Result<(), Error> {
    if disk::look(&folder.join(UNFINISHED)).is_ok() {
        return whole(folder);
    }
    let manifest = Manifest::read(folder)?;
    let owned = manifest.unwrap_or_default().files;
    let late = clear(folder, Path::new(""), &|path, relative| {
        let is_owned = slashed(relative).is_some_and(|path| owned.contains_key(&path));
        if is_owned {
            return remove_file(path);
        }
        let published = output.join(relative);
        if is_in_both(path, &published).map_err(Error::io("compare", path))? {
            return remove_file(path);
        }
        move_into(path, &published)
    })?;
    if !late.is_empty() {
        return Err(Error::Late {
            path: folder.to_path_buf(),
            files: late,
        });
    }
    remove_last(folder, manifest::NAME)?;
    disk::remove_folder(folder).map_err(Error::io("remove", folder))
}

/// What became of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Gone,
    Stays,
}

/// What decides on a file, by its path and by its path in the folder.
type Decide<'a> = &'a (dyn Fn(&Path, &Path) -> Result<Fate, Error> + Sync);

/// Lets `decide` remove each file below `root/folder`, and removes the folders that are empty then; gives the files that stay.
/// The root itself, its mark and its manifest are left.
fn clear(root: &Path, folder: &Path, decide: Decide<'_>) -> Result<Vec<String>, Error> {
    let path = root.join(folder);
    let entries = disk::list(&path).map_err(Error::io("read", &path))?;
    let is_root = folder.as_os_str().is_empty();
    let kept: Vec<Vec<String>> = entries
        .into_par_iter()
        .filter(|(name, _)| !is_root || (name != manifest::NAME && name != UNFINISHED))
        .map(|(name, file_type)| {
            let inner = folder.join(name);
            if file_type.is_dir() {
                return clear(root, &inner, decide);
            }
            Ok(match decide(&root.join(&inner), &inner)? {
                Fate::Gone => Vec::new(),
                Fate::Stays => vec![inner.to_string_lossy().into_owned()],
            })
        })
        .collect::<Result<_, Error>>()?;
    let kept = kept.concat();
    if !is_root && kept.is_empty() {
        disk::remove_folder(&path).map_err(Error::io("remove", &path))?;
    }
    Ok(kept)
}

fn remove_file(path: &Path) -> Result<Fate, Error> {
    let removed = match disk::remove_file(path) {
        // The folder may be one that its owner may not write to; it was carried over with that, and this one goes.
        Err(cause) if cause.kind() == io::ErrorKind::PermissionDenied => path
            .parent()
            .map_or(Ok(()), allow)
            .and_then(|()| disk::remove_file(path)),
        removed => removed,
    };
    removed
        .map(|()| Fate::Gone)
        .map_err(Error::io("remove", path))
}

/// Lets the owner of a folder write to it.
#[cfg(unix)]
fn allow(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = disk::look(folder)?.permissions();
    permissions.set_mode(permissions.mode() | 0o700);
    disk::permit(folder, permissions)
}

#[cfg(not(unix))]
fn allow(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Moves a file that nobody expected into the output, where there is none of its name.
fn move_into(file: &Path, place: &Path) -> Result<Fate, Error> {
    if disk::look(place).is_ok() {
        return Ok(Fate::Stays);
    }
    if let Some(parent) = place.parent() {
        disk::make_folders(parent).map_err(Error::io("make the folder", parent))?;
    }
    disk::rename(file, place).map_err(Error::io("keep", file))?;
    Ok(Fate::Gone)
}

/// Whether two paths are one file, two files of the same bytes, or two equal links.
fn is_in_both(old: &Path, new: &Path) -> io::Result<bool> {
    let (old_is, new_is) = match (disk::look(old)?, disk::look(new)) {
        (old, Ok(new)) => (old, new),
        (_, Err(cause)) if is_absent(&cause) => return Ok(false),
        (_, Err(cause)) => return Err(cause),
    };
    if cfg!(unix) && disk::identity(&old_is) == disk::identity(&new_is) {
        return Ok(true);
    }
    if old_is.is_symlink() && new_is.is_symlink() {
        return Ok(disk::target(old)? == disk::target(new)?);
    }
    Ok(old_is.is_file()
        && new_is.is_file()
        && old_is.len() == new_is.len()
        && disk::read(old)? == disk::read(new)?)
}

fn is_absent(cause: &io::Error) -> bool {
    matches!(
        cause.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// A relative path with `/` between its parts; none when it is no text.
fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}
