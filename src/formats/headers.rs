//! `_headers`: what the host sends with each file.
//!
//! Every value is checked before it is written, so that none can hold a new line and become a header of its own. Where two
//! patterns fit an address, hosts differ in which value they send: what Alongside writes never rests on that.

use indexmap::IndexMap;

use super::policy::{PolicyAddition, content_security_policy};
use crate::diagnostic::{Checked, Diagnostic, Place, codes};
use crate::path::UrlPath;

/// What decides the headers.
#[derive(Clone, Debug, Default)]
pub struct HeaderOptions {
    /// Whether this is what the public sees.
    pub production: bool,
    /// Whether the site is reached by `https://`.
    pub https: bool,
    /// The addresses of files whose names do not say what they are, with their media types, in order.
    pub typed: Vec<(UrlPath, &'static str)>,
    /// Whether there are Markdown copies, which search engines are to leave to their pages.
    pub markdown: bool,
    /// Patterns of files whose names hold the hash of their content, besides `/assets/*`: `/search/*.json`.
    pub hashed: Vec<String>,
    /// The sources that the site adds to the policy.
    pub policy: Vec<PolicyAddition>,
    /// The site's own headers, in order.
    pub own: Vec<OwnHeader>,
}

/// One header that the site asks for.
#[derive(Clone, Debug)]
pub struct OwnHeader {
    /// The addresses it is sent with: `/admin/*`.
    pub pattern: String,
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where it was written.
    pub place: Place,
    /// Where the pattern was.
    pub pattern_place: Place,
}

/// Headers that the host makes itself, and that no site may set.
const OF_THE_HOST: &[&str] = &[
    "accept-ranges",
    "age",
    "allow",
    "alt-svc",
    "connection",
    "content-encoding",
    "content-length",
    "content-range",
    "date",
    "location",
    "server",
    "set-cookie",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// What pages may not ask of a browser, since no page of the site does.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), \
                           geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/// Two years, as browsers' lists of safe sites ask; other sites of the domain are left to their owners.
const TRANSPORT_SECURITY: &str = "max-age=63072000";

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A pattern's headers by lower-case name, as name and value.
type Block = IndexMap<String, (String, String)>;

/// The text of `_headers`.
pub fn headers(options: &HeaderOptions) -> Checked<String> {
    let mut found = Vec::new();
    let policy = content_security_policy(&options.policy).into_value(&mut found);
    let mut blocks: IndexMap<String, Block> = IndexMap::new();
    let mut set = |pattern: &str, name: &str, value: &str| {
        let block = blocks.entry(pattern.to_owned()).or_default();
        block.insert(name.to_lowercase(), (name.to_owned(), value.to_owned()));
    };
    set("/*", "Content-Security-Policy", &policy);
    if options.production && options.https {
        set("/*", "Strict-Transport-Security", TRANSPORT_SECURITY);
    }
    set("/*", "X-Content-Type-Options", "nosniff");
    set("/*", "Referrer-Policy", "strict-origin-when-cross-origin");
    set("/*", "Permissions-Policy", PERMISSIONS);
    set("/*", "Cross-Origin-Opener-Policy", "same-origin");
    if !options.production {
        set("/*", "X-Robots-Tag", "noindex");
    }
    set("/assets/*", "Cache-Control", FOR_EVER);
    for pattern in &options.hashed {
        set(pattern, "Cache-Control", FOR_EVER);
    }
    for (url, media_type) in &options.typed {
        set(
            &url.encoded().replace('*', "%2A"),
            "Content-Type",
            media_type,
        );
    }
    if options.markdown {
        set("/*.md", "Content-Type", "text/markdown; charset=utf-8");
        set("/*.md", "X-Robots-Tag", "noindex");
    }
    for own in &options.own {
        // Outside production nothing is indexed, whatever the site asks for.
        let stays_out = !options.production && own.name.eq_ignore_ascii_case("x-robots-tag");
        match check(own) {
            Ok(pattern) if !stays_out => set(&pattern, &own.name, own.value.trim()),
            Ok(_) => {}
            Err(problem) => found.push(problem),
        }
    }
    let mut file = String::new();
    for (pattern, block) in blocks {
        file.push_str(&pattern);
        file.push('\n');
        for (name, value) in block.values() {
            file.push_str(&format!("  {name}: {value}\n"));
        }
    }
    Checked::new(file, found)
}

/// The pattern as the file holds it, or what is wrong with the header.
fn check(own: &OwnHeader) -> Result<String, Diagnostic> {
    let problem = |code, message: String, help: &str| {
        Diagnostic::new(code, own.place.clone(), message).help(help)
    };
    let pattern = encode_pattern(&own.pattern).ok_or_else(|| {
        Diagnostic::new(
            &codes::HEADERS_PATTERN,
            own.pattern_place.clone(),
            format!("`{}` is no path pattern", own.pattern.escape_debug()),
        )
        .help("begin it with one `/` and end it with `/*` for all that is below: `/admin/*`")
    })?;
    // `#` may stand in a name, but begins a comment in the file.
    let in_name = |byte: u8| byte.is_ascii_alphanumeric() || b"!$%&'*+-.^_`|~".contains(&byte);
    if own.name.is_empty() || !own.name.bytes().all(in_name) {
        return Err(problem(
            &codes::HEADERS_NAME,
            format!("`{}` is no name of a header", own.name.escape_debug()),
            "write the name with letters, digits and `-`: `Cache-Control`",
        ));
    }
    let in_value = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    if own.value.trim().is_empty() || !own.value.bytes().all(in_value) {
        return Err(problem(
            &codes::HEADERS_VALUE,
            format!("the value of `{}` cannot be sent", own.name),
            "write it on one line, in letters without accents",
        ));
    }
    let name = own.name.to_lowercase();
    if name.starts_with("content-security-policy") {
        return Err(problem(
            &codes::HEADERS_MANAGED,
            format!("`{}` is made by Alongside", own.name),
            "add sources under `csp` in `site.yaml`",
        ));
    }
    if OF_THE_HOST.contains(&&*name) {
        return Err(problem(
            &codes::HEADERS_MANAGED,
            format!("`{}` is made by the host", own.name),
            "remove it",
        ));
    }
    Ok(pattern)
}

/// The pattern with every character encoded that an address may not hold; none when it is no pattern.
fn encode_pattern(pattern: &str) -> Option<String> {
    let refused = |character: char| character.is_control() || "\\?#%".contains(character);
    let climbs = || pattern.split('/').any(|part| part == ".." || part == ".");
    if !pattern.starts_with('/') || pattern.contains("//") || pattern.contains(refused) || climbs()
    {
        return None;
    }
    Some(UrlPath::new(pattern).encoded())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SitePath;

    fn own(pattern: &str, name: &str, value: &str) -> OwnHeader {
        OwnHeader {
            pattern: pattern.into(),
            name: name.into(),
            value: value.into(),
            place: Place::file(&SitePath::new("site.yaml")),
            pattern_place: Place::file(&SitePath::new("site.yaml")),
        }
    }

    fn production() -> HeaderOptions {
        HeaderOptions {
            production: true,
            https: true,
            ..HeaderOptions::default()
        }
    }

    #[test]
    fn production_is_sent_with_all_of_these() {
        let options = HeaderOptions {
            typed: vec![
                (
                    UrlPath::new("/feed.xml"),
                    "application/atom+xml; charset=utf-8",
                ),
                (
                    UrlPath::new("/themâu/feed.xml"),
                    "application/atom+xml; charset=utf-8",
                ),
                (
                    UrlPath::new("/feed.json"),
                    "application/feed+json; charset=utf-8",
                ),
            ],
            hashed: vec!["/search/*.json".into()],
            own: vec![
                own("/admin/*", "Cache-Control", "no-store"),
                own("/*", "referrer-policy", "no-referrer"),
                own("/admin/*", "X-Frame-Options", " DENY "),
            ],
            ..production()
        };
        let made = headers(&options);
        assert_eq!(made.diagnostics, []);
        let policy = content_security_policy(&[]).value;
        let expected = format!(
            "/*
  Content-Security-Policy: {policy}
  Strict-Transport-Security: max-age=63072000
  X-Content-Type-Options: nosniff
  referrer-policy: no-referrer
  Permissions-Policy: {PERMISSIONS}
  Cross-Origin-Opener-Policy: same-origin
/assets/*
  Cache-Control: public, max-age=31536000, immutable
/search/*.json
  Cache-Control: public, max-age=31536000, immutable
/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/them%C3%A2u/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/feed.json
  Content-Type: application/feed+json; charset=utf-8
/admin/*
  Cache-Control: no-store
  X-Frame-Options: DENY
"
        );
        assert_eq!(made.value, expected);
    }

    #[test]
    fn nothing_outside_production_is_indexed_or_bound_to_https() {
        let options = HeaderOptions {
            own: vec![
                own("/*", "X-Robots-Tag", "all"),
                own("/a/*", "x-robots-tag", "all"),
            ],
            ..HeaderOptions::default()
        };
        let made = headers(&options);
        assert_eq!(made.diagnostics, []);
        assert!(made.value.contains("  X-Robots-Tag: noindex\n"));
        assert!(!made.value.contains(": all"));
        assert!(!made.value.contains("Strict-Transport-Security"));
        let plain = HeaderOptions {
            https: false,
            ..production()
        };
        assert!(!headers(&plain).value.contains("Strict-Transport-Security"));
        assert!(!headers(&production()).value.contains("X-Robots-Tag"));
    }

    #[test]
    fn no_line_can_be_smuggled() {
        let plain = headers(&production()).value;
        for (pattern, name, value, code, message) in [
            (
                "admin",
                "A",
                "b",
                &codes::HEADERS_PATTERN,
                "`admin` is no path pattern",
            ),
            (
                "/a\n/b",
                "A",
                "b",
                &codes::HEADERS_PATTERN,
                "`/a\\n/b` is no path pattern",
            ),
            (
                "//evil.example/*",
                "A",
                "b",
                &codes::HEADERS_PATTERN,
                "`//evil.example/*` is no path pattern",
            ),
            (
                "/a/../b",
                "A",
                "b",
                &codes::HEADERS_PATTERN,
                "`/a/../b` is no path pattern",
            ),
            (
                "/a",
                "A: b\n  C",
                "d",
                &codes::HEADERS_NAME,
                "`A: b\\n  C` is no name of a header",
            ),
            (
                "/a",
                "#A",
                "b",
                &codes::HEADERS_NAME,
                "`#A` is no name of a header",
            ),
            (
                "/a",
                "",
                "b",
                &codes::HEADERS_NAME,
                "`` is no name of a header",
            ),
            (
                "/a",
                "A",
                "b\r\n  C: d",
                &codes::HEADERS_VALUE,
                "the value of `A` cannot be sent",
            ),
            (
                "/a",
                "A",
                "  ",
                &codes::HEADERS_VALUE,
                "the value of `A` cannot be sent",
            ),
            (
                "/a",
                "A",
                "tŷ",
                &codes::HEADERS_VALUE,
                "the value of `A` cannot be sent",
            ),
            (
                "/a",
                "content-security-policy",
                "x",
                &codes::HEADERS_MANAGED,
                "`content-security-policy` is made by Alongside",
            ),
            (
                "/a",
                "Location",
                "x",
                &codes::HEADERS_MANAGED,
                "`Location` is made by the host",
            ),
        ] {
            let made = headers(&HeaderOptions {
                own: vec![own(pattern, name, value)],
                ..production()
            });
            let [problem] = &made.diagnostics[..] else {
                panic!(
                    "{pattern:?} {name:?} gives one finding, not {:?}",
                    made.diagnostics
                );
            };
            assert_eq!((problem.code, &*problem.message), (code, message));
            assert!(problem.help.is_some());
            assert_eq!(made.value, plain, "{pattern:?} {name:?} is left out");
        }
    }

    #[test]
    fn a_pattern_with_a_space_or_accents_is_one_path() {
        let made = headers(&HeaderOptions {
            own: vec![own("/tŷ bach/*", "A", "b")],
            ..production()
        });
        assert!(made.value.ends_with("/t%C5%B7%20bach/*\n  A: b\n"));
    }
}
