//! What a publication leaves on the disk.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the tests look at a disk"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::files::{Artifact, FileBytes};

fn site() -> TempDir {
    let site = TempDir::new().unwrap();
    fs::write(site.path().join("site.yaml"), "title: A site\n").unwrap();
    site
}

fn artifacts(files: &[(&str, &str)]) -> Vec<Artifact> {
    files
        .iter()
        .map(|(path, text)| Artifact::new(OutputPath::new(*path), text.as_bytes()))
        .collect()
}

fn publish(site: &Path, output: &Path, artifacts: &[Artifact]) -> Result<Written, Error> {
    publish_into(site, output, false, artifacts)
}

fn publish_into(
    site: &Path,
    output: &Path,
    adopt: bool,
    artifacts: &[Artifact],
) -> Result<Written, Error> {
    let publication = Publication::begin(Turn::take(site, output, adopt, || {})?)?;
    for artifact in artifacts {
        publication.put(artifact);
    }
    publication.finish()
}

fn publish_to(site: &Path, files: &[(&str, &str)]) -> Result<Written, Error> {
    publish(site, &site.join("public"), &artifacts(files))
}

/// Every file below a folder but the manifest, with its text; and that no temporary sibling is left.
fn contents(site: &Path) -> BTreeMap<String, String> {
    let left: Vec<String> = fs::read_dir(site)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(".public"))
        .collect();
    assert!(left.is_empty(), "left behind: {left:?}");
    let public = site.join("public");
    walkdir::WalkDir::new(&public)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file() && entry.file_name() != manifest::NAME)
        .map(|entry| {
            let path = entry.path().strip_prefix(&public).unwrap();
            (
                path.to_str().unwrap().to_owned(),
                fs::read_to_string(entry.path()).unwrap(),
            )
        })
        .collect()
}

fn expect(site: &Path, files: &[(&str, &str)]) {
    let expected: BTreeMap<String, String> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    assert_eq!(contents(site), expected);
}

#[test]
fn a_site_is_published_then_changed_then_left_alone() {
    let site = site();
    let first = [
        ("index.html", "one"),
        ("a/index.html", "a"),
        ("build.json", "1"),
    ];
    let written = publish_to(site.path(), &first).unwrap();
    assert_eq!(
        (written.artifacts, written.written, written.removed),
        (3, 3, 0)
    );
    expect(site.path(), &first);

    let second = [
        ("index.html", "two"),
        ("b/index.html", "b"),
        ("build.json", "1"),
    ];
    let written = publish_to(site.path(), &second).unwrap();
    assert_eq!(
        (written.artifacts, written.written, written.removed),
        (3, 2, 1)
    );
    expect(site.path(), &second);
    assert!(!site.path().join("public/a").exists());

    let written = publish_to(site.path(), &second).unwrap();
    assert_eq!((written.written, written.removed), (0, 0));
}

#[cfg(unix)]
#[test]
fn nothing_is_exchanged_when_nothing_or_only_the_record_differs() {
    use std::os::unix::fs::MetadataExt;
    let site = site();
    let inode = || fs::metadata(site.path().join("public")).unwrap().ino();
    publish_to(site.path(), &[("index.html", "one"), ("build.json", "1")]).unwrap();
    let before = inode();
    publish_to(site.path(), &[("index.html", "one"), ("build.json", "1")]).unwrap();
    let written = publish_to(site.path(), &[("index.html", "one"), ("build.json", "2")]).unwrap();
    assert_eq!(written.written, 1);
    assert_eq!(inode(), before);
    expect(site.path(), &[("index.html", "one"), ("build.json", "2")]);
    publish_to(site.path(), &[("index.html", "two"), ("build.json", "2")]).unwrap();
    assert_ne!(inode(), before);
}

#[test]
fn what_alongside_did_not_write_is_kept() {
    let site = site();
    publish_to(site.path(), &[("index.html", "one")]).unwrap();
    let public = site.path().join("public");
    fs::create_dir_all(public.join("notes/empty")).unwrap();
    fs::write(public.join("notes/mine.txt"), "mine").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", public.join("link")).unwrap();
    let written = publish_to(site.path(), &[("index.html", "two")]).unwrap();
    assert!(written.kept >= 1);
    expect(
        site.path(),
        &[("index.html", "two"), ("notes/mine.txt", "mine")],
    );
    assert!(public.join("notes/empty").is_dir());
    #[cfg(unix)]
    assert_eq!(
        fs::read_link(public.join("link")).unwrap(),
        Path::new("nowhere")
    );
}

#[test]
fn a_build_refuses_what_would_replace_somebody_elses_file() {
    for (foreign, wanted) in [
        ("index.html", "index.html"),
        ("a", "a/index.html"),
        ("a/b", "a"),
        ("a/b/", "a"),
        (manifest::NAME, "index.html"),
    ] {
        let site = site();
        let place = site.path().join("public").join(foreign);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        if foreign.ends_with('/') {
            fs::create_dir(&place).unwrap();
        } else {
            fs::write(&place, "mine").unwrap();
        }
        let public = site.path().join("public");
        let new = artifacts(&[(wanted, "new")]);
        let error = publish_into(site.path(), &public, true, &new).unwrap_err();
        assert!(
            matches!(error, Error::Foreign { .. } | Error::Manifest { .. }),
            "{foreign}: {error}"
        );
        assert!(place.is_dir() || fs::read_to_string(&place).unwrap() == "mine");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_is_somebody_elses() {
    let site = site();
    publish_to(site.path(), &[("a/index.html", "one"), ("b.html", "b")]).unwrap();
    let public = site.path().join("public");
    fs::write(site.path().join("elsewhere"), "one").unwrap();
    fs::remove_file(public.join("a/index.html")).unwrap();
    std::os::unix::fs::symlink("../../elsewhere", public.join("a/index.html")).unwrap();
    for text in ["one", "two"] {
        let error = publish_to(site.path(), &[("a/index.html", text)]).unwrap_err();
        assert!(matches!(error, Error::Foreign { .. }), "{error}");
        assert_eq!(
            fs::read_to_string(site.path().join("elsewhere")).unwrap(),
            "one"
        );
    }
}

#[cfg(unix)]
#[test]
fn an_authors_file_never_has_a_second_name() {
    use std::os::unix::fs::MetadataExt;
    let site = site();
    let source = site.path().join("static/logo.svg");
    fs::create_dir(site.path().join("static")).unwrap();
    fs::write(&source, "<svg/>").unwrap();
    let copied = Artifact {
        path: OutputPath::new("logo.svg"),
        bytes: FileBytes::Disk(source.clone()),
        hash: None,
    };
    for text in ["one", "two"] {
        let mut built = artifacts(&[("index.html", text)]);
        built.push(copied.clone());
        let written = publish(site.path(), &site.path().join("public"), &built).unwrap();
        assert_eq!(written.written, if text == "one" { 2 } else { 1 });
        assert_eq!(fs::metadata(&source).unwrap().nlink(), 1);
        let public = fs::metadata(site.path().join("public/logo.svg")).unwrap();
        assert_eq!(public.nlink(), 1);
        expect(site.path(), &[("index.html", text), ("logo.svg", "<svg/>")]);
    }
}

#[test]
fn a_file_that_is_replaced_after_it_was_compared_is_not_carried_over() {
    let site = site();
    let public = site.path().join("public");
    publish_to(site.path(), &[("a", "one"), ("b", "one")]).unwrap();
    let publication =
        Publication::begin(Turn::take(site.path(), &public, false, || {}).unwrap()).unwrap();
    for artifact in artifacts(&[("a", "one"), ("b", "two")]) {
        publication.put(&artifact);
    }
    fs::write(public.join("new"), "ONE").unwrap();
    fs::rename(public.join("new"), public.join("a")).unwrap();
    let error = publication.finish().unwrap_err();
    assert!(matches!(error, Error::Changing { .. }), "{error}");
    assert!(error.to_string().contains("/public/a`"), "{error}");
    expect(site.path(), &[("a", "ONE"), ("b", "one")]);
    publish_to(site.path(), &[("a", "one"), ("b", "two")]).unwrap();
    expect(site.path(), &[("a", "one"), ("b", "two")]);
}

#[test]
fn what_is_the_same_is_taken_over_as_soon_as_something_differs() {
    let site = site();
    let public = site.path().join("public");
    let staged = site.path().join(".public.alongside-new");
    let old = [("a", "a"), ("b", "b"), ("build.json", "1"), ("c", "c")];
    let new = [("a", "a"), ("b", "B"), ("build.json", "2"), ("c", "c")];
    publish_to(site.path(), &old).unwrap();
    let publication =
        Publication::begin(Turn::take(site.path(), &public, false, || {}).unwrap()).unwrap();
    let artifacts = artifacts(&new);
    // The record alone is no reason: it is replaced in its place.
    for artifact in [&artifacts[2], &artifacts[0]] {
        publication.put(artifact);
    }
    assert!(!staged.join("a").exists());
    for artifact in [&artifacts[1], &artifacts[3]] {
        publication.put(artifact);
    }
    assert!(staged.join("c").exists());
    let written = publication.finish().unwrap();
    assert_eq!((written.artifacts, written.written), (4, 2));
    expect(site.path(), &new);
}

#[test]
fn what_comes_into_the_old_site_at_the_last_moment_is_kept() {
    for (name, is_in_both) in [("notes.txt", false), ("new.html", true)] {
        let site = site();
        let public = site.path().join("public");
        publish_to(site.path(), &[("index.html", "one")]).unwrap();
        let publication =
            Publication::begin(Turn::take(site.path(), &public, false, || {}).unwrap()).unwrap();
        for artifact in artifacts(&[("index.html", "two"), ("new.html", "new")]) {
            publication.put(&artifact);
        }
        // The folder has been looked at.
        fs::write(public.join(name), "mine").unwrap();
        let finished = publication.finish();
        if is_in_both {
            let error = finished.unwrap_err();
            assert!(matches!(error, Error::Leftover { .. }), "{error}");
            assert!(error.to_string().contains("holds `new.html`"), "{error}");
            let late = site.path().join(".public.alongside-new");
            assert_eq!(fs::read_to_string(late.join(name)).unwrap(), "mine");
            let error = publish_to(site.path(), &[("index.html", "two")]).unwrap_err();
            assert!(matches!(error, Error::Late { .. }), "{error}");
            fs::remove_file(late.join(name)).unwrap();
            publish_to(site.path(), &[("index.html", "two")]).unwrap();
            expect(site.path(), &[("index.html", "two")]);
        } else {
            finished.unwrap();
            expect(
                site.path(),
                &[("index.html", "two"), ("new.html", "new"), (name, "mine")],
            );
        }
    }
}

#[test]
fn two_builds_into_one_folder_take_turns() {
    let one = site();
    let other = site();
    let public = one.path().join("public");
    let first = Turn::take(one.path(), &public, false, || {
        panic!("nobody else is there")
    })
    .unwrap();
    let (told, waits) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let second = scope.spawn(|| {
            let turn = Turn::take(other.path(), &public, false, || told.send(()).unwrap()).unwrap();
            assert!(
                public.join("index.html").exists(),
                "the first had not finished"
            );
            drop(turn);
        });
        waits
            .recv_timeout(std::time::Duration::from_secs(60))
            .unwrap();
        let publication = Publication::begin(first).unwrap();
        publication.put(&artifacts(&[("index.html", "one")])[0]);
        publication.finish().unwrap();
        second.join().unwrap();
    });
    expect(one.path(), &[("index.html", "one")]);
}

#[test]
fn a_file_changed_by_hand_is_put_right_but_never_silently_removed() {
    let site = site();
    publish_to(site.path(), &[("index.html", "one"), ("old.html", "old")]).unwrap();
    let public = site.path().join("public");
    fs::write(public.join("index.html"), "ONE").unwrap();
    publish_to(site.path(), &[("index.html", "one"), ("old.html", "old")]).unwrap();
    expect(site.path(), &[("index.html", "one"), ("old.html", "old")]);

    fs::write(public.join("old.html"), "by hand").unwrap();
    let error = publish_to(site.path(), &[("index.html", "one")]).unwrap_err();
    assert!(error.to_string().contains("`old.html`"), "{error}");
    expect(
        site.path(),
        &[("index.html", "one"), ("old.html", "by hand")],
    );
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let site = site();
    publish_to(site.path(), &[("a", "file"), ("b/c", "inner")]).unwrap();
    publish_to(site.path(), &[("a/c", "inner"), ("b", "file")]).unwrap();
    expect(site.path(), &[("a/c", "inner"), ("b", "file")]);
}

#[test]
fn a_failed_copy_leaves_the_old_site() {
    let site = site();
    publish_to(site.path(), &[("index.html", "one")]).unwrap();
    let mut built = artifacts(&[("index.html", "two")]);
    built.push(Artifact {
        path: OutputPath::new("gone.png"),
        bytes: FileBytes::Disk(site.path().join("static/gone.png")),
        hash: None,
    });
    let error = publish(site.path(), &site.path().join("public"), &built).unwrap_err();
    assert!(error.to_string().contains("gone.png"), "{error}");
    expect(site.path(), &[("index.html", "one")]);
}

#[test]
fn two_artifacts_cannot_share_a_file() {
    let site = site();
    for files in [[("a", "1"), ("a", "2")], [("a", "1"), ("a/b", "2")]] {
        let error = publish_to(site.path(), &files).unwrap_err();
        assert!(matches!(error, Error::Twice { .. }), "{error}");
    }
}

#[test]
fn dangerous_folders_are_refused() {
    let site = site();
    let root = site.path();
    fs::create_dir_all(root.join("content/stories")).unwrap();
    fs::create_dir_all(root.join("other")).unwrap();
    fs::write(root.join("other/site.yaml"), "").unwrap();
    for folder in [
        ".",
        "..",
        "/",
        "content",
        "content/stories",
        "content/new",
        "static/x",
        "site.yaml",
        "other",
        "a/../content",
    ] {
        let error = publish(root, &root.join(folder), &artifacts(&[("i", "1")])).unwrap_err();
        assert!(
            matches!(error, Error::Dangerous { .. }),
            "{folder}: {error}"
        );
    }
    for folder in ["public", "a/b/public", "public/../out"] {
        assert!(
            folder::check(root, &root.join(folder), false).is_ok(),
            "{folder}"
        );
    }
}
