//! Shorter names inside a script that is sent to readers.
//!
//! A name that the script declares, and that is nowhere a property's, gets a short one in all places at once. So no scope need be
//! understood: what were two variables of one name still are. It is for the scripts of this folder and their style, and no
//! general minifier: what it cannot be sure of keeps its name.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Words that are names in one place and part of the language in another.
const BOTH: [&str; 7] = ["as", "async", "from", "get", "of", "set", "static"];

/// What looks like a call and is none.
const STATEMENTS: [&str; 5] = ["catch", "for", "if", "switch", "while"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Name,
    Sign,
    /// A string, a part of a template, a number or an expression: nothing in it is looked at.
    Text,
}

struct Token<'a> {
    text: &'a str,
    range: Range<usize>,
    kind: Kind,
    /// The innermost bracket that is open here.
    within: u8,
}

/// The script with short names.
pub(super) fn shorten(source: &str) -> String {
    let tokens = tokens(source);
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for token in tokens.iter().filter(|token| token.kind == Kind::Name) {
        *times.entry(token.text).or_default() += 1;
    }
    let kept: BTreeSet<&str> = (0..tokens.len())
        .filter(|&at| is_known_outside(&tokens, at))
        .map(|at| tokens[at].text)
        .chain(BOTH)
        .collect();
    let declared = declared(&tokens);
    let mut renamed: Vec<&str> = declared.difference(&kept).copied().collect();
    // The most used first: they get the shortest.
    renamed.sort_by_key(|name| (std::cmp::Reverse(times[name]), *name));
    let mut short = (0..).map(name).filter(|name| !times.contains_key(&**name));
    let names: BTreeMap<&str, String> = renamed.into_iter().zip(short.by_ref()).collect();

    let mut text = String::with_capacity(source.len());
    let mut from = 0;
    for token in &tokens {
        let Some(short) = names.get(token.text).filter(|_| token.kind == Kind::Name) else {
            continue;
        };
        text.push_str(&source[from..token.range.start]);
        text.push_str(short);
        from = token.range.end;
    }
    text.push_str(&source[from..]);
    text
}

/// The name with this number: one letter, then two; none is a word of the language.
fn name(number: usize) -> String {
    const LETTERS: &[u8] = b"etnaoirslcdupmhgfvbkyjwxqzTESANIROLCDPUMHGFVBKYJWXQZ";
    let letter = |number: usize| char::from(LETTERS[number % LETTERS.len()]);
    match number.checked_sub(LETTERS.len()) {
        None => letter(number).to_string(),
        // A capital in second place.
        Some(rest) => format!("{}{}", letter(rest), letter(26 + rest / LETTERS.len() % 26)),
    }
}

/// Whether the token may be a name that others use: exported, or a property's after a dot, as a key, a shorthand or a method.
fn is_known_outside(tokens: &[Token<'_>], at: usize) -> bool {
    if tokens[at].kind != Kind::Name {
        return false;
    }
    let back = |steps: usize| at.checked_sub(steps).map_or("", |at| tokens[at].text);
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let before = back(1);
    let exported = matches!(before, "const" | "let" | "function" | "class")
        && (back(2) == "export" || (back(2) == "async" && back(3) == "export"));
    let in_braces = tokens[at].within == b'{';
    let key = matches!(before, "{" | ",") && matches!(text(at + 1), ":" | "}" | "," | "=");
    let method = matches!(before, "{" | "}" | "," | ";" | "async")
        && text(at + 1) == "("
        && text(closing(tokens, at + 1) + 1) == "{";
    exported || matches!(before, "." | "?.") || (in_braces && (key || method))
}

/// The names that the script declares by a word, in a list of parameters, or in an array taken apart.
fn declared<'a>(tokens: &[Token<'a>]) -> BTreeSet<&'a str> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let mut found = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", text);
        let by_word = matches!(before, "const" | "let" | "function" | "class");
        if token.kind == Kind::Name && (by_word || text(at + 1) == "=>") {
            found.insert(token.text);
        }
        let parameters = token.text == "(" && {
            let after = text(closing(tokens, at) + 1);
            let of_function =
                at > 0 && tokens[at - 1].kind == Kind::Name && !STATEMENTS.contains(&before);
            after == "=>" || (after == "{" && of_function)
        };
        let array = token.text == "[" && matches!(before, "const" | "let");
        if token.kind == Kind::Sign && (parameters || array) {
            let inner = at + 1..closing(tokens, at);
            found.extend(
                inner
                    .filter(|&at| tokens[at].kind == Kind::Name)
                    .filter(|&at| matches!(tokens[at].within, b'(' | b'['))
                    .filter(|&at| matches!(text(at - 1), "(" | "[" | "," | "..."))
                    .map(text),
            );
        }
    }
    found
}

/// Where the bracket that opens at `open` closes.
fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match (token.kind, token.text) {
            (Kind::Sign, "(" | "[" | "{") => depth += 1,
            (Kind::Sign, ")" | "]" | "}") => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

fn tokens(source: &str) -> Vec<Token<'_>> {
    let bytes = source.as_bytes();
    let mut tokens: Vec<Token<'_>> = Vec::new();
    // The brackets that are open; `$` is an expression in a template.
    let mut open: Vec<u8> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
        let run = || bytes[at..].iter().take_while(|byte| is_name(byte)).count();
        let back_in_template = byte == b'}' && open.last() == Some(&b'$');
        let (kind, length) = match byte {
            _ if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += source[at..].find('\n').unwrap_or(source.len() - at);
                continue;
            }
            b'"' | b'\'' => (Kind::Text, quoted(&bytes[at..], byte)),
            b'`' => (Kind::Text, template(&bytes[at..])),
            _ if back_in_template => {
                open.pop();
                (Kind::Text, template(&bytes[at..]))
            }
            b'/' if begins_expression(tokens.last()) => (Kind::Text, expression(&bytes[at..])),
            _ if byte.is_ascii_digit() => (Kind::Text, run()),
            _ if is_name(&byte) => (Kind::Name, run()),
            _ => {
                let long = ["...", "?.", "=>"];
                let long = long.iter().find(|sign| source[at..].starts_with(**sign));
                (Kind::Sign, long.map_or(1, |sign| sign.len()))
            }
        };
        let mut end = (at + length.max(1)).min(source.len());
        while !source.is_char_boundary(end) {
            end += 1;
        }
        if kind == Kind::Sign && matches!(byte, b')' | b']' | b'}') {
            open.pop();
        }
        tokens.push(Token {
            text: &source[at..end],
            range: at..end,
            kind,
            within: open.last().copied().unwrap_or_default(),
        });
        if kind == Kind::Sign && matches!(byte, b'(' | b'[' | b'{') {
            open.push(byte);
        }
        let into_template = matches!(byte, b'`' | b'}') && kind == Kind::Text;
        if into_template && source[at..end].ends_with("${") {
            open.push(b'$');
        }
        at = end;
    }
    tokens
}

/// How long a string is, its quotation marks counted.
fn quoted(bytes: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < bytes.len() && bytes[at] != quote {
        at += 1 + usize::from(bytes[at] == b'\\');
    }
    at + 1
}

/// How long a template is from here to its end or to the next `${`, which is counted.
fn template(bytes: &[u8]) -> usize {
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'`' {
        if bytes[at..].starts_with(b"${") {
            return at + 2;
        }
        at += 1 + usize::from(bytes[at] == b'\\');
    }
    at + 1
}

/// How long a regular expression is without its flags.
fn expression(bytes: &[u8]) -> usize {
    let (mut at, mut class) = (1, false);
    while at < bytes.len() && (class || bytes[at] != b'/') {
        match bytes[at] {
            b'[' => class = true,
            b']' => class = false,
            b'\\' => at += 1,
            _ => {}
        }
        at += 1;
    }
    at + 1
}

/// Whether a `/` after this token begins a regular expression and is no division.
fn begins_expression(before: Option<&Token<'_>>) -> bool {
    before.is_none_or(|token| match token.kind {
        Kind::Sign => !matches!(token.text, ")" | "]" | "}"),
        Kind::Name => token.text == "return",
        Kind::Text => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_declared_and_no_property_is_short() {
        for (source, short) in [
            ("const word = 1; f(word);", "const e = 1; f(e);"),
            (
                "function fold(word, [first, last]) { return fold(last); }",
                "function e(a, [n, t]) { return e(t); }",
            ),
            (
                "const go = (list) => list.map((item) => item + 1);",
                "const n = (t) => t.map((e) => e + 1);",
            ),
            // Properties, shorthands, methods, imports and exports keep their names, and so does a variable named alike.
            ("const size = files.size;", "const size = files.size;"),
            (
                "const { size } = files; let at = { size: size };",
                "const { size } = files; let e = { size: size };",
            ),
            (
                "class Files { name(part) { return part; } } const name = 1;",
                "class t { name(e) { return e; } } const name = 1;",
            ),
            (
                "import { make } from \"./a.js\"; const from = make;",
                "import { make } from \"./a.js\"; const from = make;",
            ),
            (
                "const kept = 1; export { kept };",
                "const kept = 1; export { kept };",
            ),
            (
                "export const kept = 1; export async function fill(list) { return list; }",
                "export const kept = 1; export async function fill(e) { return e; }",
            ),
            // Only code: no string, template, expression or comment.
            (
                "const a1 = `a1 ${a1} ${`${a1}`}` + \"a1\" + /a1[/]a1/g; // a1",
                "const e = `a1 ${e} ${`${e}`}` + \"a1\" + /a1[/]a1/g; // a1",
            ),
            (
                "const half = (all) => all / 2 / half;",
                "const t = (e) => e / 2 / t;",
            ),
            (
                "const pick = yes ? one : two; if (pick) { pick(yes); }",
                "const e = yes ? one : two; if (e) { e(yes); }",
            ),
        ] {
            let expected = shorten(source);
            assert_eq!(expected, short, "{source}");
        }
    }

    #[test]
    fn names_are_many_and_no_words_of_the_language() {
        let names: BTreeSet<String> = (0..1_000).map(name).collect();
        assert_eq!(names.len(), 1_000);
        assert!(!names.contains("do") && !names.contains("if") && !names.contains("in"));
    }

    #[test]
    fn what_never_ends_is_no_trouble() {
        for source in ["`${", "\"a", "/a", "((", "`a", "}", "const [", "x\\", "'ŵ"] {
            assert_eq!(shorten(source), source);
        }
    }
}
