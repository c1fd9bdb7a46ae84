//! Whether a page's frame stands around a body, as a browser reads the whole: its header, its text and its footer are where they
//! were written. It keeps who stands in whom, and nothing else of the page.
//!
//! Tags that match are not enough: a table in a table, or emphasis around a cell, moves what stands in it. So a body with HTML of its
//! author's is read once as browsers do.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, local_name, ns, parse_document};

use super::clean::{ends_by_itself, is_empty};

/// How deep elements may stand in one another. Reading them costs this many times what they are long, and no author comes near.
const DEEPEST_ELEMENTS: usize = 300;

/// An element, by its number among all.
struct Node {
    name: QualName,
    number: usize,
}

/// The elements of a page: the `id` of each, and what it stands in.
#[derive(Default)]
struct Tree {
    ids: RefCell<Vec<String>>,
    parents: RefCell<Vec<Option<usize>>>,
}

impl Tree {
    fn node(&self, name: QualName, id: String) -> Rc<Node> {
        let mut ids = self.ids.borrow_mut();
        ids.push(id);
        self.parents.borrow_mut().push(None);
        Rc::new(Node {
            name,
            number: ids.len() - 1,
        })
    }

    fn other(&self) -> Rc<Node> {
        self.node(QualName::new(None, ns!(), local_name!("")), String::new())
    }

    fn put(&self, parent: Option<usize>, child: NodeOrText<Rc<Node>>) {
        if let NodeOrText::AppendNode(child) = child {
            self.parents.borrow_mut()[child.number] = parent;
        }
    }

    /// Whether the last element with this `id` stands right in one with that.
    fn stands_in(&self, child: &str, parent: &str) -> bool {
        let ids = self.ids.borrow();
        let parents = self.parents.borrow();
        let place = ids.iter().rposition(|id| id == child);
        let found = place.and_then(|place| parents[place]);
        found.is_some_and(|found| ids[found] == parent)
    }
}

impl TreeSink for Tree {
    type Handle = Rc<Node>;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Rc<Node> {
        self.other()
    }

    fn elem_name<'a>(&'a self, target: &'a Rc<Node>) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Rc<Node> {
        let id = attrs
            .iter()
            .find(|attribute| &*attribute.name.local == "id");
        self.node(name, id.map_or(String::new(), |id| id.value.to_string()))
    }

    fn create_comment(&self, _: StrTendril) -> Rc<Node> {
        self.other()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Rc<Node> {
        self.other()
    }

    fn append(&self, parent: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        self.put(Some(parent.number), child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Rc<Node>,
        before: &Rc<Node>,
        child: NodeOrText<Rc<Node>>,
    ) {
        let parent = self.parents.borrow()[element.number];
        self.put(parent.or(Some(before.number)), child);
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Rc<Node>) -> Rc<Node> {
        target.clone()
    }

    fn same_node(&self, one: &Rc<Node>, other: &Rc<Node>) -> bool {
        one.number == other.number
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Rc<Node>, node: NodeOrText<Rc<Node>>) {
        let parent = self.parents.borrow()[sibling.number];
        self.put(parent, node);
    }

    fn add_attrs_if_missing(&self, _: &Rc<Node>, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Rc<Node>) {
        self.parents.borrow_mut()[target.number] = None;
    }

    fn reparent_children(&self, node: &Rc<Node>, to: &Rc<Node>) {
        for parent in self.parents.borrow_mut().iter_mut() {
            if *parent == Some(node.number) {
                *parent = Some(to.number);
            }
        }
    }
}

/// Whether the frame of a page stands around this body.
pub(super) fn stands(body: &str) -> bool {
    if depth(body) > DEEPEST_ELEMENTS {
        return false;
    }
    // What is asked for has names that no author gives.
    let page = format!(
        "<!DOCTYPE html><title>t</title><body id=\0body><header id=\0head></header><main id=\0main><article id=\0text><div id=\0words>{body}<div id=\0last></div></div><p id=\0terms><span id=\0term></span></p></article></main><footer id=\0foot><span id=\0end></span></footer>"
    )
    .replace('\0', "alongside:frame:");
    let tree = parse_document(Tree::default(), ParseOpts::default()).one(page);
    [
        ("head", "body"),
        ("main", "body"),
        ("foot", "body"),
        ("text", "main"),
        ("words", "text"),
        ("last", "words"),
        ("terms", "text"),
        ("term", "terms"),
        ("end", "foot"),
    ]
    .into_iter()
    .all(|(child, parent)| {
        tree.stands_in(
            &format!("alongside:frame:{child}"),
            &format!("alongside:frame:{parent}"),
        )
    })
}

/// How deep the elements of a body stand in one another, by their tags alone.
fn depth(body: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for (at, _) in body.match_indices('<') {
        let rest = &body[at + 1..];
        let closes = rest.starts_with('/');
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let length = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
            .count();
        let name = rest[..length].to_ascii_lowercase();
        if name.is_empty() || is_empty(&name) || ends_by_itself(&name) && name != "li" {
            continue;
        }
        match closes {
            true => depth = depth.saturating_sub(1),
            false => depth += 1,
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_that_is_broken_is_seen() {
        assert!(stands("<p>a</p>"));
        for body in [
            "<p>a <b>b",
            "</main>",
            "<textarea>",
            "</div>",
            "<select>",
            "<table><div><table></table></div></table>",
            "<li>",
        ] {
            assert!(!stands(body), "{body}");
        }
        assert!(!stands(&"<div>".repeat(100_000)));
    }
}
