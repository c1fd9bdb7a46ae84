//! `/build.json`: which version made the site, and what time it took for now.
//!
//! It is the only artifact that prints the time of a build.

use jiff::Timestamp;
use serde_json::json;

/// The text of `/build.json`.
pub fn build_info(now: Timestamp) -> String {
    let value = json!({
        "generator": "alongside",
        "version": env!("CARGO_PKG_VERSION"),
        "now": now.to_string(),
    });
    format!("{value}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_version_and_now() {
        let now = "2026-02-03T09:00:00Z".parse().expect("a time");
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            build_info(now),
            format!(
                "{{\"generator\":\"alongside\",\"version\":\"{version}\",\"now\":\"2026-02-03T09:00:00Z\"}}\n"
            )
        );
    }
}
