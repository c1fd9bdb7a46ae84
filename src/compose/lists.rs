//! What a page lists: a part of its listing, its terms, and what its `pages` directives ask for.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::language::Order;
use crate::page::{Body, Part};
use crate::schema::TypeDecl;
use crate::site::{Listing, PageId, Route, RouteKind, TermId, order};
use crate::view::{About, Card, ListData, Pager, PagerPart, Shared, TermCard};

use super::Composer;

/// How many terms home offers to begin with: what is read at a glance. The list of all is a link away.
const MOST_WORDS_OF_HOME: usize = 20;

/// How many subjects the search page offers: what fits on a screen or two as a cloud of words.
const MOST_SUBJECTS: usize = 60;

/// How many of the newest pages of a type home is given: two rows of three cards.
const NEWEST: usize = 6;

impl Composer {
    pub(super) fn list(&self, route: &Route, listing: &Listing) -> ListData {
        let count = listing.page_count();
        let url = |number: usize| self.addresses.inside(&listing.page_url(number));
        ListData {
            items: listing
                .items_on(route.number)
                .iter()
                .map(|id| self.card(*id).clone())
                .collect(),
            about: match (&listing.kind, route.number) {
                (RouteKind::Section, 1) => self.about(listing),
                _ => Vec::new(),
            },
            newest: match listing.kind {
                RouteKind::Home => self.newest(&listing.lang),
                _ => BTreeMap::new(),
            },
            terms: match route.number {
                1 => self
                    .terms_of_listing(listing)
                    .into_iter()
                    .map(|id| self.term_card(id, &listing.lang))
                    .collect(),
                _ => Vec::new(),
            },
            map: match route.number {
                1 if !listing.terms.is_empty() => self.map_url(&listing.folder, &listing.lang),
                _ => None,
            },
            sections: listing
                .sections
                .iter()
                .map(|id| self.listing_link(self.site.listing(*id)))
                .collect(),
            total: listing.items.len() as u32,
            pager: (count > 1).then(|| Pager {
                current: route.number as u32,
                count: count as u32,
                parts: parts(route.number, count, url),
                previous: (route.number > 1).then(|| url(route.number - 1)),
                next: (route.number < count).then(|| url(route.number + 1)),
            }),
            feed: listing
                .feed
                .then(|| self.addresses.inside(&listing.url.beside("feed.xml"))),
        }
    }

    /// What the search page offers before anything is typed: subjects that have pages, the most used first.
    pub(super) fn subjects(&self, lang: &str) -> ListData {
        let site = &*self.site;
        let is_subject: Vec<bool> = site
            .config
            .taxonomies
            .values()
            .map(|taxonomy| taxonomy.from_type.is_none() && &*taxonomy.name != "authors")
            .collect();
        let mut terms: Vec<TermCard> = site
            .terms
            .iter()
            .enumerate()
            .filter(|(_, term)| is_subject[term.taxonomy.index()] && term.replaced_by.is_none())
            .map(|(index, _)| self.term_card(TermId(index as u32), lang))
            .filter(|card| card.count > 0 && !card.link.url.is_empty())
            .collect();
        terms.sort_by_key(|card| std::cmp::Reverse(card.count));
        terms.truncate(MOST_SUBJECTS);
        ListData {
            terms,
            ..ListData::default()
        }
    }

    /// The terms that a listing shows: its own; home shows the most used of the first taxonomy that has terms of its own.
    fn terms_of_listing(&self, listing: &Listing) -> Vec<TermId> {
        if listing.kind != RouteKind::Home {
            return listing.terms.clone();
        }
        let taxonomies = &self.site.config.taxonomies;
        // People are no words to begin with, whether they have pages or are only named.
        let first = taxonomies
            .values()
            .find(|decl| decl.from_type.is_none() && &*decl.name != "authors");
        let shown = first.and_then(|decl| {
            self.site.listings.iter().find(|other| {
                other.lang == listing.lang && other.folder == decl.name && !other.terms.is_empty()
            })
        });
        let terms = shown.map_or(&[][..], |other| &other.terms);
        let count = |id: &TermId| self.site.term(*id).count(&listing.lang);
        let mut places: Vec<usize> = (0..terms.len()).collect();
        places.sort_by_key(|at| std::cmp::Reverse(count(&terms[*at])));
        places.truncate(MOST_WORDS_OF_HOME);
        // In the order in which the list of all has them.
        places.sort_unstable();
        places.into_iter().map(|at| terms[at]).collect()
    }

    /// What the pages of a listing are about, by taxonomy. Terms without a page are left out, since they lead nowhere.
    fn about(&self, listing: &Listing) -> Vec<About> {
        let site = &*self.site;
        let lang = &*listing.lang;
        let taxonomies = site.config.numbered_taxonomies();
        taxonomies
            .filter_map(|(number, decl)| {
                let mut counts: BTreeMap<TermId, u32> = BTreeMap::new();
                for page in &listing.items {
                    for term in site.terms_of[page.index()].of(number) {
                        *counts.entry(*term).or_default() += 1;
                    }
                }
                let mut terms: Vec<_> = counts
                    .into_iter()
                    .map(|(term, count)| (self.term_link(term, lang), count))
                    .filter(|(link, _)| !link.url.is_empty())
                    .collect();
                let letters = Order::of(lang);
                terms.sort_by(|(a, _), (b, _)| letters.compare(&a.title, &b.title));
                (!terms.is_empty()).then(|| About {
                    taxonomy: decl.name.clone(),
                    label: decl.label.get(lang).unwrap_or(&decl.name).into(),
                    terms,
                })
            })
            .collect()
    }

    /// The newest pages of each type in a language; of events those that are not over, the soonest first.
    fn newest(&self, lang: &str) -> BTreeMap<Arc<str>, Vec<Shared<Card>>> {
        let site = &*self.site;
        let mut by_type: BTreeMap<Arc<str>, Vec<PageId>> = BTreeMap::new();
        for index in 0..site.pages.len() {
            let id = PageId(index as u32);
            let page = site.page(id);
            if &*page.page.lang == lang
                && !page.archived
                && !page.page.place.is_section()
                && !page.is_over
            {
                by_type.entry(page.kind.name.clone()).or_default().push(id);
            }
        }
        by_type
            .into_iter()
            .map(|(kind, mut pages)| {
                let is_event = |decl: &Arc<TypeDecl>| decl.meaning.event.is_some();
                match site.config.types.get(&kind).is_some_and(is_event) {
                    true => order::to_come_first(&mut pages, &site.pages),
                    false => order::newest_first(&mut pages, &site.pages),
                }
                let cards = pages.iter().take(NEWEST);
                (kind, cards.map(|id| self.card(*id).clone()).collect())
            })
            .collect()
    }

    pub(super) fn term_card(&self, id: TermId, lang: &str) -> TermCard {
        let term = self.site.term(id);
        TermCard {
            link: self.term_link(id, lang),
            description: term
                .pages
                .get(lang)
                .map_or_else(|| "".into(), |page| self.card(*page).description.clone()),
            count: term.count(lang) as u32,
        }
    }

    /// What the `pages` directives of a body list.
    pub(super) fn queries(&self, body: &Body, lang: &str) -> BTreeMap<u32, Vec<Shared<Card>>> {
        let mut found = BTreeMap::new();
        let mut open: Vec<&Part> = body.parts.iter().collect();
        while let Some(part) = open.pop() {
            if let Part::Directive(directive) = part {
                open.extend(&directive.body);
                if &*directive.name == "pages" {
                    found.insert(directive.number, self.query(&directive.attributes.0, lang));
                }
            }
        }
        found
    }

    /// The pages of a language that fit every condition of a query.
    pub(super) fn query(
        &self,
        conditions: &indexmap::IndexMap<Box<str>, Box<str>>,
        lang: &str,
    ) -> Vec<Shared<Card>> {
        let site = &*self.site;
        let limit = conditions
            .get("limit")
            .and_then(|limit| limit.parse().ok())
            .unwrap_or(10);
        let sort = match conditions.get("sort").map(|sort| &**sort) {
            Some("title") => order::SortBy::Title,
            Some("weight") => order::SortBy::Weight,
            _ => order::SortBy::Date,
        };
        let mut fitting: Vec<PageId> = (0..site.pages.len())
            .map(|index| PageId(index as u32))
            .filter(|id| {
                let page = site.page(*id);
                &*page.page.lang == lang
                    && (page.is_listed() || conditions.contains_key("type") && !page.archived)
                    && page.kind.is_content()
                    && conditions
                        .iter()
                        .all(|(name, wanted)| self.fits(*id, name, wanted))
            })
            .collect();
        order::sort(&mut fitting, sort, &site.pages);
        fitting
            .into_iter()
            .take(limit)
            .map(|id| self.card(id).clone())
            .collect()
    }

    /// Whether a page fits one condition: any of the words that it lists, parted by commas.
    pub(super) fn fits(&self, id: PageId, name: &str, wanted: &str) -> bool {
        let page = self.site.page(id);
        let mut words = wanted.split(',').map(str::trim);
        match name {
            "type" => words.any(|word| word == &*page.kind.name),
            "section" => words.any(|word| word == page.page.place.top()),
            _ => match self.site.config.taxonomy_id(name) {
                Some(taxonomy) => {
                    let terms = self.site.terms_of[id.index()].of(taxonomy);
                    words.any(|word| terms.iter().any(|term| &*self.site.term(*term).id == word))
                }
                None => true,
            },
        }
    }
}

/// The pages of a list worth a link from page `current` of `count`: the first, the last, and two on either side. A gap that
/// would leave out a single page is not made.
fn parts(current: usize, count: usize, url: impl Fn(usize) -> Arc<str>) -> Vec<PagerPart> {
    const NEAR: usize = 2;
    let mut parts: Vec<PagerPart> = Vec::new();
    let mut last = 0;
    for number in 1..=count {
        let is_near = number.abs_diff(current) <= NEAR;
        let is_end = number == 1 || number == count;
        let fills = |end: usize| number == end && current.abs_diff(end) == NEAR + 1;
        if is_near || is_end || fills(2) || fills(count - 1) {
            parts.push(PagerPart {
                number: number as u32,
                url: url(number),
                after_gap: number > last + 1,
            });
            last = number;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pager_names_the_ends_and_what_is_near() {
        let shown = |current, count| {
            let parts = parts(current, count, |number| format!("/{number}/").into());
            let parts = parts.iter().map(|part| match part.after_gap {
                true => format!("… {}", part.number),
                false => part.number.to_string(),
            });
            parts.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown(1, 2), "1 2");
        assert_eq!(shown(1, 9), "1 2 3 … 9");
        assert_eq!(shown(4, 9), "1 2 3 4 5 6 … 9");
        assert_eq!(shown(5, 9), "1 2 3 4 5 6 7 8 9");
        assert_eq!(shown(6, 12), "1 … 4 5 6 7 8 … 12");
        assert_eq!(shown(12, 12), "1 … 10 11 12");
    }
}
