//! `alongside init`: a new site that builds at once.

use crate::files::Files;
use crate::scaffold;

use super::args::{self, Global};
use super::outcome::{Failure, Outcome};
use super::situation;
use super::terminal::Terminal;

/// Begins a site.
pub(super) fn run(
    global: &Global,
    arguments: &args::Init,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let today = situation::today(global, &Files::default())?;
    let written = scaffold::begin_site(&arguments.dir, today, arguments.netlify)?;
    let folder = arguments.dir.display();
    for path in &written {
        terminal.detail(&format!("{folder}/{path}"));
    }
    terminal.result(&format!(
        "a new site of {} files is in `{folder}`; see it with `alongside serve --site {folder}`",
        written.len()
    ));
    Ok(Outcome::Done)
}
