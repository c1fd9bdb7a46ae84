//! Alongside: a static site generator for reflective practice and learning networks.

pub mod diagnostic;
pub mod hash;
pub mod path;
pub mod search;
pub mod source;
