//! Findings for a program: one line of JSON each.

use serde::Serialize;

use crate::diagnostic::Diagnostic;

use super::Sources;

/// One finding as it is printed.
#[derive(Debug, Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    help: Option<&'a str>,
    related: Vec<RelatedLine<'a>>,
}

/// A place that explains a finding, as it is printed.
#[derive(Debug, Serialize)]
struct RelatedLine<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
}

/// All findings, one line each.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let region = sources.region(&diagnostic.place);
        let line = Line {
            code: diagnostic.code.name,
            severity: diagnostic.severity.as_str(),
            message: &diagnostic.message,
            file: diagnostic.place.file.as_str(),
            line: region.start.line,
            column: region.start.column,
            end_line: region.end.line,
            end_column: region.end.column,
            help: diagnostic.help.as_deref(),
            related: diagnostic
                .related
                .iter()
                .map(|related| {
                    let start = sources.region(&related.place).start;
                    RelatedLine {
                        file: related.place.file.as_str(),
                        line: start.line,
                        column: start.column,
                        message: &related.message,
                    }
                })
                .collect(),
        };
        let line = serde_json::to_string(&line).expect("text and numbers can be written as JSON");
        text.push_str(&line);
        text.push('\n');
    }
    text
}
