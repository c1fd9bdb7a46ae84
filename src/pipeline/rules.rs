//! The site's `rules`: a finding's severity by its code or area.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Severity};

/// Gives each finding the weight that the site asks for, leaves out those that are off, and sorts them.
///
/// A rule for a code goes before one for its area. A finding that may not be lowered keeps at least its own weight.
pub(super) fn apply(
    found: Vec<Diagnostic>,
    rules: &BTreeMap<Arc<str>, Option<Severity>>,
) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = found
        .into_iter()
        .filter_map(|mut diagnostic| {
            let area = diagnostic.code.name.split('/').next().unwrap_or_default();
            let rule = rules
                .get(diagnostic.code.name)
                .or_else(|| rules.get(&*format!("{area}/*")));
            match rule {
                None => Some(diagnostic),
                Some(None) => (!diagnostic.code.lowerable).then_some(diagnostic),
                Some(Some(severity)) => {
                    if diagnostic.code.lowerable || *severity > diagnostic.severity {
                        diagnostic.severity = *severity;
                    }
                    Some(diagnostic)
                }
            }
        })
        .collect();
    kept.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    kept.dedup();
    kept
}
