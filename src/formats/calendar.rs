//! An event as a file for calendars (iCalendar, RFC 5545).
//!
//! Times are in UTC, so that no zone has to be described; an event without a time of day takes whole days. The stamp comes from
//! content, so that the same event gives the same bytes.

use std::fmt::Write as _;

use jiff::tz::TimeZone;

use crate::schema::value::Moment;

/// How many octets a line may have, without its end.
const LINE: usize = 75;

/// An event.
#[derive(Clone, Debug)]
pub struct Event {
    /// A name that no other event has, the same in every build: `gathering@network.example`.
    pub uid: String,
    /// The language of its words.
    pub lang: String,
    /// Its title.
    pub title: String,
    /// What it is, in a sentence.
    pub description: String,
    /// Where it is.
    pub location: String,
    /// Its page, whole.
    pub url: String,
    /// When it begins.
    pub start: Moment,
    /// When it ends; a day is its last.
    pub end: Option<Moment>,
    /// When its page was written.
    pub stamp: jiff::Timestamp,
    /// When its page says that it was changed.
    pub changed: Option<jiff::Timestamp>,
    /// Whether it takes place.
    pub status: Status,
}

/// Whether an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It does.
    Confirmed,
    /// Its time is not known any more.
    Tentative,
    /// It does not.
    Cancelled,
}

/// The file of one event.
pub fn calendar(event: &Event) -> String {
    let mut file = File::default();
    file.line("BEGIN:VCALENDAR");
    file.line("VERSION:2.0");
    file.line("PRODID:-//Alongside//Alongside//EN");
    file.line("CALSCALE:GREGORIAN");
    file.line("METHOD:PUBLISH");
    file.line("BEGIN:VEVENT");
    file.line(&format!("UID:{}", text(&event.uid)));
    file.line(&format!(
        "DTSTAMP:{}",
        utc(event.changed.unwrap_or(event.stamp))
    ));
    if let Some(changed) = event.changed {
        file.line(&format!("LAST-MODIFIED:{}", utc(changed)));
        // A calendar that has the event takes the new times only from a file of a higher number. Minutes since 1970 grow with every
        // change that a page tells of, and stay below the largest number of iCalendar, 2^31, for four thousand years.
        file.line(&format!("SEQUENCE:{}", changed.as_second().max(0) / 60));
    }
    let whole_days = event.start.time.is_none();
    if whole_days {
        file.line(&format!("DTSTART;VALUE=DATE:{}", day(event.start.day)));
        // The end of a span of days is the first day that is not part of it.
        let last = event.end.map_or(event.start.day, |end| end.day);
        if let (true, Ok(after)) = (last >= event.start.day, last.tomorrow()) {
            file.line(&format!("DTEND;VALUE=DATE:{}", day(after)));
        }
    } else {
        file.line(&format!("DTSTART:{}", utc(event.start.instant)));
        if let Some(end) = event.end.filter(|end| end.instant > event.start.instant) {
            file.line(&format!("DTEND:{}", utc(end.instant)));
        }
    }
    let lang = &event.lang;
    file.line(&format!("SUMMARY;LANGUAGE={lang}:{}", text(&event.title)));
    for (name, words) in [
        ("DESCRIPTION", &event.description),
        ("LOCATION", &event.location),
    ] {
        if !words.is_empty() {
            file.line(&format!("{name};LANGUAGE={lang}:{}", text(words)));
        }
    }
    file.line(&format!("URL:{}", event.url));
    file.line(match event.status {
        Status::Confirmed => "STATUS:CONFIRMED",
        Status::Tentative => "STATUS:TENTATIVE",
        Status::Cancelled => "STATUS:CANCELLED",
    });
    file.line("END:VEVENT");
    file.line("END:VCALENDAR");
    file.0
}

/// Lines as they stand in the file: ended by CR and LF, folded where they are too long.
#[derive(Default)]
struct File(String);

impl File {
    fn line(&mut self, line: &str) {
        let mut room = LINE;
        for character in line.chars() {
            if character.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LINE - 1;
            }
            self.0.push(character);
            room -= character.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// Words as a value of the kind TEXT. Control characters have no place there.
fn text(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for character in words.trim().chars() {
        match character {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '\n' => escaped.push_str("\\n"),
            control if control.is_control() => {}
            plain => escaped.push(plain),
        }
    }
    escaped
}

fn day(day: jiff::civil::Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn utc(instant: jiff::Timestamp) -> String {
    let civil = TimeZone::UTC.to_datetime(instant);
    let mut written = day(civil.date());
    write!(
        written,
        "T{:02}{:02}{:02}Z",
        civil.hour(),
        civil.minute(),
        civil.second()
    )
    .expect("writing to a string succeeds");
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(day: &str, time: Option<&str>, instant: &str) -> Moment {
        Moment {
            instant: instant.parse().expect("an instant"),
            day: day.parse().expect("a day"),
            time: time.map(|time| time.parse().expect("a time")),
            offset: 0,
        }
    }

    fn gathering() -> Event {
        Event {
            uid: "gathering@network.example".into(),
            lang: "en".into(),
            title: "Soup, stories; and a \\ walk".into(),
            description: String::new(),
            location: "Hallowby Hall".into(),
            url: "https://network.example/events/gathering/".into(),
            start: moment("2026-05-14", Some("10:00"), "2026-05-14T09:00:00Z"),
            end: Some(moment("2026-05-14", Some("16:30"), "2026-05-14T15:30:00Z")),
            stamp: "2026-02-03T09:00:00Z".parse().expect("an instant"),
            changed: None,
            status: Status::Confirmed,
        }
    }

    #[test]
    fn an_event_is_one_vevent_with_times_in_utc() {
        let expected = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Alongside//Alongside//EN\r\nCALSCALE:GREGORIAN\r\n\
            METHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:gathering@network.example\r\nDTSTAMP:20260203T090000Z\r\n\
            DTSTART:20260514T090000Z\r\nDTEND:20260514T153000Z\r\n\
            SUMMARY;LANGUAGE=en:Soup\\, stories\\; and a \\\\ walk\r\nLOCATION;LANGUAGE=en:Hallowby Hall\r\n\
            URL:https://network.example/events/gathering/\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(calendar(&gathering()), expected);
    }

    #[test]
    fn an_event_that_was_changed_says_when_and_has_a_higher_number() {
        let numbered = |changed: &str| {
            let event = Event {
                changed: Some(changed.parse().expect("an instant")),
                ..gathering()
            };
            let file = calendar(&event);
            let stamp = changed.replace(['-', ':'], "");
            for name in ["DTSTAMP", "LAST-MODIFIED"] {
                assert!(file.contains(&format!("\r\n{name}:{stamp}\r\n")), "{file}");
            }
            let number = file
                .lines()
                .find_map(|line| line.strip_prefix("SEQUENCE:"))
                .map(|number| number.trim().parse::<u32>());
            number.expect("a number").expect("a whole number")
        };
        assert!(numbered("2026-04-01T08:00:00Z") < numbered("2026-04-01T08:01:00Z"));
    }

    #[test]
    fn days_without_a_time_are_whole_and_end_after_the_last() {
        let event = Event {
            start: moment("2026-12-30", None, "2026-12-30T00:00:00Z"),
            end: Some(moment("2026-12-31", None, "2026-12-31T00:00:00Z")),
            status: Status::Cancelled,
            ..gathering()
        };
        let file = calendar(&event);
        assert!(
            file.contains("\r\nDTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20270101\r\n"),
            "{file}"
        );
        assert!(file.contains("\r\nSTATUS:CANCELLED\r\n"), "{file}");
    }

    #[test]
    fn an_end_before_the_start_is_left_out() {
        let event = Event {
            end: Some(moment("2026-05-13", Some("10:00"), "2026-05-13T09:00:00Z")),
            ..gathering()
        };
        assert!(!calendar(&event).contains("DTEND"));
    }

    #[test]
    fn long_lines_are_folded_between_characters_and_unfold_to_what_they_were() {
        let event = Event {
            title: "ŵŷ ".repeat(60),
            description: "One\nline\u{7}, then another".into(),
            ..gathering()
        };
        let file = calendar(&event);
        for line in file.split("\r\n") {
            assert!(line.len() <= LINE, "{line}");
        }
        let whole = file.replace("\r\n ", "");
        assert!(whole.contains(&format!("SUMMARY;LANGUAGE=en:{}", event.title.trim())));
        assert!(
            whole.contains("DESCRIPTION;LANGUAGE=en:One\\nline\\, then another\r\n"),
            "{whole}"
        );
    }
}
