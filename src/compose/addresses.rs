//! The addresses of a build: the one it is seen at, and production's.

use std::sync::Arc;

use crate::path::UrlPath;

/// How addresses inside the site are written in the output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    /// The base address's path, without a closing `/`: empty, or `/network`.
    path: String,
    /// The address that this build is seen at, without a closing `/`.
    base: String,
    /// Production's address, without a closing `/`.
    canonical: String,
}

impl Addresses {
    /// Addresses below `base`, with canonical ones below `canonical`; both whole, with or without a closing `/`.
    pub fn new(base: &str, canonical: &str) -> Self {
        let base = base.trim_end_matches('/');
        Self {
            path: folder_of(base).to_owned(),
            base: base.to_owned(),
            canonical: canonical.trim_end_matches('/').to_owned(),
        }
    }

    /// The base address's path, without a closing `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Production's host, without scheme, port and path.
    pub fn host(&self) -> &str {
        let rest = self
            .canonical
            .split_once("://")
            .map_or(&*self.canonical, |(_, rest)| rest);
        rest.split(['/', ':']).next().unwrap_or_default()
    }

    /// The folder of production's host in which the site lies, without a closing `/`: empty, or `/network`.
    pub fn folder(&self) -> &str {
        folder_of(&self.canonical)
    }

    /// The address that this build is seen at, without a closing `/`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Production's address, without a closing `/`.
    pub fn production(&self) -> &str {
        &self.canonical
    }

    /// An address inside the site as HTML names it: encoded, root-relative, the base address's path in front.
    pub fn inside(&self, url: &UrlPath) -> Arc<str> {
        format!("{}{}", self.path, url.encoded()).into()
    }

    /// The same for an address that is still text.
    pub fn text(&self, url: &str) -> Arc<str> {
        self.inside(&UrlPath::new(url))
    }

    /// An address inside the site, whole, as production has it.
    pub fn canonical(&self, url: &UrlPath) -> Arc<str> {
        format!("{}{}", self.canonical, url.encoded()).into()
    }

    /// A root-relative address as [`Self::inside`] gave it, whole, as production has it.
    pub fn canonical_of(&self, inside: &str) -> Arc<str> {
        format!(
            "{}{}",
            self.canonical,
            inside.strip_prefix(&*self.path).unwrap_or(inside)
        )
        .into()
    }
}

/// The path of a whole address: empty, or `/network`.
fn folder_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_address_may_have_a_path() {
        let addresses = Addresses::new(
            "https://preview.example/network/",
            "https://network.example",
        );
        let url = UrlPath::new("/themes/trust/");
        assert_eq!(&*addresses.inside(&url), "/network/themes/trust/");
        assert_eq!(
            &*addresses.canonical(&url),
            "https://network.example/themes/trust/"
        );
        assert_eq!(
            &*addresses.canonical_of("/network/themes/trust/"),
            "https://network.example/themes/trust/"
        );
        assert_eq!(addresses.folder(), "");
        assert_eq!(
            Addresses::new("", "https://host.example:81/a/b/").folder(),
            "/a/b"
        );
    }
}
