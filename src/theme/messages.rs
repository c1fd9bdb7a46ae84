//! Reads a theme's message files: `messages/en.yaml`, one text or one sentence per plural category for each key.
//!
//! A nearer theme's file is laid over those it extends, key by key, and so is a site's file over the built-in one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Layers;
use super::manifest::tree;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::files::ThemeFile;
use crate::language::Messages;
use crate::language::messages::{Category, Message};
use crate::path::SitePath;
use crate::yaml::{Node, NodeKind};

/// What is added to the path of a built-in message file over which a site's own is laid. It sorts before `.yaml` ends.
pub(super) const BENEATH: &str = "~";

/// Reads the messages of every language of the site, and says which are missing.
pub(super) fn read(
    layers: &Layers<'_>,
    languages: &[Arc<str>],
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<Arc<str>, Messages> {
    let mut by_language: BTreeMap<&str, BTreeMap<Arc<str>, Message>> = BTreeMap::new();
    let mut files: BTreeMap<&str, &ThemeFile> = BTreeMap::new();
    for (inside, file) in in_order(layers) {
        let Some(lang) = inside.trim_end_matches(BENEATH).strip_suffix(".yaml") else {
            continue;
        };
        if let Some(root) = tree(file, found) {
            let messages = by_language.entry(lang).or_default();
            collect(&root, "", file, messages, found);
            files.insert(lang, file);
        }
    }
    let keys: Vec<Arc<str>> = {
        let mut keys: Vec<_> = by_language
            .values()
            .flat_map(|messages| messages.keys().cloned())
            .collect();
        keys.sort();
        keys.dedup();
        keys
    };
    let Some(theme) = layers.names.last() else {
        return BTreeMap::new();
    };
    languages
        .iter()
        .map(|lang| {
            let by_key = by_language.remove(&**lang).unwrap_or_default();
            let messages = Messages::new(lang, by_key);
            let file = files.get(&**lang).copied();
            missing(theme, lang, &messages, &keys, file, found);
            (lang.clone(), messages)
        })
        .collect()
}

/// The message files of all layers; a built-in file before the site's own at the same path.
fn in_order<'a>(layers: &Layers<'a>) -> Vec<(&'a str, &'a ThemeFile)> {
    let mut ordered = Vec::new();
    for files in &layers.files {
        let mut own: Vec<(&str, &ThemeFile)> = files
            .iter()
            .filter_map(|(path, file)| Some((path.strip_prefix("messages/")?, *file)))
            .collect();
        own.sort_by_key(|(path, _)| !path.ends_with(BENEATH));
        ordered.extend(own);
    }
    ordered
}

/// Adds the messages below a node; keys of nested maps are joined by dots.
fn collect(
    node: &Node,
    prefix: &str,
    file: &ThemeFile,
    messages: &mut BTreeMap<Arc<str>, Message>,
    found: &mut Vec<Diagnostic>,
) {
    let NodeKind::Map(entries) = &node.kind else {
        found.push(
            Diagnostic::new(
                &codes::MESSAGE_FORM,
                Place::at(&file.path, node.span),
                "a message file must be names with texts",
            )
            .help("write `name: text` on each line"),
        );
        return;
    };
    for (key, value) in entries {
        let name = if prefix.is_empty() {
            key.text.to_string()
        } else {
            format!("{prefix}.{}", key.text)
        };
        match &value.kind {
            NodeKind::Scalar(scalar) => {
                messages.insert(name.into(), Message::Text((*scalar.text).into()));
            }
            NodeKind::Map(forms) if is_plural(value) => {
                let forms = forms
                    .iter()
                    .filter_map(|(form, text)| {
                        let category = Category::named(&form.text)?;
                        Some((category, text.text().unwrap_or_default().into()))
                    })
                    .collect();
                messages.insert(name.into(), Message::Plural(forms));
            }
            NodeKind::Map(_) => collect(value, &name, file, messages, found),
            NodeKind::List(_) => found.push(
                Diagnostic::new(
                    &codes::MESSAGE_FORM,
                    Place::at(&file.path, value.span),
                    format!("the message `{name}` is a list"),
                )
                .help("a message is one text, or one text for each plural form"),
            ),
        }
    }
}

/// Whether a map holds the plural forms of one message: it has `other`, and every key is a category.
fn is_plural(node: &Node) -> bool {
    let NodeKind::Map(entries) = &node.kind else {
        return false;
    };
    node.get("other").is_some()
        && entries.iter().all(|(key, value)| {
            Category::named(&key.text).is_some() && matches!(value.kind, NodeKind::Scalar(_))
        })
}

/// Says which messages a language lacks: one finding for a language without a file, else one for each message.
fn missing(
    theme: &str,
    lang: &str,
    messages: &Messages,
    keys: &[Arc<str>],
    file: Option<&ThemeFile>,
    found: &mut Vec<Diagnostic>,
) {
    let Some(file) = file else {
        let path = format!("themes/{theme}/messages/{lang}.yaml");
        found.push(
            Diagnostic::new(
                &codes::THEME_MISSING_MESSAGE,
                Place::file(&SitePath::new("site.yaml")),
                format!("the theme (look) `{theme}` has no messages in the language `{lang}`"),
            )
            .help(format!(
                "add `{path}` with a text for each message of `en.yaml`"
            )),
        );
        return;
    };
    let own: BTreeMap<&Arc<str>, &Message> = messages.iter().collect();
    for key in keys {
        match own.get(key) {
            None => found.push(
                Diagnostic::new(
                    &codes::THEME_MISSING_MESSAGE,
                    Place::file(&file.path),
                    format!("the message `{key}` is missing in the language `{lang}`"),
                )
                .help(format!("add it to `themes/{theme}/messages/{lang}.yaml`")),
            ),
            Some(Message::Plural(forms)) => {
                for category in messages.categories() {
                    if !forms.contains_key(&category) {
                        found.push(
                            Diagnostic::new(
                                &codes::MESSAGE_FORM,
                                Place::file(&file.path),
                                format!(
                                    "the message `{key}` has no form `{}`, which the language `{lang}` needs",
                                    category.name()
                                ),
                            )
                            .help("write a whole sentence for each plural form of the language"),
                        );
                    }
                }
            }
            Some(Message::Text(_)) => {}
        }
    }
}
