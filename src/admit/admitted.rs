//! A page that passed the gate. Nothing but the gate makes one, and nothing changes one.

use std::sync::Arc;

use crate::page::{Edit, Page, WORDS};
use crate::schema::{TypeDecl, Value, Values, value::Moment};

/// A page that may be published. It reads like its [`Facts`].
///
/// Its one field is private to the gate, so that no other code can make one or put another page in its place.
#[derive(Clone, Debug)]
pub struct Admitted(Facts);

impl std::ops::Deref for Admitted {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.0
    }
}

impl Admitted {
    /// A candidate that nothing holds back: [`super::judge::judge`] alone may say so.
    pub(super) fn new(candidate: Candidate) -> Self {
        Self(candidate.0)
    }

    /// The same page after an edit that decides nothing at the gate; none after any other edit.
    #[must_use]
    pub fn edited(&self, page: Arc<Page>) -> Option<Self> {
        match page.edit_since(&self.page) {
            Edit::Text => Some(Self(Facts {
                page,
                ..self.0.clone()
            })),
            Edit::Card => Some(self.reworded(page)),
            Edit::Whole => None,
        }
    }

    /// The same page with other words of [`WORDS`].
    fn reworded(&self, page: Arc<Page>) -> Self {
        let mut fields = (*self.fields).clone();
        for name in WORDS {
            if let Some(value) = page.fields.get(name) {
                fields.insert(name.into(), value.clone());
            }
        }
        let title = match page.fields.get("title") {
            Some(Value::Text(title)) => title.clone(),
            _ => self.title.clone(),
        };
        Self(Facts {
            page,
            fields: Arc::new(fields),
            title,
            ..self.0.clone()
        })
    }
}

/// What is known of a page at the gate, every inherited field filled in.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The page as parsed.
    pub page: Arc<Page>,
    /// Its type.
    pub kind: Arc<TypeDecl>,
    /// Its fields: its own, then what it inherits, then its type's defaults.
    pub fields: Arc<Values>,
    /// Its permanent name, shared by its translations.
    pub id: Arc<str>,
    /// The last segment of its address.
    pub slug: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// Its day or moment of publication.
    pub date: Option<Moment>,
    /// Whether it is a draft, shown because drafts were asked for.
    pub draft: bool,
    /// Whether it is never published, and shown to its author alone.
    pub hidden: bool,
    /// Whether it has expired and stays at its address.
    pub archived: bool,
    /// Whether it is an event whose last day has passed.
    pub is_over: bool,
    /// Whether no speaker has checked its translation.
    pub unreviewed: bool,
}

impl Facts {
    /// A field that says something.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_empty())
    }

    /// A field that is text and says something.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.field(name).and_then(Value::as_text)
    }

    /// Whether it stands in lists as news of its own: an archived page does not, and a version has its parent for that.
    pub fn is_listed(&self) -> bool {
        !self.archived && !self.kind.is_version
    }

    /// Whether search engines are asked to leave it out: it says so, or it is a draft that is shown.
    pub fn is_noindex(&self) -> bool {
        self.draft || self.text("robots") == Some("noindex")
    }

    /// A truth, `otherwise` when it is not given.
    pub fn truth(&self, name: &str, otherwise: bool) -> bool {
        self.field(name)
            .and_then(Value::as_bool)
            .unwrap_or(otherwise)
    }
}

/// A page that nobody has judged yet.
pub(super) struct Candidate(pub(super) Facts);
