//! Which footnotes are shown: those that the text calls, and those that a shown footnote calls.
//!
//! What a page does not show must be nowhere, not in the words that search reads, nor in the count of words, nor among the
//! links that publish a file. So this is known before a body is written: a definition that is not shown is not read at all.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The footnotes of a body that are shown.
#[derive(Debug, Default)]
pub(super) struct Called {
    /// The names that are called from what is shown, in lower case.
    names: HashSet<String>,
    /// The names whose definition was met.
    defined: HashSet<String>,
    /// For each definition that is open, whether it is left out.
    open: Vec<bool>,
}

/// What a writer does with an event, as far as footnotes decide it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// It is written.
    Shown,
    /// It belongs to a definition that is left out.
    LeftOut,
    /// A definition begins that nothing shown calls.
    Uncalled,
    /// A definition begins whose name has one already.
    Again,
}

impl Called {
    /// Reads the calls of a body.
    pub(super) fn new(text: &str, options: Options) -> Self {
        // Most pages have no footnote, and are not read twice.
        if !options.contains(Options::ENABLE_FOOTNOTES) || !text.contains("[^") {
            return Self::default();
        }
        let mut calls: HashMap<Option<String>, Vec<String>> = HashMap::new();
        let mut open: Vec<Option<String>> = vec![None];
        let mut defined = HashSet::new();
        let mut pictures = 0_usize;
        for event in Parser::new_ext(text, options) {
            match event {
                Event::Start(Tag::FootnoteDefinition(name)) => open.push(Some(key(&name))),
                Event::End(TagEnd::FootnoteDefinition) => {
                    defined.extend(open.pop().flatten());
                }
                // The words of a picture are plain text, in which nothing is called.
                Event::Start(Tag::Image { .. }) => pictures += 1,
                Event::End(TagEnd::Image) => pictures -= 1,
                Event::FootnoteReference(name) if pictures == 0 => {
                    let from = open.last().cloned().flatten();
                    let is_second = from.as_ref().is_some_and(|from| defined.contains(from));
                    if !is_second {
                        calls.entry(from).or_default().push(key(&name));
                    }
                }
                _ => {}
            }
        }
        let mut names = HashSet::new();
        let mut waiting = calls.remove(&None).unwrap_or_default();
        while let Some(name) = waiting.pop() {
            waiting.extend(calls.remove(&Some(name.clone())).unwrap_or_default());
            names.insert(name);
        }
        Self {
            names,
            ..Self::default()
        }
    }

    /// What to do with the next event of the same body.
    pub(super) fn reading(&mut self, event: &Event<'_>) -> Reading {
        match event {
            Event::Start(Tag::FootnoteDefinition(name)) => {
                let name = key(name);
                let is_called = self.names.contains(&name);
                let is_first = self.defined.insert(name);
                self.open.push(!is_called || !is_first);
                match (is_called, is_first) {
                    (true, true) => Reading::Shown,
                    (_, false) => Reading::Again,
                    (false, true) => Reading::Uncalled,
                }
            }
            Event::End(TagEnd::FootnoteDefinition) => match self.open.pop() {
                Some(true) => Reading::LeftOut,
                _ => Reading::Shown,
            },
            _ if self.open.last() == Some(&true) => Reading::LeftOut,
            _ => Reading::Shown,
        }
    }
}

/// What tells one name from another: `[^A]` and `[^a]` are one footnote.
fn key(name: &str) -> String {
    name.to_lowercase()
}
