//! The Content-Security-Policy: strict, with what the site adds to it.
//!
//! Nothing is inline and nothing comes from another host unless the site's `csp` names it.

use indexmap::IndexMap;

use crate::diagnostic::{Checked, Diagnostic, Place, codes, suggest};

/// One source that the site adds.
#[derive(Clone, Debug)]
pub struct PolicyAddition {
    /// The directive: `img-src`.
    pub directive: String,
    /// The source: `https://media.network.example`.
    pub source: String,
    /// Where it was written.
    pub place: Place,
}

/// The policy of a site that adds nothing, in the order in which it is sent.
const STRICT: &[(&str, &str)] = &[
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self'"),
    ("font-src", "'self'"),
    ("media-src", "'self'"),
    ("connect-src", "'self'"),
    ("manifest-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
    ("frame-ancestors", "'none'"),
];

/// Directives of source lists that a site may also add to.
const OTHERS: &[&str] = &[
    "child-src",
    "frame-src",
    "object-src",
    "script-src-attr",
    "script-src-elem",
    "style-src-attr",
    "style-src-elem",
    "worker-src",
];

/// The value of the header.
pub fn content_security_policy(additions: &[PolicyAddition]) -> Checked<String> {
    let mut found = Vec::new();
    let mut policy: IndexMap<&str, Vec<&str>> = STRICT
        .iter()
        .map(|(directive, source)| (*directive, vec![*source]))
        .collect();
    for addition in additions {
        let names = || {
            STRICT
                .iter()
                .map(|(name, _)| *name)
                .chain(OTHERS.iter().copied())
        };
        let Some(directive) = names().find(|name| *name == addition.directive) else {
            let message = format!(
                "`{}` is no directive that takes sources",
                addition.directive.escape_debug()
            );
            found.push(
                Diagnostic::new(&codes::HEADERS_POLICY, addition.place.clone(), message)
                    .help("use a directive such as `img-src`, `media-src` or `frame-src`")
                    .maybe_help(suggest::did_you_mean(&addition.directive, names())),
            );
            continue;
        };
        if !is_source(&addition.source) {
            let message = format!("`{}` is no source", addition.source.escape_debug());
            found.push(
                Diagnostic::new(&codes::HEADERS_POLICY, addition.place.clone(), message).help(
                    "give one address such as `https://media.example`, without spaces, `,` or `;`",
                ),
            );
            continue;
        }
        let sources = policy.entry(directive).or_default();
        if !sources.contains(&&*addition.source) {
            sources.push(&addition.source);
        }
    }
    let directives: Vec<String> = policy
        .into_iter()
        .map(|(directive, mut sources)| {
            // 'none' holds only when it is alone.
            if sources.len() > 1 {
                sources.retain(|source| *source != "'none'");
            }
            format!("{directive} {}", sources.join(" "))
        })
        .collect();
    Checked::new(directives.join("; "), found)
}

/// Whether this is one source and nothing that could end it: printable ASCII without the characters that part sources.
fn is_source(source: &str) -> bool {
    let printable = source
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b';' && byte != b',');
    let quoted = source.len() > 2 && source.starts_with('\'') && source.ends_with('\'');
    !source.is_empty() && printable && (quoted || !source.contains('\''))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SitePath;

    fn with(additions: &[(&str, &str)]) -> Checked<String> {
        let additions: Vec<_> = additions
            .iter()
            .map(|(directive, source)| PolicyAddition {
                directive: (*directive).into(),
                source: (*source).into(),
                place: Place::file(&SitePath::new("site.yaml")),
            })
            .collect();
        content_security_policy(&additions)
    }

    #[test]
    fn a_site_that_adds_nothing_loads_from_itself_alone() {
        let policy = with(&[]);
        assert_eq!(policy.diagnostics, []);
        assert_eq!(
            policy.value,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
             media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
             frame-ancestors 'none'"
        );
    }

    #[test]
    fn additions_join_their_directive_and_end_none() {
        let policy = with(&[
            ("img-src", "https://media.network.example"),
            ("img-src", "https://media.network.example"),
            ("frame-src", "https://video.example"),
            ("frame-ancestors", "https://partner.example"),
        ]);
        assert_eq!(policy.diagnostics, []);
        for part in [
            "; img-src 'self' https://media.network.example; ",
            "; frame-ancestors https://partner.example; ",
            "; frame-src https://video.example",
        ] {
            assert!(
                policy.value.contains(part),
                "{part} is missing from {}",
                policy.value
            );
        }
    }

    #[test]
    fn what_is_no_addition_is_said_and_left_out() {
        for (directive, source, message, help) in [
            (
                "image-src",
                "https://a.example",
                "`image-src` is no directive that takes sources",
                None,
            ),
            (
                "img-srcs",
                "https://a.example",
                "`img-srcs` is no directive that takes sources",
                Some("did you mean `img-src`?"),
            ),
            (
                "img-src",
                "a; script-src *",
                "`a; script-src *` is no source",
                None,
            ),
            (
                "img-src",
                "a\nX-Evil: 1",
                "`a\\nX-Evil: 1` is no source",
                None,
            ),
            ("img-src", "a,b", "`a,b` is no source", None),
            ("img-src", "", "`` is no source", None),
        ] {
            let policy = with(&[(directive, source)]);
            let [problem] = &policy.diagnostics[..] else {
                panic!("{source:?} gives one finding, not {:?}", policy.diagnostics);
            };
            assert_eq!(
                (problem.code, &*problem.message),
                (&codes::HEADERS_POLICY, message)
            );
            if let Some(help) = help {
                assert_eq!(problem.help.as_deref(), Some(help));
            }
            assert_eq!(policy.value, with(&[]).value, "{source:?} is left out");
        }
    }
}
