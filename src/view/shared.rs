//! A part of a view that many views have: it is hashed once, and turned into a template's value once.
//!
//! It is as inert as what it holds, and reads like it. It saves work, and no result depends on it.

use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde::{Serialize, Serializer};
use tera::Value;

use crate::hash::ContentHash;

/// A part of a view that many views have.
pub struct Shared<T>(Arc<Inner<T>>);

struct Inner<T> {
    data: T,
    hash: OnceLock<ContentHash>,
    value: Mutex<Option<Value>>,
}

impl<T> Shared<T> {
    /// Shares a part.
    pub fn new(data: T) -> Self {
        Self(Arc::new(Inner {
            data,
            hash: OnceLock::new(),
            value: Mutex::new(None),
        }))
    }

    /// Gives back the memory of the template's value, which is made anew when it is asked for.
    pub fn forget_value(&self) {
        *self.known() = None;
    }

    fn known(&self) -> MutexGuard<'_, Option<Value>> {
        self.0.value.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Serialize> Shared<T> {
    /// The part as a template sees it.
    pub fn value(&self) -> Value {
        self.known()
            .get_or_insert_with(|| Value::from_serializable(&self.0.data))
            .clone()
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.data
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Default> Default for Shared<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Shared<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.data.fmt(formatter)
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.data == other.0.data
    }
}

impl<T: Eq> Eq for Shared<T> {}

impl<T: Hash> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0
            .hash
            .get_or_init(|| ContentHash::of_value(&self.0.data))
            .hash(state);
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Tera takes a finished value over as it is.
        self.value().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_part_reads_hashes_and_shows_like_what_it_holds() {
        let words = Shared::new(vec!["trust", "time"]);
        assert_eq!(words.len(), 2);
        assert_eq!(words, Shared::new(vec!["trust", "time"]));
        let hash = |shared: &Shared<Vec<&str>>| ContentHash::of_value(shared);
        assert_eq!(hash(&words), hash(&words.clone()));
        assert_ne!(hash(&words), hash(&Shared::new(vec!["trust"])));
        let value = Value::from_serializable(&[&words, &words]);
        assert_eq!(
            value,
            Value::from_serializable(&[["trust", "time"], ["trust", "time"]])
        );
        assert_eq!(
            serde_json::to_string(&words).expect("JSON"),
            r#"["trust","time"]"#
        );
    }
}
