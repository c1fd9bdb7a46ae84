//! The same site after edits that change nothing of what was assembled: no address, no order, no target, no relation.
//!
//! What an edit may change is seen by comparing ([`crate::page::Edit`]). Nothing is assembled here: where something would
//! have to be, the answer is none.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::admit::Admitted;
use crate::page::Page;

use crate::hash::Table;
use crate::path::SitePath;

use super::ids::PageId;
use super::order::{self, SortBy};
use super::structure::Site;

impl Site {
    /// The same site with other texts: each page of `texts` in the place of the page of its file.
    ///
    /// The pages may differ in text only ([`crate::page::Edit::Text`]); otherwise there is none.
    #[must_use]
    pub fn with_texts(&self, texts: &[Arc<Page>]) -> Option<Self> {
        let mut site = self.clone();
        for (id, text) in self.of_files(texts) {
            site.pages[id.index()] = self.page(id).edited(text.clone())?;
        }
        Some(site)
    }

    /// The same site with pages that say other words of themselves ([`crate::page::Edit::Card`]), and which these are; none
    /// when what is assembled depends on those words.
    #[must_use]
    pub fn with_cards(&self, edited: &[Arc<Page>]) -> Option<(Self, Vec<PageId>)> {
        let mut site = self.clone();
        let mut changed = Vec::with_capacity(edited.len());
        for (id, page) in self.of_files(edited) {
            site.pages[id.index()] = self.page(id).edited(page.clone())?;
            changed.push(id);
        }
        // Two pages that change places are not seen by looking at one of them. And to look where one stands costs as much as
        // there are pages: for many it would cost more than to assemble the site.
        let renamed = |id: &&PageId| self.page(**id).title != site.page(**id).title;
        if changed.iter().filter(renamed).nth(1).is_some() {
            return None;
        }
        let placed = self.files_with_places();
        for id in &changed {
            let (before, after) = (self.page(*id), site.page(*id));
            let is_free = !placed.contains(&before.page.path)
                && (before.title == after.title
                    || !self.lends_its_title(*id)
                        && !self.names.tell_apart(before, after)
                        && !site.moves(*id, before));
            if !is_free {
                return None;
            }
        }
        Some((site, changed))
    }

    /// The pages of some files, in the order of the site's pages; a page that is held back tells nobody anything.
    fn of_files<'a>(&self, files: &'a [Arc<Page>]) -> Vec<(PageId, &'a Arc<Page>)> {
        let wanted: Table<&SitePath, &Arc<Page>> =
            files.iter().map(|page| (&page.path, page)).collect();
        let pages = self.pages.iter().enumerate();
        pages
            .filter_map(|(index, admitted)| {
                let page = wanted.get(&admitted.page.path)?;
                Some((PageId(index as u32), *page))
            })
            .collect()
    }

    /// The files in which places are kept, which an edit of their front matter moves.
    fn files_with_places(&self) -> BTreeSet<&SitePath> {
        let redirects = self.redirects.iter();
        redirects
            .flat_map(|redirect| [&redirect.place, &redirect.to_place, &redirect.status_place])
            .map(|place| &place.file)
            .collect()
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
