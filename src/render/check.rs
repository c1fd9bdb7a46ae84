//! Renders every template on full samples of its data and once on a bare one, so that a misspelt variable is found
//! before any page has it, and so is a page that has lost what none may lose.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::contract::Contract;
use super::sample::{self, declared};
use crate::view::PageView;

use super::Renderer;
use crate::diagnostic::{Diagnostic, codes};
use crate::schema::{TypeDecl, Value, Values};

use crate::view::{Shared, SiteData};

/// What is wrong with a theme's templates beyond what [`Renderer::new`] finds. Each mistake is said once.
///
/// `types` say which template shows which pages. `extra` and `data` are the site's own: no sample can know what a site's
/// templates look for there.
pub fn check<'a>(
    renderer: &Renderer,
    types: impl Iterator<Item = &'a TypeDecl>,
    extra: &Value,
    data: &Value,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    let mut contract = Contract::default();
    let duties = Duties::of(types);
    for mut view in views(renderer) {
        let duty = duties.0.get(&view.template);
        if let (Some(duty), Value::Map(fields)) = (duty, &mut view.page.fields)
            && !fields.is_empty()
        {
            for (name, value) in &duty.fields {
                fields.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        view.page.told_by_permission = duty.is_some_and(|duty| duty.told_by_permission);
        view.site = Shared::new(SiteData {
            settings: renderer.theme().settings.clone(),
            extra: extra.clone(),
            data: data.clone(),
            ..(*view.site).clone()
        });
        match renderer.render(&view) {
            Ok(html) => {
                let none = BTreeSet::new();
                let must_show = duty.map_or(&none, |duty| &duty.must_show);
                contract.look(&view, must_show, &html);
            }
            // Each further sample would take as long again to come to the same.
            Err(diagnostic) if diagnostic.code == &codes::TEMPLATE_LIMIT => {
                found.push(diagnostic);
                return found;
            }
            Err(diagnostic) => {
                let key = (diagnostic.place.clone(), diagnostic.message.clone());
                if known.insert(key) {
                    found.push(diagnostic);
                }
            }
        }
    }
    found.extend(contract.findings(renderer.theme()));
    found
}

/// What the types that a template shows demand of it.
#[derive(Debug, Default)]
struct Duty {
    told_by_permission: bool,
    must_show: BTreeSet<Arc<str>>,
    /// A value for each field that must be shown: the samples have none of what a site declares itself.
    fields: Values,
}

/// The duties of each template, by its name without `.html`.
struct Duties(BTreeMap<Arc<str>, Duty>);

impl Duties {
    fn of<'a>(types: impl Iterator<Item = &'a TypeDecl>) -> Self {
        let mut duties: BTreeMap<Arc<str>, Duty> = BTreeMap::new();
        for decl in types {
            let duty = duties.entry(decl.template.clone()).or_default();
            for name in &decl.meaning.must_show {
                if let Some(field) = decl.fields.get(name) {
                    duty.fields
                        .insert(name.clone(), declared::value(name, field));
                }
            }
            duty.told_by_permission |= decl.meaning.told_by_permission;
            duty.must_show
                .extend(decl.meaning.must_show.iter().cloned());
        }
        Self(duties)
    }
}

/// Full views, of what is to come and what is over, and a bare one for every template and language, and one for each directive.
fn views(renderer: &Renderer) -> Vec<PageView> {
    let theme = renderer.theme();
    let mut views = Vec::new();
    for lang in theme.messages.keys() {
        for name in theme.templates.keys() {
            let Some(stem) = name.strip_suffix(".html") else {
                continue;
            };
            match stem.split_once('/') {
                None if stem != "base" => {
                    views.push(sample::full(stem, lang));
                    views.push(sample::over(stem, lang));
                    views.push(sample::bare(stem, lang));
                }
                Some(("directives", directive)) => {
                    let attributes = theme
                        .directives
                        .get(directive)
                        .map(|decl| {
                            decl.attributes
                                .keys()
                                .map(|name| &**name)
                                .collect::<Vec<_>>()
                        })
                        .unwrap_or_default();
                    views.push(sample::directive(directive, &attributes, lang));
                }
                _ => {}
            }
        }
    }
    views
}
