//! `alongside check --external`: asks other sites about the links to them, and keeps their answers for a while.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;
use url::Url;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::wording::count;
use crate::external::{self, Answer, Known, Unclear};
use crate::site::Site;

use super::outcome::Failure;
use super::terminal::Terminal;
use super::web::Web;

/// Where answers are kept, below the site's folder.
const KEPT: [&str; 3] = [".alongside", "cache", "external-links.json"];

/// What came of asking.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// What the author should know.
    pub(super) found: Vec<Diagnostic>,
    /// Why nothing could be asked.
    pub(super) failure: Option<Failure>,
}

/// Asks about every link to another site.
pub(super) fn check(folder: &Path, site: &Site, now: Timestamp, terminal: &Terminal) -> Asked {
    let links = external::links(site);
    let urls: BTreeSet<&Url> = links.iter().filter_map(|link| link.url.as_ref()).collect();
    let mut known = kept(folder);
    let mut answers: BTreeMap<Url, Answer> = BTreeMap::new();
    let mut unasked: Vec<&Url> = Vec::new();
    for url in urls {
        match known.get(url, now) {
            Some(answer) => {
                answers.insert(url.clone(), answer.clone());
            }
            None => unasked.push(url),
        }
    }
    if !unasked.is_empty() {
        let number = count(unasked.len() as u64, "link", "links");
        terminal.progress(&format!("asking other sites about {number}"));
        let web = Web::new(site.config.base_url.as_deref());
        let new = external::ask(unasked, &web);
        if is_cut_off(&new) {
            return Asked {
                found: Vec::new(),
                failure: Some(Failure::Environment(
                    "no other site could be found by its name, so no link to one was checked; \
                     this machine seems to have no way to the internet"
                        .to_owned(),
                )),
            };
        }
        known.add(&new, now);
        if let Err(error) = keep(folder, &known) {
            terminal.note(&format!("the answers could not be kept: {error}"));
        }
        answers.extend(new);
    }
    Asked {
        found: external::findings(&links, &answers),
        failure: None,
    }
}

/// Whether every site that was asked could not be found, or not be reached at all, and they were too many for chance.
fn is_cut_off(answers: &BTreeMap<Url, Answer>) -> bool {
    let is_of_no_use =
        |answer: &Answer| matches!(answer, Answer::NoSite | Answer::Unclear(Unclear::Broken(_)));
    let asked = answers.iter().filter(|(_, answer)| {
        !matches!(
            answer,
            Answer::Private | Answer::Unclear(Unclear::NobodysName)
        )
    });
    let mut sites = BTreeSet::new();
    for (url, answer) in asked {
        if !is_of_no_use(answer) {
            return false;
        }
        sites.insert(url.host_str());
    }
    sites.len() >= 3
}

#[expect(
    clippy::disallowed_methods,
    reason = "this floor keeps what it was answered"
)]
fn kept(folder: &Path) -> Known {
    let path = folder.join(KEPT.iter().collect::<std::path::PathBuf>());
    std::fs::read_to_string(path)
        .map(|text| Known::read(&text))
        .unwrap_or_default()
}

/// Keeps the answers, whole or not at all.
fn keep(folder: &Path, known: &Known) -> io::Result<()> {
    let [hidden, cache, name] = KEPT;
    let folder = folder.join(hidden).join(cache);
    std::fs::create_dir_all(&folder)?;
    let mut file = tempfile::NamedTempFile::new_in(&folder)?;
    file.write_all(known.text().as_bytes())?;
    file.persist(folder.join(name))
        .map(drop)
        .map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_without_a_network_finds_no_fault_with_the_links() {
        let answers = |said: &[(&str, Answer)]| {
            said.iter()
                .map(|(host, answer)| {
                    let url = Url::parse(&format!("https://{host}/")).expect("an address");
                    (url, answer.clone())
                })
                .collect::<BTreeMap<Url, Answer>>()
        };
        let nobodys = Answer::Unclear(Unclear::NobodysName);
        let broken = Answer::Unclear(Unclear::Broken("no route".to_owned()));
        let silent = [
            ("a.wales", Answer::NoSite),
            ("b.wales", broken),
            ("c.wales", Answer::NoSite),
            ("d.example", nobodys),
        ];
        assert!(is_cut_off(&answers(&silent)));
        assert!(!is_cut_off(&answers(&silent[..2])));
        let mut one_is_there = silent.to_vec();
        one_is_there.push(("e.wales", Answer::There));
        assert!(!is_cut_off(&answers(&one_is_there)));
        assert!(!is_cut_off(&BTreeMap::new()));
    }
}
