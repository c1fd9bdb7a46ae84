//! `theme.yaml`: a theme's settings, the directives it adds, the pairs of colours that must be told apart, and what it extends.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Layers;
use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::files::ThemeFile;
use crate::path::SitePath;
use crate::schema::{Value, Values};
use crate::yaml::{self, Budget, Key, Node, NodeKind, Scalar};

/// The keys of `theme.yaml`.
const KEYS: [&str; 6] = [
    "name",
    "extends",
    "interface",
    "settings",
    "directives",
    "contrast",
];

/// A directive that a theme adds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectiveDecl {
    /// Its attributes, and whether each must be given.
    pub attributes: BTreeMap<Arc<str>, bool>,
}

/// What the `theme.yaml` files of a theme and of those it extends say together.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// The settings with their defaults.
    pub(super) settings: Value,
    /// The directives by name.
    pub(super) directives: BTreeMap<Arc<str>, DirectiveDecl>,
    /// Pairs of colours that must be told apart.
    pub(super) contrast: Vec<Pair>,
}

/// Two colours of which one stands on the other.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    /// The colour in front, by its name in `settings.colours`.
    pub(super) text: Arc<str>,
    /// The colour behind.
    pub(super) on: Arc<str>,
    /// The least contrast.
    pub(super) ratio: f64,
    /// Where the pair was written.
    pub(super) place: Place,
}

/// The theme that a `theme.yaml` extends, and where it says so.
pub(super) fn extends(file: &ThemeFile) -> Option<(String, Place)> {
    let root = tree(file, &mut Vec::new())?;
    let node = root.get("extends")?;
    Some((node.text()?.to_owned(), Place::at(&file.path, node.span)))
}

/// Reads the `theme.yaml` of every layer; a nearer one adds to and overrides those it extends.
pub(super) fn read(layers: &Layers<'_>, found: &mut Vec<Diagnostic>) -> Manifest {
    let mut manifest = Manifest {
        settings: Value::Map(Default::default()),
        ..Manifest::default()
    };
    for (name, files) in layers.names.iter().zip(&layers.files) {
        let Some(file) = files.get("theme.yaml") else {
            let place = Place::file(&SitePath::new(format!("themes/{name}/theme.yaml")));
            found.push(
                Diagnostic::new(
                    &codes::THEME_MANIFEST,
                    place,
                    format!("the theme (look) `{name}` has no `theme.yaml`"),
                )
                .help("add one that says at least `name:` and, to build on another, `extends:`"),
            );
            continue;
        };
        if let Some(root) = tree(file, found) {
            Reader { file, found }.add(&root, &mut manifest);
        }
    }
    manifest
}

/// Reads one `theme.yaml`.
struct Reader<'a> {
    file: &'a ThemeFile,
    found: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn add(&mut self, root: &Node, manifest: &mut Manifest) {
        let Some(entries) = self.map(root, "theme.yaml") else {
            return;
        };
        for (key, node) in entries {
            match &*key.text {
                "name" | "extends" => {
                    if node.text().is_none() {
                        self.wrong(node, &format!("`{}` must be a name", key.text));
                    }
                }
                "interface" => self.interface(node),
                "settings" => {
                    if self.map(node, "settings").is_some() {
                        overlay(&mut manifest.settings, &value(node));
                    }
                }
                "directives" => self.directives(node, manifest),
                "contrast" => self.contrast(node, manifest),
                unknown => {
                    let help = did_you_mean(unknown, KEYS);
                    self.found.push(
                        Diagnostic::new(
                            &codes::THEME_MANIFEST,
                            Place::at(&self.file.path, key.span),
                            format!("`theme.yaml` has no field `{unknown}`"),
                        )
                        .help("its fields are `name`, `extends`, `interface`, `settings`, `directives` and `contrast`")
                        .maybe_help(help),
                    );
                }
            }
        }
    }

    fn interface(&mut self, node: &Node) {
        match node.text().and_then(|text| text.parse::<u32>().ok()) {
            Some(super::INTERFACE) => {}
            Some(asked) if asked < super::INTERFACE => self.found.push(
                Diagnostic::new(
                    &codes::THEME_OLD_INTERFACE,
                    Place::at(&self.file.path, node.span),
                    format!(
                        "this theme (look) was made for interface `{asked}`, and this Alongside has `{}`",
                        super::INTERFACE
                    ),
                )
                .help(format!(
                    "see in the changelog what templates are given now, mend them, and write `interface: {}`",
                    super::INTERFACE
                )),
            ),
            Some(asked) => self.found.push(
                Diagnostic::new(
                    &codes::THEME_INTERFACE,
                    Place::at(&self.file.path, node.span),
                    format!(
                        "this theme (look) is made for interface `{asked}`, and this Alongside has `{}`",
                        super::INTERFACE
                    ),
                )
                .help("install a later Alongside, or take an earlier version of the theme"),
            ),
            None => self.wrong(node, "`interface` must be a whole number"),
        }
    }

    fn directives(&mut self, node: &Node, manifest: &mut Manifest) {
        for (name, node) in self.map(node, "directives").unwrap_or_default() {
            let mut decl = DirectiveDecl::default();
            for (list, required) in [("attributes", false), ("required", true)] {
                let Some(list) = node.get(list) else { continue };
                match &list.kind {
                    NodeKind::List(items) => {
                        for item in items {
                            match item.text() {
                                Some(attribute) => {
                                    decl.attributes.insert(attribute.into(), required);
                                }
                                None => self.wrong(item, "the name of an attribute must be text"),
                            }
                        }
                    }
                    _ => self.wrong(list, "the names of attributes must be a list"),
                }
            }
            manifest.directives.insert((*name.text).into(), decl);
        }
    }

    fn contrast(&mut self, node: &Node, manifest: &mut Manifest) {
        let NodeKind::List(pairs) = &node.kind else {
            self.wrong(node, "`contrast` must be a list of pairs");
            return;
        };
        for pair in pairs {
            let (Some(text), Some(on)) = (
                pair.get("text").and_then(Node::text),
                pair.get("on").and_then(Node::text),
            ) else {
                self.wrong(pair, "a pair of `contrast` needs `text` and `on`");
                continue;
            };
            let ratio = pair.get("ratio").and_then(Node::text);
            manifest.contrast.push(Pair {
                text: text.into(),
                on: on.into(),
                ratio: ratio.and_then(|text| text.parse().ok()).unwrap_or(4.5),
                place: Place::at(&self.file.path, pair.span),
            });
        }
    }

    /// The entries of a map; a finding for anything else that says something.
    fn map<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n [(Key, Node)]> {
        match &node.kind {
            NodeKind::Map(entries) => Some(entries),
            _ if node.is_empty() => None,
            _ => {
                self.wrong(node, &format!("`{what}` must be names with values"));
                None
            }
        }
    }

    fn wrong(&mut self, node: &Node, message: &str) {
        let place = Place::at(&self.file.path, node.span);
        self.found
            .push(Diagnostic::new(&codes::THEME_MANIFEST, place, message));
    }
}

/// Lays `over` on `base`: maps are merged by name, everything else is replaced.
pub(super) fn overlay(base: &mut Value, over: &Value) {
    match (base, over) {
        (Value::Map(base), Value::Map(over)) => {
            for (name, value) in &**over {
                overlay(base.entry(name.clone()).or_default(), value);
            }
        }
        (base, over) => *base = over.clone(),
    }
}

/// What a node holds when nothing is declared about it: a plain scalar may be a truth or a number.
fn value(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Scalar(scalar) => scalar_value(scalar),
        NodeKind::List(items) => Value::List(items.iter().map(value).collect()),
        NodeKind::Map(entries) => Value::from(
            entries
                .iter()
                .map(|(key, node)| ((*key.text).into(), value(node)))
                .collect::<Values>(),
        ),
    }
}

fn scalar_value(scalar: &Scalar) -> Value {
    let text = &*scalar.text;
    if !scalar.plain {
        return Value::Text(text.into());
    }
    if scalar.is_empty() {
        return Value::Null;
    }
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => {
            let number = text.parse::<i64>().map(Value::Int).ok();
            let fraction = || {
                let number = text.parse::<f64>().ok()?;
                let written =
                    text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
                (written && number.is_finite()).then_some(Value::Float(number))
            };
            number
                .or_else(fraction)
                .unwrap_or_else(|| Value::Text(text.into()))
        }
    }
}

/// A YAML file of a theme as a tree.
pub(super) fn tree(file: &ThemeFile, found: &mut Vec<Diagnostic>) -> Option<Node> {
    let text = super::text_of(file, found)?;
    let parsed = yaml::parse(&text, 0, Budget::for_data(text.len()));
    for problem in parsed.problems {
        let place = Place::at(&file.path, problem.span);
        let mut diagnostic =
            Diagnostic::new(problem.code, place, problem.message).maybe_help(problem.help);
        if let Some((span, phrase)) = problem.related {
            diagnostic = diagnostic.related(Place::at(&file.path, span), phrase);
        }
        found.push(diagnostic);
    }
    parsed.node
}
