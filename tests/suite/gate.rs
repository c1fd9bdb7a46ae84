//! What is hidden stays hidden: what holds a page, what hangs on it, and that nothing of a held page is in any file of the output.

use alongside::admit::Reason;
use alongside::config::Environment;

use super::driver::{Built, SiteTest, bytes, page};

/// Whether any artifact has these words, in its name or its bytes.
fn tells(built: &Built, words: &str) -> bool {
    let needle = words.as_bytes();
    built.inner().artifacts.iter().any(|artifact| {
        artifact.path.as_str().contains(words)
            || bytes(artifact)
                .windows(needle.len())
                .any(|window| window == needle)
    })
}

fn held(built: &Built, reason: Reason) -> usize {
    built.inner().summary.held.get(reason)
}

#[test]
fn private_and_network_pages_are_never_shown_but_to_their_author() {
    for visibility in ["private", "network"] {
        let text = format!(
            "---\ntitle: Quince\ndescription: Medlar\nvisibility: {visibility}\nno_third_parties: true\naliases: [/sorrel/]\n---\nDamson.\n"
        );
        for path in [
            "content/reflections/r1.md",
            "content/plain.md",
            "content/articles/a.md",
        ] {
            let text = match path.contains("reflections") {
                true => text.clone(),
                false => text.replace("no_third_parties: true\n", ""),
            };
            let site = SiteTest::new(&[(path, &text)]).settings("markdown_copies: true\n");
            let others = [
                site.clone(),
                site.clone().drafts(),
                site.clone().environment(Environment::Preview),
                site.clone().environment(Environment::Development).drafts(),
            ];
            for other in others {
                let built = other.clean();
                assert_eq!(held(&built, Reason::Private), 1, "{path}");
                for word in ["Quince", "Medlar", "Damson", "sorrel"] {
                    assert!(!tells(&built, word), "{word} of {path}");
                }
            }
            let shown = site
                .for_author()
                .environment(Environment::Development)
                .clean();
            assert!(tells(&shown, "This page is never published"), "{path}");
        }
    }
}

#[test]
fn an_original_holds_its_translations() {
    let cases = [
        ("draft: true", Reason::Draft),
        ("visibility: private", Reason::Private),
        ("date: 2027-01-01", Reason::Future),
        ("expires: 2026-01-01", Reason::Expired),
    ];
    for (field, reason) in cases {
        let original = format!("---\ntitle: Quince\ndescription: D\n{field}\n---\nText.\n");
        let translation = "---\ntitle: Cwins\ndescription: Disgrifiad\ndraft: false\nvisibility: public\ndate: 2026-01-02\nexpires: 2030-01-01\n---\nEirin.\n";
        let built = SiteTest::bilingual(
            "",
            &[
                ("content/a.md", &original),
                ("content/a.cy.md", translation),
            ],
        )
        .clean();
        assert_eq!(held(&built, reason), 2, "{field}");
        assert!(
            !tells(&built, "Cwins") && !tells(&built, "Eirin"),
            "{field}"
        );
    }
    // A translation that is a draft holds itself alone.
    let built = SiteTest::bilingual(
        "",
        &[
            ("content/a.md", "---\ntitle: Quince\ndescription: D\n---\n"),
            (
                "content/a.cy.md",
                "---\ntitle: Cwins\ndescription: D\ndraft: true\n---\n",
            ),
        ],
    )
    .clean();
    assert!(tells(&built, "Quince") && !tells(&built, "Cwins"));
}

#[test]
fn a_section_holds_all_that_is_below_it() {
    let fields = [
        "draft: true",
        "visibility: network",
        "date: 2027-01-01",
        "expires: 2026-01-01",
    ];
    for field in fields {
        let section = format!("---\ntitle: Quince\ndescription: D\n{field}\n---\n");
        let page =
            "---\ntitle: Medlar\ndescription: D\ndraft: false\n---\n[The file](damson.txt)\n";
        let cy = "---\ntitle: Meryswen\ndescription: D\n---\nTestun.\n";
        for folder in ["content/garden", "content/garden/deep/er"] {
            let site = SiteTest::bilingual(
                "",
                &[
                    ("content/garden/_index.md", &section),
                    (&format!("{folder}/bundle/index.md"), page),
                    (&format!("{folder}/bundle/damson.txt"), "Sorrel"),
                    (&format!("{folder}/other.cy.md"), cy),
                    (&format!("{folder}/loose.txt"), "Bullace"),
                ],
            );
            let built = site.clean();
            for word in [
                "Quince", "Medlar", "Meryswen", "damson", "Sorrel", "Bullace",
            ] {
                assert!(!tells(&built, word), "{word}, {field}, {folder}");
            }
        }
    }
    // A section in one language only decides for all; beside an original, a translation decides for its own language.
    let page = |title: &str| format!("---\ntitle: {title}\ndescription: D\n---\n");
    let draft = "---\ntitle: Gardd\ndescription: D\ndraft: true\n---\n";
    let (en, cy) = (page("Medlar"), page("Meryswen"));
    let site = SiteTest::bilingual(
        "",
        &[
            ("content/garden/_index.cy.md", draft),
            ("content/garden/a.md", &en),
            ("content/garden/a.cy.md", &cy),
        ],
    );
    let alone = site.clean();
    assert!(!tells(&alone, "Medlar") && !tells(&alone, "Meryswen"));
    let both = site
        .edit("content/garden/_index.md", &page("Garden"))
        .clean();
    assert!(tells(&both, "Medlar") && !tells(&both, "Meryswen"));
}

#[test]
fn a_cascade_hides_in_every_language() {
    for field in ["draft: true", "visibility: private", "date: 2027-01-01"] {
        let section = format!("---\ntitle: Garden\ndescription: D\ncascade: {{{field}}}\n---\n");
        let built = SiteTest::bilingual(
            "",
            &[
                ("content/garden/_index.md", &section),
                (
                    "content/garden/a.md",
                    "---\ntitle: Medlar\ndescription: D\n---\n",
                ),
                (
                    "content/garden/b.cy.md",
                    "---\ntitle: Meryswen\ndescription: D\n---\n",
                ),
            ],
        )
        .clean();
        assert!(tells(&built, "Garden"));
        assert!(
            !tells(&built, "Medlar") && !tells(&built, "Meryswen"),
            "{field}"
        );
    }
}

#[test]
fn noindex_is_a_tag_and_no_entry_of_the_sitemap() {
    let page = "---\ntitle: Medlar\ndescription: D\n---\n";
    let hidden = "---\ntitle: Quince\ndescription: D\nrobots: noindex\n---\n";
    let section = "---\ntitle: Garden\ndescription: D\nrobots: noindex\npaginate: 1\ncascade: {robots: noindex}\n---\n";
    let built = SiteTest::new(&[
        ("content/a.md", hidden),
        ("content/b.md", page),
        ("content/garden/_index.md", section),
        ("content/garden/c.md", page),
        ("content/garden/d.md", &page.replace("Medlar", "Damson")),
        (
            "content/themes/trust.md",
            &hidden.replace("Quince", "Trust"),
        ),
    ])
    .settings("llms_txt: true\n")
    .clean();
    let sitemap = built.file("sitemap.xml");
    let llms = built.file("llms.txt");
    let tag = "<meta name=\"robots\" content=\"noindex\">";
    for url in [
        "/a/",
        "/garden/",
        "/garden/page/2/",
        "/garden/c/",
        "/themes/trust/",
    ] {
        assert!(built.page(url).contains(tag), "{url}");
        assert!(!sitemap.contains(&format!("example{url}<")), "{url}");
        assert!(!llms.contains(&format!("example{url}>")), "{url}");
    }
    assert!(!built.page("/b/").contains(tag));
    assert!(sitemap.contains("example/b/<"));
}

/// Rules that make every finding about fields a warning, as a site has that moves in.
const LOWERED: &str = "rules: {front-matter/*: warning}\n";

/// A site whose types are open or not, with one page that says these lines.
fn moving(lines: &str, open: bool) -> SiteTest {
    let text = format!("---\ntitle: Quince\ndescription: Medlar\n{lines}\n---\nDamson.\n");
    let types = match open {
        true => "types: {page: {open: true}}\n",
        false => "",
    };
    SiteTest::new(&[("content/a.md", &text)]).edit(
        "site.yaml",
        &format!("{}cards: false\n{LOWERED}{types}", super::driver::PLAIN),
    )
}

#[test]
fn foreign_words_hide_their_page_however_they_are_weighed() {
    let words = [
        "published: false",
        "published: no",
        "publish: false",
        "Publish: off",
        "dg-publish: false",
        "publishDate: 2027-01-01",
        "publish_date: 2027-01-01",
        "expiryDate: 2026-01-01",
        "expirydate: soon",
        "private: true",
        "public: false",
        "hidden: true",
        "unlisted: true",
        "status: draft",
        "status: Pending",
        "status: private",
        "status: archived",
        "status: in-review",
        "post_status: trash",
        "eleventyExcludeFromCollections: true",
        "permalink: false",
        "_build: {render: never}",
        "build: {list: never}",
        "sitemap: false",
        "sitemap: {disable: true}",
        "noindex: true",
        "robotsNoIndex: true",
        "password: secret",
        "access: members",
        "unpublished: true",
        "excludeSearch: true",
        "in_search_index: false",
        "render: false",
    ];
    for (words, open) in words
        .iter()
        .flat_map(|words| [(words, false), (words, true)])
    {
        let site = moving(words, open);
        let built = site.build();
        assert!(
            !tells(&built, "Quince") && !tells(&built, "Damson"),
            "{words}"
        );
        assert!(
            built.diagnostics().contains("front-matter/foreign-word"),
            "{words}: {}",
            built.diagnostics()
        );
        let strict = site.settings("").edit("site.yaml", super::driver::PLAIN);
        let strict = match open {
            true => strict.settings("types: {page: {open: true}}\n"),
            false => strict,
        };
        assert!(
            strict
                .diagnostics()
                .contains("error[front-matter/foreign-word]"),
            "{words}"
        );
    }
    let shown = [
        "published: true",
        "publish: true",
        "publishDate: 2026-01-01",
        "private: false",
        "status: publish",
    ];
    for (words, open) in shown
        .iter()
        .flat_map(|words| [(words, false), (words, true)])
    {
        assert!(tells(&moving(words, open).clean(), "Quince"), "{words}");
    }
}

#[test]
fn what_nearly_hides_or_cannot_be_read_holds_its_page() {
    let words = [
        "drfat: true",
        "Draft: true",
        "DRAFT: yes",
        "visiblity: private",
        "visibility: prviate",
        "expire: 2026-01-01",
        "robot: noindex",
        "robots: noidex",
        "serach: false",
        "consnet: [c-4h9x]",
        "consent: no",
        "consent: [none]",
        "consent: [c-4h9x, pending]",
        "consent: verbal",
        "consent: n/a",
        "consent: [example]",
    ];
    for (words, open) in words
        .iter()
        .flat_map(|words| [(words, false), (words, true)])
    {
        let built = moving(words, open).build();
        assert!(!built.diagnostics().is_empty(), "{words}");
        assert!(
            !tells(&built, "Quince") && !tells(&built, "Damson"),
            "{words}"
        );
    }
    for words in ["content: x", "data: x", "research: x", "colour: red"] {
        assert!(tells(&moving(words, true).build(), "Quince"), "{words}");
    }
    for words in ["consent: c-4h9x", "consent: [c-4h9x, c-ABCD12]"] {
        assert!(tells(&moving(words, false).build(), "Quince"), "{words}");
    }
    // Whatever else is made of these, nothing is published with them.
    let unread = [
        "draft: maybe",
        "expires: soon",
        "date: 31/31/2026",
        "search: perhaps",
    ];
    for words in unread {
        assert!(!tells(&moving(words, true).build(), "Quince"), "{words}");
    }
}

#[test]
fn folders_of_drafts_are_held_and_said() {
    let page = "---\ntitle: Quince\ndescription: Medlar\n---\nDamson.\n";
    for path in [
        "content/_drafts/a.md",
        "content/blog/_drafts/deep/a.md",
        "content/_drafts/a/index.md",
    ] {
        let built = SiteTest::new(&[(path, page)]).build();
        assert!(
            built.diagnostics().contains("warning[file/drafts-folder]"),
            "{path}"
        );
        assert_eq!(held(&built, Reason::Draft), 1);
        assert!(
            !tells(&built, "Quince") && !tells(&built, "_drafts"),
            "{path}"
        );
    }
    let posts = SiteTest::new(&[("content/_posts/a.md", page)]).build();
    assert!(
        posts
            .diagnostics()
            .contains("rename the folder to `posts/`")
    );
    assert!(tells(&posts, "Quince"));
}

#[test]
fn front_matter_that_is_not_understood_is_never_published_as_text() {
    let texts = [
        "+++\ntitle = \"Quince\"\ndraft = true\n+++\nDamson.\n",
        "{\n\"title\": \"Quince\", \"draft\": true\n}\nDamson.\n",
        "{ \"title\": \"Quince\", \"draft\": true }\nDamson.\n",
        "---toml\ntitle = \"Quince\"\n---\nDamson.\n",
        "---json\n{\"title\": \"Quince\"}\n---\nDamson.\n",
        ";;;\n{\"title\": \"Quince\"}\n;;;\nDamson.\n",
        "\n---\ndraft: true\ntitle: Quince\n---\nDamson.\n",
        "----\nvisibility: private\ntitle: Quince\n----\nDamson.\n",
        "draft: true\ntitle: Quince\n\nDamson.\n",
        "---\ntitle: [Quince\ndraft: true\n---\nDamson.\n",
    ];
    for text in texts {
        let built = SiteTest::new(&[("content/a.md", text)])
            .edit("site.yaml", &format!("{}{LOWERED}", super::driver::PLAIN))
            .build();
        assert!(!built.diagnostics().is_empty(), "{text}");
        assert!(
            !tells(&built, "Quince") && !tells(&built, "Damson"),
            "{text}"
        );
        assert_eq!(held(&built, Reason::Unclear), 1, "{text}");
    }
}

#[test]
fn a_held_term_is_shown_nowhere_and_its_pages_stay() {
    let cases = [
        ("themes", "themes", "draft: true", "quince"),
        ("themes", "themes", "visibility: private", "Quince tree"),
        ("people", "authors", "visibility: network", "q1"),
        (
            "people",
            "authors",
            "date: 2027-01-01",
            "[quince, loganberry]",
        ),
        ("areas", "areas", "expires: 2026-01-01", "Quince"),
    ];
    for (folder, key, field, name) in cases {
        let held = format!("---\ntitle: Quince tree\ndescription: D\nid: quince\n{field}\n---\n");
        let page = format!("---\ntitle: Medlar\ndescription: D\n{key}: {name}\n---\nDamson.\n");
        let site = SiteTest::bilingual(
            "markdown_copies: true\n",
            &[
                (&format!("content/{folder}/q1.md"), &held),
                ("content/articles/a.md", &page),
                (
                    "content/articles/a.cy.md",
                    "---\ntitle: Meryswen\ndescription: D\n---\n",
                ),
            ],
        );
        let built = site.build();
        let report = built.diagnostics();
        assert_eq!(report.matches("taxonomy/held-term").count(), 1, "{report}");
        assert!(report.contains("content/articles/a.md:4:"), "{report}");
        assert!(tells(&built, "Damson") && tells(&built, "Meryswen"));
        for word in ["Quince", "quince"] {
            assert!(!tells(&built, word), "{word}, {key}: {name}, {field}");
        }
        assert_eq!(
            tells(&built, "loganberry"),
            name.contains("loganberry"),
            "{key}: {name}"
        );
    }
    // A term that is held in one language only is there in the other.
    let built = SiteTest::bilingual(
        "",
        &[
            (
                "content/themes/trust.md",
                "---\ntitle: Quince\ndescription: D\n---\n",
            ),
            (
                "content/themes/trust.cy.md",
                "---\ntitle: Cwins\ndescription: D\ndraft: true\n---\n",
            ),
            (
                "content/a.md",
                "---\ntitle: Medlar\ndescription: D\nthemes: [trust]\n---\n",
            ),
        ],
    )
    .clean();
    assert!(tells(&built, "Quince") && !tells(&built, "Cwins"));
}

#[test]
fn a_reference_to_what_is_held_shows_no_name_however_it_is_weighed() {
    let held = "---\ntitle: Quince tree\ndescription: D\nid: quince\ndraft: true\n---\n";
    let event = "---\ntitle: Medlar\ndescription: D\nstart_date: 2027-02-01\nrelated: [quince]\norganizer: [quince, damson]\n---\n";
    let built = SiteTest::new(&[
        ("content/organisations/quince.md", held),
        ("content/organisations/damson.md", "---\ntitle: Damson\ndescription: D\n---\n"),
        ("content/events/e.md", event),
        ("content/own/o.md", "---\ntitle: Sorrel\ndescription: D\nhost: quince\n---\n"),
    ])
    .edit(
        "site.yaml",
        &format!(
            "{}cards: false\nrules: {{reference/missing: warning, front-matter/expected-field: off}}\ntypes: {{own: {{sections: [own], fields: {{host: {{kind: ref, to: organisation}}}}}}}}\n",
            super::driver::PLAIN
        ),
    )
    .build();
    assert_eq!(
        built.diagnostics().matches("reference/missing").count(),
        3,
        "{}",
        built.diagnostics()
    );
    assert!(tells(&built, "Medlar") && tells(&built, "Damson") && tells(&built, "Sorrel"));
    for word in ["Quince", "quince"] {
        assert!(!tells(&built, word), "{word}");
    }
}

#[test]
fn a_part_without_permission_is_left_out_and_its_page_stays() {
    for consent in ["no", "[none]", "[c-4h9x, pending]", "verbal"] {
        let story = format!(
            "---\ntitle: Medlar\ndescription: D\nconsent: [c-4h9x]\npeople: []\nimage: {{src: q.svg, alt: Quince, consent: {consent}}}\nquotes:\n  - {{text: Quince, consent: {consent}}}\n  - {{text: Damson, consent: [c-4h9x], themes: [trust]}}\n---\nText.\n"
        );
        let report = format!(
            "---\ntitle: Sorrel\ndescription: D\ndate: 2026-01-01\nfindings:\n  - {{text: Bullace, strength: early, themes: [trust]}}\n  - {{text: Quince, strength: early, consent: {consent}}}\n---\n"
        );
        let site = SiteTest::bilingual(
            "markdown_copies: true\n",
            &[
                ("content/stories/s/index.md", &story),
                (
                    "content/stories/s/index.cy.md",
                    "---\ntitle: Meryswen\ndescription: D\n---\n",
                ),
                ("content/stories/s/q.svg", "<svg><text>Quince</text></svg>"),
                ("content/evidence/e.md", &report),
                (
                    "content/themes/trust.md",
                    "---\ntitle: Trust\ndescription: D\n---\n",
                ),
            ],
        );
        let strict = site.diagnostics();
        assert_eq!(
            strict.matches("error[front-matter/consent]").count(),
            3,
            "{strict}"
        );
        let lowered = site.text("site.yaml").replace(
            "front-matter/expected-field: off",
            "front-matter/expected-field: off, front-matter/consent: warning",
        );
        let built = site.edit("site.yaml", &lowered).build();
        for word in ["Medlar", "Meryswen", "Damson", "Sorrel", "Bullace"] {
            assert!(
                tells(&built, word),
                "{word}, {consent}: {}",
                built.diagnostics()
            );
        }
        assert!(
            !tells(&built, "Quince") && !tells(&built, "q.svg"),
            "{consent}"
        );
        assert_eq!(held(&built, Reason::Permission), 0);
    }
    // A picture of an idea is part of the text, which is held whole.
    let easy = "---\ntitle: Quince\ndescription: D\nideas:\n  - {text: We asked., image: {src: q.svg, alt: Quince, consent: no}}\n---\n";
    let built = SiteTest::new(&[
        ("content/easy-read/e/index.md", easy),
        ("content/easy-read/e/q.svg", "<svg/>"),
    ])
    .edit(
        "site.yaml",
        &format!("{}{LOWERED}cards: false\n", super::driver::PLAIN),
    )
    .build();
    assert!(!tells(&built, "Quince"));
    assert_eq!(held(&built, Reason::Permission), 1);
}

#[test]
fn search_leaves_out_what_a_section_says_for_the_pages_below() {
    let page =
        |title: &str, lines: &str| format!("---\ntitle: {title}\ndescription: D\n{lines}---\n");
    let section = page("Garden", "cascade: {search: false}\n");
    let built = SiteTest::bilingual(
        "",
        &[
            ("content/garden/_index.md", &section),
            ("content/garden/a.md", &page("Medlar", "")),
            ("content/garden/a.cy.md", &page("Meryswen", "")),
            ("content/garden/b.md", &page("Damson", "search: true\n")),
            ("content/garden/deep/c.md", &page("Bullace", "")),
        ],
    )
    .clean();
    let indexed = |word: &str| {
        let word = word.to_lowercase();
        let mut files = built.texts().iter();
        files.any(|(path, text)| {
            path.starts_with("search/")
                && !path.ends_with(".html")
                && text.to_lowercase().contains(&word)
        })
    };
    for (word, is_indexed) in [
        ("Medlar", false),
        ("Meryswen", false),
        ("Bullace", false),
        ("Damson", true),
        ("Garden", true),
    ] {
        assert!(tells(&built, word), "{word}");
        assert_eq!(indexed(word), is_indexed, "{word}");
    }
}

#[test]
fn foreign_names_of_fields_are_read_as_the_site_says_and_hide_no_less() {
    let site = |lines: &str, mapped: &str| {
        let text = format!("---\ntitle: Quince\n{lines}\n---\nDamson.\n");
        SiteTest::new(&[("content/articles/a.md", &text)])
            .settings(&format!("fields_from: {{{mapped}}}\n"))
    };
    let built = site(
        "summary: Medlar\nauthor: Sorrel",
        "summary: description, author: authors",
    )
    .clean();
    assert!(
        built
            .page("/articles/a/")
            .contains("<meta name=\"description\" content=\"Medlar\">")
    );
    assert!(built.has_page("/authors/sorrel/"));
    // The field itself wins, and the other is told of.
    let both = site(
        "summary: Medlar\ndescription: Bullace",
        "summary: description",
    );
    assert!(
        both.diagnostics().contains("`summary` is not a field"),
        "{}",
        both.diagnostics()
    );
    for (lines, mapped, reason) in [
        ("published: false", "published: draft", Reason::Draft),
        ("private: true", "private: visibility", Reason::Private),
        (
            "publishDate: 2027-01-01",
            "publishDate: date",
            Reason::Future,
        ),
        (
            "publishDate: 2027-01-01",
            "publishDate: updated",
            Reason::Future,
        ),
        (
            "expiryDate: 2026-01-01",
            "expiryDate: expires",
            Reason::Expired,
        ),
        ("workflow: draft", "workflow: series", Reason::Draft),
        ("wip: true", "wip: draft", Reason::Draft),
    ] {
        let built = site(&format!("description: D\n{lines}"), mapped).clean();
        assert_eq!(held(&built, reason), 1, "{lines}, {mapped}");
        assert!(
            !tells(&built, "Quince") && !tells(&built, "Damson"),
            "{lines}"
        );
    }
    for (lines, mapped) in [
        ("published: true", "published: draft"),
        ("publishDate: 2026-01-01", "publishDate: date"),
        ("workflow: growing", "workflow: series"),
    ] {
        let built = site(&format!("description: D\n{lines}"), mapped).clean();
        assert!(tells(&built, "Quince"), "{lines}");
    }
    // What nearly hides hides, whatever it is called.
    let near = site("description: D\ndrfat: true", "drfat: series")
        .settings("types: {page: {open: true}}\n");
    assert!(!tells(&near.build(), "Quince"));
    for (mapped, says) in [
        (
            "draft: weight",
            "`draft` is itself a field of this site’s pages",
        ),
        ("summary: descripton", "did you mean `description`?"),
    ] {
        let report = site("description: D", mapped).diagnostics();
        assert!(
            report.contains("error[config/") && report.contains(says),
            "{report}"
        );
    }
    let below = SiteTest::new(&[
        ("content/garden/_index.md", "---\ntitle: Garden\ndescription: D\ncascade: {writer: [Sorrel], published: false}\n---\n"),
        ("content/garden/a.md", "---\ntitle: Quince\ndescription: D\n---\n"),
    ])
    .settings("fields_from: {writer: authors, published: draft}\n")
    .clean();
    assert!(!tells(&below, "Quince"));
}

#[test]
fn a_home_page_that_is_held_back_says_that_it_takes_the_site_with_it() {
    let draft = "---\ntitle: Home\ndescription: The first page\ndraft: true\n---\n";
    let site = SiteTest::bilingual(
        "",
        &[
            ("content/_index.md", draft),
            ("content/about.md", &page("About", "", "Words.\n")),
        ],
    );
    let said = site.findings();
    assert_eq!(
        said,
        [
            "content/_index.md:4:8 front-matter/home-held `content/_index.md` is held back, and so is every other page of the site"
        ]
    );
    assert!(!site.build().has("about/index.html"));
    assert_eq!(site.clone().drafts().findings(), [""; 0]);
    assert!(site.drafts().build().has("about/index.html"));
}
