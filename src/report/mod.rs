//! What a person or a program reads of the findings: the only place that turns bytes into lines and knows a terminal.
//!
//! Every form takes the same sorted findings. Nothing here decides what is a finding.

pub mod github;
pub mod html;
pub mod human;
pub mod json;
pub mod sarif;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::wording::count;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::path::SitePath;
use crate::source::{LineColumn, LineIndex};

/// The texts that findings point into, with their lines found when they are first asked for.
#[derive(Debug)]
pub struct Sources<'a> {
    files: BTreeMap<&'a SitePath, Source<'a>>,
}

#[derive(Debug)]
struct Source<'a> {
    text: &'a str,
    lines: OnceCell<LineIndex<'a>>,
}

/// A place as people count: the first character and the one after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The first character.
    pub start: LineColumn,
    /// The character after the last.
    pub end: LineColumn,
}

impl<'a> Source<'a> {
    fn lines(&self) -> &LineIndex<'a> {
        self.lines.get_or_init(|| LineIndex::new(self.text))
    }
}

impl<'a> Sources<'a> {
    /// The texts by path.
    pub fn new(texts: &'a BTreeMap<SitePath, Arc<str>>) -> Self {
        let files = texts
            .iter()
            .map(|(path, text)| {
                let source = Source {
                    text,
                    lines: OnceCell::new(),
                };
                (path, source)
            })
            .collect();
        Self { files }
    }

    /// The text of a file, with its lines.
    fn text(&self, path: &SitePath) -> Option<(&'a str, &LineIndex<'a>)> {
        let source = self.files.get(path)?;
        Some((source.text, source.lines()))
    }

    /// Where a place is. A whole file counts as its first character.
    pub fn region(&self, place: &Place) -> Region {
        let first = LineColumn { line: 1, column: 1 };
        let located = place.span.and_then(|span| {
            let source = self.files.get(&place.file)?;
            let lines = source.lines();
            Some(Region {
                start: lines.locate(span.start),
                end: lines.locate(span.end.max(span.start)),
            })
        });
        located.unwrap_or(Region {
            start: first,
            end: first,
        })
    }
}

/// How many findings there are of each weight, and in how many files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Pieces of advice.
    pub advice: usize,
    /// Files with at least one finding.
    pub files: usize,
}

impl Counts {
    /// Counts findings.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let with = |severity| {
            diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.severity == severity)
                .count()
        };
        let files: BTreeSet<&SitePath> = diagnostics
            .iter()
            .map(|diagnostic| &diagnostic.place.file)
            .collect();
        Self {
            errors: with(Severity::Error),
            warnings: with(Severity::Warning),
            advice: with(Severity::Advice),
            files: files.len(),
        }
    }

    /// `3 errors and 1 warning in 2 files`; none when nothing was found.
    pub fn sentence(self) -> Option<String> {
        let mut parts: Vec<String> = [
            (self.errors, "error", "errors"),
            (self.warnings, "warning", "warnings"),
            (self.advice, "piece of advice", "pieces of advice"),
        ]
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(number, one, many)| count(number as u64, one, many))
        .collect();
        let last = parts.pop()?;
        let found = if parts.is_empty() {
            last
        } else {
            format!("{} and {last}", parts.join(", "))
        };
        let files = if self.files == 1 { "file" } else { "files" };
        Some(format!("{found} in {} {files}", self.files))
    }
}

#[cfg(test)]
mod tests;
