//! Whole small sites: each file of the output is sound, or nothing is published and the findings say why.
//!
//! The input is files, each begun by a line `=== PATH`; a `site.yaml` and a home page are added where they are missing.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use alongside::config::Environment;
use alongside::diagnostic::{Diagnostic, Severity};
use alongside::files::{AssetFile, FileBytes, Files, ThemeFile};
use alongside::hash::ContentHash;
use alongside::path::{OutputPath, SitePath};
use alongside::pipeline::{self, Options, Press, Purpose, Session};
use alongside::source::SourceFile;

use super::{found, markup};

/// The files of an output by path.
pub type Output = BTreeMap<String, Vec<u8>>;

/// The time of every build.
pub fn now() -> jiff::Timestamp {
    "2026-11-22T12:00:00Z".parse().expect("a time")
}

fn options() -> Options {
    Options {
        now: now(),
        environment: Environment::Production,
        base_url: None,
        canonical_url: None,
        drafts: false,
        for_author: false,
        check_templates: false,
    }
}

thread_local! {
    /// What earlier sites left: a session must not be misled by any of it.
    static KEPT: RefCell<(Session, Press)> = RefCell::default();
}

/// Builds the site of these files; gives what was said of it and, where nothing was wrong, its output.
pub fn built(text: &str) -> (Vec<Diagnostic>, Option<Output>) {
    let files = files(&texts(text));
    let (found, output) = KEPT.with_borrow_mut(|(session, press)| build(session, press, &files));
    found::check(&found, &files.texts(&found));
    let failed = found
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    (found, (!failed).then_some(output))
}

/// Reads bytes as the files of a site and builds it.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let texts = texts(&text);
    let files = files(&texts);
    let (found, output) = KEPT.with_borrow_mut(|(session, press)| build(session, press, &files));
    found::check(&found, &files.texts(&found));
    let failed = found
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    if !failed {
        holds(&output, &texts);
    }
    // A build that knows nothing costs much more, so it is not made for every input.
    if ContentHash::of(data).short().as_bytes()[0].is_multiple_of(4) {
        let cold = pipeline::build(&files, &options());
        assert_eq!(cold.diagnostics, found);
        let artifacts: Output = cold
            .artifacts
            .iter()
            .map(|artifact| (artifact.path.to_string(), bytes(&artifact.bytes)))
            .collect();
        assert_eq!(artifacts.is_empty(), failed);
        if !failed {
            let differing: Vec<&String> = output
                .keys()
                .chain(artifacts.keys())
                .filter(|path| output.get(*path) != artifacts.get(*path))
                .collect();
            assert!(
                differing.is_empty(),
                "{differing:?} are not what a first build makes"
            );
        }
    }
}

fn build(session: &mut Session, press: &mut Press, files: &Files) -> (Vec<Diagnostic>, Output) {
    let edition = session.update(files, &options());
    let made = Mutex::new(Vec::new());
    let printed = press.print(&edition, Purpose::Publish, &|artifact| {
        let file = (artifact.path.to_string(), bytes(&artifact.bytes));
        made.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(file);
    });
    let found = edition.diagnostics(&printed.diagnostics);
    let made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    let number = made.len();
    let output = Output::from_iter(made);
    let failed = found
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    assert!(failed || output.len() == number, "a file is written twice");
    (found, output)
}

fn bytes(bytes: &FileBytes) -> Vec<u8> {
    match bytes {
        FileBytes::Memory(bytes) => bytes.to_vec(),
        FileBytes::Disk(path) => unreachable!("{path:?} was never read"),
    }
}

/// The files by path. A path that a reader of folders would refuse becomes another.
fn texts(text: &str) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::from([
        (
            "site.yaml".to_owned(),
            "title: T\nbase_url: https://network.example\n".to_owned(),
        ),
        (
            "content/_index.md".to_owned(),
            "---\ntitle: Home\n---\n".to_owned(),
        ),
    ]);
    let mut path = "content/a.md".to_owned();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("=== ") {
            Some(named) => {
                path = sound_path(named.trim());
                texts.insert(path.clone(), String::new());
            }
            None => texts.entry(path.clone()).or_default().push_str(line),
        }
    }
    texts
}

fn sound_path(path: &str) -> String {
    let parts = || path.split('/');
    let refused = |part: &str| {
        part.is_empty()
            || part.starts_with('.')
            || part.ends_with(['.', ' '])
            || part.len() > 100
            || part.contains(|letter: char| letter.is_control() || letter == '\\')
    };
    let folder = parts().next().unwrap_or_default();
    let known = parts().count() > 1 && ["content", "static", "themes", "data"].contains(&folder);
    if path == "site.yaml" || (known && !parts().any(refused)) {
        path.to_owned()
    } else {
        "content/b.md".to_owned()
    }
}

fn files(texts: &BTreeMap<String, String>) -> Files {
    let mut files = Files::default();
    for (path, text) in texts {
        let source = || SourceFile::new(SitePath::new(path.as_str()), text.as_str());
        let asset = || AssetFile::in_memory(SitePath::new(path.as_str()), text.as_bytes());
        match path.split('/').next().unwrap_or_default() {
            "site.yaml" => files.config = Some(source()),
            "static" => files.statics.push(asset()),
            "themes" => files.themes.push(ThemeFile {
                path: SitePath::new(path.as_str()),
                bytes: text.as_bytes().into(),
            }),
            "data" => files.data.push(source()),
            _ if path.ends_with(".md") => files.content.push(source()),
            _ => files.attachments.push(asset()),
        }
    }
    files
}

/// What holds of a site that would be published.
fn holds(output: &Output, texts: &BTreeMap<String, String>) {
    // What an author writes as HTML, and what a site's own look does, is theirs.
    let own_html = texts.iter().any(|(path, text)| {
        path.starts_with("themes/") || (path.starts_with("content/") && text.contains('<'))
    });
    let copied = |path: &str| {
        texts
            .keys()
            .any(|own| own.starts_with("static/") && own.ends_with(path))
            || texts
                .keys()
                .any(|own| own.rsplit('/').next() == path.rsplit('/').next())
    };
    let mut taken = BTreeSet::new();
    for (path, bytes) in output {
        assert!(
            OutputPath::checked(path).is_some() && !path.contains(['\\', '\n', '\r', '\0']),
            "{path:?}"
        );
        assert!(
            taken.insert(path.to_lowercase()),
            "{path:?} differs from another file in case only"
        );
        if copied(path) {
            continue;
        }
        let text = || std::str::from_utf8(bytes).expect("what Alongside writes is text");
        match path.rsplit('.').next() {
            Some("html") => {
                let html = text();
                let read = markup::read(html);
                if !own_html {
                    read.is_sound(html);
                    read.runs_nothing(html);
                }
            }
            Some("json") => drop(
                serde_json::from_str::<serde_json::Value>(text())
                    .unwrap_or_else(|error| panic!("{path}: {error}")),
            ),
            Some("xml") => xml(path, text()),
            _ => {}
        }
    }
    assert!(output.contains_key("index.html") && output.contains_key("404.html"));
    for line in String::from_utf8_lossy(&output["_redirects"]).lines() {
        assert_eq!(line.split(' ').count(), 3, "{line:?}");
        assert!(line.starts_with('/') && line.is_ascii(), "{line:?}");
    }
    for line in String::from_utf8_lossy(&output["_headers"]).lines() {
        assert!(line.starts_with('/') || line.starts_with("  "), "{line:?}");
        assert!(
            line.bytes()
                .all(|byte| byte.is_ascii_graphic() || byte == b' '),
            "{line:?}"
        );
    }
}

/// Asserts that a text is well-formed XML whose characters XML allows.
fn xml(path: &str, text: &str) {
    let odd = text.chars().find(|letter| {
        (letter.is_control() && !matches!(letter, '\n' | '\r' | '\t') && *letter < '\u{7f}')
            || matches!(letter, '\u{fffe}' | '\u{ffff}')
    });
    assert_eq!(odd, None, "{path}");
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag)) => {
                for attribute in tag.attributes() {
                    attribute.unwrap_or_else(|error| panic!("{path}: {error}"));
                }
            }
            Ok(_) => {}
            Err(error) => panic!("{path}: {error}"),
        }
    }
}
