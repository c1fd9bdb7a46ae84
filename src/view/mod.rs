//! The views: all that a template can ever see. Inert, hashable, with every address final.
//!
//! A view's hash is therefore a complete key for what it renders to. Addresses here are percent-encoded, root-relative and
//! carry the base address's path; canonical ones are whole. Dates are text (ISO 8601): templates say them with the `date`
//! filter. Nothing here reaches back into the site, and nothing here knows how a view is made or rendered.

mod card;
mod head;
mod link;
mod list;
mod map;
mod own_fields;
mod page;
mod reading;
mod shared;
mod site;
mod term;

pub use card::Card;
pub use head::{Alternate, FeedLink, Head};
pub use link::{ImageData, Link, PictureFiles, Target, TermsOf, Translation};
pub use list::{About, ListData, Pager, PagerPart, TermCard};
pub use map::{MapCell, MapData, MapPair, MapTerm};
pub use own_fields::FieldRow;
pub use page::{PageData, PageView, Series, TocEntry};
pub use reading::{Explained, Format, GlossaryEntry, Spot};
pub use shared::Shared;
pub use site::SiteData;
pub use term::{Finding, OverTime, Period, PeriodShare, Quote, TermData, TermMap};
