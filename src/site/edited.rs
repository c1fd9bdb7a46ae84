//! The same site after edits that change nothing of what was assembled: no address, no order, no target, no relation.
//!
//! What an edit may change is seen by comparing ([`crate::parse::page::Edit`]). Nothing is assembled here: where something would
//! have to be, the answer is none.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::admit::Admitted;
use crate::parse::Page;

use super::order::{self, SortBy};
use super::{PageId, Site};

impl Site {
    /// The same site with other texts: each page of `texts` in the place of the page of its file.
    ///
    /// The pages may differ in text only ([`crate::parse::page::Edit::Text`]); otherwise there is none.
    #[must_use]
    pub fn with_texts(&self, texts: &[Arc<Page>]) -> Option<Self> {
        let mut site = self.clone();
        for text in texts {
            if let Some(id) = self.of_file(text) {
                site.pages[id.index()] = self.page(id).edited(text.clone())?;
            }
        }
        Some(site)
    }

    /// The same site with pages that say other words of themselves ([`crate::parse::page::Edit::Card`]), and which these are; none
    /// when what is assembled depends on those words.
    #[must_use]
    pub fn with_cards(&self, edited: &[Arc<Page>]) -> Option<(Self, Vec<PageId>)> {
        let mut site = self.clone();
        let mut changed = Vec::with_capacity(edited.len());
        for page in edited {
            // A page that is held back tells nobody anything.
            let Some(id) = self.of_file(page) else {
                continue;
            };
            site.pages[id.index()] = self.page(id).edited(page.clone())?;
            changed.push(id);
        }
        for id in &changed {
            let (before, after) = (self.page(*id), site.page(*id));
            let is_free = !self.says_where_it_stands(before)
                && (before.title == after.title
                    || !self.lends_its_title(*id)
                        && !self.names.tell_apart(before, after)
                        && !site.moves(*id, before));
            if !is_free {
                return None;
            }
        }
        // Two pages that change places are not seen by looking at one of them.
        let renamed = |id: &&PageId| self.page(**id).title != site.page(**id).title;
        (changed.iter().filter(renamed).count() <= 1).then_some((site, changed))
    }

    fn of_file(&self, page: &Page) -> Option<PageId> {
        let index = self
            .pages
            .iter()
            .position(|admitted| admitted.page.path == page.path)?;
        Some(PageId(index as u32))
    }

    /// Whether places in the page's file are kept, which an edit of its front matter moves.
    fn says_where_it_stands(&self, page: &Admitted) -> bool {
        let path = &page.page.path;
        let redirects = self.redirects.iter();
        let mut places = redirects
            .flat_map(|redirect| [&redirect.place, &redirect.to_place, &redirect.status_place]);
        places.any(|place| place.file == *path)
    }

    /// Whether a list, a term or a menu is called by the page's title.
    fn lends_its_title(&self, id: PageId) -> bool {
        let (page, url) = (self.page(id), self.url(id));
        let mut items = self
            .menus
            .values()
            .flat_map(|menus| menus.values())
            .flatten();
        self.listings.iter().any(|listing| listing.page == Some(id))
            || self
                .terms
                .iter()
                .any(|term| term.pages.values().any(|of| *of == id))
            || items.any(|item| item.title == page.title && *item.url == *url.as_str())
    }

    /// Whether the page, which had another title before, stands elsewhere among others by its new one.
    fn moves(&self, id: PageId, before: &Admitted) -> bool {
        let after = self.page(id);
        let by_title = order::by_title(&after.page.lang);
        let passes = |other: &Admitted| {
            let rank = |page: &Admitted| by_title(page, other) == Ordering::Less;
            other.page.path != after.page.path && rank(before) != rank(after)
        };
        // The order of dates is that of titles for pages without one.
        let among_undated = order::moment(after).is_none()
            && self.pages.iter().any(|other| {
                other.page.lang == after.page.lang
                    && order::moment(other).is_none()
                    && passes(other)
            });
        among_undated
            || self.listings.iter().any(|listing| {
                let described = listing.page.map(|page| self.page(page));
                SortBy::of(described) != SortBy::Date
                    && listing.items.contains(&id)
                    && listing.items.iter().any(|other| passes(self.page(*other)))
            })
    }
}
