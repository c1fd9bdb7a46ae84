//! `/index.json`: the card of every page, for other people's programs.
//!
//! It holds what lists show and no more: no body, and nothing that a reader of the site cannot see.

use serde::Serialize;

use crate::view::Card;

/// The document: versioned, so that its shape may change without breaking readers silently.
#[derive(Serialize)]
struct Index<'a> {
    version: u32,
    pages: Vec<&'a Card>,
}

/// The text of `/index.json`, with the cards in the order given.
pub fn index_json<'a>(cards: impl IntoIterator<Item = &'a Card>) -> String {
    let index = Index {
        version: 1,
        pages: cards.into_iter().collect(),
    };
    let mut text = serde_json::to_string(&index).expect("cards hold text, numbers and lists");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn cards_read_back_in_their_order() {
        let card = |title: &str| Card {
            title: title.into(),
            url: "/cy/".into(),
            minutes: 3,
            ..Card::default()
        };
        let text = index_json([&card("Tŷ"), &card("\"Second\"\u{2028}")]);
        let value: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value["version"], 1);
        assert_eq!(value["pages"][0]["title"], "Tŷ");
        assert_eq!(value["pages"][0]["minutes"], 3);
        assert_eq!(value["pages"][1]["title"], "\"Second\"\u{2028}");
    }
}
