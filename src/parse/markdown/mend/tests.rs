//! What is mended, what is said of it, and what is left alone.

use pulldown_cmark::Options;

use super::mend;

fn mended(text: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST;
    mend(text, options, str::to_owned).map_or_else(|| text.to_owned(), |mended| mended.text)
}

#[test]
fn what_is_meant_is_what_the_parser_sees() {
    for (text, expected) in [
        // Headings.
        ("##\u{a0}Heading", "## Heading"),
        ("##\u{2003} Heading", "## Heading"),
        ("##NoSpace", "## NoSpace"),
        ("> ###2026 in brief", "> ### 2026 in brief"),
        ("#Plans for spring", "## Plans for spring"),
        ("### {treesitter}", "### {treesitter\\}"),
        ("## The {name}", "## The {name\\}"),
        // Lists.
        ("-\u{a0}item", "- item"),
        ("1.\u{a0}item", "1. item"),
        ("•\tone\n•\ttwo", "- one\n- two"),
        ("•\tone\no\ttwo\n§\tthree", "- one\n  - two\n    - three"),
        ("o\tone\no\ttwo", "- one\n- two"),
        ("Bring:\n  • one\n  • two", "Bring:\n- one\n- two"),
        ("    • one\n    • two", "- one\n- two"),
        ("> ● one", "> - one"),
        ("\u{f0b7}\tone", "- one"),
        // Paragraphs.
        (
            "A.\n\n    We met on a cold evening in March.\n    Nobody was late.",
            "A.\n\nWe met on a cold evening in March.\nNobody was late.",
        ),
        ("one\u{b}two", "one\\\ntwo"),
        ("> one\u{2028}two", "> one\\\n> two"),
        ("# one\u{b}two", "# one two"),
        ("Term\n:envelope: x", "Term\n\\:envelope: x"),
        // Links.
        ("![x](my photo.png)", "![x](<my photo.png>)"),
        ("[x](my plan.md#what \"T\")", "[x](<my plan.md#what> \"T\")"),
        (
            "[x](files/our plan (new).pdf)",
            "[x](<files/our plan (new).pdf>)",
        ),
        ("[a] (https://x.example)", "[a](https://x.example)"),
        ("[a] (trust.md)", "[a](trust.md)"),
        ("x[[^2]]", "x\\[[^2]]"),
        (
            "[[text]](https://x.example)",
            "[\\[text\\]](https://x.example)",
        ),
        ("[[text]][r]\n\n[r]: /x", "[\\[text\\]][r]\n\n[r]: /x"),
        ("[[b#Second Heading]]", "[[b#second-heading]]"),
        ("[[b#First#Second Heading|w]]", "[[b#second-heading|w]]"),
        ("![[note]]", "[[note]]"),
        ("![[p.png|300]]", "![[p.png]]"),
        ("![[p.png|300x200]]", "![[p.png]]"),
        // Emphasis.
        ("a ** bold ** b", "a **bold** b"),
        ("**Note:**text", "**Note:** text"),
        ("see**(below)** now", "see **(below)** now"),
        ("**bold **text", "**bold** text"),
        ("**说明：**文字", "**说明：**<!---->文字"),
        ("a ==marked== b", "a [marked]{mark} b"),
        // Tables.
        ("| a | b |\n| c | d |", "| a | b |\n|---|---|\n| c | d |"),
        (
            "| a | b |\n|—|—|\n| c | d |",
            "| a | b |\n|---|---|\n| c | d |",
        ),
        (
            "| a | b |\n|---|\n| c | d |",
            "| a | b |\n|---|---|\n| c | d |",
        ),
        (
            "| a | b |\n|---|---|\n| c | d | e |",
            "| a | b |  |\n|---|---|---|\n| c | d | e |",
        ),
        ("| a |\n|---|\n| [[b|w]] |", "| a |\n|---|\n| [[b\\|w]] |"),
        (
            "Name\tAge\tTown\nSam\t4\tBarry",
            "| Name | Age | Town |\n|---|---|---|\n| Sam | 4 | Barry |",
        ),
        // Words between `<` and `>`.
        (
            "Dear <name>, ask <their worker>.",
            "Dear \\<name>, ask \\<their worker>.",
        ),
        ("<name>\nis *here*", "\\<name>\nis *here*"),
        ("Dear <your-name>", "Dear \\<your-name>"),
        // Signs that nobody sees.
        ("so\u{ad}cial\u{200b} work\u{feff}", "social work"),
        // Notes.
        ("> [!info]- Title\n> b", "> [!NOTE]\n> b"),
        ("> [!bug]\n> b", "> [!CAUTION]\n> b"),
        // Calls that make no words.
        ("a\n\n[TOC]\n\nb", "a\n\n\n\nb"),
        ("a\n{: .c}", "a\n"),
    ] {
        assert_eq!(mended(text), expected, "{text:?}");
    }
}

#[test]
fn what_is_right_or_could_mean_two_things_is_left_alone() {
    for text in [
        "## Heading {#id .c lang=cy}",
        "#gratitude",
        "#trust #time and more",
        "#1 in the list",
        "####### seven",
        "- a\n\n    A paragraph of the item, which is long enough.",
        "    let x = 1;",
        "    make all the things work",
        "`##NoSpace` and `![x](my photo.png)`",
        "```\n##NoSpace\n•\tone\n| a | b |\n| c | d |\n```",
        "[x](a.md \"A title\") [y](<a b.md>) [z](see below)",
        "- [x] (https://x.example)",
        "[a] (https://x.example)\n\n[a]: /b",
        "[^1] (https://x.example)",
        "[[Trust]] (see below) [[time|slow time]]",
        "2 ** 3 ** 4 and **bold** and __init__",
        "**Note:** text, **\"quoted\"** and **bold**ly",
        "a == b and c == d\n====",
        "a\n==",
        "| a | b |\n|---|---|\n| c | d \\| e |",
        "a | b",
        "Tel:\t01234\nMail:\ta@b.example",
        "<b>a</b> <my-box>b</my-box> <https://x.example> <a@b.example> a < b > c",
        "<svg><path d=\"\"/></svg>",
        "می\u{200c}خواهم 👩\u{200d}🔬",
        "> [!NOTE]\n> b",
        "Term\n: What it is",
        ":::note\n:::",
        "– Bonjour, dit-elle.",
        "o rosto\n· a",
        "{#id}",
    ] {
        assert_eq!(mended(text), text, "{text:?}");
    }
}
