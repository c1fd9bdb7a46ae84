//! The four forms, whole.

use super::*;
use crate::diagnostic::{Code, codes};
use crate::source::Span;

fn texts(files: &[(&str, &str)]) -> BTreeMap<SitePath, Arc<str>> {
    files
        .iter()
        .map(|(path, text)| (SitePath::new(*path), (*text).into()))
        .collect()
}

fn at(path: &str, text: &str, needle: &str) -> Place {
    let start = text.find(needle).expect("the needle is there");
    Place::at(&SitePath::new(path), Span::new(start, start + needle.len()))
}

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

const STORY: &str = "---\r\ntitle: Tŷ bach\r\n\tthemse: [trust]\r\n---\r\n";

fn example() -> (BTreeMap<SitePath, Arc<str>>, Vec<Diagnostic>) {
    let texts = texts(&[("content/a, b.md", STORY), ("content/c.md", "one\ntwo\n")]);
    let diagnostics = vec![
        Diagnostic::new(
            &codes::FILE_NAME,
            at("content/a, b.md", STORY, "themse"),
            "there is no field `themse` (100% sure)",
        )
        .help("did you mean `themes`?")
        .related(at("content/c.md", "one\ntwo\n", "two"), "the other one"),
        Diagnostic::new(
            &codes::FILE_LINK,
            Place::file(&SitePath::new("content/x")),
            "it leads nowhere",
        )
        .severity(Severity::Advice),
    ];
    (texts, diagnostics)
}

#[test]
fn a_person_sees_the_line_and_a_caret() {
    let (texts, diagnostics) = example();
    let text = plain(&human::render(&diagnostics, &Sources::new(&texts)));
    assert_eq!(
        text,
        "\
error[file/name]: there is no field `themse` (100% sure)
 --> content/a, b.md:3:2
  |
3 |     themse: [trust]
  |     ^^^^^^
  |
  = help: did you mean `themes`?
note: the other one
 --> content/c.md:2:1
  |
2 | two
  | ---

advice[file/link]: it leads nowhere
--> content/x

1 error and 1 piece of advice in 2 files
"
    );
}

#[test]
fn carets_stand_below_wide_and_combined_characters_and_long_lines_are_cut() {
    let cases = [
        ("日本 x y", "x"),
        ("e\u{301}e\u{301} x y", "x"),
        ("a\u{1b}[31m x", "x"),
        ("a\u{9b}31m\u{9d} x", "x"),
        ("", ""),
        ("last line without end", "end"),
    ];
    for (text, needle) in cases {
        let texts = texts(&[("f.md", text)]);
        let found = [Diagnostic::new(
            &codes::FILE_NAME,
            at("f.md", text, needle),
            "m",
        )];
        let shown = plain(&human::render(&found, &Sources::new(&texts)));
        let obeyed = |c: char| c.is_control() && c != '\n';
        assert!(!shown.contains(obeyed), "{shown:?}");
        let carets = shown
            .lines()
            .find(|line| line.contains('^'))
            .expect("a caret is there");
        let source = shown
            .lines()
            .find(|line| line.starts_with("1 |"))
            .expect("the line is there");
        let column = |line: &str, mark: char| {
            let before: String = line.chars().take_while(|c| *c != mark).collect();
            before
                .chars()
                .map(|c| match c {
                    '\u{301}' => 0,
                    '日' | '本' => 2,
                    _ => 1,
                })
                .sum::<usize>()
        };
        if needle == "x" {
            assert_eq!(column(carets, '^'), column(source, 'x'), "{shown}");
        }
    }
    let long = format!("{}needle{}", "x ".repeat(1_000_000), " y".repeat(1_000_000));
    let texts = texts(&[("f.md", &*long)]);
    let found = [Diagnostic::new(
        &codes::FILE_NAME,
        at("f.md", &long, "needle"),
        "m",
    )];
    let shown = plain(&human::render(&found, &Sources::new(&texts)));
    assert!(
        shown.len() < 2_000 && shown.contains("f.md:1:2000001") && shown.contains("needle"),
        "{shown}"
    );
}

#[test]
fn a_fault_over_many_lines_shows_the_first_few() {
    let text = "a\r\nb\r\nc\r\nd\r\ne\r\nf\r\n";
    let texts = texts(&[("f.md", text)]);
    let place = Place::at(&SitePath::new("f.md"), Span::new(0, text.len()));
    let shown = plain(&human::render(
        &[Diagnostic::new(&codes::FILE_NAME, place, "m")],
        &Sources::new(&texts),
    ));
    assert!(shown.contains("4 | ") && !shown.contains("5 | "), "{shown}");
}

#[test]
fn a_program_reads_one_line_for_each() {
    let (texts, diagnostics) = example();
    assert_eq!(
        json::render(&diagnostics, &Sources::new(&texts)),
        concat!(
            r#"{"code":"file/name","severity":"error","message":"there is no field `themse` (100% sure)","file":"content/a, b.md","line":3,"column":2,"end_line":3,"end_column":8,"help":"did you mean `themes`?","related":[{"file":"content/c.md","line":2,"column":1,"message":"the other one"}]}"#,
            "\n",
            r#"{"code":"file/link","severity":"advice","message":"it leads nowhere","file":"content/x","line":1,"column":1,"end_line":1,"end_column":1,"help":null,"related":[]}"#,
            "\n",
        )
    );
}

#[test]
fn github_reads_escaped_commands() {
    let (texts, diagnostics) = example();
    assert_eq!(
        github::render(&diagnostics, &Sources::new(&texts), "docs/"),
        "::error file=docs/content/a%2C b.md,line=3,endLine=3,col=2,endColumn=8,title=file/name::there is no field `themse` (100%25 sure)%0Ahelp: did you mean `themes`?%0Adocs/content/c.md:2:1: the other one\n\
         ::notice file=docs/content/x,title=file/link::it leads nowhere\n"
    );
}

#[test]
fn sarif_holds_places_rules_and_encoded_paths() {
    let (texts, diagnostics) = example();
    let log: serde_json::Value =
        serde_json::from_str(&sarif::render(&diagnostics, &Sources::new(&texts), ""))
            .expect("SARIF is JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"][1]["id"], "file/name");
    let result = &run["results"][0];
    assert_eq!(result["ruleIndex"], 1);
    assert_eq!(result["level"], "error");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/a,%20b.md");
    assert_eq!(place["region"]["startColumn"], 2);
    assert_eq!(
        result["relatedLocations"][0]["message"]["text"],
        "the other one"
    );
    assert_eq!(run["results"][1]["level"], "note");
    assert!(run["results"][1]["locations"][0]["physicalLocation"]["region"].is_null());
}

#[test]
fn findings_are_counted_in_words() {
    let (_, diagnostics) = example();
    let sentence = |found: &[Diagnostic]| Counts::of(found).sentence();
    assert_eq!(sentence(&[]), None);
    assert_eq!(
        sentence(&diagnostics[..1]).as_deref(),
        Some("1 error in 1 file")
    );
    let mut many = vec![diagnostics[0].clone(); 3];
    many.push(diagnostics[1].clone().severity(Severity::Warning));
    assert_eq!(
        sentence(&many).as_deref(),
        Some("3 errors and 1 warning in 2 files")
    );
}

#[test]
fn of_many_findings_of_one_code_a_person_is_shown_three_and_errors_come_last() {
    let path = SitePath::new("content/a.md");
    let found = |code: &'static Code, number: usize| {
        Diagnostic::new(code, Place::file(&path), format!("number {number} of them"))
            .help("write words that are long enough to be broken into two lines at least")
    };
    let mut diagnostics = vec![found(&codes::LINK_MISSING_TARGET, 0)];
    diagnostics.extend((1..=1096).map(|number| found(&codes::IMAGE_ANIMATED, number)));
    let texts = BTreeMap::new();
    let shown = plain(&human::brief(&diagnostics, &Sources::new(&texts), Some(50)));
    assert_eq!(
        shown.matches("warning[image/animated]").count(),
        3,
        "{shown}"
    );
    assert!(shown.contains("\nand 1,093 more like this\n"), "{shown}");
    let (warning, error) = (
        shown.find("warning[").expect("there are warnings"),
        shown.find("error[").expect("there is an error"),
    );
    assert!(warning < error, "{shown}");
    assert!(shown.contains("  warning  image/animated\n"), "{shown}");
    assert!(
        shown.contains("       1  error    link/missing-target\n"),
        "{shown}"
    );
    assert!(
        shown.lines().all(|line| line.chars().count() <= 60),
        "{shown}"
    );
    let few = plain(&human::brief(
        &diagnostics[..3],
        &Sources::new(&texts),
        None,
    ));
    assert!(
        !few.contains("more like this") && !few.contains("`-v`"),
        "{few}"
    );
}
