//! The manifest of an output folder: whatever it says, nothing goes but what Alongside wrote.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use alongside::files::Artifact;
use alongside::hash::ContentHash;
use alongside::path::OutputPath;
use alongside::write::{Publication, Turn};

/// What lies in the output folder and around it, with its bytes.
const LAID: [(&str, &str); 7] = [
    ("public/index.html", "old home"),
    ("public/gone.html", "gone"),
    ("public/build.json", "{}"),
    ("public/notes/mine.txt", "mine"),
    ("public/.git/HEAD", "ref: refs/heads/pages"),
    ("keep.txt", "keep"),
    ("content/page.md", "a page"),
];

/// The site that is built over it.
const NEW: [(&str, &str); 2] = [("index.html", "new home"), ("a/index.html", "a")];

/// Takes bytes for a manifest and builds. `@PATH@` stands for the hash of the file that is laid at the path, so that a seed can
/// name it.
pub fn check(data: &[u8]) {
    let mut manifest = String::from_utf8_lossy(data).into_owned();
    for (path, text) in LAID {
        let name = path.strip_prefix("public/").unwrap_or(path);
        let hash = ContentHash::of(text.as_bytes()).to_string();
        manifest = manifest.replace(&format!("@{name}@"), &hash);
    }
    let world = tempfile::tempdir().expect("a folder");
    let site = world.path().join("site");
    for (path, text) in LAID {
        lay(&site.join(path), text);
    }
    lay(&site.join("public/.alongside-manifest.json"), &manifest);
    let before = files(&site);
    let built = Turn::take(&site, &site.join("public"), false, || {}).and_then(|turn| {
        let publication = Publication::begin(turn)?;
        for (path, text) in NEW {
            publication.put(&Artifact::new(OutputPath::new(path), text.as_bytes()));
        }
        publication.finish()
    });
    let after = files(&site);
    if built.is_err() {
        assert_eq!(before, after, "a build that is refused changes nothing");
        return;
    }
    let listed: BTreeMap<String, Option<String>> = serde_json::from_str(&manifest)
        .ok()
        .and_then(|manifest: serde_json::Value| {
            serde_json::from_value(manifest.get("files")?.clone()).ok()
        })
        .expect("a build over what is no manifest is refused");
    for (path, bytes) in before {
        let name = path.strip_prefix("public/").unwrap_or("");
        if name == ".alongside-manifest.json" {
            continue;
        }
        let may_change = listed.get(name).is_some_and(|hash| match hash {
            None => name == "build.json",
            Some(hash) => {
                NEW.iter().any(|(new, _)| *new == name)
                    || *hash == ContentHash::of(&bytes).to_string()
            }
        });
        assert!(
            may_change || after.get(&path) == Some(&bytes),
            "{path} changed"
        );
    }
}

fn lay(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
    fs::File::create(path)
        .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()))
        .expect("a file");
}

/// Every file below a folder, by its path, with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let mut bytes = Vec::new();
            fs::File::open(&path)
                .and_then(|mut file| std::io::Read::read_to_end(&mut file, &mut bytes))
                .expect("a file");
            let name = path.strip_prefix(folder).expect("it lies below");
            files.insert(name.display().to_string(), bytes);
        }
    }
    files
}
