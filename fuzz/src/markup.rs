//! What must hold of HTML that Alongside wrote, as a browser's tokeniser reads it.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Elements that hold nothing.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that end an open paragraph.
const BLOCKS: [&str; 28] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];

/// A start tag as a browser reads it.
#[derive(Clone, Debug)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes, entities undone.
    pub attributes: Vec<(String, String)>,
}

/// What a tokeniser found in HTML.
#[derive(Debug, Default)]
pub struct Markup {
    /// Every start tag, in order.
    pub elements: Vec<Element>,
    /// What is wrong with the tags.
    pub faults: Vec<String>,
    /// What stands where a browser would not leave it: a list in a paragraph.
    pub misplaced: Vec<String>,
    open: Vec<String>,
}

struct Sink(RefCell<Markup>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut markup = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => return markup.tag(&tag),
            Token::ParseError(error) => markup.faults.push(error.into_owned()),
            Token::NullCharacterToken => markup.faults.push("a NUL".into()),
            Token::DoctypeToken(_)
            | Token::CommentToken(_)
            | Token::CharacterTokens(_)
            | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

/// Reads HTML.
pub fn read(html: &str) -> Markup {
    let options = TokenizerOpts {
        exact_errors: false,
        ..TokenizerOpts::default()
    };
    let tokenizer = Tokenizer::new(Sink(RefCell::default()), options);
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let mut markup = tokenizer.sink.0.into_inner();
    if !markup.open.is_empty() {
        let left = std::mem::take(&mut markup.open);
        markup.faults.push(format!("never closed: {left:?}"));
    }
    markup
}

impl Markup {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        if tag.kind == TagKind::EndTag {
            match self.open.pop() {
                Some(open) if open == name => {}
                open => self.faults.push(format!("</{name}> closes {open:?}")),
            }
            return TokenSinkResult::Continue;
        }
        if tag.had_duplicate_attributes {
            self.faults.push(format!("<{name}> has an attribute twice"));
        }
        let is_open = |wanted: &str| self.open.iter().any(|open| open == wanted);
        if BLOCKS.contains(&name) && is_open("p") {
            self.misplaced.push(format!("<{name}> in a paragraph"));
        }
        if name == "a" && is_open("a") {
            self.misplaced.push("a link in a link".into());
        }
        self.elements.push(Element {
            name: name.to_owned(),
            attributes: tag
                .attrs
                .iter()
                .map(|attribute| {
                    (
                        attribute.name.local.to_string(),
                        attribute.value.to_string(),
                    )
                })
                .collect(),
        });
        if VOID.contains(&name) || (tag.self_closing && is_open("svg")) {
            return TokenSinkResult::Continue;
        }
        self.open.push(name.to_owned());
        match name {
            "script" => TokenSinkResult::RawData(ScriptData),
            "style" => TokenSinkResult::RawData(Rawtext),
            "title" | "textarea" => TokenSinkResult::RawData(Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    /// Asserts that nothing here runs, restyles, or leads to a script.
    pub fn runs_nothing(&self, html: &str) {
        for element in &self.elements {
            let is_data =
                |(name, value): &(String, String)| name == "type" && value == "application/ld+json";
            let has_source = element.attributes.iter().any(|(name, _)| name == "src");
            let in_place =
                element.name == "script" && !has_source && !element.attributes.iter().any(is_data);
            assert!(
                !in_place && element.name != "style",
                "{element:?} in {html:?}"
            );
            for (name, value) in &element.attributes {
                assert!(
                    !name.starts_with("on") && name != "style",
                    "{element:?} in {html:?}"
                );
                if ["href", "src", "action", "formaction", "poster", "data"].contains(&&**name) {
                    assert!(!is_script(value), "{element:?} in {html:?}");
                }
            }
        }
    }

    /// Asserts that every tag can be read and that every element is closed.
    pub fn is_whole(&self, html: &str) {
        assert!(self.faults.is_empty(), "{:?} in {html:?}", self.faults);
    }

    /// Asserts besides that everything stands where it may.
    pub fn is_sound(&self, html: &str) {
        self.is_whole(html);
        assert!(
            self.misplaced.is_empty(),
            "{:?} in {html:?}",
            self.misplaced
        );
    }
}

/// Whether a browser would run this address: it drops line ends and tabs, and what cannot be seen at the beginning.
fn is_script(address: &str) -> bool {
    let seen: String = address
        .trim_start_matches(|letter: char| letter <= ' ')
        .chars()
        .filter(|letter| !matches!(letter, '\t' | '\n' | '\r'))
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    [
        "javascript:",
        "vbscript:",
        "data:text/html",
        "data:image/svg",
    ]
    .iter()
    .any(|scheme| seen.starts_with(scheme))
}
