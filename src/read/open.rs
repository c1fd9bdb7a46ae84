//! One file, read: text that is UTF-8 and was whole while it was read, or a file that stays where it is.

use std::io::{self, Read as _};
use std::path::Path;
use std::time::SystemTime;

use crate::diagnostic::{Diagnostic, Place, codes};
use crate::files::{AssetFile, FileBytes, ThemeFile};
use crate::path::SitePath;
use crate::source::{SourceFile, Span};

use super::bytes_of;
use super::found::Found;

/// The largest file that is read as text: a hundred times the longest book. What is larger is data that was given a wrong name.
const TEXT_LIMIT: u64 = 64 * 1024 * 1024;

/// How often a file that changes while it is read is read again: a program that saves is done by the second time, and one that writes
/// for ever must not be waited for.
const ATTEMPTS: usize = 4;

/// One file, read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Read {
    Config(SourceFile),
    Content(SourceFile),
    Attachment(AssetFile),
    Static(AssetFile),
    Theme(ThemeFile),
    Data(SourceFile),
}

/// What a file is, from where it lies.
pub(super) fn open(found: &Found, diagnostics: &mut Vec<Diagnostic>) -> Option<Read> {
    let path = found.path.as_str();
    let extension = path
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase())
        .unwrap_or_default();
    let (top, _) = path.split_once('/').unwrap_or((path, ""));
    match top {
        "site.yaml" => text(found, diagnostics).map(Read::Config),
        "content" if found.is_page() => text(found, diagnostics).map(Read::Content),
        "content" if begins_with_front_matter(found, &extension) => {
            diagnostics.push(no_page(&found.path));
            None
        }
        "content" => asset(found, diagnostics).map(Read::Attachment),
        "static" => asset(found, diagnostics).map(Read::Static),
        "themes" => theme(found, &extension, diagnostics).map(Read::Theme),
        "data" if ["yaml", "yml", "json", "csv"].contains(&&*extension) => {
            text(found, diagnostics).map(Read::Data)
        }
        _ => None,
    }
}

/// The endings of files that hold no text, of which none is opened to see how it begins.
const NO_TEXT: [&str; 36] = [
    "aac", "avi", "avif", "bmp", "doc", "docx", "epub", "flac", "gif", "gz", "heic", "heif", "ico",
    "jpeg", "jpg", "m4a", "mov", "mp3", "mp4", "odp", "ods", "odt", "ogg", "pdf", "png", "ppt",
    "pptx", "tif", "tiff", "wav", "webm", "webp", "woff2", "xls", "xlsx", "zip",
];

/// A byte-order mark and a line of three dashes.
const LONGEST_FENCE_BYTES: usize = 8;

/// Whether a file that is no page begins with what other generators take for a page's fields.
fn begins_with_front_matter(found: &Found, extension: &str) -> bool {
    if NO_TEXT.contains(&extension) {
        return false;
    }
    let mut head = Vec::with_capacity(LONGEST_FENCE_BYTES);
    let read = std::fs::File::open(&found.disk)
        .and_then(|file| file.take(LONGEST_FENCE_BYTES as u64).read_to_end(&mut head));
    if read.is_err() {
        // Whoever reads all of it says why it cannot.
        return false;
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    let fences: [&[u8]; 4] = [b"---\n", b"---\r", b"+++\n", b"+++\r"];
    fences.iter().any(|fence| head.starts_with(fence))
}

/// The finding for such a file, which is not published: its fields, which may hide it, would be read by everybody.
fn no_page(path: &SitePath) -> Diagnostic {
    let name = path.file_name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Diagnostic::new(
        &codes::FILE_NOT_A_PAGE,
        Place::file(path),
        format!("`{name}` begins with front matter, and only files that end in `.md` or `.markdown` are pages"),
    )
    .help(format!(
        "rename it to `{stem}.md` and write its text as Markdown, or take the front matter out"
    ))
}

/// Reads a text file. Bytes that are not UTF-8 are reported at the first of them and replaced.
fn text(found: &Found, diagnostics: &mut Vec<Diagnostic>) -> Option<SourceFile> {
    let bytes = whole(found, diagnostics)?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let bom = usize::from(error.as_bytes().starts_with(b"\xef\xbb\xbf")) * 3;
            diagnostics.push(not_utf8(
                &found.path,
                error.as_bytes(),
                &error.utf8_error(),
                bom,
            ));
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Some(SourceFile::new(found.path.clone(), text))
}

/// The finding for text that is not UTF-8, at its first faulty byte; `skipped` bytes at the start are no part of the text.
fn not_utf8(
    path: &SitePath,
    bytes: &[u8],
    error: &std::str::Utf8Error,
    skipped: usize,
) -> Diagnostic {
    let at = error.valid_up_to();
    let start = at - skipped;
    let message = format!(
        "this file is not UTF-8 text: byte {} is `0x{:02X}`",
        at + 1,
        bytes[at]
    );
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let help = if utf16 {
        "the file is UTF-16: save it as UTF-8 in your editor"
    } else {
        "save the file as UTF-8 in your editor; it was probably saved as Windows-1252 or Latin-1"
    };
    let mark = char::REPLACEMENT_CHARACTER.len_utf8();
    Diagnostic::new(
        &codes::FILE_NOT_UTF8,
        Place::at(path, Span::new(start, start + mark)),
        message,
    )
    .help(help)
}

/// A file of a theme: its bytes, which must be UTF-8 where the theme reads text.
fn theme(found: &Found, extension: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<ThemeFile> {
    const TEXT: [&str; 9] = [
        "html", "yaml", "yml", "css", "js", "svg", "xml", "txt", "json",
    ];
    let mut bytes = whole(found, diagnostics)?;
    if TEXT.contains(&extension) {
        if bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        if let Err(error) = std::str::from_utf8(&bytes) {
            diagnostics.push(not_utf8(&found.path, &bytes, &error, 0));
            bytes = String::from_utf8_lossy(&bytes).into_owned().into_bytes();
        }
    }
    Some(ThemeFile {
        path: found.path.clone(),
        bytes: bytes.into(),
    })
}

/// A file that stays where it is, looked at for what it is.
fn asset(found: &Found, diagnostics: &mut Vec<Diagnostic>) -> Option<AssetFile> {
    let looked = std::fs::File::open(&found.disk).and_then(|mut file| {
        let bytes = FileBytes::Disk(found.disk.clone());
        AssetFile::look(found.path.clone(), bytes, found.stamp.size, &mut file)
    });
    match looked {
        Ok(asset) => Some(asset),
        Err(error) => {
            diagnostics.push(unreadable(&found.path, &error));
            None
        }
    }
}

/// The bytes of a file that did not change while they were read.
fn whole(found: &Found, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
    for _ in 0..ATTEMPTS {
        let attempt = || -> io::Result<Attempt> {
            let before = state(&found.disk)?;
            if before.0 > TEXT_LIMIT {
                return Ok(Attempt::TooLarge(before.0));
            }
            let bytes = bytes_of(&found.disk)?;
            let after = state(&found.disk)?;
            let steady = before == after && bytes.len() as u64 == after.0;
            Ok(if steady {
                Attempt::Whole(bytes)
            } else {
                Attempt::Changed
            })
        };
        match attempt() {
            Ok(Attempt::Whole(bytes)) => return Some(bytes),
            Ok(Attempt::Changed) => {}
            Ok(Attempt::TooLarge(size)) => {
                diagnostics.push(too_large(&found.path, size));
                return None;
            }
            Err(error) => {
                diagnostics.push(unreadable(&found.path, &error));
                return None;
            }
        }
    }
    diagnostics.push(
        Diagnostic::new(
            &codes::FILE_UNREADABLE,
            Place::file(&found.path),
            format!("`{}` kept changing while it was being read", found.path),
        )
        .help("build again when the program that writes the file has finished"),
    );
    None
}

/// What came of reading a file once.
enum Attempt {
    Whole(Vec<u8>),
    Changed,
    TooLarge(u64),
}

/// A file's size and time of change.
fn state(path: &Path) -> io::Result<(u64, Option<SystemTime>)> {
    let metadata = std::fs::metadata(path)?;
    Ok((metadata.len(), metadata.modified().ok()))
}

fn too_large(path: &SitePath, size: u64) -> Diagnostic {
    let megabytes = size.div_ceil(1024 * 1024);
    Diagnostic::new(
        &codes::FILE_TOO_LARGE,
        Place::file(path),
        format!("`{path}` is {megabytes} MB, more than the 64 MB that Alongside reads as text"),
    )
    .help("split the file, or move it to `static` if it only has to be copied")
}

fn unreadable(path: &SitePath, error: &io::Error) -> Diagnostic {
    let (message, help) = match error.kind() {
        io::ErrorKind::NotFound => (
            format!("`{path}` disappeared while the site was being read"),
            "build again when the program that moves the file has finished",
        ),
        io::ErrorKind::PermissionDenied => (
            format!("`{path}` cannot be read: permission denied"),
            "give yourself permission to read it, or move it out of the site",
        ),
        _ => (
            format!("`{path}` cannot be read: {error}"),
            "check the file and the disk that it is on",
        ),
    };
    Diagnostic::new(&codes::FILE_UNREADABLE, Place::file(path), message).help(help)
}
