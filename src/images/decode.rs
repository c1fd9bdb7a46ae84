//! From a file's bytes to pixels as they are seen: upright, in the colours of the web, eight bits to a channel.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, ImageDecoder};
use moxcms::{ColorProfile, DataColorSpace, TransformOptions};

use super::decoder::{decoder, fault, guarded};
use super::format::Format;
use super::pixels::Pixels;
use super::{Encoding, Fault, encode};

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
            let scale = match self.has_alpha {
                true => scaled_bytes::<U8x4>,
                false => scaled_bytes::<U8x3>,
            };
            let bytes = scale(&self.bytes, (self.width, self.height), (width, height))
                .map_err(|error| Fault(format!("cannot be made {width} pixels wide: {error}")))?;
            Ok(Self {
                width,
                height,
                has_alpha: self.has_alpha,
                bytes,
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

/// The bytes of a picture of pixels `P`, scaled from one width and height to another.
///
/// The scaler is asked by the kind of pixel, for two kinds: asked at run time it is compiled for all fifteen, which was a fifth
/// of what a release build of this crate compiled.
fn scaled_bytes<P: PixelTrait>(
    bytes: &[u8],
    (width, height): (u32, u32),
    (to_width, to_height): (u32, u32),
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let from = TypedImageRef::<P>::from_buffer(width, height, bytes)?;
    let mut scaled = vec![0; to_width as usize * to_height as usize * P::size()];
    let mut to = TypedImage::<P>::from_buffer(to_width, to_height, &mut scaled)?;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize_typed(&from, &mut to, &options)?;
    Ok(scaled)
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
