//! What a page would load from another site: only what the security policy lets through is ever seen.

use std::collections::HashSet;

use crate::config::Config;
use crate::config::sources::Policy;
use crate::diagnostic::wording::code;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::page::{LinkKind, Part};

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
    let policy = Policy {
        base_url: config.base_url.as_deref(),
        added: Some(&config.csp),
    };
    let host = policy.refused(directives, written)?;
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
