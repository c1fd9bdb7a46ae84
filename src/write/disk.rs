//! The bytes of one file, read and written: what this folder does to a disk besides moving, linking and removing.

use std::fs;
use std::io;
use std::path::Path;

/// Writes one file.
#[expect(
    clippy::disallowed_methods,
    reason = "this file is the door through which a site is written"
)]
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)
}

/// Reads a file of the output folder.
#[expect(
    clippy::disallowed_methods,
    reason = "this file is the door through which a site is written, and what is replaced is compared first"
)]
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}
