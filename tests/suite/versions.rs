//! A page in other forms: Easy Read and its rules, and the formats that a page offers at its top.

use alongside::admit::Reason;

use super::driver::{SiteTest, page, says};

const STUDY: &str = "id: time\ndate: 2026-02-01\nalternate_formats:\n  - {format: audio, path: time.mp3, minutes: 4, lang: en}\n  - {format: bsl, url: https://film.example/time, label: The study in BSL}\n";

const EASY: &str = "date: 2026-03-01\nversion_of: time\nthemes: [trust]\nideas:\n  - {heading: What we did, text: We asked people what helps., image: talk.svg, alt: Two people talking}\n  - {text: People said that time helps., image: clock.svg, alt: A clock}\n";

fn site() -> SiteTest {
    SiteTest::bilingual(
        "",
        &[
            (
                "content/evidence/time/index.md",
                &page("Time", STUDY, "Words of the study.\n"),
            ),
            (
                "content/evidence/time/index.cy.md",
                &page("Amser", "", "Geiriau’r astudiaeth.\n"),
            ),
            ("content/evidence/time/time.mp3", "ID3 sounds"),
            (
                "content/easy-read/time/index.md",
                &page("What helps", EASY, "Ask us more.\n"),
            ),
            (
                "content/easy-read/time/index.cy.md",
                &page(
                    "Beth sy’n helpu",
                    "ideas:\n  - {text: Mae amser yn helpu., image: clock.svg, alt: Cloc}",
                    "",
                ),
            ),
            (
                "content/easy-read/time/talk.svg",
                "<svg width=\"40\" height=\"30\"/>",
            ),
            ("content/easy-read/time/clock.svg", "<svg/>"),
        ],
    )
}

/// The list of a page's other formats.
fn formats(main: &str) -> &str {
    let start = main.find("<nav class=\"formats\"").unwrap();
    let end = main[start..].find("</nav>").unwrap();
    &main[start..start + end]
}

#[test]
fn easy_read_and_its_parent_lead_to_each_other_in_their_language() {
    let built = site().clean();
    let parent = built.main("/evidence/time/");
    assert!(parent.find("class=\"formats\"").unwrap() < parent.find("<h1>").unwrap());
    assert!(formats(parent).contains("<a href=\"/easy-read/time/\">Easy Read</a>"));
    let easy = built.main("/easy-read/time/");
    assert!(easy.contains("<a href=\"/evidence/time/\">Time</a>"));
    let welsh = built.main("/cy/evidence/time/");
    assert!(formats(welsh).contains("<a href=\"/cy/easy-read/time/\">Hawdd ei Ddeall</a>"));
    assert!(
        built
            .main("/cy/easy-read/time/")
            .contains("<a href=\"/cy/evidence/time/\">Amser</a>")
    );
}

#[test]
fn each_idea_stands_with_its_picture_under_its_heading() {
    let built = site().clean();
    let easy = built.main("/easy-read/time/");
    let start = easy
        .find("<h2 id=\"what-we-did\">What we did</h2>")
        .unwrap();
    let first = easy[start..].find("alt=\"Two people talking\"").unwrap();
    let second = easy[start..].find("alt=\"A clock\"").unwrap();
    let after = easy[start..].find("<p>Ask us more.</p>").unwrap();
    assert!(first < second && second < after, "{easy}");
    let drawing = easy
        .split("<img ")
        .find(|image| image.contains("alt=\"Two people talking\""))
        .unwrap();
    assert!(drawing.starts_with("src=\"/assets/pictures/"), "{drawing}");
    assert!(drawing.contains("width=\"40\" height=\"30\""), "{drawing}");
    assert!(easy.contains("<p>We asked people what helps.</p>"));
    // Nobody's words are shown in another language than the page's.
    assert!(!built.main("/cy/easy-read/time/").contains("We asked"));
}

#[test]
fn a_version_is_found_and_is_no_news_of_its_own() {
    let built = site().clean();
    assert!(built.file("index.json").contains("\"kind\":\"easy-read\""));
    assert!(built.file("sitemap.xml").contains("/easy-read/time/"));
    let own_feed = built.file("easy-read/feed.json");
    assert!(
        own_feed.contains("We asked people what helps."),
        "{own_feed}"
    );
    assert!(built.main("/easy-read/").contains("What helps"));
    for elsewhere in ["feed.xml", "index.html"] {
        assert!(!built.file(elsewhere).contains("What helps"), "{elsewhere}");
    }
    let words = built
        .texts()
        .iter()
        .any(|(path, text)| path.starts_with("search/pages/") && text.contains("time helps"));
    assert!(words, "search knows the words of ideas");
}

#[test]
fn other_formats_are_named_with_what_a_reader_must_know() {
    let built = site().clean();
    let parent = formats(built.main("/evidence/time/"));
    assert!(
        parent.contains("<a href=\"/evidence/time/time.mp3\" hreflang=\"en\">Audio (MP3, 1\u{a0}KB, 4 minutes, English)</a>"),
        "{parent}"
    );
    assert!(parent.contains(
        "<a href=\"https://film.example/time\">The study in BSL (British Sign Language film)</a>"
    ));
    let html = built.page("/evidence/time/");
    assert!(html.contains("\"@type\":\"AudioObject\",\"contentUrl\":\"https://network.example/evidence/time/time.mp3\""));
    assert!(html.contains("\"accessibilityFeature\":\"signLanguage\""));
    assert!(
        built
            .page("/easy-read/time/")
            .contains("\"isBasedOn\":{\"@type\":\"CreativeWork\",\"name\":\"Time\"")
    );
    // A recording in English is not offered as if it were the Welsh page's.
    assert!(!formats(built.main("/cy/evidence/time/")).contains("time.mp3"));
}

#[test]
fn a_version_of_what_is_held_back_is_held_back() {
    let built = site()
        .edit(
            "content/evidence/time/index.md",
            &page("Time", &format!("{STUDY}draft: true\n"), ""),
        )
        .without("content/evidence/time/index.cy.md")
        .clean();
    assert!(!built.has_page("/evidence/time/"));
    assert!(!built.has_page("/easy-read/time/"));
    assert!(!built.has_page("/cy/easy-read/time/"));
    assert_eq!(built.inner().summary.held.get(Reason::Draft), 3);
}

#[test]
fn a_version_without_a_parent_in_its_language_is_told_of() {
    let site = site().without("content/evidence/time/index.cy.md");
    says(
        &site.diagnostics(),
        "
warning[version/other-language]: the page `time` is not there in this version’s language (Cymraeg)
--> content/easy-read/time/index.cy.md
 = help: translate that page too, or take this version out: no page links to it
note: the page that there is
--> content/evidence/time/index.md

1 warning in 1 file
",
    );
}
