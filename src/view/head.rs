//! `head`: what goes into `<head>`.

use std::sync::Arc;

use serde::Serialize;

/// `head`: what goes into `<head>`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Head {
    /// The title, unique in its language.
    pub title: Arc<str>,
    /// The description.
    pub description: Arc<str>,
    /// The canonical address, whole; none on 404 and 410 pages.
    pub canonical: Option<Arc<str>>,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
    /// The same page by language, itself and `x-default` among them, with whole addresses.
    pub alternates: Vec<Alternate>,
    /// The address of the page's Markdown copy, where the site makes them.
    pub markdown: Option<Arc<str>>,
    /// Feeds that belong to the page.
    pub feeds: Vec<FeedLink>,
    /// Open Graph properties in order.
    pub open_graph: Vec<(Arc<str>, Arc<str>)>,
    /// How large the page's picture is shown where its address is shared: `summary_large_image`; none where it has none.
    pub twitter_card: Option<Arc<str>>,
    /// `<meta name content>` by which reference managers read an evaluation; empty elsewhere.
    pub citation: Vec<(Arc<str>, Arc<str>)>,
    /// JSON-LD, already safe inside `<script type="application/ld+json">`.
    pub json_ld: Arc<str>,
}

/// One `<link rel="alternate" hreflang>`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Alternate {
    /// The language, or `x-default`.
    pub hreflang: Arc<str>,
    /// The whole address.
    pub href: Arc<str>,
}

/// One `<link rel="alternate" type>` to a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct FeedLink {
    /// The address.
    pub href: Arc<str>,
    /// The media type.
    pub media_type: Arc<str>,
    /// What the feed is of.
    pub title: Arc<str>,
}
