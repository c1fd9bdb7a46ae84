//! One page on its way into the index, as every part of the index reads it.

use std::sync::Arc;

use super::postings::Postings;

/// One page on its way into the index.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) url: String,
    pub(super) date: Option<String>,
    /// The numbers of its facets' values.
    pub(super) facets: Vec<u32>,
    /// The name of its file.
    pub(super) name: String,
    pub(super) analysed: Arc<Postings>,
}
