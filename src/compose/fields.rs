//! A page's fields as templates see them: references become links, files their addresses, dates text.

use crate::schema::{Value, Values};
use crate::site::PageId;
use crate::site::files::FileReference;
use crate::site::references::Reference;

use super::Composer;

/// Fields that the page's own data already say.
const SAID_ELSEWHERE: [&str; 21] = [
    "title",
    "description",
    "date",
    "updated",
    "draft",
    "id",
    "slug",
    "aliases",
    "type",
    "template",
    "weight",
    "image",
    "toc",
    "related",
    "search",
    "cascade",
    "translation",
    "alternate_formats",
    "version_of",
    "ideas",
    "glossary",
];

/// The type's other fields.
pub(super) fn fields(composer: &Composer, id: PageId) -> Value {
    let page = composer.site.page(id);
    let fields: Values = page
        .fields
        .iter()
        .filter(|(name, value)| !value.is_empty() && !SAID_ELSEWHERE.contains(&&***name))
        .filter(|(name, _)| !composer.site.config.taxonomies.contains_key(*name))
        .filter_map(|(name, value)| Some((name.clone(), field(composer, id, name, value)?)))
        .collect();
    Value::from(fields)
}

/// One field; none where it names what was held back, and nothing else.
pub(super) fn field(composer: &Composer, id: PageId, name: &str, value: &Value) -> Option<Value> {
    let references = &composer.site.references[id.index()];
    if references.refs.is_empty() && references.files.is_empty() {
        return Some(value.clone());
    }
    shown(composer, id, value, &mut name.to_owned())
}

fn shown(composer: &Composer, id: PageId, value: &Value, at: &mut String) -> Option<Value> {
    let references = &composer.site.references[id.index()];
    Some(match value {
        Value::Text(text) => {
            if let Some(reference) = references.refs.get(&**at) {
                return link(composer, id, reference, text);
            }
            references
                .files
                .get(&**at)
                .map_or_else(|| value.clone(), |file| file_value(composer, file))
        }
        Value::List(items) => Value::List(
            items
                .iter()
                .enumerate()
                .filter_map(|(index, item)| below(composer, id, item, at, &format!("[{index}]")))
                .collect(),
        ),
        Value::Map(entries) => {
            let mut map: Values = entries
                .iter()
                .filter_map(|(name, entry)| {
                    let entry = below(composer, id, entry, at, &format!(".{name}"))?;
                    Some((name.clone(), entry))
                })
                .collect();
            // A picture with its words keeps them, and gains its address and size.
            if let (Some(file), true) = (references.files.get(&**at), entries.contains_key("src"))
                && let Value::Map(facts) = file_value(composer, file)
            {
                map.extend(*facts);
            }
            Value::from(map)
        }
        other => other.clone(),
    })
}

fn below(
    composer: &Composer,
    id: PageId,
    value: &Value,
    at: &mut String,
    step: &str,
) -> Option<Value> {
    let length = at.len();
    at.push_str(step);
    let shown = shown(composer, id, value, at);
    at.truncate(length);
    shown
}

/// A reference as `{title, url, id}`, and `lang` where it is another language's; none of what was held back.
fn link(composer: &Composer, from: PageId, reference: &Reference, written: &str) -> Option<Value> {
    let reader = &composer.site.page(from).page.lang;
    let (link, id) = match reference {
        Reference::Page(to) => (
            composer.page_link(*to, reader),
            composer.site.page(*to).id.clone(),
        ),
        Reference::Term(term) => (
            (*composer.term_link(*term, reader)).clone(),
            composer.site.term(*term).id.clone(),
        ),
        Reference::External(url) => {
            let map = Values::from_iter([
                ("title".into(), Value::Text(url.clone())),
                ("url".into(), Value::Text(url.clone())),
            ]);
            return Some(Value::from(map));
        }
        Reference::Held => return None,
    };
    let mut map = Values::default();
    map.insert("title".into(), Value::Text(link.title));
    map.insert("url".into(), Value::Text(link.url));
    map.insert(
        "id".into(),
        Value::Text(if id.is_empty() { written.into() } else { id }),
    );
    if let Some(lang) = link.lang {
        map.insert("lang".into(), Value::Text(lang));
    }
    Some(Value::from(map))
}

/// A file as `{src, name, bytes, width, height}`; a prepared picture as `{src, name, width, height, avif, srcset, large}`.
fn file_value(composer: &Composer, file: &FileReference) -> Value {
    let shown = file
        .picture
        .as_ref()
        .and_then(|path| composer.pictures.shown(path));
    let src = match (shown, file.external) {
        (Some(shown), _) => shown.src.clone(),
        (None, true) => file.url.clone(),
        (None, false) => composer.addresses.text(&file.url),
    };
    let name = file.url.rsplit('/').next().unwrap_or_default();
    let mut map = Values::default();
    map.insert("src".into(), Value::Text(src));
    map.insert("name".into(), Value::Text(name.into()));
    if let Some(shown) = shown {
        let files = &shown.files;
        for (name, text) in [
            ("avif", &files.avif),
            ("srcset", &files.srcset),
            ("large", &files.large),
        ] {
            map.insert(name.into(), Value::Text(text.clone()));
        }
    } else if let Some(bytes) = file.bytes {
        map.insert(
            "bytes".into(),
            Value::Int(i64::try_from(bytes).unwrap_or(i64::MAX)),
        );
    }
    if let Some((width, height)) = shown.map_or(file.dimensions, |shown| shown.size) {
        map.insert("width".into(), Value::Int(i64::from(width)));
        map.insert("height".into(), Value::Int(i64::from(height)));
    }
    Value::from(map)
}
