//! What a page is to its template: the view itself and `page`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::page::Body;
use crate::schema::Value;

use super::card::Card;
use super::head::Head;
use super::link::{ImageData, Link, Target, TermsOf, Translation};
use super::list::ListData;
use super::map::MapData;
use super::own_fields::FieldRow;
use super::reading::{Explained, Format, GlossaryEntry};
use super::shared::Shared;
use super::site::SiteData;
use super::term::TermData;

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
    /// The words below the title: the description; nothing where its text begins with the same words.
    pub lede: Arc<str>,
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
