//! The repository's own site: no findings, no broken link or anchor, and the outline that every page has.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use alongside::read;

use super::driver::{self, Built};
use super::html;

/// The site of a folder of the repository, built for production.
pub(crate) fn built(folder: &str) -> Built {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let read = read::read(&root, Some(&root.join("public"))).unwrap();
    assert_eq!(read.diagnostics, []);
    let mut options = driver::options();
    options.check_templates = true;
    Built::new(driver::build(&read.value, &options), &read.value)
}

static SAMPLE: LazyLock<Built> = LazyLock::new(|| built(""));

#[test]
fn the_sample_site_has_nothing_to_mend() {
    assert_eq!(SAMPLE.diagnostics(), "");
    assert!(SAMPLE.addresses().len() >= 100);
}

#[test]
fn every_link_and_anchor_of_the_sample_site_leads_somewhere() {
    assert_eq!(broken(&SAMPLE), [""; 0]);
}

#[test]
fn every_page_of_the_sample_site_is_sound() {
    let faults = unsound(&SAMPLE);
    assert_eq!(faults, [""; 0]);
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let expected = SAMPLE.all();
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads are to be had");
        let found = pool.install(|| built("")).all();
        assert!(found.keys().eq(expected.keys()), "{threads} threads");
        let differing: Vec<&String> = expected
            .iter()
            .filter(|(path, bytes)| found.get(*path) != Some(bytes))
            .map(|(path, _)| path)
            .collect();
        assert_eq!(differing, [""; 0], "{threads} threads");
    }
}

/// Every link, picture, script and style sheet that leads nowhere inside the site, and every anchor that is not there.
pub(crate) fn broken(built: &Built) -> Vec<String> {
    let pages: BTreeMap<String, (&str, BTreeSet<String>)> = built
        .texts()
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, text)| {
            let url = format!("/{}", path.strip_suffix("index.html").unwrap_or(path));
            (url, (text.as_str(), html::ids(text)))
        })
        .collect();
    let files: BTreeSet<String> = built
        .all()
        .into_keys()
        .map(|path| format!("/{path}"))
        .collect();
    let mut broken = Vec::new();
    for (url, (text, _)) in &pages {
        for tag in html::tags(text) {
            for name in ["href", "src", "poster", "action", "data-search"] {
                let Some(target) = tag.get(name) else {
                    continue;
                };
                let (path, anchor) = match target.split_once('#') {
                    Some((path, anchor)) => (path, Some(anchor)),
                    None => (&*target, None),
                };
                let path = path.split('?').next().unwrap();
                let inside = match path {
                    "" => url.clone(),
                    _ if path.contains(':') || path.starts_with("//") => continue,
                    _ if !path.starts_with('/') => {
                        broken.push(format!("{url}: `{target}` is not from the root"));
                        continue;
                    }
                    _ => alongside::path::decode(path),
                };
                let there = match anchor {
                    Some(anchor) if !anchor.is_empty() => pages
                        .get(&inside)
                        .is_some_and(|(_, ids)| ids.contains(&alongside::path::decode(anchor))),
                    _ => pages.contains_key(&inside) || files.contains(&inside),
                };
                if !there {
                    broken.push(format!("{url}: `{target}`"));
                }
            }
        }
    }
    broken
}

/// What is wrong with the outline of pages: doubled anchors and titles, headings, scripts and styles in the page.
pub(crate) fn unsound(built: &Built) -> Vec<String> {
    let mut faults = Vec::new();
    let mut titles: BTreeMap<(String, String), &String> = BTreeMap::new();
    for (path, text) in built.texts() {
        if !path.ends_with(".html") || text.contains("http-equiv=\"refresh\"") {
            continue;
        }
        let tags = html::tags(text);
        let mut fault = |what: String| faults.push(format!("{path}: {what}"));
        let lang = tags[0].get("lang").unwrap_or_default();
        let title = html::text_of(text, "title").unwrap_or_default();
        if title.is_empty() || lang.is_empty() {
            fault("no title or language".into());
        }
        if let Some(other) = titles.insert((lang, title.clone()), path) {
            fault(format!("the title `{title}` is that of {other} too"));
        }
        let mut ids = BTreeSet::new();
        let mut level = 0;
        let mut firsts = 0;
        for tag in &tags {
            if let Some(id) = tag.get("id")
                && !ids.insert(id.clone())
            {
                fault(format!("the id `{id}` twice"));
            }
            for name in tag.names() {
                if name == "style" || name.starts_with("on") || name == "align" {
                    fault(format!("the attribute `{name}` at `{}`", tag.name));
                }
            }
            match tag.name {
                "style" => fault("a style in the page".into()),
                "script"
                    if tag.get("src").is_none()
                        && tag.get("type").as_deref() != Some("application/ld+json") =>
                {
                    fault("a script in the page".into());
                }
                "img" => {
                    for needed in ["alt", "width", "height"] {
                        if tag.get(needed).is_none() {
                            fault(format!("a picture without `{needed}`"));
                        }
                    }
                }
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                    let here: usize = tag.name[1..].parse().unwrap();
                    firsts += usize::from(here == 1);
                    if here > level + 1 && level > 0 {
                        fault(format!("a heading {here} after one of level {level}"));
                    }
                    level = here;
                }
                _ => {}
            }
        }
        if firsts != 1 {
            fault(format!("{firsts} headings of the first level"));
        }
        if !path.starts_with("404") && !path.contains("/404") && !path.contains("410") {
            let canonical = html::rel(text, "canonical");
            if canonical.is_none() {
                fault("no canonical address".into());
            }
        }
        for needed in ["<main ", "class=\"skip\"", "name=\"description\""] {
            if !text.contains(needed) {
                fault(format!("no `{needed}`"));
            }
        }
    }
    faults
}
