//! From the parser's events to a tree: duplicate keys, aliases within the budget, and what is refused.
//!
//! The parser is `granit-parser`, on which `serde-saphyr` is built. What its errors mean is said in `syntax`.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, options};

use super::{Budget, Key, Node, NodeKind, Parsed, Scalar, YamlProblem, syntax};
use crate::diagnostic::codes;
use crate::diagnostic::wording::code;
use crate::source::Span;

/// Reads one YAML document. `offset` is where `text` begins in its file: every span counts from the file's start.
///
/// A mistake in the syntax ends the reading, and there is no tree then; all other mistakes are found together.
/// The work grows with the length of the text and the budget, never with what aliases would unfold to.
pub fn parse(text: &str, offset: usize, budget: Budget) -> Parsed {
    let options = options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        disallow_directives: true,
        flow_nesting_limit: budget.depth,
        block_nesting_limit: budget.depth,
    };
    let mut builder = Builder::new(text, offset, budget);
    for step in Parser::new_from_str_with_options(text, options) {
        let going = match step {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or_default();
                let tag = span.tag_span().and_then(|tag| tag.byte_range());
                builder.event(event, Span::from(range), tag.map(Span::from))
            }
            Err(error) => {
                builder.syntax_error(&error);
                Going::Stop
            }
        };
        if going == Going::Stop {
            break;
        }
    }
    builder.finish()
}

/// Whether the reading goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Going {
    On,
    Stop,
}

/// A list or map that is still open.
struct Frame {
    start: Span,
    flow: bool,
    anchor: usize,
    shape: Shape,
}

enum Shape {
    List(Vec<Node>),
    Map {
        entries: Vec<(Key, Node)>,
        /// The first of each key, and the place of its entry.
        seen: HashMap<Box<str>, (Span, usize)>,
        /// The key whose value comes next; `Some(None)` for one that was refused.
        pending: Option<Option<Key>>,
    },
}

struct Builder<'a> {
    text: &'a str,
    offset: usize,
    budget: Budget,
    nodes: usize,
    frames: Vec<Frame>,
    anchors: HashMap<usize, (Node, Weight)>,
    root: Option<Node>,
    documents: usize,
    whole: bool,
    last_scalar: Span,
    problems: Vec<YamlProblem>,
}

/// What an anchored node costs each time an alias repeats it.
#[derive(Clone, Copy)]
struct Weight {
    nodes: usize,
    depth: usize,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, offset: usize, budget: Budget) -> Self {
        Self {
            text,
            offset,
            budget,
            nodes: 0,
            frames: Vec::new(),
            anchors: HashMap::new(),
            root: None,
            documents: 0,
            whole: true,
            last_scalar: Span::default(),
            problems: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span, tag: Option<Span>) -> Going {
        if event.tag().is_some() {
            self.refuse_tag(tag.unwrap_or(span));
        }
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.problem(
                        &codes::YAML_UNSUPPORTED,
                        span,
                        "a second document begins here",
                    )
                    .help("keep everything in one document: take out the line of dashes or dots");
                    return Going::Stop;
                }
                Going::On
            }
            Event::Scalar(text, style, anchor, _) => {
                self.last_scalar = span;
                let plain = style == ScalarStyle::Plain;
                let empty = plain && span.start == span.end;
                let text: Box<str> = if empty { "".into() } else { text.into() };
                self.value(
                    Node {
                        span: self.trimmed(span, style),
                        kind: NodeKind::Scalar(Scalar { text, plain }),
                    },
                    anchor,
                )
            }
            Event::SequenceStart(style, anchor, _) => self.open(
                span,
                style == granit_parser::StructureStyle::Flow,
                anchor,
                Shape::List(Vec::new()),
            ),
            Event::MappingStart(style, anchor, _) => self.open(
                span,
                style == granit_parser::StructureStyle::Flow,
                anchor,
                Shape::Map {
                    entries: Vec::new(),
                    seen: HashMap::new(),
                    pending: None,
                },
            ),
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(id) => self.alias(id, span),
            Event::UnresolvedAlias(_) => {
                let written = &self.text[span.range()];
                let message = format!("{} names an anchor that does not exist", code(written));
                self.problem(&codes::YAML_SYNTAX, span, message)
                    .help("put quotes round a text that begins with `*`");
                self.value(empty_at(span), 0)
            }
            _ => Going::On,
        }
    }

    /// The span of a scalar without the line ends that close a block.
    fn trimmed(&self, span: Span, style: ScalarStyle) -> Span {
        if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return span;
        }
        let written = self.text.get(span.range()).unwrap_or_default();
        Span::new(
            span.start as usize,
            span.start as usize + written.trim_end().len(),
        )
    }

    fn open(&mut self, span: Span, flow: bool, anchor: usize, shape: Shape) -> Going {
        if self.frames.len() >= self.budget.depth {
            return self.too_deep(span);
        }
        self.frames.push(Frame {
            start: span,
            flow,
            anchor,
            shape,
        });
        Going::On
    }

    fn close(&mut self, end: Span) -> Going {
        let Some(frame) = self.frames.pop() else {
            return Going::On;
        };
        let kind = match frame.shape {
            Shape::List(mut items) => {
                items.shrink_to_fit();
                NodeKind::List(items)
            }
            Shape::Map { mut entries, .. } => {
                entries.shrink_to_fit();
                NodeKind::Map(entries)
            }
        };
        // A block has no closing sign: it ends where its last value ends.
        let end = if frame.flow {
            end.end
        } else {
            let last = match &kind {
                NodeKind::List(items) => items.last().map(|item| item.span.end),
                NodeKind::Map(entries) => entries
                    .last()
                    .map(|(key, node)| node.span.end.max(key.span.end)),
                NodeKind::Scalar(_) => None,
            };
            last.unwrap_or(frame.start.end).max(frame.start.start)
        };
        let span = Span {
            start: frame.start.start,
            end,
        };
        self.value(Node { span, kind }, frame.anchor)
    }

    /// Puts a finished node where it belongs.
    fn value(&mut self, node: Node, anchor: usize) -> Going {
        self.nodes += 1;
        if self.nodes > self.budget.nodes {
            return self.too_many(node.span);
        }
        if anchor != 0 {
            let weight = weigh(&node);
            // Keeping the anchored value is a copy too, so it is paid for.
            self.nodes += weight.nodes;
            self.anchors.insert(anchor, (node.clone(), weight));
        }
        match self.frames.last_mut().map(|frame| &mut frame.shape) {
            None => self.root = Some(node),
            Some(Shape::List(items)) => items.push(node),
            Some(Shape::Map {
                entries,
                seen,
                pending,
            }) => match pending.take() {
                // Of two the last one counts, as other readers of YAML have it.
                Some(Some(key)) => match seen.get(&key.text) {
                    Some((_, place)) => entries[*place] = (key, node),
                    None => {
                        seen.insert(key.text.clone(), (key.span, entries.len()));
                        entries.push((key, node));
                    }
                },
                Some(None) => {}
                None => {
                    let key = self.key(node);
                    if let Some(Frame {
                        shape: Shape::Map { pending, .. },
                        ..
                    }) = self.frames.last_mut()
                    {
                        *pending = Some(key);
                    }
                }
            },
        }
        Going::On
    }

    /// Takes a node as the key of the innermost map, or says why it cannot be one.
    fn key(&mut self, node: Node) -> Option<Key> {
        let NodeKind::Scalar(scalar) = node.kind else {
            self.problem(
                &codes::YAML_UNSUPPORTED,
                node.span,
                "a list or map stands where a name should",
            )
            .help("put quotes round a text that begins with `{` or `[`");
            return None;
        };
        if scalar.plain && &*scalar.text == "<<" {
            self.problem(
                &codes::YAML_UNSUPPORTED,
                node.span,
                "the merge key `<<` is not read here",
            )
            .help("write the fields out where they are needed");
            return None;
        }
        if scalar.text.is_empty() {
            self.problem(
                &codes::YAML_SYNTAX,
                node.span,
                "there is no name before this `:`",
            )
            .help("write the name of the field before the `:`, or put quotes round the text");
            return None;
        }
        let first = match self.frames.last().map(|frame| &frame.shape) {
            Some(Shape::Map { seen, .. }) => seen.get(&scalar.text).map(|(first, _)| *first),
            _ => None,
        };
        if let Some(first) = first {
            let message = format!("{} is given twice", code(&scalar.text));
            self.problem(&codes::YAML_DUPLICATE_KEY, node.span, message)
                .help("keep one of the two")
                .related(first, "it is given first here");
        }
        Some(Key {
            span: node.span,
            text: scalar.text,
        })
    }

    fn alias(&mut self, id: usize, span: Span) -> Going {
        let Some((_, weight)) = self.anchors.get(&id) else {
            let written = &self.text[span.range()];
            let message = format!("{} stands inside the value it names", code(written));
            self.problem(&codes::YAML_UNSUPPORTED, span, message)
                .help("write the value out");
            return self.value(empty_at(span), 0);
        };
        if self.nodes + weight.nodes > self.budget.nodes {
            return self.too_many(span);
        }
        if self.frames.len() + weight.depth > self.budget.depth {
            return self.too_deep(span);
        }
        self.nodes += weight.nodes;
        let (mut node, _) = self.anchors[&id].clone();
        node.span = span;
        self.value(node, 0)
    }

    fn refuse_tag(&mut self, span: Span) {
        let written = self.text.get(span.range()).unwrap_or_default();
        let message = format!("the tag {} is not read here", code(written));
        self.problem(&codes::YAML_UNSUPPORTED, span, message)
            .help("take it out, or put quotes round a text that begins with `!`");
    }

    fn too_many(&mut self, span: Span) -> Going {
        let message = format!("there are more than {} values here", self.budget.nodes);
        self.problem(&codes::YAML_TOO_LARGE, span, message)
            .help("keep large data in a file of its own in the folder `data/`");
        self.stopped()
    }

    fn too_deep(&mut self, span: Span) -> Going {
        let message = format!(
            "lists and maps stand inside one another more than {} deep",
            self.budget.depth
        );
        self.problem(&codes::YAML_TOO_LARGE, span, message)
            .help("put quotes round a text that begins with `[` or `{`");
        self.stopped()
    }

    fn stopped(&mut self) -> Going {
        self.whole = false;
        Going::Stop
    }

    fn syntax_error(&mut self, error: &granit_parser::ScanError) {
        self.whole = false;
        let at = error.marker().byte_offset().unwrap_or(self.text.len());
        let open = self
            .frames
            .last()
            .filter(|frame| frame.flow)
            .map(|frame| frame.start);
        let found = syntax::explain(self.text, at, error.kind(), self.last_scalar, open);
        let line = syntax::line_start(self.text, found.span.start as usize);
        // An earlier problem on the same line is the cause; what the parser stumbled over is its effect.
        let told = self.problems.iter().any(|problem| {
            let start = (problem.span.start as usize).saturating_sub(self.offset);
            start >= line && start <= at && found.code == &codes::YAML_SYNTAX
        });
        if !told {
            self.problem(found.code, found.span, found.message)
                .maybe_help(found.help);
        }
    }

    fn problem(
        &mut self,
        code: &'static codes::Code,
        span: Span,
        message: impl Into<String>,
    ) -> &mut YamlProblem {
        self.problems.push(YamlProblem {
            code,
            span: span.shifted(self.offset),
            message: message.into(),
            help: None,
            related: None,
        });
        let last = self.problems.len() - 1;
        &mut self.problems[last]
    }

    fn finish(self) -> Parsed {
        let mut node = if self.whole { self.root } else { None };
        if let Some(node) = &mut node {
            shift(node, self.offset);
        }
        let offset = self.offset;
        let mut problems = self.problems;
        for problem in &mut problems {
            if let Some((span, _)) = &mut problem.related {
                *span = span.shifted(offset);
            }
        }
        Parsed { node, problems }
    }
}

impl YamlProblem {
    fn help(&mut self, help: &str) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    fn maybe_help(&mut self, help: Option<String>) -> &mut Self {
        self.help = help;
        self
    }

    fn related(&mut self, span: Span, message: &str) -> &mut Self {
        self.related = Some((span, message.into()));
        self
    }
}

fn empty_at(span: Span) -> Node {
    Node {
        span,
        kind: NodeKind::Scalar(Scalar {
            text: "".into(),
            plain: true,
        }),
    }
}

/// The number of nodes and the depth below and with `node`. Depth is bounded by the budget, so this may recurse.
fn weigh(node: &Node) -> Weight {
    let children: Box<dyn Iterator<Item = &Node>> = match &node.kind {
        NodeKind::Scalar(_) => return Weight { nodes: 1, depth: 0 },
        NodeKind::List(items) => Box::new(items.iter()),
        NodeKind::Map(entries) => Box::new(entries.iter().map(|(_, node)| node)),
    };
    let mut weight = Weight { nodes: 1, depth: 0 };
    for child in children {
        let child = weigh(child);
        weight.nodes += child.nodes;
        weight.depth = weight.depth.max(child.depth);
    }
    weight.depth += 1;
    weight
}

fn shift(node: &mut Node, offset: usize) {
    node.span = node.span.shifted(offset);
    match &mut node.kind {
        NodeKind::Scalar(_) => {}
        NodeKind::List(items) => {
            for item in items {
                shift(item, offset);
            }
        }
        NodeKind::Map(entries) => {
            for (key, value) in entries {
                key.span = key.span.shifted(offset);
                shift(value, offset);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::LineIndex;
    use proptest::prelude::*;

    fn read(text: &str) -> Parsed {
        parse(text, 0, Budget::FRONT_MATTER)
    }

    /// Each problem as `line:column-column code message | help`.
    fn told(text: &str) -> Vec<String> {
        let lines = LineIndex::new(text);
        read(text)
            .problems
            .iter()
            .map(|problem| {
                let (from, to) = (
                    lines.locate(problem.span.start),
                    lines.locate(problem.span.end),
                );
                assert_eq!(
                    from.line, to.line,
                    "a problem is shown on one line: {text:?}"
                );
                format!(
                    "{}:{}-{} {} {} | {}",
                    from.line,
                    from.column,
                    to.column,
                    problem.code.name,
                    problem.message,
                    problem.help.as_deref().unwrap_or_default()
                )
            })
            .collect()
    }

    #[test]
    fn every_mistake_is_said_in_plain_words_at_its_place() {
        let table: Vec<(&str, Vec<&str>)> = vec![
            (
                "title: Trust: a story\n",
                vec![
                    "1:13-14 yaml/syntax a `:` stands inside a text that has no quotes | put quotes round the whole text after the first `:`",
                ],
            ),
            (
                "title:Trust\ndate: 2026-02-03\n",
                vec!["1:6-7 yaml/syntax a `:` must be followed by a space | write `title: Trust`"],
            ),
            (
                "title: x\ndate:2026-02-03\n",
                vec![
                    "2:5-6 yaml/syntax a `:` must be followed by a space | write `date: 2026-02-03`",
                ],
            ),
            (
                "a:\n\tb: c\n",
                vec![
                    "2:1-2 yaml/syntax this line begins with a tab: YAML wants spaces | use two spaces for each step",
                ],
            ),
            (
                "a: \"unclosed\nb: c\n",
                vec![
                    "1:4-5 yaml/syntax this quotation mark is never closed | put the same quotation mark at the end of the text",
                ],
            ),
            (
                "a: 'it's here'\n",
                vec![
                    "1:8-9 yaml/syntax the text goes on after its closing quotation mark | write an apostrophe inside single quotes twice, or put double quotes round the text",
                ],
            ),
            (
                "a: \"he said \"no\"\"\n",
                vec![
                    "1:14-15 yaml/syntax the text goes on after its closing quotation mark | put single quotes round a text that holds double quotes",
                ],
            ),
            (
                "a: [b, c\nd: e\n",
                vec![
                    "1:4-5 yaml/syntax this bracket is never closed | close every `[` with `]` and every `{` with `}`, or put quotes round the text",
                ],
            ),
            (
                "a: [b, c\n",
                vec![
                    "1:4-5 yaml/syntax this `[` is never closed | close the list with `]`, or put quotes round the text",
                ],
            ),
            (
                "a: {b: c]\n",
                vec![
                    "1:4-5 yaml/syntax `{` was opened and `]` closes it | close every `[` with `]` and every `{` with `}`",
                ],
            ),
            (
                "a: b]\nc: ]\n",
                vec![
                    "2:4-5 yaml/syntax this closing bracket closes nothing | take it out, or put quotes round the text",
                ],
            ),
            (
                "a: @b\n",
                vec![
                    "1:4-5 yaml/syntax a text cannot begin with `@` unless it is in quotes | put quotes round the text",
                ],
            ),
            (
                "a: *b* c\nd: e\n",
                vec![
                    "1:4-7 yaml/syntax `*b*` names an anchor that does not exist | put quotes round a text that begins with `*`",
                ],
            ),
            (
                "a: %b\n%c: d\n",
                vec![
                    "1:4-5 yaml/syntax a text cannot begin with `%` unless it is in quotes | put quotes round the text",
                ],
            ),
            (
                "a:\n  - b\n c: d\n",
                vec![
                    "3:2-6 yaml/syntax this line is not in step with the lines above it | begin the names of fields that belong together in the same column",
                ],
            ),
            (
                "a: b\n c: d\n",
                vec![
                    "2:2-6 yaml/syntax this line is not in step with the lines above it | begin the names of fields that belong together in the same column",
                ],
            ),
            (
                "a: b\nno colon here\nc: d\n",
                vec![
                    "2:1-14 yaml/syntax this line has no `:` after a name | write `name: value`, or begin the line with `- ` if it is an entry of a list",
                ],
            ),
            (
                "- a\n-b\n",
                vec![
                    "2:1-3 yaml/syntax this line has no `:` after a name | write `name: value`, or begin the line with `- ` if it is an entry of a list",
                ],
            ),
            (
                "a: - b\n",
                vec![
                    "1:4-5 yaml/syntax an entry of a list stands on the line of its name | begin the list on the next line, or write `[one, two]`",
                ],
            ),
            (
                "a: {{ page }}\n",
                vec![
                    "1:5-13 yaml/unsupported a list or map stands where a name should | put quotes round a text that begins with `{` or `[`",
                ],
            ),
            (
                "a: !secret b\n",
                vec![
                    "1:4-11 yaml/unsupported the tag `!secret` is not read here | take it out, or put quotes round a text that begins with `!`",
                ],
            ),
            (
                "<<: b\n",
                vec![
                    "1:1-3 yaml/unsupported the merge key `<<` is not read here | write the fields out where they are needed",
                ],
            ),
            (
                "a: b\na: c\na: d\n",
                vec![
                    "2:1-2 yaml/duplicate-key `a` is given twice | keep one of the two",
                    "3:1-2 yaml/duplicate-key `a` is given twice | keep one of the two",
                ],
            ),
            (
                "a: b\n---\nc: d\n",
                vec![
                    "2:1-4 yaml/unsupported a second document begins here | keep everything in one document: take out the line of dashes or dots",
                ],
            ),
            (
                "a: \"\\q\"\n",
                vec![
                    "1:4-5 yaml/syntax a `\\` in double quotes begins a special character, and this is not one | write `\\\\` for a backslash, or use single quotes",
                ],
            ),
            (
                "? [a]\n: b\n",
                vec![
                    "1:3-6 yaml/unsupported a list or map stands where a name should | put quotes round a text that begins with `{` or `[`",
                ],
            ),
            (
                "a: &x [1, *x]\n",
                vec![
                    "1:11-13 yaml/unsupported `*x` stands inside the value it names | write the value out",
                ],
            ),
            (
                ": a\n",
                vec![
                    "1:1-1 yaml/syntax there is no name before this `:` | write the name of the field before the `:`, or put quotes round the text",
                ],
            ),
            (
                "ŵy: [ŷ\n",
                vec![
                    "1:5-6 yaml/syntax this `[` is never closed | close the list with `]`, or put quotes round the text",
                ],
            ),
            (
                "a: |\n  text\n b: c\n",
                vec![
                    "3:2-6 yaml/syntax this line is not in step with the lines above it | begin the names of fields that belong together in the same column",
                ],
            ),
            (
                "a: b #c\nd: 'x'#y\n",
                vec![
                    "2:7-8 yaml/syntax a `#` begins a comment here | put a space before the `#` of a comment, or quotes round a text that holds one",
                ],
            ),
            (
                "title: 'a\n\n---\nb",
                vec![
                    "1:8-9 yaml/syntax this quotation mark is never closed | put the same quotation mark at the end of the text",
                ],
            ),
            (
                "a: [b, , c]\n",
                vec![
                    "1:8-9 yaml/syntax YAML cannot be read from here on | put quotes round a text that holds special characters, and check the lines above",
                ],
            ),
            (
                "a: `code`\n",
                vec![
                    "1:4-5 yaml/syntax a text cannot begin with a backtick unless it is in quotes | put quotes round the text",
                ],
            ),
            (
                "%YAML 1.2\n",
                vec!["1:1-2 yaml/syntax a line cannot begin with `%` | put quotes round the text"],
            ),
            (
                "a: &\n",
                vec![
                    "1:4-5 yaml/syntax a text cannot begin with `*` or `&` unless it is in quotes | put quotes round the text",
                ],
            ),
            (
                "a: b\n\u{feff}c: d\n",
                vec![
                    "2:1-2 yaml/syntax an invisible character (a byte order mark) stands here | take it out",
                ],
            ),
            (
                "a: \u{1}b\n",
                vec![
                    "1:4-4 yaml/syntax an invisible character stands here | take it out, or write the text anew",
                ],
            ),
            (
                "a: -\n- b\n",
                vec![
                    "1:4-5 yaml/syntax an entry of a list stands on the line of its name | begin the list on the next line, or write `[one, two]`",
                ],
            ),
            (
                "a: [- b]\n",
                vec![
                    "1:5-6 yaml/syntax a `-` stands inside brackets | part the entries of a list in brackets with commas alone, or put quotes round the text",
                ],
            ),
            (
                "a:\n    b: c\n  d: e\n",
                vec![
                    "3:3-7 yaml/syntax this line is not in step with the lines above it | begin the names of fields that belong together in the same column",
                ],
            ),
        ];
        for (text, expected) in table {
            assert_eq!(told(text), expected, "{text:?}");
        }
    }

    #[test]
    fn places_are_bytes_of_the_file_and_cover_what_was_written() {
        let front = "---\n";
        let text = "ŵ: 'ŷ é'\nlist: [a, \"b\"]\nblock: |\n  one\n  two\n\nempty:\nmap:\n  x: &y 1\n  z: *y\n";
        let file = format!("{front}{text}");
        let parsed = parse(text, front.len(), Budget::FRONT_MATTER);
        assert_eq!(parsed.problems, []);
        let root = parsed.node.expect("the text is sound");
        let written = |name: &str| {
            let (key, node) = root.entry(name).expect(name);
            (&file[key.span.range()], &file[node.span.range()])
        };
        assert_eq!(written("ŵ"), ("ŵ", "'ŷ é'"));
        assert_eq!(written("list"), ("list", "[a, \"b\"]"));
        assert_eq!(written("block"), ("block", "one\n  two"));
        assert_eq!(written("empty"), ("empty", ""));
        assert_eq!(written("map"), ("map", "x: &y 1\n  z: *y"));
        let alias = root
            .get("map")
            .and_then(|map| map.get("z"))
            .expect("the alias");
        assert_eq!((alias.text(), &file[alias.span.range()]), (Some("1"), "*y"));
        assert_eq!(root.get("ŵ").and_then(Node::text), Some("ŷ é"));
        assert!(root.get("empty").is_some_and(Node::is_empty));
    }

    /// The number of nodes of a tree.
    fn size(parsed: &Parsed) -> usize {
        parsed.node.as_ref().map_or(0, |node| weigh(node).nodes)
    }

    #[test]
    fn hostile_texts_end_early_and_never_unfold() {
        let bomb: String = std::iter::once("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned())
            .chain((1..60).map(|level| {
                let before = format!("*a{}", level - 1);
                format!("a{level}: &a{level} [{}]\n", vec![before; 9].join(", "))
            }))
            .collect();
        let deep: String = (0..5_000)
            .map(|level| format!("{}a:\n", " ".repeat(level)))
            .collect();
        for (name, text, message) in [
            ("alias bomb", bomb, "there are more than 10000 values here"),
            (
                "5,000 deep",
                deep,
                "lists and maps stand inside one another too deep",
            ),
            (
                "200 KB of brackets",
                "[".repeat(200_000),
                "lists and maps stand inside one another too deep",
            ),
            (
                "200 KB of braces",
                "{".repeat(200_000),
                "lists and maps stand inside one another too deep",
            ),
            (
                "200 KB of dashes",
                "- ".repeat(100_000),
                "lists and maps stand inside one another too deep",
            ),
            (
                "a 2 MB key",
                format!("{}: x", "k".repeat(2_000_000)),
                "the name before this `:` is too long, or goes over several lines",
            ),
            (
                "many keys",
                (0..20_000).map(|n| format!("k{n}: x\n")).collect(),
                "there are more than 10000 values here",
            ),
        ] {
            let parsed = read(&text);
            assert_eq!(
                parsed
                    .problems
                    .iter()
                    .map(|problem| &*problem.message)
                    .collect::<Vec<_>>(),
                [message],
                "{name}"
            );
            assert_eq!(parsed.node, None, "{name}");
        }
    }

    #[test]
    fn an_alias_costs_what_it_stands_for() {
        let aliases = |number: usize| {
            let text = format!("a: &a [1, 2, 3]\nb: [{}]\n", vec!["*a"; number].join(", "));
            read(&text)
        };
        assert_eq!(size(&aliases(10)) - size(&aliases(5)), 5 * 4);
        assert!(
            aliases(2_600).node.is_none(),
            "2,600 aliases of four nodes are more than 10,000"
        );
    }

    #[test]
    fn aliases_nest_no_deeper_than_brackets() {
        let levels = |number: usize| -> String {
            let mut text = "a0: &a0 [x]\n".to_owned();
            for level in 1..number {
                text.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1));
            }
            text
        };
        assert_eq!(read(&levels(60)).problems, []);
        assert_eq!(
            read(&levels(70)).problems[0].message,
            "lists and maps stand inside one another more than 64 deep"
        );
    }

    proptest! {
        #[test]
        fn no_text_panics_and_every_place_lies_in_it(
            text in r#"([a-c]{1,3}|: |- |:|\n|\t|  |[\[\]{},"'*&!|>#%@`?<~-]|ŵ|\r\n|---\n|\u{feff}|\\u00){0,60}"#,
            offset in 0_usize..10,
        ) {
            let parsed = parse(&text, offset, Budget { nodes: 30, depth: 5 });
            for problem in &parsed.problems {
                let range = problem.span.range();
                prop_assert!(offset <= range.start && range.start <= range.end);
                prop_assert!(text.get(range.start - offset..range.end - offset).is_some(), "{:?}", problem);
            }
            fn inside(node: &Node, text: &str, offset: usize) -> bool {
                let range = node.span.range();
                let good = text.get(range.start - offset..range.end - offset).is_some();
                good && match &node.kind {
                    NodeKind::Scalar(_) => true,
                    NodeKind::List(items) => items.iter().all(|item| inside(item, text, offset)),
                    NodeKind::Map(entries) => entries.iter().all(|(key, node)| {
                        let key = key.span.range();
                        text.get(key.start - offset..key.end - offset).is_some() && inside(node, text, offset)
                    }),
                }
            }
            prop_assert!(parsed.node.iter().all(|node| inside(node, &text, offset)));
        }
    }
}
