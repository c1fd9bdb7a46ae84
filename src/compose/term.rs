//! What the templates see of a term besides its pages.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::render::view::{Finding, TermData};
use crate::schema::Value;
use crate::site::references::Reference;
use crate::site::{PageId, Route, RouteKind, Site, Term, TermId};

use super::Composer;

/// How many questions a term's page gathers.
const QUESTIONS: usize = 8;

/// Which findings of which pages are about each term: the page, and the finding's place in its `findings`.
pub(super) type FindingsOf = BTreeMap<TermId, Vec<(PageId, usize)>>;

/// Turns the terms of findings round.
pub(super) fn findings_of(site: &Site) -> FindingsOf {
    let mut found = FindingsOf::new();
    for (index, references) in site.references.iter().enumerate() {
        for (at, reference) in &references.refs {
            let number = at
                .strip_prefix("findings[")
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
    /// What evaluations in a language found about a term, newest first.
    fn findings(&self, term: TermId, lang: &str) -> Vec<Finding> {
        let site = &*self.site;
        let all = self
            .findings_of
            .get(&term)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut shown: Vec<&(PageId, usize)> = all
            .iter()
            .filter(|(page, _)| &*site.page(*page).page.lang == lang && !site.page(*page).archived)
            .collect();
        shown.sort_by_key(|(page, number)| (Reverse(site.page(*page).date), *page, *number));
        shown
            .into_iter()
            .filter_map(|(page, number)| {
                let finding = site.page(*page).field("findings")?.items().get(*number)?;
                let text = |name: &str| {
                    finding
                        .get(name)
                        .and_then(Value::as_text)
                        .unwrap_or_default()
                };
                Some(Finding {
                    text: text("text").into(),
                    strength: text("strength").into(),
                    source: self.page_link(*page, lang),
                    date: self.card(*page).date.clone(),
                })
            })
            .collect()
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
                if questions.len() == QUESTIONS {
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
            taxonomy: site
                .config
                .taxonomies
                .get_index(term.taxonomy)
                .map_or_else(|| "".into(), |(name, _)| name.clone()),
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
