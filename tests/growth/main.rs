//! Four times the list costs at most five times the work: each kind of list that an author can make long is built twice, and the
//! instructions of the processor are counted.
//!
//! They are counted and not timed, so that a busy machine changes nothing: by callgrind, which runs this test's own binary once for
//! each kind and writes what it counted each time that [`counted_build`] is left. What a site of one entry costs is taken off.
//!
//! It is for an optimised build (`cargo test --release --test growth`): the code that is checked in every step takes so long below
//! callgrind that lists could not be long enough for anything to show. Elsewhere, and without Valgrind, it is left out, and one line
//! says so; with ALONGSIDE_REQUIRE_TOOLS=1 a missing Valgrind is a failure. It takes minutes, and `.ci/run` leaves it out.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test runs itself below another program, reads what that wrote, and stops at what it did not expect"
)]

mod kinds;

use std::env;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use alongside::config::Environment;
use alongside::files::Files;
use alongside::pipeline::{Options, Session, build_in};
use alongside::report::{Sources, human, json};

use rayon::prelude::*;

use kinds::{KINDS, Kind};

/// How many times the work four times the list may be. Four would be in proportion; sorting, deeper trees and tables that grow take a
/// little more.
const MOST: f64 = 5.0;

/// How many instructions more the longer list must cost for the two to be compared at all.
const LEAST: f64 = 500_000.0;

/// The variable that tells the binary that it is run to be counted, and which kinds it is to build.
const COUNTED: &str = "ALONGSIDE_GROWTH_COUNTED";

fn main() {
    match env::var(COUNTED) {
        Ok(names) => {
            let kinds = names
                .split('\n')
                .flat_map(|name| KINDS.iter().find(|kind| kind.name == name));
            run(&kinds.collect::<Vec<_>>());
        }
        Err(_) => four_times_the_list_is_at_most_five_times_the_work(),
    }
}

/// The kinds whose names hold a text.
fn chosen(wanted: &str) -> impl Iterator<Item = &'static Kind> + use<'_> {
    KINDS.iter().filter(move |kind| kind.name.contains(wanted))
}

fn options() -> Options {
    Options {
        now: "2026-11-22T12:00:00Z".parse().unwrap(),
        environment: Environment::Production,
        base_url: None,
        canonical_url: None,
        drafts: false,
        for_author: false,
        check_templates: false,
    }
}

/// Builds the sites of some kinds: each with few entries and with four times as many, and before them a site with hardly any, once
/// for all that share its settings and its look.
fn run(kinds: &[&Kind]) {
    // What is made once in the life of the program (grammars, tables) is made here.
    counted_build(Session::default(), &kinds::body(""));
    counted_build(Session::default(), &kinds::body(""));
    for kind in kinds {
        if has_own_base(kind) {
            build_kind(kind, 1);
        }
        build_kind(kind, kind.few);
        build_kind(kind, 4 * kind.few);
    }
}

/// Whether a kind's site differs from others' by more than its pages.
fn has_own_base(kind: &Kind) -> bool {
    let (site, plain) = ((kind.site)(1), kinds::body(""));
    kind.before.is_some() || site.config != plain.config || !site.themes.is_empty()
}

fn build_kind(kind: &Kind, entries: usize) {
    let mut session = Session::default();
    if let Some(before) = kind.before {
        drop(session.update(&before(entries), &options()));
    }
    counted_build(session, &(kind.site)(entries));
}

/// What is counted: a build with all its files, and its report for people and for programs.
#[inline(never)]
fn counted_build(session: Session, files: &Files) {
    let build = build_in(session, files, &options());
    let texts = build.sources(files);
    let sources = Sources::new(&texts);
    black_box(human::render(&build.diagnostics, &sources));
    black_box(json::render(&build.diagnostics, &sources));
}

fn four_times_the_list_is_at_most_five_times_the_work() {
    // The arguments of a test harness: a name chooses kinds.
    let wanted = env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    let wanted = wanted.unwrap_or_default();
    if chosen(&wanted).next().is_none() {
        return;
    }
    if cfg!(debug_assertions) {
        println!(
            "left out: growth is counted in an optimised build, cargo test --release --test growth"
        );
        return;
    }
    if Command::new("valgrind").arg("--version").output().is_err() {
        let reason = "there is no `valgrind`";
        assert!(
            env::var("ALONGSIDE_REQUIRE_TOOLS").is_err(),
            "the test of growth cannot run: {reason}"
        );
        println!("left out: the test of growth, since {reason}");
        return;
    }
    let kinds: Vec<&Kind> = chosen(&wanted).collect();
    // Each batch is a process with one thread.
    let processes = rayon::current_num_threads();
    let batches = (0..processes).into_par_iter().map(|first| {
        let kinds: Vec<&Kind> = kinds
            .iter()
            .copied()
            .skip(first)
            .step_by(processes)
            .collect();
        count(&kinds)
    });
    let grown = batches.flatten_iter().map(|(kind, [one, few, many])| {
        let times = (many - one) / (few - one);
        println!(
            "{:<40} {:>6} entries: {:>8.1} million instructions, {times:.2} times that for four times as many",
            kind.name,
            kind.few,
            (few - one) / 1e6
        );
        // A list that is cut short costs the same however long it is.
        let is_cut = many - few < LEAST;
        (kind.name, if is_cut { 1.0 } else { times })
    });
    let slow: Vec<String> = grown
        .filter(|(_, times)| times.is_nan() || *times > MOST)
        .map(|(name, times)| format!("{name}: {times:.2}"))
        .collect();
    assert!(
        slow.is_empty(),
        "four times the list takes more than {MOST} times the work:\n{}",
        slow.join("\n")
    );
}

/// Runs this binary below callgrind: the instructions of each kind for hardly any entry, for few, for four times as many.
fn count<'a>(kinds: &[&'a Kind]) -> Vec<(&'a Kind, [f64; 3])> {
    if kinds.is_empty() {
        return Vec::new();
    }
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name).collect();
    let run = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--dump-after=*counted_build*",
            "--quiet",
        ])
        .arg(format!(
            "--callgrind-out-file={}",
            folder.path().join("counted").display()
        ))
        .arg(env::current_exe().unwrap())
        .env(COUNTED, names.join("\n"))
        // Work that waits for another thread would be counted as it happens to wait.
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{names:?} are built:\n{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let mut part = 1;
    let mut next = || {
        part += 1;
        counted(folder.path(), part)
    };
    let base = next();
    kinds
        .iter()
        .map(|kind| {
            let one = if has_own_base(kind) { next() } else { base };
            (*kind, [one, next(), next()])
        })
        .collect()
}

/// What was counted until the function was left for the so-manieth time, since the time before.
fn counted(folder: &Path, part: usize) -> f64 {
    let text = std::fs::read_to_string(folder.join(format!("counted.{part}"))).unwrap();
    let line = text.lines().find_map(|line| {
        line.strip_prefix("summary: ")
            .or(line.strip_prefix("totals: "))
    });
    line.unwrap().trim().parse().unwrap()
}
