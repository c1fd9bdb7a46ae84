//! The CommonMark specification's own examples pass through the Markdown stage, extensions off.
//!
//! The examples come from the npm package `commonmark-spec` at test time; they are not part of this repository.
//! `ALONGSIDE_COMMONMARK_SPEC` names its `spec.txt`, else it is looked for in `tests/browser/node_modules`. Without it the test says
//! so on one line and passes, unless `ALONGSIDE_REQUIRE_TOOLS=1`.

use alongside::config::MarkdownOptions;
use alongside::config::sources::Policy;
use alongside::parse::markdown::{BodyOptions, DirectiveDecls, parse};
use alongside::path::SitePath;
use alongside::schema::RawHtml;

const PACKAGED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/browser/node_modules/commonmark-spec/spec.txt"
);

/// One example of the specification.
struct Example {
    number: usize,
    markdown: String,
    html: String,
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test looks for its tool in the environment"
)]
fn specification() -> Option<String> {
    let path = std::env::var("ALONGSIDE_COMMONMARK_SPEC").unwrap_or_else(|_| PACKAGED.to_owned());
    let text = std::fs::read_to_string(&path).ok();
    let required = std::env::var("ALONGSIDE_REQUIRE_TOOLS").is_ok_and(|value| value == "1");
    assert!(
        text.is_some() || !required,
        "the CommonMark specification is not at {path}; install the npm package commonmark-spec"
    );
    text
}

fn examples(specification: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let open = format!("{fence} example");
    let mut examples = Vec::new();
    let mut lines = specification.lines();
    while let Some(line) = lines.next() {
        if line != open {
            continue;
        }
        let mut take = |end: &str| {
            let text: String = lines
                .by_ref()
                .take_while(|line| *line != end)
                .map(|line| format!("{line}\n"))
                .collect();
            text.replace('→', "\t")
        };
        let markdown = take(".");
        let html = take(&fence);
        examples.push(Example {
            number: examples.len() + 1,
            markdown,
            html,
        });
    }
    examples
}

#[test]
fn the_examples_of_the_specification_give_its_html() {
    let Some(specification) = specification() else {
        println!("skipped: the npm package commonmark-spec is not installed");
        return;
    };
    let examples = examples(&specification);
    assert!(
        examples.len() > 600,
        "only {} examples were found",
        examples.len()
    );
    let directives = DirectiveDecls::built_in([]);
    let options = BodyOptions {
        markdown: MarkdownOptions {
            smart_punctuation: false,
            extensions: false,
            heading_ids: false,
        },
        raw_html: RawHtml::Allow,
        directives: &directives,
        explains: false,
        policy: Policy::default(),
    };
    let file = SitePath::new("content/example.md");
    let mut wrong = Vec::new();
    for example in &examples {
        let text = &example.markdown;
        let made = parse(text, 0..text.len(), &options, &file);
        let html = made.value.plain_html(|link| link.target.to_string());
        if normal(&html) != normal(&example.html) {
            wrong.push(format!(
                "example {}\n{text}\nshould be\n{}\nand is\n{html}",
                example.number, example.html
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} examples differ:\n{}",
        wrong.len(),
        examples.len(),
        wrong.join("\n---\n")
    );
}

/// HTML in one form: attributes in order, references and white space that mean nothing taken out.
fn normal(html: &str) -> String {
    let mut normal = String::new();
    let mut rest = html;
    let mut preformatted = false;
    while !rest.is_empty() {
        let text_end = tag_start(rest).unwrap_or(rest.len());
        let text = decode(&rest[..text_end]);
        if preformatted {
            normal.push_str(&text);
        } else {
            push_collapsed(&text, &mut normal);
        }
        rest = &rest[text_end..];
        if rest.is_empty() {
            break;
        }
        let end = tag_end(rest);
        let tag = normal_tag(&rest[..end]);
        rest = &rest[end..];
        if is_block(&tag) && !preformatted {
            normal.truncate(normal.trim_end().len());
        }
        preformatted = match tag.as_str() {
            _ if tag.starts_with("<pre") => true,
            "</pre>" => false,
            _ => preformatted,
        };
        normal.push_str(&tag);
        if is_block(&tag) && !preformatted {
            rest = rest.trim_start();
        }
    }
    normal.trim().to_owned()
}

fn push_collapsed(text: &str, normal: &mut String) {
    for character in text.chars() {
        if !character.is_ascii_whitespace() {
            normal.push(character);
        } else if !normal.ends_with(' ') {
            normal.push(' ');
        }
    }
}

fn tag_start(html: &str) -> Option<usize> {
    html.match_indices('<').map(|(at, _)| at).find(|at| {
        html[at + 1..].starts_with(|next: char| next.is_ascii_alphabetic() || "/!?".contains(next))
    })
}

fn tag_end(html: &str) -> usize {
    let until = |end: &str| html.find(end).map_or(html.len(), |at| at + end.len());
    if html.starts_with("<!--") {
        return until("-->");
    }
    if html.starts_with("<![CDATA[") {
        return until("]]>");
    }
    let mut quote = None;
    for (at, character) in html.char_indices() {
        match (quote, character) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    html.len()
}

/// A tag with its name in lower case, its attributes decoded, quoted and in order, and no slash at its end.
fn normal_tag(tag: &str) -> String {
    let is_tag =
        tag.starts_with("</") || tag[1..].starts_with(|next: char| next.is_ascii_alphabetic());
    if !is_tag || !tag.ends_with('>') {
        return tag.to_owned();
    }
    let inner = tag[1..tag.len() - 1].trim_end_matches('/');
    let (name, mut rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let mut attributes = Vec::new();
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        let name_end = rest
            .find(|character: char| character == '=' || character.is_whitespace())
            .unwrap_or(rest.len());
        let name = rest[..name_end].to_lowercase();
        rest = rest[name_end..].trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|quote| "\"'".contains(*quote));
            let (start, end) = match quote {
                Some(quote) => (1, after[1..].find(quote).map_or(after.len(), |at| at + 1)),
                None => (0, after.find(char::is_whitespace).unwrap_or(after.len())),
            };
            value = decode(&after[start..end]);
            rest = after[end..].trim_start_matches(|character| Some(character) == quote);
        }
        attributes.push(format!(" {name}=\"{value}\""));
    }
    attributes.sort();
    format!("<{}{}>", name.to_lowercase(), attributes.concat())
}

fn is_block(tag: &str) -> bool {
    let name = tag
        .trim_start_matches(['<', '/'])
        .split([' ', '>'])
        .next()
        .unwrap_or_default();
    [
        "article",
        "blockquote",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
    .contains(&name)
}

fn decode(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
