//! The target of every link, image and file that a body names; who links to whom; and what is missing.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::admit::{Admitted, Held};
use crate::config::Config;
use crate::diagnostic::wording::{code, spelt};
use crate::diagnostic::{Diagnostic, Place, codes, suggest};
use crate::hash::Table;
use crate::page::{LinkKind, LinkRef};
use crate::path::{self, SitePath, UrlPath, markdown_stem};
use crate::source::Span;

use super::anchors::Anchors;
use super::catalogue::{AskedNames, Catalogue, Found};
use super::embeds;
use super::files::{FileReference, PublishedFile, pictures_in};
use super::ids::PageId;
use super::outputs::Kind;
use super::registry::{Holder, Registry};
use super::route::Route;
use super::withheld::Withheld;
use super::written::{
    elsewhere, inside, is_external, is_on_a_disk, join, own, relative, split_suffix,
};

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LinkTarget {
    /// An address outside the site, or one that is no web address (`mailto:`), as written.
    External(Arc<str>),
    /// A page made from a file, with the `?query#anchor` as written.
    Page(PageId, Arc<str>),
    /// Any other address of the site, with `?query#anchor`.
    Inside(Arc<str>, Arc<str>),
    /// A copied file: its address, `?query#anchor`, and its size in pixels when it is a picture.
    File(Arc<str>, Arc<str>, Option<(u32, u32)>),
    /// A picture that is prepared, by its file.
    Picture(SitePath),
    /// A place on the same page: `#anchor`.
    Here(Arc<str>),
    /// Nothing that exists; as written. A diagnostic says so.
    Missing(Arc<str>),
}

/// What resolving needs to know.
pub(super) struct Known<'a> {
    pub pages: &'a [Admitted],
    pub urls: &'a [UrlPath],
    pub catalogue: &'a Catalogue,
    pub registry: &'a Registry,
    pub routes: &'a [Route],
    pub files: &'a [PublishedFile],
    /// The files of pages that were held back, with the page's file.
    pub withheld: &'a BTreeMap<SitePath, SitePath>,
    pub held: &'a BTreeMap<SitePath, Held>,
    pub config: &'a Config,
}

/// How many links, anchors and references of a site that lead nowhere are given the nearest name: each looks at every name there is.
pub(super) const MOST_SUGGESTIONS: usize = 100;

/// How many pages are named that an ambiguous link or reference could mean.
pub(super) const MOST_NAMED: usize = 8;

/// Resolves links as written.
pub(super) struct Resolver<'a> {
    known: Known<'a>,
    by_source: Table<&'a str, &'a PublishedFile>,
    withheld: Withheld<'a>,
    /// The places on each page that a link may name, collected when the first link names one.
    anchors: Vec<OnceLock<Anchors>>,
}

/// What was found in the links of a page, and how many of them may still be given the nearest name.
#[derive(Default)]
struct Findings {
    list: Vec<Diagnostic>,
    left: usize,
    /// How many asked for a name.
    asked: usize,
    /// The names by which its wikilinks ask for pages.
    names: AskedNames,
}

impl Findings {
    fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    fn may_suggest(&mut self) -> bool {
        self.asked += 1;
        let may = self.left > 0;
        self.left = self.left.saturating_sub(1);
        may
    }
}

/// What resolving every body gives.
pub(super) struct Resolved {
    pub targets: Vec<Vec<LinkTarget>>,
    pub backlinks: Vec<Vec<PageId>>,
    /// The addresses of files that bodies name.
    pub used_files: BTreeSet<Arc<str>>,
    /// The names by which wikilinks ask for pages.
    pub names: AskedNames,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(known: Known<'a>) -> Self {
        let by_source = known
            .files
            .iter()
            .map(|file| (file.source.path.as_str(), file))
            .collect();
        let withheld = Withheld::new(known.held, known.withheld);
        let anchors = known.pages.iter().map(|_| OnceLock::new()).collect();
        Self {
            anchors,
            known,
            by_source,
            withheld,
        }
    }

    /// Resolves the links of every page's body.
    pub(super) fn resolve_bodies(&self, diagnostics: &mut Vec<Diagnostic>) -> Resolved {
        let mut resolved: Vec<(Vec<LinkTarget>, Findings)> = (0..self.known.pages.len())
            .into_par_iter()
            .map(|index| self.body(index, 0))
            .collect();
        // The first that lead nowhere are looked at again, for the names that they may have meant.
        let mut left = MOST_SUGGESTIONS;
        for (index, page) in resolved.iter_mut().enumerate() {
            let asked = page.1.asked;
            if asked > 0 && left > 0 {
                *page = self.body(index, left);
                left = left.saturating_sub(asked);
            }
        }
        let mut targets = Vec::with_capacity(resolved.len());
        let mut linked: Vec<Vec<PageId>> = vec![Vec::new(); resolved.len()];
        let mut used_files = BTreeSet::new();
        let mut names = AskedNames::default();
        for (index, (page_targets, found)) in resolved.into_iter().enumerate() {
            let from = PageId(index as u32);
            for target in &page_targets {
                match target {
                    LinkTarget::Page(to, _) if *to != from => {
                        let linked = &mut linked[to.index()];
                        if linked.last() != Some(&from) {
                            linked.push(from);
                        }
                    }
                    LinkTarget::File(url, _, _) => {
                        used_files.insert(url.clone());
                    }
                    // The site's own files may be named by whole addresses.
                    LinkTarget::External(written) => used_files.extend(self.copied(written)),
                    _ => {}
                }
            }
            targets.push(page_targets);
            names.extend(found.names);
            diagnostics.extend(found.list);
        }
        let backlinks = linked
            .into_iter()
            .map(|mut from| {
                from.sort_by(|a, b| self.known.urls[a.index()].cmp(&self.known.urls[b.index()]));
                from
            })
            .collect();
        Resolved {
            targets,
            backlinks,
            used_files,
            names,
        }
    }

    /// Resolves the links of one page; `most` of those that lead nowhere are given the nearest name.
    fn body(&self, index: usize, most: usize) -> (Vec<LinkTarget>, Findings) {
        let id = PageId(index as u32);
        let page = &self.known.pages[index].page;
        let mut found = Findings {
            left: most,
            ..Findings::default()
        };
        let recordings = embeds::recordings(&page.body.parts);
        let links = page.body.links.iter().enumerate();
        let targets = links
            .map(|(number, link)| {
                let span = page.spans.links.get(number).copied().unwrap_or_default();
                let target = self.link(id, link, span, &mut found);
                if let LinkTarget::External(written) = &target
                    && !recordings.contains(&(number as u32))
                {
                    let place = Place::at(&page.path, span);
                    let told = embeds::check(link.kind, written, &place, self.known.config);
                    found.list.extend(told);
                }
                target
            })
            .collect();
        (targets, found)
    }

    /// The target of one link.
    fn link(&self, from: PageId, link: &LinkRef, span: Span, found: &mut Findings) -> LinkTarget {
        let page = &self.known.pages[from.index()];
        let place = Place::at(&page.page.path, span);
        if link.kind == LinkKind::Wikilink {
            return self.wikilink(from, &link.target, place, found);
        }
        let mut written: &str = link.target.trim();
        if is_external(written) && !is_on_a_disk(written) {
            // A whole address of the site itself is looked up like any other of its own.
            match own(written, self.known.config.base_url.as_deref()) {
                Some(inside) => written = inside,
                None => return LinkTarget::External(written.into()),
            }
        }
        let (path, suffix) = split_suffix(written);
        if path.is_empty() {
            return LinkTarget::Here(self.anchored(from, suffix, &place, found));
        }
        match self.find(from, path) {
            Some(Target::Page(to)) => {
                LinkTarget::Page(to, self.anchored(to, suffix, &place, found))
            }
            Some(Target::Inside(url)) => LinkTarget::Inside(url, suffix.into()),
            Some(Target::File(file)) if file.is_prepared() => {
                LinkTarget::Picture(file.source.path.clone())
            }
            Some(Target::File(file)) if file.is_refused() => {
                found.push(file.refusal(place));
                LinkTarget::Missing(written.into())
            }
            Some(Target::File(file)) => LinkTarget::File(
                file.url.as_str().into(),
                suffix.into(),
                file.source.dimensions(),
            ),
            None => {
                let suggest = found.may_suggest();
                found.push(self.missing(from, path, link.kind, place, suggest));
                LinkTarget::Missing(written.into())
            }
        }
    }

    /// What a path names, seen from a page: a Markdown file, another file, or an address.
    fn find(&self, from: PageId, path: &str) -> Option<Target<'_>> {
        let page = &self.known.pages[from.index()];
        let decoded = path::decode(path);
        if let Some(inside) = decoded.strip_prefix('/') {
            return self.address(&format!("/{inside}"));
        }
        let file = join(page.page.path.folder(), &decoded)?;
        if let Some(source) = self.by_source.get(file.as_str()) {
            return Some(Target::File(source));
        }
        if let Some(target) = self.markdown(&file, &page.page.lang) {
            return Some(target);
        }
        let url = &self.known.urls[from.index()];
        let address = join(url.as_str().trim_matches('/'), &decoded)?;
        self.address(&format!("/{address}"))
    }

    /// The page of a Markdown file, in the reader's language where it has one; a folder stands for its section.
    fn markdown(&self, file: &str, lang: &str) -> Option<Target<'_>> {
        let catalogue = self.known.catalogue;
        let ends: &[&str] = match markdown_stem(file).is_some() {
            true => &[""],
            false => &["/_index.md", "/index.md"],
        };
        ends.iter().find_map(|end| {
            let candidate = format!("{file}{end}");
            let id = catalogue.by_path(&candidate).or_else(|| {
                // The same page may exist in the reader's language only, so its other files are asked for too.
                let stem = markdown_stem(&candidate).unwrap_or(&candidate);
                let mut languages = self.known.config.languages.keys();
                languages.find_map(|lang| catalogue.by_path(&format!("{stem}.{lang}.md")))
            })?;
            Some(Target::Page(catalogue.in_language(id, lang).unwrap_or(id)))
        })
    }

    /// What stands at an address of the site.
    fn address(&self, address: &str) -> Option<Target<'_>> {
        let (url, holder) = self.known.registry.find(address)?;
        Some(match holder {
            Holder::File(Kind::Page, number) => {
                let route = &self.known.routes[number as usize];
                match route.page.filter(|_| route.number == 1) {
                    Some(page) => Target::Page(page),
                    None => Target::Inside(url),
                }
            }
            Holder::File(Kind::Copy, number) => Target::File(&self.known.files[number as usize]),
            Holder::File(..) | Holder::Redirect => Target::Inside(url),
        })
    }

    fn wikilink(
        &self,
        from: PageId,
        target: &str,
        place: Place,
        found: &mut Findings,
    ) -> LinkTarget {
        let page = &self.known.pages[from.index()];
        let (name, suffix) = split_suffix(target);
        // `[[#what]]` names a place on the page itself.
        if name.trim().is_empty() {
            return LinkTarget::Page(from, self.anchored(from, suffix, &place, found));
        }
        let known = &self.known;
        let lookup = known
            .catalogue
            .by_name(name, &page.page.lang, known.pages, &mut found.names);
        match lookup {
            Found::One(to) => LinkTarget::Page(to, self.anchored(to, suffix, &place, found)),
            Found::Several(several) => {
                let mut diagnostic = Diagnostic::new(
                    &codes::LINK_AMBIGUOUS,
                    place,
                    format!("`[[{name}]]` could mean {} pages", several.len()),
                )
                .help("write the path below `content/`, such as `[[themes/trust]]`");
                for id in several.into_iter().take(MOST_NAMED) {
                    let page = &self.known.pages[id.index()];
                    diagnostic = diagnostic
                        .related(Place::file(&page.page.path), format!("“{}”", page.title));
                }
                found.push(diagnostic);
                LinkTarget::Missing(target.into())
            }
            Found::Nothing => {
                let known = self.known.pages.iter();
                let names = known.flat_map(|page| [&*page.page.place.name, &*page.title]);
                let nearest = || suggest::did_you_mean(name, names);
                let may_suggest = found.may_suggest();
                found.push(
                    Diagnostic::new(
                        &codes::LINK_MISSING_TARGET,
                        place,
                        format!("there is no page called {}", spelt(name)),
                    )
                    .help("name a page by its file, its id or its title, as in `[[trust]]`")
                    .maybe_help(
                        self.held_reason(name)
                            .or_else(|| may_suggest.then(nearest).flatten()),
                    ),
                );
                LinkTarget::Missing(target.into())
            }
        }
    }

    /// The `?query#anchor` of a link to a page, its anchor as the page spells it. One that the page does not have is reported.
    fn anchored(&self, to: PageId, suffix: &str, place: &Place, found: &mut Findings) -> Arc<str> {
        let Some((query, written)) = suffix.split_once('#') else {
            return suffix.into();
        };
        // What follows `:~:` names words to be marked, and no place of the page (the Text Fragments draft).
        let written = written.split(":~:").next().unwrap_or_default();
        let anchor = path::decode(written);
        if anchor.is_empty() || anchor == "top" {
            return suffix.into();
        }
        let target = &self.known.pages[to.index()];
        let outline = &target.page.outline;
        let anchors = self.anchors[to.index()].get_or_init(|| Anchors::of(outline));
        if anchors.has(&anchor) {
            return suffix.into();
        }
        if let Some(heading) = anchors.meant(&anchor, outline) {
            found.push(
                Diagnostic::new(
                    &codes::LINK_ANCHOR_SPELLING,
                    place.clone(),
                    format!(
                        "the place `#{anchor}` of the page “{}” is spelt `#{}`",
                        target.title, heading.id
                    ),
                )
                .help(format!("write `#{}`", heading.id)),
            );
            return format!("{query}#{}", heading.id).into();
        }
        let known = || {
            let headings = outline.headings.iter().map(|heading| &heading.id);
            headings.chain(&outline.ids).map(|id| &**id)
        };
        let nearest = || suggest::did_you_mean(&anchor, known());
        let may_suggest = found.may_suggest();
        let help = may_suggest.then(nearest).flatten().unwrap_or_else(|| {
            "link to one of the page's headings, or give the heading an id: `## Words {#words}`"
                .into()
        });
        found.push(
            Diagnostic::new(
                &codes::LINK_MISSING_ANCHOR,
                place.clone(),
                format!(
                    "the page “{}” has no place called `#{anchor}`",
                    target.title
                ),
            )
            .help(help)
            .related(Place::file(&target.page.path), "the page it leads to"),
        );
        suffix.into()
    }

    /// The finding for a path that names nothing.
    fn missing(
        &self,
        from: PageId,
        path: &str,
        kind: LinkKind,
        place: Place,
        suggest: bool,
    ) -> Diagnostic {
        let what = match kind {
            LinkKind::Image => "picture",
            LinkKind::File => "file",
            LinkKind::Link | LinkKind::Wikilink => "page or file",
        };
        Diagnostic::new(
            &codes::LINK_MISSING_TARGET,
            place,
            format!("there is no {what} at `{path}`"),
        )
        .help(self.suggestion(from, path, kind, suggest))
    }

    /// What to do about a path that names nothing: why it is held back, or the nearest that exists when one may be looked for.
    fn suggestion(&self, from: PageId, path: &str, kind: LinkKind, suggest: bool) -> String {
        let page = &self.known.pages[from.index()];
        let decoded = path::decode(path);
        if let Some(meant) = elsewhere(&decoded) {
            return meant;
        }
        if decoded.starts_with('/') {
            let nearest = || suggest::did_you_mean(&decoded, self.known.registry.addresses());
            return suggest
                .then(nearest)
                .flatten()
                .or_else(|| self.held_reason(&decoded))
                .unwrap_or_else(|| {
                    "an address inside the site begins with `/` and a section: `/stories/`".into()
                });
        }
        let Some(file) = join(page.page.path.folder(), &decoded) else {
            return "the path climbs out of the site".into();
        };
        if let Some(reason) = self
            .withheld
            .file(&file)
            .or_else(|| self.held_reason(&file))
        {
            return reason;
        }
        let nothing = || format!("the path leads to `{file}`, which does not exist");
        if !suggest {
            return nothing();
        }
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let name = file.rsplit('/').next().unwrap_or_default();
        let here: HashSet<&str> = self
            .known
            .pages
            .iter()
            .map(|page| &page.page.path)
            .chain(self.known.files.iter().map(|file| &file.source.path))
            .filter(|path| path.folder() == folder)
            .map(SitePath::file_name)
            .collect();
        let mut here: Vec<&str> = here.into_iter().collect();
        here.sort_unstable();
        suggest::did_you_mean(name, here)
            .or_else(|| self.same_name_elsewhere(page.page.path.folder(), &file, name))
            .or_else(|| {
                (kind == LinkKind::Image)
                    .then(|| self.pictures_of(folder))
                    .flatten()
            })
            .unwrap_or_else(nothing)
    }

    /// Which pictures a folder has, for somebody who named one that it has not.
    fn pictures_of(&self, folder: &str) -> Option<String> {
        let mut names = pictures_in(self.known.files, folder);
        let more = names.len().saturating_sub(MOST_NAMED);
        names.truncate(MOST_NAMED);
        let and = match more {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let named: Vec<String> = names.into_iter().map(code).collect();
        (!named.is_empty()).then(|| format!("the pictures beside it are {}{and}", named.join(", ")))
    }

    /// A file of the same name in the folder whose name is nearest, as a path from `folder`.
    fn same_name_elsewhere(&self, folder: &str, wanted: &str, name: &str) -> Option<String> {
        let pages = self.known.pages.iter().map(|page| &page.page.path);
        let files = self.known.files.iter().map(|file| &file.source.path);
        let elsewhere: Vec<&str> = pages
            .chain(files)
            .filter(|path| path.file_name() == name && path.as_str().starts_with("content/"))
            .map(SitePath::as_str)
            .collect();
        let nearest = suggest::nearest(wanted, elsewhere.iter().copied())?;
        let relative = relative(folder, nearest);
        Some(format!("did you mean `{relative}`?"))
    }

    /// Why a page is not there, when it was held back.
    pub(super) fn held_reason(&self, name: &str) -> Option<String> {
        self.withheld.page(name)
    }

    /// The address of a copied file of `content/` that stands at an address of the site, whole or beginning with `/`.
    pub(super) fn copied(&self, address: &str) -> Option<Arc<str>> {
        let (path, _) = split_suffix(address.trim());
        let inside = inside(path, self.known.config.base_url.as_deref())?;
        let Target::File(file) = self.address(&path::decode(inside))? else {
            return None;
        };
        let is_copied = file.is_of_content() && !file.is_prepared() && !file.is_refused();
        is_copied.then(|| file.url.as_str().into())
    }

    /// The file that a field of a page names, if there is one.
    ///
    /// # Errors
    ///
    /// When it is a file that could run, and lies where none is published from.
    pub(super) fn file(
        &self,
        from: PageId,
        written: &str,
    ) -> Result<Option<FileReference>, &PublishedFile> {
        if is_external(written) {
            return Ok(Some(FileReference {
                url: written.into(),
                external: true,
                bytes: None,
                dimensions: None,
                picture: None,
                is_own: false,
            }));
        }
        match self.find(from, written) {
            Some(Target::File(file)) if file.is_refused() => Err(file),
            Some(Target::File(file)) => Ok(Some(FileReference {
                url: file.url.as_str().into(),
                external: false,
                bytes: Some(file.source.size),
                dimensions: file.source.dimensions(),
                picture: file.is_prepared().then(|| file.source.path.clone()),
                is_own: false,
            })),
            Some(Target::Page(_) | Target::Inside(_)) | None => Ok(None),
        }
    }

    /// The finding for a field that names no file.
    pub(super) fn missing_file(
        &self,
        from: PageId,
        written: &str,
        place: Place,
        suggest: bool,
    ) -> Diagnostic {
        self.missing(from, written, LinkKind::File, place, suggest)
    }
}

enum Target<'a> {
    Page(PageId),
    Inside(Arc<str>),
    File(&'a PublishedFile),
}
