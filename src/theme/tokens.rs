//! A theme's settings, and the style sheet that its colours and other tokens make.
//!
//! Two settings are for styles: `colours` (each with `light` and `dark`) and `tokens` (each one CSS value). They become custom
//! properties in `css/_tokens.css`, which a theme's own style sheet imports.

use std::fmt::Write as _;

use super::Options;
use super::colour::Colour;
use super::manifest::{Manifest, overlay};
use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::{Diagnostic, codes};
use crate::schema::Value;
use crate::yaml::SettingPlaces;

/// The theme's settings with the site's laid over them; says which of the site's the theme does not know, which colours are
/// none, and which pairs cannot be told apart.
pub(super) fn effective(
    manifest: &Manifest,
    options: &Options<'_>,
    found: &mut Vec<Diagnostic>,
) -> Value {
    let site = options.settings;
    let mut settings = manifest.settings.clone();
    if let (Value::Map(known), Value::Map(given)) = (&manifest.settings, site) {
        for name in given.keys().filter(|name| !known.contains_key(*name)) {
            found.push(
                Diagnostic::new(
                    &codes::THEME_UNKNOWN_SETTING,
                    options.places.name(&["theme_settings", name]),
                    format!("the theme (look) has no setting `{name}`"),
                )
                .maybe_help(did_you_mean(name, known.keys().map(|name| &**name))),
            );
        }
    }
    if !site.is_empty() {
        overlay(&mut settings, site);
    }
    check_colours(&settings, manifest, options.places, found);
    settings
}

/// The two ways a page is shown.
const SCHEMES: [&str; 2] = ["light", "dark"];

fn colour(settings: &Value, name: &str, scheme: &str) -> Option<Colour> {
    Colour::parse(written(settings, name, scheme)?)
}

fn written<'a>(settings: &'a Value, name: &str, scheme: &str) -> Option<&'a str> {
    settings.get("colours")?.get(name)?.get(scheme)?.as_text()
}

fn check_colours(
    settings: &Value,
    manifest: &Manifest,
    places: &SettingPlaces,
    found: &mut Vec<Diagnostic>,
) {
    for pair in &manifest.contrast {
        // Where the site gives one of the two colours, that is what it can change.
        let of_site = [&pair.text, &pair.on].into_iter().find_map(|name| {
            let path = ["theme_settings", "colours", name];
            places.has(&path).then(|| places.name(&path))
        });
        let place = of_site.unwrap_or_else(|| pair.place.clone());
        for scheme in SCHEMES {
            let (Some(text), Some(on)) = (
                colour(settings, &pair.text, scheme),
                colour(settings, &pair.on, scheme),
            ) else {
                let name = [&pair.text, &pair.on]
                    .into_iter()
                    .find(|name| colour(settings, name, scheme).is_none())
                    .expect("one of the two is missing");
                found.push(
                    Diagnostic::new(
                        &codes::THEME_CONTRAST,
                        place.clone(),
                        format!("the colour `{name}` has no {scheme} value `#rrggbb`"),
                    )
                    .help(format!(
                        "give it in `settings.colours` as `{name}: {{light: \"#…\", dark: \"#…\"}}`"
                    )),
                );
                continue;
            };
            let ratio = text.contrast(on);
            if ratio < pair.ratio {
                let value = |name| written(settings, name, scheme).unwrap_or_default();
                found.push(
                    Diagnostic::new(
                        &codes::THEME_CONTRAST,
                        place.clone(),
                        format!(
                            "the colour `{}` (`{}`) on `{}` (`{}`) has a contrast of {ratio:.2} in the {scheme} scheme, and needs {}",
                            pair.text,
                            value(&pair.text),
                            pair.on,
                            value(&pair.on),
                            pair.ratio
                        ),
                    )
                    .help("make the one darker or the other lighter"),
                );
            }
        }
    }
}

/// The custom properties that the settings make.
pub(super) fn stylesheet(settings: &Value) -> String {
    let mut css = String::from(":root{color-scheme:light dark;");
    if let Some(Value::Map(tokens)) = settings.get("tokens") {
        for (name, value) in &**tokens {
            write!(css, "--{name}:{};", plain(value)).expect("writing to a string succeeds");
        }
    }
    let [light, dark] = SCHEMES.map(|scheme| colours(settings, scheme));
    write!(
        css,
        "{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    )
    .expect("writing to a string succeeds");
    css
}

fn colours(settings: &Value, scheme: &str) -> String {
    let mut css = String::new();
    if let Some(Value::Map(colours)) = settings.get("colours") {
        for (name, colour) in &**colours {
            if let Some(text) = colour.get(scheme).and_then(Value::as_text) {
                write!(css, "--{name}:{text};").expect("writing to a string succeeds");
            }
        }
    }
    css
}

fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Null | Value::Date(_) | Value::List(_) | Value::Map(_) => String::new(),
    }
}
