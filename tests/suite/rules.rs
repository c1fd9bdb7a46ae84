//! The site's `rules`: what a site may make less, what becomes of it then, and what hides a page whatever they say.

use super::driver::{SiteTest, page};

/// A site with these files and rules, in which nothing but warnings may be found.
fn lowered(rules: &str, files: &[(&str, &str)]) -> SiteTest {
    SiteTest::new(files).edit(
        "site.yaml",
        &format!(
            "title: Example\ndescription: A small site\nbase_url: https://network.example\ncards: false\n\
             rules: {{front-matter/expected-field: off, {rules}}}\n"
        ),
    )
}

#[test]
fn one_stray_alias_does_not_keep_the_site_from_being_seen() {
    let (one, two) = (
        page(
            "One",
            "aliases: [/articles/two/, /old/, /articles/one/]",
            "",
        ),
        page("Two", "aliases: [/old/]", ""),
    );
    let files = [
        ("content/articles/one.md", &*one),
        ("content/articles/two.md", &*two),
    ];
    let strict = SiteTest::new(&files).diagnostics();
    assert!(strict.contains("error[redirect/taken]"), "{strict}");
    assert!(strict.contains("error[redirect/duplicate]"), "{strict}");
    assert!(strict.contains("advice[address/alias]"), "{strict}");
    let built = lowered(
        "redirect/taken: warning, redirect/duplicate: warning",
        &files,
    )
    .build();
    assert!(
        !built.diagnostics().contains("error["),
        "{}",
        built.diagnostics()
    );
    assert!(built.main("/articles/two/").contains("Two"));
    assert!(
        built
            .file("_redirects")
            .contains("/old/ /articles/one/ 301"),
        "{}",
        built.file("_redirects")
    );
}

#[test]
fn of_a_key_that_stands_twice_the_last_counts() {
    let built = lowered(
        "yaml/duplicate-key: warning",
        &[(
            "content/articles/a.md",
            "---\ntitle: First\ndescription: One\ntitle: Last\n---\n",
        )],
    )
    .build();
    assert!(built.main("/articles/a/").contains("<h1>Last</h1>"));
    assert!(
        built.diagnostics().contains("warning[yaml/duplicate-key]"),
        "{}",
        built.diagnostics()
    );
}

#[test]
fn what_is_of_another_kind_is_left_out() {
    let built = lowered(
        "front-matter/wrong-kind: warning",
        &[(
            "content/articles/a.md",
            &page("A", "weight: [heavy]\nlicense: {a: b}", "Words.\n"),
        )],
    )
    .build();
    assert!(built.has_page("/articles/a/"), "{}", built.diagnostics());
    assert!(
        built
            .diagnostics()
            .contains("warning[front-matter/wrong-kind]"),
        "{}",
        built.diagnostics()
    );
}

#[test]
fn no_rule_shows_a_page_in_whose_hiding_words_there_is_a_mistake() {
    for fields in [
        "draft: true\ndraft: false",
        "date: 2020-01-01\ndate: 2030-01-01",
        "visibility: public\n\"visibility\": private",
        "published: false\npublished: true",
        "draft: [true]",
        "expires: {on: 2020-01-01}",
        "people: [a, {b: c}]\npeople: none",
        "robots: {index: no}",
        "search: [no]",
    ] {
        let built = lowered(
            "yaml/duplicate-key: advice, front-matter/wrong-kind: advice, front-matter/*: advice",
            &[("content/articles/a.md", &page("A", fields, "Words.\n"))],
        )
        .build();
        assert!(
            !built.has_page("/articles/a/"),
            "{fields}: {}",
            built.diagnostics()
        );
    }
    let built = lowered(
        "yaml/duplicate-key: advice",
        &[
            (
                "content/articles/_index.md",
                &page("Articles", "cascade:\n  draft: true\n  draft: false", ""),
            ),
            ("content/articles/a.md", &page("A", "", "Words.\n")),
        ],
    )
    .build();
    assert!(
        !built.has_page("/articles/a/") && built.has_page("/articles/"),
        "{}",
        built.diagnostics()
    );
}

#[test]
fn an_ambiguous_name_may_be_lowered_and_its_words_stay() {
    let built = lowered(
        "link/ambiguous: warning",
        &[
            ("content/articles/a.md", &page("A", "", "See [[same]].\n")),
            ("content/articles/same.md", &page("Same", "", "")),
            (
                "content/news/same.md",
                &page("Same", "date: 2026-01-01", ""),
            ),
        ],
    )
    .build();
    assert!(
        built.main("/articles/a/").contains("same"),
        "{}",
        built.main("/articles/a/")
    );
    assert!(
        built.diagnostics().contains("warning[link/ambiguous]"),
        "{}",
        built.diagnostics()
    );
}
