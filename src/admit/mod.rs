//! The gate between parse and assemble: inherits fields, then admits pages by what they, their originals and their sections say.
//!
//! Nothing downstream ever holds a page that was not admitted; of one that was held back it knows the file and the reason,
//! so that a link to it can be explained. Consent will be asked here when it is built.

mod admission;
mod admitted;
mod gate;
mod held;
mod inherit;
mod judge;
mod parts;
mod passage;

pub use admission::{Admission, AdmittedFiles};
pub use admitted::{Admitted, Facts};
pub use gate::Gate;
pub use held::{Held, HeldCounts, HeldName, Reason};
pub use passage::admit;
