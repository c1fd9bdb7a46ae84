//! Comments in the values of front matter: hidden from readers there as in a body, and in nothing that is made of a page.
//!
//! They are taken out of the values before anything reads these, so that no title, feed, card or index can hold one. What decides
//! whether a page is shown is left as it is: a comment there is a value that cannot be read, which holds the page.

use crate::diagnostic::{Diagnostic, Place, codes};
use crate::parse::markdown::strip;
use crate::path::SitePath;
use crate::yaml::{Node, NodeKind};

/// The fields that the gate reads, and that are no text for readers.
const OF_THE_GATE: [&str; 8] = [
    "draft",
    "date",
    "expires",
    "visibility",
    "consent",
    "no_third_parties",
    "robots",
    "search",
];

/// Takes what authors hide out of all values of a page's front matter.
pub(super) fn take_out(path: &SitePath, tree: &mut Node, sink: &mut Vec<Diagnostic>) {
    let NodeKind::Map(entries) = &mut tree.kind else {
        return;
    };
    let mut waiting: Vec<&mut Node> = entries
        .iter_mut()
        .filter(|(key, _)| !OF_THE_GATE.contains(&&*key.text))
        .map(|(_, node)| node)
        .rev()
        .collect();
    while let Some(node) = waiting.pop() {
        let place = Place::at(path, node.span);
        match &mut node.kind {
            NodeKind::Map(entries) => {
                waiting.extend(entries.iter_mut().rev().map(|(_, node)| node));
            }
            NodeKind::List(items) => waiting.extend(items.iter_mut().rev()),
            NodeKind::Scalar(scalar) => {
                let (kept, hidden) = strip(&scalar.text);
                let told = hidden.iter().filter_map(|hidden| {
                    let finding = match (hidden.closed, hidden.mark) {
                        (true, "%%") => Diagnostic::new(
                            &codes::MARKDOWN_PERCENT_COMMENT,
                            place.clone(),
                            "text between `%%` and `%%` is hidden from readers",
                        )
                        .help("write `<!-- … -->` to hide it, or one `%` if you mean the sign"),
                        (true, _) => return None,
                        (false, mark) => Diagnostic::new(
                            &codes::MARKDOWN_UNCLOSED_COMMENT,
                            place.clone(),
                            format!("text that `{mark}` hides never ends, and takes the rest of the value with it"),
                        )
                        .help(match mark {
                            "%%" => "write `<!-- … -->` to hide it, or one `%` if you mean the sign",
                            _ => "end it with `-->`",
                        }),
                    };
                    Some(finding)
                });
                sink.extend(told);
                if !hidden.is_empty() {
                    scalar.text = kept.into();
                }
            }
        }
    }
}
