//! Events before, on and after their last day: what their pages say, and where they stand in lists.

use crate::driver::{Built, SiteTest, page};
use crate::html;

/// Hours of one day in May, in Britain's summer time.
const MAY: &str = "date: 2026-03-01\nthemes: [trust]\nstart_date: 2026-05-14T10:00\nend_date: 2026-05-14T15:30\n\
                   registration: https://bookings.example/may";

/// A gathering in May with others around it, in both languages.
fn site() -> SiteTest {
    let event = |title: &str, fields: &str| page(title, fields, "Words.\n");
    SiteTest::bilingual(
        "timezone: Europe/London\n",
        &[
            ("content/events/_index.md", &page("Events", "", "")),
            ("content/events/may.md", &event("May", MAY)),
            (
                "content/events/may.cy.md",
                &event("Mai", "registration: https://bookings.example/may"),
            ),
            (
                "content/events/april.md",
                // Announced after all the others.
                &event("April", "date: 2026-03-15\nstart_date: 2026-04-02"),
            ),
            (
                "content/events/march.md",
                &event(
                    "March",
                    "date: 2026-01-01\nstart_date: 2026-03-20\nend_date: 2026-03-22",
                ),
            ),
            (
                "content/events/july.md",
                &event("July", "date: 2026-02-01\nstart_date: 2026-07-02"),
            ),
            (
                "content/events/june.md",
                // It began before May's, and goes on.
                &event(
                    "June",
                    "date: 2026-01-02\nstart_date: 2026-05-01\nend_date: 2026-06-30",
                ),
            ),
        ],
    )
}

/// When the last day of May's gathering ends, in Britain's summer time.
const LAST_MOMENT: &str = "2026-05-14T22:59:59Z";
const AFTER: &str = "2026-05-14T23:00:00Z";

/// The headings of a page in order, below its title and the filters of a list.
fn headings(html: &str) -> Vec<String> {
    let tags = html::tags(html).into_iter();
    tags.filter(|tag| matches!(tag.name, "h2" | "h3"))
        .map(|tag| html::plain(html[tag.end..].split("</h").next().unwrap()))
        .filter(|title| !["Themes", "Articles, reflections and more"].contains(&&**title))
        .collect()
}

/// Whether May's page in each language says that it is over, and what it offers.
fn told(built: &Built) -> [(bool, bool, bool); 2] {
    [
        ("/events/may/", "has taken place"),
        ("/cy/events/may/", "wedi bod"),
    ]
    .map(|(url, over)| {
        let main = built.main(url);
        (
            main.contains(over),
            main.contains("event.ics"),
            main.contains("https://bookings.example/may"),
        )
    })
}

#[test]
fn a_past_event_says_so_and_offers_no_calendar() {
    for now in ["2026-05-01T12:00:00Z", "2026-05-14T15:00:00Z", LAST_MOMENT] {
        let built = site().now(now).clean();
        assert_eq!(told(&built), [(false, true, true); 2], "{now}");
    }
    let built = site().now(AFTER).clean();
    assert_eq!(told(&built), [(true, false, false); 2]);
    // Who has a link to the file for calendars still finds it.
    assert!(
        built
            .file("events/may/event.ics")
            .contains("DTSTART:20260514T090000Z")
    );
}

#[test]
fn what_came_of_a_past_event_is_near() {
    let fields = format!("{MAY}\noutputs: [april]");
    let site = site().edit("content/events/may.md", &page("May", &fields, "Words.\n"));
    let link = "<a href=\"#outputs-title\">What came of it</a>";
    let shows = |now: &str| {
        site.clone()
            .now(now)
            .clean()
            .main("/events/may/")
            .contains(link)
    };
    assert!(!shows(LAST_MOMENT));
    assert!(shows(AFTER));
}

#[test]
fn what_was_called_off_has_not_taken_place() {
    for (status, words) in [
        ("cancelled", "This event is cancelled."),
        ("EventPostponed", "This event is postponed."),
        ("moved-online", "This event has taken place."),
    ] {
        let fields = format!("{MAY}\nevent_status: {status}");
        let site = site().edit("content/events/may.md", &page("May", &fields, "Words.\n"));
        let built = site.now(AFTER).clean();
        let main = built.main("/events/may/");
        assert!(main.contains(words), "{status}");
        let took_place = main.contains("taken place");
        assert_eq!(took_place, status == "moved-online", "{status}");
        assert!(!main.contains("event.ics"), "{status}");
    }
}

#[test]
fn nobody_is_asked_to_book_what_is_cancelled() {
    for (status, asks) in [("cancelled", false), ("postponed", true)] {
        let fields = format!("{MAY}\nevent_status: {status}");
        let site = site().edit("content/events/may.md", &page("May", &fields, "Words.\n"));
        let built = site.now(LAST_MOMENT).clean();
        let main = built.main("/events/may/");
        assert_eq!(main.contains("class=\"actions\""), asks, "{status}");
    }
}

#[test]
fn lists_mark_what_was_called_off_before_and_after() {
    for (status, title) in [
        ("cancelled", "May cancelled"),
        ("postponed", "May postponed"),
    ] {
        let fields = format!("{MAY}\nevent_status: {status}");
        let site = site().edit("content/events/may.md", &page("May", &fields, "Words.\n"));
        for now in [LAST_MOMENT, AFTER] {
            let built = site.clone().now(now).clean();
            for url in ["/events/", "/themes/trust/"] {
                let listed = headings(built.main(url));
                assert!(listed.contains(&title.to_owned()), "{url}: {listed:?}");
            }
        }
    }
}

#[test]
fn the_list_shows_what_is_to_come_and_then_what_was() {
    let listed = |now: &str| headings(site().now(now).clean().main("/events/"));
    assert_eq!(
        listed("2026-03-16T00:00:00Z"),
        ["March", "April", "June", "May", "July"],
    );
    assert_eq!(
        listed(LAST_MOMENT),
        [
            "Coming up",
            "June",
            "May",
            "July",
            "Past events",
            "April",
            "March"
        ],
    );
    assert_eq!(
        listed(AFTER),
        [
            "Coming up",
            "June",
            "July",
            "Past events",
            "May",
            "April",
            "March"
        ],
    );
    assert_eq!(
        listed("2026-08-01T00:00:00Z"),
        ["Past events", "July", "May", "June", "April", "March"],
    );
    let built = site().now("2026-08-01T00:00:00Z").clean();
    assert!(built.main("/events/").contains("No event is announced"));
    let welsh = headings(built.main("/cy/events/"));
    assert_eq!(welsh, ["Digwyddiadau a fu", "Mai"]);
}

#[test]
fn the_order_holds_over_the_pages_of_a_list() {
    let site = site()
        .edit(
            "content/events/_index.md",
            &page("Events", "paginate: 2", ""),
        )
        .now(AFTER);
    let built = site.clean();
    let pages = ["/events/", "/events/page/2/", "/events/page/3/"];
    assert_eq!(
        pages.map(|url| headings(built.main(url))),
        [
            vec!["June", "July"],
            vec!["Past events", "May", "April"],
            vec!["Past events", "March"],
        ],
    );
    assert!(!built.main(pages[1]).contains("No event is announced"));
}

#[test]
fn a_section_that_chooses_an_order_keeps_it() {
    let chosen = page("Events", "sort_by: title", "");
    let site = site().edit("content/events/_index.md", &chosen).now(AFTER);
    let built = site.clean();
    assert_eq!(
        headings(built.main("/events/")),
        ["April past", "July", "June", "March past", "May past"],
    );
}

#[test]
fn other_lists_mark_what_is_over_and_home_leaves_it_out() {
    let term = |now: &str| headings(site().now(now).build().main("/themes/trust/"));
    assert_eq!(term(LAST_MOMENT), ["May"]);
    assert_eq!(term(AFTER), ["May past"]);

    let home = |now: &str| {
        let built = site().now(now).clean();
        headings(built.main("/"))
    };
    let what_is_on = |titles: &[&str]| {
        let rest = ["What is on"].into_iter().chain(titles.iter().copied());
        rest.map(str::to_owned).collect::<Vec<_>>()
    };
    let starts = |now: &str, titles: &[&str]| {
        let home = home(now);
        let at = home.iter().position(|title| title == "What is on").unwrap();
        assert!(
            home[at..].starts_with(&what_is_on(titles)),
            "{now}: {home:?}"
        );
        assert!(!home.iter().any(|title| title.contains("past")), "{home:?}");
    };
    starts(LAST_MOMENT, &["June", "May", "July"]);
    starts(AFTER, &["June", "July"]);
    assert!(!home("2026-08-01T00:00:00Z").contains(&"What is on".to_owned()));
}

#[test]
fn the_events_before_and_after_are_those_in_time() {
    let built = site().now(AFTER).clean();
    let main = built.main("/events/may/");
    let around = main.split("class=\"neighbours\"").nth(1).unwrap();
    assert_eq!(
        html::links(around),
        ["/events/june/", "/events/july/"].map(str::to_owned),
    );
}

#[test]
fn a_feed_of_events_has_the_newest_announcements_first() {
    for now in ["2026-03-16T12:00:00Z", AFTER] {
        let built = site().now(now).clean();
        let feed = built.file("events/feed.xml");
        let at = |title: &str| feed.find(&format!("<title>{title}</title>")).unwrap();
        let order = ["April", "May", "July", "June", "March"].map(at);
        assert!(order.is_sorted(), "{now}: {order:?}");
    }
}
