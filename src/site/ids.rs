//! The numbers by which pages and routes of one assembled site are known. They mean nothing to another site.

/// A page of the site, by number: its place in [`Site::pages`](super::Site::pages).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub u32);

/// A route of the site, by number: its place in [`Structure::routes`](super::Structure::routes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RouteId(pub u32);

impl PageId {
    /// Its place in a list that holds one thing for each page.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl RouteId {
    /// Its place in a list that holds one thing for each route.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A listing, by number: its place in [`super::Structure::listings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListingId(pub u32);

impl ListingId {
    /// Its place in a list that holds one thing for each listing.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
