//! What is wrong with the names by which pages call their terms: unknown ones, doubles, lists without brackets.
//!
//! It decides nothing: which term a name means is found by `taxonomy`.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::FixedState;

use crate::admit::Admitted;
use crate::config::TaxonomyDecl;
use crate::diagnostic::wording::code;
use crate::diagnostic::{Diagnostic, Place, Severity, codes, suggest};
use crate::hash::Table;
use crate::language::term_slug;
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
            term_slug(&page.title) == term_slug(using.name)
                || synonyms
                    .iter()
                    .filter_map(Value::as_text)
                    .any(|synonym| term_slug(synonym) == term_slug(using.name))
        })
    });
    let help = match by_title {
        None if using.commas => as_list(using, taxonomy),
        Some(term) => format!("did you mean `{}`?", term.id),
        None => suggest::did_you_mean(using.name, known.iter().map(|term| &*term.id))
            .unwrap_or_else(|| {
                let more = match &taxonomy.from_type {
                    Some(kind) => format!("add a page of the type `{kind}` with this id"),
                    None => format!(
                        "add `content/{}/{}.md`",
                        taxonomy.name,
                        term_slug(using.name)
                    ),
                };
                let open =
                    format!("{more}, or open the taxonomy with `closed: false` in site.yaml");
                match known.len() {
                    0 => open,
                    _ => format!("{}; or {open}", they_are(known)),
                }
            }),
    };
    Some(
        Diagnostic::new(
            &codes::TAXONOMY_UNKNOWN_TERM,
            place,
            format!(
                "{} is not one of this site's {}",
                code(using.name),
                taxonomy
                    .label
                    .get("en")
                    .unwrap_or(&taxonomy.name)
                    .to_lowercase()
            ),
        )
        .help(help),
    )
}

/// How many terms are named to somebody who wrote one that there is not: what is read at a glance.
const MOST_TERMS_NAMED: usize = 12;

/// `they are `listening`, `time` and 3 more`.
fn they_are(known: &[Term]) -> String {
    let mut names: Vec<String> = known
        .iter()
        .take(MOST_TERMS_NAMED)
        .map(|term| code(&term.id))
        .collect();
    if known.len() > MOST_TERMS_NAMED {
        names.push(format!("{} more", known.len() - MOST_TERMS_NAMED));
    }
    match names.as_slice() {
        [only] => format!("there is {only} alone"),
        [before @ .., end] => format!("they are {} and {end}", before.join(", ")),
        [] => String::new(),
    }
}

/// The advice that a person is named who has no page, on a site where people have pages: perhaps the name is another's, misspelt.
pub(super) fn unknown_person(
    using: &Use<'_>,
    taxonomy: &TaxonomyDecl,
    known: &[Term],
) -> Option<Diagnostic> {
    let kind = taxonomy.from_type.as_ref()?;
    let place = using.place.clone().filter(|_| !known.is_empty())?;
    let nearest = suggest::did_you_mean(using.name, known.iter().map(|term| &*term.id));
    Some(
        Diagnostic::new(
            &codes::TAXONOMY_UNKNOWN_TERM,
            place,
            format!(
                "{} has no page among this site's {}",
                code(using.name),
                taxonomy
                    .label
                    .get("en")
                    .unwrap_or(&taxonomy.name)
                    .to_lowercase()
            ),
        )
        .severity(Severity::Advice)
        .help(nearest.unwrap_or_else(|| {
            format!("add a page of the type `{kind}` with this name, or leave it as it is")
        })),
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
                names.entry(term_slug(name)).or_insert(term);
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

/// Whether a name is another than the one that the pages call a term by, though both have one address: `½` and `1/2`.
///
/// Capitals, spaces and the signs of sentences make no other name.
pub(super) fn is_another(name: &str, term: &Term) -> bool {
    if !term.pages.is_empty() || *term.name == *name {
        return false;
    }
    let telling = |name: &str| -> String {
        let is_sentence = |letter: char| {
            letter.is_whitespace()
                || letter.is_ascii_punctuation()
                || "’‘“”–—…·«»¡¿".contains(letter)
        };
        name.chars()
            .filter(|letter| !letter.is_alphabetic() && !letter.is_ascii_digit())
            .filter(|letter| "%@*=~^$".contains(*letter) || !is_sentence(*letter))
            .collect()
    };
    telling(name) != telling(&term.name)
}

/// The warning that a name is taken for that of another term, whose address it would have.
pub(super) fn taken_for(
    using: &Use<'_>,
    taxonomy: &TaxonomyDecl,
    term: &Term,
) -> Option<Diagnostic> {
    let place = using.place.clone()?;
    Some(
        Diagnostic::new(
            &codes::TAXONOMY_NEAR_DUPLICATE,
            place,
            format!(
                "{} is taken for the term {} of the taxonomy `{}`: both have the address `{}`",
                code(using.name),
                code(&term.name),
                taxonomy.name,
                term.id
            ),
        )
        .help(format!(
            "write {} everywhere, or call this one by other words",
            code(&term.name)
        )),
    )
}

/// Warns about two terms whose names are one slip apart: `trust` and `Trusts`.
///
/// Not about two that have pages of their own, which somebody wrote; nor about two of which each is used in another language; nor
/// about two whose digits differ, which no slip makes: `2024` and `2025`.
pub(super) fn near_duplicates(
    terms: &[&Term],
    namings: &mut Namings<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let taxonomy = namings.taxonomy;
    // By the hash of a variant, the first term that has it: among those with pages of their own, and among the others. There are
    // about ten variants of each term, and texts of them would be most of the work of a site with many terms.
    let mut seen: Table<u64, [Option<usize>; 2]> = Table::default();
    let mut slips = Vec::new();
    for (index, term) in terms.iter().enumerate() {
        if term.replaced_by.is_some() || taxonomy.from_type.is_some() && !term.pages.is_empty() {
            continue;
        }
        slips.clear();
        one_slip_away(term, &mut slips);
        let has_page = !term.pages.is_empty();
        let twins = slips.iter().filter_map(|slip| seen.get(slip));
        let twin = twins
            .flat_map(|[plain, described]| [*plain, described.filter(|_| !has_page)])
            .flatten()
            .min();
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
        for slip in &slips {
            seen.entry(*slip).or_default()[usize::from(has_page)].get_or_insert(index);
        }
    }
}

/// What a term shares with every other that is one slip apart, as hashes: in each language in which it is used, its letters, and its
/// letters without one of them.
fn one_slip_away(term: &Term, slips: &mut Vec<u64>) {
    let letters = |character: &char| *character != '-' && !character.is_ascii_digit();
    let digits: String = term.id.chars().filter(char::is_ascii_digit).collect();
    let mut word: Vec<char> = term.id.chars().filter(letters).collect();
    if word.last() == Some(&'s') {
        word.pop();
    }
    let languages: BTreeSet<&str> = term
        .members
        .keys()
        .chain(term.pages.keys())
        .map(|lang| &**lang)
        .collect();
    for lang in languages {
        let hash = |left_out: Option<usize>| {
            let mut hasher = FixedState::default().build_hasher();
            (lang, &digits).hash(&mut hasher);
            let kept = word.iter().enumerate();
            kept.filter(|(at, _)| Some(*at) != left_out)
                .for_each(|(_, character)| character.hash(&mut hasher));
            hasher.finish()
        };
        slips.push(hash(None));
        // Of a short word, one letter less is another word; nobody reads a long name twice.
        if (5..=40).contains(&word.len()) {
            slips.extend((0..word.len()).map(|at| hash(Some(at))));
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
                            named.entry(term_slug(text)).or_insert(item.span);
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
