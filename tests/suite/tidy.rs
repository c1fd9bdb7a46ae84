//! Holds the shape of the source: what each file says of itself, how long it is, and which module may use which.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The floors of the house, lowest first: a module uses only modules of lower floors.
const FLOORS: &[&[&str]] = &[
    &["hash", "path", "shelf"],
    &[
        "cards", "images", "language", "metadata", "runnable", "search", "source",
    ],
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

/// The first names after a path that ends with `::`: one, or those of a group in braces.
fn first_names(rest: &str) -> Vec<&str> {
    let name = |text: &'_ str| {
        let end = text.find(|character: char| !character.is_ascii_lowercase() && character != '_');
        end.unwrap_or(text.len())
    };
    let Some(group) = rest.strip_prefix('{') else {
        return vec![&rest[..name(rest)]];
    };
    let mut names = Vec::new();
    let (mut depth, mut from) = (0, 0);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                let item = group[from..at].trim_start();
                names.push(&item[..name(item)]);
                from = at + 1;
                if character == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    names
}

/// The files of its own top module that a file names: beside it after `super::`, anywhere after `crate::`.
fn names_files(file: &str, text: &str, all: &BTreeSet<String>) -> BTreeSet<String> {
    let code: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let code = code.join("\n");
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
    let beside = if file.ends_with("/mod.rs") {
        above
    } else {
        folder
    };
    let named = |prefix: &str, folder: &str| -> Vec<String> {
        let after = code.match_indices(prefix).filter(|(at, _)| {
            !code[..*at].ends_with("::")
                && !code[..*at].ends_with(|last: char| last.is_alphanumeric())
        });
        let names = after.flat_map(|(at, found)| first_names(&code[at + found.len()..]));
        names
            .flat_map(|name| {
                [
                    format!("{folder}/{name}.rs"),
                    format!("{folder}/{name}/mod.rs"),
                ]
            })
            .collect()
    };
    let top = module(file);
    let mut files = named("super::", beside);
    files.extend(named(&format!("crate::{top}::"), top));
    files
        .into_iter()
        .filter(|named| all.contains(named) && named != file)
        .collect()
}

#[test]
fn no_two_files_use_each_other() {
    let texts = files();
    let all: BTreeSet<String> = texts.iter().map(|(file, _)| file.clone()).collect();
    let mut uses: BTreeMap<&str, BTreeSet<String>> = texts
        .iter()
        .filter(|(file, _)| !file.ends_with("tests.rs"))
        .map(|(file, text)| (&**file, names_files(file, without_tests(text), &all)))
        .collect();
    let arrows: usize = uses.values().map(BTreeSet::len).sum();
    assert!(arrows > 200, "{arrows} arrows");
    // Whoever uses nobody that is left is in no circle.
    loop {
        let left: BTreeSet<String> = uses.keys().map(|file| (*file).to_owned()).collect();
        for used in uses.values_mut() {
            used.retain(|file| left.contains(file));
        }
        let before = uses.len();
        uses.retain(|_, used| !used.is_empty());
        if uses.len() == before {
            break;
        }
    }
    assert!(uses.is_empty(), "{uses:?}");
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
