//! Where things stand in a page's file: beside the data, so that an edit above a paragraph changes nothing but them.

use crate::source::Span;
use crate::yaml::Node;

/// Where things stand in a page's file.
#[derive(Clone, Debug, PartialEq)]
pub struct PageSpans {
    /// The front matter as a tree with places; an empty map at the top of the file when there is none.
    pub front_matter: Node,
    /// Where the front matter stands, its lines of dashes included; empty at the top of the file when there is none.
    pub head: Span,
    /// Whether the front matter could be read to its end. If not, what is missing is not the author's omission.
    pub whole: bool,
    /// The targets of [`Body::links`](super::Body::links), one for each.
    pub links: Vec<Span>,
    /// The headings of [`Outline::headings`](super::Outline::headings), one for each.
    pub headings: Vec<Span>,
    /// The opening lines of directives, by [`Directive::number`](super::Directive::number).
    pub directives: Vec<Span>,
}

impl PageSpans {
    /// Where the value of a top-level field stands; the key's place when the value has none, the top of the file else.
    pub fn field(&self, name: &str) -> Span {
        match self.front_matter.entry(name) {
            Some((key, node)) if node.span.start == node.span.end => key.span,
            Some((_, node)) => node.span,
            None => Span::new(
                self.front_matter.span.start as usize,
                self.front_matter.span.start as usize,
            ),
        }
    }
}
