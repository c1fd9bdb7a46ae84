//! `fields_from:` the names that fields have in another generator, each with the field that is meant.
//!
//! It decides nothing about pages: what a word of another generator that hides does under its new name is the affair of the stage
//! that reads front matter.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::site::Site;
use crate::diagnostic::codes;
use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::wording::code;
use crate::schema::TypeDecl;

/// The fields that are meant, by the foreign name.
pub(super) fn resolve(
    site: &mut Site<'_>,
    types: &IndexMap<Arc<str>, Arc<TypeDecl>>,
    taxonomies: impl Iterator<Item = Arc<str>>,
) -> BTreeMap<Arc<str>, Arc<str>> {
    let fields = types.values().flat_map(|decl| decl.fields.keys().cloned());
    let known: BTreeSet<Arc<str>> = fields.chain(taxonomies).collect();
    let mut found = BTreeMap::new();
    for (key, node) in site.entries(&["fields_from"]) {
        let Some(meant) = node.text().map(str::trim).filter(|text| !text.is_empty()) else {
            continue;
        };
        // A field that took another's place would leave that one unread, were it `draft` or not.
        if known.contains(&*key.text) {
            site.report(
                &codes::CONFIG_VALUE,
                key.span,
                format!("{} is itself a field of this site’s pages", code(&key.text)),
                Some("take this line out: the field means what it says".into()),
            );
        } else if let Some(meant) = known.get(meant) {
            found.insert(Arc::from(&*key.text), meant.clone());
        } else {
            let help = did_you_mean(meant, known.iter().map(|name| &**name));
            let message = format!("no type has a field {}", code(meant));
            site.report(&codes::CONFIG_UNKNOWN_WORD, node.span, message, help);
        }
    }
    found
}
