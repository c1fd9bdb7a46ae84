//! What a publication leaves on a disk that fails, at each of its operations in turn.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the tests look at a disk"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use tempfile::TempDir;

use super::fault::{self, Disk, Fault};
use super::{Error, Publication, Turn, Written};
use crate::files::{Artifact, FileBytes};
use crate::path::OutputPath;

/// A folder with all that is in it, by path; `None` is a folder, and a link is told by where it leads.
type Tree = BTreeMap<String, Option<String>>;

/// What is in a folder; nothing when there is none.
fn tree(folder: &Path) -> Tree {
    if !folder.exists() {
        return Tree::new();
    }
    walkdir::WalkDir::new(folder)
        .min_depth(1)
        .into_iter()
        .map(Result::unwrap)
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            let content = if entry.file_type().is_dir() {
                None
            } else if entry.file_type().is_symlink() {
                Some(format!(
                    "-> {}",
                    fs::read_link(entry.path()).unwrap().display()
                ))
            } else {
                Some(fs::read_to_string(entry.path()).unwrap())
            };
            (path.to_str().unwrap().replace('\\', "/"), content)
        })
        .collect()
}

/// How a publication begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    /// There is no output folder.
    First,
    /// There is an old site with files that are not its own; pages stay, change, come and go.
    Other,
    /// Nothing differs.
    Same,
    /// Nothing differs but the record of the build.
    Record,
}

/// The files of the old or the new site of a case.
fn files(case: Case, is_new: bool) -> Vec<(&'static str, String)> {
    let long = "a long page ".repeat(2_000);
    let mut files = vec![
        ("build.json", "1".to_owned()),
        ("index.html", "home".to_owned()),
        ("a/b/index.html", "deep".to_owned()),
        ("a/index.html", long),
    ];
    if case == Case::Other && is_new {
        files[1].1 = "home, changed".to_owned();
        files.push(("come/c/index.html", "come".to_owned()));
    } else {
        files.push(("gone/g/index.html", "gone".to_owned()));
        files.push(("notes/index.html", "beside what is not ours".to_owned()));
    }
    if is_new && matches!(case, Case::Other | Case::Record) {
        files[0].1 = "2".to_owned();
    }
    files
}

/// A site's folder, with its old output where the case has one.
fn lay(case: Case) -> TempDir {
    // Hundreds of sites: in memory where that can be, since what fails is told by the seam and not by the disk.
    let memory = Path::new("/dev/shm");
    let site = TempDir::new_in(memory).or_else(|_| TempDir::new()).unwrap();
    let root = site.path();
    fs::create_dir(root.join("static")).unwrap();
    fs::write(root.join("site.yaml"), "title: A site\n").unwrap();
    fs::write(root.join("static/logo.svg"), "<svg/>").unwrap();
    if case != Case::First {
        publish(root, &files(case, false)).unwrap();
        let public = root.join("public");
        fs::create_dir_all(public.join("notes/empty")).unwrap();
        fs::write(public.join("notes/mine.txt"), "mine").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("nowhere", public.join("link")).unwrap();
    }
    if case == Case::Other {
        fs::write(root.join("static/logo.svg"), "<svg></svg>").unwrap();
    }
    site
}

fn publish(root: &Path, files: &[(&str, String)]) -> Result<Written, Error> {
    let publication = Publication::begin(Turn::take(root, &root.join("public"), false, || {})?)?;
    for (path, text) in files {
        publication.put(&Artifact::new(OutputPath::new(*path), text.as_bytes()));
    }
    publication.put(&Artifact {
        path: OutputPath::new("logo.svg"),
        bytes: FileBytes::Disk(root.join("static/logo.svg")),
        hash: None,
    });
    publication.finish()
}

/// What lies beside the output that was not there before.
fn left_behind(root: &Path) -> Vec<String> {
    fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !["public", "site.yaml", "static"].contains(&name.as_str()))
        .collect()
}

/// What came of a publication with a fault.
#[derive(Debug, Default)]
struct Seen {
    old: usize,
    new: usize,
    errors: usize,
}

/// Publishes a case with each operation failing in turn, and looks at what is there then and after the next build.
fn fail_each(case: Case, disk: Disk, fault: Fault) -> Seen {
    let new = files(case, true);
    let undisturbed = lay(case);
    let old_tree = tree(&undisturbed.path().join("public"));
    let (done, _) = fault::with(disk, usize::MAX, fault, || {
        publish(undisturbed.path(), &new)
    });
    done.unwrap();
    let new_tree = tree(&undisturbed.path().join("public"));
    assert_eq!(new_tree == old_tree, case == Case::Same);
    let mut seen = Seen::default();
    for at in 1.. {
        let site = lay(case);
        let root = site.path();
        let public = root.join("public");
        let (done, came_so_far) = fault::with(disk, at, fault, || publish(root, &new));
        let context = format!("{case:?}, {disk:?}, {fault:?} at {at}: {done:?}");
        if !came_so_far {
            done.unwrap();
            assert!(at > 10, "{context}");
            return seen;
        }
        let found = tree(&public);
        // Where no one step can exchange two folders, a process may die between the two that it takes.
        let is_aside = disk == Disk::Poor
            && fault == Fault::Dies
            && !public.exists()
            && tree(&root.join(".public.alongside-old")) == old_tree;
        let is_old = found == old_tree;
        assert!(
            is_old || is_aside || found == new_tree,
            "{context}\n{:?}",
            found.keys()
        );
        seen.old += usize::from(is_old);
        seen.new += usize::from(found == new_tree);
        match &done {
            Ok(_) => assert!(found == new_tree, "{context}"),
            Err(error) => {
                seen.errors += 1;
                assert_says_what(error, root, &context);
                let is_published = matches!(error, Error::Leftover { .. });
                assert!(
                    !is_published || found == new_tree,
                    "it says that the new site is published: {context}"
                );
            }
        }
        if let Err(error) = publish(root, &new) {
            panic!("the next build fails: {error}; {context}");
        }
        assert_eq!(tree(&public), new_tree, "after the next build: {context}");
        assert_eq!(left_behind(root), [""; 0], "{context}");
    }
    seen
}

/// An error says what was done to which path.
fn assert_says_what(error: &Error, root: &Path, context: &str) {
    let message = error.to_string();
    let name = root.file_name().unwrap().to_str().unwrap();
    assert!(message.contains(name), "{message}: {context}");
    let io = match error {
        Error::Leftover { cause, .. } => cause,
        error => error,
    };
    // A disk that says that two folders are on two disks has something mounted there.
    assert!(
        matches!(io, Error::Io { .. } | Error::Dangerous { .. }) && message.contains("cannot "),
        "{message}: {context}"
    );
}

/// All that runs on several threads runs on this one, so that the operations have an order.
fn alone() -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build()
        .unwrap()
}

/// What is tried: every case where all can be done, and the one that does most where little can.
const TRIED: [(Case, Disk); 5] = [
    (Case::First, Disk::Able),
    (Case::Other, Disk::Able),
    (Case::Same, Disk::Able),
    (Case::Record, Disk::Able),
    (Case::Other, Disk::Poor),
];

#[test]
fn an_operation_that_fails_leaves_the_old_site_or_the_new() {
    let _alone = alone();
    for (case, disk) in TRIED {
        let seen = fail_each(case, disk, Fault::Fails(ErrorKind::PermissionDenied));
        assert!(seen.errors > 10 && seen.old > 10, "{case:?}: {seen:?}");
    }
    // None of them says that something is not there: that is no failure but an answer, and has a test of its own.
    for kind in [ErrorKind::CrossesDevices, ErrorKind::StorageFull] {
        let seen = fail_each(Case::Other, Disk::Able, Fault::Fails(kind));
        assert!(seen.errors > 10 && seen.new > 10, "{kind}: {seen:?}");
    }
}

#[test]
fn a_write_that_is_cut_short_or_interrupted_is_gone_on_with_and_a_full_disk_is_told() {
    let _alone = alone();
    let seen = fail_each(Case::Other, Disk::Able, Fault::Short);
    assert_eq!((seen.errors, seen.old), (0, 0));
    let seen = fail_each(Case::Other, Disk::Poor, Fault::Fills);
    assert!(seen.errors > 10, "{seen:?}");
    fail_each(
        Case::Other,
        Disk::Poor,
        Fault::Fails(ErrorKind::Interrupted),
    );
}

#[test]
fn a_build_that_dies_at_any_operation_leaves_the_old_site_or_the_new() {
    let _alone = alone();
    for (case, disk) in TRIED {
        let seen = fail_each(case, disk, Fault::Dies);
        assert!(seen.old > 10, "{case:?}: {seen:?}");
        if case == Case::Other {
            assert!(seen.new > 10, "{case:?}: {seen:?}");
        }
    }
}

#[test]
fn an_interrupted_reading_or_writing_is_done_again() {
    let site = lay(Case::First);
    let place = site.path().join("page");
    let root = fs::canonicalize(site.path()).unwrap();
    let folder = super::disk::Folder::at(&root).unwrap();
    for at in [2, 3] {
        let interrupted = Fault::Fails(ErrorKind::Interrupted);
        let (done, came_so_far) = fault::with(Disk::Able, at, interrupted, || {
            folder.write(Path::new("page"), b"a page").map(drop)
        });
        assert!(done.is_ok());
        assert_eq!(came_so_far, at == 2);
        assert_eq!(fs::read_to_string(&place).unwrap(), "a page");
        fs::remove_file(&place).unwrap();
    }
}

#[test]
fn a_disk_that_says_that_something_is_not_there_loses_nothing() {
    let _alone = alone();
    let new = files(Case::Other, true);
    for at in 1.. {
        let site = lay(Case::Other);
        let root = site.path();
        let mistaken = Fault::Fails(ErrorKind::NotFound);
        let (done, came_so_far) = fault::with(Disk::Able, at, mistaken, || publish(root, &new));
        let context = format!("at {at}: {done:?}");
        assert_eq!(
            fs::read_to_string(root.join("public/notes/mine.txt")).unwrap(),
            "mine",
            "{context}"
        );
        let found = tree(&root.join("public"));
        let old = files(Case::Other, false);
        let has = |site: &[(&str, String)]| {
            site.iter()
                .all(|(path, text)| found.get(*path) == Some(&Some(text.clone())))
        };
        assert!(has(&new) || has(&old), "{context}");
        assert!(done.is_err() || has(&new), "{context}");
        if !came_so_far {
            assert!(at > 10, "{context}");
            return;
        }
    }
}
