//! The render stage: a view and a theme (look) to HTML. Pure: what a template can see is in its view, and nothing else.
//!
//! [`Renderer::new`] compiles a theme's templates once for each language and says all that is wrong with them;
//! [`Renderer::render`] turns one view into one page.

mod body;
mod budget;
pub mod check;
mod closure;
mod contract;
mod counted;
mod failure;
mod functions;
mod names;
mod nesting;
mod renderer;
pub mod sample;

pub use renderer::Renderer;
