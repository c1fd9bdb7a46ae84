//! The scripts that a visitor's browser runs, named by what they hold.
//!
//! They are shipped as written, without comments, indentation and the spaces that only a reader needs: no minifier is used for that.

use std::sync::LazyLock;

use super::analysis::{LANGUAGES, Language};
use super::files::{FOLDER, NAME};
use crate::hash::ContentHash;

/// One script of the search page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Its name below `search/`: `page-abcdefgh.js`.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The modules of the search page in an order in which each stands behind those it needs: they are shipped as one.
const MODULES: &[&str] = &[
    include_str!("client/text.js"),
    include_str!("client/files.js"),
    include_str!("client/query.js"),
    include_str!("client/snippet.js"),
    include_str!("client/page.js"),
];

/// What few queries need, fetched when one does.
const SELDOM: &str = include_str!("client/seldom.js");

struct Scripts {
    page: Script,
    seldom: Script,
    languages: Vec<(&'static str, Script)>,
}

static SCRIPTS: LazyLock<Scripts> = LazyLock::new(|| Scripts {
    page: ship("page", &MODULES.concat(), true),
    seldom: ship("seldom", SELDOM, false),
    languages: LANGUAGES
        .iter()
        .filter_map(|language| {
            let script = ship(&format!("lang-{}", language.code), language.script?, false);
            Some((language.code, script))
        })
        .collect(),
});

/// All scripts, in a fixed order.
pub fn scripts() -> Vec<Script> {
    let Scripts {
        page,
        seldom,
        languages,
    } = &*SCRIPTS;
    [page, seldom]
        .into_iter()
        .chain(languages.iter().map(|(_, script)| script))
        .cloned()
        .collect()
}

/// The path below the output folder of the script that the search page loads as a module.
pub fn page_script() -> String {
    format!("{FOLDER}/{}", SCRIPTS.page.name)
}

/// The name of the module that holds what few queries need.
pub(super) fn seldom_script() -> &'static str {
    &SCRIPTS.seldom.name
}

/// The name of the module that holds a language's rules; none where words are only folded.
pub(super) fn language_script(language: &Language) -> Option<&'static str> {
    let mut scripts = SCRIPTS.languages.iter();
    scripts
        .find(|(code, _)| *code == language.code)
        .map(|(_, script)| script.name.as_str())
}

/// Makes a script small and names it. In `one` of several modules nothing is imported from the others, nor exported to them.
fn ship(name: &str, source: &str, one: bool) -> Script {
    let mut text = String::new();
    for line in source.lines().map(str::trim) {
        if line.is_empty() || line.starts_with("//") || (one && line.starts_with("import {")) {
            continue;
        }
        let line = if one {
            line.strip_prefix("export ").unwrap_or(line)
        } else {
            line
        };
        push_tight(line, &mut text);
        // After any other sign a line's end may be what ends a statement.
        if !line.ends_with([';', ',', '{', '(']) {
            text.push('\n');
        }
    }
    let bytes = text.into_bytes();
    Script {
        name: format!("{name}-{}.js", &ContentHash::of(&bytes).short()[..NAME]),
        bytes,
    }
}

/// Appends a line without the spaces beside its signs, outside strings and templates. A line with an expression, a division or a
/// template in a template stays as it is.
fn push_tight(line: &str, text: &mut String) {
    let sign =
        |letter: Option<char>| letter.is_some_and(|letter| "=<>!&|?:,;{}()[]*".contains(letter));
    let start = text.len();
    let nested = line.matches('`').count() > 2;
    let (mut before, mut quote) = (None, None);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match quote {
            Some(open) if open == letter => quote = None,
            None if matches!(letter, '"' | '`') => quote = Some(letter),
            _ => {}
        }
        if nested || letter == '\\' || (quote.is_none() && matches!(letter, '\'' | '/')) {
            text.truncate(start);
            text.push_str(line);
            return;
        }
        let needed =
            letter != ' ' || quote.is_some() || !(sign(before) || sign(letters.peek().copied()));
        if needed {
            text.push(letter);
            before = Some(letter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_stand_alone_and_bring_no_comments() {
        let scripts = scripts();
        assert_eq!(scripts.len(), 2 + LANGUAGES.len());
        for script in &scripts {
            let text = std::str::from_utf8(&script.bytes).expect("scripts are text");
            let commented = text.lines().any(|line| line.starts_with("//"));
            assert!(!commented && !text.contains("from \"./"), "{}", script.name);
        }
        assert_eq!(page_script(), format!("search/{}", scripts[0].name));
    }

    #[test]
    fn spaces_are_kept_where_they_mean_something() {
        for (line, tight) in [
            ("if (a === b) return [c, d];", "if(a===b)return[c,d];"),
            ("say(\"a = b\", { n: 1 });", "say(\"a = b\",{n:1});"),
            ("get(`a/${b}, ${c}`, { d })", "get(`a/${b}, ${c}`,{d})"),
            ("`${a ? ` b ` : c}`", "`${a ? ` b ` : c}`"),
            ("text.replace(/ = /g, \"\")", "text.replace(/ = /g, \"\")"),
        ] {
            let mut text = String::new();
            push_tight(line, &mut text);
            assert_eq!(text, tight);
        }
    }
}
