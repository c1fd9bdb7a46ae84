//! The entries of a ZIP, and the first bytes of those that are wanted. It unpacks no archive: only small heads of known parts.
//!
//! A library would read the whole list of a hostile archive into memory before it says anything; here all is within [`Input`].

use std::io::Read;

use flate2::read::DeflateDecoder;

use super::input::Input;

/// How much of the list of entries is read, and how many of them.
const LIST_BYTES: usize = 2 * 1024 * 1024;
const MOST_ENTRIES: usize = 10_000;

/// How many bytes all parts of one archive may come to when they are unpacked: a bomb costs no more.
const MOST_UNPACKED_BYTES: usize = 16 * 1024 * 1024;

/// An archive's entries.
pub(super) struct Archive {
    entries: Vec<Entry>,
    unpacked_left: usize,
}

/// One entry of an archive.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its name as written.
    pub(super) name: String,
    method: u16,
    packed: usize,
    header: u64,
}

impl Archive {
    /// Reads the list of entries; none when it cannot be found.
    pub(super) fn new(input: &mut Input<'_>) -> Option<Self> {
        // The end of an archive is 22 bytes and a note of at most 65,535.
        let tail_from = input.length().saturating_sub(22 + 65_535);
        let tail = input.at(tail_from, 22 + 65_535);
        let end = memchr::memmem::rfind(&tail, b"PK\x05\x06")?;
        let size = number(&tail, end + 12)?;
        let offset = number(&tail, end + 16)?;
        let end = tail_from + end as u64;
        let list_from = end.checked_sub(size)?;
        // Bytes may stand before an archive, of which its places know nothing.
        let before = list_from.checked_sub(offset)?;
        let list = input.at(list_from, usize::try_from(size).ok()?.min(LIST_BYTES));
        let mut entries = Vec::new();
        let mut at = 0;
        while entries.len() < MOST_ENTRIES && list.get(at..at + 4) == Some(b"PK\x01\x02".as_slice())
        {
            let name_length = short(&list, at + 28)?;
            let others = short(&list, at + 30)? + short(&list, at + 32)?;
            let name = list.get(at + 46..at + 46 + name_length)?;
            entries.push(Entry {
                name: String::from_utf8_lossy(name).into_owned(),
                method: u16::try_from(short(&list, at + 10)?).ok()?,
                packed: usize::try_from(number(&list, at + 20)?).ok()?,
                header: before + number(&list, at + 42)?,
            });
            at += 46 + name_length + others;
        }
        Some(Self {
            entries,
            unpacked_left: MOST_UNPACKED_BYTES,
        })
    }

    /// Its entries, in the order in which it lists them.
    pub(super) fn entries(&self) -> Vec<Entry> {
        self.entries.clone()
    }

    /// Whether it has an entry whose name begins so.
    pub(super) fn has(&self, start: &str) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.name.starts_with(start))
    }

    /// At most so many of the first bytes of the entry with this name; none when there is no such entry.
    pub(super) fn part(&mut self, input: &mut Input<'_>, name: &str, most: usize) -> Vec<u8> {
        let entry = self
            .entries
            .iter()
            .find(|entry| entry.name == name)
            .cloned();
        entry.map_or_else(Vec::new, |entry| self.bytes(input, &entry, most))
    }

    /// At most so many of the first bytes of an entry.
    pub(super) fn bytes(&mut self, input: &mut Input<'_>, entry: &Entry, most: usize) -> Vec<u8> {
        let header = input.at(entry.header, 30);
        let is_header = header.starts_with(b"PK\x03\x04");
        let (Some(name), Some(others)) = (short(&header, 26), short(&header, 28)) else {
            return Vec::new();
        };
        let most = most.min(self.unpacked_left);
        if !is_header || most == 0 {
            return Vec::new();
        }
        let from = entry.header + 30 + (name + others) as u64;
        let bytes = match entry.method {
            0 => input.at(from, entry.packed.min(most)),
            8 => {
                let packed = input.at(from, entry.packed.min(most));
                let mut bytes = Vec::new();
                // What breaks off is looked at as far as it goes.
                let _ = DeflateDecoder::new(&*packed)
                    .take(most as u64)
                    .read_to_end(&mut bytes);
                bytes
            }
            _ => Vec::new(),
        };
        self.unpacked_left -= bytes.len().min(self.unpacked_left);
        bytes
    }
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(u16::from_le_bytes(bytes).into())
}

fn number(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(u32::from_le_bytes(bytes).into())
}
