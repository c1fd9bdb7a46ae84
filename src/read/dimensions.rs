//! The width and height of a picture, from the head of its file.
//!
//! A picture that is damaged or of an unknown kind has none; only a file that cannot be read is an error.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use imagesize::ImageType;
use quick_xml::events::Event;

/// How much of an SVG is read to find its root element.
const SVG_HEAD: u64 = 64 * 1024;

/// The size of the picture at `path` in pixels, when its extension says that it is a picture.
pub(super) fn of(path: &Path, extension: &str) -> io::Result<Option<(u32, u32)>> {
    let file = File::open(path)?;
    match extension {
        "svg" => {
            let mut head = Vec::new();
            file.take(SVG_HEAD).read_to_end(&mut head)?;
            Ok(svg(&head))
        }
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" => {
            let mut head = [0; 64];
            let mut reader = BufReader::new(file);
            let length = reader.read(&mut head)?;
            let kind = imagesize::image_type(&head[..length]);
            let read = imagesize::size(path).ok();
            let size = read.and_then(|size| {
                Some((
                    u32::try_from(size.width).ok()?,
                    u32::try_from(size.height).ok()?,
                ))
            });
            let turned = matches!(kind, Ok(ImageType::Jpeg)) && is_turned(path)?;
            Ok(size
                .filter(|(width, height)| *width > 0 && *height > 0)
                .map(|(width, height)| {
                    if turned {
                        (height, width)
                    } else {
                        (width, height)
                    }
                }))
        }
        _ => Ok(None),
    }
}

/// Whether a JPEG's EXIF orientation lays the picture on its side, as a phone held upright does; browsers turn it back.
fn is_turned(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(128 * 1024).read_to_end(&mut head)?;
    Ok(orientation(&head).is_some_and(|value| (5..=8).contains(&value)))
}

/// The EXIF orientation in the head of a JPEG.
fn orientation(jpeg: &[u8]) -> Option<u16> {
    let mut at = 2;
    loop {
        let segment = jpeg.get(at..at + 4)?;
        if segment[0] != 0xff || segment[1] == 0xda {
            return None;
        }
        let length = usize::from(u16::from_be_bytes([segment[2], segment[3]]));
        let body = jpeg.get(at + 4..at + 2 + length.max(2))?;
        if segment[1] == 0xe1
            && let Some(tiff) = body.strip_prefix(b"Exif\0\0")
        {
            return tiff_orientation(tiff);
        }
        at += 2 + length.max(2);
    }
}

/// Tag 0x0112 of the first directory of a TIFF structure.
fn tiff_orientation(tiff: &[u8]) -> Option<u16> {
    let little = tiff.starts_with(b"II");
    let short = |at: usize| -> Option<u16> {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let long = |at: usize| -> Option<usize> {
        let bytes: [u8; 4] = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let value = if little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        };
        usize::try_from(value).ok()
    };
    let directory = long(4)?;
    let entries = short(directory)?;
    (0..usize::from(entries))
        .filter_map(|entry| directory.checked_add(2 + entry * 12))
        .find(|at| short(*at) == Some(0x0112))
        .and_then(|at| short(at + 8))
}

/// The size that an SVG's root element gives: `width` and `height` in pixels, else its `viewBox`.
fn svg(head: &[u8]) -> Option<(u32, u32)> {
    let text = String::from_utf8_lossy(head);
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
            assert_eq!(svg(source.as_bytes()), expected, "{source}");
        }
    }

    #[test]
    fn a_photograph_taken_upright_is_seen_to_be_turned() {
        let mut jpeg = vec![0xff, 0xd8, 0xff, 0xe1, 0, 34];
        jpeg.extend(b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");
        assert_eq!(orientation(&jpeg), Some(6));
        assert_eq!(orientation(&jpeg[..20]), None);
        assert_eq!(orientation(b""), None);
    }
}
