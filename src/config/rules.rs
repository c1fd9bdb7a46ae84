//! `rules:` how much a finding weighs on this site, by code (`link/missing-target`) or area (`front-matter/*`).
//!
//! A rule may lower what is a matter of content. What would make the output wrong, unsafe or ambiguous stays an error.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::site::Site;
use crate::diagnostic::suggest::nearest;
use crate::diagnostic::wording::code;
use crate::diagnostic::{Severity, codes};

/// The rules of the site; `None` is off.
pub(super) fn resolve(site: &mut Site<'_>) -> BTreeMap<Arc<str>, Option<Severity>> {
    let mut rules = BTreeMap::new();
    for (key, node) in site.entries(&["rules"]) {
        let weight = match node.text() {
            Some("off") => None,
            Some("advice") => Some(Severity::Advice),
            Some("warning") => Some(Severity::Warning),
            Some("error") => Some(Severity::Error),
            // The validator has said what is wrong with it.
            _ => continue,
        };
        match check(&key.text, weight) {
            Ok(()) => {
                rules.insert(Arc::from(&*key.text), weight);
            }
            Err((message, help)) => site.report(&codes::CONFIG_RULE, key.span, message, help),
        }
    }
    rules
}

fn check(name: &str, weight: Option<Severity>) -> Result<(), (String, Option<String>)> {
    if let Some(area) = name.strip_suffix("/*") {
        let areas = || {
            codes::ALL
                .iter()
                .filter_map(|code| code.name.split('/').next())
        };
        if areas().any(|known| known == area) {
            return Ok(());
        }
        let help = nearest(area, areas()).map(|area| format!("did you mean `{area}/*`?"));
        return Err((format!("no finding has the area {}", code(area)), help));
    }
    let Some(found) = codes::find(name) else {
        let help = nearest(name, codes::ALL.iter().map(|code| code.name))
            .or_else(|| {
                codes::ALL
                    .iter()
                    .map(|code| code.name)
                    .find(|known| known.split('/').nth(1) == Some(name))
            })
            .map_or_else(
                || "write the name that stands in brackets when it is reported: `link/missing-target`".to_owned(),
                |name| format!("did you mean `{name}`?"),
            );
        return Err((format!("there is no finding {}", code(name)), Some(help)));
    };
    let lower = weight.is_none_or(|weight| weight < found.severity);
    if lower && !found.lowerable {
        return Err((
            format!("{} cannot be made less than an error", code(name)),
            Some(
                "it would make the site wrong or unsafe: take this rule out and mend what it finds"
                    .into(),
            ),
        ));
    }
    Ok(())
}
