//! Reads one page: its words are counted and weighed. Depends on that page alone, so a memo may stand in front of it.

use std::sync::Arc;

use super::analysis::{Language, Piece};
use super::code::{number, push_number};
use super::lexicon::{Known, Lexicon, WordMap};
use super::postings::{Posting, Postings, PostingsWriter};
use super::synonyms::Rules;
use super::weight::{FIELDS, Field, Weights};
use super::{Document, Synonym, TermName};

/// How many words of a page are counted; what follows in a longer one can't be found.
const MOST_WORDS: usize = 60_000;

/// The places between one field and the next, so that no phrase runs across.
const BETWEEN_FIELDS: u32 = 8;

/// Words in a title or name beyond which its length makes no difference.
pub(super) const LONGEST_TITLE: u32 = 12;

/// What stands for "none" where a number is expected.
const NONE: u32 = u32::MAX;

/// One word of the page being read.
#[derive(Debug)]
struct Counted {
    known: Known,
    fields: [u32; FIELDS],
    title: u8,
    /// The number of its key among the page's keys.
    group: u32,
}

/// One key of the page being read.
#[derive(Debug)]
struct Group {
    known: Known,
    fields: [u32; FIELDS],
    title: u8,
    /// How many places it has, and where they end once they are sorted.
    places: usize,
    end: usize,
}

/// The words of one field as they stand in `places`, from the first on.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    first: usize,
    /// How many words it has, those that hyphens join counted as one.
    length: usize,
}

/// Reads one page after another in one language; kept for the words that it knows and for its room.
#[derive(Debug)]
pub(super) struct Reader {
    lexicon: Arc<Lexicon>,
    synonyms: Rules,
    known: WordMap<Known>,
    /// By the number of a word, where it stands in `counted`.
    slots: Vec<u32>,
    /// By the number of a key, where it stands in `groups`.
    group_of: Vec<u32>,
    counted: Vec<Counted>,
    groups: Vec<Group>,
    /// The words of the page in order, by where they stand in `counted`, with their places.
    places: Vec<(u32, u32)>,
    place: u32,
    lengths: [u32; FIELDS],
    /// The keys of the field being read, for synonyms, and where the words stand that it is found by besides its own.
    keys: Vec<u32>,
    implied: Vec<u32>,
    /// Room for the places by term, for those of one as they are written, and for what is kept of the page.
    sorted: Vec<u32>,
    near: Vec<u8>,
    writer: PostingsWriter,
}

impl Reader {
    pub(super) fn new(lexicon: Arc<Lexicon>, synonyms: &[Synonym]) -> Self {
        Self {
            synonyms: Rules::new(&lexicon, synonyms),
            lexicon,
            keys: Vec::new(),
            implied: Vec::new(),
            known: WordMap::default(),
            slots: Vec::new(),
            group_of: Vec::new(),
            counted: Vec::new(),
            groups: Vec::new(),
            places: Vec::new(),
            place: 0,
            lengths: [0; FIELDS],
            sorted: Vec::new(),
            near: Vec::new(),
            writer: PostingsWriter::default(),
        }
    }

    /// Counts and weighs the words of one page.
    pub(super) fn analyse(&mut self, document: &Document) -> Postings {
        self.title(&document.title);
        for name in &document.term_names {
            self.name(name, document.is_term);
        }
        for words in &document.search_words {
            let stretch = self.field(Field::Names, words);
            self.mark(stretch, LONGEST_TITLE);
        }
        self.field(Field::Summary, &document.summary);
        for author in &document.authors {
            self.field(Field::Authors, author);
        }
        for section in &document.sections {
            if let Some((_, heading)) = &section.heading {
                self.field(Field::Headings, heading);
            }
            self.field(Field::Body, &section.text);
        }
        let analysed = self.finish();
        self.forget();
        analysed
    }

    /// Counts the words of `text` in `field` and returns where they stand.
    fn field(&mut self, field: Field, text: &str) -> Stretch {
        self.place += BETWEEN_FIELDS;
        let first = self.places.len();
        let (mut words, mut joined) = (0, 0);
        self.keys.clear();
        self.implied.clear();
        let lexicon = self.lexicon.clone();
        lexicon.language.pieces(text, |piece| {
            if self.places.len() >= MOST_WORDS {
                return;
            }
            match piece {
                Piece::Word(word) => {
                    let slot = self.count(field, word);
                    self.places.push((slot, self.place));
                    self.place += 1;
                    words += 1;
                    if !self.synonyms.is_empty() {
                        self.keys.push(self.counted[slot as usize].known.key);
                    }
                }
                Piece::Joined(word, parts) => {
                    let slot = self.count(field, word);
                    joined += parts - 1;
                    // It stands where its last part does, so that a phrase goes on behind it. Two words of one key have one place.
                    let key = |slot: u32| self.counted[slot as usize].known.key;
                    let last = self.places.last().copied();
                    if let Some((part, place)) = last
                        && key(part) != key(slot)
                    {
                        self.places.push((slot, place));
                    }
                    let key = key(slot);
                    self.imply(field, &[key]);
                }
            }
        });
        let keys = std::mem::take(&mut self.keys);
        self.imply(field, &keys);
        self.keys = keys;
        self.lengths[field as usize] += number(words);
        Stretch {
            first,
            length: words - joined,
        }
    }

    /// Counts a word once in `field` and returns where it stands in `counted`.
    fn count(&mut self, field: Field, word: &str) -> u32 {
        let slot = self.slot(word);
        self.counted[slot as usize].fields[field as usize] += 1;
        slot
    }

    /// Counts the words by which a field with these keys, in order, is found as well: see [`Rules`].
    fn imply(&mut self, field: Field, keys: &[u32]) {
        let mut implied = Vec::new();
        self.synonyms.implied(keys, |words| implied.push(words));
        for word in implied.iter().flat_map(|words| words.iter()) {
            let slot = self.count(field, word);
            self.implied.push(slot);
        }
    }

    /// Where a word stands in `counted`.
    fn slot(&mut self, word: &str) -> u32 {
        let known = self.known.get(word).unwrap_or_else(|| {
            let known = self.lexicon.know(word);
            self.known.insert(word, known);
            known
        });
        let index = known.word as usize;
        if index >= self.slots.len() {
            self.slots.resize(index + 1024, NONE);
        }
        let slot = &mut self.slots[index];
        if *slot == NONE {
            *slot = number(self.counted.len());
            self.counted.push(Counted {
                known,
                fields: [0; FIELDS],
                title: 0,
                group: 0,
            });
        }
        *slot
    }

    fn title(&mut self, text: &str) {
        let stretch = self.field(Field::Title, text);
        self.mark(stretch, 0);
    }

    /// Says that the words of a field that was just read are a title; `above` is [`LONGEST_TITLE`] for a name of the page's own term.
    fn mark(&mut self, stretch: Stretch, above: u32) {
        let class = title_class(stretch.length, above);
        let own = self.places[stretch.first..].iter().map(|(slot, _)| slot);
        for slot in own.chain(&self.implied) {
            let title = &mut self.counted[*slot as usize].title;
            *title = higher_title(*title, class);
        }
    }

    /// Counts a name of a term, with the forms under which its own language's readers may type it.
    fn name(&mut self, name: &TermName, own: bool) {
        let above = if own { LONGEST_TITLE } else { 0 };
        let stretch = self.field(Field::Names, &name.text);
        if own {
            self.mark(stretch, above);
        }
        let theirs = Language::of(&name.lang);
        if theirs.code == self.lexicon.language.code {
            return;
        }
        let class = title_class(stretch.length, above);
        let mut variants = Vec::new();
        theirs.words(&name.text, |word| variants.extend(theirs.variants(word)));
        for variant in variants {
            let slot = self.slot(&variant);
            let counted = &mut self.counted[slot as usize];
            counted.fields[Field::Names as usize] += 1;
            if own {
                counted.title = higher_title(counted.title, class);
            }
        }
    }

    fn finish(&mut self) -> Postings {
        self.group();

        // First where the places of each term will stand, and then each place there: they stay in order.
        // Those of words that say nothing are left out.
        let told = |counted: &Counted| !counted.known.stop;
        for &(slot, _) in &self.places {
            let counted = &self.counted[slot as usize];
            self.groups[counted.group as usize].places += usize::from(told(counted));
        }
        let mut sum = 0;
        for group in &mut self.groups {
            group.end = sum;
            sum += group.places;
        }
        self.sorted.clear();
        self.sorted.resize(sum, 0);
        for &(slot, place) in &self.places {
            let counted = &self.counted[slot as usize];
            if told(counted) {
                let end = &mut self.groups[counted.group as usize].end;
                self.sorted[*end] = place;
                *end += 1;
            }
        }

        let weights = Weights::new(self.lengths);
        for group in &self.groups {
            self.near.clear();
            push_number(number(group.places), &mut self.near);
            let mut next = 0;
            for &place in &self.sorted[group.end - group.places..group.end] {
                push_number(place - next, &mut self.near);
                next = place + 1;
            }
            let posting = Posting {
                word: group.known.word,
                level: weights.level(group.fields) as u8,
                title: group.title,
                near: &self.near,
            };
            self.writer.put(group.known.bucket, posting);
        }
        self.writer.finish()
    }

    /// Brings the words together that have one key.
    fn group(&mut self) {
        for counted in &mut self.counted {
            let key = counted.known.key as usize;
            if key >= self.group_of.len() {
                self.group_of.resize(key + 1024, NONE);
            }
            if self.group_of[key] == NONE {
                self.group_of[key] = number(self.groups.len());
                self.groups.push(Group {
                    known: counted.known,
                    fields: [0; FIELDS],
                    title: 0,
                    places: 0,
                    end: 0,
                });
            } else {
                self.writer.put_other(counted.known.word);
            }
            counted.group = self.group_of[key];
            let group = &mut self.groups[counted.group as usize];
            for (sum, count) in group.fields.iter_mut().zip(counted.fields) {
                *sum += count;
            }
            group.title = higher_title(group.title, counted.title);
        }
    }

    /// Makes room for the next page.
    fn forget(&mut self) {
        for counted in self.counted.drain(..) {
            self.slots[counted.known.word as usize] = NONE;
        }
        for group in self.groups.drain(..) {
            self.group_of[group.known.key as usize] = NONE;
        }
        self.places.clear();
        self.place = 0;
        self.lengths = [0; FIELDS];
    }
}

/// How a title of `length` words is told; `above` is [`LONGEST_TITLE`] for a name of the page's own term.
fn title_class(length: usize, above: u32) -> u8 {
    (number(length).clamp(1, LONGEST_TITLE) + above) as u8
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

    fn analyse(document: &Document) -> (Postings, Arc<Lexicon>) {
        let lexicon = Arc::new(Lexicon::new(Language::of(&document.lang)));
        let mut reader = Reader::new(lexicon.clone(), &[]);
        // What was read before leaves no trace.
        reader.analyse(&Document {
            title: "Growing trust slowly".into(),
            ..Document::default()
        });
        (reader.analyse(document), lexicon)
    }

    #[test]
    fn words_are_counted_once_by_their_key() {
        let (analysed, lexicon) = analyse(&page());
        let words = lexicon.words();
        let key = |term: &Posting<'_>| &*words.keys[words.words[term.word as usize].1 as usize];
        let mut keys: Vec<&str> = analysed.all().map(|term| key(&term)).collect();
        keys.sort_unstable();
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
        let term = |wanted: &str| {
            let found = analysed.all().find(|term| key(term) == wanted);
            found.expect("the page holds it")
        };
        assert_eq!((term("trust").title, term("trust").near.len()), (1, 4));
        assert_eq!(
            (
                term("ymddiriedaeth").title,
                term("ymddiriedaeth").near.len()
            ),
            (13, 2),
            "a name of the term itself"
        );
        assert_eq!(
            term("hymddiriedaeth").title,
            13,
            "its mutated form leads there too"
        );
        let mut others: Vec<&str> = analysed
            .others()
            .map(|word| &*words.words[word as usize].0)
            .collect();
        others.sort_unstable();
        assert_eq!(others, ["grow", "trusting"]);
    }

    #[test]
    fn a_huge_page_is_cut_and_not_refused() {
        let mut document = page();
        document.sections[0].text = "gŵyl ".repeat(200_000);
        let (analysed, _) = analyse(&document);
        let near: usize = analysed.all().map(|term| term.near.len()).sum();
        assert!(near <= 4 * MOST_WORDS);
    }
}
