//! How far a word reaches in a text, before it is folded: what is between letters and digits, and still inside a word.
//!
//! It refuses to know what the word means; the same rules stand in `client/text.js` as one regular expression.

use unicode_normalization::char::is_combining_mark;

use crate::letters::is_ignorable;

/// The length in bytes of the word that `text` begins with; `apostrophes` says whether one may stand inside it.
pub(super) fn of(text: &str, apostrophes: bool) -> usize {
    number(text)
        .or_else(|| abbreviation(text))
        .unwrap_or_else(|| run(text, apostrophes))
}

/// A number in groups of three digits: `1,250`, or with a narrow or no-break space in the place of the comma.
fn number(text: &str) -> Option<usize> {
    let digits = |from: usize| {
        let digits = text.as_bytes()[from..].iter();
        digits.take_while(|byte| byte.is_ascii_digit()).count()
    };
    let mut end = digits(0);
    if !(1..=3).contains(&end) {
        return None;
    }
    // The longest that no letter or digit follows.
    let mut whole = None;
    while let Some(sign) = text[end..].chars().next()
        && matches!(sign, ',' | '\u{a0}' | '\u{2009}' | '\u{202f}')
        && digits(end + sign.len_utf8()) >= 3
    {
        end += sign.len_utf8() + 3;
        if !text[end..].starts_with(in_word) {
            whole = Some(end);
        }
    }
    whole
}

/// Letters with a full stop between each two: `N.H.S`.
fn abbreviation(text: &str) -> Option<usize> {
    let mut letters = text.chars();
    let mut end = letters
        .next()
        .filter(|letter| letter.is_alphabetic())?
        .len_utf8();
    let mut whole = None;
    while let Some(rest) = text[end..].strip_prefix('.')
        && let Some(letter) = rest.chars().next().filter(|letter| letter.is_alphabetic())
    {
        end += 1 + letter.len_utf8();
        if !text[end..].starts_with(in_word) {
            whole = Some(end);
        }
    }
    whole
}

/// Letters, digits and marks, signs among them that nobody sees, and apostrophes between two of them.
fn run(text: &str, apostrophes: bool) -> usize {
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if in_word(letter) || is_ignorable(letter) {
            continue;
        }
        let joins = apostrophes
            && is_apostrophe(letter)
            && letters.peek().is_some_and(|&(_, next)| in_word(next));
        if !joins {
            return at;
        }
    }
    text.len()
}

pub(super) fn in_word(letter: char) -> bool {
    letter.is_alphanumeric() || (!letter.is_ascii() && is_combining_mark(letter))
}

pub(super) fn is_apostrophe(letter: char) -> bool {
    letter == '\'' || letter == '\u{2019}'
}

/// Whether this is one hyphen and nothing else.
pub(super) fn is_hyphen(text: &str) -> bool {
    matches!(text, "-" | "\u{2010}" | "\u{2011}")
}
