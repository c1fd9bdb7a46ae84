//! The decoder of a picture's format, with limits.
//!
//! Decoders stand in front of strangers' files: each is given limits, and one that panics has found a picture that cannot be
//! read, not a mistake that stops a build.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::{gif, jpeg, png, webp};
use image::{ImageDecoder, ImageError, Limits};

use super::Fault;
use super::format::{Format, MOST_PIXELS, MOST_SIDE};

/// Calls a library that was made for well-meant files.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
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
pub(super) fn fault(error: ImageError) -> Fault {
    Fault(match error {
        ImageError::Limits(_) => "would need more memory than a picture may".into(),
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            "breaks off before its end".into()
        }
        _ => "is damaged".into(),
    })
}
