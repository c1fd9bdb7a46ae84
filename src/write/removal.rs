//! Removing what a publication leaves over: a site half laid, or the old site.

use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::Error;
use super::disk::{Entry, Folder, Kind};
use super::manifest::{self, Manifest};
use super::names::Names;

/// Removes a folder beside the output, held open and of this name, with all that is in it.
pub(super) fn whole(folder: &Folder, names: &Names, name: &Path) -> Result<(), Error> {
    clear(folder, Path::new(""), &|path| remove_file(folder, path))?;
    remove_manifest(folder)?;
    remove_itself(names, name)
}

/// Removes the manifest, which may not be there.
fn remove_manifest(folder: &Folder) -> Result<(), Error> {
    let name = Path::new(manifest::NAME);
    match folder.remove_file(name) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("remove", &folder.path_of(name))(cause))
        }
        _ => Ok(()),
    }
}

/// Removes a folder beside the output that is empty now.
pub(super) fn remove_itself(names: &Names, name: &Path) -> Result<(), Error> {
    let parent = names.parent();
    parent
        .remove_folder(name)
        .map_err(Error::io("remove", &parent.path_of(name)))
}

/// Removes the old site: a folder beside the output, held open and of this name.
///
/// Only what Alongside wrote goes, and what the output has too. What somebody put into the old site at the last moment moves into
/// the output; where the output has another file of that name it stays, and that is an error.
pub(super) fn old_site(
    folder: &Folder,
    names: &Names,
    name: &Path,
    output: &Folder,
) -> Result<(), Error> {
    let manifest = Manifest::read(folder)?.unwrap_or_default();
    let late = clear(folder, Path::new(""), &|path| {
        let is_owned = slashed(path).is_some_and(|path| manifest.owns(&path));
        let is_double = || {
            is_in_both(folder, output, path).map_err(Error::io("compare", &folder.path_of(path)))
        };
        if is_owned || is_double()? {
            return remove_file(folder, path);
        }
        move_into(folder, output, path)
    })?;
    if !late.is_empty() {
        return Err(Error::Late {
            path: folder.path().to_path_buf(),
            files: late,
        });
    }
    remove_manifest(folder)?;
    remove_itself(names, name)
}

/// What became of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Gone,
    Stays,
}

/// What decides on a file, by its path in the folder.
type Decide<'a> = &'a (dyn Fn(&Path) -> Result<Fate, Error> + Sync);

/// Lets `decide` remove each file below `inner` in the folder, and removes the folders that are empty then; gives the files that
/// stay. The folder itself and its manifest are left.
fn clear(folder: &Folder, inner: &Path, decide: Decide<'_>) -> Result<Vec<String>, Error> {
    let listing = folder
        .list(inner)
        .map_err(Error::io("read", &folder.path_of(inner)))?;
    let is_root = inner.as_os_str().is_empty();
    let kept: Vec<Vec<String>> = listing
        .entries
        .into_par_iter()
        .filter(|(name, _)| !is_root || name != manifest::NAME)
        .map(|(name, kind)| {
            let path = inner.join(name);
            if kind == Kind::Folder {
                return clear(folder, &path, decide);
            }
            Ok(match decide(&path)? {
                Fate::Gone => Vec::new(),
                Fate::Stays => vec![path.to_string_lossy().into_owned()],
            })
        })
        .collect::<Result<_, Error>>()?;
    let kept = kept.concat();
    if !is_root && kept.is_empty() {
        remove(folder, inner, &|| folder.remove_folder(inner))?;
    }
    Ok(kept)
}

fn remove_file(folder: &Folder, path: &Path) -> Result<Fate, Error> {
    remove(folder, path, &|| folder.remove_file(path))?;
    Ok(Fate::Gone)
}

/// Removes a file or folder, where need be from a folder that its owner may not write to: it was carried over with that, and this
/// one goes.
fn remove(folder: &Folder, path: &Path, act: &dyn Fn() -> io::Result<()>) -> Result<(), Error> {
    let removed = match act() {
        Err(cause) if cause.kind() == io::ErrorKind::PermissionDenied => path
            .parent()
            .map_or(Ok(()), |parent| folder.allow(parent))
            .and_then(|()| act()),
        removed => removed,
    };
    removed.map_err(Error::io("remove", &folder.path_of(path)))
}

/// Moves a file that nobody expected into the output, where there is none of its name and no link on the way.
fn move_into(folder: &Folder, output: &Folder, path: &Path) -> Result<Fate, Error> {
    if output.look(path).is_ok() {
        return Ok(Fate::Stays);
    }
    if let Some(parent) = path.parent() {
        match output.make_folders(parent) {
            // A file or a link stands where the folder would be.
            Err(cause) if is_absent(&cause) || is_a_link_in_the_way(output, parent) => {
                return Ok(Fate::Stays);
            }
            made => made.map_err(Error::io("make the folder", &output.path_of(parent)))?,
        }
    }
    folder
        .rename(path, output, path)
        .map_err(Error::io("keep", &folder.path_of(path)))?;
    Ok(Fate::Gone)
}

/// Whether a part of a path in the output is a link, so that nothing below it is in the output.
fn is_a_link_in_the_way(output: &Folder, path: &Path) -> bool {
    let mut parts = path.ancestors();
    parts.any(|part| {
        output
            .look(part)
            .is_ok_and(|found| found.kind == Kind::Link)
    })
}

/// Whether a path is one file in both folders, or two files of the same bytes, or two equal links.
fn is_in_both(old: &Folder, new: &Folder, path: &Path) -> io::Result<bool> {
    let old_is = old.look(path)?;
    let is_behind_a_link = |parent: &Path| is_a_link_in_the_way(new, parent);
    let new_is = match new.look(path) {
        Ok(found) => found,
        Err(cause) if is_absent(&cause) || path.parent().is_some_and(is_behind_a_link) => {
            return Ok(false);
        }
        Err(cause) => return Err(cause),
    };
    if old_is.is_same(&new_is) {
        return Ok(true);
    }
    let both = |kind: Kind| {
        [old_is, new_is]
            .iter()
            .all(|found: &Entry| found.kind == kind)
    };
    if both(Kind::Link) {
        return Ok(old.target(path)? == new.target(path)?);
    }
    Ok(both(Kind::File) && old_is.size == new_is.size && old.read(path)? == new.read(path)?)
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
