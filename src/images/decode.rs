//! From a file's bytes to pixels as they are seen: upright, in the colours of the web, eight bits to a channel.
//!
//! Decoders stand in front of strangers' files: each is given limits, and one that panics has found a picture that cannot be
//! read, not a mistake that stops a build.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::{gif, jpeg, png, webp};
use image::{DynamicImage, ImageDecoder, ImageError, Limits};
use moxcms::{ColorProfile, DataColorSpace, TransformOptions};

use super::head::{Format, MOST_PIXELS, MOST_SIDE};
use super::{Encoding, Fault, encode};

/// Pixels in rows from the top, three or four bytes each: red, green, blue, and how far they can be seen through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) has_alpha: bool,
    pub(super) bytes: Vec<u8>,
}

impl Pixels {
    /// Decodes a picture.
    ///
    /// # Errors
    /// When the file is damaged, or not what its head says.
    pub fn decode(bytes: &[u8], format: Format) -> Result<Self, Fault> {
        guarded(|| {
            let mut decoder = decoder(bytes, format)?;
            let orientation = decoder.orientation().map_err(fault)?;
            let profile = decoder.icc_profile().ok().flatten();
            let mut image = DynamicImage::from_decoder(decoder).map_err(fault)?;
            image.apply_orientation(orientation);
            let (width, height) = (image.width(), image.height());
            let alpha = image.color().has_alpha();
            let rgba = alpha.then(|| image.to_rgba8().into_raw());
            // Many a picture has room for transparency and uses none.
            let rgba = rgba.filter(|pixels| pixels.chunks_exact(4).any(|pixel| pixel[3] != 255));
            let has_alpha = rgba.is_some();
            let mut bytes = rgba.unwrap_or_else(|| image.into_rgb8().into_raw());
            if let Some(profile) = profile {
                to_srgb(&profile, has_alpha, &mut bytes);
            }
            Ok(Self {
                width,
                height,
                has_alpha,
                bytes,
            })
        })
    }

    /// Width and height.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// The same picture, smaller.
    ///
    /// # Errors
    /// When the scaler refuses the sizes.
    pub fn scaled(&self, width: u32, height: u32) -> Result<Self, Fault> {
        if (width, height) == (self.width, self.height) {
            return Ok(self.clone());
        }
        guarded(|| {
            let kind = match self.has_alpha {
                true => PixelType::U8x4,
                false => PixelType::U8x3,
            };
            let failed = |error: &dyn std::fmt::Display| {
                Fault(format!("cannot be made {width} pixels wide: {error}"))
            };
            let from = fast_image_resize::images::ImageRef::new(
                self.width,
                self.height,
                &self.bytes,
                kind,
            )
            .map_err(|error| failed(&error))?;
            let mut to = Image::new(width, height, kind);
            let options =
                ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
            Resizer::new()
                .resize(&from, &mut to, &options)
                .map_err(|error| failed(&error))?;
            Ok(Self {
                width,
                height,
                has_alpha: self.has_alpha,
                bytes: to.into_vec(),
            })
        })
    }

    /// The file that shows these pixels, and says nothing else.
    ///
    /// # Errors
    /// When the encoder refuses them.
    pub fn encoded(&self, encoding: Encoding) -> Result<Vec<u8>, Fault> {
        guarded(|| encode::encode(self, encoding))
    }
}

/// Calls a library that was made for well-meant files.
fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Fault("is damaged in a way that was not foreseen".into())))
}

/// The decoder of a picture, its head read.
pub(super) fn decoder<'b>(
    bytes: &'b [u8],
    format: Format,
) -> Result<Box<dyn ImageDecoder + 'b>, Fault> {
    let mut limits = Limits::default();
    // Twice the pixels of the largest picture at four bytes each: what a decoder needs besides its result is less.
    limits.max_alloc = Some(MOST_PIXELS * 8);
    let file = Cursor::new(bytes);
    guarded(|| {
        let mut decoder: Box<dyn ImageDecoder + 'b> = match format {
            Format::Jpeg => Box::new(jpeg::JpegDecoder::new(file).map_err(fault)?),
            Format::Png => {
                Box::new(png::PngDecoder::with_limits(file, limits.clone()).map_err(fault)?)
            }
            Format::Gif => Box::new(gif::GifDecoder::new(file).map_err(fault)?),
            Format::WebP => Box::new(webp::WebPDecoder::new(file).map_err(fault)?),
            Format::Svg | Format::Other(_) => return Err(Fault("is not made of pixels".into())),
        };
        // What is too large is told of by its head, in better words.
        let (width, height) = decoder.dimensions();
        let is_small = width <= MOST_SIDE && height <= MOST_SIDE;
        if is_small {
            decoder.set_limits(limits).map_err(fault)?;
        }
        Ok(decoder)
    })
}

/// What a decoder says, in a sentence.
fn fault(error: ImageError) -> Fault {
    Fault(match error {
        ImageError::Limits(_) => "would need more memory than a picture may".into(),
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            "breaks off before its end".into()
        }
        _ => "is damaged".into(),
    })
}

/// Turns colours of another space into those of the web, which are what a file without a profile is taken to hold.
///
/// A profile that cannot be read, or is of another kind of colour, leaves them as they are.
fn to_srgb(profile: &[u8], has_alpha: bool, bytes: &mut Vec<u8>) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else {
        return;
    };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let layout = match has_alpha {
        true => moxcms::Layout::Rgba,
        false => moxcms::Layout::Rgb,
    };
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, options) else {
        return;
    };
    let mut turned = vec![0; bytes.len()];
    if transform.transform(bytes, &mut turned).is_ok() {
        *bytes = turned;
    }
}
