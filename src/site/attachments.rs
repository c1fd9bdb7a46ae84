//! The files that are copied and tell more than they show.
//!
//! A file below `content/` is spoken of where a page names it first; one of `static/`, which nobody needs to name, at itself.
//! What a file tells is never repeated: the finding would carry it into logs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::admit::Admitted;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::path::SitePath;

use super::files::PublishedFile;
use super::ids::PageId;
use super::links::LinkTarget;
use super::pictures::{Named, Picture};
use super::references::ResolvedRefs;

/// Says which copied files tell more than they show.
pub(super) fn judge(
    pages: &[Admitted],
    targets: &[Vec<LinkTarget>],
    references: &[ResolvedRefs],
    files: &[PublishedFile],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let telling: BTreeSet<&str> = files
        .iter()
        .filter(|file| file.source.metadata.is_some())
        .map(|file| file.url.as_str())
        .collect();
    if telling.is_empty() {
        return;
    }
    let named = first_named(pages.len(), targets, references, &telling);
    for file in files {
        let Some(metadata) = file.source.metadata else {
            continue;
        };
        let path = &file.source.path;
        let place = named
            .get(file.url.as_str())
            .filter(|_| file.is_of_content())
            .map_or_else(|| Place::file(path), |named| named.place(pages));
        diagnostics.push(
            Diagnostic::new(
                &codes::FILE_METADATA,
                place,
                format!(
                    "the file `{path}` is published as it is, and tells more than it shows: {}",
                    metadata.traces.in_words()
                ),
            )
            .help(metadata.family.how_to_clean()),
        );
    }
}

/// Where each of the files at these addresses is named first.
fn first_named<'a>(
    pages: usize,
    targets: &'a [Vec<LinkTarget>],
    references: &'a [ResolvedRefs],
    wanted: &BTreeSet<&str>,
) -> BTreeMap<&'a str, Named> {
    let mut named: BTreeMap<&str, Named> = BTreeMap::new();
    for index in 0..pages {
        let page = PageId(index as u32);
        let in_fields = references[index].files.iter().map(|(at, file)| {
            let named = match file.is_own {
                true => Named::in_field(page, at),
                false => Named::inherited(page),
            };
            (&file.url, named)
        });
        let in_body =
            targets[index]
                .iter()
                .enumerate()
                .filter_map(|(number, target)| match target {
                    LinkTarget::File(url, _, _) => Some((url, Named::in_body(page, number))),
                    _ => None,
                });
        let in_fields: Vec<(&Arc<str>, Named)> = in_fields.collect();
        for (url, now) in in_fields.into_iter().chain(in_body) {
            if wanted.contains(&**url) {
                let known = named.entry(url).or_insert_with(|| now.clone());
                known.prefer_own(now);
            }
        }
    }
    named
}

/// The files below `content/` that are not published in any form.
pub(super) fn unpublished(
    offered: &[PublishedFile],
    published: &[PublishedFile],
    pictures: &BTreeMap<SitePath, Picture>,
) -> Vec<SitePath> {
    let published: BTreeSet<&SitePath> = published.iter().map(|file| &file.source.path).collect();
    let mut left: Vec<SitePath> = offered
        .iter()
        .filter(|file| file.is_of_content())
        .map(|file| &file.source.path)
        .filter(|path| !published.contains(path) && !pictures.contains_key(*path))
        .cloned()
        .collect();
    left.sort_unstable();
    left
}
