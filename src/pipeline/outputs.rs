//! Every file of a site's output, found by its path and made when it is asked for. What kinds there are and which names they
//! take is the table of `site::outputs`; here each kind of the table has its maker, a file of this folder for each.

mod calendars;
mod cards;
pub(super) mod copies;
mod data;
mod feeds;
mod host;
mod pages;
mod pictures;
mod sitemap;

use std::sync::{Arc, OnceLock};

use crate::compose::Composer;
use crate::compose::addresses::Addresses;
use crate::diagnostic::{Checked, Diagnostic, Place, codes};
use crate::files::{Artifact, AssetFile, Sink};
use crate::formats::redirects::Redirects;
use crate::hash::ContentHash;
use crate::images::Store;
use crate::path::{OutputPath, UrlPath};
use crate::render::Renderer;
use crate::search::{Indexer, Settings, Synonym};
use crate::site::outputs::{self, Kind};
use crate::site::registry::Holder;
use crate::site::{ListingId, PageId, RouteId, Site};

use super::Options;
use super::foundation::Foundation;
use copies::Sources;

/// Files of the output that are made together: those of one owner and kind ([`Kind`] says whose number it is).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Output {
    /// What they are.
    pub kind: Kind,
    /// Whose they are.
    pub number: u32,
}

/// Every file of a site's output but those of the search, which is made at once from all pages.
pub struct Outputs {
    composer: Composer,
    renderer: Arc<Renderer>,
    options: Options,
    redirects: Redirects,
    headers: String,
    /// What authors wrote, where Markdown copies are made.
    sources: Sources,
    store: Arc<dyn Store>,
    /// Words that lead to pages which say it otherwise.
    synonyms: Arc<[Synonym]>,
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
            synonyms: foundation.synonyms.clone(),
            bodies: Vec::new(),
        };
        outputs.bodies = outputs.no_bodies();
        outputs.redirects = outputs.read_redirects().into_value(&mut diagnostics);
        outputs.headers = outputs.read_headers().into_value(&mut diagnostics);
        outputs.compare_made_names(&mut diagnostics);
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
            synonyms: self.synonyms.clone(),
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

    /// All outputs but the pages, the pictures and the search, which the press makes each in its own time.
    pub(super) fn others(&self) -> Vec<Output> {
        let foreseen = self.site().registry.files().into_iter();
        let foreseen = foreseen.map(|(kind, number, _)| Output { kind, number });
        let apart = [Kind::Page, Kind::Picture, Kind::Search, Kind::Records];
        let mut all: Vec<Output> = foreseen
            .chain(
                [Kind::Fallback, Kind::Asset, Kind::ShareCard]
                    .into_iter()
                    .flat_map(|kind| self.all_of(kind)),
            )
            .filter(|output| !apart.contains(&output.kind))
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The pictures of the site.
    pub(super) fn pictures(&self) -> Vec<Output> {
        self.all_of(Kind::Picture)
    }

    /// Every output of a kind whose names its maker alone knows.
    fn all_of(&self, kind: Kind) -> Vec<Output> {
        let count = match kind {
            Kind::Fallback => self.redirects.fallbacks.len(),
            Kind::Asset => self.renderer.theme().assets.iter().count(),
            Kind::ShareCard => self.composer.share_cards().all().len(),
            Kind::Picture => self.composer.pictures().jobs().len(),
            _ => 0,
        };
        (0..count as u32)
            .map(|number| Output { kind, number })
            .collect()
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
        if output.kind == Kind::Picture {
            return pictures::make(&self.work(output.number as usize));
        }
        match self.make(output) {
            Ok(artifacts) => Checked::new(artifacts, Vec::new()),
            Err(found) => Checked::new(Vec::new(), vec![found]),
        }
    }

    /// Makes the files of an output. The files of the search and the records of an output folder are made elsewhere, from all that
    /// is here.
    ///
    /// # Errors
    /// When a template fails, or a picture or a file of the site cannot be read.
    pub fn make(&self, output: Output) -> Result<Vec<Artifact>, Diagnostic> {
        let number = output.number as usize;
        let route = RouteId(output.number);
        Ok(match output.kind {
            Kind::Page => vec![self.page(route)?],
            Kind::Sitemap => self.sitemap(),
            Kind::Robots => vec![self.robots()?],
            Kind::Headers => vec![text(OutputPath::new("_headers"), self.headers.clone())],
            Kind::Redirects => {
                let file = self.redirects.file.clone();
                vec![text(OutputPath::new("_redirects"), file)]
            }
            Kind::BuildInfo => vec![self.build_info()],
            Kind::IndexJson => vec![self.index_json()],
            Kind::Llms => vec![self.llms()],
            Kind::Feed => self.feed(ListingId(output.number)),
            Kind::Calendar => self.calendar(route).into_iter().collect(),
            Kind::MarkdownCopy => copies::of(&self.composer, &self.sources, route),
            Kind::Copy => {
                let file = &self.site().files[number];
                vec![copy(&file.source, file.output())]
            }
            Kind::Fallback => vec![self.fallback(&self.redirects.fallbacks[number])?],
            Kind::Asset => {
                let assets = &self.renderer.theme().assets;
                assets.artifacts().skip(number).take(1).collect()
            }
            Kind::ShareCard => vec![self.card(number)?],
            Kind::Picture => self.make_checked(output).value,
            Kind::Search | Kind::Records => Vec::new(),
        })
    }

    /// The file at a path of the output; none when there is none, or when it is one of the search's.
    pub fn file(&self, path: &str) -> Option<Result<Artifact, Diagnostic>> {
        let path = OutputPath::checked(path)?;
        let made = match self.composer.pictures().find(path.as_str()) {
            // Of a picture in many sizes one alone is made: a reader waits for it.
            Some((number, at)) => pictures::make_one(&self.work(number), at),
            None => self.make(self.find(&path)?),
        };
        made.map(|artifacts| artifacts.into_iter().find(|artifact| artifact.path == path))
            .transpose()
    }

    /// Whether there is a file at a path of the output that is none of the search's.
    pub fn has(&self, path: &str) -> bool {
        let Some(path) = OutputPath::checked(path) else {
            return false;
        };
        match self.find(&path).map(|output| output.kind) {
            None | Some(Kind::Search | Kind::Records) => false,
            // Into how many files a sitemap falls is known when it is made.
            Some(Kind::Sitemap) => self.file(path.as_str()).is_some(),
            Some(_) => true,
        }
    }

    /// Which output the file at a path belongs to, if it is there.
    fn find(&self, path: &OutputPath) -> Option<Output> {
        let output = |kind, number| Output { kind, number };
        if let Some(Holder::File(kind, number)) = self.site().registry.at(path) {
            return Some(output(kind, number));
        }
        self.find_made(path)
            .map(|(kind, number)| output(kind, number as u32))
            .or_else(|| {
                let row = outputs::kept_by(&self.site().config, &path.url())?;
                Some(output(row.kind, 0))
            })
    }

    /// Which output the file at a path belongs to, of those whose names their makers alone know.
    fn find_made(&self, path: &OutputPath) -> Option<(Kind, usize)> {
        let fallbacks = &self.redirects.fallbacks;
        let is_at = |found: Option<usize>, kind| found.map(|number| (kind, number));
        let asset = |path: &OutputPath| {
            let mut assets = self.renderer.theme().assets.iter();
            assets.position(|asset| asset.output == *path)
        };
        let picture = self.composer.pictures().find(path.as_str());
        is_at(
            self.composer.share_cards().find(path.as_str()),
            Kind::ShareCard,
        )
        .or_else(|| is_at(picture.map(|(number, _)| number), Kind::Picture))
        .or_else(|| is_at(asset(path), Kind::Asset))
        .or_else(|| {
            // An old address may end in `index.html` itself.
            let at = |url: &UrlPath| fallbacks.binary_search_by(|page| page.from.cmp(url)).ok();
            let whole = || at(&UrlPath::new(path.as_str()));
            is_at(at(&path.url()).or_else(whole), Kind::Fallback)
        })
    }

    /// Compares the names that makers alone know with the files of the site, which may have been copied from an old output.
    fn compare_made_names(&self, diagnostics: &mut Vec<Diagnostic>) {
        for file in &self.site().files {
            let path = file.output();
            let Some((kind, _)) = self
                .find_made(&path)
                .filter(|(kind, _)| *kind != Kind::Fallback)
            else {
                continue;
            };
            let message = format!(
                "this file has the address `{}`, which is taken by {} that Alongside makes",
                file.url,
                kind.row().what
            );
            diagnostics.push(
                Diagnostic::new(
                    &codes::ADDRESS_COLLISION,
                    Place::file(&file.source.path),
                    message,
                )
                .help("take it away if it comes from an older output, or give it another name"),
            );
        }
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
        let words = |lang: &str, facet: &str| composer.say(lang, &format!("search.facets.{facet}"));
        let settings = Settings {
            synonyms: self.synonyms.to_vec(),
            ..composer.search_settings(words)
        };
        indexer.index(
            &composer.searched(),
            &|page| composer.document(*page),
            &settings,
            &|file| sink(Artifact::new(OutputPath::new(file.path), file.bytes)),
        );
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
