//! Where settings stand in `site.yaml`, for findings that later stages make about them: of the look, of headers, of the policy.
//!
//! It holds places and no values, and only of the settings that others judge.

use std::collections::BTreeMap;

use crate::diagnostic::Place;
use crate::path::SitePath;
use crate::source::Span;
use crate::yaml::{Node, NodeKind};

/// The settings whose places are kept.
const KEPT: [&str; 5] = ["base_url", "theme", "theme_settings", "headers", "csp"];

/// How far below a setting places are kept: a colour of a look is two steps down.
const DEPTH: usize = 3;

/// The places of settings by their path; an entry of a list goes by its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingPlaces(BTreeMap<Vec<Box<str>>, Stands>);

/// Where a setting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stands {
    name: Span,
    value: Span,
}

impl SettingPlaces {
    pub(super) fn read(tree: &Node) -> Self {
        let mut places = Self::default();
        for name in KEPT {
            if let Some((key, node)) = tree.entry(name) {
                places.add(&mut vec![name.into()], key.span, node);
            }
        }
        places
    }

    fn add(&mut self, path: &mut Vec<Box<str>>, name: Span, node: &Node) {
        let value = node.span;
        self.0.entry(path.clone()).or_insert(Stands { name, value });
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
        let file = SitePath::new("site.yaml");
        (1..=path.len())
            .rev()
            .find_map(|length| self.find(&path[..length]))
            .map_or_else(
                || Place::file(&file),
                |stands| Place::at(&file, which(stands)),
            )
    }

    fn find(&self, path: &[&str]) -> Option<&Stands> {
        let path: Vec<Box<str>> = path.iter().map(|part| (*part).into()).collect();
        self.0.get(&path)
    }
}
