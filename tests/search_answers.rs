//! A small site in two languages, indexed here and asked in JavaScript as the search page asks.
//!
//! Needs Node; without it the tests that ask are skipped with a line, or fail when `ALONGSIDE_REQUIRE_TOOLS` is set.

#![expect(
    clippy::disallowed_methods,
    reason = "the tests write the index where Node reads it"
)]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use alongside::config::Environment;
use alongside::files::{Artifact, FileBytes};
use alongside::search::{
    self, Document, Facet, Indexer, LanguageLabel, SearchFile, Section, Settings, TermName,
    page_script,
};
use alongside::{pipeline, read};
use serde_json::{Value, json};

fn page(url: &str, title: &str, text: &str) -> Document {
    Document {
        url: url.to_owned(),
        lang: if url.starts_with("/cy/") { "cy" } else { "en" }.to_owned(),
        title: title.to_owned(),
        sections: vec![Section {
            heading: None,
            text: text.to_owned(),
        }],
        ..Document::default()
    }
}

fn term(url: &str, names: &[(&str, &str)], text: &str) -> Document {
    let name = |(lang, text): &(&str, &str)| TermName {
        lang: (*lang).to_owned(),
        text: (*text).to_owned(),
    };
    Document {
        term_names: names.iter().map(name).collect(),
        is_term: true,
        facets: vec![("type".into(), "term".into())],
        ..page(url, names[0].1, text)
    }
}

fn story(
    url: &str,
    title: &str,
    text: &str,
    date: &str,
    themes: &[&str],
    author: &str,
) -> Document {
    let theme = |theme: &&str| ("themes".to_owned(), (*theme).to_owned());
    let mut facets: Vec<(String, String)> = themes.iter().map(theme).collect();
    facets.extend([
        ("type".into(), "story".into()),
        ("authors".into(), author.to_lowercase().replace(' ', "-")),
        ("year".into(), date[..4].into()),
    ]);
    Document {
        date: Some(date.into()),
        authors: vec![author.into()],
        facets,
        ..page(url, title, text)
    }
}

fn site() -> Vec<Document> {
    let mut key = story(
        "/stories/key/",
        "The allotment key",
        "Sam looked after the allotment key for a year.",
        "2025-03-01",
        &["trust"],
        "Sam Price",
    );
    key.sections.push(Section {
        heading: Some(("handing-over".into(), "Handing over".into())),
        text: "The golden triangle of trust, time and listening held the group together, as harness and rope do.".into(),
    });
    vec![
        term(
            "/themes/listening/",
            &[
                ("en", "Listening"),
                ("en", "Hearing people out"),
                ("en", "Knowing what to do"),
                ("cy", "Cael rhywun i wrando"),
                ("cy", "Gwrando"),
            ],
            "More than waiting to speak.",
        ),
        term(
            "/themes/trust/",
            &[("en", "Trust"), ("cy", "Ymddiriedaeth")],
            "What grows when promises are kept.",
        ),
        key,
        story(
            "/stories/kettle/",
            "The second kettle",
            "Listening over tea, listening at the door, and listening again: a triangle of golden light.",
            "2026-02-03",
            &["listening", "time"],
            "Ann Hughes",
        ),
        story(
            "/stories/bus/",
            "Waiting for the bus",
            "The timetable said ten. Café tables and cafes nearby were empty.",
            "2026-05-06",
            &["time"],
            "Ann Hughes",
        ),
        page("/about/", "About us", "A network that trusts people."),
        term(
            "/cy/themes/listening/",
            &[("cy", "Gwrando"), ("en", "Listening")],
            "Mwy nag aros i siarad.",
        ),
        term(
            "/cy/themes/trust/",
            &[("cy", "Ymddiriedaeth"), ("en", "Trust")],
            "Yr hyn sy'n tyfu pan gedwir addewid.",
        ),
        story(
            "/cy/straeon/tegell/",
            "Yr ail degell",
            "Eisteddodd pawb o gwmpas y tân yn nhŷ Ann, a gwrandawodd hi ar ei chlwb.",
            "2026-02-03",
            &["listening"],
            "Ann Hughes",
        ),
    ]
}

fn settings() -> Settings {
    let facet = |key: &str| Facet {
        key: key.to_owned(),
        labels: BTreeMap::from([("en".to_owned(), key.to_uppercase())]),
        values: BTreeMap::new(),
    };
    let language = |code: &str, label: &str| LanguageLabel {
        code: code.to_owned(),
        label: label.to_owned(),
    };
    Settings {
        languages: vec![language("en", "English"), language("cy", "Cymraeg")],
        facets: ["themes", "type", "authors", "year"].map(facet).to_vec(),
        ..Settings::default()
    }
}

fn index(documents: Vec<Document>) -> Vec<SearchFile> {
    search::index(&documents, &settings())
}

/// Asks the client; nothing without Node.
fn ask(files: &[SearchFile], requests: &[Value]) -> Option<Vec<Value>> {
    let folder = tempfile::tempdir().expect("a folder for the index");
    for file in files {
        let path = folder.path().join(&file.path);
        std::fs::create_dir_all(path.parent().expect("every file is in a folder"))
            .expect("the folder is ours");
        std::fs::write(path, &file.bytes).expect("the folder is ours");
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search/answer.js");
    let node = Command::new("node")
        .arg(script)
        .arg(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut node) = node else {
        let required = std::env::var("ALONGSIDE_REQUIRE_TOOLS")
            .is_ok_and(|value| !value.is_empty() && value != "0");
        assert!(!required, "node is required and was not found");
        eprintln!("skipped: node was not found");
        return None;
    };
    let lines: Vec<String> = requests.iter().map(Value::to_string).collect();
    let mut stdin = node.stdin.take().expect("the child's input was asked for");
    stdin
        .write_all(lines.join("\n").as_bytes())
        .expect("node reads its input");
    drop(stdin);
    let output = node.wait_with_output().expect("node ends by itself");
    assert!(output.status.success(), "the client answers");
    let text = String::from_utf8(output.stdout).expect("the client writes UTF-8");
    let answers: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("an answer is JSON"))
        .collect();
    assert_eq!(answers.len(), requests.len());
    Some(answers)
}

/// Asks one thing after another and compares one part of each answer.
fn check(part: &str, cases: &[(Value, Value)]) {
    let requests: Vec<Value> = cases.iter().map(|(request, _)| request.clone()).collect();
    let Some(answers) = ask(&index(site()), &requests) else {
        return;
    };
    for ((request, expected), answer) in cases.iter().zip(answers) {
        assert_eq!(answer[part], *expected, "{request} gave {answer}");
    }
}

#[test]
fn the_page_that_is_meant_comes_first() {
    let cases: Vec<(Value, Value)> = [
        // A term's names in every language lead to it, in the forms that people type.
        ("listening", "en", "/themes/listening/"),
        ("listen", "en", "/themes/listening/"),
        ("gwrando", "en", "/themes/listening/"),
        ("ngwrando", "en", "/themes/listening/"),
        ("hearing people out", "en", "/themes/listening/"),
        ("knowing what to do", "en", "/themes/listening/"),
        ("ymddiriedaeth", "en", "/themes/trust/"),
        ("hymddiriedaeth", "en", "/themes/trust/"),
        ("ymddiriedaeth", "cy", "/cy/themes/trust/"),
        ("hymddiriedaeth", "cy", "/cy/themes/trust/"),
        ("wrando", "cy", "/cy/themes/listening/"),
        ("trust", "cy", "/cy/themes/trust/"),
        // Mutations and accents of words in the text, whichever form is typed.
        ("clwb", "cy", "/cy/straeon/tegell/"),
        ("nghlwb", "cy", "/cy/straeon/tegell/"),
        ("tŷ", "cy", "/cy/straeon/tegell/"),
        ("thy", "cy", "/cy/straeon/tegell/"),
        ("tan", "cy", "/cy/straeon/tegell/"),
        ("cafe", "en", "/stories/bus/"),
        // Titles, exact and near; all words before some.
        ("the allotment key", "en", "/stories/key/"),
        ("kettle second", "en", "/stories/kettle/"),
        ("allotment zebra", "en", "/stories/key/"),
        ("golden triangle trust", "en", "/stories/key/"),
        // Authors, and words that everything holds when there is nothing else.
        ("ann hughes", "en", "/stories/bus/"),
        ("the", "en", "/stories/key/"),
    ]
    .into_iter()
    .map(|(text, lang, first)| {
        (
            json!({"text": text, "langs": [lang], "limit": 1}),
            json!([first]),
        )
    })
    .collect();
    check("urls", &cases);
}

#[test]
fn mistyped_words_are_forgiven_and_said() {
    let cases: Vec<(Value, Value)> = [
        ("alotment", json!(["alotment allotment"])),
        ("allotmnet kye", json!(["allotmnet allotment"])),
        ("harnes rope", json!(["harnes harness"])),
        ("timetabel", json!(["timetabel timetable"])),
        ("xtimetable", json!(["xtimetable timetable"])),
        ("tiemtabel", json!(["tiemtabel timetable"])),
        ("bux", json!([])),
        ("allotments", json!([])),
        ("gwrando", json!([])),
    ]
    .into_iter()
    .map(|(text, corrected)| (json!({"text": text}), corrected))
    .chain([(json!({"text": "alotment", "exactly": true}), json!([]))])
    .collect();
    check("corrected", &cases);
    check(
        "missing",
        &[
            (json!({"text": "allotment kye"}), json!(["kye"])),
            (json!({"text": "bus"}), json!([])),
        ],
    );
    // A word that one of the languages has is not mistyped in the other.
    check(
        "corrected",
        &[(json!({"text": "addewid", "langs": ["en", "cy"]}), json!([]))],
    );
}

#[test]
fn phrases_exclusions_and_beginnings() {
    check(
        "urls",
        &[
            (
                json!({"text": "\"golden triangle\""}),
                json!(["/stories/key/"]),
            ),
            (
                json!({"text": "“triangle of golden”"}),
                json!(["/stories/kettle/"]),
            ),
            (json!({"text": "\"triangle golden\""}), json!([])),
            (
                json!({"text": "golden -trust"}),
                json!(["/stories/kettle/"]),
            ),
            (
                json!({"text": "golden -\"golden triangle\""}),
                json!(["/stories/kettle/"]),
            ),
            (
                json!({"text": "-golden", "filters": {"type": ["story"]}}),
                json!(["/stories/bus/"]),
            ),
            (
                json!({"text": "timet", "typing": true}),
                json!(["/stories/bus/"]),
            ),
            (
                json!({"text": "kett", "typing": true}),
                json!(["/stories/kettle/"]),
            ),
            (
                json!({"text": "timet ", "typing": true}),
                json!(["/stories/bus/"]),
            ),
            (json!({"text": "zzz"}), json!([])),
            (
                json!({"text": "\"\" - … !"}),
                json!([
                    "/stories/bus/",
                    "/stories/kettle/",
                    "/stories/key/",
                    "/themes/trust/",
                    "/themes/listening/",
                    "/about/"
                ]),
            ),
        ],
    );
}

#[test]
fn facets_narrow_and_count() {
    let stories = json!(["/stories/bus/", "/stories/kettle/", "/stories/key/"]);
    check(
        "urls",
        &[
            // Newest first when nothing is asked.
            (
                json!({"text": "", "filters": {"type": ["story"]}}),
                stories.clone(),
            ),
            // One or the other within a facet, both across facets.
            (
                json!({"text": "", "filters": {"themes": ["trust", "time"]}}),
                stories,
            ),
            (
                json!({"text": "", "filters": {"themes": ["time"], "authors": ["ann-hughes"], "year": ["2026"]}}),
                json!(["/stories/bus/", "/stories/kettle/"]),
            ),
            (
                json!({"text": "golden", "filters": {"themes": ["time"]}}),
                json!(["/stories/kettle/"]),
            ),
            (
                json!({"text": "", "filters": {"themes": ["nothing"]}}),
                json!([]),
            ),
            (
                json!({"text": "", "filters": {"colour": ["red"]}}),
                json!([]),
            ),
        ],
    );
    check(
        "facets",
        &[(
            json!({"text": "golden", "filters": {"themes": ["time"]}}),
            json!({
                "themes": {"listening": 1, "time": 1, "trust": 1},
                "type": {"story": 1, "term": 0},
                "authors": {"ann-hughes": 1, "sam-price": 0},
                "year": {"2025": 0, "2026": 1},
            }),
        )],
    );
    check(
        "languages",
        &[(
            json!({"text": "listening", "langs": ["en", "cy"]}),
            json!({"en": 3, "cy": 1}),
        )],
    );
}

#[test]
fn quick_search_fetches_one_facet_and_finds_the_same() {
    let requests = [
        json!({"text": "golden", "only": ["type"]}),
        json!({"text": "golden"}),
    ];
    let Some(answers) = ask(&index(site()), &requests) else {
        return;
    };
    assert_eq!(answers[0]["urls"], answers[1]["urls"]);
    let facets = |answer: &Value| {
        let fetched = answer["fetched"].as_array().expect("a list").iter();
        fetched.filter(|folder| *folder == "facets").count()
    };
    // What was fetched once is not fetched again, and two of the facets have one file.
    assert_eq!([facets(&answers[0]), facets(&answers[1])], [1, 2]);
}

#[test]
fn a_language_without_pages_has_nothing_and_does_no_harm() {
    check(
        "total",
        &[
            (json!({"text": "listening", "langs": ["fr"]}), json!(0)),
            (
                json!({"text": "listening", "langs": ["fr", "en"]}),
                json!(3),
            ),
        ],
    );
}

#[test]
fn snippets_mark_words_and_lead_to_headings() {
    check(
        "snippets",
        &[(
            json!({"text": "triangle", "filters": {"authors": ["sam-price"]}}),
            json!([
                "The golden [triangle] of trust, time and listening held the group together, as harness and rope do."
            ]),
        )],
    );
    check(
        "sections",
        &[(
            json!({"text": "golden rope"}),
            json!([["handing-over"], []]),
        )],
    );
}

#[test]
fn a_facet_of_many_values_waits_until_it_is_opened() {
    let mut documents = site();
    for number in 0..40 {
        documents.push(story(
            &format!("/stories/{number}/"),
            "A walk",
            "Along the lane.",
            "2024-01-01",
            &[],
            &format!("Writer {number}"),
        ));
    }
    let requests = [
        json!({"text": "lane"}),
        json!({"text": "lane", "opened": ["authors"]}),
        json!({"text": "lane", "filters": {"authors": ["writer-7"]}}),
    ];
    let Some(answers) = ask(&index(documents), &requests) else {
        return;
    };
    assert_eq!(answers[0]["folded"], json!(["authors"]));
    assert_eq!(answers[0]["facets"]["authors"], json!({}));
    assert_eq!(answers[1]["facets"]["authors"]["writer-7"], 1);
    assert_eq!(answers[2]["urls"], json!(["/stories/7/"]));
}

#[test]
fn the_order_of_pages_and_the_number_of_threads_change_no_byte() {
    let expected = index(site());
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads are to be had");
        let mut documents = site();
        documents.rotate_left(threads);
        assert_eq!(
            pool.install(|| index(documents)),
            expected,
            "{threads} threads"
        );
    }
    assert!(
        expected.iter().any(|file| file.path == page_script()),
        "the page's script is among the files"
    );
    assert!(expected.is_sorted_by(|one, other| one.path < other.path));
}

#[test]
fn an_index_made_again_is_the_one_made_anew() {
    let mut documents = site();
    let mut indexer = Indexer::default();
    for round in 0..4 {
        let made = Mutex::new(Vec::new());
        let sink = |file: SearchFile| made.lock().expect("nothing panicked").push(file);
        indexer.index(&documents, &Document::clone, &settings(), &sink);
        let mut made = made.into_inner().expect("nothing panicked");
        made.sort_by(|one, other| one.path.cmp(&other.path));
        assert_eq!(made, index(documents.clone()), "after {round} changes");
        // A page is edited so that words come and go, one goes, and one comes before all others.
        match round {
            0 => {
                documents[2].sections[0].text =
                    "Sam’s zymurgical kettles, gardens and a key.".into()
            }
            1 => drop(documents.remove(0)),
            _ => documents.insert(
                0,
                page("/cy/a/", "Cegin zymurgaidd", "Aardvarks yn y gegin."),
            ),
        }
    }
}

#[test]
fn an_edited_page_changes_few_files_and_a_new_one_moves_no_other() {
    let word = |seed: usize| {
        let letters = "bcdfghklmnprst".as_bytes();
        let vowels = "aeiou".as_bytes();
        let at = |shift: usize, of: &[u8]| of[(seed >> shift) % of.len()] as char;
        format!(
            "{}{}{}{}{}",
            at(0, letters),
            at(1, vowels),
            at(3, letters),
            at(5, vowels),
            at(2, letters)
        )
    };
    let text = |page: usize| {
        (0..200)
            .map(|index| word(index * 7 + page * 13))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let documents: Vec<Document> = (0..600)
        .map(|number| {
            story(
                &format!("/stories/{number:03}/"),
                &word(number),
                &text(number),
                "2024-01-01",
                &["trust"],
                "Sam Price",
            )
        })
        .collect();
    let before = index(documents.clone());
    let changed = |after: &[SearchFile]| after.iter().filter(|file| !before.contains(file)).count();

    let mut edited = documents.clone();
    edited[300].sections[0]
        .text
        .push_str(" Unheard-of zymurgy.");
    let after = index(edited);
    // The page, its list of names, two files of words and their places, spellings both ways, two manifests, the root.
    assert!(
        changed(&after) <= 16,
        "{} of {}",
        changed(&after),
        after.len()
    );

    let mut longer = documents;
    longer.push(story(
        "/stories/new/",
        "New",
        "Unheard-of zymurgy.",
        "2026-01-01",
        &["time"],
        "Sam Price",
    ));
    let after = index(longer);
    assert!(
        changed(&after) <= 20,
        "{} of {}",
        changed(&after),
        after.len()
    );
}

#[test]
fn no_pages_and_odd_pages_are_indexed() {
    assert!(
        index(Vec::new())
            .iter()
            .any(|file| file.path == "search/index.json")
    );
    let odd = vec![
        Document {
            lang: "xx".into(),
            url: "/x/".into(),
            ..Document::default()
        },
        page("/tabs/", "A\ttitle\nof\tlines", "words\tand\nlines \u{0}"),
        page("/same/", "", ""),
        page("/same/", "", ""),
    ];
    let Some(answers) = ask(
        &index(odd),
        &[
            json!({"text": "title lines"}),
            json!({"text": "", "langs": ["cy"]}),
            json!({"text": "a", "langs": ["xx"]}),
        ],
    ) else {
        return;
    };
    assert_eq!(answers[0]["urls"], json!(["/tabs/"]));
    assert_eq!(answers[1]["total"], 0);
    assert_eq!(answers[2]["total"], 0);
}

/// The pages that answer a question and the word that it is about are the same, in the same order.
#[test]
fn a_question_is_answered_by_its_telling_words() {
    let questions = [
        ("how do I trust", "trust", "en"),
        ("what is trust?", "trust", "en"),
        ("trust for my team", "trust", "en"),
        ("why should our group trust them", "group trust", "en"),
        ("who can tell me about listening", "listening", "en"),
        ("where could I find the kettle", "kettle", "en"),
        ("what’s the meaning of trust in our street", "trust", "en"),
        ("beth yw ymddiriedaeth", "ymddiriedaeth", "cy"),
        ("sut alla i wybod am ymddiriedaeth", "ymddiriedaeth", "cy"),
        ("ymddiriedaeth i fy nhîm", "ymddiriedaeth", "cy"),
    ];
    let requests: Vec<Value> = questions
        .iter()
        .flat_map(|(question, word, lang)| {
            [question, word].map(|text| json!({"text": text, "langs": [lang]}))
        })
        .collect();
    let Some(answers) = ask(&index(site()), &requests) else {
        return;
    };
    for (pair, (question, word, _)) in answers.chunks(2).zip(questions) {
        assert_ne!(pair[1]["total"], 0, "{word}");
        assert_eq!(pair[0]["urls"], pair[1]["urls"], "{question}");
        assert_eq!(pair[0]["missing"], json!([]), "{question}");
    }
    // Words that say nothing are all there is to go by, and a title that is the question comes before its telling word.
    let mut documents = site();
    documents.push(page("/who/", "Who we are", "Some names."));
    documents.push(page("/what/", "What is an allotment?", "A piece of land."));
    let requests = [
        "who are we",
        "\"who we are\"",
        "what is an allotment",
        "find",
    ]
    .map(|text| json!({"text": text}));
    let Some(answers) = ask(&index(documents), &requests) else {
        return;
    };
    let first: Vec<&Value> = answers.iter().map(|answer| &answer["urls"][0]).collect();
    assert_eq!(
        first,
        ["/who/", "/who/", "/what/", ""]
            .map(|url| if url.is_empty() {
                Value::Null
            } else {
                json!(url)
            })
            .iter()
            .collect::<Vec<_>>()
    );
}

#[test]
fn a_real_word_becomes_no_other_unasked() {
    let mut documents = site();
    documents.push(page(
        "/a/",
        "A lovely content",
        "What a causal claim says of a career.",
    ));
    let requests = [
        json!({"text": "lonely"}),
        json!({"text": "consent"}),
        json!({"text": "how do I get consent"}),
        json!({"text": "casual"}),
        json!({"text": "lovley"}),
        json!({"text": "contnet"}),
        json!({"text": "lovely"}),
        // Another language of the site has this word, and it is near “degree” in none.
        json!({"text": "clwb"}),
        json!({"text": "lonely kettle"}),
    ];
    let Some(answers) = ask(&index(documents), &requests) else {
        return;
    };
    let told = |answer: &Value| {
        json!([
            answer["total"],
            answer["corrected"],
            answer["offered"],
            answer["missing"],
            answer["offer"]
        ])
    };
    let told: Vec<Value> = answers.iter().map(told).collect();
    assert_eq!(
        told,
        [
            json!([0, [], ["lonely lovely"], ["lonely"], "lovely"]),
            json!([0, [], ["consent content"], ["consent"], "content"]),
            json!([
                0,
                [],
                ["consent content"],
                ["consent"],
                "how do I get content"
            ]),
            json!([1, ["casual causal"], [], [], "casual"]),
            json!([1, ["lovley lovely"], [], [], "lovley"]),
            json!([1, ["contnet content"], [], [], "contnet"]),
            json!([1, [], [], [], ""]),
            json!([0, [], [], ["clwb"], "clwb"]),
            json!([1, [], ["lonely lovely"], ["lonely"], "lovely kettle"]),
        ]
    );
}

#[test]
fn different_spellings_are_one_word() {
    let documents = vec![
        page(
            "/hyphen/",
            "Well-being at work",
            "Follow-up of covid-19 in the N.H.S., 1,250 people.",
        ),
        page(
            "/solid/",
            "Wellbeing at home",
            "A followup of covid19 in the NHS, 1250 people.",
        ),
        page(
            "/apart/",
            "Doing well, being well",
            "Neigh\u{ad}bours on Stra\u{200b}ße and Ærø. Town hall, net work.",
        ),
    ];
    let both = json!(["/hyphen/", "/solid/"]);
    let cases = [
        ("wellbeing", both.clone()),
        ("well-being", both.clone()),
        ("well\u{2011}being", both.clone()),
        ("well\u{ad}being", both.clone()),
        ("WELL‐BEING", both.clone()),
        ("\"wellbeing at\"", both.clone()),
        ("\"well-being at\"", both.clone()),
        ("covid19", both.clone()),
        ("covid-19", both.clone()),
        ("covid 19", both.clone()),
        ("nhs", both.clone()),
        ("N.H.S.", both.clone()),
        ("1250", both.clone()),
        ("1,250", both.clone()),
        ("1\u{202f}250", both.clone()),
        ("followup", both.clone()),
        ("follow-up", both),
        ("neighbours", json!(["/apart/"])),
        ("strasse", json!(["/apart/"])),
        ("aero", json!(["/apart/"])),
        ("ÆRØ", json!(["/apart/"])),
        // Two words that stand together, where nobody writes them as one.
        ("townhall", json!(["/apart/"])),
        ("network", json!(["/apart/"])),
    ];
    let requests: Vec<Value> = cases
        .iter()
        .map(|(text, _)| json!({"text": text}))
        .collect();
    let Some(answers) = ask(&index(documents), &requests) else {
        return;
    };
    for ((text, expected), answer) in cases.iter().zip(&answers) {
        let mut urls: Vec<&str> = answer["urls"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        // The page that only has the parts comes after those that mean the word, if at all.
        if expected.as_array().expect("a list").len() == 2 {
            urls.truncate(2);
        }
        urls.sort_unstable();
        assert_eq!(json!(urls), *expected, "{text} gave {answer}");
        assert_eq!(answer["corrected"], json!([]), "{text}");
    }
    let marked = answers[0]["snippets"].to_string();
    assert!(
        answers[7]["snippets"].to_string().contains("[covid]-[19]"),
        "{marked}"
    );
}

#[test]
fn a_page_is_found_by_what_its_author_and_its_site_call_it() {
    let mut documents = site();
    documents[3].search_words = vec!["does it work".into(), "brew".into()];
    let synonym = |lang: &str, word: &str, means: &str| search::Synonym {
        lang: lang.into(),
        word: word.into(),
        means: means.into(),
    };
    let settings = Settings {
        synonyms: vec![
            synonym("en", "loneliness", "trust"),
            synonym("en", "social isolation", "handing over"),
            synonym("en", "char", "tea"),
            synonym("cy", "clywed", "gwrando"),
            synonym("cy", "aelwyd", "tŷ"),
        ],
        ..settings()
    };
    let files = search::index(&documents, &settings);
    let cases = [
        ("does it work", "en", "/stories/kettle/"),
        ("brews", "en", "/stories/kettle/"),
        ("loneliness", "en", "/themes/trust/"),
        ("what is loneliness?", "en", "/themes/trust/"),
        ("social isolation", "en", "/stories/key/"),
        ("char", "en", "/stories/kettle/"),
        ("clywed", "cy", "/cy/themes/listening/"),
        ("glywed", "cy", "/cy/themes/listening/"),
        ("aelwyd", "cy", "/cy/straeon/tegell/"),
    ];
    let requests: Vec<Value> = cases
        .iter()
        .map(|(text, lang, _)| json!({"text": text, "langs": [lang]}))
        .collect();
    let Some(answers) = ask(&files, &requests) else {
        return;
    };
    for ((text, _, first), answer) in cases.iter().zip(answers) {
        assert_eq!(answer["urls"][0], *first, "{text} gave {answer}");
    }
    // The other way round nothing is meant, and other synonyms make another index of the same pages.
    let request = [json!({"text": "gwrando", "langs": ["cy"]})];
    assert_eq!(ask(&files, &request).expect("node is there")[0]["total"], 1);
    let mut indexer = Indexer::default();
    for settings in [self::settings(), settings] {
        let made = Mutex::new(Vec::new());
        let sink = |file: SearchFile| made.lock().expect("nothing panicked").push(file);
        indexer.index(&documents, &Document::clone, &settings, &sink);
        let mut made = made.into_inner().expect("nothing panicked");
        made.sort_by(|one, other| one.path.cmp(&other.path));
        assert_eq!(made, search::index(&documents, &settings));
    }
}

#[test]
fn the_sample_answers_what_people_ask_of_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = read::read(root, None).expect("the sample is there").value;
    let options = pipeline::Options {
        now: "2026-11-22T12:00:00Z".parse().expect("it is a time"),
        environment: Environment::Production,
        base_url: None,
        canonical_url: None,
        drafts: false,
        for_author: false,
        check_templates: false,
    };
    let edition = pipeline::Session::default().update(&read, &options);
    let outputs = edition.outputs().expect("the sample can be rendered");
    let made = Mutex::new(Vec::new());
    pipeline::Press::default().search(outputs, &|artifact: Artifact| {
        if let FileBytes::Memory(bytes) = artifact.bytes {
            made.lock().expect("nothing panicked").push(SearchFile {
                path: artifact.path.to_string(),
                bytes,
            });
        }
    });
    let files = made.into_inner().expect("nothing panicked");
    let cases = [
        ("loneliness", "/themes/belonging/"),
        ("lonely", "/themes/belonging/"),
        ("dementia", "/themes/caring/"),
        ("how do I get help", "/themes/asking-for-help/"),
        ("how can I get some help?", "/themes/asking-for-help/"),
        ("does it work", "/evidence/"),
        ("what is trust", "/themes/trust/"),
    ];
    let requests: Vec<Value> = cases
        .iter()
        .map(|(text, _)| json!({"text": text, "langs": ["en"]}))
        .collect();
    let Some(answers) = ask(&files, &requests) else {
        return;
    };
    for ((text, first), answer) in cases.iter().zip(answers) {
        assert_eq!(answer["urls"][0], *first, "{text} gave {answer}");
    }
}
