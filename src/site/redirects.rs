//! The one redirect table: the site's own redirects, pages' aliases, and terms that were replaced.

use std::sync::Arc;

use crate::admit::Admitted;
use crate::config::Config;
use crate::diagnostic::wording::spelt;
use crate::diagnostic::{Diagnostic, Place, Severity, codes};
use crate::path::{SitePath, UrlPath};
use crate::redirect::Redirect;
use crate::yaml::NodeKind;

use super::term::Term;

/// Collects every redirect in the order: the site's, aliases, replaced terms.
pub(super) fn collect(
    pages: &[Admitted],
    urls: &[UrlPath],
    terms: &[Term],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Redirect> {
    let mut redirects = config.redirects.clone();
    let at_root = |redirect: &Redirect| &*redirect.from == "/";
    if config.default_language_in_path && !redirects.iter().any(at_root) {
        let home = format!("/{}/", config.default_language()).into();
        let place = Place::file(&SitePath::new("site.yaml"));
        // For now, since the site may come to have another first language.
        redirects.push(Redirect {
            status: 302,
            ..Redirect::permanent("/".into(), home, place)
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
                Ok(from) if *from == *url.as_str() => diagnostics.push(
                    Diagnostic::new(
                        &codes::ADDRESS_ALIAS,
                        place,
                        format!("the alias {} is the page's own address", spelt(alias)),
                    )
                    .severity(Severity::Advice)
                    .help("leave it out"),
                ),
                Ok(from) => redirects.push(Redirect::permanent(from, url.as_str().into(), place)),
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
            let from = urls[page.index()].as_str().into();
            redirects.push(Redirect::permanent(from, new.as_str().into(), place));
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
