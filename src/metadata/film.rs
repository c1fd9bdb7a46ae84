//! Films and sounds of the family of MP4 and QuickTime: their boxes, down to those that say something of the recording.

use super::exif;
use super::input::Input;
use super::text::{find, holds_any};
use super::traces::{Trace, Traces};

/// How deep boxes are opened: `moov › trak › mdia › minf › stbl › stsd` is the deepest that is wanted.
const DEEPEST: usize = 8;

/// How many boxes are looked at; a film in pieces has one for each second or so.
const MOST_BOXES: usize = 10_000;

/// How much is read of a box that says something.
const BOX_BYTES: usize = 256 * 1024;

/// Boxes that hold boxes.
const HOLDERS: [&[u8; 4]; 6] = [b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta"];

/// What the recording tells.
pub(super) fn read(input: &mut Input<'_>) -> Traces {
    let mut traces = Traces::default();
    let mut open = vec![(0, input.length(), 0)];
    let mut boxes = 0;
    while let Some((mut at, end, depth)) = open.pop() {
        while end - at >= 8 && boxes < MOST_BOXES {
            boxes += 1;
            let head = input.at(at, 16);
            let Some((kind, size, header)) = read_head(&head, end - at) else {
                break;
            };
            if HOLDERS.iter().any(|holder| kind == **holder) && depth < DEEPEST {
                open.push((at + header, at + size, depth + 1));
            } else {
                traces |= says(input, kind, at + header, size - header);
            }
            at += size;
        }
    }
    traces
}

/// The kind of a box, its size with its head, and the size of the head; none where no box can begin.
fn read_head(head: &[u8], left: u64) -> Option<([u8; 4], u64, u64)> {
    let size = u32::from_be_bytes(head.get(..4)?.try_into().ok()?);
    let kind: [u8; 4] = head.get(4..8)?.try_into().ok()?;
    let (size, header) = match size {
        0 => (left, 8),
        1 => (u64::from_be_bytes(head.get(8..16)?.try_into().ok()?), 16),
        size => (size.into(), 8),
    };
    // A box that breaks off is read as far as it goes.
    (size >= header).then_some((kind, size.min(left), header.min(left)))
}

/// What one box tells.
fn says(input: &mut Input<'_>, kind: [u8; 4], at: u64, size: u64) -> Traces {
    let most = usize::try_from(size).unwrap_or(usize::MAX).min(BOX_BYTES);
    let mut traces = Traces::default();
    match &kind {
        b"\xa9xyz" | b"loci" | b"GPS " => traces |= Trace::Place.into(),
        b"\xa9ART" | b"\xa9aut" | b"\xa9dir" | b"\xa9prd" | b"auth" | b"perf" | b"\xa9wrt" => {
            traces |= Trace::Author.into();
        }
        b"\xa9mak" | b"\xa9mod" | b"manu" | b"modl" => traces |= Trace::Device.into(),
        b"\xa9cmt" => traces |= Trace::Comments.into(),
        // The time at which it was made, in seconds; zero in what was cleaned.
        b"mvhd" => {
            let bytes = input.at(at, 12);
            let time = match bytes.first() {
                Some(1) => bytes.get(4..12),
                _ => bytes.get(4..8),
            };
            let is_told = time.is_some_and(|time| time.iter().any(|byte| *byte != 0));
            traces.add_if(is_told, Trace::Time);
        }
        // Tracks beside picture and sound: the way that a camera took, as GoPro, Google and DJI write it.
        b"stsd" => {
            let bytes = input.at(at, most.min(4096));
            let tracks = ["gpmd", "camm", "djmd", "rtmd"];
            traces.add_if(holds_any(&bytes, &tracks), Trace::Place);
        }
        b"meta" | b"uuid" | b"XMP_" | b"keys" | b"ilst" | b"moof" | b"GPMF" => {
            let bytes = input.at(at, most);
            traces |= exif::packet(&bytes);
            let has = |name: &[u8]| find(&bytes, name).is_some();
            let is_placed = has(b"location.ISO6709") || has(b"\xa9xyz") || has(b"GPSLatitude");
            traces.add_if(is_placed || &kind == b"GPMF", Trace::Place);
            let is_authored = [
                &b"\xa9ART"[..],
                b"aART",
                b"\xa9wrt",
                b"\xa9aut",
                b"quicktime.author",
                b"quicktime.artist",
                b"ownr",
                b"apID",
            ];
            traces.add_if(is_authored.iter().any(|name| has(name)), Trace::Author);
            let is_of_device =
                has(b"quicktime.make") || has(b"quicktime.model") || has(b"capture.");
            traces.add_if(is_of_device, Trace::Device);
            traces.add_if(has(b"\xa9cmt"), Trace::Comments);
            traces.add_if(has(b"quicktime.creationdate"), Trace::Time);
        }
        _ => {}
    }
    traces
}
