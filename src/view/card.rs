//! The card: all that any other page can see of a page.

use std::sync::Arc;

use serde::Serialize;

use crate::schema::Value;

use super::link::{ImageData, TermsOf};
use super::shared::Shared;

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
    /// Its terms, by taxonomy; of one taxonomy fifty at most.
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
