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

use crate::yaml::{Node, NodeKind};

use super::files::PublishedFile;
use super::ids::PageId;
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
    pub named: Named,
}

/// Where a page names a picture: an edit moves the place in the file, and not this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    page: PageId,
    by: By,
}

/// What of a page names a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
enum By {
    /// A field, by its place among the fields: `image`, `formats[0].picture`.
    Field(Box<str>),
    /// A link of the body, by its number.
    Link(usize),
    /// A field that the page inherits, and so did not write.
    Inherited,
}

impl Named {
    /// In a field of the page's own, by its place among the fields.
    pub(super) fn in_field(page: PageId, at: &str) -> Self {
        let by = By::Field(at.into());
        Self { page, by }
    }

    /// In a field that the page inherits.
    pub(super) fn inherited(page: PageId) -> Self {
        let by = By::Inherited;
        Self { page, by }
    }

    /// In the body, by the number of the link.
    pub(super) fn in_body(page: PageId, number: usize) -> Self {
        let by = By::Link(number);
        Self { page, by }
    }

    /// Takes the place of another naming, if this one was inherited and so has no place of its own.
    pub(super) fn prefer_own(&mut self, other: Self) {
        if self.by == By::Inherited {
            *self = other;
        }
    }

    /// The place in the page's file.
    pub fn place(&self, pages: &[Admitted]) -> Place {
        let page = &pages[self.page.index()].page;
        let span = match &self.by {
            By::Field(at) => field(&page.spans.front_matter, at).map(|node| node.span),
            By::Link(number) => page.spans.links.get(*number).copied(),
            By::Inherited => None,
        };
        span.map_or_else(
            || Place::file(&page.path),
            |span| Place::at(&page.path, span),
        )
    }
}

/// What an author wrote at a place among the fields; of a picture with its words, where its file is.
fn field<'a>(front_matter: &'a Node, at: &str) -> Option<&'a Node> {
    let mut node = front_matter;
    for step in at.split(['.', '[']) {
        node = match (step.strip_suffix(']'), &node.kind) {
            (Some(number), NodeKind::List(items)) => items.get(number.parse::<usize>().ok()?)?,
            // One entry may be written without a list.
            (Some(_), _) => node,
            (None, _) => node.get(step)?,
        };
    }
    Some(node.get("src").unwrap_or(node))
}

/// The pictures that pages name, by file.
pub(super) fn used(
    pages: &[Admitted],
    targets: &[Vec<LinkTarget>],
    references: &[ResolvedRefs],
    published: &[PublishedFile],
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<SitePath, Picture> {
    let mut named: BTreeMap<&SitePath, Named> = BTreeMap::new();
    for index in 0..pages.len() {
        let page = PageId(index as u32);
        let in_body = targets[index]
            .iter()
            .enumerate()
            .filter_map(|(at, target)| {
                let LinkTarget::Picture(path) = target else {
                    return None;
                };
                Some((path, Named::in_body(page, at)))
            });
        let in_fields = references[index].files.iter().filter_map(|(at, file)| {
            let now = match file.is_own {
                true => Named::in_field(page, at),
                false => Named::inherited(page),
            };
            Some((file.picture.as_ref()?, now))
        });
        for (path, now) in in_fields.chain(in_body) {
            let known = named.entry(path).or_insert_with(|| now.clone());
            known.prefer_own(now);
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
    for (path, named) in named {
        let source = by_path.get(path).copied();
        let Some((source, head)) =
            source.and_then(|source| Some((source, source.picture.clone()?)))
        else {
            continue;
        };
        let picture = Picture {
            source: source.clone(),
            head,
            named,
        };
        judge(&picture, picture.named.place(pages), diagnostics);
        pictures.insert(path.clone(), picture);
    }
    pictures
}

/// Says what a picture's head shows to be wrong with it.
fn judge(picture: &Picture, place: Place, diagnostics: &mut Vec<Diagnostic>) {
    let path = &picture.source.path;
    let name = path.file_name();
    let finding = |code, message: String| Diagnostic::new(code, place.clone(), message);
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
        diagnostics.push(unreadable(picture, place, &fault.0));
        return;
    }
    if let Some(Format::Other(format)) = picture.head.format {
        diagnostics.push(
            finding(
                &codes::IMAGE_FORMAT,
                format!("the file `{path}` is {format}, which Alongside cannot read"),
            )
            .help("save it as JPEG or PNG"),
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
pub fn unreadable(picture: &Picture, place: Place, why: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::IMAGE_UNREADABLE,
        place,
        format!("the file `{}` {why}", picture.source.path),
    )
    .help("open it in a program for pictures and save it again as JPEG or PNG")
}
