//! Assets with a hash of their content in their names, and the references between them rewritten to those names.
//!
//! `css/site.css` becomes `/assets/css/site.<hash>.css`. A pure function from files to files: style sheets are minified and
//! their imports of partials (names that begin with `_`) put in place; scripts stay as written but for their specifiers.

mod css;
mod references;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::{Checked, Diagnostic, Place, codes};
use crate::files::Artifact;
use crate::hash::{ContentHash, Table};
use crate::path::{OutputPath, SitePath, UrlPath};
use crate::source::Span;

use references::{Reference, Syntax};

/// A file that becomes an asset.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file it was read from, for findings.
    pub path: SitePath,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

impl Source {
    /// A source that no file holds.
    pub(super) fn generated(name: &str, text: String) -> Self {
        Self {
            path: SitePath::new(format!("assets/{name}")),
            bytes: text.into_bytes().into(),
        }
    }
}

/// An asset under its final name.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its address for HTML, with the base address's path in front.
    pub url: Arc<str>,
    /// Its file in the output.
    pub output: OutputPath,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// All assets, by name.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    by_name: BTreeMap<Arc<str>, Asset>,
}

/// One source on its way: its text with references taken out, when it is a style sheet or a script.
struct Prepared {
    bytes: Arc<[u8]>,
    references: Vec<(Reference, Arc<str>)>,
}

impl Assets {
    /// Makes the assets of `sources`, which are keyed by their names below `assets/`.
    pub fn make(sources: &BTreeMap<Arc<str>, Source>, base_path: &str) -> Checked<Self> {
        let mut found = Vec::new();
        let prepared: BTreeMap<Arc<str>, Prepared> = sources
            .iter()
            .filter(|(name, _)| !is_partial(name))
            .map(|(name, source)| (name.clone(), prepare(name, source, sources, &mut found)))
            .collect();
        let mut names: BTreeMap<Arc<str>, String> = BTreeMap::new();
        let mut by_name = BTreeMap::new();
        for group in groups(&prepared) {
            let shared = (group.len() > 1).then(|| group_hash(&group, &prepared, &names));
            if let Some(shared) = shared {
                for name in &group {
                    let own = ContentHash::of(format!("{shared}{name}").as_bytes());
                    names.insert(name.clone(), hashed_name(name, own));
                }
            }
            for name in &group {
                let bytes = rewritten(name, &prepared[name], &names);
                let hashed = names
                    .entry(name.clone())
                    .or_insert_with(|| hashed_name(name, ContentHash::of(&bytes)))
                    .clone();
                let output = OutputPath::new(format!("assets/{hashed}"));
                let url = format!("{base_path}{}", UrlPath::new(output.as_str()).encoded());
                let asset = Asset {
                    url: url.into(),
                    output,
                    bytes,
                };
                by_name.insert(name.clone(), asset);
            }
        }
        Checked::new(Self { by_name }, found)
    }

    /// The asset with this name.
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.by_name.get(name)
    }

    /// Every asset, in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = &Asset> {
        self.by_name.values()
    }

    /// The name that was probably meant, as a sentence.
    pub fn did_you_mean(&self, name: &str) -> Option<String> {
        did_you_mean(name, self.by_name.keys().map(|name| &**name))
    }

    /// The files of the output.
    pub fn artifacts(&self) -> impl Iterator<Item = Artifact> {
        self.iter()
            .map(|asset| Artifact::new(asset.output.clone(), asset.bytes.clone()))
    }
}

/// Whether a file is only ever part of another.
fn is_partial(name: &str) -> bool {
    name.rsplit('/')
        .next()
        .is_some_and(|file| file.starts_with('_'))
}

/// Minifies a style sheet, and finds what a style sheet or script refers to.
fn prepare(
    name: &Arc<str>,
    source: &Source,
    sources: &BTreeMap<Arc<str>, Source>,
    found: &mut Vec<Diagnostic>,
) -> Prepared {
    let syntax = match name.rsplit_once('.') {
        Some((_, "css")) => Some(Syntax::Css),
        Some((_, "js" | "mjs")) => Some(Syntax::Script),
        _ => None,
    };
    let mut prepared = Prepared {
        bytes: source.bytes.clone(),
        references: Vec::new(),
    };
    let (Some(syntax), Ok(text)) = (syntax, std::str::from_utf8(&source.bytes)) else {
        return prepared;
    };
    if matches!(syntax, Syntax::Css) {
        let Some(whole) = css::with_partials(name, source, sources, found) else {
            return prepared;
        };
        prepared.bytes = css::minified(&whole, source, found).into_bytes().into();
    }
    let text_now = std::str::from_utf8(&prepared.bytes).unwrap_or(text);
    let written = match syntax {
        Syntax::Css => references::places(syntax, text),
        Syntax::Script => Table::default(),
    };
    for reference in references::find(syntax, text_now) {
        let Some(target) = joined(name, &reference.target) else {
            continue;
        };
        match sources.get_key_value(&*target) {
            Some((target, _)) if !is_partial(target) => {
                prepared.references.push((reference, target.clone()));
            }
            _ => {
                // A style sheet was minified, and what stands in one of its partials has no place in it.
                let range = match syntax {
                    Syntax::Css => written.get(&*reference.target).cloned(),
                    Syntax::Script => Some(reference.range),
                };
                let span = range.map(|range| Span::new(range.start, range.end));
                let names = sources.keys().map(|name| &**name);
                found.push(
                    Diagnostic::new(
                        &codes::THEME_MISSING_ASSET,
                        Place {
                            file: source.path.clone(),
                            span,
                        },
                        format!("there is no asset `{target}`"),
                    )
                    .maybe_help(did_you_mean(&target, names)),
                );
            }
        }
    }
    prepared
}

/// The asset that a relative reference names, seen from the asset `from`; nothing for an address of another kind.
fn joined(from: &str, target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let elsewhere = path.is_empty() || path.starts_with('/') || path.contains(':');
    if elsewhere {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The way from one asset's folder to another asset, under their final names.
fn relative(from: &str, to: &str, script: bool) -> String {
    let mut from: Vec<&str> = from.split('/').collect();
    from.pop();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from
        .iter()
        .zip(&to)
        .take_while(|(one, two)| one == two)
        .count()
        .min(to.len() - 1);
    let up = from.len() - shared;
    let mut way = "../".repeat(up);
    if up == 0 && script {
        way.push_str("./");
    }
    way.push_str(&to[shared..].join("/"));
    way
}

/// A file's bytes with its references under the names that are known by now.
fn rewritten(name: &str, prepared: &Prepared, names: &BTreeMap<Arc<str>, String>) -> Arc<[u8]> {
    if prepared.references.is_empty() {
        return prepared.bytes.clone();
    }
    let Ok(text) = std::str::from_utf8(&prepared.bytes) else {
        return prepared.bytes.clone();
    };
    let script = !name.ends_with(".css");
    let mut whole = String::with_capacity(text.len() + 16 * prepared.references.len());
    let mut last = 0;
    for (reference, target) in &prepared.references {
        whole.push_str(&text[last..reference.range.start]);
        let after = &reference.target[reference
            .target
            .find(['?', '#'])
            .unwrap_or(reference.target.len())..];
        match names.get(target) {
            Some(hashed) => {
                whole.push_str(&relative(name, hashed, script));
                whole.push_str(after);
            }
            None => whole.push_str(&reference.target),
        }
        last = reference.range.end;
    }
    whole.push_str(&text[last..]);
    whole.into_bytes().into()
}

/// One hash for files that refer to one another in a circle, so that each one's name changes when any of them does.
fn group_hash(
    group: &[Arc<str>],
    prepared: &BTreeMap<Arc<str>, Prepared>,
    names: &BTreeMap<Arc<str>, String>,
) -> ContentHash {
    let mut bytes = Vec::new();
    for name in group {
        bytes.extend_from_slice(name.as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(&rewritten(name, &prepared[name], names));
    }
    ContentHash::of(&bytes)
}

/// `css/site.css` as `css/site.<hash>.css`.
fn hashed_name(name: &str, hash: ContentHash) -> String {
    let (folder, file) = match name.rsplit_once('/') {
        Some((folder, file)) => (Some(folder), file),
        None => (None, name),
    };
    let short = hash.short();
    let file = match file.split_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem}.{short}.{extension}"),
        _ => format!("{file}.{short}"),
    };
    folder.map_or(file.clone(), |folder| format!("{folder}/{file}"))
}

/// The files in groups, a group after all that it refers to; files that refer to one another in a circle form one group.
///
/// Tarjan's strongly connected components, with a stack of its own, since a chain of files may be long.
fn groups(prepared: &BTreeMap<Arc<str>, Prepared>) -> Vec<Vec<Arc<str>>> {
    let order: Vec<&Arc<str>> = prepared.keys().collect();
    let number: BTreeMap<&str, usize> = order
        .iter()
        .enumerate()
        .map(|(number, name)| (&***name, number))
        .collect();
    let edges: Vec<Vec<usize>> = prepared
        .values()
        .map(|file| {
            let targets: BTreeSet<usize> = file
                .references
                .iter()
                .filter_map(|(_, target)| number.get(&**target).copied())
                .collect();
            targets.into_iter().collect()
        })
        .collect();
    let mut seen: Vec<Option<usize>> = vec![None; order.len()];
    let mut low = vec![0; order.len()];
    let mut open = vec![false; order.len()];
    let mut stack = Vec::new();
    let mut clock = 0;
    let mut groups = Vec::new();
    for root in 0..order.len() {
        if seen[root].is_some() {
            continue;
        }
        let mut calls = vec![(root, 0)];
        while let Some((node, edge)) = calls.pop() {
            if edge == 0 {
                seen[node] = Some(clock);
                low[node] = clock;
                clock += 1;
                stack.push(node);
                open[node] = true;
            }
            if let Some(&target) = edges[node].get(edge) {
                calls.push((node, edge + 1));
                match seen[target] {
                    None => calls.push((target, 0)),
                    Some(at) if open[target] => low[node] = low[node].min(at),
                    Some(_) => {}
                }
                continue;
            }
            if Some(low[node]) == seen[node] {
                let mut group = Vec::new();
                while let Some(member) = stack.pop() {
                    open[member] = false;
                    group.push(member);
                    if member == node {
                        break;
                    }
                }
                group.sort_unstable();
                groups.push(
                    group
                        .into_iter()
                        .map(|member| order[member].clone())
                        .collect(),
                );
            }
            if let Some((parent, _)) = calls.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::css::DEEPEST_NESTING as DEEPEST;
    use super::*;

    fn make(files: &[(&str, &str)]) -> Checked<Assets> {
        let sources = files
            .iter()
            .map(|(name, text)| {
                let source = Source {
                    path: SitePath::new(format!("themes/t/assets/{name}")),
                    bytes: text.as_bytes().into(),
                };
                (Arc::from(*name), source)
            })
            .collect();
        Assets::make(&sources, "/base")
    }

    fn text(assets: &Assets, name: &str) -> String {
        let asset = assets.get(name).expect("the asset is made");
        String::from_utf8(asset.bytes.to_vec()).expect("the asset is text")
    }

    #[test]
    fn references_follow_the_hashes_across_folders() {
        let made = make(&[
            (
                "css/site.css",
                "@import \"_more.css\";\nbody { background: url(../img/dots.svg#a); color: #ff0000 }",
            ),
            ("css/_more.css", "p { margin: 0px }"),
            ("img/dots.svg", "<svg/>"),
            (
                "js/page.js",
                "import { a } from './lib/a.js';\nconst late = () => import(\"./lib/a.js\");\nexport * from './lib/a.js'; // from './nothing'",
            ),
            ("js/lib/a.js", "export const a = 1;"),
        ]);
        assert_eq!(made.diagnostics, []);
        let assets = made.value;
        let svg = assets
            .get("img/dots.svg")
            .expect("made")
            .output
            .as_str()
            .to_owned();
        let svg = svg
            .strip_prefix("assets/")
            .expect("below assets")
            .to_owned();
        assert_eq!(
            text(&assets, "css/site.css"),
            format!("p{{margin:0}}body{{color:red;background:url(../{svg}#a)}}")
        );
        let a = assets.get("js/lib/a.js").expect("made");
        let file = a
            .output
            .as_str()
            .strip_prefix("assets/js/")
            .expect("below js");
        assert_eq!(
            text(&assets, "js/page.js"),
            format!(
                "import {{ a }} from './{file}';\nconst late = () => import(\"./{file}\");\nexport * from './{file}'; // from './nothing'"
            )
        );
        assert_eq!(&*a.url, format!("/base/assets/js/{file}"));
        assert!(assets.get("css/_more.css").is_none());
    }

    #[test]
    fn style_sheets_that_nest_without_end_are_findings() {
        let deep = |open: &str, close: &str, times: usize| {
            format!("{}color:red{}", open.repeat(times), close.repeat(times))
        };
        // Strings, comments and addresses that hide brackets, or seem to.
        let hidden = "p { content: '((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((' /* ((((((((((((((((((((((((((((((((((((((((((((((((((( */ }";
        let apostrophe = format!("a{{b:url(a')}}{}", deep("a{", "}", 3000));
        let cases = [
            ("rules", deep("a{", "}", 3000)),
            ("media", deep("@media print{", "}", 3000)),
            ("layers", deep("@layer a{", "}", 40_000)),
            (
                "supports",
                format!(
                    "@supports {}(a:b){} {{}}",
                    "(".repeat(3000),
                    ")".repeat(3000)
                ),
            ),
            (
                "not",
                format!("p{}a{} {{}}", ":not(".repeat(1000), ")".repeat(1000)),
            ),
            (
                "is",
                format!("{}a{} {{}}", ":is(".repeat(1000), ")".repeat(1000)),
            ),
            (
                "nth",
                format!(
                    "p{}a{} {{}}",
                    ":nth-child(1 of ".repeat(1000),
                    ")".repeat(1000)
                ),
            ),
            (
                "calc",
                format!(
                    "p{{width:calc({}1px{})}}",
                    "(".repeat(5000),
                    ")".repeat(5000)
                ),
            ),
            (
                "calc in calc",
                format!(
                    "p{{width:{}1px{}}}",
                    "calc(1px + ".repeat(5000),
                    ")".repeat(5000)
                ),
            ),
            (
                "min",
                format!(
                    "p{{width:{}1px{}}}",
                    "min(1px,".repeat(5000),
                    ")".repeat(5000)
                ),
            ),
            (
                "var",
                format!(
                    "p{{width:{}1px{}}}",
                    "var(--a,".repeat(5000),
                    ")".repeat(5000)
                ),
            ),
            (
                "colours",
                format!(
                    "p{{color:{}red{}}}",
                    "color-mix(in srgb, red,".repeat(5000),
                    ")".repeat(5000)
                ),
            ),
            (
                "square",
                format!("p{{--a:{}1{}}}", "[".repeat(5000), "]".repeat(5000)),
            ),
            ("never closed", "p{a:(".repeat(20_000)),
            ("mixed", "p{a:([".repeat(20_000)),
            ("behind an apostrophe", apostrophe),
        ];
        // The stack of a thread of the preview.
        let small = std::thread::Builder::new().stack_size(2 << 20);
        let tried = small.spawn(move || {
            for (name, sheet) in cases {
                let made = make(&[("css/site.css", &sheet)]);
                let told: Vec<&str> = made
                    .diagnostics
                    .iter()
                    .map(|found| &*found.message)
                    .collect();
                assert_eq!(
                    told.first(),
                    Some(&"in this style sheet more than 48 brackets stand in one another"),
                    "{name}"
                );
                assert!(made.diagnostics[0].place.span.is_some(), "{name}");
                text(&made.value, "css/site.css");
            }
            // As deep as is allowed, each construct is parsed on this stack.
            for (open, close, end) in [
                ("a{", "}", "color:red"),
                ("@media print{", "}", "a{color:red}"),
                (":not(", ")", "a"),
                (":is(", ")", "a"),
                (":where(a,", ")", "a"),
                ("p:has(", ")", "a"),
                (":nth-child(1 of ", ")", "a"),
                ("a{width:calc(1px + ", ")}", "1px"),
            ] {
                let levels = DEEPEST / open.matches(['(', '{']).count() - 1;
                let inside = format!("{}{end}{}", open.repeat(levels), close.repeat(levels));
                make(&[("css/site.css", &format!("{inside}{{color:red}}"))]);
            }
            for open in [
                "calc(1px + ",
                "min(1px,",
                "var(--a,",
                "color-mix(in srgb, red,",
                "(",
                "[",
            ] {
                let close = if open == "[" { "]" } else { ")" };
                let value = format!(
                    "{}1px{}",
                    open.repeat(DEEPEST - 1),
                    close.repeat(DEEPEST - 1)
                );
                for property in [
                    "width",
                    "color",
                    "--a",
                    "background",
                    "transform",
                    "grid-template-columns",
                ] {
                    make(&[("css/site.css", &format!("p{{{property}:{value}}}"))]);
                }
            }
            assert_eq!(make(&[("css/site.css", hidden)]).diagnostics, []);
        });
        tried
            .expect("a thread starts")
            .join()
            .expect("no style sheet ends the program");
    }

    #[test]
    fn imports_do_not_multiply_without_end() {
        let twenty = |name: &str| format!("@import \"_{name}.css\";\n").repeat(20);
        let made = make(&[
            ("site.css", &twenty("a")),
            ("_a.css", &twenty("b")),
            ("_b.css", &twenty("c")),
            ("_c.css", &twenty("d")),
            ("_d.css", &"p { color: red }\n".repeat(2000)),
        ]);
        let told: Vec<&str> = made
            .diagnostics
            .iter()
            .map(|found| &*found.message)
            .collect();
        assert_eq!(
            told,
            ["with `_d.css` this style sheet is longer than 16 MB"]
        );
    }

    #[test]
    fn files_in_a_circle_get_names_that_follow_all_of_them() {
        let circle = |b: &str| {
            let made = make(&[
                ("a.js", "import './b.js'; import './c.js';"),
                ("b.js", b),
                ("c.js", "1"),
            ]);
            assert_eq!(made.diagnostics, []);
            let name = |name| made.value.get(name).expect("made").output.to_string();
            (name("a.js"), name("b.js"), text(&made.value, "b.js"))
        };
        let (a, b, text) = circle("import './a.js';");
        assert_eq!(
            text,
            format!(
                "import './{}';",
                a.strip_prefix("assets/").expect("below assets")
            )
        );
        let (a2, b2, _) = circle("import './a.js'; 2");
        assert_ne!((a, b), (a2, b2));
    }

    #[test]
    fn what_is_missing_or_broken_is_said_at_its_place() {
        let made = make(&[
            ("css/site.css", "a { background: url(dosts.svg) }"),
            ("css/dots.svg", "<svg/>"),
            ("js/a.js", "import './b.js';"),
            ("css/broken.css", "a { color: red }\n}} b {"),
            ("css/lost.css", "@import \"_nothing.css\";"),
        ]);
        let said: Vec<_> = made
            .diagnostics
            .iter()
            .map(|found| {
                (
                    found.code.name,
                    found.message.as_str(),
                    found.place.span.map(Span::range),
                )
            })
            .collect();
        assert_eq!(
            said,
            [
                (
                    "theme/stylesheet",
                    "this style sheet is not CSS: Invalid empty selector",
                    Some(17..18)
                ),
                (
                    "theme/missing-asset",
                    "there is no asset `css/_nothing.css`",
                    Some(9..21)
                ),
                (
                    "theme/missing-asset",
                    "there is no asset `css/dosts.svg`",
                    Some(20..29)
                ),
                (
                    "theme/missing-asset",
                    "there is no asset `js/b.js`",
                    Some(8..14)
                ),
            ]
        );
    }

    #[test]
    fn the_way_between_two_assets_is_relative() {
        for (from, to, way) in [
            ("a.js", "b.js", "./b.js"),
            ("js/a.js", "js/lib/b.js", "./lib/b.js"),
            ("js/lib/a.js", "js/b.js", "../b.js"),
            ("js/a.js", "img/b.svg", "../img/b.svg"),
        ] {
            assert_eq!(relative(from, to, true), way);
        }
    }
}
