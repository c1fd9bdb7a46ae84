//! From `site.yaml` to [`Config`]: its shape is checked by the declarations of `site-schema.yaml`, then each name in it is
//! resolved and every default filled in.
//!
//! Mistakes never stop the reading: a configuration always comes out, beside what was found. Nothing here reads a file.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::{Config, Language, MarkdownOptions, MenuEntry, delivery, languages, rules, types};
use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::wording::code;
use crate::diagnostic::{Checked, Code, Diagnostic, Place, codes};
use crate::path::SitePath;
use crate::schema::declared::Reader;
use crate::schema::validate::{Context, FieldCodes, validate};
use crate::schema::{Fields, Localised, Value};
use crate::source::Span;
use crate::yaml::{self, Key, Node, NodeKind};

/// The fields of `site.yaml`, as their data declares them.
pub fn site_fields() -> &'static Fields {
    static FIELDS: LazyLock<Fields> = LazyLock::new(|| {
        let (fields, problems) = read_site_fields();
        debug_assert!(
            problems.is_empty(),
            "the shape of site.yaml is sound: {problems:?}"
        );
        fields
    });
    &FIELDS
}

fn read_site_fields() -> (Fields, Vec<Diagnostic>) {
    let text = include_str!("site-schema.yaml");
    let file = SitePath::new("site-schema.yaml");
    let parsed = yaml::parse(text, 0, yaml::Budget::for_data(text.len()));
    let mut sink: Vec<Diagnostic> = parsed
        .problems
        .into_iter()
        .map(|problem| problem.into_diagnostic(&file))
        .collect();
    let mut fields = Fields::new();
    if let Some(root) = &parsed.node {
        Reader::new(&file, &mut sink).fields(root, &mut fields);
    }
    (fields, sink)
}

/// Reads the text of `site.yaml`.
pub fn parse(file: &SitePath, text: &str) -> Checked<Config> {
    let parsed = yaml::parse(text, 0, yaml::Budget::FRONT_MATTER);
    let broken = parsed.node.is_none() && !parsed.problems.is_empty();
    let mut sink: Vec<Diagnostic> = parsed
        .problems
        .into_iter()
        .map(|problem| problem.into_diagnostic(file))
        .collect();
    let tree = parsed.node.unwrap_or(Node {
        span: Span::default(),
        kind: NodeKind::Map(Vec::new()),
    });
    let mut site = Site {
        file,
        tree: &tree,
        values: IndexMap::new(),
        sink: &mut sink,
    };
    site.validate(broken);
    let config = site.resolve();
    Checked::new(config, sink)
}

/// `site.yaml` while it is resolved: the tree for places, the checked values beside it.
pub(super) struct Site<'a> {
    pub(super) file: &'a SitePath,
    pub(super) tree: &'a Node,
    pub(super) values: IndexMap<Arc<str>, Value>,
    pub(super) sink: &'a mut Vec<Diagnostic>,
}

impl<'a> Site<'a> {
    fn validate(&mut self, broken: bool) {
        if !matches!(self.tree.kind, NodeKind::Map(_)) && !self.tree.is_empty() {
            self.report(
                &codes::CONFIG_WRONG_KIND,
                self.tree.span,
                "`site.yaml` is not settings with values".into(),
                Some("write each setting as `name: value`, for example `title: My network`".into()),
            );
            return;
        }
        let context = Context {
            file: self.file,
            timezone: &TimeZone::UTC,
            owner: "`site.yaml`",
            codes: &FieldCodes::CONFIG,
        };
        self.values = validate(self.tree, site_fields(), false, context, self.sink);
        if !broken && !self.values.contains_key("title") {
            self.report(
                &codes::CONFIG_MISSING_FIELD,
                Span::default(),
                "the site has no `title`".into(),
                Some("add `title: ` with the site's name".into()),
            );
        }
    }

    fn resolve(mut self) -> Config {
        let languages = self.languages();
        let title = self.localised_at(&["title"], &languages);
        let description = self.localised_at(&["description"], &languages);
        let base_url = self.base_url();
        let timezone = self.timezone();
        let (taxonomies, types) = types::resolve(&mut self, &languages);
        let menus = self.menus(&languages);
        let redirects = delivery::redirects(&self);
        let headers = delivery::headers(&mut self);
        let csp = delivery::csp(&mut self);
        let rules = rules::resolve(&mut self);
        let default_language_in_path = self.truth("default_language_in_path", false);
        let text = |name: &str, default: &str| {
            Arc::from(
                self.values
                    .get(name)
                    .and_then(Value::as_text)
                    .unwrap_or(default),
            )
        };
        let theme = text("theme", "hearth");
        let taken = |name: &str| self.values.get(name).cloned().unwrap_or_default();
        let extras = [
            ("images.avif", "images", Some("avif"), false),
            ("cards", "cards", None, false),
            ("index_json", "index_json", None, true),
            ("markdown_copies", "markdown_copies", None, false),
            ("llms_txt", "llms_txt", None, false),
        ]
        .into_iter()
        .map(|(name, key, inner, default)| {
            let value = self.values.get(key);
            let value = match inner {
                Some(inner) => value.and_then(|value| value.get(inner)),
                None => value,
            };
            (
                Arc::from(name),
                value.and_then(Value::as_bool).unwrap_or(default),
            )
        })
        .collect::<BTreeMap<Arc<str>, bool>>();
        let smart_punctuation = self
            .values
            .get("markdown")
            .and_then(|markdown| markdown.get("smart_punctuation"))
            .and_then(Value::as_bool)
            .unwrap_or(true);
        Config {
            title,
            description,
            base_url,
            default_language_in_path,
            timezone,
            theme,
            theme_settings: taken("theme_settings"),
            taxonomies,
            types,
            menus,
            search: self.truth("search", true),
            redirects,
            headers,
            csp,
            rules,
            markdown: MarkdownOptions {
                smart_punctuation,
                extensions: true,
                heading_ids: true,
            },
            paginate: whole(self.values.get("paginate")).unwrap_or(20),
            extras,
            extra: taken("extra"),
            languages,
        }
    }

    fn truth(&self, name: &str, default: bool) -> bool {
        self.values
            .get(name)
            .and_then(Value::as_bool)
            .unwrap_or(default)
    }

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

    fn languages(&mut self) -> IndexMap<Arc<str>, Language> {
        let in_path = self.truth("default_language_in_path", false);
        let mut written: Vec<(Arc<str>, Span, Option<&Node>)> = Vec::new();
        match self.entry(&["languages"]).map(|(_, node)| node) {
            Some(Node {
                kind: NodeKind::List(items),
                ..
            }) => {
                for item in items {
                    if let Some(text) = item.text() {
                        written.push((text.trim().into(), item.span, None));
                    }
                }
            }
            Some(Node {
                kind: NodeKind::Map(entries),
                ..
            }) => {
                for (key, node) in entries {
                    written.push(((&*key.text).into(), key.span, Some(node)));
                }
            }
            Some(node) => {
                if let Some(text) = node.text() {
                    written.push((text.trim().into(), node.span, None));
                }
            }
            None => {}
        }
        let mut found = IndexMap::new();
        for (name, span, settings) in written {
            if let Err((message, help)) = languages::check(&name) {
                self.report(&codes::CONFIG_UNKNOWN_WORD, span, message, help);
                continue;
            }
            if found.contains_key(&name) {
                let message = format!("the language {} is given twice", code(&name));
                self.report(
                    &codes::CONFIG_VALUE,
                    span,
                    message,
                    Some("keep one of the two".into()),
                );
                continue;
            }
            let setting = |key: &str| settings.and_then(|node| node.get(key)).and_then(Node::text);
            let prefix = if found.is_empty() && !in_path {
                "".into()
            } else {
                format!("/{name}").into()
            };
            let language = Language {
                label: setting("label")
                    .map_or_else(|| languages::own_name(&name).into(), Arc::from),
                show_unreviewed: setting("unreviewed") == Some("show"),
                prefix,
                code: name.clone(),
            };
            found.insert(name, language);
        }
        if found.is_empty() {
            let name: Arc<str> = "en".into();
            let language = Language {
                code: name.clone(),
                label: languages::own_name(&name).into(),
                show_unreviewed: false,
                prefix: if in_path { "/en".into() } else { "".into() },
            };
            found.insert(name, language);
        }
        found
    }

    fn base_url(&mut self) -> Option<Arc<str>> {
        let (_, node) = self.entry(&["base_url"])?;
        let text = node.text()?.trim();
        match check_base_url(text) {
            Ok(url) => Some(url.into()),
            Err(help) => {
                let message = format!("{} cannot be the site's address", code(text));
                self.report(&codes::CONFIG_VALUE, node.span, message, Some(help.into()));
                None
            }
        }
    }

    fn timezone(&mut self) -> TimeZone {
        let Some((_, node)) = self.entry(&["timezone"]) else {
            return TimeZone::UTC;
        };
        let Some(name) = node.text() else {
            return TimeZone::UTC;
        };
        let zones = TimeZoneDatabase::bundled();
        zones.get(name.trim()).unwrap_or_else(|_| {
            let known: Vec<String> = zones.available().map(|name| name.to_string()).collect();
            let city = known.iter().find(|zone| {
                zone.rsplit('/')
                    .next()
                    .is_some_and(|city| city.eq_ignore_ascii_case(name.trim()))
            });
            let help = match city {
                Some(zone) => Some(format!("did you mean `{zone}`?")),
                None => did_you_mean(name, known.iter().map(String::as_str)),
            }
            .unwrap_or_else(|| "write a zone as `Europe/London`".into());
            let message = format!("there is no time zone {}", code(name));
            self.report(&codes::CONFIG_UNKNOWN_WORD, node.span, message, Some(help));
            TimeZone::UTC
        })
    }

    fn menus(
        &mut self,
        languages: &IndexMap<Arc<str>, Language>,
    ) -> Option<IndexMap<Arc<str>, Vec<MenuEntry>>> {
        self.entry(&["menus"])?;
        let mut menus = IndexMap::new();
        for (name, node) in self.entries(&["menus"]) {
            let items = match &node.kind {
                NodeKind::List(items) => items.as_slice(),
                _ => std::slice::from_ref(node),
            };
            let mut entries = Vec::new();
            for item in items {
                let (target, label) = match &item.kind {
                    NodeKind::Map(_) => (item.get("to"), item.get("label")),
                    _ => (Some(item), None),
                };
                let label =
                    label.map_or_else(Localised::default, |node| self.localised(node, languages));
                if let Some((target, node)) =
                    target.and_then(|node| Some((node.text()?.trim(), node)))
                {
                    if let Err(help) = delivery::check_address(target) {
                        let message = format!("{} cannot be the target of a menu", code(target));
                        self.report(&codes::CONFIG_UNSAFE, node.span, message, Some(help.into()));
                        continue;
                    }
                    entries.push(MenuEntry {
                        target: target.into(),
                        label,
                        span: node.span,
                    });
                }
            }
            menus.insert(Arc::from(&*name.text), entries);
        }
        Some(menus)
    }
}

/// A whole number of at least one.
pub(super) fn whole(value: Option<&Value>) -> Option<usize> {
    match value {
        Some(Value::Int(number)) => usize::try_from(*number).ok().filter(|number| *number > 0),
        _ => None,
    }
}

/// The address of a site without its closing `/`, or how to write it.
///
/// The command line's own address is checked in the same way.
pub fn check_base_url(text: &str) -> Result<&str, &'static str> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .ok_or("begin it with `https://`")?;
    if text.contains(['?', '#']) {
        return Err("leave out what follows `?` or `#`");
    }
    let host = rest.split('/').next().unwrap_or_default();
    let bare = host.split_once(':').map_or(host, |(host, _)| host);
    let port = host.split_once(':').map_or("1", |(_, port)| port);
    let good = !bare.is_empty()
        && bare
            .chars()
            .all(|character| character.is_alphanumeric() || matches!(character, '.' | '-'))
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit());
    let clean = text.chars().all(|character| {
        !character.is_whitespace()
            && !character.is_control()
            && !matches!(
                character,
                '<' | '>' | '"' | '\'' | '\\' | '@' | '{' | '}' | '`'
            )
    });
    let climbs = rest.split('/').any(|part| part == ".." || part == ".");
    if !good || !clean || climbs {
        return Err("write it as `https://network.example`");
    }
    Ok(text.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_of_site_yaml_is_sound() {
        assert_eq!(read_site_fields().1, []);
    }

    #[test]
    fn an_empty_configuration_has_every_default() {
        let checked = parse(&SitePath::new("site.yaml"), "title: A network\n");
        assert_eq!(checked.diagnostics, []);
        let config = checked.value;
        assert_eq!(
            config
                .languages
                .keys()
                .map(|code| &**code)
                .collect::<Vec<_>>(),
            ["en"]
        );
        assert_eq!(
            config
                .taxonomies
                .keys()
                .map(|name| &**name)
                .collect::<Vec<_>>(),
            ["themes", "areas", "authors"]
        );
        assert_eq!(config.types.len(), 13);
        assert_eq!(config.home("en").as_str(), "/");
        assert!(config.search && config.extras["index_json"] && !config.extras["cards"]);
        assert_eq!(config.paginate, 20);
    }
}
