//! `alongside serve`: build, show, follow every change, until it is stopped.

use std::net::{IpAddr, Ipv4Addr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::config::Environment;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::{Edition, Press, Session};
use crate::read::{Changed, Reader};
use crate::report::{self, Counts, Sources};
use crate::serve::shown::Site;
use crate::serve::watch::Watch;
use crate::serve::{Shown, http};
use crate::write::Cache;

use super::args::{self, Global};
use super::build::{self, ReadSite};
use super::preview::{Preview, SearchIndex};
use super::situation::{self, Wanted};
use super::terminal::Terminal;
use super::{Failure, Outcome};

/// How long bad news waits for better: an editor that saves by renaming leaves a moment without the file.
const PATIENCE: Duration = Duration::from_millis(80);

/// How long an edition must stand before work behind it begins: whoever is typing has the machine alone.
const REST: Duration = Duration::from_millis(120);

/// How long after a change that was looked at alone the whole folder is looked through: what names the changes may miss some.
const SWEEP: Duration = Duration::from_millis(400);

/// What wakes the preview.
enum Wake {
    Changed(Changed),
    /// The pages of the edition of this number were rendered, and this was found.
    Proofed(u64, Vec<Diagnostic>),
    Stop,
}

/// Shows the site until it is stopped.
pub(super) fn run(
    global: &Global,
    arguments: &args::Serve,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let site = situation::site(global)?;
    let environment = |error: std::io::Error| Failure::Environment(error.to_string());
    let listener = http::bind(arguments.bind, arguments.port).map_err(|error| {
        let port = arguments.port.unwrap_or(http::FIRST_PORT);
        Failure::Environment(format!(
            "cannot listen on {}: port {port}: {error}",
            arguments.bind
        ))
    })?;
    let port = listener.local_addr().map_err(environment)?.port();
    let address = format!("http://{}:{port}", host(arguments.bind));

    let (wake, woken) = mpsc::channel();
    let changed = wake.clone();
    // Followed before the first build, so that no change falls between the two.
    let mut watch = match Watch::start(&site, move |what| {
        let _ = changed.send(Wake::Changed(what));
    }) {
        Ok(watch) => Some(watch),
        Err(error) => {
            terminal.tell(&format!("changes cannot be followed: {error}\n"));
            None
        }
    };

    let search = Arc::new(SearchIndex::default());
    let found = wake.clone();
    let behind = Behind::start(search.clone(), move |number, diagnostics| {
        let _ = found.send(Wake::Proofed(number, diagnostics));
    })
    .map_err(environment)?;
    let cache = Arc::new(Cache::of(&site, build::PICTURES));
    cache.tidy();
    let mut turn = Turn {
        global,
        site: &site,
        address: &address,
        drafts: !arguments.no_drafts,
        for_author: arguments.bind.is_loopback(),
        terminal,
        session: Session::new(cache.clone()),
        cache,
        reader: Reader::default(),
        is_unsure: false,
        search,
        behind,
        current: None,
    };
    let (publish, shown) = watch::channel(Arc::new(Shown::default()));
    if let Taken::Next(first) = turn.take(&Shown::default(), &Changed::Anything, Patience::No)? {
        publish.send_replace(Arc::new(first));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(environment)?;
    runtime.spawn(http::serve(listener, shown, http::Limits::default()));
    runtime.spawn(async move {
        stopped().await;
        let _ = wake.send(Wake::Stop);
    });
    terminal.result(&format!("the site is at {address}/ (stop with Ctrl-C)"));
    if arguments.open
        && let Err(error) = open(&format!("{address}/"))
    {
        terminal.note(&format!("the browser could not be opened: {error}"));
    }

    let mut patience = Patience::Yes;
    let mut failed = None;
    loop {
        let next = match patience {
            Patience::No => woken.recv_timeout(PATIENCE),
            Patience::Yes if turn.is_unsure => woken.recv_timeout(SWEEP),
            Patience::Yes => woken.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let last = publish.borrow().clone();
        let mut changed = None;
        let mut proofed = None;
        let mut stopped = false;
        // One build for all that has changed meanwhile.
        let mut next = Some(next);
        while let Some(woken_by) = next {
            match woken_by {
                Ok(Wake::Changed(what)) => changed = Some(both(changed, what)),
                Ok(Wake::Proofed(number, found)) => proofed = Some((number, found)),
                Err(RecvTimeoutError::Timeout) => changed = Some(Changed::Anything),
                Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => stopped = true,
            }
            next = woken.try_recv().ok().map(Ok);
        }
        if stopped {
            break;
        }
        if let Some(changed) = changed {
            if let Some(watch) = &mut watch {
                watch.follow();
            }
            // What was told of a failure is taken back though nothing is new.
            let patience_now = match failed {
                Some(_) => Patience::No,
                None => patience,
            };
            match turn.take(&last, &changed, patience_now) {
                Ok(Taken::Next(next)) => {
                    publish.send_replace(Arc::new(next));
                    patience = Patience::Yes;
                }
                Ok(Taken::Same) => {}
                Ok(Taken::BadNews) => patience = Patience::No,
                Err(failure) => {
                    let message = failure.to_string();
                    if failed.as_ref() != Some(&message) {
                        terminal.failure(&message);
                        publish.send_replace(Arc::new(last.with_errors(&message)));
                    }
                    // No event may tell when it is mended, so it is looked after.
                    failed = Some(message);
                    turn.is_unsure = true;
                    patience = Patience::Yes;
                    continue;
                }
            }
            failed = None;
        } else if let Some((number, found)) = proofed
            && let Some(next) = turn.proofed(&last, number, &found)
        {
            publish.send_replace(Arc::new(next));
        }
    }
    runtime.shutdown_background();
    Ok(Outcome::Done)
}

/// Whether bad news may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Patience {
    /// It may: perhaps a file is just being saved.
    Yes,
    /// It has waited.
    No,
}

/// What came of looking at the site again.
enum Taken {
    /// This is to be shown now.
    Next(Shown),
    /// Nothing is new.
    Same,
    /// Mistakes, which may wait for better.
    BadNews,
}

/// What may have changed, by one word on it and the next.
fn both(one: Option<Changed>, other: Changed) -> Changed {
    match one {
        Some(one) => one.and(other),
        None => other,
    }
}

/// What every build of a preview has in common, and what the last one left.
struct Turn<'a> {
    global: &'a Global,
    site: &'a Path,
    address: &'a str,
    drafts: bool,
    /// Whether nobody but whoever works on this machine can see the preview.
    for_author: bool,
    terminal: &'a Terminal,
    session: Session,
    cache: Arc<Cache>,
    reader: Reader,
    /// Whether the last look was not through the whole folder.
    is_unsure: bool,
    search: Arc<SearchIndex>,
    behind: Behind,
    current: Option<Current>,
}

/// The edition that is shown, or that could not be.
struct Current {
    number: u64,
    read: ReadSite,
    edition: Arc<Edition>,
}

impl Turn<'_> {
    /// Looks at what changed, and builds when something did.
    fn take(
        &mut self,
        last: &Shown,
        changed: &Changed,
        patience: Patience,
    ) -> Result<Taken, Failure> {
        let started = Instant::now();
        let wanted = Wanted {
            environment: Some(Environment::Development),
            base_url: Some(self.address.to_owned()),
            drafts: self.drafts,
            for_author: self.for_author,
            check_templates: false,
        };
        let output = self.site.join("public");
        let made = catch_unwind(AssertUnwindSafe(|| {
            let look = self.reader.look(self.site, Some(&output), changed)?;
            self.is_unsure = !look.is_whole;
            if !look.is_news && patience == Patience::Yes && self.current.is_some() {
                return Ok(None);
            }
            let read = ReadSite::new(self.global, wanted, look, started.elapsed())?;
            let edition = self.session.update(&read.files, &read.options);
            Ok::<_, Failure>(Some((read, edition)))
        }));
        let (read, edition) = match made {
            Ok(Ok(Some(made))) => made,
            Ok(Ok(None)) => return Ok(Taken::Same),
            Ok(Err(failure)) => return Err(failure),
            Err(_) => {
                // What was known may be what broke it.
                self.session = Session::new(self.cache.clone());
                let message = super::panic::message();
                self.terminal.failure(&message);
                return Ok(Taken::Next(last.with_errors(&message)));
            }
        };
        let diagnostics = read.diagnostics(&edition, &[]);
        let has_errors = Counts::of(&diagnostics).errors > 0;
        if has_errors && patience == Patience::Yes {
            return Ok(Taken::BadNews);
        }
        let number = self
            .current
            .as_ref()
            .map_or(1, |current| current.number + 1);
        let current = Current {
            number,
            read,
            edition: Arc::new(edition),
        };
        self.tell(&current, &diagnostics);
        let next = if has_errors {
            last.with_errors(&plain(&current, &diagnostics))
        } else {
            let files = current.read.files.clone();
            let folder =
                std::fs::canonicalize(self.site).unwrap_or_else(|_| self.site.to_path_buf());
            match Preview::new(&folder, current.edition.clone(), files, self.search.clone()) {
                Some(preview) => Shown::with_site(Site::new(Arc::new(preview))),
                None => last.clone(),
            }
        };
        let took = build::duration(started.elapsed());
        let pages = current.edition.summary.pages;
        self.terminal.note(&match has_errors {
            true => format!("the last good site stays until this is mended ({took})"),
            false => format!("{pages} pages ({took})"),
        });
        if !has_errors {
            self.behind.work(number, current.edition.clone());
        }
        self.current = Some(current);
        Ok(Taken::Next(next))
    }

    /// What is to be shown once every page was rendered; none when that changes nothing.
    fn proofed(&mut self, last: &Shown, number: u64, found: &[Diagnostic]) -> Option<Shown> {
        let current = self
            .current
            .as_ref()
            .filter(|current| current.number == number)?;
        if found.is_empty() {
            return None;
        }
        let told = current.edition.diagnostics(&[]);
        let mut all = current.edition.diagnostics(found);
        all.retain(|found| !told.contains(found));
        self.tell(current, &all);
        (Counts::of(&all).errors > 0).then(|| last.with_errors(&plain(current, &all)))
    }

    fn tell(&self, current: &Current, diagnostics: &[Diagnostic]) {
        let found = build::visible(diagnostics, self.terminal);
        if !found.is_empty() {
            let texts = current.edition.sources(&current.read.files, &found);
            self.terminal
                .tell(&report::human::render(&found, &Sources::new(&texts)));
        }
    }
}

/// The errors among some findings, as plain text.
fn plain(current: &Current, diagnostics: &[Diagnostic]) -> String {
    let mut errors = diagnostics.to_vec();
    errors.retain(|found| found.severity == Severity::Error);
    let texts = current.edition.sources(&current.read.files, &errors);
    let told = report::human::render(&errors, &Sources::new(&texts));
    anstream::adapter::strip_str(&told).to_string()
}

/// The work behind what is shown: the search index, and the rendering of every page, to find the mistakes of templates.
struct Behind {
    editions: mpsc::Sender<(u64, Arc<Edition>)>,
    newest: Arc<AtomicU64>,
}

impl Behind {
    /// Starts a thread for it. `proofed` is called with what was found in the edition of a number.
    fn start(
        search: Arc<SearchIndex>,
        proofed: impl Fn(u64, Vec<Diagnostic>) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (editions, wanted) = mpsc::channel::<(u64, Arc<Edition>)>();
        let newest = Arc::new(AtomicU64::new(0));
        let threads = std::thread::available_parallelism().map_or(1, |count| count.get() / 2);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.max(1))
            .build()
            .map_err(std::io::Error::other)?;
        let latest = newest.clone();
        let work = move || {
            let mut press = Press::default();
            while let Ok(mut job) = wanted.recv() {
                // Whoever is typing is waited for.
                while let Ok(newer) = wanted.recv_timeout(REST) {
                    job = newer;
                }
                let (number, edition) = job;
                let is_stale = || latest.load(Ordering::Relaxed) != number;
                let worked = catch_unwind(AssertUnwindSafe(|| {
                    pool.install(|| {
                        if let Some(outputs) = edition.outputs() {
                            search.set(|sink| press.search(outputs, sink));
                        }
                        press.proof(&edition, &is_stale)
                    })
                }));
                match worked {
                    Ok(printed) if !is_stale() => proofed(number, printed.diagnostics),
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
    fn work(&self, number: u64, edition: Arc<Edition>) {
        self.newest.store(number, Ordering::Relaxed);
        let _ = self.editions.send((number, edition));
    }
}

/// The name by which a browser on this machine reaches an address that is listened on.
fn host(bind: IpAddr) -> String {
    match bind {
        address if address.is_unspecified() => Ipv4Addr::LOCALHOST.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
        address => address.to_string(),
    }
}

/// Waits until the program is asked to stop.
async fn stopped() {
    #[cfg(unix)]
    if let Ok(mut terminate) =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        return;
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// Opens an address in the browser.
fn open(address: &str) -> std::io::Result<()> {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("explorer", &[])
    } else {
        ("xdg-open", &[])
    };
    std::process::Command::new(program)
        .args(arguments)
        .arg(address)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .map(drop)
}
