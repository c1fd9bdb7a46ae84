//! A theme's templates, compiled, and one view rendered to one page.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{Context, Tera, Value};

use crate::config::Limits;
use crate::diagnostic::{Checked, Diagnostic, Place, codes};
use crate::hash::ContentHash;
use crate::page::Part;
use crate::path::SitePath;
use crate::theme::Theme;
use crate::view::{Explained, PageView};

use super::budget::Output;
use super::counted::Counted;
use super::{body, budget, closure, counted, failure, functions, names, nesting};

/// A theme's templates, compiled.
#[derive(Debug)]
pub struct Renderer {
    theme: Arc<Theme>,
    /// By language. Empty when the templates have mistakes.
    languages: BTreeMap<Arc<str>, Language>,
    /// The templates with counts, by which errors find their places.
    counted: BTreeMap<Arc<str>, Counted>,
    /// What the templates of one page may spend.
    limits: Limits,
    /// The hash of each template with all that it uses.
    templates: BTreeMap<Arc<str>, ContentHash>,
}

/// The templates with the words of one language.
struct Language {
    tera: Tera,
}

impl std::fmt::Debug for Language {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Language").finish_non_exhaustive()
    }
}

impl Renderer {
    /// Compiles the templates of a theme for each of its languages.
    ///
    /// A filter, function, component or template that does not exist is found here; a variable that does not is found by
    /// [`check`](super::check::check).
    pub fn new(theme: Arc<Theme>, limits: Limits) -> Checked<Self> {
        let mut found = failure::syntax(&theme);
        if found.is_empty() {
            found = names::check(&theme);
        }
        let too_deep = nesting::check(&theme);
        if !too_deep.is_empty() {
            // What puts templates together calls itself for each that stands in another.
            found.extend(too_deep);
            let renderer = Self {
                templates: closure::hashes(&theme),
                theme,
                languages: BTreeMap::new(),
                counted: BTreeMap::new(),
                limits,
            };
            return Checked::new(renderer, found);
        }
        let mut languages = BTreeMap::new();
        let own = theme
            .templates
            .iter()
            .map(|(name, file)| (&**name, &*file.text));
        let kept = counted::kept(own.clone());
        let counted: BTreeMap<Arc<str>, Counted> = own
            .clone()
            .map(|(name, text)| (name.into(), Counted::new(text, kept.contains(name))))
            .collect();
        for (number, lang) in theme.messages.keys().enumerate() {
            let mut tera = Tera::new();
            functions::register(&mut tera, &theme, lang);
            budget::register(&mut tera);
            // The author's own text comes first: what Tera says when it puts templates together has places in that.
            if number == 0
                && let Err(error) = tera.add_raw_templates(own.clone())
            {
                if !found
                    .iter()
                    .any(|known| known.code == &codes::TEMPLATE_SYNTAX)
                {
                    found.extend(failure::of_load(&theme, &error));
                }
                break;
            }
            let templates = counted.iter().map(|(name, file)| (&**name, &*file.text));
            match tera.add_raw_templates(templates) {
                Ok(()) => {
                    languages.insert(lang.clone(), Language { tera });
                }
                Err(error) => {
                    // Every language has the same templates, so the first tells all.
                    if !found
                        .iter()
                        .any(|known| known.code == &codes::TEMPLATE_SYNTAX)
                    {
                        found.extend(failure::of_load(&theme, &error));
                    }
                    break;
                }
            }
        }
        let templates = closure::hashes(&theme);
        let renderer = Self {
            theme,
            languages,
            counted,
            limits,
            templates,
        };
        Checked::new(renderer, found)
    }

    /// Whether pages can be rendered: when a theme's templates have mistakes, none can.
    pub fn is_usable(&self) -> bool {
        !self.languages.is_empty()
    }

    /// The theme.
    pub fn theme(&self) -> &Arc<Theme> {
        &self.theme
    }

    /// A hash of all of the theme that decides how a view is rendered: with the view's own, a complete key for the page.
    pub fn hash(&self, view: &PageView) -> ContentHash {
        let mut used = BTreeSet::new();
        if let Ok(name) = self.template(view) {
            used.insert(name.clone());
        }
        directives_of(&view.body.parts, &mut used);
        if !view.explained.is_empty() {
            used.extend([body::WORD.into(), body::WORDS.into()]);
        }
        let templates: Vec<Option<&ContentHash>> =
            used.iter().map(|name| self.templates.get(name)).collect();
        ContentHash::of_value(&(self.theme.hash, templates))
    }

    /// The HTML of a page.
    ///
    /// # Errors
    /// When a template names what its data does not have, or stops of its own accord.
    pub fn render(&self, view: &PageView) -> Result<String, Diagnostic> {
        budget::begin(self.limits);
        let name = self.template(view)?;
        let (language, mut context) = self.prepare(view, name)?;
        let html = self.filled(view, language, &context, &view.explained)?;
        context.insert_value("body", Value::safe_string(&html));
        self.fill(language, view, name, &context)
    }

    /// The text that a template makes of what it is given.
    fn fill(
        &self,
        language: &Language,
        view: &PageView,
        name: &str,
        context: &Context,
    ) -> Result<String, Diagnostic> {
        let mut output = Output::default();
        match language.tera.render_to(name, context, &mut output) {
            Ok(()) => Ok(output.into_text()),
            Err(error) => Err(failure::of_page(
                &self.theme,
                &self.counted,
                name,
                view,
                &error,
            )),
        }
    }

    /// The HTML of a page's body alone, as a feed carries it.
    ///
    /// # Errors
    /// When the template of a directive fails.
    pub fn body(&self, view: &PageView) -> Result<String, Diagnostic> {
        budget::begin(self.limits);
        let (language, context) = self.prepare(view, self.template(view)?)?;
        self.filled(view, language, &context, &[])
    }

    /// The language of a page and what its templates are given, but for the body.
    fn prepare(
        &self,
        view: &PageView,
        name: &Arc<str>,
    ) -> Result<(&Language, Context), Diagnostic> {
        let Some(language) = self.languages.get(&view.page.lang) else {
            return Err(Diagnostic::new(
                &codes::TEMPLATE_FAILED,
                Place::file(&self.theme.templates[name].path),
                format!(
                    "the page `{}` cannot be rendered in the language `{}`",
                    view.page.url, view.page.lang
                ),
            ));
        };
        let mut context = Context::new();
        context.insert_value("lang", Value::normal_string(&view.page.lang));
        context.insert_value("page", Value::from_serializable(&view.page));
        context.insert_value("list", Value::from_serializable(&view.list));
        context.insert_value("head", Value::from_serializable(&view.head));
        context.insert_value("site", view.site.value());
        Ok((language, context))
    }

    fn filled(
        &self,
        view: &PageView,
        language: &Language,
        context: &Context,
        explained: &[Explained],
    ) -> Result<String, Diagnostic> {
        let fill = body::Fill {
            theme: &self.theme,
            make: &|name, context| self.fill(language, view, name, context),
            view,
            context,
            explained,
            texts: Cell::new(0),
        };
        let mut html = fill.parts(&view.body.parts)?;
        html.push_str(&fill.words()?);
        Ok(html)
    }

    /// The template of a page: the one it asks for, else `list.html` for a page that lists others, else `page.html`.
    fn template(&self, view: &PageView) -> Result<&Arc<str>, Diagnostic> {
        let fallback = if view.list.is_some() {
            "list.html"
        } else {
            "page.html"
        };
        let wanted = format!("{}.html", view.template);
        [wanted.as_str(), fallback, "page.html"]
            .iter()
            .find_map(|name| self.theme.templates.get_key_value(*name))
            .map(|(name, _)| name)
            .ok_or_else(|| {
                let folder = format!("themes/{}/theme.yaml", self.theme.name);
                Diagnostic::new(
                    &codes::TEMPLATE_UNKNOWN_NAME,
                    Place::file(&SitePath::new(folder)),
                    format!("the theme (look) `{}` has no template `{wanted}`", self.theme.name),
                )
                .help("add `templates/page.html`, which serves for every type that has no template of its own")
            })
    }
}

/// The templates of the directives of a body.
fn directives_of(parts: &[Part], used: &mut BTreeSet<Arc<str>>) {
    for part in parts {
        if let Part::Directive(directive) = part {
            used.insert(body::template_of(directive));
            directives_of(&directive.body, used);
        }
    }
}
