//! What says that a page or a part of it is not to be shown, in words that are no field's or cannot be read.

use crate::source::Span;

/// Something that holds a page at the gate, whatever the site's `rules` make of the finding about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How the page is hidden.
    pub hides: Hides,
    /// Where it stands in the file.
    pub span: Span,
    /// What is not to be shown.
    pub what: Hidden,
    /// What to write instead, where only the time decides whether there is a finding.
    pub says: Option<Box<str>>,
}

/// What a mark hides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// The page itself.
    Page,
    /// The pages below a section, and not the section's own.
    Below,
    /// One value of the page's fields, which stands where the mark does; the page stays.
    Part,
}

/// How a mark hides a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hides {
    /// As a draft.
    Draft,
    /// As a page that is never public.
    Private,
    /// As a page about people whose permission cannot be looked up.
    Permission,
    /// By words that cannot be read for certain.
    Unclear,
    /// Until a moment.
    Until(jiff::Timestamp),
    /// From a moment on.
    From(jiff::Timestamp),
}
