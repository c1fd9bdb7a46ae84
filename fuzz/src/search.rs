//! Search: text falls into words that can be filed, and the files of an index are whole and the same in whatever order pages come.
//!
//! The input is pages with a blank line between two: the first line is the title, and a line that begins with `#` a heading.

use std::collections::{BTreeMap, BTreeSet};

use alongside::search::analysis::{Language, fold};
use alongside::search::{self, Document, Facet, LanguageLabel, Section, Settings, TermName};

/// Reads bytes as pages, by turns in English, Welsh, and a language without rules.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for lang in LANGUAGES {
        words(lang, &text);
    }
    let documents: Vec<Document> = text
        .split("\n\n")
        .take(40)
        .enumerate()
        .map(document)
        .collect();
    index(&documents);
}

const LANGUAGES: [&str; 3] = ["en", "cy", "ja"];

fn words(lang: &str, text: &str) {
    let language = Language::of(lang);
    let mut seen = BTreeSet::new();
    language.words(text, |word| {
        seen.insert(word.to_owned());
    });
    for word in &seen {
        // Blanks, line ends and signs part what the index's files hold.
        let fits = |letter: char| {
            letter > ' '
                && !letter.is_whitespace()
                && !letter.is_control()
                && !letter.is_ascii_punctuation()
                && !letter.is_uppercase()
        };
        assert!(
            !word.is_empty() && word.chars().all(fits),
            "{word:?} in {text:?}"
        );
        assert!(word.chars().count() <= 48, "{word:?}");
        assert_eq!(fold(word), *word, "folded twice");
        let key = language.key(word);
        let filed = |letter: char| fits(letter) || letter == '-';
        assert!(
            !key.is_empty() && key.chars().all(filed),
            "{key:?} of {word:?}"
        );
        language.base(&key);
        for variant in language.variants(word) {
            assert!(
                !variant.is_empty() && variant.chars().all(fits),
                "{variant:?} of {word:?}"
            );
        }
    }
}

fn document((number, text): (usize, &str)) -> Document {
    let mut lines = text.lines();
    let title = lines.next().unwrap_or_default().to_owned();
    let mut sections = vec![Section::default()];
    for line in lines {
        match line.strip_prefix('#') {
            Some(heading) => sections.push(Section {
                heading: Some((format!("h{}", sections.len()), heading.into())),
                text: String::new(),
            }),
            None => {
                if let Some(section) = sections.last_mut() {
                    section.text.push_str(line);
                    section.text.push('\n');
                }
            }
        }
    }
    let lang = LANGUAGES[number % LANGUAGES.len()];
    Document {
        url: format!("/{lang}/{number}/"),
        lang: lang.into(),
        summary: title.chars().rev().collect(),
        term_names: vec![TermName {
            lang: "cy".into(),
            text: title.clone(),
        }],
        authors: vec![title.clone()],
        search_words: vec![title.chars().skip(1).collect()],
        facets: vec![
            ("themes".into(), title.chars().take(8).collect()),
            ("year".into(), "2026".into()),
        ],
        is_term: number % 5 == 4,
        date: (number % 2 == 0).then(|| "2026-02-03".into()),
        date_text: title.clone(),
        title,
        sections,
    }
}

fn index(documents: &[Document]) {
    let facet = |key: &str| Facet {
        key: key.into(),
        ..Facet::default()
    };
    let settings = Settings {
        languages: LANGUAGES
            .map(|code| LanguageLabel {
                code: code.into(),
                label: code.into(),
            })
            .into(),
        facets: vec![facet("themes"), facet("year")],
        synonyms: Vec::new(),
    };
    let files = search::index(documents, &settings);
    let mut paths = BTreeMap::new();
    for file in &files {
        assert!(
            paths.insert(&file.path, &file.bytes).is_none(),
            "{} twice",
            file.path
        );
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/.-_".contains(&byte);
        assert!(
            file.path.starts_with("search/") && file.path.bytes().all(plain),
            "{}",
            file.path
        );
        let text = std::str::from_utf8(&file.bytes).expect("an index is text");
        if file.path.ends_with(".json") {
            serde_json::from_str::<serde_json::Value>(text).expect("a manifest is JSON");
        }
    }
    assert!(paths.keys().any(|path| *path == "search/index.json"));
    let backwards: Vec<Document> = documents.iter().rev().cloned().collect();
    assert!(
        search::index(&backwards, &settings) == files,
        "the order of pages counts"
    );
}
