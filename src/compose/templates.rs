//! Templates that pages ask for by name and that the look does not have.
//!
//! What a template says wrong is found where templates are read; here only the names in front matter are looked up.

use crate::diagnostic::suggest::nearest;
use crate::diagnostic::wording::code;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::site::PageId;

use super::Composer;

/// A finding for each page whose `template` names none.
pub(super) fn missing(composer: &Composer) -> Vec<Diagnostic> {
    let theme = &composer.theme;
    let names = || {
        let templates = theme.templates.keys();
        templates.filter_map(|name| {
            name.strip_suffix(".html")
                .filter(|stem| !stem.contains('/'))
        })
    };
    let pages =
        (0..composer.site.pages.len() as u32).map(|index| composer.site.page(PageId(index)));
    pages
        .filter_map(|page| {
            let wanted = page.text("template")?.trim_end_matches(".html");
            if theme.templates.contains_key(&*format!("{wanted}.html")) {
                return None;
            }
            let help = nearest(wanted, names()).map_or_else(
                || {
                    format!(
                        "write `themes/{}/templates/{wanted}.html`, or take `template` out",
                        theme.name
                    )
                },
                |near| format!("did you mean `{near}`?"),
            );
            let place = Place::at(&page.page.path, page.page.spans.field("template"));
            let message = format!(
                "the theme (look) `{}` has no template {}",
                theme.name,
                code(wanted)
            );
            Some(Diagnostic::new(&codes::TEMPLATE_MISSING, place, message).help(help))
        })
        .collect()
}
