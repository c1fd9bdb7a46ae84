//! From a YAML tree to typed values, by the declarations of the fields.
//!
//! Every mistake is said at its key or value, and all are said; a field whose value is wrong counts as not given.
//! What a missing field means is asked later, by [`missing`], when translations and `cascade` have given what they give.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::tz::TimeZone;

use super::{Field, Fields, Kind, Need, TypeDecl, Value, moment};
use crate::diagnostic::codes::{self, Code};
use crate::diagnostic::suggest::nearest;
use crate::diagnostic::wording::{any_of, code, count};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::path::SitePath;
use crate::source::Span;
use crate::yaml::{Key, Node, NodeKind, Scalar};

/// What the validator needs to know besides the tree and the fields.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The file that the tree was read from.
    pub file: &'a SitePath,
    /// The zone of times without an offset.
    pub timezone: &'a TimeZone,
    /// What has the fields, for messages: `a story`.
    pub owner: &'a str,
    /// The codes of the findings.
    pub codes: &'a FieldCodes,
}

/// The codes under which findings about fields are reported.
#[derive(Debug)]
pub struct FieldCodes {
    unknown_field: &'static Code,
    wrong_kind: &'static Code,
    unknown_word: &'static Code,
    date: &'static Code,
    value: &'static Code,
    missing: &'static Code,
    expected: &'static Code,
}

impl FieldCodes {
    /// For the front matter of pages.
    pub const FRONT_MATTER: Self = Self {
        unknown_field: &codes::FRONT_MATTER_UNKNOWN_FIELD,
        wrong_kind: &codes::FRONT_MATTER_WRONG_KIND,
        unknown_word: &codes::FRONT_MATTER_UNKNOWN_WORD,
        date: &codes::FRONT_MATTER_DATE,
        value: &codes::FRONT_MATTER_VALUE,
        missing: &codes::FRONT_MATTER_MISSING_FIELD,
        expected: &codes::FRONT_MATTER_EXPECTED_FIELD,
    };

    /// For `site.yaml`.
    pub const CONFIG: Self = Self {
        unknown_field: &codes::CONFIG_UNKNOWN_FIELD,
        wrong_kind: &codes::CONFIG_WRONG_KIND,
        unknown_word: &codes::CONFIG_UNKNOWN_WORD,
        date: &codes::CONFIG_VALUE,
        value: &codes::CONFIG_VALUE,
        missing: &codes::CONFIG_MISSING_FIELD,
        expected: &codes::CONFIG_MISSING_FIELD,
    };
}

/// Reads the values of a map by its declared fields. In an `open` map undeclared fields are taken as they are.
///
/// The values stand in the order in which they were written; a field that is empty is left out, but for an empty list,
/// which says that there is none.
pub fn validate(
    node: &Node,
    fields: &Fields,
    open: bool,
    context: Context<'_>,
    sink: &mut Vec<Diagnostic>,
) -> IndexMap<Arc<str>, Value> {
    let mut checker = Checker { context, sink };
    checker.map(node, fields, open, context.owner)
}

/// Reads one value by its field's declaration; nothing when it is empty or wrong.
pub fn validate_value(
    name: &str,
    field: &Field,
    node: &Node,
    context: Context<'_>,
    sink: &mut Vec<Diagnostic>,
) -> Option<Value> {
    Checker { context, sink }.value(name, field, node)
}

/// Says which fields a page lacks, when everything that it inherits is among its values.
///
/// `place` is where the page's own fields are written: the front matter, or the top of the file. A field that stands in
/// `tree` with a value that was refused is not missing: it has been reported.
pub fn missing(
    values: &IndexMap<Arc<str>, Value>,
    tree: &Node,
    kind: &TypeDecl,
    place: &Place,
    sink: &mut Vec<Diagnostic>,
) {
    for (name, field) in &kind.fields {
        if values.get(name).is_some_and(|value| is_given(value, field))
            || is_refused(values, tree, name)
        {
            continue;
        }
        let Some(severity) = severity_of(field.required) else {
            continue;
        };
        let label = with_article(kind.label("en"));
        let finding = if field.required == Need::Required {
            Diagnostic::new(
                &codes::FRONT_MATTER_MISSING_FIELD,
                place.clone(),
                format!("this page has no {}", code(name)),
            )
        } else {
            Diagnostic::new(
                &codes::FRONT_MATTER_EXPECTED_FIELD,
                place.clone(),
                format!("{label} should have {}", code(name)),
            )
        };
        sink.push(
            finding
                .severity(severity)
                .maybe_help(how_to_fill(name, field)),
        );
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
fn is_refused(values: &IndexMap<Arc<str>, Value>, tree: &Node, name: &str) -> bool {
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

/// `add `title: The allotment key` (what the page is called …)`.
fn how_to_fill(name: &str, field: &Field) -> Option<String> {
    let example = field.example.as_deref().unwrap_or("…");
    let add = format!("add {}", code(&format!("{name}: {example}")));
    Some(match field.help.get("en") {
        Some(help) => format!("{add}. {help}"),
        None => add,
    })
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

struct Checker<'a, 'sink> {
    context: Context<'a>,
    sink: &'sink mut Vec<Diagnostic>,
}

impl Checker<'_, '_> {
    fn report(&mut self, code: &'static Code, span: Span, message: String, help: Option<String>) {
        let place = Place::at(self.context.file, span);
        self.sink
            .push(Diagnostic::new(code, place, message).maybe_help(help));
    }

    fn map(
        &mut self,
        node: &Node,
        fields: &Fields,
        open: bool,
        owner: &str,
    ) -> IndexMap<Arc<str>, Value> {
        let mut values = IndexMap::new();
        let NodeKind::Map(entries) = &node.kind else {
            return values;
        };
        for (key, node) in entries {
            match fields.get_key_value(&*key.text) {
                Some((name, field)) => {
                    if let Some(value) = self.value_of_key(key, field, node) {
                        values.insert(name.clone(), value);
                    }
                }
                None if open => {
                    if let Some(value) = any(node) {
                        values.insert((&*key.text).into(), value);
                    }
                }
                None => self.unknown_field(key, fields, owner),
            }
        }
        values
    }

    fn unknown_field(&mut self, key: &Key, fields: &Fields, owner: &str) {
        let known = fields.keys().map(|name| &**name);
        let help = match meant(&key.text, fields).or_else(|| nearest(&key.text, known.clone())) {
            Some(name) => format!("did you mean `{name}`?"),
            None if fields.len() <= 12 => format!("it may have {}", any_of(known)),
            None if std::ptr::eq(
                self.context.codes.unknown_field,
                &codes::CONFIG_UNKNOWN_FIELD,
            ) =>
            {
                format!(
                    "take {} out; data of your own stands under `extra`",
                    code(&key.text)
                )
            }
            None => format!(
                "take {} out, or declare it under `types:` in `site.yaml`",
                code(&key.text)
            ),
        };
        let message = format!("{} is not a field of {owner}", code(&key.text));
        self.report(
            self.context.codes.unknown_field,
            key.span,
            message,
            Some(help),
        );
    }

    fn value_of_key(&mut self, key: &Key, field: &Field, node: &Node) -> Option<Value> {
        if node.is_empty() && node.span.start == node.span.end {
            return None;
        }
        self.value(&key.text, field, node)
    }

    fn value(&mut self, name: &str, field: &Field, node: &Node) -> Option<Value> {
        if node.is_empty() {
            return None;
        }
        let value = match (&field.kind, &node.kind) {
            (Kind::Any, _) => any(node),
            (Kind::OneOf(shapes), _) => return self.one_of(name, field, shapes, node),
            (Kind::List(of), NodeKind::List(items)) => {
                let items: Vec<Value> = items
                    .iter()
                    .filter_map(|item| self.value(name, of, item))
                    .collect();
                Some(Value::List(items))
            }
            (Kind::List(of), _) => self
                .value(name, of, node)
                .map(|value| Value::List(vec![value])),
            (Kind::Object(fields), NodeKind::Map(_)) => {
                let values = self.map(node, fields, false, &code(name));
                self.missing_inside(name, fields, &values, node);
                Some(Value::Map(values))
            }
            (Kind::Map(of), NodeKind::Map(entries)) => {
                let mut values = IndexMap::new();
                for (key, node) in entries {
                    if let Some(value) = self.value(&key.text, of, node) {
                        values.insert(Arc::from(&*key.text), value);
                    }
                }
                Some(Value::Map(values))
            }
            (Kind::Image, NodeKind::Map(_)) => self.image(name, node),
            (_, NodeKind::Scalar(scalar)) => self.scalar(name, field, scalar, node.span),
            _ => {
                self.wrong_kind(name, field, node);
                None
            }
        }?;
        self.within(name, field, &value, node.span).then_some(value)
    }

    fn one_of(
        &mut self,
        name: &str,
        field: &Field,
        shapes: &[Field],
        node: &Node,
    ) -> Option<Value> {
        let fits = |shape: &&Field| match (&shape.kind, &node.kind) {
            (Kind::List(_), NodeKind::List(_))
            | (Kind::Object(_) | Kind::Map(_), NodeKind::Map(_))
            | (Kind::Any, _) => true,
            (Kind::Bool, NodeKind::Scalar(scalar)) => truth(&scalar.text).is_some(),
            (Kind::Number, NodeKind::Scalar(scalar)) => number(&scalar.text).is_some(),
            (Kind::List(_) | Kind::Object(_) | Kind::Map(_), _) => false,
            (_, NodeKind::Scalar(_)) => true,
            _ => false,
        };
        match shapes.iter().find(fits) {
            Some(shape) => self.value(name, shape, node),
            None => {
                self.wrong_kind(name, field, node);
                None
            }
        }
    }

    fn image(&mut self, name: &str, node: &Node) -> Option<Value> {
        let fields = image_fields();
        let values = self.map(node, fields, false, &code(name));
        if values.contains_key("src") {
            return Some(Value::Map(values));
        }
        self.report(
            self.context.codes.missing,
            node.span,
            format!("the picture in {} has no {}", code(name), code("src")),
            Some("name its file: `{src: gate.jpg, alt: A garden gate}`".into()),
        );
        None
    }

    fn missing_inside(
        &mut self,
        name: &str,
        fields: &Fields,
        values: &IndexMap<Arc<str>, Value>,
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
                .maybe_help(how_to_fill(inner, field)),
            );
        }
    }

    fn scalar(&mut self, name: &str, field: &Field, scalar: &Scalar, span: Span) -> Option<Value> {
        let text = scalar.text.trim();
        match &field.kind {
            Kind::Text | Kind::Ref(_) => Some(Value::Text(text.into())),
            Kind::Markdown => Some(Value::Text(scalar.text.trim_end().into())),
            Kind::Bool => {
                let value = truth(text).map(Value::Bool);
                if value.is_none() {
                    let help = match text.to_ascii_lowercase().as_str() {
                        "yes" | "on" | "y" | "1" => format!("write `{name}: true`"),
                        "no" | "off" | "n" | "0" => format!("write `{name}: false`"),
                        _ => format!("write `{name}: true` or `{name}: false`"),
                    };
                    self.wants(name, "`true` or `false`", text, span, help);
                }
                value
            }
            Kind::Number => {
                let value = number(text);
                if value.is_none() {
                    let bare: String = text
                        .chars()
                        .filter(|c| !matches!(c, ',' | ' ' | '_'))
                        .collect();
                    let help = match number(&bare) {
                        Some(_) => format!("write the digits alone: `{name}: {bare}`"),
                        None => format!("write digits: `{name}: 12`"),
                    };
                    self.wants(name, "a number", text, span, help);
                }
                value
            }
            Kind::Date | Kind::DateTime => match moment::parse(text, self.context.timezone) {
                Ok(mut moment) => {
                    if field.kind == Kind::Date && moment.time.is_some() {
                        // The field holds a day: the time of day says nothing here.
                        let day = moment.day.to_string();
                        moment = moment::parse(&day, self.context.timezone).unwrap_or(moment);
                    }
                    Some(Value::Date(moment))
                }
                Err(problem) => {
                    let message = format!("in {}, {}", code(name), problem.message);
                    self.report(self.context.codes.date, span, message, Some(problem.help));
                    None
                }
            },
            Kind::Enum(words) => self.word(name, words, text, span),
            Kind::Url => self.tested(
                name,
                text,
                span,
                is_url(text),
                "an address of the web",
                || format!("write it whole: `{name}: https://network.example/`"),
            ),
            Kind::Email => self.tested(
                name,
                text,
                span,
                is_email(text),
                "an e-mail address",
                || format!("for example `{name}: hello@network.example`"),
            ),
            Kind::Path => self.tested(
                name,
                text,
                span,
                is_path(text),
                "a file of this site",
                || format!("name a file beside the page, or in `static/`: `{name}: report.pdf`"),
            ),
            Kind::Image => self
                .tested(
                    name,
                    text,
                    span,
                    is_path(text),
                    "a picture of this site",
                    || format!("name a file beside the page, or in `static/`: `{name}: gate.jpg`"),
                )
                .map(|src| Value::Map(IndexMap::from([("src".into(), src)]))),
            Kind::Object(_) | Kind::Map(_) | Kind::List(_) | Kind::OneOf(_) | Kind::Any => {
                let node = Node {
                    span,
                    kind: NodeKind::Scalar(scalar.clone()),
                };
                self.wrong_kind(name, field, &node);
                None
            }
        }
    }

    fn word(&mut self, name: &str, words: &[Arc<str>], text: &str, span: Span) -> Option<Value> {
        if let Some(word) = words.iter().find(|word| &***word == text) {
            return Some(Value::Text(word.clone()));
        }
        let known = words.iter().map(|word| &**word);
        let same = known.clone().find(|word| spoken(word) == spoken(text));
        let help = match same.or_else(|| nearest(text, known.clone())) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("it may be {}", any_of(known)),
        };
        let message = format!("{} cannot be {}", code(name), code(text));
        self.report(self.context.codes.unknown_word, span, message, Some(help));
        None
    }

    fn tested(
        &mut self,
        name: &str,
        text: &str,
        span: Span,
        good: bool,
        what: &str,
        help: impl FnOnce() -> String,
    ) -> Option<Value> {
        if good {
            return Some(Value::Text(text.into()));
        }
        let message = format!("{} wants {what}, not {}", code(name), code(text));
        self.report(self.context.codes.value, span, message, Some(help()));
        None
    }

    fn wants(&mut self, name: &str, what: &str, text: &str, span: Span, help: String) {
        let message = format!("{} wants {what}, not {}", code(name), code(text));
        self.report(self.context.codes.wrong_kind, span, message, Some(help));
    }

    fn wrong_kind(&mut self, name: &str, field: &Field, node: &Node) {
        let found = match &node.kind {
            NodeKind::Scalar(scalar) => code(&scalar.text),
            NodeKind::List(_) => "a list".into(),
            NodeKind::Map(_) => "named values".into(),
        };
        let message = format!("{} wants {}, not {found}", code(name), expects(&field.kind));
        let help = match (&field.example, &node.kind) {
            (Some(example), _) => Some(format!(
                "for example {}",
                code(&format!("{name}: {example}"))
            )),
            (None, NodeKind::Map(_)) if matches!(field.kind, Kind::Text | Kind::Markdown) => {
                Some("put quotes round a text that begins with `{`".into())
            }
            (None, NodeKind::List(_)) if matches!(field.kind, Kind::Text | Kind::Markdown) => {
                Some("put quotes round a text that begins with `[`".into())
            }
            _ => None,
        };
        self.report(self.context.codes.wrong_kind, node.span, message, help);
    }

    /// Whether a value keeps to the field's `max`, `min` and `pattern`.
    fn within(&mut self, name: &str, field: &Field, value: &Value, span: Span) -> bool {
        let size = |wanted: u64, more: bool| {
            match value {
                Value::Text(text) => Some((
                    count(wanted, "character", "characters"),
                    (text.chars().count() as u64).cmp(&wanted),
                )),
                Value::List(items) => Some((
                    count(wanted, "entry", "entries"),
                    (items.len() as u64).cmp(&wanted),
                )),
                Value::Int(number) => Some((
                    wanted.to_string(),
                    i128::from(*number).cmp(&i128::from(wanted)),
                )),
                Value::Float(number) => number
                    .partial_cmp(&(wanted as f64))
                    .map(|order| (wanted.to_string(), order)),
                _ => None,
            }
            .filter(|(_, order)| order.is_gt() == more && !order.is_eq())
            .map(|(said, _)| said)
        };
        let too_much = field.max.and_then(|max| size(max, true));
        let too_little = field.min.and_then(|min| size(min, false));
        if let Some((limit, word)) = too_much
            .map(|said| (said, "at most"))
            .or(too_little.map(|said| (said, "at least")))
        {
            let verb = match value {
                Value::Int(_) | Value::Float(_) => "be",
                _ => "have",
            };
            let message = format!("{} may {verb} {word} {limit}", code(name));
            self.report(
                self.context.codes.value,
                span,
                message,
                field.help.get("en").map(str::to_owned),
            );
            return false;
        }
        if let (Some(pattern), Value::Text(text)) = (&field.pattern, value)
            && !pattern.matches(text)
        {
            let message = format!(
                "{} does not have the form that {} wants",
                code(text),
                code(name)
            );
            let help = match &field.example {
                Some(example) => format!("for example {}", code(&format!("{name}: {example}"))),
                None => format!("it must match {}", code(pattern.as_str())),
            };
            self.report(self.context.codes.value, span, message, Some(help));
            return false;
        }
        true
    }
}

/// What a kind holds, in words.
fn expects(kind: &Kind) -> String {
    match kind {
        Kind::Text | Kind::Markdown => "one text".into(),
        Kind::Bool => "`true` or `false`".into(),
        Kind::Number => "a number".into(),
        Kind::Date => "a day".into(),
        Kind::DateTime => "a day or a time".into(),
        Kind::Enum(words) => any_of(words.iter().map(|word| &**word)),
        Kind::Url => "an address of the web".into(),
        Kind::Email => "an e-mail address".into(),
        Kind::Path => "a file of this site".into(),
        Kind::Image => "a picture".into(),
        Kind::Ref(_) => "the id of one page".into(),
        Kind::List(_) => "a list".into(),
        Kind::Object(fields) => format!(
            "named values ({})",
            any_of(fields.keys().map(|name| &**name))
        ),
        Kind::Map(_) => "names with values".into(),
        Kind::OneOf(shapes) => {
            let shapes: Vec<String> = shapes.iter().map(|field| expects(&field.kind)).collect();
            shapes.join(" or ")
        }
        Kind::Any => "a value".into(),
    }
}

/// The fields of a picture that is more than a path.
pub fn image_fields() -> &'static Fields {
    static FIELDS: std::sync::LazyLock<Fields> = std::sync::LazyLock::new(|| {
        let field = |kind| Field::of(kind);
        IndexMap::from([
            ("src".into(), field(Kind::Path)),
            ("alt".into(), field(Kind::Text)),
            ("decorative".into(), field(Kind::Bool)),
            ("credit".into(), field(Kind::Text)),
            (
                "consent".into(),
                field(Kind::List(Box::new(field(Kind::Text)))),
            ),
        ])
    });
    &FIELDS
}

/// The field that a name of another generator, or of schema.org, stands for.
fn meant<'a>(written: &str, fields: &'a Fields) -> Option<&'a str> {
    const OTHERS: &[(&str, &str)] = &[
        ("author", "authors"),
        ("area", "areas"),
        ("theme", "themes"),
        ("tags", "themes"),
        ("tag", "themes"),
        ("categories", "themes"),
        ("date_published", "date"),
        ("published", "date"),
        ("pub_date", "date"),
        ("date_modified", "updated"),
        ("modified", "updated"),
        ("lastmod", "updated"),
        ("expiry_date", "expires"),
        ("layout", "template"),
        ("summary", "description"),
        ("definition", "description"),
        ("permalink", "slug"),
        ("status", "draft"),
        ("pref_label", "title"),
        ("name", "title"),
        ("alt_label", "synonyms"),
        ("key_findings", "findings"),
        ("organization", "organisation"),
        ("source_organization", "source_organisation"),
        ("cover", "image"),
        ("redirect_from", "aliases"),
        ("licence", "license"),
    ];
    let snake = snake_case(written);
    let mapped = OTHERS
        .iter()
        .find(|(other, _)| *other == snake)
        .map(|(_, ours)| *ours);
    [mapped.unwrap_or(&snake), &snake]
        .into_iter()
        .find_map(|name| fields.get_key_value(name))
        .map(|(name, _)| &**name)
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for character in name.chars().take(64) {
        if character.is_uppercase() && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        match character {
            '-' | ' ' => snake.push('_'),
            character => snake.extend(character.to_lowercase()),
        }
    }
    snake
}

/// A word without its case and joints: `Human reviewed` is `human-reviewed`.
fn spoken(word: &str) -> String {
    word.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(64)
        .collect()
}

/// A node as it is, typed by its look; nothing for an empty one.
pub fn any(node: &Node) -> Option<Value> {
    match &node.kind {
        NodeKind::Scalar(scalar) if scalar.is_empty() => None,
        NodeKind::Scalar(scalar) if !scalar.plain => {
            Some(Value::Text(scalar.text.trim_end().into()))
        }
        NodeKind::Scalar(scalar) => Some(
            truth(&scalar.text)
                .map(Value::Bool)
                .or_else(|| number(&scalar.text))
                .unwrap_or_else(|| Value::Text((&*scalar.text).into())),
        ),
        NodeKind::List(items) => Some(Value::List(items.iter().filter_map(any).collect())),
        NodeKind::Map(entries) => Some(Value::Map(
            entries
                .iter()
                .filter_map(|(key, node)| Some(((&*key.text).into(), any(node)?)))
                .collect(),
        )),
    }
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

fn number(text: &str) -> Option<Value> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|first: char| first.is_ascii_digit())
        || !digits.ends_with(|last: char| last.is_ascii_digit())
    {
        return None;
    }
    text.parse().map(Value::Int).ok().or_else(|| {
        text.parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .map(Value::Float)
    })
}

fn is_url(text: &str) -> bool {
    let Some(rest) = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))
    else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty()
        && !host.starts_with(['.', ':', '@'])
        && !text.chars().any(|character| {
            character.is_whitespace()
                || character.is_control()
                || matches!(character, '<' | '>' | '"' | '\\' | '`')
        })
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    !name.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !host.contains("..")
        && !text.chars().any(|character| {
            character.is_whitespace()
                || character.is_control()
                || matches!(character, ',' | ';' | '<' | '>' | '"' | '(' | ')')
        })
        && !host.contains('@')
}

fn is_path(text: &str) -> bool {
    !text.contains("://")
        && !text.starts_with("//")
        && !text.starts_with("data:")
        && !text.contains(['\\', '?', '#'])
        && !text.chars().any(char::is_control)
}
