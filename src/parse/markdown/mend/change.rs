//! One change of a text on its way to what was meant, and what is said of it. Facts alone: what is changed, others decide.

use std::ops::Range;

use crate::diagnostic::Code;

/// What is said of a stretch of a body.
#[derive(Clone, Debug)]
pub(in crate::parse::markdown) struct Remark {
    pub(in crate::parse::markdown) code: &'static Code,
    /// Where it stands in the body as written.
    pub(in crate::parse::markdown) range: Range<usize>,
    pub(in crate::parse::markdown) message: String,
    pub(in crate::parse::markdown) help: String,
}

/// Where a change may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// In words: not in code, nor in a block of HTML.
    Words,
    /// There, or where a block of HTML begins, which is then none.
    Tag,
    /// There, or in a block that only its indentation makes code.
    Bullet,
    /// Only in a block that its indentation makes code.
    Indented,
    /// Anywhere but in code.
    Html,
}

/// One change of the text.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) range: Range<usize>,
    pub(super) with: String,
    pub(super) place: Where,
    pub(super) remark: Option<Remark>,
    pub(super) callout: Option<Callout>,
}

impl Change {
    /// Puts `with` in the place of a stretch.
    pub(super) fn new(range: Range<usize>, with: impl Into<String>) -> Self {
        Self {
            range,
            with: with.into(),
            place: Where::Words,
            remark: None,
            callout: None,
        }
    }

    /// Says where the change may be made.
    pub(super) fn at(mut self, place: Where) -> Self {
        self.place = place;
        self
    }

    /// Says what is said of it.
    pub(super) fn remark(
        mut self,
        code: &'static Code,
        range: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        self.remark = Some(Remark {
            code,
            range,
            message: message.into(),
            help: help.into(),
        });
        self
    }
}

/// The title of a note in a quotation, as Obsidian writes it: `> [!info]- Title`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::parse::markdown) struct Callout {
    /// Where its mark stands in the mended text.
    pub(in crate::parse::markdown) at: usize,
    pub(in crate::parse::markdown) title: String,
    /// Whether it can be folded, and is then open.
    pub(in crate::parse::markdown) folds: Option<bool>,
}

/// Whether a character is a space that Markdown does not take for one.
pub(super) fn is_odd_space(character: char) -> bool {
    matches!(
        character,
        '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// Whether a character is a letter of a script that is written without spaces.
pub(super) fn is_unspaced(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}
