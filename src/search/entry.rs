//! A page and what was counted in it, together on their way into the index.

use super::Document;
use super::analysed::Analysed;

/// One page on its way into the index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'pages> {
    pub(super) document: &'pages Document,
    pub(super) analysed: &'pages Analysed,
}
