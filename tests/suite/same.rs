//! The same site gives the same bytes: twice, with any number of threads, in whatever order the disk lists its files, wherever
//! its texts are kept.

use std::collections::BTreeMap;
use std::path::Path;

use alongside::files::Files;
use alongside::shelf::Shelf;
use alongside::source::SourceFile;
use alongside::{pipeline, read};

use super::driver::{self, Built};

fn sample() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    read::read(root, Some(&root.join("public"))).unwrap().value
}

/// The sample with everything made that is off by default.
fn with_extras() -> Files {
    let mut files = sample();
    let config = files.config.take().unwrap();
    let text = format!("{}\nmarkdown_copies: true\n", config.text.get());
    files.config = Some(SourceFile::new(config.path, text));
    files
}

fn build(files: &Files, threads: usize) -> BTreeMap<String, Vec<u8>> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap();
    let options = driver::options();
    let build = pool.install(|| pipeline::build(files, &options));
    let built = Built::new(build, files);
    assert!(
        built.inner().artifacts.len() > 100,
        "{}",
        built.diagnostics()
    );
    built.all()
}

/// Puts a list into another order that is the same on every run.
fn shuffle<T>(list: &mut [T]) {
    let mut state = 0x9e37_79b9_u64;
    for end in (1..list.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let at = (state >> 33) as usize % (end + 1);
        list.swap(at, end);
    }
}

#[test]
fn threads_order_and_repetition_change_no_byte() {
    let files = with_extras();
    let one = build(&files, 1);
    assert!(one.contains_key("glossary/index.html") && one.contains_key("glossary/index.md"));
    let mut shuffled = files.clone();
    shuffle(&mut shuffled.content);
    shuffle(&mut shuffled.attachments);
    shuffle(&mut shuffled.statics);
    shuffle(&mut shuffled.themes);
    shuffle(&mut shuffled.data);
    let mut aside = files.clone();
    let shelf = Shelf::new().unwrap();
    shelf.put(aside.content.iter_mut().map(|source| &mut source.text));
    let cases = [
        ("twice", build(&files, 1)),
        ("2 threads", build(&files, 2)),
        ("8 threads", build(&files, 8)),
        ("shuffled", build(&shuffled, 2)),
        ("on a shelf", build(&aside, 2)),
    ];
    for (case, other) in cases {
        assert!(one.keys().eq(other.keys()), "{case}");
        let differing: Vec<&String> = one
            .iter()
            .filter(|(path, bytes)| other[*path] != **bytes)
            .map(|(path, _)| path)
            .collect();
        assert!(differing.is_empty(), "{case}: {differing:?}");
    }
}

#[test]
fn findings_come_in_one_order() {
    let mut files = sample();
    for source in files.content.iter_mut().step_by(3) {
        let text = format!(
            "{}\n[x](nowhere.md) [y](#nowhere)\n\n## A\n\n#### B\n",
            source.text.get()
        );
        *source = SourceFile::new(source.path.clone(), text);
    }
    let report = |files: &Files, threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        driver::report(
            &pool.install(|| pipeline::build(files, &driver::options())),
            files,
        )
    };
    let first = report(&files, 1);
    assert!(first.lines().count() > 100);
    shuffle(&mut files.content);
    shuffle(&mut files.attachments);
    assert_eq!(report(&files, 4), first);
}
