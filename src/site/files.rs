//! The files that are copied: those of `content/` that something names, and those of `static/`.
//!
//! A file of a page that was held back does not exist for the output, whoever names it. A picture below `content/` has an address
//! here, by which pages may name it, and is never copied to it (`pictures`); nor is what could run there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::admit::{Admitted, AdmittedFiles};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::files::AssetFile;
use crate::hash::Table;
use crate::images;
use crate::path::{OutputPath, SitePath, UrlPath, markdown_stem};

use super::address::Segments;

/// A file that is copied into the output.
#[derive(Clone, Debug)]
pub struct PublishedFile {
    /// The file.
    pub source: AssetFile,
    /// Its address.
    pub url: UrlPath,
}

impl PublishedFile {
    /// Where it lies in the output.
    pub fn output(&self) -> OutputPath {
        self.url.output()
    }

    /// Whether it lies below `content/`, and so is published only when something names it.
    pub fn is_of_content(&self) -> bool {
        self.source.path.as_str().starts_with("content/")
    }

    /// Whether it is a picture that is prepared, and not copied: those of `static/` are copied.
    pub fn is_prepared(&self) -> bool {
        self.source.picture.is_some() && self.is_of_content()
    }

    /// Whether it could run and lies where nothing that could run is published from.
    pub fn is_refused(&self) -> bool {
        self.source.may_run && self.is_of_content()
    }

    /// The finding where a page names such a file.
    pub(super) fn refusal(&self, place: Place) -> Diagnostic {
        let path = self.source.path.as_str();
        let below = path.strip_prefix("content/").unwrap_or(path);
        Diagnostic::new(
            &codes::FILE_RUNS,
            place,
            format!(
                "the file `{path}` could run in a reader’s browser or on the host, and is published from `static/` or a theme (look) only"
            ),
        )
        .help(format!(
            "if it is to run with the site’s name, move it to `static/{below}` and write `/{below}`"
        ))
    }
}

/// What a file field names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReference {
    /// Its address inside the site, or a whole address elsewhere.
    pub url: Arc<str>,
    /// Whether the address lies outside the site.
    pub external: bool,
    /// Its size in bytes.
    pub bytes: Option<u64>,
    /// Width and height in pixels, of a picture.
    pub dimensions: Option<(u32, u32)>,
    /// The picture that it names, when it is one that is prepared.
    pub picture: Option<SitePath>,
    /// Whether the page names it itself; a field that is inherited has no place of its own.
    pub is_own: bool,
}

/// The files that may be published, and those that may not.
pub(super) struct Offered {
    /// Every file that may be published, with its address, in the order of the addresses.
    pub(super) files: Vec<PublishedFile>,
    /// Every file of a page that was held back, with the page's file.
    pub(super) withheld: BTreeMap<SitePath, SitePath>,
}

/// Every file of the site: those that may be published with their addresses.
pub(super) fn offered(
    pages: &[Admitted],
    urls: &[UrlPath],
    segments: &Segments,
    files: &AdmittedFiles,
    config: &Config,
) -> Offered {
    let folders = Folders::new(pages, urls, files, config);
    let mut offered = Offered {
        files: Vec::new(),
        withheld: BTreeMap::new(),
    };
    for file in &files.attachments {
        match folders.place(file, segments, config) {
            Ok(url) => offered.files.push(PublishedFile {
                source: file.clone(),
                url,
            }),
            Err(page) => {
                offered.withheld.insert(file.path.clone(), page.clone());
            }
        }
    }
    for file in &files.statics {
        let below = file
            .path
            .as_str()
            .strip_prefix("static/")
            .unwrap_or(file.path.as_str());
        offered.files.push(PublishedFile {
            source: file.clone(),
            url: UrlPath::new(below),
        });
    }
    // Of two files for one address that of `static/` comes first, and so has the address: it is published without being named.
    offered.files.sort_by(|a, b| {
        a.url
            .cmp(&b.url)
            .then_with(|| a.is_of_content().cmp(&b.is_of_content()))
            .then_with(|| a.source.path.cmp(&b.source.path))
    });
    offered
}

/// The folders of `content/` that have a page of their own: bundles and sections.
struct Folders<'a> {
    /// The address of each admitted page that is a bundle, by its folder.
    bundles: Table<&'a str, &'a UrlPath>,
    /// The folders of sections of which a page was admitted.
    sections: BTreeSet<&'a str>,
    /// The first file that makes a folder a bundle or a section.
    own_page: BTreeMap<&'a str, &'a SitePath>,
}

impl<'a> Folders<'a> {
    fn new(
        pages: &'a [Admitted],
        urls: &'a [UrlPath],
        files: &'a AdmittedFiles,
        config: &Config,
    ) -> Self {
        let mut bundles: Table<&str, &UrlPath> = Table::default();
        let mut sections = BTreeSet::new();
        let default = config.default_language();
        for (page, url) in pages.iter().zip(urls) {
            let folder = page.page.path.folder();
            if page.page.place.is_section() {
                sections.insert(folder);
            } else if page.page.place.bundle {
                if page.page.lang == *default {
                    bundles.insert(folder, url);
                } else {
                    bundles.entry(folder).or_insert(url);
                }
            }
        }
        let mut own_page = BTreeMap::new();
        for path in &files.content {
            if is_own_page(path, config) {
                own_page.entry(path.folder()).or_insert(path);
            }
        }
        Self {
            bundles,
            sections,
            own_page,
        }
    }

    /// The address of a file of `content/`; while the page of the nearest folder that has one is held back, that page.
    ///
    /// The gate has judged what lies below a section or a bundle by those above it, so the nearest is enough. What lies at the
    /// top belongs to no page: that the home page is held back says nothing about the others there.
    fn place(
        &self,
        file: &AssetFile,
        segments: &Segments,
        config: &Config,
    ) -> Result<UrlPath, &'a SitePath> {
        let path = file.path.as_str();
        let mut folder = file.path.folder();
        while let Some((above, _)) = folder.rsplit_once('/') {
            if let Some(url) = self.bundles.get(folder) {
                let below = &path[folder.len() + 1..];
                return Ok(url.beside(below));
            }
            if self.sections.contains(folder) {
                break;
            }
            if let Some(page) = self.own_page.get(folder) {
                return Err(page);
            }
            folder = above;
        }
        let inside = file
            .path
            .folder()
            .strip_prefix("content")
            .unwrap_or_default()
            .trim_start_matches('/');
        let url = segments.address(config.default_language(), inside, config);
        Ok(UrlPath::new(&format!("{url}{}", file.path.file_name())))
    }
}

/// Whether a Markdown file is the page of its folder: `index.md`, `_index.cy.md`.
fn is_own_page(path: &SitePath, config: &Config) -> bool {
    let Some(name) = markdown_stem(path.file_name()) else {
        return false;
    };
    let (stem, lang) = name.split_once('.').unwrap_or((name, ""));
    matches!(stem, "index" | "_index") && (lang.is_empty() || config.languages.contains_key(lang))
}

/// Leaves out the files below `content/` that nothing names, and those that are not copied from there.
pub(super) fn keep_used(
    offered: &[PublishedFile],
    used: &BTreeSet<Arc<str>>,
) -> Vec<PublishedFile> {
    offered
        .iter()
        .filter(|file| !file.is_prepared() && !file.is_refused())
        .filter(|file| !file.is_of_content() || used.contains(file.url.as_str()))
        .cloned()
        .collect()
}

/// The names of the pictures in a folder, in order.
pub(super) fn pictures_in<'a>(files: &'a [PublishedFile], folder: &str) -> Vec<&'a str> {
    let is_picture = |path: &&SitePath| {
        let ending = path.file_name().rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| images::is_picture(&ending.to_ascii_lowercase()))
    };
    let paths = files.iter().map(|file| &file.source.path);
    let pictures = paths
        .filter(|path| path.folder() == folder)
        .filter(is_picture);
    let mut names: Vec<&str> = pictures.map(SitePath::file_name).collect();
    names.sort_unstable();
    names
}
