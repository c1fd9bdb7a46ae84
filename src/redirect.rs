//! A redirect: an old address, where it leads, and where an author wrote that.
//!
//! The one type for redirects of `site.yaml`, aliases of pages and terms that were replaced. It knows nothing of hosts, and judges
//! nothing: what an address may be, `formats::redirects` says of all of them alike.

use std::sync::Arc;

use crate::diagnostic::Place;

/// One redirect as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The old address, inside the site: of a page (`/old/`), or a pattern that only a host can follow (`/old/*`).
    pub from: Arc<str>,
    /// The new one: inside the site, or whole (`https://…`). `:splat` stands for what `*` matched.
    pub to: Arc<str>,
    /// The HTTP status: 301 unless the author says otherwise.
    pub status: u16,
    /// Where it was written.
    pub place: Place,
    /// Where the new address was.
    pub to_place: Place,
    /// Where the status was; where the old address was, when none was written.
    pub status_place: Place,
}

impl Redirect {
    /// A permanent redirect that is written in one place.
    pub fn permanent(from: Arc<str>, to: Arc<str>, place: Place) -> Self {
        Self {
            from,
            to,
            status: 301,
            to_place: place.clone(),
            status_place: place.clone(),
            place,
        }
    }

    /// Whether its old address is a pattern that only a host can follow.
    pub fn is_pattern(&self) -> bool {
        self.from.contains(['*', ':'])
    }
}
