//! The sets of questions that practitioners answer when they reflect: the headings that a new page begins with.
//!
//! They are headings and nothing else: a page may leave any of them out, and nothing checks that it keeps them.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::yaml::{self, NodeKind};

/// One set of questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptSet {
    /// Its name in front matter: `driscoll`.
    pub name: Arc<str>,
    headings: BTreeMap<Arc<str>, Vec<Arc<str>>>,
}

impl PromptSet {
    /// The headings in a language; in English where the set has none in it.
    pub fn headings(&self, lang: &str) -> &[Arc<str>] {
        let own = self.headings.get(lang).or_else(|| self.headings.get("en"));
        own.map_or(&[], Vec::as_slice)
    }
}

/// The sets that Alongside knows from the start.
pub fn builtin_prompts() -> &'static [PromptSet] {
    static SETS: LazyLock<Vec<PromptSet>> = LazyLock::new(|| read(include_str!("prompts.yaml")));
    &SETS
}

fn read(text: &str) -> Vec<PromptSet> {
    let budget = yaml::Budget::for_data(text.len());
    let root = yaml::parse(text, 0, budget).node;
    let Some(NodeKind::Map(sets)) = root.as_ref().map(|root| &root.kind) else {
        return Vec::new();
    };
    sets.iter()
        .map(|(name, set)| {
            let NodeKind::Map(languages) = &set.kind else {
                return PromptSet {
                    name: (&*name.text).into(),
                    headings: BTreeMap::new(),
                };
            };
            let headings = languages.iter().map(|(lang, headings)| {
                let listed = match &headings.kind {
                    NodeKind::List(items) => items
                        .iter()
                        .filter_map(|item| item.text())
                        .map(Arc::from)
                        .collect(),
                    _ => Vec::new(),
                };
                (Arc::from(&*lang.text), listed)
            });
            PromptSet {
                name: (&*name.text).into(),
                headings: headings.collect(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_has_its_headings_in_both_languages() {
        let sets = builtin_prompts();
        assert_eq!(sets.len(), 9);
        for set in sets {
            let (english, welsh) = (set.headings("en"), set.headings("cy"));
            assert!(english.len() > 1, "{}", set.name);
            assert_eq!(english.len(), welsh.len(), "{}", set.name);
            assert_eq!(set.headings("fr"), english);
        }
    }
}
