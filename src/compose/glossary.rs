//! The words of the glossary in a page: where each one first stands in its text, and the page that lists them all.
//!
//! It looks at texts that the Markdown stage set aside as such (a part of the body each), word by word; it knows no HTML.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::glossary::{Glossary, Word};
use crate::language::Order;
use crate::page::Part;
use crate::search::analysis::{Language, fold};
use crate::site::{PageId, Route, RouteKey};
use crate::view::{Explained, GlossaryEntry, Spot};

use super::Composer;

/// Finds the words of every language.
#[derive(Debug, Default)]
pub(super) struct Finders(BTreeMap<Arc<str>, Finder>);

/// Finds the words of one language.
#[derive(Debug, Default)]
struct Finder {
    /// By their first words, longest first.
    phrases: HashMap<Box<str>, Vec<Phrase>>,
    /// How many entries there are.
    entries: usize,
}

#[derive(Debug)]
struct Phrase {
    /// The words after the first.
    rest: Vec<Box<str>>,
    /// As written, where capitals matter: `CIC` is no `cic`.
    exact: Option<Arc<str>>,
    /// Which entry it is a form of.
    entry: usize,
}

/// A word of a text: folded, and where it stands.
struct Token {
    folded: String,
    start: usize,
    end: usize,
}

impl Finders {
    pub(super) fn new(glossary: &Glossary) -> Self {
        let finders = glossary.words.iter();
        Self(
            finders
                .map(|(lang, words)| (lang.clone(), Finder::new(lang, words)))
                .collect(),
        )
    }
}

impl Finder {
    fn new(lang: &str, words: &[Word]) -> Self {
        let language = Language::of(lang);
        let mut finder = Self {
            entries: words.len(),
            ..Self::default()
        };
        for (entry, word) in words.iter().enumerate() {
            for form in std::iter::once(&word.word).chain(&word.forms) {
                let mut tokens = tokens(form).into_iter().map(|token| token.folded);
                let Some(first) = tokens.next() else {
                    continue;
                };
                let rest: Vec<Box<str>> = tokens.map(String::into_boxed_str).collect();
                let capitals = form.chars().filter(|letter| letter.is_uppercase());
                let exact = (capitals.count() > 1 && rest.is_empty()).then(|| form.clone());
                // The forms that grammar makes of its beginning, as Welsh does.
                let mut firsts = language.variants(&first);
                firsts.push(first);
                for first in firsts {
                    let known = finder.phrases.entry(first.into()).or_default();
                    known.push(Phrase {
                        rest: rest.clone(),
                        exact: exact.clone(),
                        entry,
                    });
                    let longest = |phrase: &Phrase| std::cmp::Reverse(phrase.rest.len());
                    known.sort_by_key(longest);
                }
            }
        }
        finder
    }

    /// The entry that the words of a text at `at` are a form of, and how many words it takes.
    fn at(&self, text: &str, tokens: &[Token], at: usize) -> Option<(usize, usize)> {
        let phrases = self.phrases.get(tokens[at].folded.as_str())?;
        let fits = |phrase: &&Phrase| {
            let Some(following) = tokens.get(at + 1..at + 1 + phrase.rest.len()) else {
                return false;
            };
            let same = following
                .iter()
                .zip(&phrase.rest)
                .all(|(token, word)| token.folded == **word);
            let parted = |pair: &[Token]| {
                let between = &text[pair[0].end..pair[1].start];
                between
                    .chars()
                    .all(|letter| letter.is_whitespace() || letter == '-')
            };
            let written = &text[tokens[at].start..tokens[at].end];
            same && tokens[at..=at + phrase.rest.len()].windows(2).all(parted)
                && phrase.exact.as_deref().is_none_or(|exact| exact == written)
        };
        let found = phrases.iter().find(fits)?;
        Some((found.entry, 1 + found.rest.len()))
    }
}

/// The words of a text: runs of letters and digits. An apostrophe ends one.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices() {
        let inside = letter.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&letter);
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                tokens.push(token(text, from, at));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        tokens.push(token(text, from, text.len()));
    }
    tokens
}

fn token(text: &str, start: usize, end: usize) -> Token {
    Token {
        folded: fold(&text[start..end]),
        start,
        end,
    }
}

/// What is found of a page's words so far.
struct Search<'a> {
    finder: &'a Finder,
    /// The first place of each entry.
    spots: Vec<Option<Spot>>,
    left: usize,
    /// The number of the next text.
    text: u32,
}

impl Search<'_> {
    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Text(text) => {
                    if self.left > 0 {
                        self.text(&text.get());
                    }
                    self.text += 1;
                }
                // As deep as directives nest, which the Markdown stage bounds.
                Part::Directive(directive) => self.parts(&directive.body),
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str) {
        let tokens = tokens(text);
        let mut at = 0;
        while at < tokens.len() {
            let Some((entry, words)) = self.finder.at(text, &tokens, at) else {
                at += 1;
                continue;
            };
            if self.spots[entry].is_none() {
                self.left -= 1;
                self.spots[entry] = Some(Spot {
                    text: self.text,
                    start: tokens[at].start as u32,
                    end: tokens[at + words - 1].end as u32,
                });
            }
            at += words;
        }
    }
}

impl Composer {
    /// The words of the glossary that a page uses, in the order in which its text first has them.
    pub(super) fn explained(&self, id: PageId) -> Vec<Explained> {
        let page = self.site.page(id);
        let lang = &page.page.lang;
        let Some(finder) = self.finders.0.get(lang) else {
            return Vec::new();
        };
        if !page.truth("glossary", true) {
            return Vec::new();
        }
        let mut search = Search {
            finder,
            spots: vec![None; finder.entries],
            left: finder.entries,
            text: 0,
        };
        search.parts(&page.page.body.parts);
        let list = self
            .site
            .route(&RouteKey::Glossary, lang)
            .map(|route| self.addresses.inside(&route.url));
        let words = self.site.glossary.of(lang).iter().zip(search.spots);
        let mut found: Vec<Explained> = words
            .filter_map(|(word, spot)| {
                Some(Explained {
                    id: word.id.clone(),
                    word: word.word.clone(),
                    definition: word.definition.clone(),
                    url: list.clone().unwrap_or_default(),
                    spot: spot?,
                })
            })
            .collect();
        found.sort_by_key(|explained| explained.spot);
        found
    }

    /// Every word of the glossary in a language, in that language's alphabetical order.
    pub(super) fn glossary(&self, route: &Route) -> Vec<GlossaryEntry> {
        let order = Order::of(&route.lang);
        let mut entries: Vec<GlossaryEntry> = self
            .site
            .glossary
            .of(&route.lang)
            .iter()
            .map(|word| GlossaryEntry {
                id: word.id.clone(),
                word: word.word.clone(),
                definition: word.definition.clone(),
                elsewhere: word.elsewhere.clone(),
            })
            .collect();
        entries.sort_by(|a, b| order.compare(&a.word, &b.word));
        entries
    }
}
