//! The `_redirects` file of the output, read as the host reads it.
//!
//! Rules that depend on the reader (country, language, cookie, role) can't be judged here and are passed over.

use crate::path::{decode, encode};

/// The rules of a `_redirects` file, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RedirectRules {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    from: Vec<Part>,
    to: String,
    status: u16,
    forced: bool,
}

/// A part of a rule's old address, between two `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// `*`: all that is left of the path.
    Rest,
    /// `:name`: any one part.
    Named(String),
    /// This part, as people read it: hosts compare addresses with their `%XX` undone.
    Exact(String),
}

impl Part {
    fn read(written: &str) -> Self {
        if written == "*" {
            Self::Rest
        } else if written.starts_with(':') {
            Self::Named(written.to_owned())
        } else {
            Self::Exact(decode(written))
        }
    }
}

/// Where a rule leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// An address inside the site, or a whole one, percent-encoded as the rule has it.
    pub to: String,
    /// The status: 200, 404 and 410 show the target in place, the others send the reader there.
    pub status: u16,
}

impl RedirectRules {
    /// Reads the text of a `_redirects` file. Lines that are no rule are passed over.
    pub fn parse(text: &str) -> Self {
        Self {
            rules: text.lines().filter_map(rule).collect(),
        }
    }

    /// The first rule for a path, which has its `%XX` undone. A rule that is not forced counts only when the site has no such file.
    pub fn find(&self, path: &str, has_file: bool) -> Option<Target> {
        self.rules
            .iter()
            .filter(|rule| rule.forced || !has_file)
            .find_map(|rule| {
                let to = fill(&rule.from, &rule.to, path)?;
                // A rule that leads a path to itself is void.
                (decode(&to).trim_end_matches('/') != path.trim_end_matches('/')
                    || rule.status != 301)
                    .then_some(Target {
                        to,
                        status: rule.status,
                    })
            })
    }
}

fn rule(line: &str) -> Option<Rule> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let mut parts = line.split_whitespace();
    let from = parts.next()?;
    let to = parts.next()?;
    let (status, forced) = match parts.next() {
        None => (301, false),
        Some(written) => {
            let number = written.trim_end_matches('!');
            (number.parse().ok()?, written.ends_with('!'))
        }
    };
    // Before the new address there may be conditions (`id=:id`); behind its `/` a `=` is a part of it.
    let is_address = to.starts_with('/') || to.contains("://");
    let is_plain =
        parts.next().is_none() && from.starts_with('/') && is_address && has_whole_host(to);
    is_plain.then(|| Rule {
        from: parts_of(from).map(Part::read).collect(),
        to: to.to_owned(),
        status,
        forced,
    })
}

/// Whether no placeholder stands in the host of a target: a reader's address would choose the site.
fn has_whole_host(to: &str) -> bool {
    let host = match to.split_once("://") {
        Some((_, rest)) => rest,
        None => to.strip_prefix("//").unwrap_or_default(),
    };
    let host = host.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let is_name = |letter: char| letter.is_alphabetic() || letter == '_';
    !host
        .split(':')
        .skip(1)
        .any(|behind| behind.starts_with(is_name))
}

fn parts_of(address: &str) -> impl Iterator<Item = &str> {
    address.split('/').filter(|part| !part.is_empty())
}

/// The target of a rule for a path, its `:splat` and `:name` filled in; none when the rule is for other paths.
fn fill(from: &[Part], to: &str, path: &str) -> Option<String> {
    let mut filled = to.to_owned();
    let mut parts = parts_of(path);
    for wanted in from {
        if *wanted == Part::Rest {
            let rest: Vec<&str> = parts.collect();
            return Some(filled.replace(":splat", &encode(&rest.join("/"))));
        }
        let part = parts.next()?;
        match wanted {
            Part::Named(name) => filled = filled.replace(name, &encode(part)),
            Part::Exact(exact) if exact == part => {}
            Part::Exact(_) | Part::Rest => return None,
        }
    }
    parts.next().is_none().then_some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rule_that_fits_is_taken() {
        let rules = RedirectRules::parse(
            "# old\n/t%C5%B7-hen/ /t%C5%B7/\n/50%25/* /half/:splat\n/t%C5%B7/ /tŷ\n/old/ /new/\n/forced /here/ 301!\n/blog/* /articles/:splat 302\n/y/:year /years/:year 200\n\
             /x /z 302 Language=cy\n/n id=:id /o/:id\n/q /r/?a=b 302\n/cy/* /cy/404.html 404\n/loop /loop/\nnonsense\n",
        );
        let found = |path: &str, has_file: bool| {
            rules
                .find(path, has_file)
                .map(|target| format!("{} {}", target.status, target.to))
        };
        for (path, has_file, expected) in [
            ("/tŷ-hen/", false, Some("301 /t%C5%B7/")),
            ("/50%/tŷ ?", false, Some("301 /half/t%C5%B7%20%3F")),
            ("/tŷ/", false, None),
            ("/old", false, Some("301 /new/")),
            ("/old/", true, None),
            ("/forced/", true, Some("301 /here/")),
            ("/blog/a/b/", false, Some("302 /articles/a/b")),
            ("/y/2026", false, Some("200 /years/2026")),
            ("/x", false, None),
            ("/n", false, None),
            ("/q", false, Some("302 /r/?a=b")),
            ("/cy/nothing", false, Some("404 /cy/404.html")),
            ("/loop/", false, None),
            ("/other", false, None),
        ] {
            assert_eq!(found(path, has_file).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn no_part_of_a_readers_address_becomes_a_host() {
        for to in [
            "https://h.example:splat",
            "https://:splat.example/",
            "//:splat",
            "https://h.example:splat@evil.example",
            "https://:name/",
        ] {
            assert!(rule(&format!("/a/* {to} 301")).is_none(), "{to}");
        }
        for to in [
            "https://h.example:8080/:splat",
            "/:splat",
            "//h.example/:splat",
        ] {
            assert!(rule(&format!("/a/* {to} 301")).is_some(), "{to}");
        }
    }
}
