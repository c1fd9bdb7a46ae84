//! Where the settings of a file stand, for findings that later stages make about them: of the look, of headers, of the policy.
//!
//! It holds places and no values, and only of the settings that are asked for.

use std::collections::BTreeMap;

use super::{Node, NodeKind};
use crate::diagnostic::Place;
use crate::path::SitePath;
use crate::source::Span;

/// How far below a setting places are kept: a colour of a look is two steps down.
const DEPTH: usize = 3;

/// The places of settings by their path; an entry of a list goes by its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingPlaces {
    file: SitePath,
    known: BTreeMap<Vec<Box<str>>, Stands>,
}

/// Where a setting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stands {
    name: Span,
    value: Span,
}

impl SettingPlaces {
    /// The places of these settings of a file, and of what is below them.
    pub fn of(file: &SitePath, tree: &Node, names: &[&str]) -> Self {
        let mut places = Self {
            file: file.clone(),
            known: BTreeMap::new(),
        };
        for name in names {
            if let Some((key, node)) = tree.entry(name) {
                places.add(&mut vec![(*name).into()], key.span, node);
            }
        }
        places
    }

    fn add(&mut self, path: &mut Vec<Box<str>>, name: Span, node: &Node) {
        let value = node.span;
        self.known
            .entry(path.clone())
            .or_insert(Stands { name, value });
        if path.len() > DEPTH {
            return;
        }
        match &node.kind {
            NodeKind::Map(entries) => {
                for (key, node) in entries {
                    path.push(key.text.clone());
                    self.add(path, key.span, node);
                    path.pop();
                }
            }
            NodeKind::List(items) => {
                for item in items {
                    if let Some(text) = item.text() {
                        path.push(text.into());
                        self.add(path, item.span, item);
                        path.pop();
                    }
                }
            }
            NodeKind::Scalar(_) => {}
        }
    }

    /// Whether the site has this setting.
    pub fn has(&self, path: &[&str]) -> bool {
        self.find(path).is_some()
    }

    /// Where the name of a setting stands, or of the nearest above it that does.
    pub fn name(&self, path: &[&str]) -> Place {
        self.nearest(path, |stands| stands.name)
    }

    /// Where the value of a setting stands, or of the nearest above it that does.
    pub fn value(&self, path: &[&str]) -> Place {
        self.nearest(path, |stands| stands.value)
    }

    fn nearest(&self, path: &[&str], which: impl Fn(&Stands) -> Span) -> Place {
        (1..=path.len())
            .rev()
            .find_map(|length| self.find(&path[..length]))
            .map_or_else(
                || Place::file(&self.file),
                |stands| Place::at(&self.file, which(stands)),
            )
    }

    fn find(&self, path: &[&str]) -> Option<&Stands> {
        let path: Vec<Box<str>> = path.iter().map(|part| (*part).into()).collect();
        self.known.get(&path)
    }
}
