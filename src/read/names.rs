//! Names of files and folders: those that cannot be an address, or cannot live on every system, are refused.
//!
//! Spaces, accents, emoji and quotation marks are allowed: an address encodes them.

use std::ffi::OsStr;

use crate::diagnostic::{Diagnostic, Place, codes};
use crate::hash::Table;
use crate::path::{SitePath, UrlPath, portable};

use super::found::{Found, shown};

/// Reports a name that cannot be used; says whether it was refused.
pub(super) fn refuse(path: &str, name: &OsStr, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let Some((fault, help)) = fault(name) else {
        return false;
    };
    let printed = shown(&name.to_string_lossy());
    diagnostics.push(
        Diagnostic::new(
            &codes::FILE_NAME,
            Place::file(&SitePath::new(shown(path))),
            format!("the name `{printed}` {fault}"),
        )
        .help(help),
    );
    true
}

/// What is wrong with a name, and how to mend it.
fn fault(name: &OsStr) -> Option<(&'static str, &'static str)> {
    let Some(name) = name.to_str() else {
        return Some((
            "is not UTF-8 text",
            "rename it with letters that every system can show",
        ));
    };
    portable::source_name_fault(name)
}

/// Reports names that differ only in case or normal form, and keeps one file for each path.
///
/// `found` is in the order of its paths, which are in one normal form already.
pub(super) fn distinct(found: Vec<Found>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    let mut first: Table<String, usize> =
        Table::with_capacity_and_hasher(found.len(), Default::default());
    for file in found {
        let key = UrlPath::new(file.path.as_str()).collision_key();
        let Some(other) = first.get(&key).map(|at| &kept[*at].path) else {
            first.insert(key, kept.len());
            kept.push(file);
            continue;
        };
        let same = *other == file.path;
        let message = if same {
            format!(
                "`{}` is the name of two files whose accented letters are stored in two ways",
                file.path
            )
        } else {
            format!(
                "`{}` and `{other}` differ only in capital letters",
                file.path
            )
        };
        diagnostics.push(
            Diagnostic::new(&codes::FILE_NAME, Place::file(&file.path), message)
                .help("rename one of the two: on many systems they are one file")
                .related(Place::file(other), "the other file"),
        );
        if !same {
            kept.push(file);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_some_system_cannot_hold_are_refused_and_odd_ones_are_not() {
        for bad in [
            "con",
            "NUL.md",
            "com1.tar.gz",
            "LPT9",
            "a.",
            "a ",
            "a\nb",
            "a\\b",
            "tab\t",
            "aux .md",
        ] {
            assert!(fault(OsStr::new(bad)).is_some(), "{bad:?}");
        }
        for good in [
            "console.md",
            "com10",
            "an old key.md",
            "caffè.md",
            "🗝.md",
            "\"quoted\".md",
            "it's",
            "a..b",
        ] {
            assert!(fault(OsStr::new(good)).is_none(), "{good:?}");
        }
    }
}
