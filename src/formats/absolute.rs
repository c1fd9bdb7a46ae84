//! Makes a piece of HTML fit for readers who see it away from its page, in a feed: its addresses are whole, and what leads about on
//! the page itself is left out.
//!
//! It knows the HTML that Alongside writes: attributes are quoted. Text outside tags is never touched.

/// The attributes that hold one address, and those that hold several with a size each.
const ATTRIBUTES: [(&str, bool); 6] = [
    (" href=\"", false),
    (" src=\"", false),
    (" poster=\"", false),
    (" cite=\"", false),
    (" data=\"", false),
    (" srcset=\"", true),
];

/// The beginnings of the links from a footnote back to where it was called, and of the words that name them: a reader of a feed
/// sees neither places on a page nor hidden text.
const BACK: [(&str, &str); 2] = [
    ("class=\"footnote-back\"", "</a>"),
    ("id=\"fn:back\"", "</p>"),
];

/// Where a piece of HTML comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The path that stands in front of every address inside the site, without a closing `/`.
    pub path: &'a str,
    /// The whole address that takes its place, without a closing `/`.
    pub base: &'a str,
    /// The whole address of the piece's page, for `#anchors`.
    pub page: &'a str,
}

/// The piece with every address inside the site whole, and without the ways back from footnotes.
pub fn absolute(html: &str, origin: Origin<'_>) -> String {
    let mut whole = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (text, tag_on) = rest.split_at(open);
        let end = tag_end(tag_on);
        let opening = &tag_on[..end];
        let back = BACK.iter().find(|(mark, _)| opening.contains(mark));
        if let Some((_, closing)) = back
            && let Some(at) = tag_on.find(closing)
        {
            whole.push_str(text.trim_end_matches([' ', '\n']));
            rest = &tag_on[at + closing.len()..];
            continue;
        }
        whole.push_str(text);
        tag(opening, origin, &mut whole);
        rest = &tag_on[end..];
    }
    whole.push_str(rest);
    whole
}

/// Where a tag that begins a text ends; a `>` inside quotes does not end it.
fn tag_end(text: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// One tag with its addresses made whole.
fn tag(tag: &str, origin: Origin<'_>, whole: &mut String) {
    let mut rest = tag;
    while let Some((at, attribute, is_several)) = next_address(rest) {
        let start = at + attribute.len();
        whole.push_str(&rest[..start]);
        rest = &rest[start..];
        let (value, after) = rest.split_at(rest.find('"').unwrap_or(rest.len()));
        rest = after;
        if !is_several {
            address(value, origin, whole);
            continue;
        }
        for (number, candidate) in value.split(',').enumerate() {
            if number > 0 {
                whole.push_str(", ");
            }
            let candidate = candidate.trim();
            let end = candidate.find(' ').unwrap_or(candidate.len());
            address(&candidate[..end], origin, whole);
            whole.push_str(&candidate[end..]);
        }
    }
    whole.push_str(rest);
}

/// One address made whole, as a browser would from the page.
fn address(written: &str, origin: Origin<'_>, whole: &mut String) {
    let has_scheme = written
        .split(['/', '?', '#'])
        .next()
        .is_some_and(|first| first.contains(':'));
    let page = origin.page.split(['?', '#']).next().unwrap_or_default();
    match written.bytes().next() {
        _ if has_scheme || written.starts_with("//") => whole.push_str(written),
        Some(b'/') => {
            whole.push_str(origin.base);
            whole.push_str(written.strip_prefix(origin.path).unwrap_or(written));
        }
        None | Some(b'#' | b'?') => {
            whole.push_str(page);
            whole.push_str(written);
        }
        // Beside the page; `..` is worked out by whoever asks for it.
        Some(_) => {
            whole.push_str(&page[..=page.rfind('/').unwrap_or_default()]);
            whole.push_str(written);
        }
    }
}

/// The first attribute with an address, where it stands, and whether it holds several.
fn next_address(tag: &str) -> Option<(usize, &'static str, bool)> {
    // Most tags have no attribute at all.
    memchr::memchr(b'=', tag.as_bytes())?;
    ATTRIBUTES
        .iter()
        .filter_map(|(attribute, is_several)| Some((tag.find(attribute)?, *attribute, *is_several)))
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_tags_are_made_whole_and_text_is_left() {
        let html = "<p>a href=\"/x\" <a title=\"1 > 0\" href=\"/n/b/\">b</a> <a href=\"#c\">c</a> <img src=\"/n/d.svg\" alt=\"\"> \
                    <a href=\"https://e.example/\">e</a> <a href=\"//f.example\">f</a>";
        let origin = Origin {
            path: "/n",
            base: "https://s.example",
            page: "https://s.example/p/",
        };
        for (written, expected) in [
            ("?page=2", "https://s.example/p/?page=2"),
            ("", "https://s.example/p/"),
            ("b.pdf", "https://s.example/p/b.pdf"),
            (
                "../b/?x=1&amp;y=2#c",
                "https://s.example/p/../b/?x=1&amp;y=2#c",
            ),
            ("mailto:a@b.example", "mailto:a@b.example"),
            ("/n", "https://s.example"),
        ] {
            assert_eq!(
                absolute(&format!("<a href=\"{written}\">x</a>"), origin),
                format!("<a href=\"{expected}\">x</a>")
            );
        }
        assert_eq!(
            absolute(
                "<img srcset=\"/n/a-1.png 300w, https://e.example/b.png 2x\">",
                origin
            ),
            "<img srcset=\"https://s.example/a-1.png 300w, https://e.example/b.png 2x\">"
        );
        assert_eq!(
            absolute(
                "<p class=\"hidden\" id=\"fn:back\">Back to note</p>\n<ol><li id=\"fn:1\"><p>A note. <a href=\"#fnref:1\" \
                 class=\"footnote-back\" role=\"doc-backlink\">↩<sup>2</sup></a></p></li></ol>",
                origin
            ),
            "\n<ol><li id=\"fn:1\"><p>A note.</p></li></ol>"
        );
        assert_eq!(
            absolute(html, origin),
            "<p>a href=\"/x\" <a title=\"1 > 0\" href=\"https://s.example/b/\">b</a> <a href=\"https://s.example/p/#c\">c</a> \
             <img src=\"https://s.example/d.svg\" alt=\"\"> <a href=\"https://e.example/\">e</a> <a href=\"//f.example\">f</a>"
        );
    }
}
