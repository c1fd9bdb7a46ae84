//! The one file that knows all stages and their order: read → parse → admit → assemble → render → index → write.
//!
//! A build takes files and options and gives artifacts and findings. It reads no disk and no clock but to time itself, and
//! prints nothing.

mod artifacts;
mod rules;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::admit::{self, Gate, Held};
use crate::compose::Composer;
use crate::compose::addresses::Addresses;
use crate::config::{self, Config, Environment};
use crate::data;
use crate::diagnostic::{Diagnostic, Place, Severity, codes};
use crate::files::{Artifact, Files};
use crate::parse::markdown::DirectiveDecls;
use crate::parse::{self, Page, ParseOptions};
use crate::path::SitePath;
use crate::render::{Renderer, check};
use crate::schema::Value;
use crate::site::{self, RouteId, Site};
use crate::source::SourceFile;
use crate::theme::{self, Theme};

/// What a build depends on besides the files.
#[derive(Clone, Debug)]
pub struct Options {
    /// The time that the build takes for now.
    pub now: jiff::Timestamp,
    /// What the build is for.
    pub environment: Environment,
    /// The address at which this build will be seen; `None` takes `site.yaml`'s.
    pub base_url: Option<String>,
    /// Production's address, for canonical and `hreflang` addresses; `None` takes `site.yaml`'s.
    pub canonical_url: Option<String>,
    /// Whether drafts and pages dated in the future are shown.
    pub drafts: bool,
    /// Whether every template is also rendered on a sample of its data, to find what no page of the site shows.
    pub check_templates: bool,
}

/// What a build made and found.
#[derive(Debug, Default)]
pub struct Build {
    /// The files of the output, in the order of their paths. Empty when there are errors.
    pub artifacts: Vec<Artifact>,
    /// What was found, sorted, the site's `rules` applied.
    pub diagnostics: Vec<Diagnostic>,
    /// What was counted.
    pub summary: Summary,
    /// Texts that findings may point into and that are no file of the site: the templates of a built-in theme.
    pub built_in_sources: BTreeMap<SitePath, Arc<str>>,
    /// The site as assembled; none when its configuration or theme could not be read.
    pub site: Option<Arc<Site>>,
}

/// The figures of a build.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Pages: one address in one language each, generated ones included.
    pub pages: usize,
    /// Terms with an address.
    pub terms: usize,
    /// Pages held back as drafts.
    pub drafts: usize,
    /// Pages held back because their date has not come.
    pub future: usize,
    /// Pages held back because they have expired.
    pub expired: usize,
    /// How long each stage took, in order.
    pub stages: Vec<(&'static str, Duration)>,
    /// One line for each thing that the author should know and that is no finding: that consent is not yet enforced, say.
    pub notes: Vec<String>,
}

/// Where a site is seen when neither its file nor the command line says: good enough to look at, never to publish.
const NOWHERE: &str = "http://localhost";

/// Builds a site.
pub fn build(files: &Files, options: &Options) -> Build {
    let mut run = Run::new(options);
    run.all(files);
    run.finish()
}

/// A build under way.
struct Run<'a> {
    options: &'a Options,
    build: Build,
    since: Instant,
    rules: BTreeMap<Arc<str>, Option<Severity>>,
}

impl<'a> Run<'a> {
    fn new(options: &'a Options) -> Self {
        Self {
            options,
            build: Build::default(),
            since: Instant::now(),
            rules: BTreeMap::new(),
        }
    }

    /// Notes how long the stage took that ends here.
    fn stage_ends(&mut self, name: &'static str) {
        let now = Instant::now();
        self.build.summary.stages.push((name, now - self.since));
        self.since = now;
    }

    fn all(&mut self, files: &Files) {
        let site_file = SitePath::new("site.yaml");
        let Some(source) = &files.config else {
            self.build.diagnostics.push(
                Diagnostic::new(
                    &codes::CONFIG_MISSING,
                    Place::file(&site_file),
                    "this folder has no `site.yaml`",
                )
                .help("make one, or begin a new site with `alongside init`"),
            );
            return;
        };
        let config = config::declared::parse(&source.path, &source.text)
            .into_value(&mut self.build.diagnostics);
        self.rules = config.rules.clone();
        let config = Arc::new(config);
        let Some(addresses) = self.addresses(&config) else {
            return;
        };
        let data = data::read(&files.data).into_value(&mut self.build.diagnostics);
        let renderer = self.theme(files, &config, &addresses, &data);
        self.stage_ends("configure");

        let pages = self.parse(files, &config, &renderer);
        self.stage_ends("parse");

        let gate = Gate {
            now: self.options.now,
            drafts: self.options.drafts,
            environment: self.options.environment,
        };
        let admission = admit::admit(pages, &config, &gate).into_value(&mut self.build.diagnostics);
        self.count_held(admission.held.values());
        let site =
            site::assemble(admission, &config, files).into_value(&mut self.build.diagnostics);
        let site = Arc::new(site);
        self.build.summary.pages = site.routes.len();
        self.build.summary.terms = site
            .terms
            .iter()
            .filter(|term| !term.urls.is_empty())
            .count();
        self.build.site = Some(site.clone());
        self.stage_ends("assemble");

        if !renderer.is_usable() || self.lacks_words() {
            return;
        }
        let composer = Composer::new(
            &site,
            &addresses,
            self.options.environment,
            renderer.theme(),
            &data,
        );
        let mut made = self.render(&site, &composer, &renderer);
        self.stage_ends("render");

        if config.search {
            made.extend(artifacts::search(&composer));
            self.stage_ends("search");
        }
        let rest = artifacts::Rest {
            site: &site,
            composer: &composer,
            renderer: &renderer,
            addresses: &addresses,
            options: self.options,
        };
        made.extend(rest.make(&mut self.build.diagnostics));
        made.sort_by(|a, b| a.path.cmp(&b.path));
        self.build.artifacts = made;
        self.stage_ends("index");
    }

    /// The addresses of this build. A site without an address can be looked at, and not be published.
    fn addresses(&mut self, config: &Config) -> Option<Addresses> {
        let own = config.base_url.as_deref();
        let base = self.options.base_url.as_deref().or(own);
        if base.is_none() && self.options.environment == Environment::Production {
            // An address that cannot be one has been told of.
            let place = config.places.value(&["base_url"]);
            let told = |found: &Diagnostic| found.place.span.is_some() && found.place == place;
            if self.build.diagnostics.iter().any(told) {
                return None;
            }
            self.build.diagnostics.push(
                Diagnostic::new(
                    &codes::CONFIG_NO_BASE_URL,
                    Place::file(&SitePath::new("site.yaml")),
                    "the site has no `base_url`, and feeds and search engines need its whole address",
                )
                .help("add `base_url: https://…` to site.yaml, or build with `--base-url`"),
            );
            return None;
        }
        let base = base.unwrap_or(NOWHERE);
        let canonical = match (&self.options.canonical_url, self.options.environment) {
            (Some(canonical), _) => canonical,
            (None, Environment::Production) => base,
            (None, _) => own.unwrap_or(base),
        };
        Some(Addresses::new(base, canonical))
    }

    fn theme(
        &mut self,
        files: &Files,
        config: &Config,
        addresses: &Addresses,
        data: &Value,
    ) -> Renderer {
        let languages: Vec<Arc<str>> = config.languages.keys().cloned().collect();
        let extra_assets = artifacts::extra_assets();
        let options = theme::Options {
            name: &config.theme,
            languages: &languages,
            settings: &config.theme_settings,
            places: &config.places,
            base_path: addresses.path(),
            extra_assets: &extra_assets,
        };
        let theme = Theme::load(&files.themes, &options).into_value(&mut self.build.diagnostics);
        self.build.built_in_sources = theme
            .sources()
            .map(|(path, text)| (path.clone(), text.clone()))
            .collect();
        let renderer = Renderer::new(Arc::new(theme)).into_value(&mut self.build.diagnostics);
        // The built-in theme alone was checked when it was built in; `check` asks again all the same.
        let wanted = self.options.check_templates || !files.themes.is_empty();
        if wanted && renderer.is_usable() && !self.lacks_words() {
            for diagnostic in check::check(&renderer, &config.extra, data) {
                self.tell_once(diagnostic);
            }
        }
        renderer
    }

    /// Adds what a template did wrong, unless the same has been said of the same place.
    fn tell_once(&mut self, diagnostic: Diagnostic) {
        let told = self.build.diagnostics.iter().any(|known| {
            known.code == diagnostic.code
                && known.place == diagnostic.place
                && known.place.span.is_some()
        });
        if !told {
            self.build.diagnostics.push(diagnostic);
        }
    }

    /// Whether the theme has no messages for a language: then every template would fail, and say nothing new.
    fn lacks_words(&self) -> bool {
        let missing = |found: &Diagnostic| found.code == &codes::THEME_MISSING_MESSAGE;
        self.build.diagnostics.iter().any(missing)
    }

    fn parse(&mut self, files: &Files, config: &Config, renderer: &Renderer) -> Vec<Arc<Page>> {
        let mut directives = DirectiveDecls::built_in(config.taxonomies.keys().map(|name| &**name));
        for (name, declared) in &renderer.theme().directives {
            artifacts::add_directive(&mut directives, name, declared);
        }
        let options = ParseOptions {
            config,
            directives: &directives,
        };
        // The order of a disk's list is no part of the site.
        let mut sources: Vec<&SourceFile> = files.content.iter().collect();
        sources.sort_by(|a, b| a.path.cmp(&b.path));
        let parsed: Vec<_> = sources
            .into_par_iter()
            .map(|source| parse::parse(source, options))
            .collect();
        parsed
            .into_iter()
            .map(|page| Arc::new(page.into_value(&mut self.build.diagnostics)))
            .collect()
    }

    fn render(
        &mut self,
        site: &Site,
        composer: &Composer<'_>,
        renderer: &Renderer,
    ) -> Vec<Artifact> {
        let rendered: Vec<Result<Artifact, Diagnostic>> = (0..site.routes.len())
            .into_par_iter()
            .map(|index| {
                let view = composer.view(RouteId(index as u32));
                let html = renderer.render(&view)?;
                Ok(Artifact::new(
                    site.routes[index].url.output(),
                    html.into_bytes(),
                ))
            })
            .collect();
        let mut artifacts = Vec::with_capacity(rendered.len());
        let mut known = BTreeSet::new();
        for result in rendered {
            match result {
                Ok(artifact) => artifacts.push(artifact),
                // A template's mistake is the same on every page that it shows.
                Err(diagnostic) => {
                    let key = (diagnostic.place.clone(), diagnostic.message.clone());
                    if known.insert(key) {
                        self.tell_once(diagnostic);
                    }
                }
            }
        }
        artifacts
    }

    fn count_held<'h>(&mut self, held: impl Iterator<Item = &'h Held>) {
        let summary = &mut self.build.summary;
        let mut unreviewed = 0;
        for reason in held {
            match reason {
                Held::Draft => summary.drafts += 1,
                Held::Future => summary.future += 1,
                Held::Expired => summary.expired += 1,
                Held::Unreviewed => unreviewed += 1,
            }
        }
        if unreviewed > 0 {
            summary.notes.push(format!(
                "{unreviewed} translations are held back until a speaker has checked them (`translation: unreviewed`)"
            ));
        }
    }

    /// Applies the site's rules; where an error stands, nothing is published.
    fn finish(mut self) -> Build {
        let found = std::mem::take(&mut self.build.diagnostics);
        self.build.diagnostics = rules::apply(found, &self.rules);
        let failed = self
            .build
            .diagnostics
            .iter()
            .any(|found| found.severity == Severity::Error);
        if failed {
            self.build.artifacts.clear();
        }
        let personal = self.build.site.as_ref().is_some_and(|site| {
            let stories =
                |page: &admit::Admitted| matches!(&*page.kind.name, "story" | "reflection");
            site.pages.iter().any(stories)
        });
        if personal {
            self.build.summary.notes.push(
                "consent is not enforced yet: `consent` and `people` are fields like others, and no story is withheld for want of them".into(),
            );
        }
        self.build
    }
}

impl Build {
    /// The text of every file that a finding may point into, for reports.
    pub fn sources(&self, files: &Files) -> BTreeMap<SitePath, Arc<str>> {
        let mut sources = self.built_in_sources.clone();
        sources.extend(
            files
                .config
                .iter()
                .chain(&files.content)
                .chain(&files.data)
                .map(|source| (source.path.clone(), source.text.clone())),
        );
        sources.extend(files.themes.iter().filter_map(|file| {
            let text = std::str::from_utf8(&file.bytes).ok()?;
            Some((file.path.clone(), text.into()))
        }));
        sources
    }
}
