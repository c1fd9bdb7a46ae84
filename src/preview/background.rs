//! The work behind what is shown: the search index, and the rendering of every page, which finds the mistakes of templates.
//!
//! It makes nothing that a page needs. An edition that a newer one has replaced is left as soon as that is noticed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use crate::diagnostic::Diagnostic;
use crate::pipeline::{Edition, Press};

use super::search_files::SearchFiles;

/// How long an edition must stand before work behind it begins: longer than the pause between two letters that somebody types
/// and the editor saves, so that whoever is typing has the machine alone.
const REST: Duration = Duration::from_millis(120);

/// The thread that works behind the preview.
pub(super) struct Background {
    editions: mpsc::Sender<(u64, Arc<Edition>)>,
    newest: Arc<AtomicU64>,
}

impl Background {
    /// Starts the thread. `rendered` is called with the number of an edition and what was found in rendering all of it.
    pub(super) fn start(
        search: Arc<SearchFiles>,
        rendered: impl Fn(u64, Vec<Diagnostic>) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (editions, wanted) = mpsc::channel::<(u64, Arc<Edition>)>();
        let newest = Arc::new(AtomicU64::new(0));
        // Half of the processors: the other half answers the browser meanwhile.
        let threads = std::thread::available_parallelism().map_or(1, |count| count.get() / 2);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.max(1))
            .build()
            .map_err(std::io::Error::other)?;
        let latest = newest.clone();
        let work = move || {
            let mut press = Press::default();
            while let Ok(mut job) = wanted.recv() {
                while let Ok(newer) = wanted.recv_timeout(REST) {
                    job = newer;
                }
                let (number, edition) = job;
                let is_stale = || latest.load(Ordering::Relaxed) != number;
                let worked = catch_unwind(AssertUnwindSafe(|| {
                    pool.install(|| {
                        if let Some(outputs) = edition.outputs() {
                            search.replace(|sink| press.search(outputs, sink));
                        }
                        press.proof(&edition, &is_stale)
                    })
                }));
                match worked {
                    Ok(printed) if !is_stale() => rendered(number, printed.diagnostics),
                    Ok(_) => {}
                    // A panic has been told; what was known may be what broke it.
                    Err(_) => press = Press::default(),
                }
            }
        };
        std::thread::Builder::new()
            .name("behind".into())
            .spawn(work)?;
        Ok(Self { editions, newest })
    }

    /// Sets it to work on an edition, and no longer on those before.
    pub(super) fn work(&self, number: u64, edition: Arc<Edition>) {
        self.newest.store(number, Ordering::Relaxed);
        let _ = self.editions.send((number, edition));
    }
}
