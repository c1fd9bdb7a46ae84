//! Taxonomies: the terms that files, types and pages give, and which page has which.
//!
//! A term has one name (`id`) in all languages and at most one page in each. A term that was replaced hands its pages on.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::admit::Admitted;
use crate::config::{Config, TaxonomyDecl, TaxonomyId};
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::hash::Table;
use crate::language::term_slug;
use crate::path::UrlPath;
use crate::schema::Value;
use crate::source::Span;
use crate::yaml::NodeKind;

use super::address::Segments;
use super::ids::PageId;
use super::links::MOST_SUGGESTIONS;
use super::naming;
use super::order;
use super::term::{PageTerms, Term, TermId, Use};
use super::unshown::{Unshown, held_term};

/// The terms that a page has already.
type Seen = Table<TermId, ()>;

/// What assembling the taxonomies gives.
#[derive(Debug)]
pub(super) struct Taxonomies {
    /// Every term, taxonomy by taxonomy, in the order of their names.
    pub terms: Vec<Term>,
    /// Finds a term by its taxonomy and name.
    pub by_name: TermNames,
    /// The terms of each page.
    pub terms_of: Vec<PageTerms>,
}

/// Finds terms by the names that references may use.
#[derive(Debug, Default)]
pub struct TermNames {
    /// By taxonomy.
    names: Vec<Table<Arc<str>, TermId>>,
}

impl TermNames {
    /// The term that a reference names: by its id, its path, or a plain name that gives the same id.
    pub fn find(&self, taxonomy: TaxonomyId, name: &str) -> Option<TermId> {
        let names = self.names.get(taxonomy.index())?;
        let found = |name: &str| names.get(name).copied();
        found(name).or_else(|| found(&term_slug(name)))
    }

    /// The names of a taxonomy's terms, for "did you mean".
    pub(super) fn ids(&self, taxonomy: Option<TaxonomyId>) -> Vec<&str> {
        let of_taxonomy = taxonomy.and_then(|id| self.names.get(id.index()));
        let mut names: Vec<&str> = of_taxonomy
            .into_iter()
            .flat_map(Table::keys)
            .map(|name| &**name)
            .collect();
        names.sort_unstable();
        names
    }
}

/// Assembles every taxonomy of the site.
pub(super) fn assemble(
    pages: &[Admitted],
    urls: &[UrlPath],
    segments: &Segments,
    unshown: &Unshown<'_>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Taxonomies {
    let mut terms: Vec<Term> = Vec::new();
    let mut by_name = TermNames {
        names: vec![Table::default(); config.taxonomies.len()],
    };
    let mut terms_of = vec![PageTerms::none(config); pages.len()];
    for (number, taxonomy) in config.numbered_taxonomies() {
        let first = terms.len();
        described(number, taxonomy, pages, urls, &mut terms, &mut by_name);
        let described_terms = terms.len();
        let mut unknown = 0;
        let mut told: Table<&str, ()> = Table::default();
        // The uses come page by page.
        let (mut page, mut seen) = (PageId(u32::MAX), Seen::default());
        for using in uses(taxonomy, pages) {
            let id = by_name.find(number, using.name).or_else(|| {
                if let Some(held) = unshown.term(taxonomy, using.name) {
                    diagnostics.extend(held_term(&using, taxonomy, held));
                    return None;
                }
                if taxonomy.closed {
                    // Past so many, the nearest term is not looked for: each look is at every term there is.
                    let known = match unknown < MOST_SUGGESTIONS {
                        true => &terms[first..described_terms],
                        false => &[],
                    };
                    unknown += 1;
                    diagnostics.extend(naming::unknown_term(&using, taxonomy, known, pages));
                    return None;
                }
                diagnostics.extend(naming::several_names(&using, taxonomy));
                if unknown < MOST_SUGGESTIONS {
                    let known = &terms[first..described_terms];
                    diagnostics.extend(naming::unknown_person(&using, taxonomy, known));
                }
                unknown += 1;
                Some(plain(number, using.name, &mut terms, &mut by_name))
            });
            if let Some(id) = id {
                if let Some(term) = terms.get(id.index())
                    && naming::is_another(using.name, term)
                    && told.insert(using.name, ()).is_none()
                {
                    diagnostics.extend(naming::taken_for(&using, taxonomy, term));
                }
                if using.page != page {
                    (page, seen) = (using.page, Seen::default());
                }
                if seen.insert(id, ()).is_none() {
                    terms_of[using.page.index()].add(number, id);
                }
            }
        }
        relate(first, &mut terms, &by_name, pages, diagnostics);
    }
    for (page, lists) in terms_of.iter_mut().enumerate() {
        for list in lists.by_taxonomy_mut() {
            for id in list.iter_mut() {
                *id = terms[id.index()].replaced_by.unwrap_or(*id);
            }
            let mut seen = Seen::default();
            list.retain(|id| seen.insert(*id, ()).is_none());
            if !pages[page].is_listed() {
                continue;
            }
            for id in list.iter() {
                terms[id.index()]
                    .members
                    .entry(pages[page].page.lang.clone())
                    .or_default()
                    .push(PageId(page as u32));
            }
        }
    }
    let ranks = order::ranks(pages);
    let lists = terms.iter_mut().flat_map(|term| term.members.values_mut());
    lists.for_each(|members| members.sort_by_key(|id| ranks[id.index()]));
    give_narrower(&mut terms);
    for (number, taxonomy) in config.numbered_taxonomies() {
        let of_taxonomy: Vec<&Term> = terms
            .iter()
            .filter(|term| term.taxonomy == number)
            .collect();
        let mut namings = naming::Namings::new(taxonomy, pages);
        naming::other_names(&of_taxonomy, &mut namings, diagnostics);
        naming::near_duplicates(&of_taxonomy, &mut namings, diagnostics);
    }
    count_together(&mut terms, &terms_of, pages);
    give_addresses(&mut terms, segments, config);
    Taxonomies {
        terms,
        by_name,
        terms_of,
    }
}

/// The terms that have files: of the taxonomy's folder, or the pages of its type.
fn described(
    number: TaxonomyId,
    taxonomy: &TaxonomyDecl,
    pages: &[Admitted],
    urls: &[UrlPath],
    terms: &mut Vec<Term>,
    by_name: &mut TermNames,
) {
    let mut found: BTreeMap<Arc<str>, Vec<PageId>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        let belongs = match &taxonomy.from_type {
            Some(kind) => page.kind.name == *kind,
            None => page.kind.is_term() && page.page.place.top() == &*taxonomy.name,
        };
        if belongs {
            found
                .entry(page.id.clone())
                .or_default()
                .push(PageId(index as u32));
        }
    }
    for (id, versions) in found {
        let term = TermId(terms.len() as u32);
        for version in &versions {
            let page = &pages[version.index()];
            let place = &page.page.place;
            let below = place
                .key()
                .split_once('/')
                .map_or_else(|| place.name.to_string(), |(_, below)| below.to_owned());
            for name in [id.clone(), below.into(), place.name.clone()] {
                by_name.names[number.index()].entry(name).or_insert(term);
            }
        }
        terms.push(Term {
            pages: versions
                .iter()
                .map(|version| (pages[version.index()].page.lang.clone(), *version))
                .collect(),
            urls: versions
                .iter()
                .map(|version| {
                    (
                        pages[version.index()].page.lang.clone(),
                        urls[version.index()].clone(),
                    )
                })
                .collect(),
            ..Term::named(number, id.clone(), id)
        });
    }
}

/// A term that has no file: the name that a page gives.
fn plain(number: TaxonomyId, name: &str, terms: &mut Vec<Term>, by_name: &mut TermNames) -> TermId {
    let term = TermId(terms.len() as u32);
    let id: Arc<str> = term_slug(name).into();
    by_name.names[number.index()].insert(id.clone(), term);
    by_name.names[number.index()].insert(name.into(), term);
    terms.push(Term::named(number, id, name.trim().into()));
    term
}

/// Every use of a taxonomy's key, with its place when the page itself wrote it.
fn uses<'a>(taxonomy: &'a TaxonomyDecl, pages: &'a [Admitted]) -> Vec<Use<'a>> {
    let mut found = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let Some(value) = page.field(&taxonomy.name) else {
            continue;
        };
        let own = page.page.fields.contains_key(&taxonomy.name);
        let node = page.page.spans.front_matter.get(&taxonomy.name);
        let names: Vec<&Value> = match value {
            Value::List(items) => items.iter().collect(),
            other => vec![other],
        };
        for (at, name) in names.iter().enumerate() {
            let Some(name) = name.as_text().filter(|name| !name.trim().is_empty()) else {
                continue;
            };
            let span: Option<Span> = node.map(|node| match &node.kind {
                NodeKind::List(items) => items.get(at).map_or(node.span, |item| item.span),
                _ => node.span,
            });
            found.push(Use {
                page: PageId(index as u32),
                name: name.trim(),
                place: match (own, span) {
                    (true, Some(span)) => Some(Place::at(&page.page.path, span)),
                    _ => None,
                },
                commas: name.contains(',')
                    && node.is_some_and(|node| matches!(node.kind, NodeKind::Scalar(_))),
            });
        }
    }
    found
}

/// Follows `broader`, `related` and `replaced_by` of the terms from `first` on.
fn relate(
    first: usize,
    terms: &mut [Term],
    by_name: &TermNames,
    pages: &[Admitted],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut replacements: BTreeMap<usize, TermId> = BTreeMap::new();
    for (index, term) in terms.iter_mut().enumerate().skip(first) {
        let Some(page) = term.pages.values().next().map(|id| &pages[id.index()]) else {
            continue;
        };
        if !page.kind.is_term() {
            continue;
        }
        let number = term.taxonomy;
        let named = |field: &str| -> Vec<TermId> {
            let value = page.field(field);
            let one = value.and_then(Value::as_text);
            let several = value.map(Value::items).unwrap_or_default();
            several
                .iter()
                .filter_map(Value::as_text)
                .chain(one)
                .filter_map(|name| by_name.find(number, name))
                .filter(|id| id.index() != index)
                .collect()
        };
        if let Some(replacement) = named("replaced_by").first() {
            replacements.insert(index, *replacement);
        }
        let (broader, related) = (named("broader"), named("related"));
        term.broader = broader;
        term.related = related;
    }
    for start in replacements.keys() {
        let mut at = replacements[start];
        let mut steps = 0;
        while let Some(next) = replacements.get(&at.index()) {
            at = *next;
            steps += 1;
            if steps > replacements.len() {
                break;
            }
        }
        if steps > replacements.len() {
            if let Some(page) = terms[*start]
                .pages
                .values()
                .next()
                .map(|id| &pages[id.index()])
            {
                diagnostics.push(
                    Diagnostic::new(
                        &codes::TAXONOMY_REPLACED_LOOP,
                        Place::at(&page.page.path, page.page.spans.field("replaced_by")),
                        format!(
                            "the term `{}` is replaced by a term that it replaces itself",
                            terms[*start].id
                        ),
                    )
                    .help("one of the terms must stay: take its `replaced_by` away"),
                );
            }
        } else {
            terms[*start].replaced_by = Some(at);
        }
    }
}

/// Turns `broader` round: a term that was replaced is nobody's narrower term.
fn give_narrower(terms: &mut [Term]) {
    for index in 0..terms.len() {
        if terms[index].replaced_by.is_none() {
            for wider in terms[index].broader.clone() {
                terms[wider.index()].narrower.push(TermId(index as u32));
            }
        }
    }
}

/// Counts which terms of one taxonomy stand on the same pages.
fn count_together(terms: &mut [Term], terms_of: &[PageTerms], pages: &[Admitted]) {
    let mut met: BTreeMap<&Arc<str>, Vec<(TermId, TermId)>> = BTreeMap::new();
    for (page, lists) in terms_of.iter().enumerate() {
        if !pages[page].is_listed() {
            continue;
        }
        let met = met.entry(&pages[page].page.lang).or_default();
        for list in lists.by_taxonomy() {
            // A page with very many terms says nothing about any pair of them, and would cost their square.
            let list = &list[..list.len().min(16)];
            for one in list {
                met.extend(
                    list.iter()
                        .filter(|other| *other != one)
                        .map(|other| (*one, *other)),
                );
            }
        }
    }
    for (lang, mut met) in met {
        met.sort_unstable();
        for pairs in met.chunk_by(|a, b| a == b) {
            let (one, other) = pairs[0];
            let together = terms[one.index()].together.entry(lang.clone()).or_default();
            together.push((other, pairs.len() as u32));
        }
    }
    for term in terms {
        for list in term.together.values_mut() {
            list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            list.truncate(8);
        }
    }
}

/// Gives a plain term an address in each language whose pages have it, and takes it from a replaced one.
fn give_addresses(terms: &mut [Term], segments: &Segments, config: &Config) {
    for term in terms.iter_mut() {
        let name = &config.taxonomy(term.taxonomy).name;
        if term.pages.is_empty() {
            for lang in term.members.keys() {
                let folder = segments.address(lang, name, config);
                term.urls
                    .insert(lang.clone(), UrlPath::new(&format!("{folder}{}/", term.id)));
            }
        }
    }
    for index in 0..terms.len() {
        if let Some(replacement) = terms[index].replaced_by {
            terms[index].urls = terms[replacement.index()].urls.clone();
        }
    }
}
