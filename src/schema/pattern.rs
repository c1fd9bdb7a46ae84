//! The pattern of a field: a regular expression that a whole text must match.
//!
//! Matching takes time in proportion to the text, whatever the expression. Two patterns are equal when their texts are.

use std::fmt;
use std::sync::Arc;

use regex::{Regex, RegexBuilder};

/// A compiled pattern with its source.
#[derive(Clone)]
pub struct Pattern {
    source: Arc<str>,
    regex: Regex,
}

impl Pattern {
    /// Compiles a pattern; the error says in a few words what is wrong with it.
    pub fn new(source: &str) -> Result<Self, String> {
        let regex = RegexBuilder::new(&format!(r"\A(?:{source})\z"))
            .size_limit(1 << 20)
            .build()
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
                error => error
                    .to_string()
                    .lines()
                    .last()
                    .unwrap_or_default()
                    .trim_start_matches("error: ")
                    .to_owned(),
            })?;
        Ok(Self {
            source: source.into(),
            regex,
        })
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Pattern({:?})", self.source)
    }
}
