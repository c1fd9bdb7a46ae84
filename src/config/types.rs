//! `types:` and `taxonomies:` resolved together, since each may name the other.
//!
//! A site's type takes its folders from the built-in ones, and every type gets one field for each taxonomy.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::site::{Site, whole};
use super::{Language, TaxonomyDecl};
use crate::diagnostic::suggest::{did_you_mean, nearest};
use crate::diagnostic::wording::{any_of, code};
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::schema::declared::{Builtin, Reader, builtin, plain_type};
use crate::schema::{Field, Fields, Kind, Localised, RefTo, TypeDecl, Value};
use crate::source::Span;
use crate::yaml::{Key, Node, NodeKind};

type Languages = IndexMap<Arc<str>, Language>;
type Taxonomies = IndexMap<Arc<str>, TaxonomyDecl>;
type Types = IndexMap<Arc<str>, Arc<TypeDecl>>;

/// The taxonomies and types of the site.
pub(super) fn resolve(site: &mut Site<'_>, languages: &Languages) -> (Taxonomies, Types) {
    let builtin = builtin();
    let mut types = builtin.types.clone();
    let own = own_types(site, languages, builtin, &mut types);
    let mut taxonomies = taxonomies(site, languages, &types);
    taxonomies.retain(|name, _| may_be_a_taxonomy(site, name, builtin));
    for (name, decl) in &mut types {
        let own_node = own.get(name).copied();
        check_targets(site, name, decl, own_node, &taxonomies, builtin);
        for taxonomy in taxonomies.values() {
            add_taxonomy_field(decl, taxonomy);
        }
    }
    let types = types
        .into_iter()
        .map(|(name, decl)| (name, Arc::new(decl)))
        .collect();
    (taxonomies, types)
}

/// Reads `types:` over the built-in ones; gives back the site's nodes by name.
fn own_types<'a>(
    site: &mut Site<'a>,
    languages: &Languages,
    builtin: &Builtin,
    types: &mut IndexMap<Arc<str>, TypeDecl>,
) -> BTreeMap<Arc<str>, &'a Node> {
    let mut own = BTreeMap::new();
    let mut folders: BTreeMap<Arc<str>, Span> = BTreeMap::new();
    if let Some((_, node)) = site.entry(&["types"])
        && !matches!(node.kind, NodeKind::Map(_))
        && !node.is_empty()
    {
        site.report(
            &codes::CONFIG_WRONG_KIND,
            node.span,
            "`types` wants names with declarations".into(),
            Some("for example `types: {piece: {sections: [pieces]}}`".into()),
        );
    }
    for (key, node) in site.entries(&["types"]) {
        if !is_name(&key.text) {
            let message = format!("{} cannot be the name of a type", code(&key.text));
            site.report(
                &codes::SCHEMA_DECLARATION,
                key.span,
                message,
                Some("use small letters, digits, `-` and `_`, with a letter first".into()),
            );
            continue;
        }
        let base = types
            .get(&*key.text)
            .cloned()
            .unwrap_or_else(|| plain_type(&key.text, &builtin.common));
        let mut decl =
            Reader::new(site.file, site.sink).type_decl(key, node, base, &builtin.common);
        for property in ["label", "plural", "permalink"] {
            if let Some(node) = node.get(property) {
                site.localised(node, languages);
            }
        }
        if let Some((_, node)) = node.entry("permalink") {
            check_permalink(site, node, decl.is_term());
            decl.permalink_place = Some(Place::at(site.file, node.span));
        }
        if let Some((key, node)) = node.entry("sections") {
            claim_folders(site, key, node, &decl.name, types, &mut folders);
        }
        own.insert(decl.name.clone(), node);
        types.insert(decl.name.clone(), decl);
    }
    own
}

/// Takes the folders of a site's type from the other types, or says that another of the site's own has one already.
fn claim_folders(
    site: &mut Site<'_>,
    key: &Key,
    node: &Node,
    owner: &str,
    types: &mut IndexMap<Arc<str>, TypeDecl>,
    folders: &mut BTreeMap<Arc<str>, Span>,
) {
    let words = Reader::new(site.file, &mut Vec::new()).words(key, node);
    for (folder, span) in words {
        let folder: Arc<str> = folder.trim_matches('/').into();
        if let Some(first) = folders.get(&folder) {
            let message = format!(
                "the folder {} belongs to two types of this site",
                code(&folder)
            );
            let finding = Diagnostic::new(
                &codes::SCHEMA_FOLDER_TAKEN,
                Place::at(site.file, span),
                message,
            )
            .help("give each type folders of its own; single pages may say their `type`")
            .related(Place::at(site.file, *first), "the first type takes it here");
            site.sink.push(finding);
            continue;
        }
        folders.insert(folder.clone(), span);
        for (name, decl) in types.iter_mut() {
            if &**name != owner {
                decl.sections.retain(|taken| *taken != folder);
            }
        }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.len() <= 64
        && text.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
        })
}

/// Checks a pattern of addresses, or one for each language: its parts in braces, its slashes, its characters.
fn check_permalink(site: &mut Site<'_>, node: &Node, is_term: bool) {
    const PARTS: &[&str] = &[
        "section", "path", "year", "month", "day", "slug", "id", "taxonomy",
    ];
    if let NodeKind::Map(entries) = &node.kind {
        for (_, node) in entries {
            check_permalink(site, node, is_term);
        }
        return;
    }
    let Some(pattern) = node.text().map(str::trim) else {
        return;
    };
    let mut say = |message: String, help: String| {
        site.report(&codes::SCHEMA_PERMALINK, node.span, message, Some(help));
    };
    if !pattern.starts_with('/') {
        say(
            format!("the pattern {} does not begin with `/`", code(pattern)),
            format!("write {}", code(&format!("/{pattern}"))),
        );
    }
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let inside = &rest[open + 1..];
        let Some(close) = inside.find('}') else {
            say(
                format!("a `{{` in the pattern {} is never closed", code(pattern)),
                "write each part as `{slug}`".into(),
            );
            return;
        };
        let name = &inside[..close];
        if !PARTS.contains(&name) {
            let help = nearest(name, PARTS.iter().copied()).map_or_else(
                || format!("the parts are {}", any_of(PARTS.iter().copied())),
                |part| format!("did you mean `{{{part}}}`?"),
            );
            say(
                format!(
                    "{} is not a part of an address",
                    code(&format!("{{{name}}}"))
                ),
                help,
            );
        } else if name == "taxonomy" && !is_term {
            say(
                "only the address of a term has a `{taxonomy}`".into(),
                "use `{section}` for the top folder".into(),
            );
        }
        rest = &inside[close + 1..];
    }
    if rest.contains('}')
        || pattern
            .chars()
            .any(|character| character.is_control() || matches!(character, '?' | '#' | '\\'))
        || pattern.split('/').any(|part| part == ".." || part == ".")
    {
        say(
            format!("the pattern {} holds what an address cannot", code(pattern)),
            "use words, `/` and parts in braces alone".into(),
        );
    }
}

/// Reads `taxonomies:`, or gives the default ones.
fn taxonomies(
    site: &mut Site<'_>,
    languages: &Languages,
    types: &IndexMap<Arc<str>, TypeDecl>,
) -> Taxonomies {
    let Some((_, node)) = site.entry(&["taxonomies"]) else {
        return default_taxonomies();
    };
    if !matches!(node.kind, NodeKind::Map(_)) {
        // An empty `taxonomies:` is a site without any; another shape has been reported by the validator.
        return Taxonomies::new();
    }
    let mut taxonomies = Taxonomies::new();
    for (key, node) in site.entries(&["taxonomies"]) {
        let name: Arc<str> = Arc::from(&*key.text);
        let label = node
            .get("label")
            .map_or_else(Localised::default, |node| site.localised(node, languages));
        let permalink = node
            .get("permalink")
            .map_or_else(Localised::default, |node| {
                check_permalink(site, node, true);
                site.localised(node, languages)
            });
        let from_type = node.entry("type").and_then(|(_, node)| {
            let written = node.text()?.trim();
            if let Some((found, _)) = types.get_key_value(written) {
                return Some(found.clone());
            }
            let message = format!("there is no type {}", code(written));
            let help = did_you_mean(written, types.keys().map(|name| &**name));
            site.report(&codes::SCHEMA_UNKNOWN_TARGET, node.span, message, help);
            None
        });
        let value = site
            .values
            .get("taxonomies")
            .and_then(|all| all.get(&name))
            .cloned()
            .unwrap_or_default();
        let truth = |name: &str| value.get(name).and_then(Value::as_bool).unwrap_or(false);
        let decl = TaxonomyDecl {
            label: if label.is_empty() {
                default_label(&name)
            } else {
                label
            },
            from_type,
            closed: truth("closed"),
            feed: truth("feed"),
            map: truth("map"),
            paginate: whole(value.get("paginate")),
            permalink,
            name: name.clone(),
        };
        taxonomies.insert(name, decl);
    }
    taxonomies
}

fn default_taxonomies() -> Taxonomies {
    [
        ("themes", None),
        ("areas", Some("area")),
        ("authors", Some("person")),
    ]
    .into_iter()
    .map(|(name, from_type)| {
        let name: Arc<str> = name.into();
        let decl = TaxonomyDecl {
            name: name.clone(),
            label: default_label(&name),
            from_type: from_type.map(Arc::from),
            closed: false,
            feed: false,
            map: false,
            paginate: None,
            permalink: Localised::default(),
        };
        (name, decl)
    })
    .collect()
}

/// What people call a taxonomy that says nothing: the known ones have a label in two languages.
fn default_label(name: &str) -> Localised {
    let pair = |en: &str, cy: &str| {
        Localised(BTreeMap::from([
            ("en".into(), en.into()),
            ("cy".into(), cy.into()),
        ]))
    };
    match name {
        "themes" => pair("Themes", "Themâu"),
        "areas" => pair("Areas", "Ardaloedd"),
        "authors" => pair("Authors", "Awduron"),
        _ => {
            let mut words = name.replace(['-', '_'], " ");
            if let Some(first) = words.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            Localised::everywhere(&words)
        }
    }
}

/// Whether a name can be a folder, an address and a field of every page at once.
fn may_be_a_taxonomy(site: &mut Site<'_>, name: &str, builtin: &Builtin) -> bool {
    let reserved = matches!(
        name,
        "page" | "search" | "assets" | "cascade" | "paginate" | "sort_by"
    );
    let taken = builtin
        .common
        .get(name)
        .is_some_and(|field| !is_references(field));
    let problem = if !is_name(name) {
        "use small letters, digits, `-` and `_`, with a letter first"
    } else if reserved || taken {
        "every page has a field or address of that name already: choose another"
    } else {
        return true;
    };
    if let Some((key, _)) = site.entry(&["taxonomies", name]) {
        let message = format!("{} cannot be the name of a taxonomy", code(name));
        site.report(
            &codes::CONFIG_VALUE,
            key.span,
            message,
            Some(problem.into()),
        );
    }
    false
}

fn is_references(field: &Field) -> bool {
    matches!(&field.kind, Kind::List(of) if matches!(of.kind, Kind::Ref(_)))
}

/// The field of every page that names its terms.
fn add_taxonomy_field(decl: &mut TypeDecl, taxonomy: &TaxonomyDecl) {
    let kind = Kind::List(Box::new(Field::of(Kind::Ref(vec![RefTo::Taxonomy(
        taxonomy.name.clone(),
    )]))));
    match decl.fields.get_mut(&taxonomy.name) {
        Some(field) => field.kind = kind,
        None => {
            let field = Field {
                label: taxonomy.label.clone(),
                help: Localised::everywhere("The terms that the page is about."),
                example: Some("[one, two]".into()),
                ..Field::of(kind)
            };
            let at = decl
                .fields
                .get_index_of("updated")
                .unwrap_or(decl.fields.len());
            decl.fields.shift_insert(at, taxonomy.name.clone(), field);
        }
    }
}

/// Takes out the built-in fields whose taxonomy the site does not have, and reports the site's own that name nothing.
fn check_targets(
    site: &mut Site<'_>,
    name: &str,
    decl: &mut TypeDecl,
    own: Option<&Node>,
    taxonomies: &Taxonomies,
    builtin: &Builtin,
) {
    if let Some(Node {
        kind: NodeKind::Map(entries),
        ..
    }) = own.and_then(|node| node.get("fields"))
    {
        for (_, node) in entries {
            check_own_targets(site, node, taxonomies, builtin);
        }
    }
    let is_term = name == "term";
    prune(&mut decl.fields, taxonomies, is_term);
}

fn check_own_targets(site: &mut Site<'_>, node: &Node, taxonomies: &Taxonomies, builtin: &Builtin) {
    for (property, node) in match &node.kind {
        NodeKind::Map(entries) => entries.as_slice(),
        _ => &[],
    } {
        match &*property.text {
            "taxonomy" => {
                let words = Reader::new(site.file, &mut Vec::new()).words(property, node);
                for (word, span) in words {
                    if &*word != "own" && !taxonomies.contains_key(&word) {
                        let message = format!("there is no taxonomy {}", code(&word));
                        let help = did_you_mean(&word, taxonomies.keys().map(|name| &**name))
                            .unwrap_or_else(|| {
                                format!("declare {} under `taxonomies`", code(&word))
                            });
                        site.report(&codes::SCHEMA_UNKNOWN_TARGET, span, message, Some(help));
                    }
                }
            }
            "to" => {
                let own: Vec<&str> = site
                    .entries(&["types"])
                    .iter()
                    .map(|(key, _)| &*key.text)
                    .collect();
                let words = Reader::new(site.file, &mut Vec::new()).words(property, node);
                for (word, span) in words {
                    let known = || {
                        builtin
                            .types
                            .keys()
                            .map(|name| &**name)
                            .chain(own.iter().copied())
                    };
                    if &*word != "any" && !known().any(|name| name == &*word) {
                        let message = format!("there is no type {}", code(&word));
                        let help = did_you_mean(&word, known());
                        site.report(&codes::SCHEMA_UNKNOWN_TARGET, span, message, help);
                    }
                }
            }
            "of" => check_own_targets(site, node, taxonomies, builtin),
            "fields" => {
                if let NodeKind::Map(entries) = &node.kind {
                    for (_, node) in entries {
                        check_own_targets(site, node, taxonomies, builtin);
                    }
                }
            }
            _ => {}
        }
    }
}

fn prune(fields: &mut Fields, taxonomies: &Taxonomies, is_term: bool) {
    fields.retain(|_, field| keeps(field, taxonomies, is_term));
}

/// Whether a field still means something on this site; inner fields that do not are taken out of it.
fn keeps(field: &mut Field, taxonomies: &Taxonomies, is_term: bool) -> bool {
    match &mut field.kind {
        Kind::Ref(targets) => {
            targets.retain(|target| match target {
                RefTo::Taxonomy(name) => taxonomies.contains_key(name),
                RefTo::OwnTaxonomy => is_term,
                RefTo::AnyPage | RefTo::Type(_) => true,
            });
            !targets.is_empty()
        }
        Kind::List(of) => keeps(of, taxonomies, is_term),
        Kind::Object(fields) => {
            prune(fields, taxonomies, is_term);
            true
        }
        _ => true,
    }
}
