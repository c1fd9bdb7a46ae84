//! What follows for a page from being of its type, as the type's declaration says it.
//!
//! A site's own type can have all of it: nothing downstream asks what a type is called. What the fields themselves hold is the
//! affair of [`Field`](super::Field); nothing here reads a page.

use std::collections::BTreeMap;
use std::sync::Arc;

/// What a type means beyond its fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// Whether such a page tells of people, who must have agreed: its authors are not named to machines, since who tells a story
    /// may be in it, and its template must show the line about the people in it.
    pub told_by_permission: bool,
    /// Whether it is a piece of writing with a day of publication, which other sites show as an article.
    pub is_article: bool,
    /// Whether its text is what its field `ideas` lists, one idea with one picture at a time.
    pub has_ideas: bool,
    /// Whether pages on like subjects are offered below it. Those that list pages themselves need none.
    pub has_related: bool,
    /// Whether the map of subjects counts such pages over time, in place of every page that has a date.
    pub is_counted_over_time: bool,
    /// The fields that say when and where it happens; none when it is no event.
    pub event: Option<FieldRoles>,
    /// The fields that a reference manager wants; none when it is not cited as a report.
    pub citation: Option<FieldRoles>,
    /// What it is in the words of schema.org.
    pub schema_org: SchemaOrg,
    /// The set of questions whose headings a new page begins with, by its name in the built-in data.
    pub prompts: Option<Arc<str>>,
    /// The fields that cards show as short facts, in this order.
    pub card: Vec<Arc<str>>,
    /// The fields that a template of the type may not leave out.
    pub must_show: Vec<Arc<str>>,
}

impl Meaning {
    /// The meaning of a type that says nothing of it.
    pub fn plain() -> Self {
        Self {
            told_by_permission: false,
            is_article: false,
            has_ideas: false,
            has_related: true,
            is_counted_over_time: false,
            event: None,
            citation: None,
            schema_org: SchemaOrg {
                kind: "WebPage".into(),
                properties: Vec::new(),
            },
            prompts: None,
            card: Vec::new(),
            must_show: Vec::new(),
        }
    }

    /// Every field that it speaks of.
    pub fn fields(&self) -> impl Iterator<Item = &Arc<str>> {
        let roles = [&self.event, &self.citation].into_iter().flatten();
        let properties = self.schema_org.properties.iter();
        roles
            .flat_map(|roles| roles.0.values())
            .chain(properties.flat_map(|property| &property.fields))
            .chain(&self.card)
            .chain(&self.must_show)
    }
}

/// What an event says by its fields: what each part is called in `event:`.
pub const EVENT_ROLES: [&str; 7] = [
    "starts",
    "ends",
    "status",
    "attendance",
    "place",
    "booking",
    "organisers",
];

/// What a cited report says by its fields: what each part is called in `citation:`.
pub const CITATION_ROLES: [&str; 4] = ["number", "doi", "publisher", "file"];

/// Which field plays which part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldRoles(pub BTreeMap<&'static str, Arc<str>>);

impl FieldRoles {
    /// The field that plays a part.
    pub fn field(&self, role: &str) -> Option<&Arc<str>> {
        self.0.get(role)
    }
}

/// What a type is in the words of schema.org, and which fields say what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaOrg {
    /// The type: `Article`.
    pub kind: Arc<str>,
    /// The properties in the order in which they are written.
    pub properties: Vec<Property>,
}

/// One property of schema.org and the fields that it is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// What schema.org calls it: `reportNumber`.
    pub name: Arc<str>,
    /// The fields, whose values stand one after another.
    pub fields: Vec<Arc<str>>,
    /// What a text begins with: `https://doi.org/`.
    pub prefix: Arc<str>,
    /// The type of the thing that holds a text, and what the text is called there: `Audience`, `audienceType`.
    pub inside: Option<(Arc<str>, Arc<str>)>,
}
