//! The render stage: a view and a theme (look) to HTML. Pure: what a template can see is in its view, and nothing else.

pub mod view;
