//! The front matter of a page: what stands between the first `---` and the next, checked by the page's type.
//!
//! It also says where a page belongs: its place in `content/`, its language, its type. The body is not read here.

use std::sync::Arc;

use indexmap::IndexMap;

use super::page::ContentPlace;
use crate::config::Config;
use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::wording::{any_of, code};
use crate::diagnostic::{Checked, Diagnostic, Place, codes};
use crate::path::SitePath;
use crate::schema::validate::{self, Context, FieldCodes, validate, with_article};
use crate::schema::{Fields, Kind, TypeDecl, Value};
use crate::source::Span;
use crate::yaml::{self, Node, NodeKind};

/// What a page says about itself before its body begins.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontMatter {
    /// Where the page stands in `content/`.
    pub place: ContentPlace,
    /// Its language.
    pub lang: Arc<str>,
    /// The name of its type.
    pub kind: Arc<str>,
    /// The fields that the file gives, validated.
    pub fields: IndexMap<Arc<str>, Value>,
    /// The front matter as a tree; an empty map at the top of the file when there is none.
    pub tree: Node,
    /// Where the front matter stands, its lines of dashes included; empty at the top of the file when there is none.
    pub span: Span,
    /// Whether it could be read to its end. If not, what is missing is not the author's omission.
    pub whole: bool,
    /// The byte at which the body begins.
    pub body: usize,
}

/// Reads the front matter of the Markdown file at `path`, which lies in `content/`.
pub fn parse(path: &SitePath, text: &str, config: &Config) -> Checked<FrontMatter> {
    let mut sink = Vec::new();
    let (place, lang) = place_of(path, config);
    let split = split(path, text, &mut sink);
    let mut whole = split.whole;
    let top = Node {
        span: Span::default(),
        kind: NodeKind::Map(Vec::new()),
    };
    let tree = match split.yaml {
        Some(yaml) => {
            let parsed = yaml::parse(
                &text[yaml.range()],
                yaml.start as usize,
                yaml::Budget::FRONT_MATTER,
            );
            let broken = parsed.node.is_none() && !parsed.problems.is_empty();
            sink.extend(
                parsed
                    .problems
                    .into_iter()
                    .map(|problem| problem.into_diagnostic(path)),
            );
            whole &= !broken;
            tree_of(path, parsed.node, yaml, &mut whole, &mut sink)
        }
        None => top,
    };
    let kind = kind_of(path, &place, &tree, config, &mut sink);
    let fields = match config.types.get(&kind) {
        Some(decl) => fields_of(path, &place, &tree, decl, config, &mut sink),
        None => IndexMap::new(),
    };
    Checked::new(
        FrontMatter {
            place,
            lang,
            kind,
            fields,
            tree,
            span: split.span,
            whole,
            body: split.body,
        },
        sink,
    )
}

/// Works out where a file of `content/` belongs from its path alone: its place and its language.
pub fn place_of(path: &SitePath, config: &Config) -> (ContentPlace, Arc<str>) {
    let full = path.as_str();
    let inner = full.strip_prefix("content/").unwrap_or(full);
    let (folder, file) = inner.rsplit_once('/').unwrap_or(("", inner));
    let stem = file.strip_suffix(".md").unwrap_or(file);
    let (name, lang) = match stem.rsplit_once('.') {
        Some((name, code)) if !name.is_empty() => match config.languages.get_key_value(code) {
            Some((lang, _)) => (name, lang.clone()),
            None => (stem, config.default_language().clone()),
        },
        _ => (stem, config.default_language().clone()),
    };
    let place = if name == "index" && !folder.is_empty() {
        let (parent, bundle) = folder.rsplit_once('/').unwrap_or(("", folder));
        ContentPlace {
            folder: parent.into(),
            name: bundle.into(),
            bundle: true,
        }
    } else {
        ContentPlace {
            folder: folder.into(),
            name: name.into(),
            bundle: false,
        }
    };
    (place, lang)
}

/// The taxonomy whose folder holds the page as one of its terms: `themes/trust.md`, `themes/trust/_index.md`.
pub fn taxonomy_of<'a>(place: &ContentPlace, config: &'a Config) -> Option<&'a Arc<str>> {
    let (name, taxonomy) = config.taxonomies.get_key_value(place.top())?;
    let is_term = !place.is_section() || &*place.folder != place.top();
    (taxonomy.from_type.is_none() && is_term).then_some(name)
}

/// The type of a page that says nothing: by its place.
pub fn kind_by_place(place: &ContentPlace, config: &Config) -> Arc<str> {
    if taxonomy_of(place, config).is_some() {
        return "term".into();
    }
    if place.is_section() {
        return "section".into();
    }
    kind_of_folder(place.top(), config)
}

/// The type of the pages of a top folder.
fn kind_of_folder(top: &str, config: &Config) -> Arc<str> {
    config
        .types
        .values()
        .find(|decl| !top.is_empty() && decl.sections.iter().any(|folder| &**folder == top))
        .map_or_else(|| "page".into(), |decl| decl.name.clone())
}

/// The parts of a file.
struct Split {
    /// The YAML between the dashes.
    yaml: Option<Span>,
    /// The front matter with its dashes.
    span: Span,
    body: usize,
    whole: bool,
}

fn split(path: &SitePath, text: &str, sink: &mut Vec<Diagnostic>) -> Split {
    let none = |body| Split {
        yaml: None,
        span: Span::default(),
        body,
        whole: true,
    };
    let (first, after_first) = line(text, 0);
    let fence = first.trim_end();
    if fence == "+++" || (fence == "{" && text[after_first..].trim_start().starts_with('"')) {
        let language = if fence == "+++" { "TOML" } else { "JSON" };
        sink.push(
            Diagnostic::new(
                &codes::FRONT_MATTER_FORMAT,
                Place::at(path, Span::new(0, fence.len())),
                format!("this front matter is {language}, and Alongside reads YAML"),
            )
            .help("write `---` above and below the fields, and each field as `name: value`"),
        );
        let end = lines(text, after_first)
            .find(|(content, _, _)| content.trim_end() == if fence == "+++" { "+++" } else { "}" })
            .map_or(text.len(), |(_, _, next)| next);
        return Split {
            span: Span::new(0, end),
            whole: false,
            ..none(end)
        };
    }
    if fence != "---" {
        return none(0);
    }
    let closing = lines(text, after_first).find(|(content, _, _)| {
        let content = content.trim_end();
        content == "---" || content == "..."
    });
    match closing {
        Some((_, start, next)) => Split {
            yaml: Some(Span::new(after_first, start)),
            span: Span::new(0, next),
            body: next,
            whole: true,
        },
        None => {
            sink.push(
                Diagnostic::new(
                    &codes::FRONT_MATTER_UNTERMINATED,
                    Place::at(path, Span::new(0, 3)),
                    "this front matter is never closed",
                )
                .help("put a line with `---` alone after the last field"),
            );
            Split {
                span: Span::new(0, text.len()),
                whole: false,
                ..none(text.len())
            }
        }
    }
}

/// The line that begins at `start`, without its end, and where the next one begins.
fn line(text: &str, start: usize) -> (&str, usize) {
    let rest = &text[start..];
    match rest.find(['\n', '\r']) {
        Some(end) => {
            let length = if rest[end..].starts_with("\r\n") {
                2
            } else {
                1
            };
            (&rest[..end], start + end + length)
        }
        None => (rest, text.len()),
    }
}

/// The lines from `start` on, each with its first byte and that of the next.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (&str, usize, usize)> {
    let mut at = start;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let (content, next) = line(text, at);
        let found = (content, at, next);
        at = next;
        Some(found)
    })
}

/// The tree if it is a map; an empty map in its place otherwise.
fn tree_of(
    path: &SitePath,
    node: Option<Node>,
    yaml: Span,
    whole: &mut bool,
    sink: &mut Vec<Diagnostic>,
) -> Node {
    let empty = Node {
        span: Span::new(yaml.start as usize, yaml.start as usize),
        kind: NodeKind::Map(Vec::new()),
    };
    let Some(node) = node else {
        return empty;
    };
    let found = match &node.kind {
        NodeKind::Map(_) => return node,
        NodeKind::Scalar(scalar) if scalar.is_empty() => return empty,
        NodeKind::Scalar(_) => "a text",
        NodeKind::List(_) => "a list",
    };
    *whole = false;
    sink.push(
        Diagnostic::new(
            &codes::FRONT_MATTER_SHAPE,
            Place::at(path, node.span),
            format!("this front matter is {found}, not fields with values"),
        )
        .help("write each field as `name: value`, for example `title: The allotment key`"),
    );
    empty
}

/// The type that the page says, when it may; else that of its place.
fn kind_of(
    path: &SitePath,
    place: &ContentPlace,
    tree: &Node,
    config: &Config,
    sink: &mut Vec<Diagnostic>,
) -> Arc<str> {
    let by_place = kind_by_place(place, config);
    let Some((node, written)) = tree.get("type").and_then(|node| Some((node, node.text()?))) else {
        return by_place;
    };
    let at = Place::at(path, node.span);
    let Some((name, _)) = config.types.get_key_value(written) else {
        let known = config.types.keys().map(|name| &**name);
        let help = did_you_mean(written, known.clone())
            .unwrap_or_else(|| format!("it may be {}", any_of(known)));
        sink.push(
            Diagnostic::new(
                &codes::FRONT_MATTER_UNKNOWN_TYPE,
                at,
                format!("there is no type {}", code(written)),
            )
            .help(help),
        );
        return by_place;
    };
    let bound = |kind: &str| matches!(kind, "section" | "term");
    if *name != by_place && (bound(name) || bound(&by_place)) {
        sink.push(
            Diagnostic::new(
                &codes::FRONT_MATTER_TYPE_PLACE,
                at,
                format!(
                    "this file is {} by its place, and cannot be {}",
                    with_article(&by_place),
                    with_article(name)
                ),
            )
            .help(if by_place.as_ref() == "section" {
                "an `_index.md` is always the page of its folder: take `type` out, or name the file `index.md`"
            } else {
                "take `type` out, or put the file where such pages belong"
            }),
        );
        return by_place;
    }
    name.clone()
}

fn fields_of(
    path: &SitePath,
    place: &ContentPlace,
    tree: &Node,
    decl: &TypeDecl,
    config: &Config,
    sink: &mut Vec<Diagnostic>,
) -> IndexMap<Arc<str>, Value> {
    let owner = with_article(decl.label("en"));
    let context = Context {
        file: path,
        timezone: &config.timezone,
        owner: &owner,
        codes: &FieldCodes::FRONT_MATTER,
    };
    let mut fields = validate(tree, &decl.fields, decl.open, context, sink);
    let cascade = decl
        .fields
        .get("cascade")
        .filter(|field| field.kind == Kind::Any)
        .and_then(|_| tree.get("cascade"));
    if let Some(node) = cascade.filter(|node| !node.is_empty()) {
        fields.insert("cascade".into(), cascaded(path, place, node, config, sink));
    }
    fields
}

/// The values of `cascade`, read as fields of the pages below: of the folder's type first, then of any other.
fn cascaded(
    path: &SitePath,
    place: &ContentPlace,
    node: &Node,
    config: &Config,
    sink: &mut Vec<Diagnostic>,
) -> Value {
    if !matches!(node.kind, NodeKind::Map(_)) {
        sink.push(
            Diagnostic::new(
                &codes::FRONT_MATTER_WRONG_KIND,
                Place::at(path, node.span),
                "`cascade` wants fields with values",
            )
            .help("for example `cascade: {license: CC-BY-4.0}`"),
        );
        return Value::Map(IndexMap::new());
    }
    let own = kind_of_folder(place.top(), config);
    let mut open = false;
    let mut fields = Fields::new();
    let first = config.types.get(&own).into_iter();
    for decl in first.chain(config.types.values()) {
        open |= decl.open;
        for (name, field) in &decl.fields {
            // What a page is called and where it stands can only be its own.
            let inherited = !matches!(
                &**name,
                "title" | "slug" | "id" | "aliases" | "type" | "cascade"
            );
            if inherited && !fields.contains_key(name) {
                fields.insert(name.clone(), field.clone());
            }
        }
    }
    let context = Context {
        file: path,
        timezone: &config.timezone,
        owner: "the pages below",
        codes: &FieldCodes::FRONT_MATTER,
    };
    Value::Map(validate(node, &fields, open, context, sink))
}

/// Where to say that a page lacks a field: its first line of dashes, or the top of the file.
pub fn place_of_missing(path: &SitePath, front_matter: Span) -> Place {
    let start = front_matter.start as usize;
    let end = (front_matter.end as usize).min(start + 3);
    Place::at(path, Span::new(start, end))
}

/// Says which fields a page of this type lacks among `values`, its own and the inherited ones together.
pub fn report_missing(
    path: &SitePath,
    front_matter: Span,
    values: &IndexMap<Arc<str>, Value>,
    decl: &TypeDecl,
    sink: &mut Vec<Diagnostic>,
) {
    validate::missing(values, decl, &place_of_missing(path, front_matter), sink);
}
