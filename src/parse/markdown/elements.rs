//! Which elements of raw HTML are open where HTML is passed on, so that each ends in what it began in.
//!
//! A tag that is never closed, or that closes what is not open, would take the rest of the page with it: its footer into the text,
//! or the text out of the page. Both are reported, and what is written is closed. Elements that end by themselves (`<li>`, `<p>`)
//! are left to the browser.

use super::clean::{ends_by_itself, is_empty};
use super::mend::is_element;
use super::open_elements::Element;
use super::state::Writer;
use super::tags::find_ignoring_case;
use crate::diagnostic::codes;
use crate::source::Span;

/// How many elements may be open in one another. Browsers put what is deeper than 512 beside one another.
const MOST_OPEN: usize = 400;

/// Elements before which a browser ends a paragraph.
const ENDS_PARAGRAPH: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "menu",
    "nav",
    "ol",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
];

impl Writer<'_> {
    /// Whether an opening tag may be written; it is then open.
    pub(super) fn open_element(&mut self, name: &str, closes_itself: bool, span: Span) -> bool {
        let is_drawn =
            self.elements.has("svg") || self.elements.has("math") || matches!(name, "svg" | "math");
        if is_empty(name) || closes_itself && is_drawn {
            return true;
        }
        self.elements.first.get_or_insert(span);
        if self.elements.count() >= MOST_OPEN {
            if !std::mem::replace(&mut self.elements.said_too_deep, true) {
                let finding = self
                    .finding(
                        &codes::HTML_UNBALANCED,
                        span,
                        format!("`<{name}>` stands in more than {MOST_OPEN} elements that are not closed"),
                    )
                    .help("close elements before opening so many more");
                self.diagnostics.push(finding);
            }
            return false;
        }
        let line = (!self.elements.in_block).then_some(self.inline_depth);
        let is_next = |open: &Element| {
            open.name == name && open.level == self.open.len() && open.line == line
        };
        if ends_by_itself(name) && self.elements.open.last().is_some_and(is_next) {
            self.elements.pop();
        }
        if ENDS_PARAGRAPH.contains(&name) {
            self.end_raw_paragraph();
        }
        let element = Element {
            name: name.to_owned(),
            span,
            level: self.open.len(),
            line,
        };
        *self.elements.names.entry(name.to_owned()).or_default() += 1;
        self.elements.open.push(element);
        true
    }

    /// Notes that a block begins, before which a browser ends a paragraph of HTML that is open.
    pub(super) fn end_raw_paragraph(&mut self) {
        let level = self.open.len();
        let is_paragraph = |open: &Element| open.name == "p" && open.level == level;
        if self.elements.open.last().is_some_and(is_paragraph) {
            self.elements.pop();
        }
    }

    /// Writes a closing tag, if it closes what is open here.
    pub(super) fn close_element(&mut self, name: &str, span: Span) {
        if self.elements.has(name) {
            let level = self.open.len();
            let line = (!self.elements.in_block).then_some(self.inline_depth);
            let is_it = |element: &Element, line: Option<usize>| {
                element.name == name && element.level == level && element.line == line
            };
            if let Some(place) = self
                .elements
                .open
                .iter()
                .rposition(|open| is_it(open, line))
            {
                self.close_down_to(place);
                return;
            }
            let around = self.elements.open.iter().any(|open| is_it(open, None));
            if line.is_some() && around && self.paragraph.is_some() {
                self.elements.later.push((name.to_owned(), span));
                return;
            }
        }
        self.report_stray(name, span);
    }

    /// Reports a closing tag that closes nothing.
    pub(super) fn report_stray(&mut self, name: &str, span: Span) {
        let finding = self
            .finding(
                &codes::HTML_UNBALANCED,
                span,
                format!("`</{name}>` closes nothing here"),
            )
            .help(format!(
                "take it out, or write `<{name}>` before it, in the same paragraph or list item"
            ));
        self.diagnostics.push(finding);
    }

    /// Writes the closing tags that stood in a paragraph for elements around it.
    pub(super) fn close_later(&mut self) {
        if self.elements.later.is_empty() {
            return;
        }
        self.elements.in_block = true;
        for (name, span) in std::mem::take(&mut self.elements.later) {
            self.close_element(&name, span);
        }
        self.elements.in_block = false;
    }

    /// Closes what was opened in containers from this level on.
    pub(super) fn close_elements(&mut self, level: usize) {
        while self
            .elements
            .open
            .last()
            .is_some_and(|open| open.level >= level)
        {
            self.close_unclosed_element();
        }
    }

    /// Closes what was opened in a line of text in emphases and links from this depth on.
    pub(super) fn close_line_elements(&mut self, depth: usize) {
        let is_here = |open: &Element| open.line.is_some_and(|here| here >= depth);
        while self.elements.open.last().is_some_and(is_here) {
            self.close_unclosed_element();
        }
    }

    /// Closes what was opened in a line of text since so many were open.
    pub(super) fn close_elements_since(&mut self, count: usize) {
        while self.elements.count() > count {
            self.close_unclosed_element();
        }
    }

    /// Closes the element at a place among those that are open, and what was opened in it.
    fn close_down_to(&mut self, place: usize) {
        self.close_elements_since(place + 1);
        if let Some(element) = self.elements.pop() {
            self.out().push(&format!("</{}>", element.name));
        }
        // A span that began inside the element would end outside it.
        while self
            .brackets
            .pop_if(|bracket| bracket.elements > place)
            .is_some()
        {}
    }

    /// Closes the innermost element, which its author left open.
    fn close_unclosed_element(&mut self) {
        let Some(element) = self.elements.pop() else {
            return;
        };
        let name = element.name;
        // What follows would stand in it, also where its author may leave the closing tag out.
        self.out().push(&format!("</{name}>"));
        if ends_by_itself(&name) {
            return;
        }
        let (told, help) = match element.line {
            Some(_) => (
                format!("`<{name}>` is not closed in the paragraph that it stands in"),
                format!("write `</{name}>` where it ends"),
            ),
            None => (
                format!("`<{name}>` is never closed"),
                format!("write `</{name}>` where it ends, as deep in lists and blocks as it began"),
            ),
        };
        let finding = self
            .finding(&codes::HTML_UNBALANCED, element.span, told)
            .help(help);
        self.diagnostics.push(finding);
    }

    /// Whether HTML in a line of text is being written.
    pub(super) fn is_line(&self) -> bool {
        self.raw_in_line && !self.elements.in_block
    }

    /// Writes a tag of an element that HTML does not have, as words.
    pub(super) fn shown_as_words(&mut self, tag: &str, span: Span, end: usize) -> usize {
        let finding = self
            .finding(
                &codes::HTML_NOT_AN_ELEMENT,
                span,
                format!("`{tag}` is no element of HTML, and is shown as words"),
            )
            .help(format!("write `&lt;{}` if you mean the words", &tag[1..]));
        self.diagnostics.push(finding);
        self.out().text(tag);
        self.plain.push(tag);
        end
    }

    /// Passes over what an element holds that is left out of a line of text: to its closing tag, which stands in the same block.
    pub(super) fn pass_over(&mut self, name: &str, from: usize) {
        let source: &str = &self.prepared.source;
        let rest = source.get(from..self.text_end).unwrap_or_default();
        if self.elements.is_without(name, self.text_end) {
            return;
        }
        match find_ignoring_case(rest, &format!("</{name}")) {
            Some(found) => {
                let start = from + found;
                let length = source[start..].find('>').map_or(0, |length| length + 1);
                self.skip = from..start + length;
            }
            None => self.elements.note_without(name, self.text_end),
        }
    }
}

/// Whether an element is one of HTML, or of somebody's own making.
pub(super) fn is_html(name: &str) -> bool {
    name.contains('-') || is_element(name)
}
