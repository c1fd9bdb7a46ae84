//! `robots.txt`.
//!
//! It never disallows anything: a page that must not be indexed says `noindex`, and a robot that may not fetch the page would
//! never read that.

/// The text of `robots.txt`. `sitemap` is the sitemap's whole address in production, and none elsewhere.
pub fn robots(sitemap: Option<&str>) -> String {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if let Some(address) = sitemap {
        text.push_str("\nSitemap: ");
        text.push_str(address);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_production_names_its_sitemap_and_nothing_is_disallowed() {
        assert_eq!(
            robots(Some("https://network.example/sitemap.xml")),
            "User-agent: *\nAllow: /\n\nSitemap: https://network.example/sitemap.xml\n"
        );
        assert_eq!(robots(None), "User-agent: *\nAllow: /\n");
    }
}
