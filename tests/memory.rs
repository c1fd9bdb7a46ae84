//! A site that is held in memory for a day does not grow: a thousand edits leave the process as large as two hundred did.
//!
//! It has a process of its own, since it looks at the size of all of it.

#![cfg(target_os = "linux")]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the test reads its own size and stops at what it did not expect"
)]

use alongside::config::Environment;
use alongside::files::Files;
use alongside::path::SitePath;
use alongside::pipeline::{Options, Press, Session};
use alongside::source::SourceFile;

/// The memory that this process holds, in KiB (`proc_pid_status(5)`).
fn held() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn source(path: &str, text: &str) -> SourceFile {
    SourceFile::new(SitePath::new(path), text)
}

/// Twelve pages, one of them about something new each time.
fn files(edit: usize) -> Files {
    let mut content = vec![source(
        "content/_index.md",
        "---\ntitle: Home\n---\nHome.\n",
    )];
    for page in 0..12 {
        let (title, more) = match page {
            3 if edit.is_multiple_of(3) => (format!("Page of edit {edit}"), String::new()),
            3 => (
                "Page 3".into(),
                format!("Words{edit} of edit {edit}.\n").repeat(40),
            ),
            page => (format!("Page {page}"), String::new()),
        };
        let text = format!(
            "---\ntitle: {title}\nthemes: [trust]\n---\nSome words on [home](_index.md).\n\n{more}"
        );
        content.push(source(&format!("content/page-{page}.md"), &text));
    }
    Files {
        config: Some(source(
            "site.yaml",
            "title: A site\nbase_url: https://site.example\nlanguages: [en]\n",
        )),
        content,
        ..Files::default()
    }
}

#[test]
fn a_thousand_rebuilds_leave_the_process_as_it_was() {
    let options = Options {
        now: "2026-11-22T12:00:00Z".parse().unwrap(),
        environment: Environment::Development,
        base_url: None,
        canonical_url: None,
        drafts: true,
        for_author: false,
        check_templates: false,
    };
    let mut session = Session::default();
    let mut press = Press::default();
    let mut early = 0;
    for edit in 0..1000 {
        let edition = session.update(&files(edit), &options);
        let printed = press.proof(&edition, &|| false);
        assert_eq!(printed.diagnostics, []);
        press.search(edition.outputs().unwrap(), &drop);
        if edit == 200 {
            early = held();
        }
    }
    let late = held();
    assert!(
        late < early + 4096,
        "{early} KiB after 200 edits, {late} KiB after 1,000"
    );
}
