//! Every link of a site to another, with the place where an author wrote it.
//!
//! What a translation takes from its original is found at the original, once.

use std::sync::Arc;

use url::Url;

use crate::diagnostic::Place;
use crate::path::SitePath;
use crate::schema::{Kind, Value};
use crate::site::{LinkTarget, Site};
use crate::yaml::{Node, NodeKind};

/// One link to another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalLink {
    /// What is asked for: without the `#anchor`. None when what is written is no whole address.
    pub url: Option<Url>,
    /// As it is written.
    pub written: Arc<str>,
    /// Where.
    pub place: Place,
}

/// The links of every page's body and fields, and those of `site.yaml`, to other sites than this.
pub fn links(site: &Site) -> Vec<ExternalLink> {
    let mut found = Found {
        own: site
            .config
            .base_url
            .as_deref()
            .and_then(|base| Url::parse(base).ok()),
        links: Vec::new(),
    };
    for (page, targets) in site.pages.iter().zip(&site.targets) {
        let file = &page.page.path;
        let spans = page.page.spans.links.iter();
        for (target, span) in targets.iter().zip(spans) {
            if let LinkTarget::External(written) = target {
                found.add(written, Place::at(file, *span));
            }
        }
        for (name, value) in &page.page.fields {
            let node = page.page.spans.front_matter.get(name);
            if let (Some(field), Some(node)) = (page.kind.fields.get(name), node) {
                found.field(value, &field.kind, node, file);
            }
        }
    }
    for redirect in &site.config.redirects {
        found.add(&redirect.to, redirect.to_place.clone());
    }
    let config_file = SitePath::new("site.yaml");
    for entry in site
        .config
        .menus
        .iter()
        .flat_map(|menus| menus.values())
        .flatten()
    {
        found.add(&entry.target, Place::at(&config_file, entry.span));
    }
    found.links
}

struct Found {
    own: Option<Url>,
    links: Vec<ExternalLink>,
}

impl Found {
    /// Notes what is written when it leads to another site over the web.
    fn add(&mut self, written: &str, place: Place) {
        let written = written.trim();
        let lower = written.get(..8).unwrap_or(written).to_ascii_lowercase();
        let whole = match written.starts_with("//") {
            true => format!("https:{written}"),
            false if lower.starts_with("http:") || lower.starts_with("https:") => {
                written.to_owned()
            }
            false => return,
        };
        let url = Url::parse(&whole).ok().map(|mut url| {
            url.set_fragment(None);
            url
        });
        let is_own =
            matches!((&url, &self.own), (Some(url), Some(own)) if url.origin() == own.origin());
        if !is_own {
            self.links.push(ExternalLink {
                url,
                written: written.into(),
                place,
            });
        }
    }

    /// Walks a field along its declaration.
    fn field(&mut self, value: &Value, kind: &Kind, node: &Node, file: &SitePath) {
        match (kind, value) {
            (Kind::Url | Kind::Path | Kind::Image | Kind::Ref(_), Value::Text(written)) => {
                self.add(written, Place::at(file, node.span));
            }
            (Kind::Image, Value::Map(entries)) => {
                // A path alone stands for the whole picture.
                if let Some(Value::Text(written)) = entries.get("src") {
                    let node = node.get("src").unwrap_or(node);
                    self.add(written, Place::at(file, node.span));
                }
            }
            (Kind::List(item), Value::List(values)) => {
                for (at, value) in values.iter().enumerate() {
                    let inner = match &node.kind {
                        NodeKind::List(items) => items.get(at).unwrap_or(node),
                        _ => node,
                    };
                    self.field(value, &item.kind, inner, file);
                }
            }
            (Kind::Object(fields), Value::Map(entries)) => {
                for (name, value) in &**entries {
                    if let (Some(field), Some(node)) = (fields.get(name), node.get(name)) {
                        self.field(value, &field.kind, node, file);
                    }
                }
            }
            _ => {}
        }
    }
}
