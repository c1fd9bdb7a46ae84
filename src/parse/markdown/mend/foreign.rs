//! Calls that other programs put into a text: shortcodes, templates, attributes, lists of contents. One finding for each, with
//! what to write here. None is run.

use super::change::{Change, Where};
use super::line::Line;
use crate::diagnostic::codes::MARKDOWN_OTHER_TOOL as OTHER;

/// The longest call, in bytes: what opens one and is not closed within this is words.
const LONGEST_CALL_BYTES: usize = 1_000;

/// A line that is nothing but a call that makes no words, which is left out.
pub(super) fn line(line: &Line<'_>, changes: &mut Vec<Change>) {
    let text = line.text;
    let is_contents = [
        "[TOC]",
        "[toc]",
        "[[_TOC_]]",
        "[[toc]]",
        "[[TOC]]",
        "{:toc}",
        "{{TOC}}",
        "{{ toc }}",
    ]
    .contains(&text)
        || is_attributes(text) && text.contains("toc");
    let help = if is_contents {
        "take it out: the look shows what a page contains".to_owned()
    } else if is_attributes(text) {
        attributes_help(text)
    } else {
        return;
    };
    changes.push(Change::new(line.start..line.end(), "").remark(
        &OTHER,
        line.start..line.end(),
        format!("`{text}` is a call of another program, and is left out"),
        help,
    ));
}

/// Whether a text is attributes as kramdown writes them: `{: .c}`.
fn is_attributes(text: &str) -> bool {
    text.starts_with("{:")
        && text.ends_with('}')
        && text.bytes().filter(|byte| *byte == b'}').count() == 1
}

fn attributes_help(text: &str) -> String {
    let inner = text.trim_start_matches("{:").trim_end_matches('}').trim();
    format!(
        "write `{{{inner}}}` right behind the link, the picture or the heading, or behind `[the words]`"
    )
}

/// The call that begins at `at`, if one does: its end, and the change that tells of it.
pub(super) fn call(source: &str, at: usize) -> Option<(usize, Change)> {
    let rest = &source[at..];
    let pairs = [
        ("{{<", ">}}"),
        ("{{%", "%}}"),
        ("{{", "}}"),
        ("{%", "%}"),
        ("{:", "}"),
    ];
    let (open, close) = pairs.into_iter().find(|(open, _)| rest.starts_with(open))?;
    let mut limit = rest.len().min(LONGEST_CALL_BYTES);
    while !rest.is_char_boundary(limit) {
        limit -= 1;
    }
    let line = &rest[..rest[..limit].find(['\n', '\r']).unwrap_or(limit)];
    let length = line[open.len()..].find(close)?;
    let inner = line[open.len()..open.len() + length].trim();
    let end = at + open.len() + length + close.len();
    let whole = &source[at..end];
    let letters = inner.trim_start_matches(['/', '-', '#', '.', ':', ' ']);
    if !letters.starts_with(|letter: char| letter.is_alphabetic() || letter == '"') {
        return None;
    }
    let help = match open {
        "{:" => attributes_help(whole),
        _ => instead(letters, inner.starts_with('/')),
    };
    let change = Change::new(at..at, "").at(Where::Html).remark(
        &OTHER,
        at..end,
        format!(
            "`{}` is a call of another program, which Alongside does not run",
            shown(whole)
        ),
        help,
    );
    Some((end, change))
}

/// `markdown="1"` in a tag, if it stands at `at`.
pub(super) fn markdown_attribute(source: &str, at: usize) -> Option<Change> {
    let name = "markdown=";
    let rest = &source[at..];
    let behind = rest
        .get(..name.len())?
        .eq_ignore_ascii_case(name)
        .then(|| &rest[name.len()..])?;
    let value: usize = match behind.chars().next()? {
        quote @ ('"' | '\'') => behind[1..].find(quote)? + 2,
        _ => behind.bytes().take_while(u8::is_ascii_alphanumeric).count(),
    };
    (value > 0 && value < 12).then(|| {
        Change::new(at..at, "").at(Where::Html).remark(
            &OTHER,
            at..at + name.len() + value,
            "`markdown=…` is an attribute of another program",
            "leave it out, and put an empty line before and behind the Markdown that stands in the element",
        )
    })
}

/// A call as shown in a message.
fn shown(call: &str) -> String {
    /// How much of a long call a message repeats, in characters.
    const SHOWN: usize = 60;
    match call.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &call[..end]),
        None => call.to_owned(),
    }
}

/// What to write in the place of a call of this name.
fn instead(inner: &str, closes: bool) -> String {
    let name: String = inner
        .chars()
        .take_while(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'))
        .collect();
    let rest = inner[name.len()..].trim().trim_end_matches('/').trim_end();
    let given = |wanted: &str| value(rest, wanted);
    let first = || {
        let word = rest.split_whitespace().next().unwrap_or_default();
        word.trim_matches(['"', '\'']).to_owned()
    };
    let lower = name.to_ascii_lowercase();
    if closes || lower.starts_with("end") {
        return "write `:::` on a line of its own where a block ends, or take it out".to_owned();
    }
    match &*lower {
        "figure" | "image" | "img" | "imgproc" => {
            let source = given("src").unwrap_or_else(first);
            let alt = given("alt").unwrap_or_else(|| "What it shows".into());
            let caption = given("caption").or_else(|| given("title"));
            let caption = caption.map_or(String::new(), |words| format!(" caption=\"{words}\""));
            format!("write `::: figure {{src=\"{source}\" alt=\"{alt}\"{caption}}} :::`")
        }
        "youtube" => format!(
            "write a link with words: `[Watch the film](https://www.youtube.com/watch?v={})`",
            given("id").unwrap_or_else(first)
        ),
        "vimeo" => format!(
            "write a link with words: `[Watch the film](https://vimeo.com/{})`",
            given("id").unwrap_or_else(first)
        ),
        "ref" | "relref" | "link" | "post_url" => {
            format!(
                "write a link with the path of the file: `[words]({})`",
                first()
            )
        }
        "note" | "notice" | "alert" | "callout" | "admonition" | "warning" | "tip" | "info"
        | "hint" => "write `::: note` above the words and `:::` below them".to_owned(),
        "details" | "expand" | "collapse" | "spoiler" => {
            "write `::: details {summary=\"Words\"}` above the words and `:::` below them"
                .to_owned()
        }
        "quote" | "blockquote" | "epigraph" => {
            "write `::: quote {by=\"Name\"}` above the words and `:::` below them".to_owned()
        }
        "gallery" => "write `::: gallery` above the pictures and `:::` below them".to_owned(),
        "highlight" | "code" | "codeblock" => {
            "write three backticks and the language above the code, and three backticks below it"
                .to_owned()
        }
        "raw" | "comment" => {
            "write `<!-- … -->` for what nobody is to see, and code in backticks".to_owned()
        }
        "toc" | "tableofcontents" => "take it out: the look shows what a page contains".to_owned(),
        _ => "write the words themselves, or put the call in backticks if readers are to see it"
            .to_owned(),
    }
}

/// The value of `name="…"` in a call.
fn value(text: &str, name: &str) -> Option<String> {
    let mut from = 0;
    while let Some(found) = text[from..].find(name) {
        let start = from + found;
        let behind = text[start + name.len()..].trim_start();
        let begins = start == 0 || text[..start].ends_with(char::is_whitespace);
        from = start + name.len();
        let Some(behind) = behind.strip_prefix('=').filter(|_| begins) else {
            continue;
        };
        let behind = behind.trim_start();
        let quote = behind
            .chars()
            .next()
            .filter(|sign| matches!(sign, '"' | '\''));
        return match quote {
            Some(quote) => behind[1..].split(quote).next().map(str::to_owned),
            None => behind.split_whitespace().next().map(str::to_owned),
        };
    }
    None
}
