//! The places on a page that a link may name: its headings and other anchors, and which heading a name that is nearly right means.
//!
//! It knows names and no links; what is said of a name that is not there is the affair of whoever asks.

use std::collections::HashSet;
use std::sync::OnceLock;

use crate::hash::Table;
use crate::language::slugify;
use crate::page::{Heading, Outline};

/// The places on one page.
pub(super) struct Anchors {
    names: HashSet<Box<str>>,
    /// The headings by their names and words, folded; none where several fold to the same. Collected when a name is not there.
    folded: OnceLock<Table<String, Option<u32>>>,
}

impl Anchors {
    /// Those of a page.
    pub(super) fn of(outline: &Outline) -> Self {
        let headings = outline.headings.iter().map(|heading| &heading.id);
        Self {
            names: headings.chain(&outline.ids).cloned().collect(),
            folded: OnceLock::new(),
        }
    }

    /// Whether there is a place of exactly this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// The one heading of the page whose name or words a name folds to.
    pub(super) fn meant<'o>(&self, name: &str, outline: &'o Outline) -> Option<&'o Heading> {
        let folded = self.folded.get_or_init(|| {
            let mut folded: Table<String, Option<u32>> = Table::default();
            for (number, heading) in (0u32..).zip(&outline.headings) {
                for name in [fold(&heading.id), fold(&heading.text)] {
                    let known = folded.entry(name).or_insert(Some(number));
                    *known = known.filter(|known| *known == number);
                }
            }
            folded
        });
        let name = Some(fold(name)).filter(|name| !name.is_empty())?;
        let number = folded.get(&name).copied().flatten()?;
        outline.headings.get(number as usize)
    }
}

/// A name of a place without all that is lost on the way to an address: capitals, accents, spaces and signs.
fn fold(name: &str) -> String {
    let mut folded = slugify(name);
    folded.retain(|letter| letter != '-');
    folded
}
