//! Markdown with directives: places, holes and headings fit together, and where raw HTML is not trusted the result is sound.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use alongside::config::MarkdownOptions;
use alongside::config::sources::Policy;
use alongside::page::Part;
use alongside::parse::markdown::{self, BodyOptions, DirectiveDecls, ParsedBody};
use alongside::path::SitePath;
use alongside::schema::RawHtml;

use super::{found, markup};

static DIRECTIVES: LazyLock<DirectiveDecls> =
    LazyLock::new(|| DirectiveDecls::built_in(["themes", "areas"]));

/// Reads bytes as a body, with raw HTML as written, cleaned, and shown.
pub fn check(data: &[u8]) {
    let text = super::text(data);
    for raw_html in [RawHtml::Allow, RawHtml::Sanitise, RawHtml::Escape] {
        let html = read(&text, raw_html);
        let read = markup::read(&html);
        read.runs_nothing(&html);
        match raw_html {
            RawHtml::Allow => {}
            RawHtml::Sanitise => read.is_whole(&html),
            RawHtml::Escape => read.is_sound(&html),
        }
    }
}

fn options(raw_html: RawHtml) -> BodyOptions<'static> {
    BodyOptions {
        markdown: MarkdownOptions {
            smart_punctuation: true,
            extensions: true,
            heading_ids: true,
        },
        raw_html,
        directives: &DIRECTIVES,
        explains: true,
        policy: Policy::default(),
    }
}

fn read(text: &Arc<str>, raw_html: RawHtml) -> String {
    let file = SitePath::new("content/a.md");
    let parse = || markdown::parse(text, 0..text.len(), &options(raw_html), &file);
    let read = parse();
    let body = &read.value;
    fits_together(body, text);
    found::check(
        &read.diagnostics,
        &BTreeMap::from([(file.clone(), text.clone())]),
    );
    let again = parse();
    assert_eq!(
        (&again.value, &again.diagnostics),
        (body, &read.diagnostics)
    );
    body.plain_html(|link| link.target.to_string())
}

fn fits_together(body: &ParsedBody, text: &str) {
    assert_eq!(body.body.links.len(), body.link_spans.len());
    assert_eq!(body.outline.headings.len(), body.heading_spans.len());
    let spans = body
        .link_spans
        .iter()
        .chain(&body.heading_spans)
        .chain(&body.directive_spans);
    spans.for_each(|span| found::stretch(*span, text));
    let mut seen = BTreeSet::new();
    parts(&body.body.parts, body, &mut seen);
    let outline = &body.outline;
    assert!(
        outline.summary.chars().count() <= 300,
        "{:?}",
        outline.summary
    );
    assert!(!outline.summary.contains('\n'), "{:?}", outline.summary);
    for heading in &outline.headings {
        assert!((1..=6).contains(&heading.level), "{heading:?}");
        assert!(!heading.id.is_empty(), "{heading:?} in {text:?}");
    }
    for section in &outline.sections {
        let known = section
            .heading
            .is_none_or(|heading| (heading as usize) < outline.headings.len());
        assert!(known, "{section:?}");
    }
}

/// Every hole has its link, and every directive a number and a place of its own.
fn parts(list: &[Part], body: &ParsedBody, seen: &mut BTreeSet<u32>) {
    let links = body.body.links.len();
    for part in list {
        match part {
            Part::Html(text) | Part::Text(text) => assert!(!text.is_empty()),
            Part::Href(number)
            | Part::LinkText(number)
            | Part::ImageSize(number)
            | Part::ImageFiles(number)
            | Part::PictureStart(number)
            | Part::PictureEnd(number) => assert!((*number as usize) < links),
            Part::Directive(directive) => {
                // An alert and the list of footnotes are none of the author's, and have no opening line.
                let own = [markdown::ALERT, markdown::FOOTNOTES].contains(&&*directive.name);
                assert!(
                    own || (directive.number as usize) < body.directive_spans.len(),
                    "{directive:?}"
                );
                assert!(own || seen.insert(directive.number), "{directive:?}");
                assert!(
                    directive
                        .files
                        .iter()
                        .all(|(_, number)| (*number as usize) < links)
                );
                parts(&directive.body, body, seen);
            }
        }
    }
}
