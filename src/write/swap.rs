//! The exchange of the old site for the new one, and the mending of what a killed build left.
//!
//! On Linux the two folders change places in one step (`renameat2`). Elsewhere, and on file systems that cannot do that, the old
//! folder is moved aside and the new one put in its place; a build that is killed between the two is mended by the next.

use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Folder, Kind};
use super::folder::MOUNTED;
use super::journal::{Identity, Journal};
use super::names::Names;
use super::plan::Old;
use super::stage::Staging;
use super::{Error, removal};

/// What a killed build left, as the journal proves.
enum Leftover {
    /// A folder in which a new site was laid, and which never was the output.
    Staged(Folder),
    /// A folder that was the output.
    Old(Folder),
    /// A folder that was only just made.
    Empty,
}

/// Mends and removes what a killed build left behind. Where there is anything that no build left, nothing is touched.
pub(super) fn tidy(names: &Names, journal: &Journal) -> Result<(), Error> {
    let mut leftovers = Vec::new();
    for name in [names.old_site(), names.new_site()] {
        if let Some(leftover) = find(names, &name, journal)? {
            leftovers.push((name, leftover));
        }
    }
    for (name, leftover) in leftovers {
        match leftover {
            Leftover::Old(folder) => match output(names)? {
                Some(output) => removal::old_site(&folder, names, &name, &output)?,
                None => names
                    .parent()
                    .rename(&name, names.parent(), names.output_name())
                    .map_err(Error::io("put back", names.output()))?,
            },
            Leftover::Staged(folder) => removal::whole(&folder, names, &name)?,
            Leftover::Empty => removal::remove_itself(names, &name)?,
        }
    }
    Ok(())
}

/// What lies at a name beside the output, when a build left it there.
fn find(names: &Names, name: &Path, journal: &Journal) -> Result<Option<Leftover>, Error> {
    let parent = names.parent();
    let path = parent.path_of(name);
    let failed = |cause| Error::io("read", &path)(cause);
    let Some(found) = parent.find(name).map_err(failed)? else {
        return Ok(None);
    };
    let refuse = |why| {
        Err(Error::NotOurs {
            path: path.clone(),
            why,
        })
    };
    match found.kind {
        Kind::Folder => {}
        Kind::Link => return refuse("it is a symbolic link"),
        Kind::File | Kind::Other => return refuse("it is no folder"),
    }
    let folder = parent.folder(name).map_err(failed)?;
    let identity = Identity::of(&folder).map_err(failed)?;
    if identity.is_some() && identity == journal.staged {
        return Ok(Some(Leftover::Staged(folder)));
    }
    if identity.is_some() && identity == journal.old {
        return Ok(Some(Leftover::Old(folder)));
    }
    let is_empty = || {
        folder
            .list(Path::new(""))
            .map(|found| found.entries.is_empty())
    };
    if journal.is_making && journal.staged.is_none() && is_empty().map_err(failed)? {
        return Ok(Some(Leftover::Empty));
    }
    refuse("no build on this machine left it there")
}

/// Puts the new site in the place of the output and removes the old one.
pub(super) fn exchange(names: &Names, old: &Old, mut staging: Staging) -> Result<(), Error> {
    let Some(place) = put(names, old, &staging)? else {
        staging.give_away();
        return Ok(());
    };
    staging.give_away();
    let path = names.parent().path_of(&place);
    remove_old(names, old, &place, staging.folder()).map_err(|cause| Error::Leftover {
        output: names.output().to_path_buf(),
        folder: path,
        cause: Box::new(cause),
    })
}

/// Removes the old site, which must be what now lies at the name `place`.
fn remove_old(names: &Names, old: &Old, place: &Path, output: &Folder) -> Result<(), Error> {
    let path = names.parent().path_of(place);
    let failed = |cause| Error::io("read", &path)(cause);
    let aside = names.parent().folder(place).map_err(failed)?;
    let itself = Path::new("");
    let is_old = match &old.folder {
        Some(old) => {
            let (one, other) = (old.look(itself), aside.look(itself));
            !cfg!(unix) || one.map_err(failed)?.is_same(&other.map_err(failed)?)
        }
        None => false,
    };
    if !is_old {
        return Err(Error::NotOurs {
            path: path.clone(),
            why: "somebody put it there while the site was built",
        });
    }
    removal::old_site(&aside, names, place, output)
}

/// Puts the staging folder in the place of the output; gives where the old one is then, when there was one.
fn put(names: &Names, old: &Old, staging: &Staging) -> Result<Option<PathBuf>, Error> {
    let (parent, output, staged) = (names.parent(), names.output(), names.new_site());
    let name = names.output_name();
    let itself = Path::new("");
    let failed = |cause| Error::io("publish", output)(cause);
    // What is exchanged must be what was looked at.
    let laid = staging.folder().look(itself).map_err(failed)?;
    let is_laid = parent.look(&staged).map_err(failed)?;
    let before = match &old.folder {
        Some(folder) => Some(folder.look(itself).map_err(failed)?),
        None => None,
    };
    let now = parent.find(name).map_err(failed)?;
    let is_as_before = match (before, now) {
        (None, None) => true,
        (Some(before), Some(now)) => !cfg!(unix) || before.is_same(&now),
        _ => false,
    };
    if !is_as_before || (cfg!(unix) && !laid.is_same(&is_laid)) {
        return Err(Error::Changing {
            path: output.to_path_buf(),
        });
    }
    if before.is_none() {
        parent.rename(&staged, parent, name).map_err(failed)?;
        return Ok(None);
    }
    match parent.exchange(&staged, name) {
        Ok(true) => Ok(Some(staged)),
        Ok(false) => in_two_steps(names).map(Some),
        Err(cause)
            if matches!(
                cause.kind(),
                io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy
            ) =>
        {
            Err(Error::Dangerous {
                path: output.to_path_buf(),
                why: MOUNTED,
            })
        }
        Err(cause) => Err(failed(cause)),
    }
}

/// Moves the old site aside and the new one into its place; gives where the old one is.
fn in_two_steps(names: &Names) -> Result<PathBuf, Error> {
    let (parent, name, old) = (names.parent(), names.output_name(), names.old_site());
    parent
        .rename(name, parent, &old)
        .map_err(Error::io("move aside", names.output()))?;
    if let Err(cause) = parent.rename(&names.new_site(), parent, name) {
        // When it cannot be put back either, the next build does.
        let _ = parent.rename(&old, parent, name);
        return Err(Error::io("publish", names.output())(cause));
    }
    Ok(old)
}

/// The output folder; none when there is none.
fn output(names: &Names) -> Result<Option<Folder>, Error> {
    let (parent, name) = (names.parent(), names.output_name());
    let failed = |cause| Error::io("read", names.output())(cause);
    match parent.find(name).map_err(failed)? {
        Some(_) => parent.folder(name).map(Some).map_err(failed),
        None => Ok(None),
    }
}
