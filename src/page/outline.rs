//! What a body says, in plain text, and how long it takes to read.

use std::ops::Range;

use crate::shelf::Text;

/// What a page's body says, in plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Outline {
    /// The headings in order.
    pub headings: Vec<Heading>,
    /// The text before the first heading and under each heading, in order; the first has no heading.
    pub sections: Vec<TextSection>,
    /// Every `id` of the body besides the headings', for anchors: footnotes, raw HTML.
    pub ids: Vec<Box<str>>,
    /// The number of words.
    pub words: u32,
    /// The first paragraph or what stands before `<!-- more -->`, as plain text of at most 300 characters, whole words.
    pub summary: Box<str>,
}

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor, unique on the page.
    pub id: Box<str>,
    /// Its words.
    pub text: Box<str>,
    /// Its words as inline HTML (code, emphasis), without links.
    pub html: Box<str>,
}

/// The text under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TextSection {
    /// The number of the heading in [`Outline::headings`]; none before the first.
    pub heading: Option<u32>,
    /// Plain text, blocks parted by a line end.
    pub text: Text,
    /// Where the text names a page as its author wrote it, and readers see the page's title; in order.
    pub names: Box<[PageName]>,
}

/// A wikilink without words of its own, in plain text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageName {
    /// The stretch of the text, in bytes.
    pub place: Range<usize>,
    /// The number of the link in [`Body::links`](super::Body::links).
    pub link: u32,
}

/// The minutes that a text takes to read: at least one, and none for no text.
pub fn reading_minutes(words: u32) -> u32 {
    /// Words that a reader takes in a minute: a little under the 238 that adults read silently on average (Brysbaert 2019), as stories
    /// here are read by people with less practice too.
    const WORDS_PER_MINUTE: u32 = 220;
    words.div_ceil(WORDS_PER_MINUTE)
}
