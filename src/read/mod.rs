//! The one door in: a folder on a disk becomes [`Files`].
//!
//! What cannot be read as it should be is a finding, never a stop: a file that is not UTF-8 is handed on with its faulty bytes
//! marked, so that one mistake is not reported as many. Nothing here knows what a page is.

mod found;
mod inside;
mod names;
mod open;
mod reader;
mod walk;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::Checked;
use crate::files::{FileBytes, Files};

pub use inside::{open_inside, size_and_time};
pub use reader::{Changed, Look, Reader};

/// A site's folder that cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the site's folder {}: {cause}", path.display())]
pub struct Error {
    /// The folder.
    pub path: PathBuf,
    /// Why.
    pub cause: io::Error,
}

/// Reads the site in the folder `site`. The folder `output`, when it lies inside the site, is not read.
///
/// # Errors
///
/// When the folder itself cannot be opened; everything else is a finding.
pub fn read(site: &Path, output: Option<&Path>) -> Result<Checked<Files>, Error> {
    let look = Reader::default().look(site, output, &Changed::Anything)?;
    Ok(Checked::new(look.files, look.diagnostics))
}

/// The bytes of a file that Alongside will copy, serve or prepare as a picture, wherever they are.
///
/// # Errors
///
/// When the file on the disk cannot be read.
pub fn bytes(bytes: &FileBytes) -> io::Result<Arc<[u8]>> {
    match bytes {
        FileBytes::Memory(bytes) => Ok(Arc::clone(bytes)),
        FileBytes::Disk(path) => bytes_of(path).map(Into::into),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this module is the door through which a site is read"
)]
fn bytes_of(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}
