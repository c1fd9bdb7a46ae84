//! Runs the manual's pages about diagnostics: the files that they show, and the reports that they promise.
//!
//! `tests/README.md` says how such a page is written. The cases are laid on a disk and read from it, so that those of files
//! count too.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use alongside::diagnostic::codes;
use alongside::external::{self, Method, Network, Reply, Trouble};
use alongside::read;
use tempfile::TempDir;
use url::Url;

use super::driver;

/// Codes that no page can show: a machine's administrator may read every file, so the tests cannot make one unreadable; and a
/// picture that moves is no text.
const NOT_SHOWN: &[&str] = &["file/unreadable", "image/animated"];

/// One thing that a page tells the runner.
enum Step<'a> {
    File {
        path: &'a str,
        change: Change<'a>,
        text: &'a str,
    },
    Link {
        path: &'a str,
        to: &'a str,
    },
    Without(&'a str),
    /// What another site answers when it is asked for an address.
    Answer(&'a str, Result<Reply, Trouble>),
    /// The report, and where it stands in the page with its fence.
    Says(Option<&'a str>, Range<usize>),
    Nothing,
}

/// What is done to a file's text before it is laid.
enum Change<'a> {
    None,
    Latin1,
    Repeated { lines: Vec<usize>, times: &'a str },
}

fn manual() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content/diagnostics")
}

/// The lines of a page with their places, and the fence that opens at one.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
        self.at += end;
        Some(rest[..end].trim_end())
    }

    /// The fenced block that begins after blank lines: what it holds.
    fn fence(&mut self) -> Option<&'a str> {
        let before = self.at;
        let mut line = self.next()?;
        while line.is_empty() {
            line = self.next()?;
        }
        let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
        if ticks < 3 {
            self.at = before;
            return None;
        }
        let start = self.at;
        loop {
            let end = self.at;
            let line = self.next().expect("a fence is closed");
            if line.len() >= ticks && line.bytes().all(|byte| byte == b'`') {
                return Some(&self.text[start..end]);
            }
        }
    }
}

/// What a page tells, in order.
fn steps(text: &str) -> Vec<Step<'_>> {
    let mut lines = Lines { text, at: 0 };
    let mut steps = Vec::new();
    while let Some(line) = lines.next() {
        if line == "Alongside says:" {
            let start = lines.at;
            let report = lines.fence();
            steps.push(Step::Says(report, start..lines.at));
        } else if line == "Alongside says nothing." {
            steps.push(Step::Nothing);
        } else if let Some(rest) = line.strip_prefix("Asked for `") {
            let (url, answer) = rest.split_once("`, ").expect("an address and its answer");
            steps.push(Step::Answer(url, reply(answer)));
        } else if let Some(path) = line
            .strip_prefix("Without `")
            .and_then(|rest| rest.strip_suffix("`."))
        {
            steps.push(Step::Without(path));
        } else if let Some((path, rest)) =
            line.strip_prefix('`').and_then(|rest| rest.split_once('`'))
        {
            let words = rest.trim_start().trim_end_matches([':', '.']);
            let words = words.trim_start_matches('(').trim_end_matches(')');
            if let Some(to) = words.strip_prefix("a link to `") {
                let to = to.trim_end_matches('`');
                steps.push(Step::Link { path, to });
                continue;
            }
            let change = match words {
                "" if rest == ":" => Change::None,
                "in Latin-1" => Change::Latin1,
                _ => match words
                    .strip_prefix("line")
                    .and_then(|words| words.strip_suffix(" times"))
                    .and_then(|words| words.split_once(" repeated "))
                {
                    Some((lines, times)) => Change::Repeated {
                        lines: lines
                            .trim_start_matches('s')
                            .split(" and ")
                            .map(|line| line.trim().parse().expect("the number of a line"))
                            .collect(),
                        times,
                    },
                    None => continue,
                },
            };
            let text = lines
                .fence()
                .unwrap_or_else(|| panic!("a fence with the file stands below `{path}`:"));
            steps.push(Step::File { path, change, text });
        } else if line.starts_with("```") {
            lines.at -= line.len() + 1;
            lines.fence();
        }
    }
    steps
}

/// What a page says that another site answers.
fn reply(words: &str) -> Result<Reply, Trouble> {
    let words = words.trim_end_matches('.');
    if words == "nobody answers: there is no such site" {
        return Err(Trouble::NoSite);
    }
    if let Some(to) = words.strip_prefix("the other site sends us on for good to `") {
        let location = Some(to.trim_end_matches('`').to_owned());
        return Ok(Reply {
            status: 301,
            location,
        });
    }
    let status = words
        .strip_prefix("the other site answers ")
        .and_then(|status| status.parse().ok())
        .unwrap_or_else(|| panic!("`{words}` is no answer"));
    Ok(Reply {
        status,
        location: None,
    })
}

/// Other sites, as a page says that they answer.
struct Told<'a>(&'a BTreeMap<&'a str, Result<Reply, Trouble>>);

impl Network for Told<'_> {
    fn ask(&self, _: Method, url: &Url) -> Result<Reply, Trouble> {
        self.0
            .get(url.as_str())
            .unwrap_or_else(|| panic!("the page does not say what {url} answers"))
            .clone()
    }

    fn pause(&self, _: std::time::Duration) {}

    fn is_nobodys(&self, _: &Url) -> bool {
        false
    }
}

fn changed(text: &str, change: &Change<'_>) -> Vec<u8> {
    match change {
        Change::None => text.into(),
        Change::Latin1 => text
            .chars()
            .map(|character| u8::try_from(character).expect("a character of Latin-1"))
            .collect(),
        Change::Repeated { lines, times } => {
            let times: usize = times.replace(',', "").parse().expect("a number of times");
            text.split_inclusive('\n')
                .enumerate()
                .map(|(number, text)| match lines.contains(&(number + 1)) {
                    true => text.repeat(times),
                    false => text.to_owned(),
                })
                .collect::<String>()
                .into_bytes()
        }
    }
}

/// Lays a site on the disk, reads and builds it, and gives the report; with answers, other sites are asked too.
fn run(
    files: &BTreeMap<&str, Vec<u8>>,
    links: &BTreeMap<&str, &str>,
    answers: Option<&BTreeMap<&str, Result<Reply, Trouble>>>,
) -> String {
    let parent = TempDir::new().unwrap();
    let site = parent.path().join("site");
    fs::create_dir(&site).unwrap();
    for (path, bytes) in files {
        let path = site.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    for (path, to) in links {
        let path = site.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(to, path).unwrap();
    }
    let read = read::read(&site, None).unwrap();
    let mut options = driver::options();
    options.check_templates = true;
    let mut build = driver::build(&read.value, &options);
    build.diagnostics.extend(read.diagnostics);
    if let (Some(answers), Some(site)) = (answers, &build.site) {
        let links = external::links(site);
        let urls = links.iter().filter_map(|link| link.url.as_ref());
        let said = external::ask(urls, &Told(answers));
        build.diagnostics.extend(external::findings(&links, &said));
    }
    build
        .diagnostics
        .sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    driver::report(&build, &read.value)
}

/// Runs a page: the complaints about it, and the page with the reports that were given.
fn page(code: &str, text: &str) -> (Vec<String>, String) {
    let mut files: BTreeMap<&str, Vec<u8>> = BTreeMap::from([
        ("site.yaml", driver::PLAIN.into()),
        ("content/_index.md", driver::HOME.into()),
    ]);
    let mut links = BTreeMap::new();
    let mut answers = BTreeMap::new();
    let asks = code.starts_with("link/external-");
    let mut complaints = Vec::new();
    let mut blessed = String::new();
    let mut copied = 0;
    let mut named = false;
    for step in steps(text) {
        match step {
            Step::File { path, change, text } => {
                files.insert(path, changed(text, &change));
            }
            Step::Link { path, to } => {
                links.insert(path, to);
            }
            Step::Without(path) => {
                files.remove(path);
                links.remove(path);
            }
            Step::Answer(url, reply) => {
                answers.insert(url, reply);
            }
            Step::Says(promised, place) => {
                let said = run(&files, &links, asks.then_some(&answers));
                named |= said.contains(&format!("[{code}]"));
                if promised.map(str::trim_end) != Some(&*said) {
                    complaints.push(format!("it says\n\n{said}\n"));
                }
                let ticks = if said.contains("```") { "````" } else { "```" };
                blessed.push_str(&text[copied..place.start]);
                write!(blessed, "\n{ticks}text\n{said}\n{ticks}\n").unwrap();
                copied = place.end;
            }
            Step::Nothing => {
                let said = run(&files, &links, asks.then_some(&answers));
                if !said.is_empty() {
                    complaints.push(format!("it should say nothing, and says\n\n{said}\n"));
                }
            }
        }
    }
    blessed.push_str(&text[copied..]);
    if !named && !NOT_SHOWN.contains(&code) {
        complaints.push(format!("none of its reports names `{code}`"));
    }
    (complaints, blessed)
}

/// The pages by the code that each is about.
fn pages() -> BTreeMap<String, PathBuf> {
    let mut pages = BTreeMap::new();
    let Ok(areas) = fs::read_dir(manual()) else {
        return pages;
    };
    for area in areas
        .map(|area| area.unwrap().path())
        .filter(|path| path.is_dir())
    {
        for file in fs::read_dir(&area).unwrap() {
            let path = file.unwrap().path();
            let area = area.file_name().unwrap().to_str().unwrap();
            let name = path.file_name().unwrap().to_str().unwrap();
            let Some(name) = name.strip_suffix(".md").filter(|name| *name != "_index") else {
                continue;
            };
            pages.insert(format!("{area}/{name}"), path.clone());
        }
    }
    pages
}

#[test]
fn every_code_has_a_page() {
    let pages = pages();
    let missing: Vec<&str> = codes::ALL
        .iter()
        .map(|code| code.name)
        .filter(|name| !pages.contains_key(*name))
        .collect();
    let unknown: Vec<&String> = pages
        .keys()
        .filter(|name| codes::find(name).is_none())
        .collect();
    if !manual().exists() {
        eprintln!("the manual has no pages about diagnostics yet: {missing:#?}");
        return;
    }
    assert_eq!(missing, [""; 0], "codes without a page");
    assert!(unknown.is_empty(), "pages about no code: {unknown:?}");
}

#[test]
fn every_page_about_a_diagnostic_shows_what_alongside_says() {
    let bless = std::env::var_os("ALONGSIDE_BLESS").is_some();
    let mut complaints = String::new();
    for (code, path) in pages() {
        let text = fs::read_to_string(&path).unwrap();
        let (found, blessed) = page(&code, &text);
        if bless && blessed != text {
            fs::write(&path, blessed).unwrap();
        }
        for complaint in found {
            writeln!(
                complaints,
                "docs/content/diagnostics/{code}.md: {complaint}"
            )
            .unwrap();
        }
    }
    assert!(
        complaints.is_empty() || bless,
        "{complaints}\nALONGSIDE_BLESS=1 writes the reports into the pages"
    );
}

#[test]
fn a_page_is_read_as_the_readme_says() {
    let text = r#"# A page

`content/stories/key.md`:

````yaml
---
title: The key
dat: 2026-02-03
---
```
Alongside says nothing.
```
````

Alongside says:

Prose that follows.

`content/stories/key.md` (in Latin-1):

```
---
title: Café
description: x
---
```

Alongside says:

```text
what it once said
```

Without `content/stories/key.md`.

Alongside says nothing.

`content/about.md` (line 5 repeated 1,000 times):

```
---
title: About
description: Us
---
Word.
```

`content/loop.md` (a link to `loop.md`).

Alongside says:
"#;
    let (complaints, blessed) = page("file/link", text);
    let (again, unchanged) = page("file/link", &blessed);
    assert_eq!(again, [""; 0]);
    assert_eq!(unchanged, blessed);
    assert_eq!(complaints.len(), 3, "{complaints:?}");
    assert!(blessed.contains("error[front-matter/unknown-field]: "));
    assert!(blessed.contains("error[file/not-utf8]: "));
    assert!(blessed.contains("error[file/link]: "));
    assert!(!blessed.contains("what it once said"));
    assert!(blessed.contains("Prose that follows."));
}
