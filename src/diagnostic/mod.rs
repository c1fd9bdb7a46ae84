//! Diagnostics: findings about the author's files, as values.
//!
//! A stage never prints and never stops at the first mistake: it returns what it made with what it found, as [`Checked`].
//! This module knows no stage, no terminal and no line numbers; `report` turns a diagnostic into what a person reads.

pub mod codes;
pub mod suggest;
pub mod wording;

use crate::path::SitePath;
use crate::source::Span;

pub use codes::Code;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; never stops anything.
    Advice,
    /// Should be mended; stops a build only under `--strict`.
    Warning,
    /// Nothing is published while it stands.
    Error,
}

impl Severity {
    /// The word for it in JSON and in `rules`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place in the site: a file, and where in it when that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: SitePath,
    /// Where in the file; without one the finding is about the whole file.
    pub span: Option<Span>,
}

impl Place {
    /// A stretch of a file.
    pub fn at(file: &SitePath, span: Span) -> Self {
        Self {
            file: file.clone(),
            span: Some(span),
        }
    }

    /// A whole file.
    pub fn file(file: &SitePath) -> Self {
        Self {
            file: file.clone(),
            span: None,
        }
    }
}

/// A second place that explains a finding: the other page with the same address, say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there, as one plain phrase.
    pub message: String,
}

/// One finding about the author's files.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: &'static Code,
    /// How much it weighs here: the code's own severity unless the site's `rules` or the type's fields say otherwise.
    pub severity: Severity,
    /// One plain sentence without a full stop, naming the thing at fault in `backticks`.
    pub message: String,
    /// Where it is.
    pub place: Place,
    /// A way to mend it, as one plain sentence.
    pub help: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// A finding with its code's own severity.
    pub fn new(code: &'static Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: wording::on_one_line(message.into()),
            place,
            help: None,
            related: Vec::new(),
        }
    }

    /// Adds a way to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(wording::on_one_line(help.into()));
        self
    }

    /// Adds a way to mend it when there is one.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.map(wording::on_one_line).or(self.help);
        self
    }

    /// Adds a place that explains it.
    #[must_use]
    pub fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related {
            place,
            message: wording::on_one_line(message.into()),
        });
        self
    }

    /// Gives it another weight than its code's own.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The order in which findings are reported: by file, place, code and message.
    pub fn sort_key(&self) -> (&SitePath, Option<Span>, &'static str, &str) {
        (
            &self.place.file,
            self.place.span,
            self.code.name,
            &self.message,
        )
    }
}

/// What a stage made, with what it found on the way.
#[derive(Clone, Debug, Default)]
pub struct Checked<T> {
    /// What was made. It is whole even when there are errors; the pipeline decides whether it is used.
    pub value: T,
    /// What was found, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value with its findings.
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Self {
        Self { value, diagnostics }
    }

    /// Takes the value and hands the findings to `sink`.
    pub fn into_value(self, sink: &mut Vec<Diagnostic>) -> T {
        sink.extend(self.diagnostics);
        self.value
    }
}

#[cfg(test)]
pub(crate) mod told;
