//! Blocks of code: their language, and how much of them is coloured.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr};

use super::open::OpenCode;
use super::state::Writer;
use crate::diagnostic::codes;
use crate::parse::highlight;

impl<'a> Writer<'a> {
    /// Begins a block of code.
    pub(super) fn start_code(&mut self, kind: &CodeBlockKind<'a>, range: &Range<usize>) {
        self.end_text_block();
        self.check_fence(kind, range);
        let (language, language_range) = match kind {
            CodeBlockKind::Fenced(info) => self.language(info, range),
            CodeBlockKind::Indented => (String::new(), 0..0),
        };
        self.code = Some(OpenCode {
            language,
            language_range,
            text: String::new(),
        });
    }

    /// The language that a fence names, and where.
    fn language(&self, info: &CowStr<'a>, range: &Range<usize>) -> (String, Range<usize>) {
        let info = self.original(info, range);
        let language = info
            .trim_start()
            .split([' ', '\t', ',', '{'])
            .next()
            .unwrap_or_default()
            .to_owned();
        let source = &self.prepared.source[range.clone()];
        let line = source.lines().next().unwrap_or_default();
        let at = line.find(language.as_str()).unwrap_or(0);
        let start = range.start + at;
        let end = start
            + if line[at..].starts_with(language.as_str()) {
                language.len()
            } else {
                line.len()
            };
        (language, start..end)
    }

    /// Writes the block of code that ends.
    pub(super) fn end_code(&mut self) {
        let Some(code) = self.code.take() else {
            return;
        };
        self.plain.push(&code.text);
        self.plain.line();
        let extensions = self.options.markdown.extensions;
        let out = self.out();
        out.fresh_line();
        out.push(if extensions {
            "<pre tabindex=\"0\"><code"
        } else {
            "<pre><code"
        });
        if !code.language.is_empty() {
            out.push(" class=\"language-");
            out.attribute(&code.language);
            out.push("\"");
        }
        out.push(">");
        if code.language.is_empty() || !extensions {
            out.text(&code.text);
        } else {
            self.coloured_code(&code);
        }
        self.out().push("</code></pre>\n");
    }

    fn coloured_code(&mut self, code: &OpenCode) {
        let span = self.span(code.language_range.clone());
        self.coloured += code.text.len();
        if self.coloured > highlight::LONGEST {
            if self.coloured - code.text.len() <= highlight::LONGEST {
                let finding = self
                    .finding(
                        &codes::CODE_TOO_LONG,
                        span,
                        "there is more code on this page than is coloured",
                    )
                    .help("put long listings in a file and link to it");
                self.diagnostics.push(finding);
            }
            self.out().text(&code.text);
            return;
        }
        match highlight::highlight(&code.text, &code.language) {
            Some(html) => self.out().push(&html),
            None => {
                if !highlight::is_plain(&code.language) {
                    let message = format!(
                        "`{}` is not a language whose code can be coloured",
                        code.language
                    );
                    let finding = self
                        .finding(&codes::CODE_UNKNOWN_LANGUAGE, span, message)
                        .help("check its name, or write `text`");
                    self.diagnostics.push(finding);
                }
                self.out().text(&code.text);
            }
        }
    }

    /// Takes text that belongs to a block of code, if one is open.
    pub(super) fn code_text(&mut self, text: &str) -> bool {
        match &mut self.code {
            Some(code) => {
                code.text.push_str(text);
                true
            }
            None => false,
        }
    }
}
