//! Which folders a site may be written to.

use std::path::{Component, Path, PathBuf};

use super::Error;

/// The parts of a site that hold the author's own work.
const SOURCES: [&str; 6] = ["content", "data", "static", "themes", ".git", ".alongside"];

/// Why a folder that is a disk of its own cannot be replaced.
pub(super) const MOUNTED: &str = "a disk is mounted there, so that an old and a new site cannot change places; choose a folder inside it";

/// The true path of the output folder, which need not be there yet; refused when a mistake there would cost the author dearly.
///
/// # Errors
///
/// When the folder is one that no site may be written to, or its parent cannot be found.
pub(super) fn check(site: &Path, output: &Path) -> Result<PathBuf, Error> {
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
    if SOURCES.iter().any(|part| path.starts_with(site.join(part))) {
        return refuse("it is a part of the site that you write");
    }
    let home = std::env::home_dir().and_then(|home| std::fs::canonicalize(home).ok());
    if home.is_some_and(|home| home.starts_with(&path)) {
        return refuse("it is or holds your home folder");
    }
    match std::fs::symlink_metadata(&path) {
        Ok(metadata) if !metadata.is_dir() => refuse("there is a file of that name"),
        Ok(_) if path.join("site.yaml").exists() => refuse("it holds a site of its own"),
        Ok(_) if !on_one_disk(&path, parent) => refuse(MOUNTED),
        _ => Ok(path),
    }
}

/// Whether two folders are on one disk.
#[cfg(unix)]
pub(super) fn on_one_disk(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(one), Ok(other)) = (one.symlink_metadata(), other.symlink_metadata()) else {
        return true;
    };
    one.dev() == other.dev()
}

#[cfg(not(unix))]
pub(super) fn on_one_disk(_one: &Path, _other: &Path) -> bool {
    true
}

/// The path with its links and `..` resolved, as far as it exists.
fn resolve(output: &Path) -> Result<PathBuf, Error> {
    let absolute = std::path::absolute(output).map_err(Error::io("find", output))?;
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
                        why: "it is a link that leads to nothing",
                    });
                }
                missing.push(last);
                known = rest;
            }
            Err(cause) => return Err(Error::io("find", output)(cause)),
        }
    }
}
