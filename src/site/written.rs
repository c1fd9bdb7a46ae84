//! Links as people write them: what leads out of the site, what is meant for a place elsewhere, and relative paths.
//!
//! Nothing here knows a page or a file.

/// Whether a link leaves the site or is no web address: `https:`, `//host`, `mailto:`, `tel:`.
pub(super) fn is_external(target: &str) -> bool {
    if target.starts_with("//") {
        return true;
    }
    let Some((scheme, _)) = target.split_once(':') else {
        return false;
    };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|character| {
            character.is_ascii_alphanumeric() || matches!(character, '+' | '-' | '.')
        })
        && scheme.len() > 1
}

/// Whether a link names a file by the place that it has on one computer.
pub(super) fn is_on_a_disk(written: &str) -> bool {
    let scheme = written.get(..5);
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"))
}

/// What an author means who writes the address of a site, of a person or of a disk as if it were a file beside the page.
pub(super) fn elsewhere(written: &str) -> Option<String> {
    let mut start = written.chars();
    let is_drive = start
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && start.next() == Some(':');
    if is_drive || written.starts_with("\\\\") || is_on_a_disk(written) {
        return Some(
            "this is a place on your own computer: put the file beside the page, and write its name"
                .into(),
        );
    }
    let is_person = |name: &str| {
        name.split_once('@')
            .is_some_and(|(who, host)| !who.is_empty() && host.contains('.'))
    };
    if !written.contains('/') && is_person(written) {
        return Some(format!("for an e-mail address write `mailto:{written}`"));
    }
    let host = written.split('/').next().unwrap_or_default();
    let has_path = host.len() < written.len();
    let ending = host.rsplit_once('.').map(|(_, ending)| ending);
    let is_site = host.starts_with("www.")
        || has_path && ending.is_some_and(|ending| ENDINGS.contains(&ending));
    is_site.then(|| format!("for another site begin with `https://`: `https://{written}`"))
}

/// Endings of sites that an author here is likely to link to.
const ENDINGS: [&str; 12] = [
    "com", "cymru", "edu", "eu", "gov", "ie", "info", "net", "nhs", "org", "uk", "wales",
];

/// Parts a target from its `?query#anchor`.
pub(super) fn split_suffix(target: &str) -> (&str, &str) {
    target.split_at(target.find(['?', '#']).unwrap_or(target.len()))
}

/// The address inside the site that a whole address, or one that begins with `/`, stands for: without the site's host, and
/// without the folder of the host in which the site lies.
pub(super) fn inside<'a>(address: &'a str, base_url: Option<&str>) -> Option<&'a str> {
    let base = base_url.unwrap_or_default().trim_end_matches('/');
    let host = base.find("://").map_or(0, |at| at + 3);
    let folder = base[host..].find('/').map_or("", |at| &base[host + at..]);
    let below = |start: &str| {
        let rest = address.strip_prefix(start).filter(|_| !start.is_empty());
        rest.filter(|rest| rest.starts_with('/'))
    };
    below(base)
        .or_else(|| below(folder))
        .or_else(|| Some(address).filter(|address| address.starts_with('/')))
        .filter(|address| !address.starts_with("//"))
}

/// The address inside the site, beginning with `/`, that a whole address of it stands for: the site's host in any case, with or
/// without `www.`, by `http:`, `https:` or neither.
pub(super) fn own<'a>(address: &'a str, base_url: Option<&str>) -> Option<&'a str> {
    let (own_host, folder) = host_and_rest(base_url?)?;
    let (host, rest) = host_and_rest(address)?;
    let plain = |host: &str| {
        let lower = host.to_ascii_lowercase();
        lower
            .strip_prefix("www.")
            .map_or(lower.clone(), str::to_owned)
    };
    if plain(host) != plain(own_host) {
        return None;
    }
    if rest.is_empty() {
        return Some("/").filter(|_| folder.trim_end_matches('/').is_empty());
    }
    let below = rest.strip_prefix(folder.trim_end_matches('/'))?;
    match below.bytes().next() {
        None => Some("/"),
        Some(b'/') => Some(below),
        Some(_) => None,
    }
}

/// The host of a web address, with its port, and what stands behind it.
fn host_and_rest(address: &str) -> Option<(&str, &str)> {
    let start = ["https://", "http://", "//"].iter().find_map(|scheme| {
        let begins = address.get(..scheme.len())?;
        begins.eq_ignore_ascii_case(scheme).then_some(scheme.len())
    })?;
    let rest = &address[start..];
    let (host, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    (!host.is_empty()).then_some((host, rest))
}

/// A relative path from a folder, its `.` and `..` worked out; none when it climbs out.
pub(super) fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut ends_with_slash = false;
    for part in relative.split('/') {
        ends_with_slash = part.is_empty();
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let mut joined = parts.join("/");
    if ends_with_slash && !joined.is_empty() {
        joined.push('/');
    }
    Some(joined)
}

/// The way from a folder to a file, with `..` where it goes up.
pub(super) fn relative(folder: &str, file: &str) -> String {
    let from: Vec<&str> = folder.split('/').collect();
    let to: Vec<&str> = file.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    let parts: Vec<&str> = up.chain(to[shared..].iter().copied()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_and_hosts_are_outside() {
        for outside in [
            "https://a.example",
            "mailto:a@b.example",
            "//host/x",
            "tel:+44",
        ] {
            assert!(is_external(outside), "{outside}");
        }
        for inside in ["a.md", "../a/b.md", "#x", "/a/", "a b: c", "1:2"] {
            assert!(!is_external(inside), "{inside}");
        }
    }

    #[test]
    fn what_lies_elsewhere_is_told_from_a_file() {
        for (written, help) in [
            ("www.a.example", "`https://www.a.example`"),
            ("gov.wales/topics", "`https://gov.wales/topics`"),
            ("ann@a.example", "`mailto:ann@a.example`"),
            ("C:\\Users\\ann\\a.jpg", "your own computer"),
            ("\\\\server\\a.jpg", "your own computer"),
            ("file:///C:/a.jpg", "your own computer"),
        ] {
            let said = elsewhere(written).expect(written);
            assert!(said.contains(help), "{said}");
        }
        for file in [
            "a.md",
            "../a.b/c.md",
            "photo@2x.jpg/..",
            "notes.org",
            "a/b.net",
        ] {
            assert_eq!(elsewhere(file), None, "{file}");
        }
    }

    #[test]
    fn whole_addresses_of_the_site_are_inside() {
        let base = Some("https://network.example/north/");
        for (address, expected) in [
            ("https://network.example/north/a.pdf", Some("/a.pdf")),
            ("/north/a.pdf", Some("/a.pdf")),
            ("/a.pdf", Some("/a.pdf")),
            ("https://network.example.evil/north/a.pdf", None),
            ("https://network.example/northern/a.pdf", None),
            ("//other.example/a.pdf", None),
            ("a/b.pdf", None),
        ] {
            assert_eq!(inside(address, base), expected, "{address}");
        }
        assert_eq!(inside("/a.pdf", None), Some("/a.pdf"));
    }

    #[test]
    fn whole_addresses_of_the_site_itself_are_told_from_others() {
        let base = Some("https://www.network.example/north/");
        for (address, expected) in [
            ("https://network.example/north/a/#b", Some("/a/#b")),
            ("HTTP://Network.Example/north/", Some("/")),
            ("//www.network.example/north", Some("/")),
            ("https://network.example/northern/", None),
            ("https://network.example/", None),
            ("https://network.example:81/north/", None),
            ("https://other.example/north/", None),
            ("mailto:a@network.example", None),
        ] {
            assert_eq!(own(address, base), expected, "{address}");
        }
        let root = Some("https://network.example");
        assert_eq!(own("https://network.example", root), Some("/"));
        assert_eq!(own("https://network.example/?a", root), Some("/?a"));
        assert_eq!(own("https://network.example/", None), None);
    }

    #[test]
    fn paths_are_joined_and_do_not_climb_out() {
        assert_eq!(
            join("content/stories/key", "../../themes/trust.md").as_deref(),
            Some("content/themes/trust.md")
        );
        assert_eq!(
            join("stories/key", "../other/").as_deref(),
            Some("stories/other/")
        );
        assert_eq!(join("content", "../../x"), None);
    }
}
