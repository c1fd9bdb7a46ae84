//! The small parts of a message: a name in backticks, a list of words.
//!
//! An author's text may be huge or hold control characters; here it becomes short and printable. No sentence lives here.

/// How many characters of an author's text a message shows: enough to know it again, and a line of a terminal still has room for the
/// sentence around it.
const MOST: usize = 60;

/// How many characters a message has, whatever it shows, so that a log of many findings stays readable; an escape counts with all of its own.
const LONGEST: usize = 1_000;

/// A message as it may be printed: what an author's text brought into it neither breaks its line nor fills the screen.
pub(super) fn on_one_line(message: String) -> String {
    let fits = |length: usize| message.chars().nth(length).is_none();
    if !message.contains(char::is_control) && (message.len() <= LONGEST || fits(LONGEST)) {
        return message;
    }
    let mut line = String::with_capacity(message.len().min(2 * LONGEST));
    let mut length = 0;
    for character in message.chars() {
        let escape = character.is_control().then(|| character.escape_debug());
        length += escape.as_ref().map_or(1, |escape| escape.len());
        if length > LONGEST {
            line.push('…');
            break;
        }
        match escape {
            Some(escape) => line.extend(escape),
            None => line.push(character),
        }
    }
    line
}

/// `text` in backticks, on one line, cut after 60 characters.
pub fn code(text: &str) -> String {
    let mut quoted = String::from("`");
    for (number, character) in text.chars().enumerate() {
        if number == MOST {
            quoted.push('…');
            break;
        }
        quoted.push(match character {
            '`' => '\'',
            character if character.is_control() => ' ',
            character => character,
        });
    }
    quoted.push('`');
    quoted
}

/// The same where the characters themselves are at fault: those that cannot be seen stand as escapes.
pub fn spelt(text: &str) -> String {
    let shown: String = text
        .chars()
        .take(MOST)
        .flat_map(char::escape_debug)
        .collect();
    let more = if text.chars().count() > MOST {
        "…"
    } else {
        ""
    };
    format!("`{shown}{more}`")
}

/// The words in backticks with commas and a last `or`: `` `a`, `b` or `c` ``.
pub fn any_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(code).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., end] => format!("{} or {end}", before.join(", ")),
    }
}

/// `1 entry`, `2 entries`.
pub fn count(number: u64, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_printable() {
        assert_eq!(code("a\nb`c"), "`a b'c`");
        assert_eq!(code(&"x".repeat(2_000_000)).chars().count(), 63);
        assert_eq!(spelt("a\u{200b}b\n"), r"`a\u{200b}b\n`");
        assert_eq!(spelt(&"x".repeat(61)).chars().count(), 63);
        assert_eq!(any_of(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(any_of(["a"]), "`a`");
    }

    #[test]
    fn a_message_is_one_line() {
        assert_eq!(on_one_line("it’s `a`".into()), "it’s `a`");
        assert_eq!(
            on_one_line("a\n::error::b\u{1b}".into()),
            r"a\n::error::b\u{1b}"
        );
        let long = on_one_line("ŷ".repeat(5_000));
        assert_eq!(long.chars().count(), LONGEST + 1);
        assert!(long.ends_with('…'));
        let odd = on_one_line("\u{1}".repeat(5_000));
        assert_eq!(odd.chars().count(), LONGEST / 5 * 5 + 1);
    }
}
