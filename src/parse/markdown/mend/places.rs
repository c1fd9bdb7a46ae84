//! Where a place of a mended text stands in the text as written.

use std::ops::Range;

/// One change: a stretch of the mended text, and what it stands for.
#[derive(Debug)]
struct Edit {
    here: Range<usize>,
    there: Range<usize>,
}

/// The changes of a text, in their order.
#[derive(Debug, Default)]
pub(in crate::parse::markdown) struct Places(Vec<Edit>);

impl Places {
    /// Notes that `length` bytes from `at` on stand for `there`.
    pub(super) fn note(&mut self, at: usize, length: usize, there: &Range<usize>) {
        self.0.push(Edit {
            here: at..at + length,
            there: there.clone(),
        });
    }

    /// A stretch of the mended text as a stretch of the text as written; what was written anew stands for all that it replaced.
    pub(in crate::parse::markdown) fn written(&self, range: &Range<usize>) -> Range<usize> {
        if self.0.is_empty() {
            return range.clone();
        }
        let start = match self.before(|edit| edit.here.start <= range.start) {
            Some(edit) if range.start < edit.here.end => edit.there.start,
            Some(edit) => edit.there.end + (range.start - edit.here.end),
            None => range.start,
        };
        let end = match self.before(|edit| edit.here.start < range.end) {
            Some(edit) if range.end <= edit.here.end => edit.there.end,
            Some(edit) => edit.there.end + (range.end - edit.here.end),
            None => range.end,
        };
        start..end.max(start)
    }

    fn before(&self, is_before: impl Fn(&Edit) -> bool) -> Option<&Edit> {
        let count = self.0.partition_point(is_before);
        count.checked_sub(1).map(|last| &self.0[last])
    }
}
