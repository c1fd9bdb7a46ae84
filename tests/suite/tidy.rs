//! Holds the shape of the source: what each file says of itself, how long it is, and which module may use which.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The floors of the house, lowest first: a module uses only modules of lower floors.
const FLOORS: &[&[&str]] = &[
    &["hash", "path", "shelf"],
    &["cards", "images", "language", "search", "source"],
    &["diagnostic"],
    &["files", "report", "yaml"],
    &["read", "schema"],
    &["config", "data", "glossary", "theme", "write"],
    &["parse", "scaffold", "serve"],
    &["admit", "render"],
    &["index", "site"],
    &["compose", "external"],
    &["pipeline"],
    &["cli"],
];

/// The most lines of a file, its tests not counted.
const LONGEST: usize = 600;

/// Files that are one long match or one walk, whose parts would only be read together; none of them grows.
const LONGER: &[(&str, usize)] = &[];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file below `src/`, by its path from there, with its text.
fn files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![source()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(source()).unwrap();
                let name = name.to_str().unwrap().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// The text without its tests, which stand at its end.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap()
}

/// The top module of a file: `render` of `render/view.rs`.
fn module(file: &str) -> &str {
    let top = file.split('/').next().unwrap();
    top.strip_suffix(".rs").unwrap_or(top)
}

/// Top modules that a text names after `crate::`.
fn used(text: &str) -> BTreeSet<&str> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| {
        line.match_indices("crate::")
            .map(move |(at, found)| &line[at + found.len()..])
    })
    .map(|rest| {
        let end = rest
            .find(|character: char| !character.is_ascii_alphanumeric() && character != '_')
            .unwrap_or(rest.len());
        &rest[..end]
    })
    .filter(|name| !name.is_empty())
    .collect()
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<String> = files()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(file, _)| file)
        .collect();
    assert_eq!(silent, [""; 0]);
}

#[test]
fn no_file_is_too_long_to_read() {
    let long: Vec<(String, usize)> = files()
        .into_iter()
        .filter(|(file, _)| !file.ends_with("tests.rs"))
        .map(|(file, text)| (file, without_tests(&text).lines().count()))
        .filter(|(file, lines)| {
            let longer = LONGER.iter().find(|(name, _)| name == file);
            *lines > longer.map_or(LONGEST, |(_, most)| *most)
        })
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn modules_use_lower_floors_only() {
    let mut upward = Vec::new();
    for (file, text) in files() {
        let module = module(&file);
        if matches!(module, "lib" | "main") {
            continue;
        }
        let Some(here) = floor(module) else {
            upward.push(format!("{file}: the module `{module}` is on no floor"));
            continue;
        };
        if file.ends_with("tests.rs") {
            continue;
        }
        for name in used(without_tests(&text)) {
            if name != module && floor(name).is_none_or(|there| there >= here) {
                upward.push(format!("{file} uses `{name}`"));
            }
        }
    }
    assert_eq!(upward, [""; 0]);
}

#[test]
fn nothing_is_imported_wholesale_outside_tests() {
    let wholesale: Vec<String> = files()
        .into_iter()
        .filter(|(file, _)| !file.ends_with("tests.rs"))
        .filter(|(_, text)| without_tests(text).contains("use super::*"))
        .map(|(file, _)| file)
        .collect();
    assert_eq!(wholesale, [""; 0]);
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    let empty = ["utils", "util", "helpers", "common", "misc"];
    let named: Vec<String> = files()
        .into_iter()
        .map(|(file, _)| file)
        .filter(|file| file.split(['/', '.']).any(|part| empty.contains(&part)))
        .collect();
    assert_eq!(named, [""; 0]);
}
