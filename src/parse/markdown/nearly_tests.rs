//! Text that is nearly right, as pages show it, and what is said of it; and that no HTML in it outlasts the text.

use proptest::prelude::*;

use super::frame;
use super::tests::{clean, findings, html, read, wrong};

#[test]
fn what_was_meant_is_shown() {
    for (text, expected) in [
        ("##\u{a0}Heading", "<h2 id=\"heading\">Heading</h2>\n"),
        ("##NoSpace", "<h2 id=\"nospace\">NoSpace</h2>\n"),
        (
            "#Plans for spring",
            "<h2 id=\"plans-for-spring\">Plans for spring</h2>\n",
        ),
        (
            "## {treesitter}",
            "<h2 id=\"treesitter\">{treesitter}</h2>\n",
        ),
        ("• one\n• two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        (
            "•\tone\no\ttwo",
            "<ul>\n<li>one\n<ul>\n<li>two</li>\n</ul>\n</li>\n</ul>\n",
        ),
        ("a\u{b}b", "<p>a<br>\nb</p>\n"),
        (
            "[a] (https://x.example)",
            "<p><a href=\"https://x.example\">a</a></p>\n",
        ),
        ("[x](my plan.md)", "<p><a href=\"my%20plan.md\">x</a></p>\n"),
        ("a ** bold ** b", "<p>a <strong>bold</strong> b</p>\n"),
        ("**Note:**text", "<p><strong>Note:</strong> text</p>\n"),
        ("**说明：**文字", "<p><strong>说明：</strong>文字</p>\n"),
        ("a ==b== c", "<p>a <mark>b</mark> c</p>\n"),
        (
            "Dear <name>, ask <their worker>",
            "<p>Dear &lt;name&gt;, ask &lt;their worker&gt;</p>\n",
        ),
        (
            "<name>\nis *here*",
            "<p>&lt;name&gt;\nis <em>here</em></p>\n",
        ),
        ("[x]()", "<p>x</p>\n"),
        ("so\u{ad}cial", "<p>social</p>\n"),
        ("a <b>b\n\nc", "<p>a <b>b</b></p>\n<p>c</p>\n"),
        ("a </main> b", "<p>a  b</p>\n"),
        ("<div>\n\na\n\nb", "<div>\n<p>a</p>\n<p>b</p>\n</div>"),
        (
            "- <div>\n- b",
            "<ul>\n<li>\n<div>\n</div></li>\n<li>b</li>\n</ul>\n",
        ),
        ("<main>\n\na\n\n</main>", "\n<p>a</p>\n"),
        ("a <script>alert(1)</script> b", "<p>a  b</p>\n"),
        ("a <style>p {}</style> b", "<p>a  b</p>\n"),
    ] {
        let read = read(text);
        assert_eq!(html(&read), expected, "{text:?}");
        assert!(!read.diagnostics.is_empty(), "{text:?} is told of");
    }
}

#[test]
fn what_is_accepted_needs_no_word() {
    for (text, expected) in [
        ("x[[^2]]\n\n[^2]: N", "<p>x[<sup"),
        (
            "[[text]](https://x.example)",
            "<p><a href=\"https://x.example\">[text]</a></p>\n",
        ),
        (
            "See https://x.example/a_b_c.",
            "<p>See <a href=\"https://x.example/a_b_c\">https://x.example/a_b_c</a>.</p>\n",
        ),
        (
            "(www.x.example/a(b)) and a_b@x.example",
            "<p>(<a href=\"http://www.x.example/a(b)\">www.x.example/a(b)</a>) and",
        ),
        (
            "Mail sam@x.example, please",
            "<p>Mail <a href=\"mailto:sam@x.example\">sam@x.example</a>, please</p>\n",
        ),
        (
            "[https://x.example](/a)",
            "<p><a href=\"/a\">https://x.example</a></p>\n",
        ),
        (
            "<a href=/a>https://x.example</a>",
            "<p><a href=\"/a\">https://x.example</a></p>\n",
        ),
        (
            "http:// and a://b and x@y and https://local",
            "<p>http:// and a://b and x@y and https://local</p>\n",
        ),
        ("two paragraphs.\"", "<p>two paragraphs.”</p>\n"),
        ("A 24\" monitor", "<p>A 24” monitor</p>\n"),
        ("rock 'n' roll \"now\"", "<p>rock ’n’ roll “now”</p>\n"),
        ("Term\n:envelope: x", "<p>Term\n:envelope: x</p>\n"),
        (
            "> [!info]- Title\n> b",
            "<alongside-details summary=\"Title\">\n<p>b</p>\n</alongside-details>\n",
        ),
        (
            "> [!bug]+\n> b",
            "<alongside-details open=\"true\">\n<p>b</p>\n</alongside-details>\n",
        ),
        (
            "> [!tip] Mind *this*\n> b",
            "<alongside-alert kind=\"tip\" title=\"Mind this\">\n<p>b</p>\n</alongside-alert>\n",
        ),
        (
            "We shared #trust.\n\n## Trust",
            "<p>We shared #trust.</p>\n<h2 id=\"trust\">Trust</h2>\n",
        ),
        ("## Main", "<h2 id=\"main-2\">Main</h2>\n"),
        (
            "<p id=\"raw\">x</p>\n\n## Raw",
            "<p id=\"raw\">x</p>\n<h2 id=\"raw-2\">Raw</h2>\n",
        ),
        (
            "::: note {title=“It’s here”}\nb\n:::",
            "<alongside-note title=\"It’s here\">\n<p>b</p>\n</alongside-note>\n",
        ),
        (
            "::: note {title=„So“ }\nb\n:::",
            "<alongside-note title=\"So\">\n<p>b</p>\n</alongside-note>\n",
        ),
        (
            "<div>\nText\n\nmore</div>\n\nc",
            "<div>\nText\n<p>more</p>\n</div>\n<p>c</p>\n",
        ),
        ("<ul><li>a<li>b</ul>", "<ul><li>a<li>b</li></ul>"),
        (
            "<table><tr><td>a</table>",
            "<table><tr><td>a</td></tr></table>",
        ),
    ] {
        let shown = clean(text);
        assert!(shown.starts_with(expected), "{text:?}: {shown}");
    }
}

#[test]
fn each_finding_stands_where_the_author_wrote_it_and_says_what_to_write() {
    for (text, expected) in [
        (
            "##NoSpace",
            "markdown/nearly-right [##NoSpace] this heading has no space behind its `#` (write `## NoSpace`)",
        ),
        (
            "##\u{a0}So\n\n[x](b.md) [y](my plan.md)",
            "markdown/nearly-right [my plan.md] an address with spaces stands between `<` and `>` (write `[y](<my plan.md>)`, or call the file by a name without spaces)",
        ),
        (
            "•\tone\n•\ttwo",
            "markdown/nearly-right [•\tone] `•` begins an item of a list, which Markdown does not know (write `- one`, and the other items as well)",
        ),
        (
            "Dear <name>",
            "html/not-an-element [<name>] `<name>` is no element of HTML, and is shown as words (write `\\<name>` if you mean the words)",
        ),
        (
            "<div>\n<name>\n</div>",
            "html/not-an-element [<name>] `<name>` is no element of HTML, and is shown as words (write `&lt;name>` if you mean the words)",
        ),
        (
            "a <b>b",
            "html/unbalanced [<b>] `<b>` is not closed in the paragraph that it stands in (write `</b>` where it ends)",
        ),
        (
            "a </main>",
            "html/unbalanced [</main>] `</main>` closes nothing here (take it out, or write `<main>` before it, in the same paragraph or list item)",
        ),
        (
            "<main>x</main>",
            "html/not-allowed-by-csp [<main>] `<main>` does not stay in a page, with or without the site's security policy (leave it out, or use `<div>`: the page has one of its own)",
        ),
        (
            "```\na\n\nb",
            "markdown/unclosed-fence [```] this block of code never ends, and takes all that follows with it (write ``` on a line of its own where the code ends)",
        ),
        (
            "[](n.md)",
            "link/empty [[](n.md)] this link has no words (write them between the brackets: `[words](n.md)`)",
        ),
        (
            "[x]()",
            "link/empty [[x]()] this link leads nowhere (write an address between the brackets: `[words](page.md)`)",
        ),
        (
            "a {{< youtube abc >}}",
            "markdown/other-tool [{{< youtube abc >}}] `{{< youtube abc >}}` is a call of another program, which Alongside does not run (write a link with words: `[Watch the film](https://www.youtube.com/watch?v=abc)`)",
        ),
        (
            "{{< figure src=\"a.jpg\" alt=\"An owl\" >}}",
            "markdown/other-tool [{{< figure src=\"a.jpg\" alt=\"An owl\" >}}] `{{< figure src=\"a.jpg\" alt=\"An owl\" >}}` is a call of another program, which Alongside does not run (write `::: figure {src=\"a.jpg\" alt=\"An owl\"} :::`)",
        ),
        (
            "{% include a.html %}",
            "markdown/other-tool [{% include a.html %}] `{% include a.html %}` is a call of another program, which Alongside does not run (write the words themselves, or put the call in backticks if readers are to see it)",
        ),
        (
            "[TOC]",
            "markdown/other-tool [[TOC]] `[TOC]` is a call of another program, and is left out (take it out: the look shows what a page contains)",
        ),
        (
            "<div markdown=\"1\">\n</div>",
            "markdown/other-tool [markdown=\"1\"] `markdown=…` is an attribute of another program (leave it out, and put an empty line before and behind the Markdown that stands in the element)",
        ),
        (
            "a\u{200b}b\u{ad}c",
            "markdown/invisible [\u{200b}] 2 signs that nobody sees stand in this text, the first of them here (take it out: it is left out of the page, and parts the word for searches elsewhere)",
        ),
        (
            "Our spring\n\nWe met on a cold evening in March, and nobody who had said yes was late.",
            "markdown/like-heading [Our spring] this short line stands alone and looks like a heading (write `## Our spring` if it is one)",
        ),
    ] {
        let said = wrong(text);
        assert!(
            said.iter().any(|said| said == expected),
            "{text:?}: {said:#?}"
        );
    }
}

#[test]
fn poems_and_pages_with_headings_have_no_lines_like_headings() {
    for text in [
        "The bench\n\nThe key\n\nThe gate",
        "Our spring\n\nWe met on a cold evening in March, and nobody who had said yes was late.\n\n## More",
        "Dear Sam,\n\nWe met on a cold evening in March, and nobody who had said yes was late.",
    ] {
        let read = read(text);
        assert!(findings(text, &read.diagnostics).is_empty(), "{text}");
    }
}

#[test]
fn no_summary_holds_what_a_picture_shows_or_what_is_struck_out() {
    for (text, summary) in [
        ("![An owl](owl.jpg)\n\nWe met.", "We met."),
        ("![An owl](owl.jpg) We met.", "We met."),
        ("~~We did not meet.~~ We met.", "We met."),
        ("A *b* ~~c ![d](d.jpg) e~~ f", "A b f"),
    ] {
        assert_eq!(&*read(text).value.outline.summary, summary, "{text}");
    }
}

/// Pieces of text of ten other programs, and of HTML that is left open.
const PIECES: &[&str] = &[
    "{{< x >}}",
    "{{% x %}}",
    "{% x %}",
    "{{ x }}",
    "{: .c}",
    "{:toc}",
    "[TOC]",
    "> [!info]- T\n> b\n",
    "==m==",
    "![[p.png|300]]",
    "![[n]]",
    "[[b#C d]]",
    "•\ta\n",
    "o\tb\n",
    "##N\n",
    "| a | b |\n| c | d |\n",
    "a\tb\tc\nd\te\tf\n",
    "** b **",
    "**N:**t",
    "](a b.png)",
    "![x",
    "[x",
    "] (https://x.example)",
    "\u{b}",
    "\u{ad}",
    "<name>",
    "</name>",
    "<b>",
    "</b>",
    "<i>",
    "<a href=x>",
    "</a>",
    "</main>",
    "<main>",
    "</div>",
    "<div>",
    "<p>",
    "</p>",
    "</body>",
    "</html>",
    "<body>",
    "<textarea>",
    "</textarea>",
    "<title>",
    "<table>",
    "<td>",
    "</table>",
    "<select>",
    "<option>",
    "<svg>",
    "</svg>",
    "<math>",
    "<mi>",
    "<template>",
    "</template>",
    "<footer>",
    "</footer>",
    "<header>",
    "<form>",
    "<button>",
    "<li>",
    "<h2>",
    "</h2>",
    "<details>",
    "<summary>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<plaintext>",
    "<noscript>",
    "<iframe>",
    "<!--",
    "-->",
    "<frameset>",
    "<object>",
    "<marquee>",
    "<br>",
    "<nobr>",
    "\n\n",
    "\n",
    "- ",
    "> ",
    "# ",
    "*",
    "**",
    "~~",
    "[",
    "]",
    "{.a}",
    "::: note\n",
    ":::\n",
    "```\n",
    "    ",
    "https://x.example",
    "word ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_frame_of_its_page(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..24)) {
        let text = pieces.concat();
        let body = html(&read(&text));
        prop_assert!(frame::stands(&body), "{text:?}: {body}");
    }
}
