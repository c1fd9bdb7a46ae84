//! Findings as a part of a page for a browser: a heading for each, its place, the line, and how to mend it.
//!
//! All words are escaped. What stands around it is the affair of whoever shows it.

use std::fmt::Write as _;

use crate::diagnostic::Diagnostic;

use super::Sources;

/// The most characters of a line that are shown.
const LINE_SHOWN: usize = 300;

/// All findings, in their order.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> String {
    let mut html = String::new();
    for diagnostic in diagnostics {
        let start = sources.region(&diagnostic.place).start;
        let place = match diagnostic.place.span {
            Some(_) => format!(
                "`{}`, line {}, column {}",
                diagnostic.place.file, start.line, start.column
            ),
            None => format!("`{}`", diagnostic.place.file),
        };
        write!(
            html,
            "<section>\n<h2>{}</h2>\n<p>{}</p>\n",
            words(&diagnostic.message),
            words(&place)
        )
        .expect("writing to a string succeeds");
        if let (Some(span), Some((text, lines))) =
            (diagnostic.place.span, sources.text(&diagnostic.place.file))
        {
            let line = &text[lines.line_around((span.start as usize).min(text.len()))];
            let shown: String = line.chars().take(LINE_SHOWN).collect();
            writeln!(html, "<pre>{}</pre>", escaped(&shown)).expect("writing to a string succeeds");
        }
        if let Some(help) = &diagnostic.help {
            writeln!(html, "<p>{}</p>", words(&capital(help)))
                .expect("writing to a string succeeds");
        }
        for related in &diagnostic.related {
            writeln!(
                html,
                "<p>{}: <code>{}</code></p>",
                words(&capital(&related.message)),
                escaped(related.place.file.as_str())
            )
            .expect("writing to a string succeeds");
        }
        html.push_str("</section>\n");
    }
    html
}

/// A message that is no finding, as a paragraph.
pub fn paragraph(message: &str) -> String {
    format!("<p>{}</p>\n", words(message))
}

/// Words with what stands between backticks as code.
fn words(text: &str) -> String {
    let mut html = String::new();
    for (number, part) in text.split('`').enumerate() {
        let is_code = number % 2 == 1;
        html.push_str(if is_code { "<code>" } else { "" });
        html.push_str(&escaped(part));
        html.push_str(if is_code { "</code>" } else { "" });
    }
    html
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::diagnostic::{Place, codes};
    use crate::path::SitePath;
    use crate::source::Span;

    #[test]
    fn a_finding_is_a_section_with_a_heading_and_nothing_of_an_author_is_html() {
        let path = SitePath::new("content/a.md");
        let found = Diagnostic::new(
            &codes::LINK_MISSING_TARGET,
            Place::at(&path, Span::new(3, 6)),
            "there is no page at `<b>`",
        )
        .help("write `x` & go");
        let texts = BTreeMap::from([(path, "a\n<b>\nc".into())]);
        assert_eq!(
            render(&[found], &Sources::new(&texts)),
            "<section>\n<h2>there is no page at <code>&lt;b&gt;</code></h2>\n<p><code>content/a.md</code>, line 2, column 2</p>\n\
             <pre>&lt;b&gt;</pre>\n<p>Write <code>x</code> &amp; go</p>\n</section>\n"
        );
    }
}
