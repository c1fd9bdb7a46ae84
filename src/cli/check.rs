//! `alongside check`: everything that a build would find, and nothing written.

use std::time::Instant;

use crate::report::{self, Counts, Sources};
use crate::write::Written;

use super::args::{self, Format, Global};
use super::build::{self, Built};
use super::situation::{self, Wanted};
use super::terminal::Terminal;
use super::{Failure, Outcome};

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
        ..Wanted::default()
    };
    let Built { build, texts } = build::make(global, &site, &output, wanted, terminal)?;
    let sources = Sources::new(&texts);
    let counts = Counts::of(&build.diagnostics);
    let all = &build.diagnostics;
    match arguments.format {
        Format::Human => {
            terminal.print(&report::human::render(
                &build::visible(all, terminal),
                &sources,
            ));
            if all.is_empty() {
                let took = build::duration(started.elapsed());
                terminal.result(&format!(
                    "nothing to mend in {} pages, in {took}",
                    build.summary.pages
                ));
            }
        }
        Format::Json => {
            terminal.print(&report::json::render(all, &sources));
            let line = build::summary_line(&build, counts, Written::default(), started.elapsed());
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
    Ok(if counts.errors > 0 {
        Outcome::Mistakes
    } else {
        Outcome::Done
    })
}
