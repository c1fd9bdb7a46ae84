//! What comes with somebody who moves in from another generator, or names files by habit: languages in names, endings, a folder's page.

use super::driver::{SiteTest, page};

#[test]
fn a_name_that_says_a_language_of_no_site_is_an_error() {
    for (name, help) in [
        ("b.CY.md", "b.cy.md"),
        ("d.cym.md", "d.cy.md"),
        ("d.wel.md", "d.cy.md"),
        ("j.cy-GB.md", "j.cy.md"),
        ("a.fr.md", "a-fr.md"),
        ("a.FRA.md", "add `fr`"),
        ("p.pt-br.md", "add `pt`"),
        ("_index.tr.md", "add `tr`"),
        ("e.En.md", "e.en.md"),
    ] {
        let path = format!("content/articles/{name}");
        let site = SiteTest::bilingual("", &[(&path, &page("A", "", ""))]);
        let built = site.build();
        let report = built.diagnostics();
        assert!(
            report.contains("error[file/language]") && report.contains(help),
            "{name}: {report}"
        );
    }
    for name in [
        "a.cy.md",
        "notes.v2.md",
        "a.min.md",
        "report.2024.md",
        "a.english.md",
    ] {
        let path = format!("content/articles/{name}");
        let site = SiteTest::bilingual("", &[(&path, &page("A", "", ""))]);
        let report = site.diagnostics();
        assert!(!report.contains("file/language"), "{name}: {report}");
    }
    // Lowered, it is part of the name.
    let lowered = SiteTest::new(&[("content/articles/to.to.md", &page("A", "", ""))]).edit(
        "site.yaml",
        "title: Example\nbase_url: https://network.example\ncards: false\n\
         rules: {front-matter/expected-field: off, file/language: advice}\n",
    );
    assert!(lowered.build().has_page("/articles/to-to/"));
}

#[test]
fn pages_may_end_in_capitals_or_in_the_whole_word() {
    let built = SiteTest::bilingual(
        "",
        &[
            ("content/articles/a.MD", &page("A", "", "[b](b.markdown)\n")),
            ("content/articles/b.markdown", &page("B", "", "[a](a.MD)\n")),
            (
                "content/articles/b.cy.markdown",
                &page("B yn Gymraeg", "", ""),
            ),
        ],
    )
    .clean();
    assert!(built.main("/articles/a/").contains("href=\"/articles/b/\""));
    assert!(built.main("/articles/b/").contains("href=\"/articles/a/\""));
    assert!(built.has_page("/cy/articles/b/"));
}

#[test]
fn a_folders_own_page_is_named_where_two_would_have_its_address() {
    for other in ["content/pif/apply.md", "content/pif/deep/apply.md"] {
        let report = SiteTest::new(&[
            ("content/pif/index.md", &page("Pif", "", "")),
            (other, &page("Apply", "", "")),
        ])
        .diagnostics();
        if report.contains("address/collision") {
            assert!(report.contains("`_index.md`: rename"), "{report}");
        }
    }
    let report = SiteTest::new(&[
        ("content/pif/index.md", &page("Pif", "", "")),
        ("content/pif/apply.md", &page("Apply", "", "")),
    ])
    .diagnostics();
    assert!(
        report.contains("a folder's own page is `_index.md`"),
        "{report}"
    );
}

#[test]
fn a_home_without_a_title_has_the_sites() {
    let built = SiteTest::bilingual(
        "",
        &[("content/_index.md", "---\ndescription: D\n---\nWords.\n")],
    )
    .build();
    assert!(
        built.main("/").contains("<h1>Example</h1>"),
        "{}",
        built.diagnostics()
    );
    let none = SiteTest::new(&[("content/_index.md", "Words.\n")]).build();
    assert!(
        none.main("/").contains("<h1>Example</h1>"),
        "{}",
        none.diagnostics()
    );
}

#[test]
fn fields_below_an_empty_line_are_not_published() {
    for start in ["\n---\n", "\n\n---\n", " \n---\n"] {
        let text = format!("{start}slug: b\ntitle: One\n---\nWords.\n");
        let found = SiteTest::new(&[("content/articles/a.md", &text)]).findings();
        assert!(
            found.iter().any(|one| one.contains("front-matter/shape")),
            "{start:?}: {found:?}"
        );
    }
}

#[test]
fn files_that_nothing_names_are_counted_and_listed() {
    let built = SiteTest::new(&[
        ("content/articles/a.md", &page("A", "", "[b](b.pdf)\n")),
        ("content/articles/b.pdf", "x"),
        ("content/articles/c.pdf", "x"),
        ("content/d.docx", "x"),
    ])
    .build();
    assert!(built.has("articles/b.pdf"));
    assert_eq!(built.inner().summary.unpublished, 2);
}

#[test]
fn a_draft_says_in_one_line_what_it_will_want() {
    let site = |draft: &str| {
        SiteTest::new(&[(
            "content/stories/a.md",
            &format!("---\ntitle: A\n{draft}---\nWords.\n"),
        )])
        .edit("site.yaml", super::driver::PLAIN)
    };
    let draft = site("draft: true\n").findings();
    let fields: Vec<&String> = draft
        .iter()
        .filter(|one| one.contains("expected-field"))
        .collect();
    assert!(
        fields.len() == 1 && fields[0].contains("fields still to fill: `"),
        "{draft:?}"
    );
    let public = site("").findings();
    assert!(
        public
            .iter()
            .filter(|one| one.contains("expected-field"))
            .count()
            > 1,
        "{public:?}"
    );
}

#[test]
fn a_draft_may_say_yes() {
    for (said, is_shown) in [
        ("yes", false),
        ("Yes", false),
        ("on", false),
        ("no", true),
        ("OFF", true),
        ("'yes'", false),
    ] {
        let fields = format!("draft: {said}");
        let built = SiteTest::new(&[("content/articles/a.md", &page("A", &fields, ""))]).clean();
        assert_eq!(built.has_page("/articles/a/"), is_shown, "{said}");
    }
}
