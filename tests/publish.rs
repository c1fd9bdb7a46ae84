//! What lies in the output folder while and after the program publishes: killed at any instant, two at once, beside a preview,
//! and while an author saves.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the tests lay files on a disk and run the program"
)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How many files there are that are copied: they make the writing long beside the rest.
const COPIED: usize = 200;

/// A folder with the bytes of each file in it, by path.
type Tree = BTreeMap<PathBuf, Vec<u8>>;

fn tree(folder: &Path) -> Tree {
    let mut files = Tree::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                let path = entry.path().strip_prefix(folder).unwrap().to_path_buf();
                files.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

/// A site on a disk in memory, where there is one: what is looked at is the order of things, and a slow disk makes it no other.
fn site() -> TempDir {
    let memory = Path::new("/dev/shm");
    let site = TempDir::new_in(memory).or_else(|_| TempDir::new()).unwrap();
    fs::create_dir_all(site.path().join("content")).unwrap();
    save(
        site.path(),
        "site.yaml",
        "title: A site\nbase_url: https://site.example\nsearch: false\n",
    );
    save(
        site.path(),
        "content/_index.md",
        "---\ntitle: Home\n---\nHello.\n",
    );
    site
}

/// Saves a file as a careful editor does: whole, under its name in one step.
fn save(site: &Path, path: &str, text: &str) {
    let temporary = site.join(".saving");
    fs::write(&temporary, text).unwrap();
    fs::rename(temporary, site.join(path)).unwrap();
}

/// Lays the files that are copied, in two states: every file has other bytes, or is in one of them only, or is the same.
fn lay_copied(site: &Path) {
    for state in [0, 1] {
        for number in 0..COPIED {
            let folder = site.join(format!("static-{state}/{}", number % 20));
            fs::create_dir_all(&folder).unwrap();
            let (name, text) = match number % 4 {
                0 => (format!("{number}.txt"), "the same".to_owned()),
                1 => (format!("{number}-{state}.txt"), format!("only in {state}")),
                _ => (format!("{number}.txt"), format!("{number} in {state}")),
            };
            fs::write(folder.join(name), text).unwrap();
        }
    }
}

/// Brings the site into the one state or the other.
fn set(site: &Path, state: usize) {
    let title = format!("---\ntitle: Home {state}\n---\nHello.\n");
    save(site, "content/_index.md", &title);
    let copied = site.join("static");
    let (wanted, other) = (format!("static-{state}"), format!("static-{}", 1 - state));
    if site.join(&wanted).exists() {
        let _ = fs::rename(&copied, site.join(other));
        fs::rename(site.join(wanted), copied).unwrap();
    }
}

fn command(site: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alongside"));
    command
        .args(arguments)
        .current_dir(site)
        .env_remove("NETLIFY")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

fn start(site: &Path) -> Child {
    command(site, &["build", "--now", "2026-02-03"])
        .spawn()
        .unwrap()
}

/// Waits for a build, which must succeed; gives what it said.
fn succeeds(child: Child) -> String {
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    said
}

fn build(site: &Path) {
    succeeds(start(site));
}

/// What lies beside the output that is not the site's.
fn left_behind(site: &Path) -> Vec<String> {
    fs::read_dir(site)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(".public"))
        .collect()
}

/// When a build is killed.
#[derive(Clone, Copy)]
enum Moment {
    /// So long after its start, as a part of what a whole build takes.
    After(f64),
    /// So long after it began to write.
    Writing(Duration),
    /// So long after the new site came to be the output, while the old one is removed.
    Published(Duration),
}

/// Starts a build and kills it; whether it was still at work.
fn kill(site: &Path, instant: Moment, whole: Duration) -> bool {
    let public = site.join("public");
    let before = fs::metadata(&public).unwrap().ino();
    let began = Instant::now();
    let mut child = start(site);
    let mut until = |is_there: &dyn Fn() -> bool| {
        while !is_there() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(GLANCE);
        }
    };
    match instant {
        Moment::After(part) => std::thread::sleep((began + whole.mul_f64(part)) - Instant::now()),
        Moment::Writing(after) => {
            until(&|| site.join(".public.alongside-new").exists());
            std::thread::sleep(after);
        }
        Moment::Published(after) => {
            until(&|| fs::metadata(&public).is_ok_and(|folder| folder.ino() != before));
            std::thread::sleep(after);
        }
    }
    // A process that has ended is there until it is waited for: this kills no other.
    let _ = child.kill();
    child.wait().unwrap().signal() == Some(9)
}

/// How often a build that is to be killed is looked at: often enough to see the old site being removed.
const GLANCE: Duration = Duration::from_micros(100);

/// How often builds are killed.
const KILLS: u32 = 200;

/// How many sites are built side by side for it.
const SITES: u32 = 4;

#[test]
fn a_build_that_is_killed_leaves_the_old_site_or_the_new() {
    let seen: Vec<(u32, u32)> = std::thread::scope(|scope| {
        let sites: Vec<_> = (0..SITES)
            .map(|number| scope.spawn(move || kill_builds(number)))
            .collect();
        sites.into_iter().map(|site| site.join().unwrap()).collect()
    });
    let old: u32 = seen.iter().map(|(old, _)| old).sum();
    let new: u32 = seen.iter().map(|(_, new)| new).sum();
    assert_eq!(old + new, KILLS);
    assert!(
        old > 0 && new > 0,
        "{old} times the old site, {new} the new"
    );
}

/// Kills its part of the builds, of a site of its own; how often the old site was there afterwards, and the new.
fn kill_builds(number: u32) -> (u32, u32) {
    let site = site();
    let site = site.path();
    let public = site.join("public");
    lay_copied(site);
    let trees = [0, 1].map(|state| {
        set(site, state);
        build(site);
        tree(&public)
    });
    assert_ne!(trees[0], trees[1]);
    set(site, 0);
    let began = Instant::now();
    build(site);
    let whole = began.elapsed();

    let (mut is, mut old, mut new) = (0, 0, 0);
    for attempt in number * 1000.. {
        if old + new == KILLS / SITES {
            break;
        }
        assert!(
            attempt < number * 1000 + KILLS,
            "the builds end before they are killed"
        );
        // Steps of the golden ratio fall evenly, however many there are.
        let part = (f64::from(attempt) * 0.618_034).fract();
        let moment = match attempt % 3 {
            0 => Moment::After(part),
            1 => Moment::Writing(whole.mul_f64(part * 0.5)),
            _ => Moment::Published(whole.mul_f64(part * 0.02)),
        };
        let wanted = 1 - is;
        set(site, wanted);
        let was_killed = u32::from(kill(site, moment, whole));
        let found = tree(&public);
        if found == trees[wanted] {
            is = wanted;
            new += was_killed;
        } else {
            assert!(found == trees[is], "{}", differing(&found, &trees));
            old += was_killed;
        }
    }
    for wanted in [is, 1 - is] {
        set(site, wanted);
        build(site);
        assert!(tree(&public) == trees[wanted]);
        assert_eq!(left_behind(site), [""; 0]);
    }
    (old, new)
}

/// How many files a folder has of each state alone, for a message.
fn differing(found: &Tree, trees: &[Tree; 2]) -> String {
    let [one, other] = trees.each_ref().map(|tree| {
        let same = |(path, bytes): &(&PathBuf, &Vec<u8>)| tree.get(*path) == Some(*bytes);
        found.iter().filter(same).count()
    });
    format!(
        "{} files, of which {one} and {other} are those of the sites",
        found.len()
    )
}

#[test]
fn builds_into_one_folder_at_once_take_turns_and_say_so() {
    let site = site();
    let site = site.path();
    lay_copied(site);
    set(site, 0);
    build(site);
    let whole = tree(&site.join("public"));
    fs::remove_dir_all(site.join("public")).unwrap();
    let mut waited = 0;
    while waited == 0 {
        let builds: Vec<Child> = (0..4).map(|_| start(site)).collect();
        for build in builds {
            let said = succeeds(build);
            waited += usize::from(said.contains("waiting for another build"));
        }
        assert!(tree(&site.join("public")) == whole);
        assert_eq!(left_behind(site), [""; 0]);
        fs::remove_dir_all(site.join("public")).unwrap();
    }
}

#[test]
fn every_site_that_is_published_while_an_author_saves_has_whole_files_and_the_last_edit_is_in_the_next_build()
 {
    const PAGES: usize = 12;
    let site = site();
    let site = site.path();
    let body = |page: usize, edit: usize| format!("Edit {edit} of page {page}. ").repeat(300);
    let write = |page: usize, edit: usize| {
        let text = format!("---\ntitle: Page {page}\n---\n{}\n", body(page, edit));
        save(site, &format!("content/page-{page}.md"), &text);
        save(site, &format!("static/copy-{page}.txt"), &body(page, edit));
    };
    fs::create_dir(site.join("static")).unwrap();
    for page in 0..PAGES {
        write(page, 0);
    }
    let edits = AtomicUsize::new(0);
    let builds = AtomicUsize::new(0);
    // The edit of each file that a published site shows; it must show one.
    let check = |text: &str, page: usize| -> usize {
        let marker = format!("of page {page}.");
        let shown: Vec<usize> = text
            .split("Edit ")
            .skip(1)
            .filter_map(|part| {
                let (edit, rest) = part.split_once(' ')?;
                rest.starts_with(&marker).then(|| edit.parse().unwrap())
            })
            .collect();
        assert!(
            shown.len() >= 300,
            "page {page} is cut short: {}",
            shown.len()
        );
        assert!(
            shown.iter().all(|edit| *edit == shown[0]),
            "page {page} shows two edits"
        );
        shown[0]
    };
    // A preview beside it reads the same files and writes none.
    let mut preview = command(site, &["serve", "--port", "0"]).spawn().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while builds.load(Ordering::Relaxed) < 8 {
                let edit = edits.fetch_add(1, Ordering::Relaxed) + 1;
                for page in 0..PAGES {
                    write(page, edit);
                }
                std::thread::sleep(Duration::from_millis(2));
            }
        });
        for _ in 0..8 {
            let saved = edits.load(Ordering::Relaxed).saturating_sub(1);
            build(site);
            for page in 0..PAGES {
                let html = site.join(format!("public/page-{page}/index.html"));
                let copy = site.join(format!("public/copy-{page}.txt"));
                for file in [html, copy] {
                    let edit = check(&fs::read_to_string(file).unwrap(), page);
                    assert!(edit >= saved, "an edit from before the build is not in it");
                }
            }
            builds.fetch_add(1, Ordering::Relaxed);
        }
    });
    let last = edits.load(Ordering::Relaxed);
    assert!(last > 8, "nothing was edited meanwhile");
    build(site);
    for page in 0..PAGES {
        let html = fs::read_to_string(site.join(format!("public/page-{page}/index.html"))).unwrap();
        assert_eq!(check(&html, page), last);
    }
    assert!(preview.try_wait().unwrap().is_none(), "the preview ended");
    preview.kill().unwrap();
    preview.wait().unwrap();
    assert_eq!(left_behind(site), [""; 0]);
}
