//! What a picture's file says of itself: its format, its size as it is seen, and what may be wrong with it.
//!
//! No pixel is decoded. What is found here is what a page needs to know of a picture before anybody asks for its bytes.

use image::ImageDecoder;
use image::metadata::Orientation;
use quick_xml::events::Event;

use super::Fault;
use super::decoder::decoder;
use super::format::{Format, MOST_PIXELS, MOST_SIDE};
use super::signature::{SIGNATURE_BYTES, format};
use crate::hash::ContentHash;

/// What a picture's file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The hash of the file.
    pub hash: ContentHash,
    /// Its format, by its first bytes.
    pub format: Option<Format>,
    /// Width and height as it is seen, in pixels.
    pub size: Option<(u32, u32)>,
    /// Whether it should stay without loss where AVIF is not understood: it may be see-through, or is drawn with few colours.
    pub lossless: bool,
    /// Whether it moves.
    pub animated: bool,
    /// Whether its extension is that of its format.
    pub named_right: bool,
    /// Why it cannot be used, as far as its head shows.
    pub fault: Option<Fault>,
}

/// The extensions of pictures, in small letters. What is called so and is no picture is a mistake worth telling.
const EXTENSIONS: &[&str] = &[
    "arw", "avif", "bmp", "cr2", "cr3", "dng", "gif", "heic", "heif", "hif", "ico", "jfif", "jp2",
    "jpe", "jpeg", "jpg", "jxl", "mpo", "nef", "orf", "pjp", "pjpeg", "png", "psd", "raf", "rw2",
    "svg", "tif", "tiff", "webp",
];

/// Whether a file with this extension, in small letters, says that it is a picture.
pub fn is_picture(extension: &str) -> bool {
    EXTENSIONS.contains(&extension)
}

/// Reads the head of a picture.
pub fn head(bytes: &[u8], extension: &str) -> Head {
    let format = format(bytes);
    let mut head = Head {
        hash: ContentHash::of(bytes),
        format,
        size: None,
        lossless: false,
        animated: false,
        named_right: format.is_none_or(|format| format.is_called(extension)),
        fault: None,
    };
    match format {
        None => {
            head.fault = Some(Fault(if bytes.is_empty() {
                "is empty".into()
            } else {
                "is no picture".into()
            }));
        }
        Some(Format::Svg) => head.size = svg_size(bytes),
        Some(Format::Other(_)) => {
            head.size = imagesize::blob_size(bytes).ok().and_then(|size| {
                let side = |length: usize| u32::try_from(length).ok().filter(|length| *length > 0);
                Some((side(size.width)?, side(size.height)?))
            });
        }
        Some(format) => raster(bytes, format, &mut head),
    }
    head
}

/// Reads the head of a picture made of pixels.
fn raster(bytes: &[u8], format: Format, head: &mut Head) {
    let mut decoder = match decoder(bytes, format) {
        Ok(decoder) => decoder,
        Err(fault) => {
            head.fault = Some(fault);
            return;
        }
    };
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if width == 0 || height == 0 {
        head.fault = Some(Fault("has no pixels".into()));
        return;
    }
    if width > MOST_SIDE || height > MOST_SIDE || pixels > MOST_PIXELS {
        head.fault = Some(Fault(format!(
            "says that it is {width} × {height} pixels, and Alongside reads at most {MOST_SIDE} on a side and 64 million in all"
        )));
        return;
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let on_its_side = matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    head.size = Some(if on_its_side {
        (height, width)
    } else {
        (width, height)
    });
    let has_alpha = decoder.color_type().has_alpha();
    // A file of less than a quarter of a byte for each pixel shows flat surfaces, which JPEG would spoil.
    let is_flat = bytes.len() as u64 * 4 < pixels;
    match format {
        Format::Png => {
            let is_indexed = bytes.get(25) == Some(&3);
            head.lossless = has_alpha || is_indexed || is_flat;
            head.animated = holds_chunk(bytes, b"acTL");
        }
        Format::Gif => {
            head.lossless = true;
            head.animated = frames_of_gif(bytes) > 1;
        }
        Format::WebP => {
            let is_lossless = bytes.get(12..16) == Some(b"VP8L");
            head.lossless = has_alpha || (is_lossless && is_flat);
            head.animated = holds_animation(bytes);
        }
        _ if !is_whole_jpeg(bytes) => head.fault = Some(Fault("breaks off before its end".into())),
        _ => {}
    }
}

/// Whether a PNG has a chunk of this kind before its pixels.
fn holds_chunk(png: &[u8], kind: &[u8; 4]) -> bool {
    let mut at = 8_usize;
    while let Some(start) = png.get(at..at.saturating_add(8)) {
        let length = u32::from_be_bytes([start[0], start[1], start[2], start[3]]);
        match &start[4..] {
            name if name == kind => return true,
            b"IDAT" | b"IEND" => return false,
            _ => at = at.saturating_add(12).saturating_add(length as usize),
        }
    }
    false
}

/// The number of frames of a GIF, as far as it can be read.
fn frames_of_gif(gif: &[u8]) -> usize {
    let table = |flags: u8| match flags & 0x80 {
        0 => 0,
        _ => 3 << ((flags & 7) + 1),
    };
    let blocks = |mut at: usize| -> Option<usize> {
        loop {
            match usize::from(*gif.get(at)?) {
                0 => return Some(at + 1),
                length => at += length + 1,
            }
        }
    };
    let count = |frames: &mut usize| -> Option<()> {
        let mut at = 13 + table(*gif.get(10)?);
        loop {
            at = match *gif.get(at)? {
                0x21 => blocks(at + 2)?,
                0x2c => {
                    *frames += 1;
                    blocks(at + 11 + table(*gif.get(at + 9)?))?
                }
                _ => return None,
            };
        }
    };
    let mut frames = 0;
    // It ends where the file ends or is no GIF any more; what was counted until then stands.
    let _ = count(&mut frames);
    frames
}

/// Whether a WebP says that it moves.
fn holds_animation(webp: &[u8]) -> bool {
    webp.get(12..16) == Some(b"VP8X") && webp.get(20).is_some_and(|flags| flags & 2 != 0)
}

/// Whether a JPEG goes on to its mark of the end. Decoders fill up with grey what is missing, so they cannot be asked.
fn is_whole_jpeg(jpeg: &[u8]) -> bool {
    let mut at = 2;
    loop {
        let Some(found) = jpeg
            .get(at..)
            .and_then(|rest| memchr::memchr(0xff, rest))
            .map(|found| at + found)
        else {
            return false;
        };
        at = match jpeg.get(found + 1) {
            None => return false,
            Some(0xd9) => return true,
            // Fill bytes, a byte of the picture that looks like a mark, marks without a length.
            Some(0xff) => found + 1,
            Some(0x00 | 0x01 | 0xd0..=0xd8) => found + 2,
            Some(_) => match jpeg.get(found + 2..found + 4) {
                Some(length) => {
                    found + 2 + usize::from(u16::from_be_bytes([length[0], length[1]])).max(2)
                }
                None => return false,
            },
        };
    }
}

/// The size that an SVG's root element gives: `width` and `height` in pixels, else its `viewBox`.
fn svg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(SIGNATURE_BYTES)]);
    let mut reader = quick_xml::Reader::from_str(&text);
    let root = loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => break element.into_owned(),
            Event::Eof => return None,
            _ => {}
        }
    };
    if root.local_name().as_ref() != "svg" {
        return None;
    }
    let attribute = |name: &str| -> Option<String> {
        let attribute = root.try_get_attribute(name).ok()??;
        Some(attribute.value.trim().to_owned())
    };
    let pixels = |name: &str| -> Option<f64> {
        let value = attribute(name)?;
        value
            .strip_suffix("px")
            .unwrap_or(&value)
            .trim()
            .parse()
            .ok()
    };
    let (width, height) = match (pixels("width"), pixels("height")) {
        (Some(width), Some(height)) => (width, height),
        (width, height) => {
            let view = attribute("viewBox")?;
            let numbers: Vec<f64> = view
                .split([' ', ',', '\t', '\n', '\r'])
                .filter(|part| !part.is_empty())
                .map(|part| part.parse().ok())
                .collect::<Option<_>>()?;
            let [_, _, wide, high] = numbers[..] else {
                return None;
            };
            match (width, height) {
                (Some(width), None) => (width, width * high / wide),
                (None, Some(height)) => (height * wide / high, height),
                _ => (wide, high),
            }
        }
    };
    let whole = |length: f64| -> Option<u32> {
        let rounded = length.round();
        (rounded >= 1.0 && rounded <= f64::from(u32::MAX)).then_some(rounded as u32)
    };
    Some((whole(width)?, whole(height)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_says_its_size_in_three_ways() {
        for (source, expected) in [
            (r#"<svg width="20" height="10px"/>"#, Some((20, 10))),
            (
                r#"<?xml version="1.0"?><!-- a --><svg viewBox="0 0 24 12">"#,
                Some((24, 12)),
            ),
            (r#"<svg width="48" viewBox="0,0,24,12">"#, Some((48, 24))),
            (
                r#"<svg width="100%" height="100%" viewBox="0 0 3 4"/>"#,
                Some((3, 4)),
            ),
            (r#"<svg width="NaN" height="1e99"/>"#, None),
            (r#"<svg viewBox="0 0 0 0"/>"#, None),
            ("<html/>", None),
            ("not markup", None),
        ] {
            assert_eq!(svg_size(source.as_bytes()), expected, "{source}");
        }
    }

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        for (bytes, extension, format, named_right) in [
            (&b"GIF89a"[..], "gif", Some(Format::Gif), true),
            (b"GIF89a", "png", Some(Format::Gif), false),
            (b"\xff\xd8\xff\xe0", "jpeg", Some(Format::Jpeg), true),
            (
                b"\0\0\0\x1cftypavif",
                "avif",
                Some(Format::Other("AVIF")),
                true,
            ),
            (
                b"\0\0\0\x1cftypheic",
                "jpg",
                Some(Format::Other("HEIC")),
                false,
            ),
            (b"<html><body>", "png", None, true),
            (b"<!-- a --> <svg/>", "svg", Some(Format::Svg), true),
            (b"", "png", None, true),
        ] {
            let head = head(bytes, extension);
            assert_eq!((head.format, head.named_right), (format, named_right));
        }
    }

    #[test]
    fn a_gif_moves_when_it_has_two_frames() {
        let frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
        let one = [b"GIF89a\x01\0\x01\0\0\0\0".as_slice(), frame, b";"].concat();
        let two = [
            b"GIF89a\x01\0\x01\0\0\0\0".as_slice(),
            frame,
            b"\x21\xf9\x04\0\0\0\0\0",
            frame,
            b";",
        ]
        .concat();
        assert_eq!(frames_of_gif(&one), 1);
        assert_eq!(frames_of_gif(&two), 2);
        assert_eq!(frames_of_gif(&two[..40]), 2);
        assert_eq!(frames_of_gif(b"GIF89a"), 0);
    }

    #[test]
    fn a_jpeg_that_breaks_off_is_seen() {
        let whole = b"\xff\xd8\xff\xe0\0\x04ab\xff\xda\0\x03c12\xff\0\xff\xd034\xff\xd9";
        assert!(is_whole_jpeg(whole));
        for length in 0..whole.len() {
            assert!(!is_whole_jpeg(&whole[..length]), "{length}");
        }
    }
}
