//! Bodies as authors write them: the HTML, the outline, and complete diagnostics.

use super::*;
use crate::diagnostic::Diagnostic;

fn options(raw_html: RawHtml, directives: &DirectiveDecls) -> BodyOptions<'_> {
    BodyOptions {
        markdown: MarkdownOptions {
            smart_punctuation: true,
            extensions: true,
            heading_ids: true,
        },
        raw_html,
        directives,
    }
}

fn read_as(raw_html: RawHtml, text: &str) -> Checked<ParsedBody> {
    let directives = DirectiveDecls::built_in(["themes", "areas"]);
    parse(
        text,
        0..text.len(),
        &options(raw_html, &directives),
        &SitePath::new("content/a.md"),
    )
}

fn read(text: &str) -> Checked<ParsedBody> {
    read_as(RawHtml::Allow, text)
}

fn html(checked: &Checked<ParsedBody>) -> String {
    checked.value.plain_html(|link| link.target.to_string())
}

/// Each finding as `code [text at its place] message (help)`.
fn findings(text: &str, diagnostics: &[Diagnostic]) -> Vec<String> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|finding| finding.sort_key());
    sorted
        .into_iter()
        .map(|finding| {
            let span = finding.place.span.expect("a finding in a body has a place");
            format!(
                "{} [{}] {} ({})",
                finding.code.name,
                &text[span.range()],
                finding.message,
                finding
                    .help
                    .as_deref()
                    .expect("a finding says how to mend it")
            )
        })
        .collect()
}

/// The HTML of a body without mistakes.
fn clean(text: &str) -> String {
    let checked = read(text);
    assert_eq!(
        findings(text, &checked.diagnostics),
        Vec::<String>::new(),
        "{text}"
    );
    html(&checked)
}

fn wrong(text: &str) -> Vec<String> {
    findings(text, &read(text).diagnostics)
}

#[test]
fn blocks_become_html() {
    for (text, expected) in [
        (
            "A *b* **c** `d` ~~e~~\nf\\\ng",
            "<p>A <em>b</em> <strong>c</strong> <code>d</code> <del>e</del>\nf<br>\ng</p>\n",
        ),
        ("\"It's\" -- so...", "<p>“It’s” – so…</p>\n"),
        (
            "- a\n  - b\n- c",
            "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>\n",
        ),
        (
            "- [x] done\n- [ ] not\n  - more",
            "<ul>\n<li><label class=\"task\"><input type=\"checkbox\" disabled checked> done</label></li>\n<li><label class=\"task\"><input type=\"checkbox\" disabled> not</label>\n<ul>\n<li>more</li>\n</ul>\n</li>\n</ul>\n",
        ),
        (
            "| a | b |\n|:--|--:|\n| c | d |",
            "<div class=\"table\"><table>\n<thead><tr><th scope=\"col\" class=\"align-left\">a</th><th scope=\"col\" class=\"align-right\">b</th></tr></thead>\n<tbody>\n<tr><td class=\"align-left\">c</td><td class=\"align-right\">d</td></tr>\n</tbody></table></div>\n",
        ),
        (
            "Term\n: What it is",
            "<dl>\n<dt>Term</dt>\n<dd>What it is</dd>\n</dl>\n",
        ),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n"),
        (
            "> [!NOTE]\n> Mind *this*.",
            "<alongside-alert kind=\"note\">\n<p>Mind <em>this</em>.</p>\n</alongside-alert>\n",
        ),
        (
            "```\na < b\n```",
            "<pre tabindex=\"0\"><code>a &lt; b\n</code></pre>\n",
        ),
        (
            "```yaml\n# why\n```",
            "<pre tabindex=\"0\"><code class=\"language-yaml\"><span class=\"hl-comment\"># why\n</span></code></pre>\n",
        ),
    ] {
        assert_eq!(clean(text), expected, "{text}");
    }
}

#[test]
fn links_are_kept_as_written_with_their_places() {
    let text = "[a](../trust.md#what 'T') <https://x.example> [b][ref] [c\\]](<d e>) [[Trust]] [[time|slow *time*]] <m@x.example>\n\n![An *owl*](owl.jpg) <a href=\"/raw/?a=1&amp;b=2\">r</a>\n\n[ref]: ../ref.md \"R\"\n";
    let checked = read(text);
    assert_eq!(findings(text, &checked.diagnostics), Vec::<String>::new());
    let links: Vec<String> = checked
        .value
        .body
        .links
        .iter()
        .zip(&checked.value.link_spans)
        .map(|(link, span)| format!("{:?} {} [{}]", link.kind, link.target, &text[span.range()]))
        .collect();
    assert_eq!(
        links,
        [
            "Link ../trust.md#what [../trust.md#what]",
            "Link https://x.example [https://x.example]",
            "Link ../ref.md [../ref.md]",
            "Link d e [d e]",
            "Wikilink Trust [Trust]",
            "Wikilink time [time]",
            "Link mailto:m@x.example [m@x.example]",
            "Image owl.jpg [owl.jpg]",
            "Link /raw/?a=1&b=2 [/raw/?a=1&amp;b=2]",
        ]
    );
    assert_eq!(
        html(&checked),
        "<p><a href=\"../trust.md#what\" title=\"T\">a</a> <a href=\"https://x.example\">https://x.example</a> <a href=\"../ref.md\" title=\"R\">b</a> <a href=\"d%20e\">c]</a> <a href=\"Trust\">Trust</a> <a href=\"time\">slow <em>time</em></a> <a href=\"mailto:m@x.example\">m@x.example</a></p>\n<p><img src=\"owl.jpg\" alt=\"An owl\" loading=\"lazy\"> <a href=\"/raw/?a=1&amp;b=2\">r</a></p>\n"
    );
}

#[test]
fn spans_have_attributes_and_markdown_stays_markdown() {
    for (text, expected) in [
        (
            "[Abertawe]{lang=cy} a",
            "<p><span lang=\"cy\">Abertawe</span> a</p>\n",
        ),
        (
            "a [*b* `c]`]{.x .y #z}.",
            "<p>a <span id=\"z\" class=\"x y\"><em>b</em> <code>c]</code></span>.</p>\n",
        ),
        (
            "[[a]{lang=cy} b]{dir=\"rtl\"}",
            "<p><span dir=\"rtl\"><span lang=\"cy\">a</span> b</span></p>\n",
        ),
        (
            "`[a]{lang=cy}` \\[a]{lang=cy} [a\\]{lang=cy}",
            "<p><code>[a]{lang=cy}</code> [a]{lang=cy} [a]{lang=cy}</p>\n",
        ),
        (
            "[a](b.md){lang=cy} c",
            "<p><a lang=\"cy\" href=\"b.md\">a</a> c</p>\n",
        ),
        (
            "![](line.svg){decorative}x",
            "<p><img src=\"line.svg\" alt=\"\" loading=\"lazy\">x</p>\n",
        ),
        (
            "x[0]{not attributes!} [a] {lang=cy} [@key, p. 4]",
            "<p>x[0]{not attributes!} [a] {lang=cy} [@key, p. 4]</p>\n",
        ),
        ("*[a*]{lang=cy}", "<p><em>[a</em>]{lang=cy}</p>\n"),
    ] {
        assert_eq!(clean(text), expected, "{text}");
    }
    let text = "## The [Tŷ]{lang=cy} of [[trust]] and [time](t.md)";
    let checked = read(text);
    let heading = &checked.value.outline.headings[0];
    assert_eq!(
        (&*heading.id, &*heading.text),
        ("the-ty-of-trust-and-time", "The Tŷ of trust and time")
    );
    assert_eq!(
        &*heading.html,
        "The <span lang=\"cy\">Tŷ</span> of trust and time"
    );
    assert_eq!(
        html(&checked),
        "<h2 id=\"the-ty-of-trust-and-time\">The <span lang=\"cy\">Tŷ</span> of <a href=\"trust\">trust</a> and <a href=\"t.md\">time</a></h2>\n"
    );
}

#[test]
fn directives_nest_in_the_event_stream() {
    for (text, expected) in [
        (
            "::: note {title=\"Mind\"}\nA *b*.\n:::\nafter",
            "<alongside-note title=\"Mind\">\n<p>A <em>b</em>.</p>\n</alongside-note>\n<p>after</p>\n",
        ),
        (
            "::: quote {by=Mair}\n::: passage {themes=trust}\nx\n\n:::\n- y\n:::",
            "<alongside-quote by=\"Mair\">\n<alongside-passage themes=\"trust\">\n<p>x</p>\n</alongside-passage>\n<ul>\n<li>y</li>\n</ul>\n</alongside-quote>\n",
        ),
        (
            "- a\n\n  ::: note\n  b\n  :::\n- c",
            "<ul>\n<li>\n<p>a</p>\n<alongside-note>\n<p>b</p>\n</alongside-note>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>\n",
        ),
        (
            "> ::: note\n> b\n> :::\n",
            "<blockquote>\n<alongside-note>\n<p>b</p>\n</alongside-note>\n</blockquote>\n",
        ),
        (
            "- ::: note\n  b\n  :::",
            "<ul>\n<li>\n<alongside-note>\nb</alongside-note>\n</li>\n</ul>\n",
        ),
        (
            "a\n::: pages {type=story limit=3} :::\nb",
            "<p>a</p>\n<alongside-pages type=\"story\" limit=\"3\">\n</alongside-pages>\n<p>b</p>\n",
        ),
        (
            "::: details\n<p>raw</p>\n:::\n<div>\n::: note\nx\n:::\n</div>",
            "<alongside-details>\n<p>raw</p>\n</alongside-details>\n<div>\n<alongside-note>\nx\n</alongside-note>\n</div>",
        ),
        (
            "```\n::: note\n```\n\n    ::: note\n\n`a\n    ::: b`",
            "<pre tabindex=\"0\"><code>::: note\n</code></pre>\n<pre tabindex=\"0\"><code>::: note\n</code></pre>\n<p><code>a     ::: b</code></p>\n",
        ),
        (
            "| a |\n|---|\n| b |\n::: pages :::",
            "<div class=\"table\"><table>\n<thead><tr><th scope=\"col\">a</th></tr></thead>\n<tbody>\n<tr><td>b</td></tr>\n</tbody></table></div>\n<alongside-pages>\n</alongside-pages>\n",
        ),
        (
            "::: note\r\na\r\n:::\r\n",
            "<alongside-note>\n<p>a</p>\n</alongside-note>\n",
        ),
        (
            ":::: note\na\n::::",
            "<alongside-note>\n<p>a</p>\n</alongside-note>\n",
        ),
        ("\\::: a", "<p>::: a</p>\n"),
    ] {
        assert_eq!(clean(text), expected, "{text}");
    }
}

#[test]
fn every_mistake_with_a_directive_is_shown_at_its_place() {
    for (text, expected) in [
        (
            "::: note\na",
            vec![
                "directive/unclosed [::: note] the directive `note` is not closed (write `:::` on a line of its own where it ends, as deep in lists and quotes as it began)",
            ],
        ),
        (
            "- ::: note {title=x}\n  a\n\nb\n\n:::",
            vec![
                "directive/unclosed [::: note {title=x}] the directive `note` is not closed (write `:::` on a line of its own where it ends, as deep in lists and quotes as it began)",
                "directive/stray-close [:::] `:::` closes nothing here (take it out, or open a directive before it with `::: name`)",
            ],
        ),
        (
            "::: qoute\na\n:::",
            vec!["directive/unknown [qoute] there is no directive `qoute` (did you mean `quote`?)"],
        ),
        (
            "::: note {titel=\"x\" #a kind=tipp}\n:::",
            vec![
                "directive/unknown-attribute [titel] the directive `note` has no attribute `titel` (did you mean `title`?)",
                "directive/attribute-value [tipp] `tipp` is not a value of `kind` (did you mean `tip`?)",
            ],
        ),
        (
            "::: quote {by=\"x}\na\n:::",
            vec![
                "directive/syntax [\"x}] the quotation mark is not closed on its line (write `\"` after the value, and `\\\"` for a quotation mark inside it)",
            ],
        ),
        (
            "::: audio {title=a} :::",
            vec![
                "directive/missing-attribute [::: audio {title=a} :::] the directive `audio` needs the attribute `src` (write `::: audio {src=\"…\"}`)",
            ],
        ),
        (
            "::: figure {src=a.jpg} :::",
            vec![
                "image/missing-alt [::: figure {src=a.jpg} :::] the picture `a.jpg` has no alternative text (say in `alt=\"…\"` what it shows, or write `decorative` if it tells nothing new)",
            ],
        ),
        (
            "::: pages {limit=many}\n:::",
            vec![
                "directive/wrong-form [::: pages {limit=many}] the directive `pages` has no body (end its line with `:::`, since it has no body)",
                "directive/attribute-value [many] `many` is not a value of `limit` (write a whole number)",
            ],
        ),
        (
            "::: note Mind this\na\n:::",
            vec![
                "directive/syntax [Mind this] `Mind this` does not belong on the line of a directive (put words on the next line, or in an attribute: `{title=\"…\"}`)",
            ],
        ),
        (
            "::: {.a}\na\n:::",
            vec![
                "directive/syntax [{.a}] after `:::` stands no name (a directive is written `::: name {key=\"value\"}`)",
            ],
        ),
    ] {
        assert_eq!(wrong(text), expected, "{text}");
    }
    let deep = format!("{}x\n\n{}", "::: note\n".repeat(100), ":::\n".repeat(100));
    assert_eq!(
        wrong(&deep),
        [
            "directive/too-deep [::: note] the directive `note` stands inside more than 32 others (close directives before opening more)"
        ]
    );
}
