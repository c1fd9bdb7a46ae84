//! When to build anew: a change somewhere in what a site is read from.
//!
//! An event only wakes the preview; what changed is seen by reading. So a lost or doubled event costs time and nothing else.

use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

/// How long to wait for the rest of a change: editors save in several steps.
const SETTLE: Duration = Duration::from_millis(60);

/// The folders of a site that are followed with all below them.
const FOLDERS: [&str; 4] = ["content", "data", "static", "themes"];

/// Follows a site's folder until it is dropped.
#[derive(Debug)]
pub struct Watch {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    site: PathBuf,
    followed: Vec<PathBuf>,
}

impl Watch {
    /// Follows the site in the folder `site`; `changed` is called at every change, from another thread.
    ///
    /// # Errors
    ///
    /// When the system gives no means to follow a folder.
    pub fn start(site: &Path, changed: impl Fn() + Send + 'static) -> notify::Result<Self> {
        let site = std::fs::canonicalize(site)?;
        let root = site.clone();
        let on_events = move |result: DebounceEventResult| {
            let matters = match result {
                Ok(events) => events.iter().any(|event| {
                    is_change(event.kind) && event.paths.iter().any(|path| is_read(&root, path))
                }),
                // Something was lost: look.
                Err(_) => true,
            };
            if matters {
                changed();
            }
        };
        let mut debouncer = new_debouncer(SETTLE, None, on_events)?;
        debouncer.watch(&site, RecursiveMode::NonRecursive)?;
        let mut watch = Self {
            debouncer,
            site,
            followed: Vec::new(),
        };
        watch.follow();
        Ok(watch)
    }

    /// Follows the site's folders that were made since; one that went is let go.
    pub fn follow(&mut self) {
        self.followed.retain(|folder| folder.is_dir());
        for name in FOLDERS {
            let folder = self.site.join(name);
            let is_new = folder.is_dir() && !self.followed.contains(&folder);
            if is_new
                && self
                    .debouncer
                    .watch(&folder, RecursiveMode::Recursive)
                    .is_ok()
            {
                self.followed.push(folder);
            }
        }
    }
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
