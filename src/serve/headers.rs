//! The `_headers` file of the output, read as the host reads it.

/// The rules of a `_headers` file, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderRules {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    pattern: String,
    headers: Vec<(String, String)>,
}

impl HeaderRules {
    /// Reads the text of a `_headers` file. Lines that are no rule are passed over, as the host does.
    pub fn parse(text: &str) -> Self {
        let mut rules: Vec<Rule> = Vec::new();
        for line in text.lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if line.starts_with('/') {
                rules.push(Rule {
                    pattern: line.to_owned(),
                    headers: Vec::new(),
                });
            } else if let (Some(rule), Some((name, value))) =
                (rules.last_mut(), line.split_once(':'))
            {
                rule.headers
                    .push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Self { rules }
    }

    /// The headers for a path: of a name given more than once, the values joined.
    pub fn of(&self, path: &str) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        let matching = self
            .rules
            .iter()
            .filter(|rule| matches(&rule.pattern, path));
        for (name, value) in matching.flat_map(|rule| &rule.headers) {
            match found.iter_mut().find(|(other, _)| other == name) {
                Some((_, values)) => {
                    values.push_str(", ");
                    values.push_str(value);
                }
                None => found.push((name.clone(), value.clone())),
            }
        }
        found
    }
}

/// Whether a pattern takes in a path: `*` stands for the rest, `:name` for one part, and a closing `/` does not count.
fn matches(pattern: &str, path: &str) -> bool {
    let mut parts = path
        .trim_matches('/')
        .split('/')
        .filter(|part| !part.is_empty());
    for wanted in pattern
        .trim_matches('/')
        .split('/')
        .filter(|part| !part.is_empty())
    {
        if let Some(start) = wanted.strip_suffix('*') {
            let rest: Vec<&str> = parts.collect();
            return rest.join("/").starts_with(start);
        }
        match parts.next() {
            Some(_) if wanted.starts_with(':') => {}
            Some(part) if part == wanted => {}
            _ => return false,
        }
    }
    parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_by_pattern_and_joined() {
        let rules = HeaderRules::parse(
            "# all\n/*\n  X-One: 1\n  no rule\n/assets/*\n  Cache-Control: max-age=9\n  X-One: 2\n/a/:b\n  X-Two: 2\n",
        );
        let of = |path: &str| -> Vec<String> {
            rules
                .of(path)
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect()
        };
        assert_eq!(of("/"), ["x-one=1"]);
        assert_eq!(
            of("/assets/x/y.css"),
            ["x-one=1, 2", "cache-control=max-age=9"]
        );
        assert_eq!(of("/a/b/"), ["x-one=1", "x-two=2"]);
        assert_eq!(of("/a/b/c"), ["x-one=1"]);
    }
}
