//! Makes `:::` lines visible to the Markdown parser, which knows no containers.
//!
//! Before parsing, the three bytes `:::` at the start of a line become `<?>`. CommonMark makes exactly that line an HTML block,
//! wherever it stands, and every offset holds. What is nearly right is mended before, in [`mend`]. [`Prepared::original`] gives back what the author wrote, in code and elsewhere.
//! Nothing here knows what a directive is; what authors hide is covered first, in [`hidden`].

use std::borrow::Cow;

use pulldown_cmark::CowStr;

use super::hidden::{self, Hidden};
use super::mend::{self, Callout, Places, Remark};
use super::parser_options;
use crate::config::MarkdownOptions;

/// A body, ready for the Markdown parser.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    /// What the author wrote or meant, with what is hidden from readers covered: nothing that is made from it can hold that.
    pub(super) source: Cow<'a, str>,
    /// What is parsed, of the same length, where it is another text.
    covered: Option<String>,
    /// What was hidden, by places in the body as written.
    pub(super) hidden: Vec<Hidden>,
    /// Where the source stands in the body as written, since what was nearly right is mended.
    pub(super) places: Places,
    /// What is said of that, by places in the body as written.
    pub(super) remarks: Vec<Remark>,
    /// Notes in quotations that have titles, in the order of the source.
    pub(super) callouts: Vec<Callout>,
}

impl<'a> Prepared<'a> {
    /// Prepares a body; without extensions it is left as it is.
    pub(super) fn new(source: &'a str, options: MarkdownOptions) -> Self {
        if !options.extensions {
            return Self {
                source: Cow::Borrowed(source),
                covered: None,
                hidden: Vec::new(),
                places: Places::default(),
                remarks: Vec::new(),
                callouts: Vec::new(),
            };
        }
        let code = |text: &str| hidden::code(&cover_directives(text), parser_options(options));
        let (source, hidden) = hidden::cover(source, code, |line| directive(line).is_some());
        let mended = mend::mend(&source, parser_options(options), |text| {
            cover_directives(text).into_owned()
        });
        let (source, places, remarks, callouts) = match mended {
            Some(mended) => (
                Cow::Owned(mended.text),
                mended.places,
                mended.remarks,
                mended.callouts,
            ),
            None => (source, Places::default(), Vec::new(), Vec::new()),
        };
        let covered = match cover_directives(&source) {
            Cow::Borrowed(_) => None,
            Cow::Owned(text) => Some(text),
        };
        Self {
            source,
            covered,
            hidden,
            places,
            remarks,
            callouts,
        }
    }

    /// What is parsed: of the same length as the source.
    pub(super) fn text(&self) -> &str {
        self.covered.as_deref().unwrap_or(&self.source)
    }

    /// What the author wrote where the parser gives `text` for the bytes of `range`.
    pub(super) fn original<'t>(
        &'t self,
        text: &'t CowStr<'_>,
        range: &std::ops::Range<usize>,
    ) -> Cow<'t, str> {
        let Some(covered) = &self.covered else {
            return Cow::Borrowed(text);
        };
        let start = (text.as_ptr() as usize).wrapping_sub(covered.as_ptr() as usize);
        if start.saturating_add(text.len()) <= covered.len() {
            return Cow::Borrowed(&self.source[start..start + text.len()]);
        }
        if !text.contains("<?>") || self.source[range.clone()].contains("<?>") {
            return Cow::Borrowed(text);
        }
        Cow::Owned(text.replace("<?>", ":::"))
    }
}

/// The text with the `:::` of every directive's line as `<?>`.
fn cover_directives(source: &str) -> Cow<'_, str> {
    match memchr::memmem::find(source.as_bytes(), b":::") {
        Some(_) => rewrite(source),
        None => Cow::Borrowed(source),
    }
}

fn rewrite(source: &str) -> Cow<'_, str> {
    let bytes = source.as_bytes();
    let mut rewritten: Option<String> = None;
    let mut copied = 0;
    let mut line = 0;
    while line < bytes.len() {
        let end = memchr::memchr2(b'\n', b'\r', &bytes[line..])
            .map_or(bytes.len(), |length| line + length + 1);
        if let Some(at) = directive(&bytes[line..end]).map(|offset| line + offset) {
            let text = rewritten.get_or_insert_with(|| String::with_capacity(source.len()));
            text.push_str(&source[copied..at]);
            text.push_str("<?>");
            copied = at + 3;
        }
        line = end;
    }
    match rewritten {
        None => Cow::Borrowed(source),
        Some(mut text) => {
            text.push_str(&source[copied..]);
            Cow::Owned(text)
        }
    }
}

/// Where `:::` begins in a line that opens with it, after quote marks and list markers.
fn directive(line: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        while matches!(line.get(at), Some(b' ' | b'\t' | b'>')) {
            at += 1;
        }
        if line[at..].starts_with(b":::") {
            return Some(at);
        }
        let digits = line[at..]
            .iter()
            .take(10)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let marker = match line.get(at + digits) {
            Some(b'-' | b'+' | b'*') if digits == 0 => 1,
            Some(b'.' | b')') if digits > 0 => digits + 1,
            _ => return None,
        };
        if !matches!(line.get(at + marker), Some(b' ' | b'\t')) {
            return None;
        }
        at += marker;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_colons_that_open_a_line_are_covered_and_lengths_stay() {
        for (source, prepared) in [
            ("::: note\n", "<?> note\n"),
            ("> - 1. ::: note\r\n  :::", "> - 1. <?> note\r\n  <?>"),
            ("a ::: b\n::\n", "a ::: b\n::\n"),
            ("-::: note", "-::: note"),
        ] {
            let options = |extensions| MarkdownOptions {
                extensions,
                smart_punctuation: false,
                heading_ids: false,
            };
            assert_eq!(Prepared::new(source, options(true)).text(), prepared);
            assert_eq!(Prepared::new(source, options(false)).text(), source);
        }
    }
}
