//! The three kinds of path, kept apart by type: a file of the site, an address, a file of the output.
//!
//! All three are text with `/` between the parts, whatever the platform.
//! Nothing here touches a disk.

pub mod portable;

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

macro_rules! path_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The path as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{:?}", &self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    };
}

path_type! {
    /// A file of the site, relative to the folder of `site.yaml`: `content/stories/key/index.md`.
    SitePath
}

path_type! {
    /// An address inside the site, without the base address's path: `/themes/trust/`.
    ///
    /// It begins with `/` and holds text as people read it; [`UrlPath::encoded`] is the form for HTML and XML.
    UrlPath
}

path_type! {
    /// A file of the output, relative to the output folder: `themes/trust/index.html`.
    OutputPath
}

impl SitePath {
    /// A path from text that is already relative and uses `/`.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The folder that holds the file, without a closing `/`; empty for a file at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

impl UrlPath {
    /// An address from its text; a missing first `/` is added.
    pub fn new(path: &str) -> Self {
        if path.starts_with('/') {
            Self(path.into())
        } else {
            Self(format!("/{path}").into())
        }
    }

    /// The address with every character that an address may not hold as `%XX` of its UTF-8 bytes.
    ///
    /// A `%` is encoded too: what is stored here is text, never an encoded form.
    pub fn encoded(&self) -> String {
        encode(&self.0)
    }

    /// The file that a web server sends for this address.
    pub fn output(&self) -> OutputPath {
        let relative = &self.0[1..];
        if relative.is_empty() || relative.ends_with('/') {
            OutputPath(format!("{relative}index.html").into())
        } else {
            OutputPath(relative.into())
        }
    }

    /// The address in one case and one normal form: two addresses with one key cannot live side by side on every host.
    pub fn collision_key(&self) -> String {
        use unicode_normalization::UnicodeNormalization;
        if self.0.is_ascii() {
            return self.0.to_ascii_lowercase();
        }
        self.0.nfc().flat_map(char::to_lowercase).collect()
    }

    /// The address of what lies beside a page: in the folder of `/talks/`, and in the folder `/talks/` for `/talks.html`.
    ///
    /// Lists, feeds, files for calendars and copies are all named by this, so that none is glued to the name of a file.
    #[must_use]
    pub fn beside(&self, name: &str) -> Self {
        let text = self.0.strip_suffix(".html").unwrap_or(&self.0);
        let slash = if text.ends_with('/') { "" } else { "/" };
        Self(format!("{text}{slash}{name}").into())
    }

    /// The collision key of the file that a web server sends for this address, as an address.
    pub fn output_key(&self) -> String {
        let mut key = self.collision_key();
        if key.ends_with('/') {
            key.push_str("index.html");
        }
        key
    }
}

impl OutputPath {
    /// A path from text that is relative, uses `/`, and has no `.` or `..` part.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        let path = path.into();
        debug_assert!(
            stays_inside(&path),
            "an output path stays inside the output: {path}"
        );
        Self(path)
    }

    /// A path from text that somebody sent; none when it could lead out of the output.
    pub fn checked(path: &str) -> Option<Self> {
        stays_inside(path).then(|| Self(path.into()))
    }

    /// The address at which a web server offers this file.
    pub fn url(&self) -> UrlPath {
        if &*self.0 == "index.html" {
            return UrlPath::new("/");
        }
        match self.0.strip_suffix("/index.html") {
            Some(folder) => UrlPath::new(&format!("/{folder}/")),
            None => UrlPath::new(&self.0),
        }
    }
}

fn stays_inside(path: &str) -> bool {
    !path.starts_with('/') && !path.split('/').any(|part| part == ".." || part == ".")
}

/// The text of an address part in which bytes may stand as `%XX`; what is no such escape, or no UTF-8, stays as written.
pub fn decode(encoded: &str) -> String {
    let bytes = encoded.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = (bytes[at] == b'%')
            .then(|| encoded.get(at + 1..at + 3))
            .flatten()
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(escape.unwrap_or(bytes[at]));
        at += if escape.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| encoded.to_owned())
}

/// Percent-encodes the path of an address (RFC 3986 `pchar` and `/` stay).
pub fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => encoded.push(byte as char),
            b'-' | b'.' | b'_' | b'~' | b'/' | b'!' | b'$' | b'(' | b')' | b'*' | b'+' | b','
            | b':' | b'@' => encoded.push(byte as char),
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                encoded.push('%');
                encoded.push(HEX[usize::from(byte >> 4)] as char);
                encoded.push(HEX[usize::from(byte & 15)] as char);
            }
        }
    }
    encoded
}

/// The name of a file of Markdown without its ending, `.md` or `.markdown` in any case; none of another file.
pub fn markdown_stem(file: &str) -> Option<&str> {
    let (stem, ending) = file.rsplit_once('.')?;
    let is_markdown = ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown");
    is_markdown.then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_and_its_file_name_each_other() {
        for (url, file) in [
            ("/", "index.html"),
            ("/themes/trust/", "themes/trust/index.html"),
            ("/feed.xml", "feed.xml"),
        ] {
            assert_eq!(UrlPath::new(url).output().as_str(), file);
            assert_eq!(OutputPath::new(file).url().as_str(), url);
        }
    }

    #[test]
    fn what_lies_beside_a_page_has_its_folder() {
        for (page, beside) in [
            ("/", "/feed.xml"),
            ("/talks/", "/talks/feed.xml"),
            ("/talks.html", "/talks/feed.xml"),
        ] {
            assert_eq!(UrlPath::new(page).beside("feed.xml").as_str(), beside);
        }
    }

    #[test]
    fn an_address_is_encoded_for_html() {
        assert_eq!(
            UrlPath::new("/tŷ bach/100%/").encoded(),
            "/t%C5%B7%20bach/100%25/"
        );
    }

    #[test]
    fn an_encoded_address_is_read() {
        assert_eq!(decode("/t%C5%B7%20bach/"), "/tŷ bach/");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%FF"), "%FF");
    }

    #[test]
    fn addresses_that_differ_in_case_or_normal_form_share_a_key() {
        assert_eq!(
            UrlPath::new("/Caf\u{e9}/").collision_key(),
            UrlPath::new("/cafe\u{301}/").collision_key()
        );
    }
}
