//! What the parser's errors mean, in words for people who do not write programs.
//!
//! The parser says where it stumbled; the mistake is often before that, so the text round the place is looked at.

use granit_parser::ErrorKind;

use crate::diagnostic::codes::{self, Code};
use crate::diagnostic::wording::code;
use crate::source::Span;

/// A mistake in the syntax, explained.
pub(super) struct Explained {
    pub(super) code: &'static Code,
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Explains the error that the parser met at byte `at`, after the scalar at `last`, inside the bracket opened at `open`.
pub(super) fn explain(
    text: &str,
    at: usize,
    kind: &ErrorKind,
    last: Span,
    open: Option<Span>,
) -> Explained {
    let at = boundary(text, at);
    if let Some(found) = missing_space(text, at, kind, last) {
        return found;
    }
    let say = |span: Span, message: &str, help: &str| Explained {
        code: &codes::YAML_SYNTAX,
        span,
        message: message.into(),
        help: (!help.is_empty()).then(|| help.into()),
    };
    let here = one_character(text, at);
    let line = whole_line(text, at);
    let opener = open.filter(|open| line_start(text, open.start as usize) < line_start(text, at));
    use ErrorKind as E;
    match kind {
        E::InvalidColonPlacement
        | E::ExpectedFlowSequenceSeparator
        | E::ExpectedFlowMappingSeparator
        | E::InvalidFlowScalarIndent
            if opener.is_some() =>
        {
            say(
                opener.unwrap_or(here),
                "this bracket is never closed",
                "close every `[` with `]` and every `{` with `}`, or put quotes round the text",
            )
        }
        E::ExpectedNodeContent => say(
            here,
            "there is nothing before this comma or bracket",
            "part the entries of a list with one comma each",
        ),
        E::UnexpectedCharacter { character } if character.is_control() => say(
            here,
            "an invisible character stands here",
            "take it out, or write the text anew",
        ),
        E::UnexpectedCharacter { character: '`' } => say(
            here,
            "a text cannot begin with a backtick unless it is in quotes",
            "put quotes round the text",
        ),
        E::RecursionLimitExceeded => Explained {
            code: &codes::YAML_TOO_LARGE,
            span: here,
            message: "lists and maps stand inside one another too deep".into(),
            help: Some("put quotes round a text that begins with `[` or `{`".into()),
        },
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabAtBlockScalarStart => say(
            tab_of_line(text, at).unwrap_or(here),
            "this line begins with a tab: YAML wants spaces",
            "use two spaces for each step",
        ),
        E::TabInPlainScalar => say(here, "there is a tab in this text", "use a space instead"),
        E::MappingValueNotAllowed | E::InvalidColonPlacement if is_second_colon(text, at) => say(
            here,
            "a `:` stands inside a text that has no quotes",
            "put quotes round the whole text after the first `:`",
        ),
        E::MappingValueNotAllowed | E::ExpectedBlockMappingKey | E::InvalidIndentation
            if indented(text, at) =>
        {
            say(
                line,
                "this line is not in step with the lines above it",
                "begin the names of fields that belong together in the same column",
            )
        }
        E::InvalidColonPlacement
        | E::ExpectedFlowSequenceSeparator
        | E::ExpectedFlowMappingSeparator => say(
            here,
            "a bracket that was opened before is not closed, or a comma is missing",
            "close every `[` with `]` and every `{` with `}`, with a comma between the entries",
        ),
        E::SimpleKeyExpected | E::InvalidSimpleKey => say(
            line,
            "this line has no `:` after a name",
            "write `name: value`, or begin the line with `- ` if it is an entry of a list",
        ),
        E::MappingValueNotAllowed => say(
            here,
            "the name before this `:` is too long, or goes over several lines",
            "put quotes round a text that holds a `:`",
        ),
        E::InvalidMappingValueWhitespace => say(
            here,
            "a `:` must be followed by a space",
            "write `name: value`",
        ),
        E::InvalidBlockEntryWhitespace => {
            say(here, "a `-` must be followed by a space", "write `- value`")
        }
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => say(
            here,
            "this quotation mark is never closed",
            "put the same quotation mark at the end of the text",
        ),
        E::InvalidQuotedScalarIndent => say(
            line,
            "a text in quotes goes on here, less indented than where it began",
            "close the quotes, or indent the lines of the text",
        ),
        E::InvalidTrailingSingleQuotedScalar => say(
            here,
            "the text goes on after its closing quotation mark",
            "write an apostrophe inside single quotes twice, or put double quotes round the text",
        ),
        E::InvalidTrailingDoubleQuotedScalar => say(
            here,
            "the text goes on after its closing quotation mark",
            "put single quotes round a text that holds double quotes",
        ),
        E::UnknownQuotedScalarEscape | E::InvalidQuotedScalarHexEscape => say(
            here,
            "a `\\` in double quotes begins a special character, and this is not one",
            "write `\\\\` for a backslash, or use single quotes",
        ),
        E::UnclosedFlowCollection { open } => Explained {
            code: &codes::YAML_SYNTAX,
            span: here,
            message: format!("this {} is never closed", code(&open.to_string())),
            help: Some(if *open == '[' {
                "close the list with `]`, or put quotes round the text".into()
            } else {
                "close it with `}`, or put quotes round the text".to_owned()
            }),
        },
        E::MismatchedFlowCollectionEnd { open, close } => Explained {
            code: &codes::YAML_SYNTAX,
            span: here,
            message: format!(
                "{} was opened and {} closes it",
                code(&open.to_string()),
                code(&close.to_string())
            ),
            help: Some("close every `[` with `]` and every `{` with `}`".into()),
        },
        E::MisplacedFlowCollectionEnd => say(
            here,
            "this closing bracket closes nothing",
            "take it out, or put quotes round the text",
        ),
        E::UnexpectedCharacter { character } => Explained {
            code: &codes::YAML_SYNTAX,
            span: here,
            message: format!(
                "a text cannot begin with {} unless it is in quotes",
                code(&character.to_string())
            ),
            help: Some("put quotes round the text".into()),
        },
        E::BlockSequenceEntryNotAllowed => say(
            here,
            "an entry of a list stands on the line of its name",
            "begin the list on the next line, or write `[one, two]`",
        ),
        E::PlainScalarStartsWithDashFlowIndicator | E::BlockEntryInFlowCollection => say(
            here,
            "a `-` stands inside brackets",
            "part the entries of a list in brackets with commas alone, or put quotes round the text",
        ),
        E::CommentNotSeparated | E::CommentInterceptedScalar => say(
            here,
            "a `#` begins a comment here",
            "put a space before the `#` of a comment, or quotes round a text that holds one",
        ),
        E::MissingAnchorOrAliasName => say(
            here,
            "a text cannot begin with `*` or `&` unless it is in quotes",
            "put quotes round the text",
        ),
        E::DirectiveDisallowed => say(
            here,
            "a line cannot begin with `%`",
            "put quotes round the text",
        ),
        E::InvalidBlockScalarIndent | E::InvalidBlockScalarHeader | E::ZeroBlockScalarIndent => {
            say(
                line,
                "a text of several lines is not indented evenly, or something follows its `|` or `>`",
                "leave the rest of the line after `|` or `>` empty, and indent every line of the text alike",
            )
        }
        E::BomInsideDocument => say(
            here,
            "an invisible character (a byte order mark) stands here",
            "take it out",
        ),
        _ => say(
            here,
            "YAML cannot be read from here on",
            "put quotes round a text that holds special characters, and check the lines above",
        ),
    }
}

/// `title:Trust`: the parser reads a text and stumbles at the next colon, a line or more below.
fn missing_space(text: &str, at: usize, kind: &ErrorKind, last: Span) -> Option<Explained> {
    if !matches!(
        kind,
        ErrorKind::MappingValueNotAllowed
            | ErrorKind::SimpleKeyExpected
            | ErrorKind::InvalidSimpleKey
            | ErrorKind::ExpectedBlockMappingKey
    ) {
        return None;
    }
    let last_start = (last.start as usize).min(text.len());
    let candidates = [
        line_start(text, at),
        line_start(text, boundary(text, last_start)),
    ];
    candidates.into_iter().find_map(|start| {
        let line = &text[start..line_end(text, start)];
        let body = line.trim_start();
        let colon = body.find(':')?;
        let (name, rest) = (&body[..colon], &body[colon + 1..]);
        let is_name = !name.is_empty()
            && name.chars().all(|character| {
                character.is_alphanumeric() || character == '_' || character == '-'
            });
        let tight = rest
            .chars()
            .next()
            .is_some_and(|character| !character.is_whitespace() && character != '/');
        if !is_name || !tight {
            return None;
        }
        let colon = start + line.len() - body.len() + colon;
        Some(Explained {
            code: &codes::YAML_SYNTAX,
            span: Span::new(colon, colon + 1),
            message: "a `:` must be followed by a space".into(),
            help: Some(format!(
                "write {}",
                code(&format!("{name}: {}", rest.trim_end()))
            )),
        })
    })
}

/// Whether another `: ` stands on the line before this one.
fn is_second_colon(text: &str, at: usize) -> bool {
    text[line_start(text, at)..at].contains(": ")
}

/// Whether the line of `at` is indented.
fn indented(text: &str, at: usize) -> bool {
    text[line_start(text, at)..].starts_with(' ')
}

fn tab_of_line(text: &str, at: usize) -> Option<Span> {
    let start = line_start(text, at);
    let tab = start + text[start..line_end(text, start)].find('\t')?;
    Some(Span::new(tab, tab + 1))
}

/// The byte at which the line of `at` begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..boundary(text, at)]
        .rfind('\n')
        .map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..]
        .find(['\n', '\r'])
        .map_or(text.len(), |length| at + length)
}

/// The words of the line of `at`, without the space round them; the one place itself when the line is empty.
fn whole_line(text: &str, at: usize) -> Span {
    let start = line_start(text, at);
    let line = &text[start..line_end(text, start)];
    let begin = start + line.len() - line.trim_start().len();
    let end = start + line.trim_end().len();
    if begin < end {
        Span::new(begin, end)
    } else {
        Span::new(at, at)
    }
}

fn one_character(text: &str, at: usize) -> Span {
    let length = text[at..]
        .chars()
        .next()
        .filter(|character| !character.is_control())
        .map_or(0, char::len_utf8);
    Span::new(at, at + length)
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
