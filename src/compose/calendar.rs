//! Events as a calendar sees them.

use std::sync::Arc;

use crate::formats::calendar::{Event, Status};
use crate::path::UrlPath;
use crate::schema::Value;
use crate::site::{PageId, Route, outputs};

use super::Composer;

/// The name of an event's file for calendars, beside its page.
const FILE: &str = "event.ics";

impl Composer {
    /// The address of a route's file for calendars, when it is an event with a beginning.
    pub fn calendar_url(&self, route: &Route) -> Option<UrlPath> {
        let page = self.site.page(route.page?);
        let is_event = route.number == 1 && outputs::is_event(page, &self.site.config);
        is_event.then(|| route.url.beside(FILE))
    }

    /// The same as HTML names it.
    pub(super) fn calendar(&self, route: &Route) -> Option<Arc<str>> {
        Some(self.addresses.inside(&self.calendar_url(route)?))
    }

    /// The event that a page is.
    pub fn event(&self, id: PageId) -> Option<Event> {
        let page = self.site.page(id);
        let card = self.card(id);
        let moment = |name: &str| page.field(name).and_then(Value::as_moment);
        let part = |role: &str| page.field(page.kind.event_field(role)?);
        let start = part("starts").and_then(Value::as_moment)?;
        let stamp = page.date.unwrap_or(start);
        let place = part("place");
        let told = |name: &str| place?.get(name)?.as_text();
        let location = match place.and_then(Value::as_text) {
            Some(words) => words.to_owned(),
            None => {
                let parts: Vec<&str> = ["name", "address"].into_iter().filter_map(told).collect();
                parts.join(", ")
            }
        };
        Some(Event {
            uid: format!(
                "{}@{}{}",
                page.id,
                self.addresses.host(),
                self.addresses.folder()
            ),
            lang: page.page.lang.to_string(),
            title: page.title.to_string(),
            description: card.description.to_string(),
            location,
            url: self.addresses.canonical(self.site.url(id)).to_string(),
            start,
            end: part("ends").and_then(Value::as_moment),
            stamp: stamp.instant,
            changed: moment("updated").map(|moment| moment.instant),
            status: match part("status").and_then(Value::as_text) {
                Some("cancelled" | "EventCancelled") => Status::Cancelled,
                Some("postponed" | "EventPostponed") => Status::Tentative,
                _ => Status::Confirmed,
            },
        })
    }
}
