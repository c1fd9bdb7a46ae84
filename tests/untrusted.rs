//! What a build does to folders that somebody else filled: links, pipes, leftovers and lists that lie, as root and as a user.
//!
//! Whatever stands in and around a site, a build changes its output alone, or says what to do and changes nothing.
//! As root, each is tried as another user too; where nobody is root, that is said, and tried as who runs the tests alone.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the tests lay files on a disk and run the program"
)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, lchown, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A user and group that no machine has.
const SOMEBODY: u32 = 54_321;

/// How long a build may take before it counts as one that waits for something that never comes.
const PATIENCE: Duration = Duration::from_secs(120);

fn is_root() -> bool {
    static ROOT: OnceLock<bool> = OnceLock::new();
    *ROOT.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let is_root = fs::metadata(folder.path()).unwrap().uid() == 0;
        if !is_root {
            eprintln!("not run as root: other users and owners are not tried");
            assert!(
                std::env::var_os("ALONGSIDE_REQUIRE_TOOLS").is_none(),
                "these tests must be run as root"
            );
        }
        is_root
    })
}

/// Where a user who is not root can run the program.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, program) = PROGRAM.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let program = folder.path().join("alongside");
        fs::copy(env!("CARGO_BIN_EXE_alongside"), &program).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        (folder, program)
    });
    program
}

/// A folder with a site in it, and something around the site.
struct World {
    folder: TempDir,
    /// Who builds; nobody for who runs the tests.
    user: Option<u32>,
}

impl World {
    fn new(user: Option<u32>) -> Self {
        let folder = TempDir::new().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let world = Self { folder, user };
        for (path, text) in [
            (
                "site/site.yaml",
                "title: A site\nbase_url: https://site.example\nsearch: false\n",
            ),
            ("site/content/_index.md", "---\ntitle: Home\n---\nHello.\n"),
            ("site/content/about.md", "---\ntitle: About\n---\nHello.\n"),
            ("site/static/notes.txt", "notes"),
            ("around/keep.txt", "keep"),
            ("around/hooks/sample", "a hook"),
            ("around/deep/er/file", "deep"),
        ] {
            world.write(path, text);
        }
        world.give_site();
        world
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn link(&self, path: &str, target: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(target, path).unwrap();
    }

    fn pipe(&self, path: &str) {
        let made = Command::new("mkfifo").arg(self.path(path)).status();
        assert!(made.unwrap().success());
    }

    /// Gives the site to who builds.
    fn give_site(&self) {
        if let Some(user) = self.user {
            for entry in walkdir::WalkDir::new(self.path("site")) {
                lchown(entry.unwrap().path(), Some(user), Some(user)).unwrap();
            }
        }
    }

    /// Builds; gives the exit status and what was said.
    fn build(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = Command::new(program());
        command
            .args(["build", "--now", "2026-02-03"])
            .args(arguments)
            .current_dir(self.path("site"))
            .env("HOME", self.path("nowhere"))
            .env_remove("NETLIFY")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        if let Some(user) = self.user {
            command.uid(user).gid(user);
        }
        let mut child = command.spawn().unwrap();
        let began = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if began.elapsed() > PATIENCE {
                child.kill().unwrap();
                child.wait().unwrap();
                panic!("the build waits for something that never comes");
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code().unwrap_or(-1), said)
    }

    /// Builds, which must be refused with these words and change nothing at all but times of the site's folder.
    fn refuses(&self, arguments: &[&str], words: &str) {
        let before = self.state();
        let (status, said) = self.build(arguments);
        assert!([2, 3].contains(&status), "{status}: {said}");
        assert!(said.contains(words), "{said}");
        assert_eq!(differences(&before, &self.state(), &[]), [""; 0], "{said}");
    }

    fn builds(&self, arguments: &[&str]) {
        let (status, said) = self.build(arguments);
        assert_eq!(status, 0, "{said}");
    }

    fn state(&self) -> State {
        let root = self.folder.path();
        walkdir::WalkDir::new(root)
            .min_depth(1)
            .into_iter()
            .map(Result::unwrap)
            .map(|entry| {
                let path = entry.path().strip_prefix(root).unwrap();
                (path.to_str().unwrap().to_owned(), Seen::of(entry.path()))
            })
            .collect()
    }
}

/// All that lies below a world.
type State = BTreeMap<String, Seen>;

/// What one file, folder, link or pipe is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    number: u64,
    mode: u32,
    owner: (u32, u32),
    written: (i64, i64),
    content: String,
}

impl Seen {
    fn of(path: &Path) -> Self {
        let found = fs::symlink_metadata(path).unwrap();
        let content = if found.is_symlink() {
            fs::read_link(path).unwrap().display().to_string()
        } else if found.is_file() {
            String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()
        } else {
            String::new()
        };
        Self {
            number: found.ino(),
            mode: found.mode(),
            owner: (found.uid(), found.gid()),
            written: (found.mtime(), found.mtime_nsec()),
            content,
        }
    }
}

/// What differs outside the folders `ours`. The site's folder itself holds the lock for a time, which moves its own time.
fn differences(before: &State, after: &State, ours: &[&str]) -> Vec<String> {
    let is_ours = |path: &str| {
        let is_in = |folder: &&str| path == *folder || path.starts_with(&format!("{folder}/"));
        ours.iter().any(is_in)
    };
    let mut differences = Vec::new();
    for (path, seen) in before.iter().filter(|(path, _)| !is_ours(path)) {
        match after.get(path) {
            None => differences.push(format!("{path} is gone")),
            Some(now) if path == "site" => {
                let still = Seen {
                    written: seen.written,
                    ..now.clone()
                };
                if still != *seen {
                    differences.push(format!("{path}: {seen:?}, now {now:?}"));
                }
            }
            Some(now) if now != seen => {
                differences.push(format!("{path}: {seen:?}, now {now:?}"));
            }
            Some(_) => {}
        }
    }
    let new = after
        .keys()
        .filter(|path| !before.contains_key(*path) && !is_ours(path));
    differences.extend(new.map(|path| format!("{path} is new")));
    differences
}

/// Who builds: who runs the tests, and where that is root, somebody else too.
fn builders() -> Vec<Option<u32>> {
    if is_root() {
        vec![None, Some(SOMEBODY)]
    } else {
        vec![None]
    }
}

#[test]
fn a_leftover_that_a_clone_brought_is_named_and_moves_nothing() {
    for user in builders() {
        for name in ["new", "old"] {
            let world = World::new(user);
            let leftover = format!("site/.public.alongside-{name}");
            world.write(&format!("{leftover}/x/post-checkout"), "evil");
            world.write(&format!("{leftover}/evil.html"), "evil");
            world.write(
                &format!("{leftover}/.alongside-manifest.json"),
                r#"{"alongside":1,"files":{}}"#,
            );
            world.link("site/public/x", "../../around/hooks");
            world.give_site();
            world.refuses(
                &["--adopt"],
                &format!(".public.alongside-{name}` has a name"),
            );
            fs::remove_dir_all(world.path(&leftover)).unwrap();
            world.builds(&["--adopt"]);
            assert!(!world.path("site/public/evil.html").exists());
        }
    }
}

#[test]
fn leftovers_and_locks_that_are_links_pipes_or_files_are_named() {
    for user in builders() {
        for name in ["new", "old", "lock"] {
            for kind in ["link", "dangling", "pipe", "file", "folder"] {
                let world = World::new(user);
                let place = format!("site/.public.alongside-{name}");
                match kind {
                    "link" if name == "lock" => world.link(&place, "../around/keep.txt"),
                    "link" => world.link(&place, "../around/hooks"),
                    "dangling" => world.link(&place, "../around/made"),
                    "pipe" => world.pipe(&place),
                    "file" => world.write(&place, "somebody's"),
                    _ => fs::create_dir(world.path(&place)).unwrap(),
                }
                world.give_site();
                world.refuses(&[], &format!(".public.alongside-{name}` has a name"));
            }
        }
    }
}

#[test]
fn a_journal_that_was_copied_proves_nothing() {
    let world = World::new(None);
    world.write(
        "site/.public.alongside-lock",
        "alongside-journal-1 1:2:3.000000004\nmaking\nstaged 1:2:3.000000004\n",
    );
    world.refuses(&[], ".public.alongside-lock` has a name");
    // A second name of a file elsewhere would be written through.
    fs::remove_file(world.path("site/.public.alongside-lock")).unwrap();
    world.write("around/empty", "");
    fs::hard_link(
        world.path("around/empty"),
        world.path("site/.public.alongside-lock"),
    )
    .unwrap();
    world.refuses(&[], "second name");
}

#[test]
fn an_output_folder_that_is_a_link_is_refused() {
    for user in builders() {
        let world = World::new(user);
        world.link("site/public", "../around/hooks");
        world.link("site/out", "public");
        world.give_site();
        world.refuses(&[], "is a symbolic link");
        world.refuses(&["--adopt"], "is a symbolic link");
        world.refuses(&["-o", "public"], "is a symbolic link");
        world.refuses(&["-o", "./out/"], "is a symbolic link");
        // Above it a link is the choice of who builds.
        world.link("site/above", "../above");
        world.give_site();
        fs::create_dir(world.path("above")).unwrap();
        lchown(world.path("above"), user, user).unwrap();
        world.builds(&["-o", "above/public"]);
        assert!(world.path("above/public/index.html").exists());
    }
}

#[test]
fn a_folder_with_something_in_it_is_adopted_only_when_that_is_asked_for() {
    for user in builders() {
        let world = World::new(user);
        for (path, text) in [
            ("site/public/.git/HEAD", "ref: refs/heads/pages\n"),
            ("site/public/.git/objects/ab/cdef", "object"),
            ("site/public/.git/refs/heads/pages", "0123\n"),
            ("site/public/CNAME", "site.example\n"),
        ] {
            world.write(path, text);
        }
        world.pipe("site/public/.git/fsmonitor");
        fs::set_permissions(
            world.path("site/public/.git/objects"),
            fs::Permissions::from_mode(0o2750),
        )
        .unwrap();
        world.give_site();
        world.refuses(&[], "--adopt");
        let before = world.state();
        world.builds(&["--adopt"]);
        let check = || {
            let after = world.state();
            for (path, seen) in before.iter().filter(|(path, _)| path.contains("public/")) {
                let mut now = after[path].clone();
                if world.path(path).is_dir() {
                    now.number = seen.number;
                }
                assert_eq!(now, *seen, "{path}");
            }
        };
        check();
        // From now on it is ours.
        world.write(
            "site/content/about.md",
            "---\ntitle: About us\n---\nHello.\n",
        );
        world.builds(&[]);
        check();
    }
}

#[test]
fn a_manifest_that_lies_deletes_nothing() {
    for files in [
        r#"{"keep.txt": null, "build.json": null}"#,
        r#"{"keep.txt": "00000000000000000000000000000000"}"#,
        r#"{"../../around/keep.txt": null}"#,
        r#"{".git/HEAD": null}"#,
        r#"{".GIT/HEAD": "00"}"#,
        r#"{"/around/keep.txt": null}"#,
    ] {
        let world = World::new(None);
        world.write("site/public/keep.txt", "keep");
        world.write("site/public/.git/HEAD", "ref: x");
        world.write(
            "site/public/.alongside-manifest.json",
            &format!(r#"{{"alongside":1,"files":{files}}}"#),
        );
        let before = world.state();
        let (_, said) = world.build(&[]);
        let after = world.state();
        for path in [
            "site/public/keep.txt",
            "site/public/.git/HEAD",
            "around/keep.txt",
        ] {
            assert_eq!(before[path], after[path], "{files}: {said}");
        }
    }
}

#[test]
fn folders_where_somebody_works_are_refused_whatever_is_asked_for() {
    let world = World::new(None);
    for (path, text) in [
        ("other/site.yaml", "title: Other\n"),
        ("other/content/_index.md", "---\ntitle: Other\n---\n"),
        ("other/static/x", "x"),
        ("pages/content/a/b.md", "---\ntitle: B\n---\n"),
        ("jekyll/index.md", "---\ntitle: Jekyll\n---\n"),
        ("clone/.git/HEAD", "ref"),
        ("bare.git/HEAD", "ref"),
        ("bare.git/objects/a", "a"),
        ("bare.git/refs/a", "a"),
        ("look/theme.yaml", "name: look\n"),
        ("home/me/work.txt", "work"),
        // That a manifest claims it makes it nobody's less.
        (
            "other/content/.alongside-manifest.json",
            r#"{"alongside":1,"files":{"_index.md":"00"}}"#,
        ),
    ] {
        world.write(path, text);
    }
    world.link("site/data", "../around/deep");
    for folder in [
        "../other",
        "../other/content",
        "../other/static/new",
        "../pages",
        "../pages/content",
        "../pages/content/a",
        "../jekyll",
        "../clone/.git",
        "../clone/.git/hooks/new",
        "../bare.git",
        "../bare.git/new",
        "../look",
        "../around/deep",
        "../around/deep/new",
        "content",
        "static/x",
        ".",
        "..",
        "/",
        "/etc",
        "/usr/lib/new",
        "/var",
        "/proc/self",
        "/home",
        "/home/new",
        "/root",
    ] {
        for arguments in [&["-o", folder][..], &["-o", folder, "--adopt"]] {
            world.refuses(arguments, "cannot be the output folder");
        }
    }
}

#[test]
fn a_folder_that_another_user_wrote_is_named_before_anything_changes() {
    if !is_root() {
        return;
    }
    let mut world = World::new(Some(SOMEBODY));
    world.builds(&[]);
    // As after a build by another user.
    lchown(
        world.path("site/public/about"),
        Some(SOMEBODY + 1),
        Some(SOMEBODY + 1),
    )
    .unwrap();
    world.write(
        "site/content/about.md",
        "---\ntitle: About us\n---\nHello.\n",
    );
    let mend = format!("sudo chown -R -h {SOMEBODY}:{SOMEBODY} '");
    world.refuses(&[], &mend);
    // Root may, and what it makes is that of whoever has the site.
    world.user = None;
    world.builds(&[]);
    world.user = Some(SOMEBODY);
    world.write("site/content/about.md", "---\ntitle: About\n---\nHello.\n");
    world.builds(&[]);
    for entry in walkdir::WalkDir::new(world.path("site/public")) {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().uid(), SOMEBODY, "{entry:?}");
    }
}

#[test]
fn owners_times_and_attributes_of_what_is_not_ours_stay_when_root_builds() {
    if !is_root() {
        return;
    }
    let world = World::new(None);
    world.builds(&[]);
    world.write("site/public/mine/inner/file", "mine");
    world.link("site/public/mine/link", "nowhere");
    for (number, path) in ["mine", "mine/inner", "mine/inner/file", "mine/link"]
        .iter()
        .enumerate()
    {
        let number = u32::try_from(number).unwrap() + 1;
        let path = world.path(&format!("site/public/{path}"));
        lchown(&path, Some(SOMEBODY + number), Some(SOMEBODY - number)).unwrap();
        if !path.is_symlink() {
            let mode = if path.is_dir() { 0o2751 } else { 0o604 };
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        }
    }
    let set = Command::new("touch")
        .args(["-d", "2001-02-03 04:05:06.789"])
        .arg(world.path("site/public/mine/inner"))
        .status();
    assert!(set.unwrap().success());
    let before = world.state();
    world.write(
        "site/content/about.md",
        "---\ntitle: About us\n---\nHello.\n",
    );
    world.builds(&[]);
    let after = world.state();
    for (path, seen) in before
        .iter()
        .filter(|(path, _)| path.contains("public/mine"))
    {
        let mut now = after[path].clone();
        if world.path(path).is_dir() {
            now.number = seen.number;
        }
        assert_eq!(now, *seen, "{path}");
    }
}

/// Numbers that look like chance and are always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn one<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }

    fn chance(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }

    /// Puts something at a place where nothing is.
    fn put(&mut self, world: &World, place: &str) {
        let path = world.path(place);
        let parent = path.parent().unwrap();
        if path.symlink_metadata().is_ok() || !parent.is_dir() || parent.is_symlink() {
            return;
        }
        let target = self.one(&[
            "../around",
            "../around/hooks",
            "../around/keep.txt",
            "../../around/hooks",
            "../around/new",
            "../../around/deep",
            "/",
            "content",
            ".",
        ]);
        match self.below(6) {
            0 | 1 => world.link(place, target),
            2 => world.pipe(place),
            3 => world.write(place, "somebody's"),
            4 => fs::create_dir(&path).unwrap(),
            _ => {
                world.write(&format!("{place}/x/post-checkout"), "evil");
                world.write(&format!("{place}/index.html"), "evil");
                world.link(&format!("{place}/link"), target);
            }
        }
        if is_root() && self.chance(3) {
            let user = SOMEBODY + u32::try_from(self.below(2)).unwrap();
            lchown(&path, Some(user), Some(user)).unwrap();
        }
        if !path.is_symlink() && self.chance(3) {
            let mode = [0o700, 0o755, 0o1777, 0o500, 0o2775][self.below(5) as usize];
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        }
    }
}

/// Where something may lie that somebody else put there.
const PLACES: [&str; 14] = [
    "site/.public.alongside-new",
    "site/.public.alongside-old",
    "site/.public.alongside-lock",
    "site/public",
    "site/public/x",
    "site/public/notes",
    "site/public/notes/inner",
    "site/public/about",
    "site/public/.git",
    "site/public/assets",
    "site/.alongside",
    "site/.alongside/cache",
    "site/.alongside/cache/pictures",
    "site/themes",
];

#[test]
fn whatever_lies_in_and_around_a_site_a_build_changes_its_output_alone() {
    const WORLDS: u64 = 16;
    let (mut done, mut refused) = (0, 0);
    for user in builders() {
        for number in 1..=WORLDS {
            let mut dice = Dice(number * 7_919);
            let world = World::new(user);
            if dice.chance(2) {
                world.builds(&[]);
                let about = world.path("site/public/about");
                if dice.chance(3) && about.is_dir() {
                    fs::remove_dir_all(about).unwrap();
                }
                if dice.chance(4) {
                    let place = "site/public/.alongside-manifest.json";
                    world.write(place, r#"{"alongside":1,"files":{"x":null,"notes":null}}"#);
                }
                world.write(
                    "site/content/about.md",
                    "---\ntitle: Changed\n---\nHello.\n",
                );
            }
            world.give_site();
            let most = PLACES.len() as u64;
            let puts = 1 + dice.below(3);
            for _ in 0..puts {
                let place = PLACES[dice.below(most) as usize];
                dice.put(&world, place);
            }
            let arguments: &[&str] = if dice.chance(2) { &["--adopt"] } else { &[] };
            let before = world.state();
            let (status, said) = world.build(arguments);
            let after = world.state();
            let is_output = !world.path("site/public").is_symlink();
            let mut ours = vec!["site/public"];
            // A cache that was not there before is ours.
            if !before.contains_key("site/.alongside") {
                ours.push("site/.alongside");
            }
            let mut different = differences(&before, &after, if is_output { &ours } else { &[] });
            // What lies in a real cache is Alongside's work, and moves the times of its folders.
            different.retain(|line| {
                let is_cache = line.starts_with("site/.alongside")
                    && !line.contains("is gone")
                    && world.path("site/.alongside").is_dir()
                    && !world.path("site/.alongside").is_symlink();
                !is_cache
            });
            let context = format!("world {number}, {user:?}, {arguments:?}: {status}, {said}");
            assert_eq!(different, [""; 0], "{context}");
            assert!([0, 1, 2, 3].contains(&status), "{context}");
            let foreign = ["site/public/x", "site/public/notes", "site/public/.git"];
            for (path, seen) in &before {
                if !foreign.iter().any(|place| path.starts_with(place)) {
                    continue;
                }
                let mut now = after
                    .get(path)
                    .cloned()
                    .unwrap_or_else(|| panic!("{path}: {context}"));
                if world.path(path).is_dir() {
                    now.number = seen.number;
                }
                // A user can neither give anything to another nor give another's file a second name: it is copied.
                if user.is_some_and(|user| seen.owner != (user, user)) {
                    now.owner = seen.owner;
                    now.number = seen.number;
                }
                assert_eq!(now, *seen, "{path}: {context}");
            }
            if status == 0 {
                done += 1;
            } else {
                refused += 1;
            }
        }
    }
    assert!(done > 3 && refused > 3, "{done} done, {refused} refused");
}
