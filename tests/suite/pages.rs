//! Pages: their types and addresses, sections and lists, what is held back and when, and how pages know each other.

use alongside::admit::Reason;

use super::driver::{PLAIN, SiteTest, page, says};
use super::html;

/// The links to pages in the main part of a page, each once, in order, the addresses of files left out.
fn listed(built: &super::driver::Built, url: &str, below: &str) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for link in html::links(built.main(url)) {
        if link.starts_with(below) && link.ends_with('/') && link != below && !links.contains(&link)
        {
            links.push(link);
        }
    }
    links
}

#[test]
fn a_page_has_its_types_address() {
    let cases = [
        ("content/about.md", "", "/about/"),
        ("content/guide/first-steps.md", "", "/guide/first-steps/"),
        (
            "content/guide/deep/er.md",
            "slug: down",
            "/guide/deep/down/",
        ),
        ("content/stories/key.md", "id: s-7f3k2", "/stories/s-7f3k2/"),
        ("content/stories/bench/index.md", "", "/stories/bench/"),
        (
            "content/articles/on-time.md",
            "id: a-1",
            "/articles/on-time/",
        ),
        ("content/blog/hello.md", "", "/blog/hello/"),
        ("content/news/hello.md", "slug: good-day", "/news/good-day/"),
        ("content/evidence/five.md", "", "/evidence/five/"),
        (
            "content/reflections/silence.md",
            "id: r-9",
            "/reflections/r-9/",
        ),
        ("content/events/spring.md", "", "/events/spring/"),
        ("content/resources/pack/index.md", "", "/resources/pack/"),
        ("content/people/mari.md", "", "/people/mari/"),
        ("content/organisations/lane.md", "", "/organisations/lane/"),
        ("content/areas/westmarsh.md", "", "/areas/westmarsh/"),
        ("content/themes/trust.md", "", "/themes/trust/"),
        ("content/themes/time/_index.md", "", "/themes/time/"),
        (
            "content/themes/hope/index.md",
            "slug: hoping",
            "/themes/hoping/",
        ),
        (
            "content/pieces/a.md",
            "date: 2026-02-03",
            "/pieces/2026/02/03/a/",
        ),
    ];
    let mut site = SiteTest::new(&[]).settings(
        "types: {piece: {sections: [pieces], permalink: '/{section}/{year}/{month}/{day}/{slug}/', open: true}}\n",
    );
    for (path, fields, address) in cases {
        site = site.edit(
            path,
            &page(&format!("Page at {address}"), fields, "Words.\n"),
        );
    }
    let built = site.clean();
    for (path, _, address) in cases {
        let title = html::text_of(built.page(address), "h1");
        assert_eq!(title, Some(format!("Page at {address}")), "{path}");
    }
}

#[test]
fn address_patterns_may_differ_by_language() {
    let piece = |title: &str| page(title, "date: 2026-02-03\nid: p-1", "");
    let built = SiteTest::bilingual(
        "types:\n  piece:\n    sections: [pieces]\n    permalink: {en: '/{section}/{year}/{slug}/', cy: '/{section}/{id}/'}\n    open: true\n",
        &[
            ("content/pieces/_index.md", "---\ntitle: Pieces\n---\n"),
            ("content/pieces/_index.cy.md", "---\ntitle: Darnau\nslug: darnau\n---\n"),
            ("content/pieces/key.md", &piece("Key")),
            ("content/pieces/key.cy.md", &piece("Allwedd")),
        ],
    )
    .clean();
    assert!(built.has_page("/pieces/2026/key/"));
    assert!(built.has_page("/cy/darnau/p-1/"));
    assert!(built.has_page("/cy/darnau/"));
}

#[test]
fn a_pattern_that_asks_for_a_date_names_the_page_without_one() {
    let report = SiteTest::new(&[("content/pieces/key.md", &page("Key", "", ""))])
        .settings(
            "types: {piece: {sections: [pieces], permalink: '/{year}/{slug}/', open: true}}\n",
        )
        .diagnostics();
    says(&report, "
error[address/no-date]: the address pattern `/{year}/{slug}/` needs `{year}`, and the page `content/pieces/key.md` has no date
 --> site.yaml:6:48
  |
6 | types: {piece: {sections: [pieces], permalink: '/{year}/{slug}/', open: true}}
  |                                                ^^^^^^^^^^^^^^^^^
  |
  = help: give the page a `date`, or take the date out of the type's `permalink`
note: the page without a date
 --> content/pieces/key.md

1 error in 1 file
");
}

#[test]
fn a_section_lists_its_pages_in_the_order_it_asks_for() {
    let files = [
        (
            "content/news/a.md",
            page("Cwm", "date: 2026-01-01\nweight: 2", ""),
        ),
        (
            "content/news/b.md",
            page("Ash", "date: 2026-03-01\nweight: 3", ""),
        ),
        (
            "content/news/c.md",
            page("Birch", "date: 2026-02-01\nweight: 1", ""),
        ),
    ];
    let cases = [
        ("", ["b", "c", "a"]),
        ("sort_by: date", ["b", "c", "a"]),
        ("sort_by: weight", ["c", "a", "b"]),
        ("sort_by: title", ["b", "c", "a"]),
    ];
    for (field, order) in cases {
        let mut site = SiteTest::new(&[("content/news/_index.md", &page("News", field, ""))]);
        for (path, text) in &files {
            site = site.edit(path, text);
        }
        let built = site.clean();
        let expected = order.map(|slug| format!("/news/{slug}/"));
        assert_eq!(listed(&built, "/news/", "/news/"), expected, "{field}");
    }
}

#[test]
fn a_long_section_has_several_pages() {
    let mut site = SiteTest::new(&[(
        "content/news/_index.md",
        &page("News", "paginate: 2", "Hello there.\n"),
    )]);
    for day in 1..=5 {
        site = site.edit(
            &format!("content/news/n{day}.md"),
            &page(&format!("Day {day}"), &format!("date: 2026-01-0{day}"), ""),
        );
    }
    let built = site.clean();
    let posts = |url: &str| -> Vec<String> { listed(&built, url, "/news/n") };
    assert_eq!(posts("/news/"), ["/news/n5/", "/news/n4/"]);
    assert_eq!(posts("/news/page/2/"), ["/news/n3/", "/news/n2/"]);
    assert_eq!(posts("/news/page/3/"), ["/news/n1/"]);
    assert!(!built.has_page("/news/page/1/") && !built.has_page("/news/page/4/"));
    assert!(built.main("/news/").contains("Hello there."));
    assert!(!built.main("/news/page/2/").contains("Hello there."));
    let second = built.page("/news/page/2/");
    assert_eq!(
        html::rel(second, "canonical").unwrap(),
        "https://network.example/news/page/2/"
    );
    let links = html::links(built.main("/news/page/2/"));
    assert!(links.contains(&"/news/".into()) && links.contains(&"/news/page/3/".into()));
}

#[test]
fn a_cascade_gives_defaults_and_the_nearest_wins() {
    let built = SiteTest::new(&[
        (
            "content/guide/_index.md",
            &page(
                "Guide",
                "cascade: {toc: false, search: false, weight: 5}",
                "",
            ),
        ),
        ("content/guide/a.md", &page("Plain", "", "")),
        (
            "content/guide/deep/_index.md",
            &page("Deep", "cascade: {search: true}", ""),
        ),
        ("content/guide/deep/b.md", &page("Below", "", "")),
        ("content/guide/deep/c.md", &page("Own", "search: false", "")),
    ])
    .clean();
    let site = built.inner().site.as_ref().unwrap();
    let field = |path: &str, name: &str| {
        let page = site
            .pages
            .iter()
            .find(|page| page.page.path.as_str() == path)
            .unwrap();
        format!("{:?}", page.field(name))
    };
    assert_eq!(field("content/guide/a.md", "search"), "Some(Bool(false))");
    assert_eq!(
        field("content/guide/deep/b.md", "search"),
        "Some(Bool(true))"
    );
    assert_eq!(field("content/guide/deep/b.md", "toc"), "Some(Bool(false))");
    assert_eq!(
        field("content/guide/deep/c.md", "search"),
        "Some(Bool(false))"
    );
}

#[test]
fn what_is_held_back_depends_on_the_instant() {
    let zone = "timezone: America/New_York\n";
    let cases = [
        // The fields, the instant before and the first at which the page is there.
        (
            "date: 2026-06-01",
            "2026-06-01T03:59:59Z",
            "2026-06-01T04:00:00Z",
        ),
        (
            "date: 2026-06-01T09:30",
            "2026-06-01T13:29:59Z",
            "2026-06-01T13:30:00Z",
        ),
        (
            "date: 2026-06-01 9:30 +02:00",
            "2026-06-01T07:29:59Z",
            "2026-06-01T07:30:00Z",
        ),
        (
            "date: 2026-06-01T09:30:05Z",
            "2026-06-01T09:30:04Z",
            "2026-06-01T09:30:05Z",
        ),
    ];
    for (fields, before, from) in cases {
        let site =
            SiteTest::new(&[("content/about.md", &page("About", fields, ""))]).settings(zone);
        let held = site.clone().now(before).clean();
        assert!(!held.has_page("/about/"), "{fields} at {before}");
        assert_eq!(held.inner().summary.held.get(Reason::Future), 1, "{fields}");
        assert!(
            site.clone().now(from).clean().has_page("/about/"),
            "{fields} at {from}"
        );
        assert!(
            site.now(before).drafts().clean().has_page("/about/"),
            "{fields}"
        );
    }
    let expiring = |fields: &str| {
        SiteTest::new(&[("content/news/old.md", &page("Old", fields, "Old words.\n"))])
            .settings(zone)
    };
    // The end of the first of June in New York is four in the morning of the second, by the clock of Greenwich.
    let (last, gone) = ("2026-06-02T03:59:59Z", "2026-06-02T04:00:00Z");
    let removed = expiring("date: 2026-01-01\nexpires: 2026-06-01\non_expiry: remove");
    assert!(removed.clone().now(last).clean().has_page("/news/old/"));
    let after = removed.clone().now(gone).clean();
    assert!(!after.has_page("/news/old/"));
    assert_eq!(after.inner().summary.held.get(Reason::Expired), 1);
    assert!(!removed.now(gone).drafts().clean().has_page("/news/old/"));

    let archived = expiring("date: 2026-01-01\nexpires: 2026-06-01");
    let before = archived.clone().now(last).clean();
    assert_eq!(listed(&before, "/news/", "/news/"), ["/news/old/"]);
    let after = archived.now(gone).clean();
    assert!(after.main("/news/old/").contains("Old words."));
    assert_eq!(listed(&after, "/news/", "/news/"), [""; 0]);
    assert!(!after.file("news/feed.xml").contains("/news/old/"));
    assert!(!after.file("feed.xml").contains("/news/old/"));
}

#[test]
fn a_draft_is_in_no_output_and_shown_when_asked_for() {
    let secret = "Nobody may read this yet";
    let site = SiteTest::new(&[
        (
            "content/news/a.md",
            &page(
                secret,
                "draft: true\ndate: 2026-01-01\nthemes: [hushed]\naliases: [/whisper/]",
                "Body.\n",
            ),
        ),
        ("content/news/a/notes.txt", "never mind"),
        ("content/news/b.md", &page("Open", "date: 2026-01-01", "")),
    ]);
    let built = site.clean();
    assert_eq!(built.inner().summary.held.get(Reason::Draft), 1);
    for (path, text) in built.texts() {
        for word in [secret, "hushed", "whisper"] {
            assert!(
                !text.contains(word) && !path.contains(word),
                "{word} in {path}"
            );
        }
    }
    let shown = site.drafts().clean();
    assert!(shown.page("/news/a/").contains(secret));
    assert!(!shown.file("sitemap.xml").contains("/news/a/"));
}

#[test]
fn a_page_has_one_first_heading_whatever_its_text_says() {
    let built = SiteTest::new(&[
        ("content/a.md", &page("A page", "", "# Again\n\n## Below\n")),
        (
            "content/b.md",
            "---\ndescription: About b\n---\n# Its title\n\nText.\n",
        ),
    ])
    .edit(
        "site.yaml",
        &format!("{PLAIN}rules: {{front-matter/missing-field: off, heading/second-h1: off}}\n"),
    )
    .clean();
    for (url, title) in [("/a/", "A page"), ("/b/", "Its title")] {
        let main = built.main(url);
        assert_eq!(main.matches("<h1").count(), 1, "{main}");
        assert!(main.contains(&format!(">{title}</h1>")), "{main}");
    }
    assert!(built.main("/a/").contains("<h2 id=\"again\">Again</h2>"));
}

#[test]
fn an_old_address_leads_to_the_page() {
    let built = SiteTest::new(&[(
        "content/about.md",
        &page("About", "aliases: [/who/, /us/old/]", ""),
    )])
    .clean();
    let redirects = built.file("_redirects");
    assert!(redirects.contains("/who/ /about/ 301!\n"), "{redirects}");
    let fallback = built.page("/who/");
    assert!(fallback.contains("url=/about/"), "{fallback}");
    assert_eq!(
        html::rel(fallback, "canonical").unwrap(),
        "https://network.example/about/"
    );
    assert_eq!(html::links(fallback), ["/about/"]);
    assert!(!fallback.contains("<h1") && fallback.contains("noindex"));
    assert!(built.has_page("/us/old/"));
    assert!(!built.file("sitemap.xml").contains("/who/"));
}

#[test]
fn pages_know_their_neighbours_their_series_and_who_links_to_them() {
    let built = SiteTest::new(&[
        (
            "content/articles/one.md",
            &page(
                "One",
                "date: 2026-01-01\nseries: ten-principles\nweight: 1",
                "",
            ),
        ),
        (
            "content/articles/two.md",
            &page(
                "Two",
                "date: 2026-01-02\nseries: ten-principles\nweight: 2",
                "See [the first](one.md).\n",
            ),
        ),
        (
            "content/articles/three.md",
            &page("Three", "date: 2026-01-03", "See [[One]].\n"),
        ),
    ])
    .clean();
    let site = built.inner().site.as_ref().unwrap();
    let id = |slug: &str| {
        let url = format!("/articles/{slug}/");
        site.urls
            .iter()
            .position(|known| known.as_str() == url)
            .unwrap()
    };
    let urls = |ids: &[alongside::site::PageId]| -> Vec<String> {
        ids.iter().map(|id| site.url(*id).to_string()).collect()
    };
    let one = &site.relations[id("one")];
    let two = &site.relations[id("two")];
    assert_eq!(
        urls(&two.series.parts),
        ["/articles/one/", "/articles/two/"]
    );
    assert_eq!(urls(&one.backlinks), ["/articles/three/", "/articles/two/"]);
    assert_eq!(urls(two.previous.as_slice()), ["/articles/three/"]);
    assert_eq!(urls(two.next.as_slice()), ["/articles/one/"]);
    let links = html::links(built.main("/articles/two/"));
    assert!(
        links.contains(&"/articles/three/".into())
            || built.page("/articles/two/").contains("/articles/three/")
    );
    assert!(built.page("/articles/one/").contains("/articles/three/"));
}

#[test]
fn related_pages_share_rare_terms_first() {
    let mut site = SiteTest::new(&[
        (
            "content/articles/key.md",
            &page("Key", "themes: [locks, time]", ""),
        ),
        (
            "content/articles/gate.md",
            &page("Gate", "themes: [locks]", ""),
        ),
    ]);
    for number in 0..8 {
        site = site.edit(
            &format!("content/articles/t{number}.md"),
            &page(&format!("Number {number}"), "themes: [time]", ""),
        );
    }
    let built = site.clean();
    let assembled = built.inner().site.as_ref().unwrap();
    let index = assembled
        .urls
        .iter()
        .position(|url| url.as_str() == "/articles/key/")
        .unwrap();
    let first = assembled.relations[index].related[0];
    assert_eq!(assembled.url(first).as_str(), "/articles/gate/");
}

#[test]
fn an_edited_paragraph_changes_no_other_page() {
    let site = SiteTest::new(&[
        (
            "content/articles/key.md",
            &page(
                "The key",
                "themes: [trust]\ndate: 2026-01-01",
                "Lead.\n\n## Locks\n\nA paragraph about gates. See [the gate](gate.md).\n",
            ),
        ),
        (
            "content/articles/gate.md",
            &page(
                "The gate",
                "themes: [trust]\ndate: 2026-01-02",
                "Words.\n\n## Hinges\n\nMore.\n",
            ),
        ),
        (
            "content/articles/third.md",
            &page("A third", "date: 2026-01-03", "[[The key]] and hinges.\n"),
        ),
        ("content/themes/trust.md", &page("Trust", "", "")),
    ]);
    let edited = site.clone().edit(
        "content/articles/key.md",
        &page("The key", "themes: [trust]\ndate: 2026-01-01", "Lead.\n\n## Locks\n\nA paragraph about hinges and a third thing. See [the gate](gate.md).\n"),
    );
    let (before, after) = (site.clean(), edited.clean());
    let changed: Vec<String> = before
        .differing(&after)
        .into_iter()
        .filter(|path| !path.starts_with("search/"))
        .collect();
    // Feeds carry whole pages, so those that hold this one change with it; no other page does.
    assert_eq!(
        changed,
        [
            "articles/feed.json",
            "articles/feed.xml",
            "articles/key/index.html",
            "feed.json",
            "feed.xml"
        ]
    );
}

#[test]
fn menus_name_pages_lists_and_other_sites() {
    let built = SiteTest::new(&[
        ("content/about.md", &page("About us", "", "")),
        ("content/news/a.md", &page("A", "", "")),
        ("content/news/_index.md", &page("What is new", "", "")),
    ])
    .settings("menus:\n  main: [/news/, /about/, {to: 'https://other.example/', label: Elsewhere}]\n  footer: [/about/]\n")
    .clean();
    let head = built.page("/").split("<main").next().unwrap();
    let nav = &head[head.find("main-nav").unwrap()..];
    assert_eq!(
        html::links(&nav[nav.find('>').unwrap() + 1..])[..3],
        ["/news/", "/about/", "https://other.example/"]
    );
    assert!(
        nav.contains(">What is new<") && nav.contains(">About us<") && nav.contains(">Elsewhere<")
    );

    let report = SiteTest::new(&[("content/about.md", &page("About", "", ""))])
        .settings("menus: {main: [/abuot/]}\n")
        .diagnostics();
    says(
        &report,
        "
error[config/menu-target]: the menu names `/abuot/`, and the site has no such address
 --> site.yaml:6:16
  |
6 | menus: {main: [/abuot/]}
  |                ^^^^^^^
  |
  = help: did you mean `/about/`?

1 error in 1 file
",
    );
}

#[test]
fn without_menus_the_main_menu_is_the_top_sections() {
    let built = SiteTest::new(&[
        ("content/news/a.md", &page("A", "themes: [trust]", "")),
        ("content/guide/_index.md", &page("Guide", "", "")),
    ])
    .clean();
    let head = built.page("/").split("<main").next().unwrap();
    let nav = &head[head.find("main-nav").unwrap()..];
    let links = html::links(&nav[nav.find('>').unwrap() + 1..]);
    for section in ["/guide/", "/news/", "/themes/"] {
        assert!(links.contains(&section.into()), "{section} in {links:?}");
    }
}

#[test]
fn a_list_by_query_holds_what_it_asks_for() {
    let built = SiteTest::new(&[
        (
            "content/list.md",
            &page(
                "List",
                "",
                "::: pages {type=\"news\" themes=\"trust\" limit=\"2\"} :::\n",
            ),
        ),
        (
            "content/news/a.md",
            &page("A", "themes: [trust]\ndate: 2026-01-01", ""),
        ),
        (
            "content/news/b.md",
            &page("B", "themes: [trust]\ndate: 2026-01-02", ""),
        ),
        (
            "content/news/c.md",
            &page("C", "themes: [trust]\ndate: 2026-01-03", ""),
        ),
        (
            "content/news/d.md",
            &page("D", "themes: [time]\ndate: 2026-01-04", ""),
        ),
        (
            "content/articles/e.md",
            &page("E", "themes: [trust]\ndate: 2026-01-05", ""),
        ),
    ])
    .clean();
    assert_eq!(listed(&built, "/list/", "/news/"), ["/news/c/", "/news/b/"]);
    assert_eq!(listed(&built, "/list/", "/articles/"), [""; 0]);
}
