//! Finding pages by what authors call them: by file, by type and id, by name or title, and in another language.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::admit::Admitted;
use crate::language::slugify;
use crate::path::SitePath;

use super::PageId;

/// Finds pages by what authors call them.
#[derive(Debug)]
pub struct Catalogue {
    /// By type and id, path below the folder, or name.
    by_type: HashMap<(Arc<str>, Arc<str>), Vec<PageId>>,
    /// By name, title and id, whatever the type; folded.
    by_name: HashMap<String, Vec<PageId>>,
    /// By file.
    by_path: HashMap<SitePath, PageId>,
    /// The versions of a page by language.
    versions: HashMap<String, BTreeMap<Arc<str>, PageId>>,
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

/// What pairs a page with its versions in other languages.
pub(super) fn version_key(page: &Admitted) -> String {
    let section = if page.page.place.is_section() {
        "/_index"
    } else {
        ""
    };
    format!("{}{section}", page.page.place.key())
}

/// How a name is compared: one case, one form, spaces as hyphens.
fn folded(name: &str) -> String {
    slugify(name)
}

impl Catalogue {
    /// Takes every name of every page.
    pub fn new(pages: &[Admitted]) -> Self {
        let mut catalogue = Self {
            by_type: HashMap::new(),
            by_name: HashMap::new(),
            by_path: HashMap::with_capacity(pages.len()),
            versions: HashMap::with_capacity(pages.len()),
        };
        for (index, page) in pages.iter().enumerate() {
            let id = PageId(index as u32);
            let place = &page.page.place;
            catalogue.by_path.insert(page.page.path.clone(), id);
            catalogue
                .versions
                .entry(version_key(page))
                .or_default()
                .insert(page.page.lang.clone(), id);
            let key = place.key();
            let below = key.split_once('/').map_or(key.as_str(), |(_, below)| below);
            let name = if place.is_section() {
                place.folder.rsplit('/').next().unwrap_or_default()
            } else {
                &place.name
            };
            let mut own: Vec<&str> = vec![&page.id, below, name];
            own.sort_unstable();
            own.dedup();
            for name in own {
                let entry = (page.kind.name.clone(), Arc::from(name));
                catalogue.by_type.entry(entry).or_default().push(id);
            }
            let mut names = [&page.id, name, below, &key, &page.title]
                .map(folded)
                .to_vec();
            names.sort_unstable();
            names.dedup();
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                catalogue.by_name.entry(name).or_default().push(id);
            }
        }
        catalogue
    }

    /// The page that a file makes.
    pub fn by_path(&self, path: &SitePath) -> Option<PageId> {
        self.by_path.get(path).copied()
    }

    /// The version of a page in a language, where it has one.
    pub fn in_language(&self, id: PageId, lang: &str, pages: &[Admitted]) -> Option<PageId> {
        self.versions
            .get(&version_key(&pages[id.index()]))?
            .get(lang)
            .copied()
    }

    /// Every version of a page, by language.
    pub fn versions(&self, page: &Admitted) -> Option<&BTreeMap<Arc<str>, PageId>> {
        self.versions.get(&version_key(page))
    }

    /// The page that a wikilink or a reference to any page names.
    pub fn by_name(&self, name: &str, lang: &str, pages: &[Admitted]) -> Found {
        self.choose(self.by_name.get(&folded(name)), lang, pages)
    }

    /// The page of a type that a reference names.
    pub fn by_type(&self, kind: &str, name: &str, lang: &str, pages: &[Admitted]) -> Found {
        self.choose(
            self.by_type.get(&(Arc::from(kind), Arc::from(name))),
            lang,
            pages,
        )
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
        let mut different: BTreeMap<String, PageId> = BTreeMap::new();
        for id in found.into_iter().flatten() {
            different
                .entry(version_key(&pages[id.index()]))
                .or_insert(*id);
        }
        let in_lang = |id: PageId| self.in_language(id, lang, pages).unwrap_or(id);
        let mut all: Vec<PageId> = different.into_values().map(in_lang).collect();
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
