//! Open Graph properties: how a page looks when its address is shared.
//!
//! No author is named and no picture is chosen here.

use std::sync::Arc;

/// What is shared. Addresses are whole and encoded.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    /// The title, without the site's name.
    pub title: Arc<str>,
    /// The description; may be empty.
    pub description: Arc<str>,
    /// The canonical address; none for pages that have none, which then share nothing.
    pub url: Option<Arc<str>>,
    /// The site's name.
    pub site_name: Arc<str>,
    /// The language.
    pub lang: Arc<str>,
    /// The other languages that have the page.
    pub other_langs: Vec<Arc<str>>,
    /// The picture.
    pub image: Option<SharedImage>,
    /// What an article adds; none for other pages.
    pub article: Option<SharedArticle>,
}

/// The picture of a shared page.
#[derive(Clone, Debug, Default)]
pub struct SharedImage {
    /// The address.
    pub url: Arc<str>,
    /// What it shows; empty when decorative.
    pub alt: Arc<str>,
    /// Width and height in pixels.
    pub size: Option<(u32, u32)>,
}

/// What an article adds.
#[derive(Clone, Debug, Default)]
pub struct SharedArticle {
    /// The day or moment of publication (ISO 8601).
    pub published: Option<Arc<str>>,
    /// The day or moment of the last change.
    pub modified: Option<Arc<str>>,
    /// The section's name.
    pub section: Option<Arc<str>>,
    /// The subjects' names.
    pub tags: Vec<Arc<str>>,
}

/// The properties in order, for `<meta property content>`.
pub fn open_graph(shared: &Shared) -> Vec<(Arc<str>, Arc<str>)> {
    let Some(url) = &shared.url else {
        return Vec::new();
    };
    let kind = if shared.article.is_some() {
        "article"
    } else {
        "website"
    };
    let mut properties = Properties(Vec::new());
    properties.set("og:title", &shared.title);
    properties.set("og:type", kind);
    properties.set("og:url", url);
    properties.set("og:description", &shared.description);
    properties.set("og:site_name", &shared.site_name);
    properties.set("og:locale", &locale(&shared.lang));
    for lang in &shared.other_langs {
        properties.set("og:locale:alternate", &locale(lang));
    }
    if let Some(image) = &shared.image {
        properties.set("og:image", &image.url);
        if let Some((width, height)) = image.size {
            properties.set("og:image:width", &width.to_string());
            properties.set("og:image:height", &height.to_string());
        }
        properties.set("og:image:alt", &image.alt);
    }
    if let Some(article) = &shared.article {
        properties.maybe("article:published_time", article.published.as_deref());
        properties.maybe("article:modified_time", article.modified.as_deref());
        properties.maybe("article:section", article.section.as_deref());
        for tag in &article.tags {
            properties.set("article:tag", tag);
        }
    }
    properties.0
}

struct Properties(Vec<(Arc<str>, Arc<str>)>);

impl Properties {
    /// Adds a property, unless it is empty.
    fn set(&mut self, name: &str, content: &str) {
        if !content.is_empty() {
            self.0.push((name.into(), content.into()));
        }
    }

    fn maybe(&mut self, name: &str, content: Option<&str>) {
        self.set(name, content.unwrap_or_default());
    }
}

/// A language as Open Graph writes it, with a country: `en_GB`. A language that is not known here is left as it is.
fn locale(lang: &str) -> String {
    match lang {
        "en" | "cy" | "gd" | "kw" => format!("{lang}_GB"),
        "ga" => "ga_IE".to_owned(),
        _ => lang.replace('-', "_"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_article_in_two_languages() {
        let shared = Shared {
            title: "The key".into(),
            url: Some("https://network.example/stories/k7/".into()),
            site_name: "Hearth".into(),
            lang: "cy".into(),
            other_langs: vec!["en".into(), "pt-BR".into()],
            image: Some(SharedImage {
                url: "https://network.example/a.png".into(),
                alt: "".into(),
                size: Some((1200, 630)),
            }),
            article: Some(SharedArticle {
                published: Some("2026-02-03".into()),
                tags: vec!["Trust".into()],
                ..SharedArticle::default()
            }),
            ..Shared::default()
        };
        let found = open_graph(&shared);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(name, text)| (&**name, &**text))
            .collect();
        assert_eq!(
            found,
            [
                ("og:title", "The key"),
                ("og:type", "article"),
                ("og:url", "https://network.example/stories/k7/"),
                ("og:site_name", "Hearth"),
                ("og:locale", "cy_GB"),
                ("og:locale:alternate", "en_GB"),
                ("og:locale:alternate", "pt_BR"),
                ("og:image", "https://network.example/a.png"),
                ("og:image:width", "1200"),
                ("og:image:height", "630"),
                ("article:published_time", "2026-02-03"),
                ("article:tag", "Trust"),
            ]
        );
    }

    #[test]
    fn a_page_without_an_address_shares_nothing() {
        assert_eq!(open_graph(&Shared::default()), []);
    }
}
