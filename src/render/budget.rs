//! What the templates of one page may spend: steps (turns of loops, components, included files), bytes (written, or kept in a
//! variable), and how deep they and their lists may stand in one another. A template that doubles its text, or that calls itself twice,
//! ends with a finding at the tag where it was too much.
//!
//! Tera has no such counts. `counted.rs` puts calls into the templates, which end here, and what is written passes
//! through [`Output`]. Steps and bytes are counted rather than time, so that a page has a finding on every machine or on none. Only the
//! stack is measured, which templates in proportion never fill.

use std::cell::Cell;
use std::io::{self, Write};

use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use crate::config::Limits;

/// The function that counts a step.
pub(super) const STEP: &str = "__step";
/// The function that counts the value of a variable.
pub(super) const KEEP: &str = "__keep";
/// The filter that counts a part of a text, and hands it on.
pub(super) const PART: &str = "__part";

/// What an entry of a list or map counts for, whatever it is: about what it takes in memory.
const ENTRY_BYTES: u64 = 32;

/// How much of a thread's stack Tera may fill, which calls itself for each component, block and included file. A thread of the standard
/// library has 2 MiB, of which the build takes a little before and a filter a little behind. A component may stand in 20 others
/// (Tera's own limit), and a file in 16 (`nesting.rs`): either stays far below this, and both together might not.
const STACK_BYTES: usize = 1_500_000;

/// How deep lists and maps may stand in one another. What counts, writes or drops them calls itself for each, and no data that a site
/// may have is as deep.
const DEEPEST_VALUE: usize = 150;

/// How a message of an exhausted budget begins, by which it is told from the other errors of a template.
const EXHAUSTED: &str = "the templates of this page";

/// What a message says of too much that stands in one another.
const DEEP: &str = "stand too deep in one another, or their lists do";

/// What is left of each. A page is rendered by one thread from beginning to end, and Tera hands nothing of ours through.
#[derive(Clone, Copy)]
struct Left {
    limits: Limits,
    steps: u64,
    bytes: u64,
    /// Where the stack ended when the page began.
    stack: usize,
}

thread_local! {
    static LEFT: Cell<Option<Left>> = const { Cell::new(None) };
}

/// Begins a page: all of its budget is left.
pub(super) fn begin(limits: Limits) {
    LEFT.set(Some(Left {
        limits,
        steps: limits.render_steps,
        bytes: limits.render_bytes,
        stack: end_of_stack(),
    }));
}

/// Whether a message says that the budget is exhausted.
pub(super) fn is_exhausted(message: &str) -> bool {
    message.contains(EXHAUSTED)
}

/// About where the stack ends: a place in memory that nothing reads.
#[inline(never)]
fn end_of_stack() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(&here).addr()
}

/// Whether a message says that it is depth that was too much, of which no setting allows more.
pub(super) fn is_too_deep(message: &str) -> bool {
    message.contains(DEEP)
}

/// Takes from what is left.
fn spend(steps: u64, bytes: u64) -> Result<(), String> {
    let Some(mut left) = LEFT.get() else {
        return Ok(());
    };
    let (has_steps, has_bytes) = (left.steps >= steps, left.bytes >= bytes);
    left.steps = left.steps.saturating_sub(steps);
    left.bytes = left.bytes.saturating_sub(bytes);
    LEFT.set(Some(left));
    match (has_steps, has_bytes) {
        (true, true) => Ok(()),
        (false, _) => Err(format!(
            "{EXHAUSTED} take more than {} steps",
            left.limits.render_steps
        )),
        (true, false) => Err(format!(
            "{EXHAUSTED} write and keep more than {} bytes",
            left.limits.render_bytes
        )),
    }
}

fn spend_in_template(steps: u64, bytes: u64) -> TeraResult<()> {
    let stack = LEFT.get().map_or_else(end_of_stack, |left| left.stack);
    if stack.abs_diff(end_of_stack()) > STACK_BYTES {
        return Err(too_deep());
    }
    spend(steps, bytes).map_err(Error::message)
}

fn too_deep() -> Error {
    Error::message(format!("{EXHAUSTED} {DEEP}"))
}

/// Counts a value with all that it holds, as long as there is something left: lists that hold one another share their memory, and are
/// as long as they look when they are written or compared.
fn weigh(value: &Value) -> TeraResult<()> {
    weigh_within(value, 0)
}

fn weigh_within(value: &Value, depth: usize) -> TeraResult<()> {
    if depth > DEEPEST_VALUE {
        return Err(too_deep());
    }
    let weigh = |inner: &Value| weigh_within(inner, depth + 1);
    if let Some(text) = value.as_str() {
        return spend_in_template(0, text.len() as u64);
    }
    if let Some(items) = value.as_array() {
        spend_in_template(0, items.len() as u64 * ENTRY_BYTES)?;
        return items.iter().try_for_each(weigh);
    }
    if let Some(entries) = value.as_map() {
        spend_in_template(0, entries.len() as u64 * ENTRY_BYTES)?;
        return entries.values().try_for_each(weigh);
    }
    Ok(())
}

/// Registers what counts, and the filters whose result may be larger than all that they are given, which count before they make it.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function(STEP, |_: Kwargs, _: &State<'_>| {
        spend_in_template(1, 0).map(|()| "")
    });
    tera.register_function(KEEP, |given: Kwargs, _: &State<'_>| {
        spend_in_template(1, 0)?;
        given.iter().try_for_each(|(_, value)| weigh(value))?;
        Ok::<_, Error>("")
    });
    tera.register_filter(PART, |value: Value, _: Kwargs, _: &State<'_>| {
        spend_in_template(1, 0)?;
        weigh(&value)?;
        Ok::<_, Error>(value)
    });
    tera.register_filter("replace", replace);
    tera.register_filter("join", join);
}

/// Tera's `replace`.
fn replace(value: StringInput<'_>, given: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let from = given.must_get::<&str>("from")?;
    let to = given.must_get::<StringInput<'_>>("to")?;
    let is_safe = state.autoescaping_enabled() && (value.is_safe() || to.is_safe());
    let put_in = |text: &str, to: &str| {
        let places = text.matches(from).count() as u64;
        // What is put in may be escaped first, which makes it six times as long at most.
        spend_in_template(1, text.len() as u64 + places * to.len() as u64)?;
        Ok::<_, Error>(text.replace(from, to))
    };
    if is_safe {
        let text = put_in(&value.rendered(state)?, &to.rendered(state)?)?;
        Ok(Value::safe_string(&text))
    } else {
        Ok(Value::from(put_in(value.as_str(), to.as_str())?))
    }
}

/// Tera's `join`.
fn join(items: &[Value], given: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let between = given.get::<StringInput<'_>>("sep")?;
    let length = between.as_ref().map_or(0, |text| text.as_str().len()) as u64;
    spend_in_template(1, items.len() as u64 * length)?;
    items.iter().try_for_each(weigh)?;
    let is_safe = state.autoescaping_enabled()
        && (items.iter().any(|item| item.is_string() && item.is_safe())
            || between.as_ref().is_some_and(|text| text.is_safe()));
    if !is_safe {
        let parts: Vec<String> = items.iter().map(Value::to_string).collect();
        let between = between.as_ref().map_or("", |text| text.as_str());
        return Ok(Value::from(parts.join(between)));
    }
    let parts = items.iter().map(|item| match item.is_undefined() {
        true => Ok(String::new()),
        false => state.escape_if_needed(item),
    });
    let parts = parts.collect::<TeraResult<Vec<String>>>()?;
    let between = match &between {
        Some(text) => text.rendered(state)?,
        None => "".into(),
    };
    Ok(Value::safe_string(&parts.join(&*between)))
}

/// Counts what a value holds before a filter of ours writes it.
pub(super) fn before_writing(value: &Value) -> TeraResult<()> {
    weigh(value)
}

/// What a template writes, up to the limit.
#[derive(Debug, Default)]
pub(super) struct Output(Vec<u8>);

impl Output {
    /// The text that was written.
    pub(super) fn into_text(self) -> String {
        String::from_utf8(self.0).expect("Tera writes text")
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        spend(0, bytes.len() as u64).map_err(io::Error::other)?;
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
