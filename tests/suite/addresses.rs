//! Addresses: no two things share one, none leaves the site, and nothing written by an author becomes a line of rules.

use super::driver::{SiteTest, page, says};

fn home(fields: &str) -> String {
    page("About", fields, "")
}

#[test]
fn two_things_with_one_address_are_both_named() {
    let about = home("");
    let cases: [(&str, &[(&str, &str)]); 9] = [
        (
            "two pages",
            &[
                ("content/about.md", &about),
                ("content/about/index.md", &page("Again", "", "")),
            ],
        ),
        (
            "two slugs",
            &[
                ("content/about.md", &about),
                ("content/us.md", &page("Us", "slug: about", "")),
            ],
        ),
        (
            "case",
            &[
                ("content/about.md", &about),
                ("content/About.md", &page("Again", "", "")),
            ],
        ),
        (
            "normal form",
            &[
                ("content/caf\u{e9}.md", &about),
                ("content/cafe\u{301}.md", &page("Again", "", "")),
            ],
        ),
        (
            "page and file",
            &[
                ("content/about.md", &about),
                ("static/about/index.html", "<p>"),
            ],
        ),
        (
            "file and folder",
            &[("content/about.md", &about), ("static/about", "x")],
        ),
        (
            "what is made",
            &[
                ("static/sitemap.xml", "x"),
                ("static/feed.xml", "x"),
                ("static/_headers", "x"),
                ("static/_redirects", "x"),
            ],
        ),
        (
            "section and page",
            &[
                ("content/news/_index.md", &page("News", "", "")),
                ("content/news.md", &page("Also", "", "")),
            ],
        ),
        (
            "two files",
            &[
                (
                    "content/about.md",
                    &page("About", "", "[Plan](about/plan.txt)\n"),
                ),
                ("content/about/plan.txt", "x"),
                ("static/about/Plan.txt", "y"),
            ],
        ),
    ];
    let mut reports = String::new();
    for (name, files) in cases {
        let report = SiteTest::new(files).diagnostics();
        reports.push_str(&format!("# {name}\n{report}\n"));
    }
    says(reports.trim_end(), "
# two pages
error[address/collision]: the page “Again” has the address `/about/`, which is already taken
--> content/about/index.md
 = help: give one of the two another `slug`
note: taken by the page “About”
--> content/about.md

1 error in 1 file
# two slugs
error[address/collision]: the page “Us” has the address `/about/`, which is already taken
 --> content/us.md:4:7
  |
4 | slug: about
  |       ^^^^^
  |
  = help: give one of the two another `slug`
note: taken by the page “About”
 --> content/about.md

1 error in 1 file
# case
error[address/collision]: the page “About” has the address `/about/`, which is already taken
--> content/about.md
 = help: give one of the two another `slug`
note: taken by the page “Again”
--> content/About.md

1 error in 1 file
# normal form
error[address/collision]: the page “About” has the address `/cafe/`, which is already taken
--> content/café.md
 = help: give one of the two another `slug`
note: taken by the page “Again”
--> content/café.md

1 error in 1 file
# page and file
error[address/collision]: this file has the address `/about/index.html`, which is already taken
--> static/about/index.html
 = help: give the file another name
note: taken by the page “About”
--> content/about.md

1 error in 1 file
# file and folder
error[address/collision]: this file has the address `/about`, where `/about/` needs a folder
--> static/about
 = help: give the file another name
note: taken by the page “About”
--> content/about.md

1 error in 1 file
# what is made
error[address/collision]: this file has the address `/_headers`, which is already taken
--> static/_headers
 = help: give the file another name
note: taken by the headers of the host that Alongside makes
--> site.yaml

error[address/collision]: this file has the address `/_redirects`, which is already taken
--> static/_redirects
 = help: give the file another name
note: taken by the redirects of the host that Alongside makes
--> site.yaml

error[address/collision]: this file has the address `/feed.xml`, which is already taken
--> static/feed.xml
 = help: give the file another name
note: taken by a feed that Alongside makes
--> site.yaml

error[address/collision]: this file has the address `/sitemap.xml`, which is already taken
--> static/sitemap.xml
 = help: give the file another name
note: taken by the sitemap that Alongside makes
--> site.yaml

4 errors in 4 files
# section and page
error[address/collision]: the page “News” has the address `/news/`, which is already taken
--> content/news/_index.md
 = help: give one of the two another `slug`
note: taken by the page “Also”
--> content/news.md

1 error in 1 file
# two files
error[address/collision]: this file has the address `/about/plan.txt`, which differs from `/about/Plan.txt` in case or accents only
--> content/about/plan.txt
 = help: give the file another name
note: taken by this file
--> static/about/Plan.txt

1 error in 1 file
");
}

#[test]
fn the_segments_page_and_search_are_reserved() {
    let report = SiteTest::new(&[
        ("content/page.md", &page("A", "", "")),
        ("content/search.md", &page("B", "", "")),
        ("content/guide/page/index.md", &page("C", "", "")),
        (
            "content/news/a.md",
            &page("D", "slug: page\ndate: 2026-01-01", ""),
        ),
        ("content/page/deep.md", &page("E", "", "")),
    ])
    .diagnostics();
    says(&report, "
error[address/reserved]: the address `/guide/page/` has the part `page`, which Alongside keeps for itself
--> content/guide/page/index.md
 = help: give the page another `slug`, or its folder another name

error[address/reserved]: the address `/news/page/` has the part `page`, which Alongside keeps for itself
 --> content/news/a.md:4:7
  |
4 | slug: page
  |       ^^^^
  |
  = help: give the page another `slug`, or its folder another name

error[address/collision]: the page “A” has the address `/page/`, which is already taken
--> content/page.md
 = help: give one of the two another `slug`
note: taken by the list “page”
--> content/page/deep.md

error[address/reserved]: the address `/page/` has the part `page`, which Alongside keeps for itself
--> content/page.md
 = help: give the page another `slug`, or its folder another name

error[address/reserved]: the address `/page/deep/` has the part `page`, which Alongside keeps for itself
--> content/page/deep.md
 = help: give the page another `slug`, or its folder another name

error[address/collision]: the page “B” has the address `/search/`, which is already taken
--> content/search.md
 = help: give one of the two another `slug`
note: taken by a page that Alongside makes
--> site.yaml

error[address/reserved]: the address `/search/` has the part `search`, which Alongside keeps for itself
--> content/search.md
 = help: give the page another `slug`, or its folder another name

7 errors in 5 files
");
}

#[test]
fn a_slug_is_one_plain_segment() {
    let slugs = [
        "../up",
        "a/b",
        "..",
        ".",
        ".hidden",
        "a\\\\b",
        "https://other.example",
        "a?b",
        "a#b",
        "a b",
        "/root",
        "line\\nbreak",
        "tab\\tstop",
        "a%2fb",
        "%2e%2e",
        "a:b",
        "*",
        "x'<script>",
    ];
    for slug in slugs {
        let findings =
            SiteTest::new(&[("content/about.md", &home(&format!("slug: \"{slug}\"")))]).findings();
        assert_eq!(findings.len(), 1, "{slug}: {findings:?}");
        assert!(
            findings[0].starts_with("content/about.md:4:7 address/slug ")
                || findings[0].starts_with("content/about.md:4:7 front-matter/value "),
            "{slug}: {findings:?}"
        );
    }
    for slug in ["plain", "Two-Words", "caffi-bach-ŵy", "日本", "v1.2", "a_b"] {
        let built =
            SiteTest::new(&[("content/about.md", &home(&format!("slug: \"{slug}\"")))]).clean();
        assert!(
            built.has_page(&format!("/{slug}/")),
            "{slug}: {:?}",
            built.addresses()
        );
    }
}

#[test]
fn an_alias_is_an_old_address_of_this_site() {
    let aliases = [
        "../up/",
        "/a/../b/",
        "https://other.example/",
        "//other.example/",
        "javascript:alert(1)",
        "/a b/",
        "/line\\nbreak/",
        "/line\\r\\n/* /evil 200",
        "/tab\\tstop/",
        "/*",
        "/:splat",
        "/a?b=c",
        "/a#b",
        "/%2e%2e/up/",
    ];
    for alias in aliases {
        let built = SiteTest::new(&[(
            "content/about.md",
            &home(&format!("aliases: [\"{alias}\"]")),
        )]);
        let findings = built.findings();
        assert!(
            !findings.is_empty(),
            "{alias} is taken: {}",
            built.build().file("_redirects")
        );
        assert!(
            findings
                .iter()
                .all(|found| found.starts_with("content/about.md:4:")),
            "{alias}: {findings:?}"
        );
    }
}

#[test]
fn an_alias_that_is_a_page_is_an_error_at_the_alias() {
    let report = SiteTest::new(&[
        (
            "content/about.md",
            &page("About", "aliases: [/us/, /old/]", ""),
        ),
        ("content/us.md", &page("Us", "aliases: [/old/]", "")),
    ])
    .diagnostics();
    says(
        &report,
        "
error[redirect/taken]: the old address `/us/` is the address of a page
 --> content/about.md:4:11
  |
4 | aliases: [/us/, /old/]
  |           ^^^^
  |
  = help: remove the redirect, or give the page another address
note: this page is at `/us/`
 --> content/us.md

error[redirect/duplicate]: the old address `/old/` is redirected twice
 --> content/us.md:4:11
  |
4 | aliases: [/old/]
  |           ^^^^^
  |
  = help: keep one of the two
note: here it leads to `/about/`
 --> content/about.md:4:17
  |
4 | aliases: [/us/, /old/]
  |                 -----

2 errors in 2 files
",
    );
}

#[test]
fn redirects_of_the_site_are_judged_as_aliases_are() {
    let report = SiteTest::new(&[("content/about.md", &home(""))])
        .settings(
            "redirects:\n  /old/: /about/\n  /typo/: /abuot/\n  /about/: /\n  /one/: /two/\n  /two/: /one/\n  \"/x\\n/* https://evil.example 200\": /about/\n  /y/: \"/about/\\n/* /evil 200\"\n  ../z/: /about/\n  /w/: {to: /about/, status: 299}\n",
        )
        .diagnostics();
    says(
        &report,
        r#"
error[redirect/missing-target]: the new address `/abuot/` is not in the site
 --> site.yaml:8:11
  |
8 |   /typo/: /abuot/
  |           ^^^^^^^
  |
  = help: did you mean `/about/`?

error[redirect/taken]: the old address `/about/` is the address of a page
 --> site.yaml:9:3
  |
9 |   /about/: /
  |   ^^^^^^^
  |
  = help: remove the redirect, or give the page another address
note: this page is at `/about/`
 --> content/about.md

error[redirect/loop]: the redirect from `/one/` leads back to itself
  --> site.yaml:10:3
   |
10 |   /one/: /two/
   |   ^^^^^
   |
   = help: let one of these redirects lead to a page
note: this one leads from `/two/` to `/one/`
  --> site.yaml:11:3
   |
11 |   /two/: /one/
   |   -----

error[redirect/address]: the old address `/x\n/* https://evil.example 200` has a new line or another control character
  --> site.yaml:12:3
   |
12 |   "/x\n/* https://evil.example 200": /about/
   |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: write the address on one line

error[redirect/target]: the new address `/about/\n/* /evil 200` has a new line or another control character
  --> site.yaml:13:8
   |
13 |   /y/: "/about/\n/* /evil 200"
   |        ^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: write the address on one line

error[redirect/address]: the old address `../z/` is not an address inside the site
  --> site.yaml:14:3
   |
14 |   ../z/: /about/
   |   ^^^^^
   |
   = help: begin it with `/`

error[redirect/status]: `299` is no status that a redirect can have
  --> site.yaml:15:30
   |
15 |   /w/: {to: /about/, status: 299}
   |                              ^^^
   |
   = help: use 301 for a lasting move, 302 for a passing one, or 410 for what is gone

7 errors in 1 file
"#,
    );
}

#[test]
fn headers_cannot_smuggle_lines_or_undo_the_policy() {
    let report = SiteTest::new(&[])
        .settings(
            "headers:\n  /a/*: {X-Ok: fine, \"X-Bad\\nEvil\": x, X-Line: \"a\\nEvil: yes\", Content-Security-Policy: \"default-src *\"}\n  \"/b\\n/*\": {X-Ok: fine}\n  c: {X-Ok: fine}\n\
             csp: {script-src: ['*', \"'unsafe-inline'\", 'https://a.example; script-src *'], imgsrc: [https://a.example]}\n",
        )
        .diagnostics();
    says(
        &report,
        r#"
error[config/unsafe]: `X-Bad Evil` cannot be a header
 --> site.yaml:7:22
  |
7 |   /a/*: {X-Ok: fine, "X-Bad\nEvil": x, X-Line: "a\nEvil: yes", Content-Security-Policy: "default-src *"}
  |                      ^^^^^^^^^^^^^
  |
  = help: a header's name holds letters, digits and `-` alone

error[config/unsafe]: `a Evil: yes` cannot be a header
 --> site.yaml:7:48
  |
7 |   /a/*: {X-Ok: fine, "X-Bad\nEvil": x, X-Line: "a\nEvil: yes", Content-Security-Policy: "default-src *"}
  |                                                ^^^^^^^^^^^^^^
  |
  = help: a header's value holds no line end and no other control character

error[config/unsafe]: `Content-Security-Policy` cannot be a header
 --> site.yaml:7:64
  |
7 |   /a/*: {X-Ok: fine, "X-Bad\nEvil": x, X-Line: "a\nEvil: yes", Content-Security-Policy: "default-src *"}
  |                                                                ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: the policy is made by Alongside: add sources to it under `csp`

error[config/unsafe]: `/b /*` cannot be a pattern of addresses
 --> site.yaml:8:3
  |
8 |   "/b\n/*": {X-Ok: fine}
  |   ^^^^^^^^
  |
  = help: begin it with `/` and leave out spaces: `/admin/*`

error[config/unsafe]: `c` cannot be a pattern of addresses
 --> site.yaml:9:3
  |
9 |   c: {X-Ok: fine}
  |   ^
  |
  = help: begin it with `/` and leave out spaces: `/admin/*`

error[config/unsafe]: `*` cannot be added to the policy
  --> site.yaml:10:20
   |
10 | csp: {script-src: ['*', "'unsafe-inline'", 'https://a.example; script-src *'], imgsrc: [https://a.example]}
   |                    ^^^
   |
   = help: it lets anything run: name the one site that is meant

error[config/unsafe]: `'unsafe-inline'` cannot be added to the policy
  --> site.yaml:10:25
   |
10 | csp: {script-src: ['*', "'unsafe-inline'", 'https://a.example; script-src *'], imgsrc: [https://a.example]}
   |                         ^^^^^^^^^^^^^^^^^
   |
   = help: it would undo the policy: put scripts and styles into files of the site

error[config/unsafe]: `https://a.example; script-src *` cannot be added to the policy
  --> site.yaml:10:44
   |
10 | csp: {script-src: ['*', "'unsafe-inline'", 'https://a.example; script-src *'], imgsrc: [https://a.example]}
   |                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: write each source as an entry of its own

error[config/unknown-word]: `imgsrc` is not a directive of the policy
  --> site.yaml:10:80
   |
10 | csp: {script-src: ['*', "'unsafe-inline'", 'https://a.example; script-src *'], imgsrc: [https://a.example]}
   |                                                                                ^^^^^^
   |
   = help: did you mean `img-src`?

9 errors in 1 file
"#,
    );
}

#[test]
fn one_id_belongs_to_one_page_of_a_type() {
    let report = SiteTest::new(&[
        ("content/stories/a.md", &page("A", "id: s-1", "")),
        ("content/stories/b.md", &page("B", "id: s-1\nslug: b", "")),
        ("content/articles/c.md", &page("C", "id: s-1", "")),
    ])
    .diagnostics();
    says(
        &report,
        "
error[address/same-id]: the id `s-1` is already another page's
 --> content/stories/b.md:4:5
  |
4 | id: s-1
  |     ^^^
  |
  = help: give one of the two another `id`
note: the other page
 --> content/stories/a.md

1 error in 1 file
",
    );
    let by_name = SiteTest::new(&[
        ("content/stories/2025/key.md", &page("A", "", "")),
        ("content/stories/2026/key.md", &page("B", "", "")),
    ])
    .diagnostics();
    says(
        &by_name,
        "
error[address/collision]: the page “B” has the address `/stories/key/`, which is already taken
--> content/stories/2026/key.md
 = help: give one of the two another `id`
note: taken by the page “A”
--> content/stories/2025/key.md

1 error in 1 file
",
    );
}

#[test]
fn a_base_address_is_whole_and_safe() {
    for url in [
        "network.example",
        "ftp://network.example",
        "https://",
        "javascript:alert(1)",
        "https://a.example/?q",
        "https://user:pass@a.example",
        "https://a.example/a b",
        "//a.example",
    ] {
        let findings = SiteTest::new(&[])
            .edit("site.yaml", &format!("title: T\nbase_url: \"{url}\"\n"))
            .findings();
        assert!(
            findings
                .iter()
                .any(|found| found.starts_with("site.yaml:2:11 config/value")),
            "{url}: {findings:?}"
        );
    }
}
