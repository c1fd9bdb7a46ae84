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
        seen: HashMap<Box<str>, Span>,
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
            Shape::List(items) => NodeKind::List(items),
            Shape::Map { entries, .. } => NodeKind::Map(entries),
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
                Some(Some(key)) => {
                    if !seen.contains_key(&key.text) {
                        seen.insert(key.text.clone(), key.span);
                        entries.push((key, node));
                    }
                }
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
            Some(Shape::Map { seen, .. }) => seen.get(&scalar.text).copied(),
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
        let found = syntax::explain(self.text, at, error.kind(), self.last_scalar);
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
