//! The views: all that a template can ever see. Inert, hashable, with every address final.
//!
//! A view's hash is therefore a complete key for what it renders to. Addresses here are percent-encoded, root-relative and
//! carry the base address's path; canonical ones are whole. Dates are text (ISO 8601): templates say them with the `date`
//! filter. Nothing here reaches back into the site.

mod own_fields;
mod reading;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::parse::page::Body;
use crate::schema::Value;

pub use super::shared::Shared;
pub use own_fields::FieldRow;
pub use reading::{Explained, Format, GlossaryEntry, Spot};

/// What a page's template is given: `page`, `list`, `head` and `site`.
#[derive(Clone, Debug, Hash)]
pub struct PageView {
    /// The template to render, without folder and `.html`: `story`, falling back to `page` or `list` (see `render`).
    pub template: Arc<str>,
    /// The page.
    pub page: PageData,
    /// The pages or terms that it lists, when it lists any.
    pub list: Option<ListData>,
    /// What goes into `<head>`.
    pub head: Head,
    /// The body, its holes not yet filled.
    pub body: Arc<Body>,
    /// What each link of the body leads to, one for each of `body.links`.
    pub targets: Vec<Target>,
    /// What the `pages` directives of the body list, by the directive's number.
    pub queries: BTreeMap<u32, Vec<Shared<Card>>>,
    /// The words of the glossary that the body explains, in the order in which it first has them.
    pub explained: Vec<Explained>,
    /// What is the same on every page of one language.
    pub site: Shared<SiteData>,
}

/// What a link of a body leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Target {
    /// The address, with anchor and query, for inside a quoted attribute (escaped for HTML by the renderer).
    pub href: Arc<str>,
    /// The title of the page it leads to.
    pub title: Option<Arc<str>>,
    /// The language of the page it leads to, when it is another than this page's.
    pub lang: Option<Arc<str>>,
    /// Width and height in pixels, of an image.
    pub size: Option<(u32, u32)>,
    /// The files of a picture that was prepared.
    pub files: Option<PictureFiles>,
}

/// The files that a prepared picture is published as.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PictureFiles {
    /// The AVIF files with their widths, as `srcset` has them; empty when there are none.
    pub avif: Arc<str>,
    /// The JPEG or PNG files with their widths; empty when there is but one.
    pub srcset: Arc<str>,
    /// The address of the largest of them.
    pub large: Arc<str>,
}

/// `page`: the page itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PageData {
    /// Its type: `story`; for generated pages `taxonomy`, `term`, `map`, `search`, `home`, `not_found`, `gone`.
    pub kind: Arc<str>,
    /// What people call its type, in the page's language.
    pub kind_label: Arc<str>,
    /// The permanent name.
    pub id: Arc<str>,
    /// The address.
    pub url: Arc<str>,
    /// The language.
    pub lang: Arc<str>,
    /// The title as plain text.
    pub title: Arc<str>,
    /// The description; else the summary.
    pub description: Arc<str>,
    /// The day or moment of publication.
    pub date: Option<Arc<str>>,
    /// The day of the last change that the author states.
    pub updated: Option<Arc<str>>,
    /// Minutes of reading, 1 or more; 0 for a page without text.
    pub minutes: u32,
    /// Words of the body.
    pub words: u32,
    /// The headings of levels 2 and 3, nested; empty when the page says `toc: false` or has fewer than three.
    pub toc: Vec<TocEntry>,
    /// The type's other fields by name. A reference is `{title, url, id}`, its `url` missing where it leads to no page.
    pub fields: Value,
    /// The picture of the page.
    pub image: Option<ImageData>,
    /// Its terms, by taxonomy, in the taxonomy's order.
    pub terms: Shared<Vec<TermsOf>>,
    /// The way from home to the page: home first, the page itself left out.
    pub breadcrumbs: Vec<Link>,
    /// The section or taxonomy that it stands in.
    pub section: Option<Link>,
    /// The page before it in its section's order.
    pub previous: Option<Link>,
    /// The page after it.
    pub next: Option<Link>,
    /// Pages on like subjects, nearest first.
    pub related: Vec<Shared<Card>>,
    /// Pages that link here.
    pub backlinks: Vec<Link>,
    /// The series it is part of.
    pub series: Option<Series>,
    /// The same content in other forms: Easy Read, plain words, audio, a film in BSL, large print.
    pub formats: Vec<Format>,
    /// The page that this is a version of: the parent of an Easy Read.
    pub version_of: Option<Link>,
    /// The same page in other languages.
    pub translations: Vec<Translation>,
    /// Whether its translation has not been checked by a speaker.
    pub unreviewed: bool,
    /// Whether it is a draft, shown because drafts were asked for.
    pub draft: bool,
    /// Whether it is never published, and shown to its author alone, in the preview on this machine.
    pub hidden: bool,
    /// Whether it has expired and is kept as an archive.
    pub archived: bool,
    /// Whether it is an event whose last day, in the site's time zone, had passed when the site was built.
    pub is_over: bool,
    /// Whether it tells of people who agreed to it, as stories do, or is a version of such a page.
    pub told_by_permission: bool,
    /// The fields that the site has declared itself, in the order of their declaration, for templates that cannot know them.
    pub own_fields: Vec<FieldRow>,
    /// How others may use it: the licence's name and, where it is known, the address of its terms.
    pub license: Option<Link>,
    /// Whether a search finds it.
    pub searchable: bool,
    /// Of the glossary's page: its words, in alphabetical order.
    pub glossary: Vec<GlossaryEntry>,
    /// Of a term: facts from its file and what surrounds it.
    pub term: Option<TermData>,
    /// Of a taxonomy's map: how its terms meet, and their shares over time.
    pub map: Option<MapData>,
    /// Of an event: the address of its file for calendars.
    pub calendar: Option<Arc<str>>,
}

/// One entry of a table of contents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TocEntry {
    /// The anchor, without `#`.
    pub id: Arc<str>,
    /// The words.
    pub text: Arc<str>,
    /// The headings below it.
    pub children: Vec<TocEntry>,
}

/// A link with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Link {
    /// The words.
    pub title: Arc<str>,
    /// The address; empty for a name that has no page.
    pub url: Arc<str>,
    /// The language of the words, when it is another than the page's.
    pub lang: Option<Arc<str>>,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ImageData {
    /// The address; of a prepared picture that of a middling size.
    pub src: Arc<str>,
    /// What it shows; empty when decorative.
    pub alt: Arc<str>,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
    /// Who made it.
    pub credit: Option<Arc<str>>,
    /// Its AVIF files with their widths, as `srcset` has them; empty when there are none.
    pub avif: Arc<str>,
    /// Its JPEG or PNG files with their widths; empty when there is but one.
    pub srcset: Arc<str>,
    /// The address of the largest.
    pub large: Arc<str>,
}

/// The terms of a page in one taxonomy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TermsOf {
    /// The taxonomy's name: `themes`.
    pub taxonomy: Arc<str>,
    /// What people call it.
    pub label: Arc<str>,
    /// The terms.
    pub terms: Vec<Shared<Link>>,
}

/// All that any other page can see of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Card {
    /// The type.
    pub kind: Arc<str>,
    /// What people call the type, in the card's language.
    pub kind_label: Arc<str>,
    /// The permanent name.
    pub id: Arc<str>,
    /// The address.
    pub url: Arc<str>,
    /// The language.
    pub lang: Arc<str>,
    /// The title.
    pub title: Arc<str>,
    /// The description; else the summary.
    pub description: Arc<str>,
    /// The day or moment of publication.
    pub date: Option<Arc<str>>,
    /// The day of the last change.
    pub updated: Option<Arc<str>>,
    /// Minutes of reading.
    pub minutes: u32,
    /// The picture.
    pub image: Option<ImageData>,
    /// Its terms, by taxonomy.
    pub terms: Shared<Vec<TermsOf>>,
    /// Short facts that lists show, by field name: `format`, `voice`, `start_date`, `end_date`, `location`, `role`,
    /// `report_type`, `dateline`, `strength`…; references as `{title, url, id}`.
    pub facts: Value,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether it is never published, and shown to its author alone.
    pub hidden: bool,
    /// Whether it is an event whose last day, in the site's time zone, had passed when the site was built.
    pub is_over: bool,
}

/// The series of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Series {
    /// Its name.
    pub title: Arc<str>,
    /// Its parts in order, this page among them; of more than 50, those around this page.
    pub parts: Vec<Link>,
    /// Which part the first of `parts` is, from 1.
    pub first: u32,
    /// Which part this page is, from 1.
    pub position: u32,
}

/// The same page in another language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Translation {
    /// The language's code.
    pub lang: Arc<str>,
    /// The language's name for itself.
    pub label: Arc<str>,
    /// The page's title there, when it is the page itself.
    pub title: Option<Arc<str>>,
    /// The address: the page's, or the nearest page above it that exists in that language.
    pub url: Arc<str>,
    /// Whether it is the page itself; otherwise a listing above it.
    pub exact: bool,
}

/// A term's facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TermData {
    /// The taxonomy it belongs to.
    pub taxonomy: Arc<str>,
    /// Other words for it.
    pub synonyms: Vec<Arc<str>>,
    /// The wider terms.
    pub broader: Vec<Shared<Link>>,
    /// The narrower terms.
    pub narrower: Vec<Shared<Link>>,
    /// The terms that its file calls related.
    pub related: Vec<Shared<Link>>,
    /// Terms that often appear on the same pages, most often first, with the number of pages.
    pub together: Vec<(Shared<Link>, u32)>,
    /// The number of pages that have it.
    pub count: u32,
    /// The newest words about it that somebody agreed to see quoted. On the first page of its list only, like all that follows.
    pub quote: Option<Quote>,
    /// What evaluations found about it, newest first.
    pub findings: Vec<Finding>,
    /// Questions to talk about, from its pages; eight at most.
    pub questions: Vec<Arc<str>>,
    /// Where its taxonomy has a map, on the first page of the term's list: the map's address, and the term's share over time.
    pub map: Option<TermMap>,
}

/// What a map says of one term.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TermMap {
    /// The address of the map.
    pub url: Arc<str>,
    /// The term's share over time; none where no time has five stories.
    pub over_time: Option<OverTime>,
}

/// A term's share over time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct OverTime {
    /// Whether it is the share of stories; otherwise of all pages with a date.
    pub of_stories: bool,
    /// The share in each time, the oldest first.
    pub shares: Vec<PeriodShare>,
}

/// A year or half a year, and all that was published in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Period {
    /// The year.
    pub year: Arc<str>,
    /// 1 or 2 for a half of the year, 0 for all of it.
    pub half: u8,
    /// How many stories, or pages, it has: what a share is of.
    pub total: u32,
    /// Whether these are enough for a share to say anything: five or more.
    pub is_known: bool,
}

/// A term's share in one time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PeriodShare {
    /// The time.
    pub period: Period,
    /// How many of its stories, or pages, have the term; 0 where `period.is_known` is false.
    pub count: u32,
    /// The same in a hundred.
    pub percent: u32,
}

/// How the terms of a taxonomy meet, and their shares over time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MapData {
    /// The taxonomy's name.
    pub taxonomy: Arc<str>,
    /// The terms that have pages, in the taxonomy's order; thirty at most.
    pub terms: Vec<MapTerm>,
    /// The pairs of terms that share pages, in the same order.
    pub pairs: Vec<MapPair>,
    /// The most pages that any pair shares.
    pub most: u32,
    /// How many pages have any of the terms.
    pub pages: u32,
    /// How many terms are left out, because others have more pages.
    pub left_out: u32,
    /// Whether the shares are of stories; otherwise of all pages with a date.
    pub of_stories: bool,
    /// The times of the shares, the oldest first; empty where none has five stories.
    pub periods: Vec<Period>,
}

/// A row of a map.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MapTerm {
    /// The term.
    pub link: Shared<Link>,
    /// The number of pages that have it.
    pub count: u32,
    /// How it meets each term, in the order of the map's terms.
    pub cells: Vec<MapCell>,
    /// Its share in each of the map's times.
    pub shares: Vec<PeriodShare>,
}

/// How two terms meet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MapCell {
    /// The `id` of the pair; none when they share no page.
    pub pair: Option<Arc<str>>,
    /// The other term's name.
    pub other: Arc<str>,
    /// Whether it is the row's own term.
    pub is_same: bool,
    /// How many pages they share.
    pub count: u32,
    /// How dark the cell is in a picture: 0 for nothing, 5 for the most.
    pub shade: u32,
}

/// Two terms that share pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MapPair {
    /// An anchor for the page.
    pub id: Arc<str>,
    /// The first term.
    pub one: Shared<Link>,
    /// The second.
    pub other: Shared<Link>,
    /// The number of pages that have the first.
    pub one_count: u32,
    /// The number of pages that have the second.
    pub other_count: u32,
    /// How many have both.
    pub count: u32,
    /// These pages, newest first; eight at most.
    pub pages: Vec<Link>,
    /// How many more there are.
    pub more: u32,
}

/// Words of a page's `quotes`, seen from a term that they are about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Quote {
    /// The words, as Markdown.
    pub text: Arc<str>,
    /// Who said them, as they agreed to be called; empty when not said.
    pub speaker: Arc<str>,
    /// The page that they are from.
    pub source: Link,
}

/// A finding of an evaluation, seen from a term that it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Finding {
    /// What was found, as Markdown.
    pub text: Arc<str>,
    /// How firm it is: `early`, `developing`, `strong`; empty when not said.
    pub strength: Arc<str>,
    /// The evaluation.
    pub source: Link,
    /// When it was published.
    pub date: Option<Arc<str>>,
}

/// `list`: the pages or terms that a page lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ListData {
    /// The pages on this page of the list. A section of events alone has those to come first, the soonest first, then those that
    /// are over, the latest first, unless it chooses an order with `sort_by`.
    pub items: Vec<Shared<Card>>,
    /// The terms, of a taxonomy's page; of home, those of the first taxonomy that has terms of its own; of the search page, those of
    /// its language that have most pages, at most 60.
    pub terms: Vec<TermCard>,
    /// The address of the map of the taxonomy whose terms are listed.
    pub map: Option<Arc<str>>,
    /// On home, the newest pages of each type, six at most; of events those that are not over, the soonest first.
    pub newest: BTreeMap<Arc<str>, Vec<Shared<Card>>>,
    /// What the pages of a section are about, by taxonomy; on the first page of its list.
    pub about: Vec<About>,
    /// The sections directly below, of a section's page and of home.
    pub sections: Vec<Link>,
    /// How many pages the whole list has.
    pub total: u32,
    /// Where this page stands among the list's pages; none when there is but one.
    pub pager: Option<Pager>,
    /// The list's Atom feed.
    pub feed: Option<Arc<str>>,
}

/// The terms of one taxonomy that the pages of a list have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct About {
    /// The taxonomy's name: `themes`.
    pub taxonomy: Arc<str>,
    /// What people call it.
    pub label: Arc<str>,
    /// The terms in the language's order, with the number of the list's pages that have it.
    pub terms: Vec<(Shared<Link>, u32)>,
}

/// One term on its taxonomy's page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TermCard {
    /// The term.
    pub link: Shared<Link>,
    /// Its definition.
    pub description: Arc<str>,
    /// The number of pages that have it.
    pub count: u32,
}

/// Where a page stands among the pages of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Pager {
    /// Which page this is, from 1.
    pub current: u32,
    /// How many pages there are.
    pub count: u32,
    /// The pages worth a link from this one, in order: the first, the last, and those near it. So a long list costs each of
    /// its pages as much as a short one.
    pub parts: Vec<PagerPart>,
    /// The page before.
    pub previous: Option<Arc<str>>,
    /// The page after.
    pub next: Option<Arc<str>>,
}

/// One page of a list, seen from another of its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PagerPart {
    /// Which page it is, from 1.
    pub number: u32,
    /// Its address.
    pub url: Arc<str>,
    /// Whether pages between the part before and this one are left out.
    pub after_gap: bool,
}

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

/// `site`: what is the same on every page of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SiteData {
    /// The language of these values.
    pub lang: Arc<str>,
    /// The direction of its script: `ltr` or `rtl`.
    pub dir: Arc<str>,
    /// The site's name.
    pub title: Arc<str>,
    /// The site's description.
    pub description: Arc<str>,
    /// The address of home in this language.
    pub home: Arc<str>,
    /// The address of the search page; empty when there is no search.
    pub search: Arc<str>,
    /// The address of the module that runs the search page; empty when there is no search.
    pub search_script: Arc<str>,
    /// The address of the module that the one of the search page imports, so that a browser can fetch both at once; empty when there is no search.
    pub search_engine: Arc<str>,
    /// The address of the small module that opens quick search from any page; empty when there is no search.
    pub search_start: Arc<str>,
    /// The address of the search index's entry; empty when there is no search.
    pub search_index: Arc<str>,
    /// The site's languages.
    pub languages: Vec<Translation>,
    /// The menus by name.
    pub menus: BTreeMap<Arc<str>, Vec<Link>>,
    /// The taxonomies' pages by name.
    pub taxonomies: BTreeMap<Arc<str>, Link>,
    /// The top sections' pages by folder name.
    pub sections: BTreeMap<Arc<str>, Link>,
    /// `production`, `preview` or `development`.
    pub environment: Arc<str>,
    /// The theme's settings: its defaults, overridden by the site's `theme_settings`.
    pub settings: Value,
    /// The site's own values (`extra:`).
    pub extra: Value,
    /// What the files of `data/` hold, by folder and name.
    pub data: Value,
}
