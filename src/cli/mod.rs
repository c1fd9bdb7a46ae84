//! The program: the command line, the environment and the clock become options, and what comes of them becomes an exit code.
//!
//! Nothing below this floor reads the clock or the environment, or knows how a run ends.

pub mod args;
mod build;
mod check;
mod external;
mod init;
mod list;
mod new;
mod panic;
mod preview;
mod schema;
mod serve;
mod situation;
mod terminal;
mod web;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Command};
use terminal::Terminal;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What was asked for was done.
    Done,
    /// The author's files have errors and nothing was published.
    Mistakes,
}

/// Why a run could not do what was asked for, the author's files apart.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line asks for something that cannot be.
    #[error("{0}")]
    Usage(String),
    /// The environment failed: the disk, the network.
    #[error("{0}")]
    Environment(String),
}

impl From<crate::read::Error> for Failure {
    fn from(error: crate::read::Error) -> Self {
        Self::Environment(error.to_string())
    }
}

impl From<crate::write::Error> for Failure {
    fn from(error: crate::write::Error) -> Self {
        match error {
            crate::write::Error::Dangerous { .. } => Self::Usage(error.to_string()),
            error => Self::Environment(error.to_string()),
        }
    }
}

impl From<crate::scaffold::Error> for Failure {
    fn from(error: crate::scaffold::Error) -> Self {
        match error {
            crate::scaffold::Error::Io { .. } => Self::Environment(error.to_string()),
            error => Self::Usage(error.to_string()),
        }
    }
}

/// Runs the program with these arguments, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            // A closed pipe is no reason to fail when all that was asked for is help.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let terminal = Terminal::new(&cli.global);
    panic::keep();
    let done = catch_unwind(AssertUnwindSafe(|| dispatch(&cli, &terminal)))
        .unwrap_or_else(|_| Err(Failure::Environment(panic::message())));
    match done {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Mistakes) => ExitCode::from(1),
        Err(failure) => {
            terminal.failure(&failure.to_string());
            ExitCode::from(match failure {
                Failure::Usage(_) => 2,
                Failure::Environment(_) => 3,
            })
        }
    }
}

fn dispatch(cli: &Cli, terminal: &Terminal) -> Result<Outcome, Failure> {
    match &cli.command {
        Command::Build(arguments) => build::run(&cli.global, arguments, terminal),
        Command::Check(arguments) => check::run(&cli.global, arguments, terminal),
        Command::Serve(arguments) => serve::run(&cli.global, arguments, terminal),
        Command::List(arguments) => list::run(&cli.global, arguments, terminal),
        Command::New(arguments) => new::run(&cli.global, arguments, terminal),
        Command::Schema(arguments) => schema::run(&cli.global, arguments, terminal),
        Command::Init(arguments) => init::run(&cli.global, arguments, terminal),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "alongside", &mut script);
            terminal.print(&String::from_utf8_lossy(&script));
            Ok(Outcome::Done)
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Cli::command())
                .render(&mut page)
                .map_err(|error| Failure::Environment(error.to_string()))?;
            terminal.print(&String::from_utf8_lossy(&page));
            Ok(Outcome::Done)
        }
    }
}
