//! HTML that is being written, with places to come back to.
//!
//! A heading's `id` is known only after its words, and whether `[` opens a span only at its `]{…}`; such places are kept as slots
//! and filled later, and everything is put in order once, when the buffer is finished. So writing stays linear.
//! The buffer knows nothing of Markdown.

use crate::page::Part;

/// HTML with holes and with things to put in.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    text: String,
    marks: Vec<Mark>,
    next: u32,
}

/// A place in a [`Buffer`] to come back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    at: usize,
    order: u32,
}

#[derive(Debug)]
struct Mark {
    at: usize,
    order: u32,
    what: What,
}

#[derive(Debug)]
enum What {
    Hole(Part),
    Insert(Box<str>),
    /// Stands in place of the one byte at the mark.
    Swap(Box<str>),
}

impl Buffer {
    /// An empty buffer with room for the HTML of `length` bytes of Markdown.
    pub(super) fn with_room(length: usize) -> Self {
        Self {
            text: String::with_capacity(length + length / 4),
            ..Self::default()
        }
    }

    /// Writes finished HTML.
    pub(super) fn push(&mut self, html: &str) {
        self.text.push_str(html);
    }

    /// Writes text with `&`, `<` and `>` escaped.
    pub(super) fn text(&mut self, text: &str) {
        pulldown_cmark_escape::escape_html_body_text(&mut self.text, text)
            .expect("a string takes all that is written to it");
    }

    /// Writes text for inside a quoted attribute.
    pub(super) fn attribute(&mut self, text: &str) {
        pulldown_cmark_escape::escape_html(&mut self.text, text)
            .expect("a string takes all that is written to it");
    }

    /// Begins a new line unless one has just begun.
    pub(super) fn fresh_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Leaves a hole here.
    pub(super) fn hole(&mut self, part: Part) {
        let slot = self.slot();
        self.mark(slot, What::Hole(part));
    }

    /// The place where the next thing will be written.
    pub(super) fn slot(&mut self) -> Slot {
        let slot = Slot {
            at: self.text.len(),
            order: self.next,
        };
        self.next += 1;
        slot
    }

    /// Puts HTML in at a slot.
    pub(super) fn insert(&mut self, slot: Slot, html: impl Into<Box<str>>) {
        self.mark(slot, What::Insert(html.into()));
    }

    /// Puts HTML in the place of the one byte that was written at a slot.
    pub(super) fn swap(&mut self, slot: Slot, html: impl Into<Box<str>>) {
        self.mark(slot, What::Swap(html.into()));
    }

    /// Writes what another buffer holds.
    pub(super) fn append(&mut self, other: Self) {
        let (at, order) = (self.text.len(), self.next);
        self.text.push_str(&other.text);
        self.marks.extend(other.marks.into_iter().map(|mark| Mark {
            at: mark.at + at,
            order: mark.order + order,
            what: mark.what,
        }));
        self.next += other.next;
    }

    /// Takes `end` off the end of what was written, if that is how it ends.
    pub(super) fn strip_end(&mut self, end: &str) -> bool {
        let Some(length) = self.text.strip_suffix(end).map(str::len) else {
            return false;
        };
        if self.marks.iter().rev().take(4).any(|mark| mark.at > length) {
            return false;
        }
        self.text.truncate(length);
        true
    }

    /// The parts, everything in its place.
    pub(super) fn finish(mut self) -> Vec<Part> {
        self.marks.sort_by_key(|mark| (mark.at, mark.order));
        if self.marks.is_empty() {
            return match self.text.is_empty() {
                true => Vec::new(),
                false => vec![Part::Html(self.text.into())],
            };
        }
        let mut parts = Vec::with_capacity(self.marks.len() * 2 + 1);
        let mut html = String::new();
        let mut from = 0;
        for mark in self.marks {
            html.push_str(&self.text[from..mark.at]);
            from = mark.at;
            match mark.what {
                What::Insert(inserted) => html.push_str(&inserted),
                What::Swap(inserted) => {
                    html.push_str(&inserted);
                    from += 1;
                }
                What::Hole(part) => {
                    if !html.is_empty() {
                        parts.push(Part::Html(html.as_str().into()));
                        html.clear();
                    }
                    match (parts.last_mut(), part) {
                        // A text that the parser gave in pieces is one text.
                        (Some(Part::Text(text)), Part::Text(more)) => {
                            *text = format!("{}{}", text.get(), more.get()).into();
                        }
                        (_, part) => parts.push(part),
                    }
                }
            }
        }
        html.push_str(&self.text[from..]);
        if !html.is_empty() {
            parts.push(Part::Html(html.into()));
        }
        parts.shrink_to_fit();
        parts
    }

    /// The HTML alone, holes left empty.
    pub(super) fn finish_html(self) -> Box<str> {
        if self.marks.is_empty() {
            return self.text.into_boxed_str();
        }
        let mut html = String::with_capacity(self.text.len());
        for part in self.finish() {
            if let Part::Html(piece) = part {
                html.push_str(&piece.get());
            }
        }
        html.into_boxed_str()
    }

    fn mark(&mut self, slot: Slot, what: What) {
        self.marks.push(Mark {
            at: slot.at,
            order: slot.order,
            what,
        });
    }
}
