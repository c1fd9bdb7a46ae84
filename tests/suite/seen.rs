//! What readers see at the ends of the output, away from the page: times in the site's zone, feeds, terms whose names differ in signs,
//! what the policy does not load, and links that are nearly right.

use super::driver::{SiteTest, page};
use super::html;

fn event(fields: &str) -> SiteTest {
    SiteTest::new(&[
        ("content/events/_index.md", &page("Events", "", "")),
        ("content/events/a.md", &page("A", fields, "Words.\n")),
    ])
    .settings("timezone: Europe/London\n")
}

#[test]
fn the_hours_of_an_event_are_those_of_the_site() {
    for (fields, shown, in_calendar) in [
        ("start_date: 2027-06-03T09:00Z", "10:00", "20270603T090000Z"),
        (
            "start_date: 2027-06-03 04:00 -0500",
            "10:00",
            "20270603T090000Z",
        ),
        ("start_date: 2027-01-03T09:00Z", "09:00", "20270103T090000Z"),
        ("start_date: 2027-06-03T10:00", "10:00", "20270603T090000Z"),
        // The day before, there.
        (
            "start_date: 2027-06-02T20:30-07:00",
            "04:30",
            "20270603T033000Z",
        ),
    ] {
        let built = event(fields).clean();
        let main = built.main("/events/a/");
        assert!(main.contains(shown), "{fields}: {main}");
        assert!(
            main.contains("3 June 2027") || main.contains("3 January 2027"),
            "{fields}: {main}"
        );
        let file = built.file("events/a/event.ics");
        assert!(file.contains(&format!("DTSTART:{in_calendar}")), "{file}");
    }
}

#[test]
fn an_event_does_not_end_before_it_begins() {
    let says = |fields: &str| event(fields).findings();
    for (fields, line) in [
        ("start_date: 2027-06-03\nend_date: 2027-06-02", 5),
        (
            "start_date: 2027-06-03T10:00\nend_date: 2027-06-03T09:30",
            5,
        ),
        // Ten o'clock in London is nine in UTC.
        (
            "end_date: 2027-06-03T08:30Z\nstart_date: 2027-06-03T10:00",
            4,
        ),
        ("start_date: 2027-06-03T10:00\nend_date: 2027-06-02", 5),
    ] {
        let found = says(fields);
        let place = format!("content/events/a.md:{line}:");
        assert!(
            found.len() == 1
                && found[0].starts_with(&place)
                && found[0].contains("front-matter/end-before-start"),
            "{fields}: {found:?}"
        );
    }
    for fields in [
        "start_date: 2027-06-03\nend_date: 2027-06-03",
        "start_date: 2027-06-03T10:00\nend_date: 2027-06-03",
        "start_date: 2027-06-03T10:00\nend_date: 2027-06-03T10:00",
    ] {
        assert_eq!(says(fields), [""; 0], "{fields}");
    }
    // A type of the site's own is an event like any other.
    let own = "types:\n  walk: {label: Walk, sections: [walks], event: {starts: from, ends: until}, \
               fields: {from: {kind: date}, until: {kind: date}}}\n";
    let site = SiteTest::new(&[
        ("content/walks/_index.md", &page("Walks", "", "")),
        (
            "content/walks/a.md",
            &page("A", "from: 2027-05-02\nuntil: 2027-05-01", ""),
        ),
    ])
    .settings(own);
    let found = site.findings();
    assert!(
        found
            .iter()
            .any(|one| one.contains("front-matter/end-before-start")),
        "{found:?}"
    );
}

#[test]
fn a_changed_event_tells_calendars_so() {
    let fields = "start_date: 2027-06-03T10:00\ndate: 2026-10-01";
    let plain = event(fields).clean();
    assert!(!plain.file("events/a/event.ics").contains("LAST-MODIFIED"));
    let changed = event(&format!("{fields}\nupdated: 2026-11-02")).clean();
    let file = changed.file("events/a/event.ics");
    assert!(
        file.contains("LAST-MODIFIED:20261102T000000Z\r\nSEQUENCE:"),
        "{file}"
    );
    assert!(file.contains("DTSTAMP:20261102T000000Z"), "{file}");
}

#[test]
fn a_feed_is_whole_away_from_its_page() {
    let body = "A note.[^1] [next](?page=2), <a href=\"\">here</a>, [place](#there), [far](https://far.example/).\n\n\
                ## There\n\n[^1]: The note.\n";
    let site = |base: &str| {
        SiteTest::new(&[
            ("content/news/_index.md", &page("News", "", "")),
            ("content/news/a.md", &page("A", "date: 2026-05-01", body)),
        ])
        .settings("rules: {link/empty: off}\n")
        .edit(
            "site.yaml",
            &format!("title: Example\ndescription: A small site\nbase_url: {base}\nrules: {{front-matter/expected-field: off, link/empty: off}}\ncards: false\n"),
        )
    };
    let built = site("https://host.example/north").clean();
    let feed = built.file("news/feed.xml");
    let page_url = "https://host.example/north/news/a/";
    for whole in [
        format!("{page_url}?page=2"),
        format!("{page_url}#there"),
        "https://far.example/".to_owned(),
    ] {
        assert!(
            feed.contains(&format!("href=&quot;{whole}&quot;"))
                || feed.contains(&format!("href=\"{whole}\"")),
            "{whole}: {feed}"
        );
    }
    assert!(
        !feed.contains("href=&quot;&quot;") && !feed.contains("href=\"\""),
        "{feed}"
    );
    assert!(feed.contains("The note."), "{feed}");
    for lost in ["Back to", "footnote-back", "fn:back"] {
        assert!(!feed.contains(lost), "{lost}: {feed}");
    }
    // Two sites of one host do not share the names of their entries.
    assert!(
        feed.contains("<id>tag:host.example,2026:north/news/a/en</id>"),
        "{feed}"
    );
    let other = site("https://host.example/south").clean();
    assert!(
        other
            .file("news/feed.xml")
            .contains("<id>tag:host.example,2026:south/news/a/en</id>")
    );
    let alone = site("https://host.example").clean();
    assert!(
        alone
            .file("news/feed.xml")
            .contains("<id>tag:host.example,2026:news/a/en</id>")
    );
}

#[test]
fn terms_whose_names_differ_in_signs_stay_apart_or_are_told_of() {
    let site = |one: &str, two: &str| {
        SiteTest::new(&[
            (
                "content/news/a.md",
                &page("A", &format!("date: 2026-05-01\nthemes: [\"{one}\"]"), ""),
            ),
            (
                "content/news/b.md",
                &page("B", &format!("date: 2026-05-02\nthemes: [\"{two}\"]"), ""),
            ),
        ])
    };
    for (one, two, addresses) in [
        ("C", "C++", ["/themes/c/", "/themes/c-plus-plus/"]),
        ("C#", "C++", ["/themes/c-sharp/", "/themes/c-plus-plus/"]),
        ("5", "<5", ["/themes/5/", "/themes/under-5/"]),
        ("65+", "65", ["/themes/65-plus/", "/themes/65/"]),
        ("2024", "2025", ["/themes/2024/", "/themes/2025/"]),
        (
            "step 10",
            "step 11",
            ["/themes/step-10/", "/themes/step-11/"],
        ),
    ] {
        let built = site(one, two).clean();
        for address in addresses {
            assert!(
                built.has_page(address),
                "{one} {two} {address} {:?}",
                built.addresses()
            );
        }
    }
    for (one, two) in [
        ("1/2", "½"),
        ("50", "50%"),
        ("trust", "trusts"),
        ("listening", "listenning"),
    ] {
        let found = site(one, two).findings();
        assert!(
            found.len() == 1 && found[0].contains("taxonomy/near-duplicate"),
            "{one} {two}: {found:?}"
        );
    }
    for (one, two) in [("St. Ives", "st ives"), ("Co-op", "co op")] {
        site(one, two).clean();
    }
}

#[test]
fn near_duplicates_are_not_cried_where_nobody_slipped() {
    let term = |name: &str| page(name, "", "");
    // Two terms that somebody described.
    SiteTest::new(&[
        ("content/themes/caring.md", &term("Caring")),
        ("content/themes/carings.md", &term("Carings")),
        (
            "content/news/a.md",
            &page("A", "date: 2026-05-01\nthemes: [caring, carings]", ""),
        ),
    ])
    .clean();
    // One word in each of two languages.
    SiteTest::bilingual(
        "",
        &[
            (
                "content/news/a.md",
                &page("A", "date: 2026-05-01\nthemes: [cwestiwn]", ""),
            ),
            (
                "content/news/b.cy.md",
                &page("B", "date: 2026-05-01\nthemes: [cwestiwns]", ""),
            ),
        ],
    )
    .clean();
}

#[test]
fn what_the_policy_does_not_load_is_a_link() {
    let built = SiteTest::new(&[(
        "content/articles/a.md",
        &page(
            "A",
            "",
            "![A gate](https://o.example/gate.png) and [![Inner](https://o.example/i.png)](https://o.example/)\n\n\
             <iframe src=\"https://v.example/1\" title=\"A film of the garden\"></iframe>\n\n\
             <video controls><source src=\"https://v.example/a.mp4\"><source src=\"https://v.example/a.webm\">No film.</video>\n\n\
             <audio src=\"https://v.example/a.mp3\"></audio>\n\n\
             <object data=\"https://v.example/o\">Fallback</object>\n\n\
             <form action=\"https://f.example/send\"><button formaction=\"//f.example/other\">Send</button></form>\n\n\
             <img src=\"/p.png\" srcset=\"https://o.example/p2.png 2x\" alt=\"P\">\n\n\
             <img src=\"https://ok.example/p.png\" alt=\"Let in\">\n\nThe end.\n",
        ),
    )])
    .edit("static/p.png", "x")
    .settings("csp: {img-src: [https://ok.example]}\n")
    .build();
    let main = built.main("/articles/a/");
    for kept in [
        "<a href=\"https://o.example/gate.png\">A gate</a>",
        "<a href=\"https://o.example/\">Inner</a>",
        "<a href=\"https://v.example/1\">A film of the garden</a>",
        "<a href=\"https://v.example/a.mp4\">https://v.example/a.mp4</a>",
        "<a href=\"https://v.example/a.mp3\">https://v.example/a.mp3</a>",
        "<a href=\"https://v.example/o\">https://v.example/o</a>",
        "src=\"https://ok.example/p.png\"",
        "The end.",
    ] {
        assert!(main.contains(kept), "{kept}: {main}");
    }
    for gone in [
        "<iframe",
        "<video",
        "<audio",
        "<object",
        "f.example",
        "srcset=\"https",
        "Fallback",
        "No film",
    ] {
        assert!(!main.contains(gone), "{gone}: {main}");
    }
    let carriers = built
        .diagnostics()
        .matches("[html/not-allowed-by-csp]")
        .count();
    assert_eq!(carriers, 9, "{}", built.diagnostics());
}

#[test]
fn whole_addresses_of_the_site_are_looked_up_like_others() {
    let site = |written: &str| {
        SiteTest::new(&[
            (
                "content/articles/a.md",
                &page("A", "", &format!("{written}\n")),
            ),
            (
                "content/articles/b.md",
                &page("B", "", "## Trust and time\n\nWords.\n"),
            ),
        ])
    };
    for (written, address) in [
        ("[x](https://network.example/articles/b/)", "/articles/b/"),
        (
            "[x](http://www.network.example/articles/b/#trust-and-time)",
            "/articles/b/#trust-and-time",
        ),
        (
            "<a href=\"https://NETWORK.example/articles/b/\">x</a>",
            "/articles/b/",
        ),
        ("[x](https://network.example)", "/"),
        (
            "[x](/articles/b/#:~:text=Words)",
            "/articles/b/#:~:text=Words",
        ),
        (
            "[x](b.md#trust-and-time:~:text=Words)",
            "/articles/b/#trust-and-time:~:text=Words",
        ),
        (
            "[x](https://other.example/articles/none/#:~:text=a)",
            "https://other.example/articles/none/#:~:text=a",
        ),
    ] {
        let built = site(written).clean();
        let main = built.main("/articles/a/");
        let found = html::tags(main)
            .iter()
            .any(|tag| tag.get("href").as_deref() == Some(address));
        assert!(found, "{written}: {main}");
    }
    for written in [
        "[x](https://network.example/articles/none/)",
        "![x](//network.example/none.png)",
    ] {
        let found = site(written).findings();
        assert!(
            found.len() == 1 && found[0].contains("link/missing-target"),
            "{written}: {found:?}"
        );
    }
    let found = site("[x](https://network.example/articles/b/#nothing)").findings();
    assert!(
        found.len() == 1 && found[0].contains("link/missing-anchor"),
        "{found:?}"
    );
}

#[test]
fn a_place_that_folds_to_one_heading_is_that_heading() {
    let site = |written: &str, body: &str| {
        SiteTest::new(&[
            (
                "content/articles/a.md",
                &page("A", "", &format!("{written}\n")),
            ),
            ("content/articles/b.md", &page("B", "", body)),
        ])
    };
    let body = "## Trust, time & tŷ\n\nWords.\n\n## Same\n\n## Same\n\n## Named {#other}\n";
    for (written, address) in [
        ("[x](b.md#Trust-Time-Ty)", "/articles/b/#trust-time-ty"),
        ("[x](b.md#trust_time_ty)", "/articles/b/#trust-time-ty"),
        (
            "[x](b.md#Trust,%20time%20&%20t%C5%B7)",
            "/articles/b/#trust-time-ty",
        ),
        ("[[b#Named]]", "/articles/b/#other"),
    ] {
        let built = site(written, body).build();
        let main = built.main("/articles/a/");
        let found = html::tags(main)
            .iter()
            .any(|tag| tag.get("href").as_deref() == Some(address));
        assert!(found, "{written}: {main}");
        let found = built.diagnostics();
        assert!(
            found.contains("link/anchor-spelling") && !found.contains("error"),
            "{written}: {found}"
        );
    }
    let found = site("[x](b.md#SAME)", body).findings();
    assert!(found.len() == 1, "{found:?}");
}

#[test]
fn home_offers_twenty_words_to_begin_with() {
    let mut site = SiteTest::new(&[]);
    for number in 0..30_usize {
        site = site.edit(
            &format!("content/themes/word{number:02}.md"),
            &page(&format!("Word {number:02}"), "", ""),
        );
        // The later the word, the more pages have it.
        for at in 0..=number / 10 {
            site = site.edit(
                &format!("content/news/n{number}-{at}.md"),
                &page(
                    &format!("News {number} {at}"),
                    &format!("date: 2026-05-01\nthemes: [word{number:02}]"),
                    "",
                ),
            );
        }
    }
    let built = site.build();
    let main = built.main("/");
    let words: Vec<usize> = (0..30)
        .filter(|number| main.contains(&format!("/themes/word{number:02}/")))
        .collect();
    assert_eq!(words, (10..30).collect::<Vec<_>>(), "{main}");
}
