//! The parse stage: one source file to one page. Pure, per file, and never failing: what is wrong becomes a diagnostic.

pub mod highlight;
pub mod markdown;
pub mod page;

pub use page::Page;
