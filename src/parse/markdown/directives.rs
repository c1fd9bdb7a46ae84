//! Directives: reading a `:::` line, checking it against what is declared, and closing what is open.
//!
//! A directive closes inside the list item, quote or footnote in which it was opened. What cannot be read is reported, and its
//! contents are shown as if it were not there, so that one mistake hides no other.

use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;

use super::attributes::{self, Attribute, Fault};
use super::buffer::Buffer;
use super::declared::{AttributeKind, DirectiveDecl, Form, Needed};
use super::open::{Open, OpenDirective};
use super::state::Writer;
use super::{DEEPEST, links};
use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::{Diagnostic, codes};
use crate::page::{Directive, IndexMapHash, LinkKind, Part};
use crate::source::Span;

/// A `:::` line as written.
pub(super) struct Line<'a> {
    pub(super) name: &'a str,
    name_range: Range<usize>,
    pub(super) attributes: Vec<Attribute<'a>>,
    pub(super) leaf: bool,
}

impl Writer<'_> {
    /// Reads the `:::` line that begins at `start`.
    pub(super) fn directive_line(&mut self, start: usize) {
        let source: &str = &self.prepared.source;
        let end = source[start..]
            .find(['\n', '\r'])
            .map_or(source.len(), |length| start + length);
        let line = source[..end].trim_end();
        let range = start..line.len();
        let after = start
            + line[start..]
                .bytes()
                .take_while(|byte| *byte == b':')
                .count();
        if after == line.len() {
            self.close_directive(range);
            return;
        }
        match read_line(line, after) {
            Ok(read) => self.open_directive(read, range),
            Err((message, at, help)) => {
                let finding = self
                    .finding(&codes::DIRECTIVE_SYNTAX, self.span(at), message)
                    .help(help);
                self.diagnostics.push(finding);
                let leaf = line.len() > after + 3 && line.ends_with(":::");
                if !leaf {
                    self.push_directive(String::new(), range, None, false);
                }
            }
        }
    }

    /// Closes every directive that was opened inside the container that ends now, and reports them.
    pub(super) fn close_unclosed(&mut self) {
        while let Some(Open::Directive(_)) = self.open.last() {
            let Some(Open::Directive(directive)) = self.open.pop() else {
                break;
            };
            if directive.must_close {
                let message = format!("the directive `{}` is not closed", directive.name);
                let two = self.two_colons_after(directive.line);
                let mut finding = self
                    .finding(&codes::DIRECTIVE_UNCLOSED, directive.line, message)
                    .help("write `:::` on a line of its own where it ends, as deep in lists and quotes as it began");
                if let Some(two) = two {
                    finding = finding.related(
                        self.place(two),
                        "these are two colons, and three close a directive",
                    );
                }
                self.diagnostics.push(finding);
            }
            self.finish_directive(*directive);
        }
    }

    /// The first line of two colons alone behind a line of the file: nearly an end.
    ///
    /// Of so many lines only: each directive that is not closed looks for itself.
    fn two_colons_after(&self, line: Span) -> Option<Span> {
        const LINES_LOOKED_AT: usize = 100;
        let source: &str = &self.prepared.source;
        let start = (line.end as usize).checked_sub(self.base)?;
        let mut at = start;
        for text in source
            .get(start..)?
            .split_inclusive('\n')
            .take(LINES_LOOKED_AT)
        {
            if text.trim() == "::" {
                let begin = at + text.len() - text.trim_start().len();
                return Some(self.span(begin..begin + 2));
            }
            at += text.len();
        }
        None
    }

    /// Gives a directive its number and its place.
    pub(super) fn number_directive(&mut self, span: Span) -> u32 {
        let number = u32::try_from(self.directive_spans.len()).unwrap_or(u32::MAX);
        self.directive_spans.push(span);
        number
    }

    fn close_directive(&mut self, line: Range<usize>) {
        self.end_text_block();
        match self.open.pop() {
            Some(Open::Directive(directive)) => self.finish_directive(*directive),
            other => {
                self.open.extend(other);
                let outer = self.open.iter().rev().find_map(|open| match open {
                    Open::Directive(directive) if directive.made.is_some() => Some(directive.line),
                    _ => None,
                });
                let mut finding = self
                    .finding(
                        &codes::DIRECTIVE_STRAY_CLOSE,
                        self.span(line),
                        "`:::` closes nothing here",
                    )
                    .help("take it out, or open a directive before it with `::: name`");
                if let Some(outer) = outer {
                    finding = finding.related(
                        self.place(outer),
                        "this directive began outside the list item or quote that the `:::` stands in",
                    );
                }
                self.diagnostics.push(finding);
            }
        }
    }

    fn open_directive(&mut self, line: Line<'_>, range: Range<usize>) {
        self.end_text_block();
        let directives = self.options.directives;
        let Some((name, declared)) = directives.get(line.name) else {
            let message = format!("there is no directive `{}`", line.name);
            let finding = self
                .finding(
                    &codes::DIRECTIVE_UNKNOWN,
                    self.span(line.name_range.clone()),
                    message,
                )
                .maybe_help(
                    did_you_mean(line.name, directives.names()).or_else(|| {
                        Some(format!("the directives are {}", list(directives.names())))
                    }),
                );
            self.diagnostics.push(finding);
            if !line.leaf {
                self.push_directive(line.name.to_owned(), range, None, true);
            }
            return;
        };
        if self.depth >= DEEPEST {
            if !self.said_too_deep {
                self.said_too_deep = true;
                let message =
                    format!("the directive `{name}` stands inside more than {DEEPEST} others");
                let finding = self
                    .finding(
                        &codes::DIRECTIVE_TOO_DEEP,
                        self.span(range.clone()),
                        message,
                    )
                    .help("close directives before opening more");
                self.diagnostics.push(finding);
            }
            if !line.leaf {
                self.push_directive(line.name.to_owned(), range, None, true);
            }
            return;
        }
        let wrong_form = match (declared.form, line.leaf) {
            (Form::Container, true) => {
                Some("give it a body and close it with `:::` on a line of its own")
            }
            (Form::Leaf, false) => Some("end its line with `:::`, since it has no body"),
            _ => None,
        };
        if let Some(help) = wrong_form {
            let message = match line.leaf {
                true => format!("the directive `{name}` needs a body"),
                false => format!("the directive `{name}` has no body"),
            };
            let finding = self
                .finding(
                    &codes::DIRECTIVE_WRONG_FORM,
                    self.span(range.clone()),
                    message,
                )
                .help(help);
            self.diagnostics.push(finding);
        }
        let span = self.span(range.clone());
        let number = self.number_directive(span);
        let mut made = self.check_attributes(name, declared, &line, span);
        made.number = number;
        if line.leaf {
            self.out().fresh_line();
            self.out().hole(Part::Directive(Box::new(made)));
        } else {
            self.push_directive(
                line.name.to_owned(),
                range,
                Some(made),
                wrong_form.is_none(),
            );
        }
    }

    fn push_directive(
        &mut self,
        name: String,
        line: Range<usize>,
        made: Option<Directive>,
        must_close: bool,
    ) {
        self.quoted += usize::from(is_quoted(&name));
        if made.is_some() {
            self.depth += 1;
            self.buffers.push(Buffer::default());
        }
        self.open.push(Open::Directive(Box::new(OpenDirective {
            name,
            line: self.span(line),
            made,
            must_close,
        })));
    }

    fn finish_directive(&mut self, directive: OpenDirective) {
        self.quoted -= usize::from(is_quoted(&directive.name));
        // It has left the stack, and what was opened in it stands one deeper.
        self.close_elements(self.open.len() + 1);
        if let Some(mut made) = directive.made {
            self.depth -= 1;
            made.body = self.pop_buffer().finish();
            self.out().fresh_line();
            self.out().hole(Part::Directive(Box::new(made)));
        }
    }

    fn check_attributes(
        &mut self,
        name: &Arc<str>,
        declared: &DirectiveDecl,
        line: &Line<'_>,
        span: Span,
    ) -> Directive {
        let mut kept: IndexMap<Box<str>, Box<str>> = IndexMap::new();
        let mut files = Vec::new();
        for attribute in &line.attributes {
            let Some(expected) = declared.attributes.get(attribute.name) else {
                let known = declared.attributes.keys().map(|key| &**key);
                let message = format!(
                    "the directive `{name}` has no attribute `{}`",
                    attribute.name
                );
                let finding = self
                    .finding(
                        &codes::DIRECTIVE_UNKNOWN_ATTRIBUTE,
                        self.span(attribute.name_range.clone()),
                        message,
                    )
                    .maybe_help(
                        did_you_mean(attribute.name, known.clone())
                            .or_else(|| Some(format!("it has {}", list(known)))),
                    );
                self.diagnostics.push(finding);
                continue;
            };
            if kept.contains_key(attribute.name) {
                let message = format!("`{}` is given twice", attribute.name);
                self.wrong_value(attribute, message, "keep one of them".to_owned());
                continue;
            }
            let value = match checked_value(&expected.kind, attribute) {
                Ok(Some(value)) => value,
                Ok(None) => continue,
                Err((message, help)) => {
                    self.wrong_value(attribute, message, help);
                    continue;
                }
            };
            match expected.kind {
                AttributeKind::Image | AttributeKind::File => {
                    let kind = match expected.kind {
                        AttributeKind::Image => LinkKind::Image,
                        _ => LinkKind::File,
                    };
                    let place = self.span(attribute.value_range.clone());
                    match self.link(kind, value.as_ref().into(), place) {
                        Some(number) => files.push((attribute.name.into(), number)),
                        None => continue,
                    }
                }
                AttributeKind::Text => {
                    self.plain.push(&value);
                    self.plain.line();
                }
                AttributeKind::Id => {
                    self.own_id(&value, self.span(attribute.value_range.clone()));
                }
                _ => {}
            }
            kept.insert(attribute.name.into(), value);
        }
        for (attribute, expected) in &declared.attributes {
            let needed = match expected.needed {
                Needed::No => false,
                Needed::Always => true,
                Needed::WithoutBody => line.leaf,
            };
            let written = line
                .attributes
                .iter()
                .any(|given| given.name == &**attribute);
            if needed && !written {
                let message = format!("the directive `{name}` needs the attribute `{attribute}`");
                let finding = self
                    .finding(&codes::DIRECTIVE_MISSING_ATTRIBUTE, span, message)
                    .help(format!("write `::: {name} {{{attribute}=\"…\"}}`"));
                self.diagnostics.push(finding);
            }
        }
        let picture = kept.contains_key("src")
            && declared.attributes.contains_key("alt")
            && declared.attributes.contains_key("decorative");
        let described = kept.get("alt").is_some_and(|alt| !alt.trim().is_empty());
        if picture && !described && !kept.contains_key("decorative") {
            let message = format!("the picture `{}` has no alternative text", &kept["src"]);
            let finding = self.finding(&codes::IMAGE_MISSING_ALT, span, message).help(
                "who cannot see it is read these words in its place: say in `alt=\"…\"` what it shows, or write `decorative` if it tells nothing new",
            );
            self.diagnostics.push(finding);
        }
        Directive {
            name: name.clone(),
            attributes: IndexMapHash(kept),
            files,
            body: Vec::new(),
            number: 0,
        }
    }

    fn wrong_value(&mut self, attribute: &Attribute<'_>, message: String, help: String) {
        let span = self.span(attribute.value_range.clone());
        let finding = self
            .finding(&codes::DIRECTIVE_ATTRIBUTE_VALUE, span, message)
            .help(help);
        self.diagnostics.push(finding);
    }

    /// Counts a link, image or file; none if it is one that must not be.
    pub(super) fn link(&mut self, kind: LinkKind, target: Box<str>, span: Span) -> Option<u32> {
        if let Some(scheme) = links::unsafe_scheme(&target) {
            let message = format!("a link may not begin with `{scheme}:`");
            let finding: Diagnostic = self
                .finding(&codes::LINK_UNSAFE, span, message)
                .help("link to a page, a file or an address of the web");
            self.diagnostics.push(finding);
            return None;
        }
        let number = u32::try_from(self.links.len()).ok()?;
        self.links.push(crate::page::LinkRef { kind, target });
        self.link_spans.push(span);
        Some(number)
    }
}

/// Whether what stands inside a directive is somebody's own words.
fn is_quoted(name: &str) -> bool {
    matches!(name, "quote" | "audio" | "video")
}

type SyntaxFault = (String, Range<usize>, &'static str);

pub(super) fn read_line(line: &str, after: usize) -> Result<Line<'_>, SyntaxFault> {
    const SHAPE: &str = "a directive is written `::: name {key=\"value\"}`";
    let spaces = |at: usize| at + line[at..].len() - line[at..].trim_start().len();
    let name_start = spaces(after);
    let name_length = line[name_start..]
        .find(|character: char| !(character.is_alphanumeric() || matches!(character, '-' | '_')))
        .unwrap_or(line.len() - name_start);
    let name_range = name_start..name_start + name_length;
    let name = &line[name_range.clone()];
    if name.is_empty() {
        return Err((
            "after `:::` stands no name".to_owned(),
            name_start..line.len(),
            SHAPE,
        ));
    }
    let mut at = spaces(name_range.end);
    let mut attributes = Vec::new();
    if line[at..].starts_with('{') {
        match attributes::read(line, at) {
            Ok((read, end)) => {
                attributes = read;
                at = spaces(end);
            }
            Err((fault, range)) => return Err(attribute_fault(line, fault, range)),
        }
    }
    let rest = &line[at..];
    let leaf = rest.len() >= 3 && rest.bytes().all(|byte| byte == b':');
    if !rest.is_empty() && !leaf {
        let message = format!("`{rest}` does not belong on the line of a directive");
        return Err((
            message,
            at..line.len(),
            "put words on the next line, or in an attribute: `{title=\"…\"}`",
        ));
    }
    Ok(Line {
        name,
        name_range,
        attributes,
        leaf,
    })
}

fn attribute_fault(line: &str, fault: Fault, range: Range<usize>) -> SyntaxFault {
    match fault {
        Fault::NoEnd => (
            "the attributes are not closed on their line".to_owned(),
            range,
            "end them with `}`",
        ),
        Fault::NoQuote => (
            "the quotation mark is not closed on its line".to_owned(),
            range,
            "write `\"` after the value, and `\\\"` for a quotation mark inside it",
        ),
        Fault::Stray => (
            format!("`{}` is no attribute", &line[range.clone()]),
            range,
            "attributes are written `key=\"value\"`, with a space between them",
        ),
    }
}

/// The value that the template gets; none for a flag that says `false`.
fn checked_value(
    kind: &AttributeKind,
    attribute: &Attribute<'_>,
) -> Result<Option<Box<str>>, (String, String)> {
    let name = attribute.name;
    if let AttributeKind::Flag = kind {
        return match attribute.value.as_deref() {
            None | Some("true" | "yes" | "") => Ok(Some("true".into())),
            Some("false" | "no") => Ok(None),
            Some(_) => Err((
                format!("`{name}` takes no value"),
                format!("write `{name}` alone, or leave it out"),
            )),
        };
    }
    let Some(value) = attribute.value.as_deref() else {
        return Err((
            format!("`{name}` has no value"),
            format!("write `{name}=\"…\"`"),
        ));
    };
    let wrong = match kind {
        AttributeKind::Number
            if value.is_empty()
                || value.len() > 9
                || !value.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            Some("write a whole number".to_owned())
        }
        AttributeKind::Lang if !is_language(value) => {
            Some("write the code of a language, as `cy` or `en-GB`".to_owned())
        }
        AttributeKind::Id if value.is_empty() || value.contains(char::is_whitespace) => {
            Some("an identifier is one word".to_owned())
        }
        AttributeKind::Image | AttributeKind::File if value.trim().is_empty() => {
            Some("write the path of a file, or an address".to_owned())
        }
        AttributeKind::OneOf(words) if !words.iter().any(|word| &**word == value) => Some(
            did_you_mean(value, words.iter().map(|word| &**word)).unwrap_or_else(|| {
                format!("it is one of {}", list(words.iter().map(|word| &**word)))
            }),
        ),
        _ => None,
    };
    match wrong {
        None => Ok(Some(value.into())),
        Some(help) => Err((format!("`{value}` is not a value of `{name}`"), help)),
    }
}

/// Whether a text has the shape of a language's code.
pub(super) fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Names for a sentence.
fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
