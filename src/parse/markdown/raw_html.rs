//! Raw HTML in Markdown: passed on, cleaned or shown as text, as the page's type says.
//!
//! Also where it is passed on, addresses become links like all others, pictures get what Markdown's get, and what the site's
//! security policy would switch off (scripts in the page, `style`, `on…`) is left out and reported, so that nobody relies on it.
//! Comments are notes among authors and are not published. With extensions off everything stays as written.
//!
//! This is a reader of tags, not of documents: whether tags match is the author's affair, except where HTML is cleaned.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::clean::{cleaned, too_deep};
use super::open::{RawBlock, RawInline};
use super::state::Writer;
use crate::diagnostic::codes;
use crate::parse::page::{LinkKind, Part};
use crate::schema::RawHtml;
use crate::source::Span;

/// An attribute in a tag, by places in the text.
struct TagAttribute {
    name: Range<usize>,
    value: Option<Range<usize>>,
    whole: Range<usize>,
}

/// An opening tag.
struct OpeningTag {
    name: String,
    attributes: Vec<TagAttribute>,
    /// `>` or `/>`.
    close: Range<usize>,
}

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
            RawHtml::Allow => self.write_html(&block.text, &|range| block.range(range)),
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
            }
            RawHtml::Escape => {
                if is_more(block.text.trim()) {
                    self.plain.more();
                    return;
                }
                self.out().push("<p>");
                self.out().text(block.text.trim_end());
                self.out().push("</p>\n");
                self.plain.push(&block.text);
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
                self.both(|buffer| buffer.text(html));
                self.plain.push(html);
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
                from = self.write_tag(html, &tag, at, end, place);
            } else if rest.starts_with("</") {
                let end = rest.find('>').map_or(rest.len(), |end| end + 1);
                self.out().push(&rest[..end]);
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

    /// Writes an opening tag that ends at `end`; gives where to go on.
    fn write_tag(
        &mut self,
        html: &str,
        tag: &OpeningTag,
        start: usize,
        end: usize,
        place: &dyn Fn(Range<usize>) -> Range<usize>,
    ) -> usize {
        let has = |name: &str| {
            tag.attributes
                .iter()
                .any(|attribute| html[attribute.name.clone()].eq_ignore_ascii_case(name))
        };
        let runs = (tag.name == "script" && !has("src")) || tag.name == "style";
        if runs {
            let name = &tag.name;
            self.not_allowed(
                place(start..end),
                format!("`<{name}>` in a page does not work under the site's security policy"),
                match name.as_str() {
                    "script" => "put the script in a file in `static/` and name it with `src`",
                    _ => "put the rules in a style sheet of the theme",
                },
            );
            let close = format!("</{name}");
            return match find_ignoring_case(&html[end..], &close) {
                Some(found) => {
                    let found = end + found;
                    html[found..]
                        .find('>')
                        .map_or(html.len(), |length| found + length + 1)
                }
                None => html.len(),
            };
        }
        self.out().push(&html[start..=start + tag.name.len()]);
        let mut picture = None;
        for attribute in &tag.attributes {
            let name = html[attribute.name.clone()].to_ascii_lowercase();
            let value = attribute.value.clone().map(|value| decode(&html[value]));
            if name == "style" || name.starts_with("on") {
                let message = format!(
                    "the attribute `{name}` does not work under the site's security policy"
                );
                self.not_allowed(
                    place(attribute.name.clone()),
                    message,
                    "give the element a class, and put the rules or the script in a file",
                );
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
        self.out().push(&html[tag.close.clone()]);
        end
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
                    "say in `alt=\"…\"` what it shows, or write `alt=\"\"` if it tells nothing new",
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

    fn not_allowed(&mut self, range: Range<usize>, message: String, help: &str) {
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
        (_, "href" | "src") => Some(LinkKind::Link),
        ("form", "action") | (_, "formaction") => Some(LinkKind::Link),
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

/// Whether a comment ends the summary.
fn is_more(html: &str) -> bool {
    html.strip_prefix("<!--")
        .and_then(|rest| rest.strip_suffix("-->"))
        .is_some_and(|inner| inner.trim().eq_ignore_ascii_case("more"))
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

/// Reads the opening tag at `at`; gives it with the offset after its `>`.
///
/// `dead` holds the places between attributes from which no tag ends: what one `<` was read in vain for is not read again for
/// the next one inside it.
fn opening_tag(html: &str, at: usize, dead: &mut HashSet<usize>) -> Option<(OpeningTag, usize)> {
    let mut passed = Vec::new();
    let read = read_tag(html, at, dead, &mut passed);
    if read.is_none() {
        dead.extend(passed);
    }
    read
}

/// Reads the opening tag at `at`, and notes each place between its attributes.
fn read_tag(
    html: &str,
    at: usize,
    dead: &HashSet<usize>,
    passed: &mut Vec<usize>,
) -> Option<(OpeningTag, usize)> {
    let bytes = html.as_bytes();
    let is_space = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
    let name_start = at + 1;
    if !bytes.get(name_start)?.is_ascii_alphabetic() {
        return None;
    }
    let mut at = name_start;
    while bytes
        .get(at)
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    {
        at += 1;
    }
    let name = html[name_start..at].to_ascii_lowercase();
    let mut attributes = Vec::new();
    loop {
        let gap = at;
        while is_space(at) {
            at += 1;
        }
        match bytes.get(at)? {
            b'>' => {
                let tag = OpeningTag {
                    name,
                    attributes,
                    close: at..at + 1,
                };
                return Some((tag, at + 1));
            }
            b'/' if bytes.get(at + 1) == Some(&b'>') => {
                let tag = OpeningTag {
                    name,
                    attributes,
                    close: at..at + 2,
                };
                return Some((tag, at + 2));
            }
            b'<' | b'"' | b'\'' | b'=' | b'/' => return None,
            _ if gap == at || dead.contains(&at) => return None,
            _ => {}
        }
        passed.push(at);
        let start = at;
        while bytes.get(at).is_some_and(|byte| {
            !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/' | b'"' | b'\'' | b'<')
        }) {
            at += 1;
        }
        let attribute_name = start..at;
        let mut value = None;
        let mut equals = at;
        while is_space(equals) {
            equals += 1;
        }
        if bytes.get(equals) == Some(&b'=') {
            at = equals + 1;
            while is_space(at) {
                at += 1;
            }
            let quote = bytes
                .get(at)
                .copied()
                .filter(|byte| matches!(byte, b'"' | b'\''));
            let start = at + usize::from(quote.is_some());
            let length = match quote {
                Some(quote) => bytes[start..].iter().position(|byte| *byte == quote)?,
                None => bytes[start..]
                    .iter()
                    .position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?,
            };
            value = Some(start..start + length);
            at = start + length + usize::from(quote.is_some());
        }
        attributes.push(TagAttribute {
            name: attribute_name,
            value,
            whole: start..at,
        });
    }
}

/// Text with the character references that HTML always has taken out; others stay as written.
fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    quick_xml::escape::unescape(text)
        .map_or(Cow::Borrowed(text), |text| Cow::Owned(text.into_owned()))
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes()
        .windows(wanted.len())
        .position(|window| window.eq_ignore_ascii_case(wanted.as_bytes()))
}
