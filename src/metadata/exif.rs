//! What cameras and programs for pictures write: EXIF, IPTC and XMP, in a picture or in anything that holds one.

use memchr::memmem;

use super::input::Input;
use super::text::{holds_any, says};
use super::traces::{Trace, Traces};

/// How much of a picture is read: what was written into it stands before or after its pixels.
const PICTURE_BYTES: usize = 16 * 1024 * 1024;

/// The most blocks of EXIF that are looked at in one file: a PDF may hold many photographs.
const MOST_BLOCKS: usize = 64;

/// The most entries that are read of one list of EXIF; a camera writes fewer than a hundred.
const MOST_ENTRIES: usize = 512;

/// What a picture tells.
pub(super) fn picture(input: &mut Input<'_>) -> Traces {
    let bytes = input.at(0, PICTURE_BYTES);
    let mut traces = in_tiff(&bytes);
    traces |= anywhere(&bytes);
    traces
}

/// What the pictures tell that lie anywhere in these bytes, not compressed any further.
pub(super) fn anywhere(bytes: &[u8]) -> Traces {
    let mut traces = packet(bytes);
    // `Exif` in JPEG and HEIF, `eXIf` in PNG, `EXIF` in WebP; a length or two zeros may stand between it and the block.
    let starts = ["Exif", "eXIf", "EXIF"]
        .iter()
        .flat_map(|name| memmem::find_iter(bytes, name.as_bytes()).take(MOST_BLOCKS));
    for start in starts {
        let rest = &bytes[start + 4..];
        let near = &rest[..rest.len().min(12)];
        let block = [b"II*\0", b"MM\0*"]
            .iter()
            .find_map(|mark| memmem::find(near, *mark));
        if let Some(block) = block {
            traces |= in_tiff(&rest[block..]);
        }
    }
    for start in memmem::find_iter(bytes, b"8BIM\x04\x04").take(MOST_BLOCKS) {
        let block = &bytes[start..bytes.len().min(start + 64 * 1024)];
        let has = |number: u8| memmem::find(block, &[0x1c, 2, number]).is_some();
        traces.add_if(has(90) || has(92) || has(95), Trace::Place);
        traces.add_if(has(80), Trace::Author);
    }
    traces
}

/// What XMP says in bytes that hold it as plain text.
pub(super) fn packet(bytes: &[u8]) -> Traces {
    let mut traces = Traces::default();
    // Without this name there is no XMP, and nothing else needs to be looked for.
    if !holds_any(bytes, &["adobe:ns:meta", "rdf:RDF", "xmpmeta"]) {
        return traces;
    }
    let places = [
        "GPSLatitude",
        "photoshop:City",
        "Iptc4xmpCore:Location",
        "Iptc4xmpExt:LocationCreated",
    ];
    traces.add_if(holds_any(bytes, &places), Trace::Place);
    let is_authored = says(bytes, "creator")
        || says(bytes, "Author")
        || holds_any(bytes, &["pdf:Author=\"", "aux:OwnerName", "dc:creator=\""]);
    traces.add_if(is_authored, Trace::Author);
    let devices = ["SerialNumber", "tiff:Model"];
    traces.add_if(holds_any(bytes, &devices), Trace::Device);
    traces
}

/// What the lists of a TIFF say, which EXIF is, from its first byte on.
fn in_tiff(tiff: &[u8]) -> Traces {
    let mut traces = Traces::default();
    let is_big = match tiff {
        [b'I', b'I', b'*', 0, ..] => false,
        [b'M', b'M', 0, b'*', ..] => true,
        _ => return traces,
    };
    let list = List { tiff, is_big };
    let Some(first) = list.number(4) else {
        return traces;
    };
    for (tag, value) in list.entries(first) {
        match tag {
            0x010f | 0x0110 | 0xc62f => traces |= Trace::Device.into(),
            0x013b | 0x9c9d => traces |= Trace::Author.into(),
            0x8825 => {
                // Latitude and longitude; a camera without reception writes the list and leaves them out.
                let is_known = list.entries(value).any(|(tag, _)| matches!(tag, 2 | 4));
                traces.add_if(is_known, Trace::Place);
            }
            0x8769 => {
                for (tag, _) in list.entries(value) {
                    traces.add_if(tag == 0xa430, Trace::Author);
                    traces.add_if(matches!(tag, 0xa431 | 0xa435), Trace::Device);
                }
            }
            _ => {}
        }
    }
    traces
}

/// A TIFF, by the order of its bytes.
#[derive(Clone, Copy)]
struct List<'a> {
    tiff: &'a [u8],
    is_big: bool,
}

impl List<'_> {
    fn number(&self, at: usize) -> Option<usize> {
        let bytes: [u8; 4] = self.tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let number = match self.is_big {
            true => u32::from_be_bytes(bytes),
            false => u32::from_le_bytes(bytes),
        };
        usize::try_from(number).ok()
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes: [u8; 2] = self.tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(match self.is_big {
            true => u16::from_be_bytes(bytes),
            false => u16::from_le_bytes(bytes),
        })
    }

    /// The entries of the list at a place: the tag of each, and its value where that is a number or a place.
    fn entries(self, at: usize) -> impl Iterator<Item = (u16, usize)> {
        let count = self.short(at).map_or(0, usize::from).min(MOST_ENTRIES);
        (0..count).map_while(move |number| {
            let entry = at.checked_add(2 + number * 12)?;
            Some((self.short(entry)?, self.number(entry + 8)?))
        })
    }
}
