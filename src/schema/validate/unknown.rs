//! Fields that nobody declared, and the one that the author will have meant.

use super::checker::Checker;
use crate::diagnostic::codes;
use crate::diagnostic::suggest::{longer, nearest};
use crate::diagnostic::wording::{any_of, code};
use crate::schema::Fields;
use crate::yaml::Key;

impl Checker<'_, '_> {
    /// Reports a key that is no field of `owner`.
    pub(super) fn unknown_field(&mut self, key: &Key, fields: &Fields, owner: &str) {
        let known = fields.keys().map(|name| &**name);
        let close = meant(&key.text, fields)
            .or_else(|| nearest(&key.text, known.clone()))
            .or_else(|| longer(&key.text, known.clone()));
        let help = match close {
            Some(name) => format!("did you mean `{name}`?"),
            None if fields.len() <= 12 => format!("it may have {}", any_of(known)),
            None if std::ptr::eq(
                self.context.codes.unknown_field,
                &codes::CONFIG_UNKNOWN_FIELD,
            ) =>
            {
                format!(
                    "take {} out; data of your own stands under `extra`",
                    code(&key.text)
                )
            }
            None => format!(
                "take {} out, or declare it under `types:` in `site.yaml`",
                code(&key.text)
            ),
        };
        let message = format!("{} is not a field of {owner}", code(&key.text));
        self.report(
            self.context.codes.unknown_field,
            key.span,
            message,
            Some(help),
        );
    }
}

/// The field that a name of another generator, or of schema.org, stands for.
fn meant<'a>(written: &str, fields: &'a Fields) -> Option<&'a str> {
    const OTHERS: &[(&str, &str)] = &[
        ("author", "authors"),
        ("area", "areas"),
        ("theme", "themes"),
        ("tags", "themes"),
        ("tag", "themes"),
        ("categories", "themes"),
        ("date_published", "date"),
        ("published", "date"),
        ("pub_date", "date"),
        ("date_modified", "updated"),
        ("modified", "updated"),
        ("lastmod", "updated"),
        ("expiry_date", "expires"),
        ("layout", "template"),
        ("summary", "description"),
        ("definition", "description"),
        ("permalink", "slug"),
        ("status", "draft"),
        ("pref_label", "title"),
        ("name", "title"),
        ("alt_label", "synonyms"),
        ("key_findings", "findings"),
        ("organization", "organisation"),
        ("source_organization", "source_organisation"),
        ("cover", "image"),
        ("redirect_from", "aliases"),
        ("licence", "license"),
    ];
    let snake = snake_case(written);
    let mapped = OTHERS
        .iter()
        .find(|(other, _)| *other == snake)
        .map(|(_, ours)| *ours);
    [mapped.unwrap_or(&snake), &snake]
        .into_iter()
        .find_map(|name| fields.get_key_value(name))
        .map(|(name, _)| &**name)
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for character in name.chars().take(64) {
        if character.is_uppercase() && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        match character {
            '-' | ' ' => snake.push('_'),
            character => snake.extend(character.to_lowercase()),
        }
    }
    snake
}
