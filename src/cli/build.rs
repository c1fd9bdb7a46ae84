//! `alongside build`, and the run of reading and building that other commands share.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::wording::count;
use crate::path::SitePath;
use crate::pipeline::{self, Build};
use crate::read;
use crate::report::{self, Counts, Sources};
use crate::write::{self, Written};

use super::args::{self, Global, Plain};
use super::situation::{self, Wanted};
use super::terminal::Terminal;
use super::{Failure, Outcome};

/// What came of reading and building a site.
#[derive(Debug)]
pub(super) struct Built {
    /// What was made; its findings include those of reading.
    pub(super) build: Build,
    /// The texts that findings point into.
    pub(super) texts: BTreeMap<SitePath, Arc<str>>,
}

/// Reads and builds the site in a folder; what lies in `output` is no part of it.
pub(super) fn make(
    global: &Global,
    site: &Path,
    output: &Path,
    wanted: Wanted,
    terminal: &Terminal,
) -> Result<Built, Failure> {
    let started = Instant::now();
    terminal.progress("reading");
    let mut found: Vec<Diagnostic> = Vec::new();
    let files = read::read(site, Some(output))?.into_value(&mut found);
    let reading = started.elapsed();
    let options = situation::options(global, wanted, &files)?;
    terminal.progress("building");
    let mut build = pipeline::build(&files, &options);
    build.diagnostics.append(&mut found);
    build
        .diagnostics
        .sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    build.summary.stages.insert(0, ("read", reading));
    Ok(Built {
        texts: build.sources(&files),
        build,
    })
}

/// Builds the site into a folder.
pub(super) fn run(
    global: &Global,
    arguments: &args::Build,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let started = Instant::now();
    let site = situation::site(global)?;
    let output = match &arguments.output {
        Some(output) => output.clone(),
        None => site.join("public"),
    };
    let output = write::check_folder(&site, &output)?;
    let wanted = Wanted {
        environment: arguments.environment.map(Into::into),
        base_url: arguments.base_url.clone(),
        drafts: arguments.drafts,
        check_templates: false,
    };
    let Built { mut build, texts } = make(global, &site, &output, wanted, terminal)?;

    let counts = Counts::of(&build.diagnostics);
    let is_refused = counts.errors > 0 || (arguments.strict && counts.warnings > 0);
    let written = if is_refused {
        Written::default()
    } else {
        let writing = Instant::now();
        terminal.progress("writing");
        let written = write::publish(&site, &output, &build.artifacts, || {
            terminal.note("waiting for another build of this site to finish");
        })?;
        build.summary.stages.push(("write", writing.elapsed()));
        written
    };

    let sources = Sources::new(&texts);
    let seconds = started.elapsed();
    match arguments.format {
        Plain::Json => {
            terminal.print(&report::json::render(&build.diagnostics, &sources));
            let line = summary_line(&build, counts, written, seconds);
            terminal.print(&format!("{line}\n"));
        }
        Plain::Human => {
            if !build.diagnostics.is_empty() {
                terminal.tell(&report::human::render(
                    &visible(&build.diagnostics, terminal),
                    &sources,
                ));
            }
            for (stage, took) in &build.summary.stages {
                terminal.detail(&format!("{stage}: {}", duration(*took)));
            }
            for line in &build.summary.notes {
                terminal.note(line);
            }
            if is_refused {
                terminal.tell("nothing was published\n");
            } else {
                terminal.result(&sentence(&build, written, &output, seconds));
            }
        }
    }
    Ok(if is_refused {
        Outcome::Mistakes
    } else {
        Outcome::Done
    })
}

/// The findings that are printed: all, or only errors when quiet.
pub(super) fn visible(diagnostics: &[Diagnostic], terminal: &Terminal) -> Vec<Diagnostic> {
    diagnostics
        .iter()
        .filter(|diagnostic| {
            !terminal.is_quiet() || diagnostic.severity == crate::diagnostic::Severity::Error
        })
        .cloned()
        .collect()
}

/// The last line of a build for programs.
pub(super) fn summary_line(
    build: &Build,
    counts: Counts,
    written: Written,
    took: Duration,
) -> serde_json::Value {
    let summary = &build.summary;
    let stages: serde_json::Map<String, serde_json::Value> = summary
        .stages
        .iter()
        .map(|(stage, took)| ((*stage).to_owned(), rounded(*took).into()))
        .collect();
    json!({"summary": {
        "pages": summary.pages,
        "terms": summary.terms,
        "artifacts": written.artifacts,
        "written": written.written,
        "errors": counts.errors,
        "warnings": counts.warnings,
        "advice": counts.advice,
        "held": {
            "drafts": summary.drafts,
            "future": summary.future,
            "expired": summary.expired,
        },
        "seconds": rounded(took),
        "stages": stages,
    }})
}

/// Seconds to the nearest tenth of a millisecond.
fn rounded(took: Duration) -> f64 {
    (took.as_secs_f64() * 10_000.0).round() / 10_000.0
}

/// The last line of a build for people.
fn sentence(build: &Build, written: Written, output: &Path, took: Duration) -> String {
    let summary = &build.summary;
    let held: Vec<String> = [
        (summary.drafts, "draft", "drafts"),
        (summary.future, "dated in the future", "dated in the future"),
        (summary.expired, "expired", "expired"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(number, one, many)| count(number as u64, one, many))
    .collect();
    let held = if held.is_empty() {
        String::new()
    } else {
        format!(", held back {}", held.join(", "))
    };
    format!(
        "{} pages and {} terms{held}: {} files ({} written, {} removed) in `{}`, in {}",
        summary.pages,
        summary.terms,
        written.artifacts,
        written.written,
        written.removed,
        output.display(),
        duration(took)
    )
}

/// A duration as people say it.
pub(super) fn duration(took: Duration) -> String {
    if took.as_secs() >= 1 {
        format!("{:.2} s", took.as_secs_f64())
    } else {
        format!("{} ms", took.as_millis())
    }
}
