//! Finding pages by what authors call them: by file, by type and id, by name or title, and in another language.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::admit::Admitted;
use crate::hash::Table;
use crate::language::slugify;
use crate::path::SitePath;

use super::ids::PageId;

/// Finds pages by what authors call them.
#[derive(Debug)]
pub struct Catalogue {
    /// By type, and then by id, path below the folder, or name.
    by_type: Table<Arc<str>, Table<Arc<str>, Vec<PageId>>>,
    /// By name, title and id, whatever the type; folded.
    by_name: Table<String, Vec<PageId>>,
    /// By file.
    by_path: Table<SitePath, PageId>,
    /// The pages that are versions of one another, by language.
    versions: Vec<BTreeMap<Arc<str>, PageId>>,
    /// Which of `versions` each page is one of.
    version_of: Vec<usize>,
}

/// What looking a name up gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One page (in the wanted language where it has one).
    One(PageId),
    /// Several different pages.
    Several(Vec<PageId>),
    /// None.
    Nothing,
}

/// The names by which pages were asked for, as hashes: a page that comes to be called by none of them changes no answer.
#[derive(Debug, Default)]
pub(super) struct AskedNames(Vec<u64>);

impl AskedNames {
    fn add(&mut self, folded: &str) {
        self.0.push(xxh3_64(folded.as_bytes()));
    }

    /// Takes the names that others were asked for.
    pub(super) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Sorts them, to be looked up from now on.
    pub(super) fn finish(mut self) -> Self {
        self.0.sort_unstable();
        self.0.dedup();
        self
    }

    /// Whether a page was asked for by a name that only one of two states of a page has.
    pub(super) fn tell_apart(&self, before: &Admitted, after: &Admitted) -> bool {
        let (before, after) = (Names::of(before).folded, Names::of(after).folded);
        let lost = before.iter().filter(|name| !after.contains(name));
        let won = after.iter().filter(|name| !before.contains(name));
        lost.chain(won)
            .any(|name| self.0.binary_search(&xxh3_64(name.as_bytes())).is_ok())
    }
}

/// How a name is compared: one case, one form, spaces as hyphens.
fn folded(name: &str) -> String {
    slugify(name)
}

impl Catalogue {
    /// Takes every name of every page.
    pub fn new(pages: &[Admitted]) -> Self {
        let mut catalogue = Self {
            by_type: Table::default(),
            by_name: Table::with_capacity_and_hasher(pages.len() * 3, Default::default()),
            by_path: Table::with_capacity_and_hasher(pages.len(), Default::default()),
            versions: Vec::with_capacity(pages.len()),
            version_of: Vec::with_capacity(pages.len()),
        };
        let names: Vec<Names> = pages.par_iter().map(Names::of).collect();
        let mut paired: Table<&Arc<str>, usize> =
            Table::with_capacity_and_hasher(pages.len(), Default::default());
        for (index, (page, names)) in pages.iter().zip(names).enumerate() {
            let id = PageId(index as u32);
            catalogue.by_path.insert(page.page.path.clone(), id);
            let group = *paired.entry(page.page.place.pair()).or_insert_with(|| {
                catalogue.versions.push(BTreeMap::new());
                catalogue.versions.len() - 1
            });
            catalogue.version_of.push(group);
            catalogue.versions[group].insert(page.page.lang.clone(), id);
            let of_type = match catalogue.by_type.get_mut(&page.kind.name) {
                Some(of_type) => of_type,
                None => catalogue.by_type.entry(page.kind.name.clone()).or_default(),
            };
            for name in names.own {
                of_type.entry(name).or_default().push(id);
            }
            for name in names.folded {
                catalogue.by_name.entry(name).or_default().push(id);
            }
        }
        catalogue
    }

    /// The page that a file makes.
    pub fn by_path(&self, path: &str) -> Option<PageId> {
        self.by_path.get(path).copied()
    }

    /// The version of a page in a language, where it has one.
    pub fn in_language(&self, id: PageId, lang: &str) -> Option<PageId> {
        self.versions(id).get(lang).copied()
    }

    /// Every version of a page, by language, itself among them.
    pub fn versions(&self, id: PageId) -> &BTreeMap<Arc<str>, PageId> {
        &self.versions[self.version_of[id.index()]]
    }

    /// The page that a wikilink or a reference to any page names; the name is added to those that were asked for.
    pub(super) fn by_name(
        &self,
        name: &str,
        lang: &str,
        pages: &[Admitted],
        asked: &mut AskedNames,
    ) -> Found {
        let folded = folded(name);
        asked.add(&folded);
        self.choose(self.by_name.get(&folded), lang, pages)
    }

    /// The page of a type that a reference names.
    pub fn by_type(&self, kind: &str, name: &str, lang: &str, pages: &[Admitted]) -> Found {
        let of_type = self.by_type.get(kind);
        self.choose(of_type.and_then(|names| names.get(name)), lang, pages)
    }

    /// Names of a type's pages, for "did you mean".
    pub(super) fn ids_of<'a>(
        &self,
        kind: &'a str,
        pages: &'a [Admitted],
    ) -> impl Iterator<Item = &'a str> + use<'a> {
        pages
            .iter()
            .filter(move |page| &*page.kind.name == kind)
            .map(|page| &*page.id)
    }

    fn choose(&self, found: Option<&Vec<PageId>>, lang: &str, pages: &[Admitted]) -> Found {
        let mut different: Vec<PageId> = found.cloned().unwrap_or_default();
        if different.len() > 1 {
            different.sort_by_key(|id| (pages[id.index()].page.place.pair(), *id));
            different.dedup_by_key(|id| self.version_of[id.index()]);
        }
        let in_lang = |id: PageId| self.in_language(id, lang).unwrap_or(id);
        let mut all: Vec<PageId> = different.into_iter().map(in_lang).collect();
        // An Easy Read may well have the file name of its parent, which is what a name means then.
        let is_version = |id: &PageId| pages[id.index()].kind.is_version;
        if all.len() > 1 && !all.iter().all(is_version) {
            all.retain(|id| !is_version(id));
        }
        match all.len() {
            0 => Found::Nothing,
            1 => Found::One(all.remove(0)),
            _ => Found::Several(all),
        }
    }
}

/// What one page is called.
struct Names {
    /// Its id, its path below the top folder, and the name of its file.
    own: Vec<Arc<str>>,
    /// Those, its whole path and its title, folded.
    folded: Vec<String>,
}

impl Names {
    fn of(page: &Admitted) -> Self {
        let place = &page.page.place;
        let key = place.key();
        let below = key.split_once('/').map_or(key, |(_, below)| below);
        let name = match place.is_section() {
            true => place.folder.rsplit('/').next().unwrap_or_default(),
            false => &place.name,
        };
        let mut own: Vec<Arc<str>> = vec![page.id.clone()];
        for other in [below, name] {
            if own.iter().all(|known| **known != *other) {
                own.push(other.into());
            }
        }
        let mut folded: Vec<String> = Vec::with_capacity(own.len() + 2);
        for name in own.iter().map(|name| &**name).chain([key, &page.title]) {
            let name = self::folded(name);
            if !name.is_empty() && !folded.contains(&name) {
                folded.push(name);
            }
        }
        Self { own, folded }
    }
}
