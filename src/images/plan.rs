//! Which sizes a picture is published in, and what the files are called: decided from its head alone.
//!
//! A name is made from the picture's content and is the same wherever the picture is used. It does not tell what the author
//! called the file, which is nobody's business and sometimes a person's name.

use std::sync::Arc;

use super::VERSION;
use super::head::Head;
use crate::hash::ContentHash;

/// The folder of the output that pictures are published in, whose files may be kept for ever.
const FOLDER: &str = "assets/pictures";

/// The most pixels of one file: a tall picture is not published in its greatest widths.
const MOST_PIXELS: u64 = 8_000_000;

/// What pictures are wanted for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Layout {
    /// The widths in pixels that the look can use.
    pub widths: Vec<u32>,
    /// Whether pictures are offered as AVIF too.
    pub avif: bool,
}

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// AVIF, for browsers that know it.
    Avif,
    /// JPEG, for all others.
    Jpeg,
    /// PNG, where JPEG would show.
    Png,
}

impl Encoding {
    fn extension(self) -> &'static str {
        match self {
            Self::Avif => "avif",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// One file that a picture is published as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its path in the output.
    pub path: Arc<str>,
    /// What it is kept under between builds.
    pub key: Arc<str>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// How it is written.
    pub encoding: Encoding,
}

/// The files that a picture is published as, each list from narrow to wide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// As AVIF; empty when that is turned off.
    pub avif: Vec<Variant>,
    /// As JPEG or PNG. Never empty.
    pub plain: Vec<Variant>,
}

impl Plan {
    /// Every file.
    pub fn variants(&self) -> impl Iterator<Item = &Variant> {
        self.avif.iter().chain(&self.plain)
    }
}

/// The files of a picture made of pixels; none when its head says that it cannot be used.
///
/// No file is wider than the picture: it is published in the widths below its own, and once in its own or the greatest.
pub fn plan(head: &Head, layout: &Layout) -> Option<Plan> {
    let (width, height) = head.size.filter(|_| head.fault.is_none())?;
    let height_at = |wide: u32| {
        let exact = (u64::from(wide) * u64::from(height) + u64::from(width) / 2) / u64::from(width);
        u32::try_from(exact.max(1)).unwrap_or(u32::MAX)
    };
    let greatest = layout.widths.iter().copied().max().unwrap_or(width);
    let mut widths: Vec<u32> = layout
        .widths
        .iter()
        .copied()
        // Two files that differ by less than a tenth are one file too many.
        .filter(|wide| u64::from(*wide) * 10 < u64::from(width.min(greatest)) * 9)
        .chain([width.min(greatest)])
        .collect();
    widths.sort_unstable();
    widths.dedup();
    let fitting: Vec<u32> = widths
        .iter()
        .copied()
        .filter(|wide| u64::from(*wide) * u64::from(height_at(*wide)) <= MOST_PIXELS)
        .collect();
    let widths = match fitting.is_empty() {
        true => widths[..1].to_vec(),
        false => fitting,
    };
    let stem = stem(head);
    let list = |encoding: Encoding| {
        widths
            .iter()
            .map(|wide| {
                let end = format!("{wide}.{}", encoding.extension());
                Variant {
                    path: format!("{FOLDER}/{}-{end}", stem.short()).into(),
                    key: format!("{stem}-{end}").into(),
                    width: *wide,
                    height: height_at(*wide),
                    encoding,
                }
            })
            .collect()
    };
    Some(Plan {
        avif: match layout.avif {
            true => list(Encoding::Avif),
            false => Vec::new(),
        },
        plain: list(match head.lossless {
            true => Encoding::Png,
            false => Encoding::Jpeg,
        }),
    })
}

/// The path in the output of an SVG.
pub fn svg_name(head: &Head) -> String {
    format!("{FOLDER}/{}.svg", stem(head).short())
}

/// A hash of a picture and of the way in which it is prepared.
fn stem(head: &Head) -> ContentHash {
    ContentHash::of(format!("{VERSION} {}", head.hash).as_bytes())
}
