//! The kinds of list that an author can make long, each as a site whose list has so many entries.
//!
//! A kind is what differs between two long lists: what looks an entry up, what is said of it, what becomes of it. It asserts
//! nothing.

use std::fmt::Write as _;

use alongside::files::{AssetFile, FileBytes, Files, ThemeFile};
use alongside::path::SitePath;
use alongside::source::SourceFile;

/// One kind of list.
pub(crate) struct Kind {
    /// What the list holds.
    pub(crate) name: &'static str,
    /// How many entries the shorter of the two sites has: so many that work which grows with their square shows.
    pub(crate) few: usize,
    /// The site with so many entries.
    pub(crate) site: fn(usize) -> Files,
    /// The site that is known before, where what is counted is what an edit costs.
    pub(crate) before: Option<fn(usize) -> Files>,
}

const fn kind(name: &'static str, few: usize, site: fn(usize) -> Files) -> Kind {
    Kind {
        name,
        few,
        site,
        before: None,
    }
}

const fn edit(
    name: &'static str,
    few: usize,
    before: fn(usize) -> Files,
    site: fn(usize) -> Files,
) -> Kind {
    Kind {
        name,
        few,
        site,
        before: Some(before),
    }
}

/// Every kind.
pub(crate) const KINDS: &[Kind] = &[
    kind("paragraphs", 1000, |n| {
        body(&lines(n, |i| format!("Words of paragraph {i}.\n\n")))
    }),
    kind("one long line", 2000, |n| {
        body(&lines(n, |i| format!("some words {i} ")))
    }),
    kind("headings", 500, |n| {
        body(&lines(n, |i| format!("## Heading {i}\n\n")))
    }),
    kind("headings of one name", 500, |n| {
        body(&"## Heading\n\n".repeat(n))
    }),
    kind("right anchors", 300, |n| {
        body(&lines(n, |i| {
            format!("## Heading {i}\n\n[to](#heading-{i})\n\n")
        }))
    }),
    kind("wrong anchors", 300, |n| {
        body(&lines(n, |i| {
            format!("## Heading {i}\n\n[to](#heading-{i}x)\n\n")
        }))
    }),
    kind("own ids", 300, |n| {
        body(&lines(n, |i| {
            format!("## Heading {i} {{#own-{}}}\n\n", i / 2)
        }))
    }),
    kind("links", 1000, |n| {
        body(&lines(n, |i| format!("[to {i}](_index.md)\n")))
    }),
    kind("missing links", 600, |n| {
        body(&lines(n, |i| format!("[to](missing-{i}.md)\n")))
    }),
    kind("missing addresses", 600, |n| {
        body(&lines(n, |i| format!("[to](/missing-{i}/)\n")))
    }),
    kind("links to other sites", 1000, |n| {
        body(&lines(n, |i| format!("[to](https://{i}.example/)\n")))
    }),
    kind("reference links", 1000, |n| {
        body(&lines(n, |i| {
            format!("[to {i}]\n\n[to {i}]: https://{i}.example/\n\n")
        }))
    }),
    kind("missing wikilinks", 600, |n| {
        body(&lines(n, |i| format!("[[missing {i}]]\n")))
    }),
    kind("wikilinks", 600, |n| {
        body(&lines(n, |i| format!("[[home|words {i}]]\n")))
    }),
    kind("footnotes", 500, |n| {
        body(&lines(n, |i| {
            format!("Words[^{i}].\n\n[^{i}]: Said by {i}.\n\n")
        }))
    }),
    kind("missing footnotes", 500, |n| {
        body(&lines(n, |i| format!("Words[^{i}].\n\n")))
    }),
    kind("unused footnotes", 500, |n| {
        body(&lines(n, |i| format!("[^{i}]: Said.\n\n")))
    }),
    kind("one footnote named often", 500, |n| {
        body(&format!("{}\n\n[^a]: Said.\n", "Words[^a]. ".repeat(n)))
    }),
    kind("rows of a table", 500, |n| {
        body(&format!(
            "| a | b |\n| - | - |\n{}",
            lines(n, |i| format!("| {i} | w |\n"))
        ))
    }),
    kind("columns of a table", 500, |n| {
        let row = |cell: &str| format!("|{}\n", cell.repeat(n));
        body(&format!("{}{}{}", row(" a |"), row(" - |"), row(" w |")))
    }),
    kind("list items", 1000, |n| {
        body(&lines(n, |i| format!("- item {i}\n")))
    }),
    kind("nested lists", 150, |n| {
        body(&lines(n, |i| {
            format!("{}- item {i}\n", "  ".repeat(i % 20))
        }))
    }),
    kind("nested quotes", 200, |n| {
        body(&format!("{} words\n", ">".repeat(n)))
    }),
    kind("emphasis", 1000, |n| {
        body(&lines(n, |i| format!("*a{i}* **b** ")))
    }),
    kind("unclosed emphasis", 1000, |n| body(&"*a **b _c ".repeat(n))),
    kind("open brackets", 1500, |n| body(&"[".repeat(n))),
    kind("brackets", 1000, |n| body(&"[a] ![b] ".repeat(n))),
    kind("backticks", 500, |n| {
        body(&lines(n, |i| format!("{} a ", "`".repeat(i % 40 + 1))))
    }),
    kind("code spans", 1000, |n| {
        body(&lines(n, |i| format!("`code {i}` ")))
    }),
    kind("lines of code", 300, |n| {
        body(&format!(
            "```python\n{}```\n",
            lines(n, |i| format!("value_{i} = f(\"a\", {i})\n"))
        ))
    }),
    kind("one long line of code", 500, |n| {
        body(&format!(
            "```js\n{}\n```\n",
            lines(n, |i| format!("a{i}=b(c,\"d\");"))
        ))
    }),
    kind("blocks of code", 150, |n| {
        body(&"```js\na = b\n```\n\n".repeat(n))
    }),
    kind("directives", 300, |n| {
        body(&lines(n, |i| format!(":::note\nWords {i}\n:::\n\n")))
    }),
    kind("unclosed directives", 300, |n| {
        body(&lines(n, |i| format!(":::note\nWords {i}\n\n")))
    }),
    kind("unknown directives", 300, |n| {
        body(&lines(n, |i| format!(":::noet{i}\nWords\n:::\n\n")))
    }),
    kind("ends of directives", 500, |n| body(&":::\n\n".repeat(n))),
    kind("attributes of a heading", 300, |n| {
        body(&format!(
            "## Words {{{}}}\n",
            lines(n, |i| format!(".c{i} "))
        ))
    }),
    kind("attributes of a directive", 300, |n| {
        body(&format!(
            ":::note {{{}}}\nWords\n:::\n",
            lines(n, |i| format!("a{i}=b "))
        ))
    }),
    kind("missing pictures", 400, |n| {
        body(&lines(n, |i| format!("![A picture](p{i}.png)\n\n")))
    }),
    kind("elements of raw HTML", 500, |n| {
        body(&lines(n, |i| format!("<b title=a{i}>w</b>\n")))
    }),
    kind("nested raw HTML", 500, |n| {
        body(&format!("{}\n", "<div>\n".repeat(n)))
    }),
    kind("nested cleaned HTML", 500, |n| {
        cleaned(&format!("{}\n", "<div>".repeat(n)))
    }),
    kind("formatting in cleaned HTML", 300, |n| {
        cleaned(&format!(
            "<div>{}</div>\n",
            lines(n, |i| format!("<p><b id=a{i}>w"))
        ))
    }),
    kind("inline cleaned HTML", 300, |n| {
        cleaned(&"a <b>w</b> <i>w ".repeat(n))
    }),
    kind("attributes of raw HTML", 500, |n| {
        body(&format!(
            "<div {}>\n</div>\n",
            lines(n, |i| format!("data-a{i}=b "))
        ))
    }),
    kind("attributes of cleaned HTML", 500, |n| {
        cleaned(&format!(
            "<div {}>\n</div>\n",
            lines(n, |i| format!("data-a{i}=b "))
        ))
    }),
    kind("policy in raw HTML", 400, |n| {
        body(&"<p onclick=a style=b>w</p>\n\n".repeat(n))
    }),
    kind("words of the glossary on a page", 300, |n| {
        let words = lines(n, |i| format!("- {{term: word{i}, definition: A word}}\n"));
        with(
            "data/glossary.yaml",
            &words,
            body(&lines(n, |i| format!("A word{i} here. "))),
        )
    }),
    kind("unknown fields", 300, |n| {
        page(&lines(n, |i| format!("feild{i}: a\n")), "")
    }),
    kind("nested front matter", 500, |n| {
        page(&format!("facts: {}{}\n", "[".repeat(n), "]".repeat(n)), "")
    }),
    kind("tags of a page", 150, |n| {
        page(
            &format!("tags: [{}]\n", list(n, |i| format!("tag {i}"))),
            "",
        )
    }),
    kind("unknown terms", 300, |n| {
        page(
            &format!("themes: [{}]\n", list(n, |i| format!("tag {i}"))),
            "",
        )
    }),
    kind("aliases", 300, |n| {
        page(
            &format!("aliases: [{}]\n", list(n, |i| format!("/old/{i}/"))),
            "",
        )
    }),
    kind("references that lead nowhere", 300, |n| {
        page(
            &format!("authors: [{}]\n", list(n, |i| format!("nobody-{i}"))),
            "",
        )
    }),
    kind("related pages that are missing", 300, |n| {
        page(
            &format!("related: [{}]\n", list(n, |i| format!("nothing-{i}"))),
            "",
        )
    }),
    kind("pages", 48, |n| {
        pages(n, |i| format!("order: {i}\n"), "Words.\n")
    }),
    kind("pages of one title", 48, |n| {
        content(n, |i| {
            (
                format!("content/stories/p{i}.md"),
                "---\ntitle: Same\n---\n[[same]]\n".into(),
            )
        })
    }),
    kind("pages of a series", 48, |n| {
        pages(n, |_| "series: All of them\n".into(), "")
    }),
    kind("pages of a term", 48, |n| {
        pages(n, |_| "themes: [trust]\n".into(), "")
    }),
    kind("pages with a term each", 48, |n| {
        pages(n, |i| format!("tags: [tag{i}]\n"), "")
    }),
    kind("pages that link to one page", 48, |n| {
        pages(n, |_| String::new(), "[to](../_index.md)\n")
    }),
    kind("sections", 48, |n| {
        content(n, |i| {
            (
                format!("content/s{i}/_index.md"),
                format!("---\ntitle: Section {i}\n---\n"),
            )
        })
    }),
    kind("deep folders", 12, |n| {
        content(1, |_| {
            let path = "f/".repeat(n);
            (
                format!("content/{path}a.md"),
                "---\ntitle: Deep\n---\n".into(),
            )
        })
    }),
    kind("people", 48, |n| {
        content(n, |i| {
            (
                format!("content/people/p{i}.md"),
                format!("---\ntitle: Person {i}\ntype: person\n---\n"),
            )
        })
    }),
    kind("events", 48, |n| {
        content(n, |i| {
            let text = format!(
                "---\ntitle: Event {i}\ntype: event\nstart: 2026-12-{:02}\n---\n",
                i % 28 + 1
            );
            (format!("content/events/e{i}.md"), text)
        })
    }),
    kind("pages of one address", 48, |n| {
        pages(n, |_| "url: /one/\n".into(), "")
    }),
    kind("pages of one id", 48, |n| {
        pages(n, |_| "id: one\n".into(), "")
    }),
    kind("rows of data", 1000, |n| {
        with(
            "data/rows.csv",
            &format!("a,b\n{}", lines(n, |i| format!("{i},w\n"))),
            body(""),
        )
    }),
    kind("columns of data", 1000, |n| {
        let row = list(n, |i| format!("c{i}"));
        with("data/rows.csv", &format!("{row}\n{row}\n"), body(""))
    }),
    kind("entries of YAML", 1000, |n| {
        with("data/a.yaml", &lines(n, |i| format!("k{i}: v\n")), body(""))
    }),
    kind("entries of YAML of one key", 500, |n| {
        with("data/a.yaml", &"k: v\n".repeat(n), body(""))
    }),
    kind("entries of JSON", 1000, |n| {
        with(
            "data/a.json",
            &format!("{{{}}}", list(n, |i| format!("\"k{i}\": 1"))),
            body(""),
        )
    }),
    kind("files of data", 200, |n| {
        let mut site = body("");
        site.data
            .extend((0..n).map(|i| source(&format!("data/d{i}.yaml"), "a: b\n")));
        site
    }),
    kind("files in static", 300, |n| {
        let mut site = body("");
        site.statics
            .extend((0..n).map(|i| asset(&format!("static/f{i}.txt"))));
        site
    }),
    kind("files in content", 300, |n| {
        let mut site = body("");
        site.attachments
            .extend((0..n).map(|i| asset(&format!("content/f{i}.txt"))));
        site
    }),
    kind("redirects", 300, |n| {
        settings(&format!(
            "redirects:\n{}",
            lines(n, |i| format!("  /a{i}/: /b{i}/\n"))
        ))
    }),
    kind("entries of a menu", 300, |n| {
        settings(&format!(
            "menus:\n  main:\n{}",
            lines(n, |i| format!("    - {{label: N{i}, to: /a{i}/}}\n"))
        ))
    }),
    kind("unknown settings", 300, |n| {
        settings(&lines(n, |i| format!("titel{i}: a\n")))
    }),
    kind("taxonomies", 24, |n| {
        settings(&format!(
            "taxonomies:\n{}",
            lines(n, |i| format!("  t{i}: {{closed: false}}\n"))
        ))
    }),
    kind("types", 24, |n| {
        settings(&format!(
            "types:\n{}",
            lines(n, |i| format!("  k{i}: {{label: K, fields: {{}}}}\n"))
        ))
    }),
    kind("rules of a style sheet", 300, |n| {
        themed(
            "assets/css/own.css",
            &lines(n, |i| format!(".c{i} {{ color: #ff00{:02x} }}\n", i % 256)),
        )
    }),
    kind("missing files of a style sheet", 1000, |n| {
        themed(
            "assets/css/own.css",
            &lines(n, |i| format!(".c{i} {{ background: url(p{i}.png) }}\n")),
        )
    }),
    kind("imports of a script", 2000, |n| {
        themed(
            "assets/js/own.js",
            &lines(n, |i| format!("import './a{i}.js';\n")),
        )
    }),
    kind("lines of a template", 200, |n| {
        themed(
            "templates/partials/own.html",
            &"{% if page.title %}{{ page.title }}{% endif %}\n".repeat(n),
        )
    }),
    kind("unknown names in a template", 200, |n| {
        themed(
            "templates/partials/own.html",
            &lines(n, |i| format!("{{{{ page.titel{i} }}}}\n")),
        )
    }),
    edit(
        "titles changed at once",
        48,
        |n| pages(n, |_| "themes: [trust]\n".into(), "[to](../_index.md)\n"),
        |n| {
            let site = pages(n, |_| "themes: [trust]\n".into(), "[to](../_index.md)\n");
            retold(site, "title: Page", "title: Another page")
        },
    ),
    edit(
        "descriptions changed at once",
        48,
        |n| pages(n, |_| String::new(), ""),
        |n| retold(pages(n, |_| String::new(), ""), "About", "Words on"),
    ),
    edit(
        "texts changed at once",
        48,
        |n| pages(n, |_| String::new(), "Words.\n"),
        |n| retold(pages(n, |_| String::new(), "Words.\n"), "Words.", "Others."),
    ),
    kind("comments", 500, |n| {
        body(&lines(n, |i| format!("Words <!-- hidden {i} -->\n\n")))
    }),
    kind("comments that never end", 500, |n| {
        body(&"Words <!-- a\n\n".repeat(n))
    }),
    kind("hidden stretches", 500, |n| {
        body(&lines(n, |i| format!("Words %% hidden {i} %%\n\n")))
    }),
    kind("beginnings of hidden stretches", 500, |n| {
        body(&"Words %% a\n\n".repeat(n))
    }),
    kind("calls of other tools", 300, |n| {
        body(&lines(n, |i| {
            format!("{{{{< figure src=\"{i}.png\" >}}}} {{% x %}}\n\n")
        }))
    }),
    kind("messages", 300, |n| {
        themed(
            "messages/en.yaml",
            &lines(n, |i| format!("own.m{i}: Words\n")),
        )
    }),
];

fn lines(n: usize, line: impl Fn(usize) -> String) -> String {
    (0..n).map(line).collect()
}

fn list(n: usize, entry: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for i in 0..n {
        let comma = if i == 0 { "" } else { ", " };
        write!(text, "{comma}{}", entry(i)).expect("a text can be written to");
    }
    text
}

fn source(path: &str, text: &str) -> SourceFile {
    SourceFile::new(SitePath::new(path), text)
}

fn asset(path: &str) -> AssetFile {
    AssetFile {
        path: SitePath::new(path),
        bytes: FileBytes::Memory(b"words".as_slice().into()),
        size: 5,
        picture: None,
        may_run: false,
        metadata: None,
    }
}

/// A site whose pages have other words in the place of these.
fn retold(mut site: Files, words: &str, others: &str) -> Files {
    for file in &mut site.content {
        let text = file.text.get().replace(words, others);
        *file = source(file.path.as_str(), &text);
    }
    site
}

/// A site of one page besides the first.
pub(crate) fn body(text: &str) -> Files {
    page("", text)
}

fn page(fields: &str, text: &str) -> Files {
    content(1, |_| {
        (
            "content/about.md".into(),
            format!("---\ntitle: About us\ndescription: Who we are\n{fields}---\n{text}"),
        )
    })
}

fn pages(n: usize, fields: impl Fn(usize) -> String, text: &str) -> Files {
    content(n, |i| {
        let text = format!(
            "---\ntitle: Page {i}\ndescription: About {i}\ndate: 2026-01-{:02}\n{}---\n{text}",
            i % 28 + 1,
            fields(i)
        );
        (format!("content/stories/p{i}.md"), text)
    })
}

fn content(n: usize, file: impl Fn(usize) -> (String, String)) -> Files {
    let mut files = Files {
        config: Some(source("site.yaml", CONFIG)),
        content: vec![source(
            "content/_index.md",
            "---\ntitle: Home\ndescription: The first\n---\n",
        )],
        ..Files::default()
    };
    files.content.extend((0..n).map(|i| {
        let (path, text) = file(i);
        source(&path, &text)
    }));
    files
}

const CONFIG: &str = "title: A site\ndescription: A small site\nbase_url: https://site.example\ncards: false\ntaxonomies: {themes: {closed: true}, tags: {closed: false}}\ntypes: {page: {raw_html: allow}}\n";

fn settings(lines: &str) -> Files {
    let mut site = body("");
    let plain =
        "title: A site\ndescription: A small site\nbase_url: https://site.example\ncards: false\n";
    site.config = Some(source("site.yaml", &format!("{plain}{lines}")));
    site
}

/// A page whose HTML is cleaned.
fn cleaned(text: &str) -> Files {
    let mut site = body(text);
    site.config = Some(source(
        "site.yaml",
        &CONFIG.replace("raw_html: allow", "raw_html: sanitise"),
    ));
    site
}

fn with(path: &str, text: &str, mut site: Files) -> Files {
    site.data.push(source(path, text));
    site
}

fn themed(path: &str, text: &str) -> Files {
    let file = |path: &str, text: &str| ThemeFile {
        path: SitePath::new(format!("themes/own/{path}")),
        bytes: text.as_bytes().into(),
    };
    let mut site = body("");
    site.config = Some(source("site.yaml", &format!("{CONFIG}theme: own\n")));
    site.themes = vec![
        file("theme.yaml", "name: own\nextends: hearth\n"),
        file(path, text),
    ];
    site
}
