//! From YAML to declarations: the built-in types and the `types:` of a site are read by the same code.
//!
//! What a declaration refers to (a taxonomy, another type) is checked when the configuration is whole, not here.

mod kind;
mod meaning;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;
use jiff::tz::TimeZone;

use super::validate::{Context, FieldCodes, validate_value};
use super::{Field, Fields, Localised, Meaning, Need, OnExpiry, Pattern, RawHtml, TypeDecl};
use crate::diagnostic::codes::{self, Code};
use crate::diagnostic::suggest::nearest;
use crate::diagnostic::wording::{any_of, code};
use crate::diagnostic::{Diagnostic, Place};
use crate::path::SitePath;
use crate::source::Span;
use crate::yaml::{self, Key, Node, NodeKind};

/// The built-in declarations.
#[derive(Debug)]
pub struct Builtin {
    /// The fields that every type has.
    pub common: Fields,
    /// The types by name, in the order of the manual.
    pub types: IndexMap<Arc<str>, TypeDecl>,
}

/// The built-in types, as their data declares them.
pub fn builtin() -> &'static Builtin {
    static BUILTIN: LazyLock<Builtin> = LazyLock::new(|| {
        let (builtin, problems) = read_builtin(include_str!("builtin.yaml"));
        debug_assert!(
            problems.is_empty(),
            "the built-in types are sound: {problems:?}"
        );
        builtin
    });
    &BUILTIN
}

fn read_builtin(text: &str) -> (Builtin, Vec<Diagnostic>) {
    let file = SitePath::new("builtin.yaml");
    let mut sink = Vec::new();
    let root = yaml::parse(text, 0, yaml::Budget::for_data(text.len())).report(&file, &mut sink);
    let mut reader = Reader::new(&file, &mut sink);
    let mut common = Fields::default();
    let mut types = IndexMap::new();
    if let Some(root) = &root {
        if let Some(node) = root.get("common") {
            reader.fields(node, &mut common);
        }
        if let Some(Node {
            kind: NodeKind::Map(entries),
            ..
        }) = root.get("types")
        {
            for (key, node) in entries {
                let base = plain_type(&key.text, &common);
                let declared = reader.type_decl(key, node, base, &common);
                types.insert(declared.name.clone(), declared);
            }
        }
    }
    (Builtin { common, types }, sink)
}

/// A type that says nothing but its name: a site's own type begins as this.
pub fn plain_type(name: &str, common: &Fields) -> TypeDecl {
    TypeDecl {
        name: name.into(),
        label: Localised::default(),
        plural: Localised::default(),
        sections: Vec::new(),
        permalink: Localised::everywhere("/{section}/{slug}/"),
        permalink_place: None,
        template: name.into(),
        open: false,
        opaque_id: false,
        is_version: false,
        meaning: Meaning::plain(),
        on_expiry: OnExpiry::Remove,
        fields: common.clone(),
        raw_html: RawHtml::Allow,
    }
}

/// The names of the kinds, as declarations write them.
pub const KINDS: &[&str] = &[
    "text",
    "markdown",
    "bool",
    "number",
    "date",
    "datetime",
    "enum",
    "url",
    "email",
    "path",
    "image",
    "ref",
    "list",
    "object",
    "map",
    "one_of",
    "localised",
    "any",
];

const FIELD_PROPERTIES: &[&str] = &[
    "kind", "required", "label", "help", "default", "max", "min", "pattern", "text", "example",
    "values", "of", "fields", "to", "taxonomy", "shapes", "for",
];

const TYPE_PROPERTIES: &[&str] = &[
    "label",
    "plural",
    "sections",
    "permalink",
    "template",
    "open",
    "opaque_id",
    "is_version",
    "on_expiry",
    "raw_html",
    "fields",
];

/// What to do about a field that a declaration names and the type does not have.
const FIELD_REMEDY: &str = "declare it under `fields`, or name one of the type's own";

/// Reads declarations and reports what is wrong with them.
pub struct Reader<'a> {
    file: &'a SitePath,
    sink: &'a mut Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// A reader for declarations in `file`.
    pub fn new(file: &'a SitePath, sink: &'a mut Vec<Diagnostic>) -> Self {
        Self { file, sink }
    }

    fn report(&mut self, code: &'static Code, span: Span, message: String, help: Option<String>) {
        self.sink
            .push(Diagnostic::new(code, Place::at(self.file, span), message).maybe_help(help));
    }

    fn entries<'n>(&mut self, node: &'n Node, what: &str) -> &'n [(Key, Node)] {
        match &node.kind {
            NodeKind::Map(entries) => entries,
            NodeKind::Scalar(scalar) if scalar.is_empty() => &[],
            _ => {
                let message = format!("{what} wants names with values");
                self.report(&codes::SCHEMA_DECLARATION, node.span, message, None);
                &[]
            }
        }
    }

    fn unknown(&mut self, key: &Key, owner: &str, known: &[&str]) {
        let help = nearest(&key.text, known.iter().copied()).map_or_else(
            || format!("it may have {}", any_of(known.iter().copied())),
            |name| format!("did you mean `{name}`?"),
        );
        let message = format!("{} is not a property of {owner}", code(&key.text));
        self.report(
            &codes::SCHEMA_UNKNOWN_PROPERTY,
            key.span,
            message,
            Some(help),
        );
    }

    /// Reads what a type says over what it is based on: a built-in type, or [`plain_type`].
    pub fn type_decl(
        &mut self,
        key: &Key,
        node: &Node,
        base: TypeDecl,
        common: &Fields,
    ) -> TypeDecl {
        let mut decl = base;
        let owner = format!("type {}", code(&key.text));
        let mut named = Vec::new();
        for (property, node) in self.entries(node, &owner) {
            match &*property.text {
                "label" => decl.label = self.localised("label", node),
                "plural" => decl.plural = self.localised("plural", node),
                "sections" => {
                    decl.sections = self
                        .words(property, node)
                        .into_iter()
                        .map(|(folder, _)| folder.trim_matches('/').into())
                        .collect();
                }
                "permalink" => decl.permalink = self.localised("permalink", node),
                "template" => {
                    if let Some(text) = self.word(property, node) {
                        decl.template = text;
                    }
                }
                "open" => decl.open = self.truth(property, node).unwrap_or(decl.open),
                "opaque_id" => {
                    decl.opaque_id = self.truth(property, node).unwrap_or(decl.opaque_id)
                }
                "is_version" => {
                    decl.is_version = self.truth(property, node).unwrap_or(decl.is_version)
                }
                "on_expiry" => {
                    if let Some(choice) = self.choice(
                        property,
                        node,
                        &[("remove", OnExpiry::Remove), ("archive", OnExpiry::Archive)],
                    ) {
                        decl.on_expiry = choice;
                    }
                }
                "raw_html" => {
                    if let Some(choice) = self.choice(
                        property,
                        node,
                        &[
                            ("allow", RawHtml::Allow),
                            ("sanitise", RawHtml::Sanitise),
                            ("escape", RawHtml::Escape),
                        ],
                    ) {
                        decl.raw_html = choice;
                    }
                }
                "fields" => self.fields(node, &mut decl.fields),
                _ if self.meaning(property, node, &mut decl.meaning, &mut named) => {}
                _ => {
                    let known: Vec<&str> = TYPE_PROPERTIES
                        .iter()
                        .chain(&meaning::PROPERTIES)
                        .copied()
                        .collect();
                    self.unknown(property, &owner, &known);
                }
            }
        }
        self.check_named(&decl, &named);
        decl.fields = in_order(decl.fields, common);
        decl
    }

    /// Reads fields over those that are there: a field without a `kind` changes what it names of one that exists.
    pub fn fields(&mut self, node: &Node, fields: &mut Fields) {
        for (key, node) in self.entries(node, "`fields`") {
            let known = fields.get(&*key.text).cloned();
            if let Some(field) = self.field(key, node, known) {
                fields.insert((&*key.text).into(), field);
            }
        }
    }

    fn field(&mut self, key: &Key, node: &Node, base: Option<Field>) -> Option<Field> {
        if let NodeKind::Scalar(scalar) = &node.kind
            && !scalar.is_empty()
        {
            let kind = self.kind(&scalar.text, node.span, key, &[])?;
            return Some(Field::of(kind));
        }
        let owner = format!("field {}", code(&key.text));
        let entries = self.entries(node, &owner);
        let property = |name: &str| entries.iter().find(|(key, _)| &*key.text == name);
        let mut field = match property("kind") {
            Some((_, node)) => {
                let Some(name) = node.text() else {
                    self.report(
                        &codes::SCHEMA_DECLARATION,
                        node.span,
                        format!("the `kind` of {owner} wants one word"),
                        Some(format!("it may be {}", any_of(KINDS.iter().copied()))),
                    );
                    return None;
                };
                let kind = self.kind(name, node.span, key, entries)?;
                let fresh = Field::of(kind);
                match base {
                    // A new kind keeps the words about the field, not the limits of the old kind.
                    Some(base) => Field {
                        label: base.label,
                        help: base.help,
                        required: base.required,
                        ..fresh
                    },
                    None => fresh,
                }
            }
            None => match base {
                Some(base) => base,
                None => {
                    self.report(
                        &codes::SCHEMA_DECLARATION,
                        key.span,
                        format!("{owner} does not say what it holds"),
                        Some("add a `kind`, for example `kind: text`".into()),
                    );
                    return None;
                }
            },
        };
        for (property, node) in entries {
            self.property(property, node, &owner, &mut field);
        }
        if let Some((_, node)) = property("default") {
            field.default = self.default(&key.text, &field, node);
        }
        Some(field)
    }

    fn property(&mut self, key: &Key, node: &Node, owner: &str, field: &mut Field) {
        match &*key.text {
            "required" => {
                let choices = [
                    ("true", Need::Required),
                    ("expected", Need::Expected),
                    ("advised", Need::Advised),
                    ("false", Need::Optional),
                ];
                if let Some(need) = self.choice(key, node, &choices) {
                    field.required = need;
                }
            }
            "label" => field.label = self.localised("label", node),
            "help" => field.help = self.localised("help", node),
            "example" => field.example = self.word(key, node),
            "max" => field.max = self.size(key, node),
            "min" => field.min = self.size(key, node),
            "text" => field.text = self.truth(key, node).unwrap_or(field.text),
            "for" => {
                let choices = [("people", true), ("site", false)];
                if let Some(choice) = self.choice(key, node, &choices) {
                    field.for_people = choice;
                }
            }
            "pattern" => {
                if let Some(text) = self.word(key, node) {
                    match Pattern::new(&text) {
                        Ok(pattern) => field.pattern = Some(pattern),
                        Err(problem) => self.report(
                            &codes::SCHEMA_DECLARATION,
                            node.span,
                            format!("{} is not a regular expression: {problem}", code(&text)),
                            Some("put single quotes round the pattern, and `\\` before signs that stand for themselves".into()),
                        ),
                    }
                }
            }
            "kind" | "default" | "values" | "of" | "fields" | "to" | "taxonomy" | "shapes" => {}
            _ => self.unknown(key, owner, FIELD_PROPERTIES),
        }
    }

    fn default(&mut self, name: &str, field: &Field, node: &Node) -> Option<super::Value> {
        let context = Context {
            file: self.file,
            timezone: &TimeZone::UTC,
            owner: "this field",
            codes: &FieldCodes::CONFIG,
        };
        validate_value(name, field, node, context, self.sink)
    }

    /// One text, or one for each language.
    pub fn localised(&mut self, name: &str, node: &Node) -> Localised {
        match &node.kind {
            NodeKind::Scalar(scalar) if scalar.is_empty() => Localised::default(),
            NodeKind::Scalar(scalar) => Localised::everywhere(scalar.text.trim()),
            NodeKind::Map(entries) => {
                let mut texts = BTreeMap::new();
                for (key, node) in entries {
                    match node.text() {
                        Some(text) => {
                            texts.insert(Arc::from(&*key.text), Arc::from(text.trim()));
                        }
                        None if node.is_empty() => {}
                        None => self.wants(name, "one text, or one for each language", node.span),
                    }
                }
                Localised(texts)
            }
            NodeKind::List(_) => {
                self.wants(name, "one text, or one for each language", node.span);
                Localised::default()
            }
        }
    }

    fn wants(&mut self, name: &str, what: &str, span: Span) {
        let message = format!("{} wants {what}", code(name));
        self.report(&codes::SCHEMA_DECLARATION, span, message, None);
    }

    fn word(&mut self, key: &Key, node: &Node) -> Option<Arc<str>> {
        let text = node.text().map(Arc::from);
        if text.is_none() && !node.is_empty() {
            self.wants(&key.text, "one text", node.span);
        }
        text
    }

    /// The words of a list, or of a single word, each with its place.
    pub fn words(&mut self, key: &Key, node: &Node) -> Vec<(Arc<str>, Span)> {
        let items = match &node.kind {
            NodeKind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut words = Vec::new();
        for item in items {
            match item.text() {
                Some(text) => words.push((text.into(), item.span)),
                None if item.is_empty() => {}
                None => self.wants(&key.text, "a list of words", item.span),
            }
        }
        words
    }

    fn truth(&mut self, key: &Key, node: &Node) -> Option<bool> {
        self.choice(key, node, &[("true", true), ("false", false)])
    }

    fn size(&mut self, key: &Key, node: &Node) -> Option<u64> {
        let size = node.text().and_then(|text| text.parse().ok());
        if size.is_none() && !node.is_empty() {
            self.wants(&key.text, "a whole number", node.span);
        }
        size
    }

    fn choice<T: Copy>(&mut self, key: &Key, node: &Node, choices: &[(&str, T)]) -> Option<T> {
        let text = node.text()?;
        let found = choices.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let words = choices.iter().map(|(word, _)| *word);
            let message = format!("{} cannot be {}", code(&key.text), code(text));
            let help = nearest(text, words.clone()).map_or_else(
                || format!("it may be {}", any_of(words)),
                |word| format!("did you mean `{word}`?"),
            );
            self.report(&codes::SCHEMA_DECLARATION, node.span, message, Some(help));
        }
        found.map(|(_, value)| *value)
    }
}

/// The fields that every page begins with, then the type's own, then the other common ones.
fn in_order(mut fields: Fields, common: &Fields) -> Fields {
    const FIRST: usize = 3;
    let rank = |name: &str| match common.get_index_of(name) {
        Some(at) if at < FIRST => at,
        Some(at) => at + 1,
        None => FIRST,
    };
    fields.sort_by(|left, _, right, _| rank(left).cmp(&rank(right)));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_types_are_sound() {
        let (builtin, problems) = read_builtin(include_str!("builtin.yaml"));
        assert_eq!(problems, []);
        assert_eq!(
            builtin.types.keys().map(|name| &**name).collect::<Vec<_>>(),
            [
                "page",
                "section",
                "story",
                "article",
                "news",
                "evaluation",
                "easy-read",
                "reflection",
                "event",
                "resource",
                "person",
                "organisation",
                "area",
                "term"
            ]
        );
        let story = &builtin.types["story"];
        assert_eq!(
            story
                .fields
                .keys()
                .take(4)
                .map(|name| &**name)
                .collect::<Vec<_>>(),
            ["title", "description", "date", "themes"]
        );
        assert_eq!(story.fields["title"].required, Need::Required);
        assert_eq!(story.fields["date"].required, Need::Expected);
        assert!(story.fields["date"].label.get("cy").is_some());
    }
}
