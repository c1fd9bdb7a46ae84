//! Alongside: a static site generator for reflective practice and learning networks.

pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod files;
pub mod hash;
pub mod parse;
pub mod path;
pub mod pipeline;
pub mod read;
pub mod render;
pub mod report;
pub mod schema;
pub mod serve;
pub mod source;
pub mod write;
pub mod yaml;
