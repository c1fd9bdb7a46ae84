//! Finished work kept between builds below `.alongside/cache/`: files under keys, each with a hash of its bytes.
//!
//! It may cost time and never a result: what cannot be read, was damaged or cannot be written counts as not there, and so does
//! a cache any part of whose path is a link. What no build has asked for in two months goes, if its name is one of ours.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::hash::ContentHash;
use crate::images::Store;

use super::disk::{Entry, Folder, Kind};

/// How long something is kept that no build asks for: a branch that is put aside for a summer is as quick as before, and what is
/// gone for good leaves the disk.
const KEPT: Duration = Duration::from_secs(60 * 24 * 60 * 60);

/// How much older a file's time may be than its last use: telling the disk of every use would cost more than it is worth.
const NOTED: Duration = Duration::from_secs(24 * 60 * 60);

/// The length of the hash that a file begins with, in bytes.
const HEAD: usize = 32;

/// What the name of a file begins with that is not written to its end.
const UNFINISHED: &str = ".unfinished-";

/// The longest key, in bytes: a hash, a width or a version, and what it is.
const LONGEST_KEY_BYTES: usize = 96;

/// A folder of finished work.
#[derive(Clone, Debug)]
pub struct Cache {
    site: PathBuf,
    kind: PathBuf,
}

impl Cache {
    /// The cache of a site for one kind of work. Nothing is made on the disk until there is something to keep.
    pub fn of(site: &Path, kind: &str) -> Self {
        Self {
            // The way to the site is whoever builds'. What is not there is nowhere found again.
            site: std::fs::canonicalize(site).unwrap_or_else(|_| site.to_path_buf()),
            kind: Path::new(".alongside").join("cache").join(kind),
        }
    }

    /// The folder, when it is there and no part of its path below the site is a link.
    fn folder(&self) -> io::Result<Folder> {
        Folder::at(&self.site)?.folder(&self.kind)
    }

    /// Removes what no build has asked for in a long time, and what a killed one left unfinished. What has no name of ours stays.
    pub fn tidy(&self) {
        let Ok(folder) = self.folder() else {
            return;
        };
        let Ok(listing) = folder.list(Path::new("")) else {
            return;
        };
        let now = now();
        for (name, kind) in listing.entries {
            let kept = match name.to_str() {
                Some(name) if is_unfinished(name) => NOTED,
                Some(name) if is_key(name) => KEPT,
                _ => continue,
            };
            let name = Path::new(&name);
            if kind == Kind::File && folder.look(name).is_ok_and(|found| age(found, now) > kept) {
                let _ = folder.remove_file(name);
            }
        }
    }

    fn read(&self, key: &str) -> Option<Arc<[u8]>> {
        let folder = self.folder().ok().filter(|_| is_key(key))?;
        let name = Path::new(key);
        let file = folder.read(name).ok()?;
        let (head, bytes) = file.split_at_checked(HEAD)?;
        if head != ContentHash::of(bytes).to_string().as_bytes() {
            return None;
        }
        note_use(&folder, name);
        Some(bytes.into())
    }

    fn write(&self, key: &str, bytes: &[u8]) -> io::Result<()> {
        if !is_key(key) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let site = Folder::at(&self.site)?;
        site.make_folders(&self.kind)?;
        let folder = site.folder(&self.kind)?;
        let unfinished = unfinished_name();
        let unfinished = Path::new(&unfinished);
        let mut file = folder.create(unfinished)?;
        let written = file
            .write_all(ContentHash::of(bytes).to_string().as_bytes())
            .and_then(|()| file.write_all(bytes))
            .and_then(|()| folder.rename(unfinished, &folder, Path::new(key)));
        if written.is_err() {
            let _ = folder.remove_file(unfinished);
        }
        written
    }
}

/// Whether a name is one under which finished work is kept: words of small letters and figures with `-` and `.` between them, of
/// which one is a hash (16 figures in base 16 at least).
fn is_key(name: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let words = || name.split(['-', '.']);
    name.len() <= LONGEST_KEY_BYTES
        && words().all(|word| !word.is_empty() && word.chars().all(is_plain))
        && words()
            .any(|word| word.len() >= 16 && word.chars().all(|letter| letter.is_ascii_hexdigit()))
}

/// Whether a name is one of a file that is not written to its end.
fn is_unfinished(name: &str) -> bool {
    name.strip_prefix(UNFINISHED).is_some_and(|rest| {
        (1..=64).contains(&rest.len())
            && rest
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    })
}

/// A name that no other thread and no other build has.
fn unfinished_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let time = now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    format!("{UNFINISHED}{process}-{count}-{}", time.as_nanos())
}

/// How long ago a file was written.
fn age(found: Entry, now: SystemTime) -> Duration {
    let (seconds, nanoseconds) = found.modified;
    let seconds = u64::try_from(seconds).unwrap_or(0);
    now.duration_since(UNIX_EPOCH + Duration::new(seconds, nanoseconds))
        .unwrap_or_default()
}

/// Gives a file that was not used for some time the time of now. One that has a name elsewhere too is left alone.
fn note_use(folder: &Folder, name: &Path) {
    let now = now();
    let is_old = |found: Entry| found.names == 1 && age(found, now) > NOTED;
    if folder.look(name).is_ok_and(is_old)
        && let Ok(file) = folder.open_or_create(name)
    {
        let file: File = file.into_file();
        let _ = file.set_modified(now);
    }
}

impl Store for Cache {
    fn get(&self, key: &str) -> Option<Arc<[u8]>> {
        self.read(key)
    }

    fn put(&self, key: &str, bytes: &[u8]) {
        // A full disk is told of by what must be written; here it only means that the work is done again.
        let _ = self.write(key, bytes);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long something was not used is measured by the clock; no output depends on it"
)]
fn now() -> SystemTime {
    SystemTime::now()
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "the tests look at a disk")]
mod tests {
    use std::fs;

    use super::*;

    /// A key as a picture has it.
    const KEY: &str = "0123456789abcdef0123456789abcdef-640.avif";

    fn cache() -> (tempfile::TempDir, Cache) {
        let site = tempfile::tempdir().expect("a folder");
        let cache = Cache::of(site.path(), "pictures");
        (site, cache)
    }

    /// Where something is kept.
    fn place(cache: &Cache, key: &str) -> PathBuf {
        cache.site.join(&cache.kind).join(key)
    }

    #[test]
    fn what_was_kept_is_found_and_what_was_damaged_is_not() {
        let (_site, cache) = cache();
        assert_eq!(cache.get(KEY), None);
        cache.put(KEY, b"picture");
        assert_eq!(cache.get(KEY).as_deref(), Some(&b"picture"[..]));
        let path = place(&cache, KEY);
        let whole = fs::read(&path).expect("it is there");
        for damaged in [&whole[..whole.len() - 1], &whole[..10], b"", &[0; 40]] {
            fs::remove_file(&path).expect("it is there");
            fs::write(&path, damaged).expect("it can be written");
            assert_eq!(cache.get(KEY), None);
        }
        cache.put(KEY, b"picture");
        assert_eq!(cache.get(KEY).as_deref(), Some(&b"picture"[..]));
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_costs_nothing_but_time() {
        let site = tempfile::tempdir().expect("a folder");
        fs::write(site.path().join(".alongside"), b"a file in the way").expect("written");
        let cache = Cache::of(site.path(), "pictures");
        cache.put(KEY, b"picture");
        cache.tidy();
        assert_eq!(cache.get(KEY), None);
    }

    #[test]
    fn what_was_not_asked_for_in_a_long_time_goes_and_what_is_not_ours_stays() {
        let (_site, cache) = cache();
        let days = |days: u64| now() - Duration::from_secs(days * 24 * 60 * 60);
        let set_age = |path: &Path, age: u64| {
            let file = File::options().append(true).open(path);
            file.and_then(|file| file.set_modified(days(age)))
                .expect("its time can be set");
        };
        let keys = ["a", "b", "c"].map(|letter| format!("card-0.1.0-{}.png", letter.repeat(32)));
        for (key, age) in keys.iter().zip([61, 59, 0]) {
            cache.put(key, key.as_bytes());
            set_age(&place(&cache, key), age);
        }
        assert!(cache.get(&keys[1]).is_some());
        let others = [
            "thesis.odt",
            ".unfinished-1-2-3",
            ".unfinished.md",
            "A0123456789abcdef.png",
        ];
        for name in others {
            fs::write(place(&cache, name), "somebody's").expect("written");
            set_age(&place(&cache, name), 90);
        }
        let folder = place(&cache, &"d".repeat(32));
        fs::create_dir(&folder).expect("a folder");
        cache.tidy();
        let is_left = |name: &str| place(&cache, name).exists();
        assert_eq!(keys.each_ref().map(|key| is_left(key)), [false, true, true]);
        assert_eq!(others.map(is_left), [true, false, true, true]);
        assert!(folder.is_dir());
        let modified = fs::metadata(place(&cache, &keys[1])).and_then(|file| file.modified());
        let age = now().duration_since(modified.expect("a time"));
        assert!(age.unwrap_or_default() < NOTED, "a use is noted");
        cache.put("../../outside", b"picture");
        assert_eq!(cache.get("../../outside"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_cache_behind_a_link_is_none_and_nothing_behind_it_is_touched() {
        for link in [
            ".alongside",
            ".alongside/cache",
            ".alongside/cache/pictures",
        ] {
            let site = tempfile::tempdir().expect("a folder");
            let elsewhere = tempfile::tempdir().expect("a folder");
            let rest = Path::new(".alongside/cache/pictures")
                .strip_prefix(link)
                .expect("a part of it");
            let behind = elsewhere.path().join(rest);
            fs::create_dir_all(&behind).expect("folders");
            fs::write(behind.join(KEY), "somebody's").expect("written");
            let file = File::options().append(true).open(behind.join(KEY));
            file.and_then(|file| file.set_modified(UNIX_EPOCH))
                .expect("its time can be set");
            let place = site.path().join(link);
            fs::create_dir_all(place.parent().expect("a folder")).expect("folders");
            std::os::unix::fs::symlink(elsewhere.path(), place).expect("a link");
            let cache = Cache::of(site.path(), "pictures");
            cache.put(&KEY.replace('0', "1"), b"picture");
            cache.tidy();
            assert_eq!(cache.get(KEY), None);
            assert_eq!(
                fs::read_dir(&behind).expect("a folder").count(),
                1,
                "{link}"
            );
            let kept = fs::read(behind.join(KEY)).expect("it is there");
            assert_eq!(kept, b"somebody's", "{link}");
        }
    }
}
