//! Long texts that wait for their turn: in memory or, of a large site, on a shelf: a file without a name among the system's
//! temporary files.
//!
//! Sources and bodies are read, parsed and printed one after another, and while they wait most of a large site's memory would be
//! theirs. Nothing is taken off a shelf: it goes with the last text on it, or with the program. What a text says never depends
//! on where it is kept, and nothing here knows what a text is of.

use std::borrow::Cow;
use std::fs::File;
use std::hash::{Hash, Hasher};
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// The shortest text that is worth a place on a shelf, in bytes: a place takes 24 bytes of memory and a read of the disk.
const SHORTEST: usize = 256;

/// A place for texts outside memory.
#[derive(Debug)]
pub struct Shelf {
    file: File,
    /// Where the next text goes.
    end: AtomicU64,
    lost: OnceLock<io::Error>,
}

/// A text, wherever it is kept.
#[derive(Clone, Debug)]
pub struct Text(Kept);

#[derive(Clone, Debug)]
enum Kept {
    Here(Arc<str>),
    Aside {
        shelf: Arc<Shelf>,
        at: u64,
        length: u32,
    },
}

impl Shelf {
    /// An empty shelf.
    ///
    /// # Errors
    /// When the system gives no temporary file.
    #[expect(
        clippy::disallowed_methods,
        reason = "the file has no name, holds nothing but what was read, and ends with the process"
    )]
    pub fn new() -> io::Result<Arc<Self>> {
        Ok(Arc::new(Self {
            file: tempfile::tempfile()?,
            end: AtomicU64::new(0),
            lost: OnceLock::new(),
        }))
    }

    /// Puts the long ones of some texts on the shelf. Where there is no room for them they stay where they are.
    pub fn put<'a>(self: &Arc<Self>, texts: impl IntoIterator<Item = &'a mut Text>) {
        let mut bytes = Vec::new();
        let mut moved: Vec<(&mut Text, u64, u32)> = Vec::new();
        for text in texts {
            if let Kept::Here(here) = &text.0
                && here.len() >= SHORTEST
                && let Ok(length) = u32::try_from(here.len())
            {
                let at = bytes.len() as u64;
                bytes.extend_from_slice(here.as_bytes());
                moved.push((text, at, length));
            }
        }
        let start = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        if moved.is_empty() || write_at(&self.file, &bytes, start).is_err() {
            return;
        }
        for (text, at, length) in moved {
            text.0 = Kept::Aside {
                shelf: self.clone(),
                at: start + at,
                length,
            };
        }
    }

    /// Why a text could not be had again, when one could not: it read as empty then, and nothing that was made since may be
    /// used.
    pub fn lost(&self) -> Option<&io::Error> {
        self.lost.get()
    }

    fn get(&self, at: u64, length: u32) -> String {
        let mut bytes = vec![0; length as usize];
        let read = read_at(&self.file, &mut bytes, at).and_then(|()| {
            String::from_utf8(bytes)
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
        });
        read.unwrap_or_else(|error| {
            let _ = self.lost.set(error);
            String::new()
        })
    }
}

impl Text {
    /// What it says.
    pub fn get(&self) -> Cow<'_, str> {
        match &self.0 {
            Kept::Here(text) => Cow::Borrowed(text),
            Kept::Aside { shelf, at, length } => Cow::Owned(shelf.get(*at, *length)),
        }
    }

    /// Its length in bytes.
    pub fn len(&self) -> usize {
        match &self.0 {
            Kept::Here(text) => text.len(),
            Kept::Aside { length, .. } => *length as usize,
        }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The shelf that it is on.
    pub fn shelf(&self) -> Option<&Arc<Shelf>> {
        match &self.0 {
            Kept::Here(_) => None,
            Kept::Aside { shelf, .. } => Some(shelf),
        }
    }
}

impl<T: Into<Arc<str>>> From<T> for Text {
    fn from(text: T) -> Self {
        Self(Kept::Here(text.into()))
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::from("")
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.get() == other.get()
    }
}

impl Eq for Text {}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.get().hash(state);
    }
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_write(file, bytes, at)? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            written => {
                bytes = &bytes[written..];
                at += written as u64;
            }
        }
    }
    Ok(())
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                bytes = &mut bytes[read..];
                at += read as u64;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::ContentHash;

    #[test]
    fn a_text_says_the_same_wherever_it_is_kept() {
        let shelf = Shelf::new().expect("a temporary file");
        let long: Vec<String> = (0..9)
            .map(|number| format!("{number} tŷ\u{10348}").repeat(60 + number))
            .collect();
        let mut texts: Vec<Text> = long.iter().map(|text| Text::from(&**text)).collect();
        texts.push("short".into());
        let here = texts.clone();
        // In two goes, as pages come.
        shelf.put(&mut texts[..4]);
        shelf.put(&mut texts);
        for (index, (text, before)) in texts.iter().zip(&here).enumerate() {
            assert_eq!(text.shelf().is_some(), index < 9, "{index}");
            assert_eq!((text, text.len()), (before, before.len()));
            assert_eq!(ContentHash::of_value(text), ContentHash::of_value(before));
        }
        assert!(shelf.lost().is_none());
    }

    #[test]
    fn a_text_that_is_lost_is_told_of() {
        let shelf = Shelf::new().expect("a temporary file");
        let mut text = Text::from("word ".repeat(100));
        shelf.put([&mut text]);
        shelf.file.set_len(10).expect("the file can be cut");
        assert_eq!(text.get(), "");
        assert!(shelf.lost().is_some());
    }
}
