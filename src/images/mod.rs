//! Pictures: from the bytes that an author gave to those that are published. Pure functions; no file, no thread, no clock.
//!
//! A picture is looked at three times, each time as little as will do. [`mod@head`] reads what the file says of itself, [`mod@plan`]
//! decides from that alone which sizes there will be and what they are called, and [`Pixels`] decodes, scales and encodes when
//! somebody wants the bytes. An SVG is [`cleaned`](svg::clean) instead.
//!
//! Nothing of the original is published but its pixels: what a camera wrote beside them is never read into the result.

mod decode;
mod decoder;
mod encode;
mod format;
mod head;
mod pixels;
mod plan;
mod signature;
mod store;
pub mod svg;

pub use format::{Format, MOST_BYTES, MOST_PIXELS, MOST_SIDE};
pub use head::{Head, head, is_picture};
pub use pixels::Pixels;
pub use plan::{Encoding, Layout, Plan, Variant, plan, svg_name};
pub use signature::{SIGNATURE_BYTES, begins_as_markup, format};
pub use store::{NoStore, Store};

/// Why a picture cannot be used, as the end of a sentence that begins with its name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Fault(pub String);

/// Stands in every name and key: another one when the same picture would come to other bytes.
const VERSION: u32 = 1;
