//! An edition as it is shown: each file made when it is asked for. What is asked for twice at once is made once.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use hyper::body::Bytes;

use crate::diagnostic::Diagnostic;
use crate::files::{Artifact, FileBytes, Files};
use crate::pipeline::{Edition, Outputs};
use crate::read;
use crate::report::{self, Sources};
use crate::serve::shown::{Content, SiteFiles};

use super::search_files::SearchFiles;

/// The files of an edition.
#[derive(Debug)]
pub(super) struct EditionFiles {
    /// The site's folder, canonical: no file outside it is ever sent.
    folder: PathBuf,
    edition: Arc<Edition>,
    outputs: Arc<Outputs>,
    files: Arc<Files>,
    search: Arc<SearchFiles>,
    copies: u64,
    /// What is being sent, by path: who asks for the same meanwhile shares it, and waits while it is made.
    shared: Mutex<HashMap<String, Slot>>,
}

type Slot = Arc<Mutex<Weak<Made>>>;

/// The bytes of a file that was made, for as long as somebody takes them.
#[derive(Debug)]
struct Made(Arc<[u8]>);

/// [`Made`], counted by those who take it.
struct Taken(Arc<Made>);

impl AsRef<[u8]> for Taken {
    fn as_ref(&self) -> &[u8] {
        &self.0.0
    }
}

impl EditionFiles {
    /// Shows an edition that was made of `files`, which lie in `folder`; none when no page of it can be made.
    pub(super) fn new(
        folder: &Path,
        edition: Arc<Edition>,
        files: Arc<Files>,
        search: Arc<SearchFiles>,
    ) -> Option<Self> {
        let outputs = edition.outputs()?.clone();
        Some(Self {
            copies: state_of_copies(&outputs),
            edition,
            outputs,
            files,
            search,
            folder: folder.to_path_buf(),
            shared: Mutex::default(),
        })
    }

    /// The files of the search, when a path is one of theirs.
    fn searched(&self, path: &str) -> Option<Arc<HashMap<String, Artifact>>> {
        let is_asked = self.outputs.site().config.search && path.starts_with("search/");
        is_asked.then(|| self.search.wait())
    }

    fn made(&self, path: &str) -> Option<Result<Artifact, Diagnostic>> {
        if let Some(artifact) = self
            .searched(path)
            .and_then(|files| files.get(path).cloned())
        {
            return Some(Ok(artifact));
        }
        self.outputs.file(path)
    }

    fn explain(&self, found: Diagnostic) -> String {
        let found = [found];
        let texts = self.edition.sources(&self.files, &found);
        report::html::render(&found, &Sources::new(&texts))
    }
}

impl SiteFiles for EditionFiles {
    fn has(&self, path: &str) -> bool {
        self.outputs.has(path)
            || self
                .searched(path)
                .is_some_and(|files| files.contains_key(path))
    }

    fn get(&self, path: &str) -> Option<Result<Content, String>> {
        let slot = {
            let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
            shared.entry(path.to_owned()).or_default().clone()
        };
        let mut made = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = made.upgrade() {
            return Some(Ok(Content::Held(Bytes::from_owner(Taken(made)))));
        }
        let artifact = match self.made(path)? {
            Ok(artifact) => artifact,
            Err(found) => return Some(Err(self.explain(found))),
        };
        Some(match artifact.bytes {
            FileBytes::Memory(bytes) => {
                let bytes = Arc::new(Made(bytes));
                *made = Arc::downgrade(&bytes);
                Ok(Content::Held(Bytes::from_owner(Taken(bytes))))
            }
            FileBytes::Disk(disk) => read::open_inside(&self.folder, &disk)
                .map(Content::File)
                .map_err(|error| report::html::paragraph(&format!("`{}`: {error}", artifact.path))),
        })
    }

    fn copies(&self) -> u64 {
        self.copies
    }
}

/// A number for the sizes and times of the files that are copied.
fn state_of_copies(outputs: &Outputs) -> u64 {
    let mut hasher = DefaultHasher::new();
    for file in &outputs.site().files {
        file.url.hash(&mut hasher);
        match &file.source.bytes {
            FileBytes::Memory(bytes) => bytes.hash(&mut hasher),
            FileBytes::Disk(disk) => read::size_and_time(disk).hash(&mut hasher),
        }
    }
    hasher.finish()
}
