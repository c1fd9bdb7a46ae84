//! The two built-in fonts: what they can write, and how wide words are in them.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::Database;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider as _};

use crate::hash::Table;

static FRAUNCES: &[u8] = include_bytes!("fonts/Fraunces-SemiBold.ttf");
static INTER: &[u8] = include_bytes!("fonts/Inter-Medium.ttf");

static DISPLAY: LazyLock<Font> = LazyLock::new(|| Font::new("Fraunces", 600, FRAUNCES));
static PLAIN: LazyLock<Font> = LazyLock::new(|| Font::new("Inter", 500, INTER));

/// The font of titles, where it has their letters.
pub(super) fn display() -> &'static Font {
    &DISPLAY
}

/// The font of everything else; it has Greek and Cyrillic too.
pub(super) fn plain() -> &'static Font {
    &PLAIN
}

/// Both fonts, and no others, for who draws.
pub(super) fn database() -> Arc<Database> {
    static DATABASE: LazyLock<Arc<Database>> = LazyLock::new(|| {
        let mut database = Database::new();
        for bytes in [FRAUNCES, INTER] {
            database.load_font_data(bytes.to_vec());
        }
        Arc::new(database)
    });
    DATABASE.clone()
}

/// A built-in font.
pub(super) struct Font {
    family: &'static str,
    weight: u16,
    /// How wide each of its letters is, by its size: a title is measured many times until it fits.
    widths: Table<char, f32>,
}

impl Font {
    fn new(family: &'static str, weight: u16, bytes: &'static [u8]) -> Self {
        let font = FontRef::new(bytes).expect("a font that is built in can be read");
        let metrics = GlyphMetrics::new(&font, Size::new(1.0), LocationRef::default());
        let mut widths = Table::default();
        for (letter, glyph) in font.charmap().mappings() {
            if let Some(letter) = char::from_u32(letter) {
                widths.insert(letter, metrics.advance_width(glyph).unwrap_or_default());
            }
        }
        Self {
            family,
            weight,
            widths,
        }
    }

    /// The name of its family.
    pub(super) fn family(&self) -> &'static str {
        self.family
    }

    /// Its weight, as SVG counts.
    pub(super) fn weight(&self) -> u16 {
        self.weight
    }

    /// Whether it has every letter of a text.
    pub(super) fn can_write(&self, words: &str) -> bool {
        words
            .chars()
            .all(|letter| letter.is_whitespace() || self.widths.contains_key(&letter))
    }

    /// The width of words at a size, each letter standing alone. Drawn, they are as wide or hardly narrower.
    pub(super) fn width(&self, words: &str, size: f32) -> f32 {
        let widths = words.chars().filter_map(|letter| self.widths.get(&letter));
        widths.sum::<f32>() * size
    }
}
