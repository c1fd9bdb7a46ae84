//! The pictures of a site with their addresses: what pages show of them, and which files have to be made.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::images::{self, Format, Layout, Plan, Variant};
use crate::path::SitePath;
use crate::site::{Picture, Site};
use crate::theme::Theme;
use crate::view::PictureFiles;

use super::addresses::Addresses;

/// The width from which on the smallest file serves a browser that knows nothing of sizes.
const MIDDLING: u32 = 800;

/// The pictures of a site.
#[derive(Debug, Default)]
pub struct Pictures {
    shown: BTreeMap<SitePath, Shown>,
    jobs: Vec<Job>,
    by_path: BTreeMap<Arc<str>, (usize, usize)>,
}

/// What a page shows of a picture.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The address of a middling size.
    pub src: Arc<str>,
    /// The size of the largest file.
    pub size: Option<(u32, u32)>,
    /// All of its files.
    pub files: PictureFiles,
}

/// A picture whose files have to be made. Two with the same content are one.
#[derive(Debug)]
pub struct Job {
    /// The picture.
    pub picture: Picture,
    /// Its files.
    pub files: JobFiles,
}

/// The files of a picture.
#[derive(Debug)]
pub enum JobFiles {
    /// An SVG at this path of the output.
    Svg(Arc<str>),
    /// A picture made of pixels.
    Raster(Plan),
}

impl Pictures {
    /// Decides on the files of every picture that the site's pages name.
    pub(super) fn new(site: &Site, addresses: &Addresses, theme: &Theme) -> Self {
        let layout = Layout {
            widths: theme.pictures.widths.clone(),
            avif: site.config.extras.avif,
        };
        let mut pictures = Self::default();
        for (path, picture) in &site.pictures {
            let Some(files) = files(picture, &layout) else {
                continue;
            };
            let shown = match &files {
                JobFiles::Svg(file) => svg(addresses, picture, file),
                JobFiles::Raster(plan) => raster(addresses, plan),
            };
            pictures.shown.insert(path.clone(), shown);
            let job = Job {
                picture: picture.clone(),
                files,
            };
            let number = pictures.jobs.len();
            let mut paths = job.paths().enumerate().peekable();
            let is_known = paths
                .peek()
                .is_some_and(|(_, path)| pictures.by_path.contains_key(path));
            if !is_known {
                for (at, path) in paths {
                    pictures.by_path.insert(path, (number, at));
                }
                pictures.jobs.push(job);
            }
        }
        pictures
    }

    /// What pages show of the picture in a file; none when it cannot be used.
    pub fn shown(&self, path: &SitePath) -> Option<&Shown> {
        self.shown.get(path)
    }

    /// The pictures whose files have to be made.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// Which picture the file at a path of the output belongs to, and which of its files it is.
    pub fn find(&self, path: &str) -> Option<(usize, usize)> {
        self.by_path.get(path).copied()
    }
}

impl Job {
    /// The paths in the output of its files.
    pub fn paths(&self) -> impl Iterator<Item = Arc<str>> {
        let (svg, plan) = match &self.files {
            JobFiles::Svg(path) => (Some(path.clone()), None),
            JobFiles::Raster(plan) => (None, Some(plan)),
        };
        let variants = plan.into_iter().flat_map(Plan::variants);
        svg.into_iter()
            .chain(variants.map(|variant| variant.path.clone()))
    }
}

fn files(picture: &Picture, layout: &Layout) -> Option<JobFiles> {
    match picture.head.format? {
        Format::Svg => Some(JobFiles::Svg(images::svg_name(&picture.head).into())),
        Format::Other(_) => None,
        _ => images::plan(&picture.head, layout).map(JobFiles::Raster),
    }
}

fn address(addresses: &Addresses, path: &str) -> Arc<str> {
    addresses.text(&format!("/{path}"))
}

fn svg(addresses: &Addresses, picture: &Picture, path: &str) -> Shown {
    let src = address(addresses, path);
    Shown {
        size: picture.head.size,
        files: PictureFiles {
            large: src.clone(),
            ..PictureFiles::default()
        },
        src,
    }
}

fn raster(addresses: &Addresses, plan: &Plan) -> Shown {
    let srcset = |variants: &[Variant]| -> Arc<str> {
        let entries: Vec<String> = variants
            .iter()
            .map(|variant| format!("{} {}w", address(addresses, &variant.path), variant.width))
            .collect();
        entries.join(", ").into()
    };
    let largest = plan.plain.last();
    let middling = plan
        .plain
        .iter()
        .find(|variant| variant.width >= MIDDLING)
        .or(largest);
    let at = |variant: Option<&Variant>| {
        variant.map_or_else(|| "".into(), |variant| address(addresses, &variant.path))
    };
    Shown {
        src: at(middling),
        size: largest.map(|variant| (variant.width, variant.height)),
        files: PictureFiles {
            avif: srcset(&plan.avif),
            srcset: match plan.plain.len() {
                1 => "".into(),
                _ => srcset(&plan.plain),
            },
            large: at(largest),
        },
    }
}
