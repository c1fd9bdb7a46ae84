//! Types of page, declared as data: one declaration drives validation, JSON Schema, `new` and the manual's tables.
//!
//! [`TypeDecl`] is a declaration, [`Value`] what a validated field holds. Nothing here reads a file or knows a page.

pub mod declared;
pub mod json_schema;
pub mod meaning;
pub mod moment;
pub mod pattern;
pub mod prompts;
pub mod scaffold;
pub mod validate;
pub mod value;

use std::sync::Arc;

use foldhash::fast::FixedState;
use indexmap::IndexMap;

use crate::diagnostic::Place;

pub use meaning::Meaning;
pub use pattern::Pattern;
pub use value::{Value, Values};

/// What a page is: its fields, rules, address pattern and template.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDecl {
    /// The type's name: `story`.
    pub name: Arc<str>,
    /// What people call one such page, per language (`en` at least for built-in types).
    pub label: Localised,
    /// The same for several.
    pub plural: Localised,
    /// The folders of `content/` whose pages are of this type when they say nothing else.
    pub sections: Vec<Arc<str>>,
    /// The address pattern, for every language or per language.
    pub permalink: Localised,
    /// Where the site gives that pattern; none for a built-in one.
    pub permalink_place: Option<Place>,
    /// The template that shows a page of this type, without folder and `.html`.
    pub template: Arc<str>,
    /// Whether undeclared fields are allowed.
    pub open: bool,
    /// Whether `new` gives the page a short opaque `id`.
    pub opaque_id: bool,
    /// Whether its pages are versions of other pages (Easy Read), which they name in `version_of`: no news of their own.
    pub is_version: bool,
    /// What follows for a page from being of this type.
    pub meaning: Meaning,
    /// What happens to a page after its `expires`, unless it says otherwise.
    pub on_expiry: OnExpiry,
    /// The type's own and the common fields, in the order in which `new` and the manual show them.
    pub fields: Fields,
    /// How raw HTML in the body of such a page is treated.
    pub raw_html: RawHtml,
}

/// Fields by name, in the order of their declaration.
pub type Fields = IndexMap<Arc<str>, Field, FixedState>;

/// One text for every language, or one per language. The key `""` holds the text for every language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Localised(pub std::collections::BTreeMap<Arc<str>, Arc<str>>);

impl Localised {
    /// One text for every language.
    pub fn everywhere(text: &str) -> Self {
        Self(std::collections::BTreeMap::from([("".into(), text.into())]))
    }

    /// The text for `lang`: its own, or the one for every language. Never another language's.
    pub fn get(&self, lang: &str) -> Option<&str> {
        self.0
            .get(lang)
            .or_else(|| self.0.get(""))
            .map(|text| &**text)
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What happens to a page when its `expires` has passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OnExpiry {
    /// It is in no output.
    #[default]
    Remove,
    /// It stays at its address and leaves home, lists and feeds.
    Archive,
}

/// How raw HTML in Markdown is treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// Passed on as written: the site's own authors are trusted.
    #[default]
    Allow,
    /// Cleaned of everything that could run or restyle.
    Sanitise,
    /// Shown as text.
    Escape,
}

/// The type of a page that has no other.
pub const PAGE: &str = "page";

/// The type of a section's own page, its `_index.md`.
pub const SECTION: &str = "section";

/// The type of a term's page.
pub const TERM: &str = "term";

impl TypeDecl {
    /// Whether it is the type of a section's own page.
    pub fn is_section(&self) -> bool {
        &*self.name == SECTION
    }

    /// Whether it is the type of a term's page.
    pub fn is_term(&self) -> bool {
        &*self.name == TERM
    }

    /// The field that says a part of when and where an event happens (see [`meaning::EVENT_ROLES`]); none when it is no event.
    pub fn event_field(&self, role: &str) -> Option<&Arc<str>> {
        self.meaning.event.as_ref()?.field(role)
    }

    /// Whether its pages are the site's own content, and no page of a section or term.
    pub fn is_content(&self) -> bool {
        !self.is_section() && !self.is_term()
    }

    /// What people call one such page in `lang`: the label in that language, else in English, else the type's name.
    pub fn label(&self, lang: &str) -> &str {
        self.label
            .get(lang)
            .or_else(|| self.label.get("en"))
            .unwrap_or(&self.name)
    }
}

impl Field {
    /// A field of a kind that says nothing else.
    pub fn of(kind: Kind) -> Self {
        let text = kind.holds_text();
        Self {
            kind,
            required: Need::Optional,
            label: Localised::default(),
            help: Localised::default(),
            default: None,
            max: None,
            min: None,
            pattern: None,
            text,
            for_people: false,
            example: None,
        }
    }
}

impl Kind {
    /// Whether a value of this kind holds words of a language, unless its declaration says otherwise.
    pub fn holds_text(&self) -> bool {
        match self {
            Self::Text | Self::Markdown | Self::Image => true,
            Self::List(of) | Self::Map(of) => of.text,
            Self::Object(fields) => fields.values().any(|field| field.text),
            Self::OneOf(shapes) => shapes.iter().any(|field| field.text),
            _ => false,
        }
    }
}

/// One field of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What it holds.
    pub kind: Kind,
    /// What a missing value means.
    pub required: Need,
    /// What people call it, per language.
    pub label: Localised,
    /// What to write there, in plain words.
    pub help: Localised,
    /// The value when none is given.
    pub default: Option<Value>,
    /// The largest number, the longest text in characters, the most entries of a list.
    pub max: Option<u64>,
    /// The fewest entries of a list, the smallest number.
    pub min: Option<u64>,
    /// A regular expression that the whole text must match.
    pub pattern: Option<Pattern>,
    /// Whether the value is text in a language: a translation never inherits it.
    pub text: bool,
    /// Whether it is read by people alone, who look after the page: then nothing that the site shows differs by it.
    pub for_people: bool,
    /// An example, for `new` and the manual, as YAML on one line.
    pub example: Option<Arc<str>>,
}

/// What a missing value means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Need {
    /// Nothing.
    #[default]
    Optional,
    /// A piece of advice.
    Advised,
    /// A warning.
    Expected,
    /// An error.
    Required,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Plain text.
    Text,
    /// Text with inline Markdown.
    Markdown,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A day.
    Date,
    /// A day, with a time if one is given.
    DateTime,
    /// One of some words.
    Enum(Vec<Arc<str>>),
    /// An address of the web: `https://…`.
    Url,
    /// An e-mail address.
    Email,
    /// A file of the site, relative to the page or to the site's `static/`.
    Path,
    /// A picture: a path, or `{src, alt, decorative, credit}`.
    Image,
    /// Another page, by type, or a term, by taxonomy.
    Ref(Vec<RefTo>),
    /// Several of a kind.
    List(Box<Field>),
    /// Named values.
    Object(Fields),
    /// Names of the author's choice, each with a value of one kind (configuration only).
    Map(Box<Field>),
    /// One of several shapes; the first that fits the node's shape is taken (configuration only).
    OneOf(Vec<Field>),
    /// Anything: a field of an `open` type, `cascade`, or data of a theme.
    Any,
}

/// What a reference may name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RefTo {
    /// Pages of any type.
    AnyPage,
    /// Pages of this type.
    Type(Arc<str>),
    /// Terms of this taxonomy.
    Taxonomy(Arc<str>),
    /// Terms of the taxonomy that the page itself, a term, belongs to.
    OwnTaxonomy,
}
