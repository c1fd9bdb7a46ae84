//! The assemble stage: all admitted pages to one site.
//!
//! It gives every page its address, its place among the others and the target of each of its links, and finds what only the
//! whole can show: collisions, missing targets, unknown terms. It renders nothing and reads nothing.

pub mod address;
mod anchors;
mod assembly;
mod attachments;
pub mod catalogue;
mod edited;
mod embeds;
pub mod files;
mod ids;
pub mod links;
pub mod listing;
mod mentions;
pub mod menus;
mod naming;
pub mod order;
pub mod outputs;
pub mod pictures;
mod portable;
mod redirects;
pub mod references;
pub mod registry;
pub mod related;
mod route;
mod route_key;
mod routes;
mod structure;
pub mod taxonomy;
mod term;
mod unshown;
pub mod versions;
mod withheld;
mod written;

pub use assembly::assemble;
pub use files::PublishedFile;
pub use ids::{ListingId, PageId, RouteId};
pub use links::LinkTarget;
pub use listing::Listing;
pub use pictures::Picture;
pub use references::ResolvedRefs;
pub use registry::Registry;
pub use route::{Route, RouteKind};
pub use route_key::RouteKey;
pub use routes::RoutesByKey;
pub use structure::{Relations, Site, Structure};
pub use term::{PageTerms, Term, TermId};
