//! Where and when a run happens: the site's folder, the time, the addresses, from the command line, the environment and the clock.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::config::{self, Config, Environment};
use crate::files::Files;
use crate::path::SitePath;
use crate::pipeline::Options;

use super::args::Global;
use super::outcome::Failure;

/// The site's folder: the one asked for, else the nearest upward that has a `site.yaml`.
pub(super) fn site(global: &Global) -> Result<PathBuf, Failure> {
    if let Some(site) = &global.site {
        return if site.join("site.yaml").exists() {
            Ok(site.clone())
        } else {
            Err(Failure::Usage(format!(
                "there is no `site.yaml` in `{}`",
                site.display()
            )))
        };
    }
    let here = here()?;
    here.ancestors()
        .find(|folder| folder.join("site.yaml").exists())
        .map(Path::to_path_buf)
        .ok_or_else(|| {
            Failure::Usage(
                "there is no `site.yaml` here or in any folder above; \
                 name the site with `--site`, or begin one with `alongside init`"
                    .to_owned(),
            )
        })
}

/// The current folder.
#[expect(
    clippy::disallowed_methods,
    reason = "this floor reads the environment"
)]
pub(super) fn here() -> Result<PathBuf, Failure> {
    std::env::current_dir()
        .map_err(|error| Failure::Environment(format!("cannot find the current folder: {error}")))
}

/// The site's folder as seen from the current one, empty or with a closing `/`; for reports that name files of a repository.
pub(super) fn prefix(site: &Path) -> String {
    let relative = here()
        .ok()
        .and_then(|here| std::fs::canonicalize(here).ok())
        .zip(std::fs::canonicalize(site).ok())
        .and_then(|(here, site)| Some(site.strip_prefix(here).ok()?.to_path_buf()));
    relative
        .iter()
        .flat_map(|path| path.iter())
        .map(|part| format!("{}/", part.to_string_lossy()))
        .collect()
}

/// The environment variable `name`, when it is set and holds something.
#[expect(
    clippy::disallowed_methods,
    reason = "this floor reads the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// What the command line asks of a build.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub(super) environment: Option<Environment>,
    pub(super) base_url: Option<String>,
    pub(super) drafts: bool,
    /// Whether the author alone sees what is made.
    pub(super) for_author: bool,
    pub(super) check_templates: bool,
}

/// What a build depends on besides the files.
pub(super) fn options(global: &Global, wanted: Wanted, files: &Files) -> Result<Options, Failure> {
    let netlify = Netlify::from_variables(variable);
    let environment = wanted
        .environment
        .or(netlify.environment)
        .unwrap_or_default();
    let (base_url, canonical_url) = netlify.addresses(environment, wanted.base_url);
    Ok(Options {
        now: now(global.now.as_deref(), files)?,
        environment,
        base_url,
        canonical_url,
        drafts: wanted.drafts,
        for_author: wanted.for_author,
        check_templates: wanted.check_templates,
    })
}

/// Whether a build is said to be for production, on the command line or, where that says nothing, by the host.
pub(super) fn is_for_production(asked: Option<Environment>) -> bool {
    let says = asked.or_else(|| Netlify::from_variables(variable).environment);
    says == Some(Environment::Production)
}

/// What Netlify says of a build.
#[derive(Debug, Default, PartialEq, Eq)]
struct Netlify {
    environment: Option<Environment>,
    url: Option<String>,
    deploy_url: Option<String>,
}

impl Netlify {
    fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        if variable("NETLIFY").is_none() {
            return Self::default();
        }
        Self {
            environment: variable("CONTEXT").map(|context| match &*context {
                "production" => Environment::Production,
                "dev" => Environment::Development,
                _ => Environment::Preview,
            }),
            url: variable("URL"),
            deploy_url: variable("DEPLOY_PRIME_URL"),
        }
    }

    /// The address of this build and production's; none where `site.yaml` says it.
    fn addresses(
        &self,
        environment: Environment,
        asked: Option<String>,
    ) -> (Option<String>, Option<String>) {
        let is_production = environment == Environment::Production;
        let given = if is_production {
            &self.url
        } else {
            &self.deploy_url
        };
        let canonical = asked
            .clone()
            .filter(|_| is_production)
            .or_else(|| self.url.clone());
        (asked.or_else(|| given.clone()), canonical)
    }
}

/// The time that counts as now. What is written without an offset is in the site's time zone.
#[expect(clippy::disallowed_methods, reason = "this floor reads the clock")]
fn now(written: Option<&str>, files: &Files) -> Result<Timestamp, Failure> {
    match written {
        None => Ok(Timestamp::now()),
        Some(written) => parse_time(written, &time_zone(files)).ok_or_else(|| {
            Failure::Usage(format!(
                "`--now {written}` is not a time; write it like 2026-02-03, 2026-02-03T09:00 or 2026-02-03T09:00Z"
            ))
        }),
    }
}

/// The day on which a new site or page is begun, where the site is, else where this machine is.
pub(super) fn today(global: &Global, files: &Files) -> Result<Date, Failure> {
    let now = now(global.now.as_deref(), files)?;
    let zone = if files.config.is_some() || global.now.is_some() {
        time_zone(files)
    } else {
        TimeZone::system()
    };
    Ok(now.to_zoned(zone).date())
}

/// The site's configuration, its mistakes passed over: a build reports them.
pub(super) fn config(files: &Files) -> Config {
    let path = SitePath::new("site.yaml");
    let config = files.config.as_ref();
    let text = config.map(|config| config.text.get()).unwrap_or_default();
    config::declared::parse(&path, &text).value
}

fn parse_time(written: &str, zone: &TimeZone) -> Option<Timestamp> {
    let written = written.trim();
    if let Ok(timestamp) = written.parse::<Timestamp>() {
        return Some(timestamp);
    }
    let date_time = if written.len() > 10 {
        written.parse::<DateTime>().ok()?
    } else {
        written
            .parse::<Date>()
            .ok()?
            .to_datetime(jiff::civil::Time::midnight())
    };
    Some(
        zone.to_ambiguous_zoned(date_time)
            .compatible()
            .ok()?
            .timestamp(),
    )
}

/// The site's time zone; without a site, UTC.
fn time_zone(files: &Files) -> TimeZone {
    if files.config.is_none() {
        return TimeZone::UTC;
    }
    config(files).timezone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn netlify_says_what_a_build_is_for_and_where_it_is_seen() {
        let said = |context: &'static str| {
            Netlify::from_variables(move |name| {
                let value = match name {
                    "NETLIFY" => "true",
                    "CONTEXT" => context,
                    "URL" => "https://site.example",
                    "DEPLOY_PRIME_URL" => "https://preview.example",
                    _ => return None,
                };
                Some(value.to_owned())
            })
        };
        let owned = |text: &str| Some(text.to_owned());
        for (context, environment, base) in [
            (
                "production",
                Environment::Production,
                "https://site.example",
            ),
            (
                "deploy-preview",
                Environment::Preview,
                "https://preview.example",
            ),
            (
                "branch-deploy",
                Environment::Preview,
                "https://preview.example",
            ),
            ("dev", Environment::Development, "https://preview.example"),
        ] {
            let netlify = said(context);
            assert_eq!(netlify.environment, Some(environment));
            assert_eq!(
                netlify.addresses(environment, None),
                (owned(base), owned("https://site.example"))
            );
        }
        assert_eq!(
            said("production").addresses(Environment::Production, owned("https://a.example")),
            (owned("https://a.example"), owned("https://a.example"))
        );
        assert_eq!(
            said("dev").addresses(Environment::Development, owned("http://localhost")),
            (owned("http://localhost"), owned("https://site.example"))
        );
        assert_eq!(
            Netlify::from_variables(|name| (name == "URL").then(|| "x".to_owned())),
            Netlify::default()
        );
    }

    #[test]
    fn times_are_read_in_the_sites_zone() {
        let zone = TimeZone::get("Europe/London").expect("London has a time zone");
        for (written, expected) in [
            ("2026-02-03", "2026-02-03T00:00:00Z"),
            ("2026-07-03T09:00", "2026-07-03T08:00:00Z"),
            ("2026-07-03 09:00:30", "2026-07-03T08:00:30Z"),
            ("2026-07-03T09:00Z", "2026-07-03T09:00:00Z"),
            ("2026-07-03T09:00:00-05:00", "2026-07-03T14:00:00Z"),
        ] {
            let time = parse_time(written, &zone).map(|time| time.to_string());
            assert_eq!(time.as_deref(), Some(expected), "{written}");
        }
        for written in ["", "tomorrow", "2026-02-30", "2026-13-01T09:00"] {
            assert_eq!(parse_time(written, &zone), None, "{written}");
        }
    }
}
