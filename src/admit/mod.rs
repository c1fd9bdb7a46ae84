//! The gate between parse and assemble: inherits fields, then admits pages by draft, date, expiry and review.
//!
//! Nothing downstream ever holds a page that was not admitted; of one that was held back it knows the file and the reason,
//! so that a link to it can be explained. Consent will be asked here when it is built.

mod inherit;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::{Config, Environment};
use crate::diagnostic::{Checked, Diagnostic};
use crate::parse::{Page, page::WORDS};
use crate::path::SitePath;
use crate::schema::{OnExpiry, TypeDecl, Value, Values, value::Moment};

/// What decides about admission besides the pages.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// The time that the build takes for now.
    pub now: jiff::Timestamp,
    /// Whether drafts and pages dated in the future are admitted.
    pub drafts: bool,
    /// What the build is for.
    pub environment: Environment,
}

/// Why a page is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// It says `draft: true`.
    Draft,
    /// Its date has not come.
    Future,
    /// Its `expires` has passed, and it is not of the kind that is archived.
    Expired,
    /// It is a translation that no speaker has checked, and its language does not show those.
    Unreviewed,
}

impl Held {
    /// The reason, to follow "the page is".
    pub fn reason(self) -> &'static str {
        match self {
            Self::Draft => "a draft",
            Self::Future => "dated in the future",
            Self::Expired => "expired",
            Self::Unreviewed => "a translation that no speaker has checked",
        }
    }

    /// The reason in one word, for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Future => "future",
            Self::Expired => "expired",
            Self::Unreviewed => "unreviewed",
        }
    }
}

/// A page that may be published, with every inherited field filled in.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// The page as parsed.
    pub page: Arc<Page>,
    /// Its type.
    pub kind: Arc<TypeDecl>,
    /// Its fields: its own, then what it inherits, then its type's defaults.
    pub fields: Arc<Values>,
    /// Its permanent name, shared by its translations.
    pub id: Arc<str>,
    /// The last segment of its address.
    pub slug: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// Its day or moment of publication.
    pub date: Option<Moment>,
    /// Whether it is a draft, shown because drafts were asked for.
    pub draft: bool,
    /// Whether it has expired and stays at its address.
    pub archived: bool,
    /// Whether it is an event whose last day has passed.
    pub is_over: bool,
    /// Whether no speaker has checked its translation.
    pub unreviewed: bool,
}

impl Admitted {
    /// The same page after an edit that changed words only ([`crate::parse::page::Edit::Card`]).
    #[must_use]
    pub fn reworded(&self, page: Arc<Page>) -> Self {
        let mut fields = (*self.fields).clone();
        for name in WORDS {
            if let Some(value) = page.fields.get(name) {
                fields.insert(name.into(), value.clone());
            }
        }
        let title = match page.fields.get("title") {
            Some(Value::Text(title)) => title.clone(),
            _ => self.title.clone(),
        };
        Self {
            page,
            fields: Arc::new(fields),
            title,
            ..self.clone()
        }
    }

    /// A field that says something.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_empty())
    }

    /// A field that is text and says something.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.field(name).and_then(Value::as_text)
    }

    /// Whether it stands in lists as news of its own: an archived page does not, and a version has its parent for that.
    pub fn is_listed(&self) -> bool {
        !self.archived && !self.kind.is_version
    }

    /// A truth, `otherwise` when it is not given.
    pub fn truth(&self, name: &str, otherwise: bool) -> bool {
        self.field(name)
            .and_then(Value::as_bool)
            .unwrap_or(otherwise)
    }
}

/// What the gate let through, and what it held back.
#[derive(Clone, Debug, Default)]
pub struct Admission {
    /// The admitted pages, in the order of their files.
    pub pages: Vec<Admitted>,
    /// The files that were held back, with the reason.
    pub held: BTreeMap<SitePath, Held>,
    /// The next instant at which the gate would judge otherwise of the same pages; none when there is none.
    pub until: Option<jiff::Timestamp>,
}

/// Lets pages through the gate.
///
/// Fields are inherited first (from the default language's file, from `cascade`, from the type), because a translation may
/// take its date from the original. Missing required fields are reported for every page, held back or not.
pub fn admit(pages: Vec<Arc<Page>>, config: &Config, gate: &Gate) -> Checked<Admission> {
    let inherited = inherit::inherit(pages, config);
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut admission = Admission::default();
    let mut parents: BTreeMap<Arc<str>, Held> = BTreeMap::new();
    for candidate in inherited.into_value(&mut diagnostics) {
        let path = candidate.page.path.clone();
        let instants = [
            candidate.date.map(|date| date.instant),
            end(&candidate, config),
            event_end(&candidate, config),
        ];
        let ahead = instants.into_iter().flatten().filter(|at| *at > gate.now);
        admission.until = admission.until.into_iter().chain(ahead).min();
        match judge(candidate, config, gate) {
            Ok(page) => admission.pages.push(page),
            Err(refused) => {
                let (page, reason) = *refused;
                if !page.kind.is_version {
                    parents.extend(names(&page).map(|name| (name, reason)));
                }
                admission.held.insert(path, reason);
            }
        }
    }
    hold_versions(&mut admission, &parents);
    Checked::new(admission, diagnostics)
}

/// The names by which another page may refer to this one: its id, and its path with and without the top folder.
fn names(page: &Admitted) -> [Arc<str>; 3] {
    let key = page.page.place.key();
    let below = key.split_once('/').map_or(key, |(_, below)| below).into();
    [page.id.clone(), key.into(), below]
}

/// Holds back the versions of pages that are held back in every language: what may not be told may not be told in Easy Read.
fn hold_versions(admission: &mut Admission, parents: &BTreeMap<Arc<str>, Held>) {
    if !admission.pages.iter().any(|page| page.kind.is_version) {
        return;
    }
    let others = admission.pages.iter().filter(|page| !page.kind.is_version);
    let shown: BTreeSet<Arc<str>> = others.flat_map(names).collect();
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
        held.insert(page.page.path.clone(), *reason);
        false
    });
}

/// Decides about one page: lets it through, or gives it back with the reason.
fn judge(
    mut page: Admitted,
    config: &Config,
    gate: &Gate,
) -> Result<Admitted, Box<(Admitted, Held)>> {
    match held(&mut page, config, gate) {
        None => Ok(page),
        Some(reason) => Err(Box::new((page, reason))),
    }
}

/// Why a page is held back; a page that is not is told what readers must be told of it.
fn held(page: &mut Admitted, config: &Config, gate: &Gate) -> Option<Held> {
    page.draft = page.truth("draft", false);
    if page.draft && !gate.drafts {
        return Some(Held::Draft);
    }
    if !gate.drafts && page.date.is_some_and(|date| date.instant > gate.now) {
        return Some(Held::Future);
    }
    if end(page, config).is_some_and(|end| end <= gate.now) {
        match on_expiry(page) {
            OnExpiry::Remove => return Some(Held::Expired),
            OnExpiry::Archive => page.archived = true,
        }
    }
    page.is_over = event_end(page, config).is_some_and(|end| end <= gate.now);
    let translation = page
        .text("translation")
        .or_else(|| page.text("translation_status"));
    // What no person has read at all is never published, whatever the language's settings say.
    let by_machine = translation == Some("machine-unreviewed");
    page.unreviewed = by_machine || translation == Some("unreviewed");
    let shown = gate.environment != Environment::Production
        || !by_machine
            && config
                .languages
                .get(&page.page.lang)
                .is_some_and(|language| language.show_unreviewed);
    if page.unreviewed && !shown {
        return Some(Held::Unreviewed);
    }
    None
}

/// When the page expires, if it does: a day counts until its end in the site's time zone, a moment until itself.
fn end(page: &Admitted, config: &Config) -> Option<jiff::Timestamp> {
    let expires = page.field("expires").and_then(Value::as_moment)?;
    Some(match expires.time {
        Some(_) => expires.instant,
        None => end_of(expires.day, config),
    })
}

/// When an event is over: its last day counts until its end, whatever hour the event itself ends at.
fn event_end(page: &Admitted, config: &Config) -> Option<jiff::Timestamp> {
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
fn on_expiry(page: &Admitted) -> OnExpiry {
    match page.text("on_expiry") {
        Some("archive") => OnExpiry::Archive,
        Some(_) => OnExpiry::Remove,
        None => page.kind.on_expiry,
    }
}
