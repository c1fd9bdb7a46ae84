//! The glossary of a site: its hard words, what each means, and the forms in which a text may have it, language by language.
//!
//! It is read from `data/glossary.yaml` and shown to no template as a whole, so that a new word is seen by the pages that use
//! it alone. Finding the words in a text is not done here.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use jiff::tz::TimeZone;

use crate::diagnostic::{Checked, Diagnostic, Place, codes};
use crate::language::slugify;
use crate::path::SitePath;
use crate::schema::declared::Reader;
use crate::schema::validate::{Context, FieldCodes, validate_value};
use crate::schema::{Field, Fields, Kind, Value};
use crate::source::SourceFile;
use crate::yaml::{self, Budget, Node, NodeKind};

/// Where a glossary lies.
pub const PATHS: [&str; 2] = ["data/glossary.yaml", "data/glossary.yml"];

/// What an entry may say.
const SHAPE: &str = "\
word: {kind: localised, required: true, example: Coordinator}
definition: {kind: localised, required: true, example: Somebody who knows an area and the people in it.}
forms: {kind: map, of: {kind: list, of: text}, example: '{en: [coordinators]}'}
id: {kind: text, pattern: '[a-z0-9-]+', example: coordinator}
";

/// The words of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glossary {
    /// The words of each language, in the order of the file.
    pub words: BTreeMap<Arc<str>, Vec<Word>>,
}

/// A word in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// What it is called in addresses, the same in all languages.
    pub id: Arc<str>,
    /// The word.
    pub word: Arc<str>,
    /// What it means there.
    pub definition: Arc<str>,
    /// Other forms of it.
    pub forms: Vec<Arc<str>>,
    /// The word in other languages, by their codes.
    pub elsewhere: Vec<(Arc<str>, Arc<str>)>,
}

impl Glossary {
    /// The words of a language.
    pub fn of(&self, lang: &str) -> &[Word] {
        self.words.get(lang).map_or(&[], Vec::as_slice)
    }

    /// Whether there is no word at all.
    pub fn is_empty(&self) -> bool {
        self.words.values().all(Vec::is_empty)
    }
}

/// Whether a file of data is the glossary.
pub fn is_glossary(path: &SitePath) -> bool {
    PATHS.contains(&path.as_str())
}

/// Reads the glossary of a site with these languages, the default one first.
pub fn read(file: &SourceFile, languages: &[Arc<str>]) -> Checked<Glossary> {
    let mut found = Vec::new();
    let text = file.text.get();
    let parsed = yaml::parse(&text, 0, Budget::for_data(text.len()));
    let Some(tree) = parsed.report(&file.path, &mut found) else {
        return Checked::new(Glossary::default(), found);
    };
    let context = Context {
        file: &file.path,
        timezone: &TimeZone::UTC,
        owner: "an entry of the glossary",
        codes: &FieldCodes::FRONT_MATTER,
    };
    let entry = Field::of(Kind::Object(shape().clone()));
    let list = Field::of(Kind::List(Box::new(entry)));
    let value = validate_value("the glossary", &list, &tree, context, &mut found);
    let items = value.as_ref().map(Value::items).unwrap_or_default();
    let nodes = match &tree.kind {
        NodeKind::List(nodes) if nodes.len() == items.len() => nodes.as_slice(),
        _ => &[],
    };
    let mut reading = Reading {
        file,
        languages,
        glossary: Glossary::default(),
        seen: BTreeMap::new(),
        found,
    };
    for (number, item) in items.iter().enumerate() {
        reading.entry(item, nodes.get(number).unwrap_or(&tree));
    }
    Checked::new(reading.glossary, reading.found)
}

fn shape() -> &'static Fields {
    static SHAPE_READ: LazyLock<Fields> = LazyLock::new(|| {
        let file = SitePath::new("glossary-shape.yaml");
        let mut sink = Vec::new();
        let mut fields = Fields::default();
        let tree = yaml::parse(SHAPE, 0, Budget::FRONT_MATTER).report(&file, &mut sink);
        if let Some(tree) = &tree {
            Reader::new(&file, &mut sink).fields(tree, &mut fields);
        }
        debug_assert!(sink.is_empty(), "the shape is sound: {sink:?}");
        fields
    });
    &SHAPE_READ
}

struct Reading<'a> {
    file: &'a SourceFile,
    languages: &'a [Arc<str>],
    glossary: Glossary,
    /// By language and form in lower case: whose it is.
    seen: BTreeMap<(Arc<str>, String), Place>,
    found: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn place(&self, node: &Node) -> Place {
        Place::at(&self.file.path, node.span)
    }

    fn entry(&mut self, item: &Value, node: &Node) {
        let words = self.texts(item.get("word"));
        let definitions = self.texts(item.get("definition"));
        let named = item.get("id").and_then(Value::as_text);
        let Some(first) = words.values().next() else {
            return;
        };
        let default = words.get(&self.languages[0]).unwrap_or(first);
        let id: Arc<str> = named.map_or_else(|| slugify(default).into(), Arc::from);
        for (lang, word) in &words {
            let node = node
                .get("word")
                .map_or(node, |node| node.get(lang).unwrap_or(node));
            let Some(definition) = definitions.get(lang) else {
                let finding = Diagnostic::new(
                    &codes::GLOSSARY_NO_DEFINITION,
                    self.place(node),
                    format!("`{word}` has no definition in the language `{lang}`"),
                )
                .help(format!(
                    "add it under `definition`, as `{lang}: …`, or take the word out"
                ));
                self.found.push(finding);
                continue;
            };
            let forms = item.get("forms").and_then(|forms| forms.get(lang));
            let forms = forms.map(Value::items).unwrap_or_default();
            let forms: Vec<Arc<str>> = forms
                .iter()
                .filter_map(Value::as_text)
                .map(Arc::from)
                .collect();
            self.same_word(lang, word, node);
            let elsewhere = words
                .iter()
                .filter(|(other, _)| *other != lang)
                .map(|(other, word)| (other.clone(), word.clone()));
            let word = Word {
                id: id.clone(),
                word: word.clone(),
                definition: definition.clone(),
                forms,
                elsewhere: elsewhere.collect(),
            };
            self.glossary
                .words
                .entry(lang.clone())
                .or_default()
                .push(word);
        }
    }

    /// Says that a word is there twice; the first one counts.
    fn same_word(&mut self, lang: &Arc<str>, word: &str, node: &Node) {
        let place = self.place(node);
        let key = (lang.clone(), word.to_lowercase());
        if let Some(first) = self.seen.get(&key) {
            let finding = Diagnostic::new(
                &codes::GLOSSARY_SAME_WORD,
                place,
                format!("`{word}` is in the glossary twice"),
            )
            .help("make one entry of the two")
            .related(first.clone(), "it stands here first");
            self.found.push(finding);
            return;
        }
        self.seen.insert(key, place);
    }

    /// The texts of each of the site's languages; a single text is in the default one.
    fn texts(&self, value: Option<&Value>) -> BTreeMap<Arc<str>, Arc<str>> {
        let text = |value: &Value| {
            let text = value.as_text().map(str::trim);
            text.filter(|text| !text.is_empty()).map(Arc::from)
        };
        match value {
            Some(Value::Map(entries)) => self
                .languages
                .iter()
                .filter_map(|lang| Some((lang.clone(), text(entries.get(lang)?)?)))
                .collect(),
            Some(value) => text(value)
                .map(|text| (self.languages[0].clone(), text))
                .into_iter()
                .collect(),
            None => BTreeMap::new(),
        }
    }
}
