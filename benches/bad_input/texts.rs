//! What is said of texts that are nearly right: how many findings each kind of text gets, and how long reading takes.
//!
//! `cargo run --release --example bad_input`. Each text stands for a kind that real sites have; one without a finding is marked.
//! It measures what authors are told, and no page's looks.

use std::collections::BTreeMap;
use std::time::Instant;

use alongside::config::MarkdownOptions;
use alongside::config::sources::Policy;
use alongside::parse::markdown::{BodyOptions, DirectiveDecls, parse};
use alongside::path::SitePath;
use alongside::schema::RawHtml;

/// Kinds of text, each with one that is written so.
const CORPUS: &[(&str, &str)] = &[
    (
        "headings without a space",
        "##Our spring\n\nWe met.\n\n#Plans for summer\n",
    ),
    ("headings with a no-break space", "##\u{a0}Our spring\n"),
    ("words in braces", "## Notes {treesitter}\n"),
    ("lists of a word processor", "•\tone\n•\ttwo\no\tthree\n"),
    ("lists with a no-break space", "-\u{a0}one\n-\u{a0}two\n"),
    (
        "indented paragraphs",
        "    We met on a cold evening in March.\n",
    ),
    ("line breaks of a word processor", "one\u{b}two\n"),
    (
        "addresses with spaces",
        "![A key](my key.png) and [the plan](our plan.pdf)\n",
    ),
    ("links with a space", "[the plan] (https://plan.example)\n"),
    (
        "links without words or address",
        "[](plan.md) and [the plan]()\n",
    ),
    ("emphasis that is none", "** bold ** and **Note:**text\n"),
    ("tables without a line", "| a | b |\n| c | d |\n"),
    (
        "rows with more cells",
        "| a | b |\n|---|---|\n| c | d | e |\n",
    ),
    (
        "tables of a spreadsheet",
        "Name\tAge\tTown\nSam\t4\tBarry\n",
    ),
    ("open fences", "```\nlet it = be;\n\nAnd so on.\n"),
    (
        "words in angle brackets",
        "Dear <name>, ask <their worker>\n",
    ),
    ("open elements", "We are <b>not a charity\n"),
    ("closing tags", "We are </main> here\n"),
    (
        "signs that nobody sees",
        "neigh\u{ad}bours and\u{200b} friends\n",
    ),
    ("Hugo", "{{< youtube abc >}} {{% note %}}x{{% /note %}}\n"),
    ("Jekyll", "{% include a.html %}\n\n{: .lead}\n\n{:toc}\n"),
    ("Eleventy", "{{ title }}\n"),
    ("kramdown", "<div markdown=\"1\">\n</div>\n"),
    ("Obsidian", "![[note]] ![[p.png|300]] ==marked==\n"),
    ("contents", "[TOC]\n"),
    (
        "pasted headings",
        "Our spring\n\nWe met on a cold evening in March, and nobody who had said yes was late.\n",
    ),
];

/// How often each text is read for its time.
const TIMES: u32 = 200;

fn main() {
    let directives = DirectiveDecls::built_in(["themes"]);
    let options = BodyOptions {
        markdown: MarkdownOptions {
            smart_punctuation: true,
            extensions: true,
            heading_ids: true,
        },
        raw_html: RawHtml::Allow,
        directives: &directives,
        explains: false,
        policy: Policy::default(),
    };
    let file = SitePath::new("content/a.md");
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    let mut silent = 0;
    for (kind, text) in CORPUS {
        let start = Instant::now();
        let mut count = 0;
        for time in 0..TIMES {
            let read = parse(text, 0..text.len(), &options, &file);
            count = read.diagnostics.len();
            for finding in read.diagnostics.iter().filter(|_| time == 0) {
                *codes.entry(finding.code.name).or_default() += 1;
            }
        }
        let each = start.elapsed() / TIMES;
        silent += usize::from(count == 0);
        let mark = if count == 0 {
            "  <- nothing is said"
        } else {
            ""
        };
        println!("{kind:36} {count:2} findings in {each:>10.1?}{mark}");
    }
    println!();
    for (code, count) in &codes {
        println!("{code:36} {count:2}");
    }
    let all: usize = codes.values().sum();
    println!(
        "{} texts, {all} findings, {silent} texts of which nothing is said",
        CORPUS.len()
    );
}
