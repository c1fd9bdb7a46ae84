//! What stands inside a line of text: words, spans with attributes, links, images.
//!
//! `[words]{lang=cy}` is known as a span only at its `]`, so the place of each `[` is kept until its block ends; a code span, an
//! escape or a link is never taken for one, since the parser has told them apart by then.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::attributes::{self, Attribute};
use super::buffer::Buffer;
use super::directives::is_language;
use super::links;
use super::open::{Bracket, OpenLink};
use super::state::Writer;
use crate::diagnostic::codes;
use crate::diagnostic::suggest::did_you_mean;
use crate::page::{LinkKind, Part};

/// How many `[` may wait for their `]` in one block; those further in open no span.
const MOST_BRACKETS: usize = 1_000;

/// The label of the reference by which a link or image finds its target.
pub(super) fn reference<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Start(
            Tag::Link {
                link_type: LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut,
                id,
                ..
            }
            | Tag::Image {
                link_type: LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut,
                id,
                ..
            },
        ) => Some(id),
        _ => None,
    }
}

impl<'a> Writer<'a> {
    /// Takes text. Only `borrowed` text stands in the source as it is.
    pub(super) fn text(&mut self, text: &str, mut range: Range<usize>, borrowed: bool) {
        if self.code_text(text) {
            return;
        }
        if self.raw_text(text) {
            return;
        }
        let mut text = text;
        if range.start < self.skip.end {
            let skipped = self.skip.end - range.start;
            text = if borrowed {
                text.get(skipped..).unwrap_or_default()
            } else {
                ""
            };
            range.start = self.skip.end;
        }
        self.last_end = range.end;
        if let Some(OpenLink {
            titled: true,
            number,
            ..
        }) = self.open_links.last()
        {
            let words = name_as_words(text);
            match number {
                Some((number, _)) => self.plain.name(&words, *number),
                None => self.plain.push(&words),
            }
            if let Some(heading) = &mut self.heading {
                heading.html.text(&words);
            }
            return;
        }
        if borrowed && self.options.markdown.extensions {
            self.bracketed(text, range.start);
        } else {
            let turned = self.turned(text, &range);
            self.words(turned.unwrap_or(text));
        }
    }

    /// Writes words.
    pub(super) fn words(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.explains() {
            self.out().hole(Part::Text(text.into()));
        } else {
            self.both(|buffer| buffer.text(text));
        }
        self.plain.push(text);
    }

    /// Writes text that stands at `start`, looking for spans with attributes and for calls of footnotes that are not defined.
    fn bracketed(&mut self, text: &str, start: usize) {
        let source: &str = &self.prepared.source;
        let mut written = 0;
        let mut from = 0;
        while let Some(found) = memchr::memchr2(b'[', b']', &text.as_bytes()[from..]) {
            let at = from + found;
            from = at + 1;
            if at == 0 && is_escaped(source, start) {
                continue;
            }
            self.linked(&text[written..at], start + written);
            written = at;
            if text.as_bytes()[at] == b'[' {
                let bracket = Bracket {
                    source: start + at,
                    slot: self.out().slot(),
                    heading: self.heading.as_mut().map(|heading| heading.html.slot()),
                    plain: self.plain.here(),
                    depth: self.inline_depth,
                    raw: self.raw_open.len(),
                    elements: self.elements.count(),
                };
                if self.brackets.len() < MOST_BRACKETS {
                    self.brackets.push(bracket);
                } else {
                    self.lost_brackets += 1;
                }
                // It may yet become the beginning of a span, so it is no text.
                self.both(|buffer| buffer.push("["));
                self.plain.push("[");
                written = from;
            } else if let Some(end) = self.closing_bracket(start + at) {
                self.skip = start + at..end;
                written = (end - start).min(text.len());
                from = written;
            }
        }
        self.linked(&text[written..], start + written);
    }

    /// Ends a span whose `]` stands at `at`; gives the end of its attributes.
    fn closing_bracket(&mut self, at: usize) -> Option<usize> {
        if self.lost_brackets > 0 {
            self.lost_brackets -= 1;
            return None;
        }
        if self.brackets.last()?.depth != self.inline_depth {
            return None;
        }
        let bracket = self.brackets.pop()?;
        let source: &str = &self.prepared.source;
        let inner = &source[bracket.source + 1..at];
        if let Some(name) = inner.strip_prefix('^')
            && !name.is_empty()
            && name.len() < 200
            && !name.contains(char::is_whitespace)
        {
            let message = format!("the footnote `{name}` is not defined");
            let finding = self
                .finding(
                    &codes::FOOTNOTE_UNDEFINED,
                    self.span(bracket.source..at + 1),
                    message,
                )
                .help(format!(
                    "write it below as `[^{name}]: …`, or put `\\` before the `[`"
                ));
            self.diagnostics.push(finding);
            return None;
        }
        let (mut attributes, end) = self.attributes_at(at + 1)?;
        let is_mark =
            |attribute: &Attribute<'_>| attribute.name == "mark" && attribute.value.is_none();
        let tag = if attributes.iter().any(is_mark) {
            "mark"
        } else {
            "span"
        };
        attributes.retain(|attribute| !is_mark(attribute));
        let written = self.inline_attributes(&attributes, SPAN);
        let open = format!("<{tag}{written}>");
        let close = format!("</{tag}>");
        self.close_raw_inline(bracket.raw);
        self.close_elements_since(bracket.elements);
        self.out().swap(bracket.slot, open.as_str());
        self.out().push(&close);
        if let (Some(heading), Some(slot)) = (&mut self.heading, bracket.heading) {
            heading.html.swap(slot, open);
            heading.html.push(&close);
        }
        self.plain.cut(bracket.plain);
        Some(end)
    }

    /// The attributes in braces that begin at `at`, if there are any.
    pub(super) fn attributes_at(&self, at: usize) -> Option<attributes::Attributes<'a>> {
        let source: &str = &self.prepared.source;
        if source.as_bytes().get(at) != Some(&b'{') || !self.options.markdown.extensions {
            return None;
        }
        let (attributes, end) = attributes::read(source, at).ok()?;
        (!attributes.is_empty()).then_some((attributes, end))
    }

    /// Writes attributes for a tag; reports those that are not among the `known`.
    pub(super) fn inline_attributes(
        &mut self,
        attributes: &[Attribute<'a>],
        known: &[&str],
    ) -> String {
        let mut written = Buffer::default();
        let mut classes: Vec<&str> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for attribute in attributes {
            let name = attribute.name;
            if !known.contains(&name) {
                let message = format!("there is no attribute `{name}` here");
                let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                let finding = self
                    .finding(
                        &codes::MARKDOWN_UNKNOWN_ATTRIBUTE,
                        self.span(attribute.name_range.clone()),
                        message,
                    )
                    .maybe_help(did_you_mean(name, known.iter().copied()).or_else(|| {
                        Some(format!(
                            "use {}, or put `\\` before the brace if you mean the words",
                            names.join(", ")
                        ))
                    }));
                self.diagnostics.push(finding);
                continue;
            }
            let value = attribute.value.as_deref().unwrap_or_default();
            let given = name != "class" && seen.contains(&name);
            if let Some((message, help)) = fault(name, attribute.value.as_deref(), given) {
                let finding = self
                    .finding(
                        &codes::MARKDOWN_ATTRIBUTE_VALUE,
                        self.span(attribute.value_range.clone()),
                        message,
                    )
                    .help(help);
                self.diagnostics.push(finding);
                continue;
            }
            seen.push(name);
            match name {
                "class" => classes.push(value),
                "decorative" => {}
                _ => {
                    if name == "id" {
                        self.own_id(value, self.span(attribute.value_range.clone()));
                    }
                    written.push(" ");
                    written.push(name);
                    written.push("=\"");
                    written.attribute(value);
                    written.push("\"");
                }
            }
        }
        if !classes.is_empty() {
            written.push(" class=\"");
            written.attribute(&classes.join(" "));
            written.push("\"");
        }
        written.finish_html().into_string()
    }

    pub(super) fn start_link(
        &mut self,
        link_type: LinkType,
        target: &str,
        title: &str,
        range: Range<usize>,
        definition: Option<Range<usize>>,
    ) {
        let source: &str = &self.prepared.source;
        let (kind, place) = match link_type {
            LinkType::WikiLink { .. } => {
                let inner = links::wikilink(source, target, range.start + 2, &range);
                (LinkKind::Wikilink, Some(inner))
            }
            LinkType::Autolink | LinkType::Email => (
                LinkKind::Link,
                Some(range.start + 1..range.end.saturating_sub(1)),
            ),
            _ => {
                let place = definition.and_then(|definition| links::definition(source, definition));
                (LinkKind::Link, place)
            }
        };
        let target: Cow<'_, str> = match link_type {
            LinkType::Email => Cow::Owned(format!("mailto:{target}")),
            LinkType::WikiLink { .. } => Cow::Borrowed(target.trim()),
            _ => Cow::Borrowed(target),
        };
        self.inline_depth += 1;
        self.last_end = range.start + if kind == LinkKind::Wikilink { 2 } else { 1 };
        let titled = link_type == LinkType::WikiLink { has_pothole: false };
        if self.open_links.iter().any(|link| link.slot.is_some()) {
            let finding = self
                .finding(
                    &codes::LINK_INSIDE_LINK,
                    self.span(range),
                    "a link stands among the words of another link",
                )
                .help("put it before or behind the other link: nobody could follow both");
            self.diagnostics.push(finding);
            self.open_links.push(OpenLink {
                slot: None,
                number: None,
                unsafe_target: None,
                titled: false,
                calls: Vec::new(),
            });
            return;
        }
        if links::unsafe_scheme(&target).is_some() {
            self.open_links.push(OpenLink {
                slot: None,
                number: None,
                unsafe_target: Some((target.into_owned(), place)),
                titled,
                calls: Vec::new(),
            });
            return;
        }
        let to_find = place.is_none();
        let is_empty = self.check_empty(link_type, &target, &range);
        if is_empty && target.is_empty() {
            self.open_links.push(OpenLink {
                slot: None,
                number: None,
                unsafe_target: None,
                titled: false,
                calls: Vec::new(),
            });
            return;
        }
        let words = is_empty.then(|| name_as_words(&target));
        let span = self.span(place.unwrap_or(range));
        let number = self.link(kind, target.into(), span);
        let out = self.out();
        out.push("<a");
        let slot = out.slot();
        out.push(" href=\"");
        if let Some(number) = number {
            out.hole(Part::Href(number));
        }
        out.push("\"");
        if !title.is_empty() {
            out.push(" title=\"");
            out.attribute(title);
            out.push("\"");
        }
        out.push(">");
        if (titled || is_empty)
            && let Some(number) = number
        {
            out.hole(Part::LinkText(number));
        }
        if let Some(words) = words {
            self.plain.push(&words);
        }
        self.open_links.push(OpenLink {
            slot: Some(slot),
            number: number.map(|number| (number, to_find && link_type == LinkType::Inline)),
            unsafe_target: None,
            titled,
            calls: Vec::new(),
        });
    }

    /// Reports a link that leads nowhere, or that nobody sees; whether it is one.
    fn check_empty(&mut self, link_type: LinkType, target: &str, range: &Range<usize>) -> bool {
        if !self.options.markdown.extensions
            || matches!(
                link_type,
                LinkType::WikiLink { .. } | LinkType::Autolink | LinkType::Email
            )
        {
            return false;
        }
        let source: &str = &self.prepared.source;
        let inner = source[range.clone()].get(1..).unwrap_or_default();
        let (message, help) = if target.is_empty() {
            (
                "this link leads nowhere",
                "write an address between the brackets: `[words](page.md)`".to_owned(),
            )
        } else if inner.trim_start().starts_with(']') {
            (
                "this link has no words",
                format!("write them between the brackets: `[words]({target})`"),
            )
        } else {
            return false;
        };
        let finding = self
            .finding(&codes::LINK_EMPTY, self.span(range.clone()), message)
            .help(help);
        self.diagnostics.push(finding);
        true
    }

    pub(super) fn end_link(&mut self, range: &Range<usize>) {
        self.leave_inline();
        let Some(link) = self.open_links.pop() else {
            return;
        };
        let source: &str = &self.prepared.source;
        if let Some((target, place)) = link.unsafe_target {
            let place = place
                .or_else(|| links::inline(source, self.last_end, range.end))
                .unwrap_or_else(|| range.clone());
            let span = self.span(place);
            self.link(LinkKind::Link, target.into(), span);
            return;
        }
        if let Some((number, true)) = link.number
            && let Some(place) = links::inline(source, self.last_end, range.end)
        {
            self.link_spans[number as usize] = self.span(place);
        }
        if link.slot.is_none() {
            return;
        }
        self.out().push("</a>");
        for name in &link.calls {
            self.footnote_call(name);
        }
        if let (Some(slot), Some((attributes, end))) = (link.slot, self.attributes_at(range.end)) {
            let written = self.inline_attributes(&attributes, SPAN);
            self.out().insert(slot, written);
            self.skip = range.end..end;
        }
    }
}

/// The attributes of spans and links.
const SPAN: &[&str] = &["lang", "dir", "id", "class"];

/// What is wrong with the value of an attribute that may stand here, and how to mend it; `given` says whether the attribute
/// was given before.
pub(super) fn fault(
    name: &str,
    value: Option<&str>,
    given: bool,
) -> Option<(String, &'static str)> {
    let said = value.unwrap_or_default();
    let right = match name {
        "decorative" => value.is_none(),
        "lang" => is_language(said),
        "dir" => matches!(said, "ltr" | "rtl" | "auto"),
        _ => !said.is_empty(),
    };
    if right {
        return given.then(|| (format!("`{name}` is given twice"), "keep one of them"));
    }
    let help = match name {
        "lang" => "write the code of a language, as `cy` or `en-GB`",
        "dir" => "write `ltr`, `rtl` or `auto`",
        "decorative" => "write `decorative` alone",
        _ => "give one value",
    };
    Some((format!("`{said}` is not a value of `{name}`"), help))
}

/// Whether an odd number of backslashes stands before `at`.
fn is_escaped(source: &str, at: usize) -> bool {
    let backslashes = source.as_bytes()[..at]
        .iter()
        .rev()
        .take_while(|byte| **byte == b'\\')
        .count();
    backslashes % 2 == 1
}

/// A wikilink's name as a reader would say it, for text that cannot wait for the title of the page it leads to: the last part of
/// a path, without its anchor, hyphens as spaces.
fn name_as_words(name: &str) -> String {
    let page = name.split('#').next().unwrap_or_default();
    let last = page
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    if last.is_empty() {
        name.trim_start_matches('#').replace('-', " ")
    } else {
        last.replace('-', " ")
    }
}
