//! Why what a link names is not there: its page was held back, or the page that its file belongs to.

use std::collections::BTreeMap;

use crate::admit::Held;
use crate::hash::Table;
use crate::language::slugify;
use crate::path::SitePath;

/// What was held back, by the names that links may give it.
#[derive(Default)]
pub(super) struct Withheld<'a> {
    /// Pages by their path below `content/` without its end, and by the last part of that.
    by_path: Table<&'a str, (&'a SitePath, &'a Held)>,
    by_name: Table<&'a str, (&'a SitePath, &'a Held)>,
    /// Files by their path, with their page.
    files: Table<&'a str, (&'a SitePath, &'a Held)>,
}

impl<'a> Withheld<'a> {
    /// Reads the pages that were held back, and the files of pages that were.
    pub(super) fn new(
        pages: &'a BTreeMap<SitePath, Held>,
        files: &'a BTreeMap<SitePath, SitePath>,
    ) -> Self {
        let mut withheld = Self::default();
        for (path, reason) in pages {
            let stem = path
                .as_str()
                .trim_end_matches(".md")
                .trim_end_matches("/index");
            let stem = stem.strip_prefix("content/").unwrap_or(stem);
            let name = stem.rsplit('/').next().unwrap_or(stem);
            withheld.by_path.entry(stem).or_insert((path, reason));
            withheld.by_name.entry(name).or_insert((path, reason));
        }
        for (file, page) in files {
            if let Some(reason) = pages.get(page) {
                withheld.files.insert(file.as_str(), (page, reason));
            }
        }
        withheld
    }

    /// Why a page is not there, when it was held back.
    pub(super) fn page(&self, name: &str) -> Option<String> {
        let wanted = name.trim_matches('/').trim_end_matches(".md");
        if wanted.is_empty() {
            return None;
        }
        let slug = slugify(wanted);
        let wanted = wanted
            .strip_prefix("content/")
            .unwrap_or(wanted)
            .trim_end_matches("/index");
        let found = [
            self.by_path.get(wanted),
            self.by_name.get(wanted),
            self.by_name.get(&*slug),
        ];
        let found = found.into_iter().flatten().copied();
        let (path, held) = found.min_by_key(|(path, _)| *path)?;
        Some(format!(
            "`{path}` is held back: it is {}",
            held.reason.reason()
        ))
    }

    /// Why a file is not there, when it belongs to a page that was held back.
    pub(super) fn file(&self, file: &str) -> Option<String> {
        let (page, held) = self.files.get(file)?;
        Some(format!(
            "it belongs to `{page}`, which is held back: it is {}",
            held.reason.reason()
        ))
    }
}
