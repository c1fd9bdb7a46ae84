//! Links to other sites: which there are, what is asked of the other sites, and what their answers mean for an author.
//!
//! It reaches no network and knows no clock: the command line hands in a [`Network`] and the time. It asks only what it must,
//! and calls a link broken only where the other site says so: a site that turns a program away has told nothing.

mod ask;
mod findings;
mod known;
mod links;
mod reach;

pub use ask::{Answer, Method, Network, Reply, Trouble, Unclear, ask};
pub use findings::findings;
pub use known::Known;
pub use links::{ExternalLink, links};
pub use reach::is_public;

#[cfg(test)]
mod tests;
