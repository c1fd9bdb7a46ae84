//! Welsh: words whole, filed so that all the mutated forms of one lie side by side.
//!
//! A key is the word without its mutable beginning, `-`, and that beginning: `gwrando` is `wrando-g`, `ngwrando` is `wrando-ng`.
//! Nothing is merged: a query asks for the forms that grammar allows, one by one, and finds them in one file.

use std::borrow::Cow;

use super::{Apostrophe, Language};

pub(super) static WELSH: Language = Language {
    code: "cy",
    script: Some(include_str!("../client/lang-cy.js")),
    stop: &[
        "a", "ac", "ag", "all", "alla", "allaf", "allwn", "am", "ar", "arnaf", "arnom", "at", "ba",
        "beth", "ble", "bod", "bydd", "byddai", "ch", "chi", "cyn", "d", "dan", "ddylai", "ddylen",
        "ddylid", "ddylwn", "di", "dros", "dw", "dwi", "dy", "dylai", "dylen", "dylid", "dylwn",
        "e", "ef", "ei", "eich", "ein", "eu", "faint", "fe", "fel", "fo", "fod", "fy", "fydd",
        "fyddai", "fyddwn", "ga", "gaf", "gall", "galla", "gallaf", "gallai", "gallwch", "gallwn",
        "gan", "gawn", "gen", "gennym", "gyda", "gydag", "gyfer", "hi", "hon", "honno", "hwn",
        "hwnnw", "hwy", "hyn", "hynny", "i", "iddi", "iddo", "iddyn", "m", "mae", "maen", "mai",
        "mewn", "mi", "mo", "n", "na", "nac", "nad", "neu", "nhw", "ni", "nid", "o", "oddi",
        "oedd", "oeddwn", "oes", "ohono", "ond", "os", "pa", "pam", "pan", "pryd", "pwy", "r",
        "roedd", "rwy", "rwyf", "rydw", "rydych", "rydym", "rydyn", "sut", "sy", "sydd", "th",
        "ti", "u", "w", "wedi", "wnes", "wrth", "y", "ydi", "ydw", "ydy", "ydych", "ydym", "ydyn",
        "ydynt", "yn", "yna", "ynghylch", "ynglyn", "yr", "yw",
    ],
    asking: &[
        "angen", "cael", "chael", "dangos", "ddangos", "ddod", "ddweud", "dod", "dweud", "egluro",
        "eisiau", "esbonio", "feddwl", "fynd", "gael", "golygu", "gwneud", "gwybod", "lle",
        "meddwl", "moyn", "mwy", "mynd", "olygir", "olygu", "rhagor", "rhywbeth", "rhywun",
        "wneud", "wybod", "ystyr",
    ],
    own: &["ein", "fy", "m"],
    apostrophe: Apostrophe::Splits,
    key,
    base,
    variants: mutations,
};

/// What the first consonants of a word may be, as written; longer ones stand before their own beginnings.
const CONSONANTS: &[&str] = &[
    "ngh", "ng", "mh", "nh", "ch", "ph", "th", "dd", "c", "g", "p", "b", "t", "d", "m", "f", "n",
    "h",
];

/// What may follow them, mutating or left standing when `g` falls away.
const LIQUIDS: &[&str] = &["ll", "l", "rh", "r", "n"];

/// What `g` must stand before to mutate; before anything else the word is a borrowed one or an abbreviation.
const AFTER_G: [char; 10] = ['a', 'e', 'i', 'o', 'u', 'w', 'y', 'l', 'n', 'r'];

/// Radical beginnings and what soft, nasal and aspirate mutation make of them.
const MUTATIONS: &[(&str, &[&str])] = &[
    ("p", &["b", "mh", "ph"]),
    ("t", &["d", "nh", "th"]),
    ("c", &["g", "ngh", "ch"]),
    ("b", &["f", "m"]),
    ("d", &["dd", "n"]),
    ("g", &["", "ng"]),
    ("m", &["f"]),
    ("ll", &["l"]),
    ("rh", &["r"]),
];

/// The length of the beginning of `word` that mutation may touch.
fn beginning(word: &str) -> usize {
    let first = CONSONANTS
        .iter()
        .find(|start| word.starts_with(**start))
        .map_or(0, |start| start.len());
    let rest = &word[first..];
    first
        + LIQUIDS
            .iter()
            .find(|start| rest.starts_with(**start))
            .map_or(0, |start| start.len())
}

fn key(word: &str) -> Cow<'_, str> {
    let (start, rest) = word.split_at(beginning(word));
    Cow::Owned(format!("{rest}-{start}"))
}

fn base(key: &str) -> Cow<'_, str> {
    match key.rsplit_once('-') {
        Some((rest, start)) => Cow::Owned(format!("{start}{rest}")),
        None => Cow::Borrowed(key),
    }
}

/// The mutated forms of a radical; `h` before a vowel is counted among them.
fn mutations(word: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if word.starts_with(['a', 'e', 'i', 'o', 'u', 'w', 'y']) {
        forms.push(format!("h{word}"));
    }
    // `dd` is a letter of its own, and so is what `h` makes of the one before it; neither mutates.
    let mutates = |(radical, _): &&(&str, &[&str])| {
        let rest = word.strip_prefix(radical);
        rest.is_some_and(|rest| match *radical {
            "d" => !rest.starts_with(['d', 'h']),
            "g" => rest.starts_with(AFTER_G),
            _ => !rest.starts_with('h'),
        })
    };
    let radical = MUTATIONS.iter().find(mutates);
    if let Some((radical, mutated)) = radical {
        let rest = &word[radical.len()..];
        forms.extend(mutated.iter().map(|start| format!("{start}{rest}")));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_gives_its_word_back() {
        for (word, expected) in [
            ("gwrando", "wrando-g"),
            ("wrando", "wrando-"),
            ("ngwrando", "wrando-ng"),
            ("ymddiriedaeth", "ymddiriedaeth-"),
            ("hymddiriedaeth", "ymddiriedaeth-h"),
            ("llais", "ais-ll"),
            ("lais", "ais-l"),
            ("nghlwb", "wb-nghl"),
            ("rhif", "if-rh"),
            ("i", "i-"),
            ("dd", "-dd"),
        ] {
            assert_eq!(key(word), expected);
            assert_eq!(base(expected), word);
        }
    }

    #[test]
    fn radicals_mutate_by_the_book() {
        for (word, expected) in [
            ("cath", &["gath", "nghath", "chath"][..]),
            ("gwrando", &["wrando", "ngwrando"]),
            ("pobl", &["bobl", "mhobl", "phobl"]),
            ("amser", &["hamser"]),
            ("llais", &["lais"]),
            ("rhif", &["rif"]),
            ("gnawd", &["nawd", "ngnawd"]),
            ("theatr", &[]),
            ("gps", &[]),
            ("siop", &[]),
        ] {
            assert_eq!(mutations(word), expected, "{word}");
        }
    }
}
