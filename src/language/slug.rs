//! The part of an address that stands for a name, and the plain letters that it is made of.
//!
//! A slug is lower case, keeps letters of every script, and can be a file's name on every system. The anchors of headings are made
//! of the same letters, but no file is named by them and a page has one name for each: their length, and what stands for words
//! without a letter, are the affair of whoever asks.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::hash::ContentHash;
use crate::letters::{is_ignorable, plain_latin};

/// The longest slug in bytes: a file's name has 255 at most, and an address is read by people.
const LONGEST: usize = 100;

/// Names that Windows keeps for devices.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The slug of a name: `Tŷ'r Ysgol: yr hanes` gives `tyr-ysgol-yr-hanes`.
///
/// Accents leave Latin letters, apostrophes vanish, spaces and punctuation become one `-`. A name without a letter or digit
/// gives a short hash of itself, so that two of them stay two.
pub fn slugify(text: &str) -> String {
    let mut slug = plain_letters(text, LONGEST);
    if slug.len() > LONGEST {
        slug = shortened(&slug, text);
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() {
        return ContentHash::of(text.as_bytes()).short();
    }
    if is_reserved(&slug) {
        slug.push_str("-1");
    }
    slug
}

/// The slug of a term by its name: like any other, but the signs that make it another term are words. `C++` gives `c-plus-plus`, `C#`
/// gives `c-sharp` and `<5` gives `under-5`.
///
/// A `#` before a word is how other programs write a tag, and is no part of its name.
pub fn term_slug(name: &str) -> String {
    if !name.contains(['+', '#', '<', '>', '≤', '≥']) {
        return slugify(name);
    }
    let mut spelt = String::with_capacity(name.len() + 16);
    for letter in name.chars() {
        let is_after_word = spelt.chars().next_back().is_some_and(char::is_alphanumeric);
        match letter {
            '+' if is_after_word => spelt.push_str("-plus"),
            '#' if is_after_word => spelt.push_str("-sharp"),
            '<' => spelt.push_str(" under "),
            '>' => spelt.push_str(" over "),
            '≤' => spelt.push_str(" up to "),
            '≥' => spelt.push_str(" from "),
            _ => spelt.push(letter),
        }
    }
    slugify(&spelt)
}

/// The letters and digits of a text in lower case, with one `-` for all that stands between two of them: Latin letters without
/// accents, those of other scripts as they are, no apostrophe.
///
/// A result that is longer than `most` bytes is only the beginning. It may end with a `-`, and may be empty.
pub fn plain_letters(text: &str, most: usize) -> String {
    if text.is_ascii() {
        plain_ascii(text, most)
    } else {
        plain_unicode(text, most)
    }
}

fn plain_unicode(text: &str, most: usize) -> String {
    let mut slug = String::with_capacity(text.len().min(2 * most));
    let mut last_is_latin = false;
    for character in text.nfkd().flat_map(char::to_lowercase) {
        if slug.len() > most {
            break;
        }
        if is_combining_mark(character) {
            if !last_is_latin && !slug.is_empty() && !slug.ends_with('-') {
                slug.push(character);
            }
        } else if let Some(letters) = plain_latin(character) {
            slug.push_str(letters);
            last_is_latin = true;
        } else if character.is_alphanumeric() {
            last_is_latin = character.is_ascii();
            slug.push(character);
        } else if !vanishes(character) {
            last_is_latin = false;
            if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
    }
    slug.nfc().collect()
}

/// [`plain_letters`] of a text without other letters than those: most names, in a fraction of the time.
fn plain_ascii(text: &str, most: usize) -> String {
    let mut slug = String::with_capacity(text.len().min(most + 1));
    for character in text.chars() {
        if slug.len() > most {
            break;
        }
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !vanishes(character) && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug
}

/// Cuts a long slug between two words where it can, and adds a hash of the whole name.
fn shortened(slug: &str, text: &str) -> String {
    let mut end = LONGEST - 11;
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    let cut = match slug[..end].rfind('-') {
        Some(at) if at > end / 2 => at,
        _ => end,
    };
    format!(
        "{}-{}",
        &slug[..cut],
        ContentHash::of(text.as_bytes()).short()
    )
}

/// Whether a character parts no letters: an apostrophe, a quotation mark that serves as one, a sign that nobody sees.
fn vanishes(character: char) -> bool {
    matches!(character, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′') || is_ignorable(character)
}

/// Whether Windows keeps the name for a device.
fn is_reserved(slug: &str) -> bool {
    let numbered = slug
        .strip_prefix("com")
        .or_else(|| slug.strip_prefix("lpt"))
        .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()));
    numbered || RESERVED.contains(&slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_addresses() {
        for (name, slug) in [
            ("The allotment key", "the-allotment-key"),
            ("Tŷ'r Ysgol: yr hanes", "tyr-ysgol-yr-hanes"),
            ("Sŵn y môr", "swn-y-mor"),
            ("S\u{302}wn", "swn"),
            ("Nobody’s fault", "nobodys-fault"),
            ("nei\u{ad}ghbours", "neighbours"),
            ("nei\u{200b}gh\u{2060}bours\u{feff}", "neighbours"),
            ("  --What?! Now what?  ", "what-now-what"),
            ("Straße & Œuvre", "strasse-oeuvre"),
            ("Ærø, ŁÓDŹ & Þing", "aero-lodz-thing"),
            ("İstanbul", "istanbul"),
            ("Доверие", "доверие"),
            ("हिन्दी", "हिन्दी"),
            ("信頼 2", "信頼-2"),
            ("v1.2", "v1-2"),
            ("..", ContentHash::of(b"..").short().as_str()),
            ("con", "con-1"),
            ("COM1", "com1-1"),
            ("console", "console"),
            ("🌱", ContentHash::of("🌱".as_bytes()).short().as_str()),
            ("../../etc/passwd", "etc-passwd"),
            ("a\nb\"c", "a-b-c"),
        ] {
            assert_eq!(slugify(name), slug, "{name:?}");
        }
    }

    #[test]
    fn signs_that_make_another_term_are_words() {
        for (name, slug) in [
            ("C", "c"),
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            ("50+", "50-plus"),
            ("<5", "under-5"),
            ("≥ 65", "from-65"),
            ("#trust", "trust"),
            ("a + b", "a-b"),
        ] {
            assert_eq!(term_slug(name), slug, "{name:?}");
        }
    }

    #[test]
    fn plain_names_take_the_short_way_to_the_same_letters() {
        let every: String = ('\0'..='\x7f').flat_map(|one| [one, 'a', one]).collect();
        for text in [every.as_str(), "It's `code` -- 2!", " a", "a ", ""] {
            for most in [3, 4, 400] {
                assert_eq!(
                    plain_ascii(text, most),
                    plain_unicode(text, most),
                    "{text:?}"
                );
            }
        }
    }

    #[test]
    fn a_long_name_is_cut_and_stays_itself() {
        let long = "kindness ".repeat(2000);
        let slug = slugify(&long);
        assert!(slug.len() <= LONGEST, "{slug}");
        assert!(slug.starts_with("kindness-kindness"));
        let a = format!("{long}a");
        assert_ne!(slugify(&a), slug);
        let wide = "ŵ信".repeat(3000);
        assert!(slugify(&wide).len() <= LONGEST);
    }

    #[test]
    fn a_slug_is_its_own_slug() {
        for name in ["Trust", "Tŷ bach", "信頼", "con", "a.b.c"] {
            let once = slugify(name);
            assert_eq!(slugify(&once), once);
        }
    }
}
