//! Feeds: the newest pages of a list, as Atom and as JSON Feed.

use std::sync::Arc;

use crate::files::Artifact;
use crate::formats::{absolute, feed};
use crate::site::{ListingId, PageId};

use super::{Outputs, text};

impl Outputs {
    /// A listing's feed in both forms; nothing when it has none.
    pub(super) fn feed(&self, listing: ListingId) -> Vec<Artifact> {
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
}
