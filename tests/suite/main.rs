//! Whole small sites through the public pipeline, from texts in memory to the bytes of the output and the reports of an author.
//!
//! `README.md` beside this folder says how to add a test. Nothing here reads the network or the clock.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests lay files and stop at what they did not expect"
)]

mod addresses;
mod attachments;
mod cards;
mod copies;
mod diagnostics;
mod driver;
mod events;
mod fields;
mod gate;
mod glossary;
mod hidden;
mod hostile;
mod hostile_depth;
mod html;
mod languages;
mod links;
mod map;
mod moved_in;
mod names;
mod outputs;
mod pages;
mod pictures;
mod rebuild;
mod rules;
mod same;
mod sample;
mod seen;
mod taxonomies;
mod tidy;
mod types;
mod versions;
