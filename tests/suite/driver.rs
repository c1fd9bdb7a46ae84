//! A site written as texts, and what came of it: the pages by address, the reports as an author reads them.
//!
//! It knows the public functions alone and asserts nothing but that what a test asks for is there.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use alongside::config::Environment;
use alongside::diagnostic::Diagnostic;
use alongside::files::{Artifact, AssetFile, FileBytes, Files, ThemeFile};
use alongside::images::Store;
use alongside::path::SitePath;
use alongside::pipeline::{self, Build, Options, Session};
use alongside::report::{Sources, human};
use alongside::source::SourceFile;

/// The time of every build unless a test says otherwise.
pub(crate) const NOW: &str = "2026-11-22T12:00:00Z";

/// What a site has when a test gives no `site.yaml`.
pub(crate) const PLAIN: &str =
    "title: Example\ndescription: A small site\nbase_url: https://network.example\n";

/// What the tests of other things than fields add to it: nobody is told which fields a story should have.
/// There are no share cards, which nobody but their own tests looks at.
const QUIET: &str = "rules: {front-matter/expected-field: off}\ncards: false\n";

/// What a site has when a test gives no home page.
pub(crate) const HOME: &str = "---\ntitle: Home\ndescription: The first page\n---\n";

/// A site as texts by path.
#[derive(Clone, Debug)]
pub(crate) struct SiteTest {
    texts: BTreeMap<String, String>,
    pictures: BTreeMap<String, Vec<u8>>,
    options: Options,
}

/// What a build made, ready to be asked.
pub(crate) struct Built {
    build: Build,
    report: String,
    texts: BTreeMap<String, String>,
}

/// Finished pictures, kept while the tests run.
#[derive(Debug, Default)]
pub(crate) struct Memory(Mutex<BTreeMap<String, Arc<[u8]>>>);

impl Store for Memory {
    fn get(&self, key: &str) -> Option<Arc<[u8]>> {
        self.0.lock().unwrap().get(key).cloned()
    }

    fn put(&self, key: &str, bytes: &[u8]) {
        self.0.lock().unwrap().insert(key.to_owned(), bytes.into());
    }
}

/// Builds with the finished pictures and cards of all builds before, as an author's second build does.
pub(crate) fn build(files: &Files, options: &Options) -> Build {
    static KEPT: LazyLock<Arc<Memory>> = LazyLock::new(Arc::default);
    pipeline::build_in(Session::new(KEPT.clone()), files, options)
}

/// The options of a build that nothing is said about.
pub(crate) fn options() -> Options {
    Options {
        now: NOW.parse().unwrap(),
        environment: Environment::Production,
        base_url: None,
        canonical_url: None,
        drafts: false,
        for_author: false,
        check_templates: false,
    }
}

/// Asserts a whole report, written as a text that begins on a line of its own.
#[track_caller]
pub(crate) fn says(report: &str, expected: &str) {
    assert_eq!(report.trim_end(), expected.trim_matches('\n'));
}

/// A report as a terminal without colours shows it, without the blanks that end its lines.
pub(crate) fn report(build: &Build, files: &Files) -> String {
    report_of(&build.diagnostics, &build.sources(files))
}

/// Findings that point into these texts, as a terminal shows them.
pub(crate) fn report_of(found: &[Diagnostic], texts: &BTreeMap<SitePath, Arc<str>>) -> String {
    let styled = human::render(found, &Sources::new(texts));
    let plain = anstream::adapter::strip_str(&styled).to_string();
    let lines: Vec<&str> = plain.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

/// The bytes of an artifact.
pub(crate) fn bytes(artifact: &Artifact) -> Vec<u8> {
    match &artifact.bytes {
        FileBytes::Memory(bytes) => bytes.to_vec(),
        FileBytes::Disk(path) => std::fs::read(path).unwrap(),
    }
}

impl SiteTest {
    /// A site of these files, with a plain `site.yaml` and home page where none is given.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let mut texts: BTreeMap<String, String> = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        texts
            .entry("site.yaml".into())
            .or_insert_with(|| format!("{PLAIN}{QUIET}"));
        texts
            .entry("content/_index.md".into())
            .or_insert_with(|| HOME.into());
        Self {
            texts,
            pictures: BTreeMap::new(),
            options: options(),
        }
    }

    /// A site in English and Welsh whose `site.yaml` says this besides.
    pub(crate) fn bilingual(settings: &str, files: &[(&str, &str)]) -> Self {
        let config = format!(
            "title: {{en: Example, cy: Enghraifft}}\ndescription: {{en: A small site, cy: Safle bach}}\nbase_url: https://network.example\n{QUIET}{}{settings}",
            if settings.contains("languages:") {
                ""
            } else {
                "languages: {en: {}, cy: {label: Cymraeg}}\n"
            },
        );
        let mut site = Self::new(files).edit("site.yaml", &config);
        site.texts
            .entry("content/_index.cy.md".into())
            .or_insert_with(|| "---\ntitle: Hafan\ndescription: Y dudalen gyntaf\n---\n".into());
        site
    }

    /// Adds lines to the plain `site.yaml`.
    pub(crate) fn settings(mut self, lines: &str) -> Self {
        self.texts.get_mut("site.yaml").unwrap().push_str(lines);
        self
    }

    /// Writes a file, new or in the place of another.
    pub(crate) fn edit(mut self, path: &str, text: &str) -> Self {
        self.texts.insert(path.to_owned(), text.to_owned());
        self
    }

    /// Lays a file that is no text.
    pub(crate) fn picture(mut self, path: &str, bytes: &[u8]) -> Self {
        self.pictures.insert(path.to_owned(), bytes.to_vec());
        self
    }

    /// Takes a file away.
    pub(crate) fn without(mut self, path: &str) -> Self {
        self.texts.remove(path).unwrap();
        self
    }

    /// What it is built with.
    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// The paths of its files.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// The text of a file.
    pub(crate) fn text(&self, path: &str) -> &str {
        &self.texts[path]
    }

    /// Builds as if it were this time.
    pub(crate) fn now(mut self, now: &str) -> Self {
        self.options.now = now.parse().unwrap();
        self
    }

    /// Builds for another end than production.
    pub(crate) fn environment(mut self, environment: Environment) -> Self {
        self.options.environment = environment;
        self
    }

    /// Shows drafts and pages dated in the future.
    pub(crate) fn drafts(mut self) -> Self {
        self.options.drafts = true;
        self
    }

    /// Builds what the author alone sees.
    pub(crate) fn for_author(mut self) -> Self {
        self.options.for_author = true;
        self
    }

    /// Builds to be seen at this address.
    pub(crate) fn base_url(mut self, url: &str) -> Self {
        self.options.base_url = Some(url.to_owned());
        self
    }

    /// The files as a reader of a disk would hand them on.
    pub(crate) fn files(&self) -> Files {
        let mut files = Files::default();
        for (path, text) in &self.texts {
            let source = || SourceFile::new(SitePath::new(path.as_str()), text.as_str());
            let asset = || asset(path, text.as_bytes());
            match path.split('/').next().unwrap() {
                "site.yaml" => files.config = Some(source()),
                "content" if alongside::path::markdown_stem(path).is_some() => {
                    files.content.push(source())
                }
                "content" => files.attachments.push(asset()),
                "static" => files.statics.push(asset()),
                "themes" => files.themes.push(ThemeFile {
                    path: SitePath::new(path.as_str()),
                    bytes: text.as_bytes().into(),
                }),
                "data" => files.data.push(source()),
                other => panic!("a site has no folder {other}"),
            }
        }
        for (path, bytes) in &self.pictures {
            let list = match path.starts_with("static/") {
                true => &mut files.statics,
                false => &mut files.attachments,
            };
            list.push(asset(path, bytes));
        }
        files
    }

    /// Builds it.
    pub(crate) fn build(&self) -> Built {
        let files = self.files();
        Built::new(build(&files, &self.options), &files)
    }

    /// Builds it, and stops when anything was found.
    pub(crate) fn clean(&self) -> Built {
        let built = self.build();
        assert_eq!(built.report, "", "this site has no mistakes");
        built
    }

    /// The whole report of its build.
    pub(crate) fn diagnostics(&self) -> String {
        self.build().report
    }

    /// Each finding of its build as `file:line:column code message`.
    pub(crate) fn findings(&self) -> Vec<String> {
        self.build().findings(&self.files())
    }
}

impl Built {
    /// What a build made of files.
    pub(crate) fn new(build: Build, files: &Files) -> Self {
        let report = report(&build, files);
        let texts = build
            .artifacts
            .iter()
            .filter_map(|artifact| {
                let text = String::from_utf8(bytes(artifact)).ok()?;
                Some((artifact.path.to_string(), text))
            })
            .collect();
        Self {
            build,
            report,
            texts,
        }
    }

    /// The build itself.
    pub(crate) fn inner(&self) -> &Build {
        &self.build
    }

    /// The whole report.
    pub(crate) fn diagnostics(&self) -> &str {
        &self.report
    }

    fn findings(&self, files: &Files) -> Vec<String> {
        let texts = self.build.sources(files);
        let sources = Sources::new(&texts);
        self.build
            .diagnostics
            .iter()
            .map(|found| {
                let start = sources.region(&found.place).start;
                format!(
                    "{}:{}:{} {} {}",
                    found.place.file, start.line, start.column, found.code.name, found.message
                )
            })
            .collect()
    }

    /// The artifacts that are text, by path.
    pub(crate) fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    /// Every artifact with its bytes.
    pub(crate) fn all(&self) -> BTreeMap<String, Vec<u8>> {
        self.build
            .artifacts
            .iter()
            .map(|artifact| (artifact.path.to_string(), bytes(artifact)))
            .collect()
    }

    /// Whether there is a file with this path in the output.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.build
            .artifacts
            .iter()
            .any(|artifact| artifact.path.as_str() == path)
    }

    /// A file of the output.
    pub(crate) fn file(&self, path: &str) -> &str {
        self.texts.get(path).unwrap_or_else(|| {
            let paths: Vec<&String> = self.texts.keys().collect();
            panic!(
                "there is no {path:?}; the report says {:?}; there are {paths:?}",
                self.report
            )
        })
    }

    /// The whole HTML of the page at an address.
    pub(crate) fn page(&self, url: &str) -> &str {
        self.file(&format!("{}index.html", url.trim_start_matches('/')))
    }

    /// Whether there is a page at an address.
    pub(crate) fn has_page(&self, url: &str) -> bool {
        self.has(&format!("{}index.html", url.trim_start_matches('/')))
    }

    /// What stands between `<main>` and `</main>`.
    pub(crate) fn main(&self, url: &str) -> &str {
        let page = self.page(url);
        let start = page.find("<main").unwrap();
        let end = page.find("</main>").unwrap();
        &page[start..end]
    }

    /// The addresses of the HTML pages, redirects among them.
    pub(crate) fn addresses(&self) -> Vec<String> {
        self.texts
            .keys()
            .filter_map(|path| path.strip_suffix("index.html"))
            .map(|path| format!("/{path}"))
            .collect()
    }

    /// The paths of the artifacts that differ from another build's, or that only one of the two has.
    pub(crate) fn differing(&self, other: &Self) -> Vec<String> {
        let (ours, theirs) = (self.all(), other.all());
        let mut paths: Vec<String> = ours.keys().chain(theirs.keys()).cloned().collect();
        paths.sort();
        paths.dedup();
        paths.retain(|path| ours.get(path) != theirs.get(path));
        paths
    }
}

/// A file as a reader of a disk would hand it on.
fn asset(path: &str, bytes: &[u8]) -> AssetFile {
    AssetFile::in_memory(SitePath::new(path), bytes)
}

/// A page's file: front matter and body.
pub(crate) fn page(title: &str, fields: &str, body: &str) -> String {
    let fields = match fields {
        "" => String::new(),
        fields => format!("{}\n", fields.trim_end()),
    };
    format!("---\ntitle: {title}\ndescription: About {title}\n{fields}---\n{body}")
}
