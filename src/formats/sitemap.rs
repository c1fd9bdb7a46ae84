//! The sitemap: every address that may be indexed, with its languages.
//!
//! One file as long as the protocol allows it, else an index of several. Which pages belong in it is the caller's choice.

use super::xml::Document;
use crate::path::OutputPath;

/// The most addresses that one file may hold.
const MOST_ADDRESSES: usize = 50_000;

/// The most bytes that one file may have (50 MiB), less room for the root element.
const MOST_BYTES: usize = 50 * 1024 * 1024 - 1024;

/// One address. All addresses are whole and encoded.
#[derive(Clone, Debug, Default)]
pub struct SitemapEntry {
    /// The address.
    pub url: String,
    /// The day or moment of its last change (ISO 8601), when its content states one.
    pub last_changed: Option<String>,
    /// The same page by language, itself and `x-default` among them; empty when there is only one language.
    pub alternates: Vec<(String, String)>,
}

/// The files of a sitemap. `base` is the site's whole address without a closing `/`.
pub fn sitemap(base: &str, entries: &[SitemapEntry]) -> Vec<(OutputPath, String)> {
    split(base, entries, MOST_ADDRESSES, MOST_BYTES)
}

fn split(
    base: &str,
    entries: &[SitemapEntry],
    most_addresses: usize,
    most_bytes: usize,
) -> Vec<(OutputPath, String)> {
    let mut parts = Vec::new();
    let (mut first, mut bytes) = (0, 0);
    for (at, entry) in entries.iter().enumerate() {
        let size = size(entry);
        if at > first && (at - first == most_addresses || bytes + size > most_bytes) {
            parts.push(&entries[first..at]);
            (first, bytes) = (at, 0);
        }
        bytes += size;
    }
    parts.push(&entries[first..]);
    if let [only] = parts[..] {
        return vec![(OutputPath::new("sitemap.xml"), url_set(only))];
    }
    let mut index = Document::new("sitemapindex", &[("xmlns", SITEMAP)]);
    let mut files = Vec::new();
    for (at, part) in parts.into_iter().enumerate() {
        let name = format!("sitemap-{}.xml", at + 1);
        index.open("sitemap", &[]);
        index.text("loc", &[], &format!("{base}/{name}"));
        index.close();
        files.push((OutputPath::new(name), url_set(part)));
    }
    files.insert(0, (OutputPath::new("sitemap.xml"), index.finish()));
    files
}

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

fn url_set(entries: &[SitemapEntry]) -> String {
    let mut document = Document::new(
        "urlset",
        &[
            ("xmlns", SITEMAP),
            ("xmlns:xhtml", "http://www.w3.org/1999/xhtml"),
        ],
    );
    for entry in entries {
        document.open("url", &[]);
        document.text("loc", &[], &entry.url);
        if let Some(day) = &entry.last_changed {
            document.text("lastmod", &[], day);
        }
        for (lang, href) in &entry.alternates {
            document.empty(
                "xhtml:link",
                &[("rel", "alternate"), ("hreflang", lang), ("href", href)],
            );
        }
        document.close();
    }
    document.finish()
}

/// No fewer bytes than the entry takes: five for each byte of an address, since `&` becomes `&amp;`, and the tags around them.
fn size(entry: &SitemapEntry) -> usize {
    let links: usize = entry
        .alternates
        .iter()
        .map(|(lang, href)| 64 + lang.len() + escaped(href))
        .sum();
    let day = entry.last_changed.as_ref().map_or(0, |day| 32 + day.len());
    64 + escaped(&entry.url) + day + links
}

fn escaped(url: &str) -> usize {
    url.len() + 5 * url.bytes().filter(|byte| b"&<>\"'".contains(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(at: usize) -> SitemapEntry {
        SitemapEntry {
            url: format!("https://network.example/{at}/"),
            ..SitemapEntry::default()
        }
    }

    #[test]
    fn a_small_site_has_one_file_with_its_languages() {
        let home = SitemapEntry {
            url: "https://network.example/?a&b".into(),
            last_changed: Some("2026-02-03".into()),
            alternates: vec![("cy".into(), "https://network.example/cy/".into())],
        };
        let files = sitemap("https://network.example", &[home]);
        let expected = r#"<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <url>
    <loc>https://network.example/?a&amp;b</loc>
    <lastmod>2026-02-03</lastmod>
    <xhtml:link rel="alternate" hreflang="cy" href="https://network.example/cy/"/>
  </url>
</urlset>
"#;
        assert_eq!(files, [(OutputPath::new("sitemap.xml"), expected.into())]);
    }

    #[test]
    fn above_fifty_thousand_addresses_there_is_an_index() {
        let all: Vec<_> = (0..50_001).map(entry).collect();
        let files = sitemap("https://network.example", &all);
        let names: Vec<_> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(names, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]);
        assert!(
            files[0]
                .1
                .contains("<loc>https://network.example/sitemap-2.xml</loc>")
        );
        assert_eq!(files[1].1.matches("<url>").count(), 50_000);
        assert!(files[2].1.contains("/50000/"));
        assert_eq!(sitemap("https://network.example", &all[..50_000]).len(), 1);
    }

    #[test]
    fn no_file_passes_the_limit_in_bytes() {
        let all: Vec<_> = (0..100).map(entry).collect();
        let files = split("https://network.example", &all, 50_000, 2_000);
        assert!(files.len() > 3);
        assert!(files[1..].iter().all(|(_, xml)| xml.len() <= 2_000 + 1024));
        let total: usize = files
            .iter()
            .map(|(_, xml)| xml.matches("<url>").count())
            .sum();
        assert_eq!(total, 100);
    }

    #[test]
    fn a_site_without_addresses_still_has_a_sitemap() {
        let files = sitemap("https://network.example", &[]);
        assert_eq!(files.len(), 1);
        assert!(files[0].1.contains("</urlset>"));
    }
}
