//! The parsed page: what one Markdown file says, finished when the parse stage returns.
//!
//! Links are as written; addresses, inherited fields and everything that needs a second file come later, as other types.
//! Nothing here reads Markdown: that is `parse`, which alone makes pages.

mod body;
mod edit;
mod marks;
mod outline;
mod parsed;
mod place;
mod spans;

pub use body::{Body, Directive, IndexMapHash, LinkKind, LinkRef, Part};
pub use edit::Edit;
pub(crate) use edit::WORDS;
pub use marks::{Hidden, Hides, Mark};
pub use outline::{Heading, Outline, PageName, TextSection, reading_minutes};
pub use parsed::Page;
pub use place::ContentPlace;
pub use spans::PageSpans;
