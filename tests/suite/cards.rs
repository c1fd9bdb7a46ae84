//! Share cards: which page has which, what is on it, and that it is a picture of the size that is promised.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use alongside::share_cards::{self, Look, Words};

use alongside::pipeline::{self, Press, Purpose, Session};

use crate::driver::{self, PLAIN, SiteTest, page, says};

/// The settings of a site with these cards; with nothing said about them when there is no word.
fn settings(cards: &str) -> String {
    let cards = match cards {
        "" => String::new(),
        cards => format!("cards: {cards}\n"),
    };
    format!("{PLAIN}rules: {{front-matter/expected-field: off}}\n{cards}")
}

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
    .edit("site.yaml", &settings(cards))
}

/// What a page says of itself by a `<meta>` of this name or property.
fn said<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let tag = html.split("<meta ").find(|tag| {
        tag.starts_with(&format!("property=\"{name}\""))
            || tag.starts_with(&format!("name=\"{name}\""))
    })?;
    tag.split("content=\"").nth(1)?.split('"').next()
}

/// The PNG files of a build with nothing kept, by path.
fn pictures(site: &SiteTest) -> BTreeMap<String, Vec<u8>> {
    let made = pipeline::build(&site.files(), site.options()).artifacts;
    made.iter()
        .filter(|artifact| artifact.path.as_str().starts_with("assets/cards/"))
        .map(|artifact| (artifact.path.to_string(), driver::bytes(artifact)))
        .collect()
}

#[test]
fn a_page_has_the_card_of_its_type_or_section() {
    let built = site("").clean();
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
    assert_eq!(
        said(page, "og:image:alt"),
        Some("Learning stories – Example")
    );
    assert_eq!(said(page, "twitter:card"), Some("summary_large_image"));
    let path = card("/stories/key/").replace("https://network.example/", "");
    assert!(built.has(&path), "{path}");
    assert_eq!(said(built.file("404.html"), "og:image"), None);
}

#[test]
fn a_site_may_give_each_page_a_card_of_its_own() {
    let built = site("pages").clean();
    let alt = |url: &str| said(built.page(url), "og:image:alt").unwrap().to_owned();
    assert_eq!(alt("/stories/key/"), "Learning story – The key – Example");
    assert_eq!(alt("/about/contact/"), "About us – Contact – Example");
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
        assert_eq!((frame.width, frame.height), share_cards::SIZE, "{path}");
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
fn after_edits_a_held_site_has_the_cards_of_one_built_from_nothing() {
    let before = site("pages");
    let renamed = page("The lock", "date: 2026-01-01\nthemes: [trust]", "Text.\n");
    let told = page(
        "The bus",
        "date: 2026-01-02\nthemes: [trust]",
        "Other words.\n",
    );
    let colours = "theme_settings: {colours: {accent: {light: '#1f4e79'}}}\n";
    let steps = [
        before.clone(),
        before.clone().edit("content/stories/bus.md", &told),
        before.clone().edit("content/stories/key.md", &renamed),
        before
            .clone()
            .edit("content/about/_index.md", &page("Who we are", "", "")),
        before
            .clone()
            .edit("site.yaml", &format!("{}{colours}", settings("pages"))),
        before
            .clone()
            .edit("site.yaml", &format!("{}{colours}", settings("types"))),
        before.clone().edit("site.yaml", &settings("false")),
        before.clone(),
    ];
    let mut session = Session::new(Arc::new(driver::Memory::default()));
    let mut press = Press::default();
    let mut names = Vec::new();
    for step in &steps {
        let edition = session.update(&step.files(), step.options());
        let made = Mutex::new(BTreeMap::new());
        press.print(&edition, Purpose::Publish, &|artifact| {
            let bytes = driver::bytes(&artifact);
            made.lock()
                .unwrap()
                .insert(artifact.path.to_string(), bytes);
        });
        let warm = made.into_inner().unwrap();
        let cold = pipeline::build(&step.files(), step.options()).artifacts;
        let cold: BTreeMap<String, Vec<u8>> = cold
            .iter()
            .map(|artifact| (artifact.path.to_string(), driver::bytes(artifact)))
            .collect();
        assert!(warm == cold);
        let cards: BTreeSet<String> = warm
            .into_keys()
            .filter(|path| path.starts_with("assets/cards/"))
            .collect();
        names.push(cards);
    }
    let new = |step: usize| names[step].difference(&names[0]).count();
    assert_eq!(
        (new(1), new(2)),
        (0, 1),
        "a text draws nothing, a title one card"
    );
    assert_eq!(
        new(3),
        2,
        "of the section whose title was edited, and of its plain page"
    );
    assert_eq!(new(4), names[0].len(), "a colour draws all anew");
    assert!(names[5].len() < names[4].len() && names[6].is_empty());
    assert_eq!(names[7], names[0]);
}

#[test]
fn the_drawing_of_a_card() {
    let words = Words {
        kicker: "Story".into(),
        title: "The key & what it opened".into(),
        subjects: vec!["Trust".into(), "信頼".into(), "Amser".into()],
        site: "Hearth and Lane Network".into(),
    };
    let drawn = share_cards::svg(&words, &Look::default());
    assert_eq!(drawn, include_str!("../fixtures/card.svg"));
}

#[test]
fn a_long_title_is_made_smaller_and_then_ends_with_an_ellipsis() {
    let drawn = |title: &str| {
        let words = Words {
            title: title.into(),
            ..Words::default()
        };
        share_cards::svg(&words, &Look::default())
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
    assert_eq!(sizes, ["128", "104", "84", "64", "52"]);
    let longest = drawn(&"Welsh cake ".repeat(60));
    assert_eq!(longest.matches("<text").count(), 4);
    assert_eq!(longest.matches("…</text>").count(), 1);
    // One endless word is broken, and nothing panics on nothing.
    assert_eq!(drawn(&"w".repeat(2000)).matches("<text").count(), 4);
    assert_eq!(drawn("").matches("<text").count(), 0);
}

/// The numbers of an attribute in the elements of a name, in order.
fn numbers(svg: &str, element: &str, attribute: &str) -> Vec<f32> {
    svg.split(&format!("<{element} "))
        .skip(1)
        .map(|rest| {
            let value = rest.split(&format!(" {attribute}=\"")).nth(1);
            let value = value.and_then(|value| value.split('"').next());
            value.unwrap_or_default().parse().unwrap_or_default()
        })
        .collect()
}

#[test]
fn nothing_on_a_card_stands_on_anything_else() {
    let subject: Arc<str> = "Services and systems".into();
    let names = [
        "Hearth",
        "The Partnership for Listening and Learning in Neighbourhoods",
    ];
    for words in [1, 3, 6, 12, 20, 60] {
        for subjects in [0, 1, 2, 9] {
            for name in names {
                let drawn = share_cards::svg(
                    &Words {
                        kicker: "Evaluation summary".into(),
                        title: "Welsh cake ".repeat(words).trim().into(),
                        subjects: vec![subject.clone(); subjects],
                        site: name.into(),
                    },
                    &Look::default(),
                );
                let outer = drawn.split("<path d=\"M").nth(1).unwrap();
                let (left, rest) = outer.split_once(" 630V").unwrap();
                let left: f32 = left.parse().unwrap();
                let radius = 1120.0 - left;
                let (spring, _) = rest.split_once("c0").unwrap();
                // As the outermost arch is round, it is as high above where it springs as half its width.
                let top = spring.parse::<f32>().unwrap() - radius / 2.0;
                let lines: Vec<f32> = drawn
                    .lines()
                    .filter(|line| line.contains("\"Fraunces\""))
                    .flat_map(|line| numbers(line, "text", "y"))
                    .collect();
                let title = lines.iter().fold(0.0_f32, |last, y| last.max(*y));
                assert!(title < top, "{drawn}");
                let rings = numbers(&drawn, "rect", "rx");
                let edges = numbers(&drawn, "rect", "x");
                let widths = numbers(&drawn, "rect", "width");
                let tops = numbers(&drawn, "rect", "y");
                for ring in (0..rings.len()).filter(|ring| rings[*ring] > 0.0) {
                    assert!(edges[ring] + widths[ring] < left, "{drawn}");
                    assert!(tops[ring] > title && tops[ring] < 450.0, "{drawn}");
                }
                let shown = rings.iter().filter(|ring| **ring > 0.0).count();
                assert_eq!(shown > 0, subjects > 0, "{drawn}");
            }
        }
    }
}

#[test]
fn a_title_in_other_letters_falls_back_to_the_card_of_its_type() {
    let site = SiteTest::new(&[(
        "content/stories/key.md",
        &page("鍵", "date: 2026-01-01", "Text.\n"),
    )])
    .edit("site.yaml", &settings("pages"));
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
        Some("Learning stories – Example")
    );
}
