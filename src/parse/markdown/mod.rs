//! Markdown: one body to HTML with holes, its outline, and what is wrong with it.
//!
//! One pass over pulldown-cmark's events; each step costs what its input is long, and nothing here calls itself by the depth of it.
//! Nothing here knows another file: links stay as written, and how a directive looks is the theme's affair.
//!
//! Three things that a theme answers for: [`ALERT`], [`FOOTNOTES`] and every declared directive are templates, so that no word of
//! any language stands in what this module writes.

mod attributes;
mod bare;
mod buffer;
mod called;
mod clean;
mod code;
pub mod copy;
pub mod declared;
mod directives;
mod elements;
mod fences;
mod footnotes;
mod frame;
mod headings;
mod hidden;
mod ideas;
mod images;
mod inert;
mod inline;
mod like_heading;
mod links;
mod loads;
mod mend;
mod open;
mod open_elements;
mod outline;
mod prepare;
mod quotes;
mod raw_html;
mod slug;
mod state;
mod tables;
mod tags;
mod writer;

use std::ops::Range;

use pulldown_cmark::{Options, Parser};

use called::{Called, Reading};

use crate::config::MarkdownOptions;
use crate::config::sources::Policy;
use crate::diagnostic::{Checked, Diagnostic, Place, codes};
use crate::page::{Body, Directive, LinkRef, Outline, Part};
use crate::parse::ideas::Idea;
use crate::path::SitePath;
use crate::schema::RawHtml;
use crate::source::Span;

pub use declared::DirectiveDecls;
pub(crate) use hidden::strip;
pub use slug::slug;
pub(super) use tags::decode;

/// The directive that an alert (`> [!NOTE]`) becomes. Its attribute `kind` is one of [`declared::NOTE_KINDS`].
pub const ALERT: &str = "alert";

/// The directive that a note in a quotation becomes that can be folded (`> [!info]- Title`).
const DETAILS: &str = "details";

/// The directive that holds the list of footnotes at the end of a body.
///
/// Its template gives the section its label, and the words for the way back in an element with the identifier `fn:back`:
/// each note's arrow is named by that element and by its number.
pub const FOOTNOTES: &str = "footnotes";

/// The directive that each idea of an Easy Read page becomes: its attributes `src` and `alt` are its picture's.
pub const IDEA: &str = "idea";

/// How deep directives may stand inside each other.
pub const DEEPEST: usize = 32;

/// How a body is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyOptions<'a> {
    /// The site's choices.
    pub markdown: MarkdownOptions,
    /// How raw HTML is treated.
    pub raw_html: RawHtml,
    /// The directives that there are.
    pub directives: &'a DirectiveDecls,
    /// Whether text is set aside for the words of a glossary.
    pub explains: bool,
    /// What a page may load from other sites, and send to them.
    pub policy: Policy<'a>,
}

/// A body as parsed, with the places of its links, headings and directives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedBody {
    /// HTML with holes.
    pub body: Body,
    /// Headings and text.
    pub outline: Outline,
    /// The targets of [`Body::links`], one for each.
    pub link_spans: Vec<Span>,
    /// The headings of [`Outline::headings`], one for each.
    pub heading_spans: Vec<Span>,
    /// The opening lines of directives, by their number.
    pub directive_spans: Vec<Span>,
}

/// Reads the Markdown that stands at `body` in `text`, a whole file.
///
/// Spans are places in the file. With `extensions` off the result is CommonMark and nothing else: raw HTML as written, no
/// attributes on images, no wrapper round anything.
pub fn parse(
    text: &str,
    body: Range<usize>,
    options: &BodyOptions<'_>,
    file: &SitePath,
) -> Checked<ParsedBody> {
    parse_after(&[], text, body, options, file)
}

/// Reads the same after the ideas of an Easy Read page.
pub fn parse_after(
    ideas: &[Idea],
    text: &str,
    body: Range<usize>,
    options: &BodyOptions<'_>,
    file: &SitePath,
) -> Checked<ParsedBody> {
    let (checked, html) = read(ideas, text, body.clone(), options, file);
    let Some(html) = html else {
        return checked;
    };
    if frame::stands(&checked.value.plain_html(|_| String::new())) {
        return checked;
    }
    let as_words = BodyOptions {
        raw_html: RawHtml::Escape,
        ..options.clone()
    };
    let (mut checked, _) = read(ideas, text, body, &as_words, file);
    checked.diagnostics.push(
        Diagnostic::new(
            &codes::HTML_UNBALANCED,
            Place::at(file, html),
            "the HTML of this page would break the page that it stands in, and is shown as words",
        )
        .help(
            "close each element in the one that it began in; a table holds rows, and a row cells",
        ),
    );
    checked
}

/// Reads a body once; gives it with the place of the first element of its author's HTML that was passed on.
fn read(
    ideas: &[Idea],
    text: &str,
    body: Range<usize>,
    options: &BodyOptions<'_>,
    file: &SitePath,
) -> (Checked<ParsedBody>, Option<Span>) {
    let start = body.start;
    let prepared = prepare::Prepared::new(&text[body], options.markdown);
    let mut writer = state::Writer::new(&prepared, start, options, file);
    writer.report_hidden();
    writer.report_mended();
    writer.ideas(ideas);
    let parser = parser_options(options.markdown);
    let mut called = Called::new(prepared.text(), parser);
    let mut events = Parser::new_ext(prepared.text(), parser).into_offset_iter();
    while let Some((event, range)) = events.next() {
        match called.reading(&event) {
            Reading::Shown => {}
            Reading::LeftOut => continue,
            reading => {
                writer.footnote_left_out(event, range, reading);
                continue;
            }
        }
        let definition = inline::reference(&event)
            .and_then(|label| events.reference_definitions().get(label))
            .map(|definition| definition.span.clone());
        writer.event(event, range, definition);
    }
    let html = writer.elements.first();
    (writer.finish(), html)
}

fn parser_options(options: MarkdownOptions) -> Options {
    let mut parser = Options::empty();
    if options.extensions {
        parser |= Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_GFM
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_WIKILINKS;
        parser.set(Options::ENABLE_SMART_PUNCTUATION, options.smart_punctuation);
    }
    parser
}

impl ParsedBody {
    /// The HTML with its holes filled: addresses by `fill`, pictures without a size, directives as `<alongside-NAME …>`.
    ///
    /// For tests and for looking at a body by itself; pages are put together by the render stage.
    pub fn plain_html(&self, fill: impl Fn(&LinkRef) -> String) -> String {
        let mut html = String::new();
        self.write_plain(&self.body.parts, &fill, &mut html);
        html
    }

    fn write_plain(&self, parts: &[Part], fill: &dyn Fn(&LinkRef) -> String, html: &mut String) {
        let link = |number: &u32| &self.body.links[*number as usize];
        for part in parts {
            match part {
                Part::Html(piece) => html.push_str(&piece.get()),
                Part::Text(text) => {
                    pulldown_cmark_escape::escape_html_body_text(&mut *html, &text.get())
                        .expect("a string takes all that is written to it");
                }
                Part::Href(number) => {
                    pulldown_cmark_escape::escape_href(&mut *html, &fill(link(number)))
                        .expect("a string takes all that is written to it");
                }
                Part::LinkText(number) => {
                    pulldown_cmark_escape::escape_html_body_text(&mut *html, &link(number).target)
                        .expect("a string takes all that is written to it");
                }
                Part::ImageSize(_)
                | Part::ImageFiles(_)
                | Part::PictureStart(_)
                | Part::PictureEnd(_) => {}
                Part::Directive(directive) => self.write_directive(directive, fill, html),
            }
        }
    }

    fn write_directive(
        &self,
        directive: &Directive,
        fill: &dyn Fn(&LinkRef) -> String,
        html: &mut String,
    ) {
        html.push_str("<alongside-");
        html.push_str(&directive.name);
        for (name, value) in &directive.attributes.0 {
            html.push_str(&format!(" {name}=\""));
            pulldown_cmark_escape::escape_html(&mut *html, value)
                .expect("a string takes all that is written to it");
            html.push('"');
        }
        html.push_str(">\n");
        self.write_plain(&directive.body, fill, html);
        html.push_str(&format!("</alongside-{}>\n", directive.name));
    }
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod nearly_tests;
#[cfg(test)]
mod tests;
