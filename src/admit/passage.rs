//! The way of all pages through the gate: fields are inherited, each page is judged, and the versions of what is held are held.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Checked, Diagnostic, Place, codes};
use crate::files::{AssetFile, Files};
use crate::page::{Hides, Page};
use crate::path::SitePath;

use super::admission::{Admission, AdmittedFiles};
use super::admitted::{Admitted, Facts};
use super::gate::Gate;
use super::held::{Held, HeldName};
use super::inherit;
use super::judge::{Circumstances, end, event_end, judge, report_marks};

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
            Ok(page) => {
                diagnostics.extend(review_due(&page, gate));
                admission.pages.push(page);
            }
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

/// The advice that a page was to be looked at again by a day that has passed.
fn review_due(page: &Facts, gate: &Gate) -> Option<Diagnostic> {
    let field = "review_by";
    let due = page.page.fields.get(field)?.as_moment()?;
    // The day itself is still in time, wherever the site is.
    let is_past = gate.now.duration_since(due.instant) > jiff::SignedDuration::from_hours(48);
    is_past.then(|| {
        Diagnostic::new(
            &codes::FRONT_MATTER_REVIEW_DUE,
            Place::at(&page.page.path, page.page.spans.field(field)),
            format!("somebody was to look at this page again by {}", due.day),
        )
        .help("read it once more, mend what is no longer true, and give `review_by` a later day")
    })
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
