//! What differs between human languages: plural forms, dates, numbers, sort order, direction, and names in addresses.
//!
//! A language is a small module with a table in it; a language without one still works, with ISO dates and the root order
//! of Unicode. Nothing here knows a page or a theme, and nothing here ever answers in another language than it was asked.

mod cy;
mod en;
pub mod messages;
mod order;
mod slug;

use std::borrow::Cow;
use std::fmt::Write as _;

pub use messages::Messages;
pub use order::Order;
pub use slug::{plain_letters, slugify, term_slug};

/// What Alongside knows of one language.
#[derive(Debug)]
struct Module {
    /// Its code.
    code: &'static str,
    /// Its name for itself.
    name: &'static str,
    /// The months, January first, as they stand inside a date.
    months: [&'static str; 12],
    /// What stands between groups of three digits.
    group: char,
    /// What stands before a fraction.
    decimal: char,
}

/// Every language with a module. Adding one is a file and a line here.
static MODULES: &[&Module] = &[&en::MODULE, &cy::MODULE];

/// How a date is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateStyle {
    /// `3 February 2026`.
    #[default]
    Day,
    /// `February 2026`.
    Month,
    /// `2026`.
    Year,
    /// `09:00`; nothing for a day without a time.
    Time,
}

impl DateStyle {
    /// The styles by the names that templates use.
    pub const NAMES: [(&'static str, DateStyle); 4] = [
        ("day", Self::Day),
        ("month", Self::Month),
        ("year", Self::Year),
        ("time", Self::Time),
    ];
}

/// The module of a language, by its code or by the part before the first `-`.
fn module(lang: &str) -> Option<&'static Module> {
    let base = lang.split('-').next().unwrap_or_default();
    MODULES
        .iter()
        .copied()
        .find(|module| module.code.eq_ignore_ascii_case(base))
}

/// A language's name for itself, where Alongside knows it: `Cymraeg` for `cy`.
pub fn own_name(lang: &str) -> Option<&'static str> {
    module(lang).map(|module| module.name)
}

/// The direction of a language's script: `ltr` or `rtl`.
pub fn direction(lang: &str) -> &'static str {
    let mut parts = lang.split('-');
    let base = parts.next().unwrap_or_default().to_ascii_lowercase();
    let script = parts
        .find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .map(str::to_ascii_lowercase);
    let leftward = match script.as_deref() {
        Some(script) => matches!(
            script,
            "adlm" | "arab" | "aran" | "hebr" | "mand" | "nkoo" | "rohg" | "syrc" | "thaa"
        ),
        None => matches!(
            base.as_str(),
            "ar" | "arc"
                | "ckb"
                | "dv"
                | "fa"
                | "he"
                | "ks"
                | "nqo"
                | "ps"
                | "sd"
                | "syr"
                | "ug"
                | "ur"
                | "yi"
        ),
    };
    if leftward { "rtl" } else { "ltr" }
}

/// Says a date (`2026-02-03`, or with a time as RFC 3339 writes it) in a language; nothing when the text is no date.
///
/// The day and the time are said as written: a view's dates already stand in the site's zone. Of a year or a month
/// (`2026`, `2026-02`) no more is said than it tells.
pub fn format_date(lang: &str, text: &str, style: DateStyle) -> Option<String> {
    let (text, style) = completed(text, style);
    let day: jiff::civil::Date = text.get(..10)?.parse().ok()?;
    let time = match text.as_bytes().get(10) {
        None => None,
        Some(b'T' | b' ') => Some(text.get(11..16)?),
        Some(_) => return None,
    };
    let Some(module) = module(lang) else {
        return Some(match style {
            DateStyle::Day => day.to_string(),
            DateStyle::Month => format!("{:04}-{:02}", day.year(), day.month()),
            DateStyle::Year => day.year().to_string(),
            DateStyle::Time => time.unwrap_or_default().to_owned(),
        });
    };
    let month = module.months[usize::from(day.month().unsigned_abs()) - 1];
    Some(match style {
        DateStyle::Day => format!("{} {month} {}", day.day(), day.year()),
        DateStyle::Month => format!("{month} {}", day.year()),
        DateStyle::Year => day.year().to_string(),
        DateStyle::Time => time.unwrap_or_default().to_owned(),
    })
}

/// A year or a month as its first day, with a style that says no more than was written.
fn completed(text: &str, style: DateStyle) -> (Cow<'_, str>, DateStyle) {
    match (text.len(), style) {
        (4, DateStyle::Day | DateStyle::Month) => (format!("{text}-01-01").into(), DateStyle::Year),
        (4, style) => (format!("{text}-01-01").into(), style),
        (7, DateStyle::Day) => (format!("{text}-01").into(), DateStyle::Month),
        (7, style) => (format!("{text}-01").into(), style),
        _ => (text.into(), style),
    }
}

/// The number of the month that a word means in any language: a name, or its first letters, three at least.
pub fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let is_meant =
        |name: &&str| word.chars().count() >= 3 && name.to_lowercase().starts_with(&word);
    MODULES
        .iter()
        .find_map(|module| module.months.iter().position(&is_meant))
        .and_then(|at| i8::try_from(at + 1).ok())
}

/// Says a whole number in a language: `12,500`. Four digits stand together.
pub fn format_integer(lang: &str, number: i64) -> String {
    let group = module(lang).map_or('\u{202f}', |module| module.group);
    let digits = number.unsigned_abs().to_string();
    let mut said = String::with_capacity(digits.len() + 6);
    if number < 0 {
        said.push('\u{2212}');
    }
    for (at, digit) in digits.chars().enumerate() {
        let left = digits.len() - at;
        if at > 0 && left.is_multiple_of(3) && digits.len() > 4 {
            said.push(group);
        }
        said.push(digit);
    }
    said
}

/// Says a number in a language: `12,500.5`. At most three decimals are shown.
pub fn format_number(lang: &str, number: f64) -> String {
    let rounded = (number * 1000.0).round() / 1000.0;
    if rounded.abs() >= 9e15 || !rounded.is_finite() {
        return rounded.to_string();
    }
    let whole = rounded.trunc();
    let mut said = format_integer(lang, whole as i64);
    if whole == 0.0 && rounded < 0.0 {
        said.insert(0, '\u{2212}');
    }
    let thousandths = ((rounded - whole).abs() * 1000.0).round() as u32;
    if thousandths > 0 {
        said.push(module(lang).map_or('.', |module| module.decimal));
        let mut fraction = String::new();
        write!(fraction, "{thousandths:03}").expect("writing to a string succeeds");
        said.push_str(fraction.trim_end_matches('0'));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_said_in_their_language_and_plainly_in_a_stranger() {
        let cases = [
            ("en", "2026-02-03", DateStyle::Day, Some("3 February 2026")),
            ("cy", "2026-02-03", DateStyle::Day, Some("3 Chwefror 2026")),
            (
                "en-GB",
                "2026-02-03",
                DateStyle::Month,
                Some("February 2026"),
            ),
            (
                "cy",
                "2026-08-31T09:00:00+01:00",
                DateStyle::Month,
                Some("Awst 2026"),
            ),
            ("fr", "2026-02-03", DateStyle::Day, Some("2026-02-03")),
            ("fr", "2026-02-03", DateStyle::Month, Some("2026-02")),
            (
                "en",
                "2026-05-14T10:00:00+01:00",
                DateStyle::Time,
                Some("10:00"),
            ),
            ("en", "2026-05-14", DateStyle::Time, Some("")),
            ("en", "2026-02", DateStyle::Day, Some("February 2026")),
            ("cy", "2026", DateStyle::Day, Some("2026")),
            ("cy", "2026-02", DateStyle::Year, Some("2026")),
            ("en", "2026-02", DateStyle::Time, Some("")),
            ("en", "2026-13", DateStyle::Day, None),
            ("en", "20x6", DateStyle::Day, None),
            ("en", "2026-02-30", DateStyle::Day, None),
            ("en", "tomorrow", DateStyle::Day, None),
            ("en", "ŷŷŷŷŷŷ", DateStyle::Day, None),
        ];
        for (lang, text, style, expected) in cases {
            assert_eq!(
                format_date(lang, text, style).as_deref(),
                expected,
                "{lang} {text}"
            );
        }
    }

    #[test]
    fn months_are_known_by_their_first_letters() {
        for (word, number) in [
            ("February", Some(2)),
            ("sept", Some(9)),
            ("MAR", Some(3)),
            ("Chwefror", Some(2)),
            ("tach", Some(11)),
            ("ma", None),
            ("", None),
            ("soon", None),
        ] {
            assert_eq!(month(word), number, "{word}");
        }
    }

    #[test]
    fn numbers_are_grouped_from_five_digits_on() {
        for (lang, number, expected) in [
            ("en", 0, "0"),
            ("en", 1250, "1250"),
            ("cy", 12_500, "12,500"),
            ("en", -1_234_567, "−1,234,567"),
            ("fr", 12_500, "12\u{202f}500"),
        ] {
            assert_eq!(format_integer(lang, number), expected);
        }
        assert_eq!(format_number("en", 12_500.5), "12,500.5");
        assert_eq!(format_number("en", -0.25), "−0.25");
        assert_eq!(format_number("en", 2.0), "2");
    }

    #[test]
    fn direction_follows_the_script() {
        for (lang, expected) in [
            ("en", "ltr"),
            ("cy", "ltr"),
            ("ar", "rtl"),
            ("ur-PK", "rtl"),
            ("pa-Arab", "rtl"),
            ("az-Latn", "ltr"),
            ("he-Latn", "ltr"),
        ] {
            assert_eq!(direction(lang), expected, "{lang}");
        }
    }

    #[test]
    fn a_language_names_itself() {
        assert_eq!(own_name("cy"), Some("Cymraeg"));
        assert_eq!(own_name("en-GB"), Some("English"));
        assert_eq!(own_name("fr"), None);
    }
}
