//! The sources that a site adds to its security policy, and which addresses they let through.
//!
//! It knows nothing of what a page holds: what loads a picture or runs a script asks by the directives of its own.

use std::sync::Arc;

use indexmap::IndexMap;

/// What the pages of a site may load and where they may send: from the site itself, and what its `csp` adds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy<'a> {
    /// The site's own address.
    pub base_url: Option<&'a str>,
    /// The sources that the site adds, by directive.
    pub added: Option<&'a IndexMap<Arc<str>, Vec<Arc<str>>>>,
}

impl Policy<'_> {
    /// The other site that an address leads to, when none of these directives lets it through; none for an address of the site.
    pub fn refused<'w>(&self, directives: &[&str], written: &'w str) -> Option<&'w str> {
        let (scheme, host) = origin(written)?;
        let own = self.base_url.and_then(origin);
        if own.is_some_and(|(_, own)| own.eq_ignore_ascii_case(host)) {
            return None;
        }
        let added = directives
            .iter()
            .filter_map(|directive| self.added?.get(*directive))
            .flatten();
        let is_let = added.into_iter().any(|source| lets(source, scheme, host));
        (!is_let).then_some(host)
    }
}

/// The scheme and host of a whole address of the web.
pub fn origin(written: &str) -> Option<(&'static str, &str)> {
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
pub fn lets(source: &str, scheme: &str, host: &str) -> bool {
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
