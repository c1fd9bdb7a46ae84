//! Pictures in a line of text: their target, the words that stand for them, and their attributes.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType};

use super::links;
use super::open::OpenImage;
use super::state::Writer;
use crate::diagnostic::codes;
use crate::page::{LinkKind, Part};

/// The attributes of images.
const IMAGE: &[&str] = &["decorative", "lang", "id", "class"];

impl<'a> Writer<'a> {
    pub(super) fn start_image(
        &mut self,
        link_type: LinkType,
        target: String,
        title: String,
        range: Range<usize>,
        definition: Option<Range<usize>>,
    ) {
        let source: &str = &self.prepared.source;
        let place = match link_type {
            LinkType::WikiLink { .. } => {
                Some(links::wikilink(source, &target, range.start + 3, &range))
            }
            _ => definition.and_then(|definition| links::definition(source, definition)),
        };
        self.image = Some(OpenImage {
            target,
            title,
            alt: String::new(),
            inside: 0,
            place,
            inline: link_type == LinkType::Inline,
            named: link_type == LinkType::WikiLink { has_pothole: false },
        });
        self.last_end = range.start + 2;
    }

    /// Takes an event inside an image: all that is left of it is its words.
    pub(super) fn image_event(&mut self, event: Event<'a>, range: Range<usize>) {
        let last_end = match &event {
            Event::Start(_) => self.last_end.max(range.start),
            _ => range.end,
        };
        let Some(image) = &mut self.image else {
            return;
        };
        match event {
            Event::Start(_) => image.inside += 1,
            Event::End(_) if image.inside == 0 => {
                self.end_image(&range);
                return;
            }
            Event::End(_) => image.inside -= 1,
            Event::Text(text) | Event::Code(text) => {
                let text = self.prepared.original(&text, &range);
                if !image.named {
                    image.alt.push_str(&text);
                }
            }
            Event::InlineHtml(html) if !self.options.markdown.extensions => {
                image.alt.push_str(&html)
            }
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
        self.last_end = last_end;
    }

    fn end_image(&mut self, range: &Range<usize>) {
        let Some(image) = self.image.take() else {
            return;
        };
        let source: &str = &self.prepared.source;
        let place = match image.place {
            None if image.inline => links::inline(source, self.last_end, range.end),
            place => place,
        };
        let place = place.unwrap_or_else(|| range.clone());
        let span = self.span(place.clone());
        self.last_end = range.end;
        let mut attributes = String::new();
        let mut decorative = false;
        if let Some((read, end)) = self.attributes_at(range.end) {
            decorative = read.iter().any(|attribute| attribute.name == "decorative");
            attributes = self.inline_attributes(&read, IMAGE);
            self.skip = range.end..end;
        }
        let extensions = self.options.markdown.extensions;
        if extensions && !decorative && image.alt.trim().is_empty() {
            let message = format!("the picture `{}` has no alternative text", image.target);
            let finding = self
                .finding(&codes::IMAGE_MISSING_ALT, self.span(range.clone()), message)
                .help("who cannot see it is read these words in its place: say between the brackets what it shows, or write `{decorative}` after it if it tells nothing new");
            self.diagnostics.push(finding);
        }
        let alt = if decorative { String::new() } else { image.alt };
        if extensions && self.picture_linked_instead(image.target.trim(), &alt, place) {
            return;
        }
        let start = self.plain.here();
        self.plain.push(&alt);
        self.plain.aside(start);
        let Some(number) = self.link(LinkKind::Image, image.target.into(), span) else {
            self.out().text(&alt);
            return;
        };
        let out = self.out();
        if extensions {
            out.hole(Part::PictureStart(number));
        }
        out.push("<img src=\"");
        out.hole(Part::Href(number));
        out.push("\" alt=\"");
        out.attribute(&alt);
        out.push("\"");
        if !image.title.is_empty() {
            out.push(" title=\"");
            out.attribute(&image.title);
            out.push("\"");
        }
        out.push(&attributes);
        if extensions {
            out.hole(Part::ImageSize(number));
            out.hole(Part::ImageFiles(number));
            out.push(" loading=\"lazy\"");
        }
        out.push(">");
        if extensions {
            out.hole(Part::PictureEnd(number));
        }
    }
}
