//! The format of a picture, told by the first bytes of its file and never by its name.
//!
//! Formats that Alongside cannot read are known too: an original of theirs holds the place and the camera like any other, so it
//! must not be copied as if it were no picture.

use super::format::Format;
use super::svg;

/// How many bytes tell the format. An SVG may have notes and declarations before its root element.
pub const SIGNATURE_BYTES: usize = 64 * 1024;

/// The sizes of the header that follows the first 14 bytes of a BMP; "BM" alone begins many a text.
const BMP_HEADERS: [u8; 7] = [12, 40, 52, 56, 64, 108, 124];

/// The format that a file's first bytes tell; none when it is no picture that is known here.
pub fn format(bytes: &[u8]) -> Option<Format> {
    let other = |name| Some(Format::Other(name));
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(Format::Jpeg),
        [0x89, b'P', b'N', b'G', 13, 10, 26, 10, ..] => Some(Format::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Format::Gif),
        _ if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => Some(Format::WebP),
        // Most raw files of cameras are TIFF too: DNG, NEF, CR2, ARW.
        [b'I', b'I', b'*' | b'+', 0, ..] | [b'M', b'M', 0, b'*' | b'+', ..] => other("TIFF"),
        [b'I', b'I', b'R', b'O' | b'S', ..] | [b'M', b'M', b'O', b'R', ..] => other("RAW"),
        [b'I', b'I', b'U', 0, ..] | [b'F', b'O', b'V', b'b', ..] | [0, b'M', b'R', b'M', ..] => {
            other("RAW")
        }
        _ if bytes.starts_with(b"FUJIFILMCCD-RAW") => other("RAW"),
        [b'B', b'M', ..]
            if bytes.get(6..10) == Some(&[0; 4])
                && bytes.get(14).is_some_and(|size| BMP_HEADERS.contains(size)) =>
        {
            other("BMP")
        }
        [0, 0, 1 | 2, 0, count, 0, _, _, _, 0, ..] if *count > 0 => other("ICO"),
        [b'8', b'B', b'P', b'S', 0, 1 | 2, ..] => other("PSD"),
        [0xff, 0x0a, ..] => other("JPEG XL"),
        [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] => other("JPEG XL"),
        [0, 0, 0, 12, b'j', b'P', b' ', b' ', ..] | [0xff, 0x4f, 0xff, 0x51, ..] => {
            other("JPEG 2000")
        }
        [0x8a | 0x8b, b'M' | b'J', b'N', b'G', 13, 10, 26, 10, ..] => other("MNG"),
        _ if bytes.get(4..8) == Some(b"ftyp") => family(bytes),
        _ if begins_as_markup(bytes) && svg::is_svg(&bytes[..bytes.len().min(SIGNATURE_BYTES)]) => {
            Some(Format::Svg)
        }
        _ => None,
    }
}

/// Whether the first thing in a file is a `<`. What is no markup need not be read as such.
pub fn begins_as_markup(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().first() == Some(&b'<')
}

/// The picture that a file of the family of MP4 is, by the brands that it says it is of; none for a film.
fn family(bytes: &[u8]) -> Option<Format> {
    let length = bytes
        .get(..4)
        .map(|length| u32::from_be_bytes([length[0], length[1], length[2], length[3]]) as usize)?;
    let end = length.clamp(12, 4096).min(bytes.len());
    let first = bytes.get(8..12)?;
    let of_picture = |brand: &[u8]| match brand {
        b"avif" | b"avis" | b"MA1A" | b"MA1B" => Some(Format::Other("AVIF")),
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" | b"mif1"
        | b"mif2" | b"msf1" | b"miaf" => Some(Format::Other("HEIC")),
        b"crx " => Some(Format::Other("RAW")),
        b"jxl " => Some(Format::Other("JPEG XL")),
        b"jp2 " | b"jpx " | b"jpm " => Some(Format::Other("JPEG 2000")),
        _ => None,
    };
    let others = bytes.get(16..end).unwrap_or_default().chunks_exact(4);
    of_picture(first).or_else(|| others.filter_map(of_picture).next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_by_their_first_bytes() {
        let cases: &[(&[u8], Option<&str>)] = &[
            (b"\xff\xd8\xff\xe1\0\0Exif", Some("JPEG")),
            (b"RIFF\x04\0\0\0WEBPVP8 ", Some("WebP")),
            (b"RIFF\x04\0\0\0WAVEfmt ", None),
            (b"II*\0\x08\0\0\0", Some("TIFF")),
            (b"MM\0*\0\0\0\x08", Some("TIFF")),
            (b"IIU\0\x18\0\0\0", Some("RAW")),
            (b"FUJIFILMCCD-RAW 0201", Some("RAW")),
            (b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom", Some("RAW")),
            (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heic", Some("HEIC")),
            (b"\0\0\0\x1cftypXXXX\0\0\0\0mif1avif", Some("HEIC")),
            (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", Some("AVIF")),
            (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", None),
            (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", None),
            (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", Some("BMP")),
            (b"BM is how the bus company begins its letters", None),
            (b"\0\0\x01\0\x01\0\x10\x10\0\0\x01\0", Some("ICO")),
            (b"\0\0\x01\xba\x44", None),
            (b"8BPS\0\x01\0\0", Some("PSD")),
            (b"\0\0\0\x0cJXL \r\n", Some("JPEG XL")),
            (b"\xff\x0a\x10", Some("JPEG XL")),
            (b"\xff\xfe<\0", None),
            (
                b"<!-- a --> <svg xmlns='http://www.w3.org/2000/svg'/>",
                Some("SVG"),
            ),
            (b"<html><svg/></html>", None),
            (b"%PDF-1.7", None),
            (b"", None),
            (b"\0\0\0\x1cftyp", None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(format(bytes).map(Format::name), *expected, "{bytes:?}");
        }
    }
}
