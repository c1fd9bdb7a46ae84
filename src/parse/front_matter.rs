//! The front matter of a page: what stands between the first `---` and the next, checked by the page's type.
//!
//! It also says where a page belongs: its place in `content/`, its language, its type. The body is not read here.

use std::sync::Arc;

use super::{comments, events, hiding, language_name, values};
use crate::config::Config;
use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::wording::{any_of, code};
use crate::diagnostic::{Checked, Diagnostic, Place, codes};
use crate::page::{ContentPlace, Hidden, Hides, Mark};
use crate::path::{SitePath, markdown_stem};
use crate::schema::validate::{self, Context, FieldCodes, validate, with_article};
use crate::schema::{Fields, Kind, TypeDecl, Value, Values};
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
    pub fields: Values,
    /// The front matter as a tree; an empty map at the top of the file when there is none.
    pub tree: Node,
    /// Where the front matter stands, its lines of dashes included; empty at the top of the file when there is none.
    pub span: Span,
    /// Whether it could be read to its end. If not, what is missing is not the author's omission.
    pub whole: bool,
    /// What holds the page at the gate besides its fields.
    pub marks: Box<[Mark]>,
    /// The byte at which the body begins.
    pub body: usize,
}

/// Reads the front matter of the Markdown file at `path`, which lies in `content/`.
pub fn parse(path: &SitePath, text: &str, config: &Config) -> Checked<FrontMatter> {
    let mut sink = Vec::new();
    let (place, lang) = place_of(path, config);
    sink.extend(language_name::foreign(path, config));
    let split = split(path, text, &mut sink);
    let mut whole = split.whole;
    let mut twice = Vec::new();
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
            whole &= !parsed.is_broken();
            let before = sink.len();
            let node = parsed.report(path, &mut sink);
            let doubles = sink[before..]
                .iter()
                .filter(|found| *found.code == codes::YAML_DUPLICATE_KEY);
            twice.extend(doubles.filter_map(|found| found.place.span));
            let mut tree = tree_of(path, node, yaml, &mut whole, &mut sink);
            comments::take_out(path, &mut tree, &mut sink);
            values::mend(path, text, &mut tree, &mut sink);
            tree
        }
        None => top,
    };
    let mut marks = Vec::new();
    hiding::written_twice(text, &tree, twice.into_iter(), config, &mut marks);
    let tree = hiding::renamed(tree, config);
    let kind = kind_of(path, &place, &tree, config, &mut sink);
    let fields = match config.types.get(&kind) {
        Some(decl) => fields_of(path, &place, &tree, decl, config, &mut sink, &mut marks),
        None => Values::default(),
    };
    hiding::consent(path, &tree, config, &mut sink, &mut marks);
    hiding::folder(path, &mut sink, &mut marks);
    if !whole {
        // Nobody knows whether what could not be read hides the page.
        marks.push(Mark {
            hides: Hides::Unclear,
            span: split.span,
            what: Hidden::Page,
            says: None,
        });
    }
    Checked::new(
        FrontMatter {
            place,
            lang,
            kind,
            fields,
            tree,
            span: split.span,
            whole,
            marks: marks.into(),
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
    let stem = markdown_stem(file).unwrap_or(file);
    let (name, lang) = match stem.rsplit_once('.') {
        Some((name, code)) if !name.is_empty() => match config.languages.get_key_value(code) {
            Some((lang, _)) => (name, lang.clone()),
            None => (stem, config.default_language().clone()),
        },
        _ => (stem, config.default_language().clone()),
    };
    let place = if name == "index" && !folder.is_empty() {
        let (parent, bundle) = folder.rsplit_once('/').unwrap_or(("", folder));
        ContentPlace::new(parent, bundle, true)
    } else {
        ContentPlace::new(folder, name, false)
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
    let is_json = text
        .strip_prefix('{')
        .is_some_and(|rest| rest.trim_start().starts_with('"'));
    let tagged = matches!(fence, "---toml" | "---json" | "---js" | ";;;");
    if fence == "+++" || tagged || is_json {
        let is_toml = matches!(fence, "+++" | "---toml");
        let language = if is_toml { "TOML" } else { "JSON" };
        sink.push(
            Diagnostic::new(
                &codes::FRONT_MATTER_FORMAT,
                Place::at(path, Span::new(0, fence.len())),
                format!("this front matter is {language}, and Alongside reads YAML"),
            )
            .help("write `---` above and below the fields, and each field as `name: value`"),
        );
        let end = lines(text, after_first)
            .find(|(content, _, _)| match fence {
                "+++" | ";;;" => content.trim_end() == fence,
                _ if tagged => content.trim_end() == "---",
                _ => content.trim_end() == "}",
            })
            .map_or(text.len(), |(_, _, next)| next);
        return Split {
            span: Span::new(0, end),
            whole: false,
            ..none(end)
        };
    }
    if fence != "---" {
        return match opening(text) {
            Some(opening) => unopened(path, text, opening, sink),
            // A file that is no text from its first letter on has been told of: nobody left its title out.
            None => Split {
                whole: !text.starts_with('\u{fffd}'),
                ..none(0)
            },
        };
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

/// How the first line of fields begins that no line of three dashes opens: the fields that are commonly first, and those that
/// hide a page, whose text would be published with them.
const FIRST_FIELDS: [&str; 16] = [
    "title:",
    "description:",
    "date:",
    "type:",
    "draft:",
    "published:",
    "publish:",
    "visibility:",
    "consent:",
    "expires:",
    "layout:",
    "slug:",
    "private:",
    "robots:",
    "tags:",
    "permalink:",
];

/// How fields begin that no line of three dashes opens.
struct Opening {
    /// The line that is wrong, or the first field.
    first: Span,
    /// Where the fields begin.
    fields: usize,
    help: &'static str,
}

/// Whether the file begins with what an author takes for front matter: fields under a line that is not quite `---`, under an
/// empty line, or under none.
fn opening(text: &str) -> Option<Opening> {
    let (first, start, next) = lines(text, 0).find(|(content, _, _)| !content.trim().is_empty())?;
    let content = first.trim();
    let is_rule = content.chars().count() >= 2
        && content
            .chars()
            .all(|character| matches!(character, '-' | '–' | '—' | '_' | '*' | ' '));
    let is_line = is_rule || matches!(content, "—" | "–");
    let fields = if is_line { next } else { start };
    let (_, field, _) = lines(text, fields).find(|(content, _, _)| !content.trim().is_empty())?;
    let is_field = FIRST_FIELDS
        .iter()
        .any(|name| text[field..].starts_with(name));
    if !is_field {
        return None;
    }
    let span = Span::new(start, start + first.trim_end().len());
    let help = match (content, is_line) {
        ("---", _) => "take out what stands before the line of dashes",
        (_, true) => "write exactly three dashes, `---`, in the line above the fields",
        _ => "write a line with three dashes, `---`, above the fields and another below them",
    };
    Some(Opening {
        first: span,
        fields,
        help,
    })
}

/// Reports fields that are not opened, and takes them out of the body with the line that closes them, if there is one.
fn unopened(path: &SitePath, text: &str, opening: Opening, sink: &mut Vec<Diagnostic>) -> Split {
    sink.push(
        Diagnostic::new(
            &codes::FRONT_MATTER_SHAPE,
            Place::at(path, opening.first),
            "the fields of this page do not begin with a line of three dashes",
        )
        .help(opening.help),
    );
    let is_rule = |content: &str| content.len() >= 2 && content.bytes().all(|byte| byte == b'-');
    let end = lines(text, opening.fields)
        .find(|(content, _, _)| is_rule(content.trim_end()) || content.trim().is_empty())
        .map_or(text.len(), |(_, _, next)| next);
    Split {
        yaml: None,
        span: Span::new(0, end),
        body: end,
        whole: false,
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
    marks: &mut Vec<Mark>,
) -> Values {
    let owner = with_article(decl.label("en"));
    let context = Context {
        file: path,
        timezone: &config.timezone,
        owner: &owner,
        codes: &FieldCodes::FRONT_MATTER,
    };
    let before = sink.len();
    let hiding = hiding::read(
        path,
        tree,
        &decl.fields,
        (decl.open, Hidden::Page),
        config,
        sink,
    );
    let own = hiding.without_foreign(tree);
    marks.extend(hiding.marks);
    let own = own.as_ref().unwrap_or(tree);
    let mut fields = validate(own, &decl.fields, decl.open, context, sink);
    hiding::unreadable(tree, &sink[before..], Hidden::Page, marks);
    events::check(path, tree, decl, &fields, sink);
    let cascade = decl
        .fields
        .get("cascade")
        .filter(|field| field.kind == Kind::Any)
        .and_then(|_| tree.get("cascade"));
    if let Some(node) = cascade.filter(|node| !node.is_empty()) {
        fields.insert(
            "cascade".into(),
            cascaded(path, place, node, config, sink, marks),
        );
    }
    fields
}

/// What a page is called and where it stands can only be its own.
const OF_ONE_PAGE: [&str; 6] = ["title", "slug", "id", "aliases", "type", "cascade"];

/// The values of `cascade`, read as fields of the pages below: of the folder's type first, then of any other.
fn cascaded(
    path: &SitePath,
    place: &ContentPlace,
    node: &Node,
    config: &Config,
    sink: &mut Vec<Diagnostic>,
    marks: &mut Vec<Mark>,
) -> Value {
    let NodeKind::Map(entries) = &node.kind else {
        marks.push(Mark {
            hides: Hides::Unclear,
            span: node.span,
            what: Hidden::Below,
            says: None,
        });
        sink.push(
            Diagnostic::new(
                &codes::FRONT_MATTER_WRONG_KIND,
                Place::at(path, node.span),
                "`cascade` wants fields with values",
            )
            .help("for example `cascade: {license: CC-BY-4.0}`"),
        );
        return Value::Map(Default::default());
    };
    let mut handed_down = Vec::new();
    for (key, value) in entries {
        if OF_ONE_PAGE.contains(&&*key.text) {
            let message = format!("{} cannot be given to the pages below", code(&key.text));
            sink.push(
                Diagnostic::new(
                    &codes::FRONT_MATTER_UNKNOWN_FIELD,
                    Place::at(path, key.span),
                    message,
                )
                .help("each page says its own"),
            );
        } else {
            handed_down.push((key.clone(), value.clone()));
        }
    }
    let node = &Node {
        span: node.span,
        kind: NodeKind::Map(handed_down),
    };
    let own = kind_of_folder(place.top(), config);
    let mut open = false;
    let mut fields = Fields::default();
    let first = config.types.get(&own).into_iter();
    for decl in first.chain(config.types.values()) {
        open |= decl.open;
        for (name, field) in &decl.fields {
            // What a page is called and where it stands can only be its own.
            if !OF_ONE_PAGE.contains(&&**name) && !fields.contains_key(name) {
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
    let before = sink.len();
    let hiding = hiding::read(path, node, &fields, (open, Hidden::Below), config, sink);
    let own = hiding.without_foreign(node);
    marks.extend(hiding.marks);
    let own = own.as_ref().unwrap_or(node);
    let values = validate(own, &fields, open, context, sink);
    hiding::unreadable(node, &sink[before..], Hidden::Below, marks);
    Value::from(values)
}

/// Where to say that a page lacks a field: its first line of dashes, or the top of the file.
pub fn place_of_missing(path: &SitePath, front_matter: Span) -> Place {
    let start = front_matter.start as usize;
    let end = (front_matter.end as usize).min(start + 3);
    Place::at(path, Span::new(start, end))
}

/// Says which fields a page of this type lacks among `values`, its own and the inherited ones together.
///
/// `written` is where its front matter stands, and its tree.
pub fn report_missing(
    path: &SitePath,
    written: (Span, &Node),
    values: &Values,
    decl: &TypeDecl,
    sink: &mut Vec<Diagnostic>,
) {
    let (span, tree) = written;
    validate::missing(values, tree, decl, &place_of_missing(path, span), sink);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::declared;
    use proptest::prelude::*;

    fn site(text: &str) -> Config {
        let checked = declared::parse(&SitePath::new("site.yaml"), text);
        assert_eq!(checked.diagnostics, []);
        checked.value
    }

    fn network() -> Config {
        site(
            "title: A network\nlanguages: [en, cy]\ntimezone: Europe/London\ntypes:\n  piece:\n    sections: [pieces]\n    \
             fields:\n      mood: {kind: enum, values: [calm, loud], default: calm}\n      note: {kind: text, max: 5}\n      \
             rating: {kind: number, min: 1, max: 5}\n      mail: email\n      link: url\n      file: path\n",
        )
    }

    /// Each error, told by its place and words.
    fn told(path: &str, text: &str, config: &Config) -> Vec<String> {
        let path = SitePath::new(path);
        let mut checked = parse(&path, text, config);
        let front = &checked.value;
        if front.whole {
            report_missing(
                &path,
                (front.span, &front.tree),
                &front.fields,
                &config.types[&front.kind],
                &mut checked.diagnostics,
            );
        }
        checked
            .diagnostics
            .retain(|found| found.severity == crate::diagnostic::Severity::Error);
        crate::diagnostic::told::told(text, checked.diagnostics)
    }

    #[test]
    fn what_a_value_hides_is_in_no_field_and_decides_nothing() {
        let path = SitePath::new("content/a.md");
        let text = "---\ntitle: A key <!-- of Sam --> is lost\ndescription: |\n  One %%Sam%% word\nquestions: [\"<!-- Sam -->Why?\"]\ndraft: \"<!-- true -->\"\n---\n";
        let read = parse(&path, text, &network());
        let title = read.value.fields.get("title").and_then(Value::as_text);
        assert_eq!(title, Some("A key is lost"));
        let written = format!("{:?}", read.value.fields);
        assert!(!written.contains("Sam"), "{written}");
        assert_eq!(read.value.marks.len(), 1, "the draft cannot be read");
        let found = crate::diagnostic::told::told(text, read.diagnostics);
        assert!(
            found
                .iter()
                .any(|line| line.contains("markdown/percent-comment")),
            "{found:?}"
        );
        let unclosed = "---\ntitle: A <!-- Sam\n---\n";
        let read = parse(&path, unclosed, &network());
        let found = crate::diagnostic::told::told(unclosed, read.diagnostics);
        assert_eq!(
            found,
            [
                "2:8-2:18 markdown/unclosed-comment text that `<!--` hides never ends, and takes the rest of the value with it | end it with `-->`"
            ]
        );
    }

    #[test]
    fn every_mistake_is_told_at_its_key_or_value() {
        let config = network();
        let table: Vec<(&str, &str, Vec<&str>)> = vec![
            (
                "content/a.md",
                "",
                vec![
                    "1:1-1:1 front-matter/missing-field this page has no `title` | add `title: The allotment key`. What the page is called, in a few plain words. Leave surnames out of stories.",
                ],
            ),
            (
                "content/a.md",
                "---\ndate: 2026-02-03\n---\n",
                vec![
                    "1:1-1:4 front-matter/missing-field this page has no `title` | add `title: The allotment key`. What the page is called, in a few plain words. Leave surnames out of stories.",
                ],
            ),
            (
                "content/a.md",
                "---\ntitle:\n---\n",
                vec![
                    "2:1-2:6 front-matter/missing-field the `title` of this page is empty | write `title: The allotment key`. What the page is called, in a few plain words. Leave surnames out of stories.",
                ],
            ),
            (
                "content/a.md",
                "---\ntitle: A\n\nWords\n",
                vec![
                    "1:1-1:4 front-matter/unterminated this front matter is never closed | put a line with `---` alone after the last field",
                ],
            ),
            (
                "content/a.md",
                "---\njust words\n---\n",
                vec![
                    "2:1-2:11 front-matter/shape this front matter is a text, not fields with values | write each field as `name: value`, for example `title: The allotment key`",
                ],
            ),
            (
                "content/a.md",
                "---\n- a\n- b\n---\n",
                vec![
                    "2:1-3:4 front-matter/shape this front matter is a list, not fields with values | write each field as `name: value`, for example `title: The allotment key`",
                ],
            ),
            (
                "content/a.md",
                "+++\ntitle = \"A\"\n+++\nWords",
                vec![
                    "1:1-1:4 front-matter/format this front matter is TOML, and Alongside reads YAML | write `---` above and below the fields, and each field as `name: value`",
                ],
            ),
            (
                "content/a.md",
                "{\n\"title\": \"A\"\n}\n",
                vec![
                    "1:1-1:2 front-matter/format this front matter is JSON, and Alongside reads YAML | write `---` above and below the fields, and each field as `name: value`",
                ],
            ),
            (
                "content/a.md",
                "---\ntitle: A\ntilte: B\n---\n",
                vec![
                    "3:1-3:6 front-matter/unknown-field `tilte` is not a field of a page | did you mean `title`?",
                ],
            ),
            (
                "content/a.md",
                "---\ntitle: A\nzebra: B\n---\n",
                vec![
                    "3:1-3:6 front-matter/unknown-field `zebra` is not a field of a page | take `zebra` out, or declare it under `types:` in `site.yaml`",
                ],
            ),
            (
                "content/a.md",
                "---\ntitle: A\ntags: [x]\ndatePublished: 2026-02-03\nauthor: mari\n---\n",
                vec![
                    "3:1-3:5 front-matter/unknown-field `tags` is not a field of a page | did you mean `themes`?",
                    "4:1-4:14 front-matter/unknown-field `datePublished` is not a field of a page | did you mean `date`?",
                    "5:1-5:7 front-matter/unknown-field `author` is not a field of a page | did you mean `authors`?",
                ],
            ),
            (
                "content/stories/a.md",
                "---\ntitle: A\nformat: pose\nvoice: Together\npeople:\n  - {lable: Sam}\noutcomes:\n  - level: town\n    text: x\nselection: Sam\nquestions: {a: b}\n---\n",
                vec![
                    "3:9-3:13 front-matter/unknown-word `format` cannot be `pose` | did you mean `prose`?",
                    "4:8-4:16 front-matter/unknown-word `voice` cannot be `Together` | did you mean `together`?",
                    "6:5-6:17 front-matter/missing-field `people` has no `label` | add `label: …`",
                    "6:6-6:11 front-matter/unknown-field `lable` is not a field of `people` | did you mean `label`?",
                    "8:12-8:16 front-matter/unknown-word `level` cannot be `town` | it may be `person`, `family`, `community` or `system`",
                    "10:12-10:15 front-matter/wrong-kind `selection` wants named values (`by`, `from`, `reason` or `date`), not `Sam` | for example `selection: {by: Regional gathering, from: 14, reason: It sho…`",
                    "11:12-11:18 front-matter/wrong-kind `questions` wants one text, not named values | put quotes round a text that begins with `{`",
                ],
            ),
            (
                "content/a.md",
                "---\ntitle: A\ndate: 2026-02-30\nupdated: yesterday\nreview_by: 3/2/2026\nexpires: 2026-02-03T25:00\ndraft: yes\ntoc: maybe\nweight: 1,000\n---\n",
                vec![
                    "3:7-3:17 front-matter/date in `date`, `2026-02-30` is not a day of the calendar | 2026-02 has 28 days",
                    "4:10-4:19 front-matter/date in `updated`, `yesterday` is not a date | write year, month and day, and a time if it matters: `2026-02-03` or `2026-02-03T09:00`",
                    "5:12-5:20 front-matter/date in `review_by`, `3/2/2026` is not a date | write the year first and then the month: `2026-02-03`, or `2026-03-02` if that is what you mean",
                    "6:10-6:26 front-matter/date in `expires`, `2026-02-03T25:00` is not a time of the day | hours go from 00 to 23, minutes and seconds from 00 to 59",
                    "8:6-8:11 front-matter/wrong-kind `toc` wants `true` or `false`, not `maybe` | write `toc: true` or `toc: false`",
                    "9:9-9:14 front-matter/wrong-kind `weight` wants a number, not `1,000` | write the digits alone: `weight: 1000`",
                ],
            ),
            (
                "content/a.md",
                "---\ntitle: [A, B]\ndescription: {en: A}\nimage: {alt: A}\naliases: [/a b/]\nslug: a/b\nid: a b\n---\n",
                vec![
                    "2:8-2:14 front-matter/wrong-kind `title` wants one text, not a list | for example `title: The allotment key`",
                    "3:14-3:21 front-matter/wrong-kind `description` wants one text, not named values | for example `description: Two neighbours reopen a shared plot.`",
                    "4:8-4:16 front-matter/missing-field the picture in `image` has no `src` | name its file: `{src: gate.jpg, alt: A garden gate}`",
                    "5:11-5:16 front-matter/value `/a b/` does not have the form that `aliases` wants | for example `aliases: /old/address/`",
                    "6:7-6:10 front-matter/value `a/b` does not have the form that `slug` wants | for example `slug: allotment-key`",
                    "7:5-7:8 front-matter/value `a b` does not have the form that `id` wants | for example `id: 7f3k2`",
                ],
            ),
            (
                "content/pieces/a.md",
                "---\ntitle: A\nmood: clam\nnote: longer\nrating: 6\nmail: a@b\nlink: network.example\nfile: https://a.example/x\n---\n",
                vec![
                    "3:7-3:11 front-matter/unknown-word `mood` cannot be `clam` | did you mean `calm`?",
                    "4:7-4:13 front-matter/value `note` may have at most 5 characters | ",
                    "5:9-5:10 front-matter/value `rating` may be at most 5 | ",
                    "6:7-6:10 front-matter/value `mail` wants an e-mail address, not `a@b` | for example `mail: hello@network.example`",
                    "7:7-7:22 front-matter/value `link` wants an address of the web, not `network.example` | write it whole: `link: https://network.example/`",
                    "8:7-8:26 front-matter/value `file` wants a file of this site, not `https://a.example/x` | name a file beside the page, or in `static/`: `file: report.pdf`",
                ],
            ),
            (
                "content/pieces/a.md",
                // The last one counts.
                "---\ntitle: A\nrating: 2\nrating: 0\n---\n",
                vec![
                    "4:1-4:7 yaml/duplicate-key `rating` is given twice | keep one of the two",
                    "4:9-4:10 front-matter/value `rating` may be at least 1 | ",
                ],
            ),
            (
                "content/a.md",
                "---\ntitle: A\ntype: storey\n---\n",
                vec![
                    "3:7-3:13 front-matter/unknown-type there is no type `storey` | did you mean `story`?",
                ],
            ),
            (
                "content/stories/_index.md",
                "---\ntitle: A\ntype: story\n---\n",
                vec![
                    "3:7-3:12 front-matter/type-place this file is a section by its place, and cannot be a story | an `_index.md` is always the page of its folder: take `type` out, or name the file `index.md`",
                ],
            ),
            (
                "content/themes/trust.md",
                "---\ntitle: A\ntype: page\n---\n",
                vec![
                    "3:7-3:11 front-matter/type-place this file is a term by its place, and cannot be a page | take `type` out, or put the file where such pages belong",
                ],
            ),
            (
                "content/a.md",
                "---\ntitle: A\ntype: term\n---\n",
                vec![
                    "3:7-3:11 front-matter/type-place this file is a page by its place, and cannot be a term | take `type` out, or put the file where such pages belong",
                ],
            ),
            (
                "content/a.md",
                "---\ntype: story\ntitle: A\nconsent: c-4h9x\npeople: []\nzebra: 1\n---\n",
                vec![
                    "6:1-6:6 front-matter/unknown-field `zebra` is not a field of a learning story | take `zebra` out, or declare it under `types:` in `site.yaml`",
                ],
            ),
            (
                "content/stories/_index.md",
                "---\ntitle: A\ncascade: {title: B, fromat: prose}\npaginate: 0\nsort_by: dates\n---\n",
                vec![
                    "3:11-3:16 front-matter/unknown-field `title` cannot be given to the pages below | each page says its own",
                    "3:21-3:27 front-matter/unknown-field `fromat` is not a field of the pages below | did you mean `format`?",
                    "4:11-4:12 front-matter/value `paginate` may be at least 1 | How many pages the list shows at once.",
                    "5:10-5:15 front-matter/unknown-word `sort_by` cannot be `dates` | did you mean `date`?",
                ],
            ),
            (
                "content/_index.md",
                "---\ntitle: A\ncascade: [a]\n---\n",
                vec![
                    "3:10-3:13 front-matter/wrong-kind `cascade` wants fields with values | for example `cascade: {license: CC-BY-4.0}`",
                ],
            ),
            (
                "content/a.cy.md",
                "---\r\ntitle: Tŷ\r\nŵyn: B\r\n---\r\n",
                vec![
                    "3:1-3:4 front-matter/unknown-field `ŵyn` is not a field of a page | take `ŵyn` out, or declare it under `types:` in `site.yaml`",
                ],
            ),
            (
                "content/a.md",
                "---\ntitle: Trust: a story\n---\n",
                vec![
                    "2:13-2:14 yaml/syntax a `:` stands inside a text that has no quotes | put quotes round the whole text after the first `:`",
                ],
            ),
            (
                "content/evidence/a.md",
                "---\ntitle: A\nfindings:\n  - text: One\n    strength: weak\n  - strength: early\ndoi: https://doi.org/10.1/x\nmethod: [interview]\n---\n",
                vec![
                    "5:15-5:19 front-matter/unknown-word `strength` cannot be `weak` | it may be `early`, `developing` or `strong`",
                    "6:5-6:20 front-matter/missing-field `findings` has no `text` | add `text: …`",
                    "7:6-7:28 front-matter/value `https://doi.org/10.1/x` does not have the form that `doi` wants | for example `doi: 10.1234/abcd`",
                    "8:10-8:19 front-matter/unknown-word `method` cannot be `interview` | did you mean `interviews`?",
                ],
            ),
        ];
        for (path, text, expected) in table {
            assert_eq!(told(path, text, &config), expected, "{path} {text:?}");
        }
    }

    #[test]
    fn where_a_page_lies_says_what_it_is() {
        let config =
            site("title: A\nlanguages: [en, cy]\ntaxonomies: {themes: {}, areas: {type: area}}\n");
        for (path, key, lang, kind, bundle) in [
            ("content/_index.md", "", "en", "section", false),
            ("content/_index.cy.md", "", "cy", "section", false),
            ("content/index.md", "index", "en", "page", false),
            ("content/about.cy.md", "about", "cy", "page", false),
            ("content/notes.v2.md", "notes.v2", "en", "page", false),
            (
                "content/stories/key/index.md",
                "stories/key",
                "en",
                "story",
                true,
            ),
            (
                "content/stories/key/index.cy.md",
                "stories/key",
                "cy",
                "story",
                true,
            ),
            (
                "content/stories/_index.md",
                "stories",
                "en",
                "section",
                false,
            ),
            (
                "content/blog/2026/first.md",
                "blog/2026/first",
                "en",
                "article",
                false,
            ),
            ("content/themes/_index.md", "themes", "en", "section", false),
            (
                "content/themes/trust.md",
                "themes/trust",
                "en",
                "term",
                false,
            ),
            (
                "content/themes/trust/index.cy.md",
                "themes/trust",
                "cy",
                "term",
                true,
            ),
            (
                "content/themes/trust/_index.md",
                "themes/trust",
                "en",
                "term",
                false,
            ),
            // The terms of this taxonomy are the pages of a type.
            ("content/areas/wales.md", "areas/wales", "en", "area", false),
            (
                "content/areas/north/_index.md",
                "areas/north",
                "en",
                "section",
                false,
            ),
            ("content/cy.md", "cy", "en", "page", false),
            ("content/.cy.md", ".cy", "en", "page", false),
        ] {
            let path = SitePath::new(path);
            let found = parse(&path, "", &config).value;
            assert_eq!(
                (
                    found.place.key(),
                    &*found.lang,
                    &*found.kind,
                    found.place.bundle
                ),
                (key, lang, kind, bundle),
                "{path}"
            );
        }
    }

    #[test]
    fn the_body_begins_after_the_front_matter() {
        let config = network();
        for (text, body, title) in [
            ("", "", None),
            ("Just words\n---\n", "Just words\n---\n", None),
            ("---\n---\n", "", None),
            ("---\n---\nWords", "Words", None),
            ("---\ntitle: A\n---\nWords", "Words", Some("A")),
            ("---\r\ntitle: A\r\n---\r\nWords", "Words", Some("A")),
            ("---\rtitle: A\r---\rWords", "Words", Some("A")),
            ("---  \ntitle: A\n...\n\nWords", "\nWords", Some("A")),
            ("---\n# only a note\n---\nWords", "Words", None),
            ("----\nWords", "----\nWords", None),
            ("---\ntitle: A\n---", "", Some("A")),
        ] {
            let checked = parse(&SitePath::new("content/a.md"), text, &config);
            assert_eq!(checked.diagnostics, [], "{text:?}");
            let front = checked.value;
            assert_eq!(&text[front.body..], body, "{text:?}");
            assert_eq!(
                front.fields.get("title").and_then(Value::as_text),
                title,
                "{text:?}"
            );
            assert!(front.whole);
        }
    }

    #[test]
    fn values_are_typed_by_their_fields() {
        let config = network();
        let text = "---\ntitle: 2026\ndate: 2026-07-03 9:00\nthemes: trust\nauthors: [mari, '007']\nweight: 1.5\nimage: gate.jpg\n\
                    draft: \nsynonyms_: ~\ntoc: True\nrelated: []\n---\n"
            .replace("synonyms_: ~\n", "");
        let fields = parse(&SitePath::new("content/articles/a.md"), &text, &config)
            .value
            .fields;
        let shown = serde_json::to_string(&Value::from(fields)).expect("values can be written");
        assert_eq!(
            shown,
            r#"{"title":"2026","date":"2026-07-03T09:00:00+01:00","themes":["trust"],"authors":["mari","007"],"weight":1.5,"image":{"src":"gate.jpg"},"toc":true,"related":[]}"#
        );
    }

    #[test]
    fn a_cascade_is_read_as_fields_of_the_pages_below() {
        let config = network();
        let text = "---\ntitle: Stories\ncascade: {license: 4, draft: true, format: prose, review_by: 2027-01-01}\n---\n";
        let checked = parse(&SitePath::new("content/stories/_index.md"), text, &config);
        assert_eq!(checked.diagnostics, []);
        let shown =
            serde_json::to_string(&checked.value.fields["cascade"]).expect("values can be written");
        assert_eq!(
            shown,
            r#"{"license":"4","draft":true,"format":"prose","review_by":"2027-01-01"}"#
        );
    }

    #[test]
    fn what_a_page_should_have_weighs_by_its_type() {
        use crate::diagnostic::Severity;
        let config = network();
        for (path, severity) in [
            ("content/stories/a.md", Severity::Warning),
            ("content/reflections/a.md", Severity::Warning),
            ("content/evidence/a.md", Severity::Warning),
            ("content/news/a.md", Severity::Advice),
        ] {
            let path = SitePath::new(path);
            let front = parse(&path, "---\ntitle: A\n---\n", &config).value;
            let mut sink = Vec::new();
            report_missing(
                &path,
                (front.span, &front.tree),
                &front.fields,
                &config.types[&front.kind],
                &mut sink,
            );
            assert!(
                !sink.is_empty() && sink.iter().all(|found| found.severity == severity),
                "{sink:?}"
            );
        }
        let story = SitePath::new("content/stories/a.md");
        let front = parse(&story, "---\ntitle: A\npeople: []\n---\n", &config).value;
        let mut sink = Vec::new();
        report_missing(
            &story,
            (front.span, &front.tree),
            &front.fields,
            &config.types["story"],
            &mut sink,
        );
        let said: Vec<&str> = sink.iter().map(|found| &*found.message).collect();
        assert!(
            said.contains(&"a learning story should have `voice`"),
            "{said:?}"
        );
        assert!(
            !said.iter().any(|message| message.contains("`people`")),
            "an empty list says that there is nobody"
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in r"(---|\+\+\+|\{|title|: |type: |date|\[|\]|story|\n|\r\n|\t|  |é|themes|[0-9]{1,4}-|- |\x00){0,40}") {
            static CONFIG: std::sync::LazyLock<Config> = std::sync::LazyLock::new(network);
            let config = &*CONFIG;
            let front = parse(&SitePath::new("content/stories/a.md"), &text, config).value;
            prop_assert!(text.get(front.body..).is_some());
        }
    }
}
