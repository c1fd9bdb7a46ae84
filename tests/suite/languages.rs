//! Several languages: which pages are one, what a translation takes from its original, and that nothing is served in the
//! wrong language.

use alongside::admit::Reason;

use super::driver::{SiteTest, page, says};
use super::html;

const THREE: &str = "languages: {en: {}, cy: {label: Cymraeg}, fr: {}}\n";

fn welsh(title: &str, fields: &str, body: &str) -> String {
    let fields = match fields {
        "" => String::new(),
        fields => format!("{fields}\n"),
    };
    format!("---\ntitle: {title}\ndescription: Am {title}\n{fields}---\n{body}")
}

/// The `hreflang` addresses of a page.
fn alternates(html: &str) -> Vec<(String, String)> {
    html::tags(html)
        .iter()
        .filter(|tag| tag.name == "link" && tag.get("rel").as_deref() == Some("alternate"))
        .filter_map(|tag| Some((tag.get("hreflang")?, tag.get("href")?)))
        .collect()
}

/// The links of the languages' menu.
fn toggle(html: &str) -> Vec<String> {
    let Some(at) = html.find("class=\"languages\"") else {
        return Vec::new();
    };
    let nav = &html[at..at + html[at..].find("</nav>").unwrap()];
    html::links(&nav[nav.find('>').unwrap() + 1..])
}

#[test]
fn files_are_paired_by_path_and_know_each_other() {
    let built = SiteTest::bilingual(
        "",
        &[
            ("content/about.md", &page("About", "slug: about-us", "")),
            (
                "content/about.cy.md",
                &welsh("Amdanom", "slug: amdanom", ""),
            ),
            ("content/stories/key/index.md", &page("Key", "id: s-1", "")),
            ("content/stories/key/index.cy.md", &welsh("Allwedd", "", "")),
            ("content/only.md", &page("Only", "", "")),
        ],
    )
    .clean();
    let pair = [
        (
            "en".to_owned(),
            "https://network.example/about-us/".to_owned(),
        ),
        (
            "cy".to_owned(),
            "https://network.example/cy/amdanom/".to_owned(),
        ),
        (
            "x-default".to_owned(),
            "https://network.example/about-us/".to_owned(),
        ),
    ];
    for url in ["/about-us/", "/cy/amdanom/"] {
        let mut found = alternates(built.page(url));
        found.sort();
        let mut pair = pair.to_vec();
        pair.sort();
        assert_eq!(found, pair, "{url}");
    }
    assert!(built.has_page("/cy/stories/s-1/"));
    assert_eq!(toggle(built.page("/about-us/")), ["/cy/amdanom/"]);
    assert_eq!(toggle(built.page("/cy/amdanom/")), ["/about-us/"]);
    assert_eq!(alternates(built.page("/only/")), []);
    assert!(built.page("/cy/amdanom/").contains("<html lang=\"cy\""));
}

#[test]
fn a_translation_takes_facts_and_never_words() {
    let built = SiteTest::bilingual(
        "",
        &[
            (
                "content/events/spring.md",
                &page("Spring gathering", "date: 2026-01-01\nstart_date: 2026-12-01T10:00\nthemes: [trust]\naudience: English words here\naliases: [/old/]\nweight: 3", "English body.\n"),
            ),
            ("content/events/spring.cy.md", "---\ntitle: Cyfarfod y gwanwyn\n---\nGeiriau Cymraeg.\n"),
        ],
    )
    .build();
    let report = built.diagnostics();
    assert!(!report.contains("error["), "{report}");
    let main = built.main("/cy/events/spring/");
    assert!(main.contains("Geiriau Cymraeg."));
    assert!(main.contains("datetime=\"2026-12-01"), "{main}");
    for words in ["English words", "English body", "About Spring"] {
        assert!(!built.page("/cy/events/spring/").contains(words), "{words}");
    }
    assert!(!built.file("_redirects").contains("/cy/old/"));
    assert!(html::links(built.main("/cy/events/spring/")).contains(&"/cy/themes/trust/".into()));
}

#[test]
fn a_translation_has_the_id_of_its_original() {
    let site = |id: &str| {
        SiteTest::bilingual(
            "",
            &[
                ("content/stories/key.md", &page("The key", "id: s-7f", "")),
                ("content/stories/key.cy.md", &welsh("Yr allwedd", id, "")),
                ("content/about.md", &page("About", "slug: who", "")),
                (
                    "content/about.cy.md",
                    &welsh("Amdanom", "slug: amdanom", ""),
                ),
            ],
        )
    };
    for same in ["", "id: s-7f"] {
        let built = site(same).clean();
        assert!(built.has_page("/cy/stories/s-7f/") && built.has_page("/cy/amdanom/"));
    }
    says(
        site("id: s-9x").build().diagnostics(),
        "
error[address/id]: the page has the id `s-9x`, and the page that it translates has the id `s-7f`
 --> content/stories/key.cy.md:4:5
  |
4 | id: s-9x
  |     ^^^^
  |
  = help: take `id` out: a translation has the id of its original
note: the original
 --> content/stories/key.md

1 error in 1 file
",
    );
}

#[test]
fn nothing_is_served_silently_in_another_language() {
    let english = "An English paragraph that nobody translated";
    let built = SiteTest::bilingual(
        "",
        &[
            (
                "content/news/_index.md",
                &page("News from here", "", english),
            ),
            (
                "content/news/a.md",
                &page("A bench", "date: 2026-01-01\nthemes: [trust]", english),
            ),
            (
                "content/news/b.md",
                &page("B tree", "date: 2026-01-02", english),
            ),
            ("content/news/b.cy.md", &welsh("Coeden", "", "Paragraff.\n")),
            ("content/themes/trust.md", &page("Trust", "", english)),
        ],
    )
    .clean();
    for (path, text) in built.texts() {
        if !path.starts_with("cy/") {
            continue;
        }
        for words in [english, "A bench", "About A bench", "About Trust"] {
            assert!(!text.contains(words), "{words} in {path}");
        }
    }
    assert!(!built.has_page("/cy/news/a/"));
    assert!(html::links(built.main("/cy/news/")).contains(&"/cy/news/b/".into()));
    assert!(
        !built
            .file("cy/feed.xml")
            .contains("network.example/news/a/")
    );
    assert!(
        built
            .file("cy/feed.xml")
            .contains("https://network.example/cy/news/b/")
    );
}

#[test]
fn the_toggle_leads_to_the_nearest_page_that_there_is() {
    let built = SiteTest::bilingual(
        "",
        &[
            ("content/news/a.md", &page("A", "date: 2026-01-01", "")),
            ("content/news/b.md", &page("B", "date: 2026-01-02", "")),
            ("content/news/b.cy.md", &welsh("B yn Gymraeg", "", "")),
            ("content/guide/deep/c.md", &page("C", "", "")),
        ],
    )
    .clean();
    assert_eq!(toggle(built.page("/news/b/")), ["/cy/news/b/"]);
    assert_eq!(toggle(built.page("/news/a/")), ["/cy/news/"]);
    assert_eq!(toggle(built.page("/guide/deep/c/")), ["/cy/"]);
    let page = built.page("/news/a/");
    assert!(
        page.contains("class=\"aside\""),
        "it is said that the page is not translated"
    );
    let head = built.page("/news/b/").split("<main").next().unwrap();
    assert!(!head.contains("class=\"aside\""));
}

#[test]
fn an_unreviewed_translation_waits_for_a_speaker() {
    let files = [
        ("content/about.md", page("About", "", "")),
        (
            "content/about.cy.md",
            welsh(
                "Amdanom",
                "translation: unreviewed",
                "Cymraeg heb ei wirio.\n",
            ),
        ),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    let held = SiteTest::bilingual("", &files).clean();
    assert!(!held.has_page("/cy/about/"));
    assert_eq!(alternates(held.page("/about/")), []);
    assert!(
        held.texts()
            .values()
            .all(|text| !text.contains("heb ei wirio"))
    );
    assert!(held.inner().summary.held.get(Reason::Unreviewed) > 0);
    let shown = SiteTest::bilingual(
        "languages: {en: {}, cy: {label: Cymraeg, unreviewed: show}}\n",
        &files,
    )
    .clean();
    let main = shown.main("/cy/about/");
    assert!(
        main.contains("heb ei wirio") && main.contains("class=\"notice"),
        "{main}"
    );
    let preview = SiteTest::bilingual("", &files)
        .environment(alongside::config::Environment::Preview)
        .clean();
    assert!(preview.main("/cy/about/").contains("class=\"notice"));
}

#[test]
fn both_languages_may_have_a_folder() {
    let built = SiteTest::bilingual(
        "default_language_in_path: true\n",
        &[
            (
                "content/about.md",
                &page("About", "", "[news](/en/news/)\n"),
            ),
            ("content/about.cy.md", &welsh("Amdanom", "", "")),
            ("content/news/a.md", &page("A", "date: 2026-01-01", "")),
        ],
    )
    .clean();
    for url in [
        "/en/",
        "/cy/",
        "/en/about/",
        "/cy/about/",
        "/en/news/a/",
        "/en/search/",
    ] {
        assert!(built.has_page(url), "{url}: {:?}", built.addresses());
    }
    assert!(!built.has_page("/about/"));
    assert!(built.has("en/feed.xml") && built.has("en/404.html") && built.has("cy/404.html"));
    let redirects = built.file("_redirects");
    assert!(redirects.contains("/cy/* /cy/404.html 404"), "{redirects}");
    assert!(redirects.contains("/en/* /en/404.html 404"), "{redirects}");
    assert!(
        built.has_page("/") || redirects.contains("/ /en/"),
        "the root leads to a language: {redirects}"
    );
    assert!(built.has("sitemap.xml") && built.has("robots.txt"));
}

#[test]
fn a_language_without_words_of_its_own_still_works() {
    let site = SiteTest::bilingual(
        THREE,
        &[
            (
                "content/_index.fr.md",
                "---\ntitle: Accueil\ndescription: La première page\n---\n",
            ),
            ("content/news/a.md", &page("A", "date: 2026-02-01", "")),
            (
                "content/news/a.fr.md",
                "---\ntitle: Un banc\ndescription: Le banc\n---\nDes mots français.\n",
            ),
        ],
    );
    let built = site.build();
    says(
        built.diagnostics(),
        "
error[theme/missing-message]: the theme (look) `hearth` has no messages in the language `fr`
--> site.yaml
 = help: add `themes/hearth/messages/fr.yaml` with a text for each message of `en.yaml`

1 error in 1 file
",
    );
}

#[test]
fn every_language_has_its_own_page_for_what_is_not_there() {
    let built = SiteTest::bilingual("", &[]).clean();
    let english = built.file("404.html");
    let welsh = built.file("cy/404.html");
    assert!(english.contains("lang=\"en\"") && welsh.contains("lang=\"cy\""));
    for page in [english, welsh, built.file("410.html")] {
        assert!(page.contains("noindex"));
        assert_eq!(html::rel(page, "canonical"), None);
    }
    assert_ne!(html::text_of(english, "h1"), html::text_of(welsh, "h1"));
}

#[test]
fn welsh_lists_are_in_the_order_of_the_welsh_alphabet() {
    let mut site = SiteTest::bilingual(
        "",
        &[
            (
                "content/guide/_index.md",
                &page("Guide", "sort_by: title", ""),
            ),
            ("content/guide/_index.cy.md", &welsh("Canllaw", "", "")),
        ],
    );
    for (number, title) in ["Llan", "Lôn", "Lwc", "Chwarel", "Cwm", "Ŵyn", "Wal"]
        .iter()
        .enumerate()
    {
        site = site
            .edit(
                &format!("content/guide/p{number}.md"),
                &page(&format!("P {number}"), "", ""),
            )
            .edit(
                &format!("content/guide/p{number}.cy.md"),
                &welsh(title, "", ""),
            );
    }
    let built = site.clean();
    let main = built.main("/cy/guide/");
    let at = |title: &str| {
        main.find(&format!(">{title}<"))
            .unwrap_or_else(|| panic!("{title} in {main}"))
    };
    let order = ["Cwm", "Chwarel", "Lôn", "Lwc", "Llan", "Wal", "Ŵyn"];
    assert!(
        order.windows(2).all(|pair| at(pair[0]) < at(pair[1])),
        "{main}"
    );
}
