//! Sound and film in a body: whether everybody can follow them, and whether readers' browsers may fetch them at all.
//!
//! Nothing here reads a file: it knows what the directives `audio` and `video` say of themselves, and the site's policy.

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Place, codes};
use crate::page::{Directive, Part};
use crate::parse::markdown::ParsedBody;
use crate::path::SitePath;
use crate::source::Span;

/// What is wrong with the recordings of a body.
pub(super) fn check(
    body: &ParsedBody,
    config: &Config,
    file: &SitePath,
    found: &mut Vec<Diagnostic>,
) {
    let mut open: Vec<&Part> = body.body.parts.iter().collect();
    let mut media: Vec<&Directive> = Vec::new();
    while let Some(part) = open.pop() {
        if let Part::Directive(directive) = part {
            open.extend(&directive.body);
            if matches!(&*directive.name, "audio" | "video") {
                media.push(directive);
            }
        }
    }
    media.sort_by_key(|directive| directive.number);
    for directive in media {
        Recording {
            body,
            config,
            file,
            directive,
        }
        .check(found);
    }
}

struct Recording<'a> {
    body: &'a ParsedBody,
    config: &'a Config,
    file: &'a SitePath,
    directive: &'a Directive,
}

impl Recording<'_> {
    fn check(&self, found: &mut Vec<Diagnostic>) {
        let has = |name: &str| self.directive.attributes.0.contains_key(name);
        let name = &self.directive.name;
        if !has("transcript") && self.directive.body.is_empty() {
            found.push(
                self.finding(
                    &codes::MEDIA_NO_TRANSCRIPT,
                    self.span(),
                    format!("this `{name}` has no transcript"),
                )
                .help(format!(
                    "write what is said between `::: {name} {{…}}` and `:::`, or name a file in `transcript=\"…\"`"
                )),
            );
        }
        if &**name == "video" && !has("captions") {
            found.push(
                self.finding(
                    &codes::MEDIA_NO_CAPTIONS,
                    self.span(),
                    "this `video` has no captions",
                )
                .help("name a WebVTT file: `captions=\"film.vtt\"`"),
            );
        }
        for (attribute, number) in &self.directive.files {
            self.check_host(attribute, *number, found);
        }
    }

    /// A browser fetches pictures and captions before anybody asks for the recording: those must be the site's own. The
    /// recording itself may lie elsewhere where the site's policy says so.
    fn check_host(&self, attribute: &str, number: u32, found: &mut Vec<Diagnostic>) {
        let link = &self.body.body.links[number as usize];
        if attribute == "transcript" || !is_elsewhere(&link.target, self.config) {
            return;
        }
        let host = host(&link.target);
        let span = self.body.link_spans.get(number as usize).copied();
        let finding = |message: String, help: String| {
            self.finding(
                &codes::MEDIA_OTHER_HOST,
                span.unwrap_or_else(|| self.span()),
                message,
            )
            .help(help)
        };
        if attribute != "src" {
            found.push(finding(
                format!("`{attribute}` would be fetched from `{host}` before anybody plays this"),
                "put the file beside the page and name it here".to_owned(),
            ));
        } else if !self.is_allowed("media-src", &link.target) {
            found.push(finding(
                format!("the site’s policy lets no browser play this from `{host}`"),
                format!(
                    "put the file beside the page, or allow the host in site.yaml: `csp: {{media-src: [https://{host}]}}`"
                ),
            ));
        }
    }

    /// Whether the site's policy allows an address elsewhere.
    fn is_allowed(&self, directive: &str, url: &str) -> bool {
        let sources = self.config.csp.get(directive);
        sources
            .into_iter()
            .flatten()
            .any(|source| covers(source, url))
    }

    fn span(&self) -> Span {
        let number = self.directive.number as usize;
        let spans = &self.body.directive_spans;
        spans.get(number).copied().unwrap_or_default()
    }

    fn finding(&self, code: &'static Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Place::at(self.file, span), message)
    }
}

/// Whether an address is a whole one that is not the site's own.
fn is_elsewhere(url: &str, config: &Config) -> bool {
    let whole = url.starts_with("//") || url.starts_with("https://") || url.starts_with("http://");
    let own = config.base_url.as_deref().map(host);
    whole && own != Some(host(url))
}

/// The host of a whole address, its port with it.
fn host(url: &str) -> &str {
    let rest = url.split_once("//").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Whether a source of the policy covers an address: a scheme, a host, or a host with `*.` before it.
fn covers(source: &str, url: &str) -> bool {
    if source == "*" || (source.ends_with(':') && url.starts_with(source)) {
        return true;
    }
    let named = host(source);
    match named.strip_prefix("*.") {
        Some(domain) => host(url)
            .strip_suffix(domain)
            .is_some_and(|sub| sub.ends_with('.')),
        None => named == host(url),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_covers_what_a_browser_would_let_through() {
        for (source, url, expected) in [
            ("https://media.example", "https://media.example/a.mp3", true),
            ("media.example", "https://media.example/a.mp3", true),
            ("https:", "https://any.example/a.mp3", true),
            ("https://*.example", "https://media.example/a.mp3", true),
            ("https://*.example", "https://media.other/a.mp3", false),
            (
                "https://media.example",
                "https://media.example.evil/a.mp3",
                false,
            ),
            ("'self'", "https://media.example/a.mp3", false),
        ] {
            assert_eq!(covers(source, url), expected, "{source} {url}");
        }
    }
}
