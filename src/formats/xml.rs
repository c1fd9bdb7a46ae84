//! A small XML document writer: elements in order, text and attributes escaped, forbidden characters dropped.
//!
//! It knows no vocabulary; `feed` and `sitemap` do.

use std::borrow::Cow;

use pulldown_cmark_escape::escape_html_body_text;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// A document that is being written.
pub(super) struct Document {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
}

impl Document {
    /// A document with its declaration and its root element.
    pub(super) fn new(root: &'static str, attributes: &[(&str, &str)]) -> Self {
        let mut document = Self {
            writer: Writer::new_with_indent(Vec::new(), b' ', 2),
            open: Vec::new(),
        };
        document.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        document.open(root, attributes);
        document
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.event(Event::Start(start(name, attributes)));
        self.open.push(name);
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) {
        let name = self.open.pop().expect("an element is open");
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element that holds text.
    pub(super) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.event(Event::Start(start(name, attributes)));
        let mut escaped = String::with_capacity(text.len() + text.len() / 8);
        escape_html_body_text(&mut escaped, &allowed(text)).expect("writing to memory cannot fail");
        self.event(Event::Text(BytesText::from_escaped(escaped)));
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Empty(start(name, attributes)));
    }

    /// Closes what is open and gives the text.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        let mut text =
            String::from_utf8(self.writer.into_inner()).expect("only UTF-8 text was written");
        text.push('\n');
        text
    }

    fn event(&mut self, event: Event<'_>) {
        self.writer
            .write_event(event)
            .expect("writing to memory cannot fail");
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for (key, value) in attributes {
        element.push_attribute((*key, &*allowed(value)));
    }
    element
}

/// The text without the characters that XML 1.0 cannot hold, not even escaped.
fn allowed(text: &str) -> Cow<'_, str> {
    let forbidden = |character: char| matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    // A look at bytes tells most texts apart: `\u{fffe}` and `\u{ffff}` begin with 0xEF, which few characters do.
    let is_suspect =
        |byte: &u8| *byte == 0xef || *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
    // Without an early end the look takes many bytes at once.
    let suspect = text
        .as_bytes()
        .iter()
        .fold(0, |seen, byte| seen | u8::from(is_suspect(byte)));
    if suspect != 0 && text.contains(forbidden) {
        Cow::Owned(text.replace(forbidden, ""))
    } else {
        Cow::Borrowed(text)
    }
}
