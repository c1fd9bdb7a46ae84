//! The ideas of an Easy Read page as the beginning of its body: each a directive [`IDEA`] with its picture, headings between.
//!
//! They come from fields, so that nothing here reads Markdown; how an idea looks is its template's affair.

use indexmap::IndexMap;

use super::IDEA;
use super::buffer::Buffer;
use super::outline::count_words;
use super::state::Writer;
use crate::diagnostic::codes;
use crate::page::{Directive, Heading, IndexMapHash, LinkKind, Part};
use crate::parse::ideas::{Idea, MOST_WORDS};

impl Writer<'_> {
    /// Writes ideas.
    pub(super) fn ideas(&mut self, ideas: &[Idea]) {
        for idea in ideas {
            self.check_idea(idea);
            if let Some((words, span)) = &idea.heading {
                let id = self.anchors.of(words);
                let start = self.plain.here();
                self.plain.push(words);
                let mut html = Buffer::default();
                html.text(words);
                let html = html.finish_html();
                self.out().push("<h2 id=\"");
                self.out().attribute(&id);
                self.out().push("\">");
                self.out().push(&html);
                self.out().push("</h2>\n");
                let heading = Heading {
                    level: 2,
                    id: id.into(),
                    text: words.clone(),
                    html,
                };
                self.plain.heading(heading, start);
                self.heading_spans.push(*span);
                self.last_level = 2;
            }
            self.idea(idea);
        }
    }

    fn idea(&mut self, idea: &Idea) {
        let mut attributes: IndexMap<Box<str>, Box<str>> = IndexMap::new();
        let mut files = Vec::new();
        if let Some((source, span)) = &idea.image
            && let Some(number) = self.link(LinkKind::Image, source.clone(), *span)
        {
            files.push(("src".into(), number));
            attributes.insert("src".into(), source.clone());
            attributes.insert("alt".into(), idea.alt.clone());
        }
        let start = self.plain.here();
        self.buffers.push(Buffer::default());
        self.out().push("<p>");
        self.words(&idea.text);
        self.out().push("</p>\n");
        self.plain.line();
        self.plain.paragraph(start);
        let body = self.pop_buffer().finish();
        let number = self.number_directive(idea.text_span);
        self.out().hole(Part::Directive(Box::new(Directive {
            name: IDEA.into(),
            attributes: IndexMapHash(attributes),
            files,
            body,
            number,
        })));
    }

    /// Says what an idea lacks or has too much of.
    fn check_idea(&mut self, idea: &Idea) {
        let words = count_words(&idea.text);
        if words > MOST_WORDS {
            let finding = self
                .finding(
                    &codes::EASY_READ_LONG_IDEA,
                    idea.text_span,
                    format!("this idea has {words} words, and Easy Read has at most {MOST_WORDS}"),
                )
                .help("say one thing at a time: make two ideas of it, each with its picture");
            self.diagnostics.push(finding);
        }
        match &idea.image {
            None => {
                let finding = self
                    .finding(
                        &codes::EASY_READ_NO_PICTURE,
                        idea.text_span,
                        "this idea has no picture",
                    )
                    .help("add `image`, with `alt` for those who cannot see it");
                self.diagnostics.push(finding);
            }
            Some((source, span)) if idea.alt.trim().is_empty() => {
                let finding = self
                    .finding(
                        &codes::IMAGE_MISSING_ALT,
                        *span,
                        format!("the picture `{source}` has no alternative text"),
                    )
                    .help("say in `alt` what it shows");
                self.diagnostics.push(finding);
            }
            Some(_) => {}
        }
    }
}
