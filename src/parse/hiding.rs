//! Words that hide a page: those of other generators, those that are nearly one of Alongside's, and values that cannot be read.
//!
//! What is found here is a finding for the author and a [`Mark`] for the gate: whatever the site's `rules` make of the finding,
//! the mark holds the page. Whether the page is shown is decided there and not here.

use super::ideas;
use crate::config::Config;
use crate::diagnostic::suggest::nearest;
use crate::diagnostic::wording::code;
use crate::diagnostic::{Diagnostic, Place, Severity, codes};
use crate::page::{Hidden, Hides, Mark};
use crate::path::SitePath;
use crate::schema::{Fields, moment};
use crate::source::Span;
use crate::yaml::{Key, Node, NodeKind};

/// The fields that decide whether, where or to whom a page is shown.
const FIELDS: [&str; 9] = [
    "draft",
    "date",
    "expires",
    "visibility",
    "consent",
    "people",
    "no_third_parties",
    "robots",
    "search",
];

/// Words of their own that are one letter away from a field that hides. Who writes them means them.
const OTHER_WORDS: [&str; 18] = [
    "content", "context", "contents", "convent", "data", "dates", "dated", "rate", "gate", "late",
    "mate", "craft", "drift", "graft", "research", "peoples", "state", "expiry",
];

/// When a foreign word hides a page.
enum When {
    /// Its value is no, by whatever word. Yes is no finding.
    IsFalse,
    /// Its value is anything but no, an empty one or an empty text.
    IsGiven,
    /// Its value is yes, by whatever word. No is no finding.
    IsTrue,
    /// Its value is one of the first words; of the second it is no finding. Any other is a field like others.
    Says(&'static [&'static str], &'static [&'static str]),
    /// Its value is none of these.
    SaysNot(&'static [&'static str]),
    /// Its moment has not come. A moment that has is no finding.
    IsAhead,
    /// Its moment has passed.
    IsPast,
    /// Its value is no, or a map in which one of these keys hides.
    Holds(&'static [(&'static str, When)]),
}

/// A word by which another generator hides a page.
struct Foreign {
    /// Its names, in small letters and digits alone: `publishDate` and `publish_date` are `publishdate`.
    names: &'static [&'static str],
    when: When,
    hides: Hides,
    /// The line to write instead.
    instead: &'static str,
}

const DRAFT: &str = "draft: true";
const PRIVATE: &str = "visibility: private";
const NOINDEX: &str = "robots: noindex";
const SEARCH: &str = "search: false";

const NEVER: When = When::Says(&["never", "false", "no", "local"], &["always", "true"]);

/// The words of Hugo, Jekyll, Zola, Eleventy, Astro, Docusaurus, Obsidian and Quartz, Grav, Ghost and exports of WordPress.
#[rustfmt::skip]
const FOREIGN: &[Foreign] = &[
    Foreign { names: &["published", "publish", "dgpublish", "online", "live", "visible", "routable", "listed"], when: When::IsFalse, hides: Hides::Draft, instead: DRAFT },
    Foreign { names: &["public"], when: When::IsFalse, hides: Hides::Private, instead: PRIVATE },
    Foreign { names: &["unpublished", "unpublish", "isdraft", "wip", "trashed", "deleted"], when: When::IsTrue, hides: Hides::Draft, instead: DRAFT },
    Foreign { names: &["private", "isprivate", "confidential", "internal", "membersonly", "restricted", "loginrequired", "protected"], when: When::IsTrue, hides: Hides::Private, instead: PRIVATE },
    Foreign { names: &["hidden", "ishidden", "hide", "unlisted", "exclude", "excluded", "archived"], when: When::IsTrue, hides: Hides::Unclear, instead: DRAFT },
    Foreign { names: &["eleventyexcludefromcollections"], when: When::IsGiven, hides: Hides::Unclear, instead: DRAFT },
    Foreign { names: &["password", "passwordhash"], when: When::IsGiven, hides: Hides::Private, instead: PRIVATE },
    Foreign { names: &["access"], when: When::SaysNot(&["public", "all", "everyone", "open", "free"]), hides: Hides::Private, instead: PRIVATE },
    Foreign { names: &["status", "poststatus", "state", "workflow"], when: When::Says(&["draft", "auto-draft", "pending", "future", "scheduled", "trash", "archived", "in-review", "review", "wip", "hidden", "unlisted", "unpublished", "inactive"], &["publish", "published", "public", "live"]), hides: Hides::Draft, instead: DRAFT },
    Foreign { names: &["status", "poststatus", "state", "workflow"], when: When::Says(&["private", "password", "internal", "confidential", "members"], &[]), hides: Hides::Private, instead: PRIVATE },
    Foreign { names: &["permalink", "render"], when: When::IsFalse, hides: Hides::Draft, instead: DRAFT },
    Foreign { names: &["build"], when: When::Holds(&[("render", NEVER), ("list", NEVER)]), hides: Hides::Unclear, instead: DRAFT },
    Foreign { names: &["sitemap"], when: When::Holds(&[("disable", When::IsTrue), ("disabled", When::IsTrue), ("exclude", When::IsTrue), ("ignore", When::IsTrue)]), hides: Hides::Unclear, instead: NOINDEX },
    Foreign { names: &["sitemapexclude", "excludefromsitemap", "sitemapignore", "noindex", "robotsnoindex"], when: When::IsTrue, hides: Hides::Unclear, instead: NOINDEX },
    Foreign { names: &["seo"], when: When::Holds(&[("noindex", When::IsTrue), ("noIndex", When::IsTrue)]), hides: Hides::Unclear, instead: NOINDEX },
    Foreign { names: &["excludesearch", "searchexclude", "excludefromsearch", "nosearch"], when: When::IsTrue, hides: Hides::Unclear, instead: SEARCH },
    Foreign { names: &["insearchindex", "searchable"], when: When::IsFalse, hides: Hides::Unclear, instead: SEARCH },
    Foreign { names: &["publishdate", "publishon", "publishat", "scheduled", "scheduledat", "embargo", "embargountil"], when: When::IsAhead, hides: Hides::Unclear, instead: "date: " },
    Foreign { names: &["expirydate", "expirationdate", "expireson", "expiresat", "unpublishdate", "unpublishon", "unpublishat"], when: When::IsPast, hides: Hides::Unclear, instead: "expires: " },
];

/// What a foreign word does to its page.
enum Effect {
    Hides(Hides),
    /// It is no finding.
    Nothing,
    /// It is a field like others.
    Field,
}

impl When {
    fn judge(&self, hides: Hides, node: &Node, config: &Config) -> Effect {
        let text = node.text().map(|text| text.trim().to_lowercase());
        let text = text.as_deref();
        let is = |words: &[&str]| text.is_some_and(|text| words.contains(&text));
        let (no, yes) = (
            is(&["false", "no", "off", "0", "n", "never", "null", "~"]),
            is(&["true", "yes", "on", "1", "y"]),
        );
        let decided = |does: bool, not: bool| match (does, not) {
            (true, _) => Effect::Hides(hides),
            (_, true) => Effect::Nothing,
            _ => Effect::Field,
        };
        match self {
            Self::IsFalse => decided(no, yes),
            Self::IsTrue => {
                let is_map = matches!(node.kind, NodeKind::Map(_));
                decided(yes || is_map, no || node.is_empty())
            }
            Self::IsGiven => decided(!no && !node.is_empty() && text != Some(""), true),
            Self::Says(does, not) => decided(is(does), is(not)),
            Self::SaysNot(words) => match node.is_empty() {
                true => Effect::Field,
                false => decided(!is(words), false),
            },
            Self::Holds(keys) => {
                let NodeKind::Map(entries) = &node.kind else {
                    return decided(no, false);
                };
                let hidden = entries.iter().any(|(key, node)| {
                    keys.iter().any(|(name, when)| {
                        *name == &*key.text
                            && matches!(when.judge(hides, node, config), Effect::Hides(_))
                    })
                });
                decided(hidden, false)
            }
            Self::IsAhead | Self::IsPast => match text {
                None | Some("") => Effect::Field,
                Some(text) => match moment::parse(text, &config.timezone) {
                    Ok(moment) if matches!(self, Self::IsAhead) => {
                        Effect::Hides(Hides::Until(moment.instant))
                    }
                    Ok(moment) => Effect::Hides(Hides::From(moment.instant)),
                    Err(_) => Effect::Hides(Hides::Unclear),
                },
            },
        }
    }
}

/// What was found in a map of fields.
#[derive(Default)]
pub(super) struct Hiding {
    pub(super) marks: Vec<Mark>,
    /// The keys, by number, that are no fields: foreign words, hiding or not.
    foreign: Vec<usize>,
}

impl Hiding {
    /// The map without its foreign words, when it has any.
    pub(super) fn without_foreign(&self, tree: &Node) -> Option<Node> {
        let NodeKind::Map(entries) = &tree.kind else {
            return None;
        };
        (!self.foreign.is_empty()).then(|| {
            let kept = entries.iter().enumerate();
            let kept = kept.filter(|(number, _)| !self.foreign.contains(number));
            Node {
                span: tree.span,
                kind: NodeKind::Map(kept.map(|(_, entry)| entry.clone()).collect()),
            }
        })
    }
}

/// Reads the keys of a map of fields, which may be open, for words that hide a page, or the pages below it.
pub(super) fn read(
    path: &SitePath,
    tree: &Node,
    fields: &Fields,
    (is_open, what): (bool, Hidden),
    config: &Config,
    sink: &mut Vec<Diagnostic>,
) -> Hiding {
    let mut hiding = Hiding::default();
    let NodeKind::Map(entries) = &tree.kind else {
        return hiding;
    };
    for (number, (key, node)) in entries.iter().enumerate() {
        if fields.contains_key(&*key.text) {
            continue;
        }
        let span = Span::new(key.span.start as usize, node.span.end as usize);
        let mut mark = |hides, says: Option<Box<str>>| {
            hiding.marks.push(Mark {
                hides,
                span,
                what,
                says,
            });
        };
        match foreign(key, node, config) {
            Some((_, Effect::Nothing)) => hiding.foreign.push(number),
            Some((word, Effect::Hides(hides))) => {
                let value = node.text().unwrap_or_default().trim();
                let instead = match word.when {
                    When::IsAhead | When::IsPast => format!("{}{value}", word.instead),
                    _ => word.instead.to_owned(),
                };
                let says = format!("write `{instead}`");
                // The site says that it knows the word.
                let is_known = config.fields_from.contains_key(&*key.text);
                match hides {
                    _ if is_known => mark(hides, None),
                    // Whether it hides depends on the time, so that the gate tells of it.
                    Hides::Until(_) | Hides::From(_) => mark(hides, Some(says.into())),
                    _ => {
                        mark(hides, None);
                        sink.push(foreign_word(path, key.span, &key.text, &says));
                    }
                }
                hiding.foreign.push(number);
            }
            Some((_, Effect::Field)) | None => {
                if let Some(meant) = nearly(&key.text) {
                    mark(Hides::Unclear, None);
                    if is_open {
                        sink.push(
                            Diagnostic::new(
                                &codes::FRONT_MATTER_UNKNOWN_FIELD,
                                Place::at(path, key.span),
                                format!(
                                    "{} is not a field, and is nearly one that hides pages",
                                    code(&key.text)
                                ),
                            )
                            .help(format!("did you mean `{meant}`?")),
                        );
                    }
                }
            }
        }
    }
    hiding
}

/// Front matter with the names that `fields_from` gives to foreign ones, in a `cascade` too.
///
/// A foreign word that hides keeps its name, and takes the effect that it has there: `published: false` is no value that another
/// field could take. Only a moment is one. Where the page has the field already, nothing is said twice.
pub(super) fn renamed(mut tree: Node, config: &Config) -> Node {
    if config.fields_from.is_empty() {
        return tree;
    }
    let NodeKind::Map(entries) = &mut tree.kind else {
        return tree;
    };
    let mut given: Vec<Box<str>> = entries.iter().map(|(key, _)| key.text.clone()).collect();
    for (key, node) in entries.iter_mut() {
        if &*key.text == "cascade" {
            let whole = std::mem::replace(&mut node.kind, NodeKind::List(Vec::new()));
            let below = Node {
                span: node.span,
                kind: whole,
            };
            *node = renamed(below, config);
            continue;
        }
        let Some(meant) = config.fields_from.get(&*key.text) else {
            continue;
        };
        let is_moment = |word: &Foreign| {
            matches!(
                (&word.when, &**meant),
                (When::IsAhead, "date") | (When::IsPast, "expires")
            )
        };
        let hides = match foreign(key, node, config) {
            Some((_, Effect::Field)) | None => {
                nearly(&key.text).is_some_and(|field| field != &**meant)
            }
            Some((word, _)) => !is_moment(word),
        };
        if !hides && given.iter().all(|name| **name != **meant) {
            key.text = (&**meant).into();
            given.push(key.text.clone());
        }
    }
    tree
}

/// The finding about a word by which another generator hides a page.
fn foreign_word(path: &SitePath, span: Span, key: &str, help: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::FRONT_MATTER_FOREIGN_WORD,
        Place::at(path, span),
        format!(
            "{} is how another generator hides a page, and no field here",
            code(key)
        ),
    )
    .help(help)
}

/// What a key of another generator does, if it is one.
fn foreign(key: &Key, node: &Node, config: &Config) -> Option<(&'static Foreign, Effect)> {
    let name = joined(&key.text);
    let mut last = None;
    for word in FOREIGN.iter().filter(|word| word.names.contains(&&*name)) {
        let effect = word.when.judge(word.hides, node, config);
        let is_decided = !matches!(effect, Effect::Field);
        last = Some((word, effect));
        if is_decided {
            break;
        }
    }
    last
}

/// The field that hides pages and that a key is nearly: in other letters, or a slip away.
fn nearly(key: &str) -> Option<&'static str> {
    let written = joined(key);
    if OTHER_WORDS.contains(&&*written) {
        return None;
    }
    let same = FIELDS.into_iter().find(|field| joined(field) == written);
    // Short words are near to too many others: a slip is one edit for each four letters.
    let is_near = |field: &&str| written.len().abs_diff(field.len()) <= written.len().div_ceil(4);
    same.or_else(|| {
        let near = nearest(&written, FIELDS.into_iter().filter(is_near))?;
        (written.len() >= 4 && written.chars().next() == near.chars().next()).then_some(near)
    })
}

/// A name in small letters and digits alone.
fn joined(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(64)
        .collect()
}

/// Marks each field that hides pages and in whose value an error was found: what it says cannot be read.
pub(super) fn unreadable(tree: &Node, errors: &[Diagnostic], what: Hidden, marks: &mut Vec<Mark>) {
    for name in FIELDS {
        let Some((key, node)) = tree.entry(name) else {
            continue;
        };
        let is_inside = |found: &Diagnostic| {
            found.severity == Severity::Error
                && found.place.span.is_some_and(|span| {
                    span.start >= key.span.start && span.end <= node.span.end.max(key.span.end)
                })
        };
        if errors.iter().any(is_inside) {
            marks.push(Mark {
                hides: Hides::Unclear,
                span: node.span,
                what,
                says: None,
            });
        }
    }
}

/// Marks a page in whose front matter a field that hides pages stands twice: which of the two is meant, nobody can tell.
///
/// `twice` are the places of the second ones, in `text`.
pub(super) fn written_twice(
    text: &str,
    tree: &Node,
    twice: impl Iterator<Item = Span>,
    config: &Config,
    marks: &mut Vec<Mark>,
) {
    let cascade = tree.get("cascade").map(|node| node.span);
    for span in twice {
        let key = text[span.range()].trim_matches(['"', '\'']);
        let is_foreign = || {
            let name = joined(key);
            FOREIGN
                .iter()
                .any(|foreign| foreign.names.contains(&&*name))
        };
        if nearly(key).is_none() && !is_foreign() && !config.fields_from.contains_key(key) {
            continue;
        }
        let is_below =
            cascade.is_some_and(|cascade| cascade.start <= span.start && span.end <= cascade.end);
        marks.push(Mark {
            hides: Hides::Unclear,
            span,
            what: if is_below {
                Hidden::Below
            } else {
                Hidden::Page
            },
            says: None,
        });
    }
}

/// Checks that every `consent` of the front matter names records and does not say yes or no.
///
/// The page's own holds the page; that of a quote, a finding or a picture holds the value that it stands in.
pub(super) fn consent(
    path: &SitePath,
    tree: &Node,
    config: &Config,
    sink: &mut Vec<Diagnostic>,
    marks: &mut Vec<Mark>,
) {
    let NodeKind::Map(entries) = &tree.kind else {
        return;
    };
    let mut refused = Vec::new();
    for (key, node) in entries {
        let before = refused.len();
        match &*key.text {
            "consent" => records(node, (tree.span, Hidden::Page), config, &mut refused),
            _ => consent_inside(node, config, &mut refused),
        }
        // What is handed down, and what was made part of the text, cannot be taken out of it any more.
        if matches!(&*key.text, "cascade" | ideas::FIELD) {
            for refusal in &mut refused[before..] {
                refusal.what = Hidden::Page;
            }
        }
    }
    for refusal in refused {
        marks.push(Mark {
            hides: Hides::Permission,
            span: match refusal.what {
                Hidden::Part => refusal.part,
                Hidden::Page | Hidden::Below => refusal.said,
            },
            what: refusal.what,
            says: None,
        });
        sink.push(
            Diagnostic::new(
                &codes::FRONT_MATTER_CONSENT,
                Place::at(path, refusal.said),
                "this names no record of consent, and what it is about cannot be published",
            )
            .help("name the record that your network keeps, or write `draft: true` until there is one"),
        );
    }
}

/// A `consent` that names no record.
struct Refusal {
    /// Where it says so.
    said: Span,
    /// The value that it stands in.
    part: Span,
    what: Hidden,
}

/// Looks for `consent` in the values of a field.
fn consent_inside(node: &Node, config: &Config, refused: &mut Vec<Refusal>) {
    match &node.kind {
        NodeKind::Scalar(_) => {}
        NodeKind::List(items) => {
            for item in items {
                consent_inside(item, config, refused);
            }
        }
        NodeKind::Map(entries) => {
            for (key, value) in entries {
                match &*key.text {
                    "consent" => records(value, (node.span, Hidden::Part), config, refused),
                    _ => consent_inside(value, config, refused),
                }
            }
        }
    }
}

/// Adds what one `consent` says that is no record's name.
fn records(node: &Node, (part, what): (Span, Hidden), config: &Config, refused: &mut Vec<Refusal>) {
    let named: Vec<&Node> = match &node.kind {
        NodeKind::List(items) => items.iter().collect(),
        _ => vec![node],
    };
    for one in named {
        let Some(text) = one.text().map(str::trim).filter(|text| !text.is_empty()) else {
            continue;
        };
        if !config.consent_pattern.matches(text) {
            refused.push(Refusal {
                said: one.span,
                part,
                what,
            });
        }
    }
}

/// Tells of folders whose names mean something in other generators.
pub(super) fn folder(path: &SitePath, sink: &mut Vec<Diagnostic>, marks: &mut Vec<Mark>) {
    let mut folders = path.folder().split('/');
    if folders.clone().any(|name| name == "_drafts") {
        marks.push(Mark {
            hides: Hides::Draft,
            span: Span::default(),
            what: Hidden::Page,
            says: None,
        });
        sink.push(
            Diagnostic::new(
                &codes::FILE_DRAFTS_FOLDER,
                Place::file(path),
                "this page lies in `_drafts/`, and is held back",
            )
            .help("write `draft: true` in the page, and move it to the folder where it belongs"),
        );
    } else if folders.any(|name| name == "_posts") {
        sink.push(
            Diagnostic::new(
                &codes::FILE_POSTS_FOLDER,
                Place::file(path),
                "this page lies in `_posts/`, and its address says so",
            )
            .help("rename the folder to `posts/`"),
        );
    }
}
