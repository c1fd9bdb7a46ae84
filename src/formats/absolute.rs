//! Makes the addresses of a piece of HTML whole, for readers who see it away from its page: in a feed.
//!
//! It knows the HTML that Alongside writes: attributes are quoted. Text outside tags is never touched.

/// The attributes that hold one address.
const ATTRIBUTES: [&str; 4] = [" href=\"", " src=\"", " poster=\"", " cite=\""];

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

/// The piece with every address inside the site whole.
pub fn absolute(html: &str, origin: Origin<'_>) -> String {
    let mut whole = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (text, tag_on) = rest.split_at(open);
        whole.push_str(text);
        let end = tag_end(tag_on);
        tag(&tag_on[..end], origin, &mut whole);
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
    while let Some((at, attribute)) = next_address(rest) {
        let value = at + attribute.len();
        whole.push_str(&rest[..value]);
        rest = &rest[value..];
        if rest.starts_with('/') && !rest.starts_with("//") {
            whole.push_str(origin.base);
            rest = rest.strip_prefix(origin.path).unwrap_or(rest);
        } else if rest.starts_with('#') {
            whole.push_str(origin.page);
        }
    }
    whole.push_str(rest);
}

/// The first attribute with an address, and where it stands.
fn next_address(tag: &str) -> Option<(usize, &'static str)> {
    // Most tags have no attribute at all.
    memchr::memchr(b'=', tag.as_bytes())?;
    ATTRIBUTES
        .iter()
        .filter_map(|attribute| Some((tag.find(attribute)?, *attribute)))
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
        assert_eq!(
            absolute(html, origin),
            "<p>a href=\"/x\" <a title=\"1 > 0\" href=\"https://s.example/b/\">b</a> <a href=\"https://s.example/p/#c\">c</a> \
             <img src=\"https://s.example/d.svg\" alt=\"\"> <a href=\"https://e.example/\">e</a> <a href=\"//f.example\">f</a>"
        );
    }
}
