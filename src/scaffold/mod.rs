//! A new site: a few files that build at once and that an author writes over.
//!
//! The files are data beside this module. Nothing here overwrites a file.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::ToSpan;
use jiff::civil::Date;

/// Why a new site or page was not begun.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder is somebody's already.
    #[error("`{}` is not empty; name a folder that is not there yet", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// The file is there already.
    #[error("`{}` is there already, and is left as it is", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A step on the disk failed.
    #[error("cannot write `{}`: {cause}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why it failed.
        cause: io::Error,
    },
}

/// A file of a new site: its path, its text, and whether it is a program.
type Begun = (&'static str, &'static str, bool);

/// The files of every new site.
const SITE: &[Begun] = &[
    ("site.yaml", include_str!("site/site.yaml"), false),
    ("README.md", include_str!("site/README.md"), false),
    (".gitignore", include_str!("site/gitignore"), false),
    (
        "content/_index.md",
        include_str!("site/content/_index.md"),
        false,
    ),
    (
        "content/stories/_index.md",
        include_str!("site/content/stories/_index.md"),
        false,
    ),
    (
        "content/stories/first-story/index.md",
        include_str!("site/content/stories/first-story.md"),
        false,
    ),
    (
        "content/articles/_index.md",
        include_str!("site/content/articles/_index.md"),
        false,
    ),
    (
        "content/articles/why-we-write.md",
        include_str!("site/content/articles/why-we-write.md"),
        false,
    ),
    (
        "content/themes/_index.md",
        include_str!("site/content/themes/_index.md"),
        false,
    ),
    (
        "content/themes/trust.md",
        include_str!("site/content/themes/trust.md"),
        false,
    ),
    (
        "content/about/_index.md",
        include_str!("site/content/about/_index.md"),
        false,
    ),
];

/// What Netlify needs besides.
const NETLIFY: &[Begun] = &[
    ("netlify.toml", include_str!("netlify/netlify.toml"), false),
    (
        "bin/fetch-alongside.sh",
        include_str!("netlify/bin/fetch-alongside.sh"),
        true,
    ),
];

/// The files of a new site that is begun on the day `today`: path, text, and whether it is a program.
pub fn files(today: Date, netlify: bool) -> Vec<(&'static str, String, bool)> {
    let later = today.checked_add(1.year()).unwrap_or(today);
    let extra = if netlify { NETLIFY } else { &[] };
    SITE.iter()
        .chain(extra)
        .map(|(path, text, is_program)| {
            let text = text
                .replace("{{today}}", &today.to_string())
                .replace("{{next_year}}", &later.to_string())
                .replace("{{version}}", env!("CARGO_PKG_VERSION"));
            let text = match (*path, netlify) {
                (".gitignore", true) => format!("{text}/bin/alongside\n"),
                _ => text,
            };
            (*path, text, *is_program)
        })
        .collect()
}

/// Begins a new site in `folder`, which must not be there or hold nothing but a new Git repository; gives the paths written.
///
/// # Errors
///
/// When the folder holds something, or the disk fails.
pub fn begin_site(folder: &Path, today: Date, netlify: bool) -> Result<Vec<&'static str>, Error> {
    let failed = |cause| Error::Io {
        path: folder.to_path_buf(),
        cause,
    };
    match fs::read_dir(folder) {
        Ok(entries) => {
            for entry in entries {
                if entry.map_err(failed)?.file_name() != ".git" {
                    return Err(Error::NotEmpty {
                        path: folder.to_path_buf(),
                    });
                }
            }
        }
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
        Err(cause) => return Err(failed(cause)),
    }
    files(today, netlify)
        .into_iter()
        .map(|(path, text, is_program)| {
            let disk = folder.join(path);
            begin_file(&disk, &text)?;
            if is_program {
                make_program(&disk).map_err(|cause| Error::Io { path: disk, cause })?;
            }
            Ok(path)
        })
        .collect()
}

/// Writes a file that is not there yet, with the folders that it needs.
///
/// # Errors
///
/// When there is such a file, or the disk fails.
pub fn begin_file(path: &Path, text: &str) -> Result<(), Error> {
    let failed = |cause| Error::Io {
        path: path.to_path_buf(),
        cause,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = match File::create_new(path) {
        Ok(file) => file,
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Error::Exists {
                path: path.to_path_buf(),
            });
        }
        Err(cause) => return Err(failed(cause)),
    };
    file.write_all(text.as_bytes()).map_err(failed)
}

#[cfg(unix)]
fn make_program(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_program(_path: &Path) -> io::Result<()> {
    Ok(())
}
