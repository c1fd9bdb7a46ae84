//! A folder held open on Linux, macOS and the BSDs. A link is never followed: not as the last part of a path, nor on the way.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use rustix::fs::{self, AtFlags, Dir, FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

use super::entry::{Entry, Kind, Listing, Moment, Owner, STICKY};

/// How a folder is opened that is only walked through: on Linux that needs no right to list it.
#[cfg(target_os = "linux")]
const PASSING: OFlags = OFlags::PATH.union(FOLDER);
#[cfg(not(target_os = "linux"))]
const PASSING: OFlags = FOLDER;

/// How a folder is opened.
const FOLDER: OFlags = OFlags::DIRECTORY
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

/// How a file is opened: a pipe in its place must not make the build wait for somebody who writes into it.
const FILE: OFlags = OFlags::NOFOLLOW
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY)
    .union(OFlags::CLOEXEC);

/// A folder held open.
#[derive(Debug)]
pub(super) struct Handle(OwnedFd);

/// The folder that holds the last part of a path.
enum Parent<'a> {
    Itself(BorrowedFd<'a>),
    Opened(OwnedFd),
}

impl AsFd for Parent<'_> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Itself(folder) => *folder,
            Self::Opened(folder) => folder.as_fd(),
        }
    }
}

impl Handle {
    /// Opens the folder at an absolute path in which no part is a link.
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        let root = fs::open("/", PASSING, Mode::empty())?;
        let inner = path.strip_prefix("/").unwrap_or(path);
        Ok(Self(resolve(root.as_fd(), inner, PASSING, Mode::empty())?))
    }

    /// Opens a folder inside this one.
    pub(super) fn folder(&self, path: &Path) -> io::Result<Self> {
        self.open(path, PASSING).map(Self)
    }

    /// Opens a file to read it.
    pub(super) fn open_file(&self, path: &Path) -> io::Result<File> {
        self.open(path, FILE).map(File::from)
    }

    /// Makes a file that is not there yet, and opens it to write.
    pub(super) fn create_file(&self, path: &Path) -> io::Result<File> {
        let flags = FILE | OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL;
        let (parent, name) = self.parent(path)?;
        Ok(fs::openat(parent, name, flags, mode(0o666)).map(File::from)?)
    }

    /// Opens a file to read and write it, and makes it when it is not there.
    pub(super) fn open_or_create(&self, name: &Path) -> io::Result<File> {
        let flags = FILE | OFlags::RDWR | OFlags::CREATE;
        let (parent, name) = self.parent(name)?;
        Ok(fs::openat(parent, name, flags, mode(0o666)).map(File::from)?)
    }

    /// What lies at a path; the folder itself where the path is empty.
    pub(super) fn look(&self, path: &Path) -> io::Result<Entry> {
        if path.as_os_str().is_empty() {
            return Ok(entry(&fs::fstat(&self.0)?));
        }
        let (parent, name) = self.parent(path)?;
        Ok(entry(&fs::statat(parent, name, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// When the file or folder was made, where the disk keeps that.
    pub(super) fn born(&self, path: &Path) -> io::Result<Option<Moment>> {
        if path.as_os_str().is_empty() {
            return born(self.0.as_fd(), OsStr::new(""));
        }
        let (parent, name) = self.parent(path)?;
        born(parent.as_fd(), name)
    }

    /// What lies in a folder, and whether this process may add to it and take away from it.
    pub(super) fn list(&self, path: &Path) -> io::Result<Listing> {
        let folder = self.open(path, FOLDER)?;
        let may_change = may_change(folder.as_fd())?;
        let mut entries = Vec::new();
        let mut folder = Dir::new(folder)?;
        while let Some(entry) = folder.read() {
            let entry = entry?;
            let name = entry.file_name();
            if [b".".as_slice(), b".."].contains(&name.to_bytes()) {
                continue;
            }
            let kind = match entry.file_type() {
                // Some disks say it only of one name at a time.
                FileType::Unknown => {
                    let stat = fs::statat(folder.fd()?, name, AtFlags::SYMLINK_NOFOLLOW)?;
                    kind(FileType::from_raw_mode(stat.st_mode))
                }
                known => kind(known),
            };
            entries.push((OsString::from_vec(name.to_bytes().to_vec()), kind));
        }
        Ok(Listing {
            entries,
            may_change,
        })
    }

    /// Makes a folder.
    pub(super) fn make_folder(&self, path: &Path) -> io::Result<()> {
        let (parent, name) = self.parent(path)?;
        Ok(fs::mkdirat(parent, name, mode(0o777))?)
    }

    /// Gives a file or link a second name; gives what it is.
    pub(super) fn link(&self, path: &Path, to: &Self, name: &Path) -> io::Result<Entry> {
        let (from, old) = self.parent(path)?;
        let (into, new) = to.parent(name)?;
        fs::linkat(from, old, &into, new, AtFlags::empty())?;
        Ok(entry(&fs::statat(into, new, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// Makes a symbolic link.
    pub(super) fn point(&self, target: &Path, path: &Path) -> io::Result<()> {
        let (parent, name) = self.parent(path)?;
        Ok(fs::symlinkat(target, parent, name)?)
    }

    /// Where a symbolic link leads.
    pub(super) fn target(&self, path: &Path) -> io::Result<PathBuf> {
        let (parent, name) = self.parent(path)?;
        let target = fs::readlinkat(parent, name, Vec::new())?;
        Ok(OsString::from_vec(target.into_bytes()).into())
    }

    /// Gives a file or folder another name.
    pub(super) fn rename(&self, path: &Path, to: &Self, name: &Path) -> io::Result<()> {
        let (from, old) = self.parent(path)?;
        let (into, new) = to.parent(name)?;
        Ok(fs::renameat(from, old, into, new)?)
    }

    /// Lets two names of this folder change places in one step; `false` when this system cannot.
    #[cfg(target_os = "linux")]
    pub(super) fn exchange(&self, one: &Path, other: &Path) -> io::Result<bool> {
        match fs::renameat_with(&self.0, one, &self.0, other, fs::RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn exchange(&self, _one: &Path, _other: &Path) -> io::Result<bool> {
        Ok(false)
    }

    /// Removes a file or a link.
    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        let (parent, name) = self.parent(path)?;
        Ok(fs::unlinkat(parent, name, AtFlags::empty())?)
    }

    /// Removes an empty folder.
    pub(super) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        let (parent, name) = self.parent(path)?;
        Ok(fs::unlinkat(parent, name, AtFlags::REMOVEDIR)?)
    }

    /// Gives a file, folder or link to a user and a group.
    pub(super) fn give(&self, path: &Path, owner: Owner) -> io::Result<()> {
        let (parent, name) = self.parent(path)?;
        let (user, group) = ids(owner);
        Ok(fs::chownat(
            parent,
            name,
            user,
            group,
            AtFlags::SYMLINK_NOFOLLOW,
        )?)
    }

    /// Lets the owner of a folder list it and write to it.
    pub(super) fn allow(&self, path: &Path) -> io::Result<()> {
        let folder = self.open(path, FOLDER)?;
        let now = fs::fstat(&folder)?.st_mode;
        #[allow(
            clippy::useless_conversion,
            reason = "a mode has another type on other systems"
        )]
        Ok(fs::fchmod(&folder, mode(u32::from(now) | 0o700))?)
    }

    /// Gives a folder what another has: owner, group, rights, extended attributes and, where asked for, times.
    pub(super) fn liken_folder(
        &self,
        path: &Path,
        model: &Self,
        model_path: &Path,
        with_times: bool,
    ) -> io::Result<()> {
        let from = model.open(model_path, FOLDER)?;
        let to = self.open(path, FOLDER)?;
        liken(from.as_fd(), to.as_fd(), with_times)
    }

    fn open(&self, path: &Path, flags: OFlags) -> io::Result<OwnedFd> {
        resolve(self.0.as_fd(), path, flags, Mode::empty())
    }

    /// The folder that holds the last part of a path, and that part.
    fn parent<'a>(&'a self, path: &'a Path) -> io::Result<(Parent<'a>, &'a OsStr)> {
        let mut parts = path.components();
        let Some(Component::Normal(name)) = parts.next_back() else {
            return Err(Errno::INVAL.into());
        };
        let above = parts.as_path();
        let parent = if above.as_os_str().is_empty() {
            Parent::Itself(self.0.as_fd())
        } else {
            Parent::Opened(self.open(above, PASSING)?)
        };
        Ok((parent, name))
    }
}

/// Gives an open file what another has, its times too.
pub(super) fn liken_file(from: &File, to: &File) -> io::Result<()> {
    liken(from.as_fd(), to.as_fd(), true)
}

/// Gives an open file to a user and a group.
pub(super) fn give_file(file: &File, owner: Owner) -> io::Result<()> {
    let (user, group) = ids(owner);
    Ok(fs::fchown(file, user, group)?)
}

/// What an open file is.
pub(super) fn look_at(file: &File) -> io::Result<Entry> {
    Ok(entry(&fs::fstat(file)?))
}

/// When an open file was made, where the disk keeps that.
pub(super) fn born_of(file: &File) -> io::Result<Option<Moment>> {
    born(file.as_fd(), OsStr::new(""))
}

/// Lets no read or write of the file come back before it is done.
pub(super) fn wait_for(file: &File) -> io::Result<()> {
    let flags = fs::fcntl_getfl(file)?;
    Ok(fs::fcntl_setfl(file, flags - OFlags::NONBLOCK)?)
}

/// The user of this process, where it may give what it makes to others.
pub(super) fn is_root() -> bool {
    user() == 0
}

/// The numbers of the user and the group of this process.
pub(super) fn me() -> Option<Owner> {
    Some(Owner {
        user: user(),
        group: rustix::process::getegid().as_raw(),
    })
}

/// Opens what lies at a relative path below a folder, no part of which may be a link.
fn resolve(folder: BorrowedFd<'_>, path: &Path, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
    let is_plain = |part| matches!(part, Component::Normal(_));
    if !path.components().all(is_plain) {
        return Err(Errno::INVAL.into());
    }
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    #[cfg(target_os = "linux")]
    {
        use fs::ResolveFlags;
        let beneath = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        match fs::openat2(folder, path, flags, mode, beneath) {
            // A kernel before 5.6, or a container that does not know the call.
            Err(Errno::NOSYS | Errno::PERM | Errno::AGAIN) => {}
            opened => return Ok(opened?),
        }
    }
    step_by_step(folder, path, flags, mode)
}

/// Opens each part of a path from the one before.
fn step_by_step(
    folder: BorrowedFd<'_>,
    path: &Path,
    flags: OFlags,
    mode: Mode,
) -> io::Result<OwnedFd> {
    let mut parts = path.components();
    let Some(last) = parts.next_back() else {
        return Err(Errno::INVAL.into());
    };
    let mut above: Option<OwnedFd> = None;
    for part in parts {
        let from = above.as_ref().map_or(folder, AsFd::as_fd);
        let inner = fs::openat(from, part.as_os_str(), PASSING, Mode::empty())?;
        above = Some(inner);
    }
    let from = above.as_ref().map_or(folder, AsFd::as_fd);
    Ok(fs::openat(from, last.as_os_str(), flags, mode)?)
}

/// Whether this process may add to the open folder and take away from it.
fn may_change(folder: BorrowedFd<'_>) -> io::Result<bool> {
    let stat = fs::fstat(folder)?;
    let user = user();
    if user == stat.st_uid {
        // Whoever owns it may give themselves the right.
        return Ok(true);
    }
    // In such a folder only the owner of a file may take it away.
    let is_sticky = entry(&stat).mode & STICKY != 0;
    let access = fs::Access::WRITE_OK | fs::Access::EXEC_OK;
    match fs::accessat(folder, ".", access, AtFlags::EACCESS) {
        Ok(()) => Ok(user == 0 || !is_sticky),
        Err(Errno::ACCESS | Errno::PERM | Errno::ROFS) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The user whose rights this process has.
fn user() -> u32 {
    static USER: OnceLock<u32> = OnceLock::new();
    *USER.get_or_init(|| rustix::process::geteuid().as_raw())
}

/// Gives one open file or folder what another has.
fn liken(from: BorrowedFd<'_>, to: BorrowedFd<'_>, with_times: bool) -> io::Result<()> {
    let model = fs::fstat(from)?;
    let now = fs::fstat(to)?;
    // Before the rights: to give something away takes some of them back.
    if (model.st_uid, model.st_gid) != (now.st_uid, now.st_gid) {
        let (user, group) = ids(Owner {
            user: model.st_uid,
            group: model.st_gid,
        });
        match fs::fchown(to, user, group) {
            // Only root may give to another user; a group of one's own may be given by everybody.
            Err(Errno::PERM) if !is_root() => drop(fs::fchown(to, None, group)),
            given => given?,
        }
    }
    copy_extended(from, to)?;
    fs::fchmod(to, Mode::from_raw_mode(model.st_mode))?;
    if with_times {
        let model = entry(&model);
        let time = |(seconds, nanoseconds): Moment| fs::Timespec {
            tv_sec: seconds,
            tv_nsec: nanoseconds.into(),
        };
        fs::futimens(
            to,
            &fs::Timestamps {
                last_access: time(model.read),
                last_modification: time(model.modified),
            },
        )?;
    }
    Ok(())
}

/// Copies extended attributes; access lists are some of them.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn copy_extended(from: BorrowedFd<'_>, to: BorrowedFd<'_>) -> io::Result<()> {
    let names = match fs::flistxattr_query(from) {
        Ok(0) | Err(Errno::NOTSUP | Errno::PERM | Errno::ACCESS) => return Ok(()),
        Ok(length) => {
            let mut names = vec![0; length];
            let filled = fs::flistxattr(from, &mut names)?;
            names.truncate(filled);
            names
        }
        Err(error) => return Err(error.into()),
    };
    for name in names
        .split(|byte| *byte == 0)
        .filter(|name| !name.is_empty())
    {
        let name = OsStr::from_bytes(name);
        let length = fs::fgetxattr_query(from, name)?;
        let mut value = vec![0; length];
        let filled = fs::fgetxattr(from, name, &mut value)?;
        match fs::fsetxattr(to, name, &value[..filled], fs::XattrFlags::empty()) {
            // What the system itself keeps there, such as a label, it sets itself where others may not.
            Err(Errno::NOTSUP | Errno::PERM | Errno::ACCESS) if is_the_systems(name) => {}
            set => set?,
        }
    }
    Ok(())
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn copy_extended(_from: BorrowedFd<'_>, _to: BorrowedFd<'_>) -> io::Result<()> {
    Ok(())
}

/// Whether an extended attribute is one that no user sets.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn is_the_systems(name: &OsStr) -> bool {
    let name = name.as_bytes();
    let of_users = [&b"user."[..], b"system.posix_acl"];
    let is_of_users = of_users.iter().any(|prefix| name.starts_with(prefix));
    !is_of_users && (cfg!(target_os = "linux") || name.starts_with(b"com.apple."))
}

#[cfg(target_os = "linux")]
fn born(folder: BorrowedFd<'_>, name: &OsStr) -> io::Result<Option<Moment>> {
    use fs::StatxFlags;
    let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::EMPTY_PATH;
    match fs::statx(folder, name, flags, StatxFlags::BTIME) {
        Ok(found) if found.stx_mask & StatxFlags::BTIME.bits() != 0 => {
            Ok(Some((found.stx_btime.tv_sec, found.stx_btime.tv_nsec)))
        }
        Ok(_) | Err(Errno::NOSYS) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(target_os = "macos")]
fn born(folder: BorrowedFd<'_>, name: &OsStr) -> io::Result<Option<Moment>> {
    let found = if name.is_empty() {
        fs::fstat(folder)?
    } else {
        fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?
    };
    let nanoseconds = u32::try_from(found.st_birthtime_nsec).unwrap_or(0);
    Ok(Some((found.st_birthtime, nanoseconds)))
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn born(_folder: BorrowedFd<'_>, _name: &OsStr) -> io::Result<Option<Moment>> {
    Ok(None)
}

#[allow(
    clippy::unnecessary_cast,
    clippy::useless_conversion,
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "the fields have other types on other systems, and no value that is lost"
)]
fn entry(stat: &Stat) -> Entry {
    Entry {
        kind: kind(FileType::from_raw_mode(stat.st_mode)),
        size: stat.st_size as u64,
        names: stat.st_nlink as u64,
        mode: stat.st_mode as u32 & 0o7777,
        owner: Some(Owner {
            user: stat.st_uid,
            group: stat.st_gid,
        }),
        read: (stat.st_atime as i64, stat.st_atime_nsec as u32),
        modified: (stat.st_mtime as i64, stat.st_mtime_nsec as u32),
        place: Some((stat.st_dev as u64, stat.st_ino as u64)),
    }
}

fn kind(file_type: FileType) -> Kind {
    match file_type {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Link,
        _ => Kind::Other,
    }
}

#[allow(
    clippy::useless_conversion,
    clippy::unnecessary_fallible_conversions,
    reason = "a mode has another type on other systems"
)]
fn mode(bits: u32) -> Mode {
    Mode::from_raw_mode(bits.try_into().unwrap_or(0o700))
}

fn ids(owner: Owner) -> (Option<fs::Uid>, Option<fs::Gid>) {
    (
        Some(fs::Uid::from_raw(owner.user)),
        Some(fs::Gid::from_raw(owner.group)),
    )
}
