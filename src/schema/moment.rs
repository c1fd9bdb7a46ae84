//! Days and times as authors write them.
//!
//! The forms are few and the order is always year, month, day: `03/02/2026` means two days, so it means none here.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use super::value::Moment;
use crate::diagnostic::wording::code;
use crate::language;

/// Why a text is no day or time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAMoment {
    /// One sentence that names the text.
    pub message: String,
    /// How to write it.
    pub help: String,
}

/// Reads a day, with a time if one is given: `2026-02-03`, `2026-02-03T09:00`, with or without seconds, a space in place of
/// the `T`, an hour of one digit, and an offset (`Z`, `-05:00`, `-0500`, also after a space).
///
/// What has no offset is in `zone`; what has one is told in `zone` too, so that 09:00Z in June is ten o'clock in London, where the
/// readers are. A time that the clocks skip there is the same time after they went forward.
pub fn parse(text: &str, zone: &TimeZone) -> Result<Moment, NotAMoment> {
    let text = text.trim();
    let Some((day, rest)) = split_day(text) else {
        return Err(not_a_date(text));
    };
    let day = civil_day(text, day)?;
    if rest.is_empty() {
        return moment(text, day, None, None, zone);
    }
    let Some(rest) = rest.strip_prefix(['T', 't', ' ']) else {
        return Err(not_a_date(text));
    };
    let (clock, offset) = split_offset(rest.trim_start()).ok_or_else(|| not_a_date(text))?;
    let time = civil_time(text, clock)?;
    moment(text, day, Some(time), offset, zone)
}

/// The ten characters of a day and what follows them.
fn split_day(text: &str) -> Option<((i16, i8, i8), &str)> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() >= 10
        && bytes[..10].iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shaped {
        return None;
    }
    let year = text[..4].parse().ok()?;
    let month = text[5..7].parse().ok()?;
    let day = text[8..10].parse().ok()?;
    Some(((year, month, day), &text[10..]))
}

fn civil_day(text: &str, (year, month, day): (i16, i8, i8)) -> Result<Date, NotAMoment> {
    Date::new(year, month, day).map_err(|_| {
        let help = if !(1..=12).contains(&month) {
            "months go from 01 to 12, after the year: `2026-02-03` is the third of February"
                .to_owned()
        } else {
            Date::new(year, month, 1).map_or_else(
                |_| "write year, month and day: `2026-02-03`".to_owned(),
                |first| format!("{year:04}-{month:02} has {} days", first.days_in_month()),
            )
        };
        NotAMoment {
            message: format!("{} is not a day of the calendar", code(text)),
            help,
        }
    })
}

/// The time of day and the offset in seconds, if one is given.
fn split_offset(text: &str) -> Option<(&str, Option<i32>)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock.trim_end(), Some(0)));
    }
    let Some(at) = text.rfind(['+', '-']) else {
        return Some((text, None));
    };
    let (clock, offset) = text.split_at(at);
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits = offset[1..].replacen(':', "", 1);
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let hours: i32 = digits[..2].parse().ok()?;
    let minutes: i32 = if digits.len() == 4 {
        digits[2..].parse().ok()?
    } else {
        0
    };
    (hours <= 23 && minutes <= 59)
        .then_some((clock.trim_end(), Some(sign * (hours * 3600 + minutes * 60))))
}

fn civil_time(text: &str, clock: &str) -> Result<Time, NotAMoment> {
    let parts: Vec<&str> = clock.split(':').collect();
    let number = |part: &str, widths: std::ops::RangeInclusive<usize>| -> Option<i8> {
        (widths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse().ok())
            .flatten()
    };
    let read = match parts.as_slice() {
        [hour, minute] => number(hour, 1..=2)
            .zip(number(minute, 2..=2))
            .map(|(hour, minute)| (hour, minute, 0)),
        [hour, minute, second] => {
            let whole = second.split('.').next().unwrap_or_default();
            let fraction = &second[whole.len()..];
            let good = fraction.is_empty()
                || (fraction.len() > 1 && fraction[1..].bytes().all(|byte| byte.is_ascii_digit()));
            number(hour, 1..=2)
                .zip(number(minute, 2..=2))
                .zip(number(whole, 2..=2))
                .filter(|_| good)
                .map(|((hour, minute), second)| (hour, minute, second))
        }
        _ => None,
    };
    let Some((hour, minute, second)) = read else {
        return Err(not_a_date(text));
    };
    Time::new(hour, minute, second, 0).map_err(|_| NotAMoment {
        message: format!("{} is not a time of the day", code(text)),
        help: "hours go from 00 to 23, minutes and seconds from 00 to 59".into(),
    })
}

fn moment(
    text: &str,
    day: Date,
    time: Option<Time>,
    offset: Option<i32>,
    zone: &TimeZone,
) -> Result<Moment, NotAMoment> {
    let out_of_range = |_| NotAMoment {
        message: format!(
            "{} lies outside the years that can be reckoned with",
            code(text)
        ),
        help: "write a day between the years 0001 and 9998".into(),
    };
    let written = DateTime::from_parts(day, time.unwrap_or(Time::midnight()));
    let zoned = match offset {
        Some(seconds) => {
            let there = Offset::from_seconds(seconds).map_err(out_of_range)?;
            let instant = there.to_timestamp(written).map_err(out_of_range)?;
            instant.to_zoned(zone.clone())
        }
        None => written.to_zoned(zone.clone()).map_err(out_of_range)?,
    };
    Ok(Moment {
        instant: zoned.timestamp(),
        day: match offset {
            Some(_) => zoned.date(),
            None => day,
        },
        // Where the clocks skipped the time, this is the time that they showed instead.
        time: time.map(|_| zoned.time()),
        offset: zoned.offset().seconds(),
    })
}

fn not_a_date(text: &str) -> NotAMoment {
    let help = likely(text).unwrap_or_else(|| {
        "write year, month and day, and a time if it matters: `2026-02-03` or `2026-02-03T09:00`"
            .into()
    });
    NotAMoment {
        message: format!("{} is not a date", code(text)),
        help,
    }
}

/// How to write what people write on paper: `3rd February 2026`, `3/2/2026`, `2026-2-3`, with `2pm` after it.
fn likely(text: &str) -> Option<String> {
    // Nothing that long is a date.
    if text.len() > 60 {
        return None;
    }
    let words: Vec<&str> = text
        .split(|character: char| !character.is_alphanumeric() && character != ':')
        .filter(|word| !word.is_empty() && !is_weekday(word))
        .collect();
    let (first, second, third, rest) = match words.as_slice() {
        [first, second, third, rest @ ..] => (*first, *second, *third, rest),
        _ => return None,
    };
    let clock = match rest {
        [] => String::new(),
        [clock] => format!("T{}", likely_clock(clock)?),
        [hour, half] => format!("T{}", likely_clock(&format!("{hour}{half}"))?),
        _ => return None,
    };
    let written = |year: i16, month: i8, day: i8| {
        let day = Date::new(year, month, day).ok().filter(|_| year >= 1000)?;
        Some(format!("{day}{clock}"))
    };
    let number = |word: &str| -> Option<i16> {
        word.trim_end_matches(|character: char| character.is_ascii_alphabetic())
            .parse()
            .ok()
    };
    let small = |word: &str| number(word).and_then(|number| i8::try_from(number).ok());
    let month = |word: &str| language::month(word);
    let only = |day: Option<String>| day.map(|day| format!("write `{day}`"));
    if let (Some(month), Some(day), Some(year)) = (month(second), small(first), number(third)) {
        return only(written(year, month, day));
    }
    if let (Some(month), Some(day), Some(year)) = (month(first), small(second), number(third)) {
        return only(written(year, month, day));
    }
    if let (Some(year), Some(month), Some(day)) = (
        number(first).filter(|year| *year >= 1000),
        small(second).or_else(|| month(second)),
        small(third),
    ) {
        return only(written(year, month, day));
    }
    let (one, two, year) = (small(first)?, small(second)?, number(third)?);
    match (written(year, two, one), written(year, one, two)) {
        (Some(day), Some(other)) if day != other => Some(format!(
            "write the year first and then the month: `{day}`, or `{other}` if that is what you mean"
        )),
        (day, other) => only(day.or(other)),
    }
}

/// `2pm`, `2.30pm` and `14:00` as the clock of a date.
fn likely_clock(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    let digits = lower.trim_end_matches(['a', 'p', 'm']);
    let (hour, minute) = digits.split_once(':').unwrap_or((digits, "0"));
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match &lower[digits.len()..] {
        "" if digits.contains(':') => hour,
        "am" if hour == 12 => 0,
        "pm" if hour < 12 => hour + 12,
        "am" | "pm" => hour,
        _ => return None,
    };
    Time::new(hour, minute, 0, 0)
        .is_ok()
        .then(|| format!("{hour:02}:{minute:02}"))
}

fn is_weekday(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower.ends_with("day") || lower.starts_with("dydd")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_GUESS: &str =
        "write year, month and day, and a time if it matters: `2026-02-03` or `2026-02-03T09:00`";

    #[test]
    fn every_form_of_a_date_is_read() {
        let london = TimeZone::get("Europe/London").expect("the zone is known");
        for (text, shown, instant) in [
            ("2026-02-03", "2026-02-03", "2026-02-03T00:00:00Z"),
            ("2026-07-03", "2026-07-03", "2026-07-02T23:00:00Z"),
            (
                "2026-02-03T09:00",
                "2026-02-03T09:00:00+00:00",
                "2026-02-03T09:00:00Z",
            ),
            (
                "2026-02-03 9:00",
                "2026-02-03T09:00:00+00:00",
                "2026-02-03T09:00:00Z",
            ),
            (
                "2026-02-03t09:00:30",
                "2026-02-03T09:00:30+00:00",
                "2026-02-03T09:00:30Z",
            ),
            (
                "2026-02-03T09:00:30.25Z",
                "2026-02-03T09:00:30+00:00",
                "2026-02-03T09:00:30Z",
            ),
            (
                "2026-02-03T09:00-05:00",
                "2026-02-03T14:00:00+00:00",
                "2026-02-03T14:00:00Z",
            ),
            (
                "2026-02-03 09:00:00 -0500",
                "2026-02-03T14:00:00+00:00",
                "2026-02-03T14:00:00Z",
            ),
            (
                "2026-06-03T09:00Z",
                "2026-06-03T10:00:00+01:00",
                "2026-06-03T09:00:00Z",
            ),
            // Late in the evening there is the next day here.
            (
                "2026-06-03T20:30-07:00",
                "2026-06-04T04:30:00+01:00",
                "2026-06-04T03:30:00Z",
            ),
            (
                "2026-02-03T09:00 Z",
                "2026-02-03T09:00:00+00:00",
                "2026-02-03T09:00:00Z",
            ),
            // The hour after one o'clock does not exist on this day.
            (
                "2026-03-29T01:30",
                "2026-03-29T02:30:00+01:00",
                "2026-03-29T01:30:00Z",
            ),
            // The hour after one o'clock exists twice: the first is meant.
            (
                "2026-10-25T01:30",
                "2026-10-25T01:30:00+01:00",
                "2026-10-25T00:30:00Z",
            ),
        ] {
            let moment = parse(text, &london).expect(text);
            assert_eq!(moment.to_string(), shown, "{text}");
            assert_eq!(moment.instant.to_string(), instant, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_said_to_be_none() {
        for (text, message, help) in [
            (
                "2026-02-30",
                "`2026-02-30` is not a day of the calendar",
                "2026-02 has 28 days",
            ),
            (
                "2026-13-01",
                "`2026-13-01` is not a day of the calendar",
                "months go from 01 to 12, after the year: `2026-02-03` is the third of February",
            ),
            (
                "2026-02-03T25:00",
                "`2026-02-03T25:00` is not a time of the day",
                "hours go from 00 to 23, minutes and seconds from 00 to 59",
            ),
        ] {
            let problem = parse(text, &TimeZone::UTC).expect_err(text);
            assert_eq!(
                (problem.message.as_str(), problem.help.as_str()),
                (message, help)
            );
        }
        for (text, help) in [
            ("3 February 2026", "write `2026-02-03`"),
            ("Tuesday, 3rd Feb. 2026", "write `2026-02-03`"),
            ("February 3, 2026", "write `2026-02-03`"),
            ("3 Chwefror 2026", "write `2026-02-03`"),
            ("2026-2-3", "write `2026-02-03`"),
            ("2026/02/03", "write `2026-02-03`"),
            ("25/12/2026", "write `2026-12-25`"),
            (
                "03/02/2026",
                "write the year first and then the month: `2026-02-03`, or `2026-03-02` if that is what you mean",
            ),
            ("2026-12-01 2pm", "write `2026-12-01T14:00`"),
            ("1 December 2026 2:30 pm", "write `2026-12-01T14:30`"),
            ("31 February 2026", NO_GUESS),
            ("3 Soon 2026", NO_GUESS),
            ("3/2/26", NO_GUESS),
            ("2026-12-01 14h", NO_GUESS),
            ("2026-12-01 25pm", NO_GUESS),
        ] {
            let problem = parse(text, &TimeZone::UTC).expect_err(text);
            assert_eq!(problem.help, help, "{text}");
        }
        for text in [
            "3 February 2026",
            "03/02/2026",
            "2026-2-3",
            "2026",
            "2026-02-03T",
            "2026-02-03T09",
            "2026-02-03T09:00+1",
            "2026-02-03T09:00+é0:00",
            "2026-02-03 morning",
            "²026-02-03",
            "",
            "2026-02-03T9:0",
            "2026-02-03T09:00:00.",
            "9999-12-31T23:59:59-23:00",
            "0000-00-00",
            "99999-01-01",
        ] {
            assert!(parse(text, &TimeZone::UTC).is_err(), "{text}");
        }
    }
}
