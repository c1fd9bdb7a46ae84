//! The filters and functions that templates have besides Tera's own. None of them can reach the site or another page.
//!
//! `t` says a message; `date`, `number` and `filesize` say values in the page's language, `asset` gives the address of an asset, `json`
//! writes a value for a script's data, `markdown_inline` turns a line of Markdown into HTML.

use std::fmt::Write as _;
use std::sync::Arc;

use super::budget;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::language::messages::{Arguments, Message, Unsaid};
use crate::language::{self, DateStyle, Messages};
use crate::parse::markdown::strip;
use crate::theme::Theme;

/// Registers them all for one language.
pub(super) fn register(tera: &mut Tera, theme: &Arc<Theme>, lang: &Arc<str>) {
    {
        let (theme, lang) = (theme.clone(), lang.clone());
        tera.register_filter("t", move |key: &str, arguments: Kwargs, _: &State<'_>| {
            message(&theme.messages[&lang], &lang, key, &arguments)
        });
    }
    {
        let lang = lang.clone();
        tera.register_filter(
            "date",
            move |text: &str, arguments: Kwargs, _: &State<'_>| date(&lang, text, &arguments),
        );
    }
    {
        let lang = lang.clone();
        tera.register_filter("number", move |number: &Value, _: Kwargs, _: &State<'_>| {
            said_number(&lang, number)
        });
    }
    {
        let theme = theme.clone();
        tera.register_function("asset", move |arguments: Kwargs, _: &State<'_>| {
            let name = arguments.must_get::<&str>("path")?;
            match theme.assets.get(name) {
                Some(asset) => Ok(asset.url.to_string()),
                None => Err(Error::message(format!("there is no asset `{name}`"))),
            }
        });
    }
    {
        let (theme, lang) = (theme.clone(), lang.clone());
        tera.register_function("messages", move |arguments: Kwargs, _: &State<'_>| {
            let prefix = arguments.must_get::<&str>("prefix")?;
            Ok::<_, Error>(below(&theme.messages[&lang], prefix))
        });
    }
    {
        let lang = lang.clone();
        tera.register_filter("filesize", move |bytes: i64, _: Kwargs, _: &State<'_>| {
            filesize(&lang, bytes)
        });
    }
    tera.register_filter("json", |value: &Value, _: Kwargs, _: &State<'_>| {
        json(value)
    });
    tera.register_filter("markdown_inline", |text: &str, _: Kwargs, _: &State<'_>| {
        Value::safe_string(&markdown_inline(text))
    });
}

/// Says a message; `n` chooses the plural form, `default` is said when there is no such message (a word that a site added to
/// a built-in list), other arguments stand for `{names}`.
fn message(messages: &Messages, lang: &str, key: &str, given: &Kwargs) -> TeraResult<String> {
    let mut arguments = Arguments::default();
    let mut default = None;
    for (name, value) in given.iter() {
        let name = name.as_str().unwrap_or_default();
        match name {
            "n" => {
                arguments.count = value.as_i64();
                continue;
            }
            "default" => {
                default = Some(value.to_string());
                continue;
            }
            _ => {}
        }
        let text = match value.as_i64() {
            Some(number) => language::format_integer(lang, number),
            None => value.to_string(),
        };
        arguments.values.insert(name.to_owned(), text);
    }
    match (messages.say(key, &arguments), default) {
        (Err(Unsaid::Unknown(_)), Some(default)) => Ok(default),
        (said, _) => said.map_err(Error::message),
    }
}

/// The messages whose keys begin with `prefix.`, by the rest of the key, as written: for scripts that say them. A message
/// with plural forms is a map by category.
fn below(messages: &Messages, prefix: &str) -> Value {
    let found: tera::Map = messages
        .iter()
        .filter_map(|(key, message)| {
            let name = key.strip_prefix(prefix)?.strip_prefix('.')?;
            let value = match message {
                Message::Text(text) => Value::normal_string(text),
                Message::Plural(forms) => {
                    let forms = forms.iter().map(|(category, text)| {
                        (category.name().into(), Value::normal_string(text))
                    });
                    Value::from(forms.collect::<tera::Map>())
                }
            };
            Some((name.to_owned().into(), value))
        })
        .collect();
    Value::from(found)
}

fn date(lang: &str, text: &str, given: &Kwargs) -> TeraResult<String> {
    let style = match given.get::<&str>("style")? {
        None => DateStyle::default(),
        Some(name) => DateStyle::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, style)| *style)
            .ok_or_else(|| Error::message(format!("there is no style of date `{name}`")))?,
    };
    language::format_date(lang, text, style)
        .ok_or_else(|| Error::message(format!("`{text}` is no date")))
}

fn said_number(lang: &str, value: &Value) -> TeraResult<String> {
    match (value.as_i64(), value.as_f64()) {
        (Some(number), _) => Ok(language::format_integer(lang, number)),
        (None, Some(number)) => Ok(language::format_number(lang, number)),
        (None, None) => Err(Error::message(format!("`{value}` is no number"))),
    }
}

/// The size of a file as people say it: `240 KB`, `1.3 MB`. The space does not break across lines.
fn filesize(lang: &str, bytes: i64) -> String {
    let kilobytes = bytes.max(0).saturating_add(999) / 1000;
    if kilobytes < 1000 {
        format!("{}\u{a0}KB", language::format_integer(lang, kilobytes))
    } else {
        let megabytes = (kilobytes as f64 / 100.0).round() / 10.0;
        format!("{}\u{a0}MB", language::format_number(lang, megabytes))
    }
}

/// A value as JSON, its keys in order. `<`, `>` and `&` are written as `\\u…`, so that with `safe` it may stand inside
/// `<script>`; without, it is escaped like any text and may stand in an attribute.
fn json(value: &Value) -> TeraResult<String> {
    budget::before_writing(value)?;
    let mut value = serde_json::to_value(value).map_err(Error::message)?;
    value.sort_all_objects();
    let text = value.to_string();
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                write!(safe, "\\u{:04x}", u32::from(character)).map_err(Error::message)?;
            }
            character => safe.push(character),
        }
    }
    Ok(safe)
}

/// One line of Markdown as inline HTML: emphasis, code and links. Raw HTML is shown as text, pictures as their words, and what
/// an author hides (`<!-- … -->`, `%% … %%`) not at all: a text of `data/` comes here as it was written.
pub(super) fn markdown_inline(text: &str) -> String {
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};
    let (text, _) = strip(text);
    let inline = Parser::new(&text).filter_map(|event| match event {
        Event::Start(Tag::Emphasis | Tag::Strong)
        | Event::End(TagEnd::Emphasis | TagEnd::Strong)
        | Event::Text(_)
        | Event::Code(_) => Some(event),
        Event::Start(Tag::Link { ref dest_url, .. }) if is_harmless(dest_url) => Some(event),
        Event::Start(Tag::Link { .. }) => Some(Event::Html("<a>".into())),
        Event::End(TagEnd::Link) => Some(event),
        Event::SoftBreak | Event::HardBreak => Some(Event::Text(" ".into())),
        Event::Html(raw) | Event::InlineHtml(raw) => Some(Event::Text(raw)),
        _ => None,
    });
    let mut html = String::with_capacity(text.len() + text.len() / 4);
    pulldown_cmark::html::push_html(&mut html, inline);
    html
}

/// Whether an address runs nothing: relative, or of a kind that only leads somewhere.
fn is_harmless(address: &str) -> bool {
    match address.split_once(':') {
        None => true,
        Some((scheme, _)) => {
            scheme.contains(['/', '?', '#'])
                || ["http", "https", "mailto", "tel"]
                    .iter()
                    .any(|known| scheme.eq_ignore_ascii_case(known))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_markdown_becomes_inline_html() {
        for (text, html) in [
            ("*Now* `what`", "<em>Now</em> <code>what</code>"),
            (
                "a <b onclick=x>b</b> & c",
                "a &lt;b onclick=x&gt;b&lt;/b&gt; &amp; c",
            ),
            ("# no heading", "no heading"),
            ("[to](/themes/)", "<a href=\"/themes/\">to</a>"),
            ("[to](javascript:alert(1))", "<a>to</a>"),
            ("one\ntwo", "one two"),
            ("a <!-- Sam --> b", "a b"),
            ("a %%Sam%% b", "a b"),
            ("a <!--\n\nSam", "a"),
            (
                "`<!-- a -->` \\%%b\\%%",
                "<code>&lt;!-- a --&gt;</code> %%b%%",
            ),
        ] {
            assert_eq!(markdown_inline(text), html, "{text}");
        }
    }

    #[test]
    fn json_cannot_leave_its_script() {
        let value = Value::from("</script><!-- & \u{2028}");
        assert_eq!(
            json(&value).expect("text is JSON"),
            "\"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028\""
        );
    }
}
