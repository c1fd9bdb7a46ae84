//! The Markdown copies of pages and `llms.txt`: what they say, and what they never say.

use alongside::config::MarkdownOptions;
use alongside::page::LinkKind;
use alongside::parse::markdown::copy::{self, Surroundings};

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

/// A text in which pictures go by one name, whatever their content.
fn without_hashes(text: &str) -> String {
    let mut parts = text.split("/assets/pictures/");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (_, rest) = part.split_once('.').unwrap();
        format!("{text}/assets/pictures/HASH.{rest}")
    })
}

#[test]
fn a_copy_is_the_page_in_plain_markdown() {
    let built = site().clean();
    says(
        &without_hashes(built.file("stories/key/index.md")),
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

![A key](https://network.example/assets/pictures/HASH.svg)

* [Why](https://network.example/articles/why/)
"#,
    );
    assert!(built.page("/stories/key/").contains(
        "<link rel=\"alternate\" type=\"text/markdown\" href=\"/stories/key/index.md\">"
    ));
    assert!(
        without_hashes(built.file("easy-read/about/index.md"))
            .contains("![An ear](https://network.example/assets/pictures/HASH.svg)\n\nWe listen.")
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

struct Made;

impl Surroundings for Made {
    fn target(&self, _: LinkKind, written: &str) -> Option<(String, Option<String>)> {
        let known = !written.starts_with("javascript:");
        known.then(|| (format!("https://n.example/{written}"), Some("Trust".into())))
    }

    fn pages(&self, _: usize) -> Vec<(String, String)> {
        vec![("Key".into(), "https://n.example/key/".into())]
    }
}

fn made(text: &str) -> String {
    let markdown = MarkdownOptions {
        smart_punctuation: true,
        extensions: true,
        heading_ids: true,
    };
    copy::copy(&[], text, 0..text.len(), markdown, &Made)
}

#[test]
fn directives_become_plain_markdown() {
    for (text, expected) in [
        (
            "::: passage {themes=\"trust\"}\nShe gave me the key.\n:::\n",
            "She gave me the key.",
        ),
        (
            "::: quote {by=\"Sam\" role=neighbour}\nI had it.\n:::\n",
            " > \n > I had it.\n > \n > — Sam, neighbour",
        ),
        (
            "::: figure {src=\"a.svg\" alt=\"A key\" caption=\"The key\"} :::\n",
            "![A key](https://n.example/a.svg)\n\nThe key",
        ),
        (
            "::: details {summary=\"Why\"}\nSo.\n:::\n",
            "**Why**\n\nSo.",
        ),
        (
            "::: pages {limit=1} :::\n",
            "* [Key](https://n.example/key/)",
        ),
        (
            "::: audio {src=\"m/a.mp3\" transcript=\"m/a.txt\"} :::\n",
            "[a.mp3](https://n.example/m/a.mp3)\n\n[a.txt](https://n.example/m/a.txt)",
        ),
    ] {
        assert_eq!(made(text).trim_matches('\n'), expected, "{text}");
    }
}

#[test]
fn links_are_whole_and_what_is_ours_alone_is_left_out() {
    for (text, expected) in [
        (
            "[a](b.md) and [[trust]] and [[trust|words]]",
            "[a](https://n.example/b.md) and [Trust](https://n.example/trust) and [words](https://n.example/trust)",
        ),
        ("[x](javascript:x) stays", "x stays"),
        (
            "In [Abertawe]{lang=cy} and [*Caerdydd*]{lang=cy}.",
            "In Abertawe and *Caerdydd*.",
        ),
        (
            "![](line.svg){decorative} on",
            "![](https://n.example/line.svg) on",
        ),
        (
            "## Why {#why .big}\n\n<!-- a secret -->\n\nSo <b>it</b> is.",
            "## Why\n\nSo it is.",
        ),
        ("```\n::: note\n```", "````\n::: note\n````"),
    ] {
        assert_eq!(made(text).trim_matches('\n'), expected, "{text}");
    }
}
