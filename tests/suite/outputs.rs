//! What is made besides pages: feeds, sitemap, rules for hosts and robots, the data of each page for machines.

use alongside::config::Environment;

use super::driver::{SiteTest, page, says};
use super::html;

fn site() -> SiteTest {
    SiteTest::new(&[
        (
            "content/articles/key.md",
            &page("The key & the “gate”", "date: 2026-02-03T09:00\nupdated: 2026-03-01\nthemes: [trust]\nauthors: [mari]", "A lead with [a link](../about.md).\n\n![A key](key.svg)\n"),
        ),
        ("content/articles/key.svg", "<svg width='40' height='30'/>"),
        ("content/people/mari.md", &page("Mari Example", "", "")),
        ("content/about.md", &page("About", "aliases: [/who/]", "")),
        ("static/robots-are-welcome.txt", "x"),
    ])
    .settings("timezone: Europe/London\ntaxonomies: {themes: {feed: true}, authors: {type: person}}\nheaders: {/admin/*: {Cache-Control: no-store}}\ncsp: {img-src: [https://media.example]}\nredirects: {/old/: /about/, /gone/: {to: /about/, status: 302}}\n")
}

#[test]
fn the_feeds_of_a_small_site() {
    let built = site().clean();
    let mut paths = built.texts().keys();
    let picture = paths.rfind(|path| path.starts_with("assets/pictures/"));
    let picture = picture.unwrap();
    says(
        &built.file("feed.xml").replace(picture, "KEY"),
        r#"
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>tag:network.example,2026:feed/home/en</id>
  <title>Example</title>
  <subtitle>A small site</subtitle>
  <updated>2026-03-01T00:00:00Z</updated>
  <link rel="self" type="application/atom+xml" href="https://network.example/feed.xml"/>
  <link rel="alternate" type="text/html" href="https://network.example/"/>
  <author>
    <name>Example</name>
  </author>
  <generator version="0.1.0">Alongside</generator>
  <entry xml:lang="en">
    <id>tag:network.example,2026:article/key/en</id>
    <title>The key &amp; the “gate”</title>
    <link rel="alternate" type="text/html" hreflang="en" href="https://network.example/articles/key/"/>
    <published>2026-02-03T09:00:00Z</published>
    <updated>2026-03-01T00:00:00Z</updated>
    <author>
      <name>Mari Example</name>
      <uri>https://network.example/people/mari/</uri>
    </author>
    <category term="trust" label="trust" scheme="https://network.example/themes/"/>
    <summary>About The key &amp; the “gate”</summary>
    <content type="html">&lt;p&gt;A lead with &lt;a href="https://network.example/about/"&gt;a link&lt;/a&gt;.&lt;/p&gt;
&lt;p&gt;&lt;img src="https://network.example/KEY" alt="A key" width="40" height="30" loading="lazy"&gt;&lt;/p&gt;
</content>
  </entry>
</feed>

"#,
    );
    says(
        &built.file("feed.json").replace(picture, "KEY"),
        r#"
{
  "version": "https://jsonfeed.org/version/1.1",
  "title": "Example",
  "home_page_url": "https://network.example/",
  "feed_url": "https://network.example/feed.json",
  "description": "A small site",
  "language": "en",
  "authors": [
    {
      "name": "Example"
    }
  ],
  "items": [
    {
      "id": "tag:network.example,2026:article/key/en",
      "url": "https://network.example/articles/key/",
      "title": "The key & the “gate”",
      "content_html": "<p>A lead with <a href=\"https://network.example/about/\">a link</a>.</p>\n<p><img src=\"https://network.example/KEY\" alt=\"A key\" width=\"40\" height=\"30\" loading=\"lazy\"></p>\n",
      "summary": "About The key & the “gate”",
      "date_published": "2026-02-03T09:00:00Z",
      "date_modified": "2026-03-01T00:00:00Z",
      "authors": [
        {
          "name": "Mari Example",
          "url": "https://network.example/people/mari/"
        }
      ],
      "tags": [
        "trust"
      ],
      "language": "en"
    }
  ]
}
"#,
    );
    assert!(built.has("articles/feed.xml") && built.has("themes/trust/feed.json"));
}

#[test]
fn the_sitemap_names_pages_and_nothing_else() {
    let built = site().clean();
    says(
        built.file("sitemap.xml"),
        r#"
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <url>
    <loc>https://network.example/</loc>
  </url>
  <url>
    <loc>https://network.example/about/</loc>
  </url>
  <url>
    <loc>https://network.example/articles/</loc>
  </url>
  <url>
    <loc>https://network.example/articles/key/</loc>
    <lastmod>2026-03-01</lastmod>
  </url>
  <url>
    <loc>https://network.example/authors/</loc>
  </url>
  <url>
    <loc>https://network.example/people/</loc>
  </url>
  <url>
    <loc>https://network.example/people/mari/</loc>
  </url>
  <url>
    <loc>https://network.example/search/</loc>
  </url>
  <url>
    <loc>https://network.example/themes/</loc>
  </url>
  <url>
    <loc>https://network.example/themes/trust/</loc>
  </url>
</urlset>

"#,
    );
}

#[test]
fn redirects_and_headers_as_a_host_reads_them() {
    let built = site().clean();
    says(
        built.file("_redirects"),
        "
/gone/ /about/ 302!
/old/ /about/ 301!
/who/ /about/ 301!

",
    );
    says(built.file("_headers"), "
/*
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https://media.example; font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
  Strict-Transport-Security: max-age=63072000
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Permissions-Policy: accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()
  Cross-Origin-Opener-Policy: same-origin
/assets/*
  Cache-Control: public, max-age=31536000, immutable
/search/manifest/*
  Cache-Control: public, max-age=31536000, immutable
/search/terms/*
  Cache-Control: public, max-age=31536000, immutable
/search/near/*
  Cache-Control: public, max-age=31536000, immutable
/search/words/*
  Cache-Control: public, max-age=31536000, immutable
/search/pages/*
  Cache-Control: public, max-age=31536000, immutable
/search/names/*
  Cache-Control: public, max-age=31536000, immutable
/search/facets/*
  Cache-Control: public, max-age=31536000, immutable
/search/*.js
  Cache-Control: public, max-age=31536000, immutable
/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/articles/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/people/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/themes/trust/feed.xml
  Content-Type: application/atom+xml; charset=utf-8
/feed.json
  Content-Type: application/feed+json; charset=utf-8
/articles/feed.json
  Content-Type: application/feed+json; charset=utf-8
/people/feed.json
  Content-Type: application/feed+json; charset=utf-8
/themes/trust/feed.json
  Content-Type: application/feed+json; charset=utf-8
/admin/*
  Cache-Control: no-store
");
}

#[test]
fn only_production_is_for_search_engines() {
    let production = site().clean();
    says(
        production.file("robots.txt"),
        "
User-agent: *
Allow: /

Sitemap: https://network.example/sitemap.xml

",
    );
    assert!(!production.page("/about/").contains("noindex"));
    assert!(!production.file("_headers").contains("noindex"));
    for environment in [Environment::Preview, Environment::Development] {
        let preview = site()
            .environment(environment)
            .base_url("https://preview.example")
            .clean();
        assert!(!preview.file("robots.txt").contains("Sitemap"));
        assert!(preview.file("_headers").contains("X-Robots-Tag: noindex"));
        for (path, text) in preview.texts() {
            if path.ends_with(".html") {
                assert!(
                    text.contains("<meta name=\"robots\" content=\"noindex"),
                    "{path}"
                );
                assert!(
                    !text.contains("https://preview.example/") || !path.starts_with("about/"),
                    "{path}"
                );
            }
        }
        let canonical = html::rel(preview.page("/about/"), "canonical");
        assert_eq!(canonical.unwrap(), "https://network.example/about/");
    }
}

#[test]
fn a_base_address_may_have_a_path() {
    let built = site().base_url("https://network.example/lane").clean();
    for (path, text) in built.texts() {
        if !path.ends_with(".html") {
            continue;
        }
        for tag in html::tags(text) {
            for name in ["href", "src"] {
                let Some(target) = tag.get(name).filter(|target| target.starts_with('/')) else {
                    continue;
                };
                assert!(target.starts_with("/lane/"), "{path}: {target}");
            }
        }
    }
    assert!(html::links(built.main("/articles/key/")).contains(&"/lane/about/".into()));
    assert_eq!(
        html::rel(built.page("/about/"), "canonical").unwrap(),
        "https://network.example/lane/about/"
    );
    // The folder is published below the path, so that its host sees addresses without it.
    let redirects = built.file("_redirects");
    assert!(redirects.contains("/old/ /lane/about/ 301!"), "{redirects}");
    assert!(
        built
            .file("feed.xml")
            .contains("https://network.example/lane/articles/key/")
    );
    assert!(
        built
            .file("robots.txt")
            .contains("https://network.example/lane/sitemap.xml")
    );
}

#[test]
fn a_page_tells_machines_what_it_is() {
    let built = site().clean();
    let page = built.page("/articles/key/");
    let start = page.find("application/ld+json").unwrap();
    let json = &page[start..];
    let json = &json[json.find('>').unwrap() + 1..json.find("</script>").unwrap()];
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    says(
        &serde_json::to_string_pretty(&value).unwrap(),
        r#"
{
  "@context": "https://schema.org",
  "@graph": [
    {
      "@type": "BlogPosting",
      "@id": "https://network.example/articles/key/",
      "url": "https://network.example/articles/key/",
      "headline": "The key & the “gate”",
      "description": "About The key & the “gate”",
      "inLanguage": "en",
      "datePublished": "2026-02-03T09:00:00+00:00",
      "dateModified": "2026-03-01",
      "author": {
        "@type": "Person",
        "name": "Mari Example",
        "url": "https://network.example/people/mari/"
      },
      "publisher": {
        "@type": "Organization",
        "name": "Example",
        "url": "https://network.example/"
      },
      "about": {
        "@type": "DefinedTerm",
        "name": "trust",
        "url": "https://network.example/themes/trust/"
      },
      "wordCount": 7
    },
    {
      "@type": "BreadcrumbList",
      "itemListElement": [
        {
          "@type": "ListItem",
          "position": 1,
          "name": "Example",
          "item": "https://network.example/"
        },
        {
          "@type": "ListItem",
          "position": 2,
          "name": "Articles",
          "item": "https://network.example/articles/"
        },
        {
          "@type": "ListItem",
          "position": 3,
          "name": "The key & the “gate”",
          "item": "https://network.example/articles/key/"
        }
      ]
    }
  ]
}
"#,
    );
    let meta = |property: &str| {
        html::tags(page)
            .iter()
            .find(|tag| tag.get("property").as_deref() == Some(property))
            .and_then(|tag| tag.get("content"))
    };
    assert_eq!(meta("og:title").unwrap(), "The key & the “gate”");
    assert_eq!(meta("og:type").unwrap(), "article");
    assert_eq!(
        meta("og:url").unwrap(),
        "https://network.example/articles/key/"
    );
    assert_eq!(meta("og:site_name").unwrap(), "Example");
}

#[test]
fn the_time_of_the_build_is_in_one_file_alone() {
    let first = site().now("2026-11-22T12:00:00Z").clean();
    let later = site().now("2026-11-23T18:30:01Z").clean();
    assert_eq!(first.differing(&later), ["build.json"]);
    let info: serde_json::Value = serde_json::from_str(first.file("build.json")).unwrap();
    assert_eq!(info["version"], env!("CARGO_PKG_VERSION"));
    assert!(info.to_string().contains("2026-11-22T12:00:00Z"), "{info}");
}

#[test]
fn switches_turn_extras_on_and_off() {
    let built = site().clean();
    assert!(built.has("index.json") && !built.has("llms.txt") && built.has_page("/search/"));
    let switched = site()
        .settings("index_json: false\nllms_txt: true\nsearch: false\n")
        .clean();
    assert!(!switched.has("index.json") && switched.has("llms.txt"));
    assert!(!switched.has_page("/search/"));
    assert!(
        switched
            .texts()
            .keys()
            .all(|path| !path.starts_with("search/"))
    );
    assert!(
        switched
            .texts()
            .values()
            .all(|text| !text.contains("href=\"/search/\""))
    );
}

#[test]
fn a_site_without_an_address_is_not_published() {
    let quiet = "title: Example\nrules: {front-matter/expected-field: off}\n";
    let site = site().edit("site.yaml", quiet);
    says(&site.diagnostics(), "
error[config/no-base-url]: the site has no `base_url`, and feeds and search engines need its whole address
--> site.yaml
 = help: add `base_url: https://…` to site.yaml, or build with `--base-url`

1 error in 1 file
");
    let with_more = site
        .clone()
        .edit("content/wrong.md", "---\ntitel: Wrong\n---\n");
    let report = with_more.diagnostics();
    assert!(report.contains("did you mean `title`?"), "{report}");
    let looked_at = site.environment(Environment::Development).build();
    assert!(looked_at.has_page("/about/"), "{}", looked_at.diagnostics());
    let none = SiteTest::new(&[]).without("site.yaml");
    says(
        &none.diagnostics(),
        "
error[config/missing]: this folder has no `site.yaml`
--> site.yaml
 = help: make one, or begin a new site with `alongside init`

1 error in 1 file
",
    );
}

#[test]
fn a_warning_or_an_error_decides_whether_there_is_an_output() {
    let warned = SiteTest::new(&[("content/about.md", &page("About", "", "# Twice\n"))]).build();
    assert!(warned.diagnostics().starts_with("warning["));
    assert!(warned.has_page("/about/"));
    let failed =
        SiteTest::new(&[("content/about.md", &page("About", "", "[x](gone.md)\n"))]).build();
    assert!(failed.diagnostics().starts_with("error["));
    assert!(failed.inner().artifacts.is_empty());
}
