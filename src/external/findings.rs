//! What an author is told of links to other sites.

use std::collections::BTreeMap;

use url::Url;

use crate::diagnostic::wording::code;
use crate::diagnostic::{Diagnostic, codes};

use super::ask::{Answer, Unclear};
use super::links::ExternalLink;

/// One finding for each link that needs a look, in the order of the links.
pub fn findings(links: &[ExternalLink], answers: &BTreeMap<Url, Answer>) -> Vec<Diagnostic> {
    links
        .iter()
        .filter_map(|link| match &link.url {
            None => Some(no_address(link)),
            Some(url) => finding(link, url, answers.get(url)?),
        })
        .collect()
}

fn no_address(link: &ExternalLink) -> Diagnostic {
    Diagnostic::new(
        &codes::LINK_EXTERNAL_UNREACHABLE,
        link.place.clone(),
        format!("{} is not a whole address of the web", code(&link.written)),
    )
    .help("copy the address from the browser: it begins like `https://www.gov.uk/`")
}

fn finding(link: &ExternalLink, url: &Url, answer: &Answer) -> Option<Diagnostic> {
    let name = code(&link.written);
    let host = code(url.host_str().unwrap_or_default());
    let (found, message, help) = match answer {
        Answer::There => return None,
        Answer::Moved(to) => {
            let to = with_anchor(to, &link.written);
            let is_front = Url::parse(&to).is_ok_and(|to| to.path() == "/") && url.path() != "/";
            let help = if is_front {
                format!(
                    "the page itself may be gone: see whether {} still says what you meant",
                    code(&to)
                )
            } else {
                format!("write `{to}`")
            };
            let message = format!("{name} has moved to another address for good");
            (&codes::LINK_EXTERNAL_MOVED, message, help)
        }
        Answer::Missing(status) => (
            &codes::LINK_EXTERNAL_MISSING,
            format!("{name} leads to a page that is not there: the other site answers {status}"),
            "look for where the page is now, or take the link out".to_owned(),
        ),
        Answer::NoSite => (
            &codes::LINK_EXTERNAL_UNREACHABLE,
            format!("there is no site called {host}"),
            "look for a slip in the address; if there is none, the site has closed".to_owned(),
        ),
        Answer::BadCertificate => (
            &codes::LINK_EXTERNAL_UNREACHABLE,
            format!(
                "the certificate of {host} has expired or is another site's, so browsers warn readers not to go there"
            ),
            "ask the other site to renew it, or link to another".to_owned(),
        ),
        Answer::Private => (
            &codes::LINK_EXTERNAL_PRIVATE,
            format!(
                "{name} leads to this computer or into a private network, where readers cannot follow"
            ),
            "link to an address that everybody can open".to_owned(),
        ),
        Answer::Unclear(why) => (
            &codes::LINK_EXTERNAL_UNCHECKED,
            format!("{name} could not be checked: {}", reason(why)),
            "open it in a browser to see whether it is there".to_owned(),
        ),
    };
    Some(Diagnostic::new(found, link.place.clone(), message).help(help))
}

fn reason(why: &Unclear) -> String {
    match why {
        Unclear::Status(401 | 403 | 407 | 451 | 999) => {
            "the other site does not let programs look".to_owned()
        }
        Unclear::Status(429) => "the other site has been asked too often".to_owned(),
        Unclear::Status(status @ 500..=599) => {
            format!("the other site has a fault of its own just now ({status})")
        }
        Unclear::Status(status) => format!("the other site answers {status}"),
        Unclear::TooSlow => "the other site took too long to answer".to_owned(),
        Unclear::InCircles => "the other site sends us from one address to the next".to_owned(),
        Unclear::NobodysName => "its name is kept for examples and leads nowhere".to_owned(),
        Unclear::Broken(why) => why.clone(),
    }
}

/// The new address with the `#anchor` of the old one.
fn with_anchor(to: &str, written: &str) -> String {
    match written.split_once('#') {
        Some((_, anchor)) => format!("{to}#{anchor}"),
        None => to.to_owned(),
    }
}
