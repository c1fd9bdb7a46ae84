//! The program itself: exit codes, and what is printed where.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the tests lay files on a disk and run the program"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn site() -> TempDir {
    let site = TempDir::new().unwrap();
    fs::create_dir_all(site.path().join("content/stories")).unwrap();
    let config = "title: A site\nbase_url: https://site.example\n";
    fs::write(site.path().join("site.yaml"), config).unwrap();
    fs::write(
        site.path().join("content/_index.md"),
        "---\ntitle: Home\n---\nHello.\n",
    )
    .unwrap();
    site
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_alongside"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NETLIFY")
        .env_remove("NO_COLOR")
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn wrong_usage_exits_with_2_and_says_why() {
    let site = site();
    let nowhere = TempDir::new().unwrap();
    for (folder, arguments, why) in [
        (site.path(), &["biuld"][..], "build"),
        (
            site.path(),
            &["build", "--now", "tomorrow"],
            "`--now tomorrow` is not a time",
        ),
        (site.path(), &["build", "-q", "-v"], "cannot be used with"),
        (site.path(), &["build", "-o", "."], "it is the site itself"),
        (
            site.path(),
            &["build", "-o", "content/out"],
            "a part of the site that you write",
        ),
        (
            site.path(),
            &["--site", "content", "build"],
            "there is no `site.yaml` in `content`",
        ),
        (
            nowhere.path(),
            &["check"],
            "there is no `site.yaml` here or in any folder above",
        ),
    ] {
        let output = run(folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            stderr(&output).contains(why),
            "{arguments:?}: {}",
            stderr(&output)
        );
        assert!(!site.path().join("public").exists());
    }
}

#[test]
fn global_options_go_before_or_after_the_command_and_the_site_is_found_upward() {
    let site = site();
    let below = site.path().join("content/stories");
    for arguments in [
        &["--now", "2026-02-03", "build"][..],
        &["build", "--now", "2026-02-03", "-v"],
    ] {
        let output = run(&below, arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(
            stdout(&output).lines().last().unwrap().contains("files"),
            "{}",
            stdout(&output)
        );
    }
    assert!(site.path().join("public/.alongside-manifest.json").exists());
    assert!(!site.path().join(".public.alongside-lock").exists());
}

#[test]
fn an_authors_mistake_exits_with_1_at_its_line_and_publishes_nothing() {
    let site = site();
    fs::write(
        site.path().join("content/bad.md"),
        b"---\ntitle: caf\xe9\n---\n",
    )
    .unwrap();
    let output = run(site.path(), &["build"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("--> content/bad.md:2:11"),
        "{}",
        stderr(&output)
    );
    assert!(
        stderr(&output).contains("1 error in 1 file"),
        "{}",
        stderr(&output)
    );
    assert!(!stderr(&output).contains('\u{1b}'));
    assert!(!site.path().join("public").exists());

    let output = run(site.path(), &["check", "--color", "always"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains('\u{1b}'));

    let output = run(site.path(), &["build", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<serde_json::Value> = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["code"], "file/not-utf8");
    assert_eq!(
        (&lines[0]["line"], &lines[0]["column"]),
        (&2.into(), &11.into())
    );
    let summary = &lines.last().unwrap()["summary"];
    assert_eq!(summary["errors"], 1);
    assert_eq!(summary["written"], 0);
    assert!(summary["stages"]["read"].is_number());

    let output = run(site.path(), &["check", "--format", "github"]);
    assert!(
        stdout(&output).starts_with("::error file=content/bad.md,line=2,"),
        "{}",
        stdout(&output)
    );
    let output = run(site.path(), &["check", "--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "file/not-utf8");
}

#[test]
fn what_is_not_ours_in_the_output_makes_the_build_exit_with_3() {
    let site = site();
    fs::create_dir(site.path().join("public")).unwrap();
    fs::write(
        site.path().join("public/.alongside-manifest.json"),
        "not ours",
    )
    .unwrap();
    let output = run(site.path(), &["build"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert_eq!(
        fs::read_to_string(site.path().join("public/.alongside-manifest.json")).unwrap(),
        "not ours"
    );
}

#[test]
fn completions_and_the_manual_page_are_printed() {
    let here = TempDir::new().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(here.path(), &["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        assert!(stdout(&output).contains("alongside"));
    }
    let output = run(here.path(), &["man"]);
    assert!(stdout(&output).contains(".TH"), "{}", stdout(&output));
}

#[test]
fn a_new_site_builds_without_a_finding_and_nothing_is_overwritten() {
    let here = TempDir::new().unwrap();
    let output = run(here.path(), &["init", "new", "--netlify"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let site = here.path().join("new");
    let output = run(&site, &["check"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        stdout(&output).starts_with("nothing to mend"),
        "{}",
        stdout(&output)
    );
    let output = run(&site, &["build", "--strict", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(site.join("public/stories/example/index.html").exists());
    let toml = fs::read_to_string(site.join("netlify.toml")).unwrap();
    assert!(toml.contains("ALONGSIDE_SHA256"), "{toml}");
    let ignored = fs::read_to_string(site.join(".gitignore")).unwrap();
    assert!(ignored.contains("/bin/alongside"), "{ignored}");

    for folder in ["new", "new/content"] {
        let output = run(here.path(), &["init", folder]);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            stderr(&output).contains("is not empty"),
            "{}",
            stderr(&output)
        );
    }
    let output = run(here.path(), &["init", "plain"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(!here.path().join("plain/netlify.toml").exists());
}

#[cfg(unix)]
#[test]
fn the_fetched_program_runs_only_when_its_sum_is_right() {
    let here = TempDir::new().unwrap();
    run(here.path(), &["init", "new", "--netlify"]);
    let script = here.path().join("new/bin/fetch-alongside.sh");
    let output = Command::new(&script)
        .env_remove("ALONGSIDE_URL")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("fill in ALONGSIDE_URL"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn lists_are_for_people_and_for_programs() {
    let site = site();
    let config = "title: A site\nbase_url: https://site.example\nlanguages: [en, cy]\n";
    fs::write(site.path().join("site.yaml"), config).unwrap();
    fs::write(
        site.path().join("content/_index.cy.md"),
        "---\ntitle: Hafan\n---\n",
    )
    .unwrap();
    fs::write(
        site.path().join("content/note.md"),
        "---\ntitle: Note\nthemes: [trust]\ndraft: true\n---\n",
    )
    .unwrap();
    let output = run(site.path(), &["list", "pages", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let rows: Vec<serde_json::Value> = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |file: &str| rows.iter().find(|row| row["file"] == file).unwrap();
    assert_eq!(
        of("content/_index.md")["languages"],
        serde_json::json!(["cy", "en"])
    );
    assert_eq!(of("content/_index.cy.md")["address"], "/cy/");
    assert_eq!(
        of("content/note.md")["languages"],
        serde_json::json!(["en"])
    );
    assert_eq!(of("content/note.md")["draft"], true);
    assert_eq!(of("content/note.md")["held"], "draft");
    assert_eq!(of("content/_index.md")["held"], serde_json::Value::Null);

    let output = run(site.path(), &["list", "terms"]);
    let table = stdout(&output);
    assert!(table.starts_with("TAXONOMY  ID "), "{table}");
    assert!(
        table.contains("trust") && table.contains("/themes/trust/"),
        "{table}"
    );
    let output = run(site.path(), &["list", "types", "--format", "json"]);
    assert!(stdout(&output).contains(r#""type":"story""#));
}

#[test]
fn the_list_of_pages_says_why_one_is_held_back() {
    let site = site();
    let config = "title: A site\nbase_url: https://site.example\nlanguages: [en, cy]\n";
    fs::write(site.path().join("site.yaml"), config).unwrap();
    for (name, fields) in [
        ("future.md", "date: 2026-12-01"),
        ("expired.md", "expires: 2026-11-01"),
        ("kept.md", "expires: 2026-11-01\non_expiry: archive"),
        ("old.cy.md", "expires: 2026-11-01"),
        ("shown.md", "date: 2026-01-01"),
        ("shown.cy.md", "translation: unreviewed"),
    ] {
        let text = format!("---\ntitle: A page\n{fields}\n---\n");
        fs::write(site.path().join("content").join(name), text).unwrap();
    }
    let list = |format: &str| {
        let arguments = ["list", "pages", "--format", format, "--now", "2026-11-22"];
        stdout(&run(site.path(), &arguments))
    };
    let rows: Vec<serde_json::Value> = list("json")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let files: Vec<&str> = rows
        .iter()
        .map(|row| row["file"].as_str().unwrap())
        .collect();
    assert!(files.is_sorted(), "{files:?}");
    let told = |file: &str| {
        let row = rows.iter().find(|row| row["file"] == file).unwrap();
        (
            row["held"].as_str().unwrap_or("shown"),
            row["language"].as_str().unwrap(),
            row["address"].as_str().unwrap_or("no address"),
        )
    };
    for (file, expected) in [
        ("content/future.md", ("future", "en", "/future/")),
        ("content/expired.md", ("expired", "en", "no address")),
        ("content/kept.md", ("shown", "en", "/kept/")),
        ("content/old.cy.md", ("expired", "cy", "no address")),
        ("content/shown.md", ("shown", "en", "/shown/")),
        ("content/shown.cy.md", ("unreviewed", "cy", "/cy/shown/")),
    ] {
        assert_eq!(told(file), expected, "{file}");
    }
    let table = list("human");
    assert!(table.lines().next().unwrap().ends_with("HELD"), "{table}");
}

#[test]
fn what_is_held_back_is_counted_by_reason_for_programs() {
    let site = site();
    let config = "title: A site\nbase_url: https://site.example\nlanguages: [en, cy]\nrules: {front-matter/*: warning}\n";
    fs::write(site.path().join("site.yaml"), config).unwrap();
    let pages = [
        ("a.md", "draft: true"),
        ("b.md", "published: false"),
        ("c.md", "date: 2027-01-01"),
        ("d.md", "expires: 2026-01-01"),
        ("e.md", "visibility: private"),
        ("f.md", "visibility: network"),
        ("g.md", "consent: [pending]"),
        ("h.md", "drfat: true"),
        ("i.md", "weight: 1"),
        ("i.cy.md", "translation: unreviewed"),
    ];
    for (name, fields) in pages {
        let text = format!("---\ntitle: A page\n{fields}\n---\n");
        fs::write(site.path().join("content").join(name), text).unwrap();
    }
    for command in ["build", "check"] {
        let arguments = [command, "--format", "json", "--now", "2026-11-22"];
        let output = stdout(&run(site.path(), &arguments));
        let last: serde_json::Value = serde_json::from_str(output.lines().last().unwrap()).unwrap();
        let expected = serde_json::json!({
            "drafts": 2, "future": 1, "expired": 1, "unreviewed": 1, "private": 2, "permission": 1, "unclear": 1
        });
        assert_eq!(last["summary"]["held"], expected, "{command}");
    }
}

#[test]
fn drafts_are_checked_whole_when_that_is_asked_for() {
    let site = site();
    let draft = "---\ntitle: A draft\ndraft: true\n---\n[Nowhere](nowhere.md)\n";
    fs::write(site.path().join("content/draft.md"), draft).unwrap();
    let output = run(site.path(), &["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(
        stdout(&output).contains(", held back 1 draft, in "),
        "{}",
        stdout(&output)
    );
    assert!(
        stderr(&output).contains("`alongside check --drafts` does"),
        "{}",
        stderr(&output)
    );
    let output = run(site.path(), &["check", "--drafts"]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    assert!(
        stdout(&output).contains("error[link/missing-target]"),
        "{}",
        stdout(&output)
    );
    assert!(!stderr(&output).contains("--drafts"), "{}", stderr(&output));
}

#[test]
fn a_new_page_explains_its_fields_and_never_overwrites_one() {
    let here = TempDir::new().unwrap();
    run(here.path(), &["init", "new"]);
    let site = here.path().join("new");
    let config = fs::read_to_string(site.join("site.yaml")).unwrap();
    let config = config.replace("languages: [en]", "languages: [en, cy]");
    fs::write(site.join("site.yaml"), config).unwrap();

    let output = run(
        &site,
        &[
            "new",
            "story",
            "Tŷ'r ysgol: \"a\" key",
            "--now",
            "2026-02-03",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(
        stdout(&output),
        "content/stories/tyr-ysgol-a-key/index.md\n"
    );
    let path = site.join("content/stories/tyr-ysgol-a-key/index.md");
    let page = fs::read_to_string(&path).unwrap();
    assert!(
        page.contains("date: 2026-02-03\n") && page.contains("\nid: "),
        "{page}"
    );

    let output = run(&site, &["new", "story", "Tŷ'r ysgol: \"a\" key"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("is there already"),
        "{}",
        stderr(&output)
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), page);

    let output = run(&site, &["new", "story", "Tŷ'r ysgol a key", "--lang", "cy"]);
    assert_eq!(
        stdout(&output),
        "content/stories/tyr-ysgol-a-key/index.cy.md\n",
        "{}",
        stderr(&output)
    );
    let welsh =
        fs::read_to_string(site.join("content/stories/tyr-ysgol-a-key/index.cy.md")).unwrap();
    assert!(
        !welsh.contains("\nid:") && welsh.contains("translation: unreviewed"),
        "{welsh}"
    );

    for kind in ["page", "article", "term", "person", "event"] {
        let output = run(&site, &["new", kind, "A name"]);
        assert_eq!(output.status.code(), Some(0), "{kind}: {}", stderr(&output));
    }
    let output = run(&site, &["check", "--format", "json"]);
    for line in stdout(&output).lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let code = line["code"].as_str().unwrap_or_default().to_owned();
        assert_ne!(line["severity"], "error", "{line}");
        assert!(!code.starts_with("yaml/"), "{line}");
    }
    for (arguments, why) in [
        (&["new", "storey", "T"][..], "did you mean `story`?"),
        (
            &["new", "story", "T", "--lang", "fr"],
            "there is no language `fr`",
        ),
        (&["new", "story", " "], "needs a title"),
    ] {
        let output = run(&site, arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(why), "{}", stderr(&output));
    }
}

#[test]
fn schemas_are_printed_with_and_without_a_site() {
    let site = site();
    let config =
        "title: A site\nbase_url: https://site.example\ntypes: {piece: {sections: [pieces]}}\n";
    fs::write(site.path().join("site.yaml"), config).unwrap();
    let nowhere = TempDir::new().unwrap();
    for (folder, what) in [
        (site.path(), "piece"),
        (site.path(), "story"),
        (nowhere.path(), "story"),
        (nowhere.path(), "site"),
    ] {
        let output = run(folder, &["schema", what]);
        assert_eq!(output.status.code(), Some(0), "{what}: {}", stderr(&output));
        let schema: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        assert!(schema["properties"]["title"].is_object(), "{what}");
    }
    let output = run(nowhere.path(), &["schema", "piece"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn check_finds_a_variable_that_no_page_of_the_site_shows() {
    let site = site();
    let folder = site.path().join("themes/hearth/templates");
    fs::create_dir_all(&folder).unwrap();
    fs::write(
        folder.join("event.html"),
        "{% extends \"base.html\" %}{% block main %}{{ page.tilte }}{% endblock %}\n",
    )
    .unwrap();
    let output = run(site.path(), &["check", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    assert!(
        stdout(&output).contains("themes/hearth/templates/event.html"),
        "{}",
        stdout(&output)
    );
    assert!(stdout(&output).contains("tilte"), "{}", stdout(&output));
}

#[test]
fn a_site_may_be_seen_in_spite_of_errors_that_touch_nobody() {
    let site = site();
    let content = site.path().join("content");
    fs::write(
        content.join("about.md"),
        "---\ntitle: About\n---\n[x](nowhere.md)\n",
    )
    .unwrap();
    let shown = site.path().join("shown/about/index.html");
    let anyway = ["build", "--anyway", "-o", "shown"];
    for (arguments, why) in [
        (&["build", "--anyway"][..], "--output"),
        (
            &[
                "build",
                "--anyway",
                "-o",
                "shown",
                "--environment",
                "production",
            ],
            "not for production",
        ),
    ] {
        let output = run(site.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(why), "{}", stderr(&output));
        assert!(!shown.exists());
    }
    let output = run(site.path(), &anyway);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("link/missing-target") && said.contains("in spite of 1 error"),
        "{said}"
    );
    let html = fs::read_to_string(&shown).unwrap();
    assert!(html.contains("noindex"), "{html}");

    // What is to stay hidden, or could mean two things, stops it.
    for (name, text) in [
        ("hidden.md", "---\ntitle: Hidden\npublished: false\n---\n"),
        (
            "about.cy.md",
            "---\ntitle: One\nid: home\n---\n[x](javascript:alert)\n",
        ),
    ] {
        let file = content.join(name);
        fs::write(&file, text).unwrap();
        fs::remove_dir_all(site.path().join("shown")).ok();
        let output = run(site.path(), &anyway);
        assert_eq!(output.status.code(), Some(1), "{name}");
        let said = stderr(&output);
        assert!(said.contains("nothing was published"), "{name}: {said}");
        assert!(!shown.exists(), "{name}");
        fs::remove_file(&file).unwrap();
    }
}
