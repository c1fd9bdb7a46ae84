//! The two addresses of a redirect, read from what an author wrote and written so that they cannot be misread.
//!
//! It knows nothing of other redirects or of pages.

use std::cmp::Reverse;

use crate::path::UrlPath;

/// What is wrong with an address, and how to mend it.
pub(super) type Problem = (&'static str, &'static str);

/// The longest address that browsers and hosts take, in bytes.
const LONGEST: usize = 2_000;

/// The old address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// One address.
    Exact(UrlPath),
    /// All addresses below this one, which has no closing `/`.
    Below(UrlPath),
}

impl From {
    /// Reads an old address.
    pub(super) fn read(written: &str) -> Result<Self, Problem> {
        if !written.starts_with('/') {
            let help = match written.contains("://") {
                true => "write it from the first `/` after the name of the site",
                false => "begin it with `/`",
            };
            return Err(("is not an address inside the site", help));
        }
        let pattern = written.strip_suffix("/*");
        let text = inside(pattern.unwrap_or(written), pattern.is_some())?;
        if text.contains('*') {
            return Err((
                "has a `*` that is not its last part",
                "end the address with `/*` to redirect all that is below it",
            ));
        }
        if text.contains(['?', '#']) {
            return Err((
                "has a query or an anchor, which a redirect cannot tell apart",
                "give the address without `?` and `#`",
            ));
        }
        if text == "/.netlify" || text.starts_with("/.netlify/") {
            return Err((
                "belongs to the host",
                "choose an address that does not begin with `/.netlify`",
            ));
        }
        let path = UrlPath::new(&text);
        Ok(if pattern.is_some() {
            Self::Below(UrlPath::new(text.trim_end_matches('/')))
        } else {
            Self::Exact(path)
        })
    }

    /// What two rules share when one would hide the other.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Exact(path) => path.collision_key().trim_end_matches('/').to_owned(),
            Self::Below(path) => format!("{}/*", path.collision_key().trim_end_matches('/')),
        }
    }

    /// The address below which this redirects everything, without a closing `/`.
    pub(super) fn pattern(&self) -> Option<&str> {
        match self {
            Self::Exact(_) => None,
            Self::Below(path) => Some(path.as_str().trim_end_matches('/')),
        }
    }

    /// The order of the rules in the file, since the first that fits is taken: single addresses, then the longest patterns.
    pub(super) fn order(&self) -> (bool, Reverse<usize>, String) {
        match self {
            Self::Exact(path) => (false, Reverse(0), path.encoded()),
            Self::Below(path) => {
                let parts = path.as_str().trim_matches('/').split('/');
                let depth = parts.filter(|part| !part.is_empty()).count();
                (true, Reverse(depth), path.encoded())
            }
        }
    }

    /// The address as the file holds it. A `:` would begin a placeholder, and a `*` a pattern.
    pub(super) fn encoded(&self) -> String {
        let plain = |path: &UrlPath| path.encoded().replace(':', "%3A").replace('*', "%2A");
        match self {
            Self::Exact(path) => plain(path),
            Self::Below(path) => format!("{}/*", plain(path).trim_end_matches('/')),
        }
    }
}

/// The new address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum To {
    /// An address of the site, with `?query` and `#anchor` as they follow it, encoded.
    Inside(UrlPath, String),
    /// A whole address, encoded.
    Whole(String),
}

impl To {
    /// Reads a new address.
    pub(super) fn read(written: &str) -> Result<Self, Problem> {
        let scheme = ["https://", "http://"]
            .into_iter()
            .find(|scheme| written.starts_with(scheme));
        if let Some(scheme) = scheme {
            return whole(scheme, &written[scheme.len()..]);
        }
        let end = written.find(['?', '#']).unwrap_or(written.len());
        let path = UrlPath::new(&inside(&written[..end], false)?);
        no_control(&written[end..])?;
        Ok(Self::Inside(path, encode_rest(&written[end..])))
    }

    /// The address, when it is inside the site.
    pub(super) fn address(&self) -> Option<&UrlPath> {
        match self {
            Self::Inside(path, _) => Some(path),
            Self::Whole(_) => None,
        }
    }

    /// The place where a chain that begins here ends: `end`, with this address's query and anchor when `end` has none.
    pub(super) fn ending_at(&self, end: &To) -> To {
        match (self, end) {
            (Self::Inside(_, rest), Self::Inside(path, own)) if own.is_empty() => {
                Self::Inside(path.clone(), rest.clone())
            }
            _ => end.clone(),
        }
    }

    /// The address as the file and a page hold it.
    pub(super) fn encoded(&self, base_path: &str) -> String {
        match self {
            Self::Inside(path, rest) => format!("{base_path}{}{rest}", path.encoded()),
            Self::Whole(address) => address.clone(),
        }
    }
}

/// An address inside the site as text: `%XX` decoded, nothing in it that climbs or leaves.
fn inside(written: &str, may_be_empty: bool) -> Result<String, Problem> {
    if !(written.starts_with('/') || may_be_empty && written.is_empty()) {
        return Err((
            "is not an address inside the site",
            "begin it with `/`, or with `https://` when it leads to another site",
        ));
    }
    if written.len() > LONGEST {
        return Err(("is longer than 2,000 characters", "give a shorter address"));
    }
    if written.starts_with("//") || written.contains('\\') {
        return Err((
            "would lead to another site",
            "begin it with one `/` and use no `\\`",
        ));
    }
    let text = decode(written).ok_or((
        "has a `%` that is not followed by the two digits of a character",
        "write the address as people read it; it is encoded for you",
    ))?;
    no_control(&text)?;
    if text.contains('\\') || text.contains("//") {
        return Err((
            "has an empty part or a `\\`",
            "put one `/` between the parts of the address",
        ));
    }
    if text.split('/').any(|part| part == ".." || part == ".") {
        return Err((
            "climbs with `.` or `..`",
            "give the whole address from the first `/`",
        ));
    }
    Ok(text)
}

fn no_control(text: &str) -> Result<(), Problem> {
    if text.contains(char::is_control) {
        return Err((
            "has a new line or another control character",
            "write the address on one line",
        ));
    }
    Ok(())
}

/// Decodes `%XX`; none when a `%` does not begin one, or when the bytes are not UTF-8.
fn decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes().iter();
    while let Some(byte) = rest.next() {
        if *byte == b'%' {
            let (high, low) = (digit(*rest.next()?)?, digit(*rest.next()?)?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(*byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn whole(scheme: &str, rest: &str) -> Result<To, Problem> {
    no_control(rest)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = &rest[..end];
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    // Netlify puts what a placeholder stands for in its place, also in a host: a reader's address would choose the site.
    if holds_placeholder(host) {
        return Err((
            "has a placeholder in its host, so that a reader's address would choose the site",
            "write the whole host, and put `:splat` behind the `/` that ends it",
        ));
    }
    if host.is_empty() || !host.bytes().all(plain) {
        return Err((
            "has no host that can be written in a rule",
            "write the host with letters, digits, `.` and `-` (a name with accents in its `xn--` form)",
        ));
    }
    Ok(To::Whole(format!(
        "{scheme}{host}{}",
        encode_rest(&rest[end..])
    )))
}

/// Whether a host has a `:` that begins a name and no port. In brackets the `:` is one of an IPv6 address.
fn holds_placeholder(host: &str) -> bool {
    let behind = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, behind)) => {
            let is_address = |byte: u8| byte.is_ascii_hexdigit() || b".:".contains(&byte);
            if !address.bytes().all(is_address) {
                return true;
            }
            behind
        }
        None => host,
    };
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    behind
        .split_once(':')
        .is_some_and(|(_, port)| !is_port(port))
}

/// Encodes what no address may hold and leaves what is encoded already.
fn encode_rest(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_graphic() && !"\"<>\\^`{|}".contains(character) {
            encoded.push(character);
        } else {
            let mut buffer = [0; 4];
            for byte in character.encode_utf8(&mut buffer).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_stands_in_no_host() {
        for to in [
            "https://h.example:splat",
            "https://h.example:splat/",
            "https://:splat.example",
            "https://:splat",
            "https://h.example:8080:splat",
            "https://h.example:",
            "http://[::1]:splat",
            "http://[:splat]/",
        ] {
            let (problem, _) = To::read(to).expect_err(to);
            assert!(problem.contains("placeholder"), "{to}: {problem}");
        }
        for to in [
            "//:splat",
            "https://h.example:splat@evil.example",
            "https://",
        ] {
            assert!(To::read(to).is_err(), "{to}");
        }
        for to in [
            "https://h.example/:splat",
            "http://h.example:8080/:splat?a=:b",
            "http://[::1]:8080/",
        ] {
            assert!(To::read(to).is_ok(), "{to}");
        }
    }
}
