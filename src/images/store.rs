//! Where finished pictures are kept between builds: what a picture's bytes need of a disk, without one.

use std::fmt;
use std::sync::Arc;

/// Keeps results by key. It may forget at any time, and never gives other bytes than it was given.
pub trait Store: fmt::Debug + Send + Sync {
    /// The bytes that were kept under a key.
    fn get(&self, key: &str) -> Option<Arc<[u8]>>;
    /// Keeps bytes under a key, if it can.
    fn put(&self, key: &str, bytes: &[u8]);
}

/// Keeps nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoStore;

impl Store for NoStore {
    fn get(&self, _key: &str) -> Option<Arc<[u8]>> {
        None
    }

    fn put(&self, _key: &str, _bytes: &[u8]) {}
}
