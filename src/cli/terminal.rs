//! What is printed where: results on standard output, everything else on standard error.
//!
//! A pipe that was closed at the other end is nobody's mistake and is passed over.

use std::cell::RefCell;
use std::io::{IsTerminal, Write};
use std::time::Duration;

use anstream::ColorChoice;
use indicatif::{ProgressBar, ProgressStyle};

use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{self, Sources};

use super::args::{Color, Global};

/// The two streams and how much is said on them.
#[derive(Debug)]
pub(super) struct Terminal {
    quiet: bool,
    verbose: bool,
    bar: RefCell<Option<ProgressBar>>,
}

impl Terminal {
    /// A terminal as the command line wants it.
    pub(super) fn new(global: &Global) -> Self {
        let choice = match global.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        choice.write_global();
        Self {
            quiet: global.quiet,
            verbose: global.verbose,
            bar: RefCell::new(None),
        }
    }

    /// Prints a result on standard output.
    pub(super) fn print(&self, text: &str) {
        self.clear();
        let mut stream = anstream::stdout().lock();
        let _ = stream
            .write_all(text.as_bytes())
            .and_then(|()| stream.flush());
    }

    /// Prints on standard error, even when quiet.
    pub(super) fn tell(&self, text: &str) {
        self.clear();
        let mut stream = anstream::stderr().lock();
        let _ = stream
            .write_all(text.as_bytes())
            .and_then(|()| stream.flush());
    }

    /// Prints a line on standard error unless quiet.
    pub(super) fn note(&self, line: &str) {
        if !self.quiet {
            self.tell(&format!("{line}\n"));
        }
    }

    /// Prints a line on standard error when verbose.
    pub(super) fn detail(&self, line: &str) {
        if self.verbose {
            self.tell(&format!("{line}\n"));
        }
    }

    /// Prints a line of a result on standard output unless quiet.
    pub(super) fn result(&self, line: &str) {
        if !self.quiet {
            self.print(&format!("{line}\n"));
        }
    }

    /// Prints why the run failed.
    pub(super) fn failure(&self, message: &str) {
        self.tell(&format!("\u{1b}[1m\u{1b}[31merror\u{1b}[0m: {message}\n"));
    }

    /// Findings as a person reads them: the first of each code, or all when verbose; errors only when quiet. They are fitted to
    /// `stream`, where they are to be printed.
    pub(super) fn report(
        &self,
        diagnostics: &[Diagnostic],
        sources: &Sources<'_>,
        stream: &console::Term,
    ) -> String {
        if self.verbose {
            return report::human::render(diagnostics, sources);
        }
        let errors = diagnostics
            .iter()
            .filter(|found| !self.quiet || found.severity == Severity::Error);
        let visible: Vec<Diagnostic> = errors.cloned().collect();
        let width = stream.size_checked().map(|(_, columns)| columns.into());
        report::human::brief(&visible, sources, width)
    }

    /// Says what is being done: a moving line on a terminal, a plain one elsewhere.
    pub(super) fn progress(&self, what: &str) {
        if self.quiet {
            return;
        }
        if !std::io::stderr().is_terminal() {
            self.note(&format!("{what}…"));
            return;
        }
        let mut slot = self.bar.borrow_mut();
        let bar = slot.get_or_insert_with(|| {
            let bar = ProgressBar::new_spinner();
            let style = ProgressStyle::with_template("{spinner} {msg}… {elapsed}")
                .unwrap_or_else(|_| ProgressStyle::default_spinner());
            bar.set_style(style);
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        bar.set_message(what.to_owned());
    }

    /// Takes the moving line away.
    fn clear(&self) {
        if let Some(bar) = self.bar.borrow_mut().take() {
            bar.finish_and_clear();
        }
    }
}
