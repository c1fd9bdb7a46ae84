//! Fills the holes of a body: addresses, the words of links, sizes of pictures, and directives through their templates.

use std::cell::Cell;
use std::fmt::Write as _;
use std::sync::Arc;

use tera::{Context, Value};

use crate::diagnostic::{Diagnostic, Place, codes};
use crate::page::{Directive, Part};
use crate::path::SitePath;
use crate::theme::Theme;
use crate::view::{Explained, PageView, PictureFiles, Target};

/// A template's text, by the template's name and what it is given.
type Make<'a> = dyn Fn(&str, &Context) -> Result<String, Diagnostic> + 'a;

/// What a body is filled from.
pub(super) struct Fill<'a> {
    pub(super) theme: &'a Theme,
    /// Makes the text of a template.
    pub(super) make: &'a Make<'a>,
    pub(super) view: &'a PageView,
    /// What the page's own template is given, without the body.
    pub(super) context: &'a Context,
    /// The words to explain; none where a body is read away from its page.
    pub(super) explained: &'a [Explained],
    /// How many texts were written.
    pub(super) texts: Cell<u32>,
}

impl Fill<'_> {
    /// The HTML of some parts.
    pub(super) fn parts(&self, parts: &[Part]) -> Result<String, Diagnostic> {
        let length = parts
            .iter()
            .map(|part| match part {
                Part::Html(html) => html.len(),
                Part::Text(text) => text.len() + text.len() / 8,
                _ => 64,
            })
            .sum();
        let mut html = String::with_capacity(length);
        for part in parts {
            match part {
                Part::Html(text) => html.push_str(&text.get()),
                Part::Text(text) => self.text(&text.get(), &mut html)?,
                Part::Href(number) => {
                    escape(self.target(*number).map_or("", |to| &to.href), &mut html)
                }
                Part::LinkText(number) => {
                    let title = self.target(*number).and_then(|to| to.title.as_deref());
                    let written = || self.view.body.links.get(*number as usize);
                    let words = title.or_else(|| written().map(|link| &*link.target));
                    escape(words.unwrap_or_default(), &mut html);
                }
                Part::ImageSize(number) => {
                    if let Some((width, height)) = self.target(*number).and_then(|to| to.size) {
                        write!(html, " width=\"{width}\" height=\"{height}\"")
                            .expect("writing to a string succeeds");
                    }
                }
                Part::ImageFiles(number) => {
                    if let Some(files) = self.files(*number)
                        && !files.srcset.is_empty()
                    {
                        self.srcset(&files.srcset, &mut html);
                    }
                }
                Part::PictureStart(number) => {
                    if let Some(files) = self.files(*number)
                        && !files.avif.is_empty()
                    {
                        html.push_str("<picture><source type=\"image/avif\"");
                        self.srcset(&files.avif, &mut html);
                        html.push('>');
                    }
                }
                Part::PictureEnd(number) => {
                    if self
                        .files(*number)
                        .is_some_and(|files| !files.avif.is_empty())
                    {
                        html.push_str("</picture>");
                    }
                }
                Part::Directive(directive) => html.push_str(&self.directive(directive)?),
            }
        }
        Ok(html)
    }

    /// A text, with a link from each word that is explained here to what it means.
    fn text(&self, text: &str, html: &mut String) -> Result<(), Diagnostic> {
        let number = self.texts.replace(self.texts.get() + 1);
        let mut from = 0;
        let here = |explained: &&Explained| explained.spot.text == number;
        for explained in self.explained.iter().filter(here) {
            let (start, end) = (explained.spot.start as usize, explained.spot.end as usize);
            let (Some(before), Some(words)) = (text.get(from..start), text.get(start..end)) else {
                continue;
            };
            escape_text(before, html);
            let mut body = String::new();
            escape_text(words, &mut body);
            html.push_str(&self.word(explained, &body)?);
            from = end;
        }
        escape_text(&text[from..], html);
        Ok(())
    }

    /// A word that is explained, where it stands.
    fn word(&self, explained: &Explained, body: &str) -> Result<String, Diagnostic> {
        let Some((name, _)) = self.theme.templates.get_key_value(WORD) else {
            return Ok(body.to_owned());
        };
        let mut context = Context::new();
        context.insert_value("lang", Value::normal_string(&self.view.page.lang));
        context.insert_value("word", Value::from_serializable(explained));
        context.insert_value("body", Value::safe_string(body));
        let html = (self.make)(name, &context)?;
        Ok(html.trim_end().to_owned())
    }

    /// What the words that are explained mean, for the end of the body.
    pub(super) fn words(&self) -> Result<String, Diagnostic> {
        let found = self.theme.templates.get_key_value(WORDS);
        let (Some((name, _)), false) = (found, self.explained.is_empty()) else {
            return Ok(String::new());
        };
        let mut context = Context::new();
        context.insert_value("lang", Value::normal_string(&self.view.page.lang));
        context.insert_value("words", Value::from_serializable(&self.explained));
        (self.make)(name, &context)
    }

    fn target(&self, number: u32) -> Option<&Target> {
        self.view.targets.get(number as usize)
    }

    fn files(&self, number: u32) -> Option<&PictureFiles> {
        self.target(number)?.files.as_ref()
    }

    /// Writes the files of a picture, and how wide the look shows one in the text.
    fn srcset(&self, files: &str, html: &mut String) {
        html.push_str(" srcset=\"");
        escape(files, html);
        html.push_str("\" sizes=\"");
        escape(&self.theme.pictures.sizes, html);
        html.push('"');
    }

    /// A directive through its template.
    ///
    /// A directive inside another is filled first, so the depth of this recursion is that of the author's nesting, which
    /// the Markdown stage bounds.
    fn directive(&self, directive: &Directive) -> Result<String, Diagnostic> {
        let name = template_of(directive);
        let Some((name, _)) = self.theme.templates.get_key_value(&name) else {
            let place = Place::file(&SitePath::new(format!(
                "themes/{}/theme.yaml",
                self.theme.name
            )));
            return Err(Diagnostic::new(
                &codes::TEMPLATE_UNKNOWN_NAME,
                place,
                format!(
                    "the theme (look) has no template for the directive `{}`",
                    directive.name
                ),
            )
            .help(format!("add `templates/{name}`")));
        };
        let body = self.parts(&directive.body)?;
        let mut context = self.context.clone();
        let written = directive.attributes.0.iter();
        let mut attributes: tera::Map = written
            .map(|(name, value)| (name.to_string().into(), Value::normal_string(value)))
            .collect();
        let mut sizes = tera::Map::new();
        for (name, number) in &directive.files {
            let Some(target) = self.target(*number) else {
                continue;
            };
            let name = name.to_string();
            if let Some((width, height)) = target.size {
                let files = target.files.iter().flat_map(|files| {
                    [
                        ("avif", &files.avif),
                        ("srcset", &files.srcset),
                        ("large", &files.large),
                    ]
                });
                let mut size: tera::Map = files
                    .map(|(name, text)| (name.into(), Value::normal_string(text)))
                    .collect();
                size.insert("width".into(), Value::from(width));
                size.insert("height".into(), Value::from(height));
                sizes.insert(name.clone().into(), Value::from(size));
            }
            attributes.insert(name.into(), Value::normal_string(&target.href));
        }
        context.insert_value("attributes", Value::from(attributes));
        context.insert_value("sizes", Value::from(sizes));
        context.insert_value("body", Value::safe_string(&body));
        context.insert_value("number", Value::from(directive.number));
        let cards = self.view.queries.get(&directive.number);
        context.insert_value(
            "cards",
            Value::from_serializable(&cards.map_or(&[][..], |cards| cards)),
        );
        (self.make)(name, &context)
    }
}

/// The name of a directive's template.
pub(super) fn template_of(directive: &Directive) -> Arc<str> {
    format!("directives/{}.html", directive.name).into()
}

/// The template of a word that is explained.
pub(super) const WORD: &str = "glossary/word.html";

/// The template of what the explained words of a page mean.
pub(super) const WORDS: &str = "glossary/words.html";

/// Text for inside an element, as the Markdown stage writes it.
fn escape_text(text: &str, html: &mut String) {
    pulldown_cmark_escape::escape_html_body_text(html, text)
        .expect("a string takes all that is written to it");
}

/// Text for inside an element or a quoted attribute.
pub(super) fn escape(text: &str, html: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}
