//! Which templates a template may use: itself, what it names, and what those name.
//!
//! A name in quotes that is a template's counts as used, and a file that defines components counts as used by all. Too much is
//! taken for used rather than too little: a key that covers too much costs a page's rendering, one that covers too little
//! would show an old page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::hash::{ContentHash, Hasher};
use crate::theme::Theme;

/// The hash of each template with all that it may use.
pub(super) fn hashes(theme: &Theme) -> BTreeMap<Arc<str>, ContentHash> {
    let uses: BTreeMap<&str, BTreeSet<&str>> = theme
        .templates
        .iter()
        .map(|(name, file)| (&**name, named(theme, &file.text)))
        .collect();
    let for_all: BTreeSet<&str> = theme
        .templates
        .iter()
        .filter(|(_, file)| {
            file.text.contains("{% component") || file.text.contains("{%- component")
        })
        .map(|(name, _)| &**name)
        .collect();
    theme
        .templates
        .keys()
        .map(|name| {
            let mut reached = for_all.clone();
            reached.insert(name);
            let mut open: Vec<&str> = reached.iter().copied().collect();
            while let Some(next) = open.pop() {
                for used in &uses[next] {
                    if reached.insert(used) {
                        open.push(used);
                    }
                }
            }
            let mut hasher = Hasher::default();
            for used in reached {
                hasher.update(used.as_bytes());
                hasher.update(&[0]);
                hasher.update(theme.templates[used].text.as_bytes());
                hasher.update(&[0]);
            }
            (name.clone(), hasher.finish())
        })
        .collect()
}

/// The templates whose names stand in a template's text.
fn named<'a>(theme: &'a Theme, text: &str) -> BTreeSet<&'a str> {
    text.split(['"', '\'', '`'])
        .filter_map(|part| theme.templates.get_key_value(part))
        .map(|(name, _)| &**name)
        .collect()
}
