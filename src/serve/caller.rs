//! Who may ask the preview: whoever calls it by a name of this machine, and no page of another site in a reader's browser.
//!
//! The preview shows drafts, and every page that a browser has open can send requests to this machine. What such a page may not
//! read, its browser keeps from it; unless the page's own name was led to this machine after it was loaded (DNS rebinding). The
//! `Host` header tells that name, so it is read strictly: what no browser sends is refused, not understood. Nothing here looks
//! at what is asked for.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use hyper::header::{HOST, ORIGIN};
use hyper::{HeaderMap, Request};

/// The longest name that the system of names has.
const LONGEST_NAME_BYTES: usize = 253;

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It does not say, in the one way there is, by which name the preview was called.
    Unclear,
    /// The preview was called by a name that is not this machine's.
    OtherName,
    /// A page of another site asks.
    OtherSite,
}

/// Whether a request comes from somebody who may ask. `is_own` says that it is for one of the preview's own addresses, which
/// serve the pages of the preview alone.
///
/// # Errors
///
/// When it does not, with the reason.
pub fn check<B>(request: &Request<B>, on_loopback: bool, is_own: bool) -> Result<(), Refused> {
    let headers = request.headers();
    let host = only(headers, HOST.as_str()).ok_or(Refused::Unclear)?;
    // A whole address in the place of a path is for proxies. What it names counts as much as what `Host` names.
    let target = request.uri();
    let named = target.authority().map(|authority| authority.as_str());
    for name in [Some(host), named].into_iter().flatten() {
        match is_this_machine(name, on_loopback) {
            None => return Err(Refused::Unclear),
            Some(false) => return Err(Refused::OtherName),
            Some(true) => {}
        }
    }
    if target.scheme_str().is_some_and(|scheme| scheme != "http") {
        return Err(Refused::OtherName);
    }
    match is_from_elsewhere(headers, host, is_own) {
        true => Err(Refused::OtherSite),
        false => Ok(()),
    }
}

/// The value of a header that stands once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// Whether a browser says that a page of another site sends this. A reader who follows a link from there is welcome; a script,
/// a picture or a stream for that page is not, since a page may learn from how they load what it may not read.
fn is_from_elsewhere(headers: &HeaderMap, host: &str, is_own: bool) -> bool {
    let of = |name: &str| headers.get(name).map(|value| value.as_bytes());
    let site = of("sec-fetch-site");
    let follows = of("sec-fetch-mode") == Some(b"navigate")
        && !matches!(of("sec-fetch-dest"), Some(b"object" | b"embed"));
    let is_far = match site {
        None | Some(b"same-origin" | b"none") => false,
        // Another port of this machine, where another preview may run.
        Some(b"same-site") => is_own,
        Some(_) => is_own || !follows,
    };
    // Older browsers say no more than this.
    let origin = of(ORIGIN.as_str());
    let is_ours = |origin: &[u8]| {
        let name = origin.strip_prefix(b"http://");
        name.is_some_and(|name| name.eq_ignore_ascii_case(host.as_bytes()))
    };
    is_far || is_own && origin.is_some_and(|origin| !is_ours(origin))
}

/// Whether the name that a request calls us by is one of this machine; none when it is no name that a browser sends.
///
/// A name of four numbers, or of eight, cannot be led elsewhere, so that any is answered where we listen to a network.
pub fn is_this_machine(host: &str, on_loopback: bool) -> Option<bool> {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let is_port = |port: &str| {
        let digits = port.bytes().all(|byte| byte.is_ascii_digit());
        digits && port.len() <= 5 && port.parse::<u16>().is_ok()
    };
    if !port.is_empty() && !port.strip_prefix(':').is_some_and(is_port) {
        return None;
    }
    if host.starts_with('[') {
        let address: Ipv6Addr = name.parse().ok()?;
        return Some(is_reached(address.to_canonical(), on_loopback));
    }
    if let Ok(address) = name.parse::<Ipv4Addr>() {
        return Some(is_reached(address.into(), on_loopback));
    }
    // One dot at the end says that the name is whole, and changes nothing.
    let name = name.strip_suffix('.').unwrap_or(name);
    let is_label = |label: &str| {
        let mut bytes = label.bytes();
        !label.is_empty()
            && label.len() <= 63
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    if name.len() > LONGEST_NAME_BYTES || !name.split('.').all(is_label) {
        return None;
    }
    // Browsers write the many forms of a number of the network as four numbers, so that other forms are nobody's: `127.1`.
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit())
        || last
            .get(..2)
            .is_some_and(|start| start.eq_ignore_ascii_case("0x"));
    if is_number {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let is_local = name == "localhost" || name.ends_with(".localhost");
    Some(is_local || !on_loopback && name.ends_with(".local"))
}

fn is_reached(address: IpAddr, on_loopback: bool) -> bool {
    address.is_loopback() || !on_loopback
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machines_names_are_answered() {
        let (yes, no) = (Some(true), Some(false));
        for (host, loopback, network) in [
            ("localhost", yes, yes),
            ("localhost:4321", yes, yes),
            ("LocalHost:4321", yes, yes),
            ("localhost.", yes, yes),
            ("localhost.:4321", yes, yes),
            ("site.localhost", yes, yes),
            ("127.0.0.1:4321", yes, yes),
            ("127.8.8.8", yes, yes),
            ("[::1]", yes, yes),
            ("[::1]:4321", yes, yes),
            ("[::ffff:127.0.0.1]:4321", yes, yes),
            ("192.168.1.4:4321", no, yes),
            ("[fe80::1]:4321", no, yes),
            ("0.0.0.0:4321", no, yes),
            ("laptop.local:4321", no, yes),
            ("laptop.local.", no, yes),
            ("laptop", no, no),
            ("evil.example", no, no),
            ("evil.example:4321", no, no),
            ("localhost.evil.example", no, no),
            ("127.0.0.1.evil.example", no, no),
            ("notlocalhost", no, no),
            ("local", no, no),
            ("xn--localhost-.example", no, no),
            ("[::1].evil.example", None, None),
            ("[::1]evil.example:4321", None, None),
            ("[::1", None, None),
            ("::1", None, None),
            ("[127.0.0.1]", None, None),
            ("[::1%lo]", None, None),
            ("localhost:evil.example", None, None),
            ("localhost:4321:4321", None, None),
            ("localhost:4321.evil.example", None, None),
            ("localhost:", None, None),
            ("localhost:+80", None, None),
            ("127.0.0.1:99999", None, None),
            ("127.0.0.1:000080", None, None),
            ("127.1", None, None),
            ("127.0.0.1.", None, None),
            ("0x7f.1", None, None),
            ("0x7f000001", None, None),
            ("2130706433", None, None),
            ("0177.0.0.1", None, None),
            ("localhost..", None, None),
            (".localhost", None, None),
            ("evil.example@localhost", None, None),
            ("localhost@evil.example", None, None),
            ("localhost/", None, None),
            ("localhost evil.example", None, None),
            ("localhost,evil.example", None, None),
            ("lo\u{e9}.localhost", None, None),
            ("", None, None),
            (":4321", None, None),
            (".", None, None),
        ] {
            let got = [true, false].map(|on_loopback| is_this_machine(host, on_loopback));
            assert_eq!(got, [loopback, network], "{host:?}");
        }
        assert_eq!(is_this_machine(&"a.".repeat(200), true), None);
    }

    #[test]
    fn a_page_of_another_site_gets_nothing_but_the_reader_it_sends() {
        let asked = |headers: &[(&str, &str)], is_own: bool| {
            let mut request = Request::builder().uri("/x");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let request = request.body(()).expect("the headers of a test can be sent");
            check(&request, true, is_own)
        };
        let host = ("host", "localhost:4321");
        let site = |value| ("sec-fetch-site", value);
        let mode = |value| ("sec-fetch-mode", value);
        let (far, fine) = (Err(Refused::OtherSite), Ok(()));
        for (headers, page, own) in [
            (vec![host], fine, fine),
            (vec![host, site("none"), mode("navigate")], fine, fine),
            (vec![host, site("same-origin"), mode("cors")], fine, fine),
            (vec![host, site("same-site"), mode("no-cors")], fine, far),
            (vec![host, site("cross-site"), mode("no-cors")], far, far),
            (vec![host, site("cross-site"), mode("cors")], far, far),
            (vec![host, site("cross-site"), mode("navigate")], fine, far),
            (
                vec![
                    host,
                    site("cross-site"),
                    mode("navigate"),
                    ("sec-fetch-dest", "object"),
                ],
                far,
                far,
            ),
            (vec![host, site("nonsense")], far, far),
            (vec![host, ("origin", "http://localhost:4321")], fine, fine),
            (vec![host, ("origin", "http://localhost:4322")], fine, far),
            (vec![host, ("origin", "https://evil.example")], fine, far),
            (vec![host, ("origin", "null")], fine, far),
        ] {
            let got = [false, true].map(|is_own| asked(&headers, is_own));
            assert_eq!(got, [page, own], "{headers:?}");
        }
        for headers in [vec![], vec![host, host], vec![("host", "a@b")]] {
            assert_eq!(asked(&headers, false), Err(Refused::Unclear), "{headers:?}");
        }
        assert_eq!(
            asked(&[("host", "evil.example")], false),
            Err(Refused::OtherName)
        );
    }

    #[test]
    fn a_whole_address_is_for_this_machine_too() {
        for (target, expected) in [
            ("http://localhost:4321/x", Ok(())),
            ("http://evil.example/x", Err(Refused::OtherName)),
            ("https://localhost/x", Err(Refused::OtherName)),
            ("http://evil.example@localhost/x", Err(Refused::Unclear)),
            ("localhost:4321", Ok(())),
            ("evil.example:443", Err(Refused::OtherName)),
        ] {
            let request = Request::builder()
                .uri(target)
                .header("host", "localhost:4321");
            let request = request.body(()).expect("the targets of a test can be sent");
            assert_eq!(check(&request, true, false), expected, "{target}");
        }
    }
}
