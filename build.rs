//! Lists the files below `themes/`, so that a theme (look) is built in by being there.

#![expect(
    clippy::disallowed_methods,
    reason = "a build script has no other way to its files"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let root = PathBuf::from(
        std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets the manifest's folder"),
    );
    let themes = root.join("themes");
    println!("cargo::rerun-if-changed=themes");
    let mut files = Vec::new();
    collect(&themes, &mut files);
    files.sort();
    let mut table = String::from("&[\n");
    for file in files {
        let name = file
            .strip_prefix(&root)
            .expect("a file below the manifest's folder")
            .to_str()
            .expect("a theme's file has a plain name")
            .replace('\\', "/");
        writeln!(
            table,
            "    ({name:?}, include_bytes!({:?}).as_slice()),",
            file
        )
        .expect("writing to a string succeeds");
    }
    table.push_str("]\n");
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets the output folder"));
    std::fs::write(out.join("themes.rs"), table).expect("the output folder can be written");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a theme's folder can be read") {
        let path = entry.expect("a theme's folder can be read").path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
