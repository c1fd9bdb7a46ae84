//! Names of files that say a language which the site does not have.
//!
//! It knows names and languages alone; which page a file is, is the affair of front matter.

use crate::config::{Config, languages};
use crate::diagnostic::wording::code;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::path::{SitePath, markdown_stem};

/// The finding for a file whose name says a language that the site does not have: it would be published in another one.
pub(super) fn foreign(path: &SitePath, config: &Config) -> Option<Diagnostic> {
    let file = path.file_name();
    let (name, said) = markdown_stem(file)?.rsplit_once('.')?;
    if name.is_empty() || config.languages.contains_key(said) {
        return None;
    }
    let language = languages::two_letters(said)?;
    let help = match config.languages.get_key_value(language) {
        Some((own, _)) => {
            format!("the site calls this language `{own}`: rename the file to `{name}.{own}.md`")
        }
        None => format!(
            "add `{language}` to `languages` in site.yaml; or, if it is part of the name, rename the file to `{name}-{said}.md`"
        ),
    };
    Some(
        Diagnostic::new(
            &codes::FILE_LANGUAGE,
            Place::file(path),
            format!(
                "`{file}` is named for the language {}, which this site does not have",
                code(said)
            ),
        )
        .help(help),
    )
}
