//! What a test asks of HTML that Alongside wrote: its tags, their attributes, their text.
//!
//! It reads what Alongside writes, whose attributes are all quoted, and is no parser for the HTML of others.

use std::collections::BTreeSet;

/// A start tag with its attributes.
#[derive(Clone, Debug)]
pub(crate) struct Tag<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its attributes as written, without entities undone.
    attributes: Vec<(&'a str, &'a str)>,
    /// Where what it holds begins.
    pub end: usize,
}

impl<'a> Tag<'a> {
    /// The value of an attribute, entities undone.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let (_, value) = self.attributes.iter().find(|(key, _)| *key == name)?;
        Some(unescape(value))
    }

    /// The names of its attributes.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.attributes.iter().map(|(name, _)| *name)
    }
}

/// Undoes the entities that Alongside writes.
pub(crate) fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&#x2F;", "/")
        .replace("&amp;", "&")
}

/// Every start tag of a text, in order; what scripts hold is passed over.
pub(crate) fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|offset| at + offset) {
        let rest = &html[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            at = start + 4 + comment.find("-->").expect("a comment ends");
            continue;
        }
        if !rest.starts_with(|character: char| character.is_ascii_alphabetic()) {
            at = start + 1;
            continue;
        }
        let tag = tag(html, start + 1);
        at = tag.end;
        if tag.name == "script" || tag.name == "style" {
            at += html[at..].find("</").expect("a script ends");
        }
        found.push(tag);
    }
    found
}

fn tag(html: &str, start: usize) -> Tag<'_> {
    let stops =
        |character: char| character.is_ascii_whitespace() || matches!(character, '>' | '/' | '=');
    let word = |at: usize| at + html[at..].find(stops).expect("a tag ends");
    let name_end = word(start);
    let mut tag = Tag {
        name: &html[start..name_end],
        attributes: Vec::new(),
        end: 0,
    };
    let mut at = name_end;
    loop {
        let next = html[at..].chars().next().expect("a tag ends");
        match next {
            '>' => break,
            '/' => at += 1,
            space if space.is_ascii_whitespace() => at += 1,
            _ => {
                let name_end = word(at);
                let name = &html[at..name_end];
                at = name_end;
                let mut value = "";
                if html[at..].starts_with('=') {
                    let quote = html[at + 1..].chars().next().expect("a value follows");
                    assert!(
                        matches!(quote, '"' | '\''),
                        "the attribute `{name}` is quoted: {}",
                        &html[start..(at + 20).min(html.len())]
                    );
                    let from = at + 2;
                    let to = from + html[from..].find(quote).expect("a quotation ends");
                    value = &html[from..to];
                    at = to + 1;
                }
                tag.attributes.push((name, value));
            }
        }
    }
    tag.end = at + 1;
    tag
}

/// The text between the first tag with this name and its end, tags taken out.
pub(crate) fn text_of(html: &str, name: &str) -> Option<String> {
    let tag = tags(html).into_iter().find(|tag| tag.name == name)?;
    let inner = &html[tag.end..];
    let inner = &inner[..inner.find(&format!("</{name}>"))?];
    Some(plain(inner))
}

/// The text of a piece of HTML: no tags, no entities, no doubled blanks.
pub(crate) fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => text.push(character),
            _ => {}
        }
    }
    let words: Vec<String> = text.split_whitespace().map(unescape).collect();
    words.join(" ")
}

/// The `href`s of the links in a piece of HTML, in order.
pub(crate) fn links(html: &str) -> Vec<String> {
    tags(html)
        .iter()
        .filter(|tag| tag.name == "a")
        .filter_map(|tag| tag.get("href"))
        .collect()
}

/// The anchors of a page.
pub(crate) fn ids(html: &str) -> BTreeSet<String> {
    tags(html).iter().filter_map(|tag| tag.get("id")).collect()
}

/// The `href` of the first `<link>` with this `rel`.
pub(crate) fn rel(html: &str, rel: &str) -> Option<String> {
    tags(html)
        .iter()
        .find(|tag| tag.name == "link" && tag.get("rel").as_deref() == Some(rel))
        .and_then(|tag| tag.get("href"))
}
