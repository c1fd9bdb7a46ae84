//! A theme (look): templates, assets, messages and settings, resolved from the files of a site and those built in.
//!
//! `Theme` always means the look; a subject is a term of a taxonomy. Nothing here renders a page or reads a disk: files come
//! in as bytes, and [`Theme::load`] says all that is wrong with them at once.

pub mod assets;
mod built_in;
mod colour;
mod manifest;
mod messages;
mod pictures;
mod tokens;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::{Checked, Diagnostic, Place, codes};
use crate::files::ThemeFile;
use crate::hash::ContentHash;
use crate::language::Messages;
use crate::path::SitePath;
use crate::schema::Value;
use crate::yaml::SettingPlaces;

pub use assets::{Asset, Assets};
pub use built_in::built_in;
pub use manifest::DirectiveDecl;
pub use pictures::PictureSettings;

/// The version of what a template is given. A theme that asks for a later one cannot be used.
pub const INTERFACE: u32 = 1;

/// A theme, ready for the renderer.
#[derive(Debug)]
pub struct Theme {
    /// The name of its folder.
    pub name: Arc<str>,
    /// Its templates by name: `story.html`, `directives/quote.html`.
    pub templates: BTreeMap<Arc<str>, TemplateFile>,
    /// Its words, by language.
    pub messages: BTreeMap<Arc<str>, Messages>,
    /// Its styles, scripts and pictures, with their final names.
    pub assets: Assets,
    /// Its settings: its defaults, overridden by the site's.
    pub settings: Value,
    /// How it shows pictures.
    pub pictures: PictureSettings,
    /// The directives that it adds to the built-in ones, by name.
    pub directives: BTreeMap<Arc<str>, DirectiveDecl>,
    /// A hash of everything above but the templates, and of all that it was made from.
    pub hash: ContentHash,
}

/// One template.
#[derive(Clone, Debug)]
pub struct TemplateFile {
    /// The file.
    pub path: SitePath,
    /// Its text.
    pub text: Arc<str>,
}

/// What a theme is loaded for.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The theme's name, as `site.yaml` gives it.
    pub name: &'a str,
    /// The site's languages.
    pub languages: &'a [Arc<str>],
    /// The site's `theme_settings`.
    pub settings: &'a Value,
    /// Where they stand in `site.yaml`, with the name.
    pub places: &'a SettingPlaces,
    /// The path of the base address, without a closing `/`: empty, or `/network`.
    pub base_path: &'a str,
    /// Assets that do not come from a theme, by their name below `assets/`: the search client, the colours of code.
    pub extra_assets: &'a [(Arc<str>, Arc<[u8]>)],
}

/// The files of a theme and of those it extends, the nearest last, so that a later file stands for an earlier one.
struct Layers<'a> {
    /// The name of each theme, the one that is used last.
    names: Vec<Arc<str>>,
    /// The files of each, by their path inside the theme.
    files: Vec<BTreeMap<&'a str, &'a ThemeFile>>,
}

impl Theme {
    /// Loads the theme that `options` names from a site's `files`, with the built-in ones beneath.
    ///
    /// A file of the site at the path of a built-in theme's file stands in that one's place.
    pub fn load(files: &[ThemeFile], options: &Options<'_>) -> Checked<Self> {
        let mut found = Vec::new();
        let all = merged(files);
        let layers = layered(&all, options, &mut found);
        let manifest = manifest::read(&layers, &mut found);
        let settings = tokens::effective(&manifest, options, &mut found);
        let pictures = pictures::read(&settings, options, &mut found);
        let templates = templates(&layers, &mut found);
        let messages = messages::read(&layers, options.languages, &mut found);
        let mut sources = asset_sources(&layers);
        sources.insert(
            "css/_tokens.css".into(),
            assets::Source::generated("css/_tokens.css", tokens::stylesheet(&settings)),
        );
        for (name, bytes) in options.extra_assets {
            sources.insert(
                name.clone(),
                assets::Source {
                    path: SitePath::new(format!("assets/{name}")),
                    bytes: bytes.clone(),
                },
            );
        }
        let assets = Assets::make(&sources, options.base_path).into_value(&mut found);
        let hash = hash(&layers, &settings, &assets, options);
        let value = Self {
            name: options.name.into(),
            templates,
            messages,
            assets,
            settings,
            pictures,
            directives: manifest.directives,
            hash,
        };
        Checked::new(value, found)
    }

    /// The text of each of the theme's templates, for reports that point into a built-in one.
    pub fn sources(&self) -> impl Iterator<Item = (&SitePath, &Arc<str>)> {
        self.templates.values().map(|file| (&file.path, &file.text))
    }
}

/// The built-in files, each replaced by the site's own where it has one, and the site's others; in the order of paths.
fn merged(files: &[ThemeFile]) -> BTreeMap<SitePath, ThemeFile> {
    let mut all: BTreeMap<SitePath, ThemeFile> = built_in()
        .into_iter()
        .map(|file| (file.path.clone(), file))
        .collect();
    for file in files {
        let name = file.path.file_name();
        // A message file of the site is laid over the built-in one by `messages`, so both are kept.
        let replaced = all.insert(file.path.clone(), file.clone());
        if let Some(built_in) = replaced.filter(|_| is_messages(&file.path, name)) {
            let beneath = SitePath::new(format!("{}{}", file.path, messages::BENEATH));
            all.insert(
                beneath.clone(),
                ThemeFile {
                    path: beneath,
                    bytes: built_in.bytes,
                },
            );
        }
    }
    all
}

/// Whether a file holds a theme's messages.
fn is_messages(path: &SitePath, name: &str) -> bool {
    path.folder().ends_with("/messages") && name.ends_with(".yaml")
}

/// Follows `extends` from the theme named `name` to the last one.
fn layered<'a>(
    all: &'a BTreeMap<SitePath, ThemeFile>,
    options: &Options<'_>,
    found: &mut Vec<Diagnostic>,
) -> Layers<'a> {
    let mut by_theme: BTreeMap<&str, BTreeMap<&str, &ThemeFile>> = BTreeMap::new();
    for file in all.values() {
        let inside = file.path.as_str().strip_prefix("themes/");
        if let Some((theme, path)) = inside.and_then(|path| path.split_once('/')) {
            by_theme.entry(theme).or_default().insert(path, file);
        }
    }
    let mut layers = Layers {
        names: Vec::new(),
        files: Vec::new(),
    };
    let mut next = Some((options.name.to_owned(), options.places.value(&["theme"])));
    while let Some((name, place)) = next.take() {
        let Some(files) = by_theme.get(name.as_str()) else {
            let help = did_you_mean(&name, by_theme.keys().copied())
                .unwrap_or_else(|| format!("make a folder `themes/{name}` with a `theme.yaml`"));
            found.push(
                Diagnostic::new(
                    &codes::THEME_UNKNOWN,
                    place,
                    format!("there is no theme (look) `{name}`"),
                )
                .help(help),
            );
            break;
        };
        if layers.names.iter().any(|known| **known == *name) {
            found.push(
                Diagnostic::new(
                    &codes::THEME_EXTENDS,
                    place,
                    format!("the theme (look) `{name}` extends itself"),
                )
                .help("take one `extends` out of the circle"),
            );
            // Nothing of a circle can be used, and what is missing in it need not be said.
            layers.names.clear();
            layers.files.clear();
            break;
        }
        layers.names.push(name.as_str().into());
        layers.files.push(files.clone());
        next = files
            .get("theme.yaml")
            .and_then(|file| manifest::extends(file));
    }
    layers.names.reverse();
    layers.files.reverse();
    layers
}

/// The templates of all layers.
fn templates(layers: &Layers<'_>, found: &mut Vec<Diagnostic>) -> BTreeMap<Arc<str>, TemplateFile> {
    let mut templates = BTreeMap::new();
    for (inside, file) in layers.below("templates/") {
        if !inside.ends_with(".html") {
            continue;
        }
        if let Some(text) = text_of(file, found) {
            let template = TemplateFile {
                path: file.path.clone(),
                text,
            };
            templates.insert(inside.into(), template);
        }
    }
    templates
}

/// The assets of all layers, by their names below `assets/`.
fn asset_sources(layers: &Layers<'_>) -> BTreeMap<Arc<str>, assets::Source> {
    layers
        .below("assets/")
        .map(|(inside, file)| {
            let source = assets::Source {
                path: file.path.clone(),
                bytes: file.bytes.clone(),
            };
            (inside.into(), source)
        })
        .collect()
}

impl<'a> Layers<'a> {
    /// The files below a folder, those of the nearest theme last.
    fn below(&self, folder: &'static str) -> impl Iterator<Item = (&'a str, &'a ThemeFile)> {
        self.files.iter().flat_map(move |files| {
            files
                .iter()
                .filter_map(move |(path, file)| Some((path.strip_prefix(folder)?, *file)))
        })
    }
}

/// A file's text without its byte order mark; a finding when it is no UTF-8.
fn text_of(file: &ThemeFile, found: &mut Vec<Diagnostic>) -> Option<Arc<str>> {
    match std::str::from_utf8(&file.bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text).into()),
        Err(_) => {
            found.push(
                Diagnostic::new(
                    &codes::FILE_NOT_UTF8,
                    Place::file(&file.path),
                    format!("the file `{}` is not UTF-8 text", file.path),
                )
                .help("save it again as UTF-8"),
            );
            None
        }
    }
}

/// A hash of all that the theme was made from but its templates.
fn hash(
    layers: &Layers<'_>,
    settings: &Value,
    assets: &Assets,
    options: &Options<'_>,
) -> ContentHash {
    let mut bytes = Vec::new();
    for files in &layers.files {
        for (path, file) in files {
            if path.starts_with("templates/") {
                continue;
            }
            bytes.extend_from_slice(path.as_bytes());
            bytes.push(0);
            bytes.extend_from_slice(ContentHash::of(&file.bytes).to_string().as_bytes());
        }
    }
    for asset in assets.iter() {
        bytes.extend_from_slice(asset.url.as_bytes());
    }
    let settings =
        serde_json::to_vec(settings).expect("settings are text, numbers, lists and maps");
    bytes.extend_from_slice(&settings);
    for language in options.languages {
        bytes.push(0);
        bytes.extend_from_slice(language.as_bytes());
    }
    ContentHash::of(&bytes)
}

#[cfg(test)]
mod tests;
