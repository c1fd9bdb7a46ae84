//! Writes the search index of pages given as JSON lines, for the benchmarks and the tests that run the client under Node.
//!
//! `search_index PAGES.jsonl OUT`: a line is a page with `url`, `lang`, `title`, and where wanted `summary`, `sections` (`[[id, heading, text]]`),
//! `term_names` (`[[lang, text]]`), `authors`, `facets` (`[[facet, value]]`), `is_term` and `date`.
//! What it took is printed as one line of JSON. It refuses to be a way to build a site.

#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads and writes files itself"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

use alongside::search::{Document, Facet, LanguageLabel, Section, Settings, TermName, index};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(default)]
struct Page {
    url: String,
    lang: String,
    title: String,
    summary: String,
    sections: Vec<(String, String, String)>,
    term_names: Vec<(String, String)>,
    authors: Vec<String>,
    facets: Vec<(String, String)>,
    is_term: bool,
    date: Option<String>,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            url: String::new(),
            lang: "en".to_owned(),
            title: String::new(),
            summary: String::new(),
            sections: Vec::new(),
            term_names: Vec::new(),
            authors: Vec::new(),
            facets: Vec::new(),
            is_term: false,
            date: None,
        }
    }
}

impl From<Page> for Document {
    fn from(page: Page) -> Self {
        let section = |(id, heading, text): (String, String, String)| Section {
            heading: (!id.is_empty()).then_some((id, heading)),
            text,
        };
        Self {
            url: page.url,
            lang: page.lang,
            title: page.title,
            summary: page.summary,
            sections: page.sections.into_iter().map(section).collect(),
            term_names: page
                .term_names
                .into_iter()
                .map(|(lang, text)| TermName { lang, text })
                .collect(),
            search_words: Vec::new(),
            authors: page.authors,
            facets: page.facets,
            is_term: page.is_term,
            date_text: page.date.clone().unwrap_or_default(),
            date: page.date,
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pages, out] = arguments.as_slice() else {
        return Err("usage: search_index PAGES.jsonl OUT".into());
    };
    let text = std::fs::read_to_string(pages)?;
    let documents = text
        .lines()
        .map(|line| Ok(Document::from(serde_json::from_str::<Page>(line)?)))
        .collect::<Result<Vec<_>, serde_json::Error>>()?;
    let settings = settings(&documents);

    let started = (Instant::now(), cpu_seconds());
    let files = index(&documents, &settings);
    let (wall, cpu) = (started.0.elapsed().as_secs_f64(), cpu_seconds() - started.1);

    let out = Path::new(out);
    let mut bytes = 0;
    for file in &files {
        let path = out.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap_or(out))?;
        std::fs::write(path, &file.bytes)?;
        bytes += file.bytes.len();
    }
    let told = serde_json::json!({
        "pages": documents.len(), "files": files.len(), "bytes": bytes,
        "seconds": wall, "cpu_seconds": cpu, "peak_megabytes": peak_megabytes(),
    });
    println!("{told}");
    Ok(())
}

/// Facets in the order in which the pages bring them; a value's label is its key with a capital.
fn settings(documents: &[Document]) -> Settings {
    let mut facets: Vec<Facet> = Vec::new();
    let mut languages: BTreeMap<&str, LanguageLabel> = BTreeMap::new();
    for document in documents {
        languages
            .entry(&document.lang)
            .or_insert_with(|| LanguageLabel {
                code: document.lang.clone(),
                label: document.lang.to_uppercase(),
            });
        for (key, value) in &document.facets {
            let index = facets
                .iter()
                .position(|facet| facet.key == *key)
                .unwrap_or_else(|| {
                    facets.push(Facet {
                        key: key.clone(),
                        ..Facet::default()
                    });
                    facets.len() - 1
                });
            let labels = facets[index].values.entry(value.clone()).or_default();
            labels.entry(document.lang.clone()).or_insert_with(|| {
                let mut letters = value.chars();
                letters.next().map_or_else(String::new, |first| {
                    first.to_uppercase().chain(letters).collect()
                })
            });
        }
    }
    Settings {
        languages: languages.into_values().collect(),
        facets,
        ..Settings::default()
    }
}

/// What this process has used of the processors, where Linux tells; 0 elsewhere.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// The most memory it held, where Linux tells; 0 elsewhere.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}
