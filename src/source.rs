//! Source files, spans inside them, and the way from a byte to a line and column.
//!
//! A span says where in one file; which file is said beside it.
//! Spans live in side tables, never in what a stage hands on, so that an edit above a paragraph changes no key below.

use std::ops::Range;
use std::sync::Arc;

use crate::hash::ContentHash;
use crate::path::SitePath;
use crate::shelf::Text;

/// A stretch of a file's text, in bytes; the end is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Files of 4 GiB and more are refused when read, so the offsets fit.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: clamp(start),
            end: clamp(end),
        }
    }

    /// This span moved forward by `offset` bytes.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start as usize + offset, self.end as usize + offset)
    }

    /// The span as a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// One text file of the site, as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where the file lies in the site.
    pub path: SitePath,
    /// The whole text, without a byte order mark; line ends as written, a NUL as U+FFFD.
    pub text: Text,
    /// The hash of the text.
    pub hash: ContentHash,
}

impl SourceFile {
    /// A source file with its hash.
    ///
    /// A NUL can stand in no HTML, XML or address, so none gets further than this: it becomes U+FFFD, as CommonMark asks.
    pub fn new(path: SitePath, text: impl Into<Arc<str>>) -> Self {
        let mut text: Arc<str> = text.into();
        if memchr::memchr(0, text.as_bytes()).is_some() {
            text = text.replace('\0', "\u{fffd}").into();
        }
        let hash = ContentHash::of(text.as_bytes());
        Self {
            path,
            text: text.into(),
            hash,
        }
    }
}

/// A place as people count: lines and columns from 1, columns in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

/// The starts of a text's lines, to find a line quickly.
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Finds the lines of `text`. A line ends with `\n`, `\r\n` or a lone `\r`.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends_line = *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            if ends_line {
                starts.push(at + 1);
            }
        }
        Self { text, starts }
    }

    /// The line and column of a byte; a byte past the end, or inside a character, counts as the nearest before it.
    pub fn locate(&self, offset: u32) -> LineColumn {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        LineColumn {
            line,
            column: self.text[start..offset].chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_holds_no_nul() {
        let source = SourceFile::new(SitePath::new("content/a.md"), "a\0b");
        assert_eq!(source.text.get(), "a\u{fffd}b");
        assert_eq!(source.hash, ContentHash::of(source.text.get().as_bytes()));
    }

    #[test]
    fn columns_count_characters_and_lines_end_in_three_ways() {
        let text = "tŷ\r\nb\rc\nd";
        let index = LineIndex::new(text);
        let at = |needle: &str| {
            let place = index.locate(text.find(needle).expect("the needle is there") as u32);
            (place.line, place.column)
        };
        assert_eq!(at("\r\n"), (1, 3));
        assert_eq!(at("b"), (2, 1));
        assert_eq!(at("c"), (3, 1));
        assert_eq!(at("d"), (4, 1));
        assert_eq!(index.locate(2), LineColumn { line: 1, column: 2 });
        assert_eq!(index.locate(9_999), LineColumn { line: 4, column: 2 });
    }
}
