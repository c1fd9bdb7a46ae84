//! Holds the shape of the source: what each file says of itself, how long it is, and which module may use which.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The floors of the house, lowest first: a module uses only modules of lower floors.
const FLOORS: &[&[&str]] = &[
    &["hash", "letters", "path", "shelf"],
    &[
        "images",
        "language",
        "metadata",
        "runnable",
        "search",
        "share_cards",
        "source",
    ],
    &["diagnostic"],
    &["files", "redirect", "report", "yaml"],
    &["read", "schema"],
    &[
        "config", "data", "glossary", "page", "synonyms", "theme", "write",
    ],
    &["parse", "scaffold", "serve", "view"],
    &["admit", "render"],
    &["formats", "site"],
    &["compose", "external"],
    &["pipeline"],
    &["preview"],
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

/// The top module of a file: `render` of `render/body.rs`.
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

/// Parents and children that use each other, both by name: what a module's own file holds, and the parts that it is made of. Each is
/// one thing in several files, and none is added without a reason.
const ONE_THING: &[(&str, &str)] = &[
    ("compose/mod.rs", "card"),
    ("compose/mod.rs", "glossary"),
    ("compose/mod.rs", "head"),
    ("compose/mod.rs", "links"),
    ("compose/mod.rs", "map"),
    ("compose/mod.rs", "page"),
    ("compose/mod.rs", "share"),
    ("compose/mod.rs", "templates"),
    ("compose/mod.rs", "term"),
    ("compose/mod.rs", "titles"),
    ("language/mod.rs", "cy"),
    ("language/mod.rs", "en"),
    ("parse/markdown/mod.rs", "ideas"),
    ("parse/markdown/mod.rs", "prepare"),
    ("parse/markdown/mod.rs", "state"),
    ("render/sample.rs", "fields"),
    ("render/sample.rs", "reading"),
    ("schema/declared.rs", "meaning"),
    ("search/analysis/mod.rs", "cy"),
    ("search/analysis/mod.rs", "en"),
    ("theme/assets.rs", "css"),
    ("theme/mod.rs", "manifest"),
    ("theme/mod.rs", "messages"),
    ("theme/mod.rs", "pictures"),
    ("theme/mod.rs", "tokens"),
];

/// The names of the items that a text defines at the top of the file.
fn defined(text: &str) -> BTreeSet<&str> {
    let kinds = ["struct", "enum", "fn", "const", "static", "type", "trait"];
    let lines = text
        .lines()
        .filter(|line| !line.starts_with([' ', '/', '#', '}']));
    lines
        .filter_map(|line| {
            let mut words = line
                .split_whitespace()
                .skip_while(|word| !kinds.contains(word));
            let kind = words.next()?;
            // `const fn name`
            let name = words
                .find(|word| !kinds.contains(word))
                .filter(|_| kind != "impl")?;
            let end = name.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
            Some(&name[..end.unwrap_or(name.len())])
        })
        .collect()
}

/// The names that a text takes from its parent: `Route` of `super::Route` and of `super::{links::Link, Route}`.
fn of_parent(code: &str) -> BTreeSet<String> {
    let after = code
        .match_indices("super::")
        .filter(|(at, _)| !code[..*at].ends_with("::"));
    let mut names = BTreeSet::new();
    for (at, found) in after {
        let rest = &code[at + found.len()..];
        let group = rest.strip_prefix('{').map(|group| {
            let end = group.find("};").unwrap_or(group.len());
            &group[..end]
        });
        let mut depth = 0;
        let items = match group {
            Some(group) => group
                .split(|letter: char| {
                    depth += i32::from(letter == '{') - i32::from(letter == '}');
                    letter == ',' && depth == 0
                })
                .collect(),
            None => vec![rest],
        };
        for item in items {
            let item = item.trim();
            let end = item.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
            let end = end.unwrap_or(item.len());
            // What goes on with `::` is a module beside this one.
            if !item[end..].starts_with("::") || item.starts_with(char::is_uppercase) {
                names.insert(item[..end].to_owned());
            }
        }
    }
    names
}

#[test]
fn no_parent_and_child_use_each_other() {
    let texts: BTreeMap<String, String> = files().into_iter().collect();
    let code = |text: &str| -> String {
        let lines = without_tests(text).lines();
        let lines = lines.filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    };
    let mut pairs = 0;
    let mut entangled = Vec::new();
    for (parent, text) in &texts {
        let folder = match parent.strip_suffix("/mod.rs") {
            Some(folder) => folder,
            None => parent.strip_suffix(".rs").unwrap(),
        };
        let text = without_tests(text);
        let own = defined(text);
        let parent_code = code(text);
        // A table of contents names its chapters.
        let uses: Vec<&str> = parent_code
            .split_inclusive(';')
            .filter(|item| !item.trim_start().starts_with("pub"))
            .collect();
        let uses = uses.join("");
        let children = text.lines().filter_map(|line| {
            let line = line.strip_suffix(';')?;
            let (before, name) = line.rsplit_once("mod ")?;
            (before.is_empty() || before.starts_with("pub")).then_some(name)
        });
        for child in children {
            let beside = [
                format!("{folder}/{child}.rs"),
                format!("{folder}/{child}/mod.rs"),
            ];
            let Some(file) = beside.iter().find(|file| texts.contains_key(*file)) else {
                continue;
            };
            pairs += 1;
            let taken = of_parent(&code(&texts[file]));
            let is_used = uses.contains(&format!("{child}::"));
            if is_used && taken.iter().any(|name| own.contains(&**name)) {
                entangled.push((parent.clone(), child.to_owned()));
            }
        }
    }
    assert!(pairs > 150, "{pairs} pairs");
    let excepted: Vec<(String, String)> = ONE_THING
        .iter()
        .map(|(parent, child)| ((*parent).to_owned(), (*child).to_owned()))
        .collect();
    assert_eq!(entangled, excepted);
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

/// Where the clock and the environment are read: the modules that `src/lib.rs` lets reach files are not let reach these too.
#[test]
fn the_clock_and_the_environment_are_read_where_it_is_said() {
    let calls = [
        "SystemTime::now(",
        "Timestamp::now(",
        "Zoned::now(",
        "TimeZone::system(",
    ];
    let environment = [
        "args(",
        "args_os(",
        "var(",
        "var_os(",
        "vars(",
        "current_dir(",
        "temp_dir(",
    ];
    let environment = environment.map(|name| format!("env::{name}"));
    let mut reading: Vec<String> = files()
        .into_iter()
        .filter(|(file, _)| !file.starts_with("cli/") && file != "main.rs")
        .filter(|(file, _)| !file.ends_with("tests.rs"))
        .filter(|(_, text)| {
            let code = without_tests(text);
            calls.iter().any(|call| code.contains(call))
                || environment.iter().any(|call| code.contains(&**call))
        })
        .map(|(file, _)| file)
        .collect();
    reading.sort();
    // When a file was looked at, and when a finished picture was last of use: neither reaches the output.
    assert_eq!(reading, ["read/reader.rs", "write/cache.rs"]);
}

/// Names in backticks of a text that look like a path of this repository: with a folder, or of a file of a kind that is here.
fn named_paths(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            continue;
        }
        for name in line.split('`').skip(1).step_by(2) {
            let plain = |letter: char| letter.is_ascii_alphanumeric() || "._-/".contains(letter);
            let path = name.contains('/') || KINDS.iter().any(|kind| name.ends_with(kind));
            if path && name.chars().all(plain) && !name.starts_with('/') {
                names.insert(name);
            }
        }
    }
    names
}

/// The kinds of file that are named without a folder.
const KINDS: &[&str] = &[".rs", ".mjs", ".js", ".toml"];

/// Names in those texts that are a path of a site, of an output or of what a tool makes, and none of this repository.
const ELSEWHERE: &[&str] = &[
    "../notes.txt",
    ".alongside/cache/",
    "content/about.md",
    "content/stories/key.md",
    "docs/content/diagnostics/AREA/NAME.md",
    "fuzz/artifacts",
    "static/notes.txt",
];

#[test]
fn what_the_documents_name_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules: Vec<String> = files().into_iter().map(|(file, _)| file).collect();
    let mut gone = Vec::new();
    let mut count = 0;
    for document in [
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "tests/README.md",
        "clippy.toml",
    ] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        let mut named = named_paths(&text);
        if document == "clippy.toml" {
            // Here reasons name paths without backticks.
            let words = text.split([' ', '"', ',', ':', '`']);
            named.extend(words.filter(|word| word.starts_with("src/")));
        }
        for name in named {
            count += 1;
            // A module is named from `src/` on, a test from `tests/` on, and within a folder's own row by its name alone.
            let there = ["", "src", "tests", "tests/suite"]
                .iter()
                .any(|folder| root.join(folder).join(name).exists())
                || modules
                    .iter()
                    .any(|module| module.rsplit('/').next() == Some(name));
            if !there && !ELSEWHERE.contains(&name) {
                gone.push(format!("{document} names `{name}`"));
            }
        }
    }
    assert!(count > 40, "only {count} paths were found");
    assert_eq!(gone, [""; 0]);
}

#[test]
fn every_module_has_its_row_in_the_table_of_floors() {
    let text = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let text = fs::read_to_string(text).unwrap();
    let mut rows = Vec::new();
    let mut here = 0;
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        here = cells[1].parse().unwrap_or(here);
        let names = cells[2].split('`').skip(1).step_by(2);
        if here > 0 {
            rows.extend(
                names.map(|name| (name.trim_end_matches(".rs").trim_end_matches('/'), here)),
            );
        }
    }
    for (floor, modules) in FLOORS.iter().enumerate() {
        for module in *modules {
            assert!(
                rows.contains(&(*module, floor + 1)),
                "{module} on floor {}",
                floor + 1
            );
        }
    }
}

/// Parts whose errors still return the cause that their message says.
const CAUSES_TOLD_TWICE: &[&str] = &["write/mod.rs"];

#[test]
fn an_error_tells_its_cause_once() {
    let twice: Vec<String> = files()
        .into_iter()
        .filter(|(file, text)| {
            let code = without_tests(text);
            !CAUSES_TOLD_TWICE.contains(&&**file)
                && (code.contains("#[source]") || code.contains("#[from]"))
        })
        .map(|(file, _)| file)
        .collect();
    assert_eq!(twice, [""; 0]);
}
