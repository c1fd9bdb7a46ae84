//! Parts of a page that are held while their page stays: a quote, a finding or a picture whose own permission cannot be looked up.
//!
//! This is the one place that takes them out, before anything is inherited from the page; nobody behind the gate has them.

use crate::page::{Hidden, Page};
use crate::schema::{Value, Values};
use crate::source::Span;
use crate::yaml::{Node, NodeKind};

/// The fields that a page gives itself, without the values that are held.
pub(super) fn published(page: &Page) -> Values {
    let mut fields = page.fields.clone();
    let marks = page.marks.iter();
    let held: Vec<Span> = marks
        .filter(|mark| mark.what == Hidden::Part)
        .map(|mark| mark.span)
        .collect();
    if !held.is_empty() {
        let tree = &page.spans.front_matter;
        fields.retain(|name, value| {
            let node = tree.get(name);
            node.is_none_or(|node| is_kept(value, node, &held))
        });
    }
    fields
}

/// Takes what is held out of a value that was read from `node`; false where nothing may be left of it.
fn is_kept(value: &mut Value, node: &Node, held: &[Span]) -> bool {
    if held.contains(&node.span) {
        return false;
    }
    if !holds_one(node, held) {
        return true;
    }
    match (value, &node.kind) {
        (Value::List(items), NodeKind::List(nodes)) if items.len() == nodes.len() => {
            let mut nodes = nodes.iter();
            items.retain_mut(|item| nodes.next().is_some_and(|node| is_kept(item, node, held)));
            true
        }
        // One value stands for a list of one.
        (Value::List(items), NodeKind::Map(_)) => {
            items.retain_mut(|item| is_kept(item, node, held));
            true
        }
        (Value::Map(entries), NodeKind::Map(_)) => {
            entries.retain(|name, value| {
                let node = node.get(name);
                node.is_none_or(|node| is_kept(value, node, held))
            });
            true
        }
        // Of a list some of whose items could not be read, nobody knows which of them is held.
        _ => false,
    }
}

/// Whether a value that is held stands somewhere inside. What an alias stands for lies elsewhere in the file, so that the whole
/// tree is looked at.
fn holds_one(node: &Node, held: &[Span]) -> bool {
    let is_it = |node: &Node| held.contains(&node.span) || holds_one(node, held);
    match &node.kind {
        NodeKind::Scalar(_) => false,
        NodeKind::List(items) => items.iter().any(is_it),
        NodeKind::Map(entries) => entries.iter().any(|(_, node)| is_it(node)),
    }
}
