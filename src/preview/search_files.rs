//! The files of the search, which are made behind the pages: whoever asks for one before the first are made waits for them.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use crate::files::{Artifact, Sink};

/// The files of the search: of the edition that is shown, or of the last one while the next is being made.
#[derive(Debug, Default)]
pub(super) struct SearchFiles {
    files: Mutex<Option<Arc<HashMap<String, Artifact>>>>,
    made: Condvar,
}

impl SearchFiles {
    /// Puts the files of a newer index, which `make` makes, in the place of the last.
    pub(super) fn replace(&self, make: impl FnOnce(Sink<'_>)) {
        let made = Mutex::new(HashMap::new());
        make(&|artifact| {
            let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
            made.insert(artifact.path.as_str().to_owned(), artifact);
        });
        let files = made.into_inner().unwrap_or_else(PoisonError::into_inner);
        *self.files.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(files));
        self.made.notify_all();
    }

    /// The files of the index; the first time, once they are made.
    pub(super) fn wait(&self) -> Arc<HashMap<String, Artifact>> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match &*files {
                Some(files) => return files.clone(),
                None => {
                    files = self
                        .made
                        .wait(files)
                        .unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }
}
