//! A site that is held in memory and edited: it is what a build from nothing makes, and no more work than the edit asks for.
//!
//! The first is a property over random edits; the second is counted, never timed.

use std::collections::BTreeMap;
use std::sync::Mutex;

use alongside::files::Artifact;
use alongside::pipeline::{Edition, Press, Purpose, Session};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::driver::{self, SiteTest, page};

/// A site that is held in memory.
#[derive(Default)]
struct Held {
    session: Session,
    /// Makes whole sites.
    press: Press,
    /// Looks for the mistakes of templates, as the preview does behind what it shows.
    proofs: Press,
}

/// What an edit cost.
#[derive(Debug, PartialEq, Eq)]
struct Cost {
    parsed: usize,
    rendered: usize,
}

impl Held {
    fn update(&mut self, site: &SiteTest) -> Edition {
        self.session.update(&site.files(), site.options())
    }

    /// Takes an edit and counts what it cost.
    fn cost(&mut self, site: &SiteTest) -> Cost {
        let edition = self.update(site);
        let printed = self.proofs.proof(&edition, &|| false);
        assert_eq!(printed.diagnostics, []);
        Cost {
            parsed: printed.summary.parsed,
            rendered: printed.summary.rendered,
        }
    }

    /// Takes an edit and makes the whole site: its files, and the report.
    fn whole(&mut self, site: &SiteTest) -> (BTreeMap<String, Vec<u8>>, String) {
        let edition = self.update(site);
        let made = Mutex::new(BTreeMap::new());
        let printed = self
            .press
            .print(&edition, Purpose::Publish, &|artifact: Artifact| {
                let bytes = driver::bytes(&artifact);
                made.lock()
                    .unwrap()
                    .insert(artifact.path.to_string(), bytes);
            });
        let found = edition.diagnostics(&printed.diagnostics);
        let report = driver::report_of(&found, &edition.sources(&site.files(), &found));
        let made = made.into_inner().unwrap();
        // What is asked for one by one, as the preview does, is the same.
        if let Some(outputs) = edition.outputs() {
            for (path, bytes) in made.iter().filter(|(path, _)| !path.starts_with("search/")) {
                if let Some(Ok(file)) = outputs.file(path) {
                    assert_eq!(driver::bytes(&file), *bytes, "{path}");
                } else if found.is_empty() {
                    panic!("{path} is not to be had alone");
                }
            }
        }
        (made, report)
    }
}

/// A site with something of everything.
fn site() -> SiteTest {
    let theme = "extends: hearth\n";
    let hand = "{% if page.fields.hand %}<p class=\"hand\">{{ page.fields.hand }}</p>{% endif %}";
    SiteTest::bilingual(
        "theme: own\ntaxonomies:\n  themes: {feed: true, paginate: 2}\n  authors: {type: person, closed: false}\n\
         types: {story: {open: true}}\nmarkdown_copies: true\n",
        &[
            ("themes/own/theme.yaml", theme),
            ("themes/own/templates/partials/hand.html", hand),
            (
                "themes/own/templates/story.html",
                "{% extends \"base.html\" %}\n{% block main %}\n<article><h1>{{ page.title }}</h1>\n\
                 {% include \"partials/care.html\" %}\n{% include \"partials/hand.html\" %}\n{{ body }}</article>\n{% endblock %}\n",
            ),
            (
                "content/stories/_index.md",
                &page("Stories", "paginate: 2", ""),
            ),
            (
                "content/stories/key.md",
                &page(
                    "The key",
                    "themes: [trust, time]\ndate: 2026-01-01\nauthors: [Mair]",
                    "A *gate* and [a walk](walk.md).\n\n## Locks\n\nMore.\n",
                ),
            ),
            (
                "content/stories/key.cy.md",
                &page("Yr allwedd", "", "Geiriau am [[The key]].\n"),
            ),
            (
                "content/stories/walk.md",
                &page(
                    "A walk",
                    "themes: [time]\ndate: 2026-01-02",
                    "Words, and [[the key]].\n",
                ),
            ),
            (
                "content/stories/rain.md",
                &page(
                    "Rain",
                    "themes: [trust]\ndate: 2026-01-03",
                    "Rain.\n\n::: quote\nIt rained.\n:::\n",
                ),
            ),
            (
                "content/news/one.md",
                &page("First news", "date: 2026-01-04", "Some news of trust.\n"),
            ),
            (
                "content/news/two.md",
                &page(
                    "Second news",
                    "date: 2026-01-05\naliases: [/old/]",
                    "Other news.\n",
                ),
            ),
            (
                "content/about.md",
                &page("About", "weight: 2", "About us.\n"),
            ),
            (
                "content/themes/trust.md",
                &page("Trust", "synonyms: [confidence]", "On trust.\n"),
            ),
            (
                "content/themes/time.md",
                &page("Time", "related: [trust]", "On time.\n"),
            ),
            ("content/themes/trust.cy.md", &page("Ymddiriedaeth", "", "")),
            ("content/people/mair.md", &page("Mair", "", "A worker.\n")),
            ("data/facts.yaml", "towns: [Westmarsh]\n"),
            (
                "data/glossary.yaml",
                &glossary("hinge", "What a door hangs on."),
            ),
            ("static/robots-note.txt", "a file\n"),
        ],
    )
}

/// A glossary of two words; the second stands in two pages from the beginning.
fn glossary(word: &str, definition: &str) -> String {
    format!(
        "- word: {word}\n  definition: {definition}\n\
         - word: {{en: gate, cy: geiriau}}\n  definition: {{en: A way in., cy: Yr hyn a ddywedir.}}\n"
    )
}

/// One random edit: which kind, and two numbers that say of what.
type Edit = (u8, usize, usize);

const WORDS: [&str; 8] = [
    "hinge",
    "lantern",
    "trust",
    "time",
    "walk",
    "ymddiriedaeth",
    "Rain",
    "orchard",
];

fn edited(site: &SiteTest, (kind, at, with): Edit) -> SiteTest {
    let paths: Vec<String> = site
        .paths()
        .filter(|path| path.starts_with("content/") && path.ends_with(".md"))
        .map(str::to_owned)
        .collect();
    let path = &paths[at % paths.len()];
    let text = site.text(path).to_owned();
    let word = WORDS[with % WORDS.len()];
    let replaced = |from: &str, to: &str| site.clone().edit(path, &text.replacen(from, to, 1));
    match kind % 18 {
        0 => site
            .clone()
            .edit(path, &format!("{text}\nA new paragraph about {word}.\n")),
        1 => replaced("title: ", &format!("title: {word} ")),
        2 => replaced("description: ", &format!("description: {word}, ")),
        3 => replaced("\n---\n", &format!("\nthemes: [{word}]\n---\n")),
        4 => site.clone().edit(
            path,
            &format!("{text}\n## {word} {with}\n\nSee [[{word}]] and [a page](../about.md).\n"),
        ),
        5 => replaced("\n---\n", "\ndraft: true\n---\n"),
        6 => replaced("draft: true\n", ""),
        7 => site.clone().edit(
            &format!("content/news/{word}-{}.md", with % 3),
            &page(
                word,
                &format!("date: 2026-02-{:02}", with % 27 + 1),
                &format!("News of {word}.\n"),
            ),
        ),
        // A page goes, but not the home page.
        8 if !path.contains("_index") => site.clone().without(path),
        // A page moves.
        9 if !path.contains("_index") => {
            let name = path.rsplit('/').next().unwrap();
            site.clone().without(path).edit(
                &format!(
                    "content/{}/{name}",
                    ["stories", "news", "articles"][with % 3]
                ),
                &text,
            )
        }
        10 => site.clone().edit(
            "content/themes/time.md",
            &page(
                &format!("Time {word}"),
                &format!("synonyms: [{word}]"),
                "On time.\n",
            ),
        ),
        11 => site.clone().edit(
            "themes/own/templates/partials/hand.html",
            &format!("<p>{word} {with}</p>"),
        ),
        12 => site.clone().edit(
            "themes/own/messages/en.yaml",
            &format!("list: {{empty: \"{word} {with}\"}}\n"),
        ),
        13 => site.clone().edit(
            "site.yaml",
            &format!(
                "{}# {word}\n",
                site.text("site.yaml")
                    .replace("paginate: 2", &format!("paginate: {}", with % 3 + 1))
            ),
        ),
        14 => site
            .clone()
            .edit("data/facts.yaml", &format!("towns: [{word}]\n"))
            .edit("static/robots-note.txt", word),
        // A mistake, which stays until another edit of the same file.
        15 => site.clone().edit(
            "themes/own/templates/partials/hand.html",
            if with % 2 == 0 {
                "{{ page.nothing }}"
            } else {
                ""
            },
        ),
        16 => site.clone().edit(
            "data/glossary.yaml",
            &if with % 5 == 0 {
                String::new()
            } else {
                glossary(word, &format!("It is said {with} times."))
            },
        ),
        17 => {
            let config = site.text("site.yaml");
            let turned = if config.contains("markdown_copies: true") {
                config.replace("markdown_copies: true", "markdown_copies: false")
            } else {
                config.replace("markdown_copies: false", "markdown_copies: true")
            };
            site.clone().edit("site.yaml", &turned)
        }
        _ => site.clone(),
    }
}

/// Edits a site at random, as often as there are cases, and holds each state against one built from nothing. `look` is shown each
/// state before.
fn edited_at_random(
    cases: u32,
    first: fn() -> SiteTest,
    edit_it: fn(&SiteTest, Edit) -> SiteTest,
    look: impl Fn(&mut Held, &SiteTest),
) {
    let edits = prop::collection::vec((any::<u8>(), 0..1000_usize, 0..1000_usize), 1..7);
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    let held = Mutex::new(Held::default());
    runner
        .run(&edits, |edits| {
            // One session lives through all cases: going back to the first state is an edit like others.
            let mut held = held.lock().unwrap();
            let mut now = first();
            held.update(&now);
            for edit in edits {
                now = edit_it(&now, edit);
                look(&mut held, &now);
                let (warm, report) = held.whole(&now);
                let (cold, told) = Held::default().whole(&now);
                prop_assert_eq!(&report, &told);
                let differing: Vec<&String> = warm
                    .keys()
                    .chain(cold.keys())
                    .filter(|path| warm.get(*path) != cold.get(*path))
                    .collect();
                prop_assert!(differing.is_empty(), "{:?}: {:?}", edit, differing);
                // A draft of the home page holds the whole site, and says so.
                let is_held = report.contains("front-matter/home-held");
                let is_mistaken = report.contains("error");
                prop_assert!(cold.len() > 50 || is_held || is_mistaken, "{}", report);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn after_any_edits_a_held_site_is_the_one_built_from_nothing() {
    edited_at_random(10, site, edited, |_, _| ());
}

/// A site on which titles matter: lists by title and by weight, pages without a date, a menu, names that links ask for, pages
/// of one title, a page that is held back, a picture, a warning.
fn titled_site() -> SiteTest {
    let picture = "image: {src: tree.svg, alt: A tree.}\ndate: 2026-01-09";
    let menu = "menus:\n  main: [/about/, /stories/, {label: Second, url: /news/two/}]\n";
    let site = site();
    let config = format!("{}{menu}", site.text("site.yaml"));
    let files = [
        ("content/guides/_index.md", page("Guides", "sort_by: title\ncascade: {license: CC0-1.0}", "")),
        ("content/guides/a.md", page("Apples", "date: 2026-02-01", "A.\n")),
        ("content/guides/b.md", page("Bread", "date: 2026-02-02", "B.\n")),
        ("content/guides/c.md", page("Cake", "", "See [[Bread]].\n")),
        ("content/tips/_index.md", page("Tips", "sort_by: weight", "")),
        ("content/tips/a.md", page("Apples", "weight: 1", "A.\n")),
        ("content/tips/b.md", page("Plums", "weight: 1", "B.\n")),
        ("content/news/held.md", page("Held", "draft: true", "Not yet.\n")),
        ("content/news/tree/index.md", page("Tree", picture, "Tree.\n")),
        (
            "content/news/tree/tree.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><script>1</script><path d=\"M0 0h9v9\"/></svg>".to_owned(),
        ),
        ("content/news/three.md", page("Third news", "nonsense: yes", "Words.\n")),
    ];
    files
        .into_iter()
        .fold(site.edit("site.yaml", &config), |site, (path, text)| {
            site.edit(path, &text)
        })
}

/// An edit of a page's words: its title, description or first paragraph; or of what a section hands down.
fn reworded(site: &SiteTest, (kind, at, with): Edit) -> SiteTest {
    const TITLES: [&str; 12] = [
        "Bread",
        "Aardvark",
        "Zebra",
        "the key",
        "Rain",
        "walk",
        "Apples",
        "Trust",
        "About",
        "Held",
        "Something else",
        "Apples (Guides)",
    ];
    let paths: Vec<&str> = site
        .paths()
        .filter(|path| path.starts_with("content/") && path.ends_with(".md"))
        .collect();
    let path = paths[at % paths.len()];
    let text = site.text(path);
    let line = |name: &str, value: &str| {
        let lines = text.lines().map(|line| match line.starts_with(name) {
            true => format!("{name}{value}\n"),
            false => format!("{line}\n"),
        });
        lines.collect::<String>()
    };
    let edited = match kind % 5 {
        0 | 1 => line("title: ", TITLES[with % TITLES.len()]),
        2 => line("description: ", &format!("Said {with} times.")),
        3 => {
            let path = "content/guides/_index.md";
            let licence = ["CC0-1.0", "CC-BY-4.0"];
            let [from, to] = match site.text(path).contains(licence[0]) {
                true => licence,
                false => [licence[1], licence[0]],
            };
            return site.clone().edit(path, &site.text(path).replace(from, to));
        }
        _ => match text.rsplit_once("---\n") {
            Some((head, body)) => format!("{head}---\nFirst {with}.\n\n{body}"),
            None => text.to_owned(),
        },
    };
    site.clone().edit(path, &edited)
}

#[test]
fn after_any_other_words_a_held_site_is_the_one_built_from_nothing() {
    let ways = Mutex::new(BTreeMap::<bool, usize>::new());
    edited_at_random(8, titled_site, reworded, |held, now| {
        let edition = held.update(now);
        let mut stages = edition.summary.stages.iter();
        let is_assembled = stages.any(|(name, _)| *name == "assemble");
        *ways.lock().unwrap().entry(is_assembled).or_default() += 1;
    });
    // Some words decide where something stands or leads, and some do not.
    let ways = ways.into_inner().unwrap();
    assert!(
        ways.len() == 2 && ways.values().all(|times| *times > 2),
        "{ways:?}"
    );
}

#[test]
fn an_edited_glossary_and_copies_are_those_of_a_build_from_nothing() {
    let mut held = Held::default();
    let before = site();
    let config = before.text("site.yaml").to_owned();
    let without = config.replace("markdown_copies: true\n", "");
    let key = before.text("content/stories/key.md").to_owned();
    let told = glossary("hinge", "What a door turns on.").replace("A way in.", "What is opened.");
    let states = [
        before.clone(),
        // A meaning, a new word, no word, no file.
        before.clone().edit("data/glossary.yaml", &told),
        before
            .clone()
            .edit("data/glossary.yaml", &glossary("rain", "Water.")),
        before.clone().edit("data/glossary.yaml", ""),
        before.clone().without("data/glossary.yaml"),
        // A text alone, which its copy follows.
        before
            .clone()
            .edit("content/stories/key.md", &format!("{key}A hinge.\n")),
        before.clone().edit("site.yaml", &without),
        before.clone(),
    ];
    let mut seen = Vec::new();
    for state in &states {
        let (warm, report) = held.whole(state);
        let (cold, told) = Held::default().whole(state);
        assert_eq!(report, told);
        assert!(warm == cold, "{report}");
        let text = |path: &str| {
            let bytes = warm.get(path).cloned().unwrap_or_default();
            String::from_utf8(bytes).unwrap()
        };
        seen.push((
            text("stories/key/index.html"),
            text("stories/key/index.md"),
            text("stories/rain/index.html"),
        ));
    }
    assert!(seen[0].0.contains("A way in.") && seen[0].1.contains("gate"));
    assert!(seen[1].0.contains("What is opened."));
    assert!(seen[2].2.contains("Water."));
    for without in [&seen[3], &seen[4]] {
        assert!(!without.0.contains("A way in."), "{}", without.0);
    }
    assert!(seen[5].0.contains("What a door hangs on.") && seen[5].1.contains("A hinge."));
    assert!(seen[6].1.is_empty());
    assert_eq!(seen[7], seen[0]);
}

/// The pages of the output that differ between two builds.
fn differing_pages(before: &SiteTest, after: &SiteTest) -> usize {
    let pages = before.clean().differing(&after.clean());
    pages
        .iter()
        .filter(|path| path.ends_with(".html") && !path.starts_with("old/"))
        .count()
}

#[test]
fn nothing_changed_is_no_work() {
    let mut held = Held::default();
    let first = held.cost(&site());
    assert!(first.parsed > 10 && first.rendered > 20, "{first:?}");
    let nothing = Cost {
        parsed: 0,
        rendered: 0,
    };
    assert_eq!(held.cost(&site()), nothing);
}

#[test]
fn an_edited_paragraph_costs_one_page() {
    let mut held = Held::default();
    let before = site();
    held.cost(&before);
    let text = before.text("content/stories/key.md").to_owned();
    let after = before.edit(
        "content/stories/key.md",
        &format!("{text}And more words.\n"),
    );
    let one = Cost {
        parsed: 1,
        rendered: 1,
    };
    assert_eq!(held.cost(&after), one);
    // Nothing was assembled for it.
    let again = site().edit(
        "content/stories/key.md",
        &format!("{text}And other words.\n"),
    );
    let stages: Vec<&str> = held
        .update(&again)
        .summary
        .stages
        .iter()
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(stages, ["configure", "parse", "compare"]);
    // Whoever goes back finds what was known.
    assert_eq!(held.cost(&site()).parsed, 0);
}

#[test]
fn the_gate_is_asked_again_when_a_date_has_come() {
    let text = page("Later news", "date: 2026-11-23", "Soon.\n");
    let site = site().edit("content/news/later.md", &text);
    let mut session = Session::default();
    let mut shows = |now: &str| {
        let site = site.clone().now(now);
        let edition = session.update(&site.files(), site.options());
        let outputs = edition.outputs().unwrap();
        outputs.file("news/later/index.html").is_some()
    };
    assert!(!shows("2026-11-22T12:00:00Z"));
    assert!(!shows("2026-11-22T23:59:59Z"));
    assert!(shows("2026-11-23T00:00:00Z"));
    assert!(!shows("2026-11-22T23:59:59Z"));
}

#[test]
fn an_event_that_ends_is_over_on_every_page_that_shows_it() {
    let fields = "date: 2026-11-01\nthemes: [trust]\nstart_date: 2026-11-20\nend_date: 2026-11-23";
    let site = site().edit("content/events/fair.md", &page("Fair", fields, "Stalls.\n"));
    let mut held = Held::default();
    let mut shows = |now: &str| {
        let site = site.clone().now(now);
        let (warm, _) = held.whole(&site);
        let (cold, _) = Held::default().whole(&site);
        assert!(warm == cold, "{now}");
        let shows = |path: &str, words: &str| {
            let html = std::str::from_utf8(&warm[path]).unwrap();
            html.contains(words)
        };
        [
            shows("events/fair/index.html", "has taken place"),
            shows("events/index.html", "Past events"),
            shows("themes/trust/index.html", ">past<"),
            !shows("index.html", "What is on"),
        ]
    };
    assert_eq!(shows("2026-11-22T12:00:00Z"), [false; 4]);
    assert_eq!(shows("2026-11-23T23:59:59Z"), [false; 4]);
    assert_eq!(shows("2026-11-24T00:00:00Z"), [true; 4]);
    assert_eq!(shows("2026-11-23T23:59:59Z"), [false; 4]);
}

#[test]
fn a_changed_title_costs_the_pages_that_show_it() {
    let mut held = Held::default();
    let before = site();
    held.cost(&before);
    let text = before.text("content/news/one.md").to_owned();
    let after = before.clone().edit(
        "content/news/one.md",
        &text.replace("title: First news", "title: Early news"),
    );
    let differing = differing_pages(&before, &after);
    assert!((2..20).contains(&differing), "{differing}");
    let expected = Cost {
        parsed: 1,
        rendered: differing,
    };
    assert_eq!(held.cost(&after), expected);
    // Nothing was assembled for it.
    let again = text.replace("title: First news", "title: Late and longer news");
    let edition = held.update(&before.edit("content/news/one.md", &again));
    let stages = edition.summary.stages.iter().map(|(name, _)| *name);
    assert_eq!(
        stages.collect::<Vec<_>>(),
        ["configure", "parse", "compare"]
    );
}

#[test]
fn words_of_many_pages_at_once_are_those_of_a_build_from_nothing() {
    let pages = |edit: usize| {
        (0..60).fold(site(), |site, number| {
            let text = page(
                &format!("Page {}", if edit == 2 { 60 - number } else { number }),
                "date: 2026-01-09",
                "Words.\n",
            );
            let said = format!("description: Said of {number} in edit {}.", edit.min(1));
            let text = text
                .lines()
                .map(|line| match line.starts_with("description: ") {
                    true => format!("{said}\n"),
                    false => format!("{line}\n"),
                })
                .collect::<String>();
            site.edit(&format!("content/news/p{number}.md"), &text)
        })
    };
    let mut held = Held::default();
    held.whole(&pages(0));
    // What pages say of themselves is put in its place; titles decide about each other, and are assembled.
    for (edit, assembles) in [(1, false), (2, true)] {
        let now = pages(edit);
        let stages = held.update(&now).summary.stages;
        let has = stages.iter().any(|(name, _)| *name == "assemble");
        assert_eq!(has, assembles, "{edit}");
        assert!(held.whole(&now) == Held::default().whole(&now), "{edit}");
    }
}

#[test]
fn a_changed_template_costs_its_users() {
    let mut held = Held::default();
    let before = site();
    held.cost(&before);
    let after = before.clone().edit(
        "themes/own/templates/partials/hand.html",
        "<p class=\"hand\">By hand</p>",
    );
    // Three stories and one translation.
    let expected = Cost {
        parsed: 0,
        rendered: 4,
    };
    assert_eq!(differing_pages(&before, &after), expected.rendered);
    assert_eq!(held.cost(&after), expected);
}
