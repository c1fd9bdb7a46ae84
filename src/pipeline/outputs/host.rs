//! What the host is told: `_redirects` and `_headers`.

use crate::config::Environment;
use crate::diagnostic::{Checked, Place};
use crate::formats::headers::{self, HeaderOptions, OwnHeader};
use crate::formats::policy::PolicyAddition;
use crate::formats::redirects::{self, Redirects, Surroundings};
use crate::path::UrlPath;
use crate::search;
use crate::site::RouteKey;
use crate::site::outputs::{self, Kind};

use super::Outputs;

impl Outputs {
    /// The table of redirects, as `_redirects` and as pages for hosts that do not read it.
    pub(super) fn read_redirects(&self) -> Checked<Redirects> {
        let site = self.site();
        let addresses = site
            .registry
            .files()
            .into_iter()
            .map(|(kind, number, url)| {
                let file = match kind {
                    Kind::Page => {
                        let page = site.routes[number as usize].page;
                        page.map(|page| &site.page(page).page.path)
                    }
                    Kind::Copy => Some(&site.files[number as usize].source.path),
                    _ => None,
                };
                (UrlPath::new(url), file.map(Place::file))
            });
        let around = Surroundings {
            addresses: addresses.collect(),
            base_path: self.addresses().path().to_owned(),
            language_prefixes: site
                .config
                .languages
                .values()
                .filter(|language| {
                    !language.prefix.is_empty()
                        && site.route(&RouteKey::NotFound, &language.code).is_some()
                })
                .map(|language| language.prefix.to_string())
                .collect(),
        };
        redirects::redirects(&site.redirects, &around)
    }

    /// What the host sends with each file, and what is wrong with it.
    pub(super) fn read_headers(&self) -> Checked<String> {
        let site = self.site();
        let config = &site.config;
        let own = config.headers.iter().flat_map(|(pattern, headers)| {
            headers.iter().map(|(name, value)| OwnHeader {
                pattern: pattern.to_string(),
                name: name.to_string(),
                value: value.to_string(),
                place: config.places.name(&["headers", pattern, name]),
                pattern_place: config.places.name(&["headers", pattern]),
            })
        });
        // In the order of the table, and of one kind in the order of its files' names.
        let files = site.registry.files();
        let typed = outputs::TABLE.iter().flat_map(|row| {
            row.files
                .iter()
                .filter_map(|file| Some((row.kind, file.name, file.media_type?)))
        });
        let typed = typed.flat_map(|(kind, name, media_type)| {
            let of_kind = files.iter().filter(move |(of, _, _)| *of == kind);
            of_kind
                .filter(move |(_, _, url)| url.rsplit('/').next() == Some(name))
                .map(move |(_, _, url)| (UrlPath::new(url), media_type))
        });
        let policy = config.csp.iter().flat_map(|(directive, sources)| {
            sources.iter().map(|source| PolicyAddition {
                directive: directive.to_string(),
                source: source.to_string(),
                place: config.places.value(&["csp", directive, source]),
            })
        });
        let options = HeaderOptions {
            production: self.options.environment == Environment::Production,
            https: self.addresses().base().starts_with("https://"),
            typed: typed.collect(),
            markdown: !self.sources.is_empty(),
            hashed: search::HASHED.map(str::to_owned).to_vec(),
            policy: policy.collect(),
            own: own.collect(),
        };
        headers::headers(&options)
    }
}
