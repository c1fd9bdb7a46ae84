//! Reading a folder: every odd file is found out, and none stops the rest.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the tests lay files on a disk"
)]

use std::fs;
use std::path::{Path, PathBuf};

use alongside::diagnostic::Diagnostic;
use alongside::files::Files;
use alongside::read::{self, Changed, Look, Reader};
use alongside::report::{Sources, json};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tempfile::TempDir;

fn lay(files: &[(&str, &[u8])]) -> TempDir {
    let site = TempDir::new().unwrap();
    for (path, bytes) in files {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    site
}

fn read(site: &Path) -> (Files, Vec<Diagnostic>) {
    let checked = read::read(site, Some(&site.join("public"))).unwrap();
    (checked.value, checked.diagnostics)
}

/// Findings as `file:line:column code message`.
fn findings(site: &Path) -> Vec<String> {
    let (files, diagnostics) = read(site);
    let texts = files.texts(&diagnostics);
    json::render(&diagnostics, &Sources::new(&texts))
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            format!(
                "{}:{}:{} {} {}",
                line["file"].as_str().unwrap(),
                line["line"],
                line["column"],
                line["code"].as_str().unwrap(),
                line["message"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn files_go_where_they_belong_in_the_order_of_their_paths() {
    let site = lay(&[
        ("site.yaml", b"title: T\n"),
        ("content/b.md", b"b"),
        ("content/a/index.md", b"a"),
        ("content/a/p.svg", b"<svg width='3' height='4'/>"),
        ("content/.draft.md", b"hidden"),
        ("content/.obsidian/x.md", b"hidden"),
        ("static/robots.txt", b"r"),
        ("static/.well-known/security.txt", b"s"),
        ("static/.DS_Store", b"hidden"),
        ("themes/own/templates/page.html", b"t"),
        ("data/people.csv", b"a,b"),
        ("data/readme.txt", b"no data"),
        ("public/content/x.md", b"output"),
        ("README.md", b"no part of the site"),
    ]);
    let (files, diagnostics) = read(site.path());
    assert_eq!(diagnostics, []);
    let sources = |list: &[alongside::source::SourceFile]| -> Vec<String> {
        list.iter().map(|file| file.path.to_string()).collect()
    };
    let assets = |list: &[alongside::files::AssetFile]| -> Vec<String> {
        list.iter().map(|file| file.path.to_string()).collect()
    };
    assert!(files.config.is_some());
    assert_eq!(
        sources(&files.content),
        ["content/a/index.md", "content/b.md"]
    );
    assert_eq!(assets(&files.attachments), ["content/a/p.svg"]);
    assert_eq!(files.attachments[0].dimensions(), Some((3, 4)));
    assert_eq!(
        assets(&files.statics),
        ["static/.well-known/security.txt", "static/robots.txt"]
    );
    assert_eq!(
        files.themes[0].path.as_str(),
        "themes/own/templates/page.html"
    );
    assert_eq!(sources(&files.data), ["data/people.csv"]);
}

#[test]
fn the_output_folder_is_no_part_of_the_site_wherever_it_is() {
    let site = lay(&[("static/a.txt", b"a"), ("static/out/a.txt", b"a")]);
    let checked = read::read(site.path(), Some(&site.path().join("static/out"))).unwrap();
    assert_eq!(checked.value.statics.len(), 1);
}

#[test]
fn a_mark_at_the_start_goes_and_line_ends_stay() {
    let site = lay(&[("content/a.md", b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\n")]);
    let (files, diagnostics) = read(site.path());
    assert_eq!(diagnostics, []);
    assert_eq!(files.content[0].text.get(), "---\r\ntitle: T\r\n---\r\n");
}

#[test]
fn bytes_that_are_not_utf8_are_found_at_their_place_and_the_file_is_kept() {
    let site = lay(&[
        ("content/a.md", b"---\ntitle: caf\xe9\n---\n\xff"),
        ("content/b.md", b"\xef\xbb\xbft\xc5\xb7\xff"),
        ("content/c.md", b"\xff\xfet\0"),
        ("themes/own/templates/page.html", b"<p>\xe9"),
        ("themes/own/assets/font.woff2", b"\xff\xff"),
    ]);
    assert_eq!(
        findings(site.path()),
        [
            "content/a.md:2:11 file/not-utf8 this file is not UTF-8 text: byte 15 is `0xE9`",
            "content/b.md:1:3 file/not-utf8 this file is not UTF-8 text: byte 7 is `0xFF`",
            "content/c.md:1:1 file/not-utf8 this file is not UTF-8 text: byte 1 is `0xFF`",
            "themes/own/templates/page.html:1:4 file/not-utf8 this file is not UTF-8 text: byte 4 is `0xE9`",
        ]
    );
    let (files, diagnostics) = read(site.path());
    assert_eq!(files.content.len(), 3);
    assert!(diagnostics[2].help.as_deref().unwrap().contains("UTF-16"));
}

#[test]
fn a_text_file_larger_than_64_megabytes_is_refused_and_one_of_50_is_read() {
    let site = lay(&[]);
    fs::create_dir(site.path().join("content")).unwrap();
    let sparse = |name: &str, megabytes: u64| {
        let file = fs::File::create(site.path().join("content").join(name)).unwrap();
        file.set_len(megabytes * 1024 * 1024).unwrap();
    };
    sparse("huge.md", 65);
    sparse("large.md", 50);
    sparse("film.mp4", 200);
    assert_eq!(
        findings(site.path()),
        [
            "content/huge.md:1:1 file/too-large `content/huge.md` is 65 MB, more than the 64 MB that Alongside reads as text"
        ]
    );
    let (files, _) = read(site.path());
    assert_eq!(files.content.len(), 1);
    assert_eq!(files.attachments.len(), 1);
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn names_that_cannot_be_addresses_are_refused_and_odd_ones_are_read() {
        let site = lay(&[
            ("content/line\nbreak.md", b""),
            ("content/back\\slash.md", b""),
            ("content/CON.md", b""),
            ("content/dot./a.md", b""),
            ("content/an old key.md", b""),
            ("content/caf\u{e9} \u{1f5dd}.md", b""),
            ("content/\"quoted\".md", b""),
            ("content/a..b.md", b""),
        ]);
        fs::write(
            site.path()
                .join("content")
                .join(OsStr::from_bytes(b"b\xff.md")),
            "",
        )
        .unwrap();
        assert_eq!(
            findings(site.path()),
            [
                "content/CON.md:1:1 file/name the name `CON.md` is reserved on Windows, where the site could not be opened",
                "content/back\\slash.md:1:1 file/name the name `back\\slash.md` holds a backslash, which separates folders on Windows",
                "content/b\u{fffd}.md:1:1 file/name the name `b\u{fffd}.md` is not UTF-8 text",
                "content/dot.:1:1 file/name the name `dot.` ends with a space or a full stop, which Windows drops",
                "content/line\\nbreak.md:1:1 file/name the name `line\\nbreak.md` holds a line break or another control character",
            ]
        );
        let (files, _) = read(site.path());
        assert_eq!(files.content.len(), 4);
    }

    #[test]
    fn names_that_some_systems_take_for_one_are_found() {
        let site = lay(&[
            ("content/Trust.md", b"1"),
            ("content/trust.md", b"2"),
            ("content/caf\u{e9}.md", b"3"),
            ("content/cafe\u{301}.md", b"4"),
        ]);
        assert_eq!(
            findings(site.path()),
            [
                "content/café.md:1:1 file/name `content/café.md` is the name of two files whose accented letters are stored in two ways",
                "content/trust.md:1:1 file/name `content/trust.md` and `content/Trust.md` differ only in capital letters",
            ]
        );
        let (_, diagnostics) = read(site.path());
        assert_eq!(
            diagnostics[1].related[0].place.file.as_str(),
            "content/Trust.md"
        );
    }

    #[test]
    fn links_inside_the_site_are_followed_once_and_others_are_refused() {
        let site = lay(&[
            ("content/real/a.md", b"a"),
            ("shared/b.md", b"b"),
            (".secret/c.md", b"c"),
        ]);
        let content = site.path().join("content");
        symlink("../shared", content.join("linked")).unwrap();
        symlink("real/a.md", content.join("again.md")).unwrap();
        symlink("/etc", content.join("out")).unwrap();
        symlink("/etc/hostname", content.join("out.md")).unwrap();
        symlink(".", content.join("here")).unwrap();
        symlink("..", content.join("real/up")).unwrap();
        symlink("self", content.join("self")).unwrap();
        symlink("nothing", content.join("gone.md")).unwrap();
        symlink("../.secret", content.join("secret")).unwrap();
        symlink("../content/real", site.path().join("shared/more")).unwrap();
        assert_eq!(
            findings(site.path()),
            [
                "content/gone.md:1:1 file/link the symbolic link `content/gone.md` leads to nothing",
                "content/here:1:1 file/link the symbolic link `content/here` leads back to a folder that holds it",
                "content/linked/more:1:1 file/link the symbolic link `content/linked/more` is a link inside a linked folder, and links are followed once",
                "content/out:1:1 file/link the symbolic link `content/out` leads out of the site",
                "content/out.md:1:1 file/link the symbolic link `content/out.md` leads out of the site",
                "content/real/up:1:1 file/link the symbolic link `content/real/up` leads back to a folder that holds it",
                "content/secret:1:1 file/link the symbolic link `content/secret` leads to a part of the site that is not read",
                "content/self:1:1 file/link the symbolic link `content/self` leads back to itself",
            ]
        );
        let (files, _) = read(site.path());
        let paths: Vec<&str> = files
            .content
            .iter()
            .map(|file| file.path.as_str())
            .collect();
        assert_eq!(
            paths,
            [
                "content/again.md",
                "content/linked/b.md",
                "content/real/a.md"
            ]
        );
    }

    #[test]
    fn a_file_that_may_not_be_read_is_named() {
        let site = lay(&[("content/a.md", b"a"), ("content/b.md", b"b")]);
        let path = site.path().join("content/a.md");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        if fs::File::open(&path).is_ok() {
            // The one who runs the tests may read everything, so there is nothing to see.
            return;
        }
        assert_eq!(
            findings(site.path()),
            ["content/a.md:1:1 file/unreadable `content/a.md` cannot be read: permission denied"]
        );
    }

    #[test]
    fn what_is_neither_file_nor_folder_is_named() {
        let site = lay(&[("content/a.md", b"a")]);
        let _socket =
            std::os::unix::net::UnixListener::bind(site.path().join("content/socket")).unwrap();
        assert_eq!(
            findings(site.path()),
            ["content/socket:1:1 file/unreadable `content/socket` is neither a file nor a folder"]
        );
    }
}

#[test]
fn files_that_come_and_go_while_they_are_read_never_stop_the_reading() {
    let site = lay(&[("content/steady.md", b"steady")]);
    let folder = site.path().join("content");
    let done = std::sync::atomic::AtomicBool::new(false);
    let done = &done;
    std::thread::scope(|scope| {
        let folder = &folder;
        let writer = scope.spawn(move || {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                for name in 0..8 {
                    let path = folder.join(format!("{name}.md"));
                    fs::write(&path, "x".repeat(5000)).unwrap();
                }
                for name in 0..8 {
                    fs::remove_file(folder.join(format!("{name}.md"))).unwrap();
                }
            }
        });
        for _ in 0..50 {
            let (files, diagnostics) = read(site.path());
            assert!(files.content.iter().any(|file| file.text.get() == "steady"));
            for diagnostic in diagnostics {
                assert_eq!(diagnostic.code.name, "file/unreadable", "{diagnostic:?}");
            }
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        writer.join().unwrap();
    });
}

fn look(reader: &mut Reader, site: &Path, changed: &Changed) -> Look {
    reader
        .look(site, Some(&site.join("public")), changed)
        .unwrap()
}

fn named(paths: &[PathBuf]) -> Changed {
    Changed::Named(paths.iter().cloned().collect())
}

/// One random change in the site `root`, and the paths that it touched.
fn change(root: &Path, (kind, at, with): (u8, u8, u8)) -> Vec<PathBuf> {
    let folder = root.join(["content", "content/a", "static", "data"][usize::from(at % 4)]);
    let name = ["one.md", "two.md", "picture.svg", "list.csv"][usize::from(with % 4)];
    let path = folder.join(name);
    let text = format!("text,{kind},{at},{with}\n");
    if kind < 8 {
        fs::create_dir_all(&folder).unwrap();
    }
    match kind {
        0..3 => fs::write(&path, text).unwrap(),
        3 => {
            let _ = fs::remove_file(&path);
        }
        4 => {
            let aside = folder.join("aside.tmp~");
            fs::write(&aside, text).unwrap();
            fs::rename(&aside, &path).unwrap();
            return vec![aside, path];
        }
        5 => {
            let other = root.join("content/other.md");
            let _ = fs::rename(&path, &other);
            return vec![path, other];
        }
        6 => {
            let passing = folder.join("4913");
            fs::write(&passing, text).unwrap();
            fs::remove_file(&passing).unwrap();
            return vec![passing];
        }
        7 => fs::write(&path, [0xff, with]).unwrap(),
        8 => {
            let _ = fs::remove_dir_all(&folder);
            return vec![folder];
        }
        _ => {
            let away = root.join("away");
            let _ = fs::remove_dir_all(&away);
            let _ = fs::rename(&folder, &away);
            return vec![folder, away];
        }
    }
    vec![path]
}

#[test]
fn looking_only_at_what_was_named_sees_what_a_look_at_everything_sees() {
    let narrow = std::cell::Cell::new(0);
    let changes = proptest::collection::vec((0..10_u8, any::<u8>(), any::<u8>()), 1..12);
    let mut runner = TestRunner::new(Config {
        cases: 64,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&changes, |changes| {
            let site = lay(&[
                ("content/a/one.md", b"1"),
                ("content/a/two.md", b"2"),
                ("content/one.md", b"3"),
                ("content/two.md", b"4"),
                ("data/list.csv", b"5"),
                ("static/one.md", b"6"),
            ]);
            let root = fs::canonicalize(site.path()).unwrap();
            let mut reader = Reader::default();
            let mut last = look(&mut reader, &root, &Changed::Anything);
            for one in changes {
                let paths = change(&root, one);
                let now = look(&mut reader, &root, &named(&paths));
                let whole = look(&mut Reader::default(), &root, &Changed::Anything);
                prop_assert_eq!(&now.files, &whole.files);
                prop_assert_eq!(&now.diagnostics, &whole.diagnostics);
                let differs = now.files != last.files || now.diagnostics != last.diagnostics;
                prop_assert_eq!(now.is_news, differs);
                let again = look(&mut reader, &root, &Changed::Anything);
                prop_assert!(!again.is_news && again.files == now.files);
                narrow.set(narrow.get() + usize::from(now.is_news && !now.is_whole));
                last = now;
            }
            Ok(())
        })
        .unwrap();
    assert!(narrow.get() > 20, "{} narrow looks", narrow.get());
}

#[test]
fn the_pages_of_a_large_site_wait_on_a_shelf() {
    let long = "word ".repeat(100);
    let site = lay(&[
        ("content/a.md", long.as_bytes()),
        ("content/b.md", b"short"),
        ("data/a.csv", long.as_bytes()),
    ]);
    let read = |mut reader: Reader| look(&mut reader, site.path(), &Changed::Anything);
    let (here, aside) = (read(Reader::default()), read(Reader::sparing(505)));
    assert!(read(Reader::sparing(506)).shelf.is_none() && here.shelf.is_none());
    assert!(aside.files.content[0].text.shelf().is_some());
    assert_eq!(aside.files, here.files);
    assert!(aside.shelf.unwrap().lost().is_none());
}

#[cfg(unix)]
#[test]
fn where_a_link_was_followed_a_name_is_not_enough() {
    let site = lay(&[("content/a.md", b"a"), ("data/shared.md", b"shared")]);
    let root = fs::canonicalize(site.path()).unwrap();
    std::os::unix::fs::symlink(root.join("data/shared.md"), root.join("content/b.md")).unwrap();
    let mut reader = Reader::default();
    look(&mut reader, &root, &Changed::Anything);
    fs::write(root.join("data/shared.md"), "shared anew").unwrap();
    let now = look(&mut reader, &root, &named(&[root.join("content/a.md")]));
    assert!(now.is_whole && now.is_news);
    assert_eq!(now.files.content[1].text.get(), "shared anew");
}

#[test]
fn names_with_a_dot_in_front_are_copied_where_hosts_read_them_and_told_of_elsewhere() {
    let site = lay(&[
        ("site.yaml", b"title: T\n"),
        ("static/.htaccess", b"h"),
        ("static/.nojekyll", b""),
        ("static/.well-known/security.txt", b"s"),
        ("static/a/.htaccess", b"h"),
        ("static/.DS_Store", b"x"),
        ("static/a/.gitkeep", b""),
        ("static/.gitignore", b"x"),
        ("static/._a.png", b"x"),
        ("static/.git/config", b"x"),
        ("static/.env", b"x"),
        ("static/.env.local", b"x"),
        ("static/.htpasswd", b"x"),
        ("static/.notes", b"x"),
        ("static/.hidden/b.txt", b"x"),
        ("static/deep/.well-known/x", b"x"),
        ("content/.obsidian/x.md", b"x"),
    ]);
    let (files, _) = read(site.path());
    let paths: Vec<&str> = files
        .statics
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "static/.htaccess",
            "static/.nojekyll",
            "static/.well-known/security.txt",
            "static/a/.htaccess"
        ]
    );
    let told = findings(site.path());
    let told: Vec<&str> = told
        .iter()
        .filter_map(|one| one.split(':').next())
        .collect();
    assert_eq!(
        told,
        ["static/.hidden", "static/.notes", "static/deep/.well-known"]
    );
}

#[test]
fn pages_are_told_by_their_ending_and_what_only_looks_like_one_is_not_published() {
    let page = b"---\ntitle: A\n---\n";
    let site = lay(&[
        ("site.yaml", b"title: T\n"),
        ("content/a.MD", page),
        ("content/b.markdown", page),
        ("content/c.Markdown", page),
        ("content/d.mdx", page),
        ("content/e.html", b"\xef\xbb\xbf---\r\ntitle: E\r\n---\r\n"),
        ("content/f.txt", b"+++\ntitle = \"F\"\n+++\n"),
        ("content/g", page),
        ("content/h.txt", b"--- a line\n"),
        ("content/i.html", b"<p>I</p>"),
    ]);
    let (files, _) = read(site.path());
    let paths = |files: Vec<&str>| files.join(" ");
    assert_eq!(
        paths(
            files
                .content
                .iter()
                .map(|file| file.path.as_str())
                .collect()
        ),
        "content/a.MD content/b.markdown content/c.Markdown"
    );
    assert_eq!(
        paths(
            files
                .attachments
                .iter()
                .map(|file| file.path.as_str())
                .collect()
        ),
        "content/h.txt content/i.html"
    );
    let told = findings(site.path());
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(
        told.iter().all(|one| one.contains("file/not-a-page")),
        "{told:?}"
    );
}
