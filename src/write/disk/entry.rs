//! What a disk says of one file or folder, the same for every system; no operation.

use std::ffi::OsString;

/// What lies under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::write) enum Kind {
    /// A plain file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// A moment, as the system counts it: seconds and nanoseconds.
pub(in crate::write) type Moment = (i64, u32);

/// A user and a group, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The user.
    pub user: u32,
    /// The group.
    pub group: u32,
}

/// What one file or folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::write) struct Entry {
    /// What it is.
    pub(in crate::write) kind: Kind,
    /// Its size in bytes.
    pub(in crate::write) size: u64,
    /// How many names it has.
    pub(in crate::write) names: u64,
    /// Who may do what with it, as the system writes it.
    pub(in crate::write) mode: u32,
    /// Whose it is; none where the system does not say.
    pub(in crate::write) owner: Option<Owner>,
    /// When it was last read.
    pub(in crate::write) read: Moment,
    /// When it was last written.
    pub(in crate::write) modified: Moment,
    /// The disk that it is on, and its number there; nothing where the system does not say.
    pub(in crate::write) place: Option<(u64, u64)>,
}

impl Entry {
    /// Whether this is a folder.
    pub(in crate::write) fn is_folder(&self) -> bool {
        self.kind == Kind::Folder
    }

    /// Whether both are known to be one and the same file or folder.
    pub(in crate::write) fn is_same(&self, other: &Self) -> bool {
        self.place.is_some() && self.place == other.place
    }

    /// Whether both are on one disk, as far as the system says.
    pub(in crate::write) fn is_on_disk_of(&self, other: &Self) -> bool {
        match (self.place, other.place) {
            (Some((one, _)), Some((other, _))) => one == other,
            _ => true,
        }
    }
}

/// The bit of a folder in which only the owner of a file may take it away.
pub(in crate::write) const STICKY: u32 = 0o1000;

/// What lies in a folder.
#[derive(Debug)]
pub(in crate::write) struct Listing {
    /// The names in it.
    pub(in crate::write) entries: Vec<(OsString, Kind)>,
    /// Whether this process may add to it and take away from it.
    pub(in crate::write) may_change: bool,
}

/// What tells one state of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::write) struct Stamp {
    /// Its size in bytes.
    pub(in crate::write) size: u64,
    modified: Moment,
    place: Option<(u64, u64)>,
}

impl From<Entry> for Stamp {
    fn from(entry: Entry) -> Self {
        Self {
            size: entry.size,
            modified: entry.modified,
            place: entry.place,
        }
    }
}
