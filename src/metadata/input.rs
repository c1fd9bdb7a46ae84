//! A file from which a limited number of bytes is read, wherever they stand.
//!
//! What cannot be read counts as not there: a file that changes meanwhile is looked at again when it has.

use std::io::{Read, Seek, SeekFrom};

/// How many bytes of one file are read in all. A film's tables and the first and last parts of a large PDF fit; a thousand large
/// files side by side stay a matter of seconds.
const MOST_READ_BYTES: usize = 24 * 1024 * 1024;

/// How often one file is read from: each box of a film and each entry of an archive costs a time or two.
const MOST_READS: usize = 20_000;

/// What a file's parts are read from.
pub(super) trait Source: Read + Seek {}

impl<S: Read + Seek> Source for S {}

/// A file with what may still be read of it.
pub(super) struct Input<'a> {
    source: &'a mut dyn Source,
    length: u64,
    bytes_left: usize,
    reads_left: usize,
}

impl<'a> Input<'a> {
    /// A file of which nothing was read.
    pub(super) fn new(source: &'a mut impl Source, length: u64) -> Self {
        Self {
            source,
            length,
            bytes_left: MOST_READ_BYTES,
            reads_left: MOST_READS,
        }
    }

    /// Its length in bytes.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// At most so many bytes from a place on; fewer at the end of the file, and none once too much was read.
    pub(super) fn at(&mut self, place: u64, most: usize) -> Vec<u8> {
        let rest = usize::try_from(self.length.saturating_sub(place)).unwrap_or(usize::MAX);
        let wanted = most.min(rest).min(self.bytes_left);
        if wanted == 0 || self.reads_left == 0 {
            return Vec::new();
        }
        self.reads_left -= 1;
        let mut bytes = Vec::new();
        if self.source.seek(SeekFrom::Start(place)).is_ok() {
            // What was read before a failure is looked at.
            let _ = (&mut *self.source)
                .take(wanted as u64)
                .read_to_end(&mut bytes);
        }
        self.bytes_left -= bytes.len().min(self.bytes_left);
        bytes
    }
}
