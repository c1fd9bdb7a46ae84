//! Headers and redirects: what a host reads in `_headers` and `_redirects` is what was asked for, and nothing besides.
//!
//! The input is lines: `> from to status` for a redirect, `= pattern | name | value` for a header, `+ directive source` for a source of
//! the policy. They go the way of `site.yaml` and, for what would be refused there, the way of a page's aliases.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use alongside::config::{Config, declared};
use alongside::diagnostic::Place;
use alongside::formats::headers::{HeaderOptions, OwnHeader, headers};
use alongside::formats::policy::PolicyAddition;
use alongside::formats::redirects::{Redirects, Surroundings, redirects};
use alongside::path::{SitePath, UrlPath, decode};
use alongside::redirect::Redirect;
use alongside::serve::headers::HeaderRules;
use alongside::serve::redirects::RedirectRules;

use super::found;

/// What a site adds to its `_headers`.
#[derive(Debug, Default)]
struct Asked {
    redirects: Vec<(String, String, u16)>,
    headers: Vec<(String, String, String)>,
    policy: Vec<(String, String)>,
}

/// Reads bytes as lines that ask for redirects, headers and sources.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let asked = Asked::read(&text);
    asked.check();
    let yaml: Arc<str> = asked.yaml().into();
    let file = SitePath::new("site.yaml");
    let read = declared::parse(&file, &yaml);
    found::check(
        &read.diagnostics,
        &BTreeMap::from([(file.clone(), yaml.clone())]),
    );
    check_config(&read.value);
}

/// Checks what a host would be told by a configuration.
pub fn check_config(config: &Config) {
    let mut asked = Asked::default();
    for redirect in &config.redirects {
        asked.redirects.push((
            redirect.from.to_string(),
            redirect.to.to_string(),
            redirect.status,
        ));
    }
    for (pattern, lines) in &config.headers {
        for (name, value) in lines {
            asked
                .headers
                .push((pattern.to_string(), name.to_string(), value.to_string()));
        }
    }
    for (directive, sources) in &config.csp {
        for source in sources {
            asked
                .policy
                .push((directive.to_string(), source.to_string()));
        }
    }
    let policy = asked.check();
    assert!(!policy.to_lowercase().contains("unsafe-"), "{policy}");
    let scripts = policy
        .split("; ")
        .find(|part| part.starts_with("script-src "))
        .expect("scripts are ruled");
    for source in scripts.split(' ').skip(1) {
        assert!(
            !["*", "https:", "http:", "data:", "blob:"].contains(&source),
            "{policy}"
        );
    }
}

/// Checks what a host would be told of these redirects, each an old address, a new one and a status.
pub fn check_redirects(redirects: impl Iterator<Item = (String, String, u16)>) {
    let asked = Asked {
        redirects: redirects.collect(),
        ..Asked::default()
    };
    asked.check_redirects();
}

/// What `_redirects` says of these, at the top of a host and below a path, once both were checked.
pub fn made_redirects(redirects: impl Iterator<Item = (String, String, u16)>) -> Vec<String> {
    let asked = Asked {
        redirects: redirects.collect(),
        ..Asked::default()
    };
    asked.check_redirects()
}

impl Asked {
    fn read(text: &str) -> Self {
        let mut asked = Self::default();
        // A record begins at a line's first sign and may go on over line ends: that is what smuggling is made of.
        for record in text.split("\n\n") {
            let Some((sign, rest)) = record.split_at_checked(1) else {
                continue;
            };
            let field = |number: usize| rest.split('|').nth(number).unwrap_or_default().to_owned();
            match sign {
                ">" => asked
                    .redirects
                    .push((field(0), field(1), field(2).parse().unwrap_or(301))),
                "=" => asked.headers.push((field(0), field(1), field(2))),
                "+" => asked.policy.push((field(0), field(1))),
                _ => {}
            }
        }
        asked
    }

    /// The same as settings.
    fn yaml(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut yaml = String::from("title: T\nbase_url: https://network.example\nredirects:\n");
        for (from, to, status) in &self.redirects {
            yaml.push_str(&format!(
                "  {}: {{to: {}, status: {status}}}\n",
                quoted(from),
                quoted(to)
            ));
        }
        yaml.push_str("headers:\n");
        for (pattern, name, value) in &self.headers {
            yaml.push_str(&format!(
                "  {}: {{{}: {}}}\n",
                quoted(pattern),
                quoted(name),
                quoted(value)
            ));
        }
        yaml.push_str("csp:\n");
        for (directive, source) in &self.policy {
            yaml.push_str(&format!("  {}: [{}]\n", quoted(directive), quoted(source)));
        }
        yaml
    }

    /// Checks both files; gives the policy.
    fn check(&self) -> String {
        self.check_redirects();
        self.check_headers()
    }

    fn check_redirects(&self) -> Vec<String> {
        let mut files = Vec::new();
        let place = Place::file(&SitePath::new("site.yaml"));
        let table: Vec<Redirect> = self
            .redirects
            .iter()
            .map(|(from, to, status)| Redirect {
                from: from.as_str().into(),
                to: to.as_str().into(),
                status: *status,
                place: place.clone(),
                to_place: place.clone(),
                status_place: place.clone(),
            })
            .collect();
        for base_path in ["", "/network"] {
            let around = Surroundings {
                addresses: ["/", "/about/", "/news/a/", "/old.html", "/tŷ/"]
                    .map(|url| (UrlPath::new(url), None))
                    .into(),
                base_path: base_path.into(),
                language_prefixes: vec!["/cy".into()],
            };
            let made = redirects(&table, &around);
            found::check(&made.diagnostics, &BTreeMap::new());
            self.reads_back(&made.value, base_path);
            files.push(made.value.file);
        }
        files
    }

    fn reads_back(&self, made: &Redirects, base_path: &str) {
        let file = &made.file;
        let rules = RedirectRules::parse(file);
        let mut sources = BTreeSet::new();
        for line in file.lines() {
            let tokens: Vec<&str> = line.split(' ').collect();
            let [from, to, status] = tokens[..] else {
                panic!("{line:?} is no rule")
            };
            assert!(
                line.bytes()
                    .all(|byte| byte.is_ascii_graphic() || byte == b' '),
                "{line:?}"
            );
            assert!(from.starts_with('/') && !from.starts_with("//"), "{line:?}");
            assert!(
                !from.contains([':', '?', '#']) && !from.trim_end_matches("/*").contains('*'),
                "{line:?}"
            );
            assert!(
                sources.insert(from) || line == "/cy/* /cy/404.html 404",
                "{from} twice in {file}"
            );
            let number: u16 = status
                .trim_end_matches('!')
                .parse()
                .expect("a rule has a status");
            let inside = to.starts_with('/') && !to.starts_with("//");
            assert!(
                inside || to.starts_with("https://") || to.starts_with("http://"),
                "{line:?}"
            );
            assert!(
                !to.split(['?', '#'])
                    .next()
                    .unwrap_or_default()
                    .split('/')
                    .any(|part| decode(part) == ".."),
                "{line:?}"
            );
            if let Some(folder) = from.strip_suffix("/*") {
                let language = folder == "/cy" && number == 404;
                let asked = |(old, _, _): &(String, String, u16)| old.ends_with("/*");
                assert!(
                    language || self.redirects.iter().any(asked),
                    "{line:?} was never asked for"
                );
                continue;
            }
            let asked = |(old, _, _): &(String, String, u16)| decode(old) == decode(from);
            assert!(
                self.redirects.iter().any(asked),
                "{line:?} was never asked for"
            );
            let reached = rules.find(&decode(from), false);
            let itself = decode(to).trim_end_matches('/') == decode(from).trim_end_matches('/');
            let Some(reached) = reached else {
                assert!(itself, "{line:?} is passed over by the preview");
                continue;
            };
            assert_eq!((&*reached.to, reached.status), (to, number), "{line:?}");
        }
        for fallback in &made.fallbacks {
            let path = fallback.from.output();
            assert!(
                !path
                    .as_str()
                    .split('/')
                    .any(|part| [".", ".."].contains(&part)),
                "{path:?}"
            );
            let inside =
                fallback.to.starts_with(&format!("{base_path}/")) && !fallback.to.starts_with("//");
            assert!(
                inside || fallback.to.starts_with("https://") || fallback.to.starts_with("http://"),
                "{fallback:?}"
            );
        }
    }

    fn check_headers(&self) -> String {
        let place = Place::file(&SitePath::new("site.yaml"));
        let options = HeaderOptions {
            production: true,
            https: true,
            policy: self
                .policy
                .iter()
                .map(|(directive, source)| PolicyAddition {
                    directive: directive.clone(),
                    source: source.clone(),
                    place: place.clone(),
                })
                .collect(),
            own: self
                .headers
                .iter()
                .map(|(pattern, name, value)| OwnHeader {
                    pattern: pattern.clone(),
                    name: name.clone(),
                    value: value.clone(),
                    place: place.clone(),
                    pattern_place: place.clone(),
                })
                .collect(),
            ..HeaderOptions::default()
        };
        let plain = headers(&HeaderOptions {
            policy: Vec::new(),
            own: Vec::new(),
            ..options.clone()
        });
        let made = headers(&options);
        found::check(&made.diagnostics, &BTreeMap::new());
        let ours = lines(&plain.value);
        let mut policy = String::new();
        for (pattern, name, value) in lines(&made.value) {
            if name.eq_ignore_ascii_case("content-security-policy") {
                assert_eq!(pattern, "/*");
                policy = value.to_owned();
                continue;
            }
            let asked = |(wanted, called, held): &(String, String, String)| {
                decode(wanted) == decode(pattern)
                    && called.eq_ignore_ascii_case(name)
                    && held.trim() == value
            };
            let known = ours.contains(&(pattern, name, value)) || self.headers.iter().any(asked);
            assert!(known, "{pattern} {name}: {value} was never asked for");
        }
        // What the preview reads is what is written.
        let read = HeaderRules::parse(&made.value).of("/x/y/");
        let sent = read
            .iter()
            .find(|(name, _)| name == "content-security-policy");
        assert_eq!(sent.map(|(_, value)| &**value), Some(&*policy));
        for part in [
            "default-src 'none'",
            "base-uri",
            "frame-ancestors",
            "object-src",
        ] {
            let stands = policy
                .split("; ")
                .any(|directive| directive.starts_with(part));
            assert!(
                stands
                    || part == "object-src"
                    || self
                        .policy
                        .iter()
                        .any(|(directive, _)| part.starts_with(&**directive)),
                "{policy}"
            );
        }
        policy
    }
}

/// The lines of `_headers` as pattern, name and value.
fn lines(file: &str) -> Vec<(&str, &str, &str)> {
    let mut pattern = "";
    let mut found = Vec::new();
    for line in file.lines() {
        assert!(
            line.bytes()
                .all(|byte| byte.is_ascii_graphic() || byte == b' '),
            "{line:?}"
        );
        match line.strip_prefix("  ") {
            Some(header) => {
                let (name, value) = header.split_once(": ").expect("a header has a value");
                assert!(!pattern.is_empty() && !name.contains(' '), "{line:?}");
                found.push((pattern, name, value));
            }
            None => {
                assert!(line.starts_with('/') && !line.contains(' '), "{line:?}");
                pattern = line;
            }
        }
    }
    found
}
