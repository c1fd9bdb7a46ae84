//! The synonyms of a site: words that readers type into search, and what its pages say for them.
//!
//! They are read from `data/synonyms.yaml` and shown to no template. Finding pages by them is the affair of [`crate::search`].

use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, Place, codes};
use crate::path::SitePath;
use crate::search::Synonym;
use crate::search::analysis::Language;
use crate::source::{SourceFile, Span};
use crate::yaml::{self, Budget, Key, Node, NodeKind};

/// Where the synonyms of a site lie.
pub const PATHS: [&str; 2] = ["data/synonyms.yaml", "data/synonyms.yml"];

/// Whether a file of data is the synonyms.
pub fn is_synonyms(path: &SitePath) -> bool {
    PATHS.contains(&path.as_str())
}

/// Reads the synonyms of a site with these languages, the default one first.
///
/// The file is a map from a word to what pages say for it, one word or a list. Below a language's code stands such a map for that
/// language; what stands outside of one is in the default language.
pub fn read(file: &SourceFile, languages: &[Arc<str>]) -> Checked<Vec<Synonym>> {
    let mut reading = Reading {
        file,
        synonyms: Vec::new(),
        diagnostics: Vec::new(),
    };
    let text = file.text.get();
    let parsed = yaml::parse(&text, 0, Budget::for_data(text.len()));
    let tree = parsed.report(&file.path, &mut reading.diagnostics);
    match tree.as_ref().map(|tree| (tree, &tree.kind)) {
        Some((_, NodeKind::Map(entries))) => {
            for (key, node) in entries {
                match &node.kind {
                    NodeKind::Map(inner) if languages.iter().any(|lang| **lang == *key.text) => {
                        for (word, means) in inner {
                            reading.entry(&key.text, word, means);
                        }
                    }
                    NodeKind::Map(_) => {
                        let known = languages.iter().map(|lang| format!("`{lang}`"));
                        let known: Vec<String> = known.collect();
                        reading.say(
                            key.span,
                            format!("`{}` is not one of this site's languages", key.text),
                            format!("the words of a language stand below its code: {}; any other word has what pages say for it right behind its colon", known.join(" or ")),
                        );
                    }
                    _ => reading.entry(&languages[0], key, node),
                }
            }
        }
        Some((tree, _)) if !tree.is_empty() => reading.say(
            tree.span,
            "synonyms are words with what pages say for them, and this is no such list".into(),
            "write one in each line, for example `loneliness: belonging`".into(),
        ),
        _ => {}
    }
    Checked::new(reading.synonyms, reading.diagnostics)
}

struct Reading<'a> {
    file: &'a SourceFile,
    synonyms: Vec<Synonym>,
    diagnostics: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn say(&mut self, span: Span, message: String, help: String) {
        let place = Place::at(&self.file.path, span);
        self.diagnostics
            .push(Diagnostic::new(&codes::DATA_SYNONYM, place, message).help(help));
    }

    /// One word with what pages say for it.
    fn entry(&mut self, lang: &str, word: &Key, means: &Node) {
        let nodes = match &means.kind {
            NodeKind::List(nodes) => nodes.as_slice(),
            _ => std::slice::from_ref(means),
        };
        if !has_words(lang, &word.text) || nodes.is_empty() {
            self.say(
                word.span,
                format!("search finds nothing by `{}`", word.text),
                format!("write a word and what pages say for it, for example `{}: belonging`, or take the line out", example(&word.text)),
            );
            return;
        }
        for node in nodes {
            let Some(text) = node.text().filter(|text| has_words(lang, text)) else {
                self.say(
                    node.span,
                    format!("what pages say for `{}` is one or several words", word.text),
                    format!("write them behind the colon, for example `{}: belonging` or `{}: [belonging, neighbours]`", word.text, word.text),
                );
                continue;
            };
            self.synonyms.push(Synonym {
                lang: lang.to_owned(),
                word: word.text.to_string(),
                means: text.to_owned(),
            });
        }
    }
}

/// A word for an example: the one that is there, where it is one.
fn example(word: &str) -> &str {
    if word.chars().any(char::is_alphanumeric) {
        word
    } else {
        "loneliness"
    }
}

/// Whether search finds anything by a text: punctuation alone is no word.
fn has_words(lang: &str, text: &str) -> bool {
    let mut any = false;
    Language::of(lang).words(text, |_| any = true);
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Checked<Vec<Synonym>> {
        let file = SourceFile::new(SitePath::new(PATHS[0]), text);
        read(&file, &["en".into(), "cy".into()])
    }

    #[test]
    fn words_lead_to_one_or_several_and_a_language_has_its_own() {
        let read = read_text(
            "loneliness: belonging\n'social isolation': [belonging, being alone]\ncy:\n  unigrwydd: perthyn\n2020: the pandemic\n",
        );
        assert_eq!(read.diagnostics, []);
        let told: Vec<_> = read
            .value
            .iter()
            .map(|one| (&*one.lang, &*one.word, &*one.means))
            .collect();
        assert_eq!(
            told,
            [
                ("en", "loneliness", "belonging"),
                ("en", "social isolation", "belonging"),
                ("en", "social isolation", "being alone"),
                ("cy", "unigrwydd", "perthyn"),
                ("en", "2020", "the pandemic"),
            ]
        );
        for empty in ["", "# nothing yet\n"] {
            assert_eq!(read_text(empty).value, []);
        }
    }

    #[test]
    fn what_is_no_synonym_is_told_at_its_place_and_the_others_count() {
        let read = read_text(
            "lonely: [belonging, {a: b}, '!']\nfr:\n  seul: ensemble\nalone:\n'?!': trust\nlone: []\nkind: trust\n",
        );
        let places: Vec<_> = read
            .diagnostics
            .iter()
            .map(|one| (one.code.name, one.place.span.map(|span| span.start)))
            .collect();
        let text = "lonely: [belonging, {a: b}, '!']\nfr:\n  seul: ensemble\nalone:\n'?!': trust\nlone: []\nkind: trust\n";
        let at = |part: &str| text.find(part).map(|start| start as u32);
        assert_eq!(
            places,
            [
                ("data/synonym", at("{a: b}")),
                ("data/synonym", at("'!'")),
                ("data/synonym", at("fr:")),
                ("data/synonym", at(":\n'?!'")),
                ("data/synonym", at("'?!'")),
                ("data/synonym", at("lone: []")),
            ]
        );
        assert_eq!(read.value.len(), 2);
        for list in ["- [lonely, belonging]\n", "lonely\n"] {
            let read = read_text(list);
            assert_eq!((read.value.len(), read.diagnostics.len()), (0, 1), "{list}");
        }
        // What is no YAML has the YAML reader's own finding.
        assert!(!read_text("lonely: [belonging\n").diagnostics.is_empty());
    }
}
