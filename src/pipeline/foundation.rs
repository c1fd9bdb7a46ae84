//! What every page of a site stands on: its configuration, its theme (look), its data.
//!
//! It is made anew when one of those files has changed, and shared by every edition until then.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::compose::addresses::Addresses;
use crate::config::{self, Config, Environment};
use crate::data;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::files::Files;
use crate::glossary::{self, Glossary};
use crate::hash::ContentHash;
use crate::parse::highlight;
use crate::parse::markdown::DirectiveDecls;
use crate::path::SitePath;
use crate::render::{Renderer, check};
use crate::schema::Value;
use crate::search::{self, Synonym};
use crate::synonyms;
use crate::theme::{self, Theme};

use super::Options;

/// Where a site is seen when neither its file nor the command line says: good enough to look at, never to publish.
const NOWHERE: &str = "http://localhost";

/// What every page stands on.
#[derive(Debug)]
pub(super) struct Foundation {
    pub(super) config: Arc<Config>,
    pub(super) addresses: Addresses,
    pub(super) data: Arc<Value>,
    /// The words that pages explain. They stand in no template's data, so that a new word is another page for those that use it.
    pub(super) glossary: Arc<Glossary>,
    /// Words that lead search to pages which say it otherwise. No template needs them.
    pub(super) synonyms: Arc<[Synonym]>,
    pub(super) renderer: Arc<Renderer>,
    /// The directives that Markdown may use.
    pub(super) directives: DirectiveDecls,
    /// Whether pages can be rendered: not while a template or a message is missing, for then every page would say so.
    pub(super) is_usable: bool,
}

/// What was made of the files, as far as it came, and what was found.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub(super) foundation: Option<Arc<Foundation>>,
    pub(super) config: Option<Arc<Config>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A key of all that [`lay`] reads.
pub(super) fn key(files: &Files, options: &Options) -> ContentHash {
    let texts: Vec<(&SitePath, ContentHash)> = files
        .config
        .iter()
        .chain(&files.data)
        .map(|source| (&source.path, source.hash))
        .collect();
    let themes: Vec<(&SitePath, ContentHash)> = files
        .themes
        .iter()
        .map(|file| (&file.path, ContentHash::of(&file.bytes)))
        .collect();
    ContentHash::of_value(&(
        texts,
        themes,
        options.environment,
        &options.base_url,
        &options.canonical_url,
        options.check_templates,
    ))
}

/// Reads configuration, theme and data.
pub(super) fn lay(files: &Files, options: &Options) -> Laid {
    let mut laid = Laid::default();
    let Some(source) = &files.config else {
        laid.diagnostics.push(
            Diagnostic::new(
                &codes::CONFIG_MISSING,
                Place::file(&SitePath::new("site.yaml")),
                "this folder has no `site.yaml`",
            )
            .help("make one, or begin a new site with `alongside init`"),
        );
        return laid;
    };
    let config = config::declared::parse(&source.path, &source.text.get());
    let config = Arc::new(config.into_value(&mut laid.diagnostics));
    laid.config = Some(config.clone());
    let addresses = addresses(&config, options, &mut laid.diagnostics);
    let (words, others): (Vec<_>, Vec<_>) = files
        .data
        .iter()
        .cloned()
        .partition(|file| glossary::is_glossary(&file.path));
    let (said_otherwise, others): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|file| synonyms::is_synonyms(&file.path));
    let data = Arc::new(data::read(&others).into_value(&mut laid.diagnostics));
    let languages: Vec<Arc<str>> = config.languages.keys().cloned().collect();
    let glossary = words
        .first()
        .map(|file| glossary::read(file, &languages).into_value(&mut laid.diagnostics));
    let synonyms = said_otherwise
        .first()
        .map(|file| synonyms::read(file, &languages).into_value(&mut laid.diagnostics));
    if config.search {
        unsearchable(&config, &mut laid.diagnostics);
    }
    let theme = theme(files, &config, &addresses).into_value(&mut laid.diagnostics);
    let renderer = Renderer::new(Arc::new(theme), config.limits).into_value(&mut laid.diagnostics);

    let mut directives = DirectiveDecls::built_in(config.taxonomies.keys().map(|name| &**name));
    for (name, declared) in &renderer.theme().directives {
        add_directive(&mut directives, name, declared);
    }
    let lacks_words = laid
        .diagnostics
        .iter()
        .any(|found| found.code == &codes::THEME_MISSING_MESSAGE);
    let mut is_usable = renderer.is_usable() && !lacks_words;
    // The built-in theme alone was checked when it was built in; `check` asks again all the same.
    if is_usable && (options.check_templates || !files.themes.is_empty()) {
        let types = config.types.values().map(|decl| &**decl);
        for diagnostic in check::check(&renderer, types, &config.extra, &data) {
            // Nor is any page rendered by templates that come to no end.
            is_usable &= diagnostic.code != &codes::TEMPLATE_LIMIT;
            tell_once(&mut laid.diagnostics, diagnostic);
        }
    }
    laid.foundation = Some(Arc::new(Foundation {
        config,
        addresses,
        data,
        glossary: Arc::new(glossary.unwrap_or_default()),
        synonyms: synonyms.unwrap_or_default().into(),
        renderer: Arc::new(renderer),
        directives,
        is_usable,
    }));
    laid
}

/// Adds what a template did wrong, unless the same has been said of the same place.
pub(super) fn tell_once(diagnostics: &mut Vec<Diagnostic>, diagnostic: Diagnostic) {
    let told = diagnostics.iter().any(|known| {
        known.code == diagnostic.code
            && known.place == diagnostic.place
            && known.place.span.is_some()
    });
    if !told {
        diagnostics.push(diagnostic);
    }
}

/// Says in which of the site's languages search finds next to nothing, because they put no spaces between words.
fn unsearchable(config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    for language in config.languages.values() {
        if search::analysis::has_spaces(&language.code) {
            continue;
        }
        let declared = ["languages", &*language.code];
        let place = if config.places.has(&declared) {
            config.places.name(&declared)
        } else {
            config.places.value(&["languages"])
        };
        diagnostics.push(
            Diagnostic::new(
                &codes::CONFIG_SEARCH_LANGUAGE,
                place,
                format!("search cannot cut `{}` into words: readers find a page only by a whole run of letters between two spaces or signs", language.code),
            )
            .help("add `search: false` to site.yaml, or give pages the words that readers type as `search_words`"),
        );
    }
}

/// The addresses of this build. A site without an address can be looked at, and not be published; its other mistakes are told
/// all the same.
fn addresses(config: &Config, options: &Options, diagnostics: &mut Vec<Diagnostic>) -> Addresses {
    let own = config.base_url.as_deref();
    let base = options.base_url.as_deref().or(own);
    if base.is_none() && options.environment == Environment::Production {
        // An address that cannot be one has been told of.
        let place = config.places.value(&["base_url"]);
        let told = |found: &Diagnostic| found.place.span.is_some() && found.place == place;
        if !diagnostics.iter().any(told) {
            diagnostics.push(
                Diagnostic::new(
                    &codes::CONFIG_NO_BASE_URL,
                    Place::file(&SitePath::new("site.yaml")),
                    "the site has no `base_url`, and feeds and search engines need its whole address",
                )
                .help("add `base_url: https://…` to site.yaml, or build with `--base-url`"),
            );
        }
    }
    let base = base.unwrap_or(NOWHERE);
    let canonical = match (&options.canonical_url, options.environment) {
        (Some(canonical), _) => canonical,
        (None, Environment::Production) => base,
        (None, _) => own.unwrap_or(base),
    };
    Addresses::new(base, canonical)
}

fn theme(
    files: &Files,
    config: &Config,
    addresses: &Addresses,
) -> crate::diagnostic::Checked<Theme> {
    let languages: Vec<Arc<str>> = config.languages.keys().cloned().collect();
    let extra_assets = extra_assets();
    let options = theme::Options {
        name: &config.theme,
        languages: &languages,
        settings: &config.theme_settings,
        places: &config.places,
        base_path: addresses.path(),
        extra_assets: &extra_assets,
    };
    Theme::load(&files.themes, &options)
}

/// Assets that come from no theme: the colours of code.
fn extra_assets() -> Vec<(Arc<str>, Arc<[u8]>)> {
    let light = highlight::stylesheet(highlight::Ground::Light);
    let dark = highlight::stylesheet(highlight::Ground::Dark);
    let both = format!("{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n");
    vec![("css/_code.css".into(), both.into_bytes().into())]
}

/// Tells the Markdown stage of a directive that the theme adds.
fn add_directive(directives: &mut DirectiveDecls, name: &str, declared: &theme::DirectiveDecl) {
    use crate::parse::markdown::declared::{
        AttributeDecl, AttributeKind, DirectiveDecl, Form, Needed,
    };
    let attributes = declared.attributes.iter().map(|(name, required)| {
        let needed = if *required {
            Needed::Always
        } else {
            Needed::No
        };
        let attribute = AttributeDecl {
            kind: AttributeKind::Text,
            needed,
        };
        (name.clone(), attribute)
    });
    directives.add(
        name,
        DirectiveDecl {
            form: Form::Either,
            attributes: attributes.collect(),
        },
    );
}

impl Foundation {
    /// The texts of the theme's templates, for findings that point into a built-in one.
    pub(super) fn sources(&self) -> BTreeMap<SitePath, Arc<str>> {
        let theme = self.renderer.theme();
        theme
            .sources()
            .map(|(path, text)| (path.clone(), text.clone()))
            .collect()
    }
}
