//! JSON Schema (draft 2020-12) of a type's front matter and of `site.yaml`, for editors that check YAML while it is written.
//!
//! It is made from the declarations that the validator reads, and is never stricter than the validator: an editor that
//! follows it marks nothing that `check` would let pass. What takes a second file (does this term exist?) it cannot say.

use serde_json::{Map, Value as Json, json};

use super::declared::KINDS;
use super::meaning::{CITATION_ROLES, EVENT_ROLES};
use super::validate::image_fields;
use super::{Field, Fields, Kind, Localised, Need, TypeDecl};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of the front matter of pages of a type.
pub fn of_type(decl: &TypeDecl) -> Json {
    let mut schema = object(&decl.fields, decl.open);
    let root = schema
        .as_object_mut()
        .expect("an object's schema is an object");
    root.insert("$schema".into(), DRAFT.into());
    root.insert("title".into(), decl.label("en").into());
    if let Some(kind) = root
        .get_mut("properties")
        .and_then(|properties| properties.get_mut("type"))
        .and_then(Json::as_object_mut)
    {
        kind.remove("type");
        kind.insert("enum".into(), json!([&*decl.name, null]));
    }
    schema
}

/// The schema of `site.yaml`, from its declared fields.
pub fn of_site(fields: &Fields) -> Json {
    let mut schema = object(fields, false);
    let root = schema
        .as_object_mut()
        .expect("an object's schema is an object");
    root.insert("$schema".into(), DRAFT.into());
    root.insert("title".into(), "site.yaml".into());
    if let Some(types) = root
        .get_mut("properties")
        .and_then(|properties| properties.get_mut("types"))
        .and_then(Json::as_object_mut)
    {
        types.insert("type".into(), json!(["object", "null"]));
        types.insert(
            "additionalProperties".into(),
            json!({"$ref": "#/$defs/type"}),
        );
    }
    root.insert("$defs".into(), declarations());
    schema
}

/// Which field plays which part; `false` for none.
fn roles(parts: &[&str]) -> Json {
    let parts = parts
        .iter()
        .map(|part| ((*part).to_owned(), json!({"type": "string"})));
    json!({"anyOf": [
        {"enum": [false]},
        {"type": "object", "properties": parts.collect::<Map<_, _>>(), "additionalProperties": false},
    ]})
}

/// What a site's own declarations look like.
fn declarations() -> Json {
    let words =
        json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]});
    let localised = json!({"anyOf": [
        {"type": "string"},
        {"type": "object", "additionalProperties": {"type": "string"}},
    ]});
    json!({
        "type": {
            "type": ["object", "null"],
            "properties": {
                "label": localised,
                "plural": localised,
                "sections": words,
                "permalink": localised,
                "template": {"type": "string"},
                "open": {"type": "boolean"},
                "opaque_id": {"type": "boolean"},
                "is_version": {"type": "boolean"},
                "told_by_permission": {"type": "boolean"},
                "article": {"type": "boolean"},
                "ideas": {"type": "boolean"},
                "related": {"type": "boolean"},
                "over_time": {"type": "boolean"},
                "event": roles(&EVENT_ROLES),
                "citation": roles(&CITATION_ROLES),
                "schema_org": {"anyOf": [{"type": "string"}, {
                    "type": "object",
                    "properties": {
                        "type": {"type": "string"},
                        "properties": {"type": "object", "additionalProperties": {"anyOf": [words, {
                            "type": "object",
                            "properties": {
                                "field": {"type": "string"},
                                "prefix": {"type": "string"},
                                "as": {"type": "string"},
                                "property": {"type": "string"},
                            },
                            "additionalProperties": false,
                        }]}},
                    },
                    "additionalProperties": false,
                }]},
                "prompts": {"type": "string"},
                "card": words,
                "must_show": words,
                "on_expiry": {"enum": ["remove", "archive"]},
                "raw_html": {"enum": ["allow", "sanitise", "escape"]},
                "fields": {"$ref": "#/$defs/fields"},
            },
            "additionalProperties": false,
        },
        "fields": {
            "type": ["object", "null"],
            "additionalProperties": {"$ref": "#/$defs/field"},
        },
        "field": {
            "anyOf": [
                {"enum": KINDS},
                {
                    "type": "object",
                    "properties": {
                        "kind": {"enum": KINDS},
                        "required": {"enum": [true, false, "expected", "advised"]},
                        "label": localised,
                        "help": localised,
                        "default": {},
                        "max": {"type": "integer", "minimum": 0},
                        "min": {"type": "integer", "minimum": 0},
                        "pattern": {"type": "string", "format": "regex"},
                        "text": {"type": "boolean"},
                        "for": {"enum": ["people", "site"]},
                        "example": {"type": ["string", "number", "boolean"]},
                        "values": words,
                        "of": {"$ref": "#/$defs/field"},
                        "fields": {"$ref": "#/$defs/fields"},
                        "to": words,
                        "taxonomy": words,
                        "shapes": {"type": "array", "items": {"$ref": "#/$defs/field"}},
                    },
                    "additionalProperties": false,
                },
            ],
        },
    })
}

fn object(fields: &Fields, open: bool) -> Json {
    let properties: Map<String, Json> = fields
        .iter()
        .map(|(name, field)| (name.to_string(), of_field(field)))
        .collect();
    let required: Vec<&str> = fields
        .iter()
        .filter(|(_, field)| field.required == Need::Required)
        .map(|(name, _)| &**name)
        .collect();
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), properties.into());
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
    schema.insert("additionalProperties".into(), open.into());
    schema.into()
}

fn of_field(field: &Field) -> Json {
    let mut schema = match of_kind(field) {
        Json::Object(schema) => schema,
        _ => Map::new(),
    };
    let words = |text: &Localised| text.get("en").map(str::to_owned);
    if let Some(title) = words(&field.label) {
        schema.insert("title".into(), title.into());
    }
    if let Some(description) = words(&field.help) {
        schema.insert("description".into(), description.into());
    }
    if let Some(default) = &field.default {
        let default =
            serde_json::to_value(default).expect("a value has text keys and finite numbers");
        schema.insert("default".into(), default);
    }
    if let Some(example) = field.example.as_ref().filter(|_| {
        matches!(
            field.kind,
            Kind::Text | Kind::Markdown | Kind::Enum(_) | Kind::Url | Kind::Path
        )
    }) {
        schema.insert("examples".into(), json!([&**example]));
    }
    schema.into()
}

/// The shape of a value. Every shape allows null: an empty value is a missing one.
fn of_kind(field: &Field) -> Json {
    let pattern = field
        .pattern
        .as_ref()
        .map(|pattern| format!("^(?:{})$", pattern.as_str()));
    let limited = |mut schema: Json, least: &str, most: &str| {
        if let Some(schema) = schema.as_object_mut() {
            if let Some(min) = field.min {
                schema.insert(least.into(), min.into());
            }
            if let Some(max) = field.max {
                schema.insert(most.into(), max.into());
            }
            if let Some(pattern) = &pattern {
                schema.insert("pattern".into(), pattern.clone().into());
            }
        }
        schema
    };
    match &field.kind {
        // An editor reads a plain number or truth as such; the validator takes it as text.
        Kind::Text | Kind::Markdown | Kind::Ref(_) => limited(
            json!({"type": ["string", "number", "boolean", "null"]}),
            "minLength",
            "maxLength",
        ),
        Kind::Bool => json!({"type": ["boolean", "null"]}),
        Kind::Number => limited(json!({"type": ["number", "null"]}), "minimum", "maximum"),
        Kind::Date | Kind::DateTime => json!({
            "type": ["string", "null"],
            "pattern": r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ]\s*[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?\s*([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?)?\s*$",
        }),
        Kind::Enum(words) => {
            let mut words: Vec<Json> = words.iter().map(|word| word.to_string().into()).collect();
            words.push(Json::Null);
            json!({"enum": words})
        }
        Kind::Url => json!({"type": ["string", "null"], "pattern": "^\\s*https?://"}),
        Kind::Email => json!({"type": ["string", "null"], "pattern": "@"}),
        Kind::Path => json!({"type": ["string", "number", "null"]}),
        Kind::Image => {
            json!({"anyOf": [{"type": ["string", "null"]}, object(image_fields(), false)]})
        }
        Kind::List(of) => {
            let one = of_field(of);
            let several = limited(
                json!({"type": "array", "items": one.clone()}),
                "minItems",
                "maxItems",
            );
            json!({"anyOf": [several, one]})
        }
        Kind::Object(fields) => {
            let mut schema = object(fields, false);
            if let Some(schema) = schema.as_object_mut() {
                schema.insert("type".into(), json!(["object", "null"]));
            }
            schema
        }
        Kind::Map(of) => json!({"type": ["object", "null"], "additionalProperties": of_field(of)}),
        Kind::OneOf(shapes) => json!({"anyOf": shapes.iter().map(of_field).collect::<Vec<_>>()}),
        Kind::Any => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::declared::{parse, site_fields};
    use crate::path::SitePath;

    #[test]
    fn a_type_of_the_site_has_its_schema() {
        let config = parse(
            &SitePath::new("site.yaml"),
            "title: A\ntaxonomies: {}\ntypes:\n  piece:\n    label: Piece\n    open: true\n    fields:\n      \
             mood: {kind: enum, values: [calm, loud], required: true, label: Mood, help: How it feels., default: calm}\n      \
             code: {kind: text, pattern: '[a-z]+', max: 5}\n      \
             parts: {kind: list, min: 1, of: {kind: object, fields: {at: {kind: number, min: 0}}}}\n",
        );
        assert_eq!(config.diagnostics, []);
        let schema = of_type(&config.value.types["piece"]);
        assert_eq!(schema["$schema"], DRAFT);
        assert_eq!(schema["title"], "Piece");
        assert_eq!(schema["additionalProperties"], true);
        assert_eq!(schema["required"], json!(["title", "mood"]));
        assert_eq!(
            schema["properties"]["mood"],
            json!({"enum": ["calm", "loud", null], "title": "Mood", "description": "How it feels.", "default": "calm"})
        );
        assert_eq!(
            schema["properties"]["code"],
            json!({"type": ["string", "number", "boolean", "null"], "maxLength": 5, "pattern": "^(?:[a-z]+)$"})
        );
        assert_eq!(schema["properties"]["parts"]["anyOf"][0]["minItems"], 1);
        assert_eq!(
            schema["properties"]["parts"]["anyOf"][1],
            json!({
                "type": ["object", "null"],
                "properties": {"at": {"type": ["number", "null"], "minimum": 0}},
                "additionalProperties": false,
            })
        );
        assert_eq!(schema["properties"]["type"]["enum"], json!(["piece", null]));
    }

    #[test]
    fn the_schema_of_site_yaml_knows_its_keys_and_declarations() {
        let schema = of_site(site_fields());
        assert_eq!(schema["required"], json!(["title"]));
        assert_eq!(schema["additionalProperties"], false);
        assert_eq!(
            schema["properties"]["types"]["additionalProperties"],
            json!({"$ref": "#/$defs/type"})
        );
        assert_eq!(schema["properties"]["search"]["default"], true);
    }

    /// Walks a schema and says what is not in the words of draft 2020-12.
    fn faults(schema: &Json, at: &str, found: &mut Vec<String>) {
        let Some(schema) = schema.as_object() else {
            if !schema.is_boolean() {
                found.push(format!("{at} is no schema"));
            }
            return;
        };
        for (key, value) in schema {
            let at = format!("{at}/{key}");
            match &**key {
                "properties" | "$defs" => match value.as_object() {
                    Some(inner) => {
                        for (name, schema) in inner {
                            faults(schema, &format!("{at}/{name}"), found);
                        }
                    }
                    None => found.push(at),
                },
                "items" | "additionalProperties" => faults(value, &at, found),
                "anyOf" => match value.as_array().filter(|shapes| !shapes.is_empty()) {
                    Some(shapes) => shapes.iter().for_each(|shape| faults(shape, &at, found)),
                    None => found.push(at),
                },
                "type" => {
                    let names = [
                        "object", "array", "string", "number", "integer", "boolean", "null",
                    ];
                    let good =
                        |name: &Json| name.as_str().is_some_and(|name| names.contains(&name));
                    if !(good(value) || value.as_array().is_some_and(|all| all.iter().all(good))) {
                        found.push(at);
                    }
                }
                "enum" | "required" | "examples" if value.is_array() => {}
                "pattern" => {
                    let pattern = value.as_str().unwrap_or("(");
                    if super::super::Pattern::new(pattern).is_err() {
                        found.push(format!("{at}: {pattern}"));
                    }
                }
                "title" | "description" | "$schema" | "$ref" | "format" if value.is_string() => {}
                "minLength" | "maxLength" | "minimum" | "maximum" | "minItems" | "maxItems"
                    if value.is_u64() => {}
                "default" => {}
                _ => found.push(at),
            }
        }
    }

    #[test]
    fn every_schema_uses_the_words_of_the_draft() {
        let config = parse(&SitePath::new("site.yaml"), "title: A\n").value;
        let mut found = Vec::new();
        for (name, decl) in &config.types {
            faults(&of_type(decl), name, &mut found);
        }
        faults(&of_site(site_fields()), "site", &mut found);
        assert_eq!(found, Vec::<String>::new());
    }
}
