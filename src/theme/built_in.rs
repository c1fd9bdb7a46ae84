//! The themes (looks) that are part of the program. `build.rs` lists them: a file below `themes/` is built in by being there.

use crate::files::ThemeFile;
use crate::path::SitePath;

/// Paths and bytes, in the order of paths.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/themes.rs"));

/// The files of the built-in themes, at the paths at which a site would have them.
pub fn built_in() -> Vec<ThemeFile> {
    FILES
        .iter()
        .map(|(path, bytes)| ThemeFile {
            path: SitePath::new(*path),
            bytes: (*bytes).into(),
        })
        .collect()
}
