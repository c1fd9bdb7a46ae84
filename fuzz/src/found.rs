//! What must hold of every finding: it points into its file, and every form of report can be printed and read.

use std::collections::BTreeMap;
use std::sync::Arc;

use alongside::diagnostic::{Diagnostic, Place};
use alongside::path::SitePath;
use alongside::report::{Sources, github, human, json, sarif};
use alongside::source::Span;

/// The longest message: it may show a part of what an author wrote, never all of it.
const LONGEST: usize = 2_000;

/// Checks findings about these texts.
pub fn check(found: &[Diagnostic], texts: &BTreeMap<SitePath, Arc<str>>) {
    for finding in found {
        printable(&finding.message);
        if let Some(help) = &finding.help {
            printable(help);
        }
        inside(&finding.place, texts);
        for related in &finding.related {
            printable(&related.message);
            inside(&related.place, texts);
        }
    }
    let sources = Sources::new(texts);
    for finding in found {
        let region = sources.region(&finding.place);
        assert!(region.start <= region.end, "{finding:?}");
        assert!(
            region.start.line >= 1 && region.start.column >= 1,
            "{finding:?}"
        );
    }
    // Escape sequences that set colours, and line ends, are all that a terminal is sent.
    let shown = human::render(found, &sources);
    let plain = without_colours(&shown);
    let odd = plain
        .chars()
        .find(|letter| letter.is_control() && *letter != '\n');
    assert_eq!(odd, None, "{plain:?}");
    let lines = json::render(found, &sources);
    assert_eq!(lines.lines().count(), found.len());
    for line in lines.lines() {
        let read: serde_json::Value = serde_json::from_str(line).expect("a finding is JSON");
        assert!(read["line"].as_u64() >= Some(1), "{line}");
    }
    let commands = github::render(found, &sources, "");
    assert_eq!(commands.lines().count(), found.len(), "{commands}");
    assert!(
        commands.lines().all(|line| line.starts_with("::")),
        "{commands}"
    );
    serde_json::from_str::<serde_json::Value>(&sarif::render(found, &sources, ""))
        .expect("SARIF is JSON");
}

/// Asserts that a span is a stretch of a text.
pub fn stretch(span: Span, text: &str) {
    assert!(
        text.get(span.range()).is_some(),
        "{span:?} is no stretch of {text:?}"
    );
}

fn inside(place: &Place, texts: &BTreeMap<SitePath, Arc<str>>) {
    assert!(!place.file.as_str().is_empty(), "a finding names its file");
    if let (Some(span), Some(text)) = (place.span, texts.get(&place.file)) {
        stretch(span, text);
    }
}

fn printable(text: &str) {
    assert!(!text.is_empty(), "a finding says something");
    assert!(!text.chars().any(char::is_control), "{text:?}");
    assert!(text.len() <= LONGEST, "{} bytes: {text:.200}", text.len());
}

fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        plain.push_str(&rest[..at]);
        let code = &rest[at + 2..];
        let length = code.find(|letter: char| !letter.is_ascii_digit() && letter != ';');
        rest = match length {
            Some(length) if code[length..].starts_with('m') => &code[length + 1..],
            _ => {
                plain.push('\u{1b}');
                code
            }
        };
    }
    plain.push_str(rest);
    plain
}
