//! A disk that fails: lets one operation of this thread fail, or all from one on, as in a process that is killed there.

use std::cell::Cell;
use std::io;

/// What goes wrong at an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It fails in this way.
    Fails(io::ErrorKind),
    /// It moves fewer bytes than it was given.
    Short,
    /// It moves fewer bytes than it was given, and the next one finds the disk full.
    Fills,
    /// It and all that come after it fail: so does the disk look on which a process died.
    Dies,
}

/// What a disk can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Disk {
    /// All that a disk of Linux can.
    Able,
    /// Neither exchange two folders nor give a file a second name.
    Poor,
}

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
    static AT: Cell<Option<(usize, Fault)>> = const { Cell::new(None) };
    static DISK: Cell<Disk> = const { Cell::new(Disk::Able) };
}

/// Runs `work` on such a disk, its operation number `at` (from 1) failing; gives what it gave, and whether it came that far.
pub(super) fn with<T>(disk: Disk, at: usize, fault: Fault, work: impl FnOnce() -> T) -> (T, bool) {
    COUNT.set(0);
    AT.set(Some((at, fault)));
    DISK.set(disk);
    let result = work();
    AT.set(None);
    DISK.set(Disk::Able);
    (result, COUNT.get() >= at)
}

/// Counts an operation; how many of `length` bytes it moves.
pub(super) fn step(length: usize) -> io::Result<usize> {
    let Some((at, fault)) = AT.get() else {
        return Ok(length);
    };
    COUNT.set(COUNT.get() + 1);
    let beyond = COUNT.get().checked_sub(at);
    match (fault, beyond) {
        (Fault::Fails(kind), Some(0)) => Err(kind.into()),
        (Fault::Short | Fault::Fills, Some(0)) => Ok(length.div_ceil(2)),
        (Fault::Fills, Some(1)) => Err(io::ErrorKind::StorageFull.into()),
        (Fault::Dies, Some(_)) => Err(io::Error::other("the process is dead")),
        _ => Ok(length),
    }
}

/// Fails where a file cannot have a second name.
pub(super) fn can_link() -> io::Result<()> {
    match DISK.get() {
        Disk::Able => Ok(()),
        Disk::Poor => Err(io::ErrorKind::Unsupported.into()),
    }
}

/// Whether two folders can change places in one step.
pub(super) fn can_exchange() -> bool {
    DISK.get() == Disk::Able
}
