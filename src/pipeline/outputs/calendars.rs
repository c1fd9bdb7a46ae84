//! Events as files for calendars.

use crate::files::Artifact;
use crate::formats::calendar;
use crate::site::RouteId;

use super::{Outputs, text};

impl Outputs {
    /// The file for calendars of a route's event.
    pub(super) fn calendar(&self, route: RouteId) -> Option<Artifact> {
        let route = &self.site().routes[route.index()];
        let url = self.composer.calendar_url(route)?;
        let event = self.composer.event(route.page?)?;
        Some(text(url.output(), calendar::calendar(&event)))
    }
}
