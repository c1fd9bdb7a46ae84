//! Indexes of random pages, asked random things in JavaScript: every answer is what plain counting gives.
//!
//! Needs Node; without it there is a line instead, or a failure when `ALONGSIDE_REQUIRE_TOOLS` is set.

#![expect(
    clippy::disallowed_methods,
    reason = "the tests write the index where Node reads it"
)]

use std::path::Path;
use std::process::Command;

use alongside::search::{self, Document, Facet, LanguageLabel, Section, Settings, TermName};
use serde_json::{Value, json};

/// How many sites there are.
const SITES: u64 = 6;

/// Words of which every page is made: few enough that pages share them, and some that are hard.
const WORDS: &[&str] = &[
    "trust",
    "listening",
    "listened",
    "listens",
    "time",
    "kettle",
    "kettles",
    "the",
    "and",
    "of",
    "allotment",
    "key",
    "keys",
    "don't",
    "O’Neill",
    "café",
    "cafe\u{301}",
    "naïve",
    "STRASSE",
    "straße",
    "2026",
    "x86",
    "co-op",
    "rock'n'roll",
    "tŷ",
    "thŷ",
    "dŷ",
    "gwrando",
    "wrando",
    "ngwrando",
    "ymddiriedaeth",
    "cath",
    "gath",
    "chath",
    "nghath",
    "llong",
    "long",
    "rhaff",
    "raff",
    "yn",
    "y",
    "i'r",
    "hen",
    "gŵr",
    "ŵr",
    "時間",
    "信頼",
    "Привет",
    "σοφός",
    "שלום",
    "ﬁne",
    "İstanbul",
    "𠀀𠀁",
    "e",
    "a",
    "zebra",
    "zebras",
    "running",
    "runner",
    "ran",
    "generously",
    "generate",
    "skies",
    "sky",
    "news",
    "dying",
    "ll",
    "ng",
    "h",
    "constructor",
    "__proto__",
    "toString",
];

struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }

    fn word(&mut self) -> String {
        let word = WORDS[self.below(WORDS.len())];
        // A few words are on one page only, so that dictionaries have some length.
        match self.below(6) {
            0 => format!(
                "{}{}",
                WORDS[self.below(12)].replace('\'', ""),
                self.below(2_000)
            ),
            _ => word.to_owned(),
        }
    }

    fn text(&mut self, most: usize) -> String {
        let marks = [" ", " ", " ", ", ", ". ", " – ", "\n", "/", " (", ") ", "-"];
        (0..self.below(most))
            .map(|_| self.word() + marks[self.below(marks.len())])
            .collect()
    }

    fn page(&mut self, number: usize) -> Document {
        let lang = ["en", "en", "cy"][self.below(3)];
        let sections = (0..1 + self.below(4)).map(|at| Section {
            heading: (at > 0).then(|| (format!("h{at}"), self.text(5))),
            text: self.text(120),
        });
        let sections: Vec<Section> = sections.collect();
        let year = (2020 + self.below(7)).to_string();
        Document {
            url: format!("/{lang}/{number}/"),
            lang: lang.into(),
            title: self.text(8),
            summary: self.text(12),
            sections,
            term_names: (0..self.below(3))
                .map(|_| TermName {
                    lang: lang.into(),
                    text: self.text(4),
                })
                .collect(),
            search_words: Vec::new(),
            authors: (0..self.below(2)).map(|_| self.text(4)).collect(),
            facets: vec![
                ("year".into(), year.clone()),
                ("themes".into(), self.word()),
            ],
            is_term: self.below(8) == 0,
            date: Some(format!("{year}-02-03")),
            date_text: year,
        }
    }
}

fn told(page: &Document) -> Value {
    json!({
        "url": page.url,
        "lang": page.lang,
        "title": page.title,
        "summary": page.summary,
        "authors": page.authors,
        "year": page.date_text,
        "names": page.term_names.iter().map(|name| json!({"lang": name.lang, "text": name.text})).collect::<Vec<_>>(),
        "sections": page.sections.iter().map(|section| json!({
            "heading": section.heading.as_ref().map(|(_, text)| text),
            "text": section.text,
        })).collect::<Vec<_>>(),
    })
}

fn lay(folder: &Path, seed: u64) {
    let mut dice = Dice(seed);
    let number = 3 + dice.below(90);
    let pages: Vec<Document> = (0..number).map(|number| dice.page(number)).collect();
    let facet = |key: &str| Facet {
        key: key.into(),
        ..Facet::default()
    };
    let settings = Settings {
        languages: ["en", "cy"]
            .map(|code| LanguageLabel {
                code: code.into(),
                label: code.into(),
            })
            .into(),
        facets: ["year", "themes"].map(facet).into(),
        ..Settings::default()
    };
    for file in search::index(&pages, &settings) {
        let path = folder.join(&file.path);
        std::fs::create_dir_all(path.parent().expect("every file is in a folder"))
            .expect("the folder is ours");
        std::fs::write(path, &file.bytes).expect("the folder is ours");
    }
    let told: Vec<Value> = pages.iter().map(told).collect();
    std::fs::write(folder.join("pages.json"), Value::from(told).to_string())
        .expect("the folder is ours");
}

#[test]
fn random_questions_are_answered_as_counting_answers_them() {
    let root = tempfile::tempdir().expect("a folder for the indexes");
    for seed in 1..=SITES {
        lay(&root.path().join(seed.to_string()), seed);
    }
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search/random.test.js");
    let asked = Command::new("node")
        .arg("--test")
        .arg(tests)
        .env("ALONGSIDE_INDEXES", root.path())
        .output();
    let Ok(asked) = asked else {
        let required = std::env::var("ALONGSIDE_REQUIRE_TOOLS")
            .is_ok_and(|value| !value.is_empty() && value != "0");
        assert!(!required, "node is required and was not found");
        eprintln!("skipped: node was not found");
        return;
    };
    let said = String::from_utf8_lossy(&asked.stdout);
    assert!(asked.status.success(), "{said}");
    assert!(said.contains(&format!("pass {}", SITES + 1)), "{said}");
}
