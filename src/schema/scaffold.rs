//! The commented file that `new` writes, and the table of fields that the manual shows: both are made from the declarations.
//!
//! Text only. Where the file goes and what its `id` is, the command decides.

use super::prompts::builtin_prompts;
use super::{Field, Fields, Kind, Localised, Need, TypeDecl};

/// What a new page begins with.
#[derive(Clone, Copy, Debug)]
pub struct NewPage<'a> {
    /// The title.
    pub title: &'a str,
    /// The language of the page, and of the comments where they have it.
    pub lang: &'a str,
    /// The day of writing: `2026-02-03`.
    pub date: &'a str,
    /// The opaque id, for a type that wants one.
    pub id: Option<&'a str>,
    /// Whether a page in the default language stands beside it, from which it takes all that is not text.
    pub translation: bool,
}

/// The Markdown file for a new page of a type: each field with its help, wanted ones open, the others behind `#`.
pub fn new_page(decl: &TypeDecl, page: NewPage<'_>) -> String {
    let fields = decl
        .fields
        .iter()
        .filter(|(_, field)| !page.translation || field.text);
    let (mut open, mut closed) = (String::new(), String::new());
    for (name, field) in fields {
        let filled = match &**name {
            "title" => Some(quoted(page.title)),
            "date" => Some(page.date.to_owned()),
            "id" => page.id.map(quoted),
            "draft" => Some("true".to_owned()),
            "prompt_set" => decl.meaning.prompts.as_deref().map(str::to_owned),
            "translation" if page.translation => Some("unreviewed".to_owned()),
            // The folder says the type, and a field that only `_index.md` has is for sections.
            "type" => continue,
            _ => None,
        };
        let wanted = field.required != Need::Optional;
        let target = if wanted || filled.is_some() {
            &mut open
        } else {
            &mut closed
        };
        comment(target, field, page.lang);
        match filled {
            Some(value) => target.push_str(&format!("{name}: {value}\n")),
            None if wanted => {
                if let Some(example) = &field.example {
                    target.push_str(&format!("# For example: {example}\n"));
                }
                target.push_str(&format!("{name}:\n"));
            }
            None => {
                let example = field.example.as_deref().unwrap_or_default();
                target.push_str(format!("# {name}: {example}").trim_end());
                target.push('\n');
            }
        }
    }
    let rest = if closed.is_empty() {
        String::new()
    } else {
        format!(
            "\n# The fields below may be left out. To use one, take the # before its name away.\n\n{closed}"
        )
    };
    format!("---\n{open}{rest}---\n\n{}", prompts(decl, page.lang))
}

/// The headings of the type's questions, each with room below it.
fn prompts(decl: &TypeDecl, lang: &str) -> String {
    let name = decl.meaning.prompts.as_deref();
    let set = builtin_prompts()
        .iter()
        .find(|set| Some(&*set.name) == name);
    let headings = set.map_or(&[][..], |set| set.headings(lang));
    headings
        .iter()
        .map(|heading| format!("## {heading}\n\n"))
        .collect()
}

/// The help of a field and the words it may be, as comments.
fn comment(target: &mut String, field: &Field, lang: &str) {
    if let Some(help) = words(&field.help, lang) {
        for line in help.lines() {
            target.push_str(&format!("# {line}\n"));
        }
    }
    if let Some(choices) = choices(&field.kind) {
        target.push_str(&format!("# ({choices})\n"));
    }
}

fn choices(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Enum(words) => Some(words.join(", ")),
        Kind::Bool => Some("true, false".into()),
        Kind::List(of) => choices(&of.kind),
        _ => None,
    }
}

/// The text in a language, else in English: a comment for the author, never shown to readers.
fn words<'a>(text: &'a Localised, lang: &str) -> Option<&'a str> {
    text.get(lang).or_else(|| text.get("en"))
}

/// A text as a YAML scalar in double quotes; all that could end it or begin a line is escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(character);
            }
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            character
                if character.is_control()
                    || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}') =>
            {
                quoted.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// The table of a type's fields in Markdown, for the manual; fields inside a field follow it as `findings.text`.
pub fn field_table(decl: &TypeDecl, lang: &str) -> String {
    let mut table = String::from(
        "| Field | Kind | Needed | What to write | Example |\n| --- | --- | --- | --- | --- |\n",
    );
    rows(&mut table, "", &decl.fields, lang);
    table
}

fn rows(table: &mut String, prefix: &str, fields: &Fields, lang: &str) {
    for (name, field) in fields {
        let needed = match field.required {
            Need::Required => "yes",
            Need::Expected => "expected",
            Need::Advised => "advised",
            Need::Optional => "",
        };
        let example = field
            .example
            .as_ref()
            .map_or_else(String::new, |example| format!("`{}`", cell(example)));
        table.push_str(&format!(
            "| `{prefix}{name}` | {} | {needed} | {} | {example} |\n",
            cell(&kind_words(&field.kind)),
            cell(&help_words(field, lang)),
        ));
        let inner = match &field.kind {
            Kind::Object(fields) => Some(fields),
            Kind::List(of) => match &of.kind {
                Kind::Object(fields) => Some(fields),
                _ => None,
            },
            _ => None,
        };
        if let Some(fields) = inner {
            rows(table, &format!("{prefix}{name}."), fields, lang);
        }
    }
}

/// The help of a field, with the word that it is for people where it is.
fn help_words(field: &Field, lang: &str) -> String {
    let help = words(&field.help, lang).unwrap_or_default();
    match field.for_people {
        true => format!("{help} For people: it changes nothing that is published.")
            .trim_start()
            .to_owned(),
        false => help.to_owned(),
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}

/// The kind as a declaration names it, with its words.
fn kind_words(kind: &Kind) -> String {
    match kind {
        Kind::Text => "text".into(),
        Kind::Markdown => "markdown".into(),
        Kind::Bool => "bool".into(),
        Kind::Number => "number".into(),
        Kind::Date => "date".into(),
        Kind::DateTime => "datetime".into(),
        Kind::Enum(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            words.join(", ")
        }
        Kind::Url => "url".into(),
        Kind::Email => "email".into(),
        Kind::Path => "path".into(),
        Kind::Image => "image".into(),
        Kind::Ref(_) => "ref".into(),
        Kind::List(of) => format!("list of {}", kind_words(&of.kind)),
        Kind::Object(_) => "object".into(),
        Kind::Map(of) => format!("map of {}", kind_words(&of.kind)),
        Kind::OneOf(shapes) => {
            let shapes: Vec<String> = shapes.iter().map(|shape| kind_words(&shape.kind)).collect();
            shapes.join(" or ")
        }
        Kind::Any => "anything".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::declared::parse;
    use crate::parse::front_matter;
    use crate::path::SitePath;

    #[test]
    fn a_new_page_of_every_type_passes_once_its_blanks_are_filled() {
        let config = parse(
            &SitePath::new("site.yaml"),
            "title: A\nlanguages: [en, cy]\n",
        )
        .value;
        for (name, decl) in &config.types {
            let page = NewPage {
                title: "She said: \"#1\" \\ & <b>\n---\n",
                lang: "cy",
                date: "2026-02-03",
                id: decl.opaque_id.then_some("7f3k2"),
                translation: false,
            };
            let text = new_page(decl, page);
            let path = match (&**name, decl.sections.first()) {
                ("section", _) => SitePath::new("content/things/_index.md"),
                ("term", _) => SitePath::new("content/themes/trust.md"),
                (_, Some(folder)) => SitePath::new(format!("content/{folder}/a.md")),
                _ => SitePath::new("content/a.md"),
            };
            let blank = front_matter::parse(&path, &text, &config);
            assert_eq!(blank.diagnostics, [], "{name} with its blanks");
            assert_eq!(
                blank.value.fields["title"].as_text(),
                Some(page.title.trim()),
                "{name}"
            );

            // Every example stands where its blank or comment was.
            let mut filled = String::new();
            for line in text.lines() {
                let bare = line.strip_prefix("# ").unwrap_or(line);
                let field = bare
                    .split_once(':')
                    .filter(|(_, value)| line.starts_with('#') || value.is_empty());
                let example = field
                    .and_then(|(field, _)| decl.fields.get_key_value(field))
                    .and_then(|(field, declared)| Some((field, declared.example.as_deref()?)));
                match example {
                    // Nothing that Alongside writes fills in a permission; its author does.
                    _ if line == "consent:" => filled.push_str("consent: [c-4h9x]\n"),
                    Some((field, example)) => filled.push_str(&format!("{field}: {example}\n")),
                    None => filled.push_str(&format!("{line}\n")),
                }
            }
            let mut checked = front_matter::parse(&path, &filled, &config);
            assert_eq!(checked.value.kind, *name);
            front_matter::report_missing(
                &path,
                (checked.value.span, &checked.value.tree),
                &checked.value.fields,
                decl,
                &mut checked.diagnostics,
            );
            assert_eq!(checked.diagnostics, [], "{name} filled:\n{filled}");
        }
    }

    #[test]
    fn a_new_translation_asks_for_text_alone() {
        let config = parse(
            &SitePath::new("site.yaml"),
            "title: A\nlanguages: [en, cy]\n",
        )
        .value;
        let page = NewPage {
            title: "Yr allwedd",
            lang: "cy",
            date: "2026-02-03",
            id: None,
            translation: true,
        };
        let text = new_page(&config.types["news"], page);
        assert!(text.contains("title: \"Yr allwedd\"\n"), "{text}");
        assert!(text.contains("\ntranslation: unreviewed\n"), "{text}");
        assert!(text.contains("# dateline: Westmarsh\n"), "{text}");
        assert!(!text.contains("\ndate:"), "{text}");
        assert!(text.contains("\ndraft: true\n"), "{text}");
    }

    #[test]
    fn the_table_of_a_type_shows_inner_fields() {
        let config = parse(&SitePath::new("site.yaml"), "title: A\n").value;
        let table = field_table(&config.types["evaluation"], "en");
        assert!(
            table.contains(
                "| `findings.strength` | `early`, `developing`, `strong` | expected |  |  |\n"
            ),
            "{table}"
        );
        assert!(
            table.contains(
                "| `title` | text | yes | What the page is called, in a few plain words."
            ),
            "{table}"
        );
        assert!(
            table.lines().all(|line| line.matches(" | ").count() == 4),
            "{table}"
        );
    }
}
