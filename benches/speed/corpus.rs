//! Writes one site twice, for Alongside and for Hugo, to measure how fast each builds it.
//!
//! `speed_corpus --pages 10000 --out DIR` makes `DIR/alongside` and `DIR/hugo`. The same arguments give the same bytes on every
//! machine: the numbers come from a small generator of its own, and nothing here asks a mathematical library for a rounding.
//! It refuses to be a sample of good writing: the words are invented, only their number and frequency are like English.

#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark writes its files itself"
)]

mod layouts;
mod page;
mod words;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use page::{AUTHORS, Page, TERMS};
use words::Words;

fn main() -> Result<(), Box<dyn Error>> {
    let (pages, out) = arguments()?;
    let words = Words::new();
    for program in ["alongside", "hugo"] {
        for section in page::SECTIONS {
            fs::create_dir_all(out.join(program).join("content").join(section))?;
        }
    }
    (0..pages).into_par_iter().try_for_each(|number| {
        let page = Page::new(number, pages, &words);
        write(
            &out,
            &format!("alongside/content/{}", page.file()),
            &page.for_alongside(),
        )?;
        write(
            &out,
            &format!("hugo/content/{}", page.file()),
            &page.for_hugo(),
        )
    })?;
    for (path, text) in around(&words, pages) {
        write(&out, &path, &text)?;
    }
    for (path, text) in layouts::HUGO {
        write(&out, &format!("hugo/{path}"), text)?;
    }
    Ok(())
}

fn arguments() -> Result<(usize, PathBuf), Box<dyn Error>> {
    let (mut pages, mut out) = (None, None);
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let value = given.next();
        match name.as_str() {
            "--pages" => pages = value.map(|value| value.parse::<usize>()).transpose()?,
            "--out" => out = value.map(PathBuf::from),
            _ => return Err(format!("there is no `{name}`").into()),
        }
    }
    match (pages, out) {
        (Some(pages), Some(out)) if pages > 0 => Ok((pages, out)),
        _ => Err("usage: speed_corpus --pages NUMBER --out DIR".into()),
    }
}

fn write(out: &Path, path: &str, text: &str) -> std::io::Result<()> {
    let path = out.join(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// All that is not one of the pages: configuration, sections, terms and authors.
fn around(words: &Words, pages: usize) -> Vec<(String, String)> {
    let mut files = vec![
        (
            "alongside/site.yaml".to_owned(),
            layouts::SITE_YAML.to_owned(),
        ),
        (
            "alongside/content/_index.md".to_owned(),
            layouts::HOME.to_owned(),
        ),
        (
            "hugo/content/_index.md".to_owned(),
            layouts::HOME.to_owned(),
        ),
    ];
    for (section, title) in [
        ("articles", "Articles"),
        ("news", "News"),
        ("stories", "Stories"),
        ("people", "People"),
        ("themes", "Themes"),
    ] {
        let text = format!(
            "---\ntitle: {title}\ndescription: Everything that this site has of {section}.\nreview_by: 2099-12-31\n---\nInvented words.\n"
        );
        files.push((
            format!("alongside/content/{section}/_index.md"),
            text.clone(),
        ));
        let hugo = if section == "people" {
            "authors"
        } else {
            section
        };
        files.push((format!("hugo/content/{hugo}/_index.md"), text));
    }
    for term in 0..TERMS {
        let (slug, text) = page::term(term, words);
        files.push((format!("alongside/content/themes/{slug}.md"), text.clone()));
        files.push((format!("hugo/content/themes/{slug}/_index.md"), text));
    }
    for author in 0..AUTHORS.min(pages.max(1)) {
        let (slug, text) = page::author(author, words);
        files.push((format!("alongside/content/people/{slug}.md"), text.clone()));
        files.push((format!("hugo/content/authors/{slug}/_index.md"), text));
    }
    files
}
