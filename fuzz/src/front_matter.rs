//! Front matter: it ends somewhere, every place in it is one of the file, and so is every place of a finding.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use alongside::config::{self, Config};
use alongside::parse::front_matter;
use alongside::path::SitePath;
use alongside::yaml::{Node, NodeKind};

use super::found;

/// A site with two languages and with types of every kind of field.
pub static CONFIG: LazyLock<Config> = LazyLock::new(|| {
    let text = "title: Example\nbase_url: https://network.example\nlanguages: [en, cy]\n\
                taxonomies: {themes: {closed: false}, areas: {type: area}, authors: {type: person}}\n\
                types:\n  piece: {sections: [pieces], open: true, fields: {size: {kind: number}, mark: {kind: object, fields: {a: text, b: date}}}}\n";
    let parsed = config::declared::parse(&SitePath::new("site.yaml"), text);
    assert_eq!(parsed.diagnostics, []);
    parsed.value
});

/// Files whose types have unlike fields.
const PATHS: [&str; 3] = [
    "content/stories/a.md",
    "content/events/b/index.cy.md",
    "content/pieces/_index.md",
];

/// Reads bytes as the front matter of files of several types.
pub fn check(data: &[u8]) {
    let text = super::text(data);
    for path in PATHS {
        let path = SitePath::new(path);
        let read = front_matter::parse(&path, &text, &CONFIG);
        let front = &read.value;
        assert!(
            text.is_char_boundary(front.body),
            "the body begins inside a character of {text:?}"
        );
        found::stretch(front.span, &text);
        assert!(
            front.span.end as usize <= front.body,
            "{:?} and {} in {text:?}",
            front.span,
            front.body
        );
        places(&front.tree, &text);
        found::check(
            &read.diagnostics,
            &BTreeMap::from([(path.clone(), text.clone())]),
        );
        let again = front_matter::parse(&path, &text, &CONFIG);
        assert_eq!(
            (&again.value, &again.diagnostics),
            (front, &read.diagnostics)
        );
    }
}

/// Asserts that every key and value of a tree stands in the text.
pub fn places(tree: &Node, text: &str) {
    let mut waiting = vec![tree];
    while let Some(node) = waiting.pop() {
        found::stretch(node.span, text);
        match &node.kind {
            NodeKind::Map(entries) => {
                for (key, value) in entries {
                    found::stretch(key.span, text);
                    waiting.push(value);
                }
            }
            NodeKind::List(items) => waiting.extend(items),
            _ => {}
        }
    }
}
