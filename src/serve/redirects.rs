//! The `_redirects` file of the output, read as the host reads it.
//!
//! Rules that depend on the reader (country, language, cookie, role) can't be judged here and are passed over.

/// The rules of a `_redirects` file, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RedirectRules {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    from: String,
    to: String,
    status: u16,
    forced: bool,
}

/// Where a rule leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// An address inside the site, or a whole one.
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

    /// The first rule for a path. A rule that is not forced counts only when the site has no such file.
    pub fn find(&self, path: &str, has_file: bool) -> Option<Target> {
        self.rules
            .iter()
            .filter(|rule| rule.forced || !has_file)
            .find_map(|rule| {
                let to = fill(&rule.from, &rule.to, path)?;
                // A rule that leads a path to itself is void.
                (to.trim_end_matches('/') != path.trim_end_matches('/') || rule.status != 301)
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
    let is_plain = parts.next().is_none() && from.starts_with('/') && is_address;
    is_plain.then(|| Rule {
        from: from.to_owned(),
        to: to.to_owned(),
        status,
        forced,
    })
}

/// The target of a rule for a path, its `:splat` and `:name` filled in; none when the rule is for other paths.
fn fill(from: &str, to: &str, path: &str) -> Option<String> {
    let mut filled = to.to_owned();
    let mut parts = path
        .trim_matches('/')
        .split('/')
        .filter(|part| !part.is_empty());
    for wanted in from
        .trim_matches('/')
        .split('/')
        .filter(|part| !part.is_empty())
    {
        if wanted == "*" {
            let rest: Vec<&str> = parts.collect();
            return Some(filled.replace(":splat", &rest.join("/")));
        }
        let part = parts.next()?;
        if wanted.starts_with(':') {
            filled = filled.replace(wanted, part);
        } else if wanted != part {
            return None;
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
            "# old\n/old/ /new/\n/forced /here/ 301!\n/blog/* /articles/:splat 302\n/y/:year /years/:year 200\n\
             /x /z 302 Language=cy\n/n id=:id /o/:id\n/q /r/?a=b 302\n/cy/* /cy/404.html 404\n/loop /loop/\nnonsense\n",
        );
        let found = |path: &str, has_file: bool| {
            rules
                .find(path, has_file)
                .map(|target| format!("{} {}", target.status, target.to))
        };
        for (path, has_file, expected) in [
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
}
