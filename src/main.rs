//! The program `alongside`.

use std::process::ExitCode;

fn main() -> ExitCode {
    alongside::cli::run(std::env::args_os())
}
