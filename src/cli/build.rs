//! `alongside build`, and the run of reading and building that other commands share.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::admit::Reason;
use crate::config::Environment;
use crate::diagnostic::wording::count;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::Files;
use crate::pipeline::{Edition, Options, Press, Purpose, Session, Summary};
use crate::read::{Changed, Look, Reader};
use crate::report::{self, Counts, Sources};
use crate::shelf::Shelf;
use crate::write::{Cache, Publication, Turn, Written};

use super::args::{self, Global, Plain};
use super::outcome::{Failure, Outcome};
use super::situation::{self, Wanted};
use super::terminal::Terminal;

/// From how many bytes of Markdown on a site is large: its texts wait on the disk and not in memory.
const LARGE: u64 = 256 * 1024 * 1024;

/// The name of the cache that keeps finished pictures.
pub(super) const PICTURES: &str = "pictures";

/// A site as read, ready to be built.
#[derive(Debug)]
pub(super) struct ReadSite {
    /// Its files.
    pub(super) files: Arc<Files>,
    /// What it is built with.
    pub(super) options: Options,
    shelf: Option<Arc<Shelf>>,
    found: Vec<Diagnostic>,
    took: Duration,
}

/// Reads the site in a folder; what lies in `output` is no part of it.
pub(super) fn read(
    global: &Global,
    site: &Path,
    output: &Path,
    wanted: Wanted,
    terminal: &Terminal,
) -> Result<ReadSite, Failure> {
    let started = Instant::now();
    terminal.progress("reading");
    let look = Reader::sparing(LARGE).look(site, Some(output), &Changed::Anything)?;
    ReadSite::new(global, wanted, look, started.elapsed())
}

impl ReadSite {
    /// A site whose folder was read in the time `took`.
    pub(super) fn new(
        global: &Global,
        wanted: Wanted,
        look: Look,
        took: Duration,
    ) -> Result<Self, Failure> {
        Ok(Self {
            options: situation::options(global, wanted, &look.files)?,
            files: Arc::new(look.files),
            shelf: look.shelf,
            found: look.diagnostics,
            took,
        })
    }

    /// What was found in reading, assembling and rendering, in order, the site's `rules` applied to all of it.
    pub(super) fn diagnostics(
        &self,
        edition: &Edition,
        rendering: &[Diagnostic],
    ) -> Vec<Diagnostic> {
        edition.diagnostics(&[&self.found, rendering].concat())
    }

    /// Fails when a text that waited on the disk could not be had again: nothing that was made of this site may be used then.
    pub(super) fn nothing_lost(&self) -> Result<(), Failure> {
        match self.shelf.as_ref().and_then(|shelf| shelf.lost()) {
            Some(cause) => Err(Failure::Environment(format!(
                "a temporary file cannot be read again: {cause}"
            ))),
            None => Ok(()),
        }
    }

    /// The figures of what was made, with the time that reading took.
    pub(super) fn summary(&self, mut made: Summary) -> Summary {
        made.stages.insert(0, ("read", self.took));
        made
    }
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
    if arguments.anyway && situation::is_for_production(arguments.environment.map(Into::into)) {
        return Err(Failure::Usage(
            "`--anyway` shows a site that has errors, and that is not for production: leave it out, or say `--environment preview`"
                .into(),
        ));
    }
    let turn = Turn::take(&site, &output, arguments.adopt, || {
        terminal.note("waiting for another build to finish that writes to the same folder");
    })?;
    let output = turn.output().to_path_buf();
    let asked = arguments.environment.map(Into::into);
    let wanted = Wanted {
        environment: match (asked, arguments.anyway) {
            (None, true) => Some(Environment::Preview),
            _ => asked,
        },
        base_url: arguments.base_url.clone(),
        drafts: arguments.drafts,
        for_author: false,
        check_templates: false,
    };
    let read = read(global, &site, &output, wanted, terminal)?;
    terminal.progress("building");
    let cache = Arc::new(Cache::of(&site, PICTURES));
    let mut session = Session::new(cache.clone());
    let edition = session.update(&read.files, &read.options);
    let has_mistakes = |diagnostics: &[Diagnostic]| {
        let counts = Counts::of(diagnostics);
        counts.errors > 0 || (arguments.strict && counts.warnings > 0)
    };
    let refused = |diagnostics: &[Diagnostic]| match arguments.anyway {
        true => {
            let mut errors = diagnostics
                .iter()
                .filter(|one| one.severity == Severity::Error);
            errors.any(|error| !error.code.may_be_shown())
        }
        false => has_mistakes(diagnostics),
    };
    let is_refused = edition.outputs().is_none() || refused(&read.diagnostics(&edition, &[]));
    // Where nothing can be published, pages are rendered all the same: their mistakes are wanted too.
    let (publication, purpose) = match (is_refused, arguments.anyway) {
        (true, _) => (None, Purpose::Rehearse),
        (false, false) => (Some(Publication::begin(turn)?), Purpose::Publish),
        (false, true) => (Some(Publication::begin(turn)?), Purpose::Show),
    };
    let printed = Press::default().print(&edition, purpose, &|artifact| {
        if let Some(publication) = &publication {
            publication.put(&artifact);
        }
    });
    read.nothing_lost()?;
    let diagnostics = read.diagnostics(&edition, &printed.diagnostics);
    let mut summary = read.summary(printed.summary);
    let counts = Counts::of(&diagnostics);
    let is_refused = is_refused || refused(&diagnostics);
    let written = match publication {
        Some(publication) if !is_refused => {
            let writing = Instant::now();
            terminal.progress("writing");
            let written = publication.finish()?;
            summary.stages.push(("publish", writing.elapsed()));
            cache.tidy();
            written
        }
        _ => Written::default(),
    };

    let texts = edition.sources(&read.files, &diagnostics);
    let sources = Sources::new(&texts);
    let seconds = started.elapsed();
    match arguments.format {
        Plain::Json => {
            terminal.print(&report::json::render(&diagnostics, &sources));
            let line = summary_line(&summary, counts, written, seconds);
            terminal.print(&format!("{line}\n"));
        }
        Plain::Human => {
            if !diagnostics.is_empty() {
                let stream = console::Term::stderr();
                terminal.tell(&terminal.report(&diagnostics, &sources, &stream));
            }
            for (stage, took) in &summary.stages {
                terminal.detail(&format!("{stage}: {}", duration(*took)));
            }
            for line in &summary.notes {
                terminal.note(line);
            }
            if is_refused {
                terminal.tell("nothing was published\n");
            } else if has_mistakes(&diagnostics) {
                terminal.tell(&format!(
                    "shown in spite of {}, in `{}`: this is no site to publish\n",
                    count(counts.errors as u64, "error", "errors"),
                    output.display()
                ));
            } else {
                terminal.result(&sentence(&summary, written, &output, seconds));
            }
        }
    }
    // The process ends here, and the system takes all of its memory back at once: of a large site, taking it apart piece by
    // piece is a twentieth of the build.
    std::mem::forget((session, edition, read));
    Ok(if is_refused || has_mistakes(&diagnostics) {
        Outcome::Mistakes
    } else {
        Outcome::Done
    })
}

/// The last line of a build for programs.
pub(super) fn summary_line(
    summary: &Summary,
    counts: Counts,
    written: Written,
    took: Duration,
) -> serde_json::Value {
    let held: serde_json::Map<String, serde_json::Value> = Reason::ALL
        .into_iter()
        .map(|reason| {
            let number = summary.held.get(reason);
            (reason.counted_as().to_owned(), number.into())
        })
        .collect();
    let stages: serde_json::Map<String, serde_json::Value> = summary
        .stages
        .iter()
        .map(|(stage, took)| ((*stage).to_owned(), rounded(*took).into()))
        .collect();
    json!({"summary": {
        "pages": summary.pages,
        "terms": summary.terms,
        "unpublished": summary.unpublished,
        "artifacts": written.artifacts,
        "written": written.written,
        "errors": counts.errors,
        "warnings": counts.warnings,
        "advice": counts.advice,
        "held": held,
        "seconds": rounded(took),
        "stages": stages,
    }})
}

/// Seconds to the nearest tenth of a millisecond.
fn rounded(took: Duration) -> f64 {
    (took.as_secs_f64() * 10_000.0).round() / 10_000.0
}

/// The last line of a build for people.
fn sentence(summary: &Summary, written: Written, output: &Path, took: Duration) -> String {
    let unpublished = match summary.unpublished {
        0 => String::new(),
        1 => ", 1 file of content/ is not published".to_owned(),
        number => format!(", {number} files of content/ are not published"),
    };
    format!(
        "{} pages and {} terms{}{unpublished}: {} files ({} written, {} removed) in `{}`, in {}",
        summary.pages,
        summary.terms,
        held(summary),
        written.artifacts,
        written.written,
        written.removed,
        output.display(),
        duration(took)
    )
}

/// What was held back, as a part of a sentence that is empty when nothing was.
pub(super) fn held(summary: &Summary) -> String {
    let held: Vec<String> = Reason::ALL
        .into_iter()
        .map(|reason| (summary.held.get(reason), reason))
        .filter(|(number, _)| *number > 0)
        .map(|(number, reason)| {
            let (one, many) = words(reason);
            count(number as u64, one, many)
        })
        .collect();
    if held.is_empty() {
        return String::new();
    }
    format!(", held back {}", held.join(", "))
}

/// What one and several pages held back for a reason are called.
fn words(reason: Reason) -> (&'static str, &'static str) {
    match reason {
        Reason::Draft => ("draft", "drafts"),
        Reason::Future => ("dated in the future", "dated in the future"),
        Reason::Expired => ("expired", "expired"),
        Reason::Unreviewed => (
            "translation that no speaker has checked",
            "translations that no speaker has checked",
        ),
        Reason::Private => ("private", "private"),
        Reason::Permission => ("without permission", "without permission"),
        Reason::Unclear => ("hidden in unclear words", "hidden in unclear words"),
    }
}

/// A duration as people say it.
pub(super) fn duration(took: Duration) -> String {
    if took.as_secs() >= 1 {
        format!("{:.2} s", took.as_secs_f64())
    } else {
        format!("{} ms", took.as_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, codes};
    use crate::path::SitePath;
    use crate::source::SourceFile;

    #[test]
    fn what_reading_finds_obeys_the_rules() {
        let config = "title: A site\nbase_url: https://site.example\nrules:\n  link/external-missing: error\n  file/name: off\n";
        let files = Files {
            config: Some(SourceFile::new(SitePath::new("site.yaml"), config)),
            ..Files::default()
        };
        let found = [&codes::LINK_EXTERNAL_MISSING, &codes::FILE_NAME];
        let found = found.map(|code| {
            let place = Place::file(&SitePath::new("content/a.md"));
            Diagnostic::new(code, place, "said in reading")
        });
        let read = ReadSite {
            files: Arc::new(files),
            options: Options {
                now: "2026-11-22T12:00:00Z".parse().expect("it is a time"),
                environment: Environment::Production,
                base_url: None,
                canonical_url: None,
                drafts: false,
                for_author: false,
                check_templates: false,
            },
            shelf: None,
            found: found.to_vec(),
            took: Duration::ZERO,
        };
        let edition = Session::default().update(&read.files, &read.options);
        let all = read.diagnostics(&edition, &[]);
        let severity = |name: &str| {
            let mut all = all.iter().filter(|one| one.message == "said in reading");
            all.find(|one| one.code.name == name)
                .map(|one| one.severity)
        };
        assert_eq!(
            severity("link/external-missing"),
            Some(Severity::Error),
            "{all:?}"
        );
        // This one may not be lowered.
        assert_eq!(severity("file/name"), Some(Severity::Error));
    }
}
