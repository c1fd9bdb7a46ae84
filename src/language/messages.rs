//! The words of a theme in each language, with plural forms.
//!
//! A message is one text, or whole sentences by plural category: Welsh has six. A language that lacks a message has none:
//! nothing is ever said in another language instead.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesPreferences};

/// One message of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The same whatever the number.
    Text(Arc<str>),
    /// A sentence for each plural category, `other` always among them.
    Plural(BTreeMap<Category, Arc<str>>),
}

/// A plural category of CLDR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Zero.
    Zero,
    /// One.
    One,
    /// Two.
    Two,
    /// Few.
    Few,
    /// Many.
    Many,
    /// All others.
    Other,
}

impl Category {
    /// The categories by the names that message files use.
    pub const NAMES: [(&'static str, Category); 6] = [
        ("zero", Self::Zero),
        ("one", Self::One),
        ("two", Self::Two),
        ("few", Self::Few),
        ("many", Self::Many),
        ("other", Self::Other),
    ];

    /// The category with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, category)| *category)
    }

    /// The name that message files use.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

impl From<PluralCategory> for Category {
    fn from(category: PluralCategory) -> Self {
        match category {
            PluralCategory::Zero => Self::Zero,
            PluralCategory::One => Self::One,
            PluralCategory::Two => Self::Two,
            PluralCategory::Few => Self::Few,
            PluralCategory::Many => Self::Many,
            PluralCategory::Other => Self::Other,
        }
    }
}

/// The messages of one language.
#[derive(Debug)]
pub struct Messages {
    lang: Arc<str>,
    /// The rules themselves cannot be shared between threads, and are made from static data in no time.
    preferences: Option<PluralRulesPreferences>,
    by_key: BTreeMap<Arc<str>, Message>,
}

/// What a message says in one place: a number to choose its form, and values for its `{names}`.
#[derive(Clone, Debug, Default)]
pub struct Arguments {
    /// The number that chooses the plural form, and that `{n}` stands for.
    pub count: Option<i64>,
    /// Values by name, as text that is put in as it is.
    pub values: BTreeMap<String, String>,
}

/// Why a message cannot be said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsaid {
    /// No message has this key.
    #[error("there is no message `{0}`")]
    Unknown(String),
    /// The message has plural forms and was given no number.
    #[error("the message `{0}` has plural forms and needs a number `n`")]
    NoCount(String),
    /// The message names a value that it was not given.
    #[error("the message `{key}` needs a value `{name}`")]
    NoValue {
        /// The message.
        key: String,
        /// The value.
        name: String,
    },
}

impl Messages {
    /// The messages of `lang`.
    pub fn new(lang: &str, by_key: BTreeMap<Arc<str>, Message>) -> Self {
        let locale = Locale::try_from_str(lang).ok();
        Self {
            lang: lang.into(),
            preferences: locale.as_ref().map(PluralRulesPreferences::from),
            by_key,
        }
    }

    /// The keys that have a message.
    pub fn keys(&self) -> impl Iterator<Item = &Arc<str>> {
        self.by_key.keys()
    }

    /// The messages by key.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Message)> {
        self.by_key.iter()
    }

    fn rules(&self) -> Option<PluralRules> {
        PluralRules::try_new_cardinal(self.preferences?).ok()
    }

    /// The plural category of a whole number in this language.
    pub fn category(&self, count: i64) -> Category {
        self.rules()
            .map_or(Category::Other, |rules| rules.category_for(count).into())
    }

    /// The plural categories that the language has, `other` last.
    pub fn categories(&self) -> Vec<Category> {
        let mut categories: Vec<Category> = self
            .rules()
            .map(|rules| rules.categories().map(Category::from).collect())
            .unwrap_or_else(|| vec![Category::Other]);
        categories.sort_unstable();
        categories
    }

    /// Says a message.
    ///
    /// # Errors
    /// When the key is unknown, or the message needs what it was not given.
    pub fn say(&self, key: &str, arguments: &Arguments) -> Result<String, Unsaid> {
        let message = self
            .by_key
            .get(key)
            .ok_or_else(|| Unsaid::Unknown(key.to_owned()))?;
        let text = match message {
            Message::Text(text) => text,
            Message::Plural(forms) => {
                let count = arguments
                    .count
                    .ok_or_else(|| Unsaid::NoCount(key.to_owned()))?;
                forms
                    .get(&self.category(count))
                    .or_else(|| forms.get(&Category::Other))
                    .ok_or_else(|| Unsaid::Unknown(key.to_owned()))?
            }
        };
        self.filled(key, text, arguments)
    }

    /// Puts the values in the place of their `{names}`.
    fn filled(&self, key: &str, text: &str, arguments: &Arguments) -> Result<String, Unsaid> {
        let mut said = String::with_capacity(text.len() + 16);
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let Some(length) = rest[open..].find('}') else {
                break;
            };
            said.push_str(&rest[..open]);
            let name = &rest[open + 1..open + length];
            match (arguments.values.get(name), name, arguments.count) {
                (Some(value), _, _) => said.push_str(value),
                (None, "n", Some(count)) => {
                    write!(said, "{}", super::format_integer(&self.lang, count))
                        .expect("writing to a string succeeds");
                }
                _ => {
                    return Err(Unsaid::NoValue {
                        key: key.to_owned(),
                        name: name.to_owned(),
                    });
                }
            }
            rest = &rest[open + length + 1..];
        }
        said.push_str(rest);
        Ok(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(lang: &str, forms: &[(&str, &str)]) -> Messages {
        let forms = forms
            .iter()
            .map(|(name, text)| (Category::named(name).expect("a category"), (*text).into()))
            .collect();
        Messages::new(
            lang,
            BTreeMap::from([("stories".into(), Message::Plural(forms))]),
        )
    }

    fn say(messages: &Messages, count: i64) -> String {
        let arguments = Arguments {
            count: Some(count),
            ..Arguments::default()
        };
        messages.say("stories", &arguments).expect("a message")
    }

    #[test]
    fn welsh_has_six_forms_and_english_two() {
        let welsh = counted(
            "cy",
            &[
                ("zero", "dim straeon"),
                ("one", "un stori"),
                ("two", "dwy stori"),
                ("few", "tair stori"),
                ("many", "chwe stori"),
                ("other", "{n} stori"),
            ],
        );
        let said: Vec<String> = [0, 1, 2, 3, 6, 20].map(|count| say(&welsh, count)).into();
        assert_eq!(
            said,
            [
                "dim straeon",
                "un stori",
                "dwy stori",
                "tair stori",
                "chwe stori",
                "20 stori"
            ]
        );
        assert_eq!(welsh.categories().len(), 6);
        let english = counted("en", &[("one", "{n} story"), ("other", "{n} stories")]);
        assert_eq!(say(&english, 1), "1 story");
        assert_eq!(say(&english, 12_000), "12,000 stories");
    }

    #[test]
    fn a_message_says_what_it_lacks() {
        let messages = counted("en", &[("other", "{n} of {total}")]);
        assert_eq!(
            messages.say("storeis", &Arguments::default()),
            Err(Unsaid::Unknown("storeis".into()))
        );
        assert_eq!(
            messages.say("stories", &Arguments::default()),
            Err(Unsaid::NoCount("stories".into()))
        );
        let arguments = Arguments {
            count: Some(2),
            ..Arguments::default()
        };
        assert_eq!(
            messages.say("stories", &arguments),
            Err(Unsaid::NoValue {
                key: "stories".into(),
                name: "total".into()
            })
        );
    }
}
