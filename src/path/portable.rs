//! Which names and paths every system and every host can hold. One place decides, whatever a name was made from.
//!
//! It knows no file and no address: it looks at text, and says what is wrong with it.

/// The longest name of a file or folder, in bytes: ext4 and most others hold 255 bytes, NTFS and APFS 255 units, of which a
/// letter never has more than bytes.
pub const LONGEST_NAME_BYTES: usize = 255;

/// The longest path of a file below the output folder, in bytes. macOS takes 1,024 bytes for a whole path, the least of the
/// common systems; a quarter of them is left for the folders in which the site lies and the names of the staging folder.
pub const LONGEST_PATH_BYTES: usize = 768;

/// The most folders above a file. No system names a number, but programs that walk a tree hold something for each level (an
/// open folder, a piece of the stack), and 64 is many times what an address for people has.
pub const MOST_FOLDERS: usize = 64;

/// What begins the names that Alongside keeps for its own records in an output folder.
pub const OWN_PREFIX: &str = ".alongside-";

/// What is wrong with a path of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault<'a> {
    /// A name that some system or host cannot hold; the words follow "the name `…`".
    Name(&'a str, &'static str),
    /// A name that is kept for something else; the words follow "the name `…`".
    Kept(&'a str, &'static str),
    /// A name of so many bytes.
    LongName(&'a str),
    /// A path of so many bytes.
    LongPath(usize),
    /// So many folders above the file.
    Deep(usize),
}

/// What is wrong with the path of a file of the output; the worst first, since a path that is too deep may end a program.
pub fn fault(path: &str) -> Option<Fault<'_>> {
    let folders = path.bytes().filter(|byte| *byte == b'/').count();
    if folders > MOST_FOLDERS {
        return Some(Fault::Deep(folders));
    }
    if let Some(name) = path.split('/').find(|name| name.len() > LONGEST_NAME_BYTES) {
        return Some(Fault::LongName(name));
    }
    if path.len() > LONGEST_PATH_BYTES {
        return Some(Fault::LongPath(path.len()));
    }
    path.split('/').find_map(|name| {
        if let Some(why) = kept(name) {
            return Some(Fault::Kept(name, why));
        }
        name_fault(name).map(|(why, _)| Fault::Name(name, why))
    })
}

/// Why a name is not free, to follow "the name `…`".
fn kept(name: &str) -> Option<&'static str> {
    if name.is_empty() || name == "." || name == ".." {
        return Some("is none: it stands for a folder that is there already");
    }
    if name.eq_ignore_ascii_case(".git") {
        return Some("belongs to Git, which runs what lies in such a folder");
    }
    let begins = name.get(..OWN_PREFIX.len());
    if begins.is_some_and(|begin| begin.eq_ignore_ascii_case(OWN_PREFIX)) {
        return Some("begins as the names do that Alongside keeps for its own records");
    }
    None
}

/// What is wrong with the name of a file of the output on some system or host, to follow "the name `…`", and how to mend it.
pub fn name_fault(name: &str) -> Option<(&'static str, &'static str)> {
    if let Some(found) = source_name_fault(name) {
        return Some(found);
    }
    if name.contains(['<', '>', ':', '"', '|', '?', '*', '#']) {
        return Some((
            "has one of `<`, `>`, `:`, `\"`, `|`, `?`, `*`, `#`, which Windows or a host refuses",
            "leave that character out",
        ));
    }
    None
}

/// What is wrong with a name already where an author's own files lie. Quotation marks and their like may stand there: most of
/// these files get another name in the output.
pub fn source_name_fault(name: &str) -> Option<(&'static str, &'static str)> {
    if name.chars().any(char::is_control) {
        return Some((
            "holds a line break or another control character",
            "rename it without that character",
        ));
    }
    if name.contains('\\') {
        return Some((
            "holds a backslash, which separates folders on Windows",
            "rename it without the backslash",
        ));
    }
    if name.ends_with([' ', '.']) {
        return Some((
            "ends with a space or a full stop, which Windows drops",
            "rename it without the last character",
        ));
    }
    if is_device(name) {
        return Some((
            "is reserved on Windows, where the site could not be opened",
            "rename it",
        ));
    }
    None
}

/// Whether Windows keeps this name for a device, whatever its extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    // The longest is `CONOUT$`: most names are not looked at any further.
    if stem.len() > 7 {
        return false;
    }
    let stem = stem.to_ascii_uppercase();
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&&*stem) {
        return true;
    }
    let Some(number) = stem.strip_prefix("COM").or(stem.strip_prefix("LPT")) else {
        return false;
    };
    matches!(
        number,
        "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_disk_holds_is_told_from_what_some_do_not() {
        let long = "x".repeat(256);
        let wide = "ŷ".repeat(128);
        for (path, expected) in [
            ("a/index.html", None),
            ("tŷ bach/it's 100% & more.pdf", None),
            (".well-known/security.txt", None),
            (long.as_str(), Some(Fault::LongName(&long))),
            (&wide, Some(Fault::LongName(&wide))),
            (&wide[..254], None),
            (
                &"ab/".repeat(64),
                Some(Fault::Kept("", kept("").expect("it is kept"))),
            ),
            (&"ab/".repeat(65), Some(Fault::Deep(65))),
            (
                &format!("{}/x", "abcdefghijklmn".repeat(18)).repeat(4),
                Some(Fault::LongPath(1016)),
            ),
            (
                "a/../b",
                Some(Fault::Kept("..", kept("..").expect("it is kept"))),
            ),
            (
                ".GIT/hooks",
                Some(Fault::Kept(".GIT", kept(".git").expect("it is kept"))),
            ),
            (
                ".alongside-new",
                Some(Fault::Kept(
                    ".alongside-new",
                    kept(".alongside-x").expect("it is kept"),
                )),
            ),
        ] {
            assert_eq!(fault(path), expected, "{path}");
        }
        for name in [
            "con",
            "NUL.md",
            "aux.x",
            "com1",
            "Lpt9.tar.gz",
            "a.",
            "a ",
            "a\nb",
            "a\\b",
            "a:b",
            "what?",
            "a*b",
            "<a>",
            "\"a\"",
            "a|b",
            "a#b",
            "\u{7f}",
        ] {
            assert!(matches!(fault(name), Some(Fault::Name(..))), "{name:?}");
        }
    }
}
