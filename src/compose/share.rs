//! Which share card each page has, and the words on it: its type's or section's, or with `cards: pages` its own.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::config::Cards;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::formats::open_graph::SharedImage;
use crate::hash::ContentHash;
use crate::path::{OutputPath, UrlPath};
use crate::schema::{self, Value};
use crate::share_cards::{self, Colour, Look, Words};
use crate::site::{Listing, PageId, Route, RouteKind, TermId};

use super::Composer;

/// One card.
#[derive(Clone, Debug)]
pub struct ShareCard {
    /// Its file in the output, named by what it shows.
    pub path: OutputPath,
    /// Its drawing.
    pub words: Words,
}

/// The cards of a site.
#[derive(Debug, Default)]
pub struct ShareCards {
    /// How they look.
    pub look: Look,
    cards: Vec<ShareCard>,
    by_path: BTreeMap<OutputPath, usize>,
    of_route: Vec<Option<usize>>,
}

impl ShareCards {
    /// Every card, each once.
    pub fn all(&self) -> &[ShareCard] {
        &self.cards
    }

    /// The number of the card at a path of the output.
    pub fn find(&self, path: &str) -> Option<usize> {
        self.by_path.get(&OutputPath::checked(path)?).copied()
    }

    fn add(&mut self, words: Words, known: &mut HashMap<Words, usize>) -> usize {
        if let Some(number) = known.get(&words) {
            return *number;
        }
        let number = self.cards.len();
        let name = ContentHash::of(share_cards::svg(&words, &self.look).as_bytes());
        let path = OutputPath::new(format!("assets/cards/{name}.png"));
        known.insert(words.clone(), number);
        self.by_path.insert(path.clone(), number);
        self.cards.push(ShareCard { path, words });
        number
    }
}

/// The cards that the site asks for, and what is wrong with them.
pub(super) fn all(composer: &Composer, found: &mut Vec<Diagnostic>) -> ShareCards {
    let wanted = composer.site.config.cards;
    if wanted == Cards::Off {
        return ShareCards::default();
    }
    let mut made = ShareCards {
        look: look(composer, found),
        ..ShareCards::default()
    };
    let mut known = HashMap::new();
    for route in &composer.site.routes {
        let words = composer.words(route, wanted, found);
        let number = words.map(|words| made.add(words, &mut known));
        made.of_route.push(number);
    }
    made
}

/// The colours and the mark of the theme; where it has none of a name, those of `hearth` serve.
fn look(composer: &Composer, found: &mut Vec<Diagnostic>) -> Look {
    let theme = &composer.theme;
    let settings = &theme.settings;
    let colour = |name: &str, otherwise: Colour| {
        let colour = settings.get("colours").and_then(|all| all.get(name));
        colour
            .and_then(|colour| colour.get("light"))
            .and_then(Value::as_text)
            .and_then(Colour::parse)
            .unwrap_or(otherwise)
    };
    let standard = Look::default();
    let logo = settings.get("logo").and_then(Value::as_text);
    let mark = logo
        .filter(|name| name.ends_with(".svg"))
        .and_then(|name| theme.assets.get(name))
        .and_then(|asset| std::str::from_utf8(&asset.bytes).ok());
    let fault = mark.and_then(|mark| share_cards::read_mark(mark).err());
    if let (Some(fault), Some(name)) = (&fault, logo) {
        found.push(
            Diagnostic::new(
                &codes::CARD_MARK,
                composer
                    .site
                    .config
                    .places
                    .value(&["theme_settings", "logo"]),
                format!("the logo `{name}` cannot be drawn on share cards: {fault}"),
            )
            .help("save it as plain SVG; until then cards have no logo"),
        );
    }
    Look {
        paper: colour("paper", standard.paper),
        glow: colour("mark", standard.glow),
        ink: colour("ink", standard.ink),
        soft: colour("soft", standard.soft),
        edge: colour("edge", standard.edge),
        accent: colour("accent", standard.accent),
        mark: mark.filter(|_| fault.is_none()).map(Arc::from),
    }
}

impl Composer {
    /// The cards of the site.
    pub fn share_cards(&self) -> &ShareCards {
        &self.share_cards
    }

    /// The card of a route as a picture for sharing; none where there are no cards, or the page has a picture of its own.
    pub(super) fn share_card(&self, route: &Route) -> Option<SharedImage> {
        let id = self.site.by_key.find(&route.key, &route.lang)?;
        let number = self
            .share_cards
            .of_route
            .get(id.index())
            .copied()
            .flatten()?;
        let card = &self.share_cards.cards[number];
        let Words {
            kicker,
            title,
            site,
            ..
        } = &card.words;
        let said: Vec<&str> = [kicker, title, site]
            .into_iter()
            .map(|words| &**words)
            .filter(|words| !words.is_empty())
            .collect();
        let url = UrlPath::new(&format!("/{}", card.path.as_str()));
        Some(SharedImage {
            url: self.addresses.canonical(&url),
            alt: said.join(" – ").into(),
            size: Some(share_cards::SIZE),
        })
    }

    /// The words of a route's card.
    fn words(&self, route: &Route, wanted: Cards, found: &mut Vec<Diagnostic>) -> Option<Words> {
        let site = &*self.site;
        let has_picture = |id: &PageId| {
            let image = self.card(*id).image.as_ref();
            image.is_some_and(|image| can_be_shared(&image.src))
        };
        if route.page.as_ref().is_some_and(has_picture) {
            return None;
        }
        match (&route.kind, route.page, route.listing) {
            (RouteKind::NotFound | RouteKind::Gone, ..) => None,
            (RouteKind::Home | RouteKind::Search, ..) => Some(self.of_site(&route.lang)),
            (RouteKind::Map(_), ..) => {
                let listing = self.taxonomy_of_map(route)?;
                Some(self.of_listing(site.listing(listing)))
            }
            (RouteKind::Term(term), ..) => self.of_term(*term, route, wanted),
            (RouteKind::Section | RouteKind::Taxonomy, _, Some(listing)) => {
                Some(self.of_listing(site.listing(listing)))
            }
            (_, Some(page), _) => Some(self.of_page(page, route, wanted, found)),
            _ => Some(self.of_site(&route.lang)),
        }
    }

    /// The network itself.
    fn of_site(&self, lang: &str) -> Words {
        Words {
            title: self.shared(lang).title.clone(),
            site: self.addresses.host().into(),
            ..Words::default()
        }
    }

    fn of_listing(&self, listing: &Listing) -> Words {
        Words {
            title: listing.title.clone(),
            site: self.shared(&listing.lang).title.clone(),
            ..Words::default()
        }
    }

    /// A term: its own card, or its taxonomy's.
    fn of_term(&self, id: TermId, route: &Route, wanted: Cards) -> Option<Words> {
        let term = self.site.term(id);
        let taxonomy = self.site.config.taxonomy(term.taxonomy);
        let label: Arc<str> = taxonomy
            .label
            .get(&route.lang)
            .unwrap_or(&taxonomy.name)
            .into();
        let title = &self.term_link(id, &route.lang).title;
        let (kicker, title) = match wanted == Cards::Pages && share_cards::can_write(title) {
            true => (label, title.clone()),
            false => ("".into(), label),
        };
        Some(Words {
            kicker,
            title,
            subjects: Vec::new(),
            site: self.shared(&route.lang).title.clone(),
        })
    }

    /// A page: its own card, or its type's; of a plain page its section's.
    fn of_page(
        &self,
        id: PageId,
        route: &Route,
        wanted: Cards,
        found: &mut Vec<Diagnostic>,
    ) -> Words {
        let page = self.site.page(id);
        let site = self.shared(&route.lang).title.clone();
        let section = self.site.relations[id.index()]
            .section
            .map(|section| self.site.listing(section))
            .filter(|_| &*page.kind.name == schema::PAGE);
        if wanted == Cards::Pages {
            if share_cards::can_write(&page.title) {
                // That a plain page is a page says nothing.
                let kicker = match section {
                    Some(section) if section.kind == RouteKind::Home => "".into(),
                    Some(section) => section.title.clone(),
                    None => page.kind.label(&route.lang).into(),
                };
                return Words {
                    kicker,
                    title: page.title.clone(),
                    subjects: self.subjects_of(id),
                    site,
                };
            }
            found.push(
                Diagnostic::new(
                    &codes::CARD_LETTERS,
                    Place::at(&page.page.path, page.page.spans.field("title")),
                    format!(
                        "the title “{}” has letters that share cards cannot show",
                        page.title
                    ),
                )
                .help("it is shared with the card of its type; give it a picture with `image`"),
            );
        }
        match section {
            Some(section) if section.kind == RouteKind::Home => self.of_site(&route.lang),
            Some(section) => self.of_listing(section),
            None => Words {
                title: page
                    .kind
                    .plural
                    .get(&route.lang)
                    .unwrap_or_else(|| page.kind.label(&route.lang))
                    .into(),
                site,
                ..Words::default()
            },
        }
    }

    /// The subjects of a page: its terms but for people and places.
    fn subjects_of(&self, id: PageId) -> Vec<Arc<str>> {
        let taxonomies = &self.site.config.taxonomies;
        let of_subjects = |name: &Arc<str>| {
            let taxonomy = taxonomies.get(name);
            taxonomy.is_some_and(|taxonomy| taxonomy.from_type.is_none())
        };
        let terms = self.card(id).terms.iter();
        terms
            .filter(|terms| of_subjects(&terms.taxonomy))
            .flat_map(|terms| terms.terms.iter().map(|term| term.title.clone()))
            .collect()
    }
}

/// Whether networks show a picture of this kind: none shows SVG.
pub(super) fn can_be_shared(src: &str) -> bool {
    !src.to_ascii_lowercase().ends_with(".svg")
}
