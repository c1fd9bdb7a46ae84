//! Short lines that stand alone and look like headings: of a text that was pasted without its looks, nothing else is left of them.
//!
//! Only where a page has no heading at all, and only where a longer paragraph follows. Nothing is made of them: a line of a poem is
//! none.

use std::ops::Range;

use super::state::Writer;
use crate::diagnostic::codes;

/// The most characters of a line that looks like a heading.
const LONGEST_HEADING_CHARACTERS: usize = 60;

/// The fewest words of a paragraph that such a line may stand above.
const SHORTEST_PARAGRAPH_WORDS: usize = 12;

impl Writer<'_> {
    /// Looks at a paragraph of the body's own that has ended.
    pub(super) fn may_be_heading(&mut self, range: &Range<usize>) {
        let written = self.prepared.source[range.clone()].trim();
        if let Some(line) = self.short_lines.last.take()
            && written
                .split_whitespace()
                .nth(SHORTEST_PARAGRAPH_WORDS - 1)
                .is_some()
        {
            self.short_lines.found.push(line);
        }
        let is_line = !written.contains(['\n', '\r'])
            && written.chars().count() <= LONGEST_HEADING_CHARACTERS
            && !written.contains(['[', '!', '<', '`', '|', '*', '_', '@', '/', '~', '\\', '{']);
        let begins =
            written.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit());
        let ends = written
            .ends_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '?' | ')'));
        if is_line && begins && ends && written.contains(|letter: char| letter.is_alphabetic()) {
            let span = self.span(range.start..range.start + written.len());
            self.short_lines.last = Some((span, written.to_owned()));
        }
    }

    /// Tells of the lines that look like headings, on a page that has none.
    pub(super) fn report_like_headings(&mut self) {
        let found = std::mem::take(&mut self.short_lines).found;
        if !self.heading_spans.is_empty() || !self.options.markdown.extensions {
            return;
        }
        for (span, words) in found {
            let finding = self
                .finding(
                    &codes::MARKDOWN_LIKE_HEADING,
                    span,
                    "this short line stands alone and looks like a heading",
                )
                .help(format!("write `## {words}` if it is one"));
            self.diagnostics.push(finding);
        }
    }
}
