//! Listing a site's files: which are read, which links are followed, which names are refused.
//!
//! Nothing is opened here. The list is sorted, so that the order in which a file system lists has no effect.

use std::ffi::OsStr;
use std::fs::FileType;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Place, codes};
use crate::path::SitePath;

use super::found::{Found, Stamp, shown};
use super::names;

/// The parts of a site that are read.
const TOPS: [&str; 5] = ["content", "data", "site.yaml", "static", "themes"];

/// What lies in a site's folder.
#[derive(Debug)]
pub(super) struct Listing {
    /// The files, in the order of their paths.
    pub(super) found: Vec<Found>,
    /// Whether any of them, or a folder of theirs, was reached by a link.
    pub(super) follows_links: bool,
}

/// Lists the site `root`. Both paths are canonical.
pub(super) fn list(
    root: &Path,
    output: Option<&Path>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Listing {
    let mut walk = Walk {
        root,
        output,
        listed: Vec::new(),
        follows_links: false,
        diagnostics,
    };
    for top in TOPS {
        let disk = root.join(top);
        match disk.symlink_metadata() {
            Ok(metadata) => walk.enter(&disk, top, metadata.file_type(), false),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => walk.refuse_unreadable(top, &error.to_string()),
        }
    }
    let mut found: Vec<Found> = Vec::with_capacity(walk.listed.len());
    let looked: Vec<Result<Found, (String, std::io::Error)>> = std::mem::take(&mut walk.listed)
        .into_par_iter()
        .map(|(disk, path)| look(disk, path))
        .collect();
    for looked in looked {
        match looked {
            Ok(file) => found.push(file),
            Err((path, error)) => walk.refuse_unreadable(&path, &error.to_string()),
        }
    }
    found.par_sort_by(|a, b| a.path.cmp(&b.path));
    Listing {
        found,
        follows_links: walk.follows_links,
    }
}

/// Asks a file for its state: what takes longest of all that listing does.
fn look(disk: PathBuf, path: String) -> Result<Found, (String, std::io::Error)> {
    match disk.metadata() {
        Ok(metadata) => Ok(Found {
            path: SitePath::new(match path.is_ascii() {
                true => path,
                false => path.nfc().collect(),
            }),
            stamp: Stamp::of(&metadata),
            disk,
        }),
        Err(error) => Err((path, error)),
    }
}

struct Walk<'a> {
    root: &'a Path,
    output: Option<&'a Path>,
    /// The files, on the disk and in the site.
    listed: Vec<(PathBuf, String)>,
    follows_links: bool,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Walk<'_> {
    /// Takes in a file, a folder with all below it, or what a link leads to.
    fn enter(&mut self, disk: &Path, path: &str, file_type: FileType, linked: bool) {
        if file_type.is_symlink() {
            self.follow(disk, path, linked);
        } else if file_type.is_dir() {
            self.folder(disk, path, linked);
        } else if file_type.is_file() {
            self.listed.push((disk.to_path_buf(), path.to_owned()));
        } else {
            self.diagnostics.push(
                Diagnostic::new(
                    &codes::FILE_UNREADABLE,
                    place(path),
                    format!("`{}` is neither a file nor a folder", shown(path)),
                )
                .help("move it out of the site"),
            );
        }
    }

    /// Takes in all that lies in a folder. Links found on the way are followed when this folder was not reached by one.
    fn folder(&mut self, disk: &Path, path: &str, linked: bool) {
        let mut entries = WalkDir::new(disk).min_depth(1).into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let at = error.path().map_or_else(
                        || path.to_owned(),
                        |at| join(path, at.strip_prefix(disk).unwrap_or(at)),
                    );
                    let cause = error
                        .io_error()
                        .map_or_else(|| error.to_string(), ToString::to_string);
                    self.refuse_unreadable(&at, &cause);
                    continue;
                }
            };
            let below = entry.path().strip_prefix(disk).unwrap_or(entry.path());
            let at = join(path, below);
            let skipped =
                self.is_passed_over(&at, entry.file_name()) || Some(entry.path()) == self.output;
            let refused = !skipped && names::refuse(&at, entry.file_name(), self.diagnostics);
            if skipped || refused {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                continue;
            }
            if !entry.file_type().is_dir() {
                self.enter(entry.path(), &at, entry.file_type(), linked);
            }
        }
    }

    /// Whether a name is one of those that are not read. In `static/`, which is copied as it is, a name with a dot in front that is not
    /// copied is told of, unless everybody knows that it is not.
    fn is_passed_over(&mut self, path: &str, name: &OsStr) -> bool {
        if !name.as_encoded_bytes().starts_with(b".") {
            return false;
        }
        let (Some(name), Some(inside)) = (name.to_str(), path.strip_prefix("static/")) else {
            return true;
        };
        let is_well_known = inside.split('/').next() == Some(WELL_KNOWN);
        // What opens a repository, or holds its owner's secrets, is published by nobody.
        let lower = name.to_lowercase();
        let is_secret = lower.starts_with(".env")
            || matches!(&*lower, ".git" | ".ssh" | ".svn" | ".hg" | ".htpasswd");
        if is_secret || LEFT_ABOUT.contains(&&*lower) || lower.starts_with("._") {
            return true;
        }
        if is_well_known || FOR_HOSTS.contains(&name) {
            return false;
        }
        self.diagnostics.push(
            Diagnostic::new(
                &codes::FILE_NOT_COPIED,
                place(path),
                format!(
                    "`{}` is not published: its name begins with a dot",
                    shown(path)
                ),
            )
            .help("give it a name without the dot, or move it out of `static/`"),
        );
        true
    }

    /// Follows a link once: what it leads to must lie in the site, and must not lead back to where we are.
    fn follow(&mut self, disk: &Path, path: &str, linked: bool) {
        let target = match std::fs::canonicalize(disk) {
            Ok(target) => target,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return self.refuse_link(
                    path,
                    "leads to nothing",
                    "remove the link, or put back what it led to",
                );
            }
            Err(_) => {
                return self.refuse_link(path, "leads back to itself", "remove the link");
            }
        };
        let Ok(inside) = target.strip_prefix(self.root) else {
            return self.refuse_link(
                path,
                "leads out of the site",
                "copy what it leads to into the site: a build must not depend on other folders",
            );
        };
        let hidden = inside
            .iter()
            .any(|part| part.as_encoded_bytes().starts_with(b".") && part != ".well-known");
        let in_output = self.output.is_some_and(|output| target.starts_with(output));
        if hidden || in_output {
            return self.refuse_link(
                path,
                "leads to a part of the site that is not read",
                "remove the link, or move what it leads to",
            );
        }
        self.follows_links = true;
        if !target.is_dir() {
            self.listed.push((disk.to_path_buf(), path.to_owned()));
            return;
        }
        let holds_link = disk
            .parent()
            .and_then(|folder| std::fs::canonicalize(folder).ok())
            .is_none_or(|folder| folder.starts_with(&target));
        if holds_link {
            self.refuse_link(
                path,
                "leads back to a folder that holds it",
                "remove the link",
            );
        } else if linked {
            self.refuse_link(
                path,
                "is a link inside a linked folder, and links are followed once",
                "link to the folder itself",
            );
        } else {
            self.folder(&target, path, true);
        }
    }

    fn refuse_link(&mut self, path: &str, why: &str, help: &str) {
        self.diagnostics.push(
            Diagnostic::new(
                &codes::FILE_LINK,
                place(path),
                format!("the symbolic link `{}` {why}", shown(path)),
            )
            .help(help),
        );
    }

    fn refuse_unreadable(&mut self, path: &str, cause: &str) {
        self.diagnostics.push(
            Diagnostic::new(
                &codes::FILE_UNREADABLE,
                place(path),
                format!("`{}` cannot be read: {cause}", shown(path)),
            )
            .help("check that it is there and that you may read it"),
        );
    }
}

/// Names with a dot in front that a host reads, and that `static/` may therefore hold: anything below [`WELL_KNOWN`] besides.
const FOR_HOSTS: [&str; 3] = [".htaccess", ".nojekyll", ".domains"];

/// The folder of RFC 8615.
const WELL_KNOWN: &str = ".well-known";

/// Names with a dot in front that systems and programs leave about, and that nobody means to publish.
const LEFT_ABOUT: [&str; 12] = [
    ".ds_store",
    ".gitkeep",
    ".gitignore",
    ".gitattributes",
    ".keep",
    ".localized",
    ".directory",
    ".spotlight-v100",
    ".trashes",
    ".fseventsd",
    ".apdisk",
    ".thumbnails",
];

/// The path of what lies `below` the folder at `path`, with `/` on every platform.
fn join(path: &str, below: &Path) -> String {
    let mut joined = path.to_owned();
    for part in below {
        joined.push('/');
        joined.push_str(&part.to_string_lossy());
    }
    joined
}

fn place(path: &str) -> Place {
    Place::file(&SitePath::new(shown(path)))
}
