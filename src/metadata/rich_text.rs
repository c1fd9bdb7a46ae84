//! Rich text (RTF): what its groups say of who wrote it, and what was changed.

use super::input::Input;
use super::text::{holds, holds_any};
use super::traces::{Trace, Traces};

/// How much of it is read; what it says of itself stands at its start, and pictures make it long.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// What the text tells.
pub(super) fn read(input: &mut Input<'_>) -> Traces {
    let text = input.at(0, MOST_BYTES);
    let mut traces = Traces::default();
    let authors = [
        "{\\author ",
        "{\\operator ",
        "{\\*\\company ",
        "{\\company ",
        "{\\manager ",
    ];
    traces.add_if(holds_any(&text, &authors), Trace::Author);
    let changes = ["\\revised", "\\deleted", "\\revauth"];
    traces.add_if(holds_any(&text, &changes), Trace::Changes);
    traces.add_if(holds(&text, "{\\*\\annotation"), Trace::Comments);
    traces
}
