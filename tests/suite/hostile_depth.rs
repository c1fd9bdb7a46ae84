//! What nests or is long where a parser would call itself: rows of templates, drawings, data, patterns, addresses and queries end no
//! build.

use std::time::Instant;

use super::driver::{SiteTest, page};
use super::hostile::PATIENCE;

#[test]
fn templates_in_long_rows_and_circles() {
    for (name, tag) in [("included", "include"), ("extended", "extends")] {
        for (length, last, code) in [
            (16, "end", None),
            (17, "end", Some("template/limit")),
            (250, "end", Some("template/limit")),
            (40, "{% include \"a0.html\" %}", Some("template/cycle")),
            (250, "{% include \"a0.html\" %}", Some("template/cycle")),
        ] {
            let begun = Instant::now();
            let last = last.replace("include", tag);
            let mut site = SiteTest::new(&[
                ("content/about.md", &page("About", "", "")),
                (
                    "themes/own/theme.yaml",
                    "name: own\nextends: hearth\ninterface: 1\n",
                ),
            ])
            .settings("theme: own\n");
            // Partials, which are no page's own template.
            for at in 0..length {
                let text = match at + 1 < length {
                    true => format!("{{% {tag} \"partials/a{}.html\" %}}", at + 1),
                    false => last.replace("a0", "partials/a0"),
                };
                site = site.edit(&format!("themes/own/templates/partials/a{at}.html"), &text);
            }
            let findings = site.findings();
            let there = findings
                .iter()
                .filter(|found| found.starts_with("themes/own/templates/partials/a"));
            match code {
                Some(code) => assert!(
                    there.clone().any(|found| found.contains(code)),
                    "{name} {length}: {findings:.300?}"
                ),
                None => assert_eq!(there.count(), 0, "{name} {length}: {findings:.300?}"),
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "{name} {length}: {:?}",
                begun.elapsed()
            );
        }
    }
}

#[test]
fn what_nests_or_is_long_ends_no_build() {
    let deep = 3_000;
    let folders = "f/".repeat(2_050);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\">{}{}</svg>",
        "<g>".repeat(deep),
        "</g>".repeat(deep)
    );
    let json = format!("{}{}", "[".repeat(deep), "]".repeat(deep));
    let field = |pattern: &str| {
        format!("types: {{page: {{fields: {{code: {{kind: text, pattern: '{pattern}'}}}}}}}}\n")
    };
    let groups = field(&format!("{}a{}", "(".repeat(deep), ")".repeat(deep)));
    let counts = field("((a{1,99}){1,99}){1,99}");
    let query = |inner: &str| format!("::: pages {{{inner}}}\n:::\n");
    let cases: &[(&str, String, &str, String, String)] = &[
        (
            "permalink",
            String::new(),
            "content/_index.md",
            String::new(),
            format!("slug: {folders}a"),
        ),
        (
            "permalinks of a type",
            format!("types: {{page: {{permalink: \"/{folders}{{slug}}/\"}}}}\n"),
            "content/_index.md",
            String::new(),
            String::new(),
        ),
        (
            "drawing",
            String::new(),
            "static/a.svg",
            svg.clone(),
            String::new(),
        ),
        (
            "drawing of a page",
            String::new(),
            "content/a.svg",
            svg,
            String::new(),
        ),
        ("JSON", String::new(), "data/a.json", json, String::new()),
        (
            "JSON of objects",
            String::new(),
            "data/b.json",
            "{\"a\":".repeat(deep) + "1" + &"}".repeat(deep),
            String::new(),
        ),
        (
            "pattern of groups",
            groups,
            "content/_index.md",
            String::new(),
            "code: a".into(),
        ),
        (
            "pattern of counts",
            counts,
            "content/_index.md",
            String::new(),
            format!("code: {}", "a".repeat(50_000)),
        ),
        (
            "query",
            String::new(),
            "content/q.md",
            page("Q", "", &query(&format!("where=\"{}\"", "(".repeat(deep)))),
            String::new(),
        ),
        (
            "query of signs",
            String::new(),
            "content/q.md",
            page(
                "Q",
                "",
                &query(&format!("type=\"{}\"", "page,".repeat(deep))),
            ),
            String::new(),
        ),
    ];
    for (name, settings, path, text, fields) in cases {
        let begun = Instant::now();
        let mut site =
            SiteTest::new(&[("content/about.md", &page("About", fields, "![A](a.svg)\n"))])
                .settings(settings);
        if !text.is_empty() {
            site = site.edit(path, text);
        }
        let built = site.build();
        assert!(
            built.diagnostics().contains("error[") || built.all().contains_key("sitemap.xml"),
            "{name}: {:.300}",
            built.diagnostics()
        );
        assert!(begun.elapsed() < PATIENCE, "{name}: {:?}", begun.elapsed());
    }
}
