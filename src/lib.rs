//! Alongside: a static site generator for reflective practice and learning networks.
//!
//! A build is a function from files and options to artifacts and diagnostics. It goes one way:
//!
//! 1. [`read`] takes a folder and gives its [`files`];
//! 2. [`parse`] takes a source and gives a page: front matter as fields, Markdown as HTML with holes;
//! 3. [`admit`] takes pages and the time, and gives those that may be shown, with the reason for each that may not;
//! 4. [`site`] assembles what was admitted: addresses, terms, links, references, related pages;
//! 5. [`compose`] makes of each route a view that holds all its page shows;
//! 6. [`render`] makes HTML of a view with the templates of a [`theme`];
//! 7. [`formats`] makes what is for programs: feeds, sitemap, redirects, headers; [`search`] makes the index of the words;
//! 8. [`mod@write`] puts all of it into a folder.
//!
//! [`pipeline`] knows these stages and their order, and [`cli`] is what a person calls.
//!
//! # By floor
//!
//! A module uses only modules of lower floors, which `tests/suite/tidy.rs` holds. From the ground up:
//!
//! 1. [`hash`], [`letters`], [`mod@path`], [`shelf`]: hashes of contents, letters that stand for others, kinds of path, long texts
//!    in memory or aside on the disk;
//! 2. [`images`], [`language`], [`search`], [`share_cards`], [`source`]: what knows nothing of a site: pictures, human
//!    languages, the search index, share cards, texts with their places;
//! 3. [`diagnostic`]: what is said of an author's files;
//! 4. [`files`], [`redirect`], [`report`], [`yaml`]: a site's files and the output's, redirects as written, diagnostics as people
//!    and programs read them, YAML that knows its places;
//! 5. [`read`], [`schema`]: the way in, and types of page as data;
//! 6. [`config`], [`data`], [`glossary`], [`page`], [`synonyms`], [`theme`], [`mod@write`]: `site.yaml`, `data/`, words that are explained,
//!    a parsed page, words that say it otherwise, the look, the way out;
//! 7. [`parse`], [`scaffold`], [`serve`], [`view`]: Markdown, what `init` writes, the preview's server, what templates see;
//! 8. [`admit`], [`render`];
//! 9. [`formats`], [`site`]: what programs read, and assembly;
//! 10. [`compose`], [`external`]: views, and what answers of other sites mean;
//! 11. [`pipeline`];
//! 12. [`preview`]: a site that follows its folder;
//! 13. [`cli`].
//!
//! # Who uses this crate
//!
//! The modules are public for the project's own programs and promise nothing to others. The program itself, `src/main.rs`, calls
//! [`cli`] alone. Tests and benchmarks build sites through [`read`], [`pipeline`] and [`mod@write`], give them [`files`],
//! [`source`]s and a [`config`], and look at [`diagnostic`]s by [`report`]; they and the properties of `fuzz/` also try stages one
//! by one: [`admit`], [`external`], [`formats`], [`hash`], [`images`], [`language`], [`page`], [`parse`], [`mod@path`],
//! [`schema`], [`search`], [`serve`], [`share_cards`], [`shelf`], [`site`] and [`yaml`]. The rest ([`compose`], [`data`],
//! [`glossary`], [`letters`], [`render`], [`scaffold`], [`synonyms`], [`theme`], [`view`]) is public so that its types can be named where those above
//! hand them on.
//!
//! # What touches the world
//!
//! `clippy.toml` refuses every call that reaches files, the clock, the environment, other programs or the network. The modules
//! that are for such calls are let through below, each with its reason, and nothing else is but with a reason beside the call.

pub mod admit;
#[expect(
    clippy::disallowed_methods,
    reason = "the command line hands the world in: files that it was told of, the clock, the environment, the network for links"
)]
pub mod cli;
pub mod compose;
pub mod config;
pub mod data;
pub mod diagnostic;
pub mod external;
pub mod files;
pub mod formats;
pub mod glossary;
pub mod hash;
pub mod images;
pub mod language;
pub mod letters;
pub mod metadata;
pub mod page;
pub mod parse;
pub mod path;
pub mod pipeline;
pub mod preview;
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one way in: it walks a site's folder and reads its files"
)]
pub mod read;
pub mod redirect;
pub mod render;
pub mod report;
pub mod runnable;
#[expect(
    clippy::disallowed_methods,
    reason = "`init` writes a new site's files, and never over another"
)]
pub mod scaffold;
pub mod schema;
pub mod search;
#[expect(
    clippy::disallowed_methods,
    reason = "the preview answers on a socket, and follows the site's folder"
)]
pub mod serve;
pub mod share_cards;
pub mod shelf;
pub mod site;
pub mod source;
pub mod synonyms;
pub mod theme;
pub mod view;
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one way out: it writes the output folder and keeps the cache of finished pictures"
)]
pub mod write;
pub mod yaml;
