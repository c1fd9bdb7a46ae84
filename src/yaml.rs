//! YAML as a tree that remembers where each key and value stood.
//!
//! A scalar stays the text that was written: what it means is the schema's to say, since `2026-02-03` is a date in one
//! field and plain text in another. Anchors are resolved within a budget; tags are refused. Nothing here knows any field or reads a file.

mod places;
mod syntax;
mod tree;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::path::SitePath;
use crate::source::Span;

pub use places::SettingPlaces;
pub use tree::parse;

/// How much a text may ask for before it is refused: aliases and brackets can make a small text a huge tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The most keys, values and lists, each alias counted as what it stands for.
    pub nodes: usize,
    /// The deepest nesting.
    pub depth: usize,
}

impl Budget {
    /// For the front matter of one page, and for `site.yaml`.
    pub const FRONT_MATTER: Self = Self {
        nodes: 10_000,
        depth: 64,
    };

    /// For a file of data: as many values as its text has room for, aliases not much more.
    pub fn for_data(bytes: usize) -> Self {
        Self {
            nodes: bytes.max(10_000),
            depth: 64,
        }
    }
}

/// Something wrong in a YAML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlProblem {
    /// The kind of finding.
    pub code: &'static Code,
    /// Where.
    pub span: Span,
    /// One plain sentence.
    pub message: String,
    /// A way to mend it.
    pub help: Option<String>,
    /// A second place that explains it, with a phrase.
    pub related: Option<(Span, String)>,
}

/// What a YAML text holds, with everything that is wrong in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// The tree; none when the text is empty or cannot be read to its end.
    pub node: Option<Node>,
    /// What is wrong, in the order found.
    pub problems: Vec<YamlProblem>,
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// From its first to its last byte, quotes included; of a text of several lines after `|` or `>` the text alone.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// The three shapes of YAML.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A single value.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// Keys with values, in the order written. A key that is written twice is an error and kept once (the first).
    Map(Vec<(Key, Node)>),
}

/// A single value as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Its text, unquoted and unescaped.
    pub text: Box<str>,
    /// Whether it was written without quotes and not as a block, so that it may be a number, a date, a truth or nothing.
    pub plain: bool,
}

/// A key of a map and where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Where.
    pub span: Span,
    /// Its text.
    pub text: Box<str>,
}

impl Scalar {
    /// Whether nothing was given: an empty text, or a plain `null` or `~`.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
            || (self.plain && matches!(&*self.text, "~" | "null" | "Null" | "NULL"))
    }
}

impl Node {
    /// The entry of a map with this key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, node)| node)
    }

    /// The entry of a map with this key, with the key as written.
    pub fn entry(&self, key: &str) -> Option<(&Key, &Node)> {
        match &self.kind {
            NodeKind::Map(entries) => entries
                .iter()
                .find(|(found, _)| &*found.text == key)
                .map(|(found, node)| (found, node)),
            NodeKind::Scalar(_) | NodeKind::List(_) => None,
        }
    }

    /// The text of a scalar that says something.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar(scalar) if !scalar.is_empty() => Some(&scalar.text),
            _ => None,
        }
    }

    /// Whether nothing was given: an empty scalar.
    pub fn is_empty(&self) -> bool {
        matches!(&self.kind, NodeKind::Scalar(scalar) if scalar.is_empty())
    }
}

impl Parsed {
    /// Whether the text could not be read to its end; an empty one could.
    pub fn is_broken(&self) -> bool {
        self.node.is_none() && !self.problems.is_empty()
    }

    /// The tree; what is wrong goes to `sink`, as findings about `file`.
    pub fn report(self, file: &SitePath, sink: &mut Vec<Diagnostic>) -> Option<Node> {
        let problems = self.problems.into_iter();
        sink.extend(problems.map(|problem| problem.into_diagnostic(file)));
        self.node
    }
}

impl YamlProblem {
    /// The problem as a finding about `file`.
    fn into_diagnostic(self, file: &SitePath) -> Diagnostic {
        let finding = Diagnostic::new(self.code, Place::at(file, self.span), self.message)
            .maybe_help(self.help);
        match self.related {
            Some((span, message)) => finding.related(Place::at(file, span), message),
            None => finding,
        }
    }
}
