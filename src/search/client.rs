//! The scripts that a visitor's browser runs, named by what they hold.
//!
//! They are shipped without comments, without indentation and the spaces that only a reader needs, and with short names.
//! No minifier is used for that: one would take longer to compile than all of this module.

use std::sync::LazyLock;

use super::analysis::{LANGUAGES, Language};
use super::files::{FOLDER, NAME};
use super::shorten::shorten;
use crate::hash::ContentHash;

/// One script of the search page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Its name below `search/`: `page-abcdefgh.js`.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The modules that the search page and quick search share, in an order in which each stands behind those it needs: they are
/// shipped as one.
const ENGINE: &[&str] = &[
    include_str!("client/text.js"),
    include_str!("client/files.js"),
    include_str!("client/query.js"),
    include_str!("client/snippet.js"),
    include_str!("client/engine.js"),
];

/// What few queries need, fetched when one does.
const SELDOM: &str = include_str!("client/seldom.js");

/// What a query needs that is more than one plain word.
const SEVERAL: &str = include_str!("client/several.js");

struct Scripts {
    engine: Script,
    seldom: Script,
    several: Script,
    help: Script,
    page: Script,
    quick: Script,
    start: Script,
    languages: Vec<(&'static str, Script)>,
}

static SCRIPTS: LazyLock<Scripts> = LazyLock::new(|| {
    let engine = ship("engine", &one_module(ENGINE));
    let help = ship("help", &asking(include_str!("client/help.js"), &[&engine]));
    let page = include_str!("client/page.js");
    let page = ship("page", &asking(page, &[&engine, &help]));
    let quick = include_str!("client/quick.js");
    let quick = ship("quick", &asking(quick, &[&engine]));
    let start = include_str!("client/start.js");
    let start = ship("start", &asking(start, &[&engine, &quick]));
    let languages = LANGUAGES.iter().filter_map(|language| {
        let script = ship(&format!("lang-{}", language.code), language.script?);
        Some((language.code, script))
    });
    Scripts {
        languages: languages.collect(),
        seldom: ship("seldom", SELDOM),
        several: ship("several", SEVERAL),
        engine,
        help,
        page,
        quick,
        start,
    }
});

/// All scripts, in a fixed order.
pub fn scripts() -> Vec<Script> {
    let Scripts {
        engine,
        seldom,
        several,
        help,
        page,
        quick,
        start,
        languages,
    } = &*SCRIPTS;
    [engine, seldom, several, help, page, quick, start]
        .into_iter()
        .chain(languages.iter().map(|(_, script)| script))
        .cloned()
        .collect()
}

/// The path below the output folder of the module that the search page loads.
pub fn page_script() -> String {
    format!("{FOLDER}/{}", SCRIPTS.page.name)
}

/// The path of the module that [`page_script`] imports, so that a page can ask for both at once.
pub fn engine_script() -> String {
    format!("{FOLDER}/{}", SCRIPTS.engine.name)
}

/// The path of the small module that opens quick search from any page.
pub fn start_script() -> String {
    format!("{FOLDER}/{}", SCRIPTS.start.name)
}

/// The name of the module that holds what few queries need.
pub(super) fn seldom_script() -> &'static str {
    &SCRIPTS.seldom.name
}

/// The name of the module that holds what a query needs that is more than one plain word.
pub(super) fn several_script() -> &'static str {
    &SCRIPTS.several.name
}

/// The name of the module that holds a language's rules; none where words are only folded.
pub(super) fn language_script(language: &Language) -> Option<&'static str> {
    let mut scripts = SCRIPTS.languages.iter();
    scripts
        .find(|(code, _)| *code == language.code)
        .map(|(_, script)| script.name.as_str())
}

/// A module that imports others by the names under which they are shipped.
fn asking(module: &str, others: &[&Script]) -> String {
    let written = |script: &Script| {
        let name = script.name.split('-').next().unwrap_or_default();
        format!("\"./{name}.js\"")
    };
    others.iter().fold(module.to_owned(), |text, script| {
        text.replace(&written(script), &format!("\"./{}\"", script.name))
    })
}

/// Several modules as one: what they import from one another falls away, and only what the last one exports is exported.
fn one_module(modules: &[&str]) -> String {
    let mut text = String::new();
    let mut exported = Vec::new();
    for (index, module) in modules.iter().enumerate() {
        for line in module.lines().filter(|line| !line.starts_with("import {")) {
            let inner = line.strip_prefix("export ").unwrap_or(line);
            let listed = inner.strip_prefix("{ ").filter(|_| inner != line);
            if index + 1 == modules.len() && inner != line {
                exported.extend(match listed {
                    Some(names) => names.split(" }").next(),
                    None => inner.split([' ', '(']).nth(1),
                });
            }
            if listed.is_none() {
                text.push_str(inner);
                text.push('\n');
            }
        }
    }
    text.push_str(&format!("export {{ {} }};\n", exported.join(", ")));
    text
}

/// A script without what tells its types: comments of whole lines, from one that begins with `/**` to one that ends with `*/`, and
/// casts (`/** @type {T} */ (value)`) with their brackets, which may therefore hold no more than a name or a call.
///
/// They go before names are shortened, since their words are no names of the script.
fn without_types(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut is_comment = false;
    for line in source.lines() {
        let (begins, ends) = (
            line.trim_start().starts_with("/**"),
            line.trim_end().ends_with("*/"),
        );
        is_comment |= begins && (ends || !line.contains("*/"));
        if !is_comment {
            push_without_casts(line, &mut text);
            text.push('\n');
        }
        is_comment &= !ends;
    }
    text
}

/// Appends a line, the value of each of its casts standing for itself.
fn push_without_casts(mut line: &str, text: &mut String) {
    while let Some((before, cast)) = line.split_once("/** @type {") {
        let Some((_, value)) = cast.split_once("} */ (") else {
            break;
        };
        let mut depth = 1;
        let end = value.find(|letter| {
            match letter {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let end = end.expect("a cast ends in the line that it begins in");
        text.push_str(before);
        push_without_casts(&value[..end], text);
        line = &value[end + 1..];
    }
    text.push_str(line);
}

/// Makes a script small and names it.
fn ship(name: &str, source: &str) -> Script {
    let mut text = String::new();
    for line in shorten(&without_types(source)).lines().map(str::trim) {
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
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
    fn scripts_bring_no_comments_and_ask_only_for_one_another() {
        let scripts = scripts();
        assert_eq!(scripts.len(), 7 + LANGUAGES.len());
        let mut asked = Vec::new();
        for script in &scripts {
            let text = std::str::from_utf8(&script.bytes).expect("scripts are text");
            let commented = text.lines().any(|line| line.starts_with("//"))
                || ["/**", " */", "@param", "@type"]
                    .iter()
                    .any(|sign| text.contains(sign));
            assert!(!commented, "{}", script.name);
            for (at, _) in text.match_indices("\"./") {
                let name = text[at + 3..].split('"').next().unwrap_or_default();
                assert!(scripts.iter().any(|script| script.name == name), "{name}");
                let plain = |name: &str| name.split('-').next().unwrap_or_default().to_owned();
                asked.push((plain(&script.name), plain(name)));
            }
        }
        let asked: Vec<(&str, &str)> = asked
            .iter()
            .map(|(one, other)| (&**one, &**other))
            .collect();
        assert_eq!(
            asked,
            [
                ("help", "engine"),
                ("page", "engine"),
                ("page", "help"),
                ("quick", "engine"),
                ("start", "engine"),
                ("start", "quick")
            ]
        );
        assert_eq!(page_script(), format!("search/{}", scripts[4].name));
    }

    #[test]
    fn what_scripts_export_keeps_its_name() {
        let text = |name: &str| {
            let scripts = scripts().into_iter();
            let mut found = scripts.filter(|script| script.name.starts_with(name));
            let bytes = found.next().expect("the script is there").bytes;
            String::from_utf8(bytes).expect("scripts are text")
        };
        for (name, exported) in [
            (
                "engine",
                "export{snippet,connect,make,speaker,marked,about,instead};",
            ),
            ("quick", "export function fill("),
            ("several", "export function understand("),
            ("seldom", "export async function otherwise("),
            ("seldom", "export async function guesses("),
            ("seldom", "export async function restrict("),
            ("lang-cy", "export default{"),
        ] {
            assert!(text(name).contains(exported), "{name}: {exported}");
        }
    }

    #[test]
    fn types_are_for_those_who_write_scripts() {
        let plain = "const b = 1;\nfunction f(c) {\n  return c ** b;\n}\n";
        let typed = "/** @type {number} */\nconst b = 1;\n/**\n * @param {number} c what: `b`\n * @returns {number}\n */\nfunction f(c) {\n  /** @type {1 | 2} */\n  return c ** b;\n}\n";
        assert_eq!(without_types(typed), plain);
        assert_eq!(ship("a", typed), ship("a", plain));
        for (cast, value) in [
            ("  /** @type {A} */ (f(a)).b = 1;", "  f(a).b = 1;"),
            (
                "g(/** @type {A} */ (a), /** @type {B | null} */ (b()));",
                "g(a, b());",
            ),
            (
                "/** @type {A} */ (/** @type {unknown} */ (a)).b();",
                "a.b();",
            ),
        ] {
            assert_eq!(without_types(cast), format!("{value}\n"));
        }
        // What only looks like one is a part of the script.
        let looks = "const a = \"/** */\";\nconst b = 2 */ 1 /.exec(a);\n";
        assert_eq!(without_types(looks), looks);
    }

    #[test]
    fn several_modules_become_one() {
        let one = "import { b } from \"./b.js\";\nexport const a = b;\n";
        let two = "import { a } from \"./a.js\";\nexport { a };\nexport function c(d) {\n  return d;\n}\n";
        assert_eq!(
            one_module(&[one, two]),
            "const a = b;\nfunction c(d) {\n  return d;\n}\nexport { a, c };\n"
        );
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
