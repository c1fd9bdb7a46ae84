//! What a browser reads first: which languages there are, and where one language's words, pages and facets are filed.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::analysis::Language;
use super::dictionary::Dictionary;
use super::entry::Entry;
use super::files::{Files, NAME, to_json};
use super::lexicon::Words;
use super::postings::Postings;
use super::{Settings, client, facets, pages, spelling};

/// The form of the files; a script reads only its own.
const FORM: u32 = 1;

/// What the root tells of a language.
#[derive(Debug)]
pub(super) struct Summary {
    pages: usize,
    /// How many words the pages hold, each counted once.
    pub(super) words: usize,
    manifest: String,
}

/// A sorted list cut into files: what each begins with, and their names one after the other.
#[derive(Debug, Default, Serialize)]
struct Filed {
    first: String,
    files: String,
}

impl Filed {
    fn extend(&mut self, firsts: &[String], names: &[String]) {
        for (first, name) in firsts.iter().zip(names) {
            if !self.files.is_empty() {
                self.first.push(' ');
            }
            self.first.push_str(first);
            self.files.push_str(name);
        }
    }
}

#[derive(Debug, Serialize)]
struct Manifest {
    pages: usize,
    /// Words that say nothing, that ask, and that say whose it is: see [`Language`].
    common: [String; 3],
    /// How many pages a file of `names/` and one of `facets/` tells of.
    together: [usize; 2],
    facets: Vec<facets::Told>,
    names: String,
    terms: Filed,
    /// The name of [`Seldom`].
    seldom: String,
}

/// Where the files are that few queries need.
#[derive(Debug, Serialize)]
struct Seldom {
    /// For phrases: the places of the words of each file of `terms/`.
    near: String,
    /// For mistyped words: spellings forwards and backwards.
    words: [Filed; 2],
}

/// What the pages of a language refer to by number, and what is said beside them.
#[derive(Clone, Copy)]
pub(super) struct Content<'a> {
    pub(super) known: &'a Words,
    pub(super) values: &'a facets::Values,
    pub(super) settings: &'a Settings,
}

/// Adds all files of one language but those of its pages.
pub(super) fn write(
    lang: &str,
    entries: &mut [Entry],
    content: Content<'_>,
    files: &mut Files<'_>,
) -> Summary {
    // Pages are numbered by date and those without one come first: a new page is the last, and newest first is the way back.
    entries.sort_by(|one, other| {
        let by_date = one.date.cmp(&other.date);
        by_date.then_with(|| one.url.cmp(&other.url))
    });
    let analysed: Vec<&Postings> = entries.iter().map(|entry| &*entry.analysed).collect();
    let dictionary = Dictionary::gather(&analysed, content.known);

    let (mut terms, mut near) = (Filed::default(), String::new());
    dictionary.files(Language::of(lang), |shards| {
        let (mut firsts, mut lists, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for shard in shards {
            firsts.push(shard.first);
            lists.push(shard.terms);
            places.push(shard.near);
        }
        terms.extend(&firsts, &files.add_all("terms", "txt", lists));
        near.push_str(&files.add_all("near", "txt", places).concat());
    });
    let words = spelling::files(&dictionary.words).map(|direction| {
        let (firsts, lists): (Vec<String>, _) = direction.into_iter().unzip();
        let mut filed = Filed::default();
        filed.extend(&firsts, &files.add_all("words", "txt", lists));
        filed
    });
    let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    let seldom = files.add("manifest", "json", to_json(&Seldom { near, words }));
    let language = Language::of(lang);
    let manifest = Manifest {
        pages: entries.len(),
        common: [language.stop, language.asking, language.own].map(|words| words.join(" ")),
        together: [pages::TOGETHER, facets::TOGETHER],
        facets: facets::write(
            lang,
            &content.settings.facets,
            entries,
            content.values,
            files,
        ),
        names: pages::lists(&names, files),
        terms,
        seldom,
    };
    Summary {
        pages: entries.len(),
        words: dictionary.words.len(),
        manifest: files.add("manifest", "json", to_json(&manifest)),
    }
}

/// Adds `search/index.json` and the scripts.
pub(super) fn write_root(
    languages: &BTreeMap<&str, Summary>,
    settings: &Settings,
    files: &Files<'_>,
) {
    for script in client::scripts() {
        files.add_named(&script.name, script.bytes);
    }
    // The site's own order first, then what pages brought beside it.
    let mut codes: Vec<&str> = settings
        .languages
        .iter()
        .map(|language| language.code.as_str())
        .collect();
    codes.extend(
        languages
            .keys()
            .copied()
            .filter(|code| !codes.contains(code))
            .collect::<Vec<_>>(),
    );
    let told: Vec<serde_json::Value> = codes
        .iter()
        .filter_map(|code| languages.get(code).map(|summary| (code, summary)))
        .map(|(code, summary)| {
            let label = settings
                .languages
                .iter()
                .find(|language| language.code == *code);
            json!({
                "code": code,
                "label": label.map_or(*code, |language| &language.label),
                "pages": summary.pages,
                "script": client::language_script(Language::of(code)),
                "manifest": summary.manifest,
            })
        })
        .collect();
    let facets: Vec<&str> = settings
        .facets
        .iter()
        .map(|facet| facet.key.as_str())
        .collect();
    let root = json!({
        "form": FORM,
        "name": NAME,
        "seldom": client::seldom_script(),
        "several": client::several_script(),
        "facets": facets,
        "languages": told,
    });
    files.add_named("index.json", to_json(&root));
}
