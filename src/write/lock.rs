//! One build at a time writes to an output folder. The lock lies beside the folder, never in it, and dies with its process.
//!
//! Its file holds the journal. It goes with the build, unless something is left of which only the journal knows whose it is.

use std::fs::TryLockError;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Error;
use super::disk::{Entry, Kind, Open};
use super::journal::{self, Identity, Journal};
use super::names::Names;

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    names: Arc<Names>,
    file: Open,
    journal: Journal,
}

/// Takes the lock of an output folder, waiting for whoever holds it; `waiting` is called when somebody does.
pub(super) fn take(names: Arc<Names>, waiting: impl FnOnce()) -> Result<Lock, Error> {
    let (parent, name) = (names.parent(), names.lock());
    let path = parent.path_of(&name);
    let mut waiting = Some(waiting);
    let mut file = loop {
        let found = parent
            .find(&name)
            .map_err(Error::io("open the lock", &path))?;
        refuse_strange(found, &path)?;
        let file = parent
            .open_or_create(&name)
            .map_err(Error::io("open the lock", &path))?;
        let opened = file.look().map_err(Error::io("open the lock", &path))?;
        refuse_strange(Some(opened), &path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                if let Some(waiting) = waiting.take() {
                    waiting();
                }
                file.lock().map_err(Error::io("lock", &path))?;
            }
            // A file system without locks cannot keep two builds apart; the exchange still keeps each of them whole.
            Err(TryLockError::Error(cause)) if cause.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(cause)) => return Err(Error::io("lock", &path)(cause)),
        }
        // Whoever held it has removed its file: a lock on what no longer has a name keeps nobody out.
        if is_at(&file, &names) {
            break file;
        }
    };
    let mut bytes = Vec::new();
    (&mut file)
        .take(journal::LONGEST_BYTES)
        .read_to_end(&mut bytes)
        .map_err(Error::io("read", &path))?;
    let own = Identity::of_file(&file).map_err(Error::io("read", &path))?;
    let journal = match Journal::read(&bytes, own.as_ref()) {
        Some(journal) => journal,
        // A build that was killed before it wrote anything.
        None if bytes.is_empty() => Journal::default(),
        None => {
            return Err(Error::NotOurs {
                path,
                why: "no build on this machine wrote it",
            });
        }
    };
    Ok(Lock {
        names,
        file,
        journal,
    })
}

/// Refuses what is no plain file of one name: what is written into the lock would be written elsewhere.
fn refuse_strange(found: Option<Entry>, path: &Path) -> Result<(), Error> {
    let why = match found {
        Some(entry) if entry.kind == Kind::Link => "it is a symbolic link",
        Some(entry) if entry.kind != Kind::File => "it is no plain file",
        Some(entry) if entry.names > 1 => "the file has a second name elsewhere",
        _ => return Ok(()),
    };
    Err(Error::NotOurs {
        path: path.to_path_buf(),
        why,
    })
}

impl Lock {
    /// What an earlier build wrote that was killed, or that left something behind.
    pub(super) fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Begins a journal, before a folder for the new site is made.
    pub(super) fn begin(&mut self) -> Result<(), Error> {
        let path = self.names.parent().path_of(&self.names.lock());
        let own = Identity::of_file(&self.file).map_err(Error::io("read", &path))?;
        self.file.empty().map_err(Error::io("write", &path))?;
        self.journal = Journal {
            is_making: true,
            ..Journal::default()
        };
        own.map_or(Ok(()), |own| self.add(&Journal::beginning(&own)))
    }

    /// Notes the folder of the new site, and that of the old one.
    pub(super) fn note(
        &mut self,
        staged: Option<Identity>,
        old: Option<Identity>,
    ) -> Result<(), Error> {
        self.add(&Journal::folders(staged.as_ref(), old.as_ref()))?;
        self.journal.staged = staged;
        self.journal.old = old;
        Ok(())
    }

    fn add(&mut self, lines: &str) -> Result<(), Error> {
        let path = self.names.parent().path_of(&self.names.lock());
        self.file
            .write_all(lines.as_bytes())
            .map_err(Error::io("write", &path))
    }

    /// Whether something lies beside the output that only the journal knows, as far as can be seen.
    fn is_needed(&self) -> bool {
        let siblings = [self.names.new_site(), self.names.old_site()];
        let is_gone = |name: &PathBuf| matches!(self.names.parent().find(name), Ok(None));
        self.journal.tells() && !siblings.iter().all(is_gone)
    }
}

/// Whether the open file is the one that has the lock's name.
fn is_at(file: &Open, names: &Names) -> bool {
    let (Ok(held), Ok(named)) = (file.look(), names.parent().look(&names.lock())) else {
        return false;
    };
    !cfg!(unix) || held.is_same(&named)
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is held, so that nobody takes it between the two. Where it cannot be removed, the next build uses it again.
        if cfg!(unix) && !self.is_needed() && is_at(&self.file, &self.names) {
            let _ = self.names.parent().remove_file(&self.names.lock());
        }
        self.file.unlock();
    }
}
