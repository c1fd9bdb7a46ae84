//! What every part of the validator holds: what it is to know, the codes of what it finds, and where findings go.

use jiff::tz::TimeZone;

use crate::diagnostic::codes::{self, Code};
use crate::diagnostic::{Diagnostic, Place};
use crate::path::SitePath;
use crate::source::Span;

/// What the validator needs to know besides the tree and the fields.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The file that the tree was read from.
    pub file: &'a SitePath,
    /// The zone of times without an offset.
    pub timezone: &'a TimeZone,
    /// What has the fields, for messages: `a story`.
    pub owner: &'a str,
    /// The codes of the findings.
    pub codes: &'a FieldCodes,
}

/// The codes under which findings about fields are reported.
#[derive(Debug)]
pub struct FieldCodes {
    pub(super) unknown_field: &'static Code,
    pub(super) wrong_kind: &'static Code,
    pub(super) unknown_word: &'static Code,
    pub(super) date: &'static Code,
    pub(super) value: &'static Code,
    pub(super) missing: &'static Code,
    pub(super) expected: &'static Code,
}

impl FieldCodes {
    /// For the front matter of pages.
    pub const FRONT_MATTER: Self = Self {
        unknown_field: &codes::FRONT_MATTER_UNKNOWN_FIELD,
        wrong_kind: &codes::FRONT_MATTER_WRONG_KIND,
        unknown_word: &codes::FRONT_MATTER_UNKNOWN_WORD,
        date: &codes::FRONT_MATTER_DATE,
        value: &codes::FRONT_MATTER_VALUE,
        missing: &codes::FRONT_MATTER_MISSING_FIELD,
        expected: &codes::FRONT_MATTER_EXPECTED_FIELD,
    };

    /// For `site.yaml`.
    pub const CONFIG: Self = Self {
        unknown_field: &codes::CONFIG_UNKNOWN_FIELD,
        wrong_kind: &codes::CONFIG_WRONG_KIND,
        unknown_word: &codes::CONFIG_UNKNOWN_WORD,
        date: &codes::CONFIG_VALUE,
        value: &codes::CONFIG_VALUE,
        missing: &codes::CONFIG_MISSING_FIELD,
        expected: &codes::CONFIG_MISSING_FIELD,
    };
}

/// The validator at work on one tree.
pub(super) struct Checker<'a, 'sink> {
    pub(super) context: Context<'a>,
    pub(super) sink: &'sink mut Vec<Diagnostic>,
}

impl Checker<'_, '_> {
    /// Reports a mistake at a place in the tree's file.
    pub(super) fn report(
        &mut self,
        code: &'static Code,
        span: Span,
        message: String,
        help: Option<String>,
    ) {
        let place = Place::at(self.context.file, span);
        self.sink
            .push(Diagnostic::new(code, place, message).maybe_help(help));
    }
}
