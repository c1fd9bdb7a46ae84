//! A file of a site, opened to be sent in pieces: one that still lies in the site, whatever has become of it since it was listed.

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// The size in bytes of a file and when it was changed last; none where it cannot be asked.
pub fn size_and_time(file: &Path) -> Option<(u64, Option<SystemTime>)> {
    let metadata = std::fs::metadata(file).ok()?;
    Some((metadata.len(), metadata.modified().ok()))
}

/// Opens a file of the site whose folder is `root`, which is canonical. A link may stand in the way to it where it leads to
/// another file that the site is read from.
///
/// # Errors
///
/// When it cannot be read, leads out of the site or to a hidden part of it, or is no file: a pipe would be waited for.
pub fn open_inside(root: &Path, file: &Path) -> io::Result<File> {
    let real = std::fs::canonicalize(file)?;
    let inside = real.strip_prefix(root).map_err(|_| refused())?;
    let is_hidden =
        |part: &std::ffi::OsStr| part.as_encoded_bytes().starts_with(b".") && part != ".well-known";
    if inside.iter().any(is_hidden) {
        return Err(refused());
    }
    let opened = open(&real)?;
    match opened.metadata()?.is_file() {
        true => Ok(opened),
        false => Err(io::Error::other("it is no file any more")),
    }
}

fn refused() -> io::Error {
    io::Error::other("it leads out of what the site is read from")
}

/// Opens a file of whose path no part is a link: one that has become a link since is not followed, nor is a pipe waited for.
#[cfg(target_os = "linux")]
fn open(real: &Path) -> io::Result<File> {
    use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};

    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    match openat2(CWD, real, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS) {
        Ok(opened) => Ok(opened.into()),
        // Systems from before 2020, and some that are shut in, do not have it: then the last step alone is held.
        Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => {
            Ok(rustix::fs::open(real, flags | OFlags::NOFOLLOW, Mode::empty())?.into())
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn open(real: &Path) -> io::Result<File> {
    File::open(real)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::io::Read as _;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_file_that_has_become_a_way_out_is_not_opened() -> io::Result<()> {
        let folder = tempfile::TempDir::new()?;
        let root = std::fs::canonicalize(folder.path())?.join("site");
        for path in ["static/a", "static/.git", "static/.well-known", "other"] {
            std::fs::create_dir_all(root.join(path))?;
        }
        let file = |path: &str, text: &str| {
            let mut file = File::create(root.join(path))?;
            io::Write::write_all(&mut file, text.as_bytes())
        };
        for path in [
            "static/a/f",
            "static/.git/f",
            "static/.well-known/f",
            "../f",
        ] {
            file(path, path)?;
        }
        symlink("a/f", root.join("static/inside"))?;
        symlink("a", root.join("static/folder"))?;
        symlink("../../f", root.join("static/out"))?;
        symlink("../..", root.join("static/up"))?;
        symlink(".git/f", root.join("static/git"))?;
        symlink("loop", root.join("static/loop"))?;
        symlink("/dev/zero", root.join("static/zero"))?;
        #[cfg(target_os = "linux")]
        rustix::fs::mkfifoat(
            rustix::fs::CWD,
            root.join("static/pipe"),
            rustix::fs::Mode::RUSR,
        )?;
        for (path, expected) in [
            ("static/a/f", Some("static/a/f")),
            ("static/inside", Some("static/a/f")),
            ("static/folder/f", Some("static/a/f")),
            ("static/.well-known/f", Some("static/.well-known/f")),
            ("static/out", None),
            ("static/up/f", None),
            ("static/git", None),
            ("static/.git/f", None),
            ("static/loop", None),
            ("static/zero", None),
            ("static/pipe", None),
            ("static/a", None),
            ("static/nothing", None),
        ] {
            let mut text = String::new();
            let read = open_inside(&root, &root.join(path))
                .and_then(|mut file| file.read_to_string(&mut text));
            assert_eq!(read.ok().map(|_| &*text), expected, "{path}");
        }
        Ok(())
    }
}
