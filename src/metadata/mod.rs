//! What a file tells besides what it shows: who made it, where, with what, and what was changed, said or hidden in it.
//!
//! It says which kinds of such things there are, and never what they are: a finding with a name in it would carry the name into
//! logs. It looks where programs are known to write them, within limits of bytes, and so finds what a careless author leaves, not
//! what a careful one hides. Whatever the bytes are, it ends soon and stops nothing.

mod exif;
mod film;
mod input;
mod matroska;
mod office;
mod pdf;
mod rich_text;
mod sound;
mod text;
mod traces;
mod zip;

use std::io::{Read, Seek};

use input::Input;
pub use traces::{Family, Metadata, Trace, Traces};

/// The first bytes of a compound file: Word, Excel and PowerPoint before 2007, and letters of Outlook.
const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The first bytes of archives other than ZIP.
const ARCHIVES: [&[u8]; 5] = [
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x1f\x8b\x08",
    b"BZh",
    b"\xfd7zXZ\0",
];

/// Looks into a file of this length; none when it holds nothing of the kind, or is of a kind that is not known here.
///
/// `is_picture` says that its first bytes are those of a picture.
pub fn read<S: Read + Seek>(source: &mut S, length: u64, is_picture: bool) -> Option<Metadata> {
    let mut input = Input::new(source, length);
    let start = input.at(0, 512);
    let (family, traces) = if is_picture {
        (Family::Picture, exif::picture(&mut input))
    } else if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        office::read(&mut input)
    } else if start.starts_with(COMPOUND_FILE) {
        (Family::Office, Trace::Unseen.into())
    } else if let Some(at) = text::find(&start, b"%PDF-") {
        debug_assert!(at < start.len());
        (Family::Pdf, pdf::read(&mut input))
    } else if start.starts_with(b"{\\rtf") {
        (Family::Office, rich_text::read(&mut input))
    } else if is_film(&start) {
        (Family::Recording, film::read(&mut input))
    } else if start.starts_with(b"\x1a\x45\xdf\xa3") {
        (Family::Recording, matroska::read(&mut input))
    } else if is_archive(&start) {
        (Family::Archive, Trace::Files.into())
    } else {
        (Family::Recording, sound::read(&mut input, &start))
    };
    (!traces.is_empty()).then_some(Metadata { family, traces })
}

/// Whether a file begins as MP4, QuickTime and their like do.
fn is_film(start: &[u8]) -> bool {
    let kind = start.get(4..8).unwrap_or_default();
    [
        b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot",
    ]
    .iter()
    .any(|known| kind == *known)
}

fn is_archive(start: &[u8]) -> bool {
    ARCHIVES.iter().any(|known| start.starts_with(known))
        || start.get(257..262) == Some(b"ustar".as_slice())
}

#[cfg(test)]
mod tests;
