//! A picture as pixels: what decoding gives and encoding takes.

/// Pixels in rows from the top, three or four bytes each: red, green, blue, and how far they can be seen through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) has_alpha: bool,
    pub(super) bytes: Vec<u8>,
}
