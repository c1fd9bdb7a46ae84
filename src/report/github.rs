//! Findings as GitHub's workflow commands, which it shows beside the lines of a pull request.

use crate::diagnostic::{Diagnostic, Severity};

use super::Sources;

/// All findings, one command each. `prefix` is the site's folder in the repository, empty or with a closing `/`.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources<'_>, prefix: &str) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "notice",
        };
        let file = property(&format!("{prefix}{}", diagnostic.place.file));
        let title = property(diagnostic.code.name);
        let region = sources.region(&diagnostic.place);
        let mut place = String::new();
        if diagnostic.place.span.is_some() {
            place = format!(",line={},endLine={}", region.start.line, region.end.line);
            // GitHub takes columns only of a place within one line.
            if region.start.line == region.end.line {
                let last = region.end.column.max(region.start.column);
                place.push_str(&format!(",col={},endColumn={last}", region.start.column));
            }
        }
        let mut message = diagnostic.message.clone();
        if let Some(help) = &diagnostic.help {
            message.push_str("\nhelp: ");
            message.push_str(help);
        }
        for related in &diagnostic.related {
            let start = sources.region(&related.place).start;
            message.push_str(&format!(
                "\n{prefix}{}:{}:{}: {}",
                related.place.file, start.line, start.column, related.message
            ));
        }
        text.push_str(&format!(
            "::{command} file={file}{place},title={title}::{}\n",
            data(&message)
        ));
    }
    text
}

/// The message of a command, escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a command, escaped.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
