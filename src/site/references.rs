//! References in fields: which page, term or file each one names.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::admit::Admitted;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place, codes, suggest};
use crate::page::Hidden;
use crate::parse::ideas;
use crate::schema::{Kind, RefTo, Value};
use crate::source::Span;
use crate::yaml::{Node, NodeKind};

use pulldown_cmark::{Event, Tag};

use super::catalogue::{AskedNames, Catalogue, Found};
use super::files::FileReference;
use super::ids::PageId;
use super::links::{MOST_NAMED, Resolver};
use super::taxonomy::TermNames;
use super::term::TermId;
use super::unshown::Unshown;

/// What the references in one page's fields name, by their place in the fields: `findings[0].themes[1]`.
#[derive(Clone, Debug, Default)]
pub struct ResolvedRefs {
    /// References to pages and terms.
    pub refs: BTreeMap<Box<str>, Reference>,
    /// Files and pictures.
    pub files: BTreeMap<Box<str>, FileReference>,
    /// The addresses of copied files that links inside texts lead to.
    pub linked: Vec<Arc<str>>,
}

/// What a reference names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// A page, in the language of the page that refers to it where it has one.
    Page(PageId),
    /// A term.
    Term(TermId),
    /// An address outside the site.
    External(Arc<str>),
    /// A page or term that was held back: not even its name is shown.
    Held,
}

/// What resolving needs to know.
pub(super) struct Context<'a> {
    pub pages: &'a [Admitted],
    pub catalogue: &'a Catalogue,
    pub terms: &'a TermNames,
    pub resolver: &'a Resolver<'a>,
    pub unshown: &'a Unshown<'a>,
    pub config: &'a Config,
    /// How many references that lead nowhere may still be given the nearest name.
    pub suggestions: Cell<usize>,
}

impl Context<'_> {
    fn may_suggest(&self) -> bool {
        let left = self.suggestions.get();
        self.suggestions.set(left.saturating_sub(1));
        left > 0
    }
}

/// Resolves the references of every page; the names by which they ask for pages are added to `names`.
pub(super) fn resolve(
    context: &Context<'_>,
    names: &mut AskedNames,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ResolvedRefs> {
    (0..context.pages.len())
        .map(|index| {
            let id = PageId(index as u32);
            let mut walk = Walk {
                context,
                id,
                page: &context.pages[index],
                resolved: ResolvedRefs::default(),
                names: &mut *names,
                diagnostics: &mut *diagnostics,
            };
            walk.fields();
            walk.resolved
        })
        .collect()
}

struct Walk<'a, 'b> {
    context: &'a Context<'a>,
    id: PageId,
    page: &'a Admitted,
    resolved: ResolvedRefs,
    names: &'b mut AskedNames,
    diagnostics: &'b mut Vec<Diagnostic>,
}

impl Walk<'_, '_> {
    fn fields(&mut self) {
        let page = self.page;
        for (name, value) in &*page.fields {
            let kind = match page.kind.fields.get(name) {
                Some(field) => &field.kind,
                None => &Kind::Any,
            };
            // The pictures of ideas are links of the body that the parse stage made of them.
            if &**name == ideas::FIELD && page.kind.meaning.has_ideas {
                continue;
            }
            // The terms of a page are found with the taxonomies, which know what a closed one allows.
            if value.is_empty() || self.context.config.taxonomies.contains_key(name) {
                continue;
            }
            let own = page.page.fields.contains_key(name);
            let node = own
                .then(|| page.page.spans.front_matter.get(name))
                .flatten();
            self.value(value, kind, node, &mut name.to_string());
        }
    }

    /// Walks a value along its declaration; `node` is where the page itself wrote it.
    fn value(&mut self, value: &Value, kind: &Kind, node: Option<&Node>, at: &mut String) {
        match (kind, value) {
            (Kind::Ref(to), Value::Text(name)) => {
                self.reference(to, name, node.map(|node| node.span), at)
            }
            (Kind::Path, Value::Text(path)) => self.file(path, node.map(|node| node.span), at),
            (Kind::Markdown, Value::Text(text)) => self.links(text),
            (Kind::Url | Kind::Any, Value::Text(address)) => {
                let named = self.context.resolver.copied(address);
                self.resolved.linked.extend(named);
            }
            (Kind::Any, Value::List(values)) => {
                for value in values.iter() {
                    self.value(value, kind, None, at);
                }
            }
            (Kind::Any, Value::Map(entries)) => {
                for value in entries.values() {
                    self.value(value, kind, None, at);
                }
            }
            (Kind::Image, Value::Text(path)) => {
                let span = node.map(|node| node.span);
                self.file(path, span, at);
                self.undescribed(path, span);
            }
            (Kind::Image, Value::Map(entries)) => {
                if let Some(Value::Text(path)) = entries.get("src") {
                    let span = node
                        .map(|node| node.get("src").unwrap_or(node))
                        .map(|node| node.span);
                    self.file(path, span, at);
                    let is_described = entries.get("alt").is_some_and(|alt| !alt.is_empty());
                    let is_decorative = entries.get("decorative").and_then(Value::as_bool);
                    if !is_described && is_decorative != Some(true) {
                        self.undescribed(path, span);
                    }
                }
            }
            (Kind::List(item), Value::List(values)) => {
                for (index, value) in values.iter().enumerate() {
                    let inner = node.map(|node| match &node.kind {
                        NodeKind::List(items) => {
                            let mut shown = items.iter().filter(|item| !self.is_held(item));
                            shown.nth(index).unwrap_or(node)
                        }
                        _ => node,
                    });
                    let length = at.len();
                    at.push_str(&format!("[{index}]"));
                    self.value(value, &item.kind, inner, at);
                    at.truncate(length);
                }
            }
            (Kind::Object(fields), Value::Map(entries)) => {
                for (name, value) in &**entries {
                    if let Some(field) = fields.get(name) {
                        let length = at.len();
                        at.push('.');
                        at.push_str(name);
                        self.value(value, &field.kind, node.and_then(|node| node.get(name)), at);
                        at.truncate(length);
                    }
                }
            }
            _ => {}
        }
    }

    /// Notes the files of the site that a text's own links lead to.
    fn links(&mut self, text: &str) {
        let resolver = self.context.resolver;
        for event in pulldown_cmark::Parser::new(text) {
            let Event::Start(Tag::Link { dest_url, .. }) = event else {
                continue;
            };
            let linked = resolver.copied(&dest_url).or_else(|| {
                let file = resolver.file(self.id, &dest_url).ok().flatten();
                let copied = file.filter(|file| !file.external && file.picture.is_none());
                copied.map(|file| file.url)
            });
            self.resolved.linked.extend(linked);
        }
    }

    /// Whether the gate took the value that stands here out of the page.
    fn is_held(&self, node: &Node) -> bool {
        let mut marks = self.page.page.marks.iter();
        marks.any(|mark| mark.what == Hidden::Part && mark.span == node.span)
    }

    fn place(&self, span: Option<Span>) -> Place {
        let file = &self.page.page.path;
        span.map_or_else(|| Place::file(file), |span| Place::at(file, span))
    }

    fn reference(&mut self, to: &[RefTo], name: &str, span: Option<Span>, at: &str) {
        let name = name.trim();
        // `none` is how an author says that there is none, of a funder for instance.
        if name == "none" {
            return;
        }
        if name.starts_with("https://") || name.starts_with("http://") {
            self.resolved
                .refs
                .insert(at.into(), Reference::External(name.into()));
            return;
        }
        let context = self.context;
        let lang = &self.page.page.lang;
        let mut several = Vec::new();
        for target in to {
            let found = match target {
                RefTo::Taxonomy(_) | RefTo::OwnTaxonomy => {
                    let taxonomy = taxonomy_of(target, self.page);
                    let number = context.config.taxonomy_id(taxonomy);
                    let term = number.and_then(|number| context.terms.find(number, name));
                    if let Some(term) = term {
                        self.resolved.refs.insert(at.into(), Reference::Term(term));
                        return;
                    }
                    Found::Nothing
                }
                RefTo::Type(kind) => context.catalogue.by_type(kind, name, lang, context.pages),
                RefTo::AnyPage => {
                    let catalogue = context.catalogue;
                    catalogue.by_name(name, lang, context.pages, self.names)
                }
            };
            match found {
                Found::One(page) => {
                    self.resolved.refs.insert(at.into(), Reference::Page(page));
                    return;
                }
                Found::Several(pages) => several.extend(pages),
                Found::Nothing => {}
            }
        }
        let own_taxonomy = self.page.page.place.top();
        if several.is_empty() && context.unshown.is_meant(to, own_taxonomy, name) {
            self.resolved.refs.insert(at.into(), Reference::Held);
        }
        // What a page inherits is reported where it was written.
        let Some(span) = span else {
            return;
        };
        let place = self.place(Some(span));
        self.diagnostics.push(if several.is_empty() {
            missing(context, to, self.page, name, place)
        } else {
            let mut diagnostic = Diagnostic::new(
                &codes::REFERENCE_AMBIGUOUS,
                place,
                format!("`{name}` could mean {} pages", several.len()),
            )
            .help("write the page's `id`, or its path below its folder, such as `2025/open-day`");
            for id in several.into_iter().take(MOST_NAMED) {
                let page = &context.pages[id.index()];
                diagnostic =
                    diagnostic.related(Place::file(&page.page.path), format!("“{}”", page.title));
            }
            diagnostic
        });
    }

    /// Reports a picture that a field names without saying what it shows. What a page inherits is reported where it was written.
    fn undescribed(&mut self, path: &str, span: Option<Span>) {
        let Some(span) = span else {
            return;
        };
        self.diagnostics.push(
            Diagnostic::new(
                &codes::IMAGE_MISSING_ALT,
                self.place(Some(span)),
                format!("the picture `{path}` has no alternative text"),
            )
            .help(format!(
                "say what it shows: `{{src: {path}, alt: …}}`, or write `decorative: true` there if it tells nothing new"
            )),
        );
    }

    fn file(&mut self, path: &str, span: Option<Span>, at: &str) {
        let named = self.context.resolver.file(self.id, path);
        let file = match named {
            Ok(file) => file,
            Err(refused) => {
                if let Some(span) = span {
                    let place = self.place(Some(span));
                    self.diagnostics.push(refused.refusal(place));
                }
                return;
            }
        };
        match file {
            Some(mut file) => {
                file.is_own = span.is_some();
                self.resolved.files.insert(at.into(), file);
            }
            None => {
                if let Some(span) = span {
                    let place = self.place(Some(span));
                    let suggest = self.context.may_suggest();
                    let resolver = self.context.resolver;
                    self.diagnostics
                        .push(resolver.missing_file(self.id, path, place, suggest));
                }
            }
        }
    }
}

/// The taxonomy that a reference means: the one it names, or the one that the referring term belongs to.
fn taxonomy_of<'a>(target: &'a RefTo, from: &'a Admitted) -> &'a str {
    match target {
        RefTo::Taxonomy(taxonomy) => taxonomy,
        RefTo::Type(_) | RefTo::AnyPage | RefTo::OwnTaxonomy => from.page.place.top(),
    }
}

/// The finding for a reference that names nothing.
fn missing(
    context: &Context<'_>,
    to: &[RefTo],
    from: &Admitted,
    name: &str,
    place: Place,
) -> Diagnostic {
    let what: Vec<String> = to
        .iter()
        .map(|target| match target {
            RefTo::Type(kind) => format!("page of the type `{kind}`"),
            RefTo::Taxonomy(_) | RefTo::OwnTaxonomy => {
                format!("term of the taxonomy `{}`", taxonomy_of(target, from))
            }
            RefTo::AnyPage => "page".to_owned(),
        })
        .collect();
    let known = || {
        to.iter().flat_map(|target| -> Vec<&str> {
            match target {
                RefTo::Type(kind) => context.catalogue.ids_of(kind, context.pages).collect(),
                RefTo::Taxonomy(_) | RefTo::OwnTaxonomy => {
                    let taxonomy = taxonomy_of(target, from);
                    context.terms.ids(context.config.taxonomy_id(taxonomy))
                }
                RefTo::AnyPage => context.pages.iter().map(|page| &*page.id).collect(),
            }
        })
    };
    let nearest = || suggest::did_you_mean(name, known());
    let help = context
        .may_suggest()
        .then(nearest)
        .flatten()
        .or_else(|| context.resolver.held_reason(name))
        .unwrap_or_else(|| "write the `id` of a page that exists, or leave the field out".into());
    Diagnostic::new(
        &codes::REFERENCE_MISSING,
        place,
        format!("there is no {} called `{name}`", what.join(" or ")),
    )
    .help(help)
}
