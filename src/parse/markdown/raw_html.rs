//! Raw HTML in Markdown: passed on, cleaned or shown as text, as the page's type says.
//!
//! Also where it is passed on, addresses become links like all others, pictures get what Markdown's get, and what the site's
//! security policy would switch off (scripts in the page, `style`, `on…`) is left out and reported, so that nobody relies on it.
//! Comments are notes among authors and are not published. With extensions off everything stays as written.
//!
//! It holds also where a host does not send the policy: what [`inert`] lists is not written. Every `<` of the result
//! is written here, so that a browser reads the same tags. That tags match is seen to in [`elements`](super::elements).

use std::collections::HashSet;
use std::ops::Range;

use super::clean::{MOST_ATTRIBUTES, cleaned, too_deep};
use super::elements::is_html;
use super::hidden::{is_cover, is_more, without};
use super::inert::{self, Fate};
use super::loads;
use super::open::{RawBlock, RawInline};
use super::state::Writer;
use super::tags::{OpeningTag, closing, closing_tag, decode, opening_tag};
use crate::config::sources;
use crate::diagnostic::codes;
use crate::page::{LinkKind, Part};
use crate::schema::RawHtml;
use crate::source::Span;

impl Writer<'_> {
    /// Takes a line of a block of HTML.
    pub(super) fn html_line(&mut self, html: &str, range: Range<usize>) {
        let Some(raw) = &mut self.raw else {
            self.inline_html(html, range);
            return;
        };
        let verbatim = *raw
            .verbatim
            .get_or_insert_with(|| ends_with_its_own_mark(html));
        let indent = html.len() - html.trim_start().len();
        let directive = html[indent..].starts_with(":::") && self.options.markdown.extensions;
        if directive && !verbatim {
            let block = std::mem::take(raw);
            self.write_block(block);
            self.directive_line(range.start + indent);
            self.raw = Some(RawBlock {
                verbatim: Some(false),
                ..RawBlock::default()
            });
            return;
        }
        raw.pieces.push((raw.text.len(), range.start));
        raw.text.push_str(html);
    }

    /// Takes white space at the start of a line of HTML, if a block of it is open.
    pub(super) fn raw_text(&mut self, text: &str) -> bool {
        match &mut self.raw {
            Some(raw) => {
                raw.text.push_str(text);
                true
            }
            None => false,
        }
    }

    /// Writes the block of HTML that ends.
    pub(super) fn end_html_block(&mut self) {
        if let Some(block) = self.raw.take() {
            self.write_block(block);
        }
    }

    fn write_block(&mut self, block: RawBlock) {
        if block.text.trim().is_empty() {
            return;
        }
        self.out().fresh_line();
        if !self.options.markdown.extensions {
            self.out().push(&block.text);
            return;
        }
        match self.options.raw_html {
            RawHtml::Allow => {
                self.elements.in_block = true;
                self.write_html(&block.text, &|range| block.range(range));
                self.end_text_element();
                self.elements.in_block = false;
            }
            RawHtml::Sanitise => {
                if is_more(block.text.trim()) {
                    self.plain.more();
                    return;
                }
                if let Some((at, fault)) = too_deep(&block.text) {
                    let span = self.span(block.range(at..at + 1));
                    let finding = self
                        .finding(
                            &codes::HTML_TOO_DEEP,
                            span,
                            format!("this HTML cannot be cleaned: {fault}"),
                        )
                        .help("close elements before opening so many more, or write Markdown");
                    self.diagnostics.push(finding);
                    return;
                }
                let whole = block.range(0..block.text.trim_end().len());
                let clean = cleaned(&block.text);
                self.write_html(&clean, &|_| whole.clone());
                self.end_text_element();
            }
            RawHtml::Escape => {
                if is_more(block.text.trim()) {
                    self.plain.more();
                    return;
                }
                let text = without(&block.text);
                if text.trim().is_empty() {
                    return;
                }
                self.out().push("<p>");
                self.out().text(text.trim_end());
                self.out().push("</p>\n");
                self.plain.push(&text);
                self.plain.line();
            }
        }
    }

    /// Writes one inline tag or comment.
    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        if !self.options.markdown.extensions {
            self.both(|buffer| buffer.push(html));
            return;
        }
        let exact = html.len() == range.len();
        let start = range.start;
        let place = |inner: Range<usize>| match exact {
            true => start + inner.start..start + inner.end,
            false => range.clone(),
        };
        match self.options.raw_html {
            RawHtml::Allow => self.write_html(html, &place),
            RawHtml::Escape => {
                let html = without(html);
                self.both(|buffer| buffer.text(&html));
                self.plain.push(&html);
            }
            RawHtml::Sanitise => self.sanitised_inline(html, &place),
        }
    }

    /// Closes inline elements of cleaned HTML that the author left open, but for the first `left`.
    pub(super) fn close_raw_inline(&mut self, left: usize) {
        for open in self.raw_open.split_off(left).iter().rev() {
            self.out().push(&format!("</{}>", open.name));
        }
    }

    /// Writes one inline tag as the sanitiser leaves it, and keeps tags in pairs: an element ends with the emphasis or link that it
    /// began in, and a closing tag in there ends none that began outside.
    fn sanitised_inline(&mut self, html: &str, place: &dyn Fn(Range<usize>) -> Range<usize>) {
        if let Some(rest) = html.strip_prefix("</") {
            let name = rest.trim_end_matches('>').trim().to_ascii_lowercase();
            let depth = self.inline_depth;
            let closes = |open: &RawInline| open.name == name && open.depth == depth;
            if let Some(place) = self.raw_open.iter().rposition(closes) {
                self.close_raw_inline(place);
                // A span that began inside the element would end outside it.
                while self
                    .brackets
                    .pop_if(|bracket| bracket.raw > place)
                    .is_some()
                {}
            }
            return;
        }
        let Some((tag, _)) = opening_tag(html, 0, &mut HashSet::new()) else {
            return;
        };
        if let Some((_, fault)) = too_deep(html) {
            let span = self.span(place(0..html.len()));
            let finding = self
                .finding(
                    &codes::HTML_TOO_DEEP,
                    span,
                    format!("this HTML cannot be cleaned: {fault}"),
                )
                .help("leave out the attributes that do nothing");
            self.diagnostics.push(finding);
            return;
        }
        let clean = cleaned(html);
        let end = format!("</{}>", tag.name);
        match clean.strip_suffix(&end) {
            Some(open) if self.raw_open.len() < 100 => {
                self.write_html(open, &|_| place(0..html.len()));
                self.raw_open.push(RawInline {
                    name: tag.name,
                    depth: self.inline_depth,
                });
            }
            Some(_) => {}
            None => self.write_html(&clean, &|_| place(0..html.len())),
        }
    }

    /// Writes HTML with its addresses as links. `place` gives the body's place of a stretch.
    fn write_html(&mut self, html: &str, place: &dyn Fn(Range<usize>) -> Range<usize>) {
        let mut written = 0;
        let mut from = 0;
        let mut dead = HashSet::new();
        let mut unclosed = HashSet::new();
        self.end_text_element_before(html);
        while let Some(at) = html[from..].find('<').map(|found| from + found) {
            self.push_html(&html[written..at]);
            from = at + 1;
            let rest = &html[at..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                let length = comment.find("-->").map_or(rest.len(), |end| end + 7);
                if is_more(&rest[..length]) {
                    self.plain.more();
                }
                from = at + length;
            } else if rest.starts_with("<!") || rest.starts_with("<?") {
                from = at + rest.find('>').map_or(rest.len(), |end| end + 1);
            } else if let Some((tag, end)) = opening_tag(html, at, &mut dead) {
                from = self.write_tag(html, &tag, at..end, place, &mut unclosed);
            } else if rest.starts_with("</") {
                let (name, end) = closing_tag(rest);
                if let Some(name) = name {
                    self.write_closing_tag(&name, place(at..at + end));
                }
                from = at + end;
            } else {
                self.out().push("&lt;");
            }
            written = from;
        }
        self.push_html(&html[written..]);
    }

    /// Writes text between tags.
    fn push_html(&mut self, html: &str) {
        self.out().push(html);
        self.plain.push(&decode(html));
    }

    /// Writes an opening tag; gives where to go on. `unclosed` holds the names whose closing tag was looked for in vain.
    fn write_tag(
        &mut self,
        html: &str,
        tag: &OpeningTag,
        whole: Range<usize>,
        place: &dyn Fn(Range<usize>) -> Range<usize>,
        unclosed: &mut HashSet<String>,
    ) -> usize {
        let Range { start, end } = whole;
        let attribute = |name: &str| {
            tag.attributes
                .iter()
                .find(|attribute| html[attribute.name.clone()].eq_ignore_ascii_case(name))
        };
        let has = |name: &str| attribute(name).is_some();
        let value = |name: &str| {
            let range = attribute(name).and_then(|attribute| attribute.value.clone());
            decode(&html[range.unwrap_or(0..0)]).into_owned()
        };
        if is_cover(&html[start..end]) {
            return end;
        }
        let fate = match &*tag.name {
            "script" if !has("src") || !self.may_run(&value("src")) => {
                Fate::Removed("put the script in a file in `static/` and name it with `src`")
            }
            "meta" if has("http-equiv") => {
                Fate::Unwrapped("write a redirect in site.yaml, or a link that readers follow")
            }
            "link"
                if !has("itemprop")
                    && (!value("rel").trim().eq_ignore_ascii_case("stylesheet")
                        || inert::leaves(&value("href"))) =>
            {
                Fate::Unwrapped("name the file in a template of the theme")
            }
            name => inert::element(name),
        };
        if let Fate::Unwrapped(help) | Fate::Removed(help) = fate {
            let name = &tag.name;
            let message = match &**name {
                "script" | "style" => {
                    format!("`<{name}>` in a page does not work under the site's security policy")
                }
                _ => format!(
                    "`<{name}>` does not stay in a page, with or without the site's security policy"
                ),
            };
            self.not_allowed(place(start..end), message, help);
            if matches!(fate, Fate::Unwrapped(_)) {
                self.elements.open_unwrapped(name);
            }
            if matches!(fate, Fate::Removed(_)) && self.is_line() && end == html.len() {
                self.pass_over(&tag.name, place(start..end).end);
            }
            return match fate {
                Fate::Removed(_) => closing(html, end, &tag.name, unclosed)
                    .map_or(html.len(), |closing| closing.end),
                _ => end,
            };
        }
        if let Some(after) = self.linked_instead(html, tag, start..end, place, unclosed) {
            return after;
        }
        if self.options.raw_html == RawHtml::Allow {
            let span = self.span(place(start..end));
            if !is_html(&tag.name) && html.as_bytes()[start + 1 + tag.name.len()] != b':' {
                return self.shown_as_words(&html[start..end], span, end);
            }
            let closes_itself = tag.close.len() > 1;
            let is_open =
                inert::holds_text(&tag.name) || self.open_element(&tag.name, closes_itself, span);
            if !is_open {
                return end;
            }
        }
        self.out()
            .push(&format!("<{}", &html[start + 1..=start + tag.name.len()]));
        let mut picture = None;
        let mut seen: HashSet<String> = HashSet::new();
        if tag.attributes.len() > MOST_ATTRIBUTES {
            let finding = self
                .finding(
                    &codes::HTML_TOO_DEEP,
                    self.span(place(start..end)),
                    format!("a tag has more than {MOST_ATTRIBUTES} attributes"),
                )
                .help("leave out the attributes that do nothing");
            self.diagnostics.push(finding);
        }
        for attribute in tag.attributes.iter().take(MOST_ATTRIBUTES) {
            let name = html[attribute.name.clone()].to_ascii_lowercase();
            // The first of two is the one that counts.
            if !seen.insert(name.clone()) {
                continue;
            }
            let value = attribute.value.clone().map(|value| decode(&html[value]));
            let said = value.as_deref().unwrap_or_default();
            if let Some(help) = inert::attribute(&tag.name, &name, said) {
                let message = match name == "style" || name.starts_with("on") {
                    true => format!(
                        "the attribute `{name}` does not work under the site's security policy"
                    ),
                    false => format!(
                        "the attribute `{name}` does not stay in a page, with or without the site's security policy"
                    ),
                };
                self.not_allowed(place(attribute.name.clone()), message, help);
                continue;
            }
            if let (Some(sizes), "srcset") = (&value, &*name)
                && names_files(sizes)
            {
                let finding = self
                    .finding(
                        &codes::IMAGE_SRCSET,
                        self.span(place(attribute.whole.clone())),
                        "`srcset` names files of the site, which are published under other names",
                    )
                    .help("leave `srcset` out: Alongside makes a picture's sizes itself");
                self.diagnostics.push(finding);
                continue;
            }
            if let (Some(value), Some(directive)) = (&value, loads::attribute(&name))
                && let Some((message, help)) =
                    loads::refusal(&self.options.policy, directive, value)
            {
                self.not_allowed(place(attribute.whole.clone()), message, &help);
                continue;
            }
            let (Some(value), Some(kind)) = (&value, link_kind(&tag.name, &name)) else {
                if let (Some(value), true) =
                    (&value, name == "id" || (name == "name" && tag.name == "a"))
                {
                    self.own_id(value, self.span(place(attribute.whole.clone())));
                }
                self.out().push(" ");
                self.out().push(&html[attribute.whole.clone()]);
                continue;
            };
            let span = self.span(place(
                attribute
                    .value
                    .clone()
                    .unwrap_or_else(|| attribute.whole.clone()),
            ));
            let Some(number) = self.link(kind, value.trim().into(), span) else {
                continue;
            };
            if name == "src" && tag.name == "img" {
                picture = Some(number);
            }
            let out = self.out();
            out.push(&format!(" {name}=\""));
            out.hole(Part::Href(number));
            out.push("\"");
        }
        if tag.name == "img" {
            self.finish_picture(picture, &has, self.span(place(start..end)));
        }
        if inert::holds_text(&tag.name) {
            return self.write_text_element(html, tag, end, unclosed);
        }
        self.out().push(&html[tag.close.clone()]);
        end
    }

    /// Writes what an element holds that a browser takes for text, whole and closed; gives where to go on.
    ///
    /// Nothing that a browser would take for a tag stands in there, and nothing that it would take for text is left open: what an
    /// author wrote behind it is read by both alike. In a line of text its end is another event, and is waited for.
    fn write_text_element(
        &mut self,
        html: &str,
        tag: &OpeningTag,
        end: usize,
        unclosed: &mut HashSet<String>,
    ) -> usize {
        self.out().push(">");
        let closed = tag.close.len() > 1;
        let closing = match closed {
            true => None,
            false => closing(html, end, &tag.name, unclosed),
        };
        if let Some(closing) = &closing
            && matches!(&*tag.name, "textarea" | "title")
        {
            let words = html[end..closing.start].replace('<', "&lt;");
            self.out().push(&words);
        }
        let waits = end == html.len() && self.raw_in_line && !closed && tag.name != "script";
        if waits {
            self.text_element = Some(tag.name.clone());
            return end;
        }
        self.out().push(&format!("</{}>", tag.name));
        closing.map_or(end, |closing| closing.end)
    }

    /// Closes an element of text that was opened in this line, unless what comes next does.
    fn end_text_element_before(&mut self, html: &str) {
        let closes = html.starts_with("</")
            && closing_tag(html).0.as_deref() == self.text_element.as_deref();
        if !closes {
            self.end_text_element();
        }
    }

    /// Closes an element of text that is open.
    pub(super) fn end_text_element(&mut self) {
        if let Some(name) = self.text_element.take() {
            self.out().push(&format!("</{name}>"));
        }
    }

    /// Writes a closing tag, unless its element was left out or closed when it was written.
    fn write_closing_tag(&mut self, name: &str, place: Range<usize>) {
        if self.text_element.as_deref() == Some(name) {
            self.end_text_element();
            return;
        }
        let is_passed_on = self.options.raw_html == RawHtml::Allow;
        match inert::element(name) {
            Fate::Unwrapped(_) if is_passed_on && !self.elements.close_unwrapped(name) => {
                self.report_stray(name, self.span(place));
            }
            Fate::Stays if inert::holds_text(name) => {}
            Fate::Stays if !is_passed_on => self.out().push(&format!("</{name}>")),
            Fate::Stays if !is_html(name) => self.out().text(&format!("</{name}>")),
            Fate::Stays => self.close_element(name, self.span(place)),
            Fate::Unwrapped(_) | Fate::Removed(_) => {}
        }
    }

    /// Whether a script may be named in a page: one of the site, or of a site that the policy names.
    fn may_run(&self, address: &str) -> bool {
        let directives = ["script-src", "script-src-elem"];
        !inert::leaves(address)
            || sources::origin(address.trim()).is_some()
                && self
                    .options
                    .policy
                    .refused(&directives, address.trim())
                    .is_none()
    }

    fn finish_picture(&mut self, picture: Option<u32>, has: &dyn Fn(&str) -> bool, span: Span) {
        if !has("alt") {
            let finding = self
                .finding(
                    &codes::IMAGE_MISSING_ALT,
                    span,
                    "the picture `<img>` has no alternative text",
                )
                .help(
                    "who cannot see it is read these words in its place: say in `alt=\"…\"` what it shows, or write `alt=\"\"` if it tells nothing new",
                );
            self.diagnostics.push(finding);
            self.out().push(" alt=\"\"");
        }
        if let Some(number) = picture
            && !has("width")
            && !has("height")
        {
            self.out().hole(Part::ImageSize(number));
        }
        if let Some(number) = picture
            && !has("srcset")
            && !has("sizes")
        {
            self.out().hole(Part::ImageFiles(number));
        }
        if !has("loading") {
            self.out().push(" loading=\"lazy\"");
        }
    }

    pub(super) fn not_allowed(&mut self, range: Range<usize>, message: String, help: &str) {
        let finding = self
            .finding(&codes::HTML_NOT_ALLOWED_BY_CSP, self.span(range), message)
            .help(help);
        self.diagnostics.push(finding);
    }
}

/// What an attribute leads to, if it leads anywhere.
fn link_kind(tag: &str, attribute: &str) -> Option<LinkKind> {
    match (tag, attribute) {
        ("a" | "area", "href") => Some(LinkKind::Link),
        ("img", "src") | ("video", "poster") => Some(LinkKind::Image),
        ("audio" | "video" | "source" | "track" | "script" | "embed" | "iframe", "src") => {
            Some(LinkKind::File)
        }
        ("link", "href") | ("object", "data") => Some(LinkKind::File),
        (_, name) if inert::is_address(name) => Some(LinkKind::Link),
        _ => None,
    }
}

/// Whether one of the addresses of a `srcset` leads into the site.
fn names_files(srcset: &str) -> bool {
    srcset
        .split(',')
        .filter_map(|candidate| candidate.split_whitespace().next())
        .any(|address| !address.contains("://") && !address.starts_with("//"))
}

/// Whether a block of HTML that begins so ends with a mark of its own (CommonMark's types 1 to 5).
fn ends_with_its_own_mark(line: &str) -> bool {
    let line = line.trim_start();
    if line.starts_with("<!") || line.starts_with("<?") {
        return true;
    }
    ["<script", "<pre", "<style", "<textarea"]
        .iter()
        .any(|tag| {
            line.get(..tag.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(tag))
        })
}
