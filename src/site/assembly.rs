//! The order in which a site is assembled. Always runs whole, in time that grows with the number of pages.

use std::cell::Cell;
use std::sync::Arc;

use crate::admit::Admission;
use crate::config::Config;
use crate::diagnostic::{Checked, Diagnostic};
use crate::glossary::Glossary;
use crate::path::UrlPath;

use super::catalogue::AskedNames;
use super::registry::Registry;
use super::routes::RoutesByKey;
use super::structure::{Relations, Site, Structure};
use super::{
    address, attachments, catalogue, files, links, listing, mentions, menus, order, outputs,
    pictures, redirects, references, registry, related, routes, taxonomy, unshown, versions,
};

/// Assembles the site from what the gate let through.
pub fn assemble(
    admission: Admission,
    config: &Arc<Config>,
    glossary: &Arc<Glossary>,
) -> Checked<Site> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let Admission {
        pages,
        held,
        held_names,
        files,
        ..
    } = admission;
    let unshown = unshown::Unshown::new(&held_names, &held, config);
    let ((catalogue, clashes), (segments, urls, taxonomies, strays)) = rayon::join(
        || {
            let mut found = Vec::new();
            address::check_ids(&pages, &mut found);
            (catalogue::Catalogue::new(&pages), found)
        },
        || {
            let mut found = Vec::new();
            let segments = address::Segments::of(&pages);
            let urls: Vec<UrlPath> = pages
                .iter()
                .map(|page| address::address(page, config, &segments, &mut found))
                .collect();
            let taxonomies =
                taxonomy::assemble(&pages, &urls, &segments, &unshown, config, &mut found);
            (segments, urls, taxonomies, found)
        },
    );
    diagnostics.extend(clashes.into_iter().chain(strays));
    let taxonomy::Taxonomies {
        terms,
        by_name,
        terms_of,
    } = taxonomies;
    let listing::Listings {
        listings,
        section_of,
    } = listing::assemble(&listing::Sources {
        pages: &pages,
        urls: &urls,
        terms: &terms,
        segments: &segments,
        config,
    });
    let routes = routes::routes(&routes::Shown {
        pages: &pages,
        urls: &urls,
        terms: &terms,
        listings: &listings,
        glossary,
        config,
    });
    let by_key = RoutesByKey::new(&routes);

    let files::Offered {
        files: offered,
        withheld,
    } = files::offered(&pages, &urls, &segments, &files, config);
    let redirects = redirects::collect(&pages, &urls, &terms, config, &mut diagnostics);
    let claims = outputs::Claims {
        pages: &pages,
        routes: &routes,
        listings: &listings,
        files: &offered,
        config,
    };
    let (mut registry, clashes) = Registry::new(&claims, &redirects, &mut diagnostics);

    let resolver = links::Resolver::new(links::Known {
        pages: &pages,
        urls: &urls,
        catalogue: &catalogue,
        registry: &registry,
        routes: &routes,
        files: &offered,
        withheld: &withheld,
        held: &held,
        config,
    });
    let ((resolved, in_bodies), (references, in_fields, names_in_fields)) = rayon::join(
        || {
            let mut found = Vec::new();
            (resolver.resolve_bodies(&mut found), found)
        },
        || {
            let mut found = Vec::new();
            let mut names = AskedNames::default();
            let context = references::Context {
                pages: &pages,
                catalogue: &catalogue,
                terms: &by_name,
                resolver: &resolver,
                unshown: &unshown,
                config,
                suggestions: Cell::new(links::MOST_SUGGESTIONS),
            };
            let references = references::resolve(&context, &mut names, &mut found);
            (references, found, names)
        },
    );
    diagnostics.extend(in_bodies.into_iter().chain(in_fields));
    let links::Resolved {
        targets,
        backlinks,
        mut used_files,
        mut names,
    } = resolved;
    names.extend(names_in_fields);
    let (related, (neighbours, series)) = rayon::join(
        || related::related(&pages, &terms_of, &references, &targets),
        || {
            (
                listing::neighbours(&pages, &listings),
                order::series(&pages),
            )
        },
    );
    let versions = versions::versions(&pages, &urls, &references, config, &mut diagnostics);
    let relations = (0..pages.len())
        .map(|index| Relations {
            section: section_of[index],
            previous: neighbours[index].0,
            next: neighbours[index].1,
            related: related[index].clone(),
            backlinks: backlinks[index].clone(),
            versions: versions[index].own.clone(),
            version_of: versions[index].parent,
            series: series[index].clone(),
        })
        .collect();
    let menus = menus::assemble(
        &pages,
        &listings,
        &routes,
        &by_key,
        config,
        &mut diagnostics,
    );
    for page in &references {
        used_files.extend(page.files.values().map(|file| file.url.clone()));
        used_files.extend(page.linked.iter().cloned());
    }
    if offered.iter().any(|file| file.is_of_content()) {
        used_files.extend(mentions::addresses(&files, &resolver));
    }
    let pictures = pictures::used(&pages, &targets, &references, &offered, &mut diagnostics);
    let files = files::keep_used(&offered, &used_files);
    // What nothing names is not published, and so is in nobody's way.
    let clashes = clashes.into_iter().filter(|clash| {
        let mut claims = clash.files.iter();
        claims.all(|url| files.iter().any(|file| file.url == *url))
    });
    diagnostics.extend(clashes.map(|clash| clash.finding));
    attachments::judge(&pages, &targets, &references, &files, &mut diagnostics);
    registry::check_files(&files, config, &mut diagnostics);
    registry.settle(&offered, &files);
    let unpublished = attachments::unpublished(&offered, &files, &pictures);

    let structure = Structure {
        config: config.clone(),
        urls,
        terms_of,
        relations,
        targets,
        references,
        terms,
        listings,
        routes,
        by_key,
        redirects,
        files,
        registry,
        glossary: glossary.clone(),
        unpublished,
        pictures,
        menus,
        names: names.finish(),
    };
    let site = Site {
        pages,
        structure: Arc::new(structure),
    };
    Checked::new(site, diagnostics)
}
