//! `site.yaml`: whatever stands in it, a configuration comes back that the later stages can stand on.

use std::collections::BTreeMap;

use alongside::config::declared;
use alongside::path::SitePath;
use alongside::schema::json_schema;
use alongside::schema::scaffold;

use super::{found, host};

/// Reads bytes as `site.yaml`.
pub fn check(data: &[u8]) {
    let text = super::text(data);
    let file = SitePath::new("site.yaml");
    let read = declared::parse(&file, &text);
    found::check(
        &read.diagnostics,
        &BTreeMap::from([(file.clone(), text.clone())]),
    );
    let config = &read.value;
    let default = config.default_language();
    assert!(config.home(default).as_str().ends_with('/'));
    for language in config.languages.values() {
        let clean = language
            .prefix
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "/-_".contains(letter));
        assert!(clean, "{language:?}");
    }
    if let Some(base) = &config.base_url {
        let is_address = base.starts_with("https://") || base.starts_with("http://");
        assert!(
            is_address
                && !base.contains(|letter: char| letter.is_control()
                    || letter.is_whitespace()
                    || "\"<>".contains(letter)),
            "{base:?}"
        );
    }
    assert!(config.paginate > 0);
    assert!(config.types.contains_key("page") && config.types.contains_key("term"));
    for redirect in &config.redirects {
        for place in [&redirect.place, &redirect.to_place, &redirect.status_place] {
            found::stretch(
                place.span.expect("a redirect of site.yaml has its place"),
                &text,
            );
        }
    }
    for entry in config
        .menus
        .iter()
        .flat_map(|menus| menus.values())
        .flatten()
    {
        found::stretch(entry.span, &text);
    }
    for decl in config
        .types
        .values()
        .filter(|decl| decl.permalink_place.is_some() || decl.open)
    {
        json_schema::of_type(decl);
        scaffold::field_table(decl, "en");
    }
    host::check_config(config);
    let again = declared::parse(&file, &text);
    assert_eq!(again.diagnostics, read.diagnostics);
    assert_eq!(format!("{:?}", again.value), format!("{config:?}"));
}
