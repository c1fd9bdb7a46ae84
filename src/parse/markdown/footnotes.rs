//! Footnotes: their numbers, and the list at the end with the ways back.
//!
//! A note is numbered when it is first called, in the order of the file, also from inside another note; so notes that call one
//! another cost what they are long. Identifiers hold a `:`, which no heading's anchor does.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::FOOTNOTES;
use super::buffer::Buffer;
use super::called::Reading;
use super::state::Writer;
use crate::diagnostic::codes;
use crate::page::{Directive, IndexMapHash, Part};
use crate::source::Span;

impl<'a> Writer<'a> {
    /// Writes the call of a footnote, behind the link among whose words it stands.
    pub(super) fn footnote_call(&mut self, name: &str) {
        if let Some(link) = self.open_links.iter_mut().find(|link| link.slot.is_some()) {
            link.calls.push(name.into());
            return;
        }
        let place = self.footnotes.note(name);
        let next = self.footnotes.called.len() + 1;
        let note = &mut self.footnotes.notes[place];
        let number = match note.number {
            Some(number) => number,
            None => {
                self.footnotes.called.push(place);
                *note.number.insert(u32::try_from(next).unwrap_or(u32::MAX))
            }
        };
        note.calls += 1;
        let call = call_id(number, note.calls);
        self.ids.push(call.as_str().into());
        self.out().push(&format!(
            "<sup class=\"footnote-call\"><a href=\"#fn:{number}\" id=\"{call}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    /// Keeps the definition of a footnote for the end of the page.
    pub(super) fn footnote_defined(&mut self, name: &str, buffer: Buffer, span: Span) {
        let place = self.footnotes.note(name);
        let note = &mut self.footnotes.notes[place];
        note.defined_at.get_or_insert(span);
        note.definition = Some(buffer);
    }

    /// Reports a definition that is left out of the page: nothing calls it, or there is one of its name already.
    pub(super) fn footnote_left_out(
        &mut self,
        event: Event<'a>,
        range: Range<usize>,
        reading: Reading,
    ) {
        let Event::Start(Tag::FootnoteDefinition(name)) = event else {
            return;
        };
        let name = self.original(&name, &range).into_owned();
        let span = self.first_line(&range);
        let place = self.footnotes.note(&name);
        let first = *self.footnotes.notes[place].defined_at.get_or_insert(span);
        let finding = match reading {
            Reading::Again => self
                .finding(
                    &codes::FOOTNOTE_DUPLICATE,
                    span,
                    format!("the footnote `{name}` is defined twice"),
                )
                .help("give one of them another name")
                .related(self.place(first), "it is defined here first"),
            _ => self
                .finding(
                    &codes::FOOTNOTE_UNUSED,
                    span,
                    format!("the footnote `{name}` is never called"),
                )
                .help(format!(
                    "put `[^{name}]` where it belongs, or take the footnote out"
                )),
        };
        self.diagnostics.push(finding);
    }

    /// Writes the list of footnotes, if any is called.
    pub(super) fn write_footnotes(&mut self) {
        let mut footnotes = std::mem::take(&mut self.footnotes);
        let mut list = Buffer::default();
        let mut first = None;
        for place in &footnotes.called {
            let note = &mut footnotes.notes[*place];
            let (Some(number), Some(definition), Some(span)) =
                (note.number, note.definition.take(), note.defined_at)
            else {
                continue;
            };
            first.get_or_insert(span);
            let id = format!("fn:{number}");
            list.push(&format!("<li id=\"{id}\">\n"));
            self.ids.push(id.into());
            write_note(&mut list, definition, number, note.calls);
            list.push("</li>\n");
        }
        if let Some(span) = first {
            let mut body = Buffer::default();
            body.push("<ol>\n");
            body.append(list);
            body.push("</ol>\n");
            let number = self.number_directive(span);
            self.out().fresh_line();
            self.out().hole(Part::Directive(Box::new(Directive {
                name: FOOTNOTES.into(),
                attributes: IndexMapHash::default(),
                files: Vec::new(),
                body: body.finish(),
                number,
            })));
        }
    }
}

fn write_note(list: &mut Buffer, mut definition: Buffer, number: u32, calls: u32) {
    let in_paragraph = definition.strip_end("</p>\n");
    list.append(definition);
    if !in_paragraph {
        list.fresh_line();
        list.push("<p>");
    }
    for call in 1..=calls {
        let id = call_id(number, call);
        list.push(&format!(
            " <a href=\"#{id}\" class=\"footnote-back\" role=\"doc-backlink\" aria-labelledby=\"fn:back {id}\">↩"
        ));
        if call > 1 {
            list.push(&format!("<sup>{call}</sup>"));
        }
        list.push("</a>");
    }
    list.push("</p>\n");
}

fn call_id(number: u32, call: u32) -> String {
    match call {
        1 => format!("fnref:{number}"),
        _ => format!("fnref:{number}:{call}"),
    }
}
