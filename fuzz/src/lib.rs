//! What must hold of Alongside whatever it is given.
//!
//! Each function takes bytes that nobody wrote, hands them to a stage, and panics when something does not hold of what comes back.
//! libFuzzer calls them (`fuzz_targets/`), and so does `tests/fuzz.rs`, over the seeds and a fixed number of changes to them.
//! Nothing here measures time: libFuzzer's own limit finds what does not end, and `benches/bad_input` measures the rest.

mod addresses;
mod bundles;
mod config;
mod found;
mod front_matter;
mod host;
mod manifest;
mod markdown;
mod markup;
mod redirects;
mod search;
mod site;
mod themes;

use std::sync::Arc;

use alongside::path::SitePath;
use alongside::source::SourceFile;

/// Something that is given bytes and must hold.
pub type Property = fn(&[u8]);

/// Every property with the name of its fuzz target and of its folder in `seeds/`.
pub const TARGETS: [(&str, Property); 11] = [
    ("front_matter", front_matter::check),
    ("markdown", markdown::check),
    ("config", config::check),
    ("addresses", addresses::check),
    ("host", host::check),
    ("manifest", manifest::check),
    ("search", search::check),
    ("site", site::check),
    ("themes", themes::check),
    ("redirects", redirects::check),
    ("bundles", bundles::check),
];

/// Tries the property of this name.
pub fn check(name: &str, data: &[u8]) {
    let property = TARGETS.iter().find(|(known, _)| *known == name);
    let (_, property) = property.expect("a target has a property");
    property(data);
}

/// Bytes as the text of a file that was read.
fn text(data: &[u8]) -> Arc<str> {
    let source = SourceFile::new(SitePath::new("a"), String::from_utf8_lossy(data));
    source.text.get().into()
}
