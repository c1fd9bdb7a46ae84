//! The walk over the parser's events: blocks to HTML, and everything else to the file that knows it.
//!
//! Its state is a flat stack of what is open. HTML goes to the innermost of a stack of buffers: the page, an open directive, a
//! footnote.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CowStr, Event, Tag, TagEnd};

use super::buffer::Buffer;
use super::mend::Callout;
use super::open::{Open, RawBlock};
use super::state::Writer;
use super::{ALERT, DEEPEST, DETAILS, ParsedBody};
use crate::diagnostic::Checked;
use crate::page::{Body, Directive, IndexMapHash, Part};
use crate::source::Span;

impl<'a> Writer<'a> {
    /// Takes one event; `definition` is the place of the reference definition that a link goes by.
    pub(super) fn event(
        &mut self,
        event: Event<'a>,
        range: Range<usize>,
        definition: Option<Range<usize>>,
    ) {
        if range.start >= self.skip.start
            && range.end <= self.skip.end
            && range.start < self.skip.end
        {
            return;
        }
        if self.image.is_some() {
            self.image_event(event, range);
            return;
        }
        match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }) => {
                let target = self.original(&dest_url, &range).into_owned();
                let title = self.original(&title, &range).into_owned();
                self.start_link(link_type, &target, &title, range, definition);
            }
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            }) => {
                let target = self.original(&dest_url, &range).into_owned();
                let title = self.original(&title, &range).into_owned();
                self.start_image(link_type, target, title, range, definition);
            }
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => {
                let borrowed = matches!(text, CowStr::Borrowed(_));
                let text = self.original(&text, &range);
                self.text(&text, range, borrowed);
            }
            Event::Code(text) => {
                let text = self.original(&text, &range);
                self.both(|buffer| {
                    buffer.push("<code>");
                    buffer.text(&text);
                    buffer.push("</code>");
                });
                self.plain.push(&text);
                self.last_end = range.end;
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.both(|buffer| buffer.text(&text));
                self.last_end = range.end;
            }
            Event::Html(html) => {
                let html = self.original(&html, &range);
                self.html_line(&html, range);
            }
            Event::InlineHtml(html) => {
                self.raw_in_line = true;
                let html = self.original(&html, &range);
                self.inline_html(&html, range.clone());
                self.last_end = range.end;
            }
            Event::FootnoteReference(name) => {
                let name = self.original(&name, &range).into_owned();
                self.footnote_call(&name);
                self.last_end = range.end;
            }
            Event::SoftBreak => {
                match self.explains() {
                    true => self.out().hole(Part::Text("\n".into())),
                    false => self.both(|buffer| buffer.push("\n")),
                }
                self.plain.space();
                self.last_end = range.end;
            }
            Event::HardBreak => {
                self.both(|buffer| buffer.push("<br>\n"));
                self.plain.space();
                self.last_end = range.end;
            }
            Event::Rule => {
                self.out().fresh_line();
                self.out().push("<hr>\n");
            }
            Event::TaskListMarker(done) => {
                self.task = true;
                let checked = if done { " checked" } else { "" };
                self.out().push(&format!(
                    "<label class=\"task\"><input type=\"checkbox\" disabled{checked}> "
                ));
            }
        }
    }

    /// Ends the body.
    pub(super) fn finish(mut self) -> Checked<ParsedBody> {
        self.close_unclosed();
        self.close_elements(0);
        self.report_like_headings();
        self.write_footnotes();
        let parts = self.pop_buffer().finish();
        let value = ParsedBody {
            body: Body {
                parts,
                links: self.links,
            },
            outline: self.plain.finish(self.ids),
            link_spans: self.link_spans,
            heading_spans: self.heading_spans,
            directive_spans: self.directive_spans,
        };
        Checked::new(value, self.diagnostics)
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Emphasis => self.start_inline("<em>"),
            Tag::Strong => self.start_inline("<strong>"),
            Tag::Strikethrough => {
                self.struck.push(self.plain.here());
                self.start_inline("<del>");
            }
            Tag::Superscript => self.start_inline("<sup>"),
            Tag::Subscript => self.start_inline("<sub>"),
            Tag::Paragraph => {
                self.text_end = range.end;
                self.paragraph = Some(self.plain.here());
                self.block("<p>");
            }
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } => {
                self.text_end = range.end;
                let id = id.map(|id| id.to_string());
                let attributes: Vec<(&str, Option<&str>)> = attrs
                    .iter()
                    .map(|(name, value)| (&**name, value.as_deref()))
                    .collect();
                let classes: Vec<&str> = classes.iter().map(|class| &**class).collect();
                self.start_heading(level, id, &classes, &attributes, &range);
            }
            Tag::BlockQuote(Some(kind)) if self.depth < DEEPEST => {
                self.end_text_block();
                self.depth += 1;
                let line = self.first_line(&range);
                let callout = self.callout(&range);
                if let Some(callout) = &callout {
                    self.plain.push(&callout.title);
                    self.plain.line();
                }
                self.open.push(Open::Alert(alert_kind(kind), line, callout));
                self.buffers.push(Buffer::default());
            }
            Tag::BlockQuote(_) => {
                self.quoted += 1;
                self.open.push(Open::Block);
                self.block("<blockquote>\n");
            }
            Tag::CodeBlock(kind) => self.start_code(&kind, &range),
            Tag::HtmlBlock => {
                self.end_text_block();
                self.raw = Some(RawBlock::default());
            }
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(start)) => self.block(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::Item => {
                self.text_end = range.end;
                self.open.push(Open::Block);
                self.block("<li>");
            }
            Tag::FootnoteDefinition(name) => {
                self.end_text_block();
                let name = self.original(&name, &range).into_owned();
                let line = self.first_line(&range);
                self.quoted += 1;
                self.open.push(Open::Footnote(name, line));
                self.buffers.push(Buffer::default());
            }
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => {
                self.open.push(Open::Block);
                self.block("<dd>");
            }
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.block("<div class=\"table\"><table>\n");
            }
            Tag::TableHead => self.start_table_head(),
            Tag::TableRow => self.start_row(),
            Tag::TableCell => {
                self.text_end = range.end;
                self.start_cell();
            }
            // Links and images are taken before; front matter is not the parser's.
            Tag::Link { .. } | Tag::Image { .. } | Tag::MetadataBlock(_) => {}
        }
        self.last_end = range.start;
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis => self.end_inline("</em>"),
            TagEnd::Strong => self.end_inline("</strong>"),
            TagEnd::Strikethrough => {
                self.end_inline("</del>");
                if let Some(start) = self.struck.pop() {
                    self.plain.aside(start);
                }
            }
            TagEnd::Superscript => self.end_inline("</sup>"),
            TagEnd::Subscript => self.end_inline("</sub>"),
            TagEnd::Link => self.end_link(&range),
            TagEnd::Paragraph => {
                self.end_text_block();
                self.out().push("</p>\n");
                self.close_later();
                if let Some(start) = self.paragraph.take()
                    && self.open.is_empty()
                {
                    self.plain.paragraph(start);
                    self.may_be_heading(&range);
                }
            }
            TagEnd::Heading(_) => self.end_heading(&range),
            TagEnd::BlockQuote(_) => match self.pop_open() {
                Some(Open::Alert(kind, line, callout)) => self.end_alert(kind, line, callout),
                _ => {
                    self.quoted -= 1;
                    self.out().push("</blockquote>\n");
                }
            },
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html_block(),
            TagEnd::List(true) => self.out().push("</ol>\n"),
            TagEnd::List(false) => self.out().push("</ul>\n"),
            TagEnd::Item => {
                self.pop_open();
                self.out().push("</li>\n");
            }
            TagEnd::FootnoteDefinition => {
                self.quoted -= 1;
                if let Some(Open::Footnote(name, line)) = self.pop_open() {
                    let buffer = self.pop_buffer();
                    self.footnote_defined(&name, buffer, line);
                }
            }
            TagEnd::DefinitionList => self.out().push("</dl>\n"),
            TagEnd::DefinitionListTitle => {
                self.end_text_block();
                self.out().push("</dt>\n");
            }
            TagEnd::DefinitionListDefinition => {
                self.pop_open();
                self.out().push("</dd>\n");
            }
            TagEnd::Table => self.out().push("</tbody></table></div>\n"),
            TagEnd::TableHead => self.end_table_head(),
            TagEnd::TableRow => self.end_row(),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Image | TagEnd::MetadataBlock(_) => {}
        }
        self.last_end = range.end;
    }

    /// Begins a block on a new line.
    fn block(&mut self, html: &str) {
        self.end_text_block();
        self.end_raw_paragraph();
        let out = self.out();
        out.fresh_line();
        out.push(html);
    }

    /// Ends what belongs to the words of one block.
    pub(super) fn end_text_block(&mut self) {
        self.end_inline_content();
        if std::mem::take(&mut self.task) {
            self.out().push("</label>");
        }
        self.plain.line();
    }

    /// Ends what belongs to the words of one line: brackets that wait, inline HTML that is open.
    pub(super) fn end_inline_content(&mut self) {
        self.brackets.clear();
        self.lost_brackets = 0;
        self.raw_in_line = false;
        self.end_text_element();
        self.close_raw_inline(0);
        self.close_line_elements(0);
    }

    /// Ends the innermost container; directives left open in it are reported.
    fn pop_open(&mut self) -> Option<Open> {
        self.end_text_block();
        self.close_unclosed();
        self.close_elements(self.open.len());
        self.open.pop()
    }

    /// The title of the note that begins with this quotation.
    fn callout(&self, range: &Range<usize>) -> Option<Callout> {
        let callouts = &self.prepared.callouts;
        let next = callouts.partition_point(|callout| callout.at < range.start);
        let callout = callouts
            .get(next)
            .filter(|callout| callout.at < range.end)?;
        let before = &self.prepared.source[range.start..callout.at];
        (!before.contains(['\n', '\r'])).then(|| callout.clone())
    }

    fn end_alert(&mut self, kind: &'static str, line: Span, callout: Option<Callout>) {
        self.depth -= 1;
        let body = self.pop_buffer().finish();
        let number = self.number_directive(line);
        let Callout { title, folds, .. } = callout.unwrap_or_default();
        let title = (!title.is_empty()).then(|| Box::from(title));
        let (name, attributes) = match folds {
            Some(is_open) => {
                let summary = title.map(|title| (Box::from("summary"), title));
                let open = is_open.then(|| (Box::from("open"), Box::from("true")));
                (DETAILS, summary.into_iter().chain(open).collect())
            }
            None => {
                let kind = [(Box::from("kind"), Box::from(kind))].into_iter();
                let title = title.map(|title| (Box::from("title"), title));
                (ALERT, kind.chain(title).collect())
            }
        };
        let attributes = IndexMapHash(attributes);
        self.out().fresh_line();
        self.out().hole(Part::Directive(Box::new(Directive {
            name: name.into(),
            attributes,
            files: Vec::new(),
            body,
            number,
        })));
    }

    fn start_inline(&mut self, html: &str) {
        self.inline_depth += 1;
        self.both(|buffer| buffer.push(html));
    }

    fn end_inline(&mut self, html: &str) {
        self.leave_inline();
        self.both(|buffer| buffer.push(html));
    }

    /// Ends what began inside an emphasis or a link and may not outlast it: inline HTML that is open, brackets that wait.
    pub(super) fn leave_inline(&mut self) {
        self.end_text_element();
        let depth = self.inline_depth;
        self.close_line_elements(depth);
        self.close_raw_inline(self.raw_open.partition_point(|open| open.depth < depth));
        while self
            .brackets
            .pop_if(|bracket| bracket.depth >= depth)
            .is_some()
        {}
        self.inline_depth -= 1;
    }
}

fn alert_kind(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}
