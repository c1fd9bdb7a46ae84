//! `alongside check`: everything that a build would find, what other sites say of the links to them when that is asked for,
//! and no site written.

use std::sync::Arc;
use std::time::Instant;

use crate::admit::Reason;
use crate::pipeline::{Press, Session};
use crate::report::{self, Counts, Sources};
use crate::write::{Cache, Written};

use super::args::{self, Format, Global};
use super::build;
use super::external;
use super::outcome::{Failure, Outcome};
use super::situation::{self, Wanted};
use super::terminal::Terminal;

/// Looks for mistakes.
pub(super) fn run(
    global: &Global,
    arguments: &args::Check,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let started = Instant::now();
    let site = situation::site(global)?;
    let output = site.join("public");
    let wanted = Wanted {
        check_templates: true,
        drafts: arguments.drafts,
        ..Wanted::default()
    };
    let read = build::read(global, &site, &output, wanted, terminal)?;
    terminal.progress("checking");
    let cache = Arc::new(Cache::of(&site, build::PICTURES));
    let edition = Session::new(cache).update(&read.files, &read.options);
    let mut printed = Press::default().proof(&edition, &|| false);
    let mut unreachable = None;
    if let (true, Some(assembled)) = (arguments.external, &edition.site) {
        let asked = external::check(&site, assembled, read.options.now, terminal);
        printed.diagnostics.extend(asked.found);
        unreachable = asked.failure;
    }
    read.nothing_lost()?;
    let summary = read.summary(printed.summary);
    let all = &read.diagnostics(&edition, &printed.diagnostics);
    let texts = edition.sources(&read.files, all);
    let sources = Sources::new(&texts);
    let counts = Counts::of(all);
    match arguments.format {
        Format::Human => {
            let stream = console::Term::stdout();
            terminal.print(&terminal.report(all, &sources, &stream));
            if all.is_empty() {
                let took = build::duration(started.elapsed());
                terminal.result(&format!(
                    "nothing to mend in {} pages{}, in {took}",
                    summary.pages,
                    build::held(&summary)
                ));
            }
            let held = |reason| summary.held.get(reason);
            if held(Reason::Draft) + held(Reason::Future) > 0 {
                terminal.note(
                    "the links and terms of what is held back were not looked at: `alongside check --drafts` does",
                );
            }
        }
        Format::Json => {
            terminal.print(&report::json::render(all, &sources));
            let line = build::summary_line(&summary, counts, Written::default(), started.elapsed());
            terminal.print(&format!("{line}\n"));
        }
        Format::Github => {
            let prefix = situation::prefix(&site);
            terminal.print(&report::github::render(all, &sources, &prefix));
        }
        Format::Sarif => {
            let prefix = situation::prefix(&site);
            terminal.print(&report::sarif::render(all, &sources, &prefix));
        }
    }
    match unreachable {
        Some(failure) => Err(failure),
        None if counts.errors > 0 => Ok(Outcome::Mistakes),
        None => Ok(Outcome::Done),
    }
}
