//! `alongside serve`: build, show, follow every change, until it is stopped.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::config::Environment;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::Files;
use crate::preview::{LiveSite, Patience, Refreshed};
use crate::read::Changed;
use crate::report::{self, Counts, Sources};
use crate::serve::watch::Watch;
use crate::serve::{Shown, http};
use crate::write::Cache;

use super::args::{self, Global};
use super::build;
use super::outcome::{Failure, Outcome};
use super::situation::{self, Wanted};
use super::terminal::Terminal;

/// How long errors wait for a better state: an editor that saves by renaming leaves a moment without the file.
const PATIENCE: Duration = Duration::from_millis(80);

/// How long after a change that was looked at alone the whole folder is looked through: what names the changes may miss some.
const SWEEP: Duration = Duration::from_millis(400);

/// What wakes the preview.
enum Wake {
    Changed(Changed),
    /// The pages of the edition of this number were rendered, and this was found.
    Rendered(u64, Vec<Diagnostic>),
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

    let cache = Arc::new(Cache::of(&site, build::PICTURES));
    cache.tidy();
    let rendered = wake.clone();
    let live = LiveSite::new(
        &site,
        &site.join("public"),
        cache,
        move |number, diagnostics| {
            let _ = rendered.send(Wake::Rendered(number, diagnostics));
        },
    )
    .map_err(environment)?;
    let mut turn = Turn {
        global,
        address: &address,
        drafts: !arguments.no_drafts,
        for_author: arguments.bind.is_loopback(),
        terminal,
        live,
    };
    let (publish, shown) = watch::channel(Arc::new(Shown::default()));
    if let Next::Shown(first) = turn.take(&Shown::default(), &Changed::Anything, Patience::No)? {
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
            Patience::Yes if turn.live.is_unsure() => woken.recv_timeout(SWEEP),
            Patience::Yes => woken.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let last = publish.borrow().clone();
        let mut changed = None;
        let mut rendered = None;
        let mut stopped = false;
        // One build for all that has changed meanwhile.
        let mut next = Some(next);
        while let Some(woken_by) = next {
            match woken_by {
                Ok(Wake::Changed(what)) => changed = Some(both(changed, what)),
                Ok(Wake::Rendered(number, diagnostics)) => rendered = Some((number, diagnostics)),
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
                Ok(Next::Shown(next)) => {
                    publish.send_replace(Arc::new(next));
                    patience = Patience::Yes;
                }
                Ok(Next::Same) => {}
                Ok(Next::Waits) => patience = Patience::No,
                Err(failure) => {
                    let message = failure.to_string();
                    if failed.as_ref() != Some(&message) {
                        terminal.failure(&message);
                        publish.send_replace(Arc::new(
                            last.with_errors(&report::html::paragraph(&message)),
                        ));
                    }
                    failed = Some(message);
                    patience = Patience::Yes;
                    continue;
                }
            }
            failed = None;
        } else if let Some((number, diagnostics)) = rendered
            && let Some(next) = turn.rendered(&last, number, &diagnostics)
        {
            publish.send_replace(Arc::new(next));
        }
    }
    runtime.shutdown_background();
    Ok(Outcome::Done)
}

/// What came of looking at the site again.
enum Next {
    /// This is to be shown now.
    Shown(Shown),
    /// Nothing is new.
    Same,
    /// Errors, which may wait for better.
    Waits,
}

/// What may have changed, by one word on it and the next.
fn both(one: Option<Changed>, other: Changed) -> Changed {
    match one {
        Some(one) => one.and(other),
        None => other,
    }
}

/// What every look at the site has in common.
struct Turn<'a> {
    global: &'a Global,
    address: &'a str,
    drafts: bool,
    /// Whether nobody but whoever works on this machine can see the preview.
    for_author: bool,
    terminal: &'a Terminal,
    live: LiveSite,
}

impl Turn<'_> {
    /// Looks at what changed, and tells what came of it.
    fn take(
        &mut self,
        last: &Shown,
        changed: &Changed,
        patience: Patience,
    ) -> Result<Next, Failure> {
        let started = Instant::now();
        let wanted = Wanted {
            environment: Some(Environment::Development),
            base_url: Some(self.address.to_owned()),
            drafts: self.drafts,
            for_author: self.for_author,
            check_templates: false,
        };
        let options = |files: &Files| situation::options(self.global, wanted, files);
        let (diagnostics, site, pages) = match self.live.refresh(changed, patience, options)? {
            Refreshed::Same => return Ok(Next::Same),
            Refreshed::Waits => return Ok(Next::Waits),
            Refreshed::Panicked => {
                let message = super::panic::message();
                self.terminal.failure(&message);
                return Ok(Next::Shown(
                    last.with_errors(&report::html::paragraph(&message)),
                ));
            }
            Refreshed::Edition {
                diagnostics,
                site,
                pages,
            } => (diagnostics, site, pages),
        };
        self.tell(&diagnostics);
        let has_errors = Counts::of(&diagnostics).errors > 0;
        let next = match (site, has_errors) {
            (_, true) => last.with_errors(&self.errors(&diagnostics)),
            (Some(site), false) => Shown::with_site(site),
            (None, false) => last.clone(),
        };
        let took = build::duration(started.elapsed());
        self.terminal.note(&match has_errors {
            true => format!("the last good site stays until this is mended ({took})"),
            false => format!("{pages} pages ({took})"),
        });
        Ok(Next::Shown(next))
    }

    /// What is to be shown once every page was rendered; none when that changes nothing.
    fn rendered(&self, last: &Shown, number: u64, of_rendering: &[Diagnostic]) -> Option<Shown> {
        let diagnostics = self.live.rendered(number, of_rendering);
        self.tell(&diagnostics);
        let has_errors = Counts::of(&diagnostics).errors > 0;
        has_errors.then(|| last.with_errors(&self.errors(&diagnostics)))
    }

    fn tell(&self, diagnostics: &[Diagnostic]) {
        let texts = self.live.texts(diagnostics);
        let stream = console::Term::stderr();
        let report = self
            .terminal
            .report(diagnostics, &Sources::new(&texts), &stream);
        self.terminal.tell(&report);
    }

    /// The errors among some findings, as a part of a page.
    fn errors(&self, diagnostics: &[Diagnostic]) -> String {
        let mut errors = diagnostics.to_vec();
        errors.retain(|diagnostic| diagnostic.severity == Severity::Error);
        let texts = self.live.texts(&errors);
        report::html::render(&errors, &Sources::new(&texts))
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
