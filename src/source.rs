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

/// The starts of a text's lines, to find a line quickly, and how many characters there are up to each block, to find a column
/// quickly: a line may be all of a large file, and every finding of that file asks for one.
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// How many characters begin before each block of [`BLOCK_BYTES`].
    characters: Vec<usize>,
}

/// Characters are counted one by one within a block alone: long enough that the counts take no room, and short enough to be counted
/// at once.
const BLOCK_BYTES: usize = 1024;

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
        let mut before = 0;
        let characters = bytes
            .chunks(BLOCK_BYTES)
            .map(|block| {
                let here = before;
                before += begun(block);
                here
            })
            .chain([0])
            .collect();
        Self {
            text,
            starts,
            characters,
        }
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
            column: self.characters_before(offset) - self.characters_before(start) + 1,
        }
    }

    /// The bytes of the line that holds a byte, without what ends it.
    pub fn line_around(&self, offset: usize) -> Range<usize> {
        let number = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[number - 1];
        let end = self.starts.get(number).copied();
        let line = &self.text[start..end.unwrap_or(self.text.len())];
        let line = match end {
            Some(_) => line.strip_suffix('\n').unwrap_or(line),
            None => line,
        };
        let line = match end {
            Some(_) => line.strip_suffix('\r').unwrap_or(line),
            None => line,
        };
        start..start + line.len()
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK_BYTES;
        match self.text.as_bytes().get(block * BLOCK_BYTES..offset) {
            Some(rest) if !rest.is_empty() => self.characters[block] + begun(rest),
            _ if offset == 0 => 0,
            // The end of a block is the start of the next, or the end of the text.
            _ => {
                let last = (offset - 1) / BLOCK_BYTES;
                self.characters[last] + begun(&self.text.as_bytes()[last * BLOCK_BYTES..offset])
            }
        }
    }
}

/// How many characters begin in these bytes.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
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
        for (at, line) in [
            (0, "tŷ"),
            (4, "tŷ"),
            (5, "b"),
            (6, "b"),
            (7, "c"),
            (9, "d"),
            (10, "d"),
        ] {
            assert_eq!(&text[index.line_around(at)], line, "{at}");
        }
    }

    #[test]
    fn a_column_is_counted_alike_wherever_it_is_in_a_long_line() {
        let text = format!("first\n{}", "tŷ bach ".repeat(1000));
        let index = LineIndex::new(&text);
        for (column, (at, _)) in text[6..].char_indices().enumerate() {
            let column = column + 1;
            assert_eq!(index.locate(6 + at as u32), LineColumn { line: 2, column });
        }
    }
}
