//! Links, pictures and the terms of a page as templates see them: with final addresses.

use std::sync::Arc;

use serde::Serialize;

use super::shared::Shared;

/// What a link of a body leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Target {
    /// The address, with anchor and query, for inside a quoted attribute (escaped for HTML by the renderer).
    pub href: Arc<str>,
    /// The title of the page it leads to.
    pub title: Option<Arc<str>>,
    /// The language of the page it leads to, when it is another than this page's.
    pub lang: Option<Arc<str>>,
    /// Width and height in pixels, of an image.
    pub size: Option<(u32, u32)>,
    /// The files of a picture that was prepared.
    pub files: Option<PictureFiles>,
}

/// The files that a prepared picture is published as.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PictureFiles {
    /// The AVIF files with their widths, as `srcset` has them; empty when there are none.
    pub avif: Arc<str>,
    /// The JPEG or PNG files with their widths; empty when there is but one.
    pub srcset: Arc<str>,
    /// The address of the largest of them.
    pub large: Arc<str>,
}

/// A link with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Link {
    /// The words.
    pub title: Arc<str>,
    /// The address; empty for a name that has no page.
    pub url: Arc<str>,
    /// The language of the words, when it is another than the page's.
    pub lang: Option<Arc<str>>,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ImageData {
    /// The address; of a prepared picture that of a middling size.
    pub src: Arc<str>,
    /// What it shows; empty when decorative.
    pub alt: Arc<str>,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
    /// Who made it.
    pub credit: Option<Arc<str>>,
    /// Its AVIF files with their widths, as `srcset` has them; empty when there are none.
    pub avif: Arc<str>,
    /// Its JPEG or PNG files with their widths; empty when there is but one.
    pub srcset: Arc<str>,
    /// The address of the largest.
    pub large: Arc<str>,
}

/// The terms of a page in one taxonomy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TermsOf {
    /// The taxonomy's name: `themes`.
    pub taxonomy: Arc<str>,
    /// What people call it.
    pub label: Arc<str>,
    /// The terms.
    pub terms: Vec<Shared<Link>>,
}

/// The same page in another language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Translation {
    /// The language's code.
    pub lang: Arc<str>,
    /// The language's name for itself.
    pub label: Arc<str>,
    /// The page's title there, when it is the page itself.
    pub title: Option<Arc<str>>,
    /// The address: the page's, or the nearest page above it that exists in that language.
    pub url: Arc<str>,
    /// Whether it is the page itself; otherwise a listing above it.
    pub exact: bool,
}
