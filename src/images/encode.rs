//! From pixels to files: AVIF, JPEG, PNG. Each encoder works on one thread, so that its bytes depend on the pixels alone.

use std::collections::HashMap;

use mozjpeg_rs::Preset;
use rgb::FromSlice;

use super::pixels::Pixels;
use super::{Encoding, Fault};

/// Where on its scale of 1 to 100 an encoder stands: as good to the eye as each other.
const AVIF_QUALITY: f32 = 62.0;
const JPEG_QUALITY: u8 = 78;

/// How much time AVIF may take, from 1 to 10: a fifth slower than the fastest for files that are a third smaller.
const AVIF_SPEED: u8 = 9;

/// The file of these pixels.
pub(super) fn encode(pixels: &Pixels, encoding: Encoding) -> Result<Vec<u8>, Fault> {
    match encoding {
        Encoding::Avif => avif(pixels),
        Encoding::Jpeg => jpeg(pixels),
        Encoding::Png => png(pixels),
    }
}

fn failed(error: impl std::fmt::Display) -> Fault {
    Fault(format!("cannot be written: {error}"))
}

fn avif(pixels: &Pixels) -> Result<Vec<u8>, Fault> {
    let encoder = ravif::Encoder::new()
        .with_quality(AVIF_QUALITY)
        .with_alpha_quality(AVIF_QUALITY)
        .with_speed(AVIF_SPEED)
        .with_bit_depth(ravif::BitDepth::Ten)
        .with_num_threads(Some(1));
    let (width, height) = (pixels.width as usize, pixels.height as usize);
    // `encode_rgb` is marked to be compiled into its caller, and the whole of the encoder with it: without optimisation in a
    // test. This one is not, and gives the same file where nothing can be seen through.
    let opaque;
    let bytes = match pixels.has_alpha {
        true => &pixels.bytes,
        false => {
            let colours = pixels.bytes.chunks_exact(3);
            opaque = colours
                .flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255])
                .collect::<Vec<u8>>();
            &opaque
        }
    };
    let encoded = encoder.encode_rgba(ravif::Img::new(bytes.as_rgba(), width, height));
    Ok(encoded.map_err(failed)?.avif_file)
}

fn jpeg(pixels: &Pixels) -> Result<Vec<u8>, Fault> {
    let opaque;
    let bytes = match pixels.has_alpha {
        false => &pixels.bytes,
        // A format that promised no transparency and has some is shown on white.
        true => {
            opaque = on_white(&pixels.bytes);
            &opaque
        }
    };
    mozjpeg_rs::Encoder::new(Preset::ProgressiveSmallest)
        .quality(JPEG_QUALITY)
        .encode_rgb(bytes, pixels.width, pixels.height)
        .map_err(failed)
}

fn on_white(rgba: &[u8]) -> Vec<u8> {
    rgba.chunks_exact(4)
        .flat_map(|pixel| {
            let alpha = u32::from(pixel[3]);
            let over = move |colour: u8| {
                ((u32::from(colour) * alpha + 255 * (255 - alpha) + 127) / 255) as u8
            };
            [over(pixel[0]), over(pixel[1]), over(pixel[2])]
        })
        .collect()
}

fn png(pixels: &Pixels) -> Result<Vec<u8>, Fault> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, pixels.width, pixels.height);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let indexed = indexed(pixels);
    let bytes = match &indexed {
        Some(indexed) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(&indexed.palette);
            if pixels.has_alpha {
                encoder.set_trns(&indexed.alpha);
            }
            // Numbers of colours are no amounts, so what a filter foresees is never there.
            encoder.set_filter(png::Filter::NoFilter);
            &indexed.bytes
        }
        None => {
            encoder.set_color(match pixels.has_alpha {
                true => png::ColorType::Rgba,
                false => png::ColorType::Rgb,
            });
            encoder.set_filter(png::Filter::Adaptive);
            &pixels.bytes
        }
    };
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(bytes).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}

/// A picture of few colours, by their numbers.
struct Indexed {
    palette: Vec<u8>,
    alpha: Vec<u8>,
    bytes: Vec<u8>,
}

/// The pixels by the numbers of their colours, in the order in which they occur; none when there are more than 256.
fn indexed(pixels: &Pixels) -> Option<Indexed> {
    let channels = if pixels.has_alpha { 4 } else { 3 };
    let mut numbers: HashMap<[u8; 4], u8> = HashMap::new();
    let mut indexed = Indexed {
        palette: Vec::new(),
        alpha: Vec::new(),
        bytes: Vec::with_capacity(pixels.bytes.len() / channels),
    };
    for pixel in pixels.bytes.chunks_exact(channels) {
        let colour = [
            pixel[0],
            pixel[1],
            pixel[2],
            pixel.get(3).copied().unwrap_or(255),
        ];
        let number = match numbers.get(&colour) {
            Some(number) => *number,
            None => {
                let number = u8::try_from(numbers.len()).ok()?;
                numbers.insert(colour, number);
                indexed.palette.extend_from_slice(&colour[..3]);
                indexed.alpha.push(colour[3]);
                number
            }
        };
        indexed.bytes.push(number);
    }
    Some(indexed)
}
