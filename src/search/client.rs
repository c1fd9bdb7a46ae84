//! The scripts that a visitor's browser runs, named by what they hold.
//!
//! They are shipped as written, without the lines that are comments alone and without indentation: no minifier is needed for that.

use std::sync::LazyLock;

use super::analysis::{LANGUAGES, Language};
use super::files::{FOLDER, NAME};
use crate::hash::ContentHash;

/// One script of the search page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Its name below `search/`: `page-abcdefgh.js`.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The modules in an order in which none imports a later one.
const MODULES: &[(&str, &str)] = &[
    ("text.js", include_str!("client/text.js")),
    ("spelling.js", include_str!("client/spelling.js")),
    ("files.js", include_str!("client/files.js")),
    ("query.js", include_str!("client/query.js")),
    ("snippet.js", include_str!("client/snippet.js")),
    ("page.js", include_str!("client/page.js")),
];

static SCRIPTS: LazyLock<Vec<(&'static str, Script)>> = LazyLock::new(|| {
    let mut scripts: Vec<(&'static str, Script)> = Vec::new();
    for &(name, source) in MODULES {
        let script = ship(name, source, &scripts);
        scripts.push((name, script));
    }
    for language in LANGUAGES {
        if let Some(source) = language.script {
            let script = ship(&format!("lang-{}.js", language.code), source, &scripts);
            scripts.push((language.code, script));
        }
    }
    scripts
});

/// All scripts, in a fixed order.
pub fn scripts() -> Vec<Script> {
    SCRIPTS.iter().map(|(_, script)| script.clone()).collect()
}

/// The path below the output folder of the script that the search page loads as a module.
pub fn page_script() -> String {
    let (_, script) = find("page.js").expect("the page's script is one of the modules");
    format!("{FOLDER}/{}", script.name)
}

/// The name of the module that holds a language's rules; none where words are only folded.
pub(super) fn language_script(language: &Language) -> Option<&'static str> {
    language.script?;
    find(language.code).map(|(_, script)| script.name.as_str())
}

fn find(module: &str) -> Option<&'static (&'static str, Script)> {
    SCRIPTS.iter().find(|(name, _)| *name == module)
}

/// Makes a script small, points its imports at the names of those `before` it, and names it.
fn ship(name: &str, source: &str, before: &[(&'static str, Script)]) -> Script {
    let mut text = String::new();
    for line in source.lines().map(str::trim) {
        if !line.is_empty() && !line.starts_with("//") {
            text.push_str(line);
            text.push('\n');
        }
    }
    for (module, script) in before {
        text = text.replace(
            &format!("\"./{module}\""),
            &format!("\"./{}\"", script.name),
        );
    }
    let bytes = text.into_bytes();
    let stem = name.trim_end_matches(".js");
    Script {
        name: format!("{stem}-{}.js", &ContentHash::of(&bytes).short()[..NAME]),
        bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_lead_to_shipped_names() {
        let scripts = scripts();
        let names: Vec<&str> = scripts.iter().map(|script| script.name.as_str()).collect();
        for script in &scripts {
            let text = std::str::from_utf8(&script.bytes).expect("scripts are text");
            for (_, rest) in text
                .match_indices("from \"./")
                .map(|(at, found)| text.split_at(at + found.len()))
            {
                let name = rest.split('"').next().unwrap_or_default();
                assert!(names.contains(&name), "{} imports {name}", script.name);
            }
            assert!(!text.contains("\n//"), "{}", script.name);
        }
        assert!(page_script().starts_with("search/page-"));
    }
}
