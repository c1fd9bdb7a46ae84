//! HTML pages: those of routes, and those of old addresses for hosts that do not read `_redirects`.

use crate::diagnostic::Diagnostic;
use crate::files::Artifact;
use crate::formats::redirects::Fallback;
use crate::hash::ContentHash;
use crate::site::RouteId;
use crate::view::PageView;

use super::{Outputs, text};

impl Outputs {
    /// The page of a route.
    pub(super) fn page(&self, route: RouteId) -> Result<Artifact, Diagnostic> {
        let html = self.renderer.render(&self.composer.view(route))?;
        Ok(text(self.site().routes[route.index()].url.output(), html))
    }

    /// The view of a page, and a key of all that decides how it looks.
    pub(in crate::pipeline) fn keyed_view(&self, route: RouteId) -> (ContentHash, PageView) {
        let view = self.composer.view(route);
        let key = ContentHash::of_value(&(self.renderer.hash(&view), &view));
        (key, view)
    }

    /// Renders a view to see whether it can be.
    pub(in crate::pipeline) fn try_view(&self, view: &PageView) -> Result<(), Diagnostic> {
        self.renderer.render(view).map(drop)
    }

    /// The page of an old address.
    pub(super) fn fallback(&self, fallback: &Fallback) -> Result<Artifact, Diagnostic> {
        let config = &self.site().config;
        let lang = config
            .languages
            .values()
            .find(|language| {
                !language.prefix.is_empty()
                    && fallback
                        .from
                        .as_str()
                        .starts_with(&format!("{}/", language.prefix))
            })
            .map_or(config.default_language(), |language| &language.code);
        let canonical = match fallback.to.contains("://") {
            true => fallback.to.clone(),
            false => self.addresses().canonical_of(&fallback.to).to_string(),
        };
        let html = self
            .renderer
            .render(&self.composer.redirect(lang, &fallback.to, &canonical))?;
        Ok(text(fallback.from.output(), html))
    }
}
