//! Sounds, and films of the family of RIFF: what their tags say.

use super::exif;
use super::input::Input;
use super::matroska::tags;
use super::text::{find, holds_any};
use super::traces::{Trace, Traces};

/// How much is read of tags: a picture of the cover is among them.
const TAG_BYTES: usize = 1024 * 1024;

/// How many parts of one file are looked at.
const MOST_PARTS: usize = 1000;

/// The first bytes of Windows Media, whose tags are of a form of its own.
const WINDOWS_MEDIA: &[u8] = b"\x30\x26\xb2\x75\x8e\x66\xcf\x11";

/// What the recording tells; nothing when it is none.
pub(super) fn read(input: &mut Input<'_>, start: &[u8]) -> Traces {
    if start.starts_with(b"ID3")
        || matches!(start, [0xff, second, ..] if second & 0xe0 == 0xe0 && *second != 0xfe && *second != 0xff)
    {
        mp3(input, start)
    } else if start.starts_with(b"fLaC") {
        flac(input)
    } else if start.starts_with(b"OggS") {
        let bytes = input.at(0, TAG_BYTES.min(128 * 1024));
        match find(&bytes, b"vorbis").or_else(|| find(&bytes, b"OpusTags")) {
            Some(from) => comments(&bytes[from..]),
            None => Traces::default(),
        }
    } else if start.starts_with(b"RIFF") || start.starts_with(b"RF64") || start.starts_with(b"FORM")
    {
        chunks(input, start)
    } else if start.starts_with(WINDOWS_MEDIA) {
        Trace::Unseen.into()
    } else {
        Traces::default()
    }
}

/// MP3 and its like: ID3 at the start, and older tags at the end.
fn mp3(input: &mut Input<'_>, start: &[u8]) -> Traces {
    let mut traces = Traces::default();
    if start.starts_with(b"ID3") {
        traces |= id3(&input.at(0, TAG_BYTES));
    }
    let end = input.length().saturating_sub(32 * 1024);
    let end = input.at(end, 32 * 1024);
    let old = end.len().checked_sub(128).and_then(|at| end.get(at..));
    if let Some(old) = old.filter(|old| old.starts_with(b"TAG")) {
        let says = |from: usize| {
            old[from..from + 30]
                .iter()
                .any(|byte| !matches!(byte, 0 | b' '))
        };
        traces.add_if(says(33), Trace::Author);
        traces.add_if(says(97), Trace::Comments);
    }
    if let Some(at) = find(&end, b"APETAGEX") {
        traces |= tags(&end[at..]);
    }
    traces
}

/// What ID3 says, by the names of its frames.
fn id3(bytes: &[u8]) -> Traces {
    let mut traces = Traces::default();
    // The size of the tag is four times seven bits; what stands behind it is sound.
    let size = bytes.get(6..10).map_or(0, |size| {
        size.iter()
            .fold(0, |sum, byte| sum << 7 | usize::from(byte & 0x7f))
    });
    let tag = &bytes[..bytes.len().min(10 + size)];
    let authors = [
        "TPE1", "TPE2", "TPE3", "TPE4", "TCOM", "TEXT", "TOWN", "TCOP", "TPUB", "TP1\0", "TCM\0",
    ];
    traces.add_if(holds_any(tag, &authors), Trace::Author);
    traces.add_if(holds_any(tag, &["COMM", "COM\0"]), Trace::Comments);
    traces.add_if(holds_any(tag, &["GEOB", "PRIV"]), Trace::Files);
    traces.add_if(holds_any(tag, &["TDRC", "TRDA"]), Trace::Time);
    traces |= exif::anywhere(tag);
    traces
}

fn flac(input: &mut Input<'_>) -> Traces {
    let mut traces = Traces::default();
    let mut at = 4;
    for _ in 0..MOST_PARTS {
        let head = input.at(at, 4);
        let [kind, a, b, c] = head[..] else {
            break;
        };
        let size = u32::from_be_bytes([0, a, b, c]);
        let bytes = |input: &mut Input<'_>| input.at(at + 4, (size as usize).min(TAG_BYTES));
        match kind & 0x7f {
            4 => traces |= comments(&bytes(input)),
            6 => traces |= exif::anywhere(&bytes(input)),
            _ => {}
        }
        if kind & 0x80 != 0 {
            break;
        }
        at += 4 + u64::from(size);
    }
    traces
}

/// What comments of the form `NAME=value` say.
fn comments(bytes: &[u8]) -> Traces {
    // Sound stands behind them, in which no such name is long enough to stand by chance.
    tags(&bytes[..bytes.len().min(16 * 1024)])
}

/// WAV, AVI and AIFF: parts of a name and a size.
fn chunks(input: &mut Input<'_>, start: &[u8]) -> Traces {
    let is_big = start.starts_with(b"FORM");
    let mut traces = Traces::default();
    let mut at = 12;
    for _ in 0..MOST_PARTS {
        let head = input.at(at, 12);
        let (Some(kind), Some(size)) = (head.get(..4), head.get(4..8)) else {
            break;
        };
        let size: [u8; 4] = size
            .try_into()
            .expect("a slice of four bytes is four bytes");
        let size = match is_big {
            true => u32::from_be_bytes(size),
            false => u32::from_le_bytes(size),
        };
        let is_list_of_sound = kind == b"LIST" && head.get(8..12) == Some(b"movi".as_slice());
        let is_sound = matches!(kind, b"data" | b"SSND" | b"fmt " | b"idx1") || is_list_of_sound;
        if !is_sound {
            let bytes = input.at(at + 8, (size as usize).min(TAG_BYTES));
            let has = |names: &[&str]| holds_any(&bytes, names);
            match kind {
                b"LIST" => {
                    traces.add_if(
                        has(&["IART", "IENG", "ITCH", "ICOP", "ICMS"]),
                        Trace::Author,
                    );
                    traces.add_if(has(&["ICMT"]), Trace::Comments);
                    traces.add_if(has(&["ICRD", "IDIT"]), Trace::Time);
                }
                b"AUTH" => traces |= Trace::Author.into(),
                b"ANNO" | b"COMT" => traces |= Trace::Comments.into(),
                // A recorder for broadcasts writes what it is called, its number and the time.
                b"bext" | b"iXML" => {
                    traces.add_if(bytes.iter().any(|byte| *byte != 0), Trace::Device);
                    traces.add_if(bytes.iter().any(|byte| *byte != 0), Trace::Time);
                }
                b"id3 " | b"ID3 " => traces |= id3(&bytes),
                b"_PMX" => traces |= exif::packet(&bytes),
                _ => {}
            }
        }
        at += 8 + u64::from(size) + u64::from(size & 1);
    }
    traces
}
