//! Alongside: a static site generator for reflective practice and learning networks.

pub mod admit;
pub mod cards;
pub mod cli;
pub mod compose;
pub mod config;
pub mod data;
pub mod diagnostic;
pub mod files;
pub mod hash;
pub mod index;
pub mod language;
pub mod parse;
pub mod path;
pub mod pipeline;
pub mod read;
pub mod render;
pub mod report;
pub mod scaffold;
pub mod schema;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
pub mod theme;
pub mod write;
pub mod yaml;
