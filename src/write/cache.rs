//! Finished work kept between builds below `.alongside/cache/`: files under keys, each with a hash of its bytes.
//!
//! It may cost time and never a result: what cannot be read, was damaged or cannot be written counts as not there. What no
//! build has asked for in two months goes.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::hash::ContentHash;
use crate::images::Store;

use super::disk;

/// How long something is kept that no build asks for.
const KEPT: Duration = Duration::from_secs(60 * 24 * 60 * 60);

/// How much older a file's time may be than its last use: telling the disk of every use would cost more than it is worth.
const NOTED: Duration = Duration::from_secs(24 * 60 * 60);

/// The length of the hash that a file begins with.
const HEAD: usize = 32;

/// A folder of finished work.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The cache of a site for one kind of work. Nothing is made on the disk until there is something to keep.
    pub fn of(site: &Path, kind: &str) -> Self {
        Self {
            folder: site.join(".alongside").join("cache").join(kind),
        }
    }

    /// Removes what no build has asked for in a long time, and what a killed one left unfinished.
    pub fn tidy(&self) {
        let now = now();
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        for entry in entries.flatten() {
            let age = entry
                .metadata()
                .and_then(|metadata| metadata.modified())
                .ok()
                .and_then(|modified| now.duration_since(modified).ok());
            let is_unfinished = entry.file_name().to_string_lossy().starts_with('.');
            let kept = if is_unfinished { NOTED } else { KEPT };
            if age.is_some_and(|age| age > kept) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn read(&self, key: &str) -> Option<Arc<[u8]>> {
        let path = self.folder.join(key);
        let file = disk::read(&path).ok()?;
        let (head, bytes) = file.split_at_checked(HEAD)?;
        if head != ContentHash::of(bytes).to_string().as_bytes() {
            return None;
        }
        self.note_use(&path);
        Some(bytes.into())
    }

    /// Gives a file that was not used for some time the time of now.
    fn note_use(&self, path: &Path) {
        let now = now();
        let modified = fs::metadata(path).and_then(|metadata| metadata.modified());
        let is_old = modified
            .ok()
            .and_then(|modified| now.duration_since(modified).ok())
            .is_some_and(|age| age > NOTED);
        if is_old && let Ok(file) = File::options().append(true).open(path) {
            let _ = file.set_modified(now);
        }
    }

    fn write(&self, key: &str, bytes: &[u8]) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut file = tempfile::Builder::new()
            .prefix(".unfinished-")
            .tempfile_in(&self.folder)?;
        file.write_all(ContentHash::of(bytes).to_string().as_bytes())?;
        file.write_all(bytes)?;
        file.persist(self.folder.join(key))?;
        Ok(())
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
mod tests {
    use super::*;

    fn cache() -> (tempfile::TempDir, Cache) {
        let site = tempfile::tempdir().expect("a folder");
        let cache = Cache::of(site.path(), "pictures");
        (site, cache)
    }

    #[test]
    fn what_was_kept_is_found_and_what_was_damaged_is_not() {
        let (_site, cache) = cache();
        assert_eq!(cache.get("a.avif"), None);
        cache.put("a.avif", b"picture");
        assert_eq!(cache.get("a.avif").as_deref(), Some(&b"picture"[..]));
        let path = cache.folder.join("a.avif");
        let whole = disk::read(&path).expect("it is there");
        for damaged in [&whole[..whole.len() - 1], &whole[..10], b"", &[0; 40]] {
            fs::remove_file(&path).expect("it is there");
            disk::write(&path, damaged).expect("it can be written");
            assert_eq!(cache.get("a.avif"), None);
        }
        cache.put("a.avif", b"picture");
        assert_eq!(cache.get("a.avif").as_deref(), Some(&b"picture"[..]));
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_costs_nothing_but_time() {
        let site = tempfile::tempdir().expect("a folder");
        disk::write(&site.path().join(".alongside"), b"a file in the way").expect("written");
        let cache = Cache::of(site.path(), "pictures");
        cache.put("a.avif", b"picture");
        cache.tidy();
        assert_eq!(cache.get("a.avif"), None);
    }

    #[test]
    fn what_was_not_asked_for_in_a_long_time_goes() {
        let (_site, cache) = cache();
        let days = |days: u64| now() - Duration::from_secs(days * 24 * 60 * 60);
        for (key, age) in [
            ("old", 61),
            ("used", 59),
            ("fresh", 0),
            (".unfinished-1", 2),
        ] {
            cache.put(key, key.as_bytes());
            let file = File::options().append(true).open(cache.folder.join(key));
            file.and_then(|file| file.set_modified(days(age)))
                .expect("its time can be set");
        }
        assert!(cache.get("used").is_some());
        cache.tidy();
        let left: Vec<bool> = ["old", "used", "fresh", ".unfinished-1"]
            .iter()
            .map(|key| cache.folder.join(key).exists())
            .collect();
        assert_eq!(left, [false, true, true, false]);
        let modified = fs::metadata(cache.folder.join("used")).and_then(|file| file.modified());
        let age = now().duration_since(modified.expect("a time"));
        assert!(age.unwrap_or_default() < NOTED, "a use is noted");
    }
}
