//! When to build anew: a change somewhere in what a site is read from.
//!
//! An event says where to look; what changed is seen by reading. Whoever looks only there has to look through the whole folder
//! later, so that a lost or doubled event costs time and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::read::Changed;

/// How long nothing may happen before a change counts as done: editors save in several steps.
const QUIET: Duration = Duration::from_millis(5);

/// How long a change is waited for that does not end.
const LONGEST: Duration = Duration::from_millis(400);

/// How many files may be named: where more have changed, it is quicker to look through the folder.
const MOST_NAMED: usize = 100;

/// The folders of a site that are followed with all below them.
const FOLDERS: [&str; 4] = ["content", "data", "static", "themes"];

/// Follows a site's folder until it is dropped.
#[derive(Debug)]
pub struct Watch {
    watcher: RecommendedWatcher,
    site: PathBuf,
    /// The folders that are followed, and which folder each is: one that was replaced by another is followed anew.
    followed: BTreeMap<PathBuf, Identity>,
}

/// What tells a folder from another of its name.
type Identity = (u64, u64);

impl Watch {
    /// Follows the site in the folder `site`; `changed` is told of every change, from another thread.
    ///
    /// # Errors
    ///
    /// When the system gives no means to follow a folder.
    pub fn start(site: &Path, changed: impl Fn(Changed) + Send + 'static) -> notify::Result<Self> {
        let site = std::fs::canonicalize(site)?;
        let root = site.clone();
        let (events, seen) = mpsc::channel();
        let on_event = move |result: notify::Result<Event>| {
            if let Some(changed) = changed_by(result, &root) {
                let _ = events.send(changed);
            }
        };
        let mut watcher = notify::recommended_watcher(on_event)?;
        watcher.watch(&site, RecursiveMode::NonRecursive)?;
        let followed = identity(&site).map(|identity| (site.clone(), identity));
        std::thread::Builder::new()
            .name("watch".into())
            .spawn(move || settle(&seen, &changed))?;
        let mut watch = Self {
            watcher,
            site,
            followed: followed.into_iter().collect(),
        };
        watch.follow();
        Ok(watch)
    }

    /// Follows the site's folder and those in it that were made since; one that went is let go.
    pub fn follow(&mut self) {
        let site = (self.site.clone(), RecursiveMode::NonRecursive);
        let inside = FOLDERS.map(|name| (self.site.join(name), RecursiveMode::Recursive));
        for (folder, mode) in [site].into_iter().chain(inside) {
            let now = identity(&folder);
            if self.followed.get(&folder).copied() == now {
                continue;
            }
            if self.followed.remove(&folder).is_some() {
                // It may be gone, and the system with it may have let it go.
                let _ = self.watcher.unwatch(&folder);
            }
            if let Some(identity) = now
                && self.watcher.watch(&folder, mode).is_ok()
            {
                self.followed.insert(folder, identity);
            }
        }
    }
}

/// Tells `changed` whenever events have come and then none for a moment, until there is nobody to send any.
fn settle(seen: &mpsc::Receiver<Changed>, changed: &impl Fn(Changed)) {
    while let Ok(mut all) = seen.recv() {
        let began = Instant::now();
        while began.elapsed() < LONGEST
            && let Ok(more) = seen.recv_timeout(QUIET)
        {
            all = all.and(more);
            if matches!(&all, Changed::Named(paths) if paths.len() > MOST_NAMED) {
                all = Changed::Anything;
            }
        }
        changed(all);
    }
}

/// What an event says may have changed of what the site `root` is read from; none when that is nothing.
fn changed_by(event: notify::Result<Event>, root: &Path) -> Option<Changed> {
    match event {
        Ok(event) if event.need_rescan() => Some(Changed::Anything),
        Ok(event) => {
            let read = event.paths.into_iter().filter(|path| is_read(root, path));
            let named: BTreeSet<PathBuf> = read.collect();
            let matters = is_change(event.kind) && !named.is_empty();
            matters.then_some(Changed::Named(named))
        }
        // Something was lost.
        Err(_) => Some(Changed::Anything),
    }
}

#[cfg(unix)]
fn identity(folder: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let metadata = std::fs::metadata(folder).ok()?;
    metadata.is_dir().then(|| (metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(folder: &Path) -> Option<Identity> {
    folder.is_dir().then_some((0, 0))
}

/// Whether an event changes something. Reading does not, or our own reading would wake us for ever.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

/// Whether a site is read from this path: not from what is hidden, and of the top folder only what has a part in it.
fn is_read(site: &Path, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(site) else {
        return true;
    };
    let mut parts = inside.iter().map(|part| part.to_string_lossy());
    let Some(top) = parts.next() else {
        return false;
    };
    let is_part = top == "site.yaml" || FOLDERS.contains(&&*top);
    is_part && parts.all(|part| !part.starts_with('.') || part == ".well-known")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_site_is_read_from_wakes_the_preview() {
        for (path, expected) in [
            ("/s/content/a.md", true),
            ("/s/site.yaml", true),
            ("/s/themes", true),
            ("/s/static/.well-known/x", true),
            ("/s/content/.a.md.swp", false),
            ("/s/public/index.html", false),
            ("/s/.git/index", false),
            ("/s/README.md", false),
            ("/s", false),
        ] {
            assert_eq!(
                is_read(Path::new("/s"), Path::new(path)),
                expected,
                "{path}"
            );
        }
        assert!(!is_change(EventKind::Access(AccessKind::Read)));
        assert!(is_change(EventKind::Access(AccessKind::Close(
            AccessMode::Write
        ))));
    }
}
