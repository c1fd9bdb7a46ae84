//! Renders every template on full samples of its data and once on a bare one, so that a misspelt variable is found
//! before any page has it, and so is a page that has lost what none may lose.

use std::collections::BTreeSet;

use super::contract::Contract;
use super::sample;
use super::{Renderer, view::PageView};
use crate::diagnostic::{Diagnostic, codes};
use crate::schema::Value;

use super::view::{Shared, SiteData};

/// What is wrong with a theme's templates beyond what [`Renderer::new`] finds. Each mistake is said once.
///
/// `extra` and `data` are the site's own: no sample can know what a site's templates look for there.
pub fn check(renderer: &Renderer, extra: &Value, data: &Value) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    let mut contract = Contract::default();
    for mut view in views(renderer) {
        view.site = Shared::new(SiteData {
            settings: renderer.theme().settings.clone(),
            extra: extra.clone(),
            data: data.clone(),
            ..(*view.site).clone()
        });
        match renderer.render(&view) {
            Ok(html) => contract.look(&view, &html),
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
