//! What decides about admission besides the pages: the time, and whom the build is for.

use crate::config::Environment;

use super::held::Reason;

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
    pub(super) fn shows(&self, reason: Reason) -> bool {
        match reason {
            Reason::Draft | Reason::Future => self.drafts,
            Reason::Private | Reason::Permission | Reason::Unclear => self.for_author,
            Reason::Expired | Reason::Unreviewed => false,
        }
    }
}
