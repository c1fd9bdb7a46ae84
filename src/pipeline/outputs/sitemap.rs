//! What search engines are told: the sitemap, and `robots.txt`.

use crate::config::Environment;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::files::Artifact;
use crate::formats::robots;
use crate::formats::sitemap::{self, SitemapEntry};
use crate::path::OutputPath;
use crate::read;
use crate::site::RouteKind;

use super::{Outputs, text};

/// Where the rules for robots of a site's own are.
const OWN_ROBOTS: &str = "static/robots.txt";

impl Outputs {
    /// The sitemap, in as many files as the protocol wants.
    pub(super) fn sitemap(&self) -> Vec<Artifact> {
        let site = self.site();
        let shown = site
            .routes
            .iter()
            .filter(|route| !matches!(route.kind, RouteKind::NotFound | RouteKind::Gone))
            .filter(|route| !site.is_noindex(route));
        let entries: Vec<SitemapEntry> = shown
            .map(|route| {
                let card = route.page.map(|page| self.composer.card(page));
                let changed =
                    card.and_then(|card| card.updated.clone().or_else(|| card.date.clone()));
                let versions = site.config.languages.keys().filter_map(|lang| {
                    let version = site.route(&route.key, lang)?;
                    let version = (!site.is_noindex(version)).then_some(version)?;
                    Some((
                        lang.to_string(),
                        self.addresses().canonical(&version.url).to_string(),
                    ))
                });
                let alternates: Vec<(String, String)> = match route.number {
                    1 => versions.collect(),
                    _ => Vec::new(),
                };
                SitemapEntry {
                    url: self.addresses().canonical(&route.url).to_string(),
                    last_changed: changed.map(|changed| changed.to_string()),
                    alternates: if alternates.len() > 1 {
                        alternates
                    } else {
                        Vec::new()
                    },
                }
            })
            .collect();
        sitemap::sitemap(self.addresses().production(), &entries)
            .into_iter()
            .map(|(path, file)| text(path, file))
            .collect()
    }

    /// `robots.txt`: in production the site's own where it brings one, with the address of the sitemap where it names none.
    pub(super) fn robots(&self) -> Result<Artifact, Diagnostic> {
        let path = OutputPath::new("robots.txt");
        if self.options.environment != Environment::Production {
            return Ok(text(path, robots::robots(None)));
        }
        let address = format!("{}/sitemap.xml", self.addresses().production());
        let files = self.site().files.iter();
        let own = files
            .map(|file| &file.source)
            .find(|source| source.path.as_str() == OWN_ROBOTS);
        let Some(own) = own else {
            return Ok(text(path, robots::robots(Some(&address))));
        };
        let bytes = read::bytes(&own.bytes).map_err(|error| {
            Diagnostic::new(
                &codes::FILE_UNREADABLE,
                Place::file(&own.path),
                format!("`{}` cannot be read: {error}", own.path),
            )
            .help("check that it is there and that you may read it")
        })?;
        Ok(Artifact::new(path, robots::with_sitemap(&bytes, &address)))
    }
}
