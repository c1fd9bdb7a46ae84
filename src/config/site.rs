//! `site.yaml` while it is resolved: what the parts that resolve it ask of it, and how they report.
//!
//! What a setting means is the affair of those parts.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::Language;
use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::wording::code;
use crate::diagnostic::{Code, Diagnostic, Place, codes};
use crate::path::SitePath;
use crate::schema::{Localised, Value, Values};
use crate::source::Span;
use crate::yaml::{Key, Node, NodeKind};

/// `site.yaml` while it is resolved: the tree for places, the checked values beside it.
pub(super) struct Site<'a> {
    pub(super) file: &'a SitePath,
    pub(super) tree: &'a Node,
    pub(super) values: Values,
    pub(super) sink: &'a mut Vec<Diagnostic>,
}

impl<'a> Site<'a> {
    /// A setting that is `true` or `false`.
    pub(super) fn truth(&self, name: &str, default: bool) -> bool {
        self.values
            .get(name)
            .and_then(Value::as_bool)
            .unwrap_or(default)
    }

    /// Reports a mistake at a place in `site.yaml`.
    pub(super) fn report(
        &mut self,
        code: &'static Code,
        span: Span,
        message: String,
        help: Option<String>,
    ) {
        let place = Place::at(self.file, span);
        self.sink
            .push(Diagnostic::new(code, place, message).maybe_help(help));
    }

    /// The key and value at a path of keys.
    pub(super) fn entry(&self, path: &[&str]) -> Option<(&'a Key, &'a Node)> {
        let (last, before) = path.split_last()?;
        let mut node = self.tree;
        for key in before {
            node = node.get(key)?;
        }
        node.entry(last)
    }

    /// The entries of the map at a path of keys.
    pub(super) fn entries(&self, path: &[&str]) -> &'a [(Key, Node)] {
        match self.entry(path).map(|(_, node)| &node.kind) {
            Some(NodeKind::Map(entries)) => entries,
            _ => &[],
        }
    }

    /// The text at a path of keys, empty when there is none.
    pub(super) fn localised_at(
        &mut self,
        path: &[&str],
        languages: &IndexMap<Arc<str>, Language>,
    ) -> Localised {
        match self.entry(path) {
            Some((_, node)) => self.localised(node, languages),
            None => Localised::default(),
        }
    }

    /// One text, or one for each language of the site. Wrong kinds have been reported by the validator.
    pub(super) fn localised(
        &mut self,
        node: &Node,
        languages: &IndexMap<Arc<str>, Language>,
    ) -> Localised {
        match &node.kind {
            NodeKind::Map(entries) => {
                let mut texts = BTreeMap::new();
                for (key, node) in entries {
                    self.known_language(key, languages);
                    if let Some(text) = node.text() {
                        texts.insert(Arc::from(&*key.text), Arc::from(text.trim()));
                    }
                }
                Localised(texts)
            }
            _ => node.text().map_or_else(Localised::default, |text| {
                Localised::everywhere(text.trim())
            }),
        }
    }

    /// Reports a key that should be a language of the site and is not.
    pub(super) fn known_language(&mut self, key: &Key, languages: &IndexMap<Arc<str>, Language>) {
        if languages.contains_key(&*key.text) {
            return;
        }
        let help =
            did_you_mean(&key.text, languages.keys().map(|code| &**code)).unwrap_or_else(|| {
                format!(
                    "add {} to `languages`, or take it out here",
                    code(&key.text)
                )
            });
        let message = format!("{} is not a language of this site", code(&key.text));
        self.report(&codes::CONFIG_UNKNOWN_WORD, key.span, message, Some(help));
    }
}

/// A whole number of at least one.
pub(super) fn whole(value: Option<&Value>) -> Option<usize> {
    match value {
        Some(Value::Int(number)) => usize::try_from(*number).ok().filter(|number| *number > 0),
        _ => None,
    }
}
