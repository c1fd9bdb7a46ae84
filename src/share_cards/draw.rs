//! From the SVG of a card to its PNG. A card is drawn by one thread, and as its colours are few they are numbered: that makes
//! the file small without a slow encoder.

use std::collections::HashMap;

use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::{SIZE, font};

/// Why a card could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum Undrawable {
    /// The SVG is none.
    #[error("the drawing cannot be read: {0}")]
    Svg(resvg::usvg::Error),
    /// The pixels could not be encoded.
    #[error("the picture cannot be written: {0}")]
    Png(png::EncodingError),
    /// There is no room for the pixels.
    #[error("there is no memory for the picture")]
    Memory,
}

/// Whether an SVG file can be drawn as a mark.
///
/// # Errors
/// When it is no SVG.
pub fn read_mark(svg: &str) -> Result<(), Undrawable> {
    Tree::from_str(svg, &Options::default()).map_err(Undrawable::Svg)?;
    Ok(())
}

/// Draws the SVG of a card.
///
/// # Errors
/// When the SVG cannot be read.
pub fn png(svg: &str) -> Result<Vec<u8>, Undrawable> {
    let options = Options {
        fontdb: font::database(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(Undrawable::Svg)?;
    let mut pixels = Pixmap::new(SIZE.0, SIZE.1).ok_or(Undrawable::Memory)?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    // The ground covers everything, so no pixel is see-through, and none needs to be unmultiplied.
    let colours = pixels
        .data()
        .chunks_exact(4)
        .map(|pixel| [pixel[0], pixel[1], pixel[2]]);
    let mut file = Vec::with_capacity(64 * 1024);
    let mut encoder = Encoder::new(&mut file, SIZE.0, SIZE.1);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_deflate_compression(DeflateCompression::Level(1));
    encoder.set_filter(Filter::NoFilter);
    let bytes = match numbered(colours.clone()) {
        Some((palette, numbers)) => {
            encoder.set_color(ColorType::Indexed);
            encoder.set_palette(palette);
            numbers
        }
        None => {
            encoder.set_color(ColorType::Rgb);
            colours.flatten().collect()
        }
    };
    let mut writer = encoder.write_header().map_err(Undrawable::Png)?;
    writer.write_image_data(&bytes).map_err(Undrawable::Png)?;
    writer.finish().map_err(Undrawable::Png)?;
    Ok(file)
}

/// The colours in the order in which they are met, and each pixel's number among them; nothing when there are too many.
fn numbered(pixels: impl Iterator<Item = [u8; 3]>) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut numbers: HashMap<[u8; 3], u8> = HashMap::new();
    let mut palette = Vec::new();
    let mut numbered = Vec::with_capacity((SIZE.0 * SIZE.1) as usize);
    let mut last = ([0; 3], None);
    for colour in pixels {
        let number = match last {
            (known, Some(number)) if known == colour => number,
            _ => match numbers.get(&colour) {
                Some(number) => *number,
                None => {
                    let number = u8::try_from(numbers.len()).ok()?;
                    palette.extend(colour);
                    numbers.insert(colour, number);
                    number
                }
            },
        };
        last = (colour, Some(number));
        numbered.push(number);
    }
    Some((palette, numbered))
}
