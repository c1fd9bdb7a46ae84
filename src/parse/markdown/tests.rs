//! Bodies as authors write them: the HTML, the outline, and complete diagnostics.

use super::*;
use crate::diagnostic::Diagnostic;

/// Everything on, as a site has it that chooses nothing.
pub(super) fn options(raw_html: RawHtml, directives: &DirectiveDecls) -> BodyOptions<'_> {
    BodyOptions {
        markdown: MarkdownOptions {
            smart_punctuation: true,
            extensions: true,
            heading_ids: true,
        },
        raw_html,
        directives,
        explains: false,
        policy: Policy::default(),
    }
}

pub(super) fn read_as(raw_html: RawHtml, text: &str) -> Checked<ParsedBody> {
    let directives = DirectiveDecls::built_in(["themes", "areas"]);
    parse(
        text,
        0..text.len(),
        &options(raw_html, &directives),
        &SitePath::new("content/a.md"),
    )
}

pub(super) fn read(text: &str) -> Checked<ParsedBody> {
    read_as(RawHtml::Allow, text)
}

pub(super) fn html(checked: &Checked<ParsedBody>) -> String {
    checked.value.plain_html(|link| link.target.to_string())
}

/// Each finding as `code [text at its place] message (help)`.
pub(super) fn findings(text: &str, diagnostics: &[Diagnostic]) -> Vec<String> {
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
pub(super) fn clean(text: &str) -> String {
    let checked = read(text);
    assert_eq!(
        findings(text, &checked.diagnostics),
        Vec::<String>::new(),
        "{text}"
    );
    html(&checked)
}

pub(super) fn wrong(text: &str) -> Vec<String> {
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
                "image/missing-alt [::: figure {src=a.jpg} :::] the picture `a.jpg` has no alternative text (who cannot see it is read these words in its place: say in `alt=\"…\"` what it shows, or write `decorative` if it tells nothing new)",
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

#[test]
fn footnotes_are_a_list_at_the_end_with_ways_back() {
    let text = "A[^one] b[^Two] c[^one].\n\n[^two]: Two, see[^one].\n[^one]: One.\n\n    - list\n";
    assert_eq!(
        clean(text),
        "<p>A<sup class=\"footnote-call\"><a href=\"#fn:1\" id=\"fnref:1\" role=\"doc-noteref\">1</a></sup> b<sup class=\"footnote-call\"><a href=\"#fn:2\" id=\"fnref:2\" role=\"doc-noteref\">2</a></sup> c<sup class=\"footnote-call\"><a href=\"#fn:1\" id=\"fnref:1:2\" role=\"doc-noteref\">1</a></sup>.</p>\n<alongside-footnotes>\n<ol>\n<li id=\"fn:1\">\n<p>One.</p>\n<ul>\n<li>list</li>\n</ul>\n<p> <a href=\"#fnref:1\" class=\"footnote-back\" role=\"doc-backlink\" aria-labelledby=\"fn:back fnref:1\">↩</a> <a href=\"#fnref:1:2\" class=\"footnote-back\" role=\"doc-backlink\" aria-labelledby=\"fn:back fnref:1:2\">↩<sup>2</sup></a> <a href=\"#fnref:1:3\" class=\"footnote-back\" role=\"doc-backlink\" aria-labelledby=\"fn:back fnref:1:3\">↩<sup>3</sup></a></p>\n</li>\n<li id=\"fn:2\">\n<p>Two, see<sup class=\"footnote-call\"><a href=\"#fn:1\" id=\"fnref:1:3\" role=\"doc-noteref\">1</a></sup>. <a href=\"#fnref:2\" class=\"footnote-back\" role=\"doc-backlink\" aria-labelledby=\"fn:back fnref:2\">↩</a></p>\n</li>\n</ol>\n</alongside-footnotes>\n"
    );
}

#[test]
fn a_footnote_that_is_called_inside_a_link_is_called_behind_it() {
    let html = clean("[[a|words[^1] more]]{.b} c\n\n[^1]: One.\n");
    let call = "<sup class=\"footnote-call\"><a href=\"#fn:1\" id=\"fnref:1\" role=\"doc-noteref\">1</a></sup>";
    let expected = format!("<p><a class=\"b\" href=\"a\">words more</a>{call} c</p>\n");
    assert!(html.starts_with(&expected), "{html}");
}

#[test]
fn a_link_inside_a_link_is_shown_as_words_and_reported() {
    let text = "[a <https://b.example> c](d) <https://e.example>";
    let read = read(text);
    assert_eq!(
        html(&read),
        "<p><a href=\"d\">a https://b.example c</a> <a href=\"https://e.example\">https://e.example</a></p>\n"
    );
    let codes: Vec<&str> = read
        .diagnostics
        .iter()
        .map(|found| found.code.name)
        .collect();
    assert_eq!(codes, ["link/inside-link"]);
}

#[test]
fn footnotes_that_are_not_defined_or_not_called_are_reported() {
    assert_eq!(
        wrong("A[^x] \\[^y] `[^z]`.\n\n[^b]: B\n\n[^B]: C\n"),
        [
            "footnote/undefined [[^x]] the footnote `x` is not defined (write it below as `[^x]: …`, or put `\\` before the `[`)",
            "footnote/unused [[^b]: B] the footnote `b` is never called (put `[^b]` where it belongs, or take the footnote out)",
            "footnote/duplicate [[^B]: C] the footnote `B` is defined twice (give one of them another name)"
        ]
    );
}

#[test]
fn headings_have_stable_unique_anchors() {
    let text = "## Trust\n\n## Trust\n\n### Tŷ’r *Ardd* & `code` {.wide lang=cy}\n\n## X {#trust-2}\n\n## Trust";
    let checked = read(text);
    assert_eq!(
        html(&checked),
        "<h2 id=\"trust\">Trust</h2>\n<h2 id=\"trust-3\">Trust</h2>\n<h3 id=\"tyr-ardd-code\" class=\"wide\" lang=\"cy\">Tŷ’r <em>Ardd</em> &amp; <code>code</code></h3>\n<h2 id=\"trust-2\">X</h2>\n<h2 id=\"trust-4\">Trust</h2>\n"
    );
}

#[test]
fn mistakes_in_headings_are_reported() {
    assert_eq!(
        wrong("# A\n\n### B\n\n## C {#c x=y}\n\n#### D {#c}\n\n#### E {lang=cy dir=up lang=en}\n"),
        [
            "heading/second-h1 [# A] a heading of the first level stands in the body (the page's title is its first heading: begin with `##`)",
            "heading/skipped [### B] a heading of level 3 follows one of level 1 (write it with `##`)",
            "markdown/unknown-attribute [x] a heading has no attribute `x` (a heading may have `#id`, `.class`, `lang` and `dir`)",
            "heading/duplicate-id [#### D {#c}] the anchor `c` is on this page twice (give one of them another name)",
            "heading/skipped [#### D {#c}] a heading of level 4 follows one of level 2 (write it with `###`)",
            "markdown/attribute-value [dir] `up` is not a value of `dir` (write `ltr`, `rtl` or `auto`)",
            "markdown/attribute-value [lang] `lang` is given twice (keep one of them)"
        ]
    );
}

#[test]
fn the_outline_holds_what_the_page_says() {
    let text = "First *words*, [Tŷ]{lang=cy} and `code`.\n\nSecond.\n\n## One\n\n| a | b |\n|---|---|\n| c | d |\n\n::: quote {by=\"Mair\"}\nSaid.\n:::\n\n### Two\n\n![An owl](o.jpg) <b>raw</b>\n\n<!-- note to self -->\n";
    let outline = read(text).value.outline;
    let headings: Vec<(u8, &str, &str)> = outline
        .headings
        .iter()
        .map(|heading| (heading.level, &*heading.id, &*heading.text))
        .collect();
    assert_eq!(headings, [(2, "one", "One"), (3, "two", "Two")]);
    let sections: Vec<(Option<u32>, String)> = outline
        .sections
        .iter()
        .map(|section| (section.heading, section.text.get().into_owned()))
        .collect();
    assert_eq!(
        sections,
        [
            (None, "First words, Tŷ and code.\nSecond.".into()),
            (Some(0), "a b\nc d\nMair\nSaid.".into()),
            (Some(1), "An owl raw".into()),
        ]
    );
    assert_eq!(
        (outline.words, &*outline.summary),
        (17, "First words, Tŷ and code.")
    );
    let more = read("A.\n\nB.\n\n<!-- more -->\n\nC.").value.outline;
    assert_eq!(&*more.summary, "A. B.");
}

#[test]
fn raw_html_is_passed_on_without_what_the_policy_forbids() {
    let text = "<div id=\"a\" style=\"x\" onclick='y()'>\n<img src=\"a.jpg\" alt=\"An owl\" width=3>\n<script>alert(1)</script>\n<a href=\"javascript:x\">b</a>\n</div>\n\n<!-- secret --> a <b>c</b> <img src=x.png> 1 < 2\n\n<script src=\"/x.js\"></script>\n\n<style>\np { }\n</style>\n";
    let checked = read(text);
    assert_eq!(
        html(&checked),
        "<div id=\"a\">\n<img src=\"a.jpg\" alt=\"An owl\" width=3 loading=\"lazy\">\n\n<a>b</a>\n</div>\n a <b>c</b> <img src=\"x.png\" alt=\"\" loading=\"lazy\"> 1 &lt; 2\n<script src=\"/x.js\"></script>\n\n"
    );
    assert_eq!(
        findings(text, &checked.diagnostics),
        [
            "html/not-allowed-by-csp [style] the attribute `style` does not work under the site's security policy (give the element a class, and put the rules or the script in a file)",
            "html/not-allowed-by-csp [onclick] the attribute `onclick` does not work under the site's security policy (give the element a class, and put the rules or the script in a file)",
            "html/not-allowed-by-csp [<script>] `<script>` in a page does not work under the site's security policy (put the script in a file in `static/` and name it with `src`)",
            "link/unsafe [javascript:x] a link may not begin with `javascript:` (link to a page, a file or an address of the web)",
            "image/missing-alt [<img src=x.png>] the picture `<img>` has no alternative text (who cannot see it is read these words in its place: say in `alt=\"…\"` what it shows, or write `alt=\"\"` if it tells nothing new)",
            "html/not-allowed-by-csp [<style>] `<style>` in a page does not work under the site's security policy (put the rules in a style sheet of the theme)"
        ]
    );
}

#[test]
fn raw_html_is_cleaned_or_shown_as_text_where_a_type_says_so() {
    let text = "<div onclick=\"x\"><svg><script>a</script></svg><p id=b>c\n\nd <b class=e onclick=f>g <i>h</b> <br> <u>\n\n> <script>x</script>\n\n[x](javascript:y)";
    assert_eq!(
        html(&read_as(RawHtml::Sanitise, text)),
        "<div><p id=\"b\">c\n</p></div>\n<p>d <b class=\"e\">g <i>h</i></b> <br> <u></u></p>\n<blockquote>\n\n</blockquote>\n<p>x</p>\n"
    );
    assert_eq!(
        html(&read_as(RawHtml::Escape, text)),
        "<p>&lt;div onclick=\"x\"&gt;&lt;svg&gt;&lt;script&gt;a&lt;/script&gt;&lt;/svg&gt;&lt;p id=b&gt;c</p>\n<p>d &lt;b class=e onclick=f&gt;g &lt;i&gt;h&lt;/b&gt; &lt;br&gt; &lt;u&gt;</p>\n<blockquote>\n<p>&lt;script&gt;x&lt;/script&gt;</p>\n</blockquote>\n<p>x</p>\n"
    );
}

#[test]
fn other_mistakes_are_shown_at_their_places() {
    let text = "[a](javascript:b 'c') [d][e] <data:f> ![](g.jpg) [h]{lang=12 colour=red} [i]{lang=cy lang=en}\n\n[e]: JavaScript:x\n\n```klingon\nx\n```\n\n[j]{#k} [l]{#k}\n";
    assert_eq!(
        wrong(text),
        [
            "link/unsafe [javascript:b] a link may not begin with `javascript:` (link to a page, a file or an address of the web)",
            "link/unsafe [data:f] a link may not begin with `data:` (link to a page, a file or an address of the web)",
            "image/missing-alt [![](g.jpg)] the picture `g.jpg` has no alternative text (who cannot see it is read these words in its place: say between the brackets what it shows, or write `{decorative}` after it if it tells nothing new)",
            "markdown/attribute-value [12] `12` is not a value of `lang` (write the code of a language, as `cy` or `en-GB`)",
            "markdown/unknown-attribute [colour] there is no attribute `colour` here (use `lang`, `dir`, `id`, `class`, or put `\\` before the brace if you mean the words)",
            "markdown/attribute-value [en] `lang` is given twice (keep one of them)",
            "link/unsafe [JavaScript:x] a link may not begin with `javascript:` (link to a page, a file or an address of the web)",
            "code/unknown-language [klingon] `klingon` is not a language whose code can be coloured (check its name, or write `text`)",
            "markdown/duplicate-id [#k] the anchor `k` is on this page twice (give one of them another name)"
        ]
    );
}

#[test]
fn cleaned_tags_never_cross_emphasis_links_or_spans() {
    for (text, expected) in [
        (
            "**a <a href=x.md>b** c</a>",
            "<p><strong>a <a href=\"x.md\">b</a></strong> c</p>\n",
        ),
        ("<b>*a</b> b* c</b> d", "<p><b><em>a b</em> c</b> d</p>\n"),
        (
            "[a <b>b](x.md) c</b>",
            "<p><a href=\"x.md\">a <b>b</b></a> c</p>\n",
        ),
        (
            "[a <b>b]{lang=cy} c</b>",
            "<p><span lang=\"cy\">a <b>b</b></span> c</p>\n",
        ),
        ("<b>[a</b> b]{lang=cy}", "<p><b>[a</b> b]{lang=cy}</p>\n"),
        (
            "*[a* *b]{lang=cy}*",
            "<p><em>[a</em> <em>b]{lang=cy}</em></p>\n",
        ),
    ] {
        assert_eq!(html(&read_as(RawHtml::Sanitise, text)), expected, "{text}");
    }
}

#[test]
fn what_authors_hide_is_in_nothing_wherever_it_begins() {
    let hidden =
        "SECRET one\n\n- SECRET two\n\n```\nSECRET\n\n## SECRET {#secret}\n\n[x](secret.md)";
    for (before, after) in [
        ("", ""),
        ("Text ", " more"),
        ("- item ", ""),
        ("> quoted ", ""),
        ("## Heading ", ""),
        ("| a |\n|---|\n| b ", " |"),
        ("[words ", "](x.md)"),
        ("::: note\nText ", "\n:::"),
        ("::: note {title=\"A ", "\"}\nText\n:::"),
        ("a[^1]\n\n[^1]: Note ", ""),
        ("Term\n: What ", " it is"),
        ("*strong ", "*"),
        ("<div>\n", "\n</div>"),
        ("![An owl ", "](owl.jpg)"),
    ] {
        for (open, close) in [("<!-- ", " -->"), ("%% ", " %%")] {
            let text = format!("{before}{open}{hidden}{close}{after}\n\nThe `<!-- end -->`.\n");
            for raw_html in [RawHtml::Allow, RawHtml::Sanitise, RawHtml::Escape] {
                let checked = read_as(raw_html, &text);
                let made = format!("{:?} {}", checked.value, html(&checked)).to_lowercase();
                assert!(!made.contains("secret"), "{text}\n{made}");
                assert!(
                    !made.contains("xxx") && !made.contains("x--"),
                    "{text}\n{made}"
                );
                assert!(
                    made.contains("<code>&lt;!-- end --&gt;</code>"),
                    "{text}\n{made}"
                );
                let told = findings(&text, &checked.diagnostics);
                let percent = told
                    .iter()
                    .filter(|told| told.starts_with("markdown/percent-comment [%% SECRET"));
                assert_eq!(
                    percent.count(),
                    usize::from(open == "%% "),
                    "{text}\n{told:?}"
                );
            }
        }
    }
}

#[test]
fn what_is_hidden_and_never_ends_is_an_error_at_its_beginning() {
    let text = "A.\n\nB <!-- secret\n\n`-->` is not\n";
    assert_eq!(wrong(text), Vec::<String>::new());
    for mark in ["<!--", "%%"] {
        let text = format!("A.\n\nB {mark} secret\n\n## secret\n");
        let checked = read(&text);
        assert_eq!(html(&checked), "<p>A.</p>\n<p>B</p>\n");
        let told = findings(&text, &checked.diagnostics);
        assert!(
            told.len() == 1 && told[0].starts_with(&format!("markdown/unclosed-comment [{mark}] ")),
            "{told:?}"
        );
    }
    for text in [
        "100%% sure and 50%% not",
        "\\%% and \\<!--",
        "`%%` and `<!--`",
        "    <!-- code\n",
    ] {
        assert_eq!(wrong(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_browser_reads_the_tags_that_were_read_here() {
    for (text, expected) in [
        // A closing tag has no attributes: the browser's would go on behind `>`.
        (
            "<div>\n</p a=\"><b title=\"><i>\">x\n</div>",
            "<div>\n<b title=\"><i>\">x\n</b></div>",
        ),
        (
            "<div><textarea name=a>1 <b>2</textarea></div>",
            "<div><textarea name=a>1 &lt;b>2</textarea></div>",
        ),
        (
            "<div><textarea><img src=x alt=''>",
            "<div><textarea></textarea><img src=\"x\" alt='' loading=\"lazy\"></div>",
        ),
        (
            "a <textarea>b *c*</textarea> d",
            "<p>a <textarea>b <em>c</textarea></em> d</p>\n",
        ),
        (
            "a <iframe src=/b/>",
            "<p>a <iframe src=\"/b/\"></iframe></p>\n",
        ),
        (
            "a <iframe src=/b/></iframe> c",
            "<p>a <iframe src=\"/b/\"></iframe> c</p>\n",
        ),
        (
            "a <script src=/b.js></script> c",
            "<p>a <script src=\"/b.js\"></script> c</p>\n",
        ),
        (
            "<svg><title>A chart</title></svg>",
            "<p><svg><title>A chart</title></svg></p>\n",
        ),
        (
            "<form action=/send/><input name=a></form>",
            "<form action=\"/send/\"><input name=a></form>",
        ),
    ] {
        assert_eq!(html(&read(text)), expected, "{text}");
    }
}

#[test]
fn a_footnote_that_nothing_shown_calls_is_nowhere() {
    for (text, words) in [
        ("Sam.\n\n[^a]: Her surname.\n", "Sam."),
        // Called by one another, by themselves, or by what is left out.
        (
            "Sam.\n\n[^a]: Surname[^b].\n\n[^b]: Street[^a].\n\n[^c]: Town[^c].\n",
            "Sam.",
        ),
        (
            "Sam.[^a]\n\n[^a]: Shown.\n\n[^A]: Surname[^b].\n\n[^b]: Street.\n",
            "Sam.\nShown.",
        ),
        // Below a footnote that is left out stands one that is not.
        (
            "Sam.[^b]\n\n[^a]: Surname.\n    > [^b]: Shown.\n    >\n    > # Street\n",
            "Sam.\nShown.",
        ),
        (
            "Sam.[^a]\n\n[^a]: One[^b].\n\n[^b]: Two.\n",
            "Sam.\nOne.\nTwo.",
        ),
        (
            "::: note\nSam.[^a]\n:::\n\n[^a]: Shown.\n\n[^b]: Surname [x](street.pdf).\n\n    ## Town\n",
            "Sam.\nShown.",
        ),
    ] {
        let parsed = read(text).value;
        let plain: Vec<String> = parsed
            .outline
            .sections
            .iter()
            .map(|section| section.text.get().trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect();
        assert_eq!(plain.join("\n"), words, "{text}");
        let count = words.split_whitespace().count();
        assert_eq!(parsed.outline.words as usize, count, "{text}");
        let shown = format!("{:?}", parsed.body);
        for hidden in ["urname", "Street", "street", "Town"] {
            assert!(!shown.contains(hidden), "{text}: {shown}");
        }
    }
}
