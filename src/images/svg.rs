//! SVG without what a picture does not need: scripts, handlers, addresses elsewhere, pictures and pages inside it, and all that
//! drawing programs note about files, folders and people.
//!
//! It keeps what is known to be harmless and leaves out the rest; it does not look for what is known to be harmful. Markup is
//! read as XML and written anew, so that no browser can understand it otherwise than it was read here.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

use super::Fault;

/// The largest SVG: a map of a county with every road has a megabyte, and each byte is parsed and written anew.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// How deep elements may stand in one another: the reader and the writer call themselves for each, and drawing programs reach thirty.
const MOST_DEPTH: usize = 256;

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// The elements that draw, and those that say in words what is drawn.
const ELEMENTS: &[&str] = &[
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
];

/// Elements that are left out without a word: nobody sees them.
const UNSEEN: &[&str] = &["metadata"];

/// A cleaned SVG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clean {
    /// Its text.
    pub text: String,
    /// What was left out that its author may miss, in words, each once.
    pub left_out: Vec<String>,
}

/// Whether a text begins as an SVG does.
pub(super) fn is_svg(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                return element.local_name().as_ref() == "svg";
            }
            Ok(Event::Text(text)) if !text.trim().trim_start_matches('\u{feff}').is_empty() => {
                return false;
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// Cleans an SVG.
///
/// # Errors
/// When it is no XML, is too large or too deep, or declares entities: a few of them can stand for gigabytes.
pub fn clean(bytes: &[u8]) -> Result<Clean, Fault> {
    if bytes.len() > MOST_BYTES {
        return Err(Fault("is an SVG of more than 4 MB".into()));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|_| Fault("is an SVG that is not UTF-8 text".into()))?;
    let mut cleaner = Cleaner {
        text: String::with_capacity(text.len()),
        left_out: BTreeSet::new(),
        open: Vec::new(),
        skipped: 0,
        style: None,
        has_root: false,
    };
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => cleaner.take(event)?,
            Err(error) => return Err(Fault(format!("is no SVG that can be read: {error}"))),
        }
    }
    if !cleaner.has_root || !cleaner.open.is_empty() || cleaner.skipped > 0 {
        return Err(Fault("breaks off before its end".into()));
    }
    cleaner.text.push('\n');
    Ok(Clean {
        text: cleaner.text,
        left_out: cleaner.left_out.into_iter().collect(),
    })
}

struct Cleaner {
    text: String,
    left_out: BTreeSet<String>,
    /// The names of the open elements that are kept.
    open: Vec<String>,
    /// How many elements are open of which nothing is kept.
    skipped: usize,
    /// The style sheet that is being read.
    style: Option<String>,
    has_root: bool,
}

impl Cleaner {
    fn take(&mut self, event: Event<'_>) -> Result<(), Fault> {
        match event {
            Event::Start(element) => self.start(&element)?,
            Event::Empty(element) => {
                self.start(&element)?;
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.words(&text),
            Event::CData(text) => self.words(&escaped(&text)),
            Event::GeneralRef(reference) => {
                let is_known =
                    reference.is_char_ref() || resolve_predefined_entity(&reference).is_some();
                if !is_known {
                    return Err(entities());
                }
                self.words(&format!("&{};", &*reference));
            }
            Event::DocType(declared) if declared.contains('[') => return Err(entities()),
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        if self.open.len() + self.skipped >= MOST_DEPTH {
            return Err(Fault(
                "is an SVG with elements too deep in one another".into(),
            ));
        }
        let name = element.name();
        let name: &str = name.as_ref();
        if self.open.is_empty() && self.skipped == 0 && (self.has_root || name != "svg") {
            return Err(Fault("is no SVG: its root is not one element `svg`".into()));
        }
        let is_kept = self.skipped == 0 && self.style.is_none() && self.keeps(element, name);
        if !is_kept {
            self.skipped += 1;
            return Ok(());
        }
        let is_root = !self.has_root;
        self.has_root = true;
        self.open.push(name.to_owned());
        if name == "style" {
            self.style = Some(String::new());
            return Ok(());
        }
        self.text.push('<');
        self.text.push_str(name);
        if is_root {
            self.text.push_str(&format!(" xmlns=\"{NAMESPACE}\""));
        }
        self.attributes(element)?;
        self.text.push('>');
        Ok(())
    }

    /// Whether an element is kept; says what its author may miss.
    fn keeps(&mut self, element: &BytesStart<'_>, name: &str) -> bool {
        // What has a prefix is another language's: notes of a drawing program, mostly.
        if name.contains(':') || UNSEEN.contains(&name) {
            return false;
        }
        let namespace = element.try_get_attribute("xmlns").ok().flatten();
        let is_foreign = namespace.is_some_and(|namespace| *namespace.value != *NAMESPACE);
        if ELEMENTS.contains(&name) && !is_foreign {
            return true;
        }
        let printed: String = name.chars().take(40).collect();
        self.left_out.insert(format!("`<{printed}>`"));
        false
    }

    fn attributes(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let mut has_href = false;
        for attribute in element.attributes() {
            let attribute =
                attribute.map_err(|error| Fault(format!("is no SVG that can be read: {error}")))?;
            let name: &str = attribute.key.as_ref();
            let value = unescape(&attribute.value).map_err(|_| entities())?;
            let name = match name {
                "xlink:href" => "href",
                "xml:space" | "xml:lang" => name,
                // Names of spaces, and notes of programs.
                name if name == "xmlns" || name.contains(':') || name.starts_with("data-") => {
                    continue;
                }
                name => name,
            };
            let is_plain = name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'));
            if !is_plain || name.to_ascii_lowercase().starts_with("on") {
                let printed: String = name.chars().take(40).collect();
                self.left_out.insert(format!("`{printed}`"));
                continue;
            }
            let is_href = name == "href";
            let stays = match is_href {
                true => value.trim_start().starts_with('#'),
                false => is_harmless(&value),
            };
            if !stays {
                self.left_out
                    .insert(format!("the address elsewhere in `{name}`"));
                continue;
            }
            if is_href && std::mem::replace(&mut has_href, true) {
                continue;
            }
            self.text
                .push_str(&format!(" {name}=\"{}\"", escaped(&value)));
        }
        Ok(())
    }

    fn words(&mut self, text: &str) {
        if self.skipped > 0 || self.open.is_empty() {
            return;
        }
        match &mut self.style {
            Some(style) => style.push_str(text),
            None => self.text.push_str(text),
        }
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let Some(name) = self.open.pop() else {
            return;
        };
        if let Some(style) = self.style.take() {
            let rules = unescape(&style).unwrap_or_default();
            if is_harmless(&rules) && !rules.contains('@') {
                self.text.push_str(&format!("<style>{style}</style>"));
            } else {
                self.left_out
                    .insert("`<style>` with an address or an `@` rule".into());
            }
            return;
        }
        if self.text.ends_with('>') && self.text.ends_with(&open_end(&self.text, &name)) {
            self.text.pop();
            self.text.push_str("/>");
        } else {
            self.text.push_str(&format!("</{name}>"));
        }
    }
}

/// The opening tag that a text ends with, when it is this element's and nothing stands after it; else what no text ends with.
fn open_end(text: &str, name: &str) -> String {
    match text.rfind('<') {
        Some(at)
            if text[at + 1..].starts_with(name)
                && text[at + 1 + name.len()..].starts_with([' ', '>']) =>
        {
            text[at..].to_owned()
        }
        _ => "\0".to_owned(),
    }
}

/// Whether a value leads nowhere outside the drawing and runs nothing: `url(` only with `#`, no escapes of CSS, no script.
fn is_harmless(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    let inside = value
        .match_indices("url")
        .filter_map(|(at, _)| value[at + 3..].trim_start().strip_prefix('('))
        .all(|rest| {
            rest.trim_start()
                .trim_start_matches(['"', '\''])
                .starts_with('#')
        });
    inside
        && !value.contains('\\')
        && !value.contains("/*")
        && !["javascript:", "data:", "expression(", "image-set", "src("]
            .iter()
            .any(|word| value.contains(word))
}

/// Text for inside an element or a quoted attribute.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            character => escaped.push(character),
        }
    }
    escaped
}

fn entities() -> Fault {
    Fault("is an SVG that declares or uses entities of its own".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(source: &str) -> (String, Vec<String>) {
        let clean = clean(source.as_bytes()).expect("it can be cleaned");
        let inner = clean
            .text
            .trim_end()
            .replace(" xmlns=\"http://www.w3.org/2000/svg\"", "");
        (inner, clean.left_out)
    }

    #[test]
    fn what_draws_stays_and_what_runs_or_leads_elsewhere_goes() {
        for (source, expected, left_out) in [
            (
                "<svg viewBox='0 0 1 1'><rect fill=\"url(#a)\"/></svg>",
                "<svg viewBox=\"0 0 1 1\"><rect fill=\"url(#a)\"/></svg>",
                &[][..],
            ),
            (
                "<svg><script>alert(1)</script><g onclick='x()' ONLOAD='y'><path d='M0 0'/></g></svg>",
                "<svg><g><path d=\"M0 0\"/></g></svg>",
                &["`<script>`", "`ONLOAD`", "`onclick`"],
            ),
            (
                "<svg><foreignObject><svg><p>a</p></svg></foreignObject><a href='javascript:x'><text>t</text></a></svg>",
                "<svg/>",
                &["`<a>`", "`<foreignObject>`"],
            ),
            (
                "<svg xmlns:xlink='http://www.w3.org/1999/xlink'><use xlink:href='#a'/><use href='https://e.example/x.svg#a'/></svg>",
                "<svg><use href=\"#a\"/><use/></svg>",
                &["the address elsewhere in `href`"],
            ),
            (
                "<svg><rect style='fill:url(https://e.example/p)'/><rect fill='url( \"//e.example\" )'/><rect style='fill:\\75rl(x)'/></svg>",
                "<svg><rect/><rect/><rect/></svg>",
                &[
                    "the address elsewhere in `fill`",
                    "the address elsewhere in `style`",
                ],
            ),
            (
                "<svg><style>.a{fill:red} .b > .c{fill:url(#g)}</style><style>@import 'x'</style></svg>",
                "<svg><style>.a{fill:red} .b > .c{fill:url(#g)}</style></svg>",
                &["`<style>` with an address or an `@` rule"],
            ),
            (
                "<?xml version='1.0'?><!DOCTYPE svg><!-- by Mari --><svg sodipodi:docname='mari.svg' data-by='Mari'>\
                 <metadata><dc:creator>Mari</dc:creator></metadata><sodipodi:namedview><a/></sodipodi:namedview>\
                 <title>A &amp; B &#233; &lt;</title><text><![CDATA[<b>]]></text></svg>",
                "<svg><title>A &amp; B &#233; &lt;</title><text>&lt;b&gt;</text></svg>",
                &[],
            ),
            (
                "<svg><g xmlns='http://www.w3.org/1999/xhtml'><script/></g><animate attributeName='href'/></svg>",
                "<svg/>",
                &["`<animate>`", "`<g>`"],
            ),
            (
                "<svg><image href='data:image/jpeg;base64,AA'/><rect width='2' height='1'></rect></svg>",
                "<svg><rect width=\"2\" height=\"1\"/></svg>",
                &["`<image>`"],
            ),
        ] {
            let (text, found) = cleaned(source);
            assert_eq!(text, expected, "{source}");
            assert_eq!(found, left_out, "{source}");
        }
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        let bomb =
            "<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><svg><text>&b;</text></svg>";
        let deep = format!("{}{}", "<svg>".repeat(300), "</svg>".repeat(300));
        for (source, why) in [
            (bomb, "entities"),
            ("<svg><text>&b;</text></svg>", "entities"),
            ("<svg fill='&b;'/>", "entities"),
            (&*deep, "too deep"),
            ("<svg><g></svg>", "read"),
            ("<svg><g>", "breaks off"),
            ("<svg/><svg/>", "root"),
            ("<html/>", "root"),
            ("", "breaks off"),
        ] {
            let fault = clean(source.as_bytes()).expect_err(why);
            assert!(fault.0.contains(why), "{source}: {fault}");
        }
        assert!(clean(b"<svg>\xff</svg>").is_err());
    }

    #[test]
    fn cleaning_twice_is_cleaning_once() {
        let source = "<svg><title>a \"b\" &gt;</title><g id='x y'><path d=''/>text<g/></g><style>a&lt;b</style></svg>";
        let once = clean(source.as_bytes()).expect("clean").text;
        let twice = clean(once.as_bytes()).expect("clean").text;
        assert_eq!(once, twice);
    }
}
