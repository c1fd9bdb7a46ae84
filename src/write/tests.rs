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
    let publication = Publication::begin(site, output, || {})?;
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
        (manifest::NAME, "index.html"),
    ] {
        let site = site();
        let place = site.path().join("public").join(foreign);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, "mine").unwrap();
        let error = publish_to(site.path(), &[(wanted, "new")]).unwrap_err();
        assert!(
            matches!(error, Error::Foreign { .. } | Error::Manifest { .. }),
            "{foreign}: {error}"
        );
        assert_eq!(fs::read_to_string(&place).unwrap(), "mine");
    }
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
fn the_next_build_removes_what_a_killed_one_left() {
    let site = site();
    publish_to(site.path(), &[("index.html", "one")]).unwrap();
    let names = swap::Names::new(
        site.path(),
        &fs::canonicalize(site.path()).unwrap().join("public"),
    );
    let built = artifacts(&[("index.html", "two"), ("x/index.html", "x")]);
    let old = plan::Old::look(names.output()).unwrap();
    let laid = |built: &[Artifact]| {
        let staging = stage::Staging::make(&names).unwrap();
        let put = |artifact| plan::Placed::written(artifact, staging.put(artifact).unwrap());
        let placed = built.iter().map(put).collect();
        (staging, placed)
    };
    let (whole, placed) = laid(&built);
    whole
        .complete(&old, &plan::Plan::make(&old, placed).unwrap())
        .unwrap();
    whole.into_folder();
    laid(&built[1..]).0.into_folder();
    fs::write(names.fresh(), "a record half written").unwrap();
    publish_to(site.path(), &[("index.html", "three")]).unwrap();
    expect(site.path(), &[("index.html", "three")]);
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
        assert!(check_folder(root, &root.join(folder)).is_ok(), "{folder}");
    }
}
