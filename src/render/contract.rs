//! What a template may never lose, whoever writes it: the link that skips to the text, the way to the other languages, and on a
//! story or reflection the line that says how the people in it are told of.
//!
//! It looks at rendered samples, so a template may write these as it likes. What is missing from every page that one layout
//! frames is said once, of the layout.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, codes};
use crate::schema::Value;
use crate::theme::Theme;
use crate::view::PageView;

/// One of the things that a page must have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    SkipLink,
    Languages,
    Permission,
    /// A field that the declaration of a type says must be shown.
    Field(Arc<str>),
}

impl Part {
    fn named(&self) -> String {
        match self {
            Self::SkipLink => "link that skips to the main text".to_owned(),
            Self::Languages => "link to the same page in another language".to_owned(),
            Self::Permission => "line about the people whom they tell of".to_owned(),
            Self::Field(name) => format!("words of the field `{name}`, which their type must show"),
        }
    }

    fn help(&self) -> String {
        let help = match self {
            Self::SkipLink => {
                "let the first link of `<body>` lead to the `id` of the main text: `<a class=\"skip\" href=\"#main\">`"
            }
            Self::Languages => {
                "link to each of `page.translations`, with its `url` as `href` and its `lang` as `hreflang`"
            }
            Self::Permission => {
                "include `partials/care.html`, or say in an element with the class `permission` that names were changed, or that nobody else can be recognised"
            }
            Self::Field(name) => return format!("show `page.fields.{name}`"),
        };
        help.to_owned()
    }
}

/// What the pages of each template lack, gathered from samples.
#[derive(Debug, Default)]
pub(super) struct Contract {
    /// The templates that made a whole page.
    pages: BTreeSet<Arc<str>>,
    missing: BTreeMap<Part, BTreeSet<Arc<str>>>,
}

impl Contract {
    /// Looks at one page, whose type says that it must show the fields `must_show`.
    pub(super) fn look(&mut self, view: &PageView, must_show: &BTreeSet<Arc<str>>, html: &str) {
        let Some((_, body)) = html.split_once("<body") else {
            return;
        };
        if &*view.template == "redirect" {
            return;
        }
        let name: Arc<str> = format!("{}.html", view.template).into();
        let frame = [
            (Part::SkipLink, !has_skip_link(body)),
            (Part::Languages, !has_languages(view, body)),
            (Part::Permission, !has_permission(view, body)),
        ];
        let fields = must_show
            .iter()
            .map(|field| (Part::Field(field.clone()), !shows(view, field, body)));
        for (part, _) in frame.into_iter().chain(fields).filter(|(_, lacks)| *lacks) {
            self.missing.entry(part).or_default().insert(name.clone());
        }
        self.pages.insert(name);
    }

    /// What is missing, where it has to be mended.
    pub(super) fn findings(&self, theme: &Theme) -> Vec<Diagnostic> {
        let mut framed: BTreeMap<Arc<str>, BTreeSet<Arc<str>>> = BTreeMap::new();
        for page in &self.pages {
            framed
                .entry(layout(theme, page))
                .or_default()
                .insert(page.clone());
        }
        let mut found = Vec::new();
        for (part, lacking) in &self.missing {
            let mut to_mend = BTreeSet::new();
            for name in lacking {
                let layout = layout(theme, name);
                to_mend.insert(match framed[&layout].is_subset(lacking) {
                    true => layout,
                    false => name.clone(),
                });
            }
            for name in to_mend {
                let Some(file) = theme.templates.get(&name) else {
                    continue;
                };
                found.push(
                    Diagnostic::new(
                        &codes::TEMPLATE_CONTRACT,
                        Place::file(&file.path),
                        format!("pages made by `{name}` have no {}", part.named()),
                    )
                    .help(part.help()),
                );
            }
        }
        found
    }
}

/// The template at the end of the chain of `extends`; a circle is reported elsewhere and ends here.
fn layout(theme: &Theme, name: &Arc<str>) -> Arc<str> {
    let mut name = name.clone();
    for _ in 0..theme.templates.len() {
        let above = theme.templates.get(&name).and_then(|file| {
            let (_, statement) = file.text.split_once("{% extends")?;
            let quoted = statement.split(['"', '\'']).nth(1)?;
            theme.templates.get_key_value(quoted)
        });
        match above {
            Some((above, _)) => name = above.clone(),
            None => break,
        }
    }
    name
}

/// Whether the first link leads to an element of the page.
fn has_skip_link(body: &str) -> bool {
    let target = tags(body)
        .find(|tag| tag.starts_with("a "))
        .and_then(|tag| attribute(tag, "href"))
        .and_then(|href| href.strip_prefix('#'));
    target.is_some_and(|target| {
        !target.is_empty() && tags(body).any(|tag| attribute(tag, "id") == Some(target))
    })
}

/// Whether each translation has a link that says its language.
fn has_languages(view: &PageView, body: &str) -> bool {
    view.page.translations.iter().all(|other| {
        tags(body).any(|tag| {
            tag.starts_with("a ")
                && attribute(tag, "hreflang") == Some(&other.lang)
                && attribute(tag, "href") == Some(&other.url)
        })
    })
}

/// Whether a page whose fields say how the people in it are told of shows a line about that. That they agreed is said nowhere
/// until there are records in which it can be looked up.
fn has_permission(view: &PageView, body: &str) -> bool {
    let fields = &view.page.fields;
    let nobody_else = fields.get("no_third_parties").and_then(Value::as_bool);
    let people = fields.get("people").map(Value::items).unwrap_or_default();
    let has_other_names = people
        .iter()
        .any(|person| person.get("name_as").and_then(Value::as_text) == Some("pseudonym"));
    if !view.page.told_by_permission || nobody_else != Some(true) && !has_other_names {
        return true;
    }
    tags(body).any(|tag| {
        attribute(tag, "class").is_some_and(|classes| {
            classes
                .split_ascii_whitespace()
                .any(|class| class == "permission")
        })
    })
}

/// Whether a page shows the words of a field that it has.
///
/// A template may set them as Markdown, so only letters and digits are compared.
fn shows(view: &PageView, field: &str, body: &str) -> bool {
    let Some(words) = view.page.fields.get(field).and_then(first_words) else {
        return true;
    };
    let mut shown = String::with_capacity(body.len());
    for piece in body.split('<') {
        let text = piece.split_once('>').map_or(piece, |(_, text)| text);
        // The letters of `&amp;` are none of the text's.
        for (number, run) in text.split('&').enumerate() {
            let run = match (number, run.split_once(';')) {
                (1.., Some((_, rest))) => rest,
                _ => run,
            };
            shown.push_str(run);
        }
    }
    letters(&shown).contains(&letters(&words))
}

/// The first text that a value holds.
fn first_words(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.to_string()),
        Value::List(items) => items.iter().find_map(first_words),
        Value::Map(entries) => ["text", "title", "label", "name"]
            .iter()
            .find_map(|name| entries.get(*name).and_then(first_words))
            .or_else(|| entries.values().find_map(first_words)),
        _ => None,
    }
}

/// The letters and digits of a text.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// What stands between `<` and `>` of every opening tag.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<')
        .skip(1)
        .filter_map(|piece| Some(piece.split_once('>')?.0))
        .filter(|tag| tag.starts_with(|first: char| first.is_ascii_alphabetic()))
}

/// The value of a quoted attribute.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    Some(value.split_once('"')?.0)
}
