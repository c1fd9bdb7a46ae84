//! What a page would load from another site, or send to one, and the site's security policy does not let it: browsers would show a
//! hole, so a link with the thing's words stands in its place, and its author is told.
//!
//! Which sites are let in is known to [`Policy`]; which elements load what is known here.

use std::collections::HashSet;
use std::ops::Range;

use super::state::Writer;
use super::tags::{OpeningTag, closing, decode, opening_tag};
use crate::config::sources::Policy;
use crate::diagnostic::wording::code;
use crate::page::{LinkKind, Part};

/// A thing that a page may have from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    Picture,
    Recording,
    Frame,
    Form,
}

impl Thing {
    /// The directives of the policy that may let it through.
    fn directives(self) -> &'static [&'static str] {
        match self {
            Self::Picture => &["img-src"],
            Self::Recording => &["media-src"],
            Self::Frame => &["frame-src", "child-src", "object-src"],
            Self::Form => &["form-action"],
        }
    }
}

/// What an element loads by itself, and by which attribute.
fn of_element(name: &str) -> Option<(Thing, &'static str)> {
    Some(match name {
        "img" | "image" => (Thing::Picture, "src"),
        "audio" | "video" => (Thing::Recording, "src"),
        "iframe" | "embed" => (Thing::Frame, "src"),
        "object" => (Thing::Frame, "data"),
        _ => return None,
    })
}

/// What an attribute loads, or sends, whatever its element; that of pictures in several sizes.
pub(super) fn attribute(name: &str) -> Option<Thing> {
    match name {
        "srcset" | "imagesrcset" => Some(Thing::Picture),
        "action" | "formaction" => Some(Thing::Form),
        _ => None,
    }
}

/// Why an attribute that names an address, or several with sizes, is left out, and what to do; none when it may stay.
pub(super) fn refusal(policy: &Policy<'_>, thing: Thing, value: &str) -> Option<(String, String)> {
    let host = match thing {
        Thing::Picture => value
            .split(',')
            .filter_map(|candidate| candidate.split_whitespace().next())
            .find_map(|address| policy.refused(thing.directives(), address))?,
        _ => policy.refused(thing.directives(), value.trim())?,
    };
    Some((message(thing, host), help(thing, host)))
}

fn message(thing: Thing, host: &str) -> String {
    let what = match thing {
        Thing::Picture => "this picture lies on another site",
        Thing::Recording => "this recording lies on another site",
        Thing::Frame => "this shows a page of another site",
        Thing::Form => {
            return format!(
                "this form sends what readers write to another site, {}, and the site's security policy does not let it",
                code(host)
            );
        }
    };
    format!(
        "{what}, {}, and the site's security policy does not load it: a link stands in its place",
        code(host)
    )
}

fn help(thing: Thing, host: &str) -> String {
    let directive = thing.directives()[0];
    let instead = match thing {
        Thing::Picture | Thing::Recording => "put a copy beside the page",
        Thing::Frame => "link to it",
        Thing::Form => "link to the page that has the form",
    };
    format!(
        "{instead}, or let that site in by `csp: {{{directive}: [https://{host}]}}` in site.yaml"
    )
}

impl Writer<'_> {
    /// Writes a link in place of an element that the policy does not load; gives where to go on, behind the element and all that
    /// it holds. None when the element may stay.
    pub(super) fn linked_instead(
        &mut self,
        html: &str,
        tag: &OpeningTag,
        whole: Range<usize>,
        place: &dyn Fn(Range<usize>) -> Range<usize>,
        unclosed: &mut HashSet<String>,
    ) -> Option<usize> {
        let (thing, attribute) = of_element(&tag.name)?;
        let is_line = self.is_line() && whole.end == html.len();
        let behind = place(whole.clone()).end;
        let policy = self.options.policy;
        let address = value(html, tag, attribute).or_else(|| {
            let after = match is_line {
                true => self.prepared.source.get(behind..self.text_end)?,
                false => &html[whole.end..],
            };
            only_source(after, &tag.name, |address| {
                policy.refused(thing.directives(), address).is_some()
            })
        })?;
        let host = policy
            .refused(thing.directives(), address.trim())?
            .to_owned();
        let words = ["alt", "title", "aria-label"];
        let words = words
            .iter()
            .filter_map(|name| value(html, tag, name))
            .find(|words| !words.trim().is_empty())
            .unwrap_or_else(|| address.trim().to_owned());
        let named = tag
            .attributes
            .iter()
            .find(|found| html[found.name.clone()].eq_ignore_ascii_case(attribute))
            .and_then(|found| found.value.clone());
        let named = place(named.unwrap_or_else(|| whole.clone()));
        self.not_allowed(named.clone(), message(thing, &host), &help(thing, &host));
        self.link_in_place(address.trim(), &words, named);
        if matches!(tag.name.as_str(), "img" | "image" | "embed") {
            return Some(whole.end);
        }
        if is_line {
            self.pass_over(&tag.name, behind);
            return Some(whole.end);
        }
        let inside = closing(html, whole.end, &tag.name, unclosed);
        Some(inside.map_or(whole.end, |closing| closing.end))
    }

    /// Writes a link in place of a picture of Markdown that the policy does not load, and says so; whether it did.
    pub(super) fn picture_linked_instead(
        &mut self,
        address: &str,
        words: &str,
        range: Range<usize>,
    ) -> bool {
        let Some(host) = self
            .options
            .policy
            .refused(Thing::Picture.directives(), address)
        else {
            return false;
        };
        let (message, help) = (message(Thing::Picture, host), help(Thing::Picture, host));
        self.not_allowed(range.clone(), message, &help);
        let words = match words.trim() {
            "" => address,
            words => words,
        };
        self.link_in_place(address, words, range);
        true
    }

    /// Writes a link, or its words alone where they stand in another one.
    fn link_in_place(&mut self, address: &str, words: &str, range: Range<usize>) {
        let span = self.span(range);
        let number = match self.open_links.is_empty() {
            true => self.link(LinkKind::Link, address.into(), span),
            false => None,
        };
        self.plain.push(words);
        let out = self.out();
        match number {
            Some(number) => {
                out.push("<a href=\"");
                out.hole(Part::Href(number));
                out.push("\">");
                out.text(words);
                out.push("</a>");
            }
            None => out.text(words),
        }
    }
}

/// The value of an attribute.
fn value(html: &str, tag: &OpeningTag, name: &str) -> Option<String> {
    let attribute = tag
        .attributes
        .iter()
        .find(|attribute| html[attribute.name.clone()].eq_ignore_ascii_case(name))?;
    Some(decode(&html[attribute.value.clone()?]).into_owned())
}

/// The address of the first of the `<source>`s that a recording begins with, when all of them are refused.
fn only_source(after: &str, name: &str, is_refused: impl Fn(&str) -> bool) -> Option<String> {
    if !matches!(name, "audio" | "video") {
        return None;
    }
    let mut first = None;
    let mut dead = HashSet::new();
    let mut at = 0;
    while let Some(open) = after[at..].find('<').map(|found| at + found) {
        let Some((tag, end)) = opening_tag(after, open, &mut dead) else {
            break;
        };
        at = end;
        match tag.name.as_str() {
            "source" => {
                let address = value(after, &tag, "src")?;
                if !is_refused(address.trim()) {
                    return None;
                }
                first.get_or_insert(address);
            }
            "track" => {}
            // What follows the sources is for browsers that play nothing.
            _ => break,
        }
    }
    first
}
