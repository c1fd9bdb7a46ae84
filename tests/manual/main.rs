//! The manual is true: its examples are built, its tables are compared with the declarations that they tell of, and the whole
//! of it builds without a finding. The pages about diagnostics have a test of their own and are left out here.
//!
//! A tutorial is done step by step (`tutorials.rs`).
//! Between `<!-- made: NAME -->` and `<!-- end -->` stands what is made from the program; `ALONGSIDE_BLESS=1` writes it anew.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the tests lay files on a disk and run the program"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use alongside::config::declared::site_fields;
use alongside::parse::markdown::DirectiveDecls;
use alongside::parse::markdown::declared::{AttributeKind, Form, NOTE_KINDS, Needed};
use alongside::schema::declared::{builtin, plain_type};
use alongside::schema::scaffold::field_table;
use alongside::schema::{Field, Fields, Kind, Localised, TypeDecl, Value};
use tempfile::TempDir;

use fences::fences;

mod fences;
mod tutorials;

/// The folder of the manual.
fn manual() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// The pages that this test answers for, with their texts.
fn pages() -> Vec<(PathBuf, String)> {
    let mut folders = vec![manual().join("content")];
    let mut pages = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with("content/diagnostics") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let text = fs::read_to_string(&path).unwrap();
                pages.push((path, text));
            }
        }
    }
    pages.sort();
    pages
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_alongside"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NETLIFY")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// What `check` finds in a folder: one line of JSON for each finding.
fn findings(site: &Path) -> String {
    let printed = run(site, &["check", "--format", "json", "--now", "2026-06-01"]);
    let findings = printed
        .lines()
        .filter(|line| !line.starts_with("{\"summary\""));
    findings.fold(String::new(), |all, line| all + line + "\n")
}

/// Lays a site from its files, with a plain `site.yaml` and home page where it has none.
fn lay(files: &BTreeMap<&str, &str>) -> TempDir {
    let site = TempDir::new().unwrap();
    let plain = [
        (
            "site.yaml",
            "title: A site\nbase_url: https://network.example\n",
        ),
        ("content/_index.md", "---\ntitle: Home\n---\nHello.\n"),
    ];
    let given = files.iter().map(|(path, text)| (*path, *text));
    for (path, text) in plain.into_iter().chain(given) {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    site
}

#[test]
fn every_example_of_files_builds_without_a_finding() {
    let mut wrong = String::new();
    let mut examples = 0;
    for (path, text) in pages() {
        if tutorials::is_one(&path) {
            continue;
        }
        let mut sites: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
        for fence in fences(&text) {
            if let Some(file) = fence.file() {
                sites
                    .entry(fence.heading)
                    .or_default()
                    .insert(file, fence.text);
            }
        }
        for (heading, files) in sites {
            examples += 1;
            let found = findings(lay(&files).path());
            if !found.is_empty() {
                writeln!(wrong, "{}, “{heading}”:\n{found}", path.display()).unwrap();
            }
        }
    }
    assert!(examples > 9, "only {examples} examples were found");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_piece_of_markdown_is_sound_but_for_its_files() {
    let rules =
        "title: A site\nbase_url: https://network.example\nrules: {link/missing-target: \"off\"}\n";
    let mut texts = Vec::new();
    for (path, text) in pages() {
        for (number, fence) in fences(&text).into_iter().enumerate() {
            if fence.file().is_none() && fence.language == "markdown" {
                let name = path.file_stem().unwrap().to_str().unwrap();
                texts.push((
                    format!("content/{name}-{number}.md"),
                    format!("---\ntitle: {name} {number}\n---\n{}", fence.text),
                ));
            }
        }
    }
    assert!(texts.len() > 9, "only {} pieces were found", texts.len());
    let mut files: BTreeMap<&str, &str> = texts
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    files.insert("site.yaml", rules);
    assert_eq!(findings(lay(&files).path()), "");
}

#[test]
fn the_manual_builds_without_a_finding() {
    assert_eq!(findings(&manual()), "");
}

/// What the program knows by name, and the page that tells of it. Tables that are made from the program need no such look.
#[test]
fn the_reference_leaves_nothing_out() {
    let source =
        |path: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    // The quoted words between two marks of a source.
    let words = |path: &str, from: &str, to: &str| -> Vec<String> {
        let text = source(path);
        let (_, text) = text.split_once(from).expect("the list is there");
        let (text, _) = text.split_once(to).expect("the list ends");
        let quoted = text.split('"').skip(1).step_by(2);
        quoted.map(str::to_owned).collect()
    };
    let after = |path: &str, mark: &str| -> Vec<String> {
        let text = source(path);
        let names = text.split(mark).skip(1).map(|rest| {
            let rest = rest.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
            rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .next()
                .unwrap_or_default()
                .to_owned()
        });
        names.collect()
    };
    let declared = "src/schema/declared.rs";
    let functions = "src/render/functions.rs";
    let components = "themes/hearth/templates/partials/components.html";
    let mut missing = Vec::new();
    for (names, page) in [
        (words(declared, "KINDS: &[&str]", "];"), "reference/fields"),
        (
            words(declared, "FIELD_PROPERTIES: &[&str]", "];"),
            "reference/fields",
        ),
        (
            words(declared, "TYPE_PROPERTIES: &[&str]", "];"),
            "reference/configuration",
        ),
        (
            words("src/theme/manifest.rs", "KEYS: [&str", "];"),
            "guides/making-a-theme",
        ),
        (
            words(
                "src/language/mod.rs",
                "NAMES: [(&'static str, DateStyle)",
                "];",
            ),
            "reference/templates",
        ),
        (after(functions, "register_filter("), "reference/templates"),
        (
            after(functions, "register_function("),
            "reference/templates",
        ),
        (after(components, "{% component "), "reference/templates"),
    ] {
        assert!(names.len() > 1, "only {names:?} for {page}");
        let text = fs::read_to_string(manual().join(format!("content/{page}.md"))).unwrap();
        for name in names {
            let is_there = [
                format!("`{name}`"),
                format!("{name}("),
                format!("<{name} "),
                format!("| {name}"),
                format!("\"{name}\""),
                format!("\n{name}:"),
            ];
            if !is_there.iter().any(|written| text.contains(written)) {
                missing.push(format!("{page}: {name}"));
            }
        }
    }
    assert_eq!(missing, [""; 0]);
}

#[test]
fn what_is_made_from_the_program_is_as_the_program_has_it() {
    let bless = std::env::var_os("ALONGSIDE_BLESS").is_some();
    let mut stale = Vec::new();
    for (path, text) in pages() {
        let mut made = String::new();
        let mut rest = &*text;
        while let Some((before, after)) = rest.split_once("<!-- made: ") {
            let (name, after) = after.split_once(" -->").expect("a mark is closed");
            let (_, after) = after
                .split_once("<!-- end -->")
                .expect("what is made has an end");
            write!(
                made,
                "{before}<!-- made: {name} -->\n\n{}\n<!-- end -->",
                section(name)
            )
            .unwrap();
            rest = after;
        }
        made.push_str(rest);
        if made != text {
            if bless {
                fs::write(&path, made).unwrap();
            } else {
                stale.push(path);
            }
        }
    }
    assert!(
        stale.is_empty(),
        "these pages are behind the program; ALONGSIDE_BLESS=1 cargo test --test manual writes them anew: {stale:?}"
    );
}

fn section(name: &str) -> String {
    match name.split_once(' ') {
        Some(("fields", kind)) => fields(kind),
        None if name == "site" => site_table(),
        None if name == "directives" => directives(),
        None if name == "help" => help(),
        None if name == "data" => data(),
        _ => panic!("nothing is made by the name `{name}`"),
    }
}

/// The fields of a type that are not those of every type.
fn fields(kind: &str) -> String {
    let builtin = builtin();
    if kind == "common" {
        return field_table(&plain_type("page", &builtin.common), "en");
    }
    let declared = &builtin.types[kind];
    let own: Fields = declared
        .fields
        .iter()
        .filter(|(name, field)| builtin.common.get(*name) != Some(*field))
        .map(|(name, field)| (name.clone(), field.clone()))
        .collect();
    let mut text = String::new();
    let folders: Vec<String> = declared
        .sections
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    match &*folders {
        [] => {}
        [one] => writeln!(text, "Folder: {one}.").unwrap(),
        several => writeln!(text, "Folders: {}.", several.join(", ")).unwrap(),
    }
    let pattern = declared.permalink.get("").unwrap_or_default();
    writeln!(text, "Address: `{pattern}`.\n").unwrap();
    if own.is_empty() {
        text.push_str("It has no fields but those that every type has.\n");
    } else {
        let shown = TypeDecl {
            fields: own,
            ..declared.clone()
        };
        text.push_str(&field_table(&shown, "en"));
    }
    text
}

fn site_table() -> String {
    let mut table = String::from(
        "| Key | Holds | What it is | Otherwise | Example |\n| --- | --- | --- | --- | --- |\n",
    );
    site_rows("", site_fields(), &mut table);
    table
}

fn site_rows(prefix: &str, fields: &Fields, table: &mut String) {
    for (name, field) in fields {
        let help = english(&field.help);
        let default = field.default.as_ref().map(plain).unwrap_or_default();
        let example = field
            .example
            .as_deref()
            .map(|example| format!("`{example}`"));
        let needed = if field.required == alongside::schema::Need::Required {
            " (needed)"
        } else {
            ""
        };
        writeln!(
            table,
            "| `{prefix}{name}` | {}{needed} | {help} | {default} | {} |",
            holds(&field.kind),
            example.unwrap_or_default()
        )
        .unwrap();
        inside(&format!("{prefix}{name}"), &field.kind, table);
    }
}

/// The rows of what stands inside a value.
fn inside(path: &str, kind: &Kind, table: &mut String) {
    match kind {
        Kind::Object(fields) => site_rows(&format!("{path}."), fields, table),
        Kind::Map(of) => inside(&format!("{path}.NAME"), &of.kind, table),
        Kind::List(of) => inside(&format!("{path}[]"), &of.kind, table),
        Kind::OneOf(shapes) => shapes
            .iter()
            .for_each(|shape| inside(path, &shape.kind, table)),
        _ => {}
    }
}

fn holds(kind: &Kind) -> String {
    let text_for_each = [
        Field::of(Kind::Text),
        Field::of(Kind::Map(Box::new(Field::of(Kind::Text)))),
    ];
    match kind {
        Kind::OneOf(shapes) if **shapes == text_for_each => "text for each language".into(),
        Kind::OneOf(shapes) => {
            let shapes: Vec<String> = shapes.iter().map(|shape| holds(&shape.kind)).collect();
            shapes.join(", or ")
        }
        Kind::Map(of) => format!("by name: {}", holds(&of.kind)),
        Kind::List(of) => format!("list of {}", holds(&of.kind)),
        Kind::Object(_) => "settings".into(),
        Kind::Bool => "`true` or `false`".into(),
        Kind::Number => "number".into(),
        Kind::Any => "anything".into(),
        Kind::Enum(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            words.join(", ")
        }
        _ => "text".into(),
    }
}

fn english(text: &Localised) -> &str {
    text.get("en").unwrap_or_default()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Bool(value) => format!("`{value}`"),
        Value::Int(value) => format!("`{value}`"),
        Value::Text(value) => format!("`{value}`"),
        _ => String::new(),
    }
}

fn directives() -> String {
    let known = DirectiveDecls::built_in(["themes"]);
    let mut table = String::from("| block | inside | attributes |\n| --- | --- | --- |\n");
    for name in known.names() {
        let (_, declared) = known.get(name).unwrap();
        let form = match declared.form {
            Form::Container => "always",
            Form::Leaf => "never",
            Form::Either => "if you like",
        };
        let attributes: Vec<String> = declared
            .attributes
            .iter()
            .filter(|(name, _)| &***name != "id")
            .map(|(name, attribute)| {
                let kind = match &attribute.kind {
                    AttributeKind::Text => "text".into(),
                    AttributeKind::Names => "names, parted by commas".into(),
                    AttributeKind::Number => "a number".into(),
                    AttributeKind::Flag => "a flag".into(),
                    AttributeKind::Lang => "a language's code".into(),
                    AttributeKind::Word => "a word".into(),
                    AttributeKind::Id => "an anchor".into(),
                    AttributeKind::Image => "a picture".into(),
                    AttributeKind::File => "a file".into(),
                    AttributeKind::OneOf(words) => {
                        assert_eq!(words.len(), NOTE_KINDS.len());
                        words.join(", ")
                    }
                };
                let needed = match attribute.needed {
                    Needed::No => "",
                    Needed::Always => "; needed",
                    Needed::WithoutBody => "; needed when there is nothing inside",
                };
                format!("`{name}` ({kind}{needed})")
            })
            .collect();
        writeln!(table, "| `{name}` | {form} | {} |", attributes.join(", ")).unwrap();
    }
    table
}

fn help() -> String {
    let here = manual();
    let whole = run(&here, &["--help"]);
    let (_, list) = whole.split_once("Commands:\n").unwrap();
    let commands = list
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help");
    let mut text = String::from("## All commands\n\n");
    writeln!(text, "```text\n{}\n```", tidy(&run(&here, &["-h"]))).unwrap();
    for command in commands {
        writeln!(
            text,
            "\n## alongside {command}\n\n```text\n{}\n```",
            tidy(&run(&here, &[command, "-h"]))
        )
        .unwrap();
    }
    text
}

fn tidy(help: &str) -> String {
    let lines: Vec<&str> = help.trim().lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// What templates are given, from the comments of the views themselves.
fn data() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/view");
    let files = [
        "page",
        "link",
        "card",
        "term",
        "map",
        "list",
        "head",
        "site",
        "own_fields",
        "reading",
    ];
    let source: String = files
        .map(|file| fs::read_to_string(folder.join(format!("{file}.rs"))).unwrap())
        .concat();
    let mut text = String::new();
    let mut comment: Vec<&str> = Vec::new();
    let mut shown = false;
    for line in source.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("///") {
            comment.push(words.trim());
            continue;
        }
        if let Some(name) = line
            .strip_prefix("pub struct ")
            .and_then(|rest| rest.strip_suffix(" {"))
        {
            // The view itself is not given: its parts are.
            shown = !["PageView", "Target", "Spot"].contains(&name);
            if shown {
                let heading = match name {
                    "PageData" => "`page`",
                    "ListData" => "`list`",
                    "Head" => "`head`",
                    "SiteData" => "`site`",
                    other => other,
                };
                writeln!(
                    text,
                    "{}### {heading}\n\n{}\n\n| name | kind | what it is |\n| --- | --- | --- |",
                    if text.is_empty() { "" } else { "\n" },
                    comment.join(" ")
                )
                .unwrap();
            }
        } else if let Some((name, kind)) = line
            .strip_prefix("pub ")
            .and_then(|rest| rest.strip_suffix(','))
            .and_then(|rest| rest.split_once(": "))
            .filter(|_| shown)
        {
            let words = comment.join(" ").replace('|', "\\|");
            writeln!(text, "| `{name}` | {} | {words} |", said_kind(kind)).unwrap();
        }
        if !line.starts_with("#[") {
            comment.clear();
        }
    }
    text
}

/// A type of the program in words.
fn said_kind(kind: &str) -> String {
    let inner = |outer: &str| {
        kind.strip_prefix(outer)
            .and_then(|rest| rest.strip_suffix('>'))
    };
    if let Some(of) = inner("Option<") {
        return format!("{}, or nothing", said_kind(of));
    }
    if let Some(of) = inner("Vec<") {
        return format!("list of {}", said_kind(of));
    }
    // Sharing is the program's affair: a template sees what is shared.
    if let Some(of) = inner("Shared<") {
        return said_kind(of);
    }
    if let Some(of) = inner("BTreeMap<Arc<str>, ") {
        return format!("by name: {}", said_kind(of));
    }
    match kind {
        "Arc<str>" => "text".into(),
        "bool" => "true or false".into(),
        "u32" | "u64" => "number".into(),
        "Value" => "anything".into(),
        "(Shared<Link>, u32)" => "pair of Link and number".into(),
        "(Arc<str>, Arc<str>)" => "pair of text and text".into(),
        other => other
            .trim_start_matches("Arc<")
            .trim_end_matches('>')
            .into(),
    }
}
