//! Files beside a page: whatever they are called and hold, nothing that could run is published, and nothing that no page names.
//!
//! The input is the page's body, then files, each begun by a line `=== NAME`.

use alongside::files::AssetFile;
use alongside::path::SitePath;

use super::site;

/// Reads bytes as a page with its files, and builds the site that holds them alone.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut whole = String::from("=== content/news/_index.md\n---\ntitle: News\n---\n");
    whole.push_str("=== content/news/a/index.md\n---\ntitle: A\ndate: 2026-01-01\n---\n");
    let mut beside: Vec<(&str, String)> = Vec::new();
    let mut body = String::new();
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix("=== "), beside.last_mut()) {
            // Pages beside the page, and folders, are tried as whole sites.
            (Some(name), _) if name.trim().ends_with(".md") || name.contains('/') => return,
            (Some(name), _) => beside.push((name.trim(), String::new())),
            (None, Some((_, held))) => held.push_str(line),
            (None, None) => body.push_str(line),
        }
    }
    whole.push_str(&body);
    whole.push('\n');
    for (name, held) in &beside {
        whole.push_str(&format!("=== content/news/a/{name}\n{held}\n"));
    }
    let (_, Some(output)) = site::built(&whole) else {
        return;
    };
    for (name, held) in &beside {
        let path = SitePath::new(format!("content/news/a/{name}"));
        let published = output.contains_key(&format!("news/a/{name}"));
        let is_ours = *name == "index.html";
        if !published || is_ours {
            continue;
        }
        // A name may stand twice; the last of them is the file.
        let is_last = beside.iter().rfind(|(other, _)| other == name);
        if is_last.is_some_and(|(_, last)| last == held) {
            let file = AssetFile::in_memory(path, format!("{held}\n").as_bytes());
            assert!(!file.may_run, "{name} could run and is published");
        }
        let plain = !name.contains(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.');
        assert!(
            !plain || body.contains(name),
            "{name} is published, and nothing names it"
        );
    }
}
