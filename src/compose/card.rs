//! Cards: all that any other page can see of a page.

use std::sync::Arc;

use rayon::prelude::*;

use crate::admit::Admitted;
use crate::page::reading_minutes;
use crate::schema::{Value, Values};
use crate::site::PageId;
use crate::view::{Card, ImageData, Shared, TermsOf};

use super::Composer;
use super::fields;

/// What a template finds the facts of an event under, whatever the type calls its fields.
const EVENT_FACTS: [(&str, &str); 5] = [
    ("starts", "start_date"),
    ("ends", "end_date"),
    ("status", "event_status"),
    ("attendance", "event_attendance_mode"),
    ("place", "location"),
];

/// How many terms of one taxonomy a card shows. A card stands on the page of each of its terms, so that all of them on each would be
/// the square of their number; and of more than fifty none tells a reader anything.
const MOST_TERMS: usize = 50;

/// The cards of every page.
///
/// The composer has none yet: a card needs it for links to terms alone.
pub(super) fn all(composer: &Composer) -> Vec<Shared<Card>> {
    (0..composer.site.pages.len())
        .into_par_iter()
        .map(|index| of(composer, PageId(index as u32)))
        .collect()
}

/// The card of one page.
pub(super) fn of(composer: &Composer, id: PageId) -> Shared<Card> {
    Shared::new(card(composer, id))
}

fn card(composer: &Composer, id: PageId) -> Card {
    let page = composer.site.page(id);
    let lang = &page.page.lang;
    let words = page.page.outline.words;
    Card {
        kind: page.kind.name.clone(),
        kind_label: page.kind.label.get(lang).unwrap_or(&page.kind.name).into(),
        id: page.id.clone(),
        url: composer.addresses.inside(composer.site.url(id)),
        lang: lang.clone(),
        title: page.title.clone(),
        description: description(page),
        date: page.date.map(|date| date.to_string().into()),
        updated: page
            .field("updated")
            .and_then(Value::as_moment)
            .map(|moment| moment.to_string().into()),
        minutes: reading_minutes(words),
        image: image(composer, id),
        terms: terms(composer, id),
        facts: facts(composer, id),
        draft: page.draft,
        hidden: page.hidden,
        is_over: page.is_over,
    }
}

/// The terms of the page, of each taxonomy as many as a card has room for.
fn terms(composer: &Composer, id: PageId) -> Shared<Vec<TermsOf>> {
    let all = composer.terms(id);
    if all.iter().all(|of| of.terms.len() <= MOST_TERMS) {
        return all;
    }
    let mut few: Vec<TermsOf> = (*all).clone();
    few.iter_mut().for_each(|of| of.terms.truncate(MOST_TERMS));
    Shared::new(few)
}

/// What the author says of the page in a sentence; else its first words.
fn description(page: &Admitted) -> Arc<str> {
    match page.text("description") {
        Some(description) => description.trim().into(),
        None => (*page.page.outline.summary).into(),
    }
}

/// The short facts that the page's type declares for its card, and those of an event.
fn facts(composer: &Composer, id: PageId) -> Value {
    let page = composer.site.page(id);
    let declared = page.kind.meaning.card.iter().map(|name| (&**name, &**name));
    let of_event = EVENT_FACTS
        .iter()
        .filter_map(|(role, fact)| Some((*fact, &**page.kind.event_field(role)?)));
    let facts: Values = declared
        .chain(of_event)
        .filter_map(|(fact, name)| {
            let value = fields::field(composer, id, name, page.field(name)?)?;
            Some((fact.into(), value))
        })
        .collect();
    Value::from(facts)
}

/// The picture that a page names for itself.
fn image(composer: &Composer, id: PageId) -> Option<ImageData> {
    let page = composer.site.page(id);
    let value = page.field("image")?;
    let file = composer.site.references[id.index()].files.get("image")?;
    let text = |name: &str| value.get(name).and_then(Value::as_text).unwrap_or_default();
    let credit = text("credit");
    let shown = file
        .picture
        .as_ref()
        .and_then(|path| composer.pictures.shown(path));
    let files = shown.map(|shown| shown.files.clone()).unwrap_or_default();
    let size = shown.map_or(file.dimensions, |shown| shown.size);
    Some(ImageData {
        src: match (shown, file.external) {
            (Some(shown), _) => shown.src.clone(),
            (None, true) => file.url.clone(),
            (None, false) => composer.addresses.text(&file.url),
        },
        alt: text("alt").into(),
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        credit: (!credit.is_empty()).then(|| credit.into()),
        avif: files.avif,
        srcset: files.srcset,
        large: files.large,
    })
}
