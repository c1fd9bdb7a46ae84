//! Folders of the system and of people, in which no site may be built whatever is asked for.

use std::io;
use std::path::{Path, PathBuf};

/// What may be done with a folder of the system, and with what lies below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Nothing is built there, nor anywhere below.
    Closed,
    /// It is not itself replaced; a site may lie below.
    Holds,
    /// A site may lie there.
    Open,
}

/// The folders of Linux, the BSDs and macOS. Of a path, the longest that is it or holds it decides.
///
/// Open are those in which servers, build services and containers keep sites though they lie in a closed one.
const UNIX: &[(&str, Rule)] = &[
    ("/Applications", Rule::Closed),
    ("/Library", Rule::Closed),
    ("/Library/WebServer/Documents", Rule::Open),
    ("/Network", Rule::Closed),
    ("/System", Rule::Closed),
    ("/System/Volumes/Data", Rule::Holds),
    ("/Users", Rule::Holds),
    ("/Volumes", Rule::Holds),
    ("/bin", Rule::Closed),
    ("/boot", Rule::Closed),
    ("/cores", Rule::Closed),
    ("/dev", Rule::Closed),
    ("/dev/shm", Rule::Holds),
    ("/efi", Rule::Closed),
    ("/etc", Rule::Closed),
    ("/gnu", Rule::Closed),
    ("/home", Rule::Holds),
    ("/lib", Rule::Closed),
    ("/lib32", Rule::Closed),
    ("/lib64", Rule::Closed),
    ("/libx32", Rule::Closed),
    ("/libexec", Rule::Closed),
    ("/lost+found", Rule::Closed),
    ("/media", Rule::Holds),
    ("/mnt", Rule::Holds),
    ("/nix", Rule::Closed),
    ("/opt", Rule::Holds),
    ("/private", Rule::Holds),
    ("/private/etc", Rule::Closed),
    ("/private/tmp", Rule::Holds),
    ("/private/var", Rule::Closed),
    ("/private/var/folders", Rule::Holds),
    ("/private/var/tmp", Rule::Holds),
    ("/private/var/www", Rule::Open),
    ("/proc", Rule::Closed),
    ("/rescue", Rule::Closed),
    ("/root", Rule::Holds),
    ("/run", Rule::Closed),
    ("/run/media", Rule::Holds),
    ("/run/user", Rule::Holds),
    ("/sbin", Rule::Closed),
    ("/snap", Rule::Closed),
    ("/srv", Rule::Holds),
    ("/sys", Rule::Closed),
    ("/tmp", Rule::Holds),
    ("/usr", Rule::Closed),
    ("/usr/home", Rule::Holds),
    ("/usr/local/apache2/htdocs", Rule::Open),
    ("/usr/local/nginx/html", Rule::Open),
    ("/usr/local/var/www", Rule::Open),
    ("/usr/local/www", Rule::Open),
    ("/usr/share/caddy", Rule::Open),
    ("/usr/share/nginx/html", Rule::Open),
    ("/usr/src", Rule::Holds),
    ("/var", Rule::Closed),
    ("/var/folders", Rule::Holds),
    ("/var/home", Rule::Holds),
    ("/var/jenkins_home", Rule::Holds),
    ("/var/lib/buildkite-agent", Rule::Holds),
    ("/var/lib/caddy", Rule::Holds),
    ("/var/lib/gitlab-runner", Rule::Holds),
    ("/var/lib/jenkins", Rule::Holds),
    ("/var/srv", Rule::Holds),
    ("/var/task", Rule::Holds),
    ("/var/tmp", Rule::Holds),
    ("/var/www", Rule::Open),
];

/// The folders of Windows, on any disk, in lower case.
const WINDOWS: &[(&str, Rule)] = &[
    ("$recycle.bin", Rule::Closed),
    ("boot", Rule::Closed),
    ("program files", Rule::Closed),
    ("program files (x86)", Rule::Closed),
    ("programdata", Rule::Closed),
    ("recovery", Rule::Closed),
    ("system volume information", Rule::Closed),
    ("users", Rule::Holds),
    ("windows", Rule::Closed),
];

/// Folders that hold nothing but homes.
const OF_HOMES: [&str; 5] = [
    "/Users",
    "/home",
    "/private/var/home",
    "/usr/home",
    "/var/home",
];

/// The numbers of users who are people, and root; those between are of services, whose home is often the folder of a site.
const PEOPLE: std::ops::RangeInclusive<u32> = 1000..=60_000;

/// Why no site may be built at a true path because it is the system's; nothing when one may.
pub(super) fn refuses(path: &Path) -> Option<&'static str> {
    let (holder, rule) = if cfg!(windows) {
        windows_rule(path)?
    } else {
        let found = path.ancestors().find_map(|holder| {
            let rule = UNIX.iter().find(|(name, _)| is_named(holder, name));
            rule.map(|(_, rule)| (holder.to_path_buf(), *rule))
        });
        found?
    };
    match rule {
        Rule::Closed => Some("it is a folder of the system"),
        Rule::Holds if holder == path => Some("it is a folder of the system"),
        Rule::Holds | Rule::Open => None,
    }
}

/// Whether a folder is the one of this name; macOS has disks on which case means nothing.
fn is_named(folder: &Path, name: &str) -> bool {
    folder == Path::new(name)
        || cfg!(target_os = "macos") && folder.as_os_str().eq_ignore_ascii_case(name)
}

/// The rule for the folder of a disk of Windows that is `path` or holds it.
fn windows_rule(path: &Path) -> Option<(PathBuf, Rule)> {
    let holder = path.ancestors().find(|folder| {
        folder
            .parent()
            .is_some_and(|parent| parent.parent().is_none())
    })?;
    let name = holder.file_name()?.to_string_lossy().to_lowercase();
    let (_, rule) = WINDOWS.iter().find(|(known, _)| *known == name)?;
    Some((holder.to_path_buf(), *rule))
}

/// The homes of the people of this machine, as far as it tells of them.
pub(super) fn homes() -> Vec<PathBuf> {
    let mut homes: Vec<PathBuf> = std::env::home_dir().into_iter().collect();
    let users = std::fs::File::open("/etc/passwd").and_then(io::read_to_string);
    homes.extend(users.iter().flat_map(|users| homes_in(users)));
    homes
        .into_iter()
        .filter(|home| home.parent().is_some())
        .filter_map(|home| std::fs::canonicalize(home).ok())
        // A service that builds may have the folder of its site for a home.
        .filter(|home| !UNIX.contains(&(home.to_str().unwrap_or_default(), Rule::Open)))
        .collect()
}

/// The homes that the list of users names.
fn homes_in(users: &str) -> impl Iterator<Item = PathBuf> {
    users.lines().filter_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        let user: u32 = fields.get(2)?.parse().ok()?;
        let home = fields.get(5)?;
        (user == 0 || PEOPLE.contains(&user)).then(|| PathBuf::from(home))
    })
}

/// Whether a folder lies among homes, so that it is one.
pub(super) fn is_among_homes(path: &Path) -> bool {
    let parent = path.parent();
    parent.is_some_and(|parent| {
        OF_HOMES.iter().any(|homes| is_named(parent, homes))
            || cfg!(windows)
                && windows_rule(parent)
                    .is_some_and(|(holder, rule)| rule == Rule::Holds && holder == parent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn folders_of_the_system_are_refused_and_those_where_sites_lie_are_not() {
        for closed in [
            "/etc",
            "/etc/nginx",
            "/usr",
            "/usr/lib/x",
            "/usr/local",
            "/usr/src",
            "/bin",
            "/boot/x",
            "/dev",
            "/dev/x",
            "/proc/1/root/srv",
            "/sys/x",
            "/var",
            "/var/lib",
            "/var/log/x",
            "/tmp",
            "/srv",
            "/home",
            "/root",
            "/run/x",
            "/System/x",
            "/Library/x",
            "/private/etc/x",
            "/opt",
            "/mnt",
            "/Users",
            "/Volumes",
            "/dev/shm",
            "/usr/share/nginx",
        ] {
            assert!(refuses(Path::new(closed)).is_some(), "{closed}");
        }
        for open in [
            "/var/www",
            "/var/www/html",
            "/srv/site",
            "/tmp/site",
            "/home/a/public",
            "/root/a",
            "/opt/build/repo/public",
            "/usr/share/nginx/html",
            "/usr/src/app/public",
            "/app/public",
            "/dev/shm/a/public",
            "/private/tmp/x",
            "/var/folders/a/b",
            "/github/workspace/public",
            "/etcetera/public",
            "/mnt/disk",
            "/run/media/a/stick/public",
            "/var/tmp/x",
        ] {
            assert_eq!(refuses(Path::new(open)), None, "{open}");
        }
    }

    #[test]
    fn people_have_homes_and_services_have_none() {
        let users = "root:x:0:0:root:/root:/bin/bash\n\
            www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\n\
            megan:x:1000:1000:Megan:/data/megan:/bin/bash\n\
            nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\nbroken";
        let homes: Vec<PathBuf> = homes_in(users).collect();
        assert_eq!(homes, [Path::new("/root"), Path::new("/data/megan")]);
        assert!(is_among_homes(Path::new("/home/megan")));
        assert!(!is_among_homes(Path::new("/home/megan/public")));
    }
}
