//! A page's Markdown copy: a few facts of the page, its title and its text, for readers and programs that want no HTML.
//!
//! Of the front matter it says what everybody sees at once, and nothing else: no consent, no people, no contact.

/// What a copy says before its text.
#[derive(Clone, Debug, Default)]
pub struct Copied {
    /// The title.
    pub title: String,
    /// The description; may be empty.
    pub description: String,
    /// The day or moment of publication.
    pub date: String,
    /// The language.
    pub lang: String,
    /// The page's whole address.
    pub url: String,
    /// Names by taxonomy, authors and subjects among them; empty ones are left out.
    pub terms: Vec<(String, Vec<String>)>,
}

/// The text of a copy; `body` is plain Markdown.
pub fn markdown_copy(page: &Copied, body: &str) -> String {
    let mut text = String::from("---\n");
    let facts = [
        ("title", &page.title),
        ("description", &page.description),
        ("date", &page.date),
        ("lang", &page.lang),
        ("url", &page.url),
    ];
    for (name, value) in facts {
        if !value.is_empty() {
            text.push_str(&format!("{name}: {}\n", quoted(value)));
        }
    }
    for (name, terms) in &page.terms {
        if !terms.is_empty() {
            let terms: Vec<String> = terms.iter().map(|term| quoted(term)).collect();
            text.push_str(&format!("{}: [{}]\n", quoted(name), terms.join(", ")));
        }
    }
    text.push_str("---\n\n# ");
    text.push_str(&super::llms::line(&page.title));
    text.push('\n');
    let body = body.trim_matches('\n');
    if !body.is_empty() {
        text.push('\n');
        text.push_str(body);
        text.push('\n');
    }
    text
}

/// A text as JSON writes it, which YAML reads the same.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_can_end_the_front_matter() {
        let page = Copied {
            title: "A \"key\"\n---\n*now*".into(),
            url: "https://n.example/".into(),
            terms: vec![("themes".into(), vec!["Trust".into()])],
            ..Copied::default()
        };
        assert_eq!(
            markdown_copy(&page, "Text.\n\n"),
            "---\ntitle: \"A \\\"key\\\"\\n---\\n*now*\"\nurl: \"https://n.example/\"\n\"themes\": [\"Trust\"]\n---\n\n# A \"key\" --- \\*now\\*\n\nText.\n"
        );
    }
}
