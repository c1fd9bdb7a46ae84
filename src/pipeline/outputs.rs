//! Every file of a site's output, made when it is asked for: pages, search, feeds, sitemap, redirects, headers, pictures, copies.

use std::sync::{Arc, OnceLock};

use crate::compose::Composer;
use crate::compose::addresses::Addresses;
use crate::config::Environment;
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::files::{Artifact, AssetFile, Sink};
use crate::hash::ContentHash;
use crate::images::Store;
use crate::index::headers::{self, HeaderOptions, OwnHeader};
use crate::index::policy::PolicyAddition;
use crate::index::redirects::{self, Fallback, Redirect, Redirects, Surroundings};
use crate::index::sitemap::{self, SitemapEntry};
use crate::index::{absolute, build_info, calendar, feed, index_json, llms, robots};
use crate::path::{OutputPath, UrlPath};
use crate::render::Renderer;
use crate::render::view::PageView;
use crate::search::{self, Indexer};
use crate::site::{ListingId, PageId, RouteId, RouteKind, Site};

use super::Options;
use super::copies::{self, Sources};
use super::foundation::Foundation;
use super::pictures;

/// Files of the output that are made together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// The page of a route.
    Page(RouteId),
    /// The file for calendars of a route's event.
    Calendar(RouteId),
    /// Both forms of a listing's feed.
    Feed(ListingId),
    /// The page of a redirect, for hosts that do not read `_redirects`.
    Fallback(usize),
    /// The sitemap and `robots.txt`.
    Sitemap,
    /// `_redirects` and `_headers`.
    Host,
    /// `build.json`, and the data that the site's switches ask for.
    Data,
    /// The styles, scripts and pictures of the theme (look).
    Assets,
    /// A file that is copied as it is.
    Copy(usize),
    /// A share card.
    Card(usize),
    /// The Markdown copy of a route's page.
    Markdown(RouteId),
    /// All files of a picture.
    Picture(usize),
    /// One file of a picture, by the picture's number and its own.
    PictureFile(usize, usize),
}

/// Every file of a site's output but those of the search, which is made at once from all pages.
pub struct Outputs {
    pub(super) composer: Composer,
    renderer: Arc<Renderer>,
    options: Options,
    redirects: Redirects,
    headers: String,
    /// What authors wrote, where Markdown copies are made.
    sources: Sources,
    pub(super) store: Arc<dyn Store>,
    /// The HTML of pages as feeds carry it: most pages are in several.
    bodies: Vec<OnceLock<Option<Arc<str>>>>,
}

impl std::fmt::Debug for Outputs {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Outputs").finish_non_exhaustive()
    }
}

impl Outputs {
    /// Prepares what the files share, and says what is wrong with redirects and headers.
    pub(super) fn new(
        site: Arc<Site>,
        foundation: &Foundation,
        sources: Sources,
        options: Options,
        store: Arc<dyn Store>,
    ) -> Checked<Self> {
        let renderer = foundation.renderer.clone();
        let mut diagnostics = Vec::new();
        let composer = Composer::new(
            site,
            foundation.addresses.clone(),
            options.environment,
            renderer.theme().clone(),
            &foundation.data,
        )
        .into_value(&mut diagnostics);
        let mut outputs = Self {
            composer,
            renderer,
            options,
            redirects: Redirects::default(),
            headers: String::new(),
            sources,
            store,
            bodies: Vec::new(),
        };
        outputs.bodies = outputs.no_bodies();
        outputs.redirects = outputs.read_redirects().into_value(&mut diagnostics);
        outputs.headers = outputs.read_headers().into_value(&mut diagnostics);
        Checked::new(outputs, diagnostics)
    }

    /// The same for a site that differs in the texts of pages, and in what these pages say of themselves, at another time
    /// ([`Site::with_texts`], [`Site::with_cards`]).
    pub(super) fn with_pages(
        &self,
        site: Arc<Site>,
        reworded: &[PageId],
        sources: Sources,
        options: Options,
    ) -> Self {
        Self {
            composer: self.composer.with_pages(site, reworded),
            renderer: self.renderer.clone(),
            options,
            redirects: self.redirects.clone(),
            headers: self.headers.clone(),
            bodies: self.no_bodies(),
            sources,
            store: self.store.clone(),
        }
    }

    fn no_bodies(&self) -> Vec<OnceLock<Option<Arc<str>>>> {
        let pages = self.site().pages.iter();
        pages.map(|_| OnceLock::new()).collect()
    }

    /// The site.
    pub fn site(&self) -> &Arc<Site> {
        self.composer.site()
    }

    fn addresses(&self) -> &Addresses {
        self.composer.addresses()
    }

    /// The pages of the site.
    pub(super) fn pages(&self) -> Vec<RouteId> {
        (0..self.site().routes.len())
            .map(|index| RouteId(index as u32))
            .collect()
    }

    /// All outputs but the pages.
    pub(super) fn others(&self) -> Vec<Output> {
        let site = self.site();
        let feeds = (0..site.listings.len())
            .filter(|index| site.listings[*index].feed)
            .map(|index| Output::Feed(ListingId(index as u32)));
        let fallbacks = (0..self.redirects.fallbacks.len()).map(Output::Fallback);
        let files = (0..site.files.len()).map(Output::Copy);
        let cards = (0..self.composer.share_cards().all().len()).map(Output::Card);
        let calendars = (0..site.routes.len())
            .map(|index| RouteId(index as u32))
            .filter(|route| self.calendar_url(*route).is_some())
            .map(Output::Calendar);
        feeds
            .chain(calendars)
            .chain(fallbacks)
            .chain(files)
            .chain(cards)
            .chain(copies::routes(&self.composer, &self.sources).map(Output::Markdown))
            .chain([Output::Sitemap, Output::Host, Output::Data, Output::Assets])
            .collect()
    }

    /// The pictures of the site.
    pub(super) fn pictures(&self) -> Vec<Output> {
        let count = self.composer.pictures().jobs().len();
        (0..count).map(Output::Picture).collect()
    }

    /// The hash of each picture.
    pub(super) fn picture_hashes(&self) -> Vec<ContentHash> {
        let jobs = self.composer.pictures().jobs().iter();
        jobs.map(|job| job.picture.head.hash).collect()
    }

    fn work(&self, number: usize) -> pictures::Work<'_> {
        let job = &self.composer.pictures().jobs()[number];
        pictures::Work {
            job,
            place: job.picture.named.place(&self.site().pages),
            store: &*self.store,
        }
    }

    /// Says what making the picture of this number would find, and makes nothing.
    pub(super) fn proof_picture(&self, number: usize) -> Vec<Diagnostic> {
        pictures::proof(&self.work(number))
    }

    /// Makes the files of an output; what was found besides is no reason not to have them.
    pub(super) fn make_checked(&self, output: Output) -> Checked<Vec<Artifact>> {
        match output {
            Output::Picture(number) => pictures::make(&self.work(number)),
            other => match self.make(other) {
                Ok(artifacts) => Checked::new(artifacts, Vec::new()),
                Err(found) => Checked::new(Vec::new(), vec![found]),
            },
        }
    }

    /// Makes the files of an output.
    ///
    /// # Errors
    /// When a template fails, or a picture cannot be read.
    pub fn make(&self, output: Output) -> Result<Vec<Artifact>, Diagnostic> {
        Ok(match output {
            Output::Page(route) => vec![self.page(route)?],
            Output::Calendar(route) => self.calendar(route).into_iter().collect(),
            Output::Feed(listing) => self.feed(listing),
            Output::Fallback(index) => vec![self.fallback(&self.redirects.fallbacks[index])?],
            Output::Sitemap => self.sitemap(),
            Output::Host => vec![
                text(OutputPath::new("_redirects"), self.redirects.file.clone()),
                text(OutputPath::new("_headers"), self.headers.clone()),
            ],
            Output::Data => self.data(),
            Output::Assets => self.renderer.theme().assets.artifacts().collect(),
            Output::Markdown(route) => copies::of(&self.composer, &self.sources, route),
            Output::Copy(index) => {
                let file = &self.site().files[index];
                vec![copy(&file.source, file.output())]
            }
            Output::Card(number) => vec![self.card(number)?],
            Output::Picture(number) => self.make_checked(Output::Picture(number)).value,
            Output::PictureFile(number, at) => pictures::make_one(&self.work(number), at)?,
        })
    }

    /// The file at a path of the output; none when there is none, or when it is one of the search's.
    pub fn file(&self, path: &str) -> Option<Result<Artifact, Diagnostic>> {
        let made = self.make(self.find(path)?);
        made.map(|artifacts| {
            artifacts
                .into_iter()
                .find(|artifact| artifact.path.as_str() == path)
        })
        .transpose()
    }

    /// Whether there is a file at a path of the output that is none of the search's.
    pub fn has(&self, path: &str) -> bool {
        match self.find(path) {
            Some(Output::Sitemap | Output::Data | Output::Assets) => self.file(path).is_some(),
            found => found.is_some(),
        }
    }

    /// Which output the file at a path belongs to, if it is there.
    fn find(&self, path: &str) -> Option<Output> {
        let site = self.site();
        let url = OutputPath::checked(path)?.url();
        let route = |url: &UrlPath| {
            site.routes
                .binary_search_by(|route| route.url.cmp(url))
                .ok()
        };
        if let Some(index) = route(&url) {
            return Some(Output::Page(RouteId(index as u32)));
        }
        if let Some(number) = self.composer.share_cards().find(path) {
            return Some(Output::Card(number));
        }
        if let Some((number, at)) = self.composer.pictures().find(path) {
            return Some(Output::PictureFile(number, at));
        }
        match path {
            "_redirects" | "_headers" => return Some(Output::Host),
            "build.json" | "index.json" | "llms.txt" => return Some(Output::Data),
            path if path.starts_with("assets/") => return Some(Output::Assets),
            "robots.txt" => return Some(Output::Sitemap),
            path if path.starts_with("sitemap") => return Some(Output::Sitemap),
            _ => {}
        }
        let calendar = path
            .rsplit_once('/')
            .filter(|(_, name)| name.ends_with(".ics"))
            .and_then(|(folder, _)| route(&UrlPath::new(&format!("/{folder}/"))))
            .map(|index| RouteId(index as u32))
            .filter(|route| self.calendar_url(*route).as_ref() == Some(&url));
        if let Some(route) = calendar {
            return Some(Output::Calendar(route));
        }
        let feed = ["feed.xml", "feed.json"]
            .iter()
            .find_map(|name| path.strip_suffix(name))
            .and_then(|folder| route(&UrlPath::new(&format!("/{folder}"))))
            .and_then(|index| site.routes[index].listing)
            .filter(|listing| site.listing(*listing).feed);
        let copied = path
            .strip_suffix("index.md")
            .and_then(|folder| route(&UrlPath::new(&format!("/{folder}"))))
            .map(|index| RouteId(index as u32))
            .filter(|route| copies::is_copied(&self.composer, &self.sources, *route));
        if let Some(route) = copied {
            return Some(Output::Markdown(route));
        }
        let fallbacks = &self.redirects.fallbacks;
        feed.map(Output::Feed)
            .or_else(|| {
                let fallback = fallbacks.iter().position(|fallback| fallback.from == url)?;
                Some(Output::Fallback(fallback))
            })
            .or_else(|| {
                let copy = site.files.iter().position(|file| file.url == url)?;
                Some(Output::Copy(copy))
            })
    }

    fn page(&self, route: RouteId) -> Result<Artifact, Diagnostic> {
        let html = self.renderer.render(&self.composer.view(route))?;
        Ok(text(self.site().routes[route.index()].url.output(), html))
    }

    /// The view of a page, and a key of all that decides how it looks.
    pub(super) fn keyed_view(&self, route: RouteId) -> (ContentHash, PageView) {
        let view = self.composer.view(route);
        let key = ContentHash::of_value(&(self.renderer.hash(&view), &view));
        (key, view)
    }

    /// Renders a view to see whether it can be.
    pub(super) fn try_view(&self, view: &PageView) -> Result<(), Diagnostic> {
        self.renderer.render(view).map(drop)
    }

    /// Gives back the memory of what templates were given; it is made anew for the next.
    pub(super) fn forget_values(&self) {
        for card in self.composer.cards() {
            card.terms.forget_value();
            card.forget_value();
        }
    }

    /// Makes the search index of all pages and the scripts that read it with `indexer`, and hands each file to `sink`.
    pub(super) fn search(&self, indexer: &mut Indexer, sink: Sink<'_>) {
        let composer = &self.composer;
        let settings = composer
            .search_settings(|lang, facet| composer.say(lang, &format!("search.facets.{facet}")));
        indexer.index(
            &composer.searched(),
            &|page| composer.document(*page),
            &settings,
            &|file| sink(Artifact::new(OutputPath::new(file.path), file.bytes)),
        );
    }

    /// Where the file for calendars of a route lies; none when it is no event, or when the site brings a file of that name.
    fn calendar_url(&self, route: RouteId) -> Option<UrlPath> {
        let site = self.site();
        let url = self.composer.calendar_url(&site.routes[route.index()])?;
        let own = site.files.iter().any(|file| file.url == url);
        (!own).then_some(url)
    }

    /// The file for calendars of a route's event.
    fn calendar(&self, route: RouteId) -> Option<Artifact> {
        let url = self.calendar_url(route)?;
        let event = self
            .composer
            .event(self.site().routes[route.index()].page?)?;
        Some(text(url.output(), calendar::calendar(&event)))
    }

    /// A listing's feed in both forms; nothing when it has none.
    fn feed(&self, listing: ListingId) -> Vec<Artifact> {
        let listing = self.site().listing(listing);
        let Some(files) = self.composer.feed(listing, |page| self.body(page)) else {
            return Vec::new();
        };
        vec![
            text(files.atom.output(), feed::atom(&files.feed)),
            text(files.json.output(), feed::json_feed(&files.feed)),
        ]
    }

    /// The HTML of a page for a feed. A directive that fails is reported where its page is rendered.
    fn body(&self, id: PageId) -> Option<Arc<str>> {
        let known = self.bodies[id.index()].get_or_init(|| self.new_body(id).map(Into::into));
        known.clone()
    }

    fn new_body(&self, id: PageId) -> Option<String> {
        let view = self.composer.page_view(id)?;
        let html = self.renderer.body(&view).ok()?;
        let addresses = self.addresses();
        let url = addresses.canonical(self.site().url(id));
        let origin = absolute::Origin {
            path: addresses.path(),
            base: addresses.production(),
            page: &url,
        };
        Some(absolute::absolute(&html, origin))
    }

    /// The sitemap and `robots.txt`.
    fn sitemap(&self) -> Vec<Artifact> {
        let site = self.site();
        let shown = site
            .routes
            .iter()
            .filter(|route| !matches!(route.kind, RouteKind::NotFound | RouteKind::Gone))
            .filter(|route| !site.is_noindex(route));
        let entries: Vec<SitemapEntry> = shown
            .map(|route| {
                let card = route.page.map(|page| self.composer.card(page));
                let changed =
                    card.and_then(|card| card.updated.clone().or_else(|| card.date.clone()));
                let versions = site.config.languages.keys().filter_map(|lang| {
                    let version = site.route(&route.key, lang)?;
                    let version = (!site.is_noindex(version)).then_some(version)?;
                    Some((
                        lang.to_string(),
                        self.addresses().canonical(&version.url).to_string(),
                    ))
                });
                let alternates: Vec<(String, String)> = match route.number {
                    1 => versions.collect(),
                    _ => Vec::new(),
                };
                SitemapEntry {
                    url: self.addresses().canonical(&route.url).to_string(),
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
        let files = sitemap::sitemap(self.addresses().production(), &entries);
        let mut made: Vec<Artifact> = files
            .into_iter()
            .map(|(path, file)| text(path, file))
            .collect();
        let address = format!("{}/sitemap.xml", self.addresses().production());
        let robots = robots::robots(production.then_some(&*address));
        made.push(text(OutputPath::new("robots.txt"), robots));
        made
    }

    /// The table of redirects, as `_redirects` and as pages for hosts that do not read it.
    fn read_redirects(&self) -> Checked<Redirects> {
        let site = self.site();
        let table: Vec<Redirect> = site
            .redirects
            .iter()
            .map(|redirect| Redirect {
                from: redirect.from.to_string(),
                to: redirect.to.to_string(),
                status: redirect.status,
                place: redirect.place.clone(),
                to_place: redirect.to_place.clone(),
                status_place: redirect.status_place.clone(),
            })
            .collect();
        let pages = site.routes.iter().map(|route| {
            let place = route
                .page
                .map(|page| Place::file(&site.page(page).page.path));
            (route.url.clone(), place)
        });
        let files = site
            .files
            .iter()
            .map(|file| (file.url.clone(), Some(Place::file(&file.source.path))));
        let feeds = site
            .listings
            .iter()
            .filter(|listing| listing.feed)
            .flat_map(|listing| {
                ["feed.xml", "feed.json"]
                    .map(|name| (UrlPath::new(&format!("{}{name}", listing.url)), None))
            });
        let around = Surroundings {
            addresses: pages.chain(files).chain(feeds).collect(),
            base_path: self.addresses().path().to_owned(),
            language_prefixes: site
                .config
                .languages
                .values()
                .filter(|language| {
                    !language.prefix.is_empty() && site.route("404", &language.code).is_some()
                })
                .map(|language| language.prefix.to_string())
                .collect(),
        };
        redirects::redirects(&table, &around)
    }

    fn fallback(&self, fallback: &Fallback) -> Result<Artifact, Diagnostic> {
        let config = &self.site().config;
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
            false => self.addresses().canonical_of(&fallback.to).to_string(),
        };
        let html = self
            .renderer
            .render(&self.composer.redirect(lang, &fallback.to, &canonical))?;
        Ok(text(fallback.from.output(), html))
    }

    fn read_headers(&self) -> Checked<String> {
        let site = self.site();
        let config = &site.config;
        let own = config.headers.iter().flat_map(|(pattern, headers)| {
            headers.iter().map(|(name, value)| OwnHeader {
                pattern: pattern.to_string(),
                name: name.to_string(),
                value: value.to_string(),
                place: config.places.name(&["headers", pattern, name]),
                pattern_place: config.places.name(&["headers", pattern]),
            })
        });
        let feeds = |name: &str| -> Vec<UrlPath> {
            site.listings
                .iter()
                .filter(|listing| listing.feed)
                .map(|listing| UrlPath::new(&format!("{}{name}", listing.url)))
                .collect()
        };
        let policy = config.csp.iter().flat_map(|(directive, sources)| {
            sources.iter().map(|source| PolicyAddition {
                directive: directive.to_string(),
                source: source.to_string(),
                place: config.places.value(&["csp", directive, source]),
            })
        });
        let options = HeaderOptions {
            production: self.options.environment == Environment::Production,
            https: self.addresses().base().starts_with("https://"),
            atom_feeds: feeds("feed.xml"),
            json_feeds: feeds("feed.json"),
            markdown: !self.sources.is_empty(),
            hashed: search::HASHED.map(str::to_owned).to_vec(),
            policy: policy.collect(),
            own: own.collect(),
        };
        headers::headers(&options)
    }

    fn data(&self) -> Vec<Artifact> {
        let config = &self.site().config;
        let switch =
            |name: &str, otherwise: bool| config.extras.get(name).copied().unwrap_or(otherwise);
        let info = build_info::build_info(self.options.now);
        let mut made = vec![text(OutputPath::new("build.json"), info)];
        if switch("index_json", true) {
            let cards = self.composer.cards().iter().map(|card| &**card);
            let index = index_json::index_json(cards);
            made.push(text(OutputPath::new("index.json"), index));
        }
        if switch("llms_txt", false) {
            let llms = llms::llms(&self.composer.overview());
            made.push(text(OutputPath::new("llms.txt"), llms));
        }
        made
    }
}

fn text(path: OutputPath, text: String) -> Artifact {
    Artifact::new(path, text.into_bytes())
}

/// A file that is copied as it is.
fn copy(file: &AssetFile, path: OutputPath) -> Artifact {
    Artifact {
        path,
        bytes: file.bytes.clone(),
        hash: None,
    }
}
