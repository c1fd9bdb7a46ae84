//! `alongside new`: a page with its fields explained, that an author fills in.

use std::hash::{BuildHasher, RandomState};
use std::path::Path;

use crate::config::Config;
use crate::diagnostic::suggest::did_you_mean;
use crate::language::slugify;
use crate::schema::scaffold::{NewPage, new_page};
use crate::schema::{self, TypeDecl};
use crate::{read, scaffold};

use super::args::{self, Global};
use super::outcome::{Failure, Outcome};
use super::situation;
use super::terminal::Terminal;

/// Begins a page.
pub(super) fn run(
    global: &Global,
    arguments: &args::New,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let site = situation::site(global)?;
    let files = read::read(&site, Some(&site.join("public")))?.value;
    let config = situation::config(&files);
    let (name, decl) = config
        .types
        .get_key_value(&*arguments.kind)
        .ok_or_else(|| {
            unknown(
                "type",
                &arguments.kind,
                config.types.keys().map(|name| &**name),
            )
        })?;
    let lang = match &arguments.lang {
        Some(lang) if config.languages.contains_key(&**lang) => lang.as_str(),
        Some(lang) => {
            let known = config.languages.keys().map(|code| &**code);
            return Err(unknown("language", lang, known));
        }
        None => config.default_language(),
    };
    if arguments.title.trim().is_empty() {
        return Err(Failure::Usage("a page needs a title".to_owned()));
    }

    let folder = folder(&site, decl, &config);
    let id = opaque(|| RandomState::new().hash_one("an opaque id"));
    let place = format!("{folder}/{}", file_name(&arguments.title, name, &id));
    let is_default = lang == &**config.default_language();
    let stem = if decl.is_section() { "_index" } else { "index" };
    let original = site.join(format!("{place}/{stem}.md"));
    let path = if is_default {
        format!("{place}/{stem}.md")
    } else {
        format!("{place}/{stem}.{lang}.md")
    };
    let beside = site.join(format!("{place}.md"));
    if beside.exists() {
        return Err(scaffold::Error::Exists { path: beside }.into());
    }

    let translation = !is_default && original.exists();
    let today = situation::today(global, &files)?.to_string();
    let mut text = new_page(
        decl,
        NewPage {
            title: arguments.title.trim(),
            lang,
            date: &today,
            id: (decl.opaque_id && !translation).then_some(&*id),
            translation,
        },
    );
    let says_its_type =
        decl.sections.is_empty() && decl.is_content() && &*decl.name != schema::PAGE;
    if says_its_type {
        text = text.replacen("---\n", &format!("---\ntype: {name}\n"), 1);
    }
    scaffold::begin_file(&site.join(&path), &text)?;
    terminal.result(&path);
    Ok(Outcome::Done)
}

/// The refusal of a name that the site does not know.
fn unknown<'a>(what: &str, written: &str, known: impl Iterator<Item = &'a str> + Clone) -> Failure {
    let help = did_you_mean(written, known.clone()).unwrap_or_else(|| {
        let known: Vec<&str> = known.collect();
        format!("the site has {}", known.join(", "))
    });
    Failure::Usage(format!("there is no {what} `{written}`: {help}"))
}

/// The folder of `content/` for pages of a type: of its folders the first that is there, else the first.
fn folder(site: &Path, decl: &TypeDecl, config: &Config) -> String {
    let taxonomies = config
        .taxonomies
        .values()
        .filter(|taxonomy| decl.is_term() && taxonomy.from_type.is_none())
        .map(|taxonomy| &taxonomy.name);
    let folders: Vec<&str> = decl
        .sections
        .iter()
        .chain(taxonomies)
        .map(|name| &**name)
        .collect();
    let chosen = folders
        .iter()
        .find(|folder| site.join("content").join(folder).is_dir())
        .or(folders.first());
    chosen.map_or_else(
        || "content".to_owned(),
        |folder| format!("content/{folder}"),
    )
}

/// The name of the page's folder: its title as a part of an address, or its type and id where that is taken for something else.
fn file_name(title: &str, kind: &str, id: &str) -> String {
    let slug = slugify(title);
    if ["page", "search", "index"].contains(&&*slug) {
        return format!("{kind}-{id}");
    }
    slug
}

/// A short name that tells nothing: five letters and digits, none of which looks like another.
fn opaque(mut random: impl FnMut() -> u64) -> String {
    const LETTERS: &[u8; 29] = b"23456789bcdfghjkmnpqrstvwxyza";
    // Without its vowels but one an id spells nothing, and a first digit keeps it from looking like a word.
    let mut bits = random();
    let mut id = String::new();
    for place in 0..5 {
        let choices = if place == 0 { 8 } else { LETTERS.len() as u64 };
        id.push(LETTERS[(bits % choices) as usize] as char);
        bits /= choices;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_would_be_taken_for_a_list_or_the_search_page_names_no_folder() {
        assert_eq!(
            file_name("The allotment key", "story", "2bcdf"),
            "the-allotment-key"
        );
        for title in ["Search", "Page", "index"] {
            assert_eq!(file_name(title, "story", "2bcdf"), "story-2bcdf");
        }
    }

    #[test]
    fn an_opaque_id_is_short_and_tells_nothing() {
        let ids: std::collections::BTreeSet<String> = (0..1000)
            .map(|seed: u64| opaque(|| seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
            .collect();
        assert!(ids.len() > 990, "{}", ids.len());
        assert!(
            ids.iter()
                .all(|id| id.len() == 5 && id.starts_with(|first: char| first.is_ascii_digit()))
        );
    }
}
