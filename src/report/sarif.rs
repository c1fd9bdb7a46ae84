//! Findings as SARIF 2.1.0, which code hosts and editors read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::path::UrlPath;

use super::Sources;

/// One SARIF log. `prefix` is the site's folder in the repository, empty or with a closing `/`.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources<'_>, prefix: &str) -> String {
    let codes: BTreeMap<&str, &Code> = diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.code.name, diagnostic.code))
        .collect();
    let order: Vec<&str> = codes.keys().copied().collect();
    let rules: Vec<Value> = codes
        .values()
        .map(|code| {
            json!({
                "id": code.name,
                "defaultConfiguration": {"level": level(code.severity)},
            })
        })
        .collect();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| {
            let mut text = diagnostic.message.clone();
            if let Some(help) = &diagnostic.help {
                text.push_str("; ");
                text.push_str(help);
            }
            let mut result = json!({
                "ruleId": diagnostic.code.name,
                "ruleIndex": order.binary_search(&diagnostic.code.name).unwrap_or_default(),
                "level": level(diagnostic.severity),
                "message": {"text": text},
                "locations": [location(&diagnostic.place, sources, prefix)],
            });
            if !diagnostic.related.is_empty() {
                let related: Vec<Value> = diagnostic
                    .related
                    .iter()
                    .map(|related| {
                        let mut location = location(&related.place, sources, prefix);
                        location["message"] = json!({"text": related.message});
                        location
                    })
                    .collect();
                result["relatedLocations"] = related.into();
            }
            result
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "Alongside",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text =
        serde_json::to_string_pretty(&log).expect("text and numbers can be written as JSON");
    text.push('\n');
    text
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn location(place: &Place, sources: &Sources<'_>, prefix: &str) -> Value {
    let uri = UrlPath::new(&format!("{prefix}{}", place.file)).encoded();
    let mut physical = json!({"artifactLocation": {"uri": uri.trim_start_matches('/')}});
    if place.span.is_some() {
        let region = sources.region(place);
        physical["region"] = json!({
            "startLine": region.start.line,
            "startColumn": region.start.column,
            "endLine": region.end.line,
            "endColumn": region.end.column,
        });
    }
    json!({"physicalLocation": physical})
}
