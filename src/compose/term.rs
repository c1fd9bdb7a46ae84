//! What the templates see of a term besides its pages.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::schema::Value;
use crate::site::references::Reference;
use crate::site::{PageId, Route, RouteKind, Site, Term, TermId};
use crate::view::{Finding, Quote, TermData};

use super::Composer;

/// How many questions a term's page gathers: what a team can talk about in one meeting.
const MOST_QUESTIONS: usize = 8;

/// Which entries of a list of pages' fields are about each term: the page, and the entry's place in its list.
pub(super) type Entries = BTreeMap<TermId, Vec<(PageId, usize)>>;

/// Turns the terms of a list's entries round: of `findings`, or of `quotes`.
pub(super) fn entries(site: &Site, list: &str) -> Entries {
    let mut found = Entries::new();
    for (index, references) in site.references.iter().enumerate() {
        for (at, reference) in &references.refs {
            let number = at
                .strip_prefix(list)
                .and_then(|rest| rest.strip_prefix('['))
                .and_then(|rest| rest.split(']').next()?.parse().ok());
            if let (Reference::Term(term), Some(number)) = (reference, number) {
                found
                    .entry(*term)
                    .or_default()
                    .push((PageId(index as u32), number));
            }
        }
    }
    found
}

impl Composer {
    /// The entries about a term in a language, those of the newest pages first.
    fn entries_about<'a>(
        &'a self,
        entries: &Entries,
        term: TermId,
        list: &str,
        lang: &str,
    ) -> Vec<(PageId, &'a Value)> {
        let site = &*self.site;
        let all = entries.get(&term).map(Vec::as_slice).unwrap_or_default();
        let mut shown: Vec<&(PageId, usize)> = all
            .iter()
            .filter(|(page, _)| &*site.page(*page).page.lang == lang && !site.page(*page).archived)
            .collect();
        shown.sort_by_key(|(page, number)| (Reverse(site.page(*page).date), *page, *number));
        shown
            .into_iter()
            .filter_map(|(page, number)| {
                let entry = site.page(*page).field(list)?.items().get(*number)?;
                Some((*page, entry))
            })
            .collect()
    }

    /// What evaluations in a language found about a term, newest first.
    fn findings(&self, term: TermId, lang: &str) -> Vec<Finding> {
        self.entries_about(&self.findings_of, term, "findings", lang)
            .into_iter()
            .map(|(page, finding)| Finding {
                text: text_of(finding, "text"),
                strength: text_of(finding, "strength"),
                source: self.page_link(page, lang),
                date: self.card(page).date.clone(),
            })
            .collect()
    }

    /// The newest words about a term that somebody agreed to see quoted, in a language.
    fn quote(&self, term: TermId, lang: &str) -> Option<Quote> {
        let quotes = self.entries_about(&self.quotes_of, term, "quotes", lang);
        let (page, quote) = quotes.into_iter().next()?;
        Some(Quote {
            text: text_of(quote, "text"),
            speaker: text_of(quote, "speaker"),
            source: self.page_link(page, lang),
        })
    }

    /// Questions to talk about from a term's pages, each once.
    fn questions(&self, term: &Term, lang: &str) -> Vec<Arc<str>> {
        let mut questions: Vec<Arc<str>> = Vec::new();
        for page in term.members.get(lang).into_iter().flatten() {
            let asked = self
                .site
                .page(*page)
                .field("questions")
                .map(Value::items)
                .unwrap_or_default();
            for question in asked.iter().filter_map(Value::as_text) {
                if questions.len() == MOST_QUESTIONS {
                    return questions;
                }
                if !questions.iter().any(|known| **known == *question) {
                    questions.push(question.into());
                }
            }
        }
        questions
    }

    /// What is known of the term that a route shows.
    pub(super) fn term(&self, route: &Route) -> Option<TermData> {
        let RouteKind::Term(id) = route.kind else {
            return None;
        };
        let site = &*self.site;
        let term: &Term = site.term(id);
        let lang = &route.lang;
        let links = |terms: &[TermId]| {
            terms
                .iter()
                .map(|term| self.term_link(*term, lang))
                .collect()
        };
        let synonyms = term
            .pages
            .get(lang)
            .and_then(|page| site.page(*page).field("synonyms"));
        Some(TermData {
            taxonomy: site.config.taxonomy(term.taxonomy).name.clone(),
            synonyms: synonyms
                .map(Value::items)
                .unwrap_or_default()
                .iter()
                .filter_map(Value::as_text)
                .map(Arc::from)
                .collect(),
            broader: links(&term.broader),
            narrower: links(&term.narrower),
            related: links(&term.related),
            together: term
                .together
                .get(lang)
                .into_iter()
                .flatten()
                .map(|(other, count)| (self.term_link(*other, lang), *count))
                .collect(),
            count: term.count(lang) as u32,
            quote: match route.number {
                1 => self.quote(id, lang),
                _ => None,
            },
            findings: match route.number {
                1 => self.findings(id, lang),
                _ => Vec::new(),
            },
            questions: match route.number {
                1 => self.questions(term, lang),
                _ => Vec::new(),
            },
            map: match route.number {
                1 => self.term_map(term, lang),
                _ => None,
            },
        })
    }
}

/// A text of an entry; empty when it says nothing.
fn text_of(entry: &Value, name: &str) -> Arc<str> {
    entry
        .get(name)
        .and_then(Value::as_text)
        .unwrap_or_default()
        .into()
}
