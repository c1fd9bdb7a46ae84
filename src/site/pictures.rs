//! The pictures that pages name, and what their heads show to be wrong with them.
//!
//! A picture that nothing names is not looked at and not published; one that several pages name is reported once.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::admit::Admitted;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::files::AssetFile;
use crate::hash::Table;
use crate::images::{Format, Head, MOST_BYTES};
use crate::path::SitePath;

use super::files::PublishedFile;
use super::links::LinkTarget;
use super::references::ResolvedRefs;

/// A picture that some page names.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Its file.
    pub source: AssetFile,
    /// What the file says of itself.
    pub head: Arc<Head>,
    /// Where it is named first.
    pub place: Place,
}

/// The pictures that pages name, by file.
pub(super) fn used(
    pages: &[Admitted],
    targets: &[Vec<LinkTarget>],
    references: &[ResolvedRefs],
    published: &[PublishedFile],
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<SitePath, Picture> {
    let mut named: BTreeMap<&SitePath, Place> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        let page = &page.page;
        let in_body = targets[index]
            .iter()
            .enumerate()
            .filter_map(|(at, target)| {
                let LinkTarget::Picture(path) = target else {
                    return None;
                };
                let span = page.spans.links.get(at).copied().unwrap_or_default();
                Some((path, Place::at(&page.path, span)))
            });
        let in_fields = references[index].files.values().filter_map(|file| {
            let place = file.place.clone();
            let place = place.unwrap_or_else(|| Place::file(&page.path));
            Some((file.picture.as_ref()?, place))
        });
        for (path, place) in in_fields.chain(in_body) {
            let known = named.entry(path).or_insert_with(|| place.clone());
            if known.span.is_none() {
                *known = place;
            }
        }
    }
    if named.is_empty() {
        return BTreeMap::new();
    }
    let by_path: Table<&SitePath, &AssetFile> = published
        .iter()
        .map(|file| (&file.source.path, &file.source))
        .collect();
    let mut pictures = BTreeMap::new();
    for (path, place) in named {
        let source = by_path.get(path).copied();
        let Some((source, head)) =
            source.and_then(|source| Some((source, source.picture.clone()?)))
        else {
            continue;
        };
        let picture = Picture {
            source: source.clone(),
            head,
            place,
        };
        judge(&picture, diagnostics);
        pictures.insert(path.clone(), picture);
    }
    pictures
}

/// Says what a picture's head shows to be wrong with it.
fn judge(picture: &Picture, diagnostics: &mut Vec<Diagnostic>) {
    let path = &picture.source.path;
    let name = path.file_name();
    let finding = |code, message: String| Diagnostic::new(code, picture.place.clone(), message);
    if picture.source.size > MOST_BYTES {
        let megabytes = picture.source.size.div_ceil(1024 * 1024);
        diagnostics.push(
            finding(
                &codes::IMAGE_UNREADABLE,
                format!(
                    "the file `{path}` is {megabytes} MB, more than the 64 MB that are read as a picture"
                ),
            )
            .help("save it smaller: on a screen nobody sees more than 2,000 pixels across"),
        );
        return;
    }
    if let Some(fault) = &picture.head.fault {
        diagnostics.push(unreadable(picture, &fault.0));
        return;
    }
    if let Some(Format::Other(format)) = picture.head.format {
        diagnostics.push(
            finding(
                &codes::IMAGE_FORMAT,
                format!("the file `{path}` is {format}, which Alongside cannot read"),
            )
            .help(
                "save it as JPEG or PNG, or put it below `static/` if it is to be copied as it is",
            ),
        );
        return;
    }
    let format = picture.head.format.map_or("", Format::name);
    if !picture.head.named_right {
        diagnostics.push(
            finding(
                &codes::IMAGE_WRONG_EXTENSION,
                format!("the file `{path}` is not what its name says: it is {format}"),
            )
            .help(format!(
                "call it `{}.{}`",
                name.rsplit_once('.').map_or(name, |(stem, _)| stem),
                format.to_ascii_lowercase().replace("jpeg", "jpg")
            )),
        );
    }
    if picture.head.animated {
        diagnostics.push(
            finding(
                &codes::IMAGE_ANIMATED,
                format!("the picture `{path}` moves, and only its first frame is published"),
            )
            .help("give a still picture, or a film with the directive `video`, which readers can stop"),
        );
    }
}

/// The finding for a picture that cannot be used; `why` ends a sentence that begins with its name.
pub fn unreadable(picture: &Picture, why: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::IMAGE_UNREADABLE,
        picture.place.clone(),
        format!("the file `{}` {why}", picture.source.path),
    )
    .help("open it in a program for pictures and save it again as JPEG or PNG")
}
