//! Licences: the name that readers see and the address where its terms stand, from what an author writes.
//!
//! Names follow the SPDX list (<https://spdx.org/licenses/>). A name that is not known here is shown as it is, without an address.

/// A licence as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// What it is called.
    pub name: String,
    /// Where its terms stand; none when that is not known.
    pub url: Option<String>,
}

/// Licences for text and pictures whose terms do not stand at an address that follows from the name.
const OTHERS: [(&str, &str, &str); 5] = [
    (
        "cc0-1.0",
        "CC0 1.0",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    (
        "ogl-uk-3.0",
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    (
        "ogl-uk-2.0",
        "Open Government Licence v2.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/",
    ),
    ("mit", "MIT", "https://opensource.org/license/mit"),
    (
        "apache-2.0",
        "Apache 2.0",
        "https://www.apache.org/licenses/LICENSE-2.0",
    ),
];

/// The terms that a licence of Creative Commons can be made of, in the order of its name.
const CREATIVE_COMMONS: [&str; 6] = ["by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd"];

/// What an author's words for a licence mean: an address, the name of the SPDX list with spaces or hyphens, or any other words.
pub fn licence(written: &str) -> Licence {
    let written = written.trim();
    if written.starts_with("https://") || written.starts_with("http://") {
        return Licence {
            name: of_address(written).unwrap_or_else(|| written.to_owned()),
            url: Some(written.to_owned()),
        };
    }
    let key = written.to_lowercase().replace([' ', '_'], "-");
    if let Some((_, name, url)) = OTHERS.iter().find(|(known, ..)| *known == key) {
        return Licence {
            name: (*name).to_owned(),
            url: Some((*url).to_owned()),
        };
    }
    creative_commons(&key).unwrap_or_else(|| Licence {
        name: written.to_owned(),
        url: None,
    })
}

/// `cc-by-nc-4.0`, or without a version the latest.
fn creative_commons(key: &str) -> Option<Licence> {
    let terms = key.strip_prefix("cc-")?;
    let (terms, version) = match terms.rsplit_once('-') {
        Some((terms, version)) if version.starts_with(|first: char| first.is_ascii_digit()) => {
            (terms, version)
        }
        _ => (terms, "4.0"),
    };
    let is_version = ["1.0", "2.0", "2.5", "3.0", "4.0"].contains(&version);
    (is_version && CREATIVE_COMMONS.contains(&terms)).then(|| Licence {
        name: format!("CC {} {version}", terms.to_uppercase()),
        url: Some(format!(
            "https://creativecommons.org/licenses/{terms}/{version}/"
        )),
    })
}

/// The name of a licence of Creative Commons by the address of its terms.
fn of_address(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("creativecommons.org/licenses/")?;
    let mut parts = rest.split('/');
    let key = format!("cc-{}-{}", parts.next()?, parts.next()?);
    creative_commons(&key).map(|licence| licence.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_of_licences_are_understood() {
        let cc = "https://creativecommons.org/licenses/by-nc/4.0/";
        for (written, name, url) in [
            ("CC-BY-NC-4.0", "CC BY-NC 4.0", Some(cc)),
            ("cc by-nc 4.0", "CC BY-NC 4.0", Some(cc)),
            ("CC BY-NC", "CC BY-NC 4.0", Some(cc)),
            (cc, "CC BY-NC 4.0", Some(cc)),
            (
                "CC-BY-4.0",
                "CC BY 4.0",
                Some("https://creativecommons.org/licenses/by/4.0/"),
            ),
            ("CC-BY-9.0", "CC-BY-9.0", None),
            ("CC-BX-4.0", "CC-BX-4.0", None),
            (
                "OGL-UK-3.0",
                "Open Government Licence v3.0",
                Some(OTHERS[1].2),
            ),
            ("All rights reserved", "All rights reserved", None),
            (
                "https://l.example/terms",
                "https://l.example/terms",
                Some("https://l.example/terms"),
            ),
            ("cc-", "cc-", None),
            ("", "", None),
        ] {
            let found = licence(written);
            assert_eq!(
                (&*found.name, found.url.as_deref()),
                (name, url),
                "{written}"
            );
        }
    }
}
