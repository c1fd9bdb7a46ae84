//! The map of a taxonomy: how its terms meet, and their share of stories over time.

use crate::driver::{SiteTest, page, says};
use crate::html;

const WITH_MAP: &str = "taxonomies: {themes: {label: Themes, map: true}}\n";

/// A site of stories, each `(name, date, themes)`.
fn stories(settings: &str, stories: &[(&str, &str, &str)]) -> SiteTest {
    let files: Vec<(String, String)> = stories
        .iter()
        .map(|(name, date, themes)| {
            let fields = format!("date: {date}\nthemes: [{themes}]");
            let path = format!("content/stories/{name}.md");
            (path, page(&format!("Story {name}"), &fields, "Text.\n"))
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    SiteTest::new(&files).settings(settings)
}

/// The cells of each row of the `number`th table of a page, as text.
fn rows(page: &str, number: usize) -> Vec<Vec<String>> {
    let table = page.split("<table").nth(number + 1).unwrap();
    let table = table.split("</table>").next().unwrap();
    table
        .split("<tr>")
        .skip(1)
        .map(|row| {
            let cells = row.split("<t").skip(1).filter(|cell| {
                (cell.starts_with('h') || cell.starts_with('d')) && !cell.starts_with("head")
            });
            cells
                .map(|cell| html::plain(cell.split_once('>').unwrap().1))
                .collect()
        })
        .collect()
}

const FOUR: [(&str, &str, &str); 4] = [
    ("a", "2026-01-01", "trust, time"),
    ("b", "2026-02-01", "time, trust, power"),
    ("c", "2026-03-01", "time"),
    ("d", "2026-04-01", "rest"),
];

#[test]
fn the_table_counts_the_pages_that_two_terms_share() {
    let built = stories(WITH_MAP, &FOUR).clean();
    let page = built.page("/themes/map/");
    assert_eq!(
        rows(built.main("/themes/map/"), 0),
        [
            ["Subject", "power 1", "rest 1", "time 3", "trust 2"],
            ["power 1", "", "0", "1", "1"],
            ["rest 1", "0", "", "0", "0"],
            ["time 3", "1", "0", "", "2"],
            ["trust 2", "1", "0", "2", ""],
        ]
    );
    assert_eq!(html::text_of(page, "h1").unwrap(), "Themes: how they meet");
    assert!(page.contains("<th scope=\"row\"><a href=\"/themes/trust/\">trust</a>"));
    assert!(page.contains("4 pages counted"));
    // A cell leads to the pages behind it, and both of a pair's cells to the same.
    let link = "<a href=\"#pair-3-4\" aria-label=\"2 pages on time and trust\">2</a>";
    assert!(page.contains(link), "{page}");
    assert!(page.contains("<a href=\"#pair-3-4\" aria-label=\"2 pages on trust and time\">2</a>"));
    let pair = page.split("id=\"pair-3-4\"").nth(1).unwrap();
    let pair = pair.split("</div>").next().unwrap();
    assert_eq!(
        html::links(pair),
        [
            "/themes/time/",
            "/themes/trust/",
            "/stories/b/",
            "/stories/a/"
        ],
        "the newest first"
    );
    let pair = html::plain(pair);
    assert!(
        pair.contains("Of the 3 pages on time, 2 also on trust"),
        "{pair}"
    );
    assert!(
        pair.contains("Of the 2 pages on trust, 2 also on time"),
        "{pair}"
    );
    // No story of so few is a share of anything.
    assert!(!page.contains("Share over time"));
}

#[test]
fn the_heat_map_is_a_picture_of_the_same_numbers() {
    let built = stories(WITH_MAP, &FOUR).clean();
    let page = built.page("/themes/map/");
    let picture = page.split("<svg role=\"img\"").nth(1).unwrap();
    let picture = picture.split("</svg>").next().unwrap();
    assert!(picture.contains("<title id=\"heat-title\">Heat map"));
    assert_eq!(
        picture.matches("<rect").count(),
        12,
        "the diagonal is left out"
    );
    let shades = |shade: usize| picture.matches(&format!("shade-{shade}\"")).count();
    assert_eq!([0, 1, 2, 3, 4, 5].map(shades), [6, 0, 4, 0, 0, 2]);
    assert!(!page.contains("style="));
}

/// Five stories in one half year, three in the next, six in the one after.
fn fourteen() -> Vec<(String, String, &'static str)> {
    let halves = [("2024-03", 5), ("2024-10", 3), ("2025-05", 6)];
    let stories = halves.iter().flat_map(|(month, count)| {
        (1..=*count).map(move |day| {
            let themes = if day <= 2 { "trust, time" } else { "time" };
            (format!("s{month}-{day}"), format!("{month}-0{day}"), themes)
        })
    });
    stories.collect()
}

fn site_of_fourteen() -> SiteTest {
    let all = fourteen();
    let all: Vec<(&str, &str, &str)> = all
        .iter()
        .map(|(name, date, themes)| (&**name, &**date, *themes))
        .collect();
    stories(WITH_MAP, &all)
}

#[test]
fn a_share_has_its_denominator_and_none_is_of_fewer_than_five() {
    let built = site_of_fourteen().clean();
    assert_eq!(
        rows(built.main("/themes/map/"), 1),
        [
            [
                "Subject",
                "January to June 2024 5 stories",
                "July to December 2024 3 stories",
                "January to June 2025 6 stories"
            ],
            ["time", "5 of 5", "–", "6 of 6"],
            ["trust", "2 of 5", "–", "2 of 6"],
        ]
    );
    // The page of a term has its own share, a figure above the table.
    let page = built.main("/themes/trust/");
    let figure = page
        .find("<svg role=\"img\" aria-labelledby=\"time-picture\"")
        .unwrap();
    let table = page.find("id=\"time-caption\"").unwrap();
    assert!(figure < table);
    let own = page[table..].split("</table>").next().unwrap();
    assert_eq!(
        rows(&format!("<table>{own}"), 0),
        [
            vec!["When", "Share"],
            vec!["January to June 2024", "2 of 5 (40%)"],
            vec!["July to December 2024", "–"],
            vec!["January to June 2025", "2 of 6 (33%)"],
        ]
    );
    assert!(page.contains("fewer than five stories"));
}

#[test]
fn where_half_years_have_too_few_stories_years_are_counted() {
    let built = stories(
        WITH_MAP,
        &[
            ("a", "2025-01-01", "trust, time"),
            ("b", "2025-02-01", "time"),
            ("c", "2025-08-01", "time"),
            ("d", "2025-09-01", "trust"),
            ("e", "2025-10-01", "trust"),
        ],
    )
    .clean();
    assert_eq!(
        rows(built.main("/themes/map/"), 1),
        [
            ["Subject", "2025 5 stories"],
            ["time", "3 of 5"],
            ["trust", "3 of 5"],
        ]
    );
}

#[test]
fn what_is_held_back_is_counted_nowhere() {
    let site = site_of_fourteen();
    let draft = "date: 2024-03-09\nthemes: [trust, power]\ndraft: true";
    let expired = "date: 2025-05-09\nthemes: [trust, time]\nexpires: 2025-06-01";
    let more = site
        .clone()
        .edit("content/stories/draft.md", &page("Draft", draft, "Text.\n"))
        .edit("content/stories/old.md", &page("Old", expired, "Text.\n"))
        .clean();
    assert_eq!(
        more.page("/themes/map/"),
        site.clean().page("/themes/map/"),
        "neither count nor denominator knows of them"
    );
}

#[test]
fn a_map_is_made_where_it_is_asked_for_and_terms_can_meet() {
    for (settings, stories_of) in [
        ("taxonomies: {themes: {label: Themes}}\n", &FOUR[..]),
        (WITH_MAP, &FOUR[2..3]),
    ] {
        let built = stories(settings, stories_of).clean();
        assert!(!built.has_page("/themes/map/"));
        let addresses: Vec<String> = built.addresses();
        for address in addresses {
            assert!(!built.page(&address).contains("/themes/map/"), "{address}");
        }
    }
    let built = stories(WITH_MAP, &FOUR).clean();
    assert!(html::links(built.main("/themes/")).contains(&"/themes/map/".into()));
    assert!(html::links(built.main("/themes/trust/")).contains(&"/themes/map/".into()));
    assert!(built.file("sitemap.xml").contains("/themes/map/"));
}

#[test]
fn a_term_at_the_address_of_the_map_is_reported() {
    let built = stories(WITH_MAP, &FOUR)
        .edit("content/themes/map.md", &page("Map", "", "Maps.\n"))
        .build();
    says(
        built.diagnostics(),
        "
error[address/collision]: the page “Map” has the address `/themes/map/`, which is already taken
 --> content/themes/map.md
  = help: give one of the two another `slug`
note: taken by the map of the taxonomy `themes`
 --> site.yaml:6:38
  |
6 | taxonomies: {themes: {label: Themes, map: true}}
  |                                      ---

1 error in 1 file
",
    );
}

#[test]
fn each_language_has_its_own_map() {
    let languages = "taxonomies: {themes: {label: {en: Themes, cy: Themâu}, map: true}}\n";
    let of = |title: &str, themes: &str| {
        page(
            title,
            &format!("date: 2026-01-01\nthemes: [{themes}]"),
            "Text.\n",
        )
    };
    let built = SiteTest::bilingual(
        languages,
        &[
            ("content/stories/a.md", &of("One", "trust, time")),
            ("content/stories/a.cy.md", &of("Un", "trust, time")),
            ("content/stories/b.md", &of("Two", "trust, time")),
        ],
    )
    .clean();
    let (english, welsh) = (built.page("/themes/map/"), built.page("/cy/themes/map/"));
    assert!(english.contains("aria-label=\"2 pages on time and trust\""));
    assert!(welsh.contains("aria-label=\"1 dudalen am time a trust\""));
    assert_eq!(
        html::text_of(welsh, "h1").unwrap(),
        "Themâu: sut maent yn cwrdd"
    );
    assert!(html::links(english).contains(&"/cy/themes/map/".into()));
    assert!(html::links(welsh).contains(&"/themes/map/".into()));
}
