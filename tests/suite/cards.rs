//! Share cards: which page has which, what is on it, and that it is a picture of the size that is promised.

use std::collections::BTreeMap;

use alongside::cards::{self, Look, Words};

use crate::driver::{SiteTest, page, says};

/// A small site with a story and a section of plain pages.
fn site(cards: &str) -> SiteTest {
    SiteTest::new(&[
        (
            "content/stories/key.md",
            &page("The key", "date: 2026-01-01\nthemes: [trust]", "Text.\n"),
        ),
        (
            "content/stories/bus.md",
            &page("The bus", "date: 2026-01-02\nthemes: [trust]", "Text.\n"),
        ),
        ("content/about/_index.md", &page("About us", "", "")),
        ("content/about/contact.md", &page("Contact", "", "Text.\n")),
    ])
    .settings(&format!("cards: {cards}\n"))
}

/// What a page says of itself by a `<meta>` of this name or property.
fn said<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let tag = html.split("<meta ").find(|tag| {
        tag.starts_with(&format!("property=\"{name}\""))
            || tag.starts_with(&format!("name=\"{name}\""))
    })?;
    tag.split("content=\"").nth(1)?.split('"').next()
}

/// The PNG files, by path.
fn pictures(site: &SiteTest) -> BTreeMap<String, Vec<u8>> {
    let mut all = site.clean().all();
    all.retain(|path, _| path.starts_with("assets/cards/"));
    all
}

#[test]
fn a_page_has_the_card_of_its_type_or_section() {
    let built = site("types").clean();
    let card = |url: &str| said(built.page(url), "og:image").unwrap().to_owned();
    assert_eq!(card("/stories/key/"), card("/stories/bus/"));
    assert_eq!(
        card("/about/contact/"),
        card("/about/"),
        "a plain page has its section's"
    );
    assert_ne!(card("/stories/key/"), card("/about/"));
    let page = built.page("/stories/key/");
    assert_eq!(said(page, "og:image:width"), Some("1200"));
    assert_eq!(said(page, "og:image:height"), Some("630"));
    assert_eq!(said(page, "og:image:alt"), Some("Stories – Example"));
    assert_eq!(said(page, "twitter:card"), Some("summary_large_image"));
    let path = card("/stories/key/").replace("https://network.example/", "");
    assert!(built.has(&path), "{path}");
    assert_eq!(said(built.file("404.html"), "og:image"), None);
}

#[test]
fn a_site_may_give_each_page_a_card_of_its_own() {
    let built = site("pages").clean();
    let alt = |url: &str| said(built.page(url), "og:image:alt").unwrap().to_owned();
    assert_eq!(alt("/stories/key/"), "Story – The key – Example");
    assert_eq!(alt("/themes/trust/"), "Themes – trust – Example");
    assert_eq!(alt("/"), "Example – network.example");
}

#[test]
fn cards_that_are_off_leave_no_trace() {
    let built = site("false").clean();
    assert!(pictures(&site("false")).is_empty());
    let page = built.page("/stories/key/");
    assert_eq!(said(page, "og:image"), None);
    assert_eq!(said(page, "twitter:card"), None);
}

#[test]
fn every_card_is_a_picture_of_the_size_that_is_promised() {
    let all = pictures(&site("types"));
    assert!(all.len() >= 3, "{:?}", all.keys());
    for (path, bytes) in all {
        let decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((frame.width, frame.height), cards::SIZE, "{path}");
    }
}

#[test]
fn the_number_of_threads_changes_no_card() {
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| pictures(&site("pages")))
    };
    assert!(with(1) == with(3));
}

#[test]
fn the_drawing_of_a_card() {
    let words = Words {
        kicker: "Story".into(),
        title: "The key & what it opened".into(),
        subjects: vec!["Trust".into(), "信頼".into(), "Amser".into()],
        site: "Hearth and Lane Network".into(),
    };
    let drawn = cards::svg(&words, &Look::default());
    assert_eq!(drawn, include_str!("../fixtures/card.svg"));
}

#[test]
fn a_long_title_is_made_smaller_and_then_ends_with_an_ellipsis() {
    let drawn = |title: &str| {
        let words = Words {
            title: title.into(),
            ..Words::default()
        };
        cards::svg(&words, &Look::default())
    };
    let sizes: Vec<String> = [1, 2, 5, 8, 60]
        .map(|times| drawn(&"Welsh cake ".repeat(times)))
        .iter()
        .map(|svg| {
            svg.split("font-size=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(sizes, ["112", "88", "76", "64", "56"]);
    let longest = drawn(&"Welsh cake ".repeat(60));
    assert_eq!(longest.matches("<text").count(), 4);
    assert!(longest.contains("…</text>\n</svg>"));
    // One endless word is broken, and nothing panics on nothing.
    assert_eq!(drawn(&"w".repeat(2000)).matches("<text").count(), 4);
    assert_eq!(drawn("").matches("<text").count(), 0);
}

#[test]
fn a_title_in_other_letters_falls_back_to_the_card_of_its_type() {
    let site = SiteTest::new(&[(
        "content/stories/key.md",
        &page("鍵", "date: 2026-01-01", "Text.\n"),
    )])
    .settings("cards: pages\n");
    let built = site.build();
    says(
        built.diagnostics(),
        "
advice[card/letters]: the title “鍵” has letters that share cards cannot show
 --> content/stories/key.md:2:8
  |
2 | title: 鍵
  |        ^^
  |
  = help: it is shared with the card of its type; give it a picture with `image`

1 piece of advice in 1 file
",
    );
    assert_eq!(
        said(built.page("/stories/key/"), "og:image:alt"),
        Some("Stories – Example")
    );
}
