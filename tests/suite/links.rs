//! Links of bodies and fields: where each leads, and what is said of one that leads nowhere.

use super::driver::{SiteTest, page, says};
use super::html;

#[test]
fn a_link_as_written_becomes_an_address() {
    let cases = [
        ("[x](../guide/first.md)", "/guide/first/"),
        (
            "[x](../guide/first.md#second-part)",
            "/guide/first/#second-part",
        ),
        ("[x](../guide/_index.md)", "/guide/"),
        ("[x](../guide)", "/guide/"),
        ("[x](other.md)", "/articles/other/"),
        ("[x](./other.md)", "/articles/other/"),
        ("[x](other.md?from=here)", "/articles/other/?from=here"),
        ("[x](/guide/first/)", "/guide/first/"),
        (
            "[x](/guide/first/#second-part)",
            "/guide/first/#second-part",
        ),
        ("[x](/guide/first)", "/guide/first/"),
        ("[x](#here)", "#here"),
        ("[x](/notes.txt)", "/notes.txt"),
        ("[x](bundle/index.md)", "/articles/bundle/"),
        ("[x](bundle/plan.csv)", "/articles/bundle/plan.csv"),
        (
            "[x](https://other.example/a?b=c&d)",
            "https://other.example/a?b=c&d",
        ),
        (
            "[x](mailto:hello@network.example)",
            "mailto:hello@network.example",
        ),
        ("[[first]]", "/guide/first/"),
        ("[[First steps]]", "/guide/first/"),
        ("[[first#second-part]]", "/guide/first/#second-part"),
        ("[[first|the first]]", "/guide/first/"),
        ("[[guide/first]]", "/guide/first/"),
        ("[[Trust]]", "/themes/trust/"),
        ("[x][ref]\n\n[ref]: other.md", "/articles/other/"),
        ("<https://other.example/>", "https://other.example/"),
    ];
    for (written, address) in cases {
        let built = SiteTest::new(&[
            (
                "content/articles/a.md",
                &page("A", "", &format!("## Here\n\n{written}\n")),
            ),
            ("content/articles/other.md", &page("Other", "", "")),
            ("content/articles/bundle/index.md", &page("Bundle", "", "")),
            ("content/articles/bundle/plan.csv", "a,b\n"),
            ("content/guide/_index.md", &page("Guide", "", "")),
            (
                "content/guide/first.md",
                &page("First steps", "", "## Second part\n"),
            ),
            ("content/themes/trust.md", &page("Trust", "", "")),
            ("static/notes.txt", "notes"),
        ])
        .build();
        assert_eq!(built.diagnostics(), "", "{written}");
        let main = built.main("/articles/a/");
        let body = &main[main.find("id=\"here\"").unwrap()..];
        let body = body.split_once("</h2>").unwrap().1;
        assert_eq!(html::links(body)[0], address, "{written}");
    }
}

#[test]
fn search_reads_a_page_that_is_named_by_its_file_as_readers_do() {
    let body = "A line *before* [[first]], and [[first|words of its own]].\n\n## Next\n\n[[first]] again.\n";
    let built = SiteTest::new(&[
        ("content/articles/a.md", &page("A", "", body)),
        (
            "content/guide/first.md",
            &page("Ŵyau – the first steps", "", ""),
        ),
    ])
    .build();
    let texts = built.texts();
    let found = |words: &str| {
        texts
            .iter()
            .any(|(path, text)| path.starts_with("search/pages/") && text.contains(words))
    };
    assert!(found(
        "A line before Ŵyau – the first steps, and words of its own."
    ));
    assert!(found("Ŵyau – the first steps again."));
}

#[test]
fn a_picture_of_the_bundle_is_published_where_its_page_is() {
    let built = SiteTest::new(&[
        (
            "content/stories/key/index.md",
            &page("Key", "id: s-1", "![A key](key.svg)\n"),
        ),
        (
            "content/stories/key/key.svg",
            "<svg width='40' height='30'/>",
        ),
    ])
    .clean();
    let main = built.main("/stories/s-1/");
    let tags = html::tags(main);
    let image = tags.iter().find(|tag| tag.name == "img").unwrap();
    let address = image.get("src").unwrap();
    assert!(address.starts_with("/assets/pictures/"), "{address}");
    assert_eq!(
        (image.get("width").unwrap(), image.get("height").unwrap()),
        ("40".into(), "30".into())
    );
    assert!(built.has(&address[1..]));
    assert!(!built.has("stories/s-1/key.svg"));
}

#[test]
fn a_link_that_leads_nowhere_is_shown_with_what_may_be_meant() {
    let site = SiteTest::new(&[
        (
            "content/about.md",
            &page(
                "About",
                "",
                "One [a](gudie/first.md), two [b](/guide/frist/), three [[Frist steps]].\n\n\
                 Four [c](guide/first.md#secnd-part), five [d](#nowhere), six ![A key](kye.svg).\n\n\
                 Seven [e](/notes.tx), eight [f](../../etc/passwd).\n",
            ),
        ),
        ("content/key.svg", "<svg/>"),
        (
            "content/guide/first.md",
            &page("First steps", "", "## Second part\n"),
        ),
        ("static/notes.txt", "notes"),
    ]);
    says(
        &site.diagnostics(),
        "
error[link/missing-target]: there is no page or file at `gudie/first.md`
 --> content/about.md:5:9
  |
5 | One [a](gudie/first.md), two [b](/guide/frist/), three [[Frist steps]].
  |         ^^^^^^^^^^^^^^
  |
  = help: did you mean `guide/first.md`?

error[link/missing-target]: there is no page or file at `/guide/frist/`
 --> content/about.md:5:34
  |
5 | One [a](gudie/first.md), two [b](/guide/frist/), three [[Frist steps]].
  |                                  ^^^^^^^^^^^^^
  |
  = help: did you mean `/guide/first/`?

error[link/missing-target]: there is no page called `Frist steps`
 --> content/about.md:5:58
  |
5 | One [a](gudie/first.md), two [b](/guide/frist/), three [[Frist steps]].
  |                                                          ^^^^^^^^^^^
  |
  = help: did you mean `First steps`?

error[link/missing-anchor]: the page “First steps” has no place called `#secnd-part`
 --> content/about.md:7:10
  |
7 | Four [c](guide/first.md#secnd-part), five [d](#nowhere), six ![A key](kye.svg).
  |          ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `second-part`?
note: the page it leads to
 --> content/guide/first.md

error[link/missing-anchor]: the page “About” has no place called `#nowhere`
 --> content/about.md:7:47
  |
7 | Four [c](guide/first.md#secnd-part), five [d](#nowhere), six ![A key](kye.svg).
  |                                               ^^^^^^^^
  |
  = help: link to one of the page's headings, or give the heading an id: `## Words {#words}`
note: the page it leads to
 --> content/about.md

error[link/missing-target]: there is no picture at `kye.svg`
 --> content/about.md:7:71
  |
7 | Four [c](guide/first.md#secnd-part), five [d](#nowhere), six ![A key](kye.svg).
  |                                                                       ^^^^^^^
  |
  = help: did you mean `key.svg`?

error[link/missing-target]: there is no page or file at `/notes.tx`
 --> content/about.md:9:11
  |
9 | Seven [e](/notes.tx), eight [f](../../etc/passwd).
  |           ^^^^^^^^^
  |
  = help: did you mean `/notes.txt`?

error[link/missing-target]: there is no page or file at `../../etc/passwd`
 --> content/about.md:9:33
  |
9 | Seven [e](/notes.tx), eight [f](../../etc/passwd).
  |                                 ^^^^^^^^^^^^^^^^
  |
  = help: the path climbs out of the site

8 errors in 1 file
",
    );
}

#[test]
fn a_link_to_a_page_that_is_held_back_says_why() {
    let report = SiteTest::new(&[
        (
            "content/about.md",
            &page(
                "About",
                "",
                "[a](news/draft.md) [b](news/later.md) [c](/news/gone/) [[Draft]]\n",
            ),
        ),
        ("content/news/draft.md", &page("Draft", "draft: true", "")),
        (
            "content/news/later.md",
            &page("Later", "date: 2027-01-01", ""),
        ),
        (
            "content/news/gone.md",
            &page(
                "Gone",
                "date: 2026-01-01\nexpires: 2026-02-01\non_expiry: remove",
                "",
            ),
        ),
    ])
    .diagnostics();
    says(
        &report,
        "
error[link/missing-target]: there is no page or file at `news/draft.md`
 --> content/about.md:5:5
  |
5 | [a](news/draft.md) [b](news/later.md) [c](/news/gone/) [[Draft]]
  |     ^^^^^^^^^^^^^
  |
  = help: `content/news/draft.md` is held back: it is a draft

error[link/missing-target]: there is no page or file at `news/later.md`
 --> content/about.md:5:24
  |
5 | [a](news/draft.md) [b](news/later.md) [c](/news/gone/) [[Draft]]
  |                        ^^^^^^^^^^^^^
  |
  = help: `content/news/later.md` is held back: it is dated in the future

error[link/missing-target]: there is no page or file at `/news/gone/`
 --> content/about.md:5:43
  |
5 | [a](news/draft.md) [b](news/later.md) [c](/news/gone/) [[Draft]]
  |                                           ^^^^^^^^^^^
  |
  = help: `content/news/gone.md` is held back: it is expired

error[link/missing-target]: there is no page called `Draft`
 --> content/about.md:5:58
  |
5 | [a](news/draft.md) [b](news/later.md) [c](/news/gone/) [[Draft]]
  |                                                          ^^^^^
  |
  = help: `content/news/draft.md` is held back: it is a draft

4 errors in 1 file
",
    );
}

#[test]
fn a_name_that_could_mean_two_pages_names_both() {
    let report = SiteTest::new(&[
        ("content/about.md", &page("About", "", "See [[key]].\n")),
        ("content/articles/key.md", &page("Key one", "", "")),
        (
            "content/news/key.md",
            &page("Key two", "date: 2026-01-01", ""),
        ),
    ])
    .diagnostics();
    says(
        &report,
        "
error[link/ambiguous]: `[[key]]` could mean 2 pages
 --> content/about.md:5:7
  |
5 | See [[key]].
  |       ^^^
  |
  = help: write the path below `content/`, such as `[[themes/trust]]`
note: “Key one”
 --> content/articles/key.md
note: “Key two”
 --> content/news/key.md

1 error in 1 file
",
    );
}

#[test]
fn a_link_leads_to_the_page_in_the_readers_language() {
    let built = SiteTest::bilingual(
        "",
        &[
            ("content/about.md", &page("About", "", "[x](news/a.md)\n")),
            ("content/about.cy.md", "---\ntitle: Amdanom\ndescription: Ni\n---\n[x](news/a.md) [y](news/b.md) [z](/news/a/) [[A]]\n"),
            ("content/news/a.md", &page("A", "date: 2026-01-01", "")),
            ("content/news/a.cy.md", "---\ntitle: A yn Gymraeg\ndescription: Ni\n---\n"),
            ("content/news/b.md", &page("B", "date: 2026-01-01", "")),
        ],
    )
    .clean();
    let links = html::links(built.main("/about/"));
    assert!(links.contains(&"/news/a/".into()), "{links:?}");
    let main = built.main("/cy/about/");
    let prose = &main[main.find("prose").unwrap()..];
    assert_eq!(
        html::links(prose)[..4],
        ["/cy/news/a/", "/news/b/", "/news/a/", "/cy/news/a/"]
    );
}

#[test]
fn what_the_policy_does_not_load_from_another_site_is_told() {
    let site = |settings: &str| {
        let body = "![B](https://pictures.example/b.jpg) [c](https://pictures.example/c.jpg)\n\n\
                    <iframe src=\"https://films.example/1\" title=\"A film\"></iframe>\n";
        SiteTest::new(&[("content/about.md", &page("About", "", body))]).settings(settings)
    };
    assert_eq!(
        site("").findings(),
        [
            "content/about.md:5:6 html/not-allowed-by-csp this picture lies on another site, `pictures.example`, and the site's security policy does not load it: a link stands in its place",
            "content/about.md:7:14 html/not-allowed-by-csp this shows a page of another site, `films.example`, and the site's security policy does not load it: a link stands in its place",
        ]
    );
    site("csp: {img-src: [https://pictures.example], frame-src: [https://films.example]}\n")
        .clean();
}

#[test]
fn a_picture_in_a_field_is_looked_for_however_it_is_written() {
    for (fields, place) in [
        ("image: none.jpg", "4:8"),
        ("image: {src: none.jpg, alt: A}", "4:14"),
    ] {
        let site = SiteTest::new(&[("content/about.md", &page("About", fields, ""))]);
        let findings = site.findings();
        assert!(
            findings
                .iter()
                .any(|found| found
                    .starts_with(&format!("content/about.md:{place} link/missing-target"))),
            "{findings:?}"
        );
    }
}

#[test]
fn a_name_that_is_only_an_anchor_means_the_page_itself() {
    let with = |body: &str| SiteTest::new(&[("content/about.md", &page("About", "", body))]);
    let built = with("[[#what|here]]\n\n## What\n").clean();
    let links = html::links(built.main("/about/"));
    assert!(links.contains(&"/about/#what".into()), "{links:?}");
    assert_eq!(
        with("[[#wat]]\n\n## What\n").findings(),
        ["content/about.md:5:3 link/missing-anchor the page “About” has no place called `#wat`"]
    );
}

#[test]
fn a_field_may_name_any_page_by_its_path_below_its_folder() {
    let site = |name: &str| {
        let fields = format!("related: [{name}]");
        SiteTest::new(&[
            ("content/news/2025/open-day.md", &page("One", "", "")),
            (
                "content/news/2026/open-day.md",
                &page("Two", "slug: open-day-again", ""),
            ),
            ("content/about.md", &page("About", &fields, "")),
        ])
    };
    for name in ["2026/open-day", "news/2026/open-day", "open-day-again"] {
        let built = site(name).clean();
        let links = html::links(built.main("/about/"));
        assert!(links.contains(&"/news/open-day-again/".into()), "{name}");
    }
    let findings = site("open-day").findings();
    assert_eq!(
        findings,
        ["content/about.md:4:11 reference/ambiguous `open-day` could mean 2 pages"]
    );
}

#[test]
fn an_old_site_may_lower_its_broken_links() {
    let site = SiteTest::new(&[("content/about.md", &page("About", "", "[a](gone.md)\n"))]);
    let config = "title: Example\ndescription: A small site\nbase_url: https://network.example\n";
    let warned = site
        .clone()
        .edit(
            "site.yaml",
            &format!("{config}rules: {{link/missing-target: warning}}\n"),
        )
        .build();
    assert!(
        warned
            .diagnostics()
            .starts_with("warning[link/missing-target]")
    );
    assert!(warned.has_page("/about/"));
    let off = site
        .edit("site.yaml", &format!("{config}rules: {{link/*: off}}\n"))
        .build();
    assert_eq!(off.diagnostics(), "");
    assert!(off.has_page("/about/"));
}

#[test]
fn of_very_many_broken_links_the_first_are_told_what_was_meant() {
    let mut site = SiteTest::new(&[("content/about.md", &page("About", "", ""))]);
    for number in 0..130 {
        let path = format!("content/p{number:03}.md");
        let body = "[x](abuot.md) and [[Abuot]]\n";
        let fields = "related: [abuot]";
        site = site.edit(&path, &page(&format!("P {number:03}"), fields, body));
    }
    let built = site.build();
    let told = |code: &str| -> Vec<bool> {
        let found = built.inner().diagnostics.iter();
        found
            .filter(|finding| finding.code.name == code)
            .map(|finding| {
                let help = finding.help.as_deref().unwrap_or_default();
                help.starts_with("did you mean")
            })
            .collect()
    };
    for (code, number) in [("link/missing-target", 260), ("reference/missing", 130)] {
        let told = told(code);
        assert_eq!(told.len(), number, "{code}");
        let expected: Vec<bool> = (0..number).map(|at| at < 100).collect();
        assert_eq!(told, expected, "{code}");
    }
}
