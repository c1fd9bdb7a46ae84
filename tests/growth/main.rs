//! time probe
#![allow(clippy::all, missing_docs)]
mod kinds;
use alongside::config::Environment;
use alongside::files::Files;
use alongside::pipeline::{Options, Session, build_in};
use alongside::report::{Sources, human};
use std::time::Instant;

fn options() -> Options {
    Options {
        now: "2026-11-22T12:00:00Z".parse().unwrap(),
        environment: Environment::Production,
        base_url: None,
        canonical_url: None,
        drafts: false,
        check_templates: false,
    }
}
fn run(files: &Files) -> (f64, usize, String) {
    let mut session = Session::default();
    let mut warm = kinds::body("");
    warm.config = files.config.clone();
    warm.themes = Vec::new();
    if files.themes.is_empty() && files.data.is_empty() {
        drop(session.update(&warm, &options()));
    }
    let t = Instant::now();
    let build = build_in(session, files, &options());
    let sources = build.sources(files);
    let report = human::render(&build.diagnostics, &Sources::new(&sources));
    (t.elapsed().as_secs_f64(), build.diagnostics.len(), report)
}
fn main() {
    let mul: usize = std::env::var("MUL")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or(8);
    let only = std::env::var("ONLY").unwrap_or_default();
    for kind in kinds::KINDS {
        if !kind.name.contains(&only) {
            continue;
        }
        let n = kind.few * mul;
        let small = (kind.site)(n);
        let large = (kind.site)(4 * n);
        let base = run(&(kind.site)(1)).0;
        let (a, d, r) = run(&small);
        let (b, d4, _) = run(&large);
        let ratio = (b - base) / (a - base);
        println!(
            "{}{:<36} n={:<6} base {:.3} a {:.3} b {:.3} ratio {:.2}  d={} {} {}",
            if ratio > 5.0 { "!! " } else { "   " },
            kind.name,
            n,
            base,
            a,
            b,
            ratio,
            d,
            d4,
            if d > 0 && std::env::var("SHOW").is_ok() {
                r.lines().take(4).collect::<Vec<_>>().join(" / ")
            } else {
                String::new()
            }
        );
    }
}
