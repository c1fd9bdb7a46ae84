//! Runs the checks of `tests/browser` on the sample site: a validator, Netlify's parsers, a feed parser, a browser.
//!
//! They are other people's programs. Where one of them is missing the checks are left out, and one line says so; with
//! ALONGSIDE_REQUIRE_TOOLS=1, as in `.ci/run`, that is a failure.

#![expect(
    clippy::disallowed_methods,
    reason = "a test of the program runs it as people do, with files and an environment"
)]

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use alongside::config::MarkdownOptions;
use alongside::config::sources::Policy;
use alongside::parse::markdown::{BodyOptions, DirectiveDecls, parse};
use alongside::path::SitePath;
use alongside::schema::RawHtml;

/// The moment that the sample site is built for: late enough for all that it shows, so that the pages under test never change.
const NOW: &str = "2026-11-22T12:00:00Z";

#[test]
fn the_sample_site_stands_before_other_peoples_programs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let checks = root.join("tests/browser");
    if !may_run(&checks) {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = folder.path().join("site");
    let build = Command::new(env!("CARGO_BIN_EXE_alongside"))
        .args([
            "--now",
            NOW,
            "build",
            "--strict",
            "--environment",
            "production",
        ])
        .arg("--site")
        .arg(root)
        .arg("-o")
        .arg(&site)
        .env_remove("CONTEXT")
        .env_remove("URL")
        .output()
        .expect("the program starts");
    assert!(
        build.status.success(),
        "the sample site builds:\n{}",
        String::from_utf8_lossy(&build.stderr)
    );
    run_checks(&checks, &[], "ALONGSIDE_SITE", &site);
}

#[test]
fn no_raw_html_runs_a_script_in_a_browser() {
    let checks = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    if !may_run(&checks) {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_payloads(&checks, folder.path());
    let only = ["payloads.test.mjs"];
    run_checks(&checks, &only, "ALONGSIDE_PAYLOADS", folder.path());
}

/// Whether the other programs are there. Where they are not, one line says so, and it fails where they are required.
fn may_run(checks: &Path) -> bool {
    let Some(reason) = missing_tool(checks) else {
        return true;
    };
    assert!(
        env::var("ALONGSIDE_REQUIRE_TOOLS").is_err(),
        "the browser checks cannot run: {reason}"
    );
    // Written past the test harness, which would swallow it.
    let line = format!("skipped the browser checks: {reason}\n");
    std::io::stderr()
        .write_all(line.as_bytes())
        .expect("standard error is open");
    false
}

/// Runs the checks of these files, or of all, on the folder that a variable names. Those that need the other folder leave
/// themselves out.
fn run_checks(checks: &Path, files: &[&str], variable: &str, folder: &Path) {
    let run = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .args(files)
        .current_dir(checks)
        .env_remove("ALONGSIDE_PAYLOADS")
        .env(variable, folder)
        .output()
        .expect("node starts");
    assert!(
        run.status.success(),
        "the checks hold:\n{}{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
}

/// Writes what each piece of hostile markup becomes, for each way with raw HTML: `allow/0.html`.
///
/// They come from the Markdown stage and not from a build, since a build with such findings publishes nothing.
fn write_payloads(checks: &Path, folder: &Path) {
    let listed = fs::read_to_string(checks.join("payloads.json")).expect("the payloads are there");
    let payloads: Vec<String> = serde_json::from_str(&listed).expect("they are a list of texts");
    let directives = DirectiveDecls::built_in(["themes"]);
    let file = SitePath::new("content/a.md");
    for (name, raw_html) in [
        ("allow", RawHtml::Allow),
        ("sanitise", RawHtml::Sanitise),
        ("escape", RawHtml::Escape),
    ] {
        let options = BodyOptions {
            markdown: MarkdownOptions {
                smart_punctuation: true,
                extensions: true,
                heading_ids: true,
            },
            raw_html,
            directives: &directives,
            explains: false,
            policy: Policy::default(),
        };
        fs::create_dir_all(folder.join(name)).expect("a folder is made");
        for (number, payload) in payloads.iter().enumerate() {
            let read = parse(payload, 0..payload.len(), &options, &file).value;
            let html = read.plain_html(|link| link.target.to_string());
            fs::write(folder.join(name).join(format!("{number}.html")), html)
                .expect("a page is written");
        }
    }
}

/// What keeps the checks from running.
fn missing_tool(checks: &Path) -> Option<String> {
    let answers = |program: &str| {
        Command::new(program)
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success())
    };
    for program in ["node", "java"] {
        if !answers(program) {
            return Some(format!("there is no `{program}`"));
        }
    }
    if !checks.join("node_modules").is_dir() {
        return Some("`npm ci` was not run in `tests/browser`".to_owned());
    }
    let named = env::var("ALONGSIDE_CHROMIUM").unwrap_or_default();
    let browsers = [&*named, "/usr/bin/chromium", "/usr/bin/chromium-browser"];
    let found = browsers
        .iter()
        .any(|path| !path.is_empty() && Path::new(path).exists());
    (!found).then(|| "there is no Chromium".to_owned())
}
