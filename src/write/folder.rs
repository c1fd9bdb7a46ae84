//! Which folders a site may be written to.

use std::path::{Component, Path, PathBuf};

use super::disk::{Folder, Kind};
use super::manifest::{self, Manifest};
use super::{Error, sources, system};

/// Why a folder that is a disk of its own cannot be replaced.
pub(super) const MOUNTED: &str = "a disk is mounted there, so that an old and a new site cannot change places; choose a folder inside it";

/// The true path of the output folder, which need not be there yet; refused when a mistake there would cost somebody dearly.
///
/// Above the folder links are followed: where it is to lie, whoever builds has said. The folder itself may be none. What is always
/// refused comes first, whatever lies in the folder and says of it; then, unless it is to be adopted, a folder of which no
/// manifest says that Alongside wrote it.
///
/// # Errors
///
/// When the folder is one that no site may be written to, or its parent cannot be found.
pub(super) fn check(site: &Path, output: &Path, adopt: bool) -> Result<PathBuf, Error> {
    let site = std::fs::canonicalize(site).map_err(Error::io("find", site))?;
    let path = resolve(output)?;
    let refuse = |why| {
        Err(Error::Dangerous {
            path: path.clone(),
            why,
        })
    };
    let Some(parent) = path.parent() else {
        return refuse("it is the root of the disk");
    };
    if path == site {
        return refuse("it is the site itself");
    }
    if site.starts_with(&path) {
        return refuse("it holds the site");
    }
    if sources::PARTS
        .iter()
        .any(|part| is_in_part(&path, &site.join(part)))
    {
        return refuse("it is a part of the site that you write");
    }
    let homes = system::homes();
    if system::is_among_homes(&path) || homes.iter().any(|home| home.starts_with(&path)) {
        return refuse("it is or holds a home folder");
    }
    if let Some(why) = system::refuses(&path) {
        return refuse(why);
    }
    let found = std::fs::symlink_metadata(&path);
    if found.as_ref().is_ok_and(|found| !found.is_dir()) {
        return refuse("there is a file of that name");
    }
    let is_there = found.is_ok();
    let strange = if is_there {
        Some(Strange::look(&path)?)
    } else {
        None
    };
    let is_listed = |file: &str| strange.as_ref().is_some_and(|found| found.lists(file));
    if let Some(why) = sources::refuses(&path, &is_listed) {
        return refuse(why);
    }
    if is_there && !on_one_disk(&path, parent) {
        return refuse(MOUNTED);
    }
    match strange {
        Some(found) if !adopt && found.is_strange() => Err(Error::Unadopted { path }),
        _ => Ok(path),
    }
}

/// Whether a path is a part of the site, or lies in one, by whatever name and over whatever link the site has it.
fn is_in_part(path: &Path, part: &Path) -> bool {
    if path.starts_with(part) {
        return true;
    }
    std::fs::canonicalize(part).is_ok_and(|part| {
        path.starts_with(&part) || path.ancestors().any(|above| is_same(above, &part))
    })
}

/// Whether two paths lead to one file or folder.
#[cfg(unix)]
fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (one.symlink_metadata(), other.symlink_metadata()) {
        (Ok(one), Ok(other)) => (one.dev(), one.ino()) == (other.dev(), other.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same(one: &Path, other: &Path) -> bool {
    one == other
}

/// What a first look at a folder tells of who wrote it.
struct Strange {
    is_empty: bool,
    manifest: Option<Manifest>,
}

impl Strange {
    /// Looks at the folder at a true path.
    fn look(path: &Path) -> Result<Self, Error> {
        let folder = Folder::at(path).map_err(Error::io("read", path))?;
        let listing = folder
            .list(Path::new(""))
            .map_err(Error::io("read", path))?;
        let has_manifest = listing
            .entries
            .iter()
            .any(|(name, kind)| name == manifest::NAME && *kind != Kind::Folder);
        Ok(Self {
            is_empty: listing.entries.is_empty(),
            manifest: if has_manifest {
                Manifest::read(&folder)?
            } else {
                None
            },
        })
    }

    fn is_strange(&self) -> bool {
        self.manifest.is_none() && !self.is_empty
    }

    fn lists(&self, file: &str) -> bool {
        self.manifest
            .as_ref()
            .is_some_and(|manifest| manifest.owns(file))
    }
}

/// Whether two folders are on one disk.
#[cfg(unix)]
fn on_one_disk(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(one), Ok(other)) = (one.symlink_metadata(), other.symlink_metadata()) else {
        return true;
    };
    one.dev() == other.dev()
}

#[cfg(not(unix))]
fn on_one_disk(_one: &Path, _other: &Path) -> bool {
    true
}

/// The path with the links above it and its `..` resolved, as far as it exists. That it is a link itself is refused.
fn resolve(output: &Path) -> Result<PathBuf, Error> {
    let absolute = std::path::absolute(output).map_err(Error::io("find", output))?;
    // Without a `/` at its end, which would follow a link.
    let absolute: PathBuf = absolute.components().collect();
    if std::fs::symlink_metadata(&absolute).is_ok_and(|found| found.is_symlink()) {
        return Err(Error::Linked { path: absolute });
    }
    let mut missing: Vec<Component<'_>> = Vec::new();
    let mut known = absolute.as_path();
    loop {
        match std::fs::canonicalize(known) {
            Ok(mut path) => {
                for part in missing.iter().rev() {
                    match part {
                        Component::ParentDir => {
                            path.pop();
                        }
                        part => path.push(part),
                    }
                }
                return Ok(path);
            }
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                let mut parts = known.components();
                let (Some(last), rest) = (parts.next_back(), parts.as_path()) else {
                    return Err(Error::io("find", output)(cause));
                };
                if std::fs::symlink_metadata(known).is_ok() {
                    return Err(Error::Dangerous {
                        path: output.to_path_buf(),
                        why: "it lies beyond a link that leads to nothing",
                    });
                }
                missing.push(last);
                known = rest;
            }
            Err(cause) => return Err(Error::io("find", output)(cause)),
        }
    }
}
