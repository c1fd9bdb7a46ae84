//! Atom (RFC 4287) and JSON Feed 1.1, both from one value.
//!
//! A feed prints no time of the build: its dates are its content's. What goes into a feed, and how much of it, is decided by
//! whoever fills [`Feed`].

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::xml::Document;
use crate::path::UrlPath;

/// A feed. All addresses are whole and encoded.
#[derive(Clone, Debug)]
pub struct Feed {
    /// The language of the feed's own words.
    pub lang: String,
    /// The name of the feed.
    pub title: String,
    /// What it is of, in a sentence; may be empty.
    pub subtitle: String,
    /// Who publishes it: the site's name. Atom wants an author for every entry, and an entry may have none of its own.
    pub publisher: String,
    /// The permanent name of the feed: see [`tag_uri`].
    pub id: String,
    /// The address of the Atom feed.
    pub atom_url: String,
    /// The address of the JSON feed.
    pub json_url: String,
    /// The address of the page that shows the same as HTML.
    pub page_url: String,
    /// When its content last changed.
    pub updated: Timestamp,
    /// The entries, newest first.
    pub entries: Vec<FeedEntry>,
}

/// One page in a feed.
#[derive(Clone, Debug)]
pub struct FeedEntry {
    /// The address.
    pub url: String,
    /// The permanent name: see [`tag_uri`].
    pub id: String,
    /// The title as plain text.
    pub title: String,
    /// The summary as plain text; may be empty.
    pub summary: String,
    /// The whole text as HTML, with whole addresses, when the feed carries it.
    pub content_html: Option<Arc<str>>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When it last changed: the day of the change, else of the publication.
    pub updated: Timestamp,
    /// Its authors.
    pub authors: Vec<FeedAuthor>,
    /// Its subjects.
    pub categories: Vec<FeedCategory>,
    /// The language of the entry.
    pub lang: String,
}

/// An author of an entry.
#[derive(Clone, Debug)]
pub struct FeedAuthor {
    /// The name.
    pub name: String,
    /// The address of the author's page, when there is one.
    pub url: Option<String>,
}

/// A subject of an entry.
#[derive(Clone, Debug)]
pub struct FeedCategory {
    /// The term's permanent name.
    pub term: String,
    /// What people call it.
    pub label: String,
    /// The address of its taxonomy's page, when there is one.
    pub scheme: Option<String>,
}

/// The permanent name of a page or a feed: a `tag:` URI (RFC 4151) of the site's host, the folder of the host in which the site lies,
/// and the page's type, id and language.
///
/// It stays the same when a page's address, title or date changes, so that a reader is never shown an old page as new. The
/// year in it is part of the name and says nothing about the page. `host` is the canonical address's, without a port, and `folder` its
/// path without a closing `/`: two sites on one host have names of their own.
pub fn tag_uri(host: &str, folder: &str, kind: &str, id: &str, lang: &str) -> String {
    let path = UrlPath::new(&format!("{folder}/{kind}/{id}/{lang}")).encoded();
    format!("tag:{},2026:{}", host.to_lowercase(), &path[1..])
}

/// The feed as Atom.
pub fn atom(feed: &Feed) -> String {
    let mut document = Document::new(
        "feed",
        &[
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xml:lang", &feed.lang),
        ],
    );
    document.text("id", &[], &feed.id);
    document.text("title", &[], &feed.title);
    if !feed.subtitle.is_empty() {
        document.text("subtitle", &[], &feed.subtitle);
    }
    document.text("updated", &[], &feed.updated.to_string());
    document.empty(
        "link",
        &[
            ("rel", "self"),
            ("type", "application/atom+xml"),
            ("href", &feed.atom_url),
        ],
    );
    document.empty(
        "link",
        &[
            ("rel", "alternate"),
            ("type", "text/html"),
            ("href", &feed.page_url),
        ],
    );
    document.open("author", &[]);
    document.text("name", &[], &feed.publisher);
    document.close();
    document.text(
        "generator",
        &[("version", env!("CARGO_PKG_VERSION"))],
        "Alongside",
    );
    for entry in &feed.entries {
        atom_entry(&mut document, entry);
    }
    document.finish()
}

fn atom_entry(document: &mut Document, entry: &FeedEntry) {
    document.open("entry", &[("xml:lang", &entry.lang)]);
    document.text("id", &[], &entry.id);
    document.text("title", &[], &entry.title);
    document.empty(
        "link",
        &[
            ("rel", "alternate"),
            ("type", "text/html"),
            ("hreflang", &entry.lang),
            ("href", &entry.url),
        ],
    );
    if let Some(published) = entry.published {
        document.text("published", &[], &published.to_string());
    }
    document.text("updated", &[], &entry.updated.to_string());
    for author in &entry.authors {
        document.open("author", &[]);
        document.text("name", &[], &author.name);
        if let Some(url) = &author.url {
            document.text("uri", &[], url);
        }
        document.close();
    }
    for category in &entry.categories {
        let mut attributes = vec![("term", &*category.term), ("label", &*category.label)];
        if let Some(scheme) = &category.scheme {
            attributes.push(("scheme", scheme));
        }
        document.empty("category", &attributes);
    }
    if !entry.summary.is_empty() {
        document.text("summary", &[], &entry.summary);
    }
    if let Some(content) = &entry.content_html {
        document.text("content", &[("type", "html")], content);
    }
    document.close();
}

/// The feed as JSON Feed 1.1.
pub fn json_feed(feed: &Feed) -> String {
    let mut root = Map::new();
    let mut set = |key: &str, value: Value| root.insert(key.to_owned(), value);
    set("version", json!("https://jsonfeed.org/version/1.1"));
    set("title", json!(feed.title));
    set("home_page_url", json!(feed.page_url));
    set("feed_url", json!(feed.json_url));
    if !feed.subtitle.is_empty() {
        set("description", json!(feed.subtitle));
    }
    set("language", json!(feed.lang));
    set("authors", json!([{"name": feed.publisher}]));
    set("items", feed.entries.iter().map(json_item).collect());
    let mut text = serde_json::to_string_pretty(&root).expect("a tree of text becomes JSON");
    text.push('\n');
    text
}

fn json_item(entry: &FeedEntry) -> Value {
    let mut item = Map::new();
    let mut set = |key: &str, value: Value| item.insert(key.to_owned(), value);
    set("id", json!(entry.id));
    set("url", json!(entry.url));
    set("title", json!(entry.title));
    // An item must have content of one kind or the other.
    match &entry.content_html {
        Some(content) => set("content_html", json!(content)),
        None => set("content_text", json!(entry.summary)),
    };
    if !entry.summary.is_empty() {
        set("summary", json!(entry.summary));
    }
    if let Some(published) = entry.published {
        set("date_published", json!(published.to_string()));
    }
    set("date_modified", json!(entry.updated.to_string()));
    if !entry.authors.is_empty() {
        let authors = entry.authors.iter().map(|author| match &author.url {
            Some(url) => json!({"name": author.name, "url": url}),
            None => json!({"name": author.name}),
        });
        set("authors", authors.collect());
    }
    if !entry.categories.is_empty() {
        let labels = entry
            .categories
            .iter()
            .map(|category| json!(category.label));
        set("tags", labels.collect());
    }
    set("language", json!(entry.lang));
    Value::Object(item)
}

#[cfg(test)]
mod tests {
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;

    fn feed() -> Feed {
        let entry = FeedEntry {
            url: "https://network.example/stories/k7/".into(),
            id: tag_uri("network.example", "", "story", "k7", "en"),
            title: "Tea & \u{1}<talk>".into(),
            summary: "A key,\u{c} \"found\".".into(),
            content_html: Some("<p>Tea &amp; ]]> talk</p>".into()),
            published: Some("2026-02-03T09:00:00Z".parse().expect("a time")),
            updated: "2026-02-04T00:00:00Z".parse().expect("a time"),
            authors: vec![FeedAuthor {
                name: "Mair".into(),
                url: Some("https://network.example/people/mair/".into()),
            }],
            categories: vec![FeedCategory {
                term: "trust".into(),
                label: "Trust".into(),
                scheme: Some("https://network.example/themes/".into()),
            }],
            lang: "en".into(),
        };
        let bare = FeedEntry {
            url: "https://network.example/cy/newyddion/t%C5%B7/".into(),
            id: tag_uri("network.example", "", "news", "tŷ", "cy"),
            title: "Tŷ".into(),
            summary: String::new(),
            content_html: None,
            published: None,
            authors: Vec::new(),
            categories: Vec::new(),
            lang: "cy".into(),
            ..entry.clone()
        };
        Feed {
            lang: "en".into(),
            title: "Hearth & Lane".into(),
            subtitle: String::new(),
            publisher: "Hearth & Lane".into(),
            id: tag_uri("Network.example", "", "feed", "", "en"),
            atom_url: "https://network.example/feed.xml".into(),
            json_url: "https://network.example/feed.json".into(),
            page_url: "https://network.example/".into(),
            updated: "2026-02-04T00:00:00Z".parse().expect("a time"),
            entries: vec![entry, bare],
        }
    }

    /// The elements of a document as `path=text`, in order.
    fn elements(xml: &str) -> Vec<String> {
        let mut reader = Reader::from_str(xml);
        let (mut path, mut text, mut found) = (Vec::new(), String::new(), Vec::new());
        loop {
            match reader.read_event().expect("the document is well formed") {
                Event::Start(element) => {
                    path.push(AsRef::<str>::as_ref(&element.name()).to_owned());
                    text.clear();
                }
                Event::Text(part) => text.push_str(&part),
                Event::GeneralRef(reference) => match &*reference {
                    "amp" => text.push('&'),
                    "lt" => text.push('<'),
                    "gt" => text.push('>'),
                    "quot" => text.push('"'),
                    "apos" => text.push('\''),
                    other => panic!("{other} is not predefined"),
                },
                Event::End(_) => {
                    if !text.trim().is_empty() {
                        found.push(format!("{}={text}", path.join("/")));
                    }
                    text.clear();
                    path.pop();
                }
                Event::Eof => return found,
                _ => {}
            }
        }
    }

    #[test]
    fn atom_reads_back_as_it_was_given() {
        let version = "feed/generator=Alongside";
        assert_eq!(
            elements(&atom(&feed())),
            [
                "feed/id=tag:network.example,2026:feed//en",
                "feed/title=Hearth & Lane",
                "feed/updated=2026-02-04T00:00:00Z",
                "feed/author/name=Hearth & Lane",
                version,
                "feed/entry/id=tag:network.example,2026:story/k7/en",
                "feed/entry/title=Tea & <talk>",
                "feed/entry/published=2026-02-03T09:00:00Z",
                "feed/entry/updated=2026-02-04T00:00:00Z",
                "feed/entry/author/name=Mair",
                "feed/entry/author/uri=https://network.example/people/mair/",
                "feed/entry/summary=A key, \"found\".",
                "feed/entry/content=<p>Tea &amp; ]]> talk</p>",
                "feed/entry/id=tag:network.example,2026:news/t%C5%B7/cy",
                "feed/entry/title=Tŷ",
                "feed/entry/updated=2026-02-04T00:00:00Z",
            ]
        );
    }

    #[test]
    fn atom_says_languages_links_and_subjects() {
        let xml = atom(&feed());
        for part in [
            r#"<?xml version="1.0" encoding="utf-8"?>"#,
            r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">"#,
            r#"<link rel="self" type="application/atom+xml" href="https://network.example/feed.xml"/>"#,
            r#"<entry xml:lang="cy">"#,
            r#"<category term="trust" label="Trust" scheme="https://network.example/themes/"/>"#,
        ] {
            assert!(xml.contains(part), "{part} is missing from\n{xml}");
        }
    }

    #[test]
    fn a_json_feed_gives_every_item_an_id_and_content() {
        let value: Value = serde_json::from_str(&json_feed(&feed())).expect("JSON");
        assert_eq!(value["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(
            value["items"][0],
            json!({
                "id": "tag:network.example,2026:story/k7/en",
                "url": "https://network.example/stories/k7/",
                "title": "Tea & \u{1}<talk>",
                "content_html": "<p>Tea &amp; ]]> talk</p>",
                "summary": "A key,\u{c} \"found\".",
                "date_published": "2026-02-03T09:00:00Z",
                "date_modified": "2026-02-04T00:00:00Z",
                "authors": [{"name": "Mair", "url": "https://network.example/people/mair/"}],
                "tags": ["Trust"],
                "language": "en",
            })
        );
        assert_eq!(value["items"][1]["content_text"], "");
        assert_eq!(value["items"][1].get("authors"), None);
    }
}
