//! The gate between parse and assemble: inherits fields, then admits pages by what they, their originals and their sections say.
//!
//! Nothing downstream ever holds a page that was not admitted; of one that was held back it knows the file and the reason,
//! so that a link to it can be explained. Consent will be asked here when it is built.

mod admitted;
mod held;
mod inherit;
mod judge;
mod parts;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::{Config, Environment};
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::files::{AssetFile, Files, ThemeFile};
use crate::page::{Hides, Page};
use crate::path::SitePath;
use crate::source::SourceFile;

pub use self::admitted::{Admitted, Facts};
pub use self::held::{Held, HeldCounts, HeldName, Reason};
use self::judge::{Circumstances, end, event_end, judge, report_marks};

/// What decides about admission besides the pages.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// The time that the build takes for now.
    pub now: jiff::Timestamp,
    /// Whether drafts and pages dated in the future are admitted.
    pub drafts: bool,
    /// Whether their author alone sees what is made: then pages that are never published are admitted too.
    pub for_author: bool,
    /// What the build is for.
    pub environment: Environment,
}

impl Gate {
    /// Whether pages that are hidden for this reason are admitted all the same.
    fn shows(&self, reason: Reason) -> bool {
        match reason {
            Reason::Draft | Reason::Future => self.drafts,
            Reason::Private | Reason::Permission | Reason::Unclear => self.for_author,
            Reason::Expired | Reason::Unreviewed => false,
        }
    }
}

/// A page that nobody has judged yet.
struct Candidate(Facts);

/// What the gate let through, and what it held back.
#[derive(Clone, Debug, Default)]
pub struct Admission {
    /// The admitted pages, in the order of their files.
    pub pages: Vec<Admitted>,
    /// The files that were held back, with the reason.
    pub held: BTreeMap<SitePath, Held>,
    /// What others may call the pages that were held back in every language.
    pub held_names: BTreeMap<SitePath, HeldName>,
    /// The other files that may be published.
    pub files: AdmittedFiles,
    /// The next instant at which the gate would judge otherwise of the same pages; none when there is none.
    pub until: Option<jiff::Timestamp>,
}

/// The files of a site as the stages behind the gate know them: no text of a page that was held back is among them.
#[derive(Clone, Debug, Default)]
pub struct AdmittedFiles {
    /// The paths of all Markdown files, which say what a bundle is; those of pages that were held back too.
    pub content: Vec<SitePath>,
    /// The other files of `content/`, but for those below sections that were held back.
    pub attachments: Vec<AssetFile>,
    /// The files of `static/`.
    pub statics: Vec<AssetFile>,
    /// `site.yaml`.
    pub config: Option<SourceFile>,
    /// The files of `data/`.
    pub data: Vec<SourceFile>,
    /// The files of the site's own themes.
    pub themes: Vec<ThemeFile>,
}

/// Lets pages through the gate.
///
/// Fields are inherited first (from the default language's file, from `cascade`, from the type), because a translation may
/// take its date from the original. Missing required fields are reported for every page, held back or not.
pub fn admit(
    pages: Vec<Arc<Page>>,
    files: &Files,
    config: &Config,
    gate: &Gate,
) -> Checked<Admission> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let candidates = inherit::inherit(pages, config).into_value(&mut diagnostics);
    let circumstances = Circumstances::of(&candidates, config, gate);
    let has_versions = candidates.iter().any(|page| page.0.kind.is_version);
    let mut admission = Admission::default();
    let mut parents: BTreeMap<Arc<str>, Held> = BTreeMap::new();
    let mut withheld: Vec<Facts> = Vec::new();
    for candidate in candidates {
        let facts = &candidate.0;
        let path = facts.page.path.clone();
        let instants = [
            facts.date.map(|date| date.instant),
            end(facts, config),
            event_end(facts, config),
        ];
        let marked = facts.page.marks.iter().filter_map(|mark| match mark.hides {
            Hides::Until(moment) | Hides::From(moment) => Some(moment),
            _ => None,
        });
        let ahead = instants
            .into_iter()
            .flatten()
            .chain(marked)
            .filter(|at| *at > gate.now);
        admission.until = admission.until.into_iter().chain(ahead).min();
        report_marks(facts, gate, &mut diagnostics);
        let named = (has_versions && !facts.kind.is_version).then(|| names(facts));
        let facts = facts.clone();
        match judge(candidate, &circumstances) {
            Ok(page) => admission.pages.push(page),
            Err(held) => {
                let named = named.into_iter().flatten();
                parents.extend(named.map(|name| (name, (*held).clone())));
                admission.held.insert(path, *held);
                withheld.push(facts);
            }
        }
    }
    withheld.extend(hold_versions(&mut admission, &parents));
    admission.held_names = held_names(&withheld, &admission.pages);
    if circumstances.is_closed("") {
        diagnostics.extend(home_held(&admission.held));
    }
    let is_open = |file: &&AssetFile| {
        let folder = file.path.folder();
        let folder = folder.strip_prefix("content").unwrap_or(folder);
        !circumstances.is_closed(folder.trim_start_matches('/'))
    };
    admission.files = AdmittedFiles {
        content: files.content.iter().map(|file| file.path.clone()).collect(),
        attachments: files.attachments.iter().filter(is_open).cloned().collect(),
        statics: files.statics.clone(),
        config: files.config.clone(),
        data: files.data.clone(),
        themes: files.themes.clone(),
    };
    Checked::new(admission, diagnostics)
}

/// The home page is the section of everything: that it is held back is said aloud, since a site without pages looks like a
/// build that worked.
fn home_held(held: &BTreeMap<SitePath, Held>) -> Option<Diagnostic> {
    let homes = held
        .keys()
        .filter(|path| path.as_str().starts_with("content/_index."));
    // The file without a language in its name decides for its translations.
    let home = homes.min_by_key(|path| path.as_str().len())?;
    let message = format!("`{home}` is held back, and so is every other page of the site");
    Some(
        Diagnostic::new(
            &codes::FRONT_MATTER_HOME_HELD,
            held[home].place.clone(),
            message,
        )
        .help("take the line out, and hold back single pages or sections instead"),
    )
}

/// The names by which another page may refer to this one: its id, and its path with and without the top folder.
fn names(page: &Facts) -> [Arc<str>; 3] {
    let key = page.page.place.key();
    let below = key.split_once('/').map_or(key, |(_, below)| below).into();
    [page.id.clone(), key.into(), below]
}

/// What others may call the pages that were held back in every language.
fn held_names(withheld: &[Facts], admitted: &[Admitted]) -> BTreeMap<SitePath, HeldName> {
    if withheld.is_empty() {
        return BTreeMap::new();
    }
    let shown: BTreeSet<&Arc<str>> = admitted.iter().map(|page| page.page.place.pair()).collect();
    withheld
        .iter()
        .filter(|facts| !shown.contains(facts.page.place.pair()))
        .map(|facts| (facts.page.path.clone(), HeldName::of(facts)))
        .collect()
}

/// Holds back the versions of pages that are held back in every language, and says which: what may not be told may not be told
/// in Easy Read.
fn hold_versions(admission: &mut Admission, parents: &BTreeMap<Arc<str>, Held>) -> Vec<Facts> {
    let mut withheld = Vec::new();
    if !admission.pages.iter().any(|page| page.kind.is_version) {
        return withheld;
    }
    let others = admission.pages.iter().filter(|page| !page.kind.is_version);
    let shown: BTreeSet<Arc<str>> = others.flat_map(|page| names(page)).collect();
    let held = &mut admission.held;
    admission.pages.retain(|page| {
        let parent = page.text("version_of").filter(|_| page.kind.is_version);
        let Some(reason) = parent
            .map(str::trim)
            .filter(|parent| !shown.contains(*parent))
            .and_then(|parent| parents.get(parent))
        else {
            return true;
        };
        held.insert(page.page.path.clone(), reason.clone());
        withheld.push((**page).clone());
        false
    });
    withheld
}
