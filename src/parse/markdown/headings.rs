//! Headings: their levels, anchors and attributes, and the anchors that authors choose anywhere on the page.

use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use super::buffer::Buffer;
use super::inline::fault;
use super::open::OpenHeading;
use super::state::Writer;
use crate::diagnostic::{Code, codes};
use crate::page::Heading;
use crate::source::Span;

impl Writer<'_> {
    /// Begins a heading.
    pub(super) fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<String>,
        classes: &[&str],
        attributes: &[(&str, Option<&str>)],
        range: &Range<usize>,
    ) {
        let written = level as u8;
        // A page's one first heading is its title.
        let level = match self.options.markdown.heading_ids {
            true => written.max(2),
            false => written,
        };
        self.end_text_block();
        self.out().fresh_line();
        self.out()
            .push(["<h1", "<h2", "<h3", "<h4", "<h5", "<h6"][usize::from(level) - 1]);
        let slot = self.out().slot();
        if !classes.is_empty() {
            self.out().push(" class=\"");
            self.out().attribute(&classes.join(" "));
            self.out().push("\"");
        }
        self.heading_attributes(attributes, range);
        self.out().push(">");
        if self.options.markdown.heading_ids {
            self.check_level(written, range);
        }
        self.heading = Some(OpenHeading {
            html: Buffer::default(),
            level,
            id,
            slot,
            start: self.plain.here(),
        });
    }

    fn heading_attributes(&mut self, attributes: &[(&str, Option<&str>)], range: &Range<usize>) {
        let source: &str = &self.prepared.source;
        // They are in the order in which they stand there, so each is looked for behind the last.
        let mut from = source[range.clone()].rfind('{').map(|at| range.start + at);
        let mut seen: Vec<&str> = Vec::new();
        for &(name, value) in attributes {
            let at = from.and_then(|from| Some(from + source.get(from..range.end)?.find(name)?));
            from = at.map(|at| at + name.len() + value.map_or(0, |value| 1 + value.len()));
            let value = value.map(|value| value.trim_matches(['"', '\'']));
            let (code, (message, help)) = if !matches!(name, "lang" | "dir") {
                let message = format!("a heading has no attribute `{name}`");
                let help = "a heading may have `#id`, `.class`, `lang` and `dir`";
                (&codes::MARKDOWN_UNKNOWN_ATTRIBUTE, (message, help))
            } else if let Some(fault) = fault(name, value, seen.contains(&name)) {
                (&codes::MARKDOWN_ATTRIBUTE_VALUE, fault)
            } else {
                seen.push(name);
                self.out().push(&format!(" {name}=\""));
                self.out().attribute(value.unwrap_or_default());
                self.out().push("\"");
                continue;
            };
            let place = at.map_or(range.clone(), |at| at..at + name.len());
            let finding = self.finding(code, self.span(place), message).help(help);
            self.diagnostics.push(finding);
        }
    }

    fn check_level(&mut self, level: u8, range: &Range<usize>) {
        let span = self.heading_span(range);
        if level == 1 {
            let finding = self
                .finding(
                    &codes::HEADING_SECOND_H1,
                    span,
                    "a heading of the first level stands in the body",
                )
                .help("the page's title is its first heading: begin with `##`");
            self.diagnostics.push(finding);
        } else if level > self.last_level + 1 {
            let last = self.last_level;
            let message = format!("a heading of level {level} follows one of level {last}");
            let finding = self
                .finding(&codes::HEADING_SKIPPED, span, message)
                .help(format!(
                    "write it with `{}`",
                    "#".repeat(usize::from(last) + 1)
                ));
            self.diagnostics.push(finding);
        }
        self.last_level = level;
    }

    /// Ends the heading that is open: by now its words, and so its anchor, are known.
    pub(super) fn end_heading(&mut self, range: &Range<usize>) {
        self.end_inline_content();
        let Some(heading) = self.heading.take() else {
            return;
        };
        let level = heading.level;
        let words = self.plain.since(heading.start);
        let span = self.heading_span(range);
        let mut id = String::new();
        if self.options.markdown.heading_ids {
            id = match heading.id {
                Some(chosen) => {
                    self.chosen_id(&chosen, span, &codes::HEADING_DUPLICATE_ID);
                    chosen
                }
                None => self.anchors.of(&words),
            };
            let mut attribute = Buffer::default();
            attribute.push(" id=\"");
            attribute.attribute(&id);
            attribute.push("\"");
            self.out().insert(heading.slot, attribute.finish_html());
        }
        self.out().push(
            [
                "</h1>\n", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n",
            ][usize::from(level) - 1],
        );
        let entry = Heading {
            level,
            id: id.into(),
            text: words.into(),
            html: heading.html.finish_html(),
        };
        self.plain.heading(entry, heading.start);
        self.heading_spans.push(span);
    }

    /// Notes an identifier that is no heading's.
    pub(super) fn own_id(&mut self, id: &str, span: Span) {
        self.chosen_id(id, span, &codes::MARKDOWN_DUPLICATE_ID);
        self.ids.push(id.into());
    }

    fn chosen_id(&mut self, id: &str, span: Span, code: &'static Code) {
        if let Some(first) = self.chosen_ids.get(id) {
            let finding = self
                .finding(
                    code,
                    span,
                    format!("the anchor `{id}` is on this page twice"),
                )
                .help("give one of them another name")
                .related(self.place(*first), "it stands here first");
            self.diagnostics.push(finding);
            return;
        }
        self.chosen_ids.insert(id.into(), span);
    }

    fn heading_span(&self, range: &Range<usize>) -> Span {
        let text = &self.prepared.source[range.clone()];
        self.span(range.start..range.start + text.trim_end().len())
    }
}
