//! From a file's bytes to pixels as they are seen: upright, in the colours of the web, eight bits to a channel.

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
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
