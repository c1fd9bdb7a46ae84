//! When an event is, as its page says it: an end is not before its beginning.
//!
//! Which fields say so is the affair of the page's type; what a calendar makes of them is not said here.

use crate::diagnostic::wording::code;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::path::SitePath;
use crate::schema::{TypeDecl, Value, Values};
use crate::yaml::Node;

/// Reports an end that is before the beginning.
pub(super) fn check(
    path: &SitePath,
    tree: &Node,
    decl: &TypeDecl,
    fields: &Values,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let part = |role: &str| {
        let name = decl.event_field(role)?;
        Some((name, fields.get(name).and_then(Value::as_moment)?))
    };
    let (Some((first, start)), Some((last, end))) = (part("starts"), part("ends")) else {
        return;
    };
    // A day without a time lasts to its end.
    let is_before = match (start.time, end.time) {
        (Some(_), Some(_)) => end.instant < start.instant,
        _ => end.day < start.day,
    };
    let Some(node) = tree.get(last).filter(|_| is_before) else {
        return;
    };
    let written = |name: &str| tree.get(name).and_then(Node::text).unwrap_or_default();
    diagnostics.push(
        Diagnostic::new(
            &codes::FRONT_MATTER_END_BEFORE_START,
            Place::at(path, node.span),
            format!(
                "this ends before it begins: `{last}` is {}, and `{first}` is {}",
                code(written(last)),
                code(written(first))
            ),
        )
        .help(format!(
            "write a later `{last}`, or leave the line out when the end is not known"
        )),
    );
}
