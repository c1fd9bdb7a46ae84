//! What a preview shows at one moment: the last site that could be made, and what stands in the way of the next.

use std::fmt::Debug;
use std::sync::Arc;

use hyper::body::Bytes;

use super::headers::HeaderRules;
use super::redirects::RedirectRules;

/// What a file of a site holds.
#[derive(Debug)]
pub enum Content {
    /// Bytes that are held for all who ask.
    Held(Bytes),
    /// An open file of the disk, to be read in pieces.
    File(std::fs::File),
}

/// The files of a site, each made when it is asked for.
pub trait SiteFiles: Debug + Send + Sync {
    /// Whether there is a file at a path of the output.
    fn has(&self, path: &str) -> bool;

    /// What the file at a path of the output holds; in the place of what cannot be made, why, as a part of a page of HTML.
    fn get(&self, path: &str) -> Option<Result<Content, String>>;

    /// A number that is another when a file that is copied as it is has changed.
    fn copies(&self) -> u64;
}

/// What a preview shows. It is made whole at each change and never changed itself.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// The last site that could be made.
    pub site: Option<Arc<Site>>,
    /// The findings that keep the site as it is, as a part of a page of HTML.
    pub errors: Option<Arc<str>>,
}

/// A site and what its host is told to do with it.
#[derive(Debug)]
pub struct Site {
    /// Its files.
    pub files: Arc<dyn SiteFiles>,
    /// The headers that the host would send.
    pub headers: HeaderRules,
    /// The redirects that the host would follow.
    pub redirects: RedirectRules,
}

impl Site {
    /// Reads what the host of these files is told.
    pub fn new(files: Arc<dyn SiteFiles>) -> Self {
        let text = |path: &str| match files.get(path) {
            Some(Ok(Content::Held(bytes))) => String::from_utf8_lossy(&bytes).into_owned(),
            // What the host is told is made, never copied.
            _ => String::new(),
        };
        Self {
            headers: HeaderRules::parse(&text("_headers")),
            redirects: RedirectRules::parse(&text("_redirects")),
            files,
        }
    }
}

impl Shown {
    /// The state once a site could be made.
    #[must_use]
    pub fn with_site(site: Site) -> Self {
        Self {
            site: Some(Arc::new(site)),
            errors: None,
        }
    }

    /// The state when the next site could not be made: the last good one stays.
    #[must_use]
    pub fn with_errors(&self, errors: &str) -> Self {
        Self {
            site: self.site.clone(),
            errors: Some(errors.into()),
        }
    }
}
