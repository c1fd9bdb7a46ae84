//! The preview: a site held in memory, shown on this machine as its host would show it, and made anew at every change.
//!
//! It serves what a build would write. What only a preview needs, the script that reloads the page, is put in at the boundary
//! to HTTP and nowhere before.

pub mod body;
pub mod caller;
pub mod conditions;
pub mod headers;
pub mod http;
pub mod redirects;
pub mod respond;
pub mod shown;
mod stream;
pub mod watch;

pub use shown::Shown;
