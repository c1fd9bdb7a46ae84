//! What the web server is told: redirects, response headers, and sources added to the Content-Security-Policy.
//!
//! Headers and sources end in a file with one rule a line, so none may hold a line end, and none may undo the strict policy.

use std::sync::Arc;

use indexmap::IndexMap;

use super::site::Site;
use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::wording::{any_of, code};
use crate::diagnostic::{Place, codes};
use crate::path::SitePath;
use crate::redirect::Redirect;
use crate::source::Span;
use crate::yaml::{Key, Node, NodeKind};

/// Whether a text can stand as an address in a line of rules: inside the site, or `https://…`; else how to write it.
pub(super) fn check_address(text: &str) -> Result<(), &'static str> {
    if text
        .chars()
        .any(|character| character.is_control() || character.is_whitespace())
    {
        return Err("an address holds no space and no line end: write `%20` for a space");
    }
    if text.contains(['<', '>', '"', '\\']) {
        return Err("an address holds none of `<`, `>`, `\"` and `\\`");
    }
    let scheme = text.split_once(':').map(|(scheme, _)| scheme);
    match scheme {
        Some("http" | "https" | "mailto" | "tel") | None => {}
        Some(scheme) if scheme.contains('/') => {}
        Some(_) => {
            return Err(
                "write an address of this site such as `/about/`, or one that begins with `https://`",
            );
        }
    }
    if text.starts_with("//") {
        return Err("begin it with `https://`, or with one `/` for an address of this site");
    }
    if text.split(['/', '?', '#']).any(|part| part == "..") {
        return Err("leave out `..`");
    }
    Ok(())
}

/// `redirects:` in order, as written: the table of redirects judges their addresses and statuses, with those of pages.
pub(super) fn redirects(site: &Site<'_>) -> Vec<Redirect> {
    let file = SitePath::new("site.yaml");
    let mut redirects = Vec::new();
    for (key, node) in site.entries(&["redirects"]) {
        let (target, status) = match &node.kind {
            NodeKind::Map(_) => (node.get("to"), node.get("status")),
            _ => (Some(node), None),
        };
        let Some((to, to_span)) = target.and_then(|node| Some((node.text()?, node.span))) else {
            continue;
        };
        let status_span = status.map_or(key.span, |node| node.span);
        let status = status
            .and_then(|node| node.text())
            .and_then(|text| text.parse().ok());
        redirects.push(Redirect {
            from: key.text.trim().into(),
            to: to.trim().into(),
            status: status.unwrap_or(301),
            place: Place::at(&file, key.span),
            to_place: Place::at(&file, to_span),
            status_place: Place::at(&file, status_span),
        });
    }
    redirects
}

fn unsafe_value(site: &mut Site<'_>, span: Span, text: &str, what: &str, help: &str) {
    let message = format!("{} {what}", code(text));
    site.report(&codes::CONFIG_UNSAFE, span, message, Some(help.into()));
}

/// `headers:` by pattern of address, in order.
pub(super) fn headers(site: &mut Site<'_>) -> IndexMap<Arc<str>, IndexMap<Arc<str>, Arc<str>>> {
    let mut headers = IndexMap::new();
    for (path, node) in site.entries(&["headers"]) {
        let inside = path.text.starts_with('/') && check_address(&path.text).is_ok();
        if !inside {
            unsafe_value(
                site,
                path.span,
                &path.text,
                "cannot be a pattern of addresses",
                "begin it with `/` and leave out spaces: `/admin/*`",
            );
            continue;
        }
        let NodeKind::Map(entries) = &node.kind else {
            continue;
        };
        let mut lines = IndexMap::new();
        for (name, value) in entries {
            let Some(text) = value.text() else { continue };
            if let Some((span, text, help)) = header_problem(name, value, text) {
                unsafe_value(site, span, text, "cannot be a header", help);
            } else {
                lines.insert(Arc::from(&*name.text), Arc::from(text.trim()));
            }
        }
        headers.insert(Arc::from(&*path.text), lines);
    }
    headers
}

fn header_problem<'a>(
    name: &'a Key,
    value: &Node,
    text: &'a str,
) -> Option<(Span, &'a str, &'static str)> {
    let token = !name.text.is_empty()
        && name
            .text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    if !token {
        return Some((
            name.span,
            &name.text,
            "a header's name holds letters, digits and `-` alone",
        ));
    }
    if name.text.eq_ignore_ascii_case("content-security-policy") {
        return Some((
            name.span,
            &name.text,
            "the policy is made by Alongside: add sources to it under `csp`",
        ));
    }
    text.trim().chars().any(char::is_control).then_some((
        value.span,
        text,
        "a header's value holds no line end and no other control character",
    ))
}

const DIRECTIVES: &[&str] = &[
    "default-src",
    "script-src",
    "style-src",
    "img-src",
    "font-src",
    "media-src",
    "connect-src",
    "frame-src",
    "child-src",
    "worker-src",
    "manifest-src",
    "object-src",
    "script-src-attr",
    "script-src-elem",
    "style-src-attr",
    "style-src-elem",
    "form-action",
    "frame-ancestors",
    "base-uri",
];

/// `csp:` the sources added to each directive.
pub(super) fn csp(site: &mut Site<'_>) -> IndexMap<Arc<str>, Vec<Arc<str>>> {
    let mut csp = IndexMap::new();
    for (directive, node) in site.entries(&["csp"]) {
        if !DIRECTIVES.contains(&&*directive.text) {
            let known = DIRECTIVES.iter().copied();
            let help = did_you_mean(&directive.text, known.clone())
                .unwrap_or_else(|| format!("it may be {}", any_of(known)));
            let message = format!("{} is not a directive of the policy", code(&directive.text));
            site.report(
                &codes::CONFIG_UNKNOWN_WORD,
                directive.span,
                message,
                Some(help),
            );
            continue;
        }
        let items = match &node.kind {
            NodeKind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut sources = Vec::new();
        for item in items {
            let Some(source) = item.text() else { continue };
            match source_problem(&directive.text, source) {
                Some(help) => unsafe_value(
                    site,
                    item.span,
                    source,
                    "cannot be added to the policy",
                    help,
                ),
                None => sources.push(Arc::from(source)),
            }
        }
        csp.insert(Arc::from(&*directive.text), sources);
    }
    csp
}

/// Whether a source names no site: a scheme alone (`https:`), or any host of one (`*`, `https://*:443`).
fn is_anything(source: &str) -> bool {
    let after_scheme = source.split_once("://").map_or(source, |(_, rest)| rest);
    let host = after_scheme.split([':', '/']).next();
    source.ends_with(':') || host == Some("*")
}

/// What is wrong with a source, as the way to mend it.
fn source_problem(directive: &str, source: &str) -> Option<&'static str> {
    let lower = source.to_ascii_lowercase();
    if lower.contains("unsafe-") {
        return Some("it would undo the policy: put scripts and styles into files of the site");
    }
    if source.chars().any(|character| {
        character.is_whitespace() || character.is_control() || matches!(character, ';' | ',' | '"')
    }) {
        return Some("write each source as an entry of its own");
    }
    let runs = directive.starts_with("script-src")
        || matches!(
            directive,
            "default-src" | "object-src" | "base-uri" | "worker-src"
        );
    if runs && is_anything(&lower) {
        return Some("it lets anything run: name the one site that is meant");
    }
    if source.starts_with('\'')
        && !matches!(&*lower, "'self'" | "'none'")
        && !lower.starts_with("'sha")
    {
        return Some("name a site such as `https://media.network.example`, or `'self'`");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_directive_that_runs_anything_takes_every_site() {
        for directive in [
            "script-src",
            "script-src-elem",
            "script-src-attr",
            "default-src",
            "object-src",
        ] {
            for source in [
                "*",
                "https:",
                "data:",
                "https://*",
                "https://*:443",
                "*:*",
                "'unsafe-inline'",
            ] {
                assert!(
                    source_problem(directive, source).is_some(),
                    "{directive} {source}"
                );
            }
            assert_eq!(source_problem(directive, "https://maps.example"), None);
            assert_eq!(source_problem(directive, "https://*.maps.example"), None);
        }
        assert_eq!(source_problem("img-src", "https:"), None);
        assert_eq!(source_problem("img-src", "data:"), None);
    }
}
