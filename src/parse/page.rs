//! The parsed page: what one Markdown file says, finished when the parse stage returns.
//!
//! Links are as written; addresses, inherited fields and everything that needs a second file come later, as other types.
//! Spans stand beside the data in [`PageSpans`], so that an edit above a paragraph changes nothing but them.

use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::path::SitePath;
use crate::schema::{Value, Values};
use crate::shelf::{Shelf, Text};
use crate::source::Span;
use crate::yaml::Node;

/// One parsed Markdown file.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The file.
    pub path: SitePath,
    /// Where the page stands in `content/`, language taken out.
    pub place: ContentPlace,
    /// Its language.
    pub lang: Arc<str>,
    /// The name of its type: as its front matter says, else by its folder. `section` for an `_index.md`.
    pub kind: Arc<str>,
    /// The fields that the file itself gives, validated. Inherited ones and defaults come when the site is assembled.
    pub fields: Values,
    /// The body, shared with the views that show it.
    pub body: Arc<Body>,
    /// Its headings and text.
    pub outline: Outline,
    /// The hashes of the words by which it may be like another page: those of its file's name, description and
    /// headings.
    pub keywords: Box<[u64]>,
    /// What says that it, or what is below it, is not to be shown, in words that are no field's or cannot be read.
    pub marks: Box<[Mark]>,
    /// Where things stand in the file.
    pub spans: PageSpans,
}

/// Something that holds a page at the gate, whatever the site's `rules` make of the finding about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How the page is hidden.
    pub hides: Hides,
    /// Where it stands in the file.
    pub span: Span,
    /// What is not to be shown.
    pub what: Hidden,
    /// What to write instead, where only the time decides whether there is a finding.
    pub says: Option<Box<str>>,
}

/// What a mark hides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// The page itself.
    Page,
    /// The pages below a section, and not the section's own.
    Below,
    /// One value of the page's fields, which stands where the mark does; the page stays.
    Part,
}

/// How a mark hides a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hides {
    /// As a draft.
    Draft,
    /// As a page that is never public.
    Private,
    /// As a page about people whose permission cannot be looked up.
    Permission,
    /// By words that cannot be read for certain.
    Unclear,
    /// Until a moment.
    Until(jiff::Timestamp),
    /// From a moment on.
    From(jiff::Timestamp),
}

/// How much of a site an edit of a page may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edit {
    /// The page alone: the text of its body has changed, and where things stand below the front matter.
    Text,
    /// The page and what others tell of it: its title, its description, its first words, how long it takes to read.
    Card,
    /// Anything.
    Whole,
}

impl Page {
    /// Puts the long texts of its body on a shelf.
    pub fn put_aside(&mut self, shelf: &Arc<Shelf>) {
        let mut texts: Vec<&mut Text> = Vec::new();
        if let Some(body) = Arc::get_mut(&mut self.body) {
            texts_of(&mut body.parts, &mut texts);
        }
        let sections = self.outline.sections.iter_mut();
        texts.extend(sections.map(|section| &mut section.text));
        shelf.put(texts);
    }

    /// What the edit that made this page of another state of the same file may change.
    pub fn edit_since(&self, before: &Self) -> Edit {
        let Self {
            path,
            place,
            lang,
            kind,
            fields,
            body,
            outline,
            keywords,
            marks,
            spans,
        } = self;
        let Body { parts: _, links } = &**body;
        let Outline {
            headings,
            sections: _,
            ids,
            words,
            summary,
        } = outline;
        let PageSpans {
            front_matter,
            head,
            whole,
            links: _,
            headings: _,
            directives: _,
        } = spans;
        let has_its_place = *path == before.path
            && *place == before.place
            && *lang == before.lang
            && *kind == before.kind
            && *links == before.body.links
            && *headings == before.outline.headings
            && *ids == before.outline.ids
            && *keywords == before.keywords
            && *marks == before.marks
            && *whole == before.spans.whole;
        let tells_the_same = *fields == before.fields
            && reading_minutes(*words) == reading_minutes(before.outline.words)
            && *summary == before.outline.summary
            && *front_matter == before.spans.front_matter
            && *head == before.spans.head;
        // Each type of page below reads a cascade in its own way, so that fields do not tell all of it.
        let hands_down = front_matter.get("cascade").is_some();
        let says_other_words =
            *whole && !hands_down && differ_in_words_only(fields, &before.fields);
        match (has_its_place, tells_the_same) {
            (false, _) => Edit::Whole,
            (true, true) => Edit::Text,
            (true, false) if says_other_words => Edit::Card,
            (true, false) => Edit::Whole,
        }
    }
}

/// Gathers the texts of a body's parts, as deep as directives nest, which the Markdown stage bounds.
fn texts_of<'a>(parts: &'a mut [Part], texts: &mut Vec<&'a mut Text>) {
    for part in parts {
        match part {
            Part::Html(text) | Part::Text(text) => texts.push(text),
            Part::Directive(directive) => texts_of(&mut directive.body, texts),
            _ => {}
        }
    }
}

/// The fields that say what a page is about, and decide nothing.
pub(crate) const WORDS: [&str; 2] = ["title", "description"];

/// Whether two sets of fields differ in the words of [`WORDS`] only.
fn differ_in_words_only(fields: &Values, others: &Values) -> bool {
    let says = |value: &Value| {
        value
            .as_text()
            .is_some_and(|words| !words.trim().is_empty())
    };
    fields.len() == others.len()
        && fields.iter().all(|(name, value)| {
            others.get(name).is_some_and(|other| {
                value == other || WORDS.contains(&&**name) && says(value) && says(other)
            })
        })
}

/// The minutes that a text takes to read: at least one, and none for no text.
pub fn reading_minutes(words: u32) -> u32 {
    /// Words that a reader takes in a minute.
    const WORDS_PER_MINUTE: u32 = 220;
    words.div_ceil(WORDS_PER_MINUTE)
}

/// A page's place in `content/`, the same for all its languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentPlace {
    /// The folders below `content/`, the bundle's own folder not counted: `stories`, or `about/people`; empty at the top.
    pub folder: Arc<str>,
    /// The file's or bundle's name without language and `.md`; `_index` for a section.
    pub name: Arc<str>,
    /// Whether the page is a folder with an `index.md`, and so may have files beside it.
    pub bundle: bool,
    pair: Arc<str>,
}

impl ContentPlace {
    /// The place of a page in a folder.
    pub fn new(folder: &str, name: &str, bundle: bool) -> Self {
        let pair = match folder {
            "" => name.into(),
            folder => format!("{folder}/{name}").into(),
        };
        Self {
            folder: folder.into(),
            name: name.into(),
            bundle,
            pair,
        }
    }

    /// Whether the page is a section's own page.
    pub fn is_section(&self) -> bool {
        &*self.name == "_index"
    }

    /// The top folder; empty for a page at the top.
    pub fn top(&self) -> &str {
        self.folder.split('/').next().unwrap_or_default()
    }

    /// The folder and name: `stories/the-allotment-key`, `stories` for its section.
    pub fn key(&self) -> &str {
        match self.is_section() {
            true => &self.folder,
            false => &self.pair,
        }
    }

    /// What pairs a page with its translations: its folder and name, a section's page apart from a page of its folder's name.
    pub fn pair(&self) -> &Arc<str> {
        &self.pair
    }
}

/// A page's body: HTML with holes where something outside the file decides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Body {
    /// The parts in order.
    pub parts: Vec<Part>,
    /// Links, images and files as written, in order; a part names them by number.
    pub links: Vec<LinkRef>,
}

/// One part of a body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Finished HTML.
    Html(Text),
    /// Plain text in which the words of a glossary may be explained, not escaped. Only on sites that have a glossary, and
    /// never in headings, links, code or anybody's own words.
    Text(Text),
    /// The address that the link of this number leads to, for inside a quoted attribute.
    Href(u32),
    /// The words of the link of this number: the title of the page it leads to (a wikilink without words of its own).
    LinkText(u32),
    /// ` width="…" height="…"` of the image of this number, when its size is known.
    ImageSize(u32),
    /// ` srcset="…" sizes="…"` of the image of this number, when it was prepared in several sizes.
    ImageFiles(u32),
    /// What stands before the image of this number: `<picture>` and its other formats, when it was prepared in some.
    PictureStart(u32),
    /// What stands after it.
    PictureEnd(u32),
    /// A directive: a template of the theme, given its attributes and its body.
    Directive(Box<Directive>),
}

/// A directive of a body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Directive {
    /// Its name: `quote`.
    pub name: Arc<str>,
    /// Its attributes as declared, checked, in the order written.
    pub attributes: IndexMapHash,
    /// The attributes that name files, each with the number of its link in [`Body::links`]. In `attributes` they stand as written.
    pub files: Vec<(Box<str>, u32)>,
    /// What stands inside; empty for a leaf.
    pub body: Vec<Part>,
    /// Its number on the page, from 0, for identifiers that must be unique.
    pub number: u32,
}

/// Attributes in order, hashable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexMapHash(pub IndexMap<Box<str>, Box<str>>);

impl std::hash::Hash for IndexMapHash {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write_usize(self.0.len());
        for entry in &self.0 {
            entry.hash(state);
        }
    }
}

/// A link as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LinkRef {
    /// What wrote it.
    pub kind: LinkKind,
    /// The target as written, with its `#anchor` and `?query`: `../trust.md#what`, `/about/`, `https://…`; of a wikilink the
    /// name.
    pub target: Box<str>,
}

/// What wrote a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// A Markdown link, or an `href` in raw HTML.
    Link,
    /// `[[name]]`.
    Wikilink,
    /// A Markdown image, or a `src` in raw HTML.
    Image,
    /// A file that a directive or raw HTML names: a film, its captions.
    File,
}

/// What a page's body says, in plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Outline {
    /// The headings in order.
    pub headings: Vec<Heading>,
    /// The text before the first heading and under each heading, in order; the first has no heading.
    pub sections: Vec<TextSection>,
    /// Every `id` of the body besides the headings', for anchors: footnotes, raw HTML.
    pub ids: Vec<Box<str>>,
    /// The number of words.
    pub words: u32,
    /// The first paragraph or what stands before `<!-- more -->`, as plain text of at most 300 characters, whole words.
    pub summary: Box<str>,
}

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor, unique on the page.
    pub id: Box<str>,
    /// Its words.
    pub text: Box<str>,
    /// Its words as inline HTML (code, emphasis), without links.
    pub html: Box<str>,
}

/// The text under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TextSection {
    /// The number of the heading in [`Outline::headings`]; none before the first.
    pub heading: Option<u32>,
    /// Plain text, blocks parted by a line end.
    pub text: Text,
    /// Where the text names a page as its author wrote it, and readers see the page's title; in order.
    pub names: Box<[PageName]>,
}

/// A wikilink without words of its own, in plain text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageName {
    /// The stretch of the text, in bytes.
    pub place: Range<usize>,
    /// The number of the link in [`Body::links`].
    pub link: u32,
}

/// Where things stand in a page's file.
#[derive(Clone, Debug, PartialEq)]
pub struct PageSpans {
    /// The front matter as a tree with places; an empty map at the top of the file when there is none.
    pub front_matter: Node,
    /// Where the front matter stands, its lines of dashes included; empty at the top of the file when there is none.
    pub head: Span,
    /// Whether the front matter could be read to its end. If not, what is missing is not the author's omission.
    pub whole: bool,
    /// The targets of [`Body::links`], one for each.
    pub links: Vec<Span>,
    /// The headings of [`Outline::headings`], one for each.
    pub headings: Vec<Span>,
    /// The opening lines of directives, by [`Directive::number`].
    pub directives: Vec<Span>,
}

impl PageSpans {
    /// Where the value of a top-level field stands; the key's place when the value has none, the top of the file else.
    pub fn field(&self, name: &str) -> Span {
        match self.front_matter.entry(name) {
            Some((key, node)) if node.span.start == node.span.end => key.span,
            Some((_, node)) => node.span,
            None => Span::new(
                self.front_matter.span.start as usize,
                self.front_matter.span.start as usize,
            ),
        }
    }
}
