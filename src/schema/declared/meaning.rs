//! The part of a type's declaration that says what follows from being of it: permission, events, schema.org, cards.
//!
//! That the fields which it names exist is checked once the whole type is read, since they may stand below it.

use std::sync::Arc;

use super::{FIELD_REMEDY, Reader};
use crate::diagnostic::codes;
use crate::diagnostic::suggest::nearest;
use crate::diagnostic::wording::{any_of, code};
use crate::schema::meaning::{
    CITATION_ROLES, EVENT_ROLES, FieldRoles, Meaning, Property, SchemaOrg,
};
use crate::schema::prompts::builtin_prompts;
use crate::schema::{Fields, TypeDecl};
use crate::source::Span;
use crate::yaml::{Key, Node, NodeKind};

/// The properties of a type that this part reads.
pub(super) const PROPERTIES: [&str; 11] = [
    "told_by_permission",
    "article",
    "ideas",
    "related",
    "over_time",
    "event",
    "citation",
    "schema_org",
    "prompts",
    "card",
    "must_show",
];

/// A field that a declaration names, with its place.
pub(super) type NamedField = (Arc<str>, Span);

impl Reader<'_> {
    /// Reads one property of a type's meaning; `named` takes the fields that it names. `false` when it is no such property.
    pub(super) fn meaning(
        &mut self,
        key: &Key,
        node: &Node,
        meaning: &mut Meaning,
        named: &mut Vec<NamedField>,
    ) -> bool {
        let switch = match &*key.text {
            "told_by_permission" => &mut meaning.told_by_permission,
            "article" => &mut meaning.is_article,
            "ideas" => &mut meaning.has_ideas,
            "related" => &mut meaning.has_related,
            "over_time" => &mut meaning.is_counted_over_time,
            "event" => {
                meaning.event = self.roles(key, node, &EVENT_ROLES, named);
                return true;
            }
            "citation" => {
                meaning.citation = self.roles(key, node, &CITATION_ROLES, named);
                return true;
            }
            "schema_org" => {
                self.schema_org(key, node, &mut meaning.schema_org, named);
                return true;
            }
            "prompts" => {
                meaning.prompts = self.word(key, node);
                let known = || builtin_prompts().iter().map(|set| &*set.name);
                if let Some(name) = &meaning.prompts
                    && !known().any(|known| known == &**name)
                {
                    let help = nearest(name, known()).map_or_else(
                        || format!("it may be {}", any_of(known())),
                        |near| format!("did you mean `{near}`?"),
                    );
                    let message = format!("there is no set of questions called {}", code(name));
                    self.report(&codes::SCHEMA_DECLARATION, node.span, message, Some(help));
                }
                return true;
            }
            "card" | "must_show" => {
                let fields = self.words(key, node);
                named.extend(fields.iter().cloned());
                let fields = fields.into_iter().map(|(name, _)| name).collect();
                match &*key.text {
                    "card" => meaning.card = fields,
                    _ => meaning.must_show = fields,
                }
                return true;
            }
            _ => return false,
        };
        if let Some(truth) = self.truth(key, node) {
            *switch = truth;
        }
        true
    }

    /// Which field plays which part; none for `false` or nothing.
    fn roles(
        &mut self,
        key: &Key,
        node: &Node,
        known: &[&'static str],
        named: &mut Vec<NamedField>,
    ) -> Option<FieldRoles> {
        if node.is_empty() || node.text() == Some("false") {
            return None;
        }
        let owner = code(&key.text);
        let mut roles = FieldRoles::default();
        for (part, node) in self.entries(node, &owner) {
            let Some(role) = known.iter().find(|known| **known == &*part.text) else {
                self.unknown(part, &owner, known);
                continue;
            };
            if let Some(field) = self.word(part, node) {
                named.push((field.clone(), node.span));
                roles.0.insert(role, field);
            }
        }
        Some(roles)
    }

    fn schema_org(
        &mut self,
        key: &Key,
        node: &Node,
        schema_org: &mut SchemaOrg,
        named: &mut Vec<NamedField>,
    ) {
        let NodeKind::Map(entries) = &node.kind else {
            if let Some(kind) = self.word(key, node) {
                schema_org.kind = kind;
            }
            return;
        };
        for (part, node) in entries {
            match &*part.text {
                "type" => {
                    if let Some(kind) = self.word(part, node) {
                        schema_org.kind = kind;
                    }
                }
                "properties" => {
                    let properties = self.entries(node, "`properties`").iter();
                    schema_org.properties = properties
                        .map(|(name, node)| self.property_of(name, node, named))
                        .collect();
                }
                _ => self.unknown(part, "`schema_org`", &["type", "properties"]),
            }
        }
    }

    /// A property of schema.org: a field, several, or `{field, prefix, as, property}`.
    fn property_of(&mut self, name: &Key, node: &Node, named: &mut Vec<NamedField>) -> Property {
        let mut property = Property {
            name: (&*name.text).into(),
            fields: Vec::new(),
            prefix: "".into(),
            inside: None,
        };
        let NodeKind::Map(entries) = &node.kind else {
            let fields = self.words(name, node);
            named.extend(fields.iter().cloned());
            property.fields = fields.into_iter().map(|(field, _)| field).collect();
            return property;
        };
        let (mut kind, mut inner) = (None, None);
        for (part, node) in entries {
            match &*part.text {
                "field" => {
                    if let Some(field) = self.word(part, node) {
                        named.push((field.clone(), node.span));
                        property.fields.push(field);
                    }
                }
                "prefix" => property.prefix = self.word(part, node).unwrap_or_default(),
                "as" => kind = self.word(part, node),
                "property" => inner = self.word(part, node),
                _ => self.unknown(part, "a property", &["field", "prefix", "as", "property"]),
            }
        }
        property.inside = kind.zip(inner);
        property
    }

    /// Reports the fields that a type's declaration names and the type does not have.
    pub(super) fn check_named(&mut self, decl: &TypeDecl, named: &[NamedField]) {
        for (name, span) in named {
            if decl.fields.contains_key(name) {
                continue;
            }
            let help = remedy(name, &decl.fields);
            let message = format!("type {} has no field {}", code(&decl.name), code(name));
            self.report(&codes::SCHEMA_DECLARATION, *span, message, Some(help));
        }
    }
}

fn remedy(name: &str, fields: &Fields) -> String {
    let known = fields.keys().map(|known| &**known);
    nearest(name, known).map_or_else(
        || FIELD_REMEDY.to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}
