//! One page as counted, weighed words. Depends on that page alone, so a memo may stand in front of it.

use std::collections::HashMap;
use std::sync::Arc;

use super::analysis::Language;
use super::weight::{FIELDS, Field, Weights};
use super::{Document, TermName};

/// How many words of a page are counted; what follows in a longer one can't be found.
const MOST_WORDS: usize = 60_000;

/// How much of a page's text is kept for snippets, in bytes.
const MOST_TEXT: usize = 1 << 16;

/// The places between one field and the next, so that no phrase runs across.
const BETWEEN_FIELDS: u32 = 8;

/// Words in a title or name beyond which its length makes no difference.
pub(super) const LONGEST_TITLE: u32 = 12;

/// What [`analyse`] makes of a page.
#[derive(Debug)]
pub struct Analysed {
    /// The keys of its words, each once, in order.
    pub(super) keys: Strings,
    /// What is known of each key.
    pub(super) terms: Vec<Term>,
    /// The places of all keys, one key after the other.
    pub(super) places: Vec<u32>,
    /// Its words as spelt and folded, each once, grouped by key.
    pub(super) words: Strings,
    /// The page's own file: address, title and date, summary, text.
    pub(super) page: Arc<[u8]>,
}

/// One key's standing in one page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Term {
    /// How much it weighs, see [`super::weight`].
    pub(super) level: u8,
    /// 0 when no title holds it, else how many words the title has; for a name of the page's own term, that and [`LONGEST_TITLE`].
    pub(super) title: u8,
    /// How many entries of `places` are its own.
    pub(super) places: u32,
    /// How many entries of `words` are its own.
    pub(super) words: u32,
}

/// Many short strings in one allocation.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    fn push(&mut self, string: &str) {
        self.text.push_str(string);
        self.ends.push(
            u32::try_from(self.text.len()).expect("a page's words are capped far below 4 GB"),
        );
    }

    /// All of them, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let string = &self.text[start..end as usize];
            start = end as usize;
            string
        })
    }
}

/// Counts and weighs the words of one page.
pub fn analyse(document: &Document) -> Analysed {
    let mut reader = Reader::new(Language::of(&document.lang));
    reader.title(&document.title);
    for name in &document.term_names {
        reader.name(name, document.is_term);
    }
    reader.field(Field::Summary, &document.summary);
    for author in &document.authors {
        reader.field(Field::Authors, author);
    }
    for section in &document.sections {
        if let Some((_, heading)) = &section.heading {
            reader.field(Field::Headings, heading);
        }
        reader.field(Field::Body, &section.text);
    }
    reader.finish(page_file(document))
}

/// The page as the browser reads it: address, title and date, then the summary, then a line for each section.
fn page_file(document: &Document) -> Arc<[u8]> {
    let mut text = format!("{}\t", document.url);
    push_flat(&document.title, &mut text);
    text.push('\t');
    push_flat(&document.date_text, &mut text);
    text.push('\n');
    push_flat(&document.summary, &mut text);
    for section in &document.sections {
        if text.len() >= MOST_TEXT {
            break;
        }
        let (id, heading) = section
            .heading
            .as_ref()
            .map_or(("", ""), |(id, heading)| (id, heading));
        text.push('\n');
        push_flat(id, &mut text);
        text.push('\t');
        push_flat(heading, &mut text);
        text.push('\t');
        push_flat(&section.text, &mut text);
    }
    let end = (0..=MOST_TEXT.min(text.len()))
        .rev()
        .find(|&end| text.is_char_boundary(end));
    text.truncate(end.unwrap_or_default());
    Arc::from(text.into_bytes())
}

/// Appends `part` on one line, with single spaces.
fn push_flat(part: &str, text: &mut String) {
    for (index, word) in part.split_whitespace().enumerate() {
        if index > 0 {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// One word of the page being read.
#[derive(Default)]
struct Counted {
    fields: [u32; FIELDS],
    title: u8,
    stop: bool,
}

struct Reader {
    language: &'static Language,
    ids: HashMap<String, u32>,
    counted: Vec<Counted>,
    /// The words of the page in order, with their places.
    places: Vec<(u32, u32)>,
    place: u32,
    lengths: [u32; FIELDS],
}

impl Reader {
    fn new(language: &'static Language) -> Self {
        Self {
            language,
            ids: HashMap::new(),
            counted: Vec::new(),
            places: Vec::new(),
            place: 0,
            lengths: [0; FIELDS],
        }
    }

    fn id(&mut self, word: &str) -> u32 {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = u32::try_from(self.counted.len())
            .expect("a page's words are capped far below 4 billion");
        self.ids.insert(word.to_owned(), id);
        self.counted.push(Counted {
            stop: self.language.stop.contains(&word),
            ..Counted::default()
        });
        id
    }

    /// Counts the words of `text` in `field` and returns them.
    fn field(&mut self, field: Field, text: &str) -> Vec<u32> {
        self.place += BETWEEN_FIELDS;
        let language = self.language;
        let mut found = Vec::new();
        language.words(text, |word| {
            if self.places.len() >= MOST_WORDS {
                return;
            }
            let id = self.id(word);
            self.counted[id as usize].fields[field as usize] += 1;
            self.places.push((id, self.place));
            self.place += 1;
            found.push(id);
        });
        self.lengths[field as usize] += found.len() as u32;
        found
    }

    fn title(&mut self, text: &str) {
        let ids = self.field(Field::Title, text);
        self.mark(&ids, ids.len() as u32, 0);
    }

    /// Says that a title of `length` words holds the words `ids`; `above` is [`LONGEST_TITLE`] for a name of the page's own term.
    fn mark(&mut self, ids: &[u32], length: u32, above: u32) {
        let class = (length.clamp(1, LONGEST_TITLE) + above) as u8;
        for &id in ids {
            let title = &mut self.counted[id as usize].title;
            *title = higher_title(*title, class);
        }
    }

    /// Counts a name of a term, with the forms under which its own language's readers may type it.
    fn name(&mut self, name: &TermName, own: bool) {
        let above = if own { LONGEST_TITLE } else { 0 };
        let ids = self.field(Field::Names, &name.text);
        if own {
            self.mark(&ids, ids.len() as u32, above);
        }
        let theirs = Language::of(&name.lang);
        if theirs.code == self.language.code {
            return;
        }
        let mut variants = Vec::new();
        theirs.words(&name.text, |word| variants.extend(theirs.variants(word)));
        for variant in variants {
            let id = self.id(&variant);
            self.counted[id as usize].fields[Field::Names as usize] += 1;
            if own {
                self.mark(&[id], ids.len() as u32, above);
            }
        }
    }

    fn finish(self, page: Arc<[u8]>) -> Analysed {
        let weights = Weights::new(self.lengths);
        let mut words: Vec<(String, String, u32)> = self
            .ids
            .into_iter()
            .map(|(word, id)| (self.language.key(&word).into_owned(), word, id))
            .collect();
        words.sort_unstable();

        // The terms, and which of them each word belongs to.
        let mut analysed = Analysed {
            keys: Strings::default(),
            terms: Vec::new(),
            places: Vec::new(),
            words: Strings::default(),
            page,
        };
        let mut term_of = vec![0_usize; words.len()];
        let mut rest = words.as_slice();
        while let Some((key, _, _)) = rest.first() {
            let same = rest.partition_point(|(other, _, _)| other == key);
            let (forms, after) = rest.split_at(same);
            let mut term = Term {
                words: same as u32,
                ..Term::default()
            };
            let mut fields = [0; FIELDS];
            for (_, word, id) in forms {
                let counted = &self.counted[*id as usize];
                for (sum, count) in fields.iter_mut().zip(counted.fields) {
                    *sum += count;
                }
                term.title = higher_title(term.title, counted.title);
                term_of[*id as usize] = analysed.terms.len();
                analysed.words.push(word);
            }
            term.level = weights.level(fields) as u8;
            analysed.keys.push(key);
            analysed.terms.push(term);
            rest = after;
        }

        // The places, sorted by term; those of words that say nothing are left out.
        let mut places: Vec<(usize, u32)> = self
            .places
            .iter()
            .filter(|(id, _)| !self.counted[*id as usize].stop)
            .map(|&(id, place)| (term_of[id as usize], place))
            .collect();
        places.sort_unstable();
        for (term, place) in places {
            analysed.terms[term].places += 1;
            analysed.places.push(place);
        }
        analysed
    }
}

/// A term's own name before a title, and the shorter of two titles.
fn higher_title(one: u8, other: u8) -> u8 {
    let rank = |title: u8| (title > LONGEST_TITLE as u8, title > 0, u8::MAX - title);
    if rank(other) > rank(one) { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::super::Section;
    use super::*;

    fn page() -> Document {
        Document {
            url: "/themes/trust/".into(),
            lang: "en".into(),
            title: "Trust".into(),
            summary: "How trust\n grows".into(),
            sections: vec![Section {
                heading: Some(("slow".into(), "Slowly".into())),
                text: "It grows slowly, and trusting people grow.".into(),
            }],
            term_names: vec![TermName {
                lang: "cy".into(),
                text: "ymddiriedaeth".into(),
            }],
            is_term: true,
            ..Document::default()
        }
    }

    #[test]
    fn words_are_counted_once_by_their_key() {
        let analysed = analyse(&page());
        let keys: Vec<&str> = analysed.keys.iter().collect();
        assert_eq!(
            keys,
            [
                "and",
                "grow",
                "how",
                "hymddiriedaeth",
                "it",
                "peopl",
                "slowli",
                "trust",
                "ymddiriedaeth"
            ]
        );
        let trust = analysed.terms[7];
        assert_eq!((trust.title, trust.places, trust.words), (1, 3, 2));
        let welsh = analysed.terms[8];
        assert_eq!(
            (welsh.title, welsh.places),
            (13, 1),
            "a name of the term itself"
        );
        assert_eq!(
            analysed.terms[3].title, 13,
            "its mutated form leads there too"
        );
        assert_eq!(
            analysed
                .terms
                .iter()
                .map(|term| term.places as usize)
                .sum::<usize>(),
            analysed.places.len()
        );
        assert_eq!(
            std::str::from_utf8(&analysed.page),
            Ok(
                "/themes/trust/\tTrust\t\nHow trust grows\nslow\tSlowly\tIt grows slowly, and trusting people grow."
            )
        );
    }

    #[test]
    fn a_huge_page_is_cut_and_not_refused() {
        let mut document = page();
        document.sections[0].text = "gŵyl ".repeat(200_000);
        let analysed = analyse(&document);
        assert!(analysed.places.len() <= MOST_WORDS);
        assert!(analysed.page.len() <= MOST_TEXT);
    }
}
