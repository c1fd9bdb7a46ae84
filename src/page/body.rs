//! A body: HTML with holes where something outside the file decides.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::shelf::Text;

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

/// Gathers the texts of a body's parts, as deep as directives nest, which the Markdown stage bounds.
pub(super) fn texts_of<'a>(parts: &'a mut [Part], texts: &mut Vec<&'a mut Text>) {
    for part in parts {
        match part {
            Part::Html(text) | Part::Text(text) => texts.push(text),
            Part::Directive(directive) => texts_of(&mut directive.body, texts),
            _ => {}
        }
    }
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
