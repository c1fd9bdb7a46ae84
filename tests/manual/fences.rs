//! The fenced blocks of a page, each with what stands above it. It knows nothing of what they are for.

/// A fenced block.
pub(crate) struct Fence<'a> {
    /// The heading that it stands under.
    pub(crate) heading: &'a str,
    /// The last line above it.
    pub(crate) above: &'a str,
    /// The word after its opening ticks.
    pub(crate) language: &'a str,
    /// What stands inside.
    pub(crate) text: &'a str,
}

impl<'a> Fence<'a> {
    /// The file that the paragraph above names: `` `content/about.md`: `` and nothing else.
    pub(crate) fn file(&self) -> Option<&'a str> {
        self.named("`:")
    }

    /// The name that the paragraph above begins with, when the rest of it is `after`.
    pub(crate) fn named(&self, after: &str) -> Option<&'a str> {
        let name = self.above.strip_prefix('`')?.strip_suffix(after)?;
        (!name.contains('`')).then_some(name)
    }
}

/// The fenced blocks of a page, in order.
pub(crate) fn fences(page: &str) -> Vec<Fence<'_>> {
    let mut fences = Vec::new();
    let mut heading = "";
    let mut above = "";
    let mut open: Option<(usize, &str, usize)> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
        match open {
            Some((fence, language, from)) if ticks == fence && line.len() == fence => {
                fences.push(Fence {
                    heading,
                    above: std::mem::take(&mut above),
                    language,
                    text: &page[from..start],
                });
                open = None;
            }
            Some(_) => {}
            None if ticks >= 3 => open = Some((ticks, &line[ticks..], at)),
            None => {
                if let Some(words) = line.strip_prefix("## ") {
                    heading = words;
                }
                if !line.is_empty() {
                    above = line;
                }
            }
        }
    }
    fences
}
