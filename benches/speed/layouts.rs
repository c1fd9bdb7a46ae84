//! The files that are the same for every size: the two configurations, the front page, and Hugo's templates.

/// Alongside's configuration; its own look serves.
pub(crate) const SITE_YAML: &str = "\
title: Corpus
description: Invented words, to measure how fast a site of them is built.
base_url: https://corpus.example
languages: [en]
timezone: Europe/London
cards: false
taxonomies:
  themes: {label: Themes, feed: true, paginate: 20, closed: true}
  authors: {label: Authors, type: person, feed: true, paginate: 20, closed: true}
menus:
  main: [/articles/, /news/, /stories/, /themes/]
";

/// The front page of both.
pub(crate) const HOME: &str = "---\ntitle: Corpus\ndescription: Invented words.\nreview_by: 2099-12-31\n---\nInvented words.\n";

/// Hugo's configuration and templates, by path.
pub(crate) const HUGO: [(&str, &str); 15] = [
    ("hugo.toml", include_str!("hugo/hugo.toml")),
    (
        "assets/site.css",
        include_str!("../../themes/hearth/assets/css/site.css"),
    ),
    (
        "layouts/baseof.html",
        include_str!("hugo/layouts/baseof.html"),
    ),
    ("layouts/home.html", include_str!("hugo/layouts/home.html")),
    ("layouts/page.html", include_str!("hugo/layouts/page.html")),
    (
        "layouts/section.html",
        include_str!("hugo/layouts/section.html"),
    ),
    (
        "layouts/taxonomy.html",
        include_str!("hugo/layouts/taxonomy.html"),
    ),
    ("layouts/term.html", include_str!("hugo/layouts/term.html")),
    ("layouts/404.html", include_str!("hugo/layouts/404.html")),
    ("layouts/rss.xml", include_str!("hugo/layouts/rss.xml")),
    (
        "layouts/_partials/head.html",
        include_str!("hugo/layouts/_partials/head.html"),
    ),
    (
        "layouts/_partials/header.html",
        include_str!("hugo/layouts/_partials/header.html"),
    ),
    (
        "layouts/_partials/footer.html",
        include_str!("hugo/layouts/_partials/footer.html"),
    ),
    (
        "layouts/_partials/card.html",
        include_str!("hugo/layouts/_partials/card.html"),
    ),
    (
        "layouts/_partials/pager.html",
        include_str!("hugo/layouts/_partials/pager.html"),
    ),
];
