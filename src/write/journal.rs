//! What a build has put beside its output: by this the next one knows what a killed build left, and what somebody else brought.
//!
//! A name proves nothing, as a repository can hold a folder of any name. The journal holds what no clone, archive or copy can bring
//! along: the number of a folder on its disk and the nanosecond in which it was made there. It begins with those of its own
//! file, so that a journal that was copied is none. Lines are only added, so that one that was cut short takes no other with it.

use std::io;
use std::path::Path;

use super::disk::{Entry, Folder, Moment, Open};

/// The first word of a journal.
const HEAD: &str = "alongside-journal-1";

/// The most bytes of a journal that are read: it has four lines.
pub(super) const LONGEST_BYTES: u64 = 4096;

/// What no copy of a file or folder has in common with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity(String);

impl Identity {
    /// That of a folder that is held open; none where the disk keeps too little to tell.
    pub(super) fn of(folder: &Folder) -> io::Result<Option<Self>> {
        let itself = Path::new("");
        Ok(Self::new(folder.look(itself)?, folder.born(itself)?))
    }

    /// That of an open file.
    pub(super) fn of_file(file: &Open) -> io::Result<Option<Self>> {
        Ok(Self::new(file.look()?, file.born()?))
    }

    fn new(entry: Entry, born: Option<Moment>) -> Option<Self> {
        let (disk, number) = entry.place.unwrap_or_default();
        match born {
            Some((seconds, nanoseconds)) => {
                Some(Self(format!("{disk}:{number}:{seconds}.{nanoseconds:09}")))
            }
            // A disk that does not keep when something was made: its number counts as long as the machine runs, since nobody
            // who makes an archive knows the name of this run.
            None => run_of_the_machine().map(|run| Self(format!("{disk}:{number}:{run}"))),
        }
    }
}

/// The name that Linux gives to each run of the machine.
fn run_of_the_machine() -> Option<String> {
    let file = std::fs::File::open("/proc/sys/kernel/random/boot_id").ok()?;
    let name = io::read_to_string(file).ok()?;
    Some(name.trim().to_owned())
}

/// What a journal says.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// Whether a folder for the new site was about to be made: while it is empty, nothing else tells whose it is.
    pub(super) is_making: bool,
    /// The folder in which a new site was laid.
    pub(super) staged: Option<Identity>,
    /// The folder that was the old site.
    pub(super) old: Option<Identity>,
}

impl Journal {
    /// Reads a journal, whose file has this identity; none when it is not that file's own.
    pub(super) fn read(bytes: &[u8], own: Option<&Identity>) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut lines = text.split_inclusive('\n');
        let first = lines.next()?;
        let (head, identity) = first.strip_suffix('\n')?.split_once(' ')?;
        if head != HEAD || own.is_none_or(|own| own.0 != identity) {
            return None;
        }
        let mut journal = Self::default();
        for line in lines.filter_map(|line| line.strip_suffix('\n')) {
            match line.split_once(' ') {
                Some(("staged", identity)) => journal.staged = Some(Identity(identity.to_owned())),
                Some(("old", identity)) => journal.old = Some(Identity(identity.to_owned())),
                _ => journal.is_making |= line == "making",
            }
        }
        Some(journal)
    }

    /// The lines with which a journal begins, before a folder is made.
    pub(super) fn beginning(own: &Identity) -> String {
        format!("{HEAD} {}\nmaking\n", own.0)
    }

    /// The lines that tell which folder was made, and which is the old site.
    pub(super) fn folders(staged: Option<&Identity>, old: Option<&Identity>) -> String {
        let line = |word: &str, identity: Option<&Identity>| {
            identity.map_or(String::new(), |identity| format!("{word} {}\n", identity.0))
        };
        line("staged", staged) + &line("old", old)
    }

    /// Whether it tells of anything that may still be there.
    pub(super) fn tells(&self) -> bool {
        self.is_making || self.staged.is_some() || self.old.is_some()
    }
}
