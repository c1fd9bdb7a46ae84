//! Which directives there are: their attributes and whether they have a body. Data, for the parser, the manual and editors.
//!
//! How a directive looks is its template's affair; a theme or a site adds its own with [`DirectiveDecls::add`].

use std::collections::BTreeMap;
use std::sync::Arc;

/// The directives that a site knows, by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DirectiveDecls(BTreeMap<Arc<str>, DirectiveDecl>);

/// One directive.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DirectiveDecl {
    /// Whether it has a body.
    pub form: Form,
    /// Its attributes. Every directive may have an `id` besides.
    pub attributes: BTreeMap<Arc<str>, AttributeDecl>,
}

/// Whether a directive has a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Always: `::: note` … `:::`.
    Container,
    /// Never: `::: pages {…} :::`.
    Leaf,
    /// As the author likes.
    Either,
}

/// One attribute of a directive.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AttributeDecl {
    /// What it holds.
    pub kind: AttributeKind,
    /// When it must be given.
    pub needed: Needed,
}

/// What an attribute holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AttributeKind {
    /// Words that readers see; they are part of the page's text.
    Text,
    /// Names parted by commas or spaces: terms of a taxonomy.
    Names,
    /// A whole number.
    Number,
    /// Given or not; `true` in the template.
    Flag,
    /// The code of a language.
    Lang,
    /// A word with no meaning for readers: a type, a section, an order.
    Word,
    /// An identifier, unique on the page.
    Id,
    /// A picture: a path or an address.
    Image,
    /// Another file: a path or an address.
    File,
    /// One of some words.
    OneOf(Vec<Arc<str>>),
}

/// When an attribute must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Needed {
    /// Never.
    No,
    /// Always.
    Always,
    /// When the directive has no body.
    WithoutBody,
}

use AttributeKind::{Flag, Id, Image, Lang, Names, Number, Text, Word};
use Form::{Container, Either, Leaf};
use Needed::{Always, No, WithoutBody};

/// The kinds of note, which are those of GitHub's alerts.
pub const NOTE_KINDS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

type Table = &'static [(
    &'static str,
    Form,
    &'static [(&'static str, AttributeKind, Needed)],
)];

/// Directives whose attributes do not depend on the site.
const BUILT_IN: Table = &[
    (
        "quote",
        Container,
        &[
            ("by", Text, No),
            ("role", Text, No),
            ("source", Text, No),
            ("lang", Lang, No),
        ],
    ),
    ("note", Container, &[("title", Text, No)]),
    (
        "figure",
        Either,
        &[
            ("src", Image, WithoutBody),
            ("alt", Text, No),
            ("decorative", Flag, No),
            ("caption", Text, No),
            ("credit", Text, No),
            ("lang", Lang, No),
        ],
    ),
    ("gallery", Container, &[("title", Text, No)]),
    (
        "audio",
        Either,
        &[
            ("src", AttributeKind::File, Always),
            ("title", Text, No),
            ("transcript", AttributeKind::File, No),
            ("lang", Lang, No),
        ],
    ),
    (
        "video",
        Either,
        &[
            ("src", AttributeKind::File, Always),
            ("poster", Image, No),
            ("captions", AttributeKind::File, No),
            ("transcript", AttributeKind::File, No),
            ("title", Text, No),
            ("lang", Lang, No),
        ],
    ),
    ("reflect", Container, &[("title", Text, No)]),
    (
        "details",
        Container,
        &[("summary", Text, No), ("open", Flag, No)],
    ),
];

impl DirectiveDecls {
    /// The built-in directives of a site with these taxonomies: `passage` and `pages` take an attribute for each.
    pub fn built_in<'t>(taxonomies: impl IntoIterator<Item = &'t str>) -> Self {
        let mut known = Self(BTreeMap::new());
        for (name, form, attributes) in BUILT_IN {
            known.add(name, DirectiveDecl::new(*form, attributes.iter().cloned()));
        }
        let kinds = NOTE_KINDS.iter().map(|kind| Arc::from(*kind)).collect();
        known.allow("note", "kind", AttributeKind::OneOf(kinds));
        known.add(
            "passage",
            DirectiveDecl::new(Container, [("themes", Names, No)]),
        );
        known.add(
            "pages",
            DirectiveDecl::new(
                Leaf,
                [
                    ("type", Word, No),
                    ("section", Word, No),
                    ("sort", Word, No),
                    ("limit", Number, No),
                ],
            ),
        );
        for taxonomy in taxonomies {
            known.allow("passage", taxonomy, Names);
            known.allow("pages", taxonomy, Names);
        }
        known
    }

    /// Adds a directive, or puts it in the place of the one of that name.
    pub fn add(&mut self, name: &str, mut directive: DirectiveDecl) {
        directive.attributes.insert(
            "id".into(),
            AttributeDecl {
                kind: Id,
                needed: No,
            },
        );
        self.0.insert(name.into(), directive);
    }

    /// The directive of this name.
    pub fn get(&self, name: &str) -> Option<(&Arc<str>, &DirectiveDecl)> {
        self.0.get_key_value(name)
    }

    /// The names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|name| &**name)
    }

    fn allow(&mut self, directive: &str, attribute: &str, kind: AttributeKind) {
        if let Some(directive) = self.0.get_mut(directive) {
            let needed = No;
            directive
                .attributes
                .entry(attribute.into())
                .or_insert(AttributeDecl { kind, needed });
        }
    }
}

impl DirectiveDecl {
    /// A directive with these attributes.
    pub fn new<'n>(
        form: Form,
        attributes: impl IntoIterator<Item = (&'n str, AttributeKind, Needed)>,
    ) -> Self {
        let attributes = attributes
            .into_iter()
            .map(|(name, kind, needed)| (name.into(), AttributeDecl { kind, needed }))
            .collect();
        Self { form, attributes }
    }
}
