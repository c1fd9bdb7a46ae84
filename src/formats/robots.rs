//! `robots.txt`.
//!
//! What is made here never disallows anything: a page that must not be indexed says `noindex`, and a robot that may not fetch the page would
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

/// The rules that a site brings, with the sitemap's whole address where they name no sitemap. What is no text stays as it is.
pub fn with_sitemap(own: &[u8], sitemap: &str) -> Vec<u8> {
    let names_one = own.split(|byte| *byte == b'\n').any(|line| {
        let line = line.trim_ascii_start();
        let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        line.get(..8)
            .is_some_and(|begin| begin.eq_ignore_ascii_case(b"sitemap:"))
    });
    let mut text = own.to_vec();
    if !names_one {
        if !text.is_empty() && !text.ends_with(b"\n") {
            text.push(b'\n');
        }
        let blank = if text.is_empty() { "" } else { "\n" };
        text.extend_from_slice(format!("{blank}Sitemap: {sitemap}\n").as_bytes());
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

    #[test]
    fn rules_that_a_site_brings_get_the_sitemap_that_they_do_not_name() {
        let made = |own: &str| {
            let made = with_sitemap(own.as_bytes(), "https://network.example/sitemap.xml");
            String::from_utf8(made).expect("it was text")
        };
        let line = "Sitemap: https://network.example/sitemap.xml\n";
        assert_eq!(made("User-agent: *"), format!("User-agent: *\n\n{line}"));
        assert_eq!(
            made("User-agent: *\r\n"),
            format!("User-agent: *\r\n\n{line}")
        );
        assert_eq!(made(""), line);
        for own in [
            "SITEMAP: https://else.example/s.xml",
            "User-agent: *\r\n  sitemap:https://else.example/s.xml\r\n",
            "\u{feff}Sitemap: https://else.example/s.xml\n",
        ] {
            assert_eq!(made(own), own);
        }
        assert!(made("# Sitemap: gone\n").ends_with(line));
    }
}
