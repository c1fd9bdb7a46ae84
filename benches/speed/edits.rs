//! How long an edit takes inside the program: a site is held in memory, one page of it is edited again and again, and each
//! stage's wall time told. `run.py` measures the same from outside, with the disk, the watcher and the browser's request.
//!
//! `cargo run --release --example speed_edits -- FOLDER [EDITS]`

#![allow(
    clippy::unwrap_used,
    reason = "a benchmark stops at what it did not expect"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark is told its folder by arguments"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use alongside::config::Environment;
use alongside::files::Files;
use alongside::pipeline::{Options, Session};
use alongside::read;
use alongside::source::SourceFile;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("the folder of a site");
    let edits: usize = arguments.next().map_or(9, |count| count.parse().unwrap());
    let mut files = read::read(Path::new(&folder), None).unwrap().value;
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
    let started = Instant::now();
    drop(session.update(&files, &options));
    println!("first: {} ms", started.elapsed().as_millis());
    for (what, edit) in [
        ("paragraph", paragraph as fn(&mut Files, usize)),
        ("title", title),
    ] {
        let mut whole = Vec::new();
        let mut stages: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
        for at in 0..edits {
            edit(&mut files, at);
            let started = Instant::now();
            let edition = session.update(&files, &options);
            whole.push(started.elapsed());
            assert_eq!(edition.summary.parsed, 1);
            for (stage, took) in edition.summary.stages {
                stages.entry(stage).or_default().push(took);
            }
        }
        print!("{what}: {:.1} ms", middle(&mut whole));
        for (stage, mut took) in stages {
            print!("; {stage} {:.1}", middle(&mut took));
        }
        println!();
    }
}

fn middle(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

fn paragraph(files: &mut Files, at: usize) {
    replace(files, |text| format!("{text}\nMeasured {at}.\n"));
}

fn title(files: &mut Files, at: usize) {
    replace(files, |text| {
        text.replacen("title: ", &format!("title: Measured {at} "), 1)
    });
}

fn replace(files: &mut Files, edit: impl Fn(&str) -> String) {
    let middle = files.content.len() / 2;
    let source = &mut files.content[middle];
    *source = SourceFile::new(source.path.clone(), edit(&source.text.get()));
}
