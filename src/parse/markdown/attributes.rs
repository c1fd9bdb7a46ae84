//! Attributes in braces: `{#id .class key="value" key=value flag}`, with the place of every name and value.
//!
//! Which attributes mean something is not decided here.

use std::borrow::Cow;
use std::ops::Range;

/// One attribute as written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    /// Its name; `id` for `#…`, `class` for `.…`.
    pub(super) name: &'a str,
    /// Its value; a flag has none.
    pub(super) value: Option<Cow<'a, str>>,
    /// Where the name stands; the whole of `#…` and `.…`.
    pub(super) name_range: Range<usize>,
    /// Where the value stands, quotation marks left out; the name's place for a flag.
    pub(super) value_range: Range<usize>,
}

/// What is wrong with attributes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// No `}` before the line ends.
    NoEnd,
    /// A quotation mark that is not closed before the line ends.
    NoQuote,
    /// Something that is no attribute.
    Stray,
}

/// Attributes with the offset after their `}`.
pub(super) type Attributes<'a> = (Vec<Attribute<'a>>, usize);

/// Reads the attributes whose `{` stands at `open` in `text`. They end on the same line.
pub(super) fn read(text: &str, open: usize) -> Result<Attributes<'_>, (Fault, Range<usize>)> {
    let bytes = text.as_bytes();
    let ends = |at: usize| matches!(bytes.get(at), None | Some(b'\n' | b'\r'));
    let mut attributes = Vec::new();
    let mut at = open + 1;
    loop {
        while matches!(bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        if ends(at) {
            return Err((Fault::NoEnd, open..at));
        }
        let start = at;
        if bytes[at] == b'}' {
            return Ok((attributes, at + 1));
        }
        let short = matches!(bytes[at], b'#' | b'.');
        at += usize::from(short);
        let name_start = at;
        while bytes.get(at).is_some_and(|byte| is_name(*byte)) {
            at += 1;
        }
        let name = &text[name_start..at];
        if name.is_empty() || (!short && !name.as_bytes()[0].is_ascii_alphabetic()) {
            return Err((Fault::Stray, start..word_end(text, start)));
        }
        if short {
            attributes.push(Attribute {
                name: if bytes[start] == b'#' { "id" } else { "class" },
                value: Some(Cow::Borrowed(name)),
                name_range: start..at,
                value_range: start..at,
            });
        } else if bytes.get(at) == Some(&b'=') {
            let name_range = name_start..at;
            let (value, value_range, end) = value(text, at + 1)?;
            at = end;
            attributes.push(Attribute {
                name,
                value: Some(value),
                name_range,
                value_range,
            });
        } else {
            attributes.push(Attribute {
                name,
                value: None,
                name_range: name_start..at,
                value_range: name_start..at,
            });
        }
        if !ends(at) && !matches!(bytes[at], b' ' | b'\t' | b'}') {
            return Err((Fault::Stray, start..word_end(text, at)));
        }
    }
}

type Read<'a> = (Cow<'a, str>, Range<usize>, usize);

fn value(text: &str, start: usize) -> Result<Read<'_>, (Fault, Range<usize>)> {
    let bytes = text.as_bytes();
    if let Some(read) = curly(text, start) {
        return read;
    }
    let Some(&quote @ (b'"' | b'\'')) = bytes.get(start) else {
        let end = word_end(text, start);
        let word = &text[start..end];
        if word.is_empty() || word.contains(['"', '\'', '=', '<', '>', '`', '{']) {
            let shown = usize::from(matches!(bytes.get(start), Some(b' ' | b'\t' | b'}')));
            return Err((Fault::Stray, start..end.max(start + shown)));
        }
        return Ok((Cow::Borrowed(word), start..end, end));
    };
    let mut at = start + 1;
    let mut escaped = false;
    loop {
        match bytes.get(at) {
            None | Some(b'\n' | b'\r') => return Err((Fault::NoQuote, start..at)),
            Some(b'\\') if matches!(bytes.get(at + 1), Some(b'\\' | b'"' | b'\'')) => {
                escaped = true;
                at += 2;
            }
            Some(byte) if *byte == quote => break,
            Some(_) => at += 1,
        }
    }
    let inner = &text[start + 1..at];
    let value = if escaped {
        unescape(inner)
    } else {
        Cow::Borrowed(inner)
    };
    Ok((value, start + 1..at, at + 1))
}

/// A value between the quotation marks that a word processor makes of `"`, if one begins at `start`.
fn curly(text: &str, start: usize) -> Option<Result<Read<'_>, (Fault, Range<usize>)>> {
    let opening = text[start..].chars().next()?;
    let closings: &[char] = match opening {
        '“' => &['”', '"'],
        '„' => &['“', '”', '"'],
        '”' => &['”', '"'],
        '«' => &['»'],
        '‘' => &['’', '\''],
        _ => return None,
    };
    let inner = start + opening.len_utf8();
    let rest = &text[inner..];
    let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
    // An apostrophe inside the words is the same sign as a closing mark: that one has a space or the end behind it.
    let end = line.char_indices().find(|(at, letter)| {
        let behind = line[at + letter.len_utf8()..].chars().next();
        closings.contains(letter) && matches!(behind, None | Some(' ' | '\t' | '}'))
    });
    Some(match end {
        None => Err((Fault::NoQuote, start..inner + line.len())),
        Some((at, letter)) => {
            let value = inner..inner + at;
            let end = value.end + letter.len_utf8();
            Ok((Cow::Borrowed(&text[value.clone()]), value, end))
        }
    })
}

/// Takes the backslashes away that stand before quotation marks and backslashes.
fn unescape(text: &str) -> Cow<'_, str> {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if matches!(characters.peek(), Some('\\' | '"' | '\'')) => {
                plain.extend(characters.next());
            }
            _ => plain.push(character),
        }
    }
    Cow::Owned(plain)
}

/// The end of the word at `start`: what no word holds, or the end of the line. A brace ends it too, so that many open braces on a
/// line are not read over and over.
fn word_end(text: &str, start: usize) -> usize {
    let first = text[start..].chars().next().map_or(0, char::len_utf8);
    if matches!(
        text.as_bytes().get(start),
        Some(b' ' | b'\t' | b'}' | b'\n' | b'\r')
    ) {
        return start;
    }
    text.as_bytes()[start + first..]
        .iter()
        .position(|byte| matches!(byte, b' ' | b'\t' | b'{' | b'}' | b'\n' | b'\r'))
        .map_or(text.len(), |length| start + first + length)
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        match read(text, 0) {
            Ok((attributes, end)) => {
                let mut shown: Vec<String> = attributes
                    .iter()
                    .map(|attribute| match &attribute.value {
                        Some(value) => format!(
                            "{}={value}@{}",
                            attribute.name,
                            &text[attribute.value_range.clone()]
                        ),
                        None => attribute.name.to_owned(),
                    })
                    .collect();
                shown.push(text[end..].to_owned());
                shown.join("|")
            }
            Err((fault, range)) => format!("{fault:?} {}", &text[range]),
        }
    }

    #[test]
    fn attributes_are_read_with_their_places() {
        for (text, expected) in [
            ("{}", ""),
            (
                "{#a .b c=d e=\"f g\" h} rest",
                "id=a@#a|class=b@.b|c=d@d|e=f g@f g|h| rest",
            ),
            (
                r#"{a="say \"x\" \\ y"}"#,
                r#"a=say "x" \ y@say \"x\" \\ y|"#,
            ),
            ("{by='Mair O\"'}", "by=Mair O\"@Mair O\"|"),
            ("{a=\"b}", "NoQuote \"b}"),
            ("{a=\"b\\", "NoQuote \"b\\"),
            ("{a b\n}", "NoEnd {a b"),
            ("{a=}", "Stray }"),
            ("{a=", "Stray "),
            ("{=b}", "Stray =b"),
            ("{a=\"b\"c}", "Stray a=\"b\"c"),
            ("{ŵ=ŷ}", "Stray ŵ=ŷ"),
        ] {
            assert_eq!(check(text), expected, "{text}");
        }
    }
}
