//! `llms.txt`: a short list of a site's pages in Markdown for language models, where the site asks for one.
//!
//! It is off unless the site's `extras` say otherwise.

/// What the list shows.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// The site's name.
    pub title: String,
    /// What the site is, in a sentence.
    pub description: String,
    /// The sections: name and pages.
    pub sections: Vec<(String, Vec<Entry>)>,
}

/// One page of the list.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The title.
    pub title: String,
    /// The whole address, encoded.
    pub url: String,
    /// The description; may be empty.
    pub description: String,
}

/// The text of `llms.txt`.
pub fn llms(summary: &Summary) -> String {
    let mut text = format!("# {}\n", line(&summary.title));
    if !summary.description.is_empty() {
        text.push_str(&format!("\n> {}\n", line(&summary.description)));
    }
    for (name, entries) in &summary.sections {
        text.push_str(&format!("\n## {}\n\n", line(name)));
        for entry in entries {
            text.push_str(&format!("- [{}](<{}>)", line(&entry.title), entry.url));
            if !entry.description.is_empty() {
                text.push_str(": ");
                text.push_str(&line(&entry.description));
            }
            text.push('\n');
        }
    }
    text
}

/// Plain text as one line of Markdown.
pub(super) fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        for character in word.chars() {
            if matches!(character, '\\' | '[' | ']' | '<' | '*' | '_' | '`') {
                line.push('\\');
            }
            line.push(character);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let summary = Summary {
            title: "Hearth".into(),
            description: "Two\nlines".into(),
            sections: vec![(
                "Stories".into(),
                vec![Entry {
                    title: "A [key]".into(),
                    url: "https://network.example/a/".into(),
                    description: "Found".into(),
                }],
            )],
        };
        assert_eq!(
            llms(&summary),
            "# Hearth\n\n> Two lines\n\n## Stories\n\n- [A \\[key\\]](<https://network.example/a/>): Found\n"
        );
    }
}
