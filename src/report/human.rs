//! Findings for a person: the line at fault with a caret below it, a way to mend it, and the places that explain it.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Place, Severity};

use super::{Counts, Sources};
use crate::source::LineIndex;

/// The most bytes of one line that are shown; of a longer line, the part around the fault.
const LINE_SHOWN: usize = 400;

/// The most lines of a fault that are shown.
const LINES_SHOWN: usize = 4;

/// All findings, and how many there are. Colours are in it as terminal codes; a stream that wants none strips them.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let renderer = Renderer::styled();
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&one(&renderer, diagnostic, sources));
        text.push_str("\n\n");
    }
    if let Some(sentence) = Counts::of(diagnostics).sentence() {
        text.push_str(&sentence);
        text.push('\n');
    }
    text
}

/// How many findings of one code a person is shown at once: what they are is clear by then, and the rest is counted.
const SHOWN_OF_A_CODE: usize = 3;

/// What somebody at a terminal reads: the first findings of each code, errors last, where the eye is when the command has ended, and
/// how many more there are of each. `width` is the terminal's, in columns, where it is known.
pub fn brief(diagnostics: &[Diagnostic], sources: &Sources<'_>, width: Option<usize>) -> String {
    let renderer = match width {
        Some(width) => Renderer::styled().term_width(width),
        None => Renderer::styled(),
    };
    let mut groups: BTreeMap<(Severity, &str), Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let key = (diagnostic.severity, diagnostic.code.name);
        groups.entry(key).or_default().push(diagnostic);
    }
    let mut text = String::new();
    for group in groups.values() {
        for diagnostic in group.iter().take(SHOWN_OF_A_CODE) {
            let fitted = width.map(|width| fit(diagnostic, width));
            text.push_str(&one(
                &renderer,
                fitted.as_ref().unwrap_or(diagnostic),
                sources,
            ));
            text.push_str("\n\n");
        }
        if let Some(left @ 1..) = group.len().checked_sub(SHOWN_OF_A_CODE) {
            let number = grouped(left);
            text.push_str(&format!("and {number} more like this\n\n"));
        }
    }
    if groups.values().any(|group| group.len() > SHOWN_OF_A_CODE) {
        for ((severity, code), group) in &groups {
            let number = grouped(group.len());
            text.push_str(&format!("{number:>8}  {:<8} {code}\n", severity.as_str()));
        }
        text.push_str("`-v` shows each of them.\n\n");
    }
    if let Some(sentence) = Counts::of(diagnostics).sentence() {
        text.push_str(&sentence);
        text.push('\n');
    }
    text
}

/// A number as people read it: `1,093`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The narrowest lines that words are fitted to: what is narrower is no terminal that anybody reads from.
const NARROWEST: usize = 40;

/// A finding with its words broken into lines that a terminal has room for.
fn fit(diagnostic: &Diagnostic, width: usize) -> Diagnostic {
    let room = |before: usize| {
        width
            .max(NARROWEST)
            .saturating_sub(before)
            .max(NARROWEST / 2)
    };
    let title = diagnostic.severity.as_str().len() + diagnostic.code.name.len() + "[]: ".len();
    let mut fitted = diagnostic.clone();
    fitted.message = broken(&fitted.message, room(title));
    fitted.help = fitted
        .help
        .map(|help| broken(&help, room("   = help: ".len() + 3)));
    for related in &mut fitted.related {
        related.message = broken(&related.message, room("note: ".len()));
    }
    fitted
}

/// Words in lines of at most so many columns; a word that is longer has a line of its own.
fn broken(words: &str, width: usize) -> String {
    let mut text = String::with_capacity(words.len() + 8);
    let mut column = 0;
    for (number, word) in words.split(' ').enumerate() {
        let length = word.chars().count();
        if number > 0 {
            let ends = column + 1 + length > width;
            text.push(if ends { '\n' } else { ' ' });
            column = if ends { 0 } else { column + 1 };
        }
        text.push_str(word);
        column += length;
    }
    text
}

fn one(renderer: &Renderer, diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::NOTE.with_name("advice"),
    };
    let title = level
        .primary_title(&diagnostic.message)
        .id(diagnostic.code.name);
    let mut group = shown(
        Group::with_title(title),
        &diagnostic.place,
        sources,
        AnnotationKind::Primary,
    );
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    let mut report = vec![group];
    for related in &diagnostic.related {
        let title = Level::NOTE.secondary_title(&related.message);
        report.push(shown(
            Group::with_title(title),
            &related.place,
            sources,
            AnnotationKind::Context,
        ));
    }
    renderer.render(&report)
}

/// Adds a place to a group: its file, line and column, and the lines themselves.
fn shown<'a>(
    group: Group<'a>,
    place: &'a Place,
    sources: &Sources<'_>,
    kind: AnnotationKind,
) -> Group<'a> {
    let origin = Origin::path(place.file.as_str());
    let (Some(span), Some((text, lines))) = (place.span, sources.text(&place.file)) else {
        return group.element(origin);
    };
    let region = sources.region(place);
    let excerpt = Excerpt::of(text, lines, span.range());
    let snippet = Snippet::source(excerpt.text)
        .line_start(region.start.line)
        .fold(false)
        .annotation(kind.span(excerpt.span));
    if excerpt.is_cut {
        // The column can't be counted from a line that lost its beginning.
        let column = region.start.column;
        return group
            .element(origin.line(region.start.line).char_column(column))
            .element(snippet);
    }
    group.element(snippet.path(place.file.as_str()))
}

/// The lines of a fault, their ends as `\n`, and where in them the fault is.
struct Excerpt {
    text: String,
    span: std::ops::Range<usize>,
    /// Whether the first line lost its beginning.
    is_cut: bool,
}

impl Excerpt {
    fn of(text: &str, lines: &LineIndex<'_>, span: std::ops::Range<usize>) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end.max(span.start));
        // The index knows where a line begins and ends; looking would cost its length for each finding in it.
        let line_start = lines.line_around(start).start;
        let from = floor(text, line_start.max(start.saturating_sub(LINE_SHOWN / 2)));
        let mut excerpt = Self {
            text: String::new(),
            span: start - from..start - from,
            is_cut: from > line_start,
        };
        let mut at = from;
        for line in 0..LINES_SHOWN {
            let rest = &text[at..];
            let length = lines.line_around(at).end.max(at) - at;
            let limit = if line == 0 {
                LINE_SHOWN + (start - from)
            } else {
                LINE_SHOWN
            };
            let visible = floor(rest, length.min(limit));
            if line > 0 {
                excerpt.text.push('\n');
            }
            let laid = excerpt.text.len();
            excerpt.text.extend(rest[..visible].chars().map(harmless));
            excerpt.span.end = laid + end.saturating_sub(at).min(visible);
            let line_end = at + length;
            if end <= line_end {
                break;
            }
            at = line_end
                + if text[line_end..].starts_with("\r\n") {
                    2
                } else {
                    1
                };
            if end <= at {
                break;
            }
        }
        excerpt.span.end = excerpt.span.end.max(excerpt.span.start);
        excerpt
    }
}

/// A character of a file as a terminal may be sent it. Some terminals obey the control characters from U+0080 to U+009F, which the
/// library lets through; another character of as many bytes keeps carets where they belong.
fn harmless(character: char) -> char {
    match character {
        '\u{80}'..='\u{9f}' => '·',
        character => character,
    }
}

/// The nearest start of a character at or before a byte.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
