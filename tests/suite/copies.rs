//! The Markdown copies of pages and `llms.txt`: what they say, and what they never say.

use super::driver::{SiteTest, page, says};

const STORY: &str = "date: 2026-02-03\nthemes: [trust]\nauthors: [mari]\nformat: prose\nvoice: together\nconsent: [c-4h9x]\npeople: [{label: Samuel, name_as: pseudonym}]\n";

fn site() -> SiteTest {
    SiteTest::new(&[
        (
            "content/stories/key.md",
            &page(
                "The key",
                STORY,
                "A lead to [us](../about.md#who) and [[about]].\n\n<!-- who it really was -->\n\n::: passage {themes=\"trust\"}\nShe gave me the key.\n:::\n\n::: quote {by=\"Sam\"}\nI had it.\n:::\n\n![A key](key.svg)\n\n::: pages {section=articles} :::\n",
            ),
        ),
        ("content/stories/key.svg", "<svg/>"),
        ("content/about.md", &page("About", "", "## Who\n\nWe.\n")),
        ("content/people/mari.md", &page("Mari Example", "", "")),
        (
            "content/articles/why.md",
            &page("Why", "date: 2026-01-01", "Because.\n"),
        ),
        ("content/draft.md", &page("Draft", "draft: true", "Not yet.\n")),
        (
            "content/easy-read/about.md",
            &page(
                "About, in Easy Read",
                "version_of: about\nideas: [{text: We listen., image: ear.svg, alt: An ear}]",
                "",
            ),
        ),
        ("content/easy-read/ear.svg", "<svg/>"),
    ])
    .settings("markdown_copies: true\nllms_txt: true\n")
}

#[test]
fn a_copy_is_the_page_in_plain_markdown() {
    let built = site().clean();
    says(
        built.file("stories/key/index.md"),
        r#"
---
title: "The key"
description: "About The key"
date: "2026-02-03"
lang: "en"
url: "https://network.example/stories/key/"
"themes": ["trust"]
"authors": ["Mari Example"]
---

# The key

A lead to [us](https://network.example/about/#who) and [About](https://network.example/about/).

She gave me the key.

 > 
 > I had it.
 > 
 > — Sam

![A key](https://network.example/stories/key.svg)

* [Why](https://network.example/articles/why/)
"#,
    );
    assert!(built.page("/stories/key/").contains(
        "<link rel=\"alternate\" type=\"text/markdown\" href=\"/stories/key/index.md\">"
    ));
    assert!(
        built
            .file("easy-read/about/index.md")
            .contains("![An ear](https://network.example/easy-read/ear.svg)\n\nWe listen.")
    );
    assert!(
        built.file("_headers").contains(
            "/*.md\n  Content-Type: text/markdown; charset=utf-8\n  X-Robots-Tag: noindex"
        )
    );
    assert!(
        built
            .file("llms.txt")
            .contains("[The key](<https://network.example/stories/key/index.md>)")
    );
}

#[test]
fn no_copy_tells_what_its_page_does_not() {
    let built = site().drafts().clean();
    assert!(built.has_page("/draft/") && !built.has("draft/index.md"));
    assert!(!built.page("/draft/").contains("text/markdown"));
    for (path, text) in built.texts() {
        if path.ends_with(".md") {
            for secret in ["c-4h9x", "Samuel", "really was", "passage"] {
                assert!(!text.contains(secret), "{path}: {secret}");
            }
        }
    }
}

#[test]
fn copies_are_off_unless_they_are_asked_for() {
    let built = site().edit("site.yaml", super::driver::PLAIN).build();
    assert!(built.texts().keys().all(|path| !path.ends_with(".md")));
    assert!(!built.page("/about/").contains("text/markdown"));
    assert!(!built.file("_headers").contains(".md"));
}
