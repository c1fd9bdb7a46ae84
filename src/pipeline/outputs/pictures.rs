//! Pictures made when their files are asked for: from what was kept of an earlier build, else from the picture itself.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::compose::pictures::{Job, JobFiles};
use crate::diagnostic::{Checked, Diagnostic, Place, codes};
use crate::files::Artifact;
use crate::hash::ContentHash;
use crate::images::{Format, Pixels, Plan, Store, Variant, svg};
use crate::path::OutputPath;
use crate::read;
use crate::site::pictures::unreadable;

/// From how many pixels on pictures are decoded one at a time, so that many threads do not need the memory of many.
const LARGE: u64 = 16_000_000;

/// Held while a large picture is in memory.
static ONE_LARGE: Mutex<()> = Mutex::new(());

/// A picture to be made.
pub(super) struct Work<'a> {
    /// The picture and its files.
    pub job: &'a Job,
    /// Where a page names it.
    pub place: Place,
    /// What is kept between builds.
    pub store: &'a dyn Store,
}

/// Makes all files of a picture.
pub(super) fn make(work: &Work<'_>) -> Checked<Vec<Artifact>> {
    match &work.job.files {
        JobFiles::Svg(path) => match cleaned(work) {
            Ok(Checked { value, diagnostics }) => {
                let artifact = Artifact::new(OutputPath::new(&**path), value.into_bytes());
                Checked::new(vec![artifact], diagnostics)
            }
            Err(found) => Checked::new(Vec::new(), vec![found]),
        },
        JobFiles::Raster(plan) => {
            let variants: Vec<&Variant> = plan.variants().collect();
            match rasters(work, &variants) {
                Ok(artifacts) => Checked::new(artifacts, Vec::new()),
                Err(found) => Checked::new(Vec::new(), vec![found]),
            }
        }
    }
}

/// Makes one file of a picture.
pub(super) fn make_one(work: &Work<'_>, at: usize) -> Result<Vec<Artifact>, Diagnostic> {
    match &work.job.files {
        JobFiles::Svg(path) => {
            let clean = cleaned(work)?.value.into_bytes();
            Ok(vec![Artifact::new(OutputPath::new(&**path), clean)])
        }
        JobFiles::Raster(plan) => {
            let variants: Vec<&Variant> = plan.variants().skip(at).take(1).collect();
            rasters(work, &variants)
        }
    }
}

/// Says what making a picture would find, and makes nothing: a picture of which something was kept can be read.
pub(super) fn proof(work: &Work<'_>) -> Vec<Diagnostic> {
    match &work.job.files {
        JobFiles::Svg(_) => match cleaned(work) {
            Ok(checked) => checked.diagnostics,
            Err(found) => vec![found],
        },
        JobFiles::Raster(plan) => {
            if kept(plan, work.store) {
                return Vec::new();
            }
            with_pixels(work, |_| Ok(())).err().into_iter().collect()
        }
    }
}

fn kept(plan: &Plan, store: &dyn Store) -> bool {
    plan.plain
        .first()
        .is_some_and(|variant| store.get(&variant.key).is_some())
}

/// The bytes of a picture, which must be those that its pages were made for.
fn source(work: &Work<'_>) -> Result<Arc<[u8]>, Diagnostic> {
    let source = &work.job.picture.source;
    let bytes = read::bytes(&source.bytes).map_err(|error| {
        Diagnostic::new(
            &codes::FILE_UNREADABLE,
            work.place.clone(),
            format!("`{}` cannot be read: {error}", source.path),
        )
        .help("check that it is there and that you may read it")
    })?;
    if ContentHash::of(&bytes) != work.job.picture.head.hash {
        return Err(Diagnostic::new(
            &codes::FILE_UNREADABLE,
            work.place.clone(),
            format!("`{}` changed while the site was being built", source.path),
        )
        .help("build again when the program that writes the file has finished"));
    }
    Ok(bytes)
}

/// An SVG without what it does not need, and what its author may miss of it.
fn cleaned(work: &Work<'_>) -> Result<Checked<String>, Diagnostic> {
    let bytes = source(work)?;
    let clean = svg::clean(&bytes).map_err(|fault| {
        unreadable(&work.job.picture, work.place.clone(), &fault.0)
            .help("save it as plain SVG, or as PNG")
    })?;
    let mut diagnostics = Vec::new();
    if !clean.left_out.is_empty() {
        diagnostics.push(
            Diagnostic::new(
                &codes::IMAGE_SVG_CLEANED,
                work.place.clone(),
                format!(
                    "of the picture `{}` this is left out: {}",
                    work.job.picture.source.path,
                    clean.left_out.join(", ")
                ),
            )
            .help("a picture runs nothing and loads nothing: draw what is missing, or save the file as PNG"),
        );
    }
    Ok(Checked::new(clean.text, diagnostics))
}

/// Does something with the pixels of a picture.
fn with_pixels<T>(
    work: &Work<'_>,
    use_them: impl FnOnce(&Pixels) -> Result<T, crate::images::Fault>,
) -> Result<T, Diagnostic> {
    let bytes = source(work)?;
    let head = &work.job.picture.head;
    let (width, height) = head.size.unwrap_or_default();
    let is_large = u64::from(width) * u64::from(height) > LARGE;
    // Nothing below waits for another thread while it holds this.
    let _one = is_large.then(|| ONE_LARGE.lock().unwrap_or_else(PoisonError::into_inner));
    let format = head.format.unwrap_or(Format::Png);
    Pixels::decode(&bytes, format)
        .and_then(|pixels| use_them(&pixels))
        .map_err(|fault| unreadable(&work.job.picture, work.place.clone(), &fault.0))
}

/// Files of a picture made of pixels, in the order asked for.
fn rasters(work: &Work<'_>, variants: &[&Variant]) -> Result<Vec<Artifact>, Diagnostic> {
    let mut made: Vec<Option<Arc<[u8]>>> = variants
        .par_iter()
        .map(|variant| work.store.get(&variant.key))
        .collect();
    let missing: Vec<usize> = (0..variants.len())
        .filter(|at| made[*at].is_none())
        .collect();
    if !missing.is_empty() {
        let mut sizes: Vec<(u32, u32)> = missing
            .iter()
            .map(|at| (variants[*at].width, variants[*at].height))
            .collect();
        sizes.sort_unstable();
        sizes.dedup();
        // The large picture is let go before the slow part begins.
        let scaled: Vec<Pixels> = with_pixels(work, |pixels| {
            sizes
                .iter()
                .map(|(width, height)| pixels.scaled(*width, *height))
                .collect()
        })?;
        let encoded = missing
            .par_iter()
            .map(|at| {
                let variant = variants[*at];
                let size = (variant.width, variant.height);
                let pixels = scaled.iter().find(|pixels| pixels.size() == size);
                let bytes = match pixels {
                    Some(pixels) => pixels.encoded(variant.encoding),
                    None => Err(crate::images::Fault("has no such size".into())),
                };
                let bytes = bytes
                    .map_err(|fault| unreadable(&work.job.picture, work.place.clone(), &fault.0))?;
                work.store.put(&variant.key, &bytes);
                Ok((*at, Arc::from(bytes)))
            })
            .collect::<Result<Vec<(usize, Arc<[u8]>)>, Diagnostic>>()?;
        for (at, bytes) in encoded {
            made[at] = Some(bytes);
        }
    }
    Ok(variants
        .iter()
        .zip(made)
        .filter_map(|(variant, bytes)| Some(Artifact::new(OutputPath::new(&*variant.path), bytes?)))
        .collect())
}
