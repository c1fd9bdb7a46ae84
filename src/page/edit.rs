//! How much of a site an edit of a page may change.

use crate::schema::{Value, Values};

use super::body::Body;
use super::outline::{Outline, reading_minutes};
use super::parsed::Page;
use super::spans::PageSpans;

/// How much of a site an edit of a page may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edit {
    /// The page alone: the text of its body has changed, and where things stand below the front matter.
    Text,
    /// The page and what others tell of it: its title, its description, its first words, how long it takes to read.
    Card,
    /// Anything.
    Whole,
}

impl Page {
    /// What the edit that made this page of another state of the same file may change.
    pub fn edit_since(&self, before: &Self) -> Edit {
        let Self {
            path,
            place,
            lang,
            kind,
            fields,
            body,
            outline,
            keywords,
            marks,
            spans,
        } = self;
        let Body { parts: _, links } = &**body;
        let Outline {
            headings,
            sections: _,
            ids,
            words,
            summary,
        } = outline;
        let PageSpans {
            front_matter,
            head,
            whole,
            links: _,
            headings: _,
            directives: _,
        } = spans;
        let has_its_place = *path == before.path
            && *place == before.place
            && *lang == before.lang
            && *kind == before.kind
            && *links == before.body.links
            && *headings == before.outline.headings
            && *ids == before.outline.ids
            && *keywords == before.keywords
            && *marks == before.marks
            && *whole == before.spans.whole;
        let tells_the_same = *fields == before.fields
            && reading_minutes(*words) == reading_minutes(before.outline.words)
            && *summary == before.outline.summary
            && *front_matter == before.spans.front_matter
            && *head == before.spans.head;
        // Each type of page below reads a cascade in its own way, so that fields do not tell all of it.
        let hands_down = front_matter.get("cascade").is_some();
        let says_other_words =
            *whole && !hands_down && differ_in_words_only(fields, &before.fields);
        match (has_its_place, tells_the_same) {
            (false, _) => Edit::Whole,
            (true, true) => Edit::Text,
            (true, false) if says_other_words => Edit::Card,
            (true, false) => Edit::Whole,
        }
    }
}

/// The fields that say what a page is about, and decide nothing.
pub(crate) const WORDS: [&str; 2] = ["title", "description"];

/// Whether two sets of fields differ in the words of [`WORDS`] only.
fn differ_in_words_only(fields: &Values, others: &Values) -> bool {
    let says = |value: &Value| {
        value
            .as_text()
            .is_some_and(|words| !words.trim().is_empty())
    };
    fields.len() == others.len()
        && fields.iter().all(|(name, value)| {
            others.get(name).is_some_and(|other| {
                value == other || WORDS.contains(&&**name) && says(value) && says(other)
            })
        })
}
