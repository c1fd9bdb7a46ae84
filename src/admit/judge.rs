//! The judgement of the gate: of one page by what it says itself, then by its original and the sections above it.
//!
//! It is a pure function of the page, the others' judgement and the time. What a page says is worked out before, by [`super::inherit`].

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{Config, Environment};
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::hash::Table;
use crate::page::{Hidden, Hides, Mark};
use crate::schema::{OnExpiry, Value};

use super::admitted::{Admitted, Candidate, Facts};
use super::gate::Gate;
use super::held::{Held, Reason};

/// A section by its folder, with a language where it decides for that language alone.
type SectionKey = (Arc<str>, Option<Arc<str>>);

/// What decides about a page besides itself.
pub(super) struct Circumstances<'a> {
    pub(super) gate: &'a Gate,
    pub(super) config: &'a Config,
    /// Why the default language's file of a pair is not to be shown.
    originals: Table<Arc<str>, Vec<Held>>,
    /// Why a section is not to be shown, by its folder; with a language where it decides for that language alone.
    sections: BTreeMap<SectionKey, Vec<Held>>,
}

impl<'a> Circumstances<'a> {
    /// Looks at the pages that others hang on: originals and sections.
    pub(super) fn of(candidates: &[Candidate], config: &'a Config, gate: &'a Gate) -> Self {
        let mut circumstances = Self {
            gate,
            config,
            originals: Table::default(),
            sections: BTreeMap::new(),
        };
        let default = config.default_language();
        // A section's own file in the default language decides for all languages; where it has none, its first one does.
        let rank = |lang: &str| config.languages.get_index_of(lang).unwrap_or(usize::MAX);
        let mut deciding: BTreeMap<&Arc<str>, &Arc<str>> = BTreeMap::new();
        for Candidate(facts) in candidates {
            let page = &facts.page;
            if page.place.is_section() {
                let first = deciding.entry(&page.place.folder).or_insert(&page.lang);
                if rank(&page.lang) < rank(first) {
                    *first = &page.lang;
                }
            }
        }
        for Candidate(facts) in candidates {
            let page = &facts.page;
            let is_original = page.lang == *default;
            if !is_original && !page.place.is_section() {
                continue;
            }
            let mut reasons = reasons(facts, config, gate);
            reasons.retain(|held| held.reason.is_handed_down());
            if page.place.is_section() {
                let below = page.marks.iter().filter(|mark| mark.what == Hidden::Below);
                let below = below.filter_map(|mark| marked(mark, facts, gate));
                let all: Vec<Held> = reasons.iter().cloned().chain(below).collect();
                let alone = deciding.get(&page.place.folder) != Some(&&page.lang);
                let lang = alone.then(|| page.lang.clone());
                let key = (page.place.folder.clone(), lang);
                if !all.is_empty() {
                    circumstances.sections.insert(key, all);
                }
            }
            if is_original && !reasons.is_empty() {
                let pair = page.place.pair().clone();
                circumstances.originals.insert(pair, reasons);
            }
        }
        circumstances
    }

    /// Why a page is not to be shown that others decide: its original, and the sections above it.
    fn decided_by_others(&self, facts: &Facts) -> Vec<Held> {
        let page = &facts.page;
        let mut reasons: Vec<Held> = Vec::new();
        if page.lang != *self.config.default_language()
            && let Some(held) = self.originals.get(page.place.pair())
        {
            reasons.extend(held.iter().cloned());
        }
        if self.sections.is_empty() {
            return reasons;
        }
        let mut folder: &str = &page.place.folder;
        // What a section says of itself holds it already, and what it says of the pages below does not hold it.
        if page.place.is_section() {
            match folder.rsplit_once('/') {
                Some((above, _)) => folder = above,
                None if folder.is_empty() => return reasons,
                None => folder = "",
            }
        }
        loop {
            for lang in [None, Some(page.lang.clone())] {
                if let Some(held) = self.sections.get(&(folder.into(), lang)) {
                    reasons.extend(held.iter().cloned());
                }
            }
            if folder.is_empty() {
                return reasons;
            }
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }

    /// Whether nothing of a folder may be shown in any language.
    pub(super) fn is_closed(&self, folder: &str) -> bool {
        if self.sections.is_empty() {
            return false;
        }
        let mut folder = folder;
        loop {
            let held = self.sections.get(&(folder.into(), None));
            if held.is_some_and(|held| held.iter().any(|held| !self.gate.shows(held.reason))) {
                return true;
            }
            if folder.is_empty() {
                return false;
            }
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
}

/// Decides about one page: lets it through, told what readers must be told of it, or says why not.
pub(super) fn judge(
    candidate: Candidate,
    circumstances: &Circumstances<'_>,
) -> Result<Admitted, Box<Held>> {
    let Candidate(mut facts) = candidate;
    let (config, gate) = (circumstances.config, circumstances.gate);
    let mut reasons = reasons(&facts, config, gate);
    reasons.extend(circumstances.decided_by_others(&facts));
    reasons.sort_by_key(|held| held.reason);
    if let Some(held) = reasons.iter().find(|held| !gate.shows(held.reason)) {
        return Err(Box::new(held.clone()));
    }
    let mut given = reasons.iter().map(|held| held.reason);
    facts.draft = given.clone().any(|reason| reason == Reason::Draft);
    facts.hidden = given.any(|reason| {
        matches!(
            reason,
            Reason::Private | Reason::Permission | Reason::Unclear
        )
    });
    // Where it were removed it would have been held back.
    facts.archived = end(&facts, config).is_some_and(|end| end <= gate.now);
    facts.is_over = event_end(&facts, config).is_some_and(|end| end <= gate.now);
    facts.unreviewed = is_unreviewed(&facts);
    Ok(Admitted::new(Candidate(facts)))
}

/// Every reason that a page gives itself for not being shown, whoever may see it all the same.
fn reasons(facts: &Facts, config: &Config, gate: &Gate) -> Vec<Held> {
    let mut reasons = Vec::new();
    for mark in facts
        .page
        .marks
        .iter()
        .filter(|mark| mark.what == Hidden::Page)
    {
        reasons.extend(marked(mark, facts, gate));
    }
    let mut add = |reason, moment, field: &str| {
        let page = &facts.page;
        let place = match page.fields.contains_key(field) {
            true => Place::at(&page.path, page.spans.field(field)),
            false => Place::file(&page.path),
        };
        reasons.push(Held {
            reason,
            moment,
            place,
        });
    };
    if matches!(facts.text("visibility"), Some("private" | "network")) {
        add(Reason::Private, None, "visibility");
    }
    if facts.truth("draft", false) {
        add(Reason::Draft, None, "draft");
    }
    if let Some(date) = facts.date.filter(|date| date.instant > gate.now) {
        add(Reason::Future, Some(date.instant), "date");
    }
    if let Some(end) = end(facts, config).filter(|end| *end <= gate.now)
        && on_expiry(facts) == OnExpiry::Remove
    {
        add(Reason::Expired, Some(end), "expires");
    }
    // What no person has read at all is never published, whatever the language's settings say.
    let by_machine = translation(facts) == Some("machine-unreviewed");
    let is_shown = gate.environment != Environment::Production
        || !by_machine
            && config
                .languages
                .get(&facts.page.lang)
                .is_some_and(|language| language.show_unreviewed);
    if is_unreviewed(facts) && !is_shown {
        add(Reason::Unreviewed, None, "translation");
    }
    reasons
}

/// Why a mark of the page's own words hides it, if it does now.
fn marked(mark: &Mark, facts: &Facts, gate: &Gate) -> Option<Held> {
    let (reason, moment) = match mark.hides {
        Hides::Draft => (Reason::Draft, None),
        Hides::Private => (Reason::Private, None),
        Hides::Permission => (Reason::Permission, None),
        Hides::Unclear => (Reason::Unclear, None),
        Hides::Until(moment) if moment > gate.now => (Reason::Future, Some(moment)),
        Hides::From(moment) if moment <= gate.now => (Reason::Expired, Some(moment)),
        Hides::Until(_) | Hides::From(_) => return None,
    };
    Some(Held {
        reason,
        moment,
        place: Place::at(&facts.page.path, mark.span),
    })
}

/// What a page says of itself in words of another generator that hide it now, and would not at another time.
pub(super) fn report_marks(facts: &Facts, gate: &Gate, diagnostics: &mut Vec<Diagnostic>) {
    for mark in &facts.page.marks {
        if let (Some(help), Some(_)) = (&mark.says, marked(mark, facts, gate)) {
            let message = "this is how another generator hides a page at a time, and no field here";
            let place = Place::at(&facts.page.path, mark.span);
            let finding = Diagnostic::new(&codes::FRONT_MATTER_FOREIGN_WORD, place, message);
            diagnostics.push(finding.help(&**help));
        }
    }
}

fn translation(facts: &Facts) -> Option<&str> {
    let said = facts.text("translation");
    said.or_else(|| facts.text("translation_status"))
}

fn is_unreviewed(facts: &Facts) -> bool {
    matches!(
        translation(facts),
        Some("unreviewed" | "machine-unreviewed")
    )
}

/// When the page expires, if it does: a day counts until its end in the site's time zone, a moment until itself.
pub(super) fn end(page: &Facts, config: &Config) -> Option<jiff::Timestamp> {
    let expires = page.field("expires").and_then(Value::as_moment)?;
    Some(match expires.time {
        Some(_) => expires.instant,
        None => end_of(expires.day, config),
    })
}

/// When an event is over: its last day counts until its end, whatever hour the event itself ends at.
pub(super) fn event_end(page: &Facts, config: &Config) -> Option<jiff::Timestamp> {
    let last = ["starts", "ends"]
        .iter()
        .filter_map(|role| page.field(page.kind.event_field(role)?))
        .filter_map(Value::as_moment)
        .max_by_key(|moment| moment.instant)?;
    let day = match last.time {
        Some(_) => last.instant.to_zoned(config.timezone.clone()).date(),
        None => last.day,
    };
    Some(end_of(day, config))
}

/// The end of a day in the site's time zone.
fn end_of(day: jiff::civil::Date, config: &Config) -> jiff::Timestamp {
    day.tomorrow()
        .ok()
        .and_then(|next| next.to_zoned(config.timezone.clone()).ok())
        .map_or(jiff::Timestamp::MAX, |next| next.timestamp())
}

/// What happens to the page when it has expired: as it says, else as its type says.
fn on_expiry(page: &Facts) -> OnExpiry {
    match page.text("on_expiry") {
        Some("archive") => OnExpiry::Archive,
        Some(_) => OnExpiry::Remove,
        None => page.kind.on_expiry,
    }
}
