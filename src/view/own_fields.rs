//! What a template sees of the fields that a site has declared itself.

use std::sync::Arc;

use serde::Serialize;

use super::link::Link;

/// A field that a site has declared itself, as any template can show it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct FieldRow {
    /// The field's name.
    pub name: Arc<str>,
    /// What people call it, in the page's language; else its name.
    pub label: Arc<str>,
    /// Whether the words are Markdown.
    pub is_markdown: bool,
    /// What it says, one entry for each of several; an entry with an address is a link.
    pub values: Vec<Link>,
}
