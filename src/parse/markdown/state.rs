//! The state of a body's writer, and the few steps that every part of the walk takes: where HTML goes, and where a finding is.
//!
//! The walk itself is `impl Writer` in the files beside this one, each for one matter. A part calls another's method where the text
//! does (a paragraph ends, so its inline HTML does), but no file needs another's types: all that they share stands here and in
//! [`open`](super::open).

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr};

use super::BodyOptions;
use super::buffer::Buffer;
use super::open::{
    Bracket, Footnotes, Open, OpenCode, OpenHeading, OpenImage, OpenLink, RawBlock, RawInline,
    ShortLines,
};
use super::open_elements::Elements;
use super::outline::PlainText;
use super::prepare::Prepared;
use super::slug::Anchors;
use crate::diagnostic::{Code, Diagnostic, Place, codes};
use crate::page::LinkRef;
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
    pub(super) chosen_ids: HashMap<Box<str>, Span>,
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
    pub(super) raw_open: Vec<RawInline>,
    /// An element of raw HTML that holds text alone and was opened in this line.
    pub(super) text_element: Option<String>,
    pub(super) base: usize,
    pub(super) file: &'a SitePath,
    pub(super) anchors: Anchors,
    pub(super) heading_spans: Vec<Span>,
    pub(super) last_level: u8,
    pub(super) code: Option<OpenCode>,
    pub(super) coloured: usize,
    pub(super) alignments: Vec<Alignment>,
    pub(super) cell: usize,
    pub(super) in_table_head: bool,
    pub(super) task: bool,
    pub(super) paragraph: Option<usize>,
    /// How many open things hold words that are somebody's own, or are read by the way: quotations, recordings, footnotes.
    pub(super) quoted: usize,
    /// Whether this line of text has raw HTML in it.
    pub(super) raw_in_line: bool,
    /// Elements of HTML that is passed on and that are open.
    pub(super) elements: Elements,
    /// Where the block ends whose words are being read.
    pub(super) text_end: usize,
    /// Where struck words began.
    pub(super) struck: Vec<usize>,
    /// Short lines that may be meant as headings.
    pub(super) short_lines: ShortLines,
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
            anchors.reserve(&prepared.source);
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
            text_element: None,
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
            quoted: 0,
            raw_in_line: false,
            elements: Elements::default(),
            text_end: 0,
            struck: Vec::new(),
            short_lines: ShortLines::default(),
        }
    }

    /// Reports hidden text that never ends, and hidden text in marks that are not Markdown's.
    pub(super) fn report_hidden(&mut self) {
        let prepared = self.prepared;
        for hidden in &prepared.hidden {
            let start = hidden.range.start;
            let finding = match (hidden.closed, hidden.mark) {
                (true, "%%") => self
                    .finding(
                        &codes::MARKDOWN_PERCENT_COMMENT,
                        self.span_as_written(hidden.range.clone()),
                        "text between `%%` and `%%` is hidden from readers",
                    )
                    .help("write `<!-- … -->` to hide it, or `\\%%` if you mean the signs"),
                (true, _) => continue,
                (false, mark) => self
                    .finding(
                        &codes::MARKDOWN_UNCLOSED_COMMENT,
                        self.span_as_written(start..start + mark.len()),
                        format!("text that `{mark}` hides never ends, and takes the rest of the page with it"),
                    )
                    .help(match mark {
                        "%%" => "write `<!-- … -->` to hide it, or `\\%%` if you mean the signs",
                        _ => "end it with `-->`, or put `\\` before it if you mean the signs",
                    }),
            };
            self.diagnostics.push(finding);
        }
    }

    /// Says what was nearly right.
    pub(super) fn report_mended(&mut self) {
        let prepared = self.prepared;
        for remark in &prepared.remarks {
            let span = self.span_as_written(remark.range.clone());
            let finding = self
                .finding(remark.code, span, &*remark.message)
                .help(&*remark.help);
            self.diagnostics.push(finding);
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

    /// Whether words that are written now may be explained by a glossary.
    pub(super) fn explains(&self) -> bool {
        self.options.explains
            && self.heading.is_none()
            && self.open_links.is_empty()
            && self.brackets.is_empty()
            && self.quoted == 0
            && !self.in_table_head
            && !self.task
            && !self.raw_in_line
    }

    /// Ends the innermost buffer.
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
        self.span_as_written(self.prepared.places.written(&range))
    }

    /// The same where the place is one of the body as written.
    fn span_as_written(&self, range: Range<usize>) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }

    /// A place in the file as a place among all files.
    pub(super) fn place(&self, span: Span) -> Place {
        Place::at(self.file, span)
    }

    /// A finding at a place in the file.
    pub(super) fn finding(
        &self,
        code: &'static Code,
        span: Span,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, self.place(span), message)
    }

    /// The first line of a stretch of the body, as a place in the file.
    pub(super) fn first_line(&self, range: &Range<usize>) -> Span {
        let text = &self.prepared.source[range.clone()];
        let length = text.find(['\n', '\r']).unwrap_or(text.len());
        self.span(range.start..range.start + text[..length].trim_end().len())
    }
}
