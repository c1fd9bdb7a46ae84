//! An overview of the site for programs that read text: its sections and their pages, or the Markdown copies of those.

use crate::formats::llms;
use crate::site::{PageId, RouteKind, outputs};

use super::Composer;

impl Composer {
    /// The sections of the default language with their pages.
    pub fn overview(&self) -> llms::Summary {
        let site = &*self.site;
        let lang = site.config.default_language();
        let shared = self.shared(lang);
        let sections = site
            .listings
            .iter()
            .filter(|listing| listing.lang == *lang && listing.kind == RouteKind::Section)
            .map(|listing| {
                let shown = listing.items.iter();
                let shown = shown.filter(|page| !self.site.page(**page).is_noindex());
                let entries = shown.map(|page| self.overview_entry(*page));
                (listing.title.to_string(), entries.collect())
            });
        llms::Summary {
            title: shared.title.to_string(),
            description: shared.description.to_string(),
            sections: sections.collect(),
        }
    }

    fn overview_entry(&self, page: PageId) -> llms::Entry {
        let card = self.card(page);
        let has_copy = outputs::has_copy(self.site.page(page), &self.site.config);
        llms::Entry {
            title: card.title.to_string(),
            url: match has_copy {
                true => {
                    let copy = self.site.url(page).beside("index.md");
                    self.addresses.canonical(&copy).to_string()
                }
                false => self.addresses.canonical_of(&card.url).to_string(),
            },
            description: card.description.to_string(),
        }
    }
}
