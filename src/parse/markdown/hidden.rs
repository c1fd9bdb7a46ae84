//! What authors hide from readers: comments (`<!-- … -->`), and `%% … %%` as in Obsidian.
//!
//! A comment that begins is a comment to its `-->`, whatever stands in it: an empty line, a list, a fence. CommonMark ends one that
//! began inside a line at the end of its block, and shows the rest. So each is covered before the parser sees it, byte for byte:
//! what is hidden is then in nothing that is made from a body. What is code stays code, and the parser itself says what that is.
//! Nothing here writes HTML, and nothing reports: the places are handed on.
//!
//! `%%` opens hidden text unless a digit (`100%%`), a `%` or a `\` stands before it, or a third `%` behind it; the next `%%` closes
//! it, in this block or a later one, as Obsidian has it.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr2, memmem};
use pulldown_cmark::{Event, Options, Parser, Tag};

/// How often a body is read again because a hidden text held more than one line, which changes what is code behind it.
///
/// A reading costs what the body is long, so a fixed number keeps the whole in proportion. Of more than this many, a block of code
/// that the parser believed to begin inside a hidden text is taken for none: then rather too much is hidden than too little.
const MOST_READINGS: usize = 16;

/// The mark that Obsidian hides text between.
const PERCENT: &str = "%%";

/// A text that is not for readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hidden {
    /// Where it stands in the body, with its marks.
    pub(crate) range: Range<usize>,
    /// The mark that opens it: `<!--` or `%%`.
    pub(crate) mark: &'static str,
    /// Whether its end is there; without one it reaches to the end of the body.
    pub(crate) closed: bool,
}

/// The text of a field, which is a line of Markdown or plain words, without what it hides; and what that was.
///
/// Code in backticks stays as it is. Four spaces at the beginning make no code of a field, since they make none of a line.
pub(crate) fn strip(text: &str) -> (Cow<'_, str>, Vec<Hidden>) {
    let spans = |text: &str| {
        Parser::new(text)
            .into_offset_iter()
            .filter(|(event, _)| matches!(event, Event::Code(_)))
            .map(|(_, range)| range)
            .collect()
    };
    let (_, hidden) = cover(text, spans, |_| false);
    if hidden.is_empty() {
        return (Cow::Borrowed(text), hidden);
    }
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for Hidden { range, .. } in &hidden {
        kept.push_str(&text[from..range.start]);
        from = range.end;
        if kept.ends_with(' ') && text[from..].starts_with(' ') {
            from += 1;
        }
    }
    kept.push_str(&text[from..]);
    (Cow::Owned(kept.trim().to_owned()), hidden)
}

/// A body with what it hides covered, of the same length; `code` gives the stretches of a text that are code, in their order, and
/// `opens_block` whether a line opens a block of Alongside's own, in which a covered text is spaces.
pub(super) fn cover<'a>(
    source: &'a str,
    code: impl Fn(&str) -> Vec<Range<usize>>,
    opens_block: impl Fn(&[u8]) -> bool,
) -> (Cow<'a, str>, Vec<Hidden>) {
    let mut hidden: Vec<Hidden> = Vec::new();
    if next_mark(source, 0).is_none() {
        return (Cow::Borrowed(source), hidden);
    }
    let mut covered = source.to_owned();
    let mut is_code = code(source).into_iter().peekable();
    let mut readings = 1;
    let mut from = 0;
    // Where the line begins that is being read, and how far ends of lines were looked for.
    let mut line = 0;
    let mut looked = 0;
    while let Some((at, mark)) = next_mark(source, from) {
        // What began inside a hidden text was no code, or the text would not have been found.
        let begins_hidden = |range: &Range<usize>| {
            hidden
                .last()
                .is_some_and(|last| last.range.contains(&range.start))
        };
        while is_code
            .next_if(|range| range.end <= at || begins_hidden(range))
            .is_some()
        {}
        if let Some(range) = is_code.peek()
            && range.start <= at
        {
            from = range.end;
            continue;
        }
        if !opens(source, at, mark) {
            from = at + mark.len();
            continue;
        }
        let end = end_of(source, at, mark);
        let found = Hidden {
            range: at..end.unwrap_or(source.len()),
            mark,
            closed: end.is_some(),
        };
        from = found.range.end;
        if is_more(&source[found.range.clone()]) {
            continue;
        }
        if let Some(end) = memchr::memrchr2(b'\n', b'\r', &source.as_bytes()[looked..at]) {
            line = looked + end + 1;
        }
        looked = at;
        let cover = match opens_block(&source.as_bytes()[line..at.max(line)]) || !found.closed {
            true => " ".repeat(found.range.len()),
            false => token(found.range.len(), ends_its_line(source, from), mark),
        };
        covered.replace_range(found.range.clone(), &cover);
        let inside = &source[found.range.clone()];
        let again = found.closed && inside.contains(['\n', '\r']) && readings < MOST_READINGS;
        hidden.push(found);
        if again {
            readings += 1;
            is_code = code(&covered).into_iter().peekable();
        }
    }
    (Cow::Owned(covered), hidden)
}

/// The stretches of a text that the Markdown parser takes for code, in their order.
pub(super) fn code(text: &str, options: Options) -> Vec<Range<usize>> {
    Parser::new_ext(text, options)
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range)
        .collect()
}

/// Whether a comment ends the summary: that one says something to the program.
pub(super) fn is_more(html: &str) -> bool {
    html.strip_prefix("<!--")
        .and_then(|rest| rest.strip_suffix("-->"))
        .is_some_and(|inner| inner.trim().eq_ignore_ascii_case("more"))
}

/// Whether a tag stands where a hidden text was.
pub(super) fn is_cover(tag: &str) -> bool {
    tag.strip_prefix("<x-")
        .and_then(|rest| rest.strip_suffix('>'))
        .is_some_and(|rest| rest.starts_with('-') && rest.bytes().all(|byte| byte == b'-'))
}

/// HTML without comments and covers, for where it is shown as text.
pub(super) fn without(html: &str) -> Cow<'_, str> {
    if !html.contains("<!--") && !html.contains("<x--") {
        return Cow::Borrowed(html);
    }
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        kept.push_str(before);
        let length = match from.starts_with("<!--") {
            true => end_of(from, 0, "<!--").unwrap_or(from.len()),
            false => match from.find('>') {
                Some(end) if is_cover(&from[..=end]) => end + 1,
                _ => 0,
            },
        };
        if length == 0 {
            kept.push('<');
            rest = &from[1..];
        } else {
            rest = &from[length..];
        }
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// The next place where something may be hidden.
fn next_mark(text: &str, from: usize) -> Option<(usize, &'static str)> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(found) = memchr2(b'<', b'%', bytes.get(at..)?) {
        at += found;
        for mark in ["<!--", PERCENT] {
            if bytes[at..].starts_with(mark.as_bytes()) {
                return Some((at, mark));
            }
        }
        at += 1;
    }
    None
}

/// Whether a mark means what it says, and is not escaped, or a number's percent signs.
fn opens(text: &str, at: usize, mark: &str) -> bool {
    let bytes = text.as_bytes();
    let backslashes = bytes[..at]
        .iter()
        .rev()
        .take_while(|byte| **byte == b'\\')
        .count();
    let before = at.checked_sub(1).map(|before| bytes[before]);
    let plain = mark == PERCENT
        && (before.is_some_and(|byte| byte.is_ascii_digit() || byte == b'%')
            || bytes.get(at + 2) == Some(&b'%'));
    backslashes % 2 == 0 && !plain
}

/// The end of what opens at `at`. `<!-->` and `<!--->` are whole comments, as in HTML.
fn end_of(text: &str, at: usize, mark: &str) -> Option<usize> {
    if mark != PERCENT {
        return memmem::find(&text.as_bytes()[at + 2..], b"-->").map(|found| at + 2 + found + 3);
    }
    let start = at + 2;
    memmem::find(&text.as_bytes()[start..], PERCENT.as_bytes()).map(|found| start + found + 2)
}

fn ends_its_line(text: &str, at: usize) -> bool {
    // Only spaces are read: a line of many comments is not read to its end for each of them.
    let rest = text[at..].trim_start_matches(|letter: char| {
        letter.is_whitespace() && !matches!(letter, '\n' | '\r')
    });
    rest.is_empty() || rest.starts_with(['\n', '\r'])
}

/// Something of a length that the parser takes for one piece of HTML and that shows nothing.
///
/// A comment at the start of a line makes the whole line HTML, as CommonMark says; `%%` never did, so what stands behind it in its
/// line stays Markdown: its cover is a tag, which is HTML of its own only where nothing else stands in the line.
fn token(length: usize, ends_its_line: bool, mark: &str) -> String {
    match length {
        0..5 => " ".repeat(length),
        _ if mark == PERCENT && !ends_its_line => format!("<x-{}>", "-".repeat(length - 4)),
        5 => "<!-->".to_owned(),
        6 => "<!--->".to_owned(),
        _ => format!("<!--{}-->", "x".repeat(length - 7)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(text: &str) -> String {
        let (covered, _) = cover(text, |text| code(text, Options::empty()), |_| false);
        assert_eq!(covered.len(), text.len(), "{text}");
        covered.into_owned()
    }

    #[test]
    fn what_is_hidden_is_covered_and_lengths_stay() {
        for (text, expected) in [
            ("a <!-- b\n\nc --> d", "a <!--xxxxxx--> d"),
            ("a <!-- more --> b", "a <!-- more --> b"),
            ("a \\<!-- b -->", "a \\<!-- b -->"),
            ("`<!-- a -->` b", "`<!-- a -->` b"),
            ("```\n<!-- a -->\n```\n", "```\n<!-- a -->\n```\n"),
            ("<!--\n```\n-->\n`<!-- a -->`", "<!--xxxxx-->\n`<!-- a -->`"),
            ("<!--> a -->", "<!--> a -->"),
            ("a <!-- b", "a       "),
            ("%%a%% b", "<x--> b"),
            ("a %%ŵ%%", "a <!--->"),
            ("100%% sure and 50%%", "100%% sure and 50%%"),
            ("a %%% b \\%% c", "a %%% b \\%% c"),
            ("`%%a%%`", "`%%a%%`"),
        ] {
            assert_eq!(covered(text), expected, "{text}");
        }
    }

    #[test]
    fn a_field_is_stripped_of_what_it_hides() {
        for (text, expected) in [
            ("A key <!-- Ask Sam --> is lost", "A key is lost"),
            ("%%Sam%% A key", "A key"),
            ("    <!-- Sam -->A key", "A key"),
            ("A `<!-- key -->` and 100%%", "A `<!-- key -->` and 100%%"),
            ("A key <!-- Sam", "A key"),
            ("<!--a\n\nb-->", ""),
            ("ŵ%%ŷ%%ŵ<!-->", "ŵŵ"),
        ] {
            assert_eq!(strip(text).0, expected, "{text}");
        }
    }

    #[test]
    fn a_cover_is_told_from_a_tag() {
        assert!(is_cover("<x-->") && is_cover("<x----->"));
        assert!(!is_cover("<x-a>") && !is_cover("<x>") && !is_cover("<x->"));
        assert_eq!(without("a<!-- b -->c<x-->d<b>"), "acd<b>");
    }
}
