//! A line of a text: what stands before its own words, and where they are. What a line means is not known here.

/// One line.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    /// Where its own text begins, behind signs of quotation and spaces.
    pub(super) start: usize,
    /// Its text without the spaces around it.
    pub(super) text: &'a str,
    /// What stands before it.
    pub(super) before: &'a str,
    /// How many columns it is indented behind signs of quotation.
    pub(super) indent: usize,
}

impl Line<'_> {
    /// Whether nothing stands in it.
    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Where its text ends.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// How many bytes of spaces stand before the text, behind signs of quotation.
    pub(super) fn indent_bytes(&self) -> usize {
        let quotation = self.before.rfind('>').map_or(0, |at| at + 1);
        let space = self.before.len() - quotation;
        space - usize::from(quotation > 0 && space > 0)
    }
}

/// The lines of a text.
pub(super) fn split(source: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut at = 0;
    while at < source.len() {
        let rest = &source[at..];
        let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let whole = &rest[..length];
        let quotation = behind_quotation(whole);
        let behind = &whole[quotation..];
        let text = behind.trim_start_matches([' ', '\t']);
        let space = &behind[..behind.len() - text.len()];
        let indent: usize = space.bytes().fold(0, |columns, byte| match byte {
            b'\t' => columns / 4 * 4 + 4,
            _ => columns + 1,
        });
        let start = at + whole.len() - text.len();
        lines.push(Line {
            start,
            text: text.trim_end_matches([' ', '\t']),
            before: &whole[..whole.len() - text.len()],
            // The space behind a sign of quotation belongs to it.
            indent: indent.saturating_sub(usize::from(quotation > 0)),
        });
        at += length + 1;
        if rest[length..].starts_with("\r\n") {
            at += 1;
        }
    }
    lines
}

/// The byte behind the signs of quotation that a line begins with.
fn behind_quotation(line: &str) -> usize {
    let prefix = line
        .bytes()
        .take_while(|byte| matches!(byte, b' ' | b'>'))
        .count();
    line[..prefix].rfind('>').map_or(0, |at| at + 1)
}
