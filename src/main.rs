//! The program `alongside`.

use std::process::ExitCode;

/// An eighth of a build's processor time was the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[expect(
    clippy::disallowed_methods,
    reason = "arguments come in here and nowhere else"
)]
fn main() -> ExitCode {
    alongside::cli::run(std::env::args_os())
}
