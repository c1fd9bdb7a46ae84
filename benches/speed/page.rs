//! One page of the corpus, with the front matter that each program wants around the same text.

use std::fmt::Write as _;

use crate::words::{Chance, Words};

/// The three sections, which are also the types of page.
pub(crate) const SECTIONS: [&str; 3] = ["articles", "news", "stories"];
/// How many terms there are.
pub(crate) const TERMS: usize = 40;
/// How many authors there are.
pub(crate) const AUTHORS: usize = 200;

/// Where a link is to be put in, by the number of the page that it leads to.
const HOLE: char = '\u{1}';

/// One page.
#[derive(Debug)]
pub(crate) struct Page {
    number: usize,
    title: String,
    description: String,
    date: String,
    terms: Vec<String>,
    authors: Vec<String>,
    learning: String,
    /// The Markdown, with holes for the addresses of links.
    body: String,
}

impl Page {
    pub(crate) fn new(number: usize, pages: usize, words: &Words) -> Self {
        let mut chance = Chance::new(number as u64);
        let chance = &mut chance;
        let title = capital(&phrase(chance, words, 3, 6));
        let terms = some(chance, 1, 4, TERMS).map(|at| words.name(at).to_owned());
        let terms = terms.collect();
        let authors = some(chance, 1, 2, AUTHORS.min(pages)).map(|at| author_slug(at, words));
        let authors = authors.collect();
        Self {
            number,
            title,
            description: sentence(chance, words).replace('*', ""),
            date: format!(
                "{}-{:02}-{:02}",
                chance.between(2005, 2024),
                chance.between(1, 12),
                chance.between(1, 28)
            ),
            terms,
            authors,
            learning: sentence(chance, words),
            body: body(number, pages, chance, words),
        }
    }

    /// Its path below `content`.
    pub(crate) fn file(&self) -> String {
        file(self.number)
    }

    pub(crate) fn for_alongside(&self) -> String {
        let here = self.number % SECTIONS.len();
        let body = self.filled(|to| match SECTIONS[to % SECTIONS.len()] {
            section if section == SECTIONS[here] => format!("{}.md", slug(to)),
            section => format!("../{section}/{}.md", slug(to)),
        });
        format!("---\n{}---\n{body}", self.front_matter())
    }

    pub(crate) fn for_hugo(&self) -> String {
        let body = self.filled(|to| format!("/{}/{}/", SECTIONS[to % SECTIONS.len()], slug(to)));
        format!("---\n{}---\n{body}", self.front_matter())
    }

    fn front_matter(&self) -> String {
        let mut text = format!(
            "title: {}\ndescription: {}\ndate: {}\nauthors: [{}]\nthemes: [{}]\nreview_by: 2099-12-31\n",
            self.title,
            self.description,
            self.date,
            self.authors.join(", "),
            self.terms.join(", ")
        );
        text.push_str(&match SECTIONS[self.number % SECTIONS.len()] {
            "articles" => "article_section: practice\n".to_owned(),
            "news" => "expires: 2099-12-31\n".to_owned(),
            _ => format!(
                "id: {}\nformat: prose\nvoice: practitioner\nconsent: []\npeople: []\nno_third_parties: true\nprompt_set: driscoll\nperiod: some time ago\nlearning: {}\n",
                slug(self.number),
                self.learning
            ),
        });
        text
    }

    /// The text with the links' addresses put in.
    fn filled(&self, address: impl Fn(usize) -> String) -> String {
        let mut text = String::with_capacity(self.body.len() + 64);
        for (at, part) in self.body.split(HOLE).enumerate() {
            if at % 2 == 0 {
                text.push_str(part);
            } else if let Ok(to) = part.parse() {
                text.push_str(&address(to));
            }
        }
        text
    }
}

/// The page of a term: its name in addresses, and its file.
pub(crate) fn term(number: usize, words: &Words) -> (String, String) {
    let name = words.name(number);
    let text = format!(
        "---\ntitle: {}\ndescription: What is meant here by {name}.\nuse_when: Somebody speaks of it.\ndo_not_use_when: Nobody does.\nowner: editors\nreview_by: 2099-12-31\nhistory: [{{date: 2005-01-01, change: First agreed.}}]\n---\nInvented words about {name}.\n",
        capital(name)
    );
    (name.to_owned(), text)
}

/// The page of an author: their name in addresses, and their file.
pub(crate) fn author(number: usize, words: &Words) -> (String, String) {
    let slug = author_slug(number, words);
    let (first, last) = slug.split_once('-').unwrap_or((&slug, ""));
    let text = format!(
        "---\ntitle: {} {}\ndescription: An invented person.\nopt_in: 2005-01-01\ncontact_route: none\nactive: true\nreview_by: 2099-12-31\n---\nInvented words.\n",
        capital(first),
        capital(last)
    );
    (slug, text)
}

fn author_slug(number: usize, words: &Words) -> String {
    format!(
        "{}-{}",
        words.name(100 + number % 20),
        words.name(120 + number)
    )
}

fn file(number: usize) -> String {
    format!("{}/{}.md", SECTIONS[number % SECTIONS.len()], slug(number))
}

/// A page's name in addresses, which says nothing, as stories' names must.
fn slug(number: usize) -> String {
    const DIGITS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    // An odd factor, modulo a power of two: no two numbers give the same name.
    let mut rest = (number as u64).wrapping_mul(0x9e5_1d7b) % (1 << 30);
    let mut slug = "s-".to_owned();
    for _ in 0..6 {
        slug.push(char::from(DIGITS[(rest % 32) as usize]));
        rest /= 32;
    }
    slug
}

/// From `least` to `most` different numbers below `end`.
fn some(chance: &mut Chance, least: usize, most: usize, end: usize) -> impl Iterator<Item = usize> {
    let wanted = chance.between(least, most).min(end);
    let mut found: Vec<usize> = Vec::new();
    while found.len() < wanted {
        let at = chance.below(end);
        if !found.contains(&at) {
            found.push(at);
        }
    }
    found.into_iter()
}

/// Headings with paragraphs below, a list now and then, and in some pages tables, footnotes and code.
fn body(number: usize, pages: usize, chance: &mut Chance, words: &Words) -> String {
    let length = chance.length(700.0).max(40);
    let (table, note, code) = (chance.one_in(10), chance.one_in(10), chance.one_in(20));
    let mut links: Vec<usize> = (0..chance.between(2, 4))
        .map(|_| chance.below(pages))
        .filter(|to| *to != number)
        .collect();
    let mut text = String::new();
    let mut written = 0;
    let mut parts = 0;
    while written < length {
        if parts > 0 && parts % 3 == 0 {
            let level = if parts % 6 == 0 { "###" } else { "##" };
            let _ = writeln!(text, "{level} {}\n", capital(&phrase(chance, words, 2, 5)));
        }
        if parts % 8 == 7 {
            for _ in 0..chance.between(3, 6) {
                let item = sentence(chance, words);
                written += item.split(' ').count();
                let _ = writeln!(text, "- {item}");
            }
            text.push('\n');
        }
        let mut paragraph = Vec::new();
        for _ in 0..chance.between(2, 6) {
            let line = sentence(chance, words);
            written += line.split(' ').count();
            paragraph.push(line);
        }
        if let Some(to) = links.pop() {
            let words = phrase(chance, words, 1, 3);
            paragraph.push(format!("See [{words}]({HOLE}{to}{HOLE})."));
        }
        if note && parts < 2 {
            let _ = write!(paragraph[0], "[^{}]", parts + 1);
        }
        text.push_str(&paragraph.join("\n"));
        text.push_str("\n\n");
        parts += 1;
    }
    for to in links {
        let _ = writeln!(
            text,
            "See [{}]({HOLE}{to}{HOLE}).\n",
            phrase(chance, words, 1, 3)
        );
    }
    if table {
        text.push_str("| what | how many | where |\n| --- | --: | --- |\n");
        for _ in 0..chance.between(3, 8) {
            let _ = writeln!(
                text,
                "| {} | {} | {} |",
                phrase(chance, words, 1, 3),
                chance.below(1000),
                words.rare(chance)
            );
        }
        text.push('\n');
    }
    if code {
        text.push_str("```python\n");
        for _ in 0..chance.between(3, 7) {
            let (name, of) = (words.rare(chance).to_owned(), words.rare(chance));
            let _ = writeln!(
                text,
                "def {name}({of}):\n    # {of} first\n    return {of} + {} if {of} else \"{name}\"\n",
                chance.below(100)
            );
        }
        text.push_str("```\n\n");
    }
    if note {
        for at in 1..=parts.min(2) {
            let _ = writeln!(text, "[^{at}]: {}\n", sentence(chance, words));
        }
    }
    text
}

fn sentence(chance: &mut Chance, words: &Words) -> String {
    let length = chance.between(5, 19);
    let mut text = String::with_capacity(length * 6);
    let comma = chance.between(3, 30);
    for at in 0..length {
        let word = words.word(chance);
        if at == 0 {
            text.push_str(&capital(word));
        } else if chance.one_in(90) {
            let _ = write!(text, " *{word}*");
        } else {
            let _ = write!(text, " {word}");
        }
        if at == comma && at + 1 < length {
            text.push(',');
        }
    }
    text.push('.');
    text
}

fn phrase(chance: &mut Chance, words: &Words, least: usize, most: usize) -> String {
    let count = chance.between(least, most);
    let mut text = String::new();
    for at in 0..count {
        if at > 0 {
            text.push(' ');
        }
        // A title is mostly of words that say something.
        text.push_str(if chance.one_in(3) {
            words.word(chance)
        } else {
            words.rare(chance)
        });
    }
    text
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_ascii_uppercase().to_string() + letters.as_str()
    })
}
