//! From arguments to an exit code.

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use super::args::{Cli, Command};
use super::outcome::{Failure, Outcome};
use super::terminal::Terminal;
use super::{build, check, init, list, new, panic, schema, serve};

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
