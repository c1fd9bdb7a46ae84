//! A full sample of all that a template can be given: every field of every view, for each built-in type, with invented words.
//!
//! It is what templates are checked on, and so it is the documentation of what they may name. Nothing of it is published.

pub mod declared;
mod fields;
mod reading;

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::language;
use crate::page::{Body, Directive, IndexMapHash, LinkKind, LinkRef, Part};
use crate::schema::{Value, Values};
use crate::view::{
    About, Alternate, Card, FeedLink, Finding, Head, ImageData, Link, ListData, MapCell, MapData,
    MapPair, MapTerm, OverTime, PageData, PageView, Pager, PagerPart, Period, PeriodShare,
    PictureFiles, Quote, Series, Shared, SiteData, Target, TermCard, TermData, TermMap, TermsOf,
    TocEntry, Translation,
};

/// The templates that the sample has data for.
pub const KINDS: [&str; 23] = [
    "home",
    "section",
    "list",
    "page",
    "story",
    "article",
    "news",
    "evaluation",
    "easy-read",
    "reflection",
    "event",
    "resource",
    "person",
    "organisation",
    "area",
    "taxonomy",
    "term",
    "map",
    "search",
    "glossary",
    "not_found",
    "gone",
    "redirect",
];

/// A page of this kind with every field filled. A kind that is not built in has the fields of all that are.
pub fn full(kind: &str, lang: &str) -> PageView {
    let page = PageData {
        kind: kind.into(),
        kind_label: "Story".into(),
        id: "s-7f3k2".into(),
        url: "/stories/s-7f3k2/".into(),
        lang: lang.into(),
        title: "The allotment key & what it opened".into(),
        description: "Two neighbours bring a plot back into use, at their own pace.".into(),
        lede: "Two neighbours bring a plot back into use, at their own pace.".into(),
        date: Some("2026-02-03".into()),
        updated: Some("2026-03-01".into()),
        minutes: 4,
        words: 700,
        toc: toc(),
        fields: fields::of(kind),
        image: Some(image()),
        terms: terms(),
        breadcrumbs: vec![link("Home", "/"), link("Stories", "/stories/")],
        section: Some(link("Stories", "/stories/")),
        previous: Some(link("The bench", "/stories/s-bench/")),
        next: Some(link("The kettle", "/stories/s-kettle/")),
        related: vec![
            card("A loaf on Thursdays", "article", lang),
            card("Enw da", "story", other(lang)),
        ],
        backlinks: vec![link("Who holds the keys?", "/articles/who-holds-the-keys/")],
        series: Some(Series {
            title: "Ten principles".into(),
            parts: vec![
                link("Staying away", "/articles/staying-away/"),
                link("The allotment key", "/stories/s-7f3k2/"),
            ],
            first: 1,
            position: 2,
        }),
        formats: reading::formats(lang),
        version_of: Some(link("Time and trust", "/evidence/time-and-trust/")),
        translations: translations(lang),
        unreviewed: true,
        draft: true,
        hidden: true,
        archived: true,
        is_over: false,
        told_by_permission: true,
        own_fields: declared::rows(),
        license: Some(link(
            "CC BY-NC 4.0",
            "https://creativecommons.org/licenses/by-nc/4.0/",
        )),
        searchable: true,
        glossary: reading::glossary(lang),
        term: Some(term()),
        map: Some(map()),
        calendar: Some("/events/gathering/event.ics".into()),
    };
    PageView {
        template: kind.into(),
        page,
        list: Some(list(lang)),
        head: head(lang),
        body: Arc::new(body()),
        targets: vec![
            Target {
                href: "/themes/trust/?from=key&to=trust".into(),
                title: Some("Trust".into()),
                lang: None,
                ..Target::default()
            },
            Target {
                href: "/stories/s-7f3k2/key.svg".into(),
                title: None,
                lang: None,
                size: Some((640, 480)),
                files: Some(PictureFiles {
                    avif: image().avif,
                    srcset: image().srcset,
                    large: image().large,
                }),
            },
        ],
        queries: BTreeMap::new(),
        explained: reading::explained(),
        site: Shared::new(site(lang)),
    }
}

/// The same of what is over, beside a list of one event to come and one that is over.
pub fn over(kind: &str, lang: &str) -> PageView {
    let mut view = full(kind, lang);
    view.page.is_over = true;
    if let Some(list) = &mut view.list {
        let past = Card {
            is_over: true,
            ..(*card("Autumn gathering", "event", lang)).clone()
        };
        list.items = vec![card("Spring gathering", "event", lang), Shared::new(past)];
    }
    view
}

/// A page of this kind with nothing but what every page has.
pub fn bare(kind: &str, lang: &str) -> PageView {
    let mut fields = Values::default();
    if kind == "redirect" {
        fields.insert("to".into(), Value::Text("/stories/".into()));
    }
    PageView {
        template: kind.into(),
        page: PageData {
            kind: kind.into(),
            kind_label: "Page".into(),
            id: "bare".into(),
            url: "/bare/".into(),
            lang: lang.into(),
            title: "Bare".into(),
            fields: Value::from(fields),
            ..PageData::default()
        },
        list: None,
        head: Head {
            title: "Bare".into(),
            ..Head::default()
        },
        body: Arc::default(),
        targets: Vec::new(),
        queries: BTreeMap::new(),
        explained: Vec::new(),
        site: Shared::new(SiteData {
            lang: lang.into(),
            dir: language::direction(lang).into(),
            title: "Hearth and Lane Network".into(),
            home: "/".into(),
            environment: "production".into(),
            settings: Value::Map(Default::default()),
            extra: Value::Map(Default::default()),
            ..SiteData::default()
        }),
    }
}

/// A page whose body is one directive with every attribute, and that lists cards when the directive does.
pub fn directive(name: &str, attributes: &[&str], lang: &str) -> PageView {
    let mut view = full("page", lang);
    let mut given: IndexMap<Box<str>, Box<str>> = fields::ATTRIBUTES
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()))
        .collect();
    for attribute in attributes {
        given
            .entry((*attribute).into())
            .or_insert_with(|| "some words".into());
    }
    let part = Part::Directive(Box::new(Directive {
        name: name.into(),
        attributes: IndexMapHash(given),
        files: vec![("src".into(), 1)],
        body: vec![Part::Html("<p>Some words.</p>\n".into())],
        number: 0,
    }));
    view.body = Arc::new(Body {
        parts: vec![part],
        links: Vec::new(),
    });
    view.queries
        .insert(0, vec![card("The wrong choir", "story", lang)]);
    view
}

fn link(title: &str, url: &str) -> Link {
    Link {
        title: title.into(),
        url: url.into(),
        lang: None,
    }
}

/// Another language than this one.
fn other(lang: &str) -> &'static str {
    if lang == "cy" { "en" } else { "cy" }
}

fn image() -> ImageData {
    ImageData {
        src: "/stories/s-7f3k2/key.svg".into(),
        alt: "A key on a loop of garden string".into(),
        width: Some(640),
        height: Some(480),
        credit: Some("Hearth and Lane".into()),
        avif: "/assets/pictures/a-480.avif 480w, /assets/pictures/a-640.avif 640w".into(),
        srcset: "/assets/pictures/a-480.jpg 480w, /assets/pictures/a-640.jpg 640w".into(),
        large: "/assets/pictures/a-640.jpg".into(),
    }
}

fn toc() -> Vec<TocEntry> {
    let entry = |id: &str, text: &str, children| TocEntry {
        id: id.into(),
        text: text.into(),
        children,
    };
    let child = entry("at-the-door", "At the door", Vec::new());
    vec![
        entry("what-happened", "What happened", vec![child]),
        entry("so-what", "So what", Vec::new()),
    ]
}

fn terms() -> Shared<Vec<TermsOf>> {
    let of = |taxonomy: &str, label: &str, terms: Vec<Link>| TermsOf {
        taxonomy: taxonomy.into(),
        label: label.into(),
        terms: terms.into_iter().map(Shared::new).collect(),
    };
    Shared::new(vec![
        of(
            "authors",
            "Authors",
            vec![
                link("Desmond Akande-Lowe", "/people/desmond/"),
                link("A guest", ""),
            ],
        ),
        of(
            "themes",
            "Themes",
            vec![
                link("Trust", "/themes/trust/"),
                link("Listening", "/themes/listening/"),
            ],
        ),
        of(
            "areas",
            "Areas",
            vec![link("Westmarsh", "/areas/westmarsh/")],
        ),
    ])
}

fn card(title: &str, kind: &str, lang: &str) -> Shared<Card> {
    Shared::new(Card {
        kind: kind.into(),
        kind_label: "Story".into(),
        id: "s-card".into(),
        url: format!("/{kind}/{}/", language::slugify(title)).into(),
        lang: lang.into(),
        title: title.into(),
        description: "A short line that says what the page is about.".into(),
        date: Some("2026-01-12".into()),
        updated: Some("2026-01-13".into()),
        minutes: 3,
        image: Some(image()),
        terms: terms(),
        facts: fields::facts(kind),
        draft: kind == "news",
        hidden: kind == "reflection",
        is_over: false,
    })
}

fn translations(lang: &str) -> Vec<Translation> {
    let other = other(lang);
    let label = language::own_name(other).unwrap_or(other);
    vec![
        Translation {
            lang: other.into(),
            label: label.into(),
            title: Some("Allwedd y rhandir".into()),
            url: format!("/{other}/straeon/s-7f3k2/").into(),
            exact: true,
        },
        Translation {
            lang: "ar".into(),
            label: "العربية".into(),
            title: None,
            url: "/ar/".into(),
            exact: false,
        },
    ]
}

fn shared(title: &str, url: &str) -> Shared<Link> {
    Shared::new(link(title, url))
}

fn term() -> TermData {
    TermData {
        taxonomy: "themes".into(),
        synonyms: vec!["confidence in someone".into(), "keeping promises".into()],
        broader: vec![shared("Relationships", "/themes/relationships/")],
        narrower: vec![shared("Promises", "/themes/promises/")],
        related: vec![shared("Time", "/themes/time/")],
        together: vec![
            (shared("Listening", "/themes/listening/"), 6),
            (shared("Power", "/themes/power/"), 2),
        ],
        count: 9,
        quote: Some(Quote {
            text: "I had the key *all along*.".into(),
            speaker: "Bea".into(),
            source: link("The allotment key", "/stories/s-7f3k2/"),
        }),
        findings: vec![Finding {
            text: "Time mattered *more* than advice.".into(),
            strength: "developing".into(),
            source: link(
                "What coordinators change",
                "/evidence/what-coordinators-change/",
            ),
            date: Some("2026-04-01".into()),
        }],
        questions: vec!["Who holds the keys here?".into()],
        map: Some(TermMap {
            url: "/themes/map/".into(),
            over_time: Some(OverTime {
                of_stories: true,
                shares: shares(),
            }),
        }),
    }
}

/// A time of too few stories, and one of enough.
fn shares() -> Vec<PeriodShare> {
    let share = |half: u8, total: u32, count: u32| PeriodShare {
        period: Period {
            year: "2026".into(),
            half,
            total,
            is_known: total >= 5,
        },
        count,
        percent: count * 100 / total,
    };
    vec![share(1, 3, 0), share(2, 8, 6)]
}

/// Two terms that meet.
fn map() -> MapData {
    let links = || {
        [
            shared("Trust", "/themes/trust/"),
            shared("Time", "/themes/time/"),
        ]
    };
    let [one, other] = links();
    let cells = |row: usize| {
        let cell = move |(column, to): (usize, Shared<Link>)| MapCell {
            pair: (row != column).then(|| "pair-1-2".into()),
            other: to.title.clone(),
            is_same: row == column,
            count: if row == column { 0 } else { 3 },
            shade: if row == column { 0 } else { 5 },
        };
        links().into_iter().enumerate().map(cell).collect()
    };
    MapData {
        taxonomy: "themes".into(),
        terms: links()
            .into_iter()
            .enumerate()
            .map(|(row, link)| MapTerm {
                link,
                count: 9,
                cells: cells(row),
                shares: shares(),
            })
            .collect(),
        pairs: vec![MapPair {
            id: "pair-1-2".into(),
            one,
            other,
            one_count: 9,
            other_count: 4,
            count: 3,
            pages: vec![link("The bench", "/stories/s-bench/")],
            more: 2,
        }],
        most: 3,
        pages: 10,
        left_out: 1,
        of_stories: true,
        periods: shares().into_iter().map(|share| share.period).collect(),
    }
}

fn list(lang: &str) -> ListData {
    let kinds = ["story", "evaluation", "article", "news", "event"];
    let titles = [
        "The wrong choir",
        "What coordinators change",
        "Who holds the keys?",
        "A new area joins",
        "Spring gathering",
    ];
    ListData {
        items: kinds
            .iter()
            .zip(titles)
            .map(|(kind, title)| card(title, kind, lang))
            .collect(),
        terms: vec![
            TermCard {
                link: shared("Power", "/themes/power/"),
                description: "Who decides, and who is asked.".into(),
                count: 3,
            },
            TermCard {
                link: shared("Hope", ""),
                description: Arc::default(),
                count: 1,
            },
        ],
        about: vec![About {
            taxonomy: "themes".into(),
            label: "Themes".into(),
            terms: vec![(shared("Trust", "/themes/trust/"), 2)],
        }],
        map: Some("/themes/map/".into()),
        newest: kinds
            .iter()
            .zip(titles)
            .map(|(kind, title)| ((*kind).into(), vec![card(title, kind, lang)]))
            .collect(),
        sections: vec![link("Poems", "/stories/poems/")],
        total: 45,
        pager: Some(Pager {
            current: 2,
            count: 9,
            parts: [
                ("/stories/", 1),
                ("/stories/page/2/", 2),
                ("/stories/page/9/", 9),
            ]
            .map(|(url, number)| PagerPart {
                number,
                url: url.into(),
                after_gap: number == 9,
            })
            .into(),
            previous: Some("/stories/".into()),
            next: Some("/stories/page/3/".into()),
        }),
        feed: Some("/stories/feed.xml".into()),
    }
}

fn head(lang: &str) -> Head {
    let alternate = |hreflang: &str, href: &str| Alternate {
        hreflang: hreflang.into(),
        href: href.into(),
    };
    Head {
        title: "The allotment key — Hearth and Lane Network".into(),
        description: "Two neighbours bring a plot back into use.".into(),
        canonical: Some("https://hearthandlane.example/stories/s-7f3k2/".into()),
        noindex: true,
        alternates: vec![
            alternate(lang, "https://hearthandlane.example/stories/s-7f3k2/"),
            alternate(
                "x-default",
                "https://hearthandlane.example/stories/s-7f3k2/",
            ),
        ],
        markdown: Some("/stories/s-7f3k2/index.md".into()),
        feeds: vec![FeedLink {
            href: "/feed.xml".into(),
            media_type: "application/atom+xml".into(),
            title: "Hearth and Lane Network".into(),
        }],
        open_graph: vec![("og:title".into(), "The allotment key".into())],
        twitter_card: Some("summary_large_image".into()),
        citation: vec![("citation_title".into(), "What coordinators change".into())],
        json_ld: "{\"@context\":\"https://schema.org\",\"@type\":\"Article\"}".into(),
    }
}

fn body() -> Body {
    let html = |text: &str| Part::Html(text.into());
    Body {
        parts: vec![
            html("<h2 id=\"what-happened\">What happened</h2>\n<p>It came down to <a href=\""),
            Part::Href(0),
            html("\">"),
            Part::LinkText(0),
            html("</a>.</p>\n<h3 id=\"at-the-door\">At the door</h3>\n<p><img src=\""),
            Part::Href(1),
            html("\" alt=\"A key\""),
            Part::ImageSize(1),
            html(
                "></p>\n<h2 id=\"so-what\">So what</h2>\n<p>I waited, I asked one question, and I stayed away.</p>\n<p>",
            ),
            Part::Text("The allotment waited too.".into()),
            html("</p>\n"),
        ],
        links: vec![
            LinkRef {
                kind: LinkKind::Wikilink,
                target: "trust".into(),
            },
            LinkRef {
                kind: LinkKind::Image,
                target: "key.svg".into(),
            },
        ],
    }
}

fn site(lang: &str) -> SiteData {
    let sections = [
        ("stories", "Stories"),
        ("articles", "Articles"),
        ("evidence", "Evidence"),
    ];
    let menu = || {
        vec![
            link("Stories", "/stories/"),
            link("Themes", "/themes/"),
            link("About", "/about/"),
        ]
    };
    SiteData {
        lang: lang.into(),
        dir: language::direction(lang).into(),
        title: "Hearth and Lane Network".into(),
        description: "Stories and evidence from people who work alongside neighbours.".into(),
        home: "/".into(),
        search: "/search/".into(),
        search_script: "/search/page.js".into(),
        search_engine: "/search/engine.js".into(),
        search_start: "/search/start.js".into(),
        search_index: "/search/index.json".into(),
        languages: translations(lang),
        menus: BTreeMap::from([
            ("main".into(), menu()),
            ("footer".into(), vec![link("Privacy", "/privacy/")]),
        ]),
        taxonomies: BTreeMap::from([("themes".into(), link("Themes", "/themes/"))]),
        sections: sections
            .iter()
            .map(|(name, title)| ((*name).into(), link(title, &format!("/{name}/"))))
            .collect(),
        environment: "production".into(),
        settings: Value::Map(Default::default()),
        extra: Value::Map(Default::default()),
        data: Value::Map(Default::default()),
    }
}
