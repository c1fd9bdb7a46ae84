//! Tera's errors as diagnostics: which file, where in it, in words for people who do not program.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{ErrorKind, ReportError, Tera};

use super::budget;
use super::counted::Counted;
use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::source::Span;
use crate::theme::Theme;
use crate::view::PageView;

/// The mistakes of syntax in every template, each looked at alone so that all are found.
pub(super) fn syntax(theme: &Theme) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, file) in &theme.templates {
        let Err(error) = Tera::new().add_raw_template(name, &file.text) else {
            continue;
        };
        if let ErrorKind::SyntaxError(report) = error.kind() {
            found.push(
                Diagnostic::new(
                    &codes::TEMPLATE_SYNTAX,
                    place(theme, name, Some(report)),
                    sentence(report.message()),
                )
                .help("templates are written in Tera 2: see its manual for the form of tags and expressions"),
            );
        }
    }
    found
}

/// What Tera found when all templates were put together.
pub(super) fn of_load(theme: &Theme, error: &tera::Error) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::Msg(reports) => reports
            .split("\n\n")
            .map(|report| unknown_name(theme, report))
            .collect(),
        ErrorKind::MissingParent { current, parent } => {
            let names = theme.templates.keys().map(|name| &**name);
            vec![
                Diagnostic::new(
                    &codes::TEMPLATE_UNKNOWN_NAME,
                    quoted(theme, current, parent),
                    format!("there is no template `{parent}` to extend"),
                )
                .maybe_help(did_you_mean(parent, names)),
            ]
        }
        ErrorKind::CircularInclude {
            tpl,
            include_chain: chain,
        }
        | ErrorKind::CircularExtend {
            tpl,
            inheritance_chain: chain,
        } => {
            let next = chain.iter().find(|name| *name != tpl).unwrap_or(tpl);
            vec![
                Diagnostic::new(
                    &codes::TEMPLATE_CYCLE,
                    quoted(theme, tpl, next),
                    format!("the template `{tpl}` leads back to itself"),
                )
                .help(format!(
                    "take one step out of the circle: {}",
                    circle(tpl, chain)
                )),
            ]
        }
        ErrorKind::SyntaxError(report) => vec![Diagnostic::new(
            &codes::TEMPLATE_SYNTAX,
            place(theme, report.filename(), Some(report)),
            sentence(report.message()),
        )],
        other => vec![Diagnostic::new(
            &codes::TEMPLATE_FAILED,
            Place::file(&crate::path::SitePath::new(format!(
                "themes/{}/theme.yaml",
                theme.name
            ))),
            sentence(&other.to_string()),
        )],
    }
}

fn circle(first: &str, chain: &[String]) -> String {
    let mut names: Vec<&str> = chain.iter().map(String::as_str).collect();
    if names.first() != Some(&first) {
        names.insert(0, first);
    }
    if names.last() != Some(&first) {
        names.push(first);
    }
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(" → ")
}

/// A report of Tera's that comes as text only: `error: Unknown filter `x``, then ` --> story.html:3:7`.
fn unknown_name(theme: &Theme, report: &str) -> Diagnostic {
    let mut lines = report.lines();
    let message = lines.next().unwrap_or_default();
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let place = lines
        .next()
        .and_then(|line| line.trim_start().strip_prefix("--> "))
        .and_then(|place| {
            let mut parts = place.rsplitn(3, ':');
            let column: usize = parts.next()?.parse().ok()?;
            let line: usize = parts.next()?.parse().ok()?;
            let file = theme.templates.get(parts.next()?)?;
            let name = message.split('`').nth(1).unwrap_or_default();
            let at = offset(&file.text, line, column - 1);
            let found = file.text[at..].find(name).map_or(at, |skip| at + skip);
            Some(Place::at(&file.path, Span::new(found, found + name.len())))
        });
    let name = message.split('`').nth(1).unwrap_or_default();
    let help = match message.split('`').next().unwrap_or_default().trim() {
        "Unknown template" => did_you_mean(name, theme.templates.keys().map(|name| &**name)),
        "Unknown filter" => did_you_mean(name, FILTERS),
        "Unknown function" => did_you_mean(name, ["asset", "messages", "range", "super", "throw"]),
        "Unknown component" => did_you_mean(name, components(theme)),
        _ => None,
    };
    let place = place.unwrap_or_else(|| {
        Place::file(&crate::path::SitePath::new(format!(
            "themes/{}/theme.yaml",
            theme.name
        )))
    });
    Diagnostic::new(&codes::TEMPLATE_UNKNOWN_NAME, place, sentence(message)).maybe_help(help)
}

/// The filters that are most often meant.
const FILTERS: [&str; 24] = [
    "capitalize",
    "date",
    "default",
    "escape",
    "filesize",
    "first",
    "get",
    "join",
    "json",
    "last",
    "length",
    "lower",
    "markdown_inline",
    "number",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "t",
    "title",
    "trim",
    "upper",
];

/// The names of the components that a theme's templates define.
fn components(theme: &Theme) -> impl Iterator<Item = &str> {
    theme.templates.values().flat_map(|file| {
        file.text.split("{% component ").skip(1).filter_map(|rest| {
            let (name, _) = rest.split_once('(')?;
            Some(name.trim())
        })
    })
}

/// What stopped the rendering of a page.
pub(super) fn of_page(
    theme: &Theme,
    counted: &BTreeMap<Arc<str>, Counted>,
    name: &str,
    view: &PageView,
    error: &tera::Error,
) -> Diagnostic {
    let page = format!("it was found on the page `{}`", view.page.url);
    match error.kind() {
        ErrorKind::RenderingError(report) => {
            let mut place = place(theme, report.filename(), Some(report));
            if let (Some(counted), Some(span)) = (counted.get(report.filename()), &mut place.span) {
                *span = Span::from(counted.own(span.range()));
            }
            let written = place
                .span
                .and_then(|span| {
                    theme
                        .templates
                        .get(report.filename())?
                        .text
                        .get(span.range())
                })
                .unwrap_or_default();
            let message = report.message();
            if budget::is_exhausted(message) {
                return exhausted(place, message, page);
            }
            let undefined = message.contains("undefined") || message.contains("not defined");
            if undefined && !written.is_empty() {
                return Diagnostic::new(
                    &codes::TEMPLATE_UNKNOWN_VARIABLE,
                    place,
                    format!("`{}` does not exist here", written.trim()),
                )
                .help(format!(
                    "{page}; write `or` or `if` where it may be missing"
                ));
            }
            Diagnostic::new(&codes::TEMPLATE_FAILED, place, sentence(message)).help(page)
        }
        ErrorKind::Msg(message) if message.contains("recursion depth") => Diagnostic::new(
            &codes::TEMPLATE_CYCLE,
            place(theme, name, None),
            format!("a component that `{name}` uses calls itself without end"),
        )
        .help(format!("{page}; let the component stop by an `if`")),
        other if budget::is_exhausted(&other.to_string()) => {
            exhausted(place(theme, name, None), &other.to_string(), page)
        }
        other => Diagnostic::new(
            &codes::TEMPLATE_FAILED,
            place(theme, name, None),
            sentence(&other.to_string()),
        )
        .help(page),
    }
}

/// The finding that a page's budget is exhausted, at the tag that took the last of it.
fn exhausted(place: Place, message: &str, page: String) -> Diagnostic {
    let mend = if budget::is_too_deep(message) {
        "let fewer components, blocks, files or lists stand in one another"
    } else {
        "let the template do less, or raise `limits` in site.yaml"
    };
    Diagnostic::new(&codes::TEMPLATE_LIMIT, place, sentence(message))
        .help(format!("{page}; {mend}"))
}

/// The file of a template, and where in it.
fn place(theme: &Theme, name: &str, report: Option<&ReportError>) -> Place {
    match theme.templates.get(name) {
        Some(file) => Place {
            file: file.path.clone(),
            span: report.map(|report| Span::from(report.span().range.clone())),
        },
        None => Place::file(&crate::path::SitePath::new(format!(
            "themes/{}/theme.yaml",
            theme.name
        ))),
    }
}

/// Where a template names another one.
fn quoted(theme: &Theme, name: &str, written: &str) -> Place {
    let Some(file) = theme.templates.get(name) else {
        return place(theme, name, None);
    };
    let at = ["\"", "'"]
        .iter()
        .find_map(|quote| file.text.find(&format!("{quote}{written}{quote}")));
    match at {
        Some(at) => Place::at(&file.path, Span::new(at + 1, at + 1 + written.len())),
        None => Place::file(&file.path),
    }
}

/// The byte at a line (from 1) and a column (from 0, in characters).
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = &text[start..];
    start
        + rest
            .char_indices()
            .nth(column)
            .map_or(rest.len(), |(at, _)| at)
}

/// Tera's words as a sentence of ours: no full stop, a small letter first.
fn sentence(message: &str) -> String {
    let message = message
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    let mut characters = message.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => "the template cannot be used".to_owned(),
    }
}
