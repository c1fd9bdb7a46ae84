//! The setting `images`: the widths that a look can use of a picture, and how wide it shows one in the text.

use super::Options;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::path::SitePath;
use crate::schema::Value;

/// How a look shows pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureSettings {
    /// The widths in pixels in which pictures are published, from narrow to wide.
    pub widths: Vec<u32>,
    /// The attribute `sizes` of a picture in the text.
    pub sizes: String,
}

/// The narrowest and widest picture that a look may ask for.
const WIDTHS: std::ops::RangeInclusive<i64> = 16..=4096;

/// The most widths: each costs a file, and the time to make it.
const MOST_WIDTHS: usize = 8;

/// Reads the setting; says what is wrong with it.
pub(super) fn read(
    settings: &Value,
    options: &Options<'_>,
    found: &mut Vec<Diagnostic>,
) -> PictureSettings {
    let given = settings.get("images");
    let mut wrong = |name: &str, message: String, help: &str| {
        let of_site = ["theme_settings", "images", name];
        let place = match options.places.has(&of_site) {
            true => options.places.value(&of_site),
            false => Place::file(&SitePath::new(format!(
                "themes/{}/theme.yaml",
                options.name
            ))),
        };
        found.push(Diagnostic::new(&codes::THEME_MANIFEST, place, message).help(help));
    };
    let mut widths = vec![480, 960, 1440];
    if let Some(list) = given.and_then(|given| given.get("widths")) {
        let whole = |value: &Value| match value {
            Value::Int(width) if WIDTHS.contains(width) => u32::try_from(*width).ok(),
            _ => None,
        };
        let read: Option<Vec<u32>> = match list {
            Value::List(items) if !items.is_empty() && items.len() <= MOST_WIDTHS => {
                items.iter().map(whole).collect()
            }
            _ => None,
        };
        match read {
            Some(read) => widths = read,
            None => wrong(
                "widths",
                "`images.widths` must be one to eight whole numbers from 16 to 4096".into(),
                "write the widths in pixels: `widths: [480, 960, 1440]`",
            ),
        }
    }
    widths.sort_unstable();
    widths.dedup();
    let mut sizes = "100vw".to_owned();
    if let Some(value) = given.and_then(|given| given.get("sizes")) {
        match value.as_text() {
            Some(text) => sizes = text.to_owned(),
            None => wrong(
                "sizes",
                "`images.sizes` must be text".into(),
                "write it as in HTML: `sizes: \"(min-width: 40rem) 36rem, 100vw\"`",
            ),
        }
    }
    PictureSettings { widths, sizes }
}
