//! The pages as search sees them: their words, the names of their terms in every language, and their facets.

use crate::language::{self, DateStyle};
use crate::page::TextSection;
use crate::schema::{self, Value};
use crate::search::{Document, Facet, LanguageLabel, Section, Settings, TermName};
use crate::site::{LinkTarget, PageId, RouteKind, TermId, order};
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Composer;

/// A page that may be found.
#[derive(Clone, Copy, Debug)]
pub struct Searched {
    page: PageId,
    /// The term that it is the page of.
    own_term: Option<TermId>,
}

impl Composer {
    /// Every page that may be found, in the order of the site's pages.
    pub fn searched(&self) -> Vec<Searched> {
        let site = &*self.site;
        let own_terms: BTreeMap<PageId, TermId> = site
            .terms
            .iter()
            .enumerate()
            .flat_map(|(index, term)| {
                term.pages
                    .values()
                    .map(move |page| (*page, TermId(index as u32)))
            })
            .collect();
        let mut shown: Vec<PageId> = site
            .routes
            .iter()
            .filter(|route| route.number == 1)
            .filter_map(|route| route.page)
            .collect();
        shown.sort_unstable();
        shown.dedup();
        shown
            .into_iter()
            .filter(|id| site.page(*id).truth("search", true))
            .map(|page| Searched {
                page,
                own_term: own_terms.get(&page).copied(),
            })
            .collect()
    }

    /// A page as search sees it.
    pub fn document(&self, searched: Searched) -> Document {
        let Searched { page: id, own_term } = searched;
        let site = &*self.site;
        let page = site.page(id);
        let card = self.card(id);
        let outline = &page.page.outline;
        let terms = site.terms_of[id.index()].all().chain(own_term);
        let mut term_names: Vec<TermName> = terms.flat_map(|term| self.names(term)).collect();
        term_names.extend(self.kind_names(id));
        term_names.sort_unstable();
        term_names.dedup();
        Document {
            url: card.url.to_string(),
            lang: card.lang.to_string(),
            title: page.title.to_string(),
            summary: card.description.to_string(),
            sections: outline
                .sections
                .iter()
                .map(|section| Section {
                    heading: section
                        .heading
                        .and_then(|number| outline.headings.get(number as usize))
                        .map(|heading| (heading.id.to_string(), heading.text.to_string())),
                    text: self.said(section, &site.targets[id.index()]),
                })
                .collect(),
            term_names,
            search_words: texts(page.field("search_words")),
            authors: card
                .terms
                .iter()
                .filter(|terms| &*terms.taxonomy == "authors")
                .flat_map(|terms| terms.terms.iter().map(|author| author.title.to_string()))
                .collect(),
            facets: self.facets_of(id),
            is_term: own_term.is_some() && page.kind.is_term(),
            date: order::moment(page).map(|moment| moment.day.to_string()),
            date_text: order::moment(page)
                .and_then(|moment| {
                    language::format_date(&card.lang, &moment.day.to_string(), DateStyle::Day)
                })
                .unwrap_or_default(),
        }
    }

    /// The text of a section as readers see it: pages that it names by file or id with their titles.
    fn said(&self, section: &TextSection, targets: &[LinkTarget]) -> String {
        let text = section.text.get();
        if section.names.is_empty() {
            return text.into_owned();
        }
        let mut said = String::with_capacity(text.len());
        let mut from = 0;
        for name in &section.names {
            if let Some(LinkTarget::Page(to, _)) = targets.get(name.link as usize) {
                said.push_str(text.get(from..name.place.start).unwrap_or_default());
                said.push_str(&self.site.page(*to).title);
                from = name.place.end;
            }
        }
        said.push_str(text.get(from..).unwrap_or_default());
        said
    }

    /// The names and synonyms of a term in every language.
    fn names(&self, term: TermId) -> Vec<TermName> {
        let site = &*self.site;
        let term = site.term(term);
        let described = term.pages.iter().flat_map(|(lang, page)| {
            let page = site.page(*page);
            // What a term is called, and what people who mean it type.
            let others = ["synonyms", "hidden_label"].into_iter();
            let others = others
                .filter_map(|name| page.field(name))
                .flat_map(Value::items);
            let names = others.filter_map(Value::as_text).chain([&*page.title]);
            names.map(|name| TermName {
                lang: lang.to_string(),
                text: name.to_owned(),
            })
        });
        let plain = term.pages.is_empty().then(|| TermName {
            lang: site.config.default_language().to_string(),
            text: term.name.to_string(),
        });
        described.chain(plain).collect()
    }

    /// What pages of this one's type are called, one and several, in every language: “evaluation” and “stori” are asked for by name.
    fn kind_names(&self, id: PageId) -> Vec<TermName> {
        let kind = &self.site.page(id).kind;
        if !kind.is_content() || &*kind.name == schema::PAGE {
            return Vec::new();
        }
        let languages = self.site.config.languages.keys();
        let names = languages.flat_map(|lang| {
            let labels = [kind.label.get(lang), kind.plural.get(lang)].into_iter();
            labels.flatten().map(|label| TermName {
                lang: lang.to_string(),
                text: label.to_owned(),
            })
        });
        names.collect()
    }

    fn facets_of(&self, id: PageId) -> Vec<(String, String)> {
        let site = &*self.site;
        let page = site.page(id);
        let mut facets = Vec::new();
        for (terms, name) in site.terms_of[id.index()]
            .by_taxonomy()
            .zip(site.config.taxonomies.keys())
        {
            facets.extend(
                terms
                    .iter()
                    .map(|term| (name.to_string(), site.term(*term).id.to_string())),
            );
        }
        if page.kind.is_content() && &*page.kind.name != schema::PAGE {
            facets.push(("type".into(), page.kind.name.to_string()));
        }
        if let Some(moment) = order::moment(page) {
            facets.push(("year".into(), format!("{:04}", moment.day.year())));
        }
        facets.push(("language".into(), page.page.lang.to_string()));
        facets
    }

    /// What is said of the site's search beside its pages. `words` gives the names of the facets that are no taxonomy.
    pub fn search_settings(&self, words: impl Fn(&str, &str) -> String) -> Settings {
        let site = &*self.site;
        let config = &site.config;
        let langs: Vec<&Arc<str>> = config.languages.keys().collect();
        let taxonomies = config
            .numbered_taxonomies()
            .map(|(number, taxonomy)| Facet {
                key: taxonomy.name.to_string(),
                labels: langs
                    .iter()
                    .map(|lang| {
                        let title = site
                            .listings
                            .iter()
                            .find(|listing| {
                                listing.kind == RouteKind::Taxonomy
                                    && listing.folder == taxonomy.name
                                    && listing.lang == **lang
                            })
                            .map(|listing| listing.title.to_string());
                        let label = taxonomy.label.get(lang).map(str::to_owned);
                        (
                            lang.to_string(),
                            label.or(title).unwrap_or_else(|| taxonomy.name.to_string()),
                        )
                    })
                    .collect(),
                values: site
                    .terms
                    .iter()
                    .enumerate()
                    .filter(|(_, term)| term.taxonomy == number && term.replaced_by.is_none())
                    .map(|(index, term)| {
                        let names = langs.iter().map(|lang| {
                            (
                                lang.to_string(),
                                self.term_link(TermId(index as u32), lang).title.to_string(),
                            )
                        });
                        (term.id.to_string(), names.collect())
                    })
                    .collect(),
            });
        let named = |key: &str, values: BTreeMap<String, BTreeMap<String, String>>| Facet {
            key: key.to_owned(),
            labels: langs
                .iter()
                .map(|lang| (lang.to_string(), words(lang, key)))
                .collect(),
            values,
        };
        let types = config
            .types
            .values()
            .map(|kind| {
                let names = langs.iter().map(|lang| {
                    (
                        lang.to_string(),
                        kind.label.get(lang).unwrap_or(&kind.name).to_owned(),
                    )
                });
                (kind.name.to_string(), names.collect())
            })
            .collect();
        let languages = config
            .languages
            .values()
            .map(|language| {
                let names = langs
                    .iter()
                    .map(|lang| (lang.to_string(), language.label.to_string()));
                (language.code.to_string(), names.collect())
            })
            .collect();
        let mut facets: Vec<Facet> = taxonomies.collect();
        facets.push(named("type", types));
        facets.push(named("year", BTreeMap::new()));
        if langs.len() > 1 {
            facets.push(named("language", languages));
        }
        Settings {
            languages: config
                .languages
                .values()
                .map(|language| LanguageLabel {
                    code: language.code.to_string(),
                    label: language.label.to_string(),
                })
                .collect(),
            facets,
            synonyms: Vec::new(),
        }
    }
}

/// The texts of a field that holds one or several.
fn texts(field: Option<&Value>) -> Vec<String> {
    let items = field.into_iter().flat_map(Value::items);
    items
        .filter_map(Value::as_text)
        .map(str::to_owned)
        .collect()
}
