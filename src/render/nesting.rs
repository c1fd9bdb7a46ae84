//! How many templates may include or extend one another in a row, told before Tera follows them.
//!
//! Tera calls itself for each when it looks for circles and again when it renders. Circles are its to report; only one that is too long
//! for that is reported here.

use std::collections::BTreeMap;
use std::ops::Range;

use super::counted;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::source::Span;
use crate::theme::Theme;

/// The longest row of templates of which each includes or extends the next. Those of a theme that people can follow are four or five
/// long; sixteen fit on the stack of a thread, whatever the build (`budget.rs`), and keep each look through a row short.
const LONGEST_ROW: usize = 16;

/// How many templates may lead into circles and still be followed by Tera, which calls itself for each of them and keeps no more
/// there than a few words.
const MOST_IN_CIRCLES: usize = 200;

/// The rows that are too long.
pub(super) fn check(theme: &Theme) -> Vec<Diagnostic> {
    let templates = &theme.templates;
    let uses: BTreeMap<&str, Vec<(&str, Range<usize>)>> = templates
        .iter()
        .map(|(name, file)| {
            let mut uses = counted::uses(&file.text);
            uses.retain(|(used, _)| templates.contains_key(*used));
            (&**name, uses)
        })
        .collect();
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, used) in &uses {
        for (used, _) in used {
            users.entry(used).or_default().push(name);
        }
    }
    // From the templates that use none to those that use them: how long the row is that begins with each.
    let mut open: BTreeMap<&str, usize> = uses
        .iter()
        .map(|(name, used)| (*name, used.len()))
        .collect();
    let mut lengths: BTreeMap<&str, usize> = BTreeMap::new();
    let mut ready: Vec<&str> = open
        .iter()
        .filter(|(_, open)| **open == 0)
        .map(|(name, _)| *name)
        .collect();
    while let Some(name) = ready.pop() {
        open.remove(name);
        let used = uses[name].iter().filter_map(|(used, _)| lengths.get(used));
        let length = 1 + used.max().copied().unwrap_or_default();
        lengths.insert(name, length);
        for user in users.get(name).into_iter().flatten() {
            if let Some(left) = open.get_mut(user) {
                *left -= 1;
                if *left == 0 {
                    ready.push(user);
                }
            }
        }
    }
    let mut found: Vec<Diagnostic> = uses
        .iter()
        .filter(|(name, _)| lengths.get(*name) == Some(&(LONGEST_ROW + 1)))
        .filter_map(|(name, used)| {
            let (_, place) = used
                .iter()
                .find(|(used, _)| lengths.get(used) == Some(&LONGEST_ROW))?;
            Some(too_long(theme, name, place))
        })
        .collect();
    if open.len() > MOST_IN_CIRCLES
        && let Some(name) = open.keys().next()
        && let Some((_, place)) = uses[name].iter().find(|(used, _)| open.contains_key(used))
    {
        found.push(
            Diagnostic::new(
                &codes::TEMPLATE_CYCLE,
                Place::at(&templates[*name].path, Span::new(place.start, place.end)),
                format!(
                    "`{name}` and {} other templates lead back to themselves",
                    open.len() - 1
                ),
            )
            .help(
                "each includes or extends one that comes to it again: take out one of these steps",
            ),
        );
    }
    found
}

fn too_long(theme: &Theme, name: &str, place: &Range<usize>) -> Diagnostic {
    Diagnostic::new(
        &codes::TEMPLATE_LIMIT,
        Place::at(
            &theme.templates[name].path,
            Span::new(place.start, place.end),
        ),
        format!(
            "`{name}` begins a row of more than {LONGEST_ROW} templates of which each includes or extends the next"
        ),
    )
    .help("put what these templates hold into fewer files")
}
