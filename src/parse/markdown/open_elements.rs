//! Which elements of an author's HTML are open. Facts alone: what opens and closes them stands in [`elements`](super::elements).

use std::collections::HashMap;

use crate::source::Span;

/// An element that is open.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) span: Span,
    /// How many containers were open where it began.
    pub(super) level: usize,
    /// How many emphases and links, for one in a line of text.
    pub(super) line: Option<usize>,
}

/// The elements that are open.
#[derive(Debug, Default)]
pub(super) struct Elements {
    pub(super) open: Vec<Element>,
    /// How many are open of each name.
    pub(super) names: HashMap<String, usize>,
    /// Whether a block of HTML is being written.
    pub(super) in_block: bool,
    /// Closing tags in a paragraph for elements around it, with their places.
    pub(super) later: Vec<(String, Span)>,
    pub(super) said_too_deep: bool,
    /// Where the first stands that was ever open.
    pub(super) first: Option<Span>,
    /// Names that no closing tag was found for, up to where.
    pub(super) without: HashMap<String, usize>,
    /// Elements whose tags are left out, and that are open.
    pub(super) unwrapped: HashMap<String, usize>,
}

impl Elements {
    /// How many are open.
    pub(super) fn count(&self) -> usize {
        self.open.len()
    }

    /// Where the first stands that was ever open.
    pub(super) fn first(&self) -> Option<Span> {
        self.first
    }

    /// Whether one of this name is open.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.get(name).is_some_and(|count| *count > 0)
    }

    /// Whether it is known that no element of this name is closed before a place.
    pub(super) fn is_without(&self, name: &str, end: usize) -> bool {
        self.without.get(name) == Some(&end)
    }

    /// Notes that none is.
    pub(super) fn note_without(&mut self, name: &str, end: usize) {
        self.without.insert(name.to_owned(), end);
    }

    /// Notes that an element began whose tags are left out.
    pub(super) fn open_unwrapped(&mut self, name: &str) {
        *self.unwrapped.entry(name.to_owned()).or_default() += 1;
    }

    /// Whether such an element was open, which ends.
    pub(super) fn close_unwrapped(&mut self, name: &str) -> bool {
        match self.unwrapped.get_mut(name) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }

    /// Takes the innermost away.
    pub(super) fn pop(&mut self) -> Option<Element> {
        let element = self.open.pop()?;
        if let Some(count) = self.names.get_mut(&element.name) {
            *count -= 1;
        }
        Some(element)
    }
}
