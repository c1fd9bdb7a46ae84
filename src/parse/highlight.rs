//! Colours for code: spans with a class for each kind of word, and the style sheet for the classes.
//!
//! The grammars are loaded when the first block of code is met, and never when there is none. Colours are few and plain, written
//! here for both grounds; what a grammar knows beyond them is left uncoloured.

use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

/// The most bytes of code that one page has coloured. Colouring takes 45 µs a line, so this is about a second for one page; code beyond
/// it is shown without colours.
pub const LONGEST: usize = 256 * 1024;

/// The longest line that is coloured, in bytes: an expression of a grammar may take the square of a line, and what is longer is a
/// program's output and not written by hand.
const LONGEST_LINE: usize = 2_000;

/// Which ground the code stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Dark letters on a light ground.
    Light,
    /// Light letters on a dark ground.
    Dark,
}

/// A class, the scopes that it stands for, and its colour on a light and a dark ground.
struct Class {
    name: &'static str,
    scopes: &'static [&'static str],
    light: &'static str,
    dark: &'static str,
}

/// The palette. Each colour has a contrast of at least 4.5 to 1: the light ones on grounds from white down to `#f3f3f3`, the dark
/// ones on grounds from black up to `#262626`. A test measures it.
const PALETTE: &[Class] = &[
    Class {
        name: "comment",
        scopes: &["comment"],
        light: "#5f6368",
        dark: "#a0a4a8",
    },
    Class {
        name: "string",
        scopes: &["string", "constant.character"],
        light: "#0b6b3a",
        dark: "#8fd6a8",
    },
    Class {
        name: "number",
        scopes: &["constant"],
        light: "#8a3a00",
        dark: "#f0b27a",
    },
    Class {
        name: "keyword",
        scopes: &["keyword", "storage"],
        light: "#8c1d6b",
        dark: "#f2a0d6",
    },
    Class {
        name: "name",
        scopes: &["entity.name", "support", "variable.function"],
        light: "#174ea6",
        dark: "#9cc2ff",
    },
    Class {
        name: "attribute",
        scopes: &["entity.other.attribute-name", "variable.parameter"],
        light: "#6a4a00",
        dark: "#e3c878",
    },
    Class {
        name: "inserted",
        scopes: &["markup.inserted"],
        light: "#0b6b3a",
        dark: "#8fd6a8",
    },
    Class {
        name: "deleted",
        scopes: &["markup.deleted", "invalid"],
        light: "#a31515",
        dark: "#ff9d9d",
    },
];

struct Grammars {
    syntaxes: SyntaxSet,
    scopes: Vec<(Scope, &'static str)>,
}

fn grammars() -> &'static Grammars {
    static GRAMMARS: OnceLock<Grammars> = OnceLock::new();
    GRAMMARS.get_or_init(|| Grammars {
        syntaxes: two_face::syntax::extra_newlines(),
        scopes: PALETTE
            .iter()
            .flat_map(|class| class.scopes.iter().map(move |scope| (scope, class.name)))
            .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, class)))
            .collect(),
    })
}

/// Whether a language is a word for text without colours.
pub fn is_plain(language: &str) -> bool {
    matches!(
        language.to_ascii_lowercase().as_str(),
        "text" | "txt" | "plain" | "plaintext" | "none" | "console" | "output"
    )
}

/// Code as HTML with classes; none when the language is not known or is plain text.
pub fn highlight(code: &str, language: &str) -> Option<String> {
    if is_plain(language) {
        return None;
    }
    let grammars = grammars();
    let syntax = grammars.syntaxes.find_syntax_by_token(language)?;
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut html = Html::default();
    for line in code.split_inclusive('\n') {
        if line.len() > LONGEST_LINE {
            html.write(line, None);
            continue;
        }
        let Ok(changes) = state.parse_line(line, &grammars.syntaxes) else {
            html.write(line, None);
            continue;
        };
        let mut from = 0;
        for (at, change) in changes {
            html.write(&line[from..at], class(&stack, grammars));
            from = at;
            if stack.apply(&change).is_err() {
                break;
            }
        }
        html.write(&line[from..], class(&stack, grammars));
    }
    Some(html.finish())
}

/// The class of the innermost scope that has one.
fn class(stack: &ScopeStack, grammars: &Grammars) -> Option<&'static str> {
    stack.as_slice().iter().rev().find_map(|scope| {
        let found = grammars
            .scopes
            .iter()
            .find(|(known, _)| known.is_prefix_of(*scope));
        found.map(|(_, class)| *class)
    })
}

#[derive(Default)]
struct Html {
    text: String,
    open: Option<&'static str>,
}

impl Html {
    fn write(&mut self, text: &str, class: Option<&'static str>) {
        if text.is_empty() {
            return;
        }
        if class != self.open && !text.trim().is_empty() {
            self.close();
            if let Some(class) = class {
                self.text.push_str("<span class=\"hl-");
                self.text.push_str(class);
                self.text.push_str("\">");
            }
            self.open = class;
        }
        pulldown_cmark_escape::escape_html_body_text(&mut self.text, text)
            .expect("a string takes all that is written to it");
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.text.push_str("</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.text
    }
}

/// The style sheet of the classes for one ground.
pub fn stylesheet(ground: Ground) -> String {
    PALETTE
        .iter()
        .map(|class| {
            let colour = match ground {
                Ground::Light => class.light,
                Ground::Dark => class.dark,
            };
            format!(".hl-{} {{ color: {colour}; }}\n", class.name)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value =
                u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour is six digits");
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_colour_can_be_read_on_its_grounds() {
        for class in PALETTE {
            for ground in ["#ffffff", "#f3f3f3"] {
                assert!(
                    contrast(class.light, ground) >= 4.5,
                    "{} on {ground}",
                    class.name
                );
            }
            for ground in ["#000000", "#262626"] {
                assert!(
                    contrast(class.dark, ground) >= 4.5,
                    "{} on {ground}",
                    class.name
                );
            }
        }
    }

    #[test]
    fn code_is_coloured_by_class_and_escaped() {
        let html = highlight("let a = \"<b>\"; // why\n", "rust").expect("Rust is known");
        assert!(
            html.contains("<span class=\"hl-string\">\"&lt;b&gt;\"</span>"),
            "{html}"
        );
        assert!(
            html.contains("<span class=\"hl-comment\">// why\n</span>"),
            "{html}"
        );
        assert!(highlight("key: value\n", "yaml").is_some());
        assert!(highlight("key = 1\n", "toml").is_some());
        assert!(highlight("const a: number = 1", "typescript").is_some());
        assert_eq!(highlight("x", "klingon"), None);
        assert_eq!(highlight("x", "text"), None);
    }

    #[test]
    fn the_style_sheet_names_every_class() {
        for ground in [Ground::Light, Ground::Dark] {
            let css = stylesheet(ground);
            assert!(
                PALETTE
                    .iter()
                    .all(|class| css.contains(&format!(".hl-{} ", class.name)))
            );
        }
    }
}
