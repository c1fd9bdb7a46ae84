//! What a preview shows at one moment: the last site that could be built, and what stands in the way of the next.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;

use crate::files::{Artifact, FileBytes};
use crate::read;

use super::headers::HeaderRules;
use super::redirects::RedirectRules;

/// What a preview shows. It is made whole by each build and never changed.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// The number of this state, so that a page knows whether it is out of date.
    pub version: u64,
    /// The files of the last good build.
    pub site: Option<Arc<SiteFiles>>,
    /// The findings that keep the site as it is, as plain text.
    pub errors: Option<Arc<str>>,
}

/// The files of one build, by path.
#[derive(Debug, Default)]
pub struct SiteFiles {
    files: BTreeMap<String, Artifact>,
    /// Which artifacts these are, to see whether a build changed anything.
    marks: Vec<Mark>,
    /// The headers that the host would send.
    pub headers: HeaderRules,
    /// The redirects that the host would follow.
    pub redirects: RedirectRules,
}

/// What tells one state of a file from another without reading it.
type Mark = (String, Option<String>, Option<(u64, Option<SystemTime>)>);

impl SiteFiles {
    /// The files of a build.
    pub fn new(artifacts: Vec<Artifact>) -> Self {
        let marks = artifacts.iter().map(mark).collect();
        let files: BTreeMap<String, Artifact> = artifacts
            .into_iter()
            .map(|artifact| (artifact.path.as_str().to_owned(), artifact))
            .collect();
        let text = |path: &str| {
            files
                .get(path)
                .and_then(|artifact| read::bytes(&artifact.bytes).ok())
                .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
                .unwrap_or_default()
        };
        Self {
            headers: HeaderRules::parse(&text("_headers")),
            redirects: RedirectRules::parse(&text("_redirects")),
            files,
            marks,
        }
    }

    /// The file at a path of the output.
    pub fn get(&self, path: &str) -> Option<&Artifact> {
        self.files.get(path)
    }

    /// Whether two builds made the same files, the record of the build apart.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.marks == other.marks
    }
}

fn mark(artifact: &Artifact) -> Mark {
    let path = artifact.path.as_str().to_owned();
    if path == "build.json" {
        return (path, None, None);
    }
    let state = match &artifact.bytes {
        FileBytes::Memory(_) => None,
        FileBytes::Disk(disk) => std::fs::metadata(disk)
            .ok()
            .map(|metadata| (metadata.len(), metadata.modified().ok())),
    };
    (path, artifact.hash.map(|hash| hash.to_string()), state)
}

impl Shown {
    /// The state after a build that could be made.
    #[must_use]
    pub fn with_site(&self, site: SiteFiles) -> Self {
        let is_same =
            self.errors.is_none() && self.site.as_ref().is_some_and(|old| old.is_same_as(&site));
        Self {
            version: self.version + u64::from(!is_same),
            site: Some(Arc::new(site)),
            errors: None,
        }
    }

    /// The state after a build that could not be made: the last good site stays.
    #[must_use]
    pub fn with_errors(&self, errors: &str) -> Self {
        let is_same = self.errors.as_deref() == Some(errors);
        Self {
            version: self.version + u64::from(!is_same),
            site: self.site.clone(),
            errors: Some(errors.into()),
        }
    }
}
