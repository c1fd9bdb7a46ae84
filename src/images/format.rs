//! The formats of pictures, and how large one may be.

/// The largest file that is read as a picture: cameras write up to about 50 MB of what can be decoded here, and it is held in memory
/// whole.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The most pixels of a picture: those of a large camera. Decoded, they take 256 MB.
pub const MOST_PIXELS: u64 = 64 * 1024 * 1024;

/// The longest side of a picture: JPEG goes to 65,535, and what encoders and graphics cards of readers take is this or less.
pub const MOST_SIDE: u32 = 16_384;

/// What kind of file holds a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
    /// SVG.
    Svg,
    /// A picture that Alongside knows and cannot read, by what people call it.
    Other(&'static str),
}

impl Format {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
            Self::Svg => "SVG",
            Self::Other(name) => name,
        }
    }

    /// Whether Alongside decodes it, so that the whole file is read.
    pub fn is_read(self) -> bool {
        !matches!(self, Self::Other(_))
    }

    /// Whether a file of this format may have this extension.
    pub(super) fn is_called(self, extension: &str) -> bool {
        let extensions: &[&str] = match self {
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif", "pjpeg", "pjp", "mpo"],
            Self::Other("HEIC") => &["heic", "heif", "hif"],
            Self::Other("TIFF") => &["tif", "tiff", "arw", "cr2", "dng", "nef"],
            Self::Other("RAW") => &["cr3", "mrw", "orf", "raf", "rw2", "x3f"],
            Self::Other("JPEG 2000") => &["jp2", "j2k", "jpx"],
            Self::Other("JPEG XL") => &["jxl"],
            known => return known.name().eq_ignore_ascii_case(extension),
        };
        extensions.contains(&extension)
    }
}
