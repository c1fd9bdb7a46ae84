//! `alongside serve`: build, show, follow every change, until it is stopped.

use std::net::{IpAddr, Ipv4Addr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Instant;

use tokio::sync::watch;

use crate::config::Environment;
use crate::diagnostic::Severity;
use crate::report::{self, Sources};
use crate::serve::shown::SiteFiles;
use crate::serve::watch::Watch;
use crate::serve::{Shown, http};

use super::args::{self, Global};
use super::build::{self, Built};
use super::situation::{self, Wanted};
use super::terminal::Terminal;
use super::{Failure, Outcome};

/// What wakes the preview.
enum Wake {
    Changed,
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
    let mut watch = match Watch::start(&site, move || {
        let _ = changed.send(Wake::Changed);
    }) {
        Ok(watch) => Some(watch),
        Err(error) => {
            terminal.tell(&format!("changes cannot be followed: {error}\n"));
            None
        }
    };

    let turn = Turn {
        global,
        site: &site,
        address: &address,
        drafts: !arguments.no_drafts,
        terminal,
    };
    let (publish, shown) = watch::channel(Arc::new(turn.take(&Shown::default())?));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(environment)?;
    runtime.spawn(http::serve(listener, shown));
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

    while let Ok(Wake::Changed) = woken.recv() {
        // One build for all that has changed meanwhile.
        let mut stopped = false;
        while let Ok(more) = woken.try_recv() {
            stopped |= matches!(more, Wake::Stop);
        }
        if stopped {
            break;
        }
        if let Some(watch) = &mut watch {
            watch.follow();
        }
        let last = publish.borrow().clone();
        match turn.take(&last) {
            Ok(next) => {
                let is_news = next.version != last.version;
                publish.send_if_modified(|shown| {
                    *shown = Arc::new(next);
                    is_news
                });
            }
            Err(failure) => terminal.failure(&failure.to_string()),
        }
    }
    runtime.shutdown_background();
    Ok(Outcome::Done)
}

/// What every build of a preview has in common.
struct Turn<'a> {
    global: &'a Global,
    site: &'a Path,
    address: &'a str,
    drafts: bool,
    terminal: &'a Terminal,
}

impl Turn<'_> {
    /// Builds once and gives what is to be shown now.
    fn take(&self, last: &Shown) -> Result<Shown, Failure> {
        let started = Instant::now();
        let wanted = Wanted {
            environment: Some(Environment::Development),
            base_url: Some(self.address.to_owned()),
            drafts: self.drafts,
            check_templates: false,
        };
        let output = self.site.join("public");
        let made = catch_unwind(AssertUnwindSafe(|| {
            build::make(self.global, self.site, &output, wanted, self.terminal)
        }));
        let Built { build, texts } = match made {
            Ok(built) => built?,
            Err(_) => {
                let message = super::panic::message();
                self.terminal.failure(&message);
                return Ok(last.with_errors(&message));
            }
        };
        let sources = Sources::new(&texts);
        let found = build::visible(&build.diagnostics, self.terminal);
        let told = report::human::render(&found, &sources);
        if !found.is_empty() {
            self.terminal.tell(&told);
        }
        let mut errors = build.diagnostics;
        errors.retain(|found| found.severity == Severity::Error);
        let next = if errors.is_empty() {
            last.with_site(SiteFiles::new(build.artifacts))
        } else {
            let told = report::human::render(&errors, &sources);
            last.with_errors(&anstream::adapter::strip_str(&told).to_string())
        };
        let took = build::duration(started.elapsed());
        let pages = build.summary.pages;
        self.terminal
            .note(&match (&next.errors, next.version == last.version) {
                (Some(_), _) => format!("the last good site stays until this is mended ({took})"),
                (None, true) => format!("{pages} pages, nothing changed ({took})"),
                (None, false) => format!("{pages} pages ({took})"),
            });
        Ok(next)
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
