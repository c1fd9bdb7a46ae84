//! The ideas of an Easy Read page, as its front matter lists them: read here, and made the beginning of its body by the Markdown
//! stage, so that search, feeds and the glossary meet them as they meet any other text.
//!
//! What each idea must have is checked where it is written; which page it is a version of is the site's affair.

use crate::schema::{Value, Values};
use crate::source::Span;
use crate::yaml::{Node, NodeKind};

/// The field that lists them.
pub const FIELD: &str = "ideas";

/// The most words of one idea: what guides to Easy Read ask for, ten to fifteen in a sentence.
pub const MOST_WORDS: u32 = 15;

/// One idea with its picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Idea {
    /// The heading above it, when it begins a part of the page.
    pub heading: Option<(Box<str>, Span)>,
    /// Its words.
    pub text: Box<str>,
    /// Where they stand.
    pub text_span: Span,
    /// The path or address of its picture.
    pub image: Option<(Box<str>, Span)>,
    /// What the picture shows; empty when nothing is said.
    pub alt: Box<str>,
}

/// The ideas that a page's fields list. `tree` is the front matter, for their places.
pub fn read(fields: &Values, tree: &Node) -> Vec<Idea> {
    let Some(Value::List(items)) = fields.get(FIELD) else {
        return Vec::new();
    };
    let node = tree.get(FIELD);
    // An item that could not be read is told of and left out; then places are no longer those of their numbers.
    let nodes = match node.map(|node| &node.kind) {
        Some(NodeKind::List(nodes)) if nodes.len() == items.len() => nodes.as_slice(),
        _ => &[],
    };
    let whole = node.map_or(tree.span, |node| node.span);
    items
        .iter()
        .enumerate()
        .map(|(number, item)| idea(item, nodes.get(number), whole))
        .collect()
}

fn idea(item: &Value, node: Option<&Node>, whole: Span) -> Idea {
    let text = |name: &str| item.get(name).and_then(Value::as_text).map(str::trim);
    let said = |name: &str| text(name).filter(|text| !text.is_empty());
    let own = node.map_or(whole, |node| node.span);
    let span = |name: &str| {
        node.and_then(|node| node.get(name))
            .map_or(own, |node| node.span)
    };
    let image = item.get("image");
    let inside = |name: &str| image?.get(name)?.as_text();
    let source = inside("src").or_else(|| said("image"));
    let source_span = node
        .and_then(|node| node.get("image")?.get("src"))
        .map_or_else(|| span("image"), |node| node.span);
    Idea {
        heading: said("heading").map(|words| (words.into(), span("heading"))),
        text: said("text").unwrap_or_default().into(),
        text_span: span("text"),
        image: source.map(|source| (source.into(), source_span)),
        alt: said("alt")
            .or_else(|| inside("alt"))
            .unwrap_or_default()
            .into(),
    }
}
