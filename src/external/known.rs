//! Answers that are kept, so that another site is not asked again for what it said today.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use super::ask::Answer;

/// Raised when the form changes: an older file is then passed over.
const FORM: u32 = 1;
/// How long a site's own word holds.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// How long anything else does: a site that was away may be back.
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

/// The answers of earlier runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    form: u32,
    answers: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// In seconds of Unix time.
    asked: i64,
    answer: Answer,
}

impl Known {
    /// Reads what was kept; nothing of another form, or of what nobody can read.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text)
            .ok()
            .filter(|known: &Self| known.form == FORM)
            .unwrap_or_default()
    }

    /// The text to keep.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The answer that still holds.
    pub fn get(&self, url: &Url, now: Timestamp) -> Option<&Answer> {
        let entry = self.answers.get(url.as_str())?;
        entry.holds(now).then_some(&entry.answer)
    }

    /// Adds what was answered now, and forgets what no longer holds.
    pub fn add(&mut self, answers: &BTreeMap<Url, Answer>, now: Timestamp) {
        self.form = FORM;
        self.answers.retain(|_, entry| entry.holds(now));
        self.answers.extend(answers.iter().map(|(url, answer)| {
            let entry = Entry {
                asked: now.as_second(),
                answer: answer.clone(),
            };
            (url.to_string(), entry)
        }));
    }
}

impl Entry {
    /// Whether it was given lately, and not in what is now the future.
    fn holds(&self, now: Timestamp) -> bool {
        let age = SignedDuration::from_secs(now.as_second().saturating_sub(self.asked));
        let most = match self.answer {
            Answer::There | Answer::Moved(_) | Answer::Missing(_) => A_DAY,
            _ => AN_HOUR,
        };
        !age.is_negative() && age < most
    }
}
