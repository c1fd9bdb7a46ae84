//! What a body says in plain text: headings, sections, words and a summary.
//!
//! All text is gathered in one string in the order of the page; sections, headings and the summary are stretches of it.

use std::ops::Range;

use crate::page::{Heading, Outline, PageName, TextSection};

/// The longest summary, in characters: two or three sentences. Search engines cut a description at about half of it, and feeds at more.
const SUMMARY_CHARACTERS: usize = 300;

/// The text of a body as it grows.
#[derive(Debug, Default)]
pub(super) struct PlainText {
    text: String,
    /// Bytes that turned out to be markup, in order but for spans inside spans.
    cuts: Vec<usize>,
    /// The headings, with the stretches of their words.
    headings: Vec<(Heading, Range<usize>)>,
    /// Names that stand for the titles of pages, in order.
    names: Vec<PageName>,
    first_paragraph: Option<Range<usize>>,
    /// What no summary repeats: what a picture shows, and what is struck out. In order, and in none another.
    asides: Vec<Range<usize>>,
    more: Option<usize>,
}

impl PlainText {
    /// An empty text with room for that of a body of `length` bytes.
    pub(super) fn with_room(length: usize) -> Self {
        Self {
            text: String::with_capacity(length),
            ..Self::default()
        }
    }

    /// Where the next text will stand.
    pub(super) fn here(&self) -> usize {
        self.text.len()
    }

    /// Adds text.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds the name by which the link of this number calls a page.
    pub(super) fn name(&mut self, words: &str, link: u32) {
        let start = self.text.len();
        self.text.push_str(words);
        let end = self.text.len();
        match self.names.last_mut() {
            Some(name) if name.link == link && name.place.end == start => name.place.end = end,
            _ => self.names.push(PageName {
                place: start..end,
                link,
            }),
        }
    }

    /// Adds a space unless there is one.
    pub(super) fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    /// Ends a block of text.
    pub(super) fn line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Takes back the byte at `at`.
    pub(super) fn cut(&mut self, at: usize) {
        self.cuts.push(at);
    }

    /// The words from `start` on, now.
    pub(super) fn since(&mut self, start: usize) -> String {
        self.cuts.sort_unstable();
        tidy(&self.slice(start..self.text.len()))
    }

    /// Says that a paragraph of the body's own ended that began at `start`.
    pub(super) fn paragraph(&mut self, start: usize) {
        if self.first_paragraph.is_some() {
            return;
        }
        let last = self.asides.partition_point(|aside| aside.end <= start);
        let mut from = start;
        let mut says = false;
        for aside in &self.asides[last..] {
            says |= !self.text[from..aside.start.max(from)].trim().is_empty();
            from = aside.end;
        }
        says |= !self.text[from..].trim().is_empty();
        if says {
            self.first_paragraph = Some(start..self.text.len());
        }
    }

    /// Says that the words from `start` on are in no summary.
    pub(super) fn aside(&mut self, start: usize) {
        while self.asides.pop_if(|aside| aside.start >= start).is_some() {}
        if start < self.text.len() {
            self.asides.push(start..self.text.len());
        }
    }

    /// A stretch without what no summary repeats.
    fn said(&self, range: Range<usize>) -> String {
        let mut said = String::new();
        let mut from = range.start;
        let first = self
            .asides
            .partition_point(|aside| aside.start < range.start);
        for aside in self.asides[first..]
            .iter()
            .take_while(|aside| aside.end <= range.end)
        {
            said.push_str(&self.slice(from..aside.start));
            from = aside.end;
        }
        said.push_str(&self.slice(from..range.end));
        said
    }

    /// Says that the summary ends here.
    pub(super) fn more(&mut self) {
        self.more.get_or_insert(self.text.len());
    }

    /// Adds a heading whose words begin at `start`, and ends its line.
    pub(super) fn heading(&mut self, heading: Heading, start: usize) {
        let range = start..self.text.len();
        self.line();
        self.headings.push((heading, range));
    }

    /// The finished outline.
    pub(super) fn finish(mut self, ids: Vec<Box<str>>) -> Outline {
        self.cuts.sort_unstable();
        let summary = match (self.more, &self.first_paragraph) {
            (Some(end), _) => self.said(0..end),
            (None, Some(range)) => self.said(range.clone()),
            (None, None) => String::new(),
        };
        let mut sections = Vec::with_capacity(self.headings.len() + 1);
        let mut start = 0;
        let mut number = None;
        for (next, (_, range)) in self.headings.iter().enumerate() {
            sections.push(self.section(number, start..range.start));
            start = range.end;
            number = u32::try_from(next).ok();
        }
        sections.push(self.section(number, start..self.text.len()));
        let words = count_words(&self.text);
        let headings = self.headings.into_iter();
        let mut headings: Vec<Heading> = headings.map(|(heading, _)| heading).collect();
        headings.shrink_to_fit();
        Outline {
            headings,
            sections,
            ids,
            words,
            summary: shorten(&tidy(&summary)).into_boxed_str(),
        }
    }

    fn section(&self, heading: Option<u32>, range: Range<usize>) -> TextSection {
        let text = self.slice(range.clone());
        let trimmed = text.trim();
        let skipped = text.len() - text.trim_start().len();
        let place = |at: usize| {
            let cuts = &self.cuts[self.cuts.partition_point(|cut| *cut < range.start)..];
            let cut = cuts.partition_point(|cut| *cut < at);
            (at - range.start - cut)
                .saturating_sub(skipped)
                .min(trimmed.len())
        };
        let first = self
            .names
            .partition_point(|name| name.place.start < range.start);
        let names = self.names[first..]
            .iter()
            .take_while(|name| name.place.end <= range.end)
            .map(|name| PageName {
                place: place(name.place.start)..place(name.place.end),
                link: name.link,
            })
            .collect();
        TextSection {
            heading,
            text: trimmed.into(),
            names,
        }
    }

    fn slice(&self, range: Range<usize>) -> String {
        let first = self.cuts.partition_point(|cut| *cut < range.start);
        let mut slice = String::with_capacity(range.len());
        let mut from = range.start;
        for cut in self.cuts[first..]
            .iter()
            .take_while(|cut| **cut < range.end)
        {
            slice.push_str(&self.text[from..*cut]);
            from = cut + 1;
        }
        slice.push_str(&self.text[from..range.end]);
        slice
    }
}

/// The text with single spaces and nothing around it.
pub(super) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !tidied.is_empty() {
            tidied.push(' ');
        }
        tidied.push_str(word);
    }
    tidied
}

/// The text, if it is not too long, else its first words with `…`.
fn shorten(text: &str) -> String {
    let Some((limit, _)) = text.char_indices().nth(SUMMARY_CHARACTERS) else {
        return text.to_owned();
    };
    let (room, _) = text
        .char_indices()
        .nth(SUMMARY_CHARACTERS - 1)
        .expect("a text with a 301st character has a 300th");
    let end = match text[..limit].rfind(' ') {
        Some(end) => end.min(room),
        None => room,
    };
    let kept = text[..end].trim_end_matches([' ', ',', ';', ':', '–', '—']);
    format!("{kept}…")
}

/// What an ASCII character is to a word: 2 for a letter or digit, 1 for what only joins two, 0 for what parts them.
const CLASSES: [u8; 128] = {
    let mut classes = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            classes[byte as usize] = 2;
        } else if byte == b'\'' || byte == b'-' {
            classes[byte as usize] = 1;
        }
        byte += 1;
    }
    classes
};

/// Counts words: runs of letters and digits with what joins them, and each sign of a script that writes no spaces.
pub(super) fn count_words(text: &str) -> u32 {
    let mut words = 0_u32;
    let mut inside = false;
    let mut rest = text;
    loop {
        let mut ascii = 0;
        for byte in rest.bytes().take_while(u8::is_ascii) {
            let letter = CLASSES[usize::from(byte)] > u8::from(!inside);
            words += u32::from(letter & !inside);
            inside = letter;
            ascii += 1;
        }
        let Some(character) = rest[ascii..].chars().next() else {
            return words;
        };
        rest = &rest[ascii + character.len_utf8()..];
        let alone = matches!(
            character,
            '\u{3040}'..='\u{30ff}'
                | '\u{3400}'..='\u{9fff}'
                | '\u{f900}'..='\u{faff}'
                | '\u{20000}'..='\u{3ffff}'
        );
        let joins = inside && matches!(character, '’' | '\u{300}'..='\u{36f}');
        let letter = joins || character.is_alphanumeric();
        words += u32::from(alone || (letter && !inside));
        inside = letter && !alone;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_any_script() {
        for (text, words) in [
            ("It’s a well-kept garden, 2026.", 5),
            ("Ŷ w\u{302}y", 2),
            ("学び合い", 4),
            (" – ", 0),
        ] {
            assert_eq!(count_words(text), words, "{text}");
        }
    }

    #[test]
    fn a_summary_ends_with_a_whole_word() {
        let short = "word ".repeat(60);
        assert_eq!(shorten(short.trim()), short.trim());
        let long = shorten("word ".repeat(80).trim());
        assert!(
            long.ends_with("word…") && long.chars().count() <= 300,
            "{long}"
        );
        assert_eq!(shorten(&"ŵ".repeat(400)).chars().count(), 300);
    }
}
