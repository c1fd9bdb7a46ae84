//! The sample's other formats of a page and its explained words.

use crate::view::{Explained, Format, GlossaryEntry, Spot};

pub(super) fn explained() -> Vec<Explained> {
    vec![Explained {
        id: "allotment".into(),
        word: "Allotment".into(),
        definition: "A plot of ground to grow food on.".into(),
        url: "/glossary/".into(),
        spot: Spot {
            text: 0,
            start: 4,
            end: 13,
        },
    }]
}

pub(super) fn formats(lang: &str) -> Vec<Format> {
    vec![
        Format {
            kind: "easy-read".into(),
            label: "Easy Read".into(),
            url: "/easy-read/time-and-trust/".into(),
            is_page: true,
            ..Format::default()
        },
        Format {
            kind: "audio".into(),
            title: Some("Read aloud by Sam".into()),
            url: "/media/key.mp3".into(),
            lang: Some(super::other(lang).into()),
            bytes: Some(61_440),
            pages: Some(12),
            minutes: Some(4),
            file: Some("MP3".into()),
            ..Format::default()
        },
    ]
}

pub(super) fn glossary(lang: &str) -> Vec<GlossaryEntry> {
    vec![GlossaryEntry {
        id: "allotment".into(),
        word: "Allotment".into(),
        definition: "A plot of ground to grow food on.".into(),
        elsewhere: vec![(super::other(lang).into(), "Rhandir".into())],
    }]
}
