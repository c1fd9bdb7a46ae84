//! Markdown that is nearly right: read as it was meant where that is certain, with the line to write instead.
//!
//! A text from a word processor, an e-mail or another program holds marks that Markdown takes for words, or words that it takes for
//! marks. They are mended before the parser sees the text; [`Places`] leads from there to where the author wrote them. Code is
//! left alone, and so is a text that is right: nothing is read twice for it. What could mean two things is not mended here.

mod change;
mod emphasis;
mod foreign;
mod line;
mod lines;
mod places;
mod tables;
mod tags;
mod unseen;
mod words;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

pub(super) use change::{Callout, Remark};
pub(super) use places::Places;
pub(super) use tags::is_known as is_element;

use change::Where;

/// A mended text.
#[derive(Debug)]
pub(super) struct Mended {
    pub(super) text: String,
    pub(super) places: Places,
    pub(super) remarks: Vec<Remark>,
    pub(super) callouts: Vec<Callout>,
}

/// What a stretch of the text is to the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    Code,
    Indented,
    Html,
}

/// Mends a text; none when there is nothing to mend. `covered` gives the text as the parser sees it, of the same length.
pub(super) fn mend(
    source: &str,
    options: Options,
    covered: impl Fn(&str) -> String,
) -> Option<Mended> {
    let mut changes = Vec::new();
    lines::read(source, &mut changes);
    if changes.is_empty() {
        return None;
    }
    changes.sort_by_key(|change| (change.range.start, change.range.end));
    let regions = regions(&covered(source), options);
    let mut regions = regions.into_iter().peekable();
    let mut mended = Mended {
        text: String::with_capacity(source.len() + 64),
        places: Places::default(),
        remarks: Vec::new(),
        callouts: Vec::new(),
    };
    let mut copied = 0;
    let mut invisible = None;
    for change in changes {
        let start = change.range.start;
        while regions.next_if(|(range, _)| range.end <= start).is_some() {}
        let region = regions.peek().filter(|(range, _)| range.start <= start);
        let begins = region.is_some_and(|(range, _)| source[range.start..start].trim().is_empty());
        let may_stand = match (region.map(|(_, region)| *region), change.place) {
            (None, place) => place != Where::Indented,
            (Some(Region::Code), _) => false,
            (Some(Region::Indented), place) => matches!(place, Where::Bullet | Where::Indented),
            (Some(Region::Html), place) => place == Where::Html || place == Where::Tag && begins,
        };
        if !may_stand || start < copied {
            continue;
        }
        if change.remark.as_ref().is_some_and(unseen::is_invisible) {
            // Of many such signs the first is told of, with how many there are.
            match invisible {
                None => {
                    invisible = Some((mended.remarks.len(), 1));
                    mended.remarks.extend(change.remark);
                }
                Some((_, ref mut count)) => *count += 1,
            }
        } else {
            mended.remarks.extend(change.remark);
        }
        mended.text.push_str(&source[copied..start]);
        if let Some(mut callout) = change.callout {
            callout.at = mended.text.len();
            mended.callouts.push(callout);
        }
        mended
            .places
            .note(mended.text.len(), change.with.len(), &change.range);
        mended.text.push_str(&change.with);
        copied = change.range.end;
    }
    if let Some((place, count)) = invisible
        && count > 1
    {
        mended.remarks[place].message = unseen::several_invisible(count);
    }
    if copied == 0 && mended.remarks.is_empty() && mended.callouts.is_empty() {
        return None;
    }
    mended.text.push_str(&source[copied..]);
    Some(mended)
}

/// The stretches that are no words, in their order.
fn regions(text: &str, options: Options) -> Vec<(Range<usize>, Region)> {
    Parser::new_ext(text, options)
        .into_offset_iter()
        .filter_map(|(event, range)| {
            let region = match event {
                Event::Code(_) | Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                    Region::Code
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Region::Indented,
                Event::Start(Tag::HtmlBlock) => Region::Html,
                _ => return None,
            };
            // The parser counts the spaces out that make a line code.
            let start = match region {
                Region::Indented => text[..range.start].trim_end_matches([' ', '\t']).len(),
                _ => range.start,
            };
            Some((start..range.end, region))
        })
        .collect()
}

#[cfg(test)]
mod tests;
