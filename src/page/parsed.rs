//! One parsed Markdown file.

use std::sync::Arc;

use crate::path::SitePath;
use crate::schema::Values;
use crate::shelf::{Shelf, Text};

use super::body::{Body, texts_of};
use super::marks::Mark;
use super::outline::Outline;
use super::place::ContentPlace;
use super::spans::PageSpans;

/// One parsed Markdown file.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The file.
    pub path: SitePath,
    /// Where the page stands in `content/`, language taken out.
    pub place: ContentPlace,
    /// Its language.
    pub lang: Arc<str>,
    /// The name of its type: as its front matter says, else by its folder. `section` for an `_index.md`.
    pub kind: Arc<str>,
    /// The fields that the file itself gives, validated. Inherited ones and defaults come when the site is assembled.
    pub fields: Values,
    /// The body, shared with the views that show it.
    pub body: Arc<Body>,
    /// Its headings and text.
    pub outline: Outline,
    /// The hashes of the words by which it may be like another page: those of its file's name, description and
    /// headings.
    pub keywords: Box<[u64]>,
    /// What says that it, or what is below it, is not to be shown, in words that are no field's or cannot be read.
    pub marks: Box<[Mark]>,
    /// Where things stand in the file.
    pub spans: PageSpans,
}

impl Page {
    /// Puts the long texts of its body on a shelf.
    pub fn put_aside(&mut self, shelf: &Arc<Shelf>) {
        let mut texts: Vec<&mut Text> = Vec::new();
        if let Some(body) = Arc::get_mut(&mut self.body) {
            texts_of(&mut body.parts, &mut texts);
        }
        let sections = self.outline.sections.iter_mut();
        texts.extend(sections.map(|section| &mut section.text));
        shelf.put(texts);
    }
}
