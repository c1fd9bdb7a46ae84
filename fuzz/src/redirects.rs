//! A table of redirects: a reader is sent where the table's authors wrote, whatever address is asked for.
//!
//! The input is lines, each an old address, a new one and a status with `|` between; no line reaches another.

use alongside::serve::redirects::RedirectRules;

use super::host;

/// Reads bytes as a table and asks for addresses that nobody thought of.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let table: Vec<(String, String, u16)> = text
        .lines()
        .map(|line| {
            let mut fields = line.split('|').map(str::to_owned);
            let mut next = || fields.next().unwrap_or_default();
            let (from, to) = (next(), next());
            (from, to, next().trim().parse().unwrap_or(301))
        })
        .collect();
    for file in host::made_redirects(table.iter().cloned()) {
        let rules = RedirectRules::parse(&file);
        for (from, _, _) in &table {
            let folder = from.trim_end_matches('*');
            for rest in [
                "",
                "x/",
                ".evil.example/",
                "/evil.example/",
                "@evil.example",
                "%2F%2Fevil.example",
            ] {
                let Some(target) = rules.find(&format!("{folder}{rest}"), false) else {
                    continue;
                };
                let sent = &*target.to;
                let Some((scheme, after)) = sent.split_once("://") else {
                    assert!(
                        sent.starts_with('/') && !sent.starts_with("//"),
                        "{sent} in {file}"
                    );
                    continue;
                };
                let authority = after.split(['/', '?', '#']).next().unwrap_or_default();
                assert!(["http", "https"].contains(&scheme), "{sent} in {file}");
                assert!(
                    !authority.is_empty() && !authority.contains(['@', '\\', ' ']),
                    "{sent} in {file}"
                );
                let own = format!("://{authority}");
                let is_written = file.lines().any(|line| line.contains(&own));
                assert!(is_written, "{authority} was never written in {file}");
            }
        }
    }
}
