//! Addresses: whatever names, slugs, patterns, aliases and links hold, every address stays inside the site and can be written down.
//!
//! The input is fields with a blank line between two: an address pattern, a slug, an id, an alias, a link, a file's name, a folder's
//! name, a folder's slug, the path of a request.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use alongside::admit::{self, Gate};
use alongside::config::{Environment, declared};
use alongside::diagnostic::Severity;
use alongside::files::Files;
use alongside::language::slugify;
use alongside::parse::markdown::DirectiveDecls;
use alongside::parse::{self, ParseOptions};
use alongside::path::{OutputPath, SitePath, UrlPath, decode};
use alongside::serve::Shown;
use alongside::serve::caller::is_this_machine;
use alongside::serve::conditions::Conditions;
use alongside::serve::headers::HeaderRules;
use alongside::serve::redirects::RedirectRules;
use alongside::serve::respond::{self, Request};
use alongside::serve::shown::{self, Content, SiteFiles};
use alongside::site::address::check_slug;
use alongside::site::links::LinkTarget;
use alongside::site::{self, Site};
use alongside::source::SourceFile;

use super::{found, host};

/// Reads bytes as fields that make addresses.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut fields = text.split("\n\n");
    let mut next = || fields.next().unwrap_or_default();
    let asked = Asked {
        permalink: next(),
        slug: next(),
        id: next(),
        alias: next(),
        link: next(),
        name: next(),
        folder: next(),
        folder_slug: next(),
    };
    let request = next();
    for word in [asked.slug, asked.name, asked.link, request] {
        one(word);
    }
    asked.check();
    answers(request);
}

/// What holds of a text by itself.
fn one(text: &str) {
    let slug = slugify(text);
    assert_eq!(check_slug(&slug), Ok(()), "{text:?}");
    assert_eq!(slugify(&slug), slug, "{text:?}");
    assert!(slug.len() <= 110, "{slug:?}");
    if check_slug(text).is_ok() {
        is_inside(&UrlPath::new(&format!("/a/{text}/")));
    }
    decode(text);
    if let Some(path) = OutputPath::checked(text) {
        assert!(!path.as_str().starts_with('/'));
    }
    // Whatever a name looks like, none of another host's is this machine's.
    let is_here = is_this_machine(text, true);
    assert!(
        is_here != Some(true) || !text.ends_with(".example"),
        "{text:?}"
    );
    if let Ok(base) = declared::check_base_url(text) {
        let plain = |letter: char| {
            !letter.is_control() && !letter.is_whitespace() && !"\"'<>\\".contains(letter)
        };
        assert!(base.chars().all(plain), "{base:?}");
    }
}

/// An address whose file lies in the output, and whose encoded form says the same and nothing more.
fn is_inside(url: &UrlPath) {
    let text = url.as_str();
    assert!(text.starts_with('/') && !text.starts_with("//"), "{url:?}");
    assert!(
        !text.contains('\\') && !text.chars().any(char::is_control),
        "{url:?}"
    );
    let output = url.output();
    assert!(OutputPath::checked(output.as_str()).is_some(), "{url:?}");
    assert!(!output.as_str().contains("//"), "{url:?}");
    let encoded = url.encoded();
    assert!(
        encoded
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"\"'<>`?#&".contains(&byte)),
        "{encoded}"
    );
    assert_eq!(decode(&encoded), text);
}

struct Asked<'a> {
    permalink: &'a str,
    slug: &'a str,
    id: &'a str,
    alias: &'a str,
    link: &'a str,
    name: &'a str,
    folder: &'a str,
    folder_slug: &'a str,
}

/// A name as the reader of folders lets it through, else another.
fn name(name: &str) -> &str {
    let refused = |letter: char| letter.is_control() || matches!(letter, '/' | '\\');
    let bad = name.is_empty()
        || name.starts_with('.')
        || name.contains(refused)
        || name.ends_with(['.', ' '])
        || name.len() > 200;
    if bad { "a" } else { name }
}

impl Asked<'_> {
    fn sources(&self) -> Vec<SourceFile> {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let folder = name(self.folder);
        let mut files = BTreeMap::from([
            (
                "site.yaml".to_owned(),
                format!(
                    "title: T\nbase_url: https://network.example/base\nlanguages: [en, cy]\ntypes:\n  piece: {{sections: [pieces, {}], permalink: {}, open: true}}\n",
                    quoted(folder),
                    quoted(self.permalink),
                ),
            ),
            (
                "content/_index.md".to_owned(),
                "---\ntitle: Home\n---\n".to_owned(),
            ),
            (
                format!("content/{folder}/_index.md"),
                format!(
                    "---\ntitle: Folder\nslug: {}\n---\n",
                    quoted(self.folder_slug)
                ),
            ),
            (
                format!("content/{folder}/{}.md", name(self.name)),
                format!(
                    "---\ntitle: One\ndate: 2026-01-01\nslug: {}\nid: {}\naliases: [{}]\nthemes: [{}]\n---\n[x](<{}>) [[{}]]\n",
                    quoted(self.slug),
                    quoted(self.id),
                    quoted(self.alias),
                    quoted(self.name),
                    self.link,
                    self.link,
                ),
            ),
        ]);
        let _ = files
            .entry(format!("content/pieces/{}.cy.md", name(self.name)))
            .or_insert_with(|| "---\ntitle: Two\ndate: 2026-01-02\n---\nx\n".into());
        files
            .into_iter()
            .map(|(path, text)| SourceFile::new(SitePath::new(path), text))
            .collect()
    }

    fn check(&self) {
        let (config, content): (Vec<_>, Vec<_>) = self
            .sources()
            .into_iter()
            .partition(|source| source.path.as_str() == "site.yaml");
        let mut diagnostics = Vec::new();
        let read = declared::parse(&config[0].path, &config[0].text.get());
        let config_file = config[0].clone();
        let config = Arc::new(read.into_value(&mut diagnostics));
        let directives = DirectiveDecls::built_in(["themes"]);
        let options = ParseOptions {
            config: &config,
            directives: &directives,
            explains: false,
        };
        let pages = content
            .iter()
            .map(|source| Arc::new(parse::parse(source, options).into_value(&mut diagnostics)))
            .collect();
        let gate = Gate {
            now: super::site::now(),
            drafts: false,
            for_author: false,
            environment: Environment::Production,
        };
        let files = Files {
            config: Some(config_file),
            content,
            ..Files::default()
        };
        let admission = admit::admit(pages, &files, &config, &gate).into_value(&mut diagnostics);
        let site = site::assemble(admission, &config, &Arc::default()).into_value(&mut diagnostics);
        found::check(&diagnostics, &files.texts(&diagnostics));
        let sound = !diagnostics
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        holds(&site, sound);
        host::check_redirects(site.redirects.iter().map(|redirect| {
            (
                redirect.from.to_string(),
                redirect.to.to_string(),
                redirect.status,
            )
        }));
    }
}

/// What holds of every address of an assembled site.
fn holds(site: &Site, sound: bool) {
    let mut taken = BTreeSet::new();
    for route in &site.routes {
        // A page whose address cannot be is an error, and nothing is published.
        if sound {
            is_inside(&route.url);
            assert!(
                taken.insert(route.url.collision_key()),
                "{:?} twice",
                route.url
            );
        }
    }
    for target in site.targets.iter().flatten() {
        match target {
            LinkTarget::Inside(path, _) | LinkTarget::File(path, ..) => {
                assert!(
                    path.starts_with('/') && !path.starts_with("//"),
                    "{target:?}"
                );
            }
            LinkTarget::Page(page, _) => assert!(page.index() < site.pages.len()),
            LinkTarget::External(_)
            | LinkTarget::Picture(_)
            | LinkTarget::Here(_)
            | LinkTarget::Missing(_) => {}
        }
    }
}

/// The files of a small output.
#[derive(Debug)]
struct Output;

impl SiteFiles for Output {
    fn has(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    fn get(&self, path: &str) -> Option<Result<Content, String>> {
        let text: &'static [u8] = match path {
            "index.html" | "tŷ/index.html" | "old.html" | "404.html" => {
                b"<!DOCTYPE html><title>t</title><body></body>"
            }
            "plan.txt" => b"0123456789",
            _ => return None,
        };
        Some(Ok(Content::Held(text.into())))
    }

    fn copies(&self) -> u64 {
        0
    }
}

/// What holds of the preview's answer to a request.
fn answers(request: &str) {
    let site = shown::Site {
        files: Arc::new(Output),
        headers: HeaderRules::parse("/*\n  X-One: 1\n"),
        redirects: RedirectRules::parse(
            "/old/* /tŷ/:splat 301\n/x/:name /y/:name 302\n/cy/* /404.html 404\n",
        ),
    };
    let (line, range) = request.split_once('\n').unwrap_or((request, ""));
    let (path, query) = line.split_at(line.find('?').unwrap_or(line.len()));
    let shown = Shown::with_site(site);
    let conditions = Conditions {
        range: (!range.is_empty()).then(|| range.to_owned()),
        ..Conditions::default()
    };
    let request = Request {
        path,
        query,
        conditions: &conditions,
    };
    let response = respond::respond(&shown, request);
    assert!((200..=416).contains(&response.status), "{response:?}");
    for (name, value) in &response.headers {
        assert!(!value.contains(['\n', '\r', '\0']), "{name}: {value:?}");
        if name == "location" {
            assert!(
                value.starts_with('/') && !value.starts_with("//") && !value.starts_with("/\\"),
                "{value:?}"
            );
        }
    }
}
