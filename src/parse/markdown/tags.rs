//! Tags in raw HTML, by places in the text, and what their words mean.
//!
//! It reads strictly: what is not plainly a tag is none, and its `<` is written as text. Whatever it does take for one is written
//! anew by what asks, so that no browser sees another tag than was read here.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashSet;
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// An attribute in a tag, by places in the text.
pub(super) struct TagAttribute {
    pub(super) name: Range<usize>,
    pub(super) value: Option<Range<usize>>,
    pub(super) whole: Range<usize>,
}

/// An opening tag.
pub(super) struct OpeningTag {
    pub(super) name: String,
    pub(super) attributes: Vec<TagAttribute>,
    /// `>` or `/>`.
    pub(super) close: Range<usize>,
}

/// Reads the opening tag at `at`; gives it with the offset after its `>`.
///
/// `dead` holds the places between attributes from which no tag ends: what one `<` was read in vain for is not read again for
/// the next one inside it.
pub(super) fn opening_tag(
    html: &str,
    at: usize,
    dead: &mut HashSet<usize>,
) -> Option<(OpeningTag, usize)> {
    let mut passed = Vec::new();
    let read = read_tag(html, at, dead, &mut passed);
    if read.is_none() {
        dead.extend(passed);
    }
    read
}

/// Reads the opening tag at `at`, and notes each place between its attributes.
fn read_tag(
    html: &str,
    at: usize,
    dead: &HashSet<usize>,
    passed: &mut Vec<usize>,
) -> Option<(OpeningTag, usize)> {
    let bytes = html.as_bytes();
    let is_space = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
    let name_start = at + 1;
    if !bytes.get(name_start)?.is_ascii_alphabetic() {
        return None;
    }
    let mut at = name_start;
    while bytes
        .get(at)
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    {
        at += 1;
    }
    let name = html[name_start..at].to_ascii_lowercase();
    let mut attributes = Vec::new();
    loop {
        let gap = at;
        while is_space(at) {
            at += 1;
        }
        match bytes.get(at)? {
            b'>' => {
                let tag = OpeningTag {
                    name,
                    attributes,
                    close: at..at + 1,
                };
                return Some((tag, at + 1));
            }
            b'/' if bytes.get(at + 1) == Some(&b'>') => {
                let tag = OpeningTag {
                    name,
                    attributes,
                    close: at..at + 2,
                };
                return Some((tag, at + 2));
            }
            b'<' | b'"' | b'\'' | b'=' | b'/' => return None,
            _ if gap == at || dead.contains(&at) => return None,
            _ => {}
        }
        passed.push(at);
        let start = at;
        while bytes.get(at).is_some_and(|byte| {
            !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/' | b'"' | b'\'' | b'<')
        }) {
            at += 1;
        }
        let attribute_name = start..at;
        let mut value = None;
        let mut equals = at;
        while is_space(equals) {
            equals += 1;
        }
        if bytes.get(equals) == Some(&b'=') {
            at = equals + 1;
            while is_space(at) {
                at += 1;
            }
            let quote = bytes
                .get(at)
                .copied()
                .filter(|byte| matches!(byte, b'"' | b'\''));
            let start = at + usize::from(quote.is_some());
            let length = match quote {
                Some(quote) => bytes[start..].iter().position(|byte| *byte == quote)?,
                None => bytes[start..]
                    .iter()
                    .position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?,
            };
            value = Some(start..start + length);
            at = start + length + usize::from(quote.is_some());
        }
        attributes.push(TagAttribute {
            name: attribute_name,
            value,
            whole: start..at,
        });
    }
}

/// The name in the closing tag at the start of `html`, with the offset behind its `>`; no name where it closes nothing.
pub(super) fn closing_tag(html: &str) -> (Option<String>, usize) {
    let end = html.find('>').map_or(html.len(), |end| end + 1);
    let name: String = html[2..end]
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .collect();
    let behind = html[2 + name.len()..].chars().next();
    let is_name = name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && behind.is_some_and(|letter| letter.is_ascii_whitespace() || matches!(letter, '>' | '/'));
    (is_name.then(|| name.to_ascii_lowercase()), end)
}

/// Takes what a browser makes of one attribute's value.
#[derive(Default)]
struct Value(RefCell<String>);

impl TokenSink for Value {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token
            && let Some(attribute) = tag.attrs.first()
        {
            *self.0.borrow_mut() = attribute.value.to_string();
        }
        TokenSinkResult::Continue
    }
}

/// Text with its character references as the letters that a browser sees.
pub(in crate::parse) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let tokenizer = Tokenizer::new(Value::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    let tag = format!("<a a=\"{}\">", text.replace('"', "&quot;"));
    queue.push_back(StrTendril::from(tag));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    Cow::Owned(tokenizer.sink.0.into_inner())
}

pub(super) fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes()
        .windows(wanted.len())
        .position(|window| window.eq_ignore_ascii_case(wanted.as_bytes()))
}
/// The closing tag of an element whose opening tag ends at `end`.
pub(super) fn closing(
    html: &str,
    end: usize,
    name: &str,
    unclosed: &mut HashSet<String>,
) -> Option<Range<usize>> {
    if unclosed.contains(name) {
        return None;
    }
    let Some(found) = find_ignoring_case(&html[end..], &format!("</{name}")) else {
        unclosed.insert(name.to_owned());
        return None;
    };
    let start = end + found;
    let length = html[start..].find('>').map(|length| length + 1);
    Some(start..length.map_or(html.len(), |length| start + length))
}
