//! Goes through the pages of a site, one at a time, and files what they hold; remembers what it read until the next time.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::analysed::Reader;
use super::analysis::{LANGUAGES, Language};
use super::entry::Entry;
use super::facets::Values;
use super::files::Files;
use super::lexicon::Lexicon;
use super::postings::Postings;
use super::{Document, Settings, Sink, Synonym, manifest, pages};

/// How many pages are read before their files are named, so that few of their texts are in memory at once.
const TOGETHER: usize = 1024;

/// How many words may be known for each one that pages still hold, and how many besides. A lexicon only grows: whoever edits for
/// a day would fill memory with what is nowhere any more.
const MOST_KNOWN: (usize, usize) = (3, 10_000);

/// Makes search indexes. What it learnt of a page serves again as long as the page stays as it is.
#[derive(Debug)]
pub struct Indexer {
    readers: Vec<Readers>,
    /// The synonyms that pages were read with.
    synonyms: Arc<[Synonym]>,
    analysed: HashMap<u128, Arc<Postings>>,
}

/// What reads pages in one language: one reader for each thread that is at it.
#[derive(Debug)]
struct Readers {
    lexicon: Arc<Lexicon>,
    synonyms: Arc<[Synonym]>,
    idle: Mutex<Vec<Reader>>,
}

/// What was made of one page.
struct Read {
    key: u128,
    url: String,
    lang: String,
    date: Option<String>,
    facets: Vec<(String, String)>,
    analysed: Arc<Postings>,
}

impl Default for Indexer {
    fn default() -> Self {
        Self::with(Arc::default())
    }
}

impl Indexer {
    fn with(synonyms: Arc<[Synonym]>) -> Self {
        let plain = Language::of("");
        let languages = LANGUAGES.iter().copied().chain([plain]);
        Self {
            readers: languages
                .map(|language| Readers {
                    lexicon: Arc::new(Lexicon::new(language)),
                    synonyms: synonyms.clone(),
                    idle: Mutex::default(),
                })
                .collect(),
            synonyms,
            analysed: HashMap::new(),
        }
    }

    /// Makes the index of all `pages`, each as `document` tells it, and hands its files to `sink` as they are made.
    pub fn index<P: Sync>(
        &mut self,
        all: &[P],
        document: &(dyn Fn(&P) -> Document + Sync),
        settings: &Settings,
        sink: Sink<'_>,
    ) {
        if *self.synonyms != *settings.synonyms {
            // They are part of what was learnt of every page.
            *self = Self::with(settings.synonyms.as_slice().into());
        }
        let mut files = Files::new(sink);
        let mut values = Values::default();
        let mut analysed = HashMap::with_capacity(all.len());
        let mut by_language: BTreeMap<String, Vec<Entry>> = settings
            .languages
            .iter()
            .map(|language| (language.code.clone(), Vec::new()))
            .collect();
        for together in all.chunks(TOGETHER) {
            let (read, texts): (Vec<Read>, Vec<Vec<u8>>) = together
                .par_iter()
                .map(|page| self.read(document(page)))
                .unzip();
            let names = files.add_all("pages", "txt", texts);
            for (read, name) in read.into_iter().zip(names) {
                analysed.insert(read.key, read.analysed.clone());
                by_language.entry(read.lang).or_default().push(Entry {
                    url: read.url,
                    date: read.date,
                    facets: values.numbers(read.facets),
                    name,
                    analysed: read.analysed,
                });
            }
        }
        self.analysed = analysed;
        let summaries: BTreeMap<&str, manifest::Summary> = by_language
            .iter_mut()
            .map(|(lang, entries)| {
                let known = self.readers(lang).lexicon.words();
                let content = manifest::Content {
                    known: &known,
                    values: &values,
                    settings,
                };
                let summary = manifest::write(lang, entries, content, &mut files);
                (lang.as_str(), summary)
            })
            .collect();
        manifest::write_root(&summaries, settings, &files);
        let held: usize = summaries.values().map(|summary| summary.words).sum();
        let readers = self.readers.iter();
        let known: usize = readers.map(|one| one.lexicon.words().words.len()).sum();
        if known > MOST_KNOWN.0 * held + MOST_KNOWN.1 {
            *self = Self::with(self.synonyms.clone());
        }
    }

    fn readers(&self, lang: &str) -> &Readers {
        let language = Language::of(lang);
        let mut readers = self.readers.iter();
        readers
            .find(|readers| readers.lexicon.language.code == language.code)
            .expect("every language has readers from the beginning")
    }

    /// Counts the words of a page, unless it was read before, and writes its text.
    fn read(&self, document: Document) -> (Read, Vec<u8>) {
        let mut key = Xxh3::new();
        document.hash(&mut key);
        let key = key.digest128();
        let analysed = self.analysed.get(&key).cloned();
        let analysed =
            analysed.unwrap_or_else(|| Arc::new(self.readers(&document.lang).analyse(&document)));
        let text = pages::page(&document);
        let read = Read {
            key,
            url: document.url,
            lang: document.lang,
            date: document.date,
            facets: document.facets,
            analysed,
        };
        (read, text)
    }
}

impl Readers {
    fn analyse(&self, document: &Document) -> Postings {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = idle().pop();
        let mut reader =
            reader.unwrap_or_else(|| Reader::new(self.lexicon.clone(), &self.synonyms));
        let analysed = reader.analyse(document);
        idle().push(reader);
        analysed
    }
}

#[cfg(test)]
mod tests {
    use super::super::{LanguageLabel, SearchFile, Section, index};
    use super::*;

    fn page(text: String) -> Document {
        Document {
            url: "/a/".into(),
            lang: "en".into(),
            title: "A".into(),
            sections: vec![Section {
                heading: None,
                text,
            }],
            ..Document::default()
        }
    }

    #[test]
    fn words_that_are_nowhere_any_more_are_let_go_and_change_nothing() {
        let settings = Settings {
            languages: vec![LanguageLabel {
                code: "en".into(),
                label: "English".into(),
            }],
            ..Settings::default()
        };
        let mut indexer = Indexer::default();
        let mut made = |text: String| {
            let files = Mutex::new(Vec::new());
            let sink = |file: SearchFile| files.lock().expect("nothing failed").push(file);
            let pages = [page(text)];
            indexer.index(&pages, &Document::clone, &settings, &sink);
            let mut files = files.into_inner().expect("nothing failed");
            files.sort_by(|one, other| one.path.cmp(&other.path));
            assert_eq!(files, index(&pages, &settings));
            indexer.readers("en").lexicon.words().words.len()
        };
        let many = (0..MOST_KNOWN.1 + 10).map(|word| format!("w{word} "));
        assert!(made(many.collect()) > MOST_KNOWN.1);
        assert_eq!(made("few words".into()), 0);
        assert_eq!(made("few words".into()), 3);
    }
}
