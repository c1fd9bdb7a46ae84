//! PDF: its properties, its comments, the files and the photographs inside it.
//!
//! It looks for names in the bytes, and in the streams that hold objects or XMP, and reads no page. What is encrypted, or stands
//! in the middle of a very large file, is not seen.

use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;

use super::exif;
use super::input::Input;
use super::text::holds_any;
use super::traces::{Trace, Traces};

/// How much is read of the start and of the end, where the objects with properties stand.
const START_BYTES: usize = 12 * 1024 * 1024;
const END_BYTES: usize = 8 * 1024 * 1024;

/// How many streams of objects are unpacked, how far each, and how far all: one holds a hundred objects or two.
const MOST_STREAMS: usize = 4096;
const STREAM_BYTES: usize = 1024 * 1024;
const MOST_UNPACKED_BYTES: usize = 16 * 1024 * 1024;

/// How far before a stream its dictionary is looked for.
const DICTIONARY_BYTES: usize = 512;

/// Kinds of notes that readers of a PDF make and see.
const NOTES: [&[u8]; 8] = [
    b"/Text",
    b"/Popup",
    b"/FreeText",
    b"/Highlight",
    b"/StrikeOut",
    b"/Caret",
    b"/Ink",
    b"/Stamp",
];

/// What the PDF tells.
pub(super) fn read(input: &mut Input<'_>) -> Traces {
    let start = input.at(0, START_BYTES);
    let rest_from = start.len() as u64;
    let end_from = input
        .length()
        .saturating_sub(END_BYTES as u64)
        .max(rest_from);
    let end = input.at(end_from, END_BYTES);
    let mut traces = Traces::default();
    let mut unpacked_left = MOST_UNPACKED_BYTES;
    for part in [start, end] {
        traces |= objects(&part);
        traces |= exif::anywhere(&part);
        traces.add_if(memmem::find(&part, b"/Encrypt").is_some(), Trace::Unseen);
        for at in memmem::find_iter(&part, b"stream").take(MOST_STREAMS) {
            if unpacked_left == 0 {
                break;
            }
            let dictionary = &part[at.saturating_sub(DICTIONARY_BYTES)..at];
            let own = memmem::rfind(dictionary, b"obj").map_or(dictionary, |at| &dictionary[at..]);
            let is_wanted =
                holds_any(own, &["/ObjStm", "/XML"]) && holds_any(own, &["/FlateDecode", "/Fl "]);
            if !is_wanted {
                continue;
            }
            let packed = &part[at + 6..];
            let line = packed
                .iter()
                .take_while(|byte| matches!(byte, b'\r' | b'\n'))
                .count();
            let mut text = Vec::new();
            // What breaks off is looked at as far as it goes.
            let _ = ZlibDecoder::new(&packed[line..])
                .take(STREAM_BYTES.min(unpacked_left) as u64)
                .read_to_end(&mut text);
            unpacked_left -= text.len().min(unpacked_left);
            traces |= objects(&text);
            traces |= exif::packet(&text);
        }
    }
    traces
}

/// What objects say in bytes that hold them as plain text.
fn objects(bytes: &[u8]) -> Traces {
    let mut traces = Traces::default();
    let is_authored =
        memmem::find_iter(bytes, b"/Author").any(|at| match bytes[at + 7..].trim_ascii_start() {
            [b'(', b')', ..] | [b'<', b'>', ..] => false,
            [b'(', rest @ ..] => !rest.trim_ascii_start().starts_with(b")"),
            [first, ..] => *first == b'<' || first.is_ascii_digit(),
            [] => false,
        });
    traces.add_if(is_authored, Trace::Author);
    let is_commented = memmem::find_iter(bytes, b"/Subtype").any(|at| {
        let kind = bytes[at + 8..].trim_ascii_start();
        NOTES.iter().any(|note| {
            kind.strip_prefix(*note)
                .is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
        })
    });
    traces.add_if(is_commented, Trace::Comments);
    traces.add_if(
        holds_any(bytes, &["/EmbeddedFile", "/Filespec"]),
        Trace::Files,
    );
    traces
}
