//! What is derived from a whole site: feeds, sitemap, redirects, headers, and the data that machines read.
//!
//! Every function here is pure: it takes plain values and gives text. None of them knows a site, a template or a disk, so that
//! each can be tested with values written by hand.

pub mod absolute;
pub mod build_info;
pub mod calendar;
pub mod citation;
pub mod feed;
pub mod headers;
pub mod index_json;
pub mod json_ld;
pub mod licence;
pub mod llms;
pub mod markdown_copy;
pub mod open_graph;
pub mod policy;
mod redirect_address;
pub mod redirects;
pub mod robots;
pub mod sitemap;
mod xml;
