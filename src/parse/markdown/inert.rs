//! What raw HTML may not do, even on a host that sends no security policy: run a script, send readers on, or reach for other sites
//! without being asked.
//!
//! Lists of names and their reasons; nothing here reads or writes HTML.

use super::links::unsafe_scheme;

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays.
    Stays,
    /// Its tags are left out, and what it holds stays; with how to mend it.
    Unwrapped(&'static str),
    /// It is left out with all that it holds, which is no HTML to a browser; with how to mend it.
    Removed(&'static str),
}

/// What becomes of an element, when its own attributes are left out of account.
pub(super) fn element(name: &str) -> Fate {
    match name {
        "style" => Fate::Removed("put the rules in a style sheet of the theme"),
        "noscript" | "noembed" | "noframes" => {
            Fate::Removed("write it as part of the page: every page works without scripts")
        }
        // To a browser all that follows is text, to the end of the page; or markup, once it is read a second time.
        "xmp" | "plaintext" | "listing" => Fate::Unwrapped("write a block of code"),
        "html" | "head" | "body" | "main" => {
            Fate::Unwrapped("leave it out, or use `<div>`: the page has one of its own")
        }
        "base" => Fate::Unwrapped("write each address whole"),
        "applet" | "param" => Fate::Unwrapped("use `<iframe>`, `<video>` or `<audio>`"),
        "frame" | "frameset" => Fate::Unwrapped("use `<iframe>`"),
        // What moves may move an address: `<animate attributeName=href to=…>` is a script behind a link.
        "animate" | "animatemotion" | "animatetransform" | "animatecolor" | "set" | "discard"
        | "handler" | "listener" => Fate::Unwrapped("move it by a style sheet of the theme"),
        _ => Fate::Stays,
    }
}

/// Whether a browser takes what such an element holds for text: only its own closing tag ends it.
pub(super) fn holds_text(name: &str) -> bool {
    matches!(name, "textarea" | "title" | "iframe" | "script")
}

/// How to do without an attribute that may not stand at an element; none for one that may.
pub(super) fn attribute(tag: &str, name: &str, value: &str) -> Option<&'static str> {
    match name {
        "style" => Some("give the element a class, and put the rules or the script in a file"),
        _ if name.starts_with("on") => {
            Some("give the element a class, and put the rules or the script in a file")
        }
        "srcdoc" => Some("put the page in a file and name it with `src`"),
        "ping" => Some("leave it out: nobody is told what a reader follows"),
        "background" | "lowsrc" | "dynsrc" => Some("use `<img>`"),
        "codebase" | "classid" | "archive" | "manifest" | "xml:base" => {
            Some("write each address whole")
        }
        "href" | "xlink:href" if tag == "script" => Some("name the script with `src`"),
        "href" | "xlink:href"
            if matches!(tag, "use" | "feimage") && !value.trim().starts_with('#') =>
        {
            Some("name a part of the same picture, as `#part`")
        }
        "rel"
            if value
                .split_whitespace()
                .any(|word| word.eq_ignore_ascii_case("opener")) =>
        {
            Some("leave it out: the other site would have a hold of the reader's page")
        }
        _ if !is_words(name) && unsafe_scheme(value).is_some() => {
            Some("give an address of the web")
        }
        _ => None,
    }
}

/// Whether an attribute is read by people or by scripts, and never followed.
fn is_words(name: &str) -> bool {
    name.starts_with("aria-")
        || name.starts_with("data-")
        || matches!(
            name,
            "alt" | "title" | "value" | "placeholder" | "label" | "summary" | "content" | "abbr"
        )
        // Those that lead somewhere are judged as links.
        || is_address(name)
}

/// Whether an attribute is an address whatever its element: `href`, and `xlink:href` in pictures and formulas.
pub(super) fn is_address(name: &str) -> bool {
    let local = name.rsplit(':').next().unwrap_or_default();
    matches!(
        local,
        "href" | "src" | "action" | "formaction" | "data" | "poster"
    )
}

/// Whether a browser would ask another site for this address. Tabs and line ends count for nothing, and `\` is `/`.
pub(super) fn leaves(address: &str) -> bool {
    let seen: String = address
        .trim_start_matches(|letter: char| letter <= ' ')
        .chars()
        .filter(|letter| !matches!(letter, '\t' | '\n' | '\r'))
        .map(|letter| if letter == '\\' { '/' } else { letter })
        .collect();
    let scheme = seen
        .split(['/', '?', '#'])
        .next()
        .is_some_and(|first| first.contains(':'));
    scheme || seen.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_leaves_the_site_is_seen_however_it_is_written() {
        for address in [
            "https://a.example",
            "//a",
            " \t//a",
            "/\\a",
            "\\\\a",
            "ht\ntps:a",
            "/\n/a",
            "data:x",
        ] {
            assert!(leaves(address), "{address:?}");
        }
        for address in ["/a.js", "a.js", "a/b:c", "?a:b", "#a:b", ""] {
            assert!(!leaves(address), "{address:?}");
        }
    }
}
