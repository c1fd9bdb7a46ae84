//! The walk over the parser's events: blocks to HTML, and everything else to the file that knows it.
//!
//! Its state is a flat stack of what is open. HTML goes to the innermost of a stack of buffers: the page, an open directive, a
//! footnote.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd,
};

use super::buffer::{Buffer, Slot};
use super::directives::OpenDirective;
use super::footnotes::Footnotes;
use super::inline::{Bracket, OpenImage, OpenLink};
use super::outline::PlainText;
use super::prepare::Prepared;
use super::raw_html::RawBlock;
use super::slug::Anchors;
use super::{ALERT, BodyOptions, DEEPEST, ParsedBody};
use crate::diagnostic::{Checked, Code, Diagnostic, Place, codes};
use crate::parse::highlight;
use crate::parse::page::{Body, Directive, Heading, IndexMapHash, LinkRef, Part};
use crate::path::SitePath;
use crate::source::Span;

/// Writes one body.
pub(super) struct Writer<'a> {
    pub(super) prepared: &'a Prepared<'a>,
    pub(super) options: &'a BodyOptions<'a>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) buffers: Vec<Buffer>,
    pub(super) open: Vec<Open>,
    /// How many directives are open that stand inside each other.
    pub(super) depth: usize,
    pub(super) said_too_deep: bool,
    pub(super) links: Vec<LinkRef>,
    pub(super) link_spans: Vec<Span>,
    pub(super) directive_spans: Vec<Span>,
    pub(super) plain: PlainText,
    pub(super) footnotes: Footnotes,
    /// Identifiers besides the headings'.
    pub(super) ids: Vec<Box<str>>,
    /// Identifiers that authors chose, with the place of each one's first use.
    chosen_ids: HashMap<Box<str>, Span>,
    pub(super) heading: Option<OpenHeading>,
    pub(super) brackets: Vec<Bracket>,
    /// How many `[` are open beyond those that are kept.
    pub(super) lost_brackets: usize,
    /// How many inline elements are open.
    pub(super) inline_depth: usize,
    /// Attributes in braces that were read and must not be shown as text.
    pub(super) skip: Range<usize>,
    /// Where the last inline thing ended.
    pub(super) last_end: usize,
    pub(super) open_links: Vec<OpenLink>,
    pub(super) image: Option<OpenImage>,
    pub(super) raw: Option<RawBlock>,
    /// Inline HTML elements that are open, when HTML is sanitised.
    pub(super) raw_open: Vec<String>,
    base: usize,
    file: &'a SitePath,
    anchors: Anchors,
    heading_spans: Vec<Span>,
    last_level: u8,
    code: Option<OpenCode>,
    coloured: usize,
    alignments: Vec<Alignment>,
    cell: usize,
    in_table_head: bool,
    task: bool,
    paragraph: Option<usize>,
}

/// Something that holds blocks and is open.
#[derive(Debug)]
pub(super) enum Open {
    /// A quote, a list item, a definition.
    Block,
    /// An alert, with its kind and place.
    Alert(&'static str, Span),
    /// A footnote, with its name and place.
    Footnote(String, Span),
    /// A directive.
    Directive(Box<OpenDirective>),
}

/// A heading whose words are being read.
#[derive(Debug)]
pub(super) struct OpenHeading {
    /// The words as HTML without links.
    pub(super) html: Buffer,
    level: u8,
    id: Option<String>,
    slot: Slot,
    start: usize,
}

struct OpenCode {
    language: String,
    language_range: Range<usize>,
    text: String,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        prepared: &'a Prepared<'a>,
        base: usize,
        options: &'a BodyOptions<'a>,
        file: &'a SitePath,
    ) -> Self {
        let mut anchors = Anchors::default();
        if options.markdown.heading_ids {
            anchors.reserve(prepared.source);
        }
        Self {
            prepared,
            options,
            diagnostics: Vec::new(),
            buffers: vec![Buffer::with_room(prepared.source.len())],
            open: Vec::new(),
            depth: 0,
            said_too_deep: false,
            links: Vec::new(),
            link_spans: Vec::new(),
            directive_spans: Vec::new(),
            plain: PlainText::with_room(prepared.source.len()),
            footnotes: Footnotes::default(),
            ids: Vec::new(),
            chosen_ids: HashMap::new(),
            heading: None,
            brackets: Vec::new(),
            lost_brackets: 0,
            inline_depth: 0,
            skip: 0..0,
            last_end: 0,
            open_links: Vec::new(),
            image: None,
            raw: None,
            raw_open: Vec::new(),
            base,
            file,
            anchors,
            heading_spans: Vec::new(),
            last_level: 1,
            code: None,
            coloured: 0,
            alignments: Vec::new(),
            cell: 0,
            in_table_head: false,
            task: false,
            paragraph: None,
        }
    }

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
                self.both(|buffer| buffer.push("\n"));
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
            Tag::Strikethrough => self.start_inline("<del>"),
            Tag::Superscript => self.start_inline("<sup>"),
            Tag::Subscript => self.start_inline("<sub>"),
            Tag::Paragraph => {
                self.paragraph = Some(self.plain.here());
                self.block("<p>");
            }
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } => {
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
                self.open.push(Open::Alert(alert_kind(kind), line));
                self.buffers.push(Buffer::default());
            }
            Tag::BlockQuote(_) => {
                self.open.push(Open::Block);
                self.block("<blockquote>\n");
            }
            Tag::CodeBlock(kind) => {
                self.end_text_block();
                let (language, language_range) = match kind {
                    CodeBlockKind::Fenced(info) => self.language(&info, &range),
                    CodeBlockKind::Indented => (String::new(), 0..0),
                };
                let text = String::new();
                self.code = Some(OpenCode {
                    language,
                    language_range,
                    text,
                });
            }
            Tag::HtmlBlock => {
                self.end_text_block();
                self.raw = Some(RawBlock::default());
            }
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(start)) => self.block(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::Item => {
                self.open.push(Open::Block);
                self.block("<li>");
            }
            Tag::FootnoteDefinition(name) => {
                self.end_text_block();
                let name = self.original(&name, &range).into_owned();
                let line = self.first_line(&range);
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
            Tag::TableHead => {
                self.in_table_head = true;
                self.cell = 0;
                self.out().push("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out().push("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            // Links and images are taken before; front matter is not the parser's.
            Tag::Link { .. } | Tag::Image { .. } | Tag::MetadataBlock(_) => {}
        }
        self.last_end = range.start;
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis => self.end_inline("</em>"),
            TagEnd::Strong => self.end_inline("</strong>"),
            TagEnd::Strikethrough => self.end_inline("</del>"),
            TagEnd::Superscript => self.end_inline("</sup>"),
            TagEnd::Subscript => self.end_inline("</sub>"),
            TagEnd::Link => self.end_link(&range),
            TagEnd::Paragraph => {
                self.end_text_block();
                self.out().push("</p>\n");
                if let Some(start) = self.paragraph.take()
                    && self.open.is_empty()
                {
                    self.plain.paragraph(start);
                }
            }
            TagEnd::Heading(_) => self.end_heading(&range),
            TagEnd::BlockQuote(_) => match self.pop_open() {
                Some(Open::Alert(kind, line)) => self.end_alert(kind, line),
                _ => self.out().push("</blockquote>\n"),
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
            TagEnd::TableHead => {
                self.in_table_head = false;
                self.plain.line();
                self.out().push("</tr></thead>\n<tbody>\n");
            }
            TagEnd::TableRow => {
                self.plain.line();
                self.out().push("</tr>\n");
            }
            TagEnd::TableCell => {
                self.end_inline_content();
                self.cell += 1;
                let end = if self.in_table_head { "</th>" } else { "</td>" };
                self.out().push(end);
            }
            TagEnd::Image | TagEnd::MetadataBlock(_) => {}
        }
        self.last_end = range.end;
    }

    /// Begins a block on a new line.
    fn block(&mut self, html: &str) {
        self.end_text_block();
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

    fn end_inline_content(&mut self) {
        self.brackets.clear();
        self.lost_brackets = 0;
        self.close_raw_inline();
    }

    /// Ends the innermost container; directives left open in it are reported.
    fn pop_open(&mut self) -> Option<Open> {
        self.end_text_block();
        self.close_unclosed();
        self.open.pop()
    }

    fn end_alert(&mut self, kind: &'static str, line: Span) {
        self.depth -= 1;
        let body = self.pop_buffer().finish();
        let number = self.number_directive(line);
        let attributes = IndexMapHash([(Box::from("kind"), Box::from(kind))].into_iter().collect());
        self.out().fresh_line();
        self.out().hole(Part::Directive(Box::new(Directive {
            name: ALERT.into(),
            attributes,
            files: Vec::new(),
            body,
            number,
        })));
    }

    fn start_cell(&mut self) {
        if self.cell > 0 {
            self.plain.space();
        }
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            _ => "",
        };
        let cell = match self.in_table_head {
            true => format!("<th scope=\"col\"{class}>"),
            false => format!("<td{class}>"),
        };
        self.out().push(&cell);
    }

    fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<String>,
        classes: &[&str],
        attributes: &[(&str, Option<&str>)],
        range: &Range<usize>,
    ) {
        let level = level as u8;
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
        for (name, value) in attributes {
            self.heading_attribute(name, *value, range);
        }
        self.out().push(">");
        if self.options.markdown.heading_ids {
            self.check_level(level, range);
        }
        self.heading = Some(OpenHeading {
            html: Buffer::default(),
            level,
            id,
            slot,
            start: self.plain.here(),
        });
    }

    fn heading_attribute(&mut self, name: &str, value: Option<&str>, range: &Range<usize>) {
        let value = value.unwrap_or_default().trim_matches(['"', '\'']);
        if matches!(name, "lang" | "dir") {
            self.out().push(&format!(" {name}=\""));
            self.out().attribute(value);
            self.out().push("\"");
            return;
        }
        let source = &self.prepared.source[range.clone()];
        let at = source
            .rfind('{')
            .and_then(|open| Some(open + source[open..].find(name)?));
        let place = match at {
            Some(at) => range.start + at..range.start + at + name.len(),
            None => range.clone(),
        };
        let finding = self
            .finding(
                &codes::MARKDOWN_UNKNOWN_ATTRIBUTE,
                self.span(place),
                format!("a heading has no attribute `{name}`"),
            )
            .help("a heading may have `#id`, `.class`, `lang` and `dir`");
        self.diagnostics.push(finding);
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

    fn end_heading(&mut self, range: &Range<usize>) {
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

    fn language(&self, info: &CowStr<'a>, range: &Range<usize>) -> (String, Range<usize>) {
        let info = self.original(info, range);
        let language = info
            .trim_start()
            .split([' ', '\t', ',', '{'])
            .next()
            .unwrap_or_default()
            .to_owned();
        let source = &self.prepared.source[range.clone()];
        let line = source.lines().next().unwrap_or_default();
        let at = line.find(language.as_str()).unwrap_or(0);
        let start = range.start + at;
        let end = start
            + if line[at..].starts_with(language.as_str()) {
                language.len()
            } else {
                line.len()
            };
        (language, start..end)
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else {
            return;
        };
        self.plain.push(&code.text);
        self.plain.line();
        let extensions = self.options.markdown.extensions;
        let out = self.out();
        out.fresh_line();
        out.push(if extensions {
            "<pre tabindex=\"0\"><code"
        } else {
            "<pre><code"
        });
        if !code.language.is_empty() {
            out.push(" class=\"language-");
            out.attribute(&code.language);
            out.push("\"");
        }
        out.push(">");
        if code.language.is_empty() || !extensions {
            out.text(&code.text);
        } else {
            self.coloured_code(&code);
        }
        self.out().push("</code></pre>\n");
    }

    fn coloured_code(&mut self, code: &OpenCode) {
        let span = self.span(code.language_range.clone());
        self.coloured += code.text.len();
        if self.coloured > highlight::LONGEST {
            if self.coloured - code.text.len() <= highlight::LONGEST {
                let finding = self
                    .finding(
                        &codes::CODE_TOO_LONG,
                        span,
                        "there is more code on this page than is coloured",
                    )
                    .help("put long listings in a file and link to it");
                self.diagnostics.push(finding);
            }
            self.out().text(&code.text);
            return;
        }
        match highlight::highlight(&code.text, &code.language) {
            Some(html) => self.out().push(&html),
            None => {
                if !highlight::is_plain(&code.language) {
                    let message = format!(
                        "`{}` is not a language whose code can be coloured",
                        code.language
                    );
                    let finding = self
                        .finding(&codes::CODE_UNKNOWN_LANGUAGE, span, message)
                        .help("check its name, or write `text`");
                    self.diagnostics.push(finding);
                }
                self.out().text(&code.text);
            }
        }
    }

    /// Takes text that belongs to a block of code, if one is open.
    pub(super) fn code_text(&mut self, text: &str) -> bool {
        match &mut self.code {
            Some(code) => {
                code.text.push_str(text);
                true
            }
            None => false,
        }
    }

    /// The innermost buffer.
    pub(super) fn out(&mut self) -> &mut Buffer {
        self.buffers
            .last_mut()
            .expect("the page's own buffer is popped at the end only")
    }

    /// Writes to the page and to the words of the heading that is open, if any.
    pub(super) fn both(&mut self, write: impl Fn(&mut Buffer)) {
        write(self.out());
        if let Some(heading) = &mut self.heading {
            write(&mut heading.html);
        }
    }

    pub(super) fn pop_buffer(&mut self) -> Buffer {
        self.buffers
            .pop()
            .expect("each buffer is popped once, by what pushed it")
    }

    /// What the author wrote, where the parser gives `text`.
    pub(super) fn original<'t>(&self, text: &'t CowStr<'a>, range: &Range<usize>) -> Cow<'t, str>
    where
        'a: 't,
    {
        self.prepared.original(text, range)
    }

    /// A place in the body as a place in the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }

    pub(super) fn place(&self, span: Span) -> Place {
        Place::at(self.file, span)
    }

    pub(super) fn finding(
        &self,
        code: &'static Code,
        span: Span,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, self.place(span), message)
    }

    fn first_line(&self, range: &Range<usize>) -> Span {
        let text = &self.prepared.source[range.clone()];
        let length = text.find(['\n', '\r']).unwrap_or(text.len());
        self.span(range.start..range.start + text[..length].trim_end().len())
    }

    fn heading_span(&self, range: &Range<usize>) -> Span {
        let text = &self.prepared.source[range.clone()];
        self.span(range.start..range.start + text.trim_end().len())
    }

    fn start_inline(&mut self, html: &str) {
        self.inline_depth += 1;
        self.both(|buffer| buffer.push(html));
    }

    fn end_inline(&mut self, html: &str) {
        self.inline_depth -= 1;
        self.both(|buffer| buffer.push(html));
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
