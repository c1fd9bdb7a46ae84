//! The one door out: artifacts become a folder, whole or not at all.
//!
//! The new site is laid in a sibling of the output folder and the two are exchanged in one step, so that at every instant the
//! output is the old site or the new one. What Alongside did not write is carried over or the build refuses; it is never
//! deleted. Nothing here knows what a page is. Beside the output, finished work is kept for the next build (`cache`).
//! Nothing that lies in a site's folder is trusted because of its name: no link is followed (`disk`), and what a killed build left
//! is known by what no copy brings along (`journal`).

mod cache;
mod disk;
#[cfg(test)]
mod fault;
mod folder;
mod journal;
mod lock;
mod manifest;
mod names;
mod plan;
mod present;
mod publication;
mod removal;
mod sources;
mod stage;
mod swap;
mod system;

use std::io;
use std::path::{Path, PathBuf};

use crate::path::OutputPath;

pub use cache::Cache;
pub use disk::Owner;
pub use publication::{Publication, Turn};

/// What went wrong. Nothing was published, but where it says so.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A step on the disk failed.
    #[error("cannot {what} `{}`: {cause}", path.display())]
    Io {
        /// What was being done.
        what: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// Why it failed.
        #[source]
        cause: io::Error,
    },
    /// A folder that no site may be written to.
    #[error("`{}` cannot be the output folder: {why}", path.display())]
    Dangerous {
        /// The folder.
        path: PathBuf,
        /// Why not.
        why: &'static str,
    },
    /// A link where the output folder is to be.
    #[error("`{}` is a symbolic link and cannot be the output folder; give the folder that it leads to with `-o`, or remove the link", path.display())]
    Linked {
        /// The link.
        path: PathBuf,
    },
    /// An output folder with files in it that no manifest lists.
    #[error("`{}` is not empty, and nothing in it says that Alongside wrote it; build with `--adopt` to build into it all the same, which keeps what is there, or choose another output folder", path.display())]
    Unadopted {
        /// The output folder.
        path: PathBuf,
    },
    /// Something that has a name of Alongside's beside the output, and that no build here left.
    #[error("`{}` has a name that Alongside uses while it builds, but {why}; nothing was touched: move it away or delete it, and build again", path.display())]
    NotOurs {
        /// The file or folder.
        path: PathBuf,
        /// How that is known.
        why: &'static str,
    },
    /// A folder of the old site that somebody else made.
    #[error("`{}` belongs to another user, so that the site in `{}` cannot be replaced; {} and build again, or build as that user", path.display(), output.display(), mend(output, *me))]
    Others {
        /// The folder.
        path: PathBuf,
        /// The output folder.
        output: PathBuf,
        /// The user and the group of this build, where the system has such.
        me: Option<Owner>,
    },
    /// Files in the way that Alongside did not write.
    #[error("`{}` holds {} that Alongside did not write and that the new site would replace; move {} away or choose another output folder",
        path.display(), list(files), if files.len() == 1 { "it" } else { "them" })]
    Foreign {
        /// The output folder.
        path: PathBuf,
        /// The files, relative to it.
        files: Vec<String>,
    },
    /// Files that Alongside wrote, that were changed since, and that the new site no longer has.
    #[error("`{}` holds {} that {} changed after Alongside wrote {} and that the new site does not have; delete {} or move {} away",
        path.display(), list(files),
        if files.len() == 1 { "was" } else { "were" },
        if files.len() == 1 { "it" } else { "them" },
        if files.len() == 1 { "it" } else { "them" },
        if files.len() == 1 { "it" } else { "them" })]
    Changed {
        /// The output folder.
        path: PathBuf,
        /// The files, relative to it.
        files: Vec<String>,
    },
    /// A file that changed between two looks at it.
    #[error("`{}` kept changing while the site was being written; build again when the program that writes it has finished", path.display())]
    Changing {
        /// The file.
        path: PathBuf,
    },
    /// Files that somebody put into the old site while the new one took its place, and that the new one has too.
    #[error("`{}` holds {} that came into the old site at the last moment and that the new one has otherwise; move {} away and build again",
        path.display(), list(files), if files.len() == 1 { "it" } else { "them" })]
    Late {
        /// The folder that was the old site.
        path: PathBuf,
        /// The files, relative to it.
        files: Vec<String>,
    },
    /// The new site is published, and what was the old one could not be removed.
    #[error("the new site is published in `{}`, but the old one is still in `{}`: {cause}", output.display(), folder.display())]
    Leftover {
        /// The output folder.
        output: PathBuf,
        /// Where the old site is.
        folder: PathBuf,
        /// Why it could not be removed.
        #[source]
        cause: Box<Error>,
    },
    /// A manifest that cannot be understood.
    #[error("`{}` is not a manifest that this version of Alongside understands; delete the folder that it is in, or choose another output folder", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
    },
    /// Two artifacts that want one file, or a file and a folder of one name.
    #[error("two parts of the site want the output file `{path}`")]
    Twice {
        /// The file.
        path: OutputPath,
    },
}

impl Error {
    fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_path_buf();
        move |cause| Self::Io { what, path, cause }
    }
}

/// What gives a folder with all in it to the user of this build.
fn mend(folder: &Path, me: Option<Owner>) -> String {
    match me {
        // A link that lies in it is given itself, and not what it leads to.
        Some(Owner { user, group }) => format!(
            "run `sudo chown -R -h {user}:{group} '{}'`",
            folder.display()
        ),
        None => "make it yours".to_owned(),
    }
}

/// The first few of `files`, for a message.
fn list(files: &[String]) -> String {
    const SHOWN: usize = 3;
    let mut listed: Vec<String> = files
        .iter()
        .take(SHOWN)
        .map(|file| format!("`{file}`"))
        .collect();
    if files.len() > SHOWN {
        listed.push(format!("{} more", files.len() - SHOWN));
    }
    match listed.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => listed.concat(),
    }
}

/// What a publication did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The files of the new site, the manifest not counted.
    pub artifacts: usize,
    /// How many of them were written because their bytes are new.
    pub written: usize,
    /// How many files of the old site are gone.
    pub removed: usize,
    /// How many files that Alongside did not write were kept.
    pub kept: usize,
}

/// The file that Alongside keeps of its own in an output folder: what it wrote there.
pub const RECORDS: [&str; 1] = [manifest::NAME];

/// The record of the build, which alone may differ from build to build when the site is the same.
const RECORD: &str = "build.json";

#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod tests;
