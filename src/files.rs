//! A site's files as they were read: the only thing that the pipeline knows of a disk.
//!
//! `read` makes one from a folder; tests make one from text. Markdown, YAML and templates are held whole; other files stay
//! where they are until they are copied, or prepared as pictures.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::hash::ContentHash;
use crate::images::{self, Head};
use crate::metadata::{self, Metadata};
use crate::path::SitePath;
use crate::runnable;
use crate::source::SourceFile;

/// Every file of a site, each list in the order of its paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// `site.yaml`; none when the folder has none.
    pub config: Option<SourceFile>,
    /// The Markdown files below `content/`.
    pub content: Vec<SourceFile>,
    /// The other files below `content/`: images and files of bundles and sections.
    pub attachments: Vec<AssetFile>,
    /// The files below `static/`.
    pub statics: Vec<AssetFile>,
    /// The files below `themes/`, whole.
    pub themes: Vec<ThemeFile>,
    /// The YAML, JSON and CSV files below `data/`.
    pub data: Vec<SourceFile>,
}

impl Files {
    /// The texts of the files that these findings point into.
    pub fn texts(&self, found: &[Diagnostic]) -> BTreeMap<SitePath, Arc<str>> {
        let named: BTreeSet<&SitePath> = found
            .iter()
            .flat_map(|found| {
                let related = found.related.iter().map(|label| &label.place);
                related.chain([&found.place])
            })
            .map(|place| &place.file)
            .collect();
        let sources = self.config.iter().chain(&self.content).chain(&self.data);
        let themes = self.themes.iter().filter_map(|file| {
            let text = std::str::from_utf8(&file.bytes).ok()?;
            named
                .contains(&file.path)
                .then(|| (file.path.clone(), text.into()))
        });
        sources
            .filter(|source| named.contains(&source.path))
            .map(|source| (source.path.clone(), source.text.get().into()))
            .chain(themes)
            .collect()
    }
}

/// A file that is copied, not read as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetFile {
    /// Where it lies in the site.
    pub path: SitePath,
    /// Its bytes.
    pub bytes: FileBytes,
    /// Its size in bytes when it was listed.
    pub size: u64,
    /// What it says of itself, when its bytes or its extension say that it is a picture.
    pub picture: Option<Arc<Head>>,
    /// Whether a browser or a host may run it.
    pub may_run: bool,
    /// What it tells besides what it shows, when it may be copied as it is.
    pub metadata: Option<Metadata>,
}

/// How much of a picture is read that is not decoded, or is too large to be: enough for the size that it says it has.
const PICTURE_HEAD_BYTES: u64 = 128 * 1024;

/// How much of any file is read to see what it is.
const START_BYTES: u64 = 4 * 1024;

impl AssetFile {
    /// A file of this size whose bytes `source` gives: it is looked at for what it is.
    ///
    /// Of most files the first bytes are read and no more. A picture that can be decoded is read whole, for its hash; a
    /// document, a recording or an archive at the places where it may tell more than it shows.
    ///
    /// # Errors
    ///
    /// When the first bytes, or a picture, cannot be read.
    pub fn look(
        path: SitePath,
        bytes: FileBytes,
        size: u64,
        source: &mut (impl Read + Seek),
    ) -> io::Result<Self> {
        let extension = path
            .file_name()
            .rsplit_once('.')
            .map(|(_, extension)| extension.to_ascii_lowercase())
            .unwrap_or_default();
        let mut start = first(source, START_BYTES)?;
        if images::begins_as_markup(&start) {
            start = first(source, images::SIGNATURE_BYTES as u64)?;
        }
        let format = images::format(&start);
        let picture = match (format, images::is_picture(&extension)) {
            (None, false) => None,
            (Some(format), _) if format.is_read() && size <= images::MOST_BYTES => {
                let whole = first(source, u64::MAX)?;
                Some(Arc::new(images::head(&whole, &extension)))
            }
            _ => {
                let head = first(source, PICTURE_HEAD_BYTES)?;
                Some(Arc::new(images::head(&head, &extension)))
            }
        };
        // Of a picture below `content/` only the pixels are published, whatever else it holds.
        let is_copied = picture.is_none() || !path.as_str().starts_with("content/");
        Ok(Self {
            may_run: picture.is_none() && runnable::may_run(path.file_name(), &start),
            metadata: is_copied
                .then(|| metadata::read(source, size, format.is_some()))
                .flatten(),
            path,
            bytes,
            size,
            picture,
        })
    }

    /// A file that is in memory.
    pub fn in_memory(path: SitePath, bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self::look(
            path,
            FileBytes::Memory(bytes.clone()),
            bytes.len() as u64,
            &mut Cursor::new(bytes),
        )
        .expect("memory can be read")
    }

    /// Width and height in pixels, when it is a picture whose head says so.
    pub fn dimensions(&self) -> Option<(u32, u32)> {
        self.picture.as_ref()?.size
    }
}

/// The first bytes of a file.
fn first(source: &mut (impl Read + Seek), most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.rewind()?;
    source.by_ref().take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file of a theme (look), held whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// Where it lies in the site: `themes/hearth/templates/page.html`.
    pub path: SitePath,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// Where a file's bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileBytes {
    /// On the disk, at this path.
    Disk(PathBuf),
    /// In memory.
    Memory(Arc<[u8]>),
}

/// One file of the output.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Where it lies in the output.
    pub path: crate::path::OutputPath,
    /// Its bytes.
    pub bytes: FileBytes,
    /// The hash of its bytes; none for a file that is copied from the disk, which is hashed when it is.
    pub hash: Option<ContentHash>,
}

/// Takes files of the output as they are made, from many threads.
pub type Sink<'a> = &'a (dyn Fn(Artifact) + Sync);

impl Artifact {
    /// An artifact from bytes made in memory.
    pub fn new(path: crate::path::OutputPath, bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self {
            path,
            hash: Some(ContentHash::of(&bytes)),
            bytes: FileBytes::Memory(bytes),
        }
    }
}
