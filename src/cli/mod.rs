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
mod outcome;
mod panic;
mod run;
mod schema;
mod serve;
mod situation;
mod terminal;
mod web;

pub use outcome::{Failure, Outcome};
pub use run::run;
