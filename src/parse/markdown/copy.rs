//! A body as plain Markdown for readers without Alongside: addresses whole, directives as quotations, pictures, links and lists.
//!
//! It is made from the same events as the page, so that what the page leaves out (notes among authors, HTML that may not stand
//! there) is in no copy either. Raw HTML is left out whole. Nothing here finds an address: it asks for each.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd};

use super::called::{Called, Reading};
use super::directives::{Line, read_line};
use super::prepare::Prepared;
use super::{attributes, parser_options};
use crate::config::MarkdownOptions;
use crate::page::LinkKind;
use crate::parse::ideas::Idea;

/// What a copy asks of its page.
pub trait Surroundings {
    /// The whole address that a link as written leads to, with the title of a page; none when it must not be one.
    fn target(&self, kind: LinkKind, written: &str) -> Option<(String, Option<String>)>;

    /// What the directive `pages` of this number, from 0, lists: titles and whole addresses.
    fn pages(&self, number: usize) -> Vec<(String, String)>;
}

/// The copy of the body that stands at `body` in `text`, after its ideas.
pub fn copy(
    ideas: &[Idea],
    text: &str,
    body: Range<usize>,
    markdown: MarkdownOptions,
    around: &dyn Surroundings,
) -> String {
    let prepared = Prepared::new(&text[body], markdown);
    let written = MarkdownOptions {
        smart_punctuation: false,
        ..markdown
    };
    let mut copier = Copier {
        prepared: &prepared,
        around,
        events: Vec::new(),
        open: Vec::new(),
        links: Vec::new(),
        brackets: Vec::new(),
        skip: 0..0,
        dropped: 0,
        lists: 0,
    };
    for idea in ideas {
        copier.idea(idea);
    }
    let parser = parser_options(written);
    let mut called = Called::new(prepared.text(), parser);
    for (event, range) in Parser::new_ext(prepared.text(), parser).into_offset_iter() {
        if called.reading(&event) == Reading::Shown {
            copier.event(event, range);
        }
    }
    while let Some(open) = copier.open.pop() {
        copier.close(open);
    }
    let mut made = String::new();
    // It fails only where its events are not well nested.
    let done =
        pulldown_cmark_to_cmark::cmark(copier.events.iter(), &mut made, parser_options(written));
    match done {
        Ok(_) => made,
        Err(_) => String::new(),
    }
}

/// A directive that is open: whether it became a quotation, and what is said at its end.
struct Open {
    quote: bool,
    last: String,
}

/// A link whose words are being read.
struct OpenLink {
    /// Whether it is left out, and its words kept.
    bare: bool,
    /// Whether its words are the title of the page it leads to, which is there already.
    titled: bool,
}

struct Copier<'a> {
    prepared: &'a Prepared<'a>,
    around: &'a dyn Surroundings,
    events: Vec<Event<'static>>,
    open: Vec<Open>,
    links: Vec<OpenLink>,
    /// Each `[` that may open a span: the event it stands in, and where.
    brackets: Vec<(usize, usize)>,
    /// Attributes in braces, which plain Markdown does not have.
    skip: Range<usize>,
    /// How many blocks of raw HTML are open.
    dropped: usize,
    /// How many lists of pages were met.
    lists: usize,
}

impl Copier<'_> {
    fn idea(&mut self, idea: &Idea) {
        if let Some((words, _)) = &idea.heading {
            self.push(Event::Start(Tag::Heading {
                level: HeadingLevel::H2,
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            }));
            self.words(words);
            self.push(Event::End(TagEnd::Heading(HeadingLevel::H2)));
        }
        if let Some((source, _)) = &idea.image {
            self.picture(source, &idea.alt);
        }
        self.paragraph(&idea.text);
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::HtmlBlock) => self.dropped += 1,
            Event::End(TagEnd::HtmlBlock) => self.dropped -= 1,
            Event::Html(html) => {
                // A line of a directive is a block of its own; what stands inside another block is that block's.
                let line = self.prepared.original(&html, &range).into_owned();
                if line.trim_start().starts_with(":::") {
                    self.directive_line(line.trim());
                }
            }
            Event::InlineHtml(_) => {}
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let written = self.prepared.original(&dest_url, &range).into_owned();
                let title = self.prepared.original(&title, &range).into_owned();
                if matches!(link_type, LinkType::Autolink | LinkType::Email) {
                    self.links.push(OpenLink {
                        bare: false,
                        titled: false,
                    });
                    self.push(Event::Start(Tag::Link {
                        link_type,
                        dest_url: written.into(),
                        title: title.into(),
                        id: id.into_string().into(),
                    }));
                } else {
                    self.link(link_type, &written, title);
                }
            }
            Event::End(TagEnd::Link) => {
                if self.links.pop().is_some_and(|link| !link.bare) {
                    self.push(Event::End(TagEnd::Link));
                }
                self.skip_attributes(range.end);
            }
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            }) => {
                let written = self.prepared.original(&dest_url, &range).into_owned();
                let title = self.prepared.original(&title, &range).into_owned();
                let target = self.around.target(LinkKind::Image, &written);
                let named = link_type == LinkType::WikiLink { has_pothole: false };
                self.links.push(OpenLink {
                    bare: target.is_none(),
                    titled: named,
                });
                if let Some((url, _)) = target {
                    self.push(Event::Start(Tag::Image {
                        link_type: LinkType::Inline,
                        dest_url: url.into(),
                        title: title.into(),
                        id: "".into(),
                    }));
                }
            }
            Event::End(TagEnd::Image) => {
                if self.links.pop().is_some_and(|image| !image.bare) {
                    self.push(Event::End(TagEnd::Image));
                }
                self.skip_attributes(range.end);
            }
            Event::Start(Tag::Heading { level, .. }) => self.push(Event::Start(Tag::Heading {
                level,
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            })),
            Event::Text(text) => {
                let titled = self.links.last().is_some_and(|link| link.titled);
                if !titled && self.dropped == 0 {
                    let borrowed = matches!(text, CowStr::Borrowed(_));
                    let text = self.prepared.original(&text, &range).into_owned();
                    self.text(&text, range, borrowed);
                }
            }
            Event::Start(Tag::Paragraph | Tag::Item | Tag::TableCell) => {
                self.brackets.clear();
                self.push(event.into_static());
            }
            other => self.push(other.into_static()),
        }
    }

    fn push(&mut self, event: Event<'static>) {
        self.events.push(event);
    }

    fn words(&mut self, words: &str) {
        self.push(Event::Text(words.to_owned().into()));
    }

    fn paragraph(&mut self, words: &str) {
        if !words.is_empty() {
            self.push(Event::Start(Tag::Paragraph));
            self.words(words);
            self.push(Event::End(TagEnd::Paragraph));
        }
    }

    /// A picture on a line of its own.
    fn picture(&mut self, written: &str, alt: &str) {
        let Some((url, _)) = self.around.target(LinkKind::Image, written) else {
            return;
        };
        self.push(Event::Start(Tag::Paragraph));
        self.push(Event::Start(Tag::Image {
            link_type: LinkType::Inline,
            dest_url: url.into(),
            title: "".into(),
            id: "".into(),
        }));
        self.words(alt);
        self.push(Event::End(TagEnd::Image));
        self.push(Event::End(TagEnd::Paragraph));
    }

    fn anchor(&mut self, url: String, words: &str) {
        self.push(Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url: url.into(),
            title: "".into(),
            id: "".into(),
        }));
        self.words(words);
        self.push(Event::End(TagEnd::Link));
    }

    /// A file on a line of its own, under its name when there are no better words.
    fn file(&mut self, written: &str, words: &str) {
        let Some((url, _)) = self.around.target(LinkKind::File, written) else {
            return;
        };
        let name = written.rsplit('/').next().unwrap_or(written);
        self.push(Event::Start(Tag::Paragraph));
        self.anchor(url, if words.is_empty() { name } else { words });
        self.push(Event::End(TagEnd::Paragraph));
    }

    fn link(&mut self, link_type: LinkType, written: &str, title: String) {
        let (kind, titled) = match link_type {
            LinkType::WikiLink { has_pothole } => (LinkKind::Wikilink, !has_pothole),
            _ => (LinkKind::Link, false),
        };
        let written = match kind {
            LinkKind::Wikilink => written.trim(),
            _ => written,
        };
        let Some((url, page)) = self.around.target(kind, written) else {
            self.links.push(OpenLink {
                bare: true,
                titled: false,
            });
            return;
        };
        self.push(Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url: url.into(),
            title: title.into(),
            id: "".into(),
        }));
        if titled {
            self.words(page.as_deref().unwrap_or(written));
        }
        self.links.push(OpenLink {
            bare: false,
            titled,
        });
    }

    /// Passes over `{…}` behind a link or picture.
    fn skip_attributes(&mut self, at: usize) {
        if let Some(end) = self.attributes_at(at) {
            self.skip = at..end;
        }
    }

    fn attributes_at(&self, at: usize) -> Option<usize> {
        let source: &str = &self.prepared.source;
        (source.as_bytes().get(at) == Some(&b'{'))
            .then(|| attributes::read(source, at).ok())
            .flatten()
            .map(|(_, end)| end)
    }

    /// Text without the brackets and braces of spans; only `borrowed` text stands in the source as it is.
    fn text(&mut self, text: &str, range: Range<usize>, borrowed: bool) {
        let mut kept = String::with_capacity(text.len());
        let event = self.events.len();
        for (at, letter) in text.char_indices() {
            let place = range.start + at;
            if borrowed && self.skip.contains(&place) {
                continue;
            }
            if borrowed && letter == '[' {
                self.brackets.push((event, kept.len()));
            }
            if borrowed && letter == ']' {
                let opened = self.brackets.pop();
                if let (Some(opened), Some(end)) = (opened, self.attributes_at(place + 1)) {
                    self.skip = place + 1..end;
                    match opened {
                        (of, at) if of == event => {
                            kept.remove(at);
                        }
                        (of, at) => self.unbracket(of, at),
                    }
                    continue;
                }
            }
            kept.push(letter);
        }
        if !kept.is_empty() {
            self.words(&kept);
        }
    }

    /// Takes a `[` out of an event before this one.
    fn unbracket(&mut self, event: usize, at: usize) {
        if let Some(Event::Text(text)) = self.events.get_mut(event)
            && text[at..].starts_with('[')
        {
            let mut without = text.to_string();
            without.remove(at);
            *text = without.into();
        }
    }

    fn directive_line(&mut self, line: &str) {
        let after = line.bytes().take_while(|byte| *byte == b':').count();
        if after == line.len() {
            if let Some(open) = self.open.pop() {
                self.close(open);
            }
            return;
        }
        match read_line(line, after) {
            Ok(read) => self.directive(&read),
            Err(_) if line.len() > after + 3 && line.ends_with(":::") => {}
            Err(_) => self.open.push(Open {
                quote: false,
                last: String::new(),
            }),
        }
    }

    fn directive(&mut self, line: &Line<'_>) {
        let said = |name: &str| {
            let attribute = line.attributes.iter().find(|given| given.name == name);
            let value = attribute.and_then(|given| given.value.as_deref());
            value.unwrap_or_default().trim().to_owned()
        };
        let joined = |names: &[&str]| {
            let parts = names.iter().map(|name| said(name));
            let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
            parts.join(", ")
        };
        let mut open = Open {
            quote: false,
            last: String::new(),
        };
        match line.name {
            "quote" => {
                open.quote = true;
                let by = joined(&["by", "role", "source"]);
                if !by.is_empty() {
                    open.last = format!("— {by}");
                }
                self.push(Event::Start(Tag::BlockQuote(None)));
            }
            "figure" => {
                if !said("src").is_empty() {
                    self.picture(&said("src"), &said("alt"));
                }
                open.last = joined(&["caption", "credit"]);
            }
            "audio" | "video" => {
                self.file(&said("src"), &said("title"));
                for name in ["captions", "transcript"] {
                    if !said(name).is_empty() {
                        self.file(&said(name), "");
                    }
                }
            }
            "pages" => {
                let pages = self.around.pages(self.lists);
                self.lists += 1;
                if !pages.is_empty() {
                    self.push(Event::Start(Tag::List(None)));
                    for (title, url) in pages {
                        self.push(Event::Start(Tag::Item));
                        self.anchor(url, &title);
                        self.push(Event::End(TagEnd::Item));
                    }
                    self.push(Event::End(TagEnd::List(false)));
                }
            }
            _ => {
                let title = match line.name {
                    "details" => said("summary"),
                    _ => said("title"),
                };
                if !title.is_empty() {
                    self.push(Event::Start(Tag::Paragraph));
                    self.push(Event::Start(Tag::Strong));
                    self.words(&title);
                    self.push(Event::End(TagEnd::Strong));
                    self.push(Event::End(TagEnd::Paragraph));
                }
            }
        }
        match line.leaf {
            true => self.close(open),
            false => self.open.push(open),
        }
    }

    fn close(&mut self, open: Open) {
        self.paragraph(&open.last);
        if open.quote {
            self.push(Event::End(TagEnd::BlockQuote(None)));
        }
    }
}
