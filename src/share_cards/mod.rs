//! Share cards: the picture that stands beside a link where an address is shared. A card is drawn as SVG and made a PNG.
//!
//! It knows words and colours, and no page, theme or file. The same card gives the same bytes whatever fonts a machine has: its
//! own are built in, and the system's are never asked for.

mod card;
mod draw;
mod font;
mod lines;

pub use card::{Colour, Look, SIZE, Words, can_write, svg};
pub use draw::{Undrawable, png, read_mark};
