//! What has begun in a body and not ended, and the footnotes, which wait for its end.
//!
//! These are facts alone: what opens and closes each stands in the file that is named for it.

use std::collections::HashMap;
use std::ops::Range;

use super::buffer::{Buffer, Slot};
use super::mend::Callout;
use crate::page::Directive;
use crate::source::Span;

/// Something that holds blocks and is open.
#[derive(Debug)]
pub(super) enum Open {
    /// A quote, a list item, a definition.
    Block,
    /// An alert, with its kind, its place, and the title that it may have.
    Alert(&'static str, Span, Option<Callout>),
    /// A footnote, with its name and place.
    Footnote(String, Span),
    /// A directive.
    Directive(Box<OpenDirective>),
}

/// A directive that is not closed yet.
#[derive(Debug)]
pub(super) struct OpenDirective {
    /// The name as written; empty when there is none.
    pub(super) name: String,
    /// Where the line stands in the file.
    pub(super) line: Span,
    /// What it becomes; none for one that could not be read, or stands too deep.
    pub(super) made: Option<Directive>,
    /// Whether a missing `:::` is worth a finding of its own.
    pub(super) must_close: bool,
}

/// A heading whose words are being read.
#[derive(Debug)]
pub(super) struct OpenHeading {
    /// The words as HTML without links.
    pub(super) html: Buffer,
    pub(super) level: u8,
    pub(super) id: Option<String>,
    pub(super) slot: Slot,
    pub(super) start: usize,
}

/// A block of code whose text is being read.
#[derive(Debug)]
pub(super) struct OpenCode {
    pub(super) language: String,
    pub(super) language_range: Range<usize>,
    pub(super) text: String,
}

/// A `[` in text that may open a span.
#[derive(Debug)]
pub(super) struct Bracket {
    pub(super) source: usize,
    pub(super) slot: Slot,
    pub(super) heading: Option<Slot>,
    pub(super) plain: usize,
    pub(super) depth: usize,
    /// How many elements of cleaned HTML were open.
    pub(super) raw: usize,
    /// How many elements of HTML that is passed on were open.
    pub(super) elements: usize,
}

/// An element of cleaned HTML in a line of text.
#[derive(Debug)]
pub(super) struct RawInline {
    pub(super) name: String,
    /// How many emphases and links it began in.
    pub(super) depth: usize,
}

/// A link whose words are being read.
#[derive(Debug)]
pub(super) struct OpenLink {
    /// Where attributes would go; none for a link that is left out.
    pub(super) slot: Option<Slot>,
    /// The place among the links, with whether its place in the text is still to be found.
    pub(super) number: Option<(u32, bool)>,
    /// A target that must not be linked to, with its place if that is known: it is reported at the end.
    pub(super) unsafe_target: Option<(String, Option<Range<usize>>)>,
    /// Whether the words are the title of the page it leads to.
    pub(super) titled: bool,
    /// The footnotes that are called among its words: a call is a link, and stands behind this one.
    pub(super) calls: Vec<String>,
}

/// An image whose alternative text is being read.
#[derive(Debug)]
pub(super) struct OpenImage {
    pub(super) target: String,
    pub(super) title: String,
    pub(super) alt: String,
    pub(super) inside: usize,
    pub(super) place: Option<Range<usize>>,
    pub(super) inline: bool,
    pub(super) named: bool,
}

/// A block of raw HTML that is being read.
#[derive(Debug, Default)]
pub(super) struct RawBlock {
    pub(super) text: String,
    /// Where pieces of the text stand in the body: offset here, offset there.
    pub(super) pieces: Vec<(usize, usize)>,
    /// Whether the block ends with a mark of its own rather than a blank line; `:::` means nothing in it.
    pub(super) verbatim: Option<bool>,
}

impl RawBlock {
    /// A stretch of the block as a stretch of the body.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let piece = self.pieces.partition_point(|(here, _)| *here <= at);
            match piece.checked_sub(1).map(|piece| self.pieces[piece]) {
                Some((here, there)) => there + (at - here),
                None => 0,
            }
        };
        let start = place(range.start);
        let end = if range.end > range.start {
            place(range.end - 1) + 1
        } else {
            start
        };
        start..end.max(start)
    }
}

/// The footnotes of a body so far.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    pub(super) notes: Vec<Note>,
    /// Where each note stands in `notes`, by its name in lower case.
    pub(super) places: HashMap<String, usize>,
    /// The notes that are called, in order.
    pub(super) called: Vec<usize>,
}

/// One footnote.
#[derive(Debug)]
pub(super) struct Note {
    /// Its number, once it is called.
    pub(super) number: Option<u32>,
    pub(super) calls: u32,
    /// The first line of its first definition, shown or not.
    pub(super) defined_at: Option<Span>,
    pub(super) definition: Option<Buffer>,
}

impl Footnotes {
    /// The place of a note among all, by its name.
    pub(super) fn note(&mut self, name: &str) -> usize {
        let notes = &mut self.notes;
        *self.places.entry(name.to_lowercase()).or_insert_with(|| {
            notes.push(Note {
                number: None,
                calls: 0,
                defined_at: None,
                definition: None,
            });
            notes.len() - 1
        })
    }
}

/// Short lines of a body so far.
#[derive(Debug, Default)]
pub(super) struct ShortLines {
    pub(super) last: Option<(Span, String)>,
    pub(super) found: Vec<(Span, String)>,
}
