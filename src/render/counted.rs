//! Templates with what counts put into them: a step where something may happen again and again, the weight of each variable that is
//! set, the parts of each text that is put together.
//!
//! What is put in writes nothing and changes no value, and knows where the author's own text is: an error's place is told in that. It
//! is put in after a template was found to be one, and judges nothing itself.

use std::collections::BTreeSet;
use std::ops::Range;

use super::budget::{KEEP, PART, STEP};

/// A template's text with counts, and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) text: String,
    /// Where in `text` something was put in, and for which stretch of the author's text.
    added: Vec<Added>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Added {
    /// The place in the author's text.
    at: usize,
    text: String,
    /// The tag that it counts for.
    tag: Range<usize>,
}

/// One tag of a template: what stands between its marks, and all of it.
struct Tag {
    whole: Range<usize>,
    inner: Range<usize>,
    /// `{{ … }}` rather than `{% … %}`.
    writes: bool,
    /// Whether white space behind it is taken away.
    trims: bool,
}

impl Counted {
    /// A template with counts. `kept` says that what it writes may go into a variable rather than into the page, so that each
    /// write is counted where it stands.
    pub(super) fn new(text: &str, kept: bool) -> Self {
        let mut added = Vec::new();
        let tags = tags(text);
        let first = tags.iter().find(|tag| !tag.writes);
        let extends = first.is_some_and(|tag| word(&text[tag.inner.clone()]) == "extends");
        if !extends {
            let tag = tags.first().map_or(0..0, |tag| tag.whole.clone());
            added.push(Added {
                at: 0,
                text: format!("{{{{ {STEP}() }}}}"),
                tag,
            });
        }
        // The names of the variables whose text is being written, or none for what else keeps what is written in it.
        let mut keeping: Vec<Option<&str>> = Vec::new();
        for tag in &tags {
            let inner = &text[tag.inner.clone()];
            expressions(inner, tag, &mut added);
            if tag.writes {
                let whole = inner.trim();
                if (kept || !keeping.is_empty()) && !whole.starts_with('<') {
                    let start = tag.inner.start + inner.len() - inner.trim_start().len();
                    added.push(Added {
                        at: start,
                        text: "(".into(),
                        tag: tag.whole.clone(),
                    });
                    added.push(Added {
                        at: start + whole.len(),
                        text: format!(") | {PART} "),
                        tag: tag.whole.clone(),
                    });
                }
                continue;
            }
            let call = match (word(inner), inner.trim_start().as_bytes().first()) {
                ("for" | "block", _) => Some(STEP.to_owned() + "()"),
                ("component", _) => {
                    keeping.push(None);
                    Some(STEP.to_owned() + "()")
                }
                ("filter", _) => {
                    keeping.push(None);
                    None
                }
                ("set" | "set_global", _) => {
                    let rest = inner.trim_start();
                    let rest = rest[word(inner).len()..].trim_start();
                    let name = word(rest);
                    match rest[name.len()..].trim_start().starts_with('=') {
                        true => Some(format!("{KEEP}(v={name})")),
                        false => {
                            keeping.push(Some(name));
                            None
                        }
                    }
                }
                ("endset" | "endset_global", _) => keeping
                    .pop()
                    .flatten()
                    .map(|name| format!("{KEEP}(v={name})")),
                ("endfilter" | "endcomponent", _) => {
                    keeping.pop();
                    None
                }
                // A component with a body between its tags.
                (_, Some(b'<')) if inner.trim_start().starts_with("</") => {
                    keeping.pop();
                    None
                }
                (_, Some(b'<')) if !inner.trim_end().ends_with("/>") => {
                    keeping.push(None);
                    None
                }
                _ => None,
            };
            if let Some(call) = call {
                let trim = if tag.trims { "-" } else { "" };
                added.push(Added {
                    at: tag.whole.end,
                    text: format!("{{{{ {call} {trim}}}}}"),
                    tag: tag.whole.clone(),
                });
            }
        }
        added.sort_by_key(|added| added.at);
        let mut counted = String::with_capacity(text.len() + added.len() * 16);
        let mut from = 0;
        for added in &added {
            counted.push_str(&text[from..added.at]);
            counted.push_str(&added.text);
            from = added.at;
        }
        counted.push_str(&text[from..]);
        Self {
            text: counted,
            added,
        }
    }

    /// A stretch of the text with counts as a stretch of the author's text; one that lies in what was put in is its tag.
    pub(super) fn own(&self, range: Range<usize>) -> Range<usize> {
        let mut before = 0;
        let place = |at: usize, before: &mut usize| {
            let mut tag = None;
            *before = 0;
            for added in &self.added {
                let start = added.at + *before;
                if at < start {
                    break;
                }
                if at < start + added.text.len() {
                    tag = Some(&added.tag);
                    return (added.at, tag);
                }
                *before += added.text.len();
            }
            (at - *before, tag)
        };
        let (start, tag) = place(range.start, &mut before);
        if let Some(tag) = tag {
            return tag.clone();
        }
        let (end, _) = place(range.end.max(range.start), &mut before);
        start..end.max(start)
    }
}

/// Counts the parts of texts that are put together with `~`, and the turns of lists that are made of lists.
fn expressions(inner: &str, tag: &Tag, added: &mut Vec<Added>) {
    if !inner.contains(['~', '[']) {
        return;
    }
    let bytes = inner.as_bytes();
    let mut put = |at: usize, text: String| {
        added.push(Added {
            at: tag.inner.start + at,
            text,
            tag: tag.whole.clone(),
        });
    };
    let mut wrapped = None;
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' | b'\'' | b'`' => {
                at = string_end(bytes, at);
                continue;
            }
            b'[' | b'(' | b'{' => open.push(at),
            b']' | b')' | b'}' => {
                open.pop();
            }
            b'~' => {
                let before = inner[..at].trim_end().len();
                if wrapped != Some(before) {
                    put(before, format!(" | {PART}"));
                }
                let end = operand_end(bytes, at + 1);
                put(end, format!(" | {PART}"));
                wrapped = Some(end);
            }
            b'f' if is_word(bytes, at, b"for") => {
                if let Some(list) = open.last().filter(|list| bytes[**list] == b'[') {
                    put(list + 1, "(".into());
                    put(at, format!(") | {PART} "));
                }
            }
            _ => {}
        }
        at += 1;
    }
}

fn is_word(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    let is_part = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
    };
    bytes[at..].starts_with(word)
        && !is_part(at.checked_sub(1).and_then(|before| bytes.get(before)))
        && !is_part(bytes.get(at + word.len()))
}

/// The end of the value that stands behind a `~`: a name, number, text or bracket, with the fields, places and filters behind it.
fn operand_end(bytes: &[u8], mut at: usize) -> usize {
    let blanks = |at: usize| {
        let rest = bytes[at..].iter();
        at + rest.take_while(|byte| byte.is_ascii_whitespace()).count()
    };
    let name = |at: usize| {
        let rest = bytes[at..].iter();
        at + rest
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
            .count()
    };
    at = blanks(at);
    while matches!(bytes.get(at), Some(b'-')) {
        at = blanks(at + 1);
    }
    at = match bytes.get(at) {
        Some(b'"' | b'\'' | b'`') => string_end(bytes, at),
        Some(b'(' | b'[' | b'{' | b'<') => at,
        _ => name(at),
    };
    loop {
        let next = blanks(at);
        match bytes.get(next) {
            Some(b'(' | b'[' | b'{') => at = bracket_end(bytes, next),
            Some(b'<') if next == at => {
                // A component as a value ends with `/>`.
                let end = bytes[next..].windows(2).position(|two| two == b"/>");
                at = end.map_or(bytes.len(), |end| next + end + 2);
            }
            Some(b'.') => at = name(next + 1),
            Some(b'?') if matches!(bytes.get(next + 1), Some(b'.' | b'[')) => at = name(next + 1),
            Some(b'|') => at = name(blanks(next + 1)),
            _ => return at,
        }
    }
}

/// The place after the bracket that closes the one at `at`.
fn bracket_end(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' | b'\'' | b'`' => {
                at = string_end(bytes, at);
                continue;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The place after the text in quotes that begins at `at`.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let mut end = at + 1;
    while end < bytes.len() && bytes[end] != quote {
        end += 1 + usize::from(bytes[end] == b'\\');
    }
    (end + 1).min(bytes.len())
}

/// The word that a text begins with.
fn word(text: &str) -> &str {
    let text = text.trim_start();
    let length = text
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        .count();
    &text[..length]
}

/// The tags of a template in order; comments and raw text are none.
fn tags(text: &str) -> Vec<Tag> {
    let bytes = text.as_bytes();
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'{', &bytes[at..]) {
        let start = at + found;
        let writes = match bytes.get(start + 1) {
            Some(b'{') => true,
            Some(b'%') => false,
            Some(b'#') => {
                let end = text[start..].find("#}");
                at = end.map_or(text.len(), |end| start + end + 2);
                continue;
            }
            _ => {
                at = start + 1;
                continue;
            }
        };
        let from = start + 2 + usize::from(bytes.get(start + 2) == Some(&b'-'));
        let close: &[u8] = if writes { b"}}" } else { b"%}" };
        let mut end = from;
        let mut depth = 0_usize;
        while end < bytes.len() && !(depth == 0 && bytes[end..].starts_with(close)) {
            match bytes[end] {
                b'"' | b'\'' | b'`' => {
                    end = string_end(bytes, end);
                    continue;
                }
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            end += 1;
        }
        if end >= bytes.len() {
            return tags;
        }
        let trims = end > from && bytes[end - 1] == b'-';
        let inner = from..end - usize::from(trims);
        at = end + 2;
        if !writes && word(&text[inner.clone()]) == "raw" {
            let raw = text[at..].find("endraw").map_or(text.len(), |end| at + end);
            at = text[raw..]
                .find("%}")
                .map_or(text.len(), |end| raw + end + 2);
            continue;
        }
        tags.push(Tag {
            whole: start..at,
            inner,
            writes,
            trims,
        });
    }
    tags
}

/// The templates that a template's text includes or extends, and where it names them.
pub(super) fn uses(text: &str) -> Vec<(&str, Range<usize>)> {
    let mut uses = Vec::new();
    for tag in tags(text).iter().filter(|tag| !tag.writes) {
        let inner = &text[tag.inner.clone()];
        if !matches!(word(inner), "include" | "extends") {
            continue;
        }
        let mut at = 0;
        while let Some(quote) = inner[at..].find(['"', '\'', '`']).map(|quote| at + quote) {
            at = string_end(inner.as_bytes(), quote);
            if let Some(name) = inner.get(quote + 1..at - 1) {
                let start = tag.inner.start + quote + 1;
                uses.push((name, start..start + name.len()));
            }
        }
    }
    uses
}

/// The templates that are included where what they write is kept: in the text of a variable, a filter or a component.
pub(super) fn kept<'a>(
    templates: impl Iterator<Item = (&'a str, &'a str)> + Clone,
) -> BTreeSet<&'a str> {
    let mut kept = BTreeSet::new();
    loop {
        let before = kept.len();
        for (name, text) in templates.clone() {
            let mut depth = 0_usize;
            for tag in tags(text).iter().filter(|tag| !tag.writes) {
                let inner = text[tag.inner.clone()].trim();
                match word(inner) {
                    "filter" | "component" => depth += 1,
                    "endfilter" | "endcomponent" | "endset" | "endset_global" => {
                        depth = depth.saturating_sub(1);
                    }
                    "set" | "set_global" if !inner.contains('=') => depth += 1,
                    "include" if depth > 0 || kept.contains(name) => {
                        kept.extend(inner.split(['"', '\'', '`']).skip(1).step_by(2));
                    }
                    _ if inner.starts_with("</") => depth = depth.saturating_sub(1),
                    _ if inner.starts_with('<') && !inner.ends_with("/>") => depth += 1,
                    _ => {}
                }
            }
        }
        if kept.len() == before {
            return kept;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_stand_where_something_may_grow_and_move_no_place() {
        for (text, counted) in [
            (
                "{% for a in b -%} x {%- endfor %}",
                "{{ __step() }}{% for a in b -%}{{ __step() -}} x {%- endfor %}",
            ),
            (
                "{% set x = x ~ y.z[0] | upper(a=1) ~ \"~\" %}",
                "{{ __step() }}{% set x = x | __part ~ y.z[0] | upper(a=1) | __part ~ \"~\" | __part %}{{ __keep(v=x) }}",
            ),
            (
                "{% set x %}{{ a }}{{ <b/> }}{% endset %}{{ x }}",
                "{{ __step() }}{% set x %}{{ (a) | __part  }}{{ <b/> }}{% endset %}{{ __keep(v=x) }}{{ x }}",
            ),
            (
                "{% extends \"a\" %}{% block b %}{# {{ #}{% raw %}{{ a ~ b }}{% endraw %}",
                "{% extends \"a\" %}{% block b %}{{ __step() }}{# {{ #}{% raw %}{{ a ~ b }}{% endraw %}",
            ),
            (
                "{% set l = [a for a in b] %}",
                "{{ __step() }}{% set l = [(a ) | __part for a in b] %}{{ __keep(v=l) }}",
            ),
        ] {
            let made = Counted::new(text, false);
            assert_eq!(made.text, counted, "{text}");
            for (at, _) in text.match_indices(|byte: char| byte.is_ascii_alphabetic()) {
                let there = (0..made.text.len())
                    .find(|there| made.own(*there..there + 1) == (at..at + 1))
                    .unwrap_or_default();
                assert_eq!(
                    made.text.as_bytes()[there],
                    text.as_bytes()[at],
                    "{text} {at}"
                );
            }
        }
    }
}
