//! What a page would load from another site: only what the security policy lets through is ever seen.

use std::collections::HashSet;

use crate::config::Config;
use crate::diagnostic::wording::code;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::parse::page::{LinkKind, Part};

/// The directives of the policy that may let a thing through.
fn directives(kind: LinkKind) -> &'static [&'static str] {
    match kind {
        LinkKind::Link | LinkKind::Wikilink => &[],
        LinkKind::Image => &["img-src"],
        LinkKind::File => &[
            "media-src",
            "frame-src",
            "child-src",
            "script-src",
            "script-src-elem",
            "object-src",
        ],
    }
}

/// The numbers of the links that are files of recordings: those are judged where they are parsed.
pub(super) fn recordings(parts: &[Part]) -> HashSet<u32> {
    let mut numbers = HashSet::new();
    let mut open: Vec<&Part> = parts.iter().collect();
    while let Some(part) = open.pop() {
        if let Part::Directive(directive) = part {
            open.extend(&directive.body);
            if matches!(&*directive.name, "audio" | "video") {
                numbers.extend(directive.files.iter().map(|(_, number)| *number));
            }
        }
    }
    numbers
}

/// The finding for a picture or file of another site that no browser will load.
pub(super) fn check(
    kind: LinkKind,
    written: &str,
    place: &Place,
    config: &Config,
) -> Option<Diagnostic> {
    let directives = directives(kind);
    let named = directives.first()?;
    let (scheme, host) = origin(written)?;
    let own = config.base_url.as_deref().and_then(origin);
    if own.is_some_and(|(_, own)| own.eq_ignore_ascii_case(host)) {
        return None;
    }
    let added = directives
        .iter()
        .filter_map(|directive| config.csp.get(*directive))
        .flatten();
    if added.into_iter().any(|source| lets(source, scheme, host)) {
        return None;
    }
    let what = match kind {
        LinkKind::Image => "this picture lies",
        _ => "this file lies",
    };
    let named = match kind {
        LinkKind::Image => format!("`csp: {{{named}: [https://{host}]}}`"),
        _ => format!(
            "`csp:` (`media-src: [https://{host}]` for a film or a recording, `frame-src` for a frame)"
        ),
    };
    Some(
        Diagnostic::new(
            &codes::HTML_NOT_ALLOWED_BY_CSP,
            place.clone(),
            format!(
                "{what} on another site, {}, and the site's security policy does not load it",
                code(host)
            ),
        )
        .help(format!(
            "put a copy beside the page, link to it instead, or let that site in by {named} in site.yaml"
        )),
    )
}

/// The scheme and host of a whole address of the web.
fn origin(written: &str) -> Option<(&'static str, &str)> {
    let scheme = |name: &str| {
        let start = written.get(..name.len())?;
        start
            .eq_ignore_ascii_case(name)
            .then(|| &written[name.len()..])
    };
    let (name, rest) = scheme("https://")
        .or_else(|| scheme("//"))
        .map(|rest| ("https", rest))
        .or_else(|| scheme("http://").map(|rest| ("http", rest)))?;
    let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    Some((name, host))
}

/// Whether a source of the policy lets an address through: `https:`, `https://media.example`, `*.example`.
fn lets(source: &str, scheme: &str, host: &str) -> bool {
    let source = source.trim().to_ascii_lowercase();
    if let Some(only) = source.strip_suffix(':') {
        return only == scheme;
    }
    let (wanted, rest) = source
        .split_once("://")
        .map_or((None, source.as_str()), |(scheme, rest)| {
            (Some(scheme), rest)
        });
    let pattern = rest.split('/').next().unwrap_or_default();
    let host = host.to_ascii_lowercase();
    let is_host = match pattern.strip_prefix("*.") {
        Some(above) => host.ends_with(&format!(".{above}")),
        None => host == pattern,
    };
    is_host && wanted.is_none_or(|wanted| wanted == scheme || (wanted, scheme) == ("http", "https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_lets_its_own_host_through() {
        for (source, address, expected) in [
            ("https://media.example", "https://media.example/a.png", true),
            ("https://media.example", "//MEDIA.example/a.png", true),
            ("https://media.example", "http://media.example/a.png", false),
            (
                "https://media.example",
                "https://media.example.evil/a",
                false,
            ),
            ("media.example", "http://media.example?x", true),
            ("*.example", "https://a.b.example/", true),
            ("*.example", "https://example/", false),
            ("https:", "https://any.example/", true),
            ("https:", "http://any.example/", false),
        ] {
            let (scheme, host) = origin(address).expect(address);
            assert_eq!(lets(source, scheme, host), expected, "{source} {address}");
        }
        assert_eq!(origin("media/a.png"), None);
        assert_eq!(origin("mailto:a@b.example"), None);
    }
}
