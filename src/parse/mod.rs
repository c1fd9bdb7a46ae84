//! The parse stage: one source file to one page. Pure, per file, and never failing: what is wrong becomes a diagnostic.

mod comments;
mod events;
pub mod front_matter;
mod hiding;
pub mod highlight;
pub mod ideas;
mod keywords;
mod language_name;
pub mod markdown;
mod media;
mod values;

use std::sync::Arc;

use crate::config::Config;
use crate::config::sources::Policy;
use crate::diagnostic::Checked;
use crate::page::{Page, PageSpans};
use crate::schema::RawHtml;
use crate::source::SourceFile;

use markdown::{BodyOptions, DirectiveDecls};

/// What parsing depends on besides the file.
#[derive(Clone, Copy, Debug)]
pub struct ParseOptions<'a> {
    /// The site's types, languages and ways with Markdown.
    pub config: &'a Config,
    /// The directives that there are.
    pub directives: &'a DirectiveDecls,
    /// Whether the site has a glossary, for whose words texts are set aside.
    pub explains: bool,
}

/// Parses one Markdown file.
pub fn parse(source: &SourceFile, options: ParseOptions<'_>) -> Checked<Page> {
    let mut diagnostics = Vec::new();
    let text = &*source.text.get();
    let front =
        front_matter::parse(&source.path, text, options.config).into_value(&mut diagnostics);
    let kind = options.config.types.get(&front.kind);
    let body_options = BodyOptions {
        markdown: options.config.markdown,
        raw_html: kind.map_or(RawHtml::default(), |kind| kind.raw_html),
        directives: options.directives,
        explains: options.explains,
        policy: Policy {
            base_url: options.config.base_url.as_deref(),
            added: Some(&options.config.csp),
        },
    };
    let ideas = match kind.is_some_and(|kind| kind.meaning.has_ideas) {
        true => ideas::read(&front.fields, &front.tree),
        false => Vec::new(),
    };
    let body = markdown::parse_after(
        &ideas,
        text,
        front.body..text.len(),
        &body_options,
        &source.path,
    )
    .into_value(&mut diagnostics);
    media::check(&body, options.config, &source.path, &mut diagnostics);
    let description = front.fields.get("description");
    let said = description.and_then(|description| description.as_text());
    let headings = body.outline.headings.iter().map(|heading| &*heading.text);
    let named = [&*front.place.name].into_iter().chain(said);
    let keywords = keywords::keywords(named.chain(headings));
    let page = Page {
        path: source.path.clone(),
        place: front.place,
        lang: front.lang,
        kind: front.kind,
        fields: front.fields,
        body: Arc::new(body.body),
        outline: body.outline,
        keywords,
        marks: front.marks,
        spans: PageSpans {
            front_matter: front.tree,
            head: front.span,
            whole: front.whole,
            links: body.link_spans,
            headings: body.heading_spans,
            directives: body.directive_spans,
        },
    };
    Checked::new(page, diagnostics)
}
