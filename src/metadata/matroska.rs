//! Matroska and WebM: their elements, down to the tags and the time.

use super::input::Input;
use super::text::holds_any;
use super::traces::{Trace, Traces};

/// How many elements are looked at: a film has one with pictures for every second or five.
const MOST_ELEMENTS: usize = 10_000;

/// How much is read of an element that says something.
const ELEMENT_BYTES: usize = 256 * 1024;

const SEGMENT: u64 = 0x1853_8067;
const INFO: u64 = 0x1549_a966;
const TAGS: u64 = 0x1254_c367;
const ATTACHMENTS: u64 = 0x1941_a469;

/// What the recording tells.
pub(super) fn read(input: &mut Input<'_>) -> Traces {
    let mut traces = Traces::default();
    let mut at = 0;
    for _ in 0..MOST_ELEMENTS {
        let head = input.at(at, 12);
        let Some((element, id_length)) = number(&head, false) else {
            break;
        };
        let Some((size, size_length)) = number(&head[id_length..], true) else {
            break;
        };
        let inside = at + (id_length + size_length) as u64;
        let most = usize::try_from(size)
            .unwrap_or(usize::MAX)
            .min(ELEMENT_BYTES);
        match element {
            SEGMENT => {
                at = inside;
                continue;
            }
            // The element `DateUTC`, whose size is always eight bytes.
            INFO => {
                let info = input.at(inside, most);
                let is_told = memchr::memmem::find(&info, b"\x44\x61\x88").is_some();
                traces.add_if(is_told, Trace::Time);
            }
            TAGS => traces |= tags(&input.at(inside, most)),
            ATTACHMENTS => traces |= Trace::Files.into(),
            _ => {}
        }
        // Where a size is not known, as in what was streamed, nothing behind it can be found.
        let Some(next) = inside.checked_add(size) else {
            break;
        };
        at = next;
    }
    traces
}

/// What the names of tags say that there is.
pub(super) fn tags(bytes: &[u8]) -> Traces {
    let bytes = bytes.to_ascii_uppercase();
    let mut traces = Traces::default();
    traces.add_if(
        holds_any(&bytes, &["LOCATION", "GEO_", "GPS"]),
        Trace::Place,
    );
    let authors = [
        "ARTIST",
        "AUTHOR",
        "DIRECTOR",
        "PRODUCER",
        "COMPOSER",
        "PERFORMER",
        "CONTACT",
        "COPYRIGHT",
    ];
    traces.add_if(holds_any(&bytes, &authors), Trace::Author);
    let devices = ["QUICKTIME.MAKE", "QUICKTIME.MODEL", "CAMERA"];
    traces.add_if(holds_any(&bytes, &devices), Trace::Device);
    traces.add_if(
        holds_any(&bytes, &["COMMENT", "DESCRIPTION="]),
        Trace::Comments,
    );
    let times = ["DATE_RECORDED", "CREATION_TIME", "CREATIONDATE"];
    traces.add_if(holds_any(&bytes, &times), Trace::Time);
    traces
}

/// A number of one to eight bytes, with its length; `value` takes the mark of the length out of it.
fn number(bytes: &[u8], value: bool) -> Option<(u64, usize)> {
    let first = *bytes.first()?;
    let length = first.leading_zeros() as usize + 1;
    let all = bytes.get(..length).filter(|_| length <= 8)?;
    let mut number = all
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte));
    if value {
        let bits = 7 * length as u32;
        let most = (1_u64 << bits) - 1;
        number &= most;
        // All ones stand for a size that is not known.
        if number == most {
            number = u64::MAX;
        }
    }
    Some((number, length))
}
