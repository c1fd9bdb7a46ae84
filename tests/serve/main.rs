//! The preview, from outside: what a browser gets, and what happens when files change.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the tests lay files on a disk and run the program"
)]

mod hostile;
#[cfg(target_os = "linux")]
mod memory;
mod preview;
mod streams;

use std::fs;
use std::net::TcpListener;
use std::process::Command;
use std::time::Duration;

use preview::{Preview, next_state, note, shown, site};
use tempfile::TempDir;

#[test]
fn a_browser_gets_what_a_host_would_send_and_the_script_that_reloads() {
    let site = site();
    let preview = Preview::start(site.path(), &["--port", "0"]);
    let page = preview.get("/note/");
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
    assert!(
        page.contains("First words.") && page.contains("/__alongside/reload.js?"),
        "{page}"
    );
    assert!(
        page.to_lowercase().contains("content-security-policy:"),
        "{page}"
    );
    assert!(page.contains("noindex"), "{page}");
    assert!(
        preview
            .get("/old/")
            .to_lowercase()
            .contains("location: /note/")
    );
    assert!(preview.get("/nothing/").starts_with("HTTP/1.1 404"));
    assert!(preview.get("/../site.yaml").starts_with("HTTP/1.1 404"));
    assert!(
        preview
            .get_as("/note/", "evil.example")
            .starts_with("HTTP/1.1 403")
    );
    assert!(!site.path().join("public").exists());
}

#[test]
fn a_change_is_shown_and_a_mistake_leaves_the_last_good_site() {
    let site = site();
    let preview = Preview::start(site.path(), &["--port", "0"]);
    let mut events = preview.events("/note/");

    note(site.path(), "Second words.");
    let state = next_state(&mut events);
    assert!(state.contains(r#""errors": false"#), "{state}");
    assert!(preview.get("/note/").contains("Second words."));

    note(site.path(), "[a link](nowhere.md)");
    let state = next_state(&mut events);
    assert!(state.contains(r#""errors": true"#), "{state}");
    assert!(preview.get("/note/").contains("Second words."));
    let errors = preview.get("/__alongside/errors");
    assert!(
        errors.contains("<code>content/note.md</code>, line 4"),
        "{errors}"
    );

    // As editors do: a new file is written beside the old one and takes its place.
    let fresh = site.path().join("content/.note.md.new");
    fs::write(&fresh, "---\ntitle: Note\n---\nThird words.\n").unwrap();
    fs::rename(&fresh, site.path().join("content/note.md")).unwrap();
    let state = next_state(&mut events);
    assert!(state.contains(r#""errors": false"#), "{state}");
    assert!(preview.get("/note/").contains("Third words."));

    fs::create_dir_all(site.path().join("static/new")).unwrap();
    fs::write(site.path().join("static/new/a.txt"), "a file").unwrap();
    next_state(&mut events);
    for _ in 0..50 {
        if preview.get("/new/a.txt").starts_with("HTTP/1.1 200") {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("the new file was never shown");
}

#[test]
fn a_site_that_cannot_be_built_yet_says_why() {
    let site = site();
    note(site.path(), "[a link](nowhere.md)");
    let preview = Preview::start(site.path(), &["--port", "0"]);
    let page = preview.get("/");
    assert!(page.starts_with("HTTP/1.1 503"), "{page}");
    assert!(
        page.contains("<code>content/note.md</code>, line 4") && page.contains("reload.js"),
        "{page}"
    );
}

#[test]
fn a_port_that_was_asked_for_and_is_taken_exits_with_3() {
    let site = site();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_alongside"))
        .args(["serve", "--port", &port])
        .current_dir(site.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains(&port));
}

#[test]
fn a_storm_of_changes_ends_with_the_last_state() {
    let site = site();
    let preview = Preview::start(site.path(), &["--port", "0"]);
    let pages = site.path().join("content/pages");
    fs::create_dir(&pages).unwrap();
    for round in 0..25 {
        for page in 0..200 {
            let path = pages.join(format!("p{page}.md"));
            fs::write(
                path,
                format!("---\ntitle: Page {page}\n---\nRound {round}.\n"),
            )
            .unwrap();
        }
    }
    note(site.path(), "After the storm.");
    shown(&preview, "/note/", "After the storm.");
    for page in [0, 7, 199] {
        shown(&preview, &format!("/pages/p{page}/"), "Round 24.");
    }
}

#[test]
fn a_change_that_no_event_told_of_is_seen_after_the_next() {
    let site = site();
    let outside = TempDir::new_in(site.path()).unwrap();
    let quiet = outside.path().join("quiet.md");
    fs::write(&quiet, "---\ntitle: Quiet\n---\nAs it was.\n").unwrap();
    // A file of two names: what is written by the other one wakes nobody.
    fs::hard_link(&quiet, site.path().join("content/quiet.md")).unwrap();
    let preview = Preview::start(site.path(), &["--port", "0"]);
    shown(&preview, "/quiet/", "As it was.");
    fs::write(&quiet, "---\ntitle: Quiet\n---\nAs it is.\n").unwrap();
    std::thread::sleep(Duration::from_secs(1));
    assert!(preview.get("/quiet/").contains("As it was."));
    note(site.path(), "Told of.");
    shown(&preview, "/note/", "Told of.");
    shown(&preview, "/quiet/", "As it is.");
}

#[test]
fn a_folder_that_goes_and_comes_back_is_followed_again() {
    let site = site();
    let preview = Preview::start(site.path(), &["--port", "0"]);
    shown(&preview, "/note/", "First words.");
    let content = site.path().join("content");
    let away = site.path().join("away");
    fs::rename(&content, &away).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    fs::rename(&away, &content).unwrap();
    shown(&preview, "/note/", "First words.");
    note(site.path(), "Back again.");
    shown(&preview, "/note/", "Back again.");
}

#[test]
fn a_site_that_is_moved_away_and_back_is_followed_again() {
    let folder = TempDir::new().unwrap();
    let (site, away) = (folder.path().join("site"), folder.path().join("away"));
    fs::create_dir_all(site.join("content")).unwrap();
    fs::write(
        site.join("site.yaml"),
        "title: A site\nbase_url: https://site.example\n",
    )
    .unwrap();
    note(&site, "First words.");
    let preview = Preview::start(&site, &["--port", "0"]);
    note(&site, "Second words.");
    shown(&preview, "/note/", "Second words.");
    fs::rename(&site, &away).unwrap();
    std::thread::sleep(Duration::from_millis(1200));
    assert!(preview.get("/note/").contains("Second words."));
    fs::rename(&away, &site).unwrap();
    std::thread::sleep(Duration::from_millis(1200));
    note(&site, "Third words.");
    shown(&preview, "/note/", "Third words.");
}

#[test]
fn another_branch_takes_the_place_of_the_first() {
    let site = site();
    let preview = Preview::start(site.path(), &["--port", "0"]);
    shown(&preview, "/note/", "First words.");
    // As a checkout does: files are replaced, some go, some come, whole folders with them.
    let content = site.path().join("content");
    fs::remove_file(content.join("note.md")).unwrap();
    fs::create_dir_all(content.join("stories/deep")).unwrap();
    fs::write(
        content.join("stories/deep/one.md"),
        "---\ntitle: One\ntype: page\n---\nOn a branch.\n",
    )
    .unwrap();
    fs::write(
        site.path().join("site.yaml"),
        "title: Another name\nbase_url: https://site.example\n",
    )
    .unwrap();
    shown(&preview, "/stories/deep/one/", "On a branch.");
    shown(&preview, "/", "Another name");
    assert!(preview.get("/note/").starts_with("HTTP/1.1 404"));
    fs::remove_dir_all(content.join("stories")).unwrap();
    note(site.path(), "The first branch.");
    shown(&preview, "/note/", "The first branch.");
    assert!(
        preview
            .get("/stories/deep/one/")
            .starts_with("HTTP/1.1 404")
    );
}

#[test]
fn with_no_port_named_another_is_taken_when_the_first_is() {
    let site = site();
    let first = Preview::start(site.path(), &[]);
    let second = Preview::start(site.path(), &[]);
    assert_ne!(first.port, second.port);
    shown(&second, "/note/", "First words.");
}

#[test]
fn what_is_served_is_what_is_built_but_for_the_script_that_reloads() {
    let site = site();
    let preview = Preview::start(site.path(), &["--port", "0"]);
    let base = format!("http://127.0.0.1:{}", preview.port);
    let built = Command::new(env!("CARGO_BIN_EXE_alongside"))
        .args([
            "build",
            "--quiet",
            "--environment",
            "development",
            "--drafts",
            "--base-url",
            &base,
        ])
        .current_dir(site.path())
        .status()
        .unwrap();
    assert!(built.success());
    for (address, file) in [
        ("/note/", "note/index.html"),
        ("/", "index.html"),
        ("/feed.xml", "feed.xml"),
        ("/sitemap.xml", "sitemap.xml"),
        ("/search/", "search/index.html"),
        ("/search/index.json", "search/index.json"),
    ] {
        let answer = preview.get(address);
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        let served = match body.split_once("<script defer src=\"/__alongside/reload.js") {
            Some((before, after)) => {
                format!("{before}{}", after.split_once("</script>").unwrap().1)
            }
            None => body.to_owned(),
        };
        let published = fs::read_to_string(site.path().join("public").join(file)).unwrap();
        assert_eq!(served, published, "{address}");
    }
}

#[test]
fn private_pages_are_shown_to_their_author_alone_and_marked() {
    let site = site();
    for (name, line) in [
        ("own", "visibility: private"),
        ("ours", "visibility: network"),
    ] {
        let text = format!("---\ntitle: Quince\n{line}\n---\nDamson.\n");
        fs::write(site.path().join("content").join(format!("{name}.md")), text).unwrap();
    }
    let preview = Preview::start(site.path(), &["--port", "0"]);
    for address in ["/own/", "/ours/"] {
        let page = preview.get(address);
        assert!(page.contains("Damson."), "{page}");
        assert!(page.contains("This page is never published"), "{page}");
        assert!(page.contains("noindex"), "{page}");
    }
    drop(preview);
    // Whoever else is in the network may look at an address that is not the machine's own.
    let preview = Preview::start(site.path(), &["--bind", "0.0.0.0", "--port", "0"]);
    assert!(preview.get("/note/").contains("First words."));
    for address in ["/own/", "/ours/"] {
        let page = preview.get(address);
        assert!(
            page.starts_with("HTTP/1.1 404") && !page.contains("Damson"),
            "{page}"
        );
    }
    for address in ["/", "/feed.xml", "/sitemap.xml", "/index.json"] {
        assert!(!preview.get(address).contains("Quince"), "{address}");
    }
}
