//! Whether a file could run once it is published: in a reader's browser as a page or script of the site, or on the host.
//!
//! A host tells browsers what a file is by its name, and some guess from its first bytes where the name says nothing. So both
//! are asked, and whatever may be taken for a page is taken for one. It refuses to be a search for harm: what a page or script
//! would do is not looked at.

/// Extensions that browsers open as a page, run as a script or apply as a style sheet, or with which a program of their own
/// opens what runs as the site. XML is among them: an element of another namespace in it runs scripts.
const IN_BROWSERS: &[&str] = &[
    "appcache",
    "atom",
    "cjs",
    "css",
    "dhtml",
    "hta",
    "htc",
    "htm",
    "html",
    "htt",
    "jar",
    "jnlp",
    "js",
    "jse",
    "jsm",
    "mathml",
    "mht",
    "mhtml",
    "mjs",
    "mml",
    "owl",
    "rdf",
    "rss",
    "shtm",
    "shtml",
    "ssi",
    "stm",
    "svg",
    "svgz",
    "swf",
    "vbs",
    "wasm",
    "webarchive",
    "wsdl",
    "xbl",
    "xht",
    "xhtm",
    "xhtml",
    "xml",
    "xsd",
    "xsl",
    "xslt",
    "xul",
];

/// Extensions that hosts run, wherever they stand in a name: Apache runs `notes.php.txt`. `config` is a setting of IIS.
const ON_HOSTS: &[&str] = &[
    "asa", "ascx", "ashx", "asmx", "asp", "aspx", "cfm", "cfml", "cgi", "config", "fcgi",
    "htaccess", "jsp", "jspx", "phar", "php", "php3", "php4", "php5", "php7", "php8", "phps",
    "pht", "phtml", "pl",
];

/// Extensions that every host knows and no browser runs: files so called need not be looked into.
const KNOWN_TO_BE_INERT: &[&str] = &[
    "7z", "aac", "aif", "aiff", "avi", "bib", "bz2", "csv", "doc", "docm", "docx", "dot", "dotx",
    "eot", "epub", "flac", "geojson", "gz", "ics", "jpeg", "jpg", "json", "log", "m4a", "m4v",
    "mkv", "mov", "mp3", "mp4", "mpg", "odg", "odp", "ods", "odt", "oga", "ogg", "ogv", "opus",
    "otf", "pdf", "png", "pot", "potx", "pps", "ppsx", "ppt", "pptm", "pptx", "ps", "rar", "ris",
    "rtf", "srt", "tar", "tex", "tgz", "tsv", "ttf", "txt", "vcf", "vtt", "wav", "weba", "webm",
    "webp", "wma", "wmv", "woff", "woff2", "xls", "xlsm", "xlsx", "xz", "yaml", "yml", "zip",
];

/// How far the first bytes are asked: browsers look at the first 1,445, and hosts at less.
const SNIFFED_BYTES: usize = 2048;

/// Beginnings of a page in small letters, after white space, as browsers know them.
const BEGINNINGS: &[&str] = &[
    "<!doctype html",
    "<html",
    "<head",
    "<script",
    "<iframe",
    "<h1",
    "<div",
    "<font",
    "<table",
    "<a",
    "<style",
    "<title",
    "<b",
    "<body",
    "<br",
    "<p",
    "<!--",
    "<?xml",
    "<svg",
    "<math",
    "<?php",
    "#!",
    "<%",
];

/// Whether a file of this name that begins with these bytes may run.
pub fn may_run(name: &str, start: &[u8]) -> bool {
    // A closing dot, a space or the `~` of a backup does not make a name another one to every host.
    let name = name
        .trim_end_matches(['.', ' ', '~', '\u{a0}'])
        .to_ascii_lowercase();
    let mut parts: Vec<&str> = name.split('.').skip(1).map(str::trim).collect();
    if parts.iter().any(|part| ON_HOSTS.contains(part)) {
        return true;
    }
    // Where the last extension means nothing to a host, the one before it counts: `page.html.en`, `app.js.bak`.
    while let Some(part) = parts.pop() {
        if IN_BROWSERS.contains(&part) {
            return true;
        }
        if KNOWN_TO_BE_INERT.contains(&part) {
            return false;
        }
    }
    looks_like_a_page(start)
}

/// Whether a browser or host that guesses would take these first bytes for a page, an XML document or a program.
fn looks_like_a_page(start: &[u8]) -> bool {
    let start = &start[..start.len().min(SNIFFED_BYTES)];
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    // UTF-16 gives every other byte to nothing; its letters are what they are without it.
    let is_wide = start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff");
    let letters: Vec<u8> = start
        .iter()
        .copied()
        .filter(|byte| !is_wide || !matches!(byte, 0 | 0xfe | 0xff))
        .map(|byte| byte.to_ascii_lowercase())
        .collect();
    let letters = letters.trim_ascii_start();
    BEGINNINGS
        .iter()
        .any(|beginning| letters.starts_with(beginning.as_bytes()))
        || letters.starts_with(b"\0asm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_told_by_its_name() {
        for name in [
            "x.html",
            "X.HTM",
            "x.js",
            "x.mjs",
            "x.wasm",
            "x.xml",
            "x.svgz",
            "x.html.",
            "x.html ",
            "x.js~",
            "x.js.bak",
            "x.html.en",
            "x.php.txt",
            "x.phtml",
            "web.config",
            "x.css",
            "x.mht",
            ".html",
            "x.rss",
        ] {
            assert!(may_run(name, b"plain words"), "{name}");
        }
        for name in [
            "x.txt",
            "x.pdf",
            "x.html.txt",
            "x.js.zip",
            "x.csv",
            "x",
            "x.",
            "x.dwg",
            "html",
            "js",
            "x.json",
        ] {
            assert!(!may_run(name, b"plain words"), "{name}");
        }
    }

    #[test]
    fn where_the_name_says_nothing_the_first_bytes_do() {
        for start in [
            &b"<!DOCTYPE html><p>"[..],
            b"\xef\xbb\xbf \n<ScRiPt>",
            b"<?xml version=\"1.0\"?><x/>",
            b"\xff\xfe<\0h\0t\0m\0l\0>\0",
            b"\0asm\x01\0\0\0",
            b"#!/bin/sh",
        ] {
            assert!(may_run("page", start), "{start:?}");
            assert!(may_run("page.gpx", start), "{start:?}");
            // Every host sends this one as plain text.
            assert!(!may_run("page.txt", start), "{start:?}");
        }
        assert!(!may_run("page", b"1 < 2 and <i>"));
        assert!(!may_run("page", b""));
    }
}
