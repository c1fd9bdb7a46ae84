//! Input that no author writes: what is deep, long or random ends soon and never panics.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::tests::options;
use super::{DirectiveDecls, ParsedBody, parse};
use crate::diagnostic::Checked;
use crate::path::SitePath;
use crate::schema::RawHtml;

/// Reads a body and checks what must hold of every one.
fn read(text: &str, raw_html: RawHtml) -> Checked<ParsedBody> {
    let directives = DirectiveDecls::built_in(["themes"]);
    let options = options(raw_html, &directives);
    let checked = parse(
        text,
        0..text.len(),
        &options,
        &SitePath::new("content/a.md"),
    );
    let body = &checked.value;
    assert_eq!(body.body.links.len(), body.link_spans.len());
    assert_eq!(body.outline.headings.len(), body.heading_spans.len());
    let spans = body
        .link_spans
        .iter()
        .chain(&body.heading_spans)
        .chain(&body.directive_spans);
    let found = checked
        .diagnostics
        .iter()
        .filter_map(|finding| finding.place.span);
    for span in spans.copied().chain(found) {
        assert!(
            text.get(span.range()).is_some(),
            "{span:?} is no stretch of {text:?}"
        );
    }
    let html = body.plain_html(|link| link.target.to_string());
    assert!(
        !html.contains("<?>") || text.contains("<?>") || text.contains("&lt;?"),
        "{html}"
    );
    // A heading's anchor that another heading or element had before it is reported, and no other is.
    let reported: Vec<_> = checked
        .diagnostics
        .iter()
        .filter(|finding| finding.code.name == "heading/duplicate-id")
        .filter_map(|finding| finding.place.span)
        .collect();
    let mut before = std::collections::BTreeSet::new();
    for (heading, span) in body.outline.headings.iter().zip(&body.heading_spans) {
        let repeats = !before.insert(&heading.id);
        let of_another = body.outline.ids.contains(&heading.id);
        let told = reported.contains(span);
        assert!(
            told || !repeats,
            "{:?} is not reported in {text:?}",
            heading.id
        );
        assert!(
            !told || repeats || of_another,
            "{:?} is unique in {text:?}",
            heading.id
        );
    }
    checked
}

/// Makes input of a size.
type Shape = Box<dyn Fn(usize) -> String>;

#[test]
fn deep_and_long_input_takes_time_in_proportion() {
    let many = |piece: &str, times: usize| piece.repeat(times);
    let numbered =
        |times: usize, line: &dyn Fn(usize) -> String| (0..times).map(line).collect::<String>();
    let shapes: [(&str, Shape); 38] = [
        ("brackets", Box::new(move |n| many("[", n) + &many("]", n))),
        (
            "spans inside spans",
            Box::new(move |n| many("[", n) + "x" + &many("]{.a}", n)),
        ),
        ("open attributes", Box::new(move |n| many("[a](b){", n))),
        ("attributes", Box::new(move |n| many("[a]{lang=\"cy ", n))),
        ("quotes", Box::new(move |n| many("> ", n) + "a\n")),
        ("lists", Box::new(move |n| many("- ", n) + "a\n")),
        (
            "lists with a directive",
            Box::new(move |n| many("- ", n) + "::: note\n"),
        ),
        (
            "definitions",
            Box::new(move |n| {
                numbered(n, &|i| format!("[l{i}]: /u{i}\n")) + &numbered(n, &|i| format!("[l{i}] "))
            }),
        ),
        (
            "footnotes that call one another",
            Box::new(move |n| {
                numbered(n, &|i| format!("[^{i}]: see[^{}]\n\n", (i + 1) % n)) + "x[^0]"
            }),
        ),
        (
            "one footnote",
            Box::new(move |n| many("a[^1] ", n) + "\n\n[^1]: b"),
        ),
        (
            "directives inside directives",
            Box::new(move |n| many("::: note\n", n) + &many(":::\n", n)),
        ),
        (
            "open directives",
            Box::new(move |n| many("::: details\n", n)),
        ),
        ("stray marks", Box::new(move |n| many(":::\n", n))),
        (
            "directive attributes",
            Box::new(move |n| format!("::: note {{{}}}\n:::", many("a=b ", n))),
        ),
        (
            "open tags",
            Box::new(move |n| format!("<div>\n{}", many("<a b=\"'", n))),
        ),
        (
            "tags that take the next for a value",
            Box::new(move |n| format!("<div>\n{}", many("<a b=", n))),
        ),
        (
            "scripts",
            Box::new(move |n| format!("<div>\n{}", many("<script>", n))),
        ),
        (
            "HTML with directives",
            Box::new(move |n| format!("<div>\n{}", many("::: note\n", n))),
        ),
        ("headings", Box::new(move |n| many("## a\n\n", n))),
        (
            "attributes of a heading",
            Box::new(move |n| format!("# a {{{}}}", many("lang=cy b=c ", n))),
        ),
        ("chosen anchors", Box::new(move |n| many("{#", n))),
        (
            "tables",
            Box::new(move |n| String::from("| a |\n|---|\n") + &many("| b |\n", n)),
        ),
        (
            "wikilinks",
            Box::new(move |n| many("[[a|", n) + &many("]]", n)),
        ),
        ("backslashes", Box::new(move |n| many("\\[", n))),
        ("comments", Box::new(move |n| many("<!-- a --> b ", n))),
        (
            "comments of several lines",
            Box::new(move |n| many("<!-- a\n\n- b --> c\n\n", n)),
        ),
        ("open comments", Box::new(move |n| many("<!-- ", n))),
        (
            "texts between percent signs",
            Box::new(move |n| many("%%a%% b ", n)),
        ),
        ("percent signs", Box::new(move |n| many("a %%\n\n", n))),
        ("comments in code", Box::new(move |n| many("`<!--` %% ", n))),
        (
            "elements that are nobody's",
            Box::new(move |n| many("<name> <a-b ", n)),
        ),
        ("open elements", Box::new(move |n| many("<b>a ", n))),
        ("closing tags", Box::new(move |n| many("<i></b>\n\n", n))),
        (
            "scripts in a line",
            Box::new(move |n| many("a <script> ", n)),
        ),
        ("bullets", Box::new(move |n| many("•\ta\no\tb\n", n))),
        (
            "rows without a head's line",
            Box::new(move |n| many("| a | b |\n", n)),
        ),
        (
            "nearly links",
            Box::new(move |n| many("](a b [[x#c d ] (", n)),
        ),
        (
            "addresses",
            Box::new(move |n| many("https://x.example/( a@b.c ", n)),
        ),
    ];
    for (name, shape) in shapes {
        let time = |size: usize| {
            let text = shape(size);
            let start = Instant::now();
            drop(read(&text, RawHtml::Allow));
            start.elapsed()
        };
        let (small, large) = (time(2_000), time(20_000));
        // Ten times the input may take thirty times as long on a busy machine, but not a hundred times.
        let allowed = small * 40 + Duration::from_millis(600);
        assert!(
            large < allowed,
            "{name}: {small:?} for 2,000 and {large:?} for 20,000"
        );
    }
}

#[test]
fn a_long_file_is_read() {
    let text = "A *word* about [trust](trust.md) and time.\n\n".repeat(2_000_000 / 45);
    let checked = read(&text, RawHtml::Allow);
    assert!(checked.diagnostics.is_empty());
    assert_eq!(checked.value.body.links.len(), 2_000_000 / 45);
}

/// Bits of markup, to be thrown together.
const BITS: &[&str] = &[
    ":::",
    "::: note",
    "::: quote {by=\"x\"}",
    "::: pages :::",
    "::: figure {src=a.jpg ",
    "{",
    "}",
    "{.a}",
    "{#b}",
    "{lang=cy}",
    "{decorative}",
    "[",
    "]",
    "[^a]",
    "[^a]: ",
    "[a]: /b",
    "](c)",
    "](",
    "![",
    "[[",
    "]]",
    "|",
    "\n|--|\n",
    "*",
    "**",
    "_",
    "`",
    "```",
    "~~~",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "> ",
    "- ",
    "1. ",
    "    ",
    "\t",
    "# ",
    "## ",
    "<?>",
    "<?",
    "?>",
    "<div>",
    "<a href=\"",
    "\">",
    "</div>",
    "<!--",
    "-->",
    "<!-- more -->",
    "<script>",
    "</script>",
    "<img src=x",
    "<b style=a>",
    ">",
    "<",
    "&lt;",
    "&",
    "\\",
    "\"",
    "'",
    "--",
    "...",
    "> [!NOTE]\n",
    ": ",
    "ŵ",
    "e\u{301}",
    "\u{0}",
    "😀",
    "a",
    "b c",
    "https://x.example",
    "<https://x.example>",
    "javascript:",
    "- [x] ",
    "---",
    "===",
    "rust",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_text_is_read(text in any::<Vec<u8>>()) {
        let text = String::from_utf8_lossy(&text);
        read(&text, RawHtml::Allow);
    }

    #[test]
    fn random_markup_is_read(bits in proptest::collection::vec(proptest::sample::select(BITS), 0..40), raw in 0..3_u8) {
        let raw_html = match raw {
            0 => RawHtml::Allow,
            1 => RawHtml::Sanitise,
            _ => RawHtml::Escape,
        };
        let text = bits.concat();
        let html = read(&text, raw_html).value.plain_html(|link| link.target.to_string());
        // In the text of a page the same characters are only words, so it is asked whether a tag is open there.
        let lower = html.to_lowercase();
        for (at, _) in lower.match_indices("href=\"javascript:") {
            let before = &lower[..at];
            prop_assert!(before.rfind('<') <= before.rfind('>'), "{html}");
        }
    }

    #[test]
    fn sanitised_html_runs_nothing(bits in proptest::collection::vec(proptest::sample::select(BITS), 0..40)) {
        let html = read(&bits.concat(), RawHtml::Sanitise).value.plain_html(|link| link.target.to_string());
        prop_assert!(!html.contains("<script") && !html.contains("<b style"), "{html}");
    }
}
