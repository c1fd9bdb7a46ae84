//! Fences of code that are never closed: what was meant to stand behind the code is in it.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::state::Writer;
use crate::diagnostic::codes;

impl Writer<'_> {
    /// Reports a fence that nothing closes.
    pub(super) fn check_fence(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) {
        if matches!(kind, CodeBlockKind::Indented) || !self.options.markdown.extensions {
            return;
        }
        let block = self.prepared.source[range.clone()].trim_end();
        let Some(sign) = block
            .chars()
            .next()
            .filter(|sign| matches!(sign, '`' | '~'))
        else {
            return;
        };
        let length = block.chars().take_while(|letter| *letter == sign).count();
        let closes = |line: &str| {
            let line = line.trim_start_matches([' ', '\t', '>']);
            line.len() >= length && line.chars().all(|letter| letter == sign)
        };
        let is_closed = block
            .rsplit_once(['\n', '\r'])
            .is_some_and(|(_, last)| closes(last));
        if is_closed {
            return;
        }
        let fence = sign.to_string().repeat(length);
        let finding = self
            .finding(
                &codes::MARKDOWN_UNCLOSED_FENCE,
                self.first_line(range),
                "this block of code never ends, and takes all that follows with it",
            )
            .help(format!(
                "write {fence} on a line of its own where the code ends"
            ));
        self.diagnostics.push(finding);
    }
}
