//! A site as somebody works on it: held in memory, following its folder, shown file by file.
//!
//! `serve` shows it to a browser; an editor can hold it as well. It knows no terminal, no socket and no clock.

mod background;
mod edition_files;
mod live_site;
mod search_files;

pub use live_site::{LiveSite, Patience, Refreshed};
