//! What is made of a site besides its pages: search, feeds, sitemap, redirects, headers, copied files.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::compose::Composer;
use crate::compose::addresses::Addresses;
use crate::config::Environment;
use crate::diagnostic::{Diagnostic, Place};
use crate::files::{Artifact, AssetFile};
use crate::index::headers::{self, HeaderOptions, OwnHeader};
use crate::index::policy::PolicyAddition;
use crate::index::redirects::{self, Fallback, Redirect, Surroundings};
use crate::index::sitemap::{self, SitemapEntry};
use crate::index::{absolute, build_info, feed, index_json, llms, robots};
use crate::parse::highlight;
use crate::parse::markdown::DirectiveDecls;
use crate::path::{OutputPath, UrlPath};
use crate::render::Renderer;
use crate::search;
use crate::site::{PageId, RouteKind, Site};

use super::Options;

/// Assets that come from no theme: the colours of code.
pub(super) fn extra_assets() -> Vec<(Arc<str>, Arc<[u8]>)> {
    let light = highlight::stylesheet(highlight::Ground::Light);
    let dark = highlight::stylesheet(highlight::Ground::Dark);
    let both = format!("{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n");
    vec![("css/_code.css".into(), both.into_bytes().into())]
}

/// Tells the Markdown stage of a directive that the theme adds.
pub(super) fn add_directive(
    directives: &mut DirectiveDecls,
    name: &str,
    declared: &crate::theme::DirectiveDecl,
) {
    use crate::parse::markdown::declared::{
        AttributeDecl, AttributeKind, DirectiveDecl, Form, Needed,
    };
    let attributes = declared.attributes.iter().map(|(name, required)| {
        let needed = if *required {
            Needed::Always
        } else {
            Needed::No
        };
        let attribute = AttributeDecl {
            kind: AttributeKind::Text,
            needed,
        };
        (name.clone(), attribute)
    });
    directives.add(
        name,
        DirectiveDecl {
            form: Form::Either,
            attributes: attributes.collect(),
        },
    );
}

/// The search index and the scripts that read it.
pub(super) fn search(composer: &Composer<'_>) -> Vec<Artifact> {
    let documents = composer.documents();
    let analysed: Vec<_> = documents
        .into_par_iter()
        .map(|document| {
            let analysed = Arc::new(search::analyse(&document));
            (document, analysed)
        })
        .collect();
    let settings = composer
        .search_settings(|lang, facet| composer.say(lang, &format!("search.facets.{facet}")));
    search::build(&analysed, &settings)
        .into_iter()
        .map(|file| Artifact::new(OutputPath::new(file.path), file.bytes))
        .collect()
}

/// Everything else.
pub(super) struct Rest<'a> {
    pub site: &'a Site,
    pub composer: &'a Composer<'a>,
    pub renderer: &'a Renderer,
    pub addresses: &'a Addresses,
    pub options: &'a Options,
}

impl Rest<'_> {
    /// Makes every artifact that is no page and no part of the search.
    pub(super) fn make(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Artifact> {
        let mut made = Vec::new();
        let feeds = self.feeds(&mut made);
        self.sitemap(&mut made);
        self.redirects(&mut made, diagnostics);
        self.headers(feeds, &mut made, diagnostics);
        self.data(&mut made);
        made.extend(self.renderer.theme().assets.artifacts());
        made.extend(
            self.site
                .files
                .iter()
                .map(|file| copy(&file.source, file.output())),
        );
        made
    }

    /// The feeds; gives back their addresses.
    fn feeds(&self, made: &mut Vec<Artifact>) -> (Vec<UrlPath>, Vec<UrlPath>) {
        let bodies = self.bodies();
        let feeds: Vec<_> = self
            .site
            .listings
            .par_iter()
            .filter_map(|listing| self.composer.feed(listing, &bodies))
            .collect();
        let mut addresses = (Vec::new(), Vec::new());
        for files in feeds {
            made.push(Artifact::new(
                files.atom.output(),
                feed::atom(&files.feed).into_bytes(),
            ));
            made.push(Artifact::new(
                files.json.output(),
                feed::json_feed(&files.feed).into_bytes(),
            ));
            addresses.0.push(files.atom);
            addresses.1.push(files.json);
        }
        addresses
    }

    /// The HTML of the pages in feeds. A directive that fails has been reported where its page was rendered.
    fn bodies(&self) -> BTreeMap<PageId, String> {
        let pages: Vec<PageId> = self.composer.pages_in_feeds().into_iter().collect();
        pages
            .into_par_iter()
            .filter_map(|id| {
                let view = self.composer.page_view(id)?;
                let html = self.renderer.body(&view).ok()?;
                let url = self.addresses.canonical(self.site.url(id));
                let origin = absolute::Origin {
                    path: self.addresses.path(),
                    base: self.addresses.production(),
                    page: &url,
                };
                Some((id, absolute::absolute(&html, origin)))
            })
            .collect()
    }

    /// The sitemap and `robots.txt`.
    fn sitemap(&self, made: &mut Vec<Artifact>) {
        let shown = self
            .site
            .routes
            .iter()
            .filter(|route| !matches!(route.kind, RouteKind::NotFound | RouteKind::Gone))
            .filter(|route| route.page.is_none_or(|page| !self.site.page(page).draft));
        let entries: Vec<SitemapEntry> = shown
            .map(|route| {
                let card = route.page.map(|page| self.composer.card(page));
                let changed =
                    card.and_then(|card| card.updated.clone().or_else(|| card.date.clone()));
                let versions = self.site.config.languages.keys().filter_map(|lang| {
                    let version = self.site.route(&route.key, lang)?;
                    Some((
                        lang.to_string(),
                        self.addresses.canonical(&version.url).to_string(),
                    ))
                });
                let alternates: Vec<(String, String)> = match route.number {
                    1 => versions.collect(),
                    _ => Vec::new(),
                };
                SitemapEntry {
                    url: self.addresses.canonical(&route.url).to_string(),
                    last_changed: changed.map(|changed| changed.to_string()),
                    alternates: if alternates.len() > 1 {
                        alternates
                    } else {
                        Vec::new()
                    },
                }
            })
            .collect();
        let production = self.options.environment == Environment::Production;
        let files = sitemap::sitemap(self.addresses.production(), &entries);
        made.extend(
            files
                .into_iter()
                .map(|(path, text)| Artifact::new(path, text.into_bytes())),
        );
        let address = format!("{}/sitemap.xml", self.addresses.production());
        let text = robots::robots(production.then_some(&*address));
        made.push(Artifact::new(
            OutputPath::new("robots.txt"),
            text.into_bytes(),
        ));
    }

    /// `_redirects` and the pages for hosts that do not read it.
    fn redirects(&self, made: &mut Vec<Artifact>, diagnostics: &mut Vec<Diagnostic>) {
        let table: Vec<Redirect> = self
            .site
            .redirects
            .iter()
            .map(|redirect| Redirect {
                from: redirect.from.to_string(),
                to: redirect.to.to_string(),
                status: redirect.status,
                place: redirect.place.clone(),
                to_place: redirect.to_place.clone(),
            })
            .collect();
        let config = &self.site.config;
        let pages = self.site.routes.iter().map(|route| {
            let place = route
                .page
                .map(|page| Place::file(&self.site.page(page).page.path));
            (route.url.clone(), place)
        });
        let files = self
            .site
            .files
            .iter()
            .map(|file| (file.url.clone(), Some(Place::file(&file.source.path))));
        let feeds = self
            .site
            .listings
            .iter()
            .filter(|listing| listing.feed)
            .flat_map(|listing| {
                ["feed.xml", "feed.json"]
                    .map(|name| (UrlPath::new(&format!("{}{name}", listing.url)), None))
            });
        let around = Surroundings {
            addresses: pages.chain(files).chain(feeds).collect(),
            base_path: self.addresses.path().to_owned(),
            language_prefixes: config
                .languages
                .values()
                .filter(|language| {
                    !language.prefix.is_empty() && self.site.route("404", &language.code).is_some()
                })
                .map(|language| language.prefix.to_string())
                .collect(),
        };
        let redirects = redirects::redirects(&table, &around).into_value(diagnostics);
        made.push(Artifact::new(
            OutputPath::new("_redirects"),
            redirects.file.into_bytes(),
        ));
        for fallback in &redirects.fallbacks {
            match self.fallback(fallback) {
                Ok(artifact) => made.push(artifact),
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
    }

    fn fallback(&self, fallback: &Fallback) -> Result<Artifact, Diagnostic> {
        let config = &self.site.config;
        let lang = config
            .languages
            .values()
            .find(|language| {
                !language.prefix.is_empty()
                    && fallback
                        .from
                        .as_str()
                        .starts_with(&format!("{}/", language.prefix))
            })
            .map_or(config.default_language(), |language| &language.code);
        let canonical = match fallback.to.contains("://") {
            true => fallback.to.clone(),
            false => self.addresses.canonical_of(&fallback.to).to_string(),
        };
        let html = self
            .renderer
            .render(&self.composer.redirect(lang, &fallback.to, &canonical))?;
        Ok(Artifact::new(fallback.from.output(), html.into_bytes()))
    }

    fn headers(
        &self,
        feeds: (Vec<UrlPath>, Vec<UrlPath>),
        made: &mut Vec<Artifact>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let config = &self.site.config;
        let own = config.headers.iter().flat_map(|(pattern, headers)| {
            headers.iter().map(|(name, value)| OwnHeader {
                pattern: pattern.to_string(),
                name: name.to_string(),
                value: value.to_string(),
                place: config.places.name(&["headers", pattern, name]),
                pattern_place: config.places.name(&["headers", pattern]),
            })
        });
        let policy = config.csp.iter().flat_map(|(directive, sources)| {
            sources.iter().map(|source| PolicyAddition {
                directive: directive.to_string(),
                source: source.to_string(),
                place: config.places.value(&["csp", directive, source]),
            })
        });
        let options = HeaderOptions {
            production: self.options.environment == Environment::Production,
            https: self.addresses.base().starts_with("https://"),
            atom_feeds: feeds.0,
            json_feeds: feeds.1,
            hashed: search::HASHED.map(str::to_owned).to_vec(),
            policy: policy.collect(),
            own: own.collect(),
        };
        let text = headers::headers(&options).into_value(diagnostics);
        made.push(Artifact::new(
            OutputPath::new("_headers"),
            text.into_bytes(),
        ));
    }

    /// `build.json`, and the data that the site's switches ask for.
    fn data(&self, made: &mut Vec<Artifact>) {
        let config = &self.site.config;
        let switch =
            |name: &str, otherwise: bool| config.extras.get(name).copied().unwrap_or(otherwise);
        let info = build_info::build_info(self.options.now);
        made.push(Artifact::new(
            OutputPath::new("build.json"),
            info.into_bytes(),
        ));
        if switch("index_json", true) {
            let cards = self.composer.cards().iter().map(|card| &**card);
            made.push(Artifact::new(
                OutputPath::new("index.json"),
                index_json::index_json(cards).into_bytes(),
            ));
        }
        if switch("llms_txt", false) {
            let text = llms::llms(&self.llms());
            made.push(Artifact::new(
                OutputPath::new("llms.txt"),
                text.into_bytes(),
            ));
        }
    }

    fn llms(&self) -> llms::Summary {
        let config = &self.site.config;
        let lang = config.default_language();
        let shared = self.composer.shared(lang);
        let sections = self
            .site
            .listings
            .iter()
            .filter(|listing| listing.lang == *lang && listing.kind == RouteKind::Section)
            .map(|listing| {
                let entries = listing.items.iter().map(|page| {
                    let card = self.composer.card(*page);
                    llms::Entry {
                        title: card.title.to_string(),
                        url: self.addresses.canonical_of(&card.url).to_string(),
                        description: card.description.to_string(),
                    }
                });
                (listing.title.to_string(), entries.collect())
            });
        llms::Summary {
            title: shared.title.to_string(),
            description: shared.description.to_string(),
            sections: sections.collect(),
        }
    }
}

/// A file that is copied as it is.
fn copy(file: &AssetFile, path: OutputPath) -> Artifact {
    Artifact {
        path,
        bytes: file.bytes.clone(),
        hash: None,
    }
}
