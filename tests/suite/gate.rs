//! What is hidden stays hidden: what holds a page, what hangs on it, and that nothing of a held page is in any file of the output.

use alongside::admit::Reason;
use alongside::config::Environment;

use super::driver::{Built, SiteTest, bytes};

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
    let sitemap = built.text("sitemap.xml");
    let llms = built.text("llms.txt");
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
