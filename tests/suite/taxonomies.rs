//! Taxonomies: who may name a term, what a term's page shows, and what becomes of a term that another replaces.

use super::driver::{SiteTest, page, says};
use super::html;

const CLOSED: &str = "taxonomies: {themes: {closed: true, feed: true}}\n";

fn site() -> SiteTest {
    SiteTest::new(&[
        (
            "content/themes/trust.md",
            &page(
                "Trust",
                "synonyms: [faith, relying on people]",
                "What trust is.\n",
            ),
        ),
        (
            "content/themes/asking-for-help.md",
            &page("Asking for help", "", ""),
        ),
        (
            "content/news/a.md",
            &page("A bench", "date: 2026-01-01\nthemes: [trust]", ""),
        ),
    ])
    .settings(CLOSED)
}

#[test]
fn a_closed_taxonomy_knows_terms_by_id_title_and_synonym() {
    for name in ["trust", "Trust", "asking-for-help", "Asking for help"] {
        let fields = format!("date: 2026-01-02\nthemes: [{name}]");
        site()
            .edit("content/news/b.md", &page("B", &fields, ""))
            .clean();
    }
}

#[test]
fn a_term_that_a_closed_taxonomy_does_not_know_is_shown_where_it_is_written() {
    let with = |themes: &str| {
        let fields = format!("date: 2026-01-02\nthemes: [trust, {themes}]");
        site()
            .edit("content/news/b.md", &page("B", &fields, ""))
            .diagnostics()
    };
    says(
        &with("truts"),
        "
error[taxonomy/unknown-term]: `truts` is not one of this site's themes
 --> content/news/b.md:5:17
  |
5 | themes: [trust, truts]
  |                 ^^^^^
  |
  = help: did you mean `trust`?

1 error in 1 file
",
    );
    says(
        &with("Asking for halp"),
        "
error[taxonomy/unknown-term]: `Asking for halp` is not one of this site's themes
 --> content/news/b.md:5:17
  |
5 | themes: [trust, Asking for halp]
  |                 ^^^^^^^^^^^^^^^
  |
  = help: did you mean `asking-for-help`?

1 error in 1 file
",
    );
    says(
        &with("faith"),
        "
error[taxonomy/unknown-term]: `faith` is not one of this site's themes
 --> content/news/b.md:5:17
  |
5 | themes: [trust, faith]
  |                 ^^^^^
  |
  = help: did you mean `trust`?

1 error in 1 file
",
    );
    says(
        &with("zebra, okapi"),
        "
error[taxonomy/unknown-term]: `zebra` is not one of this site's themes
 --> content/news/b.md:5:17
  |
5 | themes: [trust, zebra, okapi]
  |                 ^^^^^
  |
  = help: they are `asking-for-help` and `trust`; or add `content/themes/zebra.md`, or open the taxonomy with `closed: false` in site.yaml

error[taxonomy/unknown-term]: `okapi` is not one of this site's themes
 --> content/news/b.md:5:24
  |
5 | themes: [trust, zebra, okapi]
  |                        ^^^^^
  |
  = help: they are `asking-for-help` and `trust`; or add `content/themes/okapi.md`, or open the taxonomy with `closed: false` in site.yaml

2 errors in 1 file
",
    );
}

#[test]
fn an_open_taxonomy_takes_any_name() {
    let built = SiteTest::new(&[
        (
            "content/news/a.md",
            &page(
                "A",
                "date: 2026-01-01\nthemes: [Slow Trust, 'Te reo Māori']",
                "",
            ),
        ),
        (
            "content/news/b.md",
            &page("B", "date: 2026-01-02\nthemes: slow trust", ""),
        ),
    ])
    .clean();
    let links = html::links(built.main("/themes/slow-trust/"));
    assert!(
        links.contains(&"/news/a/".into()) && links.contains(&"/news/b/".into()),
        "{links:?}"
    );
    assert_eq!(
        html::text_of(built.page("/themes/slow-trust/"), "h1").unwrap(),
        "Slow Trust"
    );
    let links = html::links(built.main("/themes/"));
    assert_eq!(
        links
            .iter()
            .filter(|link| link.starts_with("/themes/") && link.ends_with('/'))
            .count(),
        2,
        "{links:?}"
    );
}

#[test]
fn a_terms_page_shows_its_words_and_lists_its_pages() {
    let mut site = site().edit(
        "site.yaml",
        "title: Example\nbase_url: https://network.example\nrules: {front-matter/expected-field: off}\ntaxonomies: {themes: {closed: true, feed: true, paginate: 2}}\n",
    );
    for day in 2..=4 {
        site = site.edit(
            &format!("content/news/n{day}.md"),
            &page(
                &format!("Day {day}"),
                &format!("date: 2026-01-0{day}\nthemes: [trust]\nexpires: 2027-01-01"),
                "",
            ),
        );
    }
    let built = site.clean();
    let main = built.main("/themes/trust/");
    assert!(main.contains("What trust is."), "{main}");
    let news = |url: &str| -> Vec<String> {
        let mut links = html::links(built.main(url));
        links.retain(|link| link.starts_with("/news/"));
        links.dedup();
        links
    };
    assert_eq!(news("/themes/trust/"), ["/news/n4/", "/news/n3/"]);
    assert_eq!(news("/themes/trust/page/2/"), ["/news/n2/", "/news/a/"]);
    assert!(
        built
            .file("themes/trust/feed.xml")
            .contains("https://network.example/news/n4/")
    );
    assert!(built.has("themes/trust/feed.json"));
    assert!(
        built
            .page("/themes/trust/")
            .contains("href=\"/themes/trust/feed.xml\"")
    );
}

#[test]
fn broader_and_related_terms_lead_to_each_other() {
    let built = site()
        .edit(
            "content/themes/slow-trust.md",
            &page(
                "Slow trust",
                "broader: trust\nrelated: [asking-for-help]",
                "",
            ),
        )
        .clean();
    let narrow = html::links(built.main("/themes/slow-trust/"));
    assert!(narrow.contains(&"/themes/trust/".into()), "{narrow:?}");
    assert!(
        narrow.contains(&"/themes/asking-for-help/".into()),
        "{narrow:?}"
    );
    let broad = html::links(built.main("/themes/trust/"));
    assert!(broad.contains(&"/themes/slow-trust/".into()), "{broad:?}");
    let report = site()
        .edit(
            "content/themes/slow-trust.md",
            &page("Slow trust", "broader: turst", ""),
        )
        .diagnostics();
    says(
        &report,
        "
error[reference/missing]: there is no term of the taxonomy `themes` called `turst`
 --> content/themes/slow-trust.md:4:10
  |
4 | broader: turst
  |          ^^^^^
  |
  = help: did you mean `trust`?

1 error in 1 file
",
    );
}

#[test]
fn a_replaced_term_redirects_and_its_pages_move() {
    let built = site()
        .edit(
            "content/themes/reliance.md",
            &page("Reliance", "replaced_by: trust", ""),
        )
        .edit(
            "content/news/b.md",
            &page("B", "date: 2026-01-02\nthemes: [reliance]", ""),
        )
        .clean();
    assert!(
        built
            .file("_redirects")
            .contains("/themes/reliance/ /themes/trust/ 301")
    );
    let links = html::links(built.main("/themes/trust/"));
    assert!(links.contains(&"/news/b/".into()), "{links:?}");
    assert!(!html::links(built.main("/themes/")).contains(&"/themes/reliance/".into()));
    assert!(html::links(built.page("/news/b/")).contains(&"/themes/trust/".into()));

    let report = site()
        .edit(
            "content/themes/one.md",
            &page("One", "replaced_by: two", ""),
        )
        .edit(
            "content/themes/two.md",
            &page("Two", "replaced_by: one", ""),
        )
        .diagnostics();
    says(
        &report,
        "
error[taxonomy/replaced-loop]: the term `one` is replaced by a term that it replaces itself
 --> content/themes/one.md:4:14
  |
4 | replaced_by: two
  |              ^^^
  |
  = help: one of the terms must stay: take its `replaced_by` away

error[taxonomy/replaced-loop]: the term `two` is replaced by a term that it replaces itself
 --> content/themes/two.md:4:14
  |
4 | replaced_by: one
  |              ^^^
  |
  = help: one of the terms must stay: take its `replaced_by` away

2 errors in 2 files
",
    );
}

#[test]
fn names_that_are_one_slip_apart_are_pointed_out() {
    let report = SiteTest::new(&[
        (
            "content/news/a.md",
            &page("A", "date: 2026-01-01\nthemes: [neighbours]", ""),
        ),
        (
            "content/news/b.md",
            &page("B", "date: 2026-01-02\nthemes: [neighbors]", ""),
        ),
        (
            "content/news/c.md",
            &page("C", "date: 2026-01-02\nthemes: [time, tide]", ""),
        ),
    ])
    .diagnostics();
    says(&report, "
warning[taxonomy/near-duplicate]: the terms `neighbours` and `neighbors` of the taxonomy `themes` are nearly the same
 --> content/news/b.md:5:10
  |
5 | themes: [neighbors]
  |          ^^^^^^^^^
  |
  = help: write the same one everywhere; the file of a term may give other names as `synonyms`
note: here it is `neighbours`
 --> content/news/a.md:5:10
  |
5 | themes: [neighbours]
  |          ----------

1 warning in 1 file
");
}

#[test]
fn names_with_commas_between_them_are_no_list() {
    let with = |settings: &str, themes: &str| {
        SiteTest::new(&[
            ("content/themes/time.md", &page("Time", "", "")),
            ("content/themes/trust.md", &page("Trust", "", "")),
            (
                "content/news/a.md",
                &page("A", &format!("themes: {themes}"), ""),
            ),
        ])
        .settings(settings)
        .diagnostics()
    };
    let closed = with("taxonomies: {themes: {closed: true}}\n", "time, trust");
    says(
        &closed,
        "
error[taxonomy/unknown-term]: `time, trust` is not one of this site's themes
 --> content/news/a.md:4:9
  |
4 | themes: time, trust
  |         ^^^^^^^^^^^
  |
  = help: write several as `themes: [time, trust]`, and one with a comma as `themes: [\"time, trust\"]`

1 error in 1 file
",
    );
    let open = with("", "time, trust");
    says(
        &open,
        "
warning[front-matter/value]: `themes` takes `time, trust` for one name
 --> content/news/a.md:4:9
  |
4 | themes: time, trust
  |         ^^^^^^^^^^^
  |
  = help: write several as `themes: [time, trust]`, and one with a comma as `themes: [\"time, trust\"]`

1 warning in 1 file
",
    );
    for meant in ["[time, trust]", "[\"Time, and trust\"]", "time"] {
        assert_eq!(with("", meant), "", "{meant}");
    }
}

#[test]
fn another_name_of_a_term_is_pointed_out_where_any_name_goes() {
    let findings = SiteTest::new(&[
        (
            "content/themes/time.md",
            &page("Time to listen", "synonyms: [hours]", ""),
        ),
        (
            "content/themes/time.cy.md",
            "---\ntitle: Amser\ndescription: Am amser\n---\n",
        ),
        ("content/news/a.md", &page("A", "themes: [time, trust]", "")),
        (
            "content/news/b.md",
            &page("B", "themes: [Hours, Time to listen]", ""),
        ),
    ])
    .settings("languages: [en, cy]\n")
    .findings();
    assert_eq!(
        findings,
        [
            "content/news/b.md:4:10 taxonomy/near-duplicate `Hours` is another name of the term `time` of the taxonomy `themes`",
            "content/news/b.md:4:17 taxonomy/near-duplicate `Time to listen` is another name of the term `time` of the taxonomy `themes`",
        ]
    );
}

#[test]
fn a_taxonomy_may_take_its_terms_from_a_type() {
    let built = SiteTest::new(&[
        ("content/areas/westmarsh.md", &page("Westmarsh", "", "")),
        ("content/people/mari.md", &page("Mari Example", "", "")),
        (
            "content/news/a.md",
            &page(
                "A",
                "date: 2026-01-01\nareas: [westmarsh]\nauthors: [mari, A. N. Other]",
                "",
            ),
        ),
    ])
    .settings("taxonomies: {areas: {type: area, closed: true}, authors: {type: person}}\n")
    .build();
    assert_eq!(
        built.diagnostics().lines().next(),
        Some("advice[taxonomy/unknown-term]: `A. N. Other` has no page among this site's authors")
    );
    assert!(html::links(built.main("/areas/westmarsh/")).contains(&"/news/a/".into()));
    assert!(html::links(built.main("/people/mari/")).contains(&"/news/a/".into()));
    assert!(html::links(built.main("/authors/a-n-other/")).contains(&"/news/a/".into()));
    assert!(!built.has_page("/authors/mari/"));
    let links = html::links(built.page("/news/a/"));
    for link in ["/areas/westmarsh/", "/people/mari/", "/authors/a-n-other/"] {
        assert!(links.contains(&link.into()), "{link} in {links:?}");
    }
    let report = SiteTest::new(&[
        ("content/areas/westmarsh.md", &page("Westmarsh", "", "")),
        (
            "content/news/a.md",
            &page("A", "date: 2026-01-01\nareas: [westmarch]", ""),
        ),
    ])
    .settings("taxonomies: {areas: {type: area, closed: true}}\n")
    .diagnostics();
    says(
        &report,
        "
error[taxonomy/unknown-term]: `westmarch` is not one of this site's areas
 --> content/news/a.md:5:9
  |
5 | areas: [westmarch]
  |         ^^^^^^^^^
  |
  = help: did you mean `westmarsh`?

1 error in 1 file
",
    );
}

#[test]
fn a_terms_words_are_those_of_the_language() {
    let built = SiteTest::bilingual(
        "",
        &[
            ("content/themes/trust.md", &page("Trust", "", "")),
            (
                "content/themes/trust.cy.md",
                "---\ntitle: Ymddiriedaeth\ndescription: Am ymddiriedaeth\n---\n",
            ),
            (
                "content/news/a.md",
                &page("A", "date: 2026-01-01\nthemes: [trust]", ""),
            ),
            (
                "content/news/a.cy.md",
                "---\ntitle: B\ndescription: Am B\n---\n",
            ),
        ],
    )
    .clean();
    assert_eq!(
        html::text_of(built.page("/cy/themes/trust/"), "h1").unwrap(),
        "Ymddiriedaeth"
    );
    assert!(html::links(built.main("/cy/themes/trust/")).contains(&"/cy/news/a/".into()));
    // The name in the other language is said to be in it.
    let other = built
        .main("/cy/themes/trust/")
        .split("Trust")
        .next()
        .unwrap();
    assert!(
        other.ends_with("<a href=\"/themes/trust/\" lang=\"en\" hreflang=\"en\">"),
        "{other}"
    );
    assert!(html::plain(built.page("/cy/news/a/")).contains("Ymddiriedaeth"));
}

#[test]
fn a_subject_shows_the_newest_words_about_it_with_who_said_them() {
    let story = |date: &str, quote: &str| {
        format!(
            "---\ntitle: Story of {date}\ndescription: A story\ndate: {date}\nquotes:\n  - {quote}\n---\nText.\n"
        )
    };
    let files = [
        ("content/themes/trust.md", &*page("Trust", "", "")),
        (
            "content/stories/old.md",
            &story("2025-01-01", "{text: An old word., themes: [trust]}"),
        ),
        (
            "content/stories/new.md",
            &story(
                "2026-01-01",
                "{text: A *new* word., speaker: Bea, themes: [trust]}",
            ),
        ),
        (
            "content/stories/other.md",
            &story("2026-02-01", "{text: About something else.}"),
        ),
    ];
    let built = SiteTest::new(&files).build();
    let subject = built.main("/themes/trust/");
    assert!(
        subject.contains(
            "<blockquote><p>A <em>new</em> word.</p></blockquote>\n<figcaption>Bea, <a href=\"/stories/new/\">Story of 2026-01-01</a></figcaption>"
        ),
        "{subject}"
    );
    assert!(!subject.contains("An old word"));
    assert!(!subject.contains("something else"));
}
