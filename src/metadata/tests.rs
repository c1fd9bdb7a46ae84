//! Small files of each kind, made here, and what is done to them.

#![allow(
    clippy::unwrap_used,
    reason = "the tests stop at what they did not expect"
)]

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};
use proptest::prelude::*;

use super::*;

/// What a file tells, in words; nothing when it tells nothing.
fn told(bytes: &[u8]) -> String {
    let is_picture = bytes.starts_with(b"\xff\xd8\xff");
    let metadata = read(&mut Cursor::new(bytes), bytes.len() as u64, is_picture);
    metadata.map_or_else(String::new, |metadata| metadata.traces.in_words())
}

const PLACE: &str = "the place where it was made";
const AUTHOR: &str = "who made it or worked on it";
const DEVICE: &str = "the device that made it";

/// An archive of these parts, packed.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut list = Vec::new();
    for (name, bytes) in parts {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(bytes).unwrap();
        let packed = packer.finish().unwrap();
        let at = archive.len() as u32;
        let mut facts = Vec::new();
        facts.extend([20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        facts.extend((packed.len() as u32).to_le_bytes());
        facts.extend((bytes.len() as u32).to_le_bytes());
        facts.extend((name.len() as u16).to_le_bytes());
        facts.extend([0, 0]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&facts);
        archive.extend(name.as_bytes());
        archive.extend(packed);
        list.extend(b"PK\x01\x02\x14\0");
        list.extend(&facts);
        list.extend([0; 10]);
        list.extend(at.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let at = archive.len() as u32;
    archive.extend(&list);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend((parts.len() as u16).to_le_bytes());
    archive.extend((parts.len() as u16).to_le_bytes());
    archive.extend((list.len() as u32).to_le_bytes());
    archive.extend(at.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

/// A document of Word with this text and these properties.
fn word(text: &str, properties: &str) -> Vec<u8> {
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("docProps/core.xml", properties.as_bytes()),
        ("word/document.xml", text.as_bytes()),
    ])
}

/// EXIF with a latitude and the name of a camera.
fn exif_block() -> Vec<u8> {
    let mut block = b"Exif\0\0MM\0*\0\0\0\x08".to_vec();
    block.extend([0, 2]);
    block.extend([0x01, 0x0f, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0]);
    block.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]);
    block.extend([0, 0, 0, 0]);
    block.extend([0, 1]);
    block.extend([0, 2, 0, 5, 0, 0, 0, 3, 0, 0, 0, 0]);
    block
}

/// One box of a film.
fn film_box(kind: &[u8; 4], inside: &[u8]) -> Vec<u8> {
    let mut made = (inside.len() as u32 + 8).to_be_bytes().to_vec();
    made.extend(kind);
    made.extend(inside);
    made
}

/// A film whose tables hold this.
fn film(inside: &[u8]) -> Vec<u8> {
    let mut made = film_box(b"ftyp", b"qt  \0\0\0\0qt  ");
    made.extend(film_box(b"mdat", &[7; 3000]));
    made.extend(film_box(b"moov", inside));
    made
}

fn pdf_with_packed_objects(objects: &str) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(objects.as_bytes()).unwrap();
    let mut pdf =
        b"%PDF-1.7\n5 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream\r\n".to_vec();
    pdf.extend(packer.finish().unwrap());
    pdf.extend(b"\nendstream\nendobj\n%%EOF");
    pdf
}

/// Small files with what each of them tells.
fn samples() -> Vec<(&'static str, Vec<u8>, String)> {
    let jpeg = [&b"\xff\xd8\xff\xe1\0\x50"[..], &exif_block(), b"\xff\xd9"].concat();
    let webm = [
        &b"\x1a\x45\xdf\xa3\x84\x42\x86\x81\x01\x18\x53\x80\x67\x01\0\0\0\0\0\0\x40"[..],
        b"\x12\x54\xc3\x67\x9a\x73\x73\x97\x67\xc8\x94\x45\xa3\x88LOCATION\x44\x87\x84+52.",
    ]
    .concat();
    let mp3 = [
        &b"ID3\x03\0\0\0\0\0\x20TPE1\0\0\0\x05\0\0\0Mari"[..],
        &[0; 64],
    ]
    .concat();
    let plain_mp3 = [
        &b"ID3\x03\0\0\0\0\0\x20TIT2\0\0\0\x05\0\0\0Song"[..],
        &[0; 64],
    ]
    .concat();
    let wav = b"RIFF\0\0\0\0WAVELIST\x10\0\0\0INFOIART\x04\0\0\0Mari".to_vec();
    let flac = b"fLaC\x84\0\0\x20\0\0\0\0\x01\0\0\0\x0b\0\0\0artist=Mari0".to_vec();
    let ogg = b"OggS\0\0\0\0\0\0OpusTags\0\0\0\0\x01\0\0\0\x0c\0\0\0LOCATION=x".to_vec();
    let text = |text: &str| text.to_owned();
    vec![
        ("a plain document of Word", word("<w:document><w:t>ins del</w:t>", "<cp:x><dc:creator></dc:creator>"), text("")),
        ("its author", word("", "<dc:creator>Mari</dc:creator>"), text(AUTHOR)),
        ("who saved it", word("", "<dc:creator/><cp:lastModifiedBy a='b'>Mari</cp:lastModifiedBy>"), text(AUTHOR)),
        ("tracked changes", word("<w:p><w:del w:id=\"1\">", ""), text("tracked changes")),
        ("an inserted word", word("<ns0:p><ns0:ins\n ns0:id=\"1\">", ""), text("tracked changes")),
        ("hidden text", word("<w:rPr><w:vanish/></w:rPr>", ""), text("hidden parts or notes")),
        (
            "comments and a hidden sheet",
            zip(&[
                ("[Content_Types].xml", b""),
                ("xl/comments1.xml", b""),
                ("xl/workbook.xml", b"<sheet name=\"a\" state=\"veryHidden\"/>"),
            ]),
            text("comments, hidden parts or notes"),
        ),
        (
            "notes below a slide",
            zip(&[("[Content_Types].xml", b""), ("ppt/notesSlides/notesSlide1.xml", b"")]),
            text("hidden parts or notes"),
        ),
        (
            "a photograph in a document",
            zip(&[("[Content_Types].xml", b""), ("word/media/image1.JPG", &jpeg)]),
            format!("{PLACE}, {DEVICE}"),
        ),
        (
            "a document of LibreOffice",
            zip(&[
                ("mimetype", b"application/vnd.oasis.opendocument.text"),
                ("meta.xml", b"<meta:initial-creator>Mari</meta:initial-creator>"),
                ("content.xml", b"<text:tracked-changes/><office:annotation office:name=\"1\"/>"),
            ]),
            format!("{AUTHOR}, tracked changes, comments"),
        ),
        (
            "a book",
            zip(&[("mimetype", b"application/epub+zip"), ("a.opf", b"<dc:creator>Mari</dc:creator>")]),
            text(AUTHOR),
        ),
        ("an archive", zip(&[("a.jpg", &jpeg)]), text("other files, which are not looked into")),
        ("another archive", b"7z\xbc\xaf\x27\x1c\0\x04".to_vec(), text("other files, which are not looked into")),
        (
            "a document of old Word",
            [COMPOUND_FILE, &[0; 100]].concat(),
            text("parts that Alongside cannot read, where the author, comments and changes may stand"),
        ),
        ("rich text", b"{\\rtf1{\\info{\\author Mari}}\\revised a}".to_vec(), format!("{AUTHOR}, tracked changes")),
        ("a plain PDF", b"%PDF-1.4\n1 0 obj<</Producer(x)/Author()>>endobj".to_vec(), text("")),
        ("a PDF with an author", b"%PDF-1.4\n1 0 obj<</Author (Mari)>>endobj".to_vec(), text(AUTHOR)),
        ("a PDF with wide letters", b"%PDF-1.4\n1 0 obj<</Author<FEFF004D>>>endobj".to_vec(), text(AUTHOR)),
        ("a PDF with notes", b"%PDF-1.4\n1 0 obj<</Type/Annot/Subtype /Popup>>endobj".to_vec(), text("comments")),
        ("a PDF with a text box that is none", b"%PDF-1.4\n<</Subtype/TextBox>>".to_vec(), text("")),
        ("a PDF with packed properties", pdf_with_packed_objects("5 0 <</Author(Mari)>>"), text(AUTHOR)),
        (
            "a PDF with XMP",
            b"%PDF-1.4\n<x:xmpmeta><dc:creator><rdf:Seq><rdf:li>Mari</rdf:li></rdf:Seq></dc:creator>".to_vec(),
            text(AUTHOR),
        ),
        ("a PDF that holds a photograph", [&b"%PDF-1.4\nstream\n"[..], &jpeg].concat(), format!("{PLACE}, {DEVICE}")),
        ("a photograph", jpeg.clone(), format!("{PLACE}, {DEVICE}")),
        ("a photograph without", b"\xff\xd8\xff\xe0\0\x04ab\xff\xd9".to_vec(), text("")),
        (
            "a photograph with words",
            b"\xff\xd8\xff\xed\0\x30Photoshop 3.0\0".iter().chain(b"8BIM\x04\x04\0\0\0\0\0\x0a\x1c\x02\x5a\0\x04Town").copied().collect(),
            text(PLACE),
        ),
        ("a film of QuickTime", film(&film_box(b"udta", &film_box(b"\xa9xyz", b"\0\x12\0\0+52.0-003.0/"))), text(PLACE)),
        (
            "a film of a telephone",
            film(&film_box(b"meta", b"keys\0\0com.apple.quicktime.location.ISO6709\0com.apple.quicktime.model")),
            format!("{PLACE}, {DEVICE}"),
        ),
        ("the time of a film", film(&film_box(b"mvhd", &[0, 0, 0, 0, 1, 2, 3, 4, 0])), text("when it was recorded")),
        ("a clean film", film(&film_box(b"mvhd", &[0; 100])), text("")),
        (
            "a track of places",
            film(&film_box(b"trak", &film_box(b"mdia", &film_box(b"minf", &film_box(b"stbl", &film_box(b"stsd", b"\0\0\0\0\0\0\0\x01\0\0\0\x10gpmd")))))),
            text(PLACE),
        ),
        ("a film of WebM", webm, text(PLACE)),
        ("a song", mp3, text(AUTHOR)),
        ("a song with a title only", plain_mp3, text("")),
        ("an older song", [&b"\xff\xfb\x90\0"[..], &[0; 500], b"TAG", &[0; 30], b"Mari", &[0; 91]].concat(), text(AUTHOR)),
        ("a recording", wav, text(AUTHOR)),
        ("a recording in FLAC", flac, text(AUTHOR)),
        ("a recording in Opus", ogg, text(PLACE)),
        ("words", b"Only words, and a /Author (Mari).".to_vec(), text("")),
        ("nothing", Vec::new(), text("")),
    ]
}

#[test]
fn what_is_told_besides_is_found() {
    for (name, bytes, expected) in samples() {
        assert_eq!(told(&bytes), expected, "{name}");
    }
}

#[test]
fn a_bomb_costs_no_more_than_its_share() {
    // Each part comes to 64 MB when it is unpacked, and an archive has forty of them.
    let nothing = vec![b' '; 64 * 1024 * 1024];
    let mut parts: Vec<(&str, &[u8])> = vec![("[Content_Types].xml", b"")];
    parts.push(("docProps/core.xml", b"<dc:creator>Mari</dc:creator>"));
    parts.push(("word/document.xml", &nothing));
    let mut archive = zip(&parts);
    assert_eq!(told(&archive), AUTHOR);
    // A list that names one part ten thousand times.
    let start = memchr::memmem::find(&archive, b"PK\x01\x02").unwrap();
    let end = memchr::memmem::find(&archive, b"PK\x05\x06").unwrap();
    let entry = memchr::memmem::rfind(&archive[..end], b"PK\x01\x02").unwrap();
    let repeated = archive[entry..end].repeat(10_000);
    let size = (end - start + repeated.len()) as u32;
    let mut tail = archive.split_off(end);
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    archive.extend(repeated);
    archive.extend(tail);
    assert_eq!(told(&archive), AUTHOR);
}

#[test]
fn a_large_film_is_read_at_its_ends_only() {
    /// A film of 4 GB, of which only the first and the last bytes are there.
    struct Film {
        at: u64,
        start: Vec<u8>,
        end: Vec<u8>,
        read: usize,
    }
    const LENGTH: u64 = 4_000_000_000;
    impl Read for Film {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let end_from = LENGTH - self.end.len() as u64;
            for (slot, at) in buffer.iter_mut().zip(self.at..LENGTH) {
                *slot = match at.checked_sub(end_from) {
                    Some(at) => self.end[at as usize],
                    None => self.start.get(at as usize).copied().unwrap_or(0),
                };
            }
            let count = buffer.len().min((LENGTH - self.at) as usize);
            self.at += count as u64;
            self.read += count;
            Ok(count)
        }
    }
    impl Seek for Film {
        fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
            if let std::io::SeekFrom::Start(at) = to {
                self.at = at;
            }
            Ok(self.at)
        }
    }
    let mut start = film_box(b"ftyp", b"isom\0\0\0\0isom");
    let end = film_box(b"moov", &film_box(b"udta", &film_box(b"loci", b"\0\0\0\0")));
    let size = LENGTH as u32 - start.len() as u32 - end.len() as u32;
    start.extend(size.to_be_bytes());
    start.extend(b"mdat");
    let mut film = Film {
        at: 0,
        start,
        end,
        read: 0,
    };
    let metadata = read(&mut film, LENGTH, false).unwrap();
    assert!(metadata.traces.has(Trace::Place));
    assert!(film.read < 1024, "{}", film.read);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is done to a file, it is looked at to the end, and no length that it claims is believed.
    #[test]
    fn damaged_files_do_no_harm(
        sample in 0_usize..64,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
        is_picture in any::<bool>(),
    ) {
        let mut samples = samples();
        let sample = sample % samples.len();
        let mut bytes = samples.swap_remove(sample).1;
        for (at, byte) in changes {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        if is_cut && !bytes.is_empty() {
            bytes.truncate(cut.index(bytes.len()));
        }
        let length = bytes.len() as u64;
        for claimed in [length, length / 2, length * 3 + 1, u64::MAX] {
            let _ = read(&mut Cursor::new(&bytes), claimed, is_picture);
        }
    }
}
