//! Cleaning HTML that is not trusted, and what is too deep to be cleaned.
//!
//! The cleaner builds the tree that a browser would, at a cost that grows with the square of its depth, and repeats formatting that is
//! never closed in every paragraph that follows. So how deep a block is gets counted first, from its tags alone. It decides nothing about
//! what is clean.

use std::collections::HashSet;
use std::sync::OnceLock;

/// How deep elements may stand in one another. What people write, and what programs export, reaches twenty.
const DEEPEST_ELEMENTS: usize = 100;

/// How many elements of formatting may be open at once: each of them is made again in each later paragraph.
const DEEPEST_FORMATTING: usize = 16;

/// How many tags a block may have in which it is not plain which of them count.
const MOST_UNCLEAR_TAGS: usize = 100;

/// How many attributes a tag may have: who reads HTML as a browser does compares each with all before it.
pub(super) const MOST_ATTRIBUTES: usize = 200;

/// Elements that a browser opens again in the next paragraph when they were not closed.
const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Elements that have no content.
const EMPTY: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that end by themselves where the next begins, so that many in a row are not deep.
const ENDING_BY_THEMSELVES: [&str; 14] = [
    "caption", "colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td",
    "th", "tr",
];

/// Elements whose content is text for a browser, tags and all, or has rules of its own.
const UNCLEAR: [&str; 14] = [
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// What is left of HTML that is not trusted: no scripts, no styles, no SVG and MathML (which ammonia leaves out by itself).
pub(super) fn cleaned(html: &str) -> String {
    static SANITISER: OnceLock<ammonia::Builder<'static>> = OnceLock::new();
    let sanitiser = SANITISER.get_or_init(|| {
        let mut builder = ammonia::Builder::default();
        builder
            .add_generic_attributes(["id", "class", "dir"])
            .link_rel(None)
            .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]));
        builder
    });
    sanitiser.clean(html).to_string()
}

/// Where a block of HTML becomes too much to be cleaned, and why, as the end of a sentence.
pub(super) fn too_deep(html: &str) -> Option<(usize, String)> {
    let bytes = html.as_bytes();
    let mut open: Vec<&str> = Vec::new();
    let mut formatting = 0;
    let mut tags = 0;
    let mut unclear = false;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let start = at + found;
        at = start + 1;
        let closes = bytes.get(at) == Some(&b'/');
        let name_start = at + usize::from(closes);
        match bytes.get(name_start) {
            Some(byte) if byte.is_ascii_alphabetic() => {}
            Some(b'!' | b'?') if !closes => {
                // A comment or what passes for one: where it ends is plain when it holds no tag.
                let end = match html[at..].starts_with("!--") {
                    true => html[at..].find("-->"),
                    false => html[at..].find('>'),
                };
                let end = end.map_or(html.len(), |end| at + end);
                unclear |= html[at..end].contains('<');
                continue;
            }
            // Not a tag, or not a name: a browser passes over it.
            _ => continue,
        }
        let name_end = bytes[name_start..]
            .iter()
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
            .map_or(html.len(), |length| name_start + length);
        let name = &html[name_start..name_end];
        // A tag that never ends is none.
        let (end, attributes) = tag_end(bytes, name_end)?;
        at = end;
        tags += 1;
        if attributes > MOST_ATTRIBUTES {
            return Some((
                start,
                format!("a tag has more than {MOST_ATTRIBUTES} attributes"),
            ));
        }
        let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        if is(&UNCLEAR) {
            let next = memchr::memchr(b'<', &bytes[at..]).map(|next| &html[at + next + 1..]);
            let ends_at_once = next.is_some_and(|next| {
                next.strip_prefix('/')
                    .and_then(|next| next.get(..name.len()))
                    .is_some_and(|next| next.eq_ignore_ascii_case(name))
            });
            unclear |= !closes && !ends_at_once;
        }
        if unclear && tags > MOST_UNCLEAR_TAGS {
            return Some((
                start,
                format!(
                    "a block that holds scripts, styles, drawings or tags in comments has more than {MOST_UNCLEAR_TAGS} tags"
                ),
            ));
        }
        if closes {
            // A closing tag ends the nearest element of its name, with all inside it.
            let opened = open
                .iter()
                .rposition(|open| open.eq_ignore_ascii_case(name));
            if let Some(opened) = opened {
                formatting -= open
                    .drain(opened..)
                    .filter(|name| is_formatting(name))
                    .count();
            }
        } else if !is(&EMPTY) && !is(&ENDING_BY_THEMSELVES) {
            formatting += usize::from(is_formatting(name));
            open.push(name);
        }
        if open.len() > DEEPEST_ELEMENTS {
            return Some((
                start,
                format!("more than {DEEPEST_ELEMENTS} elements stand in one another"),
            ));
        }
        if formatting > DEEPEST_FORMATTING {
            return Some((
                start,
                format!(
                    "more than {DEEPEST_FORMATTING} elements such as `<b>` and `<a>` are not closed"
                ),
            ));
        }
    }
    None
}

/// Whether an element has no content, and so no closing tag.
pub(super) fn is_empty(name: &str) -> bool {
    EMPTY.contains(&name)
}

/// Whether an element ends by itself, so that its closing tag may be left out.
pub(super) fn ends_by_itself(name: &str) -> bool {
    ENDING_BY_THEMSELVES.contains(&name) || matches!(name, "tfoot" | "thead" | "rb" | "rtc")
}

fn is_formatting(name: &str) -> bool {
    FORMATTING
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

/// The end of a tag whose name ends at `at`, as a browser finds it, and how many attributes it has.
fn tag_end(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut attributes = 0;
    let is_gap = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'/';
    loop {
        at += bytes[at..].iter().take_while(|byte| is_gap(byte)).count();
        if *bytes.get(at)? == b'>' {
            return Some((at + 1, attributes));
        }
        attributes += 1;
        // A name may begin with `=`, and holds anything else but what ends it.
        at += 1;
        at += bytes[at..]
            .iter()
            .take_while(|byte| !is_gap(byte) && !matches!(byte, b'>' | b'='))
            .count();
        let blank = |at: usize| {
            let rest = &bytes[at..];
            at + rest
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count()
        };
        let equals = blank(at);
        if bytes.get(equals) != Some(&b'=') {
            continue;
        }
        at = blank(equals + 1);
        match *bytes.get(at)? {
            quote @ (b'"' | b'\'') => at += memchr::memchr(quote, &bytes[at + 1..])? + 2,
            b'>' => {}
            _ => {
                at += bytes[at..]
                    .iter()
                    .take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'>')
                    .count();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_deep_to_be_cleaned_is_seen_from_its_tags() {
        let times = |html: &str| html.repeat(5_000);
        for (html, fault) in [
            (times("<div>"), "elements stand"),
            (times("<div></b>"), "elements stand"),
            (times("<li><ul>"), "elements stand"),
            (times("<div title='</div>'>"), "elements stand"),
            (times("<div a='\"' b=\"></div>\">"), "elements stand"),
            (times("<a =\">"), "not closed"),
            (times("<p><b>w"), "not closed"),
            (times("<DIV>"), "elements stand"),
            (times("<x-y>"), "elements stand"),
            (format!("<div{}>", times(" a")), "attributes"),
            (format!("<div{}>", times("/a")), "attributes"),
            (format!("<div{}>", times(" a='>'")), "attributes"),
            (
                format!("<textarea>{}", times("<div></div>")),
                "has more than",
            ),
            (format!("<svg><title>{}", times("<g></g>")), "has more than"),
            (times("<!-- <div> --><div></div>"), "has more than"),
            (times("<!--><div><!-- </div> -->"), "has more than"),
        ] {
            let found = too_deep(&html);
            let fits = found.as_ref().is_some_and(|(_, told)| told.contains(fault));
            assert!(fits, "{:.60}: {found:?}", html);
        }
        for html in [
            times("<div><p>w</div>"),
            times("<p>w<br>"),
            times("<tr><td><b>w</b>"),
            times("<a href='x'>w</a>"),
            times("<!-- note --><p>w</p>"),
            times("<iframe src=a></iframe>"),
            times("a < b and 3<4 "),
            format!("<div title=\"{}\">", times("a b <i> ")),
            "<".repeat(5_000),
            times("</div>"),
        ] {
            assert_eq!(too_deep(&html), None, "{html:.60}");
        }
    }
}
