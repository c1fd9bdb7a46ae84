//! The files that are copied: those of bundles, those that pages of a section use, those of `static/`.
//!
//! A file of a bundle is published only while its page is: nothing of a page that was held back reaches the output.
//! A picture below `content/` has an address here, by which pages may name it, and is never copied to it (`pictures`).

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::admit::{Admitted, AdmittedFiles};
use crate::config::Config;
use crate::files::AssetFile;
use crate::hash::Table;
use crate::path::{OutputPath, SitePath, UrlPath};

use super::address::Segments;

/// A file that is copied into the output.
#[derive(Clone, Debug)]
pub struct PublishedFile {
    /// The file.
    pub source: AssetFile,
    /// Its address.
    pub url: UrlPath,
    /// Whether it is published even when nothing names it.
    pub always: bool,
}

impl PublishedFile {
    /// Where it lies in the output.
    pub fn output(&self) -> OutputPath {
        self.url.output()
    }

    /// Whether it is a picture that is prepared, and not copied: those of `static/` are copied.
    pub fn is_prepared(&self) -> bool {
        self.source.picture.is_some() && self.source.path.as_str().starts_with("content/")
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

/// Every file that may be published, with its address.
pub(super) fn published(
    pages: &[Admitted],
    urls: &[UrlPath],
    segments: &Segments,
    files: &AdmittedFiles,
    config: &Config,
) -> Vec<PublishedFile> {
    let mut bundles: Table<&str, &UrlPath> = Table::default();
    let default = config.default_language();
    for (page, url) in pages.iter().zip(urls) {
        if page.page.place.bundle {
            let folder = page.page.path.folder();
            if page.page.lang == *default {
                bundles.insert(folder, url);
            } else {
                bundles.entry(folder).or_insert(url);
            }
        }
    }
    let bundle_folders: BTreeSet<&str> = files
        .content
        .iter()
        .filter(|path| is_bundle_file(path, config))
        .map(SitePath::folder)
        .collect();
    let mut published: Vec<PublishedFile> = Vec::new();
    for file in &files.attachments {
        if let Some((url, always)) =
            attachment_url(file, &bundles, &bundle_folders, segments, config)
        {
            published.push(PublishedFile {
                source: file.clone(),
                url,
                always,
            });
        }
    }
    for file in &files.statics {
        let below = file
            .path
            .as_str()
            .strip_prefix("static/")
            .unwrap_or(file.path.as_str());
        published.push(PublishedFile {
            source: file.clone(),
            url: UrlPath::new(below),
            always: true,
        });
    }
    published.sort_by(|a, b| {
        a.url
            .cmp(&b.url)
            .then_with(|| a.source.path.cmp(&b.source.path))
    });
    published
}

/// Whether a Markdown file makes its folder a bundle: `index.md`, `index.cy.md`.
fn is_bundle_file(path: &SitePath, config: &Config) -> bool {
    let Some(name) = path.file_name().strip_suffix(".md") else {
        return false;
    };
    name == "index"
        || name
            .strip_prefix("index.")
            .is_some_and(|lang| config.languages.contains_key(lang))
}

/// The address of a file of `content/`, and whether it is published unasked; none while its bundle is held back.
fn attachment_url(
    file: &AssetFile,
    bundles: &Table<&str, &UrlPath>,
    bundle_folders: &BTreeSet<&str>,
    segments: &Segments,
    config: &Config,
) -> Option<(UrlPath, bool)> {
    let path = file.path.as_str();
    let mut folder = file.path.folder();
    loop {
        let below = &path[folder.len() + 1..];
        if let Some(url) = bundles.get(folder) {
            return Some((UrlPath::new(&format!("{url}{below}")), true));
        }
        if bundle_folders.contains(folder) {
            return None;
        }
        match folder.rsplit_once('/') {
            Some((above, _)) => folder = above,
            None => break,
        }
    }
    let inside = file
        .path
        .folder()
        .strip_prefix("content")
        .unwrap_or_default()
        .trim_start_matches('/');
    let url = segments.address(config.default_language(), inside, config);
    Some((
        UrlPath::new(&format!("{url}{}", file.path.file_name())),
        false,
    ))
}

/// Leaves out the files of sections that nothing names, and pictures; `used` are the addresses that bodies and fields name.
pub(super) fn keep_used(
    published: Vec<PublishedFile>,
    used: &BTreeSet<Arc<str>>,
) -> Vec<PublishedFile> {
    published
        .into_iter()
        .filter(|file| !file.is_prepared())
        .filter(|file| file.always || used.contains(file.url.as_str()))
        .collect()
}
