//! What is wrong with the names by which pages call their terms: unknown ones, doubles, lists without brackets.
//!
//! It decides nothing: which term a name means is found by `taxonomy`.

use crate::admit::Admitted;
use crate::config::TaxonomyDecl;
use crate::diagnostic::wording::code;
use crate::diagnostic::{Diagnostic, Place, Severity, codes, suggest};
use crate::hash::Table;
use crate::language::slugify;
use crate::schema::Value;
use crate::source::Span;
use crate::yaml::NodeKind;

use super::ids::PageId;
use super::term::{Term, Use};

/// The warning that one text with commas is taken for one name.
pub(super) fn several_names(using: &Use<'_>, taxonomy: &TaxonomyDecl) -> Option<Diagnostic> {
    let place = using.place.clone().filter(|_| using.commas)?;
    let mut found = Diagnostic::new(
        &codes::FRONT_MATTER_VALUE,
        place,
        format!(
            "`{}` takes {} for one name",
            taxonomy.name,
            code(using.name)
        ),
    )
    .help(as_list(using, taxonomy));
    found.severity = Severity::Warning;
    Some(found)
}

/// How to write several names, and how one that has a comma.
fn as_list(using: &Use<'_>, taxonomy: &TaxonomyDecl) -> String {
    format!(
        "write several as `{name}: [{words}]`, and one with a comma as `{name}: [\"{words}\"]`",
        name = taxonomy.name,
        words = using.name
    )
}

/// The finding for a name that a closed taxonomy does not know. An inherited name is reported where it was written.
pub(super) fn unknown_term(
    using: &Use<'_>,
    taxonomy: &TaxonomyDecl,
    known: &[Term],
    pages: &[Admitted],
) -> Option<Diagnostic> {
    let place = using.place.clone()?;
    let lang = &pages[using.page.index()].page.lang;
    let by_title = known.iter().find(|term| {
        term.page(lang, "").is_some_and(|page| {
            let page = &pages[page.index()];
            let synonyms = page.field("synonyms").map(Value::items).unwrap_or_default();
            slugify(&page.title) == slugify(using.name)
                || synonyms
                    .iter()
                    .filter_map(Value::as_text)
                    .any(|synonym| slugify(synonym) == slugify(using.name))
        })
    });
    let help = match by_title {
        None if using.commas => as_list(using, taxonomy),
        Some(term) => format!("did you mean `{}`?", term.id),
        None => suggest::did_you_mean(using.name, known.iter().map(|term| &*term.id))
            .unwrap_or_else(|| match &taxonomy.from_type {
                Some(kind) => format!("add a page of the type `{kind}` with this id, or open the taxonomy with `closed: false`"),
                None => format!(
                    "add `content/{}/{}.md`, or open the taxonomy with `closed: false` in site.yaml",
                    taxonomy.name,
                    slugify(using.name)
                ),
            }),
    };
    Some(
        Diagnostic::new(
            &codes::TAXONOMY_UNKNOWN_TERM,
            place,
            format!(
                "the taxonomy `{}` has no term `{}`",
                taxonomy.name, using.name
            ),
        )
        .help(help),
    )
}

/// Warns about a plain name that a term's file gives as its title or as a synonym: the author means that term.
pub(super) fn other_names(
    terms: &[&Term],
    namings: &mut Namings<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (taxonomy, pages) = (namings.taxonomy, namings.pages);
    let mut names: Table<String, &Term> = Table::default();
    for term in terms {
        for page in term.pages.values().map(|id| &pages[id.index()]) {
            let synonyms = page.field("synonyms").map(Value::items).unwrap_or_default();
            let texts = synonyms.iter().filter_map(Value::as_text);
            for name in texts.chain([&*page.title]) {
                names.entry(slugify(name)).or_insert(term);
            }
        }
    }
    for plain in terms.iter().filter(|term| term.pages.is_empty()) {
        let Some(meant) = names.get(&*plain.id) else {
            continue;
        };
        let Some(place) = namings.named_at(plain) else {
            continue;
        };
        let mut found = Diagnostic::new(
            &codes::TAXONOMY_NEAR_DUPLICATE,
            place,
            format!(
                "`{}` is another name of the term `{}` of the taxonomy `{}`",
                plain.name, meant.id, taxonomy.name
            ),
        )
        .help(format!("write `{}`", meant.id));
        if let Some(file) = namings.named_at(meant) {
            found = found.related(file, "the term");
        }
        diagnostics.push(found);
    }
}

/// Warns about two terms whose names are one slip apart: `trust` and `Trusts`.
pub(super) fn near_duplicates(
    terms: &[&Term],
    namings: &mut Namings<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let taxonomy = namings.taxonomy;
    let mut seen: Table<String, usize> = Table::default();
    for (index, term) in terms.iter().enumerate() {
        if term.replaced_by.is_some() || taxonomy.from_type.is_some() && !term.pages.is_empty() {
            continue;
        }
        let key: String = term
            .id
            .chars()
            .filter(|character| *character != '-')
            .collect();
        let key = key.strip_suffix('s').map_or(key.clone(), str::to_owned);
        let mut variants = vec![key.clone()];
        if (5..=40).contains(&key.chars().count()) {
            let characters: Vec<char> = key.chars().collect();
            variants.extend((0..characters.len()).map(|skip| {
                characters
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| *at != skip)
                    .map(|(_, character)| *character)
                    .collect()
            }));
        }
        let twin = variants
            .iter()
            .filter_map(|variant| seen.get(variant))
            .min()
            .copied();
        if let Some(twin) = twin {
            let twin = terms[twin];
            let (place, other) = (namings.named_at(term), namings.named_at(twin));
            if let (Some(place), Some(other)) = (place, other) {
                diagnostics.push(
                    Diagnostic::new(
                        &codes::TAXONOMY_NEAR_DUPLICATE,
                        place,
                        format!(
                            "the terms `{}` and `{}` of the taxonomy `{}` are nearly the same",
                            twin.id, term.id, taxonomy.name
                        ),
                    )
                    .help("write the same one everywhere; the file of a term may give other names as `synonyms`")
                    .related(other, format!("here it is `{}`", twin.name)),
                );
            }
        }
        for variant in variants {
            seen.entry(variant).or_insert(index);
        }
    }
}

/// Where terms are named. What each page names is read once, since every other term of a page may be found fault with.
pub(super) struct Namings<'a> {
    taxonomy: &'a TaxonomyDecl,
    pages: &'a [Admitted],
    by_page: Table<PageId, Table<String, Span>>,
}

impl<'a> Namings<'a> {
    pub(super) fn new(taxonomy: &'a TaxonomyDecl, pages: &'a [Admitted]) -> Self {
        Self {
            taxonomy,
            pages,
            by_page: Table::default(),
        }
    }

    /// Where a term is named: its own file, or the first page that writes its name.
    fn named_at(&mut self, term: &Term) -> Option<Place> {
        if let Some(id) = term.pages.values().next() {
            return Some(Place::file(&self.pages[id.index()].page.path));
        }
        let user = *term.members.values().flatten().min()?;
        let page = &self.pages[user.index()].page;
        let node = page.spans.front_matter.get(&self.taxonomy.name);
        let span = node.and_then(|node| match &node.kind {
            NodeKind::List(items) => {
                let named = self.by_page.entry(user).or_insert_with(|| {
                    let mut named = Table::default();
                    for item in items {
                        if let Some(text) = item.text() {
                            named.entry(slugify(text)).or_insert(item.span);
                        }
                    }
                    named
                });
                named.get(&*term.id).copied()
            }
            _ => Some(node.span),
        });
        Some(match span {
            Some(span) => Place::at(&page.path, span),
            None => Place::file(&page.path),
        })
    }
}
