//! The one redirect table: the site's own redirects, pages' aliases, and terms that were replaced.

use std::sync::Arc;

use crate::admit::Admitted;
use crate::config::Config;
use crate::diagnostic::wording::spelt;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::path::{SitePath, UrlPath};
use crate::yaml::NodeKind;

use super::term::Term;

/// One redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The old address: of a page (`/old/`), or a pattern that only a host can follow (`/old/*`).
    pub from: Arc<str>,
    /// The new address inside the site, or a whole address elsewhere.
    pub to: Arc<str>,
    /// The HTTP status.
    pub status: u16,
    /// Where it was written.
    pub place: Place,
    /// Where the new address was.
    pub to_place: Place,
    /// Where the status was.
    pub status_place: Place,
}

/// Collects every redirect in the order: the site's, aliases, replaced terms.
pub(super) fn collect(
    pages: &[Admitted],
    urls: &[UrlPath],
    terms: &[Term],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Redirect> {
    let site_file = SitePath::new("site.yaml");
    let mut redirects: Vec<Redirect> = config
        .redirects
        .iter()
        .map(|redirect| Redirect {
            from: redirect.from.clone(),
            to: redirect.to.clone(),
            status: redirect.status,
            place: Place::at(&site_file, redirect.span),
            to_place: Place::at(&site_file, redirect.to_span),
            status_place: Place::at(&site_file, redirect.status_span),
        })
        .collect();
    let at_root = |redirect: &Redirect| &*redirect.from == "/";
    if config.default_language_in_path && !redirects.iter().any(at_root) {
        redirects.push(Redirect {
            from: "/".into(),
            to: format!("/{}/", config.default_language()).into(),
            status: 302,
            place: Place::file(&site_file),
            to_place: Place::file(&site_file),
            status_place: Place::file(&site_file),
        });
    }
    for (page, url) in pages.iter().zip(urls) {
        let Some(aliases) = page.field("aliases") else {
            continue;
        };
        let node = page.page.spans.front_matter.get("aliases");
        for (at, alias) in aliases.items().iter().enumerate() {
            let span = node.map(|node| match &node.kind {
                NodeKind::List(items) => items.get(at).map_or(node.span, |item| item.span),
                _ => node.span,
            });
            let place = span.map_or_else(
                || Place::file(&page.page.path),
                |span| Place::at(&page.page.path, span),
            );
            let Some(alias) = alias.as_text() else {
                continue;
            };
            match check_alias(alias) {
                Ok(from) => redirects.push(Redirect {
                    from,
                    to: url.as_str().into(),
                    status: 301,
                    to_place: place.clone(),
                    status_place: place.clone(),
                    place,
                }),
                Err(problem) => diagnostics.push(
                    Diagnostic::new(
                        &codes::ADDRESS_ALIAS,
                        place,
                        format!("the alias {} {problem}", spelt(alias)),
                    )
                    .help("an alias is an old address of this site: `/2019/the-allotment-key/`"),
                ),
            }
        }
    }
    for term in terms {
        let Some(replacement) = term.replaced_by.map(|id| &terms[id.index()]) else {
            continue;
        };
        for (lang, page) in &term.pages {
            let old = &pages[page.index()];
            let Some(new) = replacement.urls.get(lang) else {
                continue;
            };
            let place = Place::at(&old.page.path, old.page.spans.field("replaced_by"));
            redirects.push(Redirect {
                from: urls[page.index()].as_str().into(),
                to: new.as_str().into(),
                status: 301,
                to_place: place.clone(),
                status_place: place.clone(),
                place,
            });
        }
    }
    redirects
}

/// Whether a text can be an old address of this site; the address with its closing `/`, or what is wrong.
fn check_alias(alias: &str) -> Result<Arc<str>, &'static str> {
    let alias = alias.trim();
    if alias.contains("://") || alias.starts_with("//") {
        return Err("is the address of another site");
    }
    if alias.chars().any(char::is_control) {
        return Err("has a line break or another character that cannot be seen");
    }
    if alias.contains(char::is_whitespace)
        || alias.contains(['\\', '?', '#', '*', ':', '<', '>', '"', '|'])
    {
        return Err("has a character that an address may not hold");
    }
    if alias.split('/').any(|part| part == ".." || part == ".") {
        return Err("climbs out of the site");
    }
    if alias.trim_matches('/').is_empty() {
        return Err("is the address of the site's home");
    }
    let inside = alias.trim_start_matches('/');
    let is_file = inside
        .rsplit('/')
        .next()
        .is_some_and(|last| last.contains('.') && !last.ends_with('.'));
    Ok(match inside.ends_with('/') || is_file {
        true => format!("/{inside}").into(),
        false => format!("/{inside}/").into(),
    })
}

/// Whether a redirect's old address is a pattern that only a host can follow.
pub fn is_pattern(from: &str) -> bool {
    from.contains(['*', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_stays_inside_the_site_and_on_one_line() {
        assert_eq!(check_alias("old").as_deref(), Ok("/old/"));
        assert_eq!(
            check_alias("/2019/old.html").as_deref(),
            Ok("/2019/old.html")
        );
        for wrong in [
            "../x",
            "https://elsewhere.example/",
            "//elsewhere",
            "/a\n/b 200",
            "/a b",
            "/",
            "/x/*",
        ] {
            assert!(check_alias(wrong).is_err(), "{wrong:?}");
        }
    }
}
