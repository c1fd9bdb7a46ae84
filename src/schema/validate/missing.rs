//! Fields that are not there and should be, and how to fill them.

use super::checker::Checker;
use crate::diagnostic::codes;
use crate::diagnostic::wording::code;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::schema::{Field, Fields, Need, TypeDecl, Value, Values};
use crate::yaml::Node;

/// Says which fields a page lacks, when everything that it inherits is among its values.
///
/// `place` is where the page's own fields are written: the front matter, or the top of the file. A field that stands in
/// `tree` with a value that was refused is not missing: it has been reported.
pub fn missing(
    values: &Values,
    tree: &Node,
    kind: &TypeDecl,
    place: &Place,
    sink: &mut Vec<Diagnostic>,
) {
    let is_draft = values.get("draft").and_then(Value::as_bool) == Some(true);
    let mut awaited = Vec::new();
    for (name, field) in &kind.fields {
        let Some(severity) = severity_of(field.required) else {
            continue;
        };
        if values.get(name).is_some_and(|value| is_given(value, field))
            || is_refused(values, tree, name)
        {
            continue;
        }
        let (label, field_name) = (with_article(kind.label("en")), code(name));
        let is_required = field.required == Need::Required;
        let found = match is_required {
            true => &codes::FRONT_MATTER_MISSING_FIELD,
            false => &codes::FRONT_MATTER_EXPECTED_FIELD,
        };
        // A key without a value is where the author will write it.
        let (place, message, verb) = match (tree.entry(name), is_required) {
            (Some((key, _)), true) => (
                Place::at(&place.file, key.span),
                format!("the {field_name} of this page is empty"),
                "write",
            ),
            (Some((key, _)), false) => (
                Place::at(&place.file, key.span),
                format!("{field_name} is empty, and {label} should have it"),
                "write",
            ),
            (None, true) => (
                place.clone(),
                format!("this page has no {field_name}"),
                "add",
            ),
            (None, false) => (
                place.clone(),
                format!("{label} should have {field_name}"),
                "add",
            ),
        };
        let missing = Diagnostic::new(found, place, message)
            .severity(severity)
            .help(how_to_fill(verb, name, field));
        match is_draft && !is_required {
            true => awaited.push((name, missing)),
            false => sink.push(missing),
        }
    }
    // Of a page that is still being written one line says all that it will want.
    match awaited.len() {
        0 => {}
        1 => sink.extend(awaited.pop().map(|(_, missing)| missing)),
        number => {
            let names: Vec<String> = awaited.iter().map(|(name, _)| code(name)).collect();
            let place = match tree.entry("draft") {
                Some((key, _)) => Place::at(&place.file, key.span),
                None => place.clone(),
            };
            sink.push(
                Diagnostic::new(
                    &codes::FRONT_MATTER_EXPECTED_FIELD,
                    place,
                    format!("{number} fields still to fill: {}", names.join(", ")),
                )
                .severity(Severity::Advice)
                .help("fill in those that this page has, then delete the line `draft: true`"),
            );
        }
    }
}

/// An empty list says that there is none, unless an entry is required.
fn is_given(value: &Value, field: &Field) -> bool {
    match value {
        Value::List(items) => !items.is_empty() || field.required != Need::Required,
        value => !value.is_empty(),
    }
}

/// Whether a field was written and its value refused.
fn is_refused(values: &Values, tree: &Node, name: &str) -> bool {
    !values.contains_key(name) && tree.get(name).is_some_and(|node| !node.is_empty())
}

fn severity_of(need: Need) -> Option<Severity> {
    match need {
        Need::Optional => None,
        Need::Advised => Some(Severity::Advice),
        Need::Expected => Some(Severity::Warning),
        Need::Required => Some(Severity::Error),
    }
}

/// `add `title: The allotment key`. What the page is called …`.
fn how_to_fill(verb: &str, name: &str, field: &Field) -> String {
    let example = field.example.as_deref().unwrap_or("…");
    let add = format!("{verb} {}", code(&format!("{name}: {example}")));
    match field.help.get("en") {
        Some(help) => format!("{add}. {help}"),
        None => add,
    }
}

/// `a story`, `an article`.
pub fn with_article(label: &str) -> String {
    let lower = match label.chars().next() {
        // `BSL film` and other abbreviations keep their capitals.
        Some(_) if label.chars().nth(1).is_some_and(char::is_uppercase) => label.to_owned(),
        Some(first) => first.to_lowercase().chain(label.chars().skip(1)).collect(),
        None => String::new(),
    };
    let vowel = lower.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {lower}", if vowel { "an" } else { "a" })
}

impl Checker<'_, '_> {
    /// Says which fields a map inside a field lacks.
    pub(super) fn missing_inside(
        &mut self,
        name: &str,
        fields: &Fields,
        values: &Values,
        node: &Node,
    ) {
        for (inner, field) in fields {
            if values.contains_key(inner) || is_refused(values, node, inner) {
                continue;
            }
            let Some(severity) = severity_of(field.required) else {
                continue;
            };
            let code_ = if field.required == Need::Required {
                self.context.codes.missing
            } else {
                self.context.codes.expected
            };
            self.sink.push(
                Diagnostic::new(
                    code_,
                    Place::at(self.context.file, node.span),
                    format!("{} has no {}", code(name), code(inner)),
                )
                .severity(severity)
                .help(how_to_fill("add", inner, field)),
            );
        }
    }
}
