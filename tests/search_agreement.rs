//! The index (Rust) and the query (JavaScript) fold and file words alike, over a dictionary of each language.
//!
//! Needs Node; the words are Debian's `wbritish` and npm's `dictionary-cy`, found where those packages put them.
//! What is missing skips its test with a line, or fails it when `ALONGSIDE_REQUIRE_TOOLS` is set.

#![expect(
    clippy::disallowed_methods,
    reason = "the tests find word lists and tools in the environment"
)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use alongside::search::analysis::{Language, fold};

/// Says that a tool is missing; fails where all are required.
fn skip(what: &str) {
    let required = std::env::var("ALONGSIDE_REQUIRE_TOOLS")
        .is_ok_and(|value| !value.is_empty() && value != "0");
    assert!(!required, "{what} is required and was not found");
    eprintln!("skipped: {what} was not found");
}

/// What the client answers for each line `LANG WORD`: folded word, key, keys asked for. Nothing without Node.
fn client(lines: &[String]) -> Option<Vec<(String, String, Vec<String>)>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search/agreement.js");
    let mut node = Command::new("node")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = node.stdin.take().expect("the child's input was asked for");
    let text = lines.join("\n");
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = node.wait_with_output().expect("node ends by itself");
    writer
        .join()
        .expect("the writer does not panic")
        .expect("node reads all of its input");
    assert!(output.status.success(), "the client's modules load");
    let text = String::from_utf8(output.stdout).expect("the client writes UTF-8");
    let answers = text.lines().map(|line| {
        let mut fields = line.split('\t').map(str::to_owned);
        let mut next = || fields.next().expect("three fields a line");
        (
            next(),
            next(),
            next().split(' ').map(str::to_owned).collect(),
        )
    });
    Some(answers.collect())
}

/// Compares Rust and JavaScript on every word and returns how many were compared.
fn agree(lang: &str, words: &[String]) -> Option<usize> {
    let lines: Vec<String> = words.iter().map(|word| format!("{lang} {word}")).collect();
    let Some(answers) = client(&lines) else {
        skip("node");
        return None;
    };
    assert_eq!(answers.len(), words.len());
    let language = Language::of(lang);
    let mut apart = Vec::new();
    for (word, (folded, key, asked)) in words.iter().zip(answers) {
        let own = fold(word);
        let own_key = language.key(&own).into_owned();
        if own != folded || own_key != key || !asked.contains(&own_key) {
            apart.push(format!(
                "{word}: {own} {own_key} here, {folded} {key} there, asking for {asked:?}"
            ));
        }
    }
    assert!(
        apart.is_empty(),
        "{} words apart:\n{}",
        apart.len(),
        apart[..apart.len().min(40)].join("\n")
    );
    Some(words.len())
}

fn welsh_words() -> Option<Vec<String>> {
    let named = std::env::var_os("ALONGSIDE_DICTIONARY_CY").map(PathBuf::from);
    let beside =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search/node_modules/dictionary-cy");
    let text = std::fs::read_to_string(named.unwrap_or(beside).join("index.dic")).ok()?;
    // The first line counts the others; what follows a slash are flags.
    let words = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split(['/', '\t']).next());
    Some(words.map(str::to_owned).collect())
}

#[test]
fn english_agrees_over_a_dictionary() {
    let Ok(text) = std::fs::read_to_string("/usr/share/dict/british-english") else {
        return skip("wbritish");
    };
    let words: Vec<String> = text.lines().map(str::to_owned).collect();
    assert!(words.len() > 50_000, "the whole dictionary is there");
    if let Some(count) = agree("en", &words) {
        eprintln!("english: {count} words agree");
    }
}

#[test]
fn welsh_agrees_over_a_dictionary() {
    let Some(words) = welsh_words() else {
        return skip("dictionary-cy");
    };
    assert!(words.len() > 50_000, "the whole dictionary is there");
    if let Some(count) = agree("cy", &words) {
        eprintln!("welsh: {count} words agree");
    }
}

/// Every mutated form that the index side knows asks for the radical, and for the other forms, when it is typed.
#[test]
fn every_mutated_form_of_the_dictionary_asks_for_its_radical() {
    let Some(words) = welsh_words() else {
        return skip("dictionary-cy");
    };
    let welsh = Language::of("cy");
    let pairs: Vec<(String, String)> = words
        .iter()
        .map(|word| fold(word))
        .filter(|word| word.chars().count() > 2 && word.chars().all(char::is_alphabetic))
        .flat_map(|word| {
            welsh
                .variants(&word)
                .into_iter()
                .map(move |form| (word.clone(), form))
        })
        .collect();
    let lines: Vec<String> = pairs.iter().map(|(_, form)| format!("cy {form}")).collect();
    let Some(answers) = client(&lines) else {
        return skip("node");
    };
    let missed: Vec<String> = pairs
        .iter()
        .zip(answers)
        .filter(|((word, _), (_, _, asked))| !asked.contains(&welsh.key(word).into_owned()))
        .map(|((word, form), (_, _, asked))| format!("{form} does not ask for {word}: {asked:?}"))
        .collect();
    eprintln!(
        "welsh: {} mutated forms, {} missed",
        pairs.len(),
        missed.len()
    );
    assert!(
        missed.is_empty(),
        "{}",
        missed[..missed.len().min(40)].join("\n")
    );
}

#[test]
fn odd_letters_agree() {
    let words = [
        "Don't",
        "listener’s",
        "CAFÉ",
        "cafe\u{301}",
        "ﬁne",
        "Straße",
        "İstanbul",
        "ΣΊΣΥΦΟΣ",
        "Σίσυφος",
        "ŵyl",
        "Tŷ",
        "½",
        "時間",
        "Ångström",
        "naïve",
        "rock'n'roll",
        "x²",
        "𝒳yz",
        "ẞ",
        "ǅ",
        "ﷺ",
        "Ⅷ",
        "o'r",
        "H₂O",
        "łódź",
        "ı",
        "N.H.S.",
        "1,250",
        "well\u{ad}being",
        "\u{feff}zero\u{200b}width",
        "Ærø",
        "Ǿre",
        "Þing",
        "Œuvre",
        "heart\u{fe0f}",
    ];
    let long = "a\u{301}".repeat(200);
    let words: Vec<String> = words
        .iter()
        .map(|word| (*word).to_owned())
        .chain([long])
        .collect();
    for lang in ["en", "cy"] {
        agree(lang, &words);
    }
}
