//! Findings as lines of text, for tests that compare all of them at once.

use super::Diagnostic;
use crate::source::LineIndex;

/// Each finding about `text` as `line:column-line:column code message | help`, in the order of the file.
pub(crate) fn told(text: &str, mut found: Vec<Diagnostic>) -> Vec<String> {
    found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    let lines = LineIndex::new(text);
    found
        .iter()
        .map(|found| {
            let span = found
                .place
                .span
                .expect("each of these findings has a place");
            let (from, to) = (lines.locate(span.start), lines.locate(span.end));
            format!(
                "{}:{}-{}:{} {} {} | {}",
                from.line,
                from.column,
                to.line,
                to.column,
                found.code.name,
                found.message,
                found.help.as_deref().unwrap_or_default()
            )
        })
        .collect()
}
