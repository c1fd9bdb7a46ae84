//! What a request says of the copy that it has and of the part that it wants (RFC 9110, sections 13 and 14).
//!
//! One part is given. A request for several gets the whole, as the standard allows: no player asks for them, and many small parts
//! of a large file are a known way to keep a server busy.

use std::ops::Range;

use jiff::Timestamp;
use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};

/// What a request says of the copy that it has and of the part that it wants.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    /// `Range`.
    pub range: Option<String>,
    /// `If-Range`.
    pub if_range: Option<String>,
    /// `If-Match`.
    pub if_match: Option<String>,
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
    /// `If-Modified-Since`.
    pub if_modified_since: Option<String>,
    /// `If-Unmodified-Since`.
    pub if_unmodified_since: Option<String>,
}

/// What tells a state of a file from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The `ETag`, with its quotes.
    pub tag: String,
    /// When it last changed, in whole seconds; none when nobody knows.
    pub changed: Option<Timestamp>,
}

/// What a request is to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The whole.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// Nothing: what it has is what there is.
    Known,
    /// Nothing: there is another state than it asks for.
    Other,
    /// Nothing: there are no such bytes.
    Beyond,
}

impl Version {
    /// `Last-Modified`.
    pub fn last_modified(&self) -> Option<String> {
        let printer = DateTimePrinter::new();
        printer.timestamp_to_rfc9110_string(&self.changed?).ok()
    }

    /// Whether a list of tags names this one; `strong` asks that it stand for the same bytes.
    fn is_among(&self, tags: &str, strong: bool) -> bool {
        tags.trim() == "*"
            || tags.split(',').map(str::trim).any(|tag| match strong {
                true => tag == self.tag,
                false => tag.strip_prefix("W/").unwrap_or(tag) == self.tag,
            })
    }

    /// Whether it has changed since a date; none when the text is no date, or nobody knows.
    fn changed_since(&self, date: &str) -> Option<bool> {
        Some(self.changed? > read_date(date)?)
    }
}

fn read_date(date: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(date).ok()
}

impl Conditions {
    /// What is to be given of something of this length, in this state.
    pub fn wanted(&self, length: u64, version: &Version) -> Wanted {
        let is_other = match (&self.if_match, &self.if_unmodified_since) {
            (Some(tags), _) => !version.is_among(tags, true),
            (None, Some(date)) => version.changed_since(date) == Some(true),
            (None, None) => false,
        };
        if is_other {
            return Wanted::Other;
        }
        let is_known = match (&self.if_none_match, &self.if_modified_since) {
            (Some(tags), _) => version.is_among(tags, false),
            (None, Some(date)) => version.changed_since(date) == Some(false),
            (None, None) => false,
        };
        if is_known {
            return Wanted::Known;
        }
        let Some(range) = &self.range else {
            return Wanted::Whole;
        };
        // The rest of a file that has changed would be put behind the start of another.
        let is_same = self.if_range.as_ref().is_none_or(|state| {
            *state == version.tag
                || version.changed.is_some() && read_date(state) == version.changed
        });
        match is_same {
            true => part(range, length),
            false => Wanted::Whole,
        }
    }
}

/// What a `Range` header asks for of something of this length.
fn part(range: &str, length: u64) -> Wanted {
    let unit = range
        .get(..6)
        .filter(|unit| unit.eq_ignore_ascii_case("bytes="));
    let bounds = unit.and_then(|_| range[6..].trim().split_once('-'));
    let Some((first, last)) = bounds else {
        return Wanted::Whole;
    };
    // A number too large to count is one beyond every end.
    let number = |digits: &str| {
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse().unwrap_or(u64::MAX))
    };
    let part = match (number(first), number(last)) {
        (None, Some(tail)) if first.is_empty() => length.saturating_sub(tail)..length,
        (Some(first), None) if last.is_empty() => first..length,
        (Some(first), Some(last)) if first <= last => first..length.min(last.saturating_add(1)),
        _ => return Wanted::Whole,
    };
    match part.is_empty() {
        true => Wanted::Beyond,
        false => Wanted::Part(part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version() -> Version {
        Version {
            tag: "\"a\"".into(),
            changed: "2026-02-03T04:05:06Z".parse().ok(),
        }
    }

    #[test]
    fn one_part_is_given_where_there_is_one() {
        for (range, expected) in [
            ("bytes=2-4", Wanted::Part(2..5)),
            ("Bytes=2-4", Wanted::Part(2..5)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-30", Wanted::Part(0..10)),
            ("bytes=8-", Wanted::Part(8..10)),
            ("bytes=9-99", Wanted::Part(9..10)),
            ("bytes=0-18446744073709551615", Wanted::Part(0..10)),
            ("bytes=0-99999999999999999999", Wanted::Part(0..10)),
            ("bytes=10-", Wanted::Beyond),
            ("bytes=20-30", Wanted::Beyond),
            ("bytes=99999999999999999999-", Wanted::Beyond),
            ("bytes=-0", Wanted::Beyond),
            // What is no range is as if it were not there; several are given as the whole.
            ("bytes=4-2", Wanted::Whole),
            ("bytes=0-1,3-4", Wanted::Whole),
            ("bytes=+1-2", Wanted::Whole),
            ("bytes=--2", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("bytes=", Wanted::Whole),
            ("bytes", Wanted::Whole),
            ("lines=1-2", Wanted::Whole),
            ("b\u{fd}tes=1-2", Wanted::Whole),
        ] {
            let conditions = Conditions {
                range: Some(range.into()),
                ..Conditions::default()
            };
            assert_eq!(conditions.wanted(10, &version()), expected, "{range}");
        }
        assert_eq!(part("bytes=0-", 0), Wanted::Beyond);
    }

    #[test]
    fn what_is_known_is_not_sent_again_and_no_rest_of_another_state_is() {
        let (same, before, after) = (
            "Tue, 03 Feb 2026 04:05:06 GMT",
            "Tue, 03 Feb 2026 04:05:05 GMT",
            "Tue, 03 Feb 2026 04:05:07 GMT",
        );
        assert_eq!(version().last_modified().as_deref(), Some(same));
        let wanted = |name: &str, value: &str| {
            let mut conditions = Conditions {
                range: Some("bytes=1-2".into()),
                ..Conditions::default()
            };
            let field = match name {
                "if-range" => &mut conditions.if_range,
                "if-match" => &mut conditions.if_match,
                "if-none-match" => &mut conditions.if_none_match,
                "if-modified-since" => &mut conditions.if_modified_since,
                _ => &mut conditions.if_unmodified_since,
            };
            *field = Some(value.into());
            conditions.wanted(10, &version())
        };
        let part = Wanted::Part(1..3);
        for (name, value, expected) in [
            ("if-range", "\"a\"", part.clone()),
            ("if-range", same, part.clone()),
            ("if-range", "W/\"a\"", Wanted::Whole),
            ("if-range", "\"b\"", Wanted::Whole),
            ("if-range", after, Wanted::Whole),
            ("if-range", "nonsense", Wanted::Whole),
            ("if-match", "\"a\"", part.clone()),
            ("if-match", "*", part.clone()),
            ("if-match", "\"b\", \"c\"", Wanted::Other),
            ("if-match", "W/\"a\"", Wanted::Other),
            ("if-none-match", "\"b\", W/\"a\"", Wanted::Known),
            ("if-none-match", "*", Wanted::Known),
            ("if-none-match", "\"b\"", part.clone()),
            ("if-modified-since", same, Wanted::Known),
            ("if-modified-since", after, Wanted::Known),
            ("if-modified-since", before, part.clone()),
            ("if-modified-since", "nonsense", part.clone()),
            ("if-unmodified-since", same, part.clone()),
            ("if-unmodified-since", before, Wanted::Other),
            ("if-unmodified-since", "nonsense", part),
        ] {
            assert_eq!(wanted(name, value), expected, "{name}: {value}");
        }
    }
}
