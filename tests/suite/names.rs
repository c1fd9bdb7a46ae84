//! The names of the output: what `check` passes can be published, and what is published is what the preview shows.
//!
//! Sites of hostile names are made at random from a seed; each failure prints the site that it was.

use std::collections::BTreeSet;
use std::path::Path;

use alongside::config::Environment;
use alongside::diagnostic::Severity;
use alongside::path::{UrlPath, portable};
use alongside::pipeline::{Edition, Press, Purpose, Session};
use alongside::read;
use alongside::site::outputs::{Kind, TABLE};

use super::driver::{Built, SiteTest, bytes, page};

/// How many random sites there are: enough that most of the hostile names are met in each place that takes a name.
const SITES: u64 = 80;

/// Names that are hostile to a disk, a host or Alongside's own files, beside plain ones that let things meet.
const NAMES: &[&str] = &[
    "robots.txt",
    "sitemap.xml",
    "sitemap-2.xml",
    "_headers",
    "_redirects",
    "404.html",
    "410.html",
    "build.json",
    "index.json",
    "llms.txt",
    ".alongside-manifest.json",
    ".alongside-unfinished",
    "assets",
    "search",
    "page",
    "feed.xml",
    "feed.json",
    "index.html",
    "index.md",
    "event.ics",
    "con",
    "nul",
    "aux.x",
    "com1",
    "LPT9.txt",
    "dot.",
    "a:b",
    "what?",
    "star*",
    "<b>",
    "quo\"te",
    "pipe|",
    "hash#",
    ".git",
    "..",
    ".",
    "__alongside",
    "2",
    "map",
    "glossary",
    "cy",
    "About",
    "about",
    "ABOUT",
    "caf\u{e9}",
    "cafe\u{301}",
    "a",
    "b",
    "a.html",
    "b.html",
    "old.htm",
    "news",
    "index",
];

/// A small generator of numbers (Steele, Lea and Flood, SplitMix64): a test must be the same in each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    /// A name: plain ones mostly, or no site would pass; then one of the list, or one that is too long or nearly so.
    fn name(&mut self) -> String {
        if !self.one_in(16) {
            return format!("n{}", self.below(30));
        }
        match self.below(30) {
            0 => "x".repeat(250 + self.below(10)),
            1 => "ŷ".repeat(90 + self.below(40)),
            2 => format!("{}.html", "h".repeat(255)),
            _ => NAMES[self.below(NAMES.len())].to_owned(),
        }
    }

    /// A few names as a path.
    fn path(&mut self) -> String {
        let depth = match self.below(60) {
            0 => 62 + self.below(6),
            _ => 1 + self.below(3),
        };
        let names: Vec<String> = (0..depth).map(|_| self.name()).collect();
        names.join("/")
    }
}

/// A path that can be a file of a site's folder: `read` refuses others, and has tests of its own.
fn may_be_a_source(path: &str) -> bool {
    path.split('/').all(|name| {
        !name.is_empty()
            && !name.starts_with('.')
            && name.len() <= 255
            && portable::source_name_fault(name).is_none()
    })
}

/// A text as YAML takes it whatever it holds.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A site of hostile names.
fn random_site(random: &mut Random) -> SiteTest {
    let mut settings = String::from("llms_txt: true\nmarkdown_copies: true\n");
    if random.one_in(3) {
        settings.push_str("search: false\n");
    }
    if random.one_in(3) {
        settings.push_str("taxonomies: {themes: {feed: true, map: true}}\n");
    }
    if random.one_in(3) {
        let name = random.path();
        settings.push_str(&format!(
            "types: {{note: {{sections: [news], permalink: {}}}}}\n",
            quoted(&format!(
                "/{name}/{{slug}}{}",
                ["", "/", ".html"][random.below(3)]
            ))
        ));
    }
    if random.one_in(2) {
        settings.push_str("redirects:\n");
        for _ in 0..random.below(4) {
            let from = random.path();
            settings.push_str(&format!("  {}: /\n", quoted(&format!("/{from}"))));
        }
    }
    let mut files: Vec<(String, String)> = Vec::new();
    for number in 0..2 + random.below(5) {
        let mut fields = String::new();
        if random.one_in(2) {
            fields.push_str(&format!("slug: {}\n", quoted(&random.name())));
        }
        if random.one_in(3) {
            let alias = random.path();
            fields.push_str(&format!("aliases: [{}]\n", quoted(&format!("/{alias}"))));
        }
        if random.one_in(3) {
            fields.push_str("themes: [trust, time]\n");
        }
        let folder = ["", "news/", "events/", "assets/", "search/"][random.below(5)];
        let place = match random.below(4) {
            0 => format!("{folder}n{number}/index"),
            1 => format!("{folder}n{number}/_index"),
            _ => format!("{folder}n{number}"),
        };
        if folder == "events/" {
            fields.push_str("start_date: 2026-12-01T10:00\nlocation: {name: Here}\n");
        }
        files.push((
            format!("content/{place}.md"),
            page(&format!("Page {number}"), &fields, "Words.\n"),
        ));
        if place.ends_with("/index") && random.one_in(2) {
            let name = random.name();
            files.push((
                format!("content/{folder}n{number}/{name}"),
                "A file of a bundle.".into(),
            ));
        }
    }
    for _ in 0..random.below(4) {
        files.push((format!("static/{}", random.path()), "A file.".into()));
    }
    files.retain(|(path, _)| may_be_a_source(path));
    // What `read` would refuse by comparing names is no site.
    let mut seen = BTreeSet::new();
    files.retain(|(path, _)| seen.insert(UrlPath::new(path).collision_key()));
    let paths: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
    files.retain(|(path, _)| {
        let is_folder = |other: &String| {
            let folder = format!("{}/", UrlPath::new(path).collision_key());
            UrlPath::new(other).collision_key().starts_with(&folder)
        };
        !paths.iter().any(is_folder)
    });
    let borrowed: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    SiteTest::new(&borrowed).settings(&settings)
}

/// Every file of the output of a site, as the press hands them on even where something is wrong.
fn printed(edition: &Edition) -> Vec<(String, Vec<u8>)> {
    let made = std::sync::Mutex::new(Vec::new());
    Press::default().print(edition, Purpose::Publish, &|artifact| {
        let file = (artifact.path.to_string(), bytes(&artifact));
        made.lock().unwrap().push(file);
    });
    let mut made = made.into_inner().unwrap();
    made.sort();
    made
}

/// Why a set of files cannot be laid on every disk; none when it can.
fn cannot_be_laid(paths: &[String]) -> Option<String> {
    let mut files = BTreeSet::new();
    for path in paths {
        if let Some(fault) = portable::fault(path)
            && !matches!(fault, portable::Fault::Name(..))
        {
            return Some(format!("{path}: {fault:?}"));
        }
        if !files.insert(UrlPath::new(path).collision_key()) {
            return Some(format!("{path} is there twice"));
        }
    }
    for path in &files {
        let mut above = path.as_str();
        while let Some((folder, _)) = above.rsplit_once('/') {
            if files.contains(folder) {
                return Some(format!("{folder} is a file and a folder"));
            }
            above = folder;
        }
    }
    None
}

/// Whether the preview has exactly what was printed, byte for byte; what the search makes is apart.
#[track_caller]
fn is_shown_alike(site: &SiteTest, edition: &Edition, files: &[(String, Vec<u8>)]) {
    let outputs = edition.outputs().unwrap();
    let of_search = |path: &str| {
        edition.site.as_ref().unwrap().config.search
            && alongside::search::is_own(&format!("/{path}"))
    };
    for (path, expected) in files.iter().filter(|(path, _)| !of_search(path)) {
        assert!(outputs.has(path), "the preview lacks {path}\n{site:?}");
        let shown = match outputs.file(path) {
            Some(Ok(artifact)) => read::bytes(&artifact.bytes).unwrap(),
            other => panic!("{path}: {other:?}"),
        };
        assert!(*shown == **expected, "{path} differs\n{site:?}");
    }
    let written: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let asked = NAMES.iter().flat_map(|name| {
        let below = ["", "news/", "events/", "n0/", "assets/", "cy/"];
        below.map(|folder| format!("{folder}{name}"))
    });
    let claimed = edition.site.as_ref().unwrap().registry.addresses();
    let claimed: Vec<String> = claimed
        .into_iter()
        .map(|url| UrlPath::new(url).output().to_string())
        .collect();
    for path in asked.chain(claimed) {
        if !written.contains(&*path) {
            assert!(
                !outputs.has(&path) && outputs.file(&path).is_none(),
                "the preview has {path}, which is not written\n{site:?}"
            );
        }
    }
}

#[test]
fn what_check_passes_can_be_published_and_is_what_the_preview_shows() {
    let (mut passed, mut refused) = (0, 0);
    for seed in 0..SITES {
        let site = random_site(&mut Random(seed));
        let edition = Session::default().update(&site.files(), site.options());
        let diagnostics = edition.diagnostics(&[]);
        let has_errors = diagnostics
            .iter()
            .any(|found| found.severity == Severity::Error);
        if has_errors {
            refused += 1;
            // Of these sites nothing but their names is wrong, and each such finding says what to do.
            for found in &diagnostics {
                assert!(found.help.is_some(), "{found:?}");
            }
            continue;
        }
        passed += 1;
        let files = printed(&edition);
        let paths: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
        assert_eq!(cannot_be_laid(&paths), None, "seed {seed}: {site:?}");
        is_shown_alike(&site, &edition, &files);
    }
    assert!(
        passed > 5 && refused > 5,
        "{passed} passed, {refused} were refused"
    );
}

/// Every claim of the table is a file that is made, and every file that is made is claimed by it.
#[track_caller]
fn table_and_files_agree(built: &Built, edition: &Edition) {
    let site = edition.site.as_ref().unwrap();
    let made: BTreeSet<String> = built.all().into_keys().collect();
    assert!(!made.is_empty(), "{}", built.diagnostics());
    let mut claimed = BTreeSet::new();
    for (kind, _, url) in site.registry.files() {
        if kind == Kind::Records {
            continue;
        }
        let path = UrlPath::new(url).output().to_string();
        assert!(
            made.contains(&path),
            "{kind:?} claims {path}, and it is not made"
        );
        claimed.insert(path);
    }
    let outputs = edition.outputs().unwrap();
    for path in made {
        let is_known = claimed.contains(&path)
            || outputs.has(&path)
            || alongside::search::is_own(&format!("/{path}"));
        assert!(
            is_known,
            "{path} is made, and no row of the table claims it"
        );
    }
}

#[test]
fn what_the_table_claims_is_made_and_what_is_made_it_claims() {
    let site = SiteTest::bilingual(
        "llms_txt: true\nmarkdown_copies: true\nredirects: {/old/: /, /gone.php: /, /older.html: /}\ntaxonomies: {themes: {feed: true, map: true}}\n",
        &[
            (
                "content/events/fair.md",
                &page(
                    "Fair",
                    "start_date: 2026-12-01T10:00\nlocation: {name: Here}\nthemes: [trust, time]\n",
                    "",
                ),
            ),
            (
                "content/events/own/index.md",
                &page(
                    "Own",
                    "start_date: 2026-12-01T10:00\nlocation: {name: Here}\nthemes: [trust, time]\n",
                    "[Put it in a calendar](event.ics)\n",
                ),
            ),
            ("content/events/own/event.ics", "BEGIN:VCALENDAR"),
            ("content/news/a.cy.md", &page("A", "aliases: [/hen/]", "")),
            ("static/robots.txt", "User-agent: *\n"),
            ("static/assets/x.png", "x"),
            ("static/x/index.html", "<p>x</p>"),
        ],
    );
    let files = site.files();
    let edition = Session::default().update(&files, site.options());
    let built = site.build();
    table_and_files_agree(&built, &edition);
    let shown: Vec<(String, Vec<u8>)> = built.all().into_iter().collect();
    is_shown_alike(&site, &edition, &shown);
    // The table names each kind once, and a site with everything has each kind but those of pictures.
    assert_eq!(built.file("events/own/event.ics"), "BEGIN:VCALENDAR");
    assert!(
        built
            .file("events/fair/event.ics")
            .starts_with("BEGIN:VCALENDAR\r\n")
    );
    let kinds: BTreeSet<Kind> = edition
        .site
        .as_ref()
        .unwrap()
        .registry
        .files()
        .into_iter()
        .map(|(kind, ..)| kind)
        .collect();
    let foreseen = TABLE.iter().map(|row| row.kind).filter(|kind| {
        !matches!(
            kind,
            Kind::Fallback | Kind::Asset | Kind::ShareCard | Kind::Picture
        )
    });
    assert_eq!(kinds, foreseen.collect());
}

#[test]
fn the_sample_site_and_the_manual_have_what_the_table_says() {
    for folder in ["", "docs"] {
        let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let read = read::read(&place, None).unwrap();
        let files = read.value;
        let options = super::driver::options();
        let edition = Session::default().update(&files, &options);
        let built = Built::new(super::driver::build(&files, &options), &files);
        table_and_files_agree(&built, &edition);
    }
}

#[test]
fn files_of_static_are_shown_as_they_are_published() {
    let site = SiteTest::new(&[
        ("static/llms.txt", "Mine."),
        ("static/assets/x.png", "x"),
        ("static/search/notes.txt", "Notes."),
        ("static/talks/index.html", "<p>Talks</p>"),
        ("static/talks/feed.xml", "<feed/>"),
    ]);
    let edition = Session::default().update(&site.files(), site.options());
    let built = site.clean();
    for path in [
        "llms.txt",
        "assets/x.png",
        "search/notes.txt",
        "talks/index.html",
        "talks/feed.xml",
    ] {
        let shown = edition.outputs().unwrap().file(path).unwrap().unwrap();
        assert_eq!(bytes(&shown), built.all()[path], "{path}");
    }
}

/// The one finding of a site, as `file:line:column code message`.
#[track_caller]
fn only(site: &SiteTest) -> String {
    let mut findings = site.findings();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings.remove(0)
}

#[test]
fn a_name_that_cannot_be_is_told_at_its_line() {
    let about = |fields: &str| SiteTest::new(&[("content/about.md", &page("About", fields, ""))]);
    let long = "h".repeat(260);
    let deep = "d/".repeat(70);
    let cases: [(SiteTest, &str); 12] = [
        (
            about("slug: robots.txt"),
            "content/about.md:4:7 address/collision the page “About” has the address `/robots.txt/`, which needs a folder where `/robots.txt` is a file",
        ),
        (
            about("slug: 404.html"),
            "content/about.md:4:7 address/collision the page “About” has the address `/404.html/`, which needs a folder where `/404.html` is a file",
        ),
        (
            about("slug: _headers"),
            "content/about.md:4:7 address/collision the page “About” has the address `/_headers/`, which needs a folder where `/_headers` is a file",
        ),
        (
            about("slug: con"),
            "content/about.md:4:7 address/name the name `con` is reserved on Windows, where the site could not be opened",
        ),
        (
            about("slug: aux.x"),
            "content/about.md:4:7 address/name the name `aux.x` is reserved on Windows, where the site could not be opened",
        ),
        (
            about("slug: assets"),
            "content/about.md:4:7 address/reserved the address `/assets/` has the part `assets`, which Alongside keeps for itself",
        ),
        (
            about("aliases: [/sitemap.xml]"),
            "content/about.md:4:11 redirect/taken the old address `/sitemap.xml` is the address of a file that Alongside makes",
        ),
        (
            about("").settings("redirects: {/build.json: /about/}\n"),
            "site.yaml:6:13 redirect/taken the old address `/build.json` is the address of a file that Alongside makes",
        ),
        (
            about("type: note").settings(&format!(
                "types: {{note: {{permalink: '/{long}/{{slug}}/'}}}}\n"
            )),
            "site.yaml:6:27 address/too-long the name `hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh…` has 260 bytes, and no disk holds more than 255",
        ),
        (
            about("type: note").settings(&format!(
                "types: {{note: {{permalink: '/{deep}{{slug}}/'}}}}\n"
            )),
            "site.yaml:6:27 address/too-long the path `d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/…` lies in 71 folders, and 64 are the most",
        ),
        (
            about("").edit("static/sitemap-2.xml", "x"),
            "static/sitemap-2.xml:1:1 address/reserved the address `/sitemap-2.xml` is kept for the sitemap that Alongside makes",
        ),
        (
            about("")
                .edit("static/llms.txt", "x")
                .settings("llms_txt: true\n"),
            "static/llms.txt:1:1 address/collision this file has the address `/llms.txt`, which is already taken",
        ),
    ];
    for (site, expected) in cases {
        assert_eq!(only(&site), expected);
    }
}

#[test]
fn an_old_address_that_no_file_can_have_is_still_followed_where_the_host_can() {
    let site = SiteTest::new(&[("content/about.md", &page("About", "", ""))])
        .settings("redirects: {'/wiki/Talk:Main/': /about/, /con/: /about/}\n");
    let built = site.build();
    assert!(!built.has_page("/con/") && !built.has_page("/wiki/Talk:Main/"));
    assert!(built.file("_redirects").contains("/con/ /about/ 301\n"));
    assert!(built.diagnostics().contains("advice[redirect/no-page]"));
}

#[test]
fn rules_for_robots_of_a_site_serve_in_place_of_ours() {
    let site = SiteTest::new(&[("static/robots.txt", "User-agent: *\nDisallow: /drafts/\n")]);
    assert_eq!(
        site.clean().file("robots.txt"),
        "User-agent: *\nDisallow: /drafts/\n\nSitemap: https://network.example/sitemap.xml\n"
    );
    let preview = site.environment(Environment::Preview).build();
    assert_eq!(preview.file("robots.txt"), "User-agent: *\nAllow: /\n");
}

#[test]
fn a_permalink_that_ends_in_html_is_that_file() {
    let site = SiteTest::new(&[
        ("content/talks/one.md", &page("One", "date: 2026-01-01", "[two](two.md)\n")),
        ("content/talks/two.md", &page("Two", "date: 2026-01-02", "")),
        ("content/talks/two.txt", "x"),
    ])
    .settings("types: {talk: {sections: [talks], permalink: '/{year}/{slug}.html'}}\nmarkdown_copies: true\n");
    let built = site.clean();
    assert!(built.has("2026/one.html") && built.has("2026/two/index.md"));
    assert!(
        built
            .file("2026/one.html")
            .contains("href=\"/2026/two.html\"")
    );
    assert!(
        built
            .file("sitemap.xml")
            .contains("https://network.example/2026/one.html<")
    );
    let edition = Session::default().update(&site.files(), site.options());
    assert!(edition.outputs().unwrap().has("2026/one.html"));
}
