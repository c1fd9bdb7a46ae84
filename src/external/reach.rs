//! Which addresses of the network everybody can reach, and which names no site can have.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Endings of names that are kept for examples and tests, or that belong to a private network.
const NOBODYS: &[&str] = &["example", "invalid", "test"];
const PRIVATE: &[&str] = &["localhost", "local", "internal", "home.arpa", "onion"];

/// Whether readers anywhere can reach this address: not this machine's, not one of a private network, not one of no use.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_4(address),
        IpAddr::V6(address) => is_public_6(address),
    }
}

fn is_public_4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_kept_for_protocols = first == 192 && second == 0 && third == 0;
    let is_for_measuring = first == 198 && (18..20).contains(&second);
    !(first == 0
        || first >= 224
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || is_shared
        || is_kept_for_protocols
        || is_for_measuring)
}

fn is_public_6(address: Ipv6Addr) -> bool {
    if let Some(inside) = inner(address) {
        return is_public_4(inside);
    }
    let [first, second, ..] = address.segments();
    let is_documentation = first == 0x2001 && second == 0x0db8;
    !(address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || is_documentation)
}

/// The address of the older kind that one of the newer stands for.
fn inner(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [first, second, third, fourth, fifth, sixth, high, low] = address.segments();
    let [a, b] = high.to_be_bytes();
    let [c, d] = low.to_be_bytes();
    let is_mapped = [first, second, third, fourth, fifth] == [0; 5] && sixth == 0xffff;
    let is_translated = [first, second, third, fourth, fifth, sixth] == [0x64, 0xff9b, 0, 0, 0, 0];
    let is_tunnelled = first == 0x2002;
    if is_tunnelled {
        let [a, b] = second.to_be_bytes();
        let [c, d] = third.to_be_bytes();
        return Some(Ipv4Addr::new(a, b, c, d));
    }
    (is_mapped || is_translated).then(|| Ipv4Addr::new(a, b, c, d))
}

/// Whether the name of an address is kept for examples: nobody has it, and there is nothing to ask.
pub(super) fn is_nobodys(url: &Url) -> bool {
    let name = name(url);
    ends_with(name, NOBODYS)
        || ["example.com", "example.net", "example.org"]
            .iter()
            .any(|kept| name == *kept || name.ends_with(&format!(".{kept}")))
}

/// Whether the address itself says that it is inside a private network or this machine; what a name leads to is not known here.
pub(super) fn is_private(url: &Url, may_reach: impl Fn(IpAddr) -> bool) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => !may_reach(address.into()),
        Some(Host::Ipv6(address)) => !may_reach(address.into()),
        // A name without a dot is known in one network only.
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            ends_with(name, PRIVATE) || !name.contains('.')
        }
        None => true,
    }
}

fn name(url: &Url) -> &str {
    url.domain().unwrap_or_default().trim_end_matches('.')
}

fn ends_with(name: &str, endings: &[&str]) -> bool {
    endings
        .iter()
        .any(|ending| name == *ending || name.ends_with(&format!(".{ending}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_everybody_can_reach_is_public() {
        for public in [
            "93.184.215.14",
            "8.8.8.8",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(public.parse().expect(public)), "{public}");
        }
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "192.0.2.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "2001:db8::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::10.0.0.1",
            "2002:7f00:1::",
        ] {
            assert!(!is_public(private.parse().expect(private)), "{private}");
        }
    }

    #[test]
    fn names_say_when_nobody_or_one_network_has_them() {
        let url = |text: &str| Url::parse(text).expect("an address");
        for private in [
            "http://localhost:4321/",
            "http://127.1/",
            "http://[::1]/",
            "http://0x7f000001/",
            "https://intranet/",
            "https://files.local./",
            "https://wiki.internal/",
        ] {
            assert!(is_private(&url(private), is_public), "{private}");
        }
        for open in [
            "https://nhs.uk/",
            "https://8.8.8.8/",
            "https://notlocal.wales/",
        ] {
            assert!(!is_private(&url(open), is_public), "{open}");
            assert!(!is_nobodys(&url(open)), "{open}");
        }
        for kept in [
            "https://network.example/",
            "https://www.example.org/a",
            "https://x.test/",
        ] {
            assert!(is_nobodys(&url(kept)), "{kept}");
        }
    }
}
