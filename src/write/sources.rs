//! Whether a folder is, or lies in, somebody's work: a repository's own folder, or the sources of a site.
//!
//! It looks and touches nothing. That a manifest lies in the folder proves nothing here, as a clone may bring one.

use std::fs;
use std::io::Read;
use std::path::{Component, Path};

/// The parts of a site that hold the author's own work.
pub(super) const PARTS: [&str; 6] = ["content", "data", "static", "themes", ".git", ".alongside"];

/// The file that makes a folder a site.
const SITE: &str = "site.yaml";

/// Folders in which programs keep the history of files.
const HISTORIES: [&str; 5] = [".git", ".hg", ".svn", ".jj", ".bzr"];

/// How deep below `content/` pages are looked for, and among how many files: whoever writes a site has one sooner.
const DEEPEST: usize = 8;
const MOST_FILES: usize = 20_000;

/// Why a true path, which need not be there, is somebody's work; nothing when it is not. `is_listed` says of a file in it, by its
/// relative path, whether the folder's own manifest has it.
pub(super) fn refuses(path: &Path, is_listed: &dyn Fn(&str) -> bool) -> Option<&'static str> {
    if path.components().any(is_history) || path.ancestors().any(is_bare_repository) {
        return Some("it is where a program keeps the history of files");
    }
    if is_there(&path.join(SITE)) {
        return Some("it holds a site of its own");
    }
    let is_part = path.ancestors().any(|part| {
        let name = part.file_name().and_then(|name| name.to_str());
        let is_named =
            name.is_some_and(|name| PARTS.iter().any(|part| part.eq_ignore_ascii_case(name)));
        is_named && part.parent().is_some_and(|site| is_there(&site.join(SITE)))
    });
    if is_part {
        return Some("it is a part of a site that somebody writes");
    }
    if is_there(&path.join("theme.yaml")) {
        return Some("it holds a theme (look)");
    }
    let is_in_content = path
        .components()
        .any(|part| part.as_os_str().eq_ignore_ascii_case("content"));
    let mut files = 0;
    let depth = if is_in_content { DEEPEST } else { 1 };
    if has_page(path, "", depth, &mut files, is_listed)
        || has_page(
            &path.join("content"),
            "content/",
            DEEPEST,
            &mut files,
            is_listed,
        )
    {
        return Some("it holds pages that somebody writes");
    }
    None
}

/// Whether a part of a path is where a program keeps the history of files.
fn is_history(part: Component<'_>) -> bool {
    HISTORIES
        .iter()
        .any(|name| part.as_os_str().eq_ignore_ascii_case(name))
}

/// Whether a folder is what is elsewhere in `.git`: with these three Git takes a folder for a repository.
fn is_bare_repository(folder: &Path) -> bool {
    folder.join("HEAD").is_file() && folder.join("objects").is_dir() && folder.join("refs").is_dir()
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether a folder has a Markdown file that begins as pages do, and that its manifest does not list.
fn has_page(
    folder: &Path,
    prefix: &str,
    depth: usize,
    files: &mut usize,
    is_listed: &dyn Fn(&str) -> bool,
) -> bool {
    let is_folder = |path: &Path| path.symlink_metadata().is_ok_and(|found| found.is_dir());
    if depth == 0 || !is_folder(folder) {
        return false;
    }
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    let mut inner = Vec::new();
    for entry in entries.flatten() {
        *files += 1;
        if *files > MOST_FILES {
            return false;
        }
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if kind.is_dir() {
            inner.push((entry.path(), format!("{name}/")));
        } else if kind.is_file()
            && name.ends_with(".md")
            && !is_listed(&name)
            && is_page(&entry.path())
        {
            return true;
        }
    }
    inner
        .iter()
        .any(|(path, prefix)| has_page(path, prefix, depth - 1, files, is_listed))
}

/// Whether a file begins with front matter.
fn is_page(file: &Path) -> bool {
    let mut start = [0; 3];
    fs::File::open(file).is_ok_and(|mut file| file.read_exact(&mut start).is_ok())
        && start == *b"---"
}
