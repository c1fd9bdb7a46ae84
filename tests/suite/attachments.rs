//! The files beside pages: which of them are published, under which conditions, and what is said of them.
//!
//! The originals of pictures hold a word that stands for the place where they were taken; it may be in no file of the output.

use super::driver::{Built, PLAIN, SiteTest, page};
use super::pictures::photo;

/// What no file of the output may hold.
const SECRET: &[u8] = b"N52-41-07-W003-52-44";

/// A JPEG with a place in it.
fn placed() -> Vec<u8> {
    let jpeg = photo(40, 30);
    let mut note = b"\xff\xe1".to_vec();
    note.extend((2 + SECRET.len() as u16).to_be_bytes());
    note.extend(SECRET);
    [&jpeg[..2], &note, &jpeg[2..]].concat()
}

/// A file that is no picture, with a place in it.
fn other(start: &[u8]) -> Vec<u8> {
    [start, &[0; 40], SECRET].concat()
}

/// A story in a folder of its own.
fn story(body: &str) -> SiteTest {
    SiteTest::new(&[("content/stories/key/index.md", &page("Key", "", body))])
}

/// The paths of the output that hold what they may not.
fn leaks(built: &Built) -> Vec<String> {
    let all = built.all().into_iter();
    all.filter(|(_, bytes)| bytes.windows(SECRET.len()).any(|window| window == SECRET))
        .map(|(path, _)| path)
        .collect()
}

/// The codes of the findings that are errors or warnings, each once.
fn codes(built: &Built) -> Vec<&'static str> {
    let found = built.inner().diagnostics.iter();
    let mut codes: Vec<&str> = found.map(|found| found.code.name).collect();
    codes.dedup();
    codes
}

#[test]
fn no_original_is_published_whatever_it_is_called() {
    let names = [
        "p.jfif",
        "p.jpe",
        "p.pjpeg",
        "p.mpo",
        "p.JPG",
        "p.txt",
        "p.pdf",
        "p",
        "p.jpg.",
        "p.jpg_original",
        "p.mp4",
        "p.html",
        "p.jpeg.bak",
        "p.avif",
    ];
    let links: [fn(&str) -> String; 7] = [
        |name| format!("![Key]({name})\n"),
        |name| format!("[Key]({name})\n"),
        |name| format!("[Key](./{name}?a#b)\n"),
        |name| format!("[Key](/stories/key/{name})\n"),
        |name| format!("[Key](https://network.example/stories/key/{name})\n"),
        |name| format!("<img src=\"{name}\" alt=\"Key\">\n"),
        |name| format!("<object data=\"{name}\"></object>\n"),
    ];
    for link in links {
        let body: Vec<String> = names.iter().map(|name| link(name)).collect();
        let mut site = story(&body.join("\n"));
        for name in names {
            site = site.picture(&format!("content/stories/key/{name}"), &placed());
        }
        let built = site.build();
        assert_eq!(leaks(&built), [""; 0], "{}", body[0]);
        for name in names {
            assert!(!built.has(&format!("stories/key/{name}")), "{name}");
        }
        let allowed = ["image/wrong-extension"];
        let unexpected = codes(&built)
            .into_iter()
            .find(|code| !allowed.contains(code));
        assert_eq!(unexpected, None, "{}", built.diagnostics());
    }
}

#[test]
fn pictures_that_cannot_be_read_are_told_and_not_published() {
    for (name, start) in [
        ("p.heic", &b"\0\0\0\x1cftypheic\0\0\0\0mif1heic"[..]),
        ("p.jpg", b"\0\0\0\x1cftypheic\0\0\0\0mif1heic"),
        ("p.avif", b"\0\0\0\x1cftypavif\0\0\0\0mif1avif"),
        ("p.dng", b"II*\0\x08\0\0\0"),
        ("p.txt", b"MM\0*\0\0\0\x08"),
        ("p.cr3", b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom"),
        ("p.bmp", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"),
        ("p.ico", b"\0\0\x01\0\x01\0\x10\x10\0\0\x01\0"),
        ("p.jxl", b"\0\0\0\x0cJXL \r\n\x87\n"),
        ("p.psd", b"8BPS\0\x01\0\0\0\0\0\0\0\x03"),
        ("p", b"FUJIFILMCCD-RAW 0201"),
    ] {
        for link in [format!("![Key]({name})\n"), format!("[Key]({name})\n")] {
            let built = story(&link)
                .picture(&format!("content/stories/key/{name}"), &other(start))
                .build();
            assert_eq!(
                codes(&built),
                ["image/format"],
                "{link}: {}",
                built.diagnostics()
            );
            assert_eq!(leaks(&built), [""; 0], "{link}");
        }
    }
}

#[test]
fn what_nothing_names_is_not_published() {
    let files = [
        "gate.jpg_original",
        "gate.jpg~",
        "gate.bak",
        ".gate.swp",
        "gate.docx",
        "gate.dng",
        "gate.mov",
        "gate.pdf",
        "Thumbs.db",
        "notes/private.txt",
        "gate.html",
        "index.html",
    ];
    let mut site = story("Words.\n");
    for name in files {
        site = site.picture(
            &format!("content/stories/key/{name}"),
            &other(b"some bytes "),
        );
    }
    let built = site.clean();
    assert_eq!(leaks(&built), [""; 0]);
    for name in files.iter().filter(|name| **name != "index.html") {
        assert!(!built.has(&format!("stories/key/{name}")), "{name}");
    }
}

#[test]
fn what_something_names_is_published() {
    let body = "[a](a.txt) [b](./deep/b.txt#x) [c](/stories/key/c.txt) [d](https://network.example/stories/key/d.txt)\n\n\
                <a href=\"e.txt\">e</a> <object data=\"f.txt\"></object> <video src=\"g.webm\" controls></video>\n\n\
                <iframe src=\"h.txt\"></iframe>\n\n[space](i%20j.txt)\n";
    let fields = "alternate_formats: [{format: large-print, path: k.txt}]\nsources: ['As [told](l.txt)']\npack: /stories/key/m.txt";
    let template = "{% extends \"base.html\" %}{% block main %}<h1>{{ page.title }}</h1><a href=\"/stories/key/n.txt\">n</a>{% endblock main %}";
    let mut site = SiteTest::new(&[
        ("content/stories/key/index.md", &page("Key", fields, body)),
        ("data/packs.yaml", "- file: /stories/key/o.txt\n"),
        ("themes/own/theme.yaml", "extends: hearth\n"),
        ("themes/own/templates/page.html", template),
    ])
    .settings("theme: own\nredirects: {/old.txt: /stories/key/q.txt}\ntypes: {story: {open: true, fields: {sources: {kind: list, of: {kind: markdown}}}}}\n");
    for name in [
        "a", "deep/b", "c", "d", "e", "f", "h", "i j", "k", "l", "m", "n", "o", "q", "unnamed",
    ] {
        site = site.picture(&format!("content/stories/key/{name}.txt"), b"Words.");
    }
    let built = site.picture("content/stories/key/g.webm", b"film").build();
    for name in [
        "a", "deep/b", "c", "d", "e", "f", "h", "i j", "k", "l", "m", "n", "o", "q",
    ] {
        assert!(
            built.has(&format!("stories/key/{name}.txt")),
            "{name}: {} {:?}",
            built.diagnostics(),
            built.all().keys()
        );
    }
    assert!(built.has("stories/key/g.webm"));
    assert!(!built.has("stories/key/unnamed.txt"));
}

#[test]
fn files_of_a_page_that_is_held_back_are_nowhere() {
    let pack = other(b"pack ");
    for link in [
        "../held/pack.bin",
        "/stories/held/pack.bin",
        "../held/./pack.bin#a",
        "../held/deep/pack.bin",
        "../held/p.jpg",
    ] {
        let built = story(&format!("[Pack]({link})\n"))
            .edit(
                "content/stories/held/index.md",
                &page("Held", "draft: true", "[Pack](pack.bin)\n"),
            )
            .picture("content/stories/held/pack.bin", &pack)
            .picture("content/stories/held/deep/pack.bin", &pack)
            .picture("content/stories/held/p.jpg", &placed())
            .build();
        assert_eq!(codes(&built), ["link/missing-target"], "{link}");
        assert_eq!(leaks(&built), [""; 0], "{link}");
    }
    let built = story("[Pack](../held/pack.bin)\n")
        .edit(
            "content/stories/held/index.md",
            &page("Held", "draft: true", ""),
        )
        .picture("content/stories/held/pack.bin", &pack)
        .build();
    let report = built.diagnostics();
    assert!(
        report.contains(
            "it belongs to `content/stories/held/index.md`, which is held back: it is a draft"
        ),
        "{report}"
    );
    // A section that is held back keeps what lies beside it, too.
    let built = SiteTest::new(&[
        (
            "content/about.md",
            &page("About", "", "[Pack](box/pack.bin)\n"),
        ),
        ("content/box/_index.md", &page("Box", "draft: true", "")),
    ])
    .picture("content/box/pack.bin", &pack)
    .build();
    assert_eq!(codes(&built), ["link/missing-target"]);
    assert_eq!(leaks(&built), [""; 0]);
}

#[test]
fn what_could_run_is_published_from_static_only() {
    let script = "<!doctype html><script src=\"x.js\"></script>";
    let names = [
        "x.html",
        "x.HTM",
        "x.xhtml",
        "x.js",
        "x.mjs",
        "x.xml",
        "x.svgz",
        "x.wasm",
        "x.php",
        "x.php.txt",
        "x.css",
        "x.js~",
        "x.html.",
        "x",
        "x.unknown",
        "x.shtml",
        "x.mht",
    ];
    let mut body = String::new();
    for name in names {
        body.push_str(&format!(
            "[x]({name})\n\n<iframe src=\"{name}\"></iframe>\n\n<script src=\"/stories/key/{name}\"></script>\n\n"
        ));
    }
    let mut site = story(&body);
    for name in names {
        site = site.picture(&format!("content/stories/key/{name}"), script.as_bytes());
    }
    let built = site.build();
    assert_eq!(codes(&built), ["file/runs"], "{}", built.diagnostics());
    assert_eq!(built.inner().diagnostics.len(), names.len() * 3);
    let mut site = story("");
    for name in names {
        assert!(!built.has(&format!("stories/key/{name}")), "{name}");
    }
    // No disk of Windows keeps a full stop at the end, so that name is an error of its own there.
    let names = names.into_iter().filter(|name| !name.ends_with('.'));
    for name in names.clone() {
        site = site.picture(&format!("static/{name}"), script.as_bytes());
    }
    let built = site.clean();
    for name in names {
        assert!(built.has(name), "{name}");
    }
    let built =
        SiteTest::new(&[("site.yaml", &format!("{PLAIN}rules: {{file/runs: off}}\n"))]).build();
    assert_eq!(codes(&built), ["config/rule"]);
}

#[test]
fn an_svg_is_cleaned_however_it_is_named() {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><script>alert(1)</script><path d=\"M0 0h9\"/></svg>";
    let names = ["x.svg", "x.SVG", "y.txt", "y.xml", "y"];
    let mut body = String::new();
    for name in names {
        body.push_str(&format!(
            "![Key]({name}?y#z) [Key]({name})\n\n<object data=\"{name}\"></object>\n\n<embed src=\"{name}\">\n\n\
             <iframe src=\"{name}\"></iframe> <a href=\"/stories/key/{name}\">Key</a>\n\n"
        ));
    }
    let mut site = story(&body);
    for name in names {
        site = site.picture(&format!("content/stories/key/{name}"), drawing.as_bytes());
    }
    let built = site.build();
    assert!(
        codes(&built).contains(&"image/svg-cleaned"),
        "{}",
        built.diagnostics()
    );
    let drawn: Vec<&String> = built
        .texts()
        .values()
        .filter(|text| text.contains("M0 0h9"))
        .collect();
    assert_eq!(drawn.len(), 1, "{}", built.diagnostics());
    assert!(!drawn[0].contains("alert"), "{}", drawn[0]);
    for name in names {
        assert!(!built.has(&format!("stories/key/{name}")), "{name}");
    }
    let page = built.main("/stories/key/");
    assert!(
        !page.contains("stories/key/x") && !page.contains("stories/key/y"),
        "{page}"
    );
}

#[test]
fn a_document_that_tells_more_than_it_shows_is_told_where_it_is_named() {
    let pdf = b"%PDF-1.4\n1 0 obj<</Author(Mari Secret)>>endobj";
    let built = story("Words, and [a pack](pack.pdf).\n\nAgain [the pack](pack.pdf).\n")
        .picture("content/stories/key/pack.pdf", pdf)
        .picture("content/stories/key/unnamed.pdf", pdf)
        .picture("static/pack.pdf", pdf)
        .build();
    let findings: Vec<String> = built
        .inner()
        .diagnostics
        .iter()
        .map(|found| format!("{} {}", found.place.file, found.message))
        .collect();
    assert_eq!(
        findings,
        [
            "content/stories/key/index.md the file `content/stories/key/pack.pdf` is published as it is, and tells more than it shows: who made it or worked on it",
            "static/pack.pdf the file `static/pack.pdf` is published as it is, and tells more than it shows: who made it or worked on it",
        ]
    );
    assert!(!built.diagnostics().contains("Secret"));
    assert!(built.has("stories/key/pack.pdf") && built.has("pack.pdf"));
    story("[a pack](pack.pdf)\n")
        .picture("content/stories/key/pack.pdf", pdf)
        .settings("rules: {front-matter/expected-field: off, file/metadata: off}\n")
        .build();
}

#[test]
fn a_file_that_only_an_unused_footnote_names_is_not_published() {
    let body = "Words.\n\n[^a]: Her surname, from [the register](register.txt)[^b].\n\n[^b]: Her street.\n";
    let built = SiteTest::bilingual(
        "markdown_copies: true\n",
        &[
            (
                "content/articles/key/index.md",
                &page("Key", "date: 2026-01-02", body),
            ),
            (
                "content/articles/key/index.cy.md",
                &page("Allwedd", "date: 2026-01-02", body),
            ),
        ],
    )
    .picture("content/articles/key/register.txt", b"Names")
    .build();
    assert_eq!(codes(&built), ["footnote/unused"]);
    assert!(!built.has("articles/key/register.txt"));
    for (path, text) in built.texts() {
        for word in ["surname", "street", "register"] {
            assert!(!text.contains(word), "{path} has {word}");
        }
    }
}

#[test]
fn what_runs_may_lie_in_static_at_the_same_address_as_a_file_that_is_not_published() {
    let site = SiteTest::new(&[
        ("site.yaml", PLAIN),
        (
            "content/about/index.md",
            &page("About", "", "[Claim](/about/claim.html)\n"),
        ),
        ("content/about/claim.html", "<p>Of the page</p>"),
        ("static/about/claim.html", "<p>Of the site</p>"),
    ]);
    let built = site.clean();
    assert_eq!(built.file("about/claim.html"), "<p>Of the site</p>");
}
